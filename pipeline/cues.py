"""The cues in a line's words and form that tell what part of a specification it belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator

_WORDS = re.compile(r"[a-z]+(?:['’][a-z]+)?|\d+|[$%]")
_DATE = re.compile(r"\b\d{1,2}[/-]\d{1,2}[/-]\d{2,4}\b|\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\s+\d{1,2},?\s+\d{4}", re.IGNORECASE)
_MONEY = re.compile(r"[$£]\s?\d")
_YEARS = re.compile(r"\b(?:years?|months?)\b", re.IGNORECASE)


def cues(text: str, item: bool, before: str = "") -> Iterator[str]:
    """Names of the cues of one line: its words and pairs of words, how it begins and ends, what is in it.

    Digits are folded to one sign, so that no code or date is learnt by heart. ``before`` is the text of the
    line above within the same list, whose first word tells a run of like statements.
    """
    words = ["0" if word.isdigit() else word for word in _WORDS.findall(text.lower())][:60]
    yield "bias"
    if not words:
        return
    yield from {f"w={word}" for word in words}
    yield from {f"p={one} {two}" for one, two in zip(words, words[1:], strict=False)}
    yield f"first={words[0]}"
    yield f"start={' '.join(words[:2])}"
    yield f"start3={' '.join(words[:3])}"
    yield f"ending={words[0][-3:]}" if len(words[0]) > 4 else "ending=short"
    yield f"close={text.rstrip()[-1] if not text.rstrip()[-1].isalnum() else 'word'}"
    yield f"length={min(6, len(text) // 60)}"
    if item:
        yield "item"
    if text[:1].islower():
        yield "lower"
    if text.isupper():
        yield "caps"
    if ";" in text:
        yield f"clauses={min(4, text.count(';'))}"
    if _DATE.search(text):
        yield "date"
    if _MONEY.search(text):
        yield "money"
    if _YEARS.search(text):
        yield "years"
    if before:
        above = _WORDS.findall(before.lower())[:1]
        if above:
            yield f"above={above[0]}"
            if above[0] == words[0]:
                yield "like_above"
