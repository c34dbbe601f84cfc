"""Cutting a section into statements: the smallest units that the document itself sets apart.

Items, lines and paragraphs are units. Only where a section, or the part of it under one sub-heading or lead-in,
gives everything in one paragraph is that paragraph cut: at its semicolons, else at its sentences
(labelling guide, "Statements").
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from parsers.document import BlockKind, Document, Span
from pipeline.clauses import clauses, sentences, unglued
from pipeline.leads import glued_patterns, inline_lead, inner_leads
from pipeline.lines import Line, Role
from pipeline.sections import Section
from pipeline.skills import opening_kind

_NAME = re.compile(r"(?:and |or )?(?:an? )?[A-Z][\w.'’&/-]*(?:[ ,]+(?:[A-Z(][\w.'’&/()-]*|of|the|and))*[.,]?")


# "1) filing; 2) typing": the numbers of a list that runs on in its paragraph.
_NUMBER = re.compile(r"\(?(?:\d{1,2}|[a-z])\)\s{0,9}(?=\w)")
_STRAY = re.compile(r"[.,;:]{1,3}\s{1,9}(?=\w)")


@dataclass(frozen=True, slots=True)
class Unit:
    """A statement before it is read: its span, its words, the line it stands in, and what governs it.

    ``lead`` is the lead-in or sub-heading in force, ``leads`` all of them from the outermost; ``alone`` tells
    that it was cut out of a paragraph.
    """

    span: Span
    text: str
    line: Line
    lead: Span | None = None
    lead_text: str = ""
    outer_text: str = ""


def units(document: Document, section: Section, is_name: Callable[[str], bool] = lambda _: False) -> list[Unit]:
    """The statements of a section in order, lead-ins and sub-headings left out.

    ``is_name`` tells the names of classes and levels, which lead in what stands under them.
    """
    out: list[Unit] = []
    for part in _parts(document, section, is_name):
        out.extend(_cut(document, part))
    return out


@dataclass(slots=True)
class _Part:
    lead: Span | None
    lead_text: str
    outer_text: str
    lines: list[tuple[Line, Span]]


def _parts(document: Document, section: Section, is_name: Callable[[str], bool]) -> Iterator[_Part]:
    """The runs of lines that stand under one sub-heading or lead-in."""
    outer = ""
    part = _Part(None, "", "", [])
    body = section.body
    for k, placed in enumerate(body):
        line = placed.line
        text, span = line.text, line.span
        if line.role is Role.HEADING:
            yield part
            outer = text if not line.text.rstrip().endswith(":") or line.emphasis >= 2 else outer
            part = _Part(span, text, outer if outer != text else "", [])
            continue
        if is_name(text) or (text.rstrip().endswith(":") and k + 1 < len(body) and not _sentence_lead(text)):
            yield part
            part = _Part(span, text, outer, [])
            continue
        if _heads_nested(placed.line, body[k + 1].line if k + 1 < len(body) else None):
            yield part
            part = _Part(span, text, outer, [])
            continue
        if part.lead and part.lines and _ends_lead(part, line):
            yield part
            part = _Part(None, "", outer, [])
        inner = inner_leads if section.kind == "knowledge_skills_abilities" else glued_patterns
        cuts = [0, *inner(text), len(text)]
        for start, end in itertools.pairwise(cuts):
            # ". and Education: …" is what the page has left of the requirement before.
            start += stray.end() if (stray := _STRAY.match(text, start, end)) else 0
            piece = text[start:end]
            here = (span[0] + start, span[0] + end)
            lead_end = inline_lead(piece)
            if not lead_end:
                part.lines.append((line, here))
                continue
            yield part
            lead = (here[0], here[0] + len(piece[:lead_end].rstrip()))
            part = _Part(lead, piece[:lead_end], outer, [(line, (here[0] + lead_end, here[1]))])
            if piece.rstrip().endswith(":") and k + 1 < len(body):
                # "Experience: Two years in one of the following:" is lead-in through and through.
                part = _Part(here, piece, outer, [])
    yield part


_SHARE = re.compile(r"\d{1,3}\s*%\s*\)?[.:]?\s*$")


def _heads_nested(line: Line, below: Line | None) -> bool:
    """Whether a list item is the heading of the items nested under it: short, with a share of time or no verb."""
    if below is None or not below.is_item or len(line.text) > 100:
        return False
    deeper = line.is_item and below.source.style.level > line.source.style.level
    return bool(_SHARE.search(line.text)) and (deeper or line.source.marker != below.source.marker)


_OWN = re.compile(r"(?i)(?:the|all|an?|must|applicants?|candidates?|employees?|ability|some|possession|this) ")


def _ends_lead(part: _Part, line: Line) -> bool:
    """Whether a line is no more governed by a lead-in: after white space, in another form, with a subject of its own."""
    first = part.lines[0][0]
    form = first.is_item != line.is_item
    return (
        line.gap > first.gap
        and (form or (line.text.rstrip().endswith(".") and bool(_OWN.match(line.text))))
        and not first.run_in
    )


def _sentence_lead(text: str) -> bool:
    """Whether a paragraph merely ends in a colon: several sentences before the lead-in are statements."""
    return len(sentences(text)) > 3


def _cut(document: Document, part: _Part) -> Iterator[Unit]:
    def unit(span: Span, line: Line) -> Unit:
        return Unit(span, document.quote(span), line, part.lead, part.lead_text, part.outer_text)

    lines = [(line, span) for line, span in part.lines if any(map(str.isalnum, document.quote(span)))]
    if len(lines) == 1:
        line, span = lines[0]
        text = document.quote(span)
        pieces = clauses(text)
        if any(_NAME.fullmatch(text[start:end]) for start, end in pieces[1:]):
            pieces = [(0, len(text))]  # semicolons between names belong to a list within one statement
        if len(pieces) == 1 and line.source.kind is not BlockKind.ITEM:
            pieces = sentences(text)
        if len(pieces) == 1:
            pieces = unglued(text)
        numbers = [_NUMBER.match(text, start, end) for start, end in pieces]
        for (start, end), number in zip(pieces, numbers, strict=True):
            yield unit((span[0] + (number.end() if number and all(numbers) else start), span[0] + end), line)
        return
    for line, span in lines:
        text = document.quote(span)
        pieces = clauses(text)
        # "Knowledge of …; skill in …; ability to …" among other paragraphs is a list within the list.
        listed = len(pieces) >= 3 and all(opening_kind(text[start:end]) for start, end in pieces)
        for start, end in pieces if listed else unglued(text):
            yield unit(trimmed(document, (span[0] + start, span[0] + end)), line)


def trimmed(document: Document, span: Span) -> Span:
    """A span without the semicolon or white space at its ends."""
    text = document.quote(span)
    start = span[0] + len(text) - len(text.lstrip())
    end = span[0] + len(text.rstrip().rstrip(";").rstrip())
    return (start, max(start, end))
