"""A line of a document and its role: heading, label with value, body, or furniture."""

from __future__ import annotations

from enum import StrEnum
from itertools import islice
from typing import NamedTuple

from parsers.document import Block, BlockKind, Span
from pipeline.headings import STRONG, Match


class Role(StrEnum):
    HEADING = "heading"
    LABEL = "label"
    BODY = "body"
    FURNITURE = "furniture"


class Line(NamedTuple):
    """A line of the document with its role.

    ``span`` covers its words (list marker and decoration left out), ``block`` is the number of its block,
    ``match`` is what a heading says (None: a heading that nothing explains), ``field`` names the field of a
    label line and ``value`` is the span of its value, ``gap`` counts blank lines above (0 for the text that
    runs in with a heading), ``rule`` is the furniture rule, and ``run_in`` marks a heading whose text follows
    on its line.
    """

    role: Role
    span: Span
    text: str
    block: int
    source: Block
    gap: int = 0
    match: Match | None = None
    emphasis: int = 0
    field: str = ""
    label: Span | None = None
    value: Span | None = None
    rule: str = ""
    run_in: bool = False

    @property
    def is_item(self) -> bool:
        return self.source.kind is BlockKind.ITEM


replace = Line._replace  # a line with some of it changed


# Lines of a header block that no section ends. Furniture is not counted: a page may begin with a thousand links.
_HEADER = 12


def first_section(lines: list[Line]) -> int:
    """Number of the first line that opens a section of text, where the header block ends."""
    for k, line in enumerate(lines):
        if (
            line.role is Role.HEADING
            and line.match
            and line.match.by == STRONG
            and line.match.kind
            not in (
                "identification",
                "notes",
                "compensation",
                "organization",
                "selection",
                "working_conditions",
                "history",
            )
        ):
            return k
    text = (k for k, line in enumerate(lines) if line.role is not Role.FURNITURE)
    return next(islice(text, _HEADER, None), len(lines))


def header_block(lines: list[Line]) -> list[Line]:
    """The lines of the header block: those before the first section of text, furniture left out."""
    return [line for line in lines[: first_section(lines)] if line.role is not Role.FURNITURE]
