"""Patterns of wording that are tried only where a word of the text begins as one of their matches can.

Most patterns meet few lines, and to find that out by search costs as much as a match does: each of some seventy is tried
at every word. What letters a match can begin with is told by the pattern itself, and which patterns can begin in a word
is found once for every word of the language. So most need no more than a look at one bit, and the others are tried at
the few words that begin so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

from pipeline.remembered import Remembered

# So many tell most words from each other: with three, patterns were tried at twice as many places.
_LETTERS = 6
# What stands between two spaces in the documents of the corpus is of some 30,000 sorts; longer ones hardly come again.
_MOST_WORDS = 50_000
_LONGEST_WORD = 40
# A pattern with more beginnings than this begins with anything.
_MOST = 400
# Stands before what a match can begin with at the start of a text alone.
_AT_START = "^"
_WORD_START = re.compile(r"\b(?=\w)")
_DIGIT = re.compile(r"\d")
_DIGITS = str.maketrans("123456789", "000000000")
# Characters that match an ASCII letter where case is ignored, but are not made one by lower().
_LETTERS_LIKE = {"\u0130": "i", "\u0131": "i", "\u017f": "s"}
_LIKENED = str.maketrans(_LETTERS_LIKE)

# The patterns that may have a match in a text, as bits of a number, and those that may have one at each place in order.
_Marked = tuple[int, tuple[tuple[int, int], ...]]


class _Openings:
    """What the matches of patterns can begin with, each pattern with its bit."""

    def __init__(self) -> None:
        self.bits: dict[str, int] = {}
        self.patterns = 0

    def add(self, openings: Iterable[str]) -> int:
        """Give a pattern with these openings its bit."""
        bit = 1 << self.patterns
        self.patterns += 1
        for opening in openings:
            self.bits[opening] = self.bits.get(opening, 0) | bit
        for kept in (_words, _first_words, marks):
            kept.clear()
        return bit

    def of(self, start: str) -> int:
        """The patterns that can begin with these characters."""
        found = 0
        for size in range(1, len(start) + 1):
            found |= self.bits.get(start[:size], 0)
        return found


class _Words(dict[str, _Marked]):
    """What can begin in a word, which is whatever stands between two spaces, or in the word that begins a text."""

    def __init__(self, first: bool) -> None:
        self.first = first

    def __missing__(self, word: str) -> _Marked:
        spaced = word + " "
        starts = [start.start() for start in _WORD_START.finditer(word)]
        places = {at: _openings.of(spaced[at : at + _LETTERS]) for at in ([0, *starts] if self.first else starts)}
        if self.first:
            places[0] |= _openings.of(_AT_START + spaced[: _LETTERS - 1])
        marked = _together((at, bits) for at, bits in places.items() if bits)
        if len(word) <= _LONGEST_WORD:
            if len(self) >= _MOST_WORDS:
                self.clear()
            self[word] = marked
        return marked


def _together(places: Iterable[tuple[int, int]]) -> _Marked:
    places = tuple(places)
    found = 0
    for _, here in places:
        found |= here
    return found, places


class Opened:
    """A compiled pattern whose matches begin at a word, or with the text; used as the pattern itself would be."""

    __slots__ = ("bit", "fullmatch", "match", "pattern", "search")

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern = pattern
        openings = openings_of(pattern)
        self.bit = _openings.add(openings) if openings is not None else 0
        # Bound here and not defined below: a call less for what is called most.
        self.search = _searcher(self.bit, pattern.match) if self.bit else pattern.search
        self.match, self.fullmatch = pattern.match, pattern.fullmatch

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        return _finditer(self.bit, self.pattern.match, text) if self.bit else self.pattern.finditer(text)


_Match = Callable[[str, int], re.Match[str] | None]


def _searcher(bit: int, match: _Match) -> Callable[[str], re.Match[str] | None]:
    def search(text: str) -> re.Match[str] | None:
        found, places = marks[text]
        if found & bit:
            for at, here in places:
                if here & bit and (there := match(text, at)):
                    return there
        return None

    return search


def _finditer(bit: int, match: _Match, text: str) -> Iterator[re.Match[str]]:
    end = 0
    for at, here in marks[text][1]:
        if here & bit and at >= end and (there := match(text, at)):
            yield there
            end = there.end()


def opened(pattern: str) -> Opened:
    """Compile a pattern of wording; one that may begin anywhere is searched for as ever."""
    return Opened(re.compile(pattern))


def matches(patterns: Mapping[str, Opened], text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """The first match of each of the patterns that has one, with its name, in the order of the table."""
    found = marks[text][0]
    for name, pattern in patterns.items():
        if (found & pattern.bit or not pattern.bit) and (there := pattern.search(text)):
            yield name, there


def _marks(text: str) -> _Marked:
    known = _words
    first, *words = folded(text).split(" ")
    found, start = _first_words[first]
    places = list(start)
    at = len(first) + 1
    for word in words:
        bits, within = known[word]
        if bits:
            found |= bits
            for there, here in within:
                places.append((at + there, here))
        at += len(word) + 1
    return found, tuple(places)


_words, _first_words = _Words(first=False), _Words(first=True)
marks = Remembered(_marks, 2048)
_openings = _Openings()


def folded(text: str) -> str:
    """A text in lower case with 0 for every digit, as long as it was."""
    low = lowered(text)
    return low.translate(_DIGITS) if low.isascii() else _DIGIT.sub("0", low)


def lowered(text: str) -> str:
    """A text in lower case, as long as it was."""
    # To translate a text takes as long as to search it for three letters a hundred times.
    if not text.isascii() and any(letter in text for letter in _LETTERS_LIKE):
        text = text.translate(_LIKENED)
    return text.lower()


def openings_of(pattern: re.Pattern[str]) -> frozenset[str] | None:
    """What the matches of a pattern can begin with: up to _LETTERS characters in lower case, 0 for a digit.

    With a space they end; "^" before them stands for the start of the text. None where a match may begin inside a word
    or with too many things.

    >>> sorted(openings_of(re.compile(r"(?i)\\bG\\.?E\\.?D\\b|^we are")))
    ['^we ', 'g.e.d', 'g.ed', 'ge.d', 'ged']
    """
    if pattern.flags & re.MULTILINE:
        return None
    try:
        found = {text for text, _ in _begin(_parser.parse(pattern.pattern, pattern.flags), _Place.ANYWHERE)}
    except _Anything:
        return None
    return None if not found or found & {"", _AT_START} else frozenset(found)


class _Anything(Exception):
    """A pattern that can begin anywhere."""


class _Place(Enum):
    """Where in the text a part of a pattern stands."""

    ANYWHERE = 0
    WORD = 1  # at the start of a word, or of what is none
    TEXT = 2
    WITHIN = 3  # behind the first character of a match


# What a part of a pattern can begin with, and whether that is all of it, so that what follows may be asked for more.
_Opening = tuple[str, bool]


def _begin(items: Iterable[tuple[Any, Any]], place: _Place) -> list[_Opening]:
    """The openings of a sequence, none longer than _LETTERS."""
    out: list[_Opening] = [("", True)]
    for kind, argument in items:
        if not any(whole for _, whole in out):
            break
        if kind is op.AT:
            if place is _Place.ANYWHERE and argument is op.AT_BOUNDARY:
                place = _Place.WORD
            elif place is not _Place.WITHIN and argument in (op.AT_BEGINNING, op.AT_BEGINNING_STRING):
                if place is not _Place.TEXT:
                    out = [(_AT_START + text, whole) for text, whole in out]
                place = _Place.TEXT
            continue
        if kind in (op.ASSERT, op.ASSERT_NOT):
            continue
        here = place if any(text in ("", _AT_START) for text, _ in out) else _Place.WITHIN
        more = list(_item(kind, argument, here))
        out = list(
            dict.fromkeys(
                _short(text + after, ends) if whole else (text, whole) for text, whole in out for after, ends in more
            )
        )
        if len(out) > _MOST:
            raise _Anything
    return out


def _short(text: str, whole: bool) -> _Opening:
    if (space := text.find(" ") + 1) and space <= _LETTERS:
        return text[:space], False
    return text[:_LETTERS], whole and len(text) < _LETTERS


def _item(kind: Any, argument: Any, place: _Place) -> Iterator[_Opening]:
    """The openings of one item; those of what may be left out have "" among them."""
    if kind is op.LITERAL:
        yield _character(chr(argument), place), True
    elif kind is op.IN and all(part is op.LITERAL for part, _ in argument):
        yield from ((_character(chr(code), place), True) for _, code in argument)
    elif kind is op.IN and argument == [(op.CATEGORY, op.CATEGORY_DIGIT)]:
        yield _character("0", place), True
    elif kind is op.SUBPATTERN:
        yield from _begin(argument[3], place)
    elif kind is op.BRANCH:
        for branch in argument[1]:
            yield from _begin(branch, place)
    elif kind in (op.MAX_REPEAT, op.MIN_REPEAT):
        least, most, part = argument
        if least == 0:
            yield "", True
        # What is repeated may be followed by itself: only its first round is told.
        yield from ((text, whole and most == 1) for text, whole in _begin(part, place))
    elif place is _Place.WITHIN:
        yield "", False  # any of many characters
    else:
        raise _Anything


def _character(character: str, place: _Place) -> str:
    if place is _Place.ANYWHERE or (place is _Place.WORD and not (character.isalnum() or character == "_")):
        raise _Anything
    return folded(character)
