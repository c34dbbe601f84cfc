"""Whether a PDF has layers (optional content, ISO 32000-1, 8.11) of which some are not shown.

PDFium heeds layers when it renders a page, gives their text whether they are shown or not, and has no function that
tells of them; so the bytes are asked.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

_CATALOG, _LAYERS, _OFF = b"/Catalog", b"/OCProperties", b"/OFF"
_OBJECTS = re.compile(rb"/ObjStm\b")
_START = re.compile(rb"stream\r?\n")
# Streams that are looked into, and bytes of each: a catalog is small, and the limits keep the work finite.
_STREAMS = 2_000
_LARGEST = 1 << 18
# Bytes within which the dictionary of a stream ends.
_DICTIONARY = 500


def has_hidden_layers(data: bytes) -> bool:
    """Whether the file speaks of layers and of some that are off, in its plain or its packed objects."""
    layers = off = False
    for part in _parts(data):
        layers = layers or _LAYERS in part
        off = off or _OFF in part
        if layers and off:
            return True
        if not layers and _CATALOG in part:
            return False  # the catalog would name them
    return False


def _parts(data: bytes) -> Iterator[bytes]:
    """The file itself, then its packed objects, of which the catalog may be one."""
    yield data
    for count, found in enumerate(_OBJECTS.finditer(data)):
        if count == _STREAMS:
            return
        if not (start := _START.search(data, found.end(), found.end() + _DICTIONARY)):
            continue
        try:
            yield zlib.decompressobj().decompress(data[start.end() : start.end() + _LARGEST], _LARGEST)
        except zlib.error:
            continue
