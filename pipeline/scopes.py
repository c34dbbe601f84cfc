"""Which classes of a series a line is for, by the sub-heading above it that names them."""

from __future__ import annotations

import re
from itertools import pairwise, zip_longest

from parsers.document import BlockKind
from pipeline.dates import dates
from pipeline.lines import Line, Role
from pipeline.outline import Reading
from pipeline.sections import Section
from pipeline.series import (
    ClassRow,
    names_class,
    part_for,
    scope_of,
)


def scopes_of(reading: Reading, classes: list[ClassRow]) -> dict[int, frozenset[str]]:
    """For each line, by its start, the classes that the sub-heading above it names; lines for every class are left out."""
    out: dict[int, frozenset[str]] = {}
    if len(classes) < 2:
        return out
    everybody = frozenset(row.key for row in classes)
    opened, reached = _below_classes(reading.sections, classes)
    stacked = False  # class headings with no text between them share what follows
    held = False  # the class is named over whole sections
    scope: frozenset[str] | None = None
    for number, section in enumerate(reading.sections):
        held = number in opened or (held and number in reached)
        if not held and (section.heading is not None or not stacked):
            scope, stacked = None, False
        part = part_for(section.heading.text, classes) if section.heading else None
        if part and part[1] != everybody:
            scope = part[1]
        led = False  # the class is named by a lead-in only, which a heading of its own line outranks
        for placed in section.body:
            line = placed.line
            named = _named_by(line, classes)
            if named is not None:
                # "Guide I" below "All Classes Except Cadet" is the one class of these that the text is for.
                if stacked and scope is not None and not named < scope:
                    named = named | scope
                scope = named if named != everybody else None
                led, held = line.run_in, False
            elif led and line.role is Role.HEADING and not line.run_in:
                scope = None
            stacked = named is not None
            if scope is not None:
                out[line.span[0]] = scope
    return out


def _below_classes(sections: list[Section], classes: list[ClassRow]) -> tuple[set[int], set[int]]:
    """Numbers of the sections that open right below the name of a class, and of those that stand behind one such.

    A class named over a section is named over those that follow too, until the next class is. Behind the last one come
    sections for all, as the history of the series: they are of kinds that no class before it has.
    """
    opened = [
        number
        for number, (above, section) in enumerate(pairwise(sections), start=1)
        if section.heading and (name := _class_at_end(above, classes)) and not _outranks(section.heading, name)
    ]
    reached: set[int] = set()
    for start, end in zip_longest(opened, opened[1:]):
        known = {section.kind for section in sections[opened[0] : start]}
        for number, section in enumerate(sections[start + 1 : end], start=start + 1):
            if end is None and section.heading is not None and section.kind not in known:
                break
            reached.add(number)
    return set(opened), reached


def _class_at_end(section: Section, classes: list[ClassRow]) -> Line | None:
    """The heading that names a class at the end of a section, with nothing but headings below it."""
    for placed in reversed(section.body):
        line = placed.line
        if line.role is not Role.HEADING or line.run_in:
            return None
        if _named_by(line, classes) is not None:
            return line
    return None


def _outranks(heading: Line, name: Line) -> bool:
    """Whether a heading is set above the name of a class, which is then over nothing."""
    one, two = heading.source.style, name.source.style
    if heading.source.kind is name.source.kind is BlockKind.HEADING and one.level != two.level:
        return one.level < two.level
    return (one.size, heading.text.isupper(), one.bold) > (two.size, name.text.isupper(), two.bold)


_ALL_OF_THEM = re.compile(r"(?i)(?:all|both)\b")


def _named_by(line: Line, classes: list[ClassRow]) -> frozenset[str] | None:
    """The classes that a sub-heading puts what follows under."""
    text = line.text
    if line.role is Role.BODY:
        return scope_of(text, classes) if names_class(text, classes) else None
    if line.role is not Role.HEADING or len(text) > 200 or text.rstrip().endswith((".", ";")) or dates(text):
        return None
    part = part_for(text, classes)
    named = part[1] if part else scope_of(text, classes)
    if named is None and _ALL_OF_THEM.match(text):
        # "All Field Levels": whom it means is not known, but no longer the one class above.
        return frozenset(row.key for row in classes)
    return named
