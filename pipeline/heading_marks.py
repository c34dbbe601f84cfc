"""What each heading may do to the sections of a document: open one, lead in, or stand below one."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from pipeline.fieldlabels import field_sections
from pipeline.heading_forms import BANNER
from pipeline.headings import KINDS, STRONG, SUB, WEAK, WORDS, listed
from pipeline.leads import inline_lead
from pipeline.lines import Line, Role
from pipeline.opening_sentences import opening_sentence
from pipeline.openings import opened
from pipeline.series import ClassRow, scope_of

_EVENTS = r"(?:new class|class (?:established|adopted|created)|established|revised?|revision|abolished|adopted|effective|approved|amended|retitled|title chang\w+|updated|reviewed)"
_EVENT = opened(rf"(?i)\b{_EVENTS}\b")
_HISTORY_LINE = re.compile(
    rf"(?i)^(?:.{{0,60}}\b)?{_EVENTS}\b.{{0,80}}\b(?:\d{{1,2}}[/-]\d{{2,4}}|\d{{1,2}}[/-]\d{{1,2}}[/-]\d{{2,4}}|(?:19|20)\d\d)\b"
)
EQUAL_OPPORTUNITY = opened(
    r"(?i)\bequal (?:employment )?opportunity (?:employer|provider|/)|\bdoes not discriminate\b|\bwithout regard to (?:race|age|sex|color)|\baffirmative action employer|\beeo(?:/aa)? employer"
    r"|\b(?:is|are) (?:\w{1,20} ){0,2}committed to (?:[\w-]{1,20},? ){0,6}(?:diversity|inclusion|equal (?:employment )?opportunity|affirmative action)\b"
    r"|\bapplicants (?:will )?receive consideration\b|\bClery (?:Act|Center|Statement)\b"
)
_EVENT_FIRST = re.compile(
    r"(?i)(?:new class|class|established|revised?|abolished|adopted|effective|amended|retitled|title chang\w+|updated)\b"
)
_BENEFITS = opened(
    r"(?i)\b(?:offers?|provides?|enjoys?|eligible for|entitled to)\b.{0,60}\bbenefits?\b(?: package| program|s? including|,)?"
    r"|^(?:all |our |full[- ]time |regular |eligible ){0,3}employees (?:also )?(?:receive|earn|enjoy|accrue|are offered)\b.{0,60}\b(?:insurance|vacation|retirement|holidays|sick leave)\b"
)
INDEX = {kind: k for k, kind in enumerate(KINDS)}
# Sections in which the lead-ins of another kind are at home too.
HOMES = {
    "knowledge_skills_abilities": ("minimum_qualifications", "selection"),
    "minimum_qualifications": ("desirable_qualifications", "special_requirements"),
    "desirable_qualifications": ("minimum_qualifications",),
    "selection": ("organization",),
    "history": ("identification",),
    "special_requirements": ("minimum_qualifications", "desirable_qualifications"),
    "compensation": ("organization", "selection", "identification"),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """What a heading line may do: the number of the kind it names (None: no kind of section), and how surely.

    ``by`` is the strength of the heading's match, or ``lead`` (a line that opens with a lead-in), ``class`` (the
    name of a class), ``under`` (right under a heading of a higher rank), ``rank`` (nothing explains it, but it
    looks as the sections do) or ``unknown``.
    """

    kind: int | None
    by: str


def tells_history(text: str) -> bool:
    """Whether a line begins with an event in the life of a class and its date.

    >>> tells_history("Class revised: 5-1-69"), tells_history("Revised duties")
    (True, False)
    """
    return _EVENT.search(text) is not None and _HISTORY_LINE.match(text) is not None


def opens_body(line: Line) -> bool:
    """Whether a line is the heading of a section that ends the header block."""
    return (
        line.role is Role.HEADING
        and line.match is not None
        and line.match.by != SUB
        and line.match.kind not in ("identification", "notes", "organization")
    )


def _signature(line: Line) -> tuple[object, ...]:
    """How a heading looks, coarsely: headings of one rank in a document look alike."""
    style = line.source.style
    return (
        line.source.kind,
        style.level,
        style.bold,
        line.text.isupper(),
        line.text.rstrip().endswith(":"),
        round(style.size, 1),
        line.run_in,
    )


def heading_marks(lines: list[Line], classes: list[ClassRow], asked: int) -> list[Mark | None]:
    ranks = Counter(_signature(line) for line in lines if line.match and line.match.by == STRONG)
    out: list[Mark | None] = []
    subs: set[tuple[object, ...]] = set()
    begun, within = False, ""
    for k, line in enumerate(lines):
        begun = begun or opens_body(line)
        lone = (
            line.match is not None and line.match.by == SUB and line.emphasis and not line.text.rstrip().endswith(":")
        )
        if line.match and lone and within != line.match.kind and ranks[_signature(line)] > 0:
            # "KNOWLEDGE" in the type of the sections, where no section of that kind is open: a section itself.
            within = line.match.kind
            out.append(Mark(INDEX[line.match.kind], STRONG))
            continue
        if line.match and line.match.by == STRONG:
            within = line.match.kind
        if line.match and line.match.by == SUB:
            subs.add(_signature(line))
        elif line.match and line.match.by == STRONG and _signature(line) not in subs:
            subs = set()
        if k >= asked:
            out.append(None)
        elif _parted(lines, k) and (sentence := opening_sentence(line.text)):
            out.append(Mark(INDEX[sentence[0]], "lead"))
        elif (
            line.role in (Role.BODY, Role.LABEL)
            and (kind := _lead_kind(line))
            and (begun if kind == "history" else line.gap)
        ):
            out.append(Mark(INDEX[kind], "lead"))
        elif line.role is not Role.HEADING:
            out.append(None)
        elif line.match is None and _heads_class_table(lines, k, classes):
            out.append(Mark(INDEX["identification"], WORDS))
        elif len(classes) > 1 and scope_of(line.text, classes):
            out.append(Mark(None, "class"))
        elif line.match is None:
            same = ranks[_signature(line)] > 0 and not line.text.rstrip().endswith(":")
            out.append(Mark(None, "rank" if same else "unknown"))
        elif line.match.kind == "special_requirements" and _signature(line) in subs:
            # "License" in a row with "Education" and "Experience", and in their type, is no section either.
            out.append(Mark(INDEX[line.match.kind], SUB))
        elif line.match.by == WORDS and line.match.kind in HOMES and _ends_otherwise(line, ranks):
            out.append(Mark(INDEX[line.match.kind], SUB))
        elif line.match.by in (WORDS, WEAK) and _right_under(lines, k, ranks):
            out.append(Mark(None, "under"))
        else:
            out.append(Mark(INDEX[line.match.kind], line.match.by))
    return _wishes_under_their_heading(lines, out)


_WISHED = INDEX["desirable_qualifications"]
_LEADS_WISHES = frozenset(
    INDEX[kind] for kind in ("knowledge_skills_abilities", "minimum_qualifications", "special_requirements")
)


def _wishes_under_their_heading(lines: list[Line], marks: list[Mark | None]) -> list[Mark | None]:
    """Keep "Education:" and "Technical Knowledge:" in a section of wishes that such lead-ins divide from its first line on.

    Behind a plain list of wishes they may as well begin what is required.
    """
    out = list(marks)
    heading = -1  # of the section of wishes
    divided = False
    for k, mark in enumerate(marks):
        if mark is None or (mark.kind is None and mark.by != "rank"):
            continue
        if mark.kind == _WISHED and mark.by in (STRONG, WEAK, WORDS):
            heading, divided = k, False
        elif heading >= 0 and mark.kind in _LEADS_WISHES and _leads_in(lines[k], mark, lines[heading]):
            divided = divided or k == heading + 1
            if divided:
                out[k] = Mark(None, "under")
        elif mark.by != "lead":
            heading = -1
    return out


def _leads_in(line: Line, mark: Mark, heading: Line) -> bool:
    """Whether a line leads in what stands under it, and heads no section as the heading above does."""
    if mark.by == WORDS:
        return line.text.rstrip().endswith(":") and _signature(line) != _signature(heading)
    return mark.by == SUB or (mark.by == "lead" and inline_lead(line.text) > 0)


def _parted(lines: list[Line], k: int) -> bool:
    """Whether a sentence may open a section: it is a paragraph below white space or a list."""
    line = lines[k]
    return line.role is Role.BODY and not line.is_item and (line.gap > 0 or (k > 0 and lines[k - 1].is_item))


def _ends_otherwise(line: Line, ranks: Counter[tuple[object, ...]]) -> bool:
    """Whether a heading ends in a colon as no section of its document does: "Technical Knowledge:" is a lead-in."""
    if ranks[_signature(line)] or sum(ranks.values()) < 2:
        return False
    return line.text.rstrip().endswith(":") and not line.text.isupper()


def _right_under(lines: list[Line], k: int, ranks: Counter[tuple[object, ...]]) -> bool:
    """Whether a heading stands right under that of a section, in other type: "Accountability" under COMPETENCIES."""
    above = lines[k - 1] if k else None
    under = above is not None and above.match is not None and above.match.by == STRONG and not above.run_in
    return under and not ranks[_signature(lines[k])]


def _lead_kind(line: Line) -> str | None:
    """The section in which a line belongs by its own words: "Education: ...", "Knowledge of: ...", a notice of equal opportunity."""
    text = line.text
    if not line.is_item and (EQUAL_OPPORTUNITY.search(text) or (text.isupper() and BANNER.fullmatch(text))):
        return "selection"
    if line.role is Role.LABEL:
        return "history" if field_sections().get(line.field) == "history" else None
    if tells_history(text) and _EVENT_FIRST.match(text) and len(text) < 300:
        return "history"
    if not line.is_item and _BENEFITS.search(text):
        return "compensation"
    end = inline_lead(text)
    if not end or end > 60:
        return None
    match = listed(text[:end])
    if match is None:
        return None
    return (
        "minimum_qualifications"
        if match.kind in ("minimum_qualifications", "special_requirements", "desirable_qualifications")
        else match.kind
        if match.kind == "knowledge_skills_abilities"
        else None
    )


def _heads_class_table(lines: list[Line], k: int, classes: list[ClassRow]) -> bool:
    """Whether a heading is the caption of the table of classes."""
    table = frozenset(row.title_span[0] for row in classes if row.code)
    return any(any(cell[0] in table for cell in line.source.cells) for line in lines[k + 1 : k + 3])
