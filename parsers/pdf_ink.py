"""PDF pages as pixels, and what of their text leaves a trace there."""

from __future__ import annotations

import ctypes
import math
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from parsers.pdf_frame import Frame
from parsers.pdf_glyphs import Glyph, Glyphs, Places

# Grey levels between the lightest and the darkest pixel of a word that can be seen.
_CONTRAST = 24
# The longest side, in pixels, of the picture in which words are looked for.
_PIXELS = 1_600


def rendered(page: Any, scale: float, band: tuple[float, float] | None = None) -> tuple[bytes, int, int, int]:
    """A page as grey pixels, row by row, with the width and height of the picture and its first row on the page.

    ``scale`` is pixels a point; of a page's ``band``, from a top to a bottom in points, only the rows are rendered.
    """
    width = max(1, round(pdfium.FPDF_GetPageWidthF(page) * scale))
    whole = max(1, round(pdfium.FPDF_GetPageHeightF(page) * scale))
    first, last = 0, whole
    if band is not None:
        first = min(max(0, int(band[0] * scale)), whole - 1)
        last = min(max(first + 1, math.ceil(band[1] * scale)), whole)
    height = last - first
    pixels = ctypes.create_string_buffer(width * height)
    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_Gray, pixels, width)
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, -first, width, whole, 0, pdfium.FPDF_ANNOT)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    return pixels.raw, width, height, first


def mark_without_trace(page: Any, frame: Frame, glyphs: Glyphs, runs: list[Places]) -> None:
    """Mark runs of glyphs as unseen whose place on the rendered page shows no contrast."""
    scale = min(1.0, _PIXELS / max(frame.width, frame.height, 1.0))
    all_of_them = np.concatenate(runs)
    band = (float(glyphs.top[all_of_them].min()), float(glyphs.bottom[all_of_them].max()))
    raw, width, height, first = rendered(page, scale, band)
    pixels = np.frombuffer(raw, np.uint8).reshape(height, width)
    for run in runs:
        inked = [glyph for glyph in glyphs.take(run).rows() if not glyph.text.isspace()]
        if not any(_contrast(pixels, first, glyph, scale) for glyph in inked):
            glyphs.unseen[run] = True


def _contrast(pixels: NDArray[np.uint8], first: int, glyph: Glyph, scale: float) -> bool:
    upper, left = max(0, int(glyph.top * scale) - first), max(0, int(glyph.x0 * scale))
    part = pixels[upper : max(0, math.ceil(glyph.bottom * scale) - first), left : max(0, math.ceil(glyph.x1 * scale))]
    return bool(part.size) and int(part.max()) - int(part.min()) >= _CONTRAST
