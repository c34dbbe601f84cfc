"""Skill statement → topics by rules: what is known or done, how well, and on what condition.

"Thorough knowledge of the laws governing benefits sufficient to answer questions" has the topic "laws governing
benefits" and the depths "Thorough" and "sufficient to answer questions".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.tagging.lists import list_items, past_number
from pipeline.tagging.skill_conditions import condition_in_front
from pipeline.tagging.skill_leads import CLOSING, lead
from pipeline.tagging.skill_readings import readings
from pipeline.tagging.topic_ends import closed, tail

Range = tuple[int, int]

_SAID_OF = frozenset(["with", "highly", "strongly", "preferred", "required", "desired", "desirable"])
_BOONS = (["a", "plus"], ["an", "asset"], ["an", "advantage"], ["a", "must"], ["a", "bonus"])


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
    """The topics of a skill statement as the rules read them, from its lower-cased words and their class string."""
    found: list[Topic] = []
    depths: list[Range] = []
    condition, first = condition_in_front(lows, shape)
    for start, end in readings(lows, shape, first):
        at, grades = lead(lows, shape, start, end)
        depths += grades
        marks = next((k for k in range(at, end) if shape[k] not in ":,&"), at)
        if (numbered := past_number(lows, shape, marks, end)) > marks:
            at = numbered
        stop, depth, limit = tail(lows, shape, at, end)
        if depth:
            depths.append(depth)
        condition = condition or limit
        while at < stop and (shape[at] in 'Dx,:"-&' or (not lows[at][:1].isalnum() and lows[at][:1] not in "(.#")):
            at += 1
        if at + 1 < stop and shape[at] == "t" and shape[at + 1] in "VR":
            at += 1  # "Ability to deal with the public; to maintain records"
        while stop > at and (
            shape[stop - 1] in ',;.:&"-aD' or lows[stop - 1] in _SAID_OF or lows[stop - 2 : stop] in _BOONS
        ):
            stop -= 1
        stop = closed(lows, shape, at, stop)
        bracketed = shape[at : at + 1] == "(" and shape.find(")", at) >= stop - 2
        named = any(low not in CLOSING for low in lows[at:stop])  # "Knowledge sufficient to …" has no topic
        if named and re.search("[NVGJECdD]", shape[at:stop]) and not bracketed:
            found.append(Topic((at, stop), tuple(list_items(lows, shape, at, stop))))
    return Topics(tuple(found), tuple(depths), condition)
