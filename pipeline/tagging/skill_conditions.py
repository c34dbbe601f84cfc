"""The condition that a skill is asked for on, "for some positions", and in which what it asks for is done, "when provoked"."""

from __future__ import annotations

import re

from pipeline.tagging.lemmas import base
from pipeline.tagging.phrases import noun_phrase
from pipeline.tagging.roles import condition_end
from pipeline.tagging.vocabulary import words

Range = tuple[int, int]

_WORDS = words("skill_conditions")
# What a condition opens with; clauses among them, which can also be what is known, or belong to a noun.
_OPENS = _WORDS["opens"]
_CLAUSES = _WORDS["clauses"]
_KNOWN = _WORDS["known"]
_PLACES = _WORDS["places"]
# A noun with a participle, or with an adjective and an infinitive: "terms used", "steps necessary to follow".
_MODIFIED = re.compile(r"(?:[NG][EV](?:[bp]D?J{0,2}N{1,3})?|[Jg]tV)$")
# Words that name some of the positions: "for certain assignments", "many positions require".
_SOME = frozenset(["some", "certain", "many", "most", "selected"])
_POSITIONS = frozenset(["position", "positions", "assignment", "assignments", "roles", "jobs", "classes", "locations"])
_SCALES = frozenset(["even", "especially", "particularly", "only", "also"])
_ASKS = frozenset(["require", "requires", "need", "needs"])


def condition_in_front(lows: list[str], shape: str) -> tuple[Range | None, int]:
    """The condition that a statement opens with, and where the rest begins: "If assigned to patrol, ability to"."""
    if lows and lows[0] in _SOME:
        subject = noun_phrase(shape, 0)
        if (
            subject is not None
            and lows[subject - 1] in _POSITIONS
            and not _ASKS.isdisjoint(lows[subject : subject + 2])
        ):
            return (0, subject), subject  # "Some positions may require knowledge of Spanish"
    comma = shape.find(",")
    if comma > 0 and (found := condition(lows, shape, 0, comma)) is not None:
        return found, comma + 1
    return None, 0


def condition(lows: list[str], shape: str, start: int, end: int) -> Range | None:
    """The condition that a range of words is, else None: "for some positions", "if assigned to patrol"."""
    while end > start and shape[end - 1] in ".,;":
        end -= 1
    some = start + (lows[start] in ("for", "in"))
    if some + 1 < end and lows[some] in _SOME and not _POSITIONS.isdisjoint(lows[some + 1 : end]):
        return start, end
    if lows[start] in _OPENS and condition_end(lows, shape, start, end) == end:
        return start, end
    return None


def closing_condition(lows: list[str], shape: str, start: int, end: int) -> Range | None:
    """The condition that a topic ends with: "use tact when communicating with the public"; None where there is none."""
    close = end
    while close > start and shape[close - 1] in ".,;":
        close -= 1
    for k in range(start + 1, close):
        if lows[k] not in _OPENS or (lows[k] in _CLAUSES and _belongs(lows, shape, start, k)):
            continue
        stop = condition_end(lows, shape, k, close)
        # A clause may have commas of its own: "when working with staff, students and visitors".
        if stop is not None and (
            stop == close or (lows[k] in _CLAUSES and not re.search("[VMB;(]", shape[stop:close]))
        ):
            while shape[k - 1] == "R" and lows[k - 1] in _SCALES:
                k -= 1
            return k, close
    return None


def _belongs(lows: list[str], shape: str, start: int, k: int) -> bool:
    """Whether a clause is what is known or decided, "know when to escalate", or is said of a noun: "terms used when"."""
    if (
        shape[k + 1 : k + 2] == "t"
        or shape.count("(", start, k) > shape.count(")", start, k)
        or shape[k - 2 : k] == "&,"
    ):
        return True
    if (shape[k - 1] in "po&/" and not base(lows[k - 2])) or (base(lows[k - 1]) or lows[k - 1]) in _KNOWN:
        return True
    if lows[k] == "where" and lows[k - 1] in _PLACES:
        return True
    return "w" in shape[start:k].replace("wt", "") or (
        shape[start] not in "VR" and _MODIFIED.search(shape[max(start, k - 8) : k]) is not None
    )
