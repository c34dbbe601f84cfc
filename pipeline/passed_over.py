"""Headings that no list has and that were read as sub-headings, though they may open a section of their own.

Most lines in heading type are none: names of the class, the employer or the document, remarks in brackets, dates,
lead-ins ("Completion of either:"), captions over a table. Of these there is nothing to tell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import takewhile

from pipeline.dates import dates
from pipeline.decode import Placed
from pipeline.heading_forms import title_case
from pipeline.headings import worded
from pipeline.jurisdictions import jurisdiction
from pipeline.labels import fold
from pipeline.lines import Line, Role
from pipeline.outline import Reading
from pipeline.sections import Section
from pipeline.series import scope_of
from pipeline.titles import names_document
from pipeline.titlewords import ENDS_AS_TITLE

# Under a heading of content stands a text: so many words at least, and in a header block or a history, whose lines are
# short, one line of so many characters.
_FEWEST_WORDS = 8
_PROSE = 80
# A running head comes again page by page.
_RUNNING = 3


def passed_over(reading: Reading, title: str) -> Iterator[tuple[Section, Line]]:
    """Each heading that may open a section and was read as a sub-heading, with the section it stands in; once for the same words."""
    pages: defaultdict[str, set[int | None]] = defaultdict(set)
    for line in reading.lines:
        pages[line.text].add(line.source.origin.page)
    said = set()
    for section in reading.sections:
        for k, placed in enumerate(section.body):
            line = placed.line
            if (
                placed.sub
                and line.role is Role.HEADING
                and line.match is None
                and line.text not in said
                and len(pages[line.text]) < _RUNNING
                and _has_text(section, k)
                and not scope_of(line.text, reading.classes)
                and not _is_explained(line.text, title, section.kind)
            ):
                said.add(line.text)
                yield section, line


def _has_text(section: Section, k: int) -> bool:
    """Whether a text stands under the sub-heading at a place in its section."""
    below = [placed.line for placed in takewhile(_no_heading, section.body[k + 1 :])]
    texts = [line.text for line in below if line.role is Role.BODY and not line.source.cells]
    if section.kind in ("identification", "history"):
        return any(len(text) >= _PROSE for text in texts)
    return sum(len(text.split()) for text in texts) >= _FEWEST_WORDS


def _no_heading(placed: Placed) -> bool:
    return placed.line.role is not Role.HEADING


def _is_explained(text: str, title: str, kind: str) -> bool:
    """Whether a line in heading type is plainly something else than the heading of a section of another kind."""
    bare = text.strip()
    if bare.startswith(("(", "[")) or dates(bare) or names_document(bare):
        return True
    if (said := worded(bare, 3)) and said.kind == kind:
        return True
    if not title_case(bare) and (bare.endswith(":") or " " not in bare):
        return True  # a lead-in, or "And"
    if fold(bare) in fold(title) or ENDS_AS_TITLE.search(bare.strip(" :")):
        return True
    employer = jurisdiction(bare, len(bare))
    return employer is not None and 2 * len(employer[1]) > len(bare)
