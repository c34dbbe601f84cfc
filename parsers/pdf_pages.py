"""A sheet of glyphs and rules → a page: its lines, the rows of its tables, and what on it is not meant to be read."""

from __future__ import annotations

from dataclasses import dataclass

from parsers.pdf_glyphs import LEANING, Glyph, Sheet
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
    lines that are no text of the page, each with the rule that says so.
    """

    number: int
    width: float
    height: float
    lines: tuple[tuple[Word, ...], ...]
    rows: tuple[Line, ...]
    scale: float = 1.0
    aside: tuple[tuple[Line, str], ...] = ()


def read_page(sheet: Sheet) -> Page:
    """The words of a page by printed line, stamps and what no reader of the page sees set aside.

    Not to be seen is what leaves no ink, is tiny, or lies off the page.
    """
    scale = scale_of(sheet.glyphs)
    glyphs: list[Glyph] = []
    hidden: list[Glyph] = []
    stamped: list[Glyph] = []
    tiny, width, height = _TINY * scale, sheet.width, sheet.height
    # What is printed without ink over a picture is what a character recogniser read there.
    inkless = sheet.pictured >= PICTURED
    for glyph in sheet.glyphs:
        _, x0, top, x1, bottom, _, size, turn, unseen = glyph
        if (
            size < tiny
            or (unseen and not inkless)
            or not (0 <= x0 + x1 <= 2 * width and 0 <= top + bottom <= 2 * height)
        ):
            hidden.append(glyph)
        elif turn == LEANING:
            stamped.append(glyph)
        else:
            glyphs.append(glyph)
    glyphs, words = printed_once(glyphs, scale)
    rows: list[Line] = []
    for box, table in tables(sheet.rules, glyphs):
        rows.extend(row_line(texts, row_box, sheet.number, words) for texts, row_box in table)
        words = [word for word in words if not word_inside(word, box)]
    _, covert = printed_once([_level(glyph) for glyph in hidden], scale)
    aside = [(print_line(line, sheet.number), "pdf_hidden") for line in lines_of(covert)]
    aside += [(line, "pdf_stamp") for line in _stamps(stamped, sheet.number)]
    return Page(sheet.number, sheet.width, sheet.height, tuple(lines_of(words)), tuple(rows), scale, tuple(aside))


def _level(glyph: Glyph) -> Glyph:
    return glyph._replace(turn=0) if glyph.turn == LEANING else glyph


def _stamps(glyphs: list[Glyph], page: int) -> list[Line]:
    """What leans across the page, one line for each run of letters of one type."""
    runs: list[list[Glyph]] = []
    for glyph in glyphs:
        if runs and (runs[-1][-1].face, runs[-1][-1].size) == (glyph.face, glyph.size):
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
    lines = []
    for run in runs:
        text = "".join(glyph.text for glyph in run)
        _, x0, top, x1, bottom, *_ = zip(*run, strict=True)
        word = Word(text, min(x0), min(top), max(x1), max(bottom), run[0].face, run[0].size)
        if text.strip():
            lines.append(print_line([word], page))
    return lines
