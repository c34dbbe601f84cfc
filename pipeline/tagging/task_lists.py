"""Clauses that name duties and then list them as gerunds: "Duties include establishing …", "Primary responsibility for
processing …".
"""

from __future__ import annotations

import re

from pipeline.tagging.lemmas import base

_DUTIES = frozenset(["duties", "responsibilities", "tasks", "functions", "activities", "assignments"])
_INCLUDE = frozenset(["include", "includes", "including", "encompass", "involve", "are"])
_RESPONSIBILITY = frozenset(["responsibility", "responsibilities"])
# "may also include, but are not limited to:"
_LEADS = frozenset(["but", "are", "not", "limited", "to", "the", "following", ",", ":", "-", "(", ")"])
# The subject, and a phrase behind its noun: "Specific duties of this position".
_SUBJECT = re.compile(r"[DdJN]*N")
_PHRASE = re.compile(r"[opf][DdJN]*N")


def first_task(lows: list[str], shape: str, start: int, end: int) -> int | None:
    """The first gerund of a list of duties that a clause opens; None where it opens none."""
    if lows[start : start + 2] == ["this", "includes"]:
        return _gerund(lows, shape, start + 2, end)
    subject = _SUBJECT.match(shape, start, end)
    if subject is None:
        return None
    at = subject.end()
    noun = lows[at - 1]
    if noun in _RESPONSIBILITY and shape[at : at + 1] == "f":
        return _gerund(lows, shape, at + 1, end)
    if noun not in _DUTIES:
        return None
    phrase = _PHRASE.match(shape, at, end)
    at = phrase.end() if phrase is not None else at
    while at < end and shape[at] in "MR":
        at += 1
    return _gerund(lows, shape, at + 1, end) if at < end and lows[at] in _INCLUDE else None


def _gerund(lows: list[str], shape: str, at: int, end: int) -> int | None:
    """A gerund behind the words that lead to a list."""
    while at < end and (shape[at] == "R" or lows[at] in _LEADS):
        at += 1
    if at >= end:
        return None
    # "include instructing, planning and assigning work": one that has no object of its own may be tagged a noun.
    bare = lows[at].endswith("ing") and base(lows[at]) is not None and shape[at + 1 : at + 3] in (",G", "&G")
    return at if shape[at] == "G" or bare else None
