"""Bytes → str: which encoding, and the repair of text that was decoded wrongly once before."""

from __future__ import annotations

import codecs
import html
import re
from encodings import normalize_encoding
from encodings.aliases import aliases

import ftfy

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# UTF-8 read as Windows-1252 shows one of these lead characters before a character of the upper half. Most texts have
# none of them, and to look for a character is a hundred times quicker than to search for a pattern.
_LEADS = "ÃÂâ"
_MOJIBAKE = re.compile(rf"[{_LEADS}][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŸ]")
# What is left of a no-break space read as Latin-1 whose second byte has since become a space: English has no such word
# end. The pattern begins with its one letter, so that only places which have it are looked at.
_LOST_SPACE = re.compile(r"Â(?:(?<=[\w.,;:)]Â)(?=\s|$)|(?<=^Â)$)", re.MULTILINE)
# Bytes that no text has, in whatever encoding of one byte a character or more.
_CONTROL = bytes(byte for byte in range(32) if byte not in (7, 8, 9, 10, 11, 12, 13, 26, 27))
_CP1252_HOLES = {byte: chr(byte) for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}


def is_text(data: bytes) -> bool:
    """Whether bytes can be a text of any encoding that ``decode`` knows.

    >>> is_text(b"Class Code: 2419"), is_text(bytes(range(256)))
    (True, False)
    """
    head = data[:65536]
    if any(head.startswith(bom) for bom, _ in BOMS) or _utf16_without_bom(head):
        return True
    return len(head) - len(head.translate(None, _CONTROL)) <= len(head) // 200


def decode(data: bytes, declared: str | None = None) -> tuple[str, str]:
    """Decode bytes and name the encoding: BOM, pattern of NULs, strict UTF-8, the declared one, Windows-1252.

    UTF-8 comes before what a page declares since a wrong declaration is common and text that is not UTF-8
    hardly ever decodes as it by accident.
    """
    for bom, name in BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(name, errors="replace"), name
    if wide := _utf16_without_bom(data[:65536]):
        return data.decode(wide, errors="replace"), wide
    try:
        return repair(data.decode("utf-8")), "utf-8"
    except UnicodeDecodeError:
        pass
    if declared:
        label = normalize_encoding(declared).lower()
        if (codec := aliases.get(label, label)) in _DECLARED:
            try:
                return data.decode(codec), codecs.lookup(codec).name
            except UnicodeDecodeError:
                pass
    if _almost_utf8(data):
        return repair(data.decode("utf-8", errors="replace")), "utf-8"
    # Windows-1252 leaves five bytes undefined; as browsers do, they stand for themselves.
    return repair(codecs.charmap_decode(data, "strict", _CP1252)[0]), "windows-1252"


_CP1252 = "".join(
    _CP1252_HOLES[byte] if byte in _CP1252_HOLES else bytes([byte]).decode("cp1252") for byte in range(256)
)


# The encodings, by the names of Python's codecs, in which pages are written and ASCII stands where it should. A page may
# declare any codec that Python knows: EBCDIC, punycode, one made to fail; browsers know none of these either.
_DECLARED = frozenset(
    [
        "big5",
        "big5hkscs",
        "cp866",
        "cp874",
        "cp932",
        "cp949",
        "cp950",
        "cp1250",
        "cp1251",
        "cp1253",
        "cp1254",
        "cp1255",
        "cp1256",
        "cp1257",
        "cp1258",
        "euc_jp",
        "euc_kr",
        "gb18030",
        "gb2312",
        "gbk",
        "iso2022_jp",
        "iso8859_2",
        "iso8859_3",
        "iso8859_4",
        "iso8859_5",
        "iso8859_6",
        "iso8859_7",
        "iso8859_8",
        "iso8859_9",
        "iso8859_10",
        "iso8859_11",
        "iso8859_13",
        "iso8859_14",
        "iso8859_15",
        "iso8859_16",
        "koi8_r",
        "koi8_u",
        "mac_cyrillic",
        "mac_roman",
        "shift_jis",
        "tis_620",
    ]
)
# ftfy imports these when a text first needs them, and a process that is locked by then can open no file.
for _codec in ("utf-8-variants", "sloppy-windows-1252"):
    codecs.lookup(_codec)


def repair(text: str) -> str:
    """Undo one wrong decoding (``â€™`` for ``’``); text without the tell-tale pairs is left alone.

    ``ftfy.fix_text`` would also straighten quotes and open ligatures: only the encoding step is wanted.

    >>> repair("EmployerÃ¢â‚¬â„¢s licence"), repair("Café — naïve")
    ('Employer’s licence', 'Café — naïve')
    >>> repair("precinct supplies;Â ")
    'precinct supplies;  '
    """
    if not any(lead in text for lead in _LEADS):
        return text
    text = _LOST_SPACE.sub(" ", text)
    if not _MOJIBAKE.search(text):
        return text
    return "\n".join(ftfy.fix_encoding(line) if _MOJIBAKE.search(line) else line for line in text.split("\n"))


def unescape(text: str) -> str:
    """Character references as their characters, as ``html.unescape``, which fails on a number of thousands of digits.

    >>> unescape("Parks &amp; Trails"), unescape("&#" + "9" * 5000 + ";")
    ('Parks & Trails', '\ufffd')
    """
    return html.unescape(_ENDLESS.sub("\ufffd", text) if "&#" in text else text)


_ENDLESS = re.compile(r"&#[0-9]{1000,};?")


def _utf16_without_bom(head: bytes) -> str | None:
    """UTF-16 shows itself by NULs in every other byte of Latin text."""
    if len(head) < 8:
        return None
    half = len(head) // 2
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 0.7 * half and even < 0.1 * half:
        return "utf-16-le"
    if even > 0.7 * half and odd < 0.1 * half:
        return "utf-16-be"
    return None


def _almost_utf8(data: bytes) -> bool:
    """Whether most bytes of the upper half form UTF-8 sequences: a stray byte must not spoil a page."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    sound = len(text) - len(text.encode("ascii", errors="ignore")) - broken
    return sound > 4 * broken
