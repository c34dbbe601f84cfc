"""Skill statement → topics: what is known or done, how well, and on what condition.

"Thorough knowledge of the laws governing benefits sufficient to answer questions" has the topic "laws governing
benefits" and the depths "Thorough" and "sufficient to answer questions".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.tagging.lists import list_items
from pipeline.tagging.roles import roles
from pipeline.tagging.vocabulary import words

Range = tuple[int, int]

_WORDS = words("topics")
_GRADES = _WORDS["grades"]
# What opens a topic, with the words that lead from it to the topic.
_LEADS = _WORDS["leads"]
_LINKS = _WORDS["links"]
_FILL = _WORDS["fill"]
_PERSONS = _WORDS["persons"]
_HOLDS = _WORDS["holds"]
_CLOSING = _WORDS["closing"]
_STARTS_DEPTH = re.compile(
    r"sufficient (?:to|for)|adequate to|at a (?:level|depth)|to the (?:degree|extent)|at the level|necessary to|needed to"
)
# "… is required", "… is highly desirable": said of the skill, and no part of it.
_PREDICATE = re.compile(
    r"(?:^| )(?:is|are|will be|would be|a) (?:also |highly |strongly |very )?(?:required|desired|desirable|preferred|essential|necessary|needed|helpful|plus|must|beneficial|important|ideal)$"
)
_SAID_OF = frozenset(["with", "preferred", "required", "desired", "desirable"])
_INFINITIVE = _WORDS["infinitive"]


@dataclass(frozen=True, slots=True)
class Topic:
    """What a skill statement is about, as a range of words, with the ranges of its parts where it is a list."""

    topic: Range
    items: tuple[Range, ...]


@dataclass(frozen=True, slots=True)
class Topics:
    """The reading of a skill statement: its topics, the grades it asks for, and the condition it holds on."""

    topics: tuple[Topic, ...]
    depths: tuple[Range, ...]
    condition: Range | None


def topics(lows: list[str], shape: str) -> Topics:
    """The topics of a skill statement, from its lower-cased words and their class string."""
    found: list[Topic] = []
    depths: list[Range] = []
    condition: Range | None = None
    for start, end in _readings(lows, shape):
        at, grades = _lead(lows, shape, start, end)
        depths += grades
        stop, depth, limit = _tail(lows, shape, at, end)
        if depth:
            depths.append(depth)
        condition = condition or limit
        while at < stop and shape[at] in 'D,:"-&':
            at += 1
        while stop > at and (shape[stop - 1] in ',;.:&"-' or lows[stop - 1] in _SAID_OF):
            stop -= 1
        stop = _closed(lows, shape, at, stop)
        if at < stop:
            found.append(Topic((at, stop), tuple(list_items(lows, shape, at, stop))))
    return Topics(tuple(found), tuple(depths), condition)


def _readings(lows: list[str], shape: str) -> list[Range]:
    """Where each reading stands: cut at sentences and semicolons, and where a lead is printed again."""
    cuts = [0]
    for k in range(1, len(lows)):
        if (shape[k - 1] in ";." and shape[k] not in ";.,)") or (
            shape[k] == "&" and shape[k - 1] in "EJ" and _PREDICATE.search(" ".join(lows[max(0, k - 4) : k]))
        ):
            cuts.append(k)
        elif lows[k] in _LEADS and lows[k + 1 : k + 2] and lows[k + 1] in _LINKS and k - cuts[-1] > 1:
            first = k
            while first > cuts[-1] and (
                lows[first - 1] in _GRADES or lows[first - 1] in _HOLDS or shape[first - 1] in "DE"
            ):
                first -= 1
            verbal = shape[_lead(lows, shape, cuts[-1], first)[0]] == "V" and shape[first - 1] == "&"
            labelled = shape[first - 1] == ":" and first - cuts[-1] <= 6  # "Strategic planning: Ability to …"
            if (
                first > cuts[-1] + 1
                and not labelled
                and (shape[first - 1] in "&,;:" or lows[first - 1] == "with")
                and not (verbal and lows[k] not in _INFINITIVE)
                and _lead(lows, shape, cuts[-1], first)[0] < first - 1
            ):
                cuts.append(first)
    return list(zip(cuts, [*cuts[1:], len(lows)], strict=True))


def _lead(lows: list[str], shape: str, start: int, end: int) -> tuple[int, list[Range]]:
    """The first word of the topic, and the grades before it."""
    at, grades = start, list[Range]()
    past = start
    colon = shape.find(":", start, min(start + 6, end))
    if colon > start and any(low in _LEADS for low in lows[colon + 1 : colon + 4]):
        past = colon + 1  # "Strategic planning: Ability to …"
    elif colon > start and re.match("R?[GV]", shape[colon + 1 : colon + 3]):
        return colon + 1, []  # "Customer focus: Attending to the needs of customers"
    while past < end:
        low = lows[past]
        hyphened = "".join(lows[past : past + 3]) if lows[past + 1 : past + 2] == ["-"] else ""
        if low in _GRADES or hyphened in _GRADES:
            last = past + (3 if hyphened in _GRADES else 1)
            grades.append((past, last))
            past = last
        elif past == at == start and low in _PERSONS:
            past += 1
            while past < end and (shape[past] in "MB" or lows[past] in ("need", "needs", "to", "must", "also", "have")):
                past += 1
            at = past  # "You will establish …", "Candidates must be able to …"
        elif (
            low in _LEADS
            and past + 1 < end
            and shape[past + 1] == "G"
            and (past > at or low not in ("skill", "skills"))
        ):
            past += 1
            at = past  # "experience creating tests", "comfortable working alone"
            break
        elif (
            low in _LEADS and past + 1 < end and (lows[past + 1] in _LINKS or lows[past + 1] in ("and", "or", "/", ","))
        ):
            past += 1
            while past < end and lows[past] in _LINKS:
                past += 1
            at = past
        elif past == start and low in _HOLDS and any(word in _CLOSING for word in lows[past + 1 : end]):
            past += 1
            while past < end and lows[past] in _GRADES:
                grades.append((past, past + 1))
                past += 1
            at = past
        elif low in _FILL or shape[past] in ',&:"-/':
            past += 1
        else:
            break
    if at == start:
        # No lead: only grades at the very start are no part of the topic.
        kept = [grade for k, grade in enumerate(grades) if grade[0] == start + k]
        return (kept[-1][1], kept) if kept and kept[-1][1] < end and shape[kept[-1][1]] in 'JNGECR&,"' else (start, [])
    return at, [grade for grade in grades if grade[1] <= at]


def _tail(lows: list[str], shape: str, start: int, end: int) -> tuple[int, Range | None, Range | None]:
    """Where the topic ends, with the depth and the condition that stand behind it."""
    depth: Range | None = None
    limit: Range | None = None
    stop = end
    for k in range(start + 1, end):
        if (shape[k] == "y" and shape[k - 1] != "-" and shape.count("(", start, k) == shape.count(")", start, k)) or (
            shape[k] == "(" and ")" not in shape[k : end - 2]
        ):
            stop = k
            break
        if (
            shape[k] == "("
            and shape.find(")", k, end) >= 0
            and shape[shape.find(")", k, end) + 1 : end].strip(".,;") == ""
        ):
            stop = k
            break
        if lows[k] in ("sufficient", "adequate", "at", "to", "necessary", "needed") and _STARTS_DEPTH.match(
            " ".join(lows[k : k + 3])
        ):
            close = end
            while close > k and shape[close - 1] in ".;,":
                close -= 1
            if lows[k] in ("sufficient", "adequate", "at", "necessary"):
                depth, stop = (k, close), k
                break
    for k in range(start + 1, stop):
        if shape[k] == "B" and any(
            _PREDICATE.fullmatch(" ".join(lows[k:last])) for last in range(k + 2, min(k + 5, stop + 1))
        ):
            stop = k
            break
    for role, a, b in roles(lows, shape, start, stop):
        if (
            role == "condition"
            and a > start
            and lows[a] in ("as", "if", "when", "depending", "where")
            and not shape[b:stop].strip(".,;")
        ):
            limit, stop = (a, b), a
            break
    if limit is None:
        for k in range(start + 1, stop):
            if (
                lows[k] in ("for", "in")
                and lows[k + 1 : k + 2]
                and lows[k + 1] in ("some", "certain")
                and "position" in " ".join(lows[k:stop])
            ):
                while shape[stop - 1] in ".,;":
                    stop -= 1
                limit, stop = (k, stop), k
                break
    return stop, depth, limit


def _closed(lows: list[str], shape: str, start: int, end: int) -> int:
    """Leave "skills" and the like off a topic, with what is said of them behind: "communication skills, both verbal"."""
    first = start
    while first < end - 1 and shape[first] == "R":
        first += 1
    if start >= end or (shape[first] == "V" and lows[first] not in _HOLDS):
        return end
    for k in range(start + 1, end):
        if lows[k] in _CLOSING and shape[k - 1] in "NJEGC&" and (k + 1 == end or shape[k + 1] in ",;(ptw"):
            stop = k
            while stop > start + 1 and (shape[stop - 1] in "&/," or lows[stop - 1] in _CLOSING):
                stop -= 1
            return stop
    return end
