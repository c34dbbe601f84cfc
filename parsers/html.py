"""HTML: the lines a reader sees, with the structure that the mark-up gives them.

The page is read into one flat list of events (``html_tree``), its text checked against the source (``html_source``),
and cut into blocks where a browser would break the line (``html_walk``). Site chrome is kept and named as furniture
(``html_chrome``): a page is mostly navigation, and which part of it was left aside must stay visible.
"""

from __future__ import annotations

import re

from parsers.document import Assembly, Document
from parsers.encoding import decode, is_text
from parsers.html_chrome import without_trailer
from parsers.html_tree import read
from parsers.html_walk import lines
from parsers.text import looks_like_html

FORMAT = "html"

_DECLARED = re.compile(
    rb"<(?:meta[^>]{0,200}charset\s*=|\?xml[^>]{0,200}encoding\s*=)\s*[\"']?\s*([\w-]+)", re.IGNORECASE
)


def identify(data: bytes) -> bool:
    """Bytes that decode as text and hold a tag that only HTML has."""
    return data[:4] != b"PK\x03\x04" and is_text(data) and looks_like_html(data)


def parse(data: bytes) -> Document:
    """Read an HTML page. Raises Truncated where text was lost in broken mark-up, Corrupt where nothing can be read."""
    declared = _DECLARED.search(data[:4096])
    source, encoding = decode(data, declared[1].decode("ascii") if declared else None)
    if b"\x00" in data:
        source = source.replace("\x00", "")
    assembly = Assembly()
    for piece in lines(read(source), source):
        assembly.add(piece)
    assembly.pieces = without_trailer(assembly.pieces)
    return assembly.document(FORMAT, encoding)
