"""Pages whose text a PDF does not hold: pictures, drawn letters, fonts that say of no glyph which character it is."""

from __future__ import annotations

import re
import string
import unicodedata
from collections import Counter
from collections.abc import Sequence

from parsers.document import Unread
from parsers.pdf_glyphs import UNMAPPED, Sheet

# Letters and digits below which a page under a picture is no page of text: a stamp, a footer, a date of receipt. A
# page of a specification has 2,000, the last of one seldom under 300.
_FEW = 200
# The share of a page under pictures from which on the page is a picture.
PICTURED = 0.5
# A page of outlines has one shape for each letter or more; a page with a frame or a logo has some dozens.
_DRAWN = 300
# Letters or digits fewer than which are no text.
_SOME = 20
# The share of glyphs without a character from which on the rest of a page is no text either.
_LOST = 0.3
# Vowels, with y, are 0.38 to 0.44 of the letters on the pages of the corpus, and as many in other languages written so;
# where glyphs are numbered in another order than the alphabet they are 0.23 on the average.
_VOWELS = 0.3
# Letters that it takes to judge by their frequency.
_ENOUGH = 200
# Private-use characters, but for those where symbol fonts put their bullets and boxes.
_PRIVATE = re.compile("[\ue000-\uefff\uf100-\uf8ff]")

FOUND = {
    "picture": "are pictures",
    "drawing": "are drawn in outlines",
    "unmapped": "have fonts that map their glyphs to no characters",
}


def unread(sheets: Sequence[Sheet]) -> tuple[Unread, ...]:
    """The pages that show text which the file does not hold, and what was found there."""
    return tuple(Unread(sheet.number, found) for sheet in sheets if (found := _found(sheet)))


def told(pages: Sequence[Unread], of: int) -> str:
    """Unread pages in words: "3 of 3 pages are pictures"."""
    counts = Counter(page.found for page in pages)
    return ", ".join(f"{count} of {of} pages {FOUND[found]}" for found, count in counts.items())


def _found(sheet: Sheet) -> str:
    text = "".join("".join(sheet.glyphs.texts.tolist()).split())
    lost = 0 if text.isascii() else text.count(UNMAPPED) + len(_PRIVATE.findall(text))
    if len(text) >= _SOME and (lost >= _LOST * len(text) or _is_scrambled(text)):
        return "unmapped"
    if sheet.pictured >= PICTURED and sum(map(str.isalnum, text)) < _FEW:
        return "picture"
    if sheet.shapes >= _DRAWN and sum(map(str.isalnum, text)) < _SOME:
        return "drawing"
    return ""


def _is_scrambled(text: str) -> bool:
    """Whether letters come in proportions that no language has. Judged in Latin letters only."""
    plain = text.lower() if text.isascii() else unicodedata.normalize("NFD", text.lower())
    letters = sum(map(plain.count, string.ascii_lowercase))
    return letters >= _ENOUGH and 2 * letters > len(text) and sum(map(plain.count, "aeiouy")) < _VOWELS * letters
