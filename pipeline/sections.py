"""Placed lines → the sections of a document."""

from __future__ import annotations

from dataclasses import dataclass

from parsers.document import Span
from pipeline.decode import Placed
from pipeline.lines import Line


@dataclass(frozen=True, slots=True)
class Section:
    """A section: its kind, its heading if one is printed, and the lines of its body (sub-headings among them)."""

    kind: str
    heading: Line | None
    body: tuple[Placed, ...]

    @property
    def span(self) -> Span:
        """From the first character of the body, its list marker included, to the last word; empty and right behind the heading where there is none."""
        if not self.body:
            assert self.heading is not None
            return (self.heading.span[1], self.heading.span[1])
        first = self.body[0].line
        start = first.source.span[0] if first.span[0] == first.source.content[0] else first.span[0]
        return (start, self.body[-1].line.span[1])


def sections(placed: list[Placed]) -> list[Section]:
    """The sections in document order; every placed line is in one of them."""
    out: list[Section] = []
    heading: Line | None = None
    body: list[Placed] = []
    kind = ""
    for line in placed:
        if line.opens:
            if heading or body:
                out.append(Section(kind, heading, tuple(body)))
            kind, body = line.kind, []
            heading = line.line if _heads(line, first=not out) else None
            if heading is None:
                body = [line]
            continue
        body.append(line)
    if heading or body:
        out.append(Section(kind, heading, tuple(body)))
    return out


def _heads(placed: Placed, first: bool) -> bool:
    """Whether the first line of a section is its heading: a title that opens the header block is part of it."""
    if placed.line.role != "heading":
        return False
    return (
        not first
        or placed.kind != "identification"
        or (placed.line.match is not None and placed.line.match.kind == "identification")
    )


def section_id(number: int) -> str:
    """The id of a section within its document, counted from 1."""
    return f"section-{number + 1}"
