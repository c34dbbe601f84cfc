"""What the tagger sees of a word: a static vector of its own or of its pieces, and hashed features of its form.

Used by the encoder and by training alike, so that both see the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from zlib import crc32

# Rows of the one table of hashed features, by feature; a collision costs little, since the others differ.
SIZES = {"norm": 16384, "prefix": 2048, "suffix2": 1024, "suffix3": 4096, "suffix4": 6144, "shape": 1024}
ROWS = sum(SIZES.values()) + 1
# The row of what stands before the first and after the last word.
BOUNDARY = ROWS - 1

_OFFSETS = dict(zip(SIZES, (sum(list(SIZES.values())[:k]) for k in range(len(SIZES))), strict=True))
PART = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|_")
_DIGIT = re.compile(r"\d")
_REPEAT = re.compile(r"(.)\1{3,}")
_MOST_PIECES = 12


def _class(char: str) -> str:
    return "X" if char.isupper() else "x" if char.isalpha() else "0" if char.isdigit() else char


_ASCII = {code: _class(chr(code)) for code in range(128)}


def hashed(word: str) -> list[int]:
    """Rows of the word's features in the table of hashed features, one for each of SIZES."""
    norm = word.lower()
    if not norm.isalpha():
        norm = _DIGIT.sub("0", norm)
    values = (norm, norm[:3], norm[-2:], norm[-3:], norm[-4:], shape(word))
    return [
        _OFFSETS[name] + crc32(value.encode("utf-8", "surrogatepass")) % size
        for (name, size), value in zip(SIZES.items(), values, strict=True)
    ]


def shape(word: str) -> str:
    """Letters as X and x, digits as 0, runs cut at three: "Microsoft" → "Xxxx", "QA/Test" → "XX/Xxxx"."""
    word = word[:24]
    if word.isascii():
        classes = word.translate(_ASCII)
    else:
        classes = "".join(map(_class, word))
    return _REPEAT.sub(r"\1\1\1", classes)


def pieces(word: str, index: Mapping[str, int]) -> list[int]:
    """Rows of the static vectors that make up a word: its own, else those of its parts or of the longest pieces."""
    low = word.lower()
    if low in index:
        return [index[low]]
    found: list[int] = []
    for part in PART.findall(low[:60]):
        found += [index[part]] if part in index else _longest(part, index)
    return found[:_MOST_PIECES]


def _longest(part: str, index: Mapping[str, int]) -> list[int]:
    found: list[int] = []
    start = 0
    while start < len(part) and len(found) < _MOST_PIECES:
        for end in range(len(part), start, -1):
            piece = ("##" if start else "") + part[start:end]
            if piece in index:
                found.append(index[piece])
                break
        else:
            end = start + 1
        start = end
    return found


def shouted(words: list[str]) -> bool:
    """Whether a statement is written in capitals throughout, so that they tell nothing of its words."""
    return not any(has_lower(word) for word in words) and sum(map(long_capitals, words)) >= 2


def has_lower(word: str) -> bool:
    return word != word.upper()


def long_capitals(word: str) -> bool:
    """Whether a word in capitals is too long for most abbreviations."""
    return len(word) >= 4 and word.isupper() and word.isalpha()
