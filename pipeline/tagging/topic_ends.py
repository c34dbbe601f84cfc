"""Where a topic ends: before a depth, an example, a bracket, a condition, what is said of it, or "skills"."""

from __future__ import annotations

import re

from pipeline.tagging.lemmas import base
from pipeline.tagging.skill_conditions import closing_condition, condition
from pipeline.tagging.skill_leads import CLOSING, HOLDS, LINKS

Range = tuple[int, int]

_STARTS_DEPTH = re.compile(
    r"sufficient (?:to|for)|adequate to|at a (?:level|depth)|to the (?:degree|extent)|at the level|necessary to"
)
# "… is required", "… is highly desirable": said of the skill, and no part of it.
PREDICATE = re.compile(
    r"(?:^| )(?:is|are|(?:will|would|may|might|must|shall|can) be) (?:also |highly |strongly |very |an? |considered |expected )*"
    r"(?:required|desired|desirable|preferred|essential|necessary|needed|helpful|plus|must|beneficial|important|ideal"
    r"|asset|advantage|advantageous|mandatory|critical|expected)(?: but not .*)?$"
)
_BEARERS = frozenset(["person", "individual"])
# What is set off behind a comma: "databases, preferably SQL".
_ABOVE_ALL = frozenset(["especially", "particularly", "notably", "preferably", "ideally"])


def tail(lows: list[str], shape: str, start: int, end: int) -> tuple[int, Range | None, Range | None]:
    """Where the topic ends, with the depth and the condition that stand behind it."""
    depth: Range | None = None
    limit: Range | None = None
    if (
        lows[start - 1 : start] == ["to"]
        and (colon := shape.find(":", start + 1, end)) > 0
        and lows[colon - 1] != "following"
    ):
        end = colon  # "Ability to use arithmetic: add, subtract"
    if (so := shape.find(",w", start + 1, end - 2)) > 0 and lows[so + 1 : so + 3] == ["so", "that"]:
        end = so  # "experience in construction, so that you know what is needed"
    stop, last = end, len(shape[:end].rstrip("&,.;"))
    for k in range(start + 1, end):
        if (
            (shape[k] == "y" and shape[k - 1] != "-" and shape.count("(", start, k) == shape.count(")", start, k))
            or (shape[k] == "(" and shape.find(")", k, last - 1) < 0)
            or (lows[k] == "like" and shape[k - 1] in "N," and shape[k + 1 : k + 2] not in ("", ".", ",", "&"))
            or (shape[k - 1] == "," and k > start + 1 and lows[k] in _ABOVE_ALL and ",&" not in shape[k:end])
        ):
            stop = k
            break
        if lows[k] in ("sufficient", "adequate", "at", "to", "necessary") and _STARTS_DEPTH.match(
            " ".join(lows[k : k + 3])
        ):
            close = end
            while close > k and shape[close - 1] in ".;,":
                close -= 1
            depth, stop = (k, close), k
            break
    if shape[stop : stop + 1] == "(" and stop + 1 < (close := shape.find(")", stop, end)):
        limit = condition(lows, shape, stop + 1, close)
    for k in range(start + 1, stop):
        said = k - (shape[k - 1] == "M")
        if shape[k] == "B" and (
            any(PREDICATE.fullmatch(" ".join(lows[said:last])) for last in range(k + 2, min(k + 6, stop + 1)))
            or (shape[start] in "NJ" and shape[k - 1] in "NG" and not re.search("[wM]", shape[start:k]))
        ):
            stop = said
            break
    if (closing := closing_condition(lows, shape, start, stop)) is not None:
        limit, stop = closing, closing[0]
    if limit is None:
        for k in range(start + 1, stop):
            if lows[k] in ("for", "in") and (limit := condition(lows, shape, k, stop)) is not None:
                stop = k
                break
    return stop, depth, limit


def closed(lows: list[str], shape: str, start: int, end: int) -> int:
    """Leave "skills" and the like off a topic, with what is said of them behind: "communication skills, both verbal"."""
    first = start
    while first < end - 1 and shape[first] == "R":
        first += 1
    done = lows[start - 1 : start] == ["to"] and base(lows[first]) == lows[first] if start < end else False
    if start >= end or ((shape[first] == "V" or done) and lows[first] not in HOLDS):
        return end
    if shape[first] == "G" and lows[start - 1] in LINKS and start and shape[first + 1 : first + 2] in ("J", "D", "d"):
        return end  # "experience in teaching digital skills"
    if end > start + 1 and lows[end - 1] in _BEARERS and shape[end - 2] in "JE":
        return end - 1  # "Detail oriented person"
    within = False
    for k in range(start + 1, end):
        within = within or shape[k] in "pftw"
        if within and k + 1 < end:
            continue  # "process with … experience over staff": the head of the topic stands before the preposition
        if lows[k] == "experience" and shape[k + 1 : k + 2] == "p" and lows[k + 1] not in LINKS:
            continue
        if lows[k] in CLOSING and shape[k - 1] in "NJEGC&" and (k + 1 == end or shape[k + 1] in ",;(ptwa"):
            stop = k
            while stop > start + 1 and (shape[stop - 1] in "&/," or lows[stop - 1] in CLOSING):
                stop -= 1
            return stop
    return end
