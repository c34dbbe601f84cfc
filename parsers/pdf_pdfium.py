"""PDF bytes → glyphs, rules and pictures, through PDFium: the first reader, native and quick.

A character costs two calls of PDFium, and all that its text object or font decides is asked once. What is reckoned from
that is reckoned for all glyphs of a page at once. Boxes are those of the type, not of the ink: as high as the size, as
wide as the advance, standing on the font's descent.
"""

from __future__ import annotations

from collections import deque
from contextlib import ExitStack
from ctypes import byref, c_double, sizeof
from itertools import repeat
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from parsers.errors import Corrupt, TooLarge, TooManyPages
from parsers.pdf_drawn import drawn
from parsers.pdf_frame import Frame, frame_of
from parsers.pdf_glyphs import CHARACTERS, PAGES, Flags, Floats, Glyphs, Places, Sheet, Type, objects
from parsers.pdf_ink import mark_without_trace
from parsers.pdf_layers import has_hidden_layers
from parsers.pdf_library import (
    Refused,
    address,
    char_origin,
    count_chars,
    get_text,
    get_unicode,
    is_generated,
    opened,
    passed,
    text_object,
)
from parsers.pdf_type import Fonts, Run, Runs

# The characters that PDFium makes up.
_SPACE, _RETURN, _LINE_FEED = ord(" "), ord("\r"), ord("\n")
# PDFium leaves out spaces that stand in a text object of their own, and puts its own where it sees a gap. Such a gap
# counts from this share of the type size on: in the corpus the narrowest between words is 0.168 but for one, and the
# widest between the letters of a word 0.156.
_SPACE_WIDTH = 0.16
# What PDFium writes for a hyphen at the end of a line where all text is asked for at once.
_NONE = 0xFFFE
# Bits of a character's number.
_CODE = 21

# Characters whose places are asked for at once, a page in most files; PDFium writes into these numbers, and to say where
# takes as long as the call if it is done anew for each.
_AT_ONCE = 4096
_ACROSS, _DOWN = np.empty(_AT_ONCE), np.empty(_AT_ONCE)


def _pointers(column: Floats) -> list[Any]:
    numbers = (c_double * len(column)).from_buffer(column.data)
    return [byref(numbers, place * sizeof(c_double)) for place in range(len(column))]


_ACROSS_AT, _DOWN_AT = _pointers(_ACROSS), _pointers(_DOWN)


def read(data: bytes) -> list[Sheet]:
    """The pages of a PDF, as far as PDFium sees them.

    Raises Corrupt, Encrypted, TooManyPages, TooLarge; Refused where it cannot open the file or some of its pages.
    """
    with opened(data) as document:
        count = pdfium.FPDF_GetPageCount(document)
        if not count:
            raise Corrupt("expected a PDF with pages, found none; scrape it again")
        if count > PAGES and _opens(document, count - 1):
            raise TooManyPages(f"expected at most {PAGES} pages, found {count}; cut the document into its parts")
        sheets: list[Sheet] = []
        left = CHARACTERS
        failed = 0
        fonts: Fonts = {}
        layered = has_hidden_layers(data)
        with ExitStack() as opened_page:
            for index in range(min(count, PAGES)):
                page = pdfium.FPDF_LoadPage(document, index)
                if not page:
                    failed += 1
                    continue
                if (
                    _is_filled_in(page)
                    and pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS
                ):
                    pdfium.FPDF_ClosePage(page)
                    page = pdfium.FPDF_LoadPage(document, index)
                # A page stays open until the next is read: as long as both use a font, it is the same one.
                with opened_page.pop_all():
                    opened_page.callback(pdfium.FPDF_ClosePage, page)
                    sheet, fonts = _sheet(page, index + 1, left, fonts, layered)
                left -= len(sheet.glyphs)
                sheets.append(sheet)
    if failed:
        raise Refused(f"of {count} pages, {len(sheets)} open", len(sheets))
    return sheets


def _opens(document: Any, index: int) -> bool:
    """Whether a page is there: a file may claim more pages than it has."""
    page = pdfium.FPDF_LoadPage(document, index)
    if page:
        pdfium.FPDF_ClosePage(page)
    return bool(page)


def _is_filled_in(page: Any) -> bool:
    """Whether words lie on a page that are none of its own: what somebody has typed into a form, or onto the page."""
    kinds = set()
    for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
        note = pdfium.FPDFPage_GetAnnot(page, index)
        kinds.add(pdfium.FPDFAnnot_GetSubtype(note))
        pdfium.FPDFPage_CloseAnnot(note)
    return not kinds.isdisjoint((pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT))


def _sheet(page: Any, number: int, most: int, before: Fonts, layered: bool) -> tuple[Sheet, Fonts]:
    """A page and its fonts, by those of the page before; at most ``most`` characters. Raises TooLarge."""
    frame = frame_of(page)
    textpage = pdfium.FPDFText_LoadPage(page)
    if not textpage:
        raise Refused(f"page {number} has no text layer that opens", number - 1)
    try:
        text = address(textpage)
        if count_chars(text) > most:
            raise TooLarge(f"expected at most {CHARACTERS} characters, found more by page {number}; cut it up")
        runs = Runs(text, frame, before)
        glyphs = _glyphs(page, text, runs, layered)
    finally:
        pdfium.FPDFText_ClosePage(textpage)
    rules, shapes, pictured = drawn(page, frame)
    return Sheet(number, frame.width, frame.height, glyphs, rules, shapes, pictured), runs.fonts


def _glyphs(page: Any, text: int, runs: Runs, layered: bool) -> Glyphs:
    """The characters of the text layer in the order of PDFium; of those that it makes up, spaces where a gap is.

    Consecutive characters of one text object are a stretch: they share its run.
    """
    count, asked = count_chars(text), passed(text)
    codes = _codes(text, asked, count)
    made_up = _made_up(asked, codes)
    owners = np.fromiter(map(text_object, repeat(asked), range(count)), np.uint64, count)
    owners[made_up] = 0
    firsts = np.flatnonzero(np.append(True, owners[1:] != owners[:-1])) if count else np.empty(0, np.intp)
    numbers = [
        runs.number(index, owner) if owner else None
        for index, owner in zip(firsts.tolist(), owners[firsts].tolist(), strict=True)
    ]
    stretches = np.repeat(np.arange(len(firsts)), np.diff(firsts, append=count))
    runs_of = np.array([-1 if number is None else number for number in numbers], np.intp)[stretches]
    kept = np.flatnonzero(runs_of >= 0)
    if not len(kept):
        return Glyphs.of(())
    which, stretches, owners = runs_of[kept], stretches[kept], owners[kept]
    across, down = (column[kept] for column in _origins(asked, count))
    texts, ems = _characters(runs, kept, codes[kept], which)
    ahead = ems * np.array([run.wide for run in runs.found])[which]
    # The second character of a ligature stands where the first does; the glyph's box is that of both.
    again = (across[1:] == across[:-1]) & (down[1:] == down[:-1]) & (stretches[1:] == stretches[:-1])
    unsure = np.flatnonzero(np.append(False, again) | np.isnan(ems))
    ahead[unsure] = [
        runs.ahead(index, runs.found[number])
        for index, number in zip(kept[unsure].tolist(), which[unsure].tolist(), strict=True)
    ]
    boxes = _boxes(runs.found, which, across, down, ahead, runs.frame)
    types: dict[Type, int] = {}
    kinds = np.array([types.setdefault(run.type, len(types)) for run in runs.found], np.intp)[which]
    unseen = np.array([run.unseen for run in runs.found], np.bool_)[which]
    glyphs = Glyphs(texts, *boxes, kinds, unseen, tuple(types))
    spaces = _gaps(glyphs, np.diff(np.cumsum(made_up)[kept]) > 0)
    glyphs = _spaced(glyphs, spaces)
    # What is white or may lie in a layer that is off may leave no trace.
    doubtful = np.array([run.white or layered for run in runs.found], np.bool_)[which]
    if doubtful.any():
        places = np.flatnonzero(np.insert(doubtful, spaces, False))
        mark_without_trace(page, runs.frame, glyphs, _alike(places, owners[doubtful]))
    return glyphs


def _codes(text: int, asked: Any, count: int) -> NDArray[np.int64]:
    """The characters of the text layer: asked for in one call where each is one unit of UTF-16."""
    units = np.empty(count + 1, np.uint16)
    if get_text(text, 0, count, units.ctypes.data) != count + 1:
        return np.fromiter(map(get_unicode, repeat(asked), range(count)), np.int64, count)
    codes = units[:count].astype(np.int64)
    for index in np.flatnonzero((codes == _NONE) | ((codes >= 0xD800) & (codes < 0xE000))).tolist():
        codes[index] = get_unicode(asked, index)
    return codes


def _made_up(asked: Any, codes: NDArray[np.int64]) -> Flags:
    """Which characters PDFium has put in."""
    places = np.flatnonzero((codes == _SPACE) | (codes == _RETURN) | (codes == _LINE_FEED))
    flags = np.zeros(len(codes), np.bool_)
    flags[places] = np.fromiter(map(is_generated, repeat(asked), places.tolist()), np.bool_, len(places))
    return flags


def _origins(asked: Any, count: int) -> tuple[Floats, Floats]:
    """Where the characters stand in the file's own space; asked for in one go, without a step of Python between."""
    across, down = np.empty(count), np.empty(count)
    for start in range(0, count, _AT_ONCE):
        end = min(start + _AT_ONCE, count)
        deque(map(char_origin, repeat(asked), range(start, end), _ACROSS_AT, _DOWN_AT), maxlen=0)
        across[start:end] = _ACROSS[: end - start]
        down[start:end] = _DOWN[: end - start]
    return across, down


def _characters(runs: Runs, places: Places, codes: NDArray[np.int64], which: Places) -> tuple[NDArray[Any], Floats]:
    """The texts of characters and their advances in ems, not a number where unknown: one question a font and character."""
    fonts: dict[int, int] = {}
    numbers = np.array([fonts.setdefault(run.font.handle, len(fonts)) for run in runs.found], np.int64)
    _, firsts, same = np.unique(numbers[which] << _CODE | codes, return_index=True, return_inverse=True)
    told = [
        runs.character(int(places[first]), int(codes[first]), runs.found[which[first]]) for first in firsts.tolist()
    ]
    ems = np.array([np.nan if advance is None else advance for _, advance in told])
    return objects([string for string, _ in told])[same], ems[same]


def _boxes(
    runs: list[Run], which: Places, across: Floats, down: Floats, ahead: Floats, frame: Frame
) -> tuple[Floats, Floats, Floats, Floats]:
    """The boxes of glyphs by their places in the file's own space."""
    table = np.array([(run.high, run.drop, run.level) for run in runs])[which]
    left, foot = frame.shown[4:]
    x0, bottom = across + left, foot - down + table[:, 1]
    boxes = (x0, bottom - table[:, 0], x0 + ahead, bottom)
    some = np.flatnonzero(table[:, 2] == 0)
    if len(some):
        leaning = _leaning(runs, which[some], across[some], down[some], ahead[some], frame)
        for column, values in zip(boxes, leaning, strict=True):
            column[some] = values
    return boxes


def _leaning(
    runs: list[Run], which: Places, across: Floats, down: Floats, ahead: Floats, frame: Frame
) -> tuple[Floats, Floats, Floats, Floats]:
    """The boxes of glyphs whose lines do not run level from left to right on an upright page."""
    a, b, c, d, e, f = frame.shown
    table = np.array([(*run.across, *run.up, run.wide, run.font.descent) for run in runs])
    across_x, across_y, up_x, up_y, wide, descent = table[which].T
    x = across * a + down * c + e + descent * up_x
    y = across * b + down * d + f + descent * up_y
    end_x = x + ahead / wide * across_x + up_x
    end_y = y + ahead / wide * across_y + up_y
    return np.minimum(x, end_x), np.minimum(y, end_y), np.maximum(x, end_x), np.maximum(y, end_y)


def _gaps(glyphs: Glyphs, spaced: Flags) -> Places:
    """The glyphs before which a gap is as wide as a space, among those with a space of PDFium's before them."""
    return np.flatnonzero(spaced & (glyphs.x0[1:] - glyphs.x1[:-1] >= _SPACE_WIDTH * glyphs.sizes[:-1])) + 1


def _spaced(glyphs: Glyphs, spaces: Places) -> Glyphs:
    """The glyphs with a space before each of these places, of no width and in the type of the glyph before it."""
    if not len(spaces):
        return glyphs
    spaced = glyphs.take(np.insert(np.arange(len(glyphs)), spaces, spaces - 1))
    put = spaces + np.arange(len(spaces))
    spaced.texts[put], spaced.x0[put] = " ", spaced.x1[put]
    return spaced


def _alike(places: Places, owners: NDArray[np.uint64]) -> list[Places]:
    """The places of glyphs by the text object that each belongs to."""
    order = np.argsort(owners, kind="stable")
    return np.split(places[order], np.flatnonzero(np.diff(owners[order])) + 1)
