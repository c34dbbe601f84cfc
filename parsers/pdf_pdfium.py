"""PDF bytes → glyphs, rules and pictures, through PDFium: the first reader, native and quick.

A character costs two calls of PDFium, and all that its text object or font decides is asked once. Boxes are
those of the type, not of the ink: as high as the size, as wide as the advance, standing on the font's descent.
"""

from __future__ import annotations

import ctypes
import math
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import byref, c_double, c_float, c_int, c_uint, c_void_p
from dataclasses import dataclass, field
from itertools import groupby, repeat
from typing import Any

import pypdfium2  # noqa: F401  its import starts the library
import pypdfium2.raw as pdfium

from parsers.errors import Corrupt, Encrypted, TooLarge, TooManyPages
from parsers.pdf_glyphs import CHARACTERS, LEANING, PAGES, SHAPES, UNMAPPED, Box, Glyph, Rule, Sheet, typeface

# Points of a path: a frame has five. A path of more is a drawing, whatever it shows.
_POINTS = 400
# Objects of a page that are looked at for rules and pictures, and the depth of forms within forms.
_OBJECTS = 20_000
_DEPTH = 5
# A side that leans less than this many points is straight.
_STRAIGHT = 0.01
# Text in render mode 3 is neither filled nor stroked, in mode 7 only a clipping path.
_INKLESS = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
# White is what leaves no trace on paper: each colour at 250 of 255 or more. Alpha below 13 is under a twentieth.
_WHITE = 250
_FAINT = 13
# Grey levels between the lightest and the darkest pixel of a word that can be seen.
_CONTRAST = 24
# The longest side, in pixels, of the picture in which white words are looked for.
_PIXELS = 1_600

# Stands for the text object of a character that PDFium made up.
_MADE_UP = 0
_SYNTHETIC = (ord(" "), ord("\r"), ord("\n"))
# PDFium leaves out spaces that stand in a text object of their own, and puts its own where it sees a gap. Such a gap
# counts from this share of the type size on: in the corpus the narrowest between words is 0.168 but for one, and the
# widest between the letters of a word 0.156.
_SPACE_WIDTH = 0.16
# What PDFium makes of a hyphen at the end of a line, and what it writes for that where all text is asked for at once.
_LINE_END_HYPHEN = 2
_NONE = 0xFFFE
# How far, in quarters, a line of type may lean and still be read along an axis: three degrees, more than any scan is
# laid askew and less than any stamp.
_LEAN = 3 / 90


class Refused(Exception):
    """PDFium cannot open the bytes, or not all of their pages; another reader may.

    ``pages`` is how many it can open.
    """

    def __init__(self, message: str, pages: int = 0) -> None:
        super().__init__(message)
        self.pages = pages


_NO_PATHS = (ctypes.c_char_p * 1)(None)


def _without_system_fonts() -> None:
    """Start PDFium anew with its own fonts only: a page reads the same on every machine, and in a locked process.

    For a font that a file does not hold, PDFium looks through the folders of the system when it first needs one.
    """
    paths = ctypes.cast(_NO_PATHS, ctypes.POINTER(ctypes.POINTER(ctypes.c_char)))
    pdfium.FPDF_DestroyLibrary()
    pdfium.FPDF_InitLibraryWithConfig(byref(pdfium.FPDF_LIBRARY_CONFIG(version=2, m_pUserFontPaths=paths)))


_without_system_fonts()


def _fast(function: Any, result: Any, *arguments: Any) -> Any:
    """A function of PDFium with plain pointers: no wrapper object a call, and no release of the interpreter's lock."""
    address = ctypes.cast(function, c_void_p).value or 0
    return ctypes.PYFUNCTYPE(result, *arguments)(address)


_count_chars = _fast(pdfium.FPDFText_CountChars, c_int, c_void_p)
_get_text = _fast(pdfium.FPDFText_GetText, c_int, c_void_p, c_int, c_int, c_void_p)
_unicode = _fast(pdfium.FPDFText_GetUnicode, c_uint, c_void_p, c_int)
_is_generated = _fast(pdfium.FPDFText_IsGenerated, c_int, c_void_p, c_int)
_unmapped = _fast(pdfium.FPDFText_HasUnicodeMapError, c_int, c_void_p, c_int)
_text_object = _fast(pdfium.FPDFText_GetTextObject, c_void_p, c_void_p, c_int)
_origin = _fast(pdfium.FPDFText_GetCharOrigin, c_int, c_void_p, c_int, c_void_p, c_void_p)
_loose_box = _fast(pdfium.FPDFText_GetLooseCharBox, c_int, c_void_p, c_int, c_void_p)
_matrix = _fast(pdfium.FPDFText_GetMatrix, c_int, c_void_p, c_int, c_void_p)
_font = _fast(pdfium.FPDFTextObj_GetFont, c_void_p, c_void_p)
_font_size = _fast(pdfium.FPDFTextObj_GetFontSize, c_int, c_void_p, c_void_p)
_render_mode = _fast(pdfium.FPDFTextObj_GetTextRenderMode, c_int, c_void_p)
_fill_color = _fast(pdfium.FPDFPageObj_GetFillColor, c_int, c_void_p, *[c_void_p] * 4)
_font_name = _fast(pdfium.FPDFFont_GetBaseFontName, ctypes.c_size_t, c_void_p, c_void_p, ctypes.c_size_t)
_descent = _fast(pdfium.FPDFFont_GetDescent, c_int, c_void_p, c_float, c_void_p)
_glyph_width = _fast(pdfium.FPDFFont_GetGlyphWidth, c_int, c_void_p, c_uint, c_float, c_void_p)
_count_objects = _fast(pdfium.FPDFPage_CountObjects, c_int, c_void_p)
_object = _fast(pdfium.FPDFPage_GetObject, c_void_p, c_void_p, c_int)
_count_form = _fast(pdfium.FPDFFormObj_CountObjects, c_int, c_void_p)
_form_object = _fast(pdfium.FPDFFormObj_GetObject, c_void_p, c_void_p, ctypes.c_ulong)
_type = _fast(pdfium.FPDFPageObj_GetType, c_int, c_void_p)
_object_matrix = _fast(pdfium.FPDFPageObj_GetMatrix, c_int, c_void_p, c_void_p)
_bounds = _fast(pdfium.FPDFPageObj_GetBounds, c_int, c_void_p, *[c_void_p] * 4)
_count_segments = _fast(pdfium.FPDFPath_CountSegments, c_int, c_void_p)
_segment = _fast(pdfium.FPDFPath_GetPathSegment, c_void_p, c_void_p, c_int)
_segment_type = _fast(pdfium.FPDFPathSegment_GetType, c_int, c_void_p)
_segment_point = _fast(pdfium.FPDFPathSegment_GetPoint, c_int, c_void_p, c_void_p, c_void_p)
_segment_closes = _fast(pdfium.FPDFPathSegment_GetClose, c_int, c_void_p)

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


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
            try:
                sheet = _Reading(page).sheet(index + 1, left)
            finally:
                pdfium.FPDF_ClosePage(page)
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


@contextmanager
def opened(data: bytes) -> Iterator[Any]:
    """PDFium's handle of a document. Raises Encrypted or Refused."""
    buffer = ctypes.create_string_buffer(data, len(data))
    document = pdfium.FPDF_LoadMemDocument64(buffer, len(data), None)
    if not document:
        error = pdfium.FPDF_GetLastError()
        if error in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise Encrypted("expected an open PDF, found one that asks for a password; get an open copy")
        raise Refused(f"PDFium's error {error}")
    try:
        yield document
    finally:
        pdfium.FPDF_CloseDocument(document)


@dataclass(slots=True)
class _Font:
    """What is asked of a font once; ``known`` maps a character to its text and its width in ems (None: ask the box)."""

    handle: int
    face: str
    descent: float
    known: dict[int, tuple[str, float | None]] = field(default_factory=dict)


@dataclass(slots=True)
class _Run:
    """What the glyphs of a text object share.

    ``across`` and ``up`` are an em along and above the line as it lies on the page, ``wide`` and ``high`` their
    lengths, ``size`` is the height to a tenth of a point. ``axis`` is the one of the file's own space that the line
    follows (0: x, 1: y), if any. ``level`` tells that it runs from left to right on an upright page, and then ``drop``
    is how far glyphs reach below it.
    """

    font: _Font
    size: float
    high: float
    wide: float
    across: tuple[float, float]
    up: tuple[float, float]
    axis: int | None
    level: bool
    drop: float
    turn: int
    unseen: bool
    white: bool


class _Reading:
    """One page while it is read: numbers that PDFium writes into, and the page's place."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.handle = ctypes.cast(page, c_void_p).value
        self.four = [c_float() for _ in range(4)]
        self.pointers = [ctypes.addressof(value) for value in self.four]
        self.shade = [c_uint() for _ in range(4)]
        self.shades = [ctypes.addressof(value) for value in self.shade]
        self.rect = pdfium.FS_RECTF()
        self.matrix = pdfium.FS_MATRIX()
        self.fonts: dict[int, _Font] = {}
        box = self.rect
        pdfium.FPDF_GetPageBoundingBox(page, byref(box))
        self.box: Box = (box.left, box.bottom, box.right, box.top)
        self.quarter = pdfium.FPDFPage_GetRotation(page) % 4
        width, height = self.box[2] - self.box[0], self.box[3] - self.box[1]
        self.width, self.height = (height, width) if self.quarter % 2 else (width, height)
        x0, y0, x1, y1 = self.box
        # From PDF's space, whose y grows upwards, to the page as it is shown, whose y grows downwards.
        self.shown: Matrix = (
            (1.0, 0.0, 0.0, -1.0, -x0, y1),
            (0.0, 1.0, 1.0, 0.0, -y0, -x0),
            (-1.0, 0.0, 0.0, 1.0, x1, -y0),
            (0.0, -1.0, -1.0, 0.0, y1, x1),
        )[self.quarter]

    def sheet(self, number: int, most: int) -> Sheet:
        """The page; at most ``most`` characters. Raises TooLarge."""
        textpage = pdfium.FPDFText_LoadPage(self.page)
        if not textpage:
            raise Refused(f"page {number} has no text layer that opens", number - 1)
        try:
            text = ctypes.cast(textpage, c_void_p).value
            if _count_chars(text) > most:
                raise TooLarge(f"expected at most {CHARACTERS} characters, found more by page {number}; cut it up")
            glyphs = self.glyphs(text)
        finally:
            pdfium.FPDFText_ClosePage(textpage)
        rules, shapes, pictured = self.drawn()
        return Sheet(number, self.width, self.height, glyphs, rules, shapes, pictured)

    def glyphs(self, text: int | None) -> list[Glyph]:
        """The characters of the text layer in the order of PDFium; of those that it makes up, spaces where a gap is.

        What is asked for each character is asked for all in one go, without a step of Python between.
        """
        count = _count_chars(text)
        codes = self.codes(text, count)
        owners: list[int | None] = list(map(_text_object, repeat(text), range(count)))
        for index, code in enumerate(codes):
            if code in _SYNTHETIC and _is_generated(text, index):
                owners[index] = _MADE_UP
        across, down = (c_double * count)(), (c_double * count)()
        at_x, at_y = ctypes.addressof(across), ctypes.addressof(down)
        wide = ctypes.sizeof(c_double)
        steps = (range(start, start + wide * count, wide) for start in (at_x, at_y))
        deque(map(_origin, repeat(text), range(count), *steps), maxlen=0)
        xs, ys = list(across), list(down)

        out: list[Glyph] = []
        white: dict[int, list[int]] = {}
        runs: dict[int, _Run | None] = {}
        start, spaced = 0, False
        for owner, same in groupby(owners):
            first, start = start, start + sum(1 for _ in same)
            if owner == _MADE_UP:
                spaced = bool(out)
                continue
            if owner is None:
                continue
            if owner not in runs:
                runs[owner] = self.run(text, first, owner)
            run = runs[owner]
            if run is None:
                continue
            part = slice(first, start)
            found = self.level(text, first, codes[part], xs[part], ys[part], run)
            if spaced and found[0].x0 - out[-1].x1 >= _SPACE_WIDTH * out[-1].size:
                out.append(out[-1]._replace(text=" ", x0=out[-1].x1))
            spaced = False
            if run.white:
                white.setdefault(owner, []).extend(range(len(out), len(out) + len(found)))
            out += found
        if white:
            self.mark_unseen(out, list(white.values()))
        return out

    def level(
        self, text: int | None, first: int, codes: list[int], xs: list[float], ys: list[float], run: _Run
    ) -> list[Glyph]:
        """Glyphs that follow each other in one text object."""
        known = run.font.known
        rough = not run.level or len(set(xs)) < len(xs)
        for code in set(codes):
            if code not in known:
                known[code] = self.character(text, first + codes.index(code), code, run)
            rough = rough or known[code][1] is None
        if rough or ys.count(ys[0]) < len(ys):
            return list(self.one_by_one(text, first, codes, xs, ys, run))
        left, foot = self.shown[4:]
        bottom = foot - ys[0] + run.drop
        top, wide, new = bottom - run.high, run.wide, tuple.__new__
        face, size, turn, unseen = run.font.face, run.size, run.turn, run.unseen
        return [
            new(Glyph, (string, x + left, top, x + left + ems * wide, bottom, face, size, turn, unseen))  # type: ignore[operator]
            for (string, ems), x in zip(map(known.__getitem__, codes), xs, strict=True)
        ]

    def one_by_one(
        self, text: int | None, first: int, codes: list[int], xs: list[float], ys: list[float], run: _Run
    ) -> Iterator[Glyph]:
        """Glyphs that follow each other in one text object but not on a level line, or not one at a place."""
        left, foot = self.shown[4:]
        before: tuple[float, float] | None = None
        for index, (code, *here) in enumerate(zip(codes, xs, ys, strict=True), start=first):
            string, ems = run.font.known[code]
            place = (here[0], here[1])
            # The second character of a ligature stands where the first does; the glyph's box is that of both.
            ahead = run.wide * ems if ems is not None and place != before else self.ahead(text, index, run)
            before = place
            if run.level:
                x0, bottom = place[0] + left, foot - place[1] + run.drop
                box = (x0, bottom - run.high, x0 + ahead, bottom)
            else:
                box = self.leaning(place, ahead, run)
            yield Glyph(string, *box, run.font.face, run.size, run.turn, run.unseen)

    def codes(self, text: int | None, count: int) -> list[int]:
        """The characters of the text layer: asked for in one call where each is one unit of UTF-16."""
        units = (ctypes.c_uint16 * (count + 1))()
        if _get_text(text, 0, count, ctypes.addressof(units)) != count + 1:
            return [_unicode(text, index) for index in range(count)]
        return [
            code if code != _NONE and not 0xD800 <= code < 0xE000 else _unicode(text, index)
            for index, code in enumerate(units[:count])
        ]

    def ahead(self, text: int | None, index: int, run: _Run) -> float:
        """How far a glyph's box, advance and ink, reaches along its line; half an em where the line leans."""
        _loose_box(text, index, byref(self.rect))
        box = self.rect
        if run.axis is None:
            return 0.5 * run.high
        return float(abs(box.right - box.left) if run.axis == 0 else abs(box.top - box.bottom))

    def leaning(self, here: tuple[float, float], ahead: float, run: _Run) -> Box:
        """The box of a glyph whose line does not run level from left to right on an upright page."""
        a, b, c, d, e, f = self.shown
        x = here[0] * a + here[1] * c + e + run.font.descent * run.up[0]
        y = here[0] * b + here[1] * d + f + run.font.descent * run.up[1]
        ends_x = (x, x + ahead / run.wide * run.across[0] + run.up[0])
        ends_y = (y, y + ahead / run.wide * run.across[1] + run.up[1])
        return (min(ends_x), min(ends_y), max(ends_x), max(ends_y))

    def run(self, text: int | None, index: int, owner: int | None) -> _Run | None:
        """What a text object tells of its glyphs; None where it has no font or no size."""
        handle = _font(owner) if owner else None
        if handle is None:
            return None
        font = self.fonts.get(handle)
        if font is None:
            font = self.fonts[handle] = self.font(handle)
        _font_size(owner, self.pointers[0])
        size = self.four[0].value
        _matrix(text, index, byref(self.matrix))
        m, (a, b, c, d, _, _) = self.matrix, self.shown
        across = (size * (m.a * a + m.b * c), size * (m.a * b + m.b * d))
        up = (size * (m.c * a + m.d * c), size * (m.c * b + m.d * d))
        high, wide = math.hypot(*up), math.hypot(*across)
        if not (0 < high < math.inf and 0 < wide < math.inf):
            return None
        lean = _LEAN * math.hypot(m.a, m.b)
        axis = 0 if abs(m.b) <= lean else 1 if abs(m.a) <= lean else None
        level = self.quarter == 0 and across[1] == 0 and up[0] == 0 and across[0] > 0 and up[1] < 0
        quarters = math.atan2(across[1], across[0]) / (math.pi / 2)
        turn = round(quarters) % 4 if abs(quarters - round(quarters)) < _LEAN else LEANING
        mode = _render_mode(owner)
        painted = _fill_color(owner, *self.shades)
        red, green, blue, alpha = (value.value for value in self.shade)
        stroked = mode in (pdfium.FPDF_TEXTRENDERMODE_STROKE, pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE)
        unseen = mode in _INKLESS or bool(painted and alpha < _FAINT and not stroked)
        white = bool(painted and not stroked and min(red, green, blue) >= _WHITE)
        return _Run(
            font, round(high, 1), high, wide, across, up, axis, level, font.descent * up[1], turn, unseen, white
        )

    def font(self, handle: int) -> _Font:
        length = min(_font_name(handle, None, 0), 1_000)
        name = ctypes.create_string_buffer(length + 1)
        _font_name(handle, ctypes.addressof(name), length)
        _descent(handle, 1.0, self.pointers[0])
        return _Font(handle, typeface(name.value.decode("utf-8", "replace")), self.four[0].value)

    def character(self, text: int | None, index: int, code: int, run: _Run) -> tuple[str, float | None]:
        """The text of a character and its advance in ems; None where the font's answer does not fit the page."""
        if code == _LINE_END_HYPHEN:
            string = "-"
        elif (
            _unmapped(text, index) or not code or 0xD800 <= code < 0xE000 or code & 0xFFFE == 0xFFFE or code > 0x10FFFF
        ):
            string = UNMAPPED
        else:
            string = chr(code)
        if not _glyph_width(run.font.handle, code, 1.0, self.pointers[0]):
            return string, None
        width = self.four[0].value
        # PDFium looks the width up by the character, and two glyphs of a font may share one: the box tells which.
        fits = 0 < width * run.wide <= self.ahead(text, index, run) + 0.05
        return string, width if fits else None

    def drawn(self) -> tuple[list[Rule], int, float]:
        """Rules, how many shapes there are, and the share of the page under pictures."""
        rules: list[Rule] = []
        shapes, covered, left = 0, 0.0, _OBJECTS
        stack: list[tuple[Any, int | None, int, Matrix]] = [
            (_object, self.handle, _count_objects(self.handle), self.shown)
        ]
        while stack and left > 0:
            getter, owner, count, frame = stack.pop()
            for index in range(min(count, left)):
                left -= 1
                thing = getter(owner, index)
                kind = _type(thing)
                if kind == pdfium.FPDF_PAGEOBJ_PATH:
                    shapes += 1
                    if shapes <= SHAPES:
                        shapes += self.path(thing, frame, rules)
                elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                    covered += self.area(thing, frame)
                elif kind == pdfium.FPDF_PAGEOBJ_FORM and len(stack) < _DEPTH:
                    _object_matrix(thing, byref(self.matrix))
                    stack.append((_form_object, thing, _count_form(thing), self.through(frame)))
        whole = self.width * self.height
        return (rules if shapes <= SHAPES else []), shapes, min(1.0, covered / whole) if whole > 0 else 0.0

    def through(self, frame: Matrix) -> Matrix:
        """The matrix that PDFium has just told of, followed by that of the frame."""
        m, (a, b, c, d, e, f) = self.matrix, frame
        return (
            m.a * a + m.b * c,
            m.a * b + m.b * d,
            m.c * a + m.d * c,
            m.c * b + m.d * d,
            m.e * a + m.f * c + e,
            m.e * b + m.f * d + f,
        )

    def area(self, thing: int | None, frame: Matrix) -> float:
        """How much of the page an object covers, by its box."""
        if not _bounds(thing, *self.pointers):
            return 0.0
        x0, y0, x1, y1 = (value.value for value in self.four)
        a, b, c, d, e, f = frame
        across = sorted((x0 * a + y0 * c + e, x1 * a + y1 * c + e))
        down = sorted((x0 * b + y0 * d + f, x1 * b + y1 * d + f))
        width = min(across[1], self.width) - max(across[0], 0.0)
        height = min(down[1], self.height) - max(down[0], 0.0)
        return width * height if width > 0 and height > 0 else 0.0

    def path(self, thing: int | None, frame: Matrix, rules: list[Rule]) -> int:
        """Add the straight sides of a path to the rules; returns how many shapes it has beyond the first."""
        count = _count_segments(thing)
        if not 1 < count <= _POINTS:
            return SHAPES if count > _POINTS else 0
        _object_matrix(thing, byref(self.matrix))
        a, b, c, d, e, f = self.through(frame)
        x, y = self.four[:2]
        start = last = (0.0, 0.0)
        parts = 0
        for index in range(count):
            segment = _segment(thing, index)
            _segment_point(segment, *self.pointers[:2])
            here = (x.value * a + y.value * c + e, x.value * b + y.value * d + f)
            kind = _segment_type(segment)
            if kind == pdfium.FPDF_SEGMENT_MOVETO:
                start, parts = here, parts + 1
            elif kind == pdfium.FPDF_SEGMENT_LINETO:
                _add_side(rules, last, here)
            last = here
            if _segment_closes(segment):
                _add_side(rules, last, start)
                last = start
        return max(0, parts - 1)

    def mark_unseen(self, glyphs: list[Glyph], runs: list[list[int]]) -> None:
        """Mark white glyphs whose place on the rendered page shows no contrast: white on white."""
        scale = min(1.0, _PIXELS / max(self.width, self.height, 1.0))
        pixels, width, height = rendered(self.page, scale)
        for run in runs:
            if not any(_contrast(pixels, width, height, glyphs[at], scale) for at in run):
                for at in run:
                    glyphs[at] = glyphs[at]._replace(unseen=True)


def rendered(page: Any, scale: float) -> tuple[bytes, int, int]:
    """A page as grey pixels, row by row, with its width and height in pixels; ``scale`` is pixels a point."""
    width = max(1, round(pdfium.FPDF_GetPageWidthF(page) * scale))
    height = max(1, round(pdfium.FPDF_GetPageHeightF(page) * scale))
    pixels = ctypes.create_string_buffer(width * height)
    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_Gray, pixels, width)
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, pdfium.FPDF_ANNOT)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    return pixels.raw, width, height


def _contrast(pixels: bytes, width: int, height: int, glyph: Glyph, scale: float) -> bool:
    left, right = max(0, int(glyph.x0 * scale)), min(width, math.ceil(glyph.x1 * scale))
    top, bottom = max(0, int(glyph.top * scale)), min(height, math.ceil(glyph.bottom * scale))
    if glyph.text.isspace() or left >= right or top >= bottom:
        return False
    rows = [pixels[row * width + left : row * width + right] for row in range(top, bottom)]
    return max(map(max, rows)) - min(map(min, rows)) >= _CONTRAST


def _add_side(rules: list[Rule], one: tuple[float, float], two: tuple[float, float]) -> None:
    if abs(one[0] - two[0]) < _STRAIGHT:
        rules.append(Rule(True, one[0], min(one[1], two[1]), max(one[1], two[1])))
    elif abs(one[1] - two[1]) < _STRAIGHT:
        rules.append(Rule(False, one[1], min(one[0], two[0]), max(one[0], two[0])))
