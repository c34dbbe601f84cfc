"""The condition that a skill is asked for on: "for some positions", "if assigned to patrol"."""

from __future__ import annotations

from pipeline.tagging.phrases import noun_phrase
from pipeline.tagging.roles import roles

Range = tuple[int, int]

# What a condition opens with.
ON_CONDITION = frozenset(["as", "if", "when", "depending", "where"])
# Words that name some of the positions: "for certain assignments", "many positions require".
_SOME = frozenset(["some", "certain", "many", "most", "selected"])
_POSITIONS = frozenset(["position", "positions", "assignment", "assignments", "roles", "jobs", "classes", "locations"])
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
    if lows[start] in ON_CONDITION and ("condition", start, end) in roles(lows, shape, start, end):
        return start, end
    return None
