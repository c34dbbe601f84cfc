"""Clauses and sentences of a text, as spans."""

from __future__ import annotations

import re

from parsers.document import Span

_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|No|Nos|St|Dr|Mr|Mrs|Ms|Jr|Sr|vs|Inc|Dept|Gov|Sec|Art|approx|incl|Ph\.D|B\.A|B\.S|M\.A|M\.S|a\.m|p\.m|cf|Rev|est)|\b[A-Z])\.$"
)
# With what may stand behind it; only so much is looked at, or a text of many sentences would be read as often.
_LONGEST_ABBREVIATION = 40
# White space parts sentences, but flattened pages lose it: "… of the work.Performs other duties …".
_SENTENCE = re.compile(r"(?<=[.!?])[\"”’)]?\s+(?=[\"“‘]?[A-Z0-9*•])|(?<=[a-z]{3}[.!?])(?=[A-Z][a-z]+\s)")
# Six letters on either side are no name in camel case (PowerPoint, JavaScript, QuickBooks).
_GLUE = re.compile(r"(?<=[A-Za-z][a-z]{5})(?=[A-Z][a-z]{5})|(?<=[A-Za-z][a-z]{5})(?=[A-Z][a-z]+ [A-Z][a-z]{3})")


def clauses(text: str) -> list[Span]:
    """Spans of the clauses between semicolons that stand outside brackets.

    >>> [("a; b (c; d); and e.")[s:e] for s, e in clauses("a; b (c; d); and e.")]
    ['a', 'b (c; d)', 'and e.']
    """
    if ";" not in text:
        return _tidy(text, [(0, len(text))])
    out, start, depth = [], 0, 0
    for k, character in enumerate(text):
        depth += (character in "([") - (character in ")]")
        if character == ";" and depth <= 0:
            out.append((start, k))
            start, depth = k + 1, 0
    out.append((start, len(text)))
    return _tidy(text, out)


def sentences(text: str) -> list[Span]:
    """Spans of the sentences of a text; a sentence in brackets stays with the one before it.

    >>> text = "A degree in U.S. history. (Or experience.) Two years, e.g. Teaching. Or else."
    >>> [text[s:e] for s, e in sentences(text)]
    ['A degree in U.S. history. (Or experience.)', 'Two years, e.g. Teaching.', 'Or else.']
    """
    cuts = [0]
    read = depth = 0
    for found in _SENTENCE.finditer(text):
        start, end = found.span()
        depth += text.count("(", read, end) - text.count(")", read, end)
        read = end
        if depth > 0 or _ABBREVIATION.search(text[max(0, start - _LONGEST_ABBREVIATION) : start].rstrip('"”’)')):
            continue
        cuts.append(end)
    return _tidy(text, list(zip(cuts, [*cuts[1:], len(text)], strict=True)))


def unglued(text: str) -> list[Span]:
    """Spans of the items of a list whose line breaks were lost: two or more places where words run together.

    >>> text = "Accepting DirectionCommunicating EffectivelyDisplaying Expertise"
    >>> [text[s:e] for s, e in unglued(text)]
    ['Accepting Direction', 'Communicating Effectively', 'Displaying Expertise']
    """
    if "." in text or ";" in text:
        return [(0, len(text))]
    cuts = [found.start() for found in _GLUE.finditer(text)]
    if len(cuts) < 2:
        return [(0, len(text))]
    return _tidy(text, list(zip([0, *cuts], [*cuts, len(text)], strict=True)))


def _tidy(text: str, spans: list[Span]) -> list[Span]:
    out = []
    for start, end in spans:
        piece = text[start:end]
        start += len(piece) - len(piece.lstrip())
        end = start + len(text[start:end].rstrip().rstrip(";").rstrip())
        if any(map(str.isalnum, text[start:end])):
            out.append((start, end))
    return out
