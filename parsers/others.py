"""Formats of word processors that no parser reads: what they are called and what to do with them."""

from __future__ import annotations

from typing import NamedTuple

from parsers.errors import Encrypted, ParseError, Unidentified

_NEXT = "open it in a word processor and save it as DOCX or PDF"


class _Other(NamedTuple):
    """How files of a format begin, what stands further on in them, and what to say of them."""

    start: bytes
    holds: bytes
    found: str
    next: str
    error: type[ParseError] = Unidentified


# Old files of Office are a file system in small (MS-CFB), whose names are UTF-16; a package under a password is put
# into one as well. The first that fits is told.
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = (
    _Other(
        _OLE,
        "EncryptedPackage".encode("utf-16-le"),
        "an Office file under a password",
        "ask for a copy without a password",
        Encrypted,
    ),
    _Other(_OLE, "WordDocument".encode("utf-16-le"), "an old Word file (.doc)", _NEXT),
    _Other(_OLE, b"", "an old Office file or message that is no Word document", "save it as PDF or leave it out"),
    _Other(b"{\\rtf", b"", "RTF", _NEXT),
    _Other(b"PK\x03\x04", b"mimetypeapplication/vnd.oasis.opendocument.text", "OpenDocument text (.odt)", _NEXT),
    _Other(
        b"PK\x03\x04", b"", "a zip or package that holds no Word document", "unpack it, or save its text as DOCX or PDF"
    ),
)


def error(data: bytes) -> ParseError:
    r"""Why bytes that no parser recognises cannot be read.

    >>> print(error(rb"{\rtf1 Weir Keeper}"))
    expected PDF, DOCX, HTML or text, found RTF; open it in a word processor and save it as DOCX or PDF
    """
    body = data.lstrip(b"\xef\xbb\xbf \t\r\n\f")
    for start, holds, found, next_step, kind in _OTHERS:
        if body.startswith(start) and holds in data:
            return kind(f"expected PDF, DOCX, HTML or text, found {found}; {next_step}")
    return Unidentified(
        f"expected PDF, DOCX, HTML or text, found bytes that begin with {data[:16]!r}; convert the file or leave it out"
    )
