"""PDFium as a library: started with its own fonts only, its functions without wrappers, its documents opened."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import byref, c_float, c_int, c_size_t, c_uint, c_void_p
from typing import Any

import pypdfium2  # noqa: F401  its import starts the library
import pypdfium2.raw as pdfium

from parsers.errors import Encrypted


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
    """A function of PDFium with plain pointers: no wrapper object a call, and no release of the interpreter's lock.

    Without types of arguments it takes what ctypes passes as it is, whole numbers and what ``byref`` gives: a call then
    costs half as much, because no argument is packed anew.
    """
    return ctypes.PYFUNCTYPE(result, *arguments)(address(function))


def address(handle: Any) -> int:
    """A handle of PDFium as the plain number that functions with types of arguments take."""
    return ctypes.cast(handle, c_void_p).value or 0


def passed(address: int) -> Any:
    """The same as functions without types of arguments take it."""
    return byref(ctypes.c_char.from_address(address))


# What is asked of each character: the first argument as ``passed``.
get_unicode = _fast(pdfium.FPDFText_GetUnicode, c_uint)
is_generated = _fast(pdfium.FPDFText_IsGenerated, c_int)
char_origin = _fast(pdfium.FPDFText_GetCharOrigin, None)
# The address of the text object, 0 where there is none.
text_object = _fast(pdfium.FPDFText_GetTextObject, c_size_t)

# What is asked less often: handles as plain numbers.
count_chars = _fast(pdfium.FPDFText_CountChars, c_int, c_void_p)
get_text = _fast(pdfium.FPDFText_GetText, c_int, c_void_p, c_int, c_int, c_void_p)
is_unmapped = _fast(pdfium.FPDFText_HasUnicodeMapError, c_int, c_void_p, c_int)
loose_box = _fast(pdfium.FPDFText_GetLooseCharBox, c_int, c_void_p, c_int, c_void_p)
char_matrix = _fast(pdfium.FPDFText_GetMatrix, c_int, c_void_p, c_int, c_void_p)
font_of = _fast(pdfium.FPDFTextObj_GetFont, c_void_p, c_void_p)
font_size = _fast(pdfium.FPDFTextObj_GetFontSize, c_int, c_void_p, c_void_p)
render_mode = _fast(pdfium.FPDFTextObj_GetTextRenderMode, c_int, c_void_p)
fill_color = _fast(pdfium.FPDFPageObj_GetFillColor, c_int, c_void_p, *[c_void_p] * 4)
font_name = _fast(pdfium.FPDFFont_GetBaseFontName, c_size_t, c_void_p, c_void_p, c_size_t)
font_descent = _fast(pdfium.FPDFFont_GetDescent, c_int, c_void_p, c_float, c_void_p)
glyph_width = _fast(pdfium.FPDFFont_GetGlyphWidth, c_int, c_void_p, c_uint, c_float, c_void_p)
count_objects = _fast(pdfium.FPDFPage_CountObjects, c_int, c_void_p)
page_object = _fast(pdfium.FPDFPage_GetObject, c_void_p, c_void_p, c_int)
count_form = _fast(pdfium.FPDFFormObj_CountObjects, c_int, c_void_p)
form_object = _fast(pdfium.FPDFFormObj_GetObject, c_void_p, c_void_p, ctypes.c_ulong)
object_type = _fast(pdfium.FPDFPageObj_GetType, c_int, c_void_p)
object_matrix = _fast(pdfium.FPDFPageObj_GetMatrix, c_int, c_void_p, c_void_p)
object_bounds = _fast(pdfium.FPDFPageObj_GetBounds, c_int, c_void_p, *[c_void_p] * 4)
count_segments = _fast(pdfium.FPDFPath_CountSegments, c_int, c_void_p)
path_segment = _fast(pdfium.FPDFPath_GetPathSegment, c_void_p, c_void_p, c_int)
segment_type = _fast(pdfium.FPDFPathSegment_GetType, c_int, c_void_p)
segment_point = _fast(pdfium.FPDFPathSegment_GetPoint, c_int, c_void_p, c_void_p, c_void_p)
segment_closes = _fast(pdfium.FPDFPathSegment_GetClose, c_int, c_void_p)


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
