"""Document → its lines, its sections and the classes it defines."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from parsers.document import Document
from pipeline.decode import place
from pipeline.labels import fold
from pipeline.lines import Line, Role, header_block
from pipeline.profiles import Profile, corrected, profile_of
from pipeline.reading import read_lines
from pipeline.runon import without_run_on_headings
from pipeline.sections import Section, sections
from pipeline.series import (
    ClassRow,
    class_table,
    classes_in_header,
    flexible_series,
    with_class_headings,
)
from pipeline.titles import title_in_header


@dataclass(frozen=True, slots=True)
class Reading:
    """A document with its lines, its sections and the classes it defines: what the stages of ``show`` print."""

    document: Document
    lines: list[Line]
    sections: list[Section]
    classes: list[ClassRow]
    profile: Profile | None


def read(document: Document) -> Reading:
    """Lines, sections and classes of a document."""
    profile = profile_of(document.text)
    lines = read_lines(document)
    if profile is not None:
        lines = corrected(lines, profile)
    lines = without_run_on_headings(document, _without_repeated_titles(lines))
    head = header_block(lines)
    classes = class_table(document, lines) or classes_in_header(head)
    if not classes and (named := title_in_header(head)):
        classes = flexible_series(named[0], named[1], document.text)
    lines = with_class_headings(lines, classes)
    placed = place(lines, classes)
    found = [_trimmed_identification(section, lines) for section in sections(placed)]
    return Reading(document, lines, found, classes, profile)


def _without_repeated_titles(lines: list[Line]) -> list[Line]:
    """Mark as furniture a title that the head of a page gives and the document right below gives again."""
    out = list(lines)
    head = list(islice((k for k, line in enumerate(lines) if line.role is not Role.FURNITURE), 5))
    for one in head:
        for two in head:
            first, second = lines[one], lines[two]
            if one < two and first.role in (Role.BODY, Role.HEADING) and _same_title(first.text, second.text):
                out[one] = Line(
                    Role.FURNITURE, first.span, first.text, first.block, first.source, rule="repeated_title"
                )
    return out


def _same_title(one: str, two: str) -> bool:
    a, b = fold(one), fold(two)
    return len(a) > 5 and a == b


def _trimmed_identification(section: Section, lines: list[Line]) -> Section:
    """An identification block that a breadcrumb cuts in two keeps its last part: what stands above is page head."""
    if section.kind != "identification" or section.heading is not None or len(section.body) < 2:
        return section
    furniture = {line.block for line in lines if line.rule in ("breadcrumb", "back_link")}
    cut = 0
    for k, (one, two) in enumerate(zip(section.body, section.body[1:], strict=False), start=1):
        if any(block in furniture for block in range(one.line.block + 1, two.line.block)) and k <= 6:
            cut = k
    return Section(section.kind, None, section.body[cut:])
