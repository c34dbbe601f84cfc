"""The type of a PDF's text objects: what all glyphs of one have in common, and what a font tells of a character."""

from __future__ import annotations

import ctypes
import math
import struct
from ctypes import addressof, byref, c_float
from dataclasses import dataclass, field
from typing import NamedTuple

import pypdfium2.raw as pdfium

from parsers.pdf_frame import Frame
from parsers.pdf_glyphs import LEANING, UNMAPPED, Type, typeface
from parsers.pdf_library import (
    char_matrix,
    fill_color,
    font_descent,
    font_name,
    font_of,
    font_size,
    glyph_width,
    is_unmapped,
    loose_box,
    render_mode,
)

# Text in render mode 3 is neither filled nor stroked, in mode 7 only a clipping path.
_INKLESS = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
_STROKED = (pdfium.FPDF_TEXTRENDERMODE_STROKE, pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE)
# White is what leaves no trace on paper: each colour at 250 of 255 or more. Alpha below 13 is under a twentieth.
_WHITE = 250
_FAINT = 13
# How far, in quarters, a line of type may lean and still be read along an axis: three degrees, more than any scan is
# laid askew and less than any stamp.
_LEAN = 3 / 90
# What PDFium makes of a hyphen at the end of a line.
_LINE_END_HYPHEN = 2

# What PDFium tells of a text object: size, colour, matrix. The last two numbers of the matrix are a place, no type.
_TOLD = struct.Struct("f4I4f")
_SIZE, _COLOUR, _MATRIX, _LENGTH = 0, 4, 20, 44


@dataclass(slots=True)
class Font:
    """What is asked of a font once; ``known`` maps a character to its text and its width in ems (None: ask the box)."""

    handle: int
    face: str
    descent: float
    known: dict[int, tuple[str, float | None]] = field(default_factory=dict)


class Run(NamedTuple):
    """What the glyphs of a text object share.

    ``across`` and ``up`` are an em along and above the line as it lies on the page, ``wide`` and ``high`` their
    lengths. ``axis`` is the one of the file's own space that the line follows (0: x, 1: y), if any. ``level`` tells that it
    runs from left to right on an upright page, and then ``drop`` is how far glyphs reach below it.
    """

    font: Font
    type: Type
    high: float
    wide: float
    across: tuple[float, float]
    up: tuple[float, float]
    axis: int | None
    level: bool
    drop: float
    unseen: bool
    white: bool


# The fonts of a page by PDFium's handle.
Fonts = dict[int, Font]


class Runs:
    """The runs of a page's text, each asked for once, with the numbers that PDFium writes into.

    ``before`` has the fonts of a page that is still open.
    """

    def __init__(self, text: int, frame: Frame, before: Fonts) -> None:
        self.text = text
        self.frame = frame
        self.found: list[Run] = []
        self._numbers: dict[tuple[int, int, int, bytes], int | None] = {}
        self.fonts: Fonts = {}
        self._before = before
        self._told = (ctypes.c_char * _LENGTH)()
        start = addressof(self._told)
        self._size, self._matrix = start + _SIZE, start + _MATRIX
        self._colour = [start + _COLOUR + 4 * k for k in range(4)]
        self._number = c_float()
        self._box = pdfium.FS_RECTF()

    def number(self, index: int, owner: int) -> int | None:
        """Where the run of a text object that has this character stands among ``found``; None without font or size."""
        handle = font_of(owner)
        if handle is None:
            return None
        font_size(owner, self._size)
        char_matrix(self.text, index, self._matrix)
        painted = fill_color(owner, *self._colour)
        key = (handle, render_mode(owner), painted, self._told.raw[: _TOLD.size])
        if key not in self._numbers:
            run = self._run(*key)
            self._numbers[key] = None if run is None else len(self.found)
            self.found += [run] if run else []
        return self._numbers[key]

    def _run(self, handle: int, mode: int, painted: int, told: bytes) -> Run | None:
        font = self.fonts[handle] = self.fonts.get(handle) or self._before.get(handle) or self._font(handle)
        size, red, green, blue, alpha, ma, mb, mc, md = _TOLD.unpack(told)
        a, b, c, d, _, _ = self.frame.shown
        across = (size * (ma * a + mb * c), size * (ma * b + mb * d))
        up = (size * (mc * a + md * c), size * (mc * b + md * d))
        high, wide = math.hypot(*up), math.hypot(*across)
        if not (0 < high < math.inf and 0 < wide < math.inf):
            return None
        lean = _LEAN * math.hypot(ma, mb)
        axis = 0 if abs(mb) <= lean else 1 if abs(ma) <= lean else None
        level = self.frame.quarter == 0 and across[1] == 0 and up[0] == 0 and across[0] > 0 and up[1] < 0
        quarters = math.atan2(across[1], across[0]) / (math.pi / 2)
        turn = round(quarters) % 4 if abs(quarters - round(quarters)) < _LEAN else LEANING
        stroked = mode in _STROKED
        unseen = mode in _INKLESS or bool(painted and alpha < _FAINT and not stroked)
        white = bool(painted and not stroked and min(red, green, blue) >= _WHITE)
        kind = Type(font.face, round(high, 1), turn)
        return Run(font, kind, high, wide, across, up, axis, level, font.descent * up[1], unseen, white)

    def _font(self, handle: int) -> Font:
        length = min(font_name(handle, None, 0), 1_000)
        name = ctypes.create_string_buffer(length + 1)
        font_name(handle, addressof(name), length)
        font_descent(handle, 1.0, addressof(self._number))
        return Font(handle, typeface(name.value.decode("utf-8", "replace")), self._number.value)

    def character(self, index: int, code: int, run: Run) -> tuple[str, float | None]:
        """The text of a character and its advance in ems; None where the font's answer does not fit the page."""
        known = run.font.known
        if code not in known:
            known[code] = (self._string(index, code), self._advance(index, code, run))
        return known[code]

    def _string(self, index: int, code: int) -> str:
        if code == _LINE_END_HYPHEN:
            return "-"
        lost = not code or 0xD800 <= code < 0xE000 or code & 0xFFFE == 0xFFFE or code > 0x10FFFF
        return UNMAPPED if lost or is_unmapped(self.text, index) else chr(code)

    def _advance(self, index: int, code: int, run: Run) -> float | None:
        if not glyph_width(run.font.handle, code, 1.0, addressof(self._number)):
            return None
        width = self._number.value
        # PDFium looks the width up by the character, and two glyphs of a font may share one: the box tells which.
        return width if 0 < width * run.wide <= self.ahead(index, run) + 0.05 else None

    def ahead(self, index: int, run: Run) -> float:
        """How far a glyph's box, advance and ink, reaches along its line; half an em where the line leans."""
        if run.axis is None:
            return 0.5 * run.high
        loose_box(self.text, index, byref(self._box))
        box = self._box
        return float(abs(box.right - box.left) if run.axis == 0 else abs(box.top - box.bottom))
