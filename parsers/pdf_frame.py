"""How a PDF page lies: its size as it is shown, and the way from the file's own space to it."""

from __future__ import annotations

from ctypes import byref
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

Matrix = tuple[float, float, float, float, float, float]


class Frame(NamedTuple):
    """A page as it is shown: its size in points, how many quarters it is turned, and where the file's points lie on it.

    The file's y grows upwards, that of the page as it is shown downwards.
    """

    width: float
    height: float
    quarter: int
    shown: Matrix


def frame_of(page: Any) -> Frame:
    """The frame of a page that PDFium has opened."""
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, byref(box))
    x0, y0, x1, y1 = box.left, box.bottom, box.right, box.top
    quarter = pdfium.FPDFPage_GetRotation(page) % 4
    width, height = x1 - x0, y1 - y0
    if quarter % 2:
        width, height = height, width
    shown: Matrix = (
        (1.0, 0.0, 0.0, -1.0, -x0, y1),
        (0.0, 1.0, 1.0, 0.0, -y0, -x0),
        (-1.0, 0.0, 0.0, 1.0, x1, -y0),
        (0.0, -1.0, -1.0, 0.0, y1, x1),
    )[quarter]
    return Frame(width, height, quarter, shown)


def through(matrix: Any, frame: Matrix) -> Matrix:
    """A matrix of PDFium's, followed by that of the frame."""
    m, (a, b, c, d, e, f) = matrix, frame
    return (
        m.a * a + m.b * c,
        m.a * b + m.b * d,
        m.c * a + m.d * c,
        m.c * b + m.d * d,
        m.e * a + m.f * c + e,
        m.e * b + m.f * d + f,
    )
