"""Bytes → Document. Knows formats, and nothing of jobs."""

from __future__ import annotations

from types import ModuleType

from parsers import docx, html, others, pdf, text
from parsers.document import Document
from parsers.errors import Ambiguous, Corrupt, NoText

PARSERS: tuple[ModuleType, ...] = (pdf, docx, html, text)  # adding a format is one line here


def identify(data: bytes) -> ModuleType:
    """The one parser that recognises the bytes; what holds a PDF is one, though all its bytes may pass for text.

    Raises Unidentified, Ambiguous, or Encrypted where a package lies under a password.
    """
    if not data.strip(b"\x00 \t\r\n\f"):
        raise NoText("expected a document, found an empty file; scrape it again")
    if pdf.identify(data):
        return pdf
    claims = [parser for parser in PARSERS if parser.identify(data)]
    if not claims:
        raise others.error(data)
    if len(claims) > 1:
        names = ", ".join(parser.FORMAT for parser in claims)
        raise Ambiguous(f"expected one format, found bytes that pass for {names}; mend `identify` in one of them")
    return claims[0]


def parse(data: bytes, ocr: bool = False) -> Document:
    """Read a document of whatever format; with ``ocr``, pages of a PDF that are pictures too.

    Raises ParseError: Unidentified, Ambiguous, Corrupt, Encrypted, NoText, Truncated, TooManyPages or TooLarge, and
    NoRecogniser where ``ocr`` is asked for and not installed.
    """
    parser = identify(data)
    try:
        document: Document = pdf.parse(data, ocr) if parser is pdf else parser.parse(data)
    except RecursionError as error:
        raise Corrupt(
            f"expected {parser.FORMAT} that nests a few levels deep, found parts within parts without end; leave it out"
        ) from error
    if not any(character.isalnum() for character in document.text):
        raise NoText(
            f"expected text, found {len(document.blocks)} lines without a letter in {document.pages or 1} page(s)"
        )
    return document
