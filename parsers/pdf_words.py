"""PDF glyphs → words → printed lines."""

from __future__ import annotations

import math
import re
import statistics
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby, pairwise
from operator import itemgetter
from typing import NamedTuple, TypeVar

from parsers.markers import is_bare_marker
from parsers.pdf_glyphs import UNMAPPED, Box, Glyph

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

_left = itemgetter(1)


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


Placed = TypeVar("Placed", Glyph, Word)


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


def scale_of(glyphs: Iterable[Glyph]) -> float:
    """1, and less where the page is printed so small that distances in points mean less."""
    sizes = [glyph.size for glyph in glyphs]
    return min(1.0, statistics.median(sizes) / _SMALL_TYPE) if sizes else 1.0


def printed_once(glyphs: list[Glyph], scale: float) -> tuple[list[Glyph], list[Word]]:
    """The glyphs of a page and its words, letters that are printed twice counted once."""
    words, twice = words_of(glyphs, scale)
    if twice or _repeated(words):
        glyphs = once(glyphs)
        words, _ = words_of(glyphs, scale)
    return glyphs, words


def words_of(glyphs: list[Glyph], scale: float) -> tuple[list[Word], bool]:
    """Glyphs by word, and whether letters seem printed twice.

    A word ends where the typeface changes, but not where the same face comes from another subset.
    """
    words: list[Word] = []
    twice = False
    for (face, size, turn), run in groupby(glyphs, key=itemgetter(5, 6, 7)):
        found, again = _words(list(run), _APART * scale, face, size, turn)
        words += found
        twice = twice or again
    return words, twice


def text_of(glyphs: list[Glyph]) -> str:
    """The text of glyphs that stand in one cell of a table, whatever their type; its lines are joined by spaces."""
    words: list[Word] = []
    for turn, run in groupby(glyphs, key=itemgetter(7)):
        words += _words(list(run), _APART, "", 0.0, turn)[0]
    return " ".join(shown(word.text) for row in _rows(words, _APART) for word in row)


def _words(run: list[Glyph], apart: float, face: str, size: float, turn: int) -> tuple[list[Word], bool]:
    """The words of a run of glyphs of one type, line by line, and whether letters seem printed twice."""
    if turn:
        run = [Glyph(glyph.text, *_turned(glyph[1:5], -turn), *glyph[5:]) for glyph in run]
    words: list[Word] = []
    twice = False
    for row in _rows(run, apart):
        row.sort(key=_left)
        letters: list[str] = []
        x0 = top = x1 = bottom = last_x0 = last_x1 = last_top = 0.0
        last = ""
        for text, g0, gtop, g1, gbottom, _, gsize, _, _ in row:
            space = text.isspace()
            if letters and (space or g0 > last_x1 + apart or not -apart <= gtop - last_top <= apart):
                words.append(_word(letters, (x0, top, x1, bottom), face, size, turn))
                letters = []
            if space:
                continue
            if letters:
                letters.append(text)
                if text == last and g0 - last_x0 < _TWICE * gsize:
                    twice = True
                # Comparisons, where min and max would say the same: this loop goes through every letter.
                if gtop < top:
                    top = gtop
                if gbottom > bottom:
                    bottom = gbottom
                if g1 > x1:
                    x1 = g1
            else:
                letters = [text]
                x0, top, x1, bottom = g0, gtop, g1, gbottom
            last, last_x0, last_x1, last_top = text, g0, g1, gtop
        if letters:
            words.append(_word(letters, (x0, top, x1, bottom), face, size, turn))
    return words, twice


def _word(letters: list[str], box: Box, face: str, size: float, turn: int) -> Word:
    text = "".join(letters)
    if not text.isascii():
        text = text.translate(_LIGATURES)
    return Word(text, *(_turned(box, turn) if turn else box), face, size, turn)


def _turned(box: Sequence[float], quarters: int) -> Box:
    """A box turned clockwise about the page's top left corner."""
    x0, top, x1, bottom = box
    for _ in range(quarters % 4):
        x0, top, x1, bottom = -bottom, x0, -top, x1
    return (x0, top, x1, bottom)


def _rows(things: list[Placed], apart: float) -> list[list[Placed]]:
    """Glyphs or words by line: their tops, sorted, step by no more than ``apart``. Their order in a line is kept."""
    tops = sorted({thing[2] for thing in things})
    breaks = [two for one, two in pairwise(tops) if two > one + apart]
    if not breaks:
        return [things]
    rows: list[list[Placed]] = [[] for _ in range(len(breaks) + 1)]
    place = {}
    row = 0
    for top in tops:
        if row < len(breaks) and top >= breaks[row]:
            row += 1
        place[top] = rows[row]
    for thing in things:
        place[thing[2]].append(thing)
    return rows


def once(glyphs: list[Glyph]) -> list[Glyph]:
    """Glyphs without their double prints."""
    kept: list[Glyph] = []
    seen: dict[tuple[str, str, int], list[Glyph]] = {}
    for glyph in glyphs:
        step, near = round(glyph.top), _TWICE * glyph.size
        if any(
            abs(other.x0 - glyph.x0) < near and abs(other.top - glyph.top) < near
            for row in (step - 1, step, step + 1)
            for other in seen.get((glyph.text, glyph.face, row), ())
        ):
            continue
        kept.append(glyph)
        seen.setdefault((glyph.text, glyph.face, step), []).append(glyph)
    return kept


def _repeated(words: list[Word]) -> bool:
    """Whether a word stands again where it already stands."""
    order = sorted(words, key=lambda word: (word.text, round(word.top), word.x0))
    return any(
        one.text == two.text and abs(two.x0 - one.x0) < _TWICE * one.size and abs(two.top - one.top) < _TWICE * one.size
        for one, two in pairwise(order)
    )


def lines_of(words: list[Word]) -> list[tuple[Word, ...]]:
    """Words by printed line: those whose middles lie within half a letter of each other. Turned words come last."""
    lines: list[list[Word]] = []
    middle = 0.0
    level = [word for word in words if not word.turn]
    for word in sorted(level, key=lambda word: (word.top + word.bottom, word.x0)):
        here = (word.top + word.bottom) / 2
        if lines and abs(here - middle) <= 0.4 * min(word.bottom - word.top, 14):
            lines[-1].append(word)
        else:
            lines.append([word])
            middle = here
    turned = [list(run) for _, run in groupby((word for word in words if word.turn), key=itemgetter(7))]
    return [tuple(sorted(line, key=_left)) for line in lines] + [tuple(line) for line in turned]


def print_line(words: Sequence[Word], page: int = 0, column: int = 0) -> Line:
    """The line that words make, from left to right."""
    sizes: dict[float, int] = {}
    texts: list[str] = []
    lead, leading, bold = 0, True, True
    _, x0, top, x1, bottom, *_ = words[0]
    for text, left, high, right, low, face, size, _ in words:
        texts.append(shown(text))
        sizes[size] = sizes.get(size, 0) + len(text)
        x0, top, x1, bottom = min(x0, left), min(top, high), max(x1, right), max(bottom, low)
        if not is_bold(face):
            leading = bold = False
        elif leading:
            lead += len(text) + 1
    size = max(sizes, key=sizes.__getitem__) if len(sizes) > 1 else words[0].size
    box = round_box((x0, top, x1, bottom))
    return Line(" ".join(texts), page, box, size, bold, 0 if bold else max(0, lead - 1), column, _cells(words))


def shown(text: str) -> str:
    """A word as it is written down: a glyph without a character that stands alone is a bullet."""
    return "•" if text == UNMAPPED else text


def round_box(box: Box) -> Box:
    return (round(box[0], 1), round(box[1], 1), round(box[2], 1), round(box[3], 1))


def _cells(words: Sequence[Word]) -> tuple[str, ...]:
    """The parts of a line that stand more than three letters' width apart, where there are several."""
    parts: list[list[str]] = [[]]
    end = math.inf
    for text, x0, _, x1, _, _, size, _ in words:
        if x0 - end > 2.2 * size and not is_bare_marker(" ".join(parts[-1])):
            parts.append([])
        parts[-1].append(shown(text))
        end = x1
    return tuple(" ".join(part) for part in parts) if len(parts) > 1 else ()
