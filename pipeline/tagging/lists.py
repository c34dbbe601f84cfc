"""The parts of a skill topic that is a list: coordinated verbs or verb phrases, or nouns before the first preposition."""

from __future__ import annotations

import re

from pipeline.tagging.lemmas import base

Range = tuple[int, int]


def list_items(lows: list[str], shape: str, start: int, end: int) -> list[Range]:
    """The parts of a list of verbs, or of nouns before the first preposition; empty where the topic is no list."""
    first = start
    while first < end - 1 and shape[first] == "R":
        first += 1
    if shape[first] in "NJ" and lows[start - 1 : start] == ["to"] and base(lows[first]) == lows[first]:
        shape = shape[:first] + "V" + shape[first + 1 :]  # "Ability to research and learn …"
    cuts = _verb_joints(lows, shape, first, end) if shape[first] in "VG" else []
    if not cuts and shape[first] != "V" and (shape[first] != "G" or shape[first + 1 : first + 2] in ("&", ",")):
        cuts = _noun_joints(lows, shape, start, end)
    if not cuts:
        return []
    bounds = [start, *(edge for cut in cuts for edge in cut), end]
    parts = [(bounds[i], bounds[i + 1]) for i in range(0, len(bounds), 2)]
    parts = [(a + (shape[a] == "D" or lows[a] in ("then", "to")), b) for a, b in parts if a < b]
    return [(a, b) for a, b in parts if a < b]


def _joints(shape: str, start: int, end: int) -> list[Range]:
    """Where a comma, an *and* or both join two parts."""
    return [
        found.span() for found in re.finditer(r",&?|&,?", shape[:end]) if found.start() > start and found.end() < end
    ]


def _verb_joints(lows: list[str], shape: str, first: int, end: int) -> list[Range]:
    """The joints before verbs; between whole phrases where there are several, else between the verbs alone."""
    phrases: list[Range] = []
    verbs: list[Range] = []
    for a, b in _joints(shape, first, end):
        after = b
        while after < end and shape[after] in "Rt":
            after += 1
        if after >= end or (shape[a - 1] == shape[b] == "R"):
            continue  # "effectively and creatively" joins adverbs
        low, bare = lows[after], all(_joins_verbs(lows, shape, k) for k in range(first, a))
        if not bare and (shape[a - 1] == "V" or (lows[a - 2] == "to" and base(lows[a - 1]) == lows[a - 1])):
            continue  # "to store, manipulate and present data": verbs joined below the first
        if low == "work" and shape[after + 1 : after + 2] == "N":
            continue  # "tasks and work deadlines"
        if shape[first] == "G":
            inflected = low.endswith("ing")
        else:
            inflected = base(low) == low or (shape[after] == "V" and low.endswith("s") and base(low) is not None)
        like = (shape[after] in "VG" and inflected) or low == "be"
        unheard = (
            shape[after] in "NJ"
            and base(low) == low
            and shape[first] == "V"
            and shape[after + 1 : after + 2] in tuple("NJDdGE")
        )
        if like or (bare and inflected) or (unheard and shape[a] == "&"):
            (
                verbs
                if all(_joins_verbs(lows, shape, k) for k in range(phrases[-1][1] if phrases else first, a))
                else phrases
            ).append((a, b))
    return phrases or verbs


def _joins_verbs(lows: list[str], shape: str, k: int) -> bool:
    """Whether a word is a verb or stands between verbs: "mentor, coach and"."""
    return shape[k] in "VG,&Rt" or (shape[k] in "NJ" and base(lows[k]) == lows[k])


def _noun_joints(lows: list[str], shape: str, start: int, end: int) -> list[Range]:
    """The joints of a list of nouns before its first preposition; commas join more loosely than *and* does."""
    stop = next((k for k in range(start, end) if shape[k] in "optfbzgw("), end)
    cuts = [(a, b) for a, b in _joints(shape, start, end) if b <= stop and shape[b] in "NJGECdDV" and lows[b] != "more"]
    if any(shape[a:b] == ",&" for a, b in cuts):
        return [(a, b) for a, b in cuts if shape[a] == ","]
    if any(shape[a] == "," for a, b in cuts):
        return [cut for k, cut in enumerate(cuts) if shape[cut[0]] == "," or k == len(cuts) - 1]
    return cuts[-1:]  # "supervisory and management principles and practices": the last joins the heads
