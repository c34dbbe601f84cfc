"""PDF glyphs → words → printed lines, and the rows of ruled tables."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pdfplumber.utils.text import extract_words

from parsers.document import squeeze
from parsers.markers import is_bare_marker

Box = tuple[float, float, float, float]
Word = dict[str, Any]

_BOLD_FONT = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
# pdfminer's stand-in for a glyph that its font maps to no character; at the start of a line it is a bullet.
_UNMAPPED = re.compile(r"\(cid:\d+\)")
# A PDF may hold several subsets of one font, each with its own tag; ligatures often come in a subset of their own.
_SUBSET = re.compile(r"^[A-Z]{6}\+")
# The type, in points, below which a page is a reduced print; distances on it shrink with its type. Class
# specifications are set in 7 points and more, whole web pages printed on one sheet in 2.
_SMALL_TYPE = 6.0


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: its words, its box in points, its type, and the column it stands in."""

    text: str
    page: int
    box: Box
    size: float
    bold: bool
    lead: int = 0
    column: int = 0
    cells: tuple[str, ...] = ()
    table: bool = False

    @property
    def height(self) -> float:
        return self.box[3] - self.box[1]

    @property
    def dotted(self) -> bool:
        """Whether the line holds a row of leader dots."""
        return ". . ." in self.text or "...." in self.text


@dataclass(frozen=True, slots=True)
class Page:
    """A page before its lines are put in order: words by printed line, and the rows of its ruled tables.

    ``scale`` is 1, and less where the page is printed so small that distances in points mean less.
    """

    number: int
    width: float
    height: float
    lines: tuple[tuple[Word, ...], ...]
    rows: tuple[Line, ...]
    scale: float = 1.0


def read_page(page: Any) -> Page:
    """The words of a page by printed line, letters that are printed twice counted once."""
    glyphs, again = once(page.chars)
    if again:
        page = page.filter(lambda thing: id(thing) not in again)
    sizes = [glyph["size"] for glyph in glyphs if glyph["size"] > 0.5]
    scale = min(1.0, statistics.median(sizes) / _SMALL_TYPE) if sizes else 1.0
    words = words_of(glyphs, scale)
    rows: list[Line] = []
    for box, table in _tables(page):
        rows.extend(_row_line(row, row_box, page.page_number, words) for row, row_box in table)
        words = [word for word in words if not _inside(word, box)]
    return Page(page.page_number, float(page.width), float(page.height), tuple(_cluster(words)), tuple(rows), scale)


def words_of(glyphs: list[Word], scale: float) -> list[Word]:
    """Glyphs by word. A word ends where the typeface changes, but not where the same face comes from another subset."""
    faced = [
        {**glyph, "fontname": _SUBSET.sub("", glyph["fontname"]), "size": round(glyph["size"], 1)}
        for glyph in glyphs
        if glyph["size"] > 0.5
    ]
    # 3 points is pdfplumber's own tolerance.
    return extract_words(faced, x_tolerance=3 * scale, y_tolerance=3 * scale, extra_attrs=["fontname", "size"])


def once(glyphs: list[Word]) -> tuple[list[Word], set[int]]:
    """Glyphs without their double prints, and the ids of those left out.

    Browsers make bold type by printing each letter twice, a tenth of its size apart. The closest that letters
    which really follow each other came in the corpus is a quarter: "ll" in a face with wrong widths.
    """
    kept: list[Word] = []
    again: set[int] = set()
    seen: dict[tuple[str, str, int], list[Word]] = {}
    for glyph in glyphs:
        step = round(glyph["top"])
        if any(
            abs(other["x0"] - glyph["x0"]) < 0.15 * glyph["size"]
            and abs(other["top"] - glyph["top"]) < 0.15 * glyph["size"]
            for row in (step - 1, step, step + 1)
            for other in seen.get((glyph["text"], glyph["fontname"], row), ())
        ):
            again.add(id(glyph))
            continue
        kept.append(glyph)
        seen.setdefault((glyph["text"], glyph["fontname"], step), []).append(glyph)
    return kept, again


def _inside(word: Word, box: Box) -> bool:
    x, y = (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def _tables(page: Any) -> list[tuple[Box, list[tuple[tuple[str, ...], Box]]]]:
    """Ruled tables with at least two columns and two rows in use; a frame around text is no table.

    pdfplumber's search is cubic in the number of rules, so a page with more than 400 of them is left alone.
    """
    rules = len(page.lines) + len(page.rects) + len(page.curves)
    if not 3 <= rules <= 400:
        return []
    out = []
    for table in page.find_tables():
        rows = []
        for row, texts in zip(table.rows, table.extract(), strict=True):
            cells = tuple(squeeze(text or "") for text in texts)
            if any(cells):
                rows.append((tuple(cell for cell in cells if cell), row.bbox))
        used = sum(len(cells) > 1 for cells, _ in rows)
        longest = max((len(cell) for cells, _ in rows for cell in cells), default=0)
        if used >= 2 and used * 2 >= len(rows) and longest < 400:
            out.append((table.bbox, rows))
    return out


def _row_line(cells: tuple[str, ...], box: Box, page: int, words: Sequence[Word]) -> Line:
    inside = [word for word in words if _inside(word, box)]
    size = statistics.median([word["size"] for word in inside]) if inside else 10.0
    bold = bool(inside) and all(_BOLD_FONT.search(word["fontname"]) for word in inside)
    return Line("\t".join(cells), page, _round_box(box), size, bold, cells=cells if len(cells) > 1 else (), table=True)


def _round_box(box: Any) -> Box:
    return (round(box[0], 1), round(box[1], 1), round(box[2], 1), round(box[3], 1))


def _cluster(words: list[Word]) -> list[tuple[Word, ...]]:
    """Words by printed line: those whose middles lie within half a letter of each other."""
    lines: list[list[Word]] = []
    middle = 0.0
    for word in sorted(words, key=lambda word: ((word["top"] + word["bottom"]) / 2, word["x0"])):
        here = (word["top"] + word["bottom"]) / 2
        if lines and abs(here - middle) <= 0.4 * min(word["bottom"] - word["top"], 14):
            lines[-1].append(word)
        else:
            lines.append([word])
            middle = here
    return [tuple(sorted(line, key=lambda word: word["x0"])) for line in lines]


def print_line(words: Sequence[Word], column: int = 0) -> Line:
    text = " ".join(_UNMAPPED.sub(_stand_in, word["text"]) for word in words)
    sizes = Counter(round(word["size"], 1) for word in words for _ in word["text"])
    bolds = [bool(_BOLD_FONT.search(word["fontname"])) for word in words]
    lead = 0
    if not all(bolds):
        for word, bold in zip(words, bolds, strict=True):
            if not bold:
                break
            lead += len(word["text"]) + 1
    box = (
        min(word["x0"] for word in words),
        min(word["top"] for word in words),
        max(word["x1"] for word in words),
        max(word["bottom"] for word in words),
    )
    return Line(
        text, 0, _round_box(box), sizes.most_common(1)[0][0], all(bolds), max(0, lead - 1), column, _cells(words)
    )


def _stand_in(found: re.Match[str]) -> str:
    return "•" if found.group() == found.string else "\ufffd"


def _cells(words: Sequence[Word]) -> tuple[str, ...]:
    """The parts of a line that stand more than three letters' width apart, where there are several."""
    parts: list[list[str]] = [[]]
    for k, word in enumerate(words):
        if k and word["x0"] - words[k - 1]["x1"] > 2.2 * word["size"] and not is_bare_marker(" ".join(parts[-1])):
            parts.append([])
        parts[-1].append(word["text"])
    return tuple(" ".join(part) for part in parts) if len(parts) > 1 else ()
