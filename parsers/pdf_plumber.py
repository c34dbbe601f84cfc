"""PDF bytes → glyphs, rules and pictures, through pdfplumber: the second reader, for files that PDFium refuses.

It is ten times slower, and rebuilds the table of objects of a file where that is broken in ways of its own. It
tells nothing of render modes: what is printed without ink is text here.
"""

from __future__ import annotations

import io
import logging
import re
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdftypes import resolve1
from pdfplumber.utils.exceptions import PdfminerException

from parsers.errors import Corrupt, Encrypted, ParseError, TooLarge, TooManyPages, Truncated
from parsers.pdf_glyphs import CHARACTERS, PAGES, SHAPES, UNMAPPED, Glyph, Glyphs, Rule, Sheet, typeface

logging.getLogger("pdfminer").setLevel(logging.ERROR)  # its warnings name no document

# pdfminer's stand-in for a glyph that its font maps to no character.
_UNMAPPED = re.compile(r"\(cid:\d+\)")


def read(data: bytes) -> list[Sheet]:
    """The pages of a PDF. Raises Encrypted, Corrupt, Truncated, TooManyPages or TooLarge."""
    try:
        return _read(data)
    except PdfminerException as error:
        if isinstance(error.args[0] if error.args else None, PDFPasswordIncorrect):
            raise Encrypted("expected an open PDF, found one that asks for a password; get an open copy") from error
        raise Corrupt(f"expected a PDF, found a broken one ({error}); scrape it again") from error
    except (MemoryError, ParseError):
        raise
    except Exception as error:  # pdfminer lets out whatever its reading of a broken object runs into
        raise Corrupt(
            f"expected a PDF, found objects that contradict each other ({error!r}); scrape it again"
        ) from error


def _read(data: bytes) -> list[Sheet]:
    sheets: list[Sheet] = []
    left = CHARACTERS
    failed: Exception | None = None
    with pdfplumber.open(io.BytesIO(data)) as source:
        if len(source.pages) > PAGES:
            raise TooManyPages(f"expected at most {PAGES} pages, found {len(source.pages)}; cut the document up")
        for page in source.pages:
            try:
                sheet = _sheet(page)
            except MemoryError:
                raise
            except Exception as error:  # as in `read`
                failed = error
                continue
            page.close()
            sheets.append(sheet)
            left -= len(sheet.glyphs)
            if left < 0:
                raise TooLarge(
                    f"expected at most {CHARACTERS} characters, found more by page {page.page_number}; cut it up"
                )
        if failed and sheets:
            raise Truncated(
                f"expected {len(source.pages)} readable pages, found {len(sheets)} ({failed!r}); scrape it again"
            ) from failed
        lost = _lost_pages(source.doc.catalog.get("Pages"), len(source.pages))
    if failed:
        raise failed
    if not sheets:
        raise Corrupt("expected a PDF with pages, found none; scrape it again")
    if lost:
        raise Truncated(f"expected all pages that the PDF names, found {lost} of them missing; scrape it again")
    return sheets


def _lost_pages(tree: Any, found: int) -> int:
    """How many pages the tree of pages refers to, and counts, that the file does not hold; pdfminer tells nothing of it."""
    root = resolve1(tree)
    count = resolve1(root.get("Count")) if isinstance(root, dict) else None
    if not isinstance(count, int) or count <= found:
        return 0
    lost, waiting, seen = 0, [tree], set()
    while waiting:
        named = waiting.pop()
        number = getattr(named, "objid", None)
        if number in seen:
            continue
        if number is not None:
            seen.add(number)
        node = resolve1(named)
        if isinstance(node, dict):
            kids = resolve1(node.get("Kids"))
            waiting.extend(kids if isinstance(kids, list) else ())
        else:
            lost += number is not None
    return lost


def _sheet(page: Any) -> Sheet:
    shapes = len(page.lines) + len(page.rects) + len(page.curves)
    rules = []
    if shapes <= SHAPES:
        for edge in page.edges:
            upright = edge["orientation"] == "v"
            ends = ("top", "bottom") if upright else ("x0", "x1")
            rules.append(Rule(upright, edge["x0" if upright else "top"], edge[ends[0]], edge[ends[1]]))
    whole = float(page.width * page.height)
    covered = sum((image["x1"] - image["x0"]) * (image["bottom"] - image["top"]) for image in page.images)
    return Sheet(
        page.page_number,
        float(page.width),
        float(page.height),
        Glyphs.of(_glyph(char) for char in page.chars),
        rules,
        shapes,
        min(1.0, float(covered) / whole) if whole > 0 else 0.0,
    )


def _glyph(char: dict[str, Any]) -> Glyph:
    text = UNMAPPED if _UNMAPPED.fullmatch(char["text"]) else char["text"]
    turn = 0 if char["upright"] else 1
    box = (char["x0"], char["top"], char["x1"], char["bottom"])
    return Glyph(text, *box, typeface(char["fontname"]), round(char["size"], 1), turn)
