"""PDF pages as pixels, and what of their white text leaves a trace there."""

from __future__ import annotations

import ctypes
import math
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from parsers.pdf_frame import Frame
from parsers.pdf_glyphs import Glyphs, Places

# Grey levels between the lightest and the darkest pixel of a word that can be seen.
_CONTRAST = 24
# The longest side, in pixels, of the picture in which white words are looked for.
_PIXELS = 1_600


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


def mark_white_on_white(page: Any, frame: Frame, glyphs: Glyphs, runs: list[Places]) -> None:
    """Mark runs of white glyphs as unseen whose place on the rendered page shows no contrast."""
    scale = min(1.0, _PIXELS / max(frame.width, frame.height, 1.0))
    raw, width, height = rendered(page, scale)
    pixels = np.frombuffer(raw, np.uint8).reshape(height, width)
    for run in runs:
        inked = [glyph for glyph in glyphs.take(run).rows() if not glyph.text.isspace()]
        if not any(_contrast(pixels, glyph.x0, glyph.top, glyph.x1, glyph.bottom, scale) for glyph in inked):
            glyphs.unseen[run] = True


def _contrast(pixels: NDArray[np.uint8], x0: float, top: float, x1: float, bottom: float, scale: float) -> bool:
    upper, left = max(0, int(top * scale)), max(0, int(x0 * scale))
    part = pixels[upper : max(0, math.ceil(bottom * scale)), left : max(0, math.ceil(x1 * scale))]
    return bool(part.size) and int(part.max()) - int(part.min()) >= _CONTRAST
