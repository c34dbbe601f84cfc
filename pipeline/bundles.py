"""Files that print several specifications one behind the other: each is cut out and read as a document of its own.

Boards print all their classes in one file, often with an index before them: a line of its own names each class, labels
may follow, and the same first heading comes again.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import pairwise

from parsers.document import Block, BlockKind, Document, excerpt
from pipeline.heading_forms import title_case
from pipeline.jurisdictions import jurisdiction
from pipeline.labels import fold
from pipeline.lines import Line, Role
from pipeline.series import column_of
from pipeline.titles import names_document, titles_with_codes
from pipeline.titlewords import ENDS_AS_TITLE

# What every specification tells of: the work, and what it asks of people.
_WORK = frozenset(("definition", "series_concept", "distinguishing_characteristics", "duties"))
_DEMANDS = frozenset(("knowledge_skills_abilities", "minimum_qualifications", "desirable_qualifications"))
# Lines above the first heading that may belong to its specification. A round number: where a header is longer, its title
# is not found, the file is read as one, and an issue says so.
_LONGEST_HEADER = 15
# Of what stands before the first specification, later ones get the first lines: they name the employer.
_SHARED_LINES = 6
_LONGEST_TITLE = 80
# Up to seven words without digits, but for a level: a title whose last word is in no list.
_BARE_NAME = re.compile(r"[A-Z][^\W\d]*+(?:[ ,/&()'’.-]{1,3}[^\W\d]++){0,6}(?: \d)?")


@dataclass(frozen=True, slots=True)
class _Beginning:
    """A heading that opens a specification: numbers of its line and of the first line of the header above, and the title."""

    heading: int
    top: int
    title: str


def specifications(document: Document, lines: list[Line]) -> list[Document]:
    """The specifications of a file that prints several, in order; empty for a file that prints one.

    Every block of the file is in one of them. Sections above the first title or at the end, of kinds that the others
    lack, are for all of them. Without sections, what stands above the first is front matter of the first, and its first
    lines are front matter of the others too, as they name the employer of all.
    """
    found = _beginnings(document, lines)
    if len(found) < 2:
        return []
    end = len(lines)
    if not _each_is_whole(lines, [one.heading for one in found], end):
        end = _tail(lines, found)
        if end == len(lines):
            return []
    starts = [lines[one.top].block for one in found] + ([lines[end].block] if end < len(lines) else [])
    parts: list[list[Block]] = [[] for _ in range(len(starts) + 1)]
    pages = [document.blocks[start].origin.page or 0 for start in starts]
    for number, block in enumerate(document.blocks):
        parts[_part(number, block, starts, pages)].append(block)
    tail = parts.pop() if end < len(lines) else []
    if any(k < found[0].top for k in _core(lines)):
        front = shared = parts[0]
    else:
        front = [block._replace(furniture=block.furniture or "front_matter") for block in parts[0]]
        shared = _unnumbered(document, front[:_SHARED_LINES])
    return [excerpt(document, (*(shared if k else front), *own, *tail)) for k, own in enumerate(parts[1:])]


def _tail(lines: list[Line], found: list[_Beginning]) -> int:
    """Where sections begin that stand behind the last specification and are for all; the number of lines where none do.

    They are of kinds that no other specification has, complete each of them, and name none of the classes.
    """
    core = _core(lines)
    kinds = _kinds(lines, [one.heading for one in found])
    own = frozenset[str]().union(*kinds)
    start = next((k for k in core if k > found[-1].heading and _kind(lines[k]) not in own), len(lines))
    shared = {_kind(lines[k]) for k in core if k >= start}
    text = fold("\n".join(line.text for line in lines[start:]))
    named = any(fold(one.title) in text for one in found)
    return start if not named and all(shared & _DEMANDS or kind & _DEMANDS for kind in kinds) else len(lines)


def _part(number: int, block: Block, starts: list[int], pages: list[int]) -> int:
    """How many specifications begin at or above a block; a page's furniture, which stands behind all text, goes by its page."""
    page = block.origin.page
    if block.furniture and page is not None:
        return bisect_right(pages, page)
    return bisect_right(starts, number)


def _unnumbered(document: Document, front: list[Block]) -> list[Block]:
    """The lines of front matter above an index, whose lines end with page numbers."""
    for k, block in enumerate(front):
        if document.quote(block.span)[-1:].isdigit():
            return front[:k]
    return front


def _beginnings(document: Document, lines: list[Line]) -> list[_Beginning]:
    """Where specifications may begin: headings of the first one's kind, each right below a title that is not the last one's."""
    core = _core(lines)
    opening = next((_kind(lines[k]) for k in core if _kind(lines[k]) in _WORK - {"series_concept"}), "")
    out: list[_Beginning] = []
    for above, k in pairwise([-1, *core]):
        if _kind(lines[k]) != opening:
            continue
        floor = above + 1
        begun = _titled(document, lines, k, floor, sure=True) or _titled(document, lines, k, floor, sure=False)
        if begun is not None and (not out or fold(begun.title) != fold(out[-1].title)):
            out.append(begun)
    return out


def suspected(document: Document, lines: list[Line]) -> int:
    """How many specifications a document may print that was read as one.

    So many titles stand above headings of the first one's kind; or so often the first heading comes again and a whole
    specification seems to follow each time.
    """
    core = _core(lines)
    words = next((fold(lines[k].text) for k in core if _kind(lines[k]) in _WORK), "")
    first = [k for k in core if fold(lines[k].text) == words]
    return max(len(_beginnings(document, lines)), len(first) if _each_is_whole(lines, first, len(lines)) else 0)


def _core(lines: list[Line]) -> list[int]:
    return [k for k, line in enumerate(lines) if _kind(line) in _WORK | _DEMANDS]


def _each_is_whole(lines: list[Line], starts: list[int], end: int) -> bool:
    """Whether headings of work and of demands stand from each start to the next, the last up to ``end``."""
    return all(kinds & _WORK and kinds & _DEMANDS for kinds in _kinds(lines, [*starts, end]))


def _kinds(lines: list[Line], bounds: list[int]) -> list[set[str]]:
    """The kinds of section that headings name between each two bounds."""
    core = _core(lines)
    places = [bisect_left(core, bound) for bound in bounds]
    return [{_kind(lines[k]) for k in core[first:last]} for first, last in pairwise(places)]


def _kind(line: Line) -> str:
    """The kind of section that a heading names; empty for other lines."""
    return line.match.kind if line.role is Role.HEADING and line.match else ""


def _titled(document: Document, lines: list[Line], heading: int, floor: int, sure: bool) -> _Beginning | None:
    """The header right above a heading, where it has a title: a ``sure`` one has a word that titles end with."""
    title, top = "", heading
    for k in range(heading - 1, max(floor, heading - _LONGEST_HEADER) - 1, -1):
        line = lines[k]
        if line.role is Role.FURNITURE:
            continue
        if line.source.origin.page != lines[heading].source.origin.page:
            break
        if line.role is Role.LABEL:
            if line.field == "title" and line.value and not title:
                title = document.quote(line.value)
        elif not title and (below := _title_in_row(document, lines, k)):
            title = below
        elif _names_employer(line) or names_document(line.text):
            if not title:
                continue
        elif title:
            if "title" not in _columns(document, line):
                break
        elif _is_title(lines, k, sure):
            title = line.text
        elif not _is_short(line):
            break
        if title:
            top = k
    return _Beginning(heading, top, title) if title else None


def _title_in_row(document: Document, lines: list[Line], k: int) -> str:
    """The title in a row of values below a row that names a column for it, empty where this is none."""
    cells = lines[k].source.cells
    columns = _columns(document, lines[k - 1]) if k and len(cells) > 1 else []
    alike = len(columns) == len(cells) and lines[k - 1].block != lines[k].block
    return document.quote(cells[columns.index("title")]) if alike and "title" in columns else ""


def _columns(document: Document, line: Line) -> list[str]:
    return [column_of(document.quote(name)) for name in line.source.cells]


def _is_title(lines: list[Line], k: int, sure: bool) -> bool:
    """Whether a line is a title without a label: set apart from what stands above, and ends as titles do if ``sure``."""
    line = lines[k]
    coded = sure and bool(titles_with_codes([line]))
    if len(line.text) > _LONGEST_TITLE or line.is_item or line.match is not None:
        return False
    if line.source.kind is BlockKind.ROW and not coded:
        return False
    style = line.source.style
    shown = (
        line.text.isupper()
        or style.bold
        or style.size > 1.05
        or line.source.kind is BlockKind.HEADING
        or title_case(line.text)
    )
    named = bool(ENDS_AS_TITLE.search(line.text)) if sure else _BARE_NAME.fullmatch(line.text) is not None
    above = lines[k - 1] if k else None
    apart = above is None or line.gap > 0 or above.source.origin.page != line.source.origin.page
    if sure and line.text.isupper() and above is not None and above.text.rstrip().endswith("."):
        apart = True  # in a text without blank lines
    below_name = above is not None and (
        above.role is Role.FURNITURE or _names_employer(above) or names_document(above.text)
    )
    return (coded or (shown and named)) and (apart or below_name)


def _names_employer(line: Line) -> bool:
    found = jurisdiction(line.text, len(line.text))
    return found is not None and len(found[1]) > 0.6 * len(line.text)


def _is_short(line: Line) -> bool:
    """Whether a line may stand between a title and its first heading: a date, a grade, a code."""
    return len(line.text) < 60 and not line.is_item and not line.text.rstrip().endswith((".", ";", ","))
