"""Blocks → lines with a role.

A block is one line, or more where its heading runs in with its text ("DEFINITION: Under general …") or where
several labelled values share it. Passes over all the lines then read what one line alone does not tell.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from parsers.document import Block, BlockKind, Document, Span
from pipeline.contents import RULE, contents
from pipeline.fieldlabels import field_of, label_in
from pipeline.furniture import furniture_rule
from pipeline.heading_forms import UNEXPLAINED, emphasis_of, heading_before_text, title_case, whole_heading
from pipeline.headings import STRONG, WEAK, Match, defining_labels, exactly
from pipeline.labelled import (
    header_labels,
    label_line,
    label_run,
    paired_labels,
    row_lines,
    stacked_labels,
    stripped,
    with_trailing_label,
)
from pipeline.labels import fold
from pipeline.lines import Line, Role, replace


def read_lines(document: Document) -> list[Line]:
    """Every block's lines in order."""
    body = document.text
    blocks, texts = [], []
    for block in document.blocks:
        start, end = block.content
        text = body[start:end]
        if not text or text.isspace():
            block = block._replace(content=block.span)
            text = document.quote(block.span)
        blocks.append(block)
        texts.append(text)
    labelled = label_run(blocks, texts)
    listed = contents(blocks, texts)
    lines: list[Line] = []
    for number, (block, text) in enumerate(zip(blocks, texts, strict=True)):
        if rule := block.furniture or (RULE if number in listed else furniture_rule(block, text)):
            lines.append(Line(Role.FURNITURE, block.content, text, number, block, rule=rule))
        elif number in labelled:
            lines.append(label_line(number, block, text))
        else:
            lines.extend(_block_lines(document, number, block, text))
    return _defining(_parted(_plain_headings(paired_labels(document, stacked_labels(header_labels(lines))))))


def _block_lines(document: Document, number: int, block: Block, text: str) -> Iterator[Line]:
    start, end = block.content
    gap = block.style.gap
    if block.kind is BlockKind.ROW:
        yield from row_lines(document, number, block)
        return
    emphasis = emphasis_of(block, text)
    whole = whole_heading(block, text, emphasis)
    if whole is not None:
        match = None if whole is UNEXPLAINED else whole
        yield Line(Role.HEADING, block.content, text, number, block, gap, match, emphasis)
        return
    if split := heading_before_text(block, text):
        label_end, text_start, heading = split
        yield Line(
            Role.HEADING, (start, start + label_end), text[:label_end], number, block, gap, heading, max(1, emphasis), run_in=True
        )  # fmt: skip
        yield from _embedded(document, number, block, (start + text_start, end), 0)
        return
    if labelled := label_in(text):
        field = field_of(labelled["label"])
        if field and len(text) < 160:
            value = (start + labelled.start("value"), end) if labelled["value"] else None
            label_span = (start + labelled.start("label"), start + labelled.end("label"))
            yield Line(Role.LABEL, block.content, text, number, block, gap, field=field, label=label_span, value=value)
            return
    for line in _embedded(document, number, block, block.content, gap):
        yield from with_trailing_label(document, line)


# A heading inside a paragraph has a colon or begins with so many capitals.
_CAPITALS = re.compile(r"[A-Z][A-Z/&,'’() -]{6}")
_EMBEDDED = re.compile(
    r"(?P<caps>(?<![A-Za-z])[A-Z][A-Z/&,'’() -]{6,70}[A-Z)])(?P<mark>:?)(?=\s)|(?<=[.;)]\s)(?P<label>[A-Z][a-z]+(?:[ ,/&-]+(?:[A-Z]?[a-z]+)){0,6})(?P<colon>:)(?=\s)"
)


def _embedded(document: Document, number: int, block: Block, span: Span, gap: int) -> Iterator[Line]:
    """A paragraph cut at the headings inside it, where text extraction has lost the lines of a document.

    Only labels that the vocabulary holds to the letter count: in capitals, or at the start of a sentence and
    followed by a colon.
    """
    text = document.quote(span)
    at = 0
    for found in _EMBEDDED.finditer(text) if len(text) > 120 and (":" in text or _CAPITALS.search(text)) else ():
        label = found["caps"] or found["label"]
        match = exactly(label)
        if (
            match is None
            or match.by != STRONG
            or match.kind == "notes"
            or found.start() == 0
            or (len(label.split()) == 1 and not found["colon"] and not found["mark"])
        ):
            continue
        if text[at : found.start()].strip():
            before = stripped(document, (span[0] + at, span[0] + found.start()))
            yield Line(Role.BODY, before, document.quote(before), number, block, gap)
        start = span[0] + found.start()
        yield Line(Role.HEADING, (start, start + len(label)), label, number, block, 1, match, 1, run_in=True)
        at, gap = found.end(), 0
    rest = stripped(document, (span[0] + at, span[1]))
    if rest[0] < rest[1]:
        yield Line(Role.BODY, rest, document.quote(rest), number, block, gap)


def _plain_headings(lines: list[Line]) -> list[Line]:
    """Make headings of short lines in title case that stand alone over a list or a long paragraph.

    Nothing in their type tells them from text, so white space must: more above than between the lines below.
    """
    out = list(lines)
    for k, (line, below) in enumerate(itertools.pairwise(lines)):
        if (
            line.role is Role.BODY
            and below.role is Role.BODY
            and line.source.kind is BlockKind.PARAGRAPH
            and line.gap >= 2
            and 2 <= len(line.text.split()) <= 6
            and line.text[-1].isalnum()
            and not any(c.isdigit() or c in "$:;," for c in line.text)
            and title_case(line.text)
            and (len(below.text) > 80 or len(below.text) > 1.6 * len(line.text))
            and below.gap < line.gap
            and k > 3
        ):
            out[k] = replace(line, role=Role.HEADING)
    return out


def _parted(lines: list[Line]) -> list[Line]:
    """Count a printed rule between two lines as white space."""
    out = list(lines)
    for k, (rule, line) in enumerate(itertools.pairwise(lines), start=1):
        if rule.rule == "separator" and len(rule.text) > 3:
            out[k] = replace(line, gap=line.gap + 3)
    return out


def _defining(lines: list[Line]) -> list[Line]:
    """Read "Distinguishing Features of the Class" and its like as the definition where there is no other."""
    if any(line.match and line.match.kind == "definition" and line.match.by in (STRONG, WEAK) for line in lines):
        return lines
    return [
        replace(line, match=Match("definition", STRONG))
        if line.match and line.match.kind == "distinguishing_characteristics" and fold(line.text) in defining_labels()
        else line
        for line in lines
    ]
