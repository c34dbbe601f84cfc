"""Headings that are no headings: the first words of a paragraph that page editors set in heading type."""

from __future__ import annotations

from parsers.document import BlockKind, Document
from pipeline.headings import WORDS
from pipeline.lines import Line, Role, replace

# Shorter ones are labels over a list of lower-case items ("Computer Skills" over "word processing").
_FEWEST_WORDS = 5


def without_run_on_headings(document: Document, lines: list[Line]) -> list[Line]:
    """The lines with each heading that goes on in lower case in the next paragraph joined to it.

    "Extensive Experience in the Field" over "in which the examinations are given." is one sentence. Headings
    that the vocabulary knows stay: some sources set their text in lower case throughout.
    """
    out: list[Line] = []
    joined = False
    for k, line in enumerate(lines):
        below = lines[k + 1] if k + 1 < len(lines) else None
        if joined:
            joined = False
        elif line.role is Role.HEADING and below is not None and _runs_on(line, below):
            span = (line.span[0], below.span[1])
            out.append(replace(below, span=span, text=document.quote(span), block=line.block, gap=line.gap))
            joined = True
        else:
            out.append(line)
    return out


def _runs_on(line: Line, below: Line) -> bool:
    return (
        not line.run_in
        and (line.match is None or line.match.by == WORDS)
        and line.text[-1:].isalpha()
        and len(line.text.split()) >= _FEWEST_WORDS
        and below.role is Role.BODY
        and below.source.kind is BlockKind.PARAGRAPH
        and below.text[:1].islower()
    )
