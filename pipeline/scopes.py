"""Which classes of a series a line is for, by the sub-heading above it that names them."""

from __future__ import annotations

import re

from pipeline.dates import dates
from pipeline.lines import Line, Role
from pipeline.outline import Reading
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
    stacked = False  # class headings with no text between them share what follows
    scope: frozenset[str] | None = None
    for section in reading.sections:
        if section.heading is not None or not stacked:
            scope, stacked = None, False
        part = part_for(section.heading.text, classes) if section.heading else None
        if part and part[1] != everybody:
            scope = part[1]
        led = False  # the class is named by a lead-in only, which a heading of its own line outranks
        for placed in section.body:
            line = placed.line
            named = _named_by(line, classes)
            if named is not None:
                named = named | scope if stacked and scope is not None else named
                scope = named if named != everybody else None
                led = line.run_in
            elif led and line.role is Role.HEADING and not line.run_in:
                scope = None
            stacked = named is not None
            if scope is not None:
                out[line.span[0]] = scope
    return out


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
