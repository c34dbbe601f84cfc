"""Words in which a font of the source maps a ligature to some other letter: "speci5c", "of\ufffdce", "bene ts".

The text of a record keeps them as they are: what was printed instead can be guessed, and is not known. Whoever reads
the record is told, and a heading is looked up by the words that it most likely has.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from parsers.document import Span

# Longer ones first: "o5ce" is "office" by one letter and no word by another.
_LIGATURES = ("ffi", "ffl", "fi", "fl", "ff")
# What may stand for one inside a word, and at its start or end, where other marks and capitals are at home. The letters
# of Unicode that are ligatures are none of these.
_IN_WORD = r"[^a-z\s\ufb00-\ufb06]"
_ANYWHERE = r"[0-9\ufffd\ue000-\uf8ff](?!(?:st|nd|rd|th)\b)"
_SWAPPED = re.compile(
    rf"(?<![A-Za-z])(?:(?P<head>[A-Z]?[a-z]{{1,16}}|[A-Z]){_IN_WORD}(?P<tail>[a-z]{{1,16}})"
    rf"|{_ANYWHERE}(?P<rest>[a-z]{{2,16}})|(?P<stem>[A-Z]?[a-z]{{2,16}}){_ANYWHERE})(?![A-Za-z])"
)
# A ligature may also leave nothing, or a space. A word as short as "oce" or "led" is one of its own, and one that lacks
# letters may be a slip of the pen: two different ones are none.
_SHORTEST_LOST = 5
_FEWEST_LOST = 2
_LONGEST = 60
_WORD = re.compile(r"(?<![\w-])[A-Z]?[a-z]{1,20}(?![\w-])")


class Misread(NamedTuple):
    """Words of a text that stand for a word with a ligature, and that word."""

    span: Span
    word: str


@cache
def _words() -> frozenset[str]:
    return frozenset(files("pipeline").joinpath("data/ligature_words.txt").read_text("utf-8").split())


@cache
def _parts() -> dict[str, frozenset[str]]:
    """The words in two parts, without the ligature between: for each first part the second ones."""
    out: defaultdict[str, set[str]] = defaultdict(set)
    for word in _words():
        for ligature in _LIGATURES:
            head, found, tail = word.partition(ligature)
            if found and head and tail and len(head) + len(tail) >= _SHORTEST_LOST:
                out[head] |= {tail + mark for mark in ("", ",", ".", ";", ":")}
    return {one: frozenset(tails) for head, tails in out.items() for one in (head, head.capitalize())}


@cache
def _lost() -> dict[str, str]:
    """The words as they are without their ligature."""
    return {
        word[:at] + word[at + len(ligature) :]: word
        for word in sorted(_words())
        for ligature in _LIGATURES
        if (at := word.find(ligature)) > 0 and len(word) - len(ligature) >= _SHORTEST_LOST
    }


def misread(text: str) -> list[Misread]:
    """The words of a text that lack a ligature, in order.

    >>> [word for _, word in misread("The of\ufffdce has speci5c quali;cations for the 5rst 5 staff.")]
    ['office', 'specific', 'qualifications', 'first']
    >>> [word for _, word in misread("Bene ts for the certi ed")], misread("the bene ts of a 1st-class staff")
    (['benefits', 'certified'], [])
    """
    tokens = set(text.split())
    if not any(map(_suspect, tokens)) and not _in_parts(tokens):
        return []
    lost = list(_without(text))
    found = [*_swapped(text), *(lost if len({word for _, word in lost}) >= _FEWEST_LOST else ())]
    return sorted(found)


def mended(text: str) -> str:
    """A text with the words that have something else for a ligature as they most likely are.

    >>> mended("Required Quali;cations*")
    'Required Qualifications*'
    """
    for (start, end), word in reversed(list(_swapped(text))):
        text = text[:start] + (word.capitalize() if text[start].isupper() else word) + text[end:]
    return text


@lru_cache(maxsize=65536)
def _suspect(token: str) -> bool:
    """Whether something in a token is misread; most are plain words, for which a look tells."""
    if token.isalpha() and (token.islower() or token.istitle()):
        return token.lower() in _lost()
    return len(token) <= _LONGEST and next(_swapped(token), None) is not None


def _in_parts(tokens: set[str]) -> bool:
    """Whether tokens may be the two parts of a word."""
    heads = tokens & _parts().keys()
    return any(not tokens.isdisjoint(_parts()[head]) for head in heads)


def _swapped(text: str) -> Iterator[Misread]:
    for found in _SWAPPED.finditer(text):
        head = (found["head"] or found["stem"] or "").lower()
        tail = found["tail"] or found["rest"] or ""
        for ligature in _LIGATURES:
            if (word := head + ligature + tail) in _words():
                yield Misread(found.span(), word)
                break


def _without(text: str) -> Iterator[Misread]:
    above: re.Match[str] | None = None
    for found in _WORD.finditer(text):
        whole = found.group().lower()
        if word := _lost().get(whole):
            yield Misread(found.span(), word)
        elif (
            above and text[above.end() : found.start()] == " " and (word := _lost().get(above.group().lower() + whole))
        ):
            yield Misread((above.start(), found.end()), word)
        above = found
