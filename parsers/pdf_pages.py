"""A sheet of glyphs and rules → a page: its lines, the rows of its tables, and what on it is not meant to be read."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from parsers.pdf_glyphs import LEANING, Glyphs, Sheet
from parsers.pdf_tables import row_line, tables, word_inside
from parsers.pdf_unread import PICTURED
from parsers.pdf_words import Line, Word, lines_of, print_line, printed_once, scale_of

# The type, in points, below which nobody reads on paper; a reduced print has it smaller. The smallest of the corpus
# is 5.
_TINY = 2.0


@dataclass(frozen=True, slots=True)
class Page:
    """A page before its lines are put in order: words by printed line, and the rows of its ruled tables.

    ``scale`` is 1, and less where the page is printed so small that distances in points mean less. ``aside`` are
    lines that are no text of the page, each with the rule that says so. ``printed`` has the same lines as ``lines``, put
    together, once the furniture is off.
    """

    number: int
    width: float
    height: float
    lines: tuple[tuple[Word, ...], ...]
    rows: tuple[Line, ...]
    scale: float = 1.0
    aside: tuple[tuple[Line, str], ...] = ()
    printed: tuple[Line, ...] = ()


def read_page(sheet: Sheet) -> Page:
    """The words of a page by printed line, stamps and what no reader of the page sees set aside.

    Not to be seen is what leaves no ink, is tiny, or lies off the page.
    """
    found = sheet.glyphs
    scale = scale_of(found)
    hidden = found.sizes < _TINY * scale
    # What is printed without ink over a picture is what a character recogniser read there.
    if sheet.pictured < PICTURED:
        hidden |= found.unseen
    middle, level = found.x0 + found.x1, found.top + found.bottom
    hidden |= ~((middle >= 0) & (middle <= 2 * sheet.width) & (level >= 0) & (level <= 2 * sheet.height))
    leaning = found.turns == LEANING
    glyphs, words = printed_once(found.take(~hidden & ~leaning), scale)
    rows: list[Line] = []
    for box, table in tables(sheet.rules, glyphs):
        rows.extend(row_line(texts, row_box, sheet.number, words) for texts, row_box in table)
        words = [word for word in words if not word_inside(word, box)]
    aside: list[tuple[Line, str]] = []
    if hidden.any():
        _, covert = printed_once(_level(found.take(hidden)), scale)
        aside += [(print_line(line, sheet.number), "pdf_hidden") for line in lines_of(covert)]
    aside += [(line, "pdf_stamp") for line in _stamps(found.take(leaning & ~hidden), sheet.number)]
    return Page(sheet.number, sheet.width, sheet.height, tuple(lines_of(words)), tuple(rows), scale, tuple(aside))


def _level(glyphs: Glyphs) -> Glyphs:
    """Glyphs of which those that lean are read as if they did not."""
    return Glyphs.of(glyph._replace(turn=0) if glyph.turn == LEANING else glyph for glyph in glyphs.rows())


def _stamps(glyphs: Glyphs, page: int) -> list[Line]:
    """What leans across the page, one line for each run of letters of one type."""
    lines = []
    for (face, size), same in groupby(glyphs.rows(), key=lambda glyph: (glyph.face, glyph.size)):
        letters, x0, top, x1, bottom, *_ = zip(*same, strict=True)
        text = "".join(letters)
        if text.strip():
            lines.append(print_line([Word(text, min(x0), min(top), max(x1), max(bottom), face, size)], page))
    return lines
