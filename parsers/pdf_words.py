"""PDF glyphs → words → printed lines."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby, pairwise, repeat
from operator import itemgetter, sub
from typing import NamedTuple

import numpy as np

from parsers.markers import is_bare_marker
from parsers.pdf_glyphs import UNMAPPED, Box, Floats, Glyph, Glyphs, Places

_BOLD_FACE = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
# The type, in points, below which a page is a reduced print; distances on it shrink with its type. Class
# specifications are set in 7 points and more, whole web pages printed on one sheet in 2.
_SMALL_TYPE = 6.0
# A gap in a word, and a step between the lines of a word's letters, in points: pdfplumber's own tolerance.
_APART = 3.0
# Two prints of one letter lie this much of its size apart or less. Browsers make bold type by printing each letter
# twice, a tenth of its size apart. The closest that letters which really follow each other came in the corpus is a
# quarter: "ll" in a face with wrong widths.
_TWICE = 0.15
# Ligatures that are characters of their own are written as the letters they stand for.
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl", "ﬁ": "fi", "ﬂ": "fl", "ﬆ": "st", "ﬅ": "st"})

# The parts of a line stand apart by more than this many times the size of their type: the width of three letters.
_CELLS_APART = 2.2

Boxes = tuple[Floats, Floats, Floats, Floats]

_text, _left = itemgetter(0), itemgetter(1)


class Word(NamedTuple):
    """Letters that follow each other in one type; its box in points from the page's top left."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    face: str
    size: float
    turn: int = 0

    @property
    def bold(self) -> bool:
        return is_bold(self.face)


class Line(NamedTuple):
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


@lru_cache(maxsize=1024)
def is_bold(face: str) -> bool:
    """Whether a typeface is bold by its name."""
    return bool(_BOLD_FACE.search(face))


def scale_of(glyphs: Glyphs) -> float:
    """1, and less where the page is printed so small that distances in points mean less."""
    return min(1.0, float(np.median(glyphs.sizes)) / _SMALL_TYPE) if len(glyphs) else 1.0


def printed_once(glyphs: Glyphs, scale: float) -> tuple[Glyphs, list[Word]]:
    """The glyphs of a page and its words, letters that are printed twice counted once."""
    words, twice = words_of(glyphs, scale)
    if twice or _repeated(words):
        glyphs = once(glyphs)
        words, _ = words_of(glyphs, scale)
    return glyphs, words


def words_of(glyphs: Glyphs, scale: float) -> tuple[list[Word], bool]:
    """Glyphs by word, and whether letters seem printed twice.

    A word ends where the typeface changes, but not where the same face comes from another subset.
    """
    words, _, twice = _cut(glyphs, glyphs.kinds, _APART * scale)
    return words, twice


def texts_of(glyphs: Glyphs, cells: Sequence[Places]) -> list[str]:
    """The text of each cell of a table by the places of its glyphs, whatever their type; lines are joined by spaces."""
    texts = [""] * len(cells)
    if not any(map(len, cells)):
        return texts
    inside = glyphs.take(np.concatenate(cells))
    owners = np.repeat(np.arange(len(cells)), [len(cell) for cell in cells])
    words, firsts, _ = _cut(inside, owners * 4 + inside.turns % 4, _APART)
    for cell, found in groupby(zip(owners[firsts].tolist(), words, strict=True), key=itemgetter(0)):
        texts[cell] = " ".join(shown(word.text) for row in _rows([word for _, word in found]) for word in row)
    return texts


def _cut(glyphs: Glyphs, owners: Places, apart: float) -> tuple[list[Word], Places, bool]:
    """The words of glyphs, the place of each word's first glyph, and whether letters seem printed twice.

    Consecutive glyphs of one owner are read together, line by line; a word has the type of its first glyph.
    """
    turned = any(kind.turn for kind in glyphs.types)
    columns = _turned(glyphs.boxes, -glyphs.turns) if turned else glyphs.boxes
    order, rows = _in_rows(columns[0], columns[1], owners, apart)
    blank = np.fromiter(map(str.isspace, glyphs.texts), np.bool_, len(glyphs))[order]
    # A word begins at a letter that is the first of its row or stands after a space or apart from the letter before.
    order, rows, parted = order[~blank], rows[~blank], np.append(True, blank)[:-1][~blank]
    if not len(order):
        return [], order, False
    x0, top, x1, bottom = (column[order] for column in columns)
    step = top[1:] - top[:-1]
    near = (rows[1:] == rows[:-1]) & ~parted[1:] & ~(x0[1:] > x1[:-1] + apart) & (-apart <= step) & (step <= apart)
    starts = np.flatnonzero(np.append(True, ~near))
    firsts = order[starts]
    up, right, down = (
        np.minimum.reduceat(top, starts),
        np.maximum.reduceat(x1, starts),
        np.maximum.reduceat(bottom, starts),
    )
    boxes = (x0[starts], up, right, down)
    if turned:
        boxes = _turned(boxes, glyphs.turns[firsts])
    letters = glyphs.texts[order].tolist()
    texts = ["".join(letters[start:end]) for start, end in pairwise([*starts.tolist(), len(letters)])]
    if not "".join(texts).isascii():
        texts = [text.translate(_LIGATURES) for text in texts]
    kinds = [glyphs.types[kind] for kind in glyphs.kinds[firsts].tolist()]
    columns_of_words = (texts, *(column.tolist() for column in boxes), *zip(*kinds, strict=True))
    words: list[Word] = list(map(tuple.__new__, repeat(Word), zip(*columns_of_words, strict=True)))
    close = np.flatnonzero(near & (x0[1:] - x0[:-1] < _TWICE * glyphs.sizes[order][1:])).tolist()
    return words, firsts, any(letters[k] == letters[k + 1] for k in close)


def _in_rows(x0: Floats, top: Floats, owners: Places, apart: float) -> tuple[Places, Places]:
    """Glyphs in the order of their lines, each from left to right, with the number of the line of each.

    The tops of a line, sorted, step by no more than ``apart``.
    """
    stretches = np.cumsum(np.append(False, owners[1:] != owners[:-1])[: len(owners)])
    down = np.lexsort((top, stretches))
    tops, stretches = top[down], stretches[down]
    rows = np.empty(len(down), np.intp)
    rows[down] = np.cumsum(
        np.append(False, (stretches[1:] != stretches[:-1]) | (tops[1:] > tops[:-1] + apart))[: len(down)]
    )
    order = np.lexsort((x0, rows))
    return order, rows[order]


def _turned(boxes: Boxes, quarters: Places) -> Boxes:
    """Boxes turned clockwise about the page's top left corner, each by its own quarters."""
    x0, top, x1, bottom = boxes
    for turn in range(1, 4):
        some = quarters % 4 >= turn
        x0, top, x1, bottom = (
            np.where(some, new, old) for new, old in zip((-bottom, x0, -top, x1), (x0, top, x1, bottom), strict=True)
        )
    return x0, top, x1, bottom


def _rows(words: list[Word]) -> list[list[Word]]:
    """Words by line, in the order they come: the tops of a line, sorted, step by no more than a gap in a word."""
    rows: dict[float, list[Word]] = {}
    row: list[Word] = []
    last = -math.inf
    for top in sorted({word.top for word in words}):
        if top > last + _APART:
            row = []
        rows[top], last = row, top
    for word in words:
        rows[word.top].append(word)
    return [next(same) for _, same in groupby((rows[top] for top in sorted(rows)), key=id)]


def once(glyphs: Glyphs) -> Glyphs:
    """Glyphs without their double prints."""
    kept: list[int] = []
    seen: dict[tuple[str, str, int], list[Glyph]] = {}
    for place, glyph in enumerate(glyphs.rows()):
        step, near = round(glyph.top), _TWICE * glyph.size
        if any(
            abs(other.x0 - glyph.x0) < near and abs(other.top - glyph.top) < near
            for row in (step - 1, step, step + 1)
            for other in seen.get((glyph.text, glyph.face, row), ())
        ):
            continue
        kept.append(place)
        seen.setdefault((glyph.text, glyph.face, step), []).append(glyph)
    return glyphs.take(np.array(kept, np.intp))


def _repeated(words: list[Word]) -> bool:
    """Whether a word stands again where it already stands."""
    often = Counter(map(_text, words))
    order = [(text, round(top), x0, top, size) for text, x0, top, _, _, _, size, _ in words if often[text] > 1]
    return any(
        one[0] == two[0] and abs(two[2] - one[2]) < _TWICE * one[4] and abs(two[3] - one[3]) < _TWICE * one[4]
        for one, two in pairwise(sorted(order))
    )


def lines_of(words: list[Word]) -> list[tuple[Word, ...]]:
    """Words by printed line: those whose middles lie within half a letter of each other. Turned words come last."""
    lines: list[list[Word]] = []
    middle = -math.inf
    level = [(word.top + word.bottom, word.x0, place) for place, word in enumerate(words) if not word.turn]
    for twice, _, place in sorted(level):
        word, here = words[place], twice / 2
        if here - middle <= 0.4 * min(word.bottom - word.top, 14):
            lines[-1].append(word)
        else:
            lines.append([word])
            middle = here
    turned = [list(run) for _, run in groupby((word for word in words if word.turn), key=itemgetter(7))]
    return [tuple(sorted(line, key=_left)) for line in lines] + [tuple(line) for line in turned]


def print_line(words: Sequence[Word], page: int = 0, column: int = 0) -> Line:
    """The line that words make, from left to right."""
    texts, lefts, tops, rights, bottoms, faces, sizes, _ = zip(*words, strict=True)
    if UNMAPPED in texts:
        texts = tuple(map(shown, texts))
    size: float = sizes[0]
    if sizes.count(size) < len(sizes):
        lengths: dict[float, int] = {}
        for text, one in zip(texts, sizes, strict=True):
            lengths[one] = lengths.get(one, 0) + len(text)
        size = max(lengths, key=lengths.__getitem__)
    light = next((k for k, face in enumerate(faces) if not is_bold(face)), None)
    lead = sum(map(len, texts[:light])) + light - 1 if light else 0
    box = round_box((min(lefts), min(tops), max(rights), max(bottoms)))
    return Line(" ".join(texts), page, box, size, light is None, lead, column, _cells(texts, lefts, rights, sizes))


def shown(text: str) -> str:
    """A word as it is written down: a glyph without a character that stands alone is a bullet."""
    return "•" if text == UNMAPPED else text


def round_box(box: Box) -> Box:
    return (round(box[0], 1), round(box[1], 1), round(box[2], 1), round(box[3], 1))


def _cells(
    texts: tuple[str, ...], lefts: tuple[float, ...], rights: tuple[float, ...], sizes: tuple[float, ...]
) -> tuple[str, ...]:
    """The parts of a line that stand more than three letters' width apart, where there are several."""
    if max(map(sub, lefts[1:], rights), default=0.0) <= _CELLS_APART * min(sizes):
        return ()
    parts = [[texts[0]]]
    for text, x0, end, size in zip(texts[1:], lefts[1:], rights, sizes[1:], strict=False):
        if x0 - end > _CELLS_APART * size and not is_bare_marker(" ".join(parts[-1])):
            parts.append([])
        parts[-1].append(text)
    return tuple(" ".join(part) for part in parts) if len(parts) > 1 else ()
