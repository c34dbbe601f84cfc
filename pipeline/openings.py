"""Patterns of wording that are tried only where a word of the text begins as one of their matches can.

Most patterns meet few lines, and to find that out by search costs as much as a match does: each of some seventy is tried
at every word. What three letters a match can begin with is told by the pattern itself, and what three letters the words
of a line begin with is found once for all patterns. So most need no more than a look at one bit, and the others are
tried at the few words that begin so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from functools import partial
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

from pipeline.remembered import remembered

# Two letters are shared by too many words; four were no quicker on the lines of the corpus.
_LETTERS = 3
# Words of English begin with some 3,000 of them.
_MOST_STARTS = 20_000
# A pattern with more beginnings than this begins with anything.
_MOST = 400
_WORD_START = re.compile(r"\b(?=(\w.{0,2}))", re.DOTALL)
_DIGIT = re.compile(r"\d")
_DIGITS = str.maketrans("123456789", "000000000")
# Characters that match an ASCII letter where case is ignored, but are not made one by lower().
_LETTERS_LIKE = {"\u0130": "i", "\u0131": "i", "\u017f": "s"}


class _Marks(dict[str, int]):
    """For the three characters that a word begins with the patterns that can begin so, as bits of a number."""

    def __init__(self) -> None:
        self.openings: dict[str, int] = {}
        self.patterns = 0

    def add(self, openings: Iterable[str]) -> int:
        """Give a pattern with these openings its bit."""
        bit = 1 << self.patterns
        self.patterns += 1
        for opening in openings:
            self.openings[opening] = self.openings.get(opening, 0) | bit
        self.clear()
        marks.cache_clear()
        return bit

    def __missing__(self, start: str) -> int:
        found = 0
        for size in range(1, _LETTERS + 1):
            found |= self.openings.get(start[:size], 0)
        if len(self) < _MOST_STARTS:
            self[start] = found
        return found


class Opened:
    """A compiled pattern whose matches begin at a word, or with the text; used as the pattern itself would be."""

    __slots__ = ("bit", "fullmatch", "match", "pattern", "search")

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern = pattern
        openings = openings_of(pattern)
        self.bit = _marks.add(openings) if openings is not None else 0
        # Bound here and not defined below: a call less for what is called most.
        self.search = partial(_search, self.bit, pattern.match) if self.bit else pattern.search
        self.match, self.fullmatch = pattern.match, pattern.fullmatch

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        return _finditer(self.bit, self.pattern.match, text) if self.bit else self.pattern.finditer(text)


_Match = Callable[[str, int], re.Match[str] | None]


def _search(bit: int, match: _Match, text: str) -> re.Match[str] | None:
    found, places = marks(text)
    if found & bit:
        for at, here in places:
            if here & bit and (there := match(text, at)):
                return there
    return None


def _finditer(bit: int, match: _Match, text: str) -> Iterator[re.Match[str]]:
    end = 0
    for at, here in marks(text)[1]:
        if here & bit and at >= end and (there := match(text, at)):
            yield there
            end = there.end()


def opened(pattern: str) -> Opened:
    """Compile a pattern of wording; one that may begin anywhere is searched for as ever."""
    return Opened(re.compile(pattern))


@remembered(2048)
def marks(text: str) -> tuple[int, tuple[tuple[int, int], ...]]:
    """The patterns that may have a match in a text, as bits, and those that may have one at each place in order."""
    low = folded(text)
    known = _marks
    first = known[low[:_LETTERS]]
    found, places = first, [(0, first)] if first else []
    for start in _WORD_START.finditer(low):
        if (here := known[start[1]]) and (at := start.start()):
            found |= here
            places.append((at, here))
    return found, tuple(places)


_marks = _Marks()


def folded(text: str) -> str:
    """A text in lower case with 0 for every digit, as long as it was."""
    if text.isascii():
        return text.lower().translate(_DIGITS)
    return _DIGIT.sub("0", lowered(text))


def lowered(text: str) -> str:
    """A text in lower case, as long as it was."""
    if not text.isascii():
        for letter, like in _LETTERS_LIKE.items():  # to translate a text takes a hundred times as long
            text = text.replace(letter, like)
    return text.lower()


def openings_of(pattern: re.Pattern[str]) -> frozenset[str] | None:
    """What the matches of a pattern can begin with: up to three characters in lower case, 0 for a digit.

    None where a match may begin inside a word or with too many things.

    >>> sorted(openings_of(re.compile(r"(?i)\\bG\\.?E\\.?D\\b|^we\\b")))
    ['g.e', 'ge.', 'ged', 'we']
    """
    if pattern.flags & re.MULTILINE:
        return None
    try:
        found = {text for text, _ in _begin(_parser.parse(pattern.pattern, pattern.flags), _Place.ANYWHERE)}
    except _Anything:
        return None
    return None if not found or "" in found else frozenset(found)


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
                place = _Place.TEXT
            continue
        if kind in (op.ASSERT, op.ASSERT_NOT):
            continue
        here = place if any(not text for text, _ in out) else _Place.WITHIN
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
