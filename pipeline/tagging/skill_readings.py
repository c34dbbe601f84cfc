"""Where each reading of a skill statement stands: it is cut at sentences and semicolons, and where a lead is printed again."""

from __future__ import annotations

import re

from pipeline.tagging.experience_years import before_years
from pipeline.tagging.skill_leads import (
    ATTITUDES,
    CLOSING,
    GRADES,
    HOLDS,
    LEADS,
    LINKS,
    PERSONS,
    STATED,
    label_end,
    lead,
)
from pipeline.tagging.topic_ends import PREDICATE
from pipeline.tagging.vocabulary import words

Range = tuple[int, int]

_INFINITIVE = words("topics")["infinitive"]
# Those that close a skill of a person and no knowledge of a field.
_CLOSES = CLOSING - {"experience", "knowledge"}
# Leads that stand right before what is done: "experience creating tests".
_WITH_GERUND = frozenset(["experience", "experienced", "comfortable"])
_HAVE = frozenset(["have", "has", "possess", "possesses", "exhibit", "exhibits"])


def readings(lows: list[str], shape: str, start: int) -> list[Range]:
    """Where each reading stands: cut at sentences and semicolons, and where a lead is printed again."""
    cuts = [start]
    for k in range(start + 1, len(lows)):
        if (
            (shape[k - 1] in ";." and shape[k] not in ";.,)")
            or (
                shape[k] == "&"
                and lows[k] != "but"
                and shape[k - 1] in "EJ"
                and PREDICATE.search(" ".join(lows[max(0, k - 4) : k]))
            )
            or (shape[k - 1] in ",&p" and _opens_reading(lows, shape, cuts[-1], k))
        ):
            cuts.append(k)
        elif (
            (lows[k] in LEADS or lows[k] in ATTITUDES)
            and k - cuts[-1] > 1
            and k + 1 < len(lows)
            and (lows[k + 1] in LINKS or (shape[k + 1] == "G" and lows[k] in _WITH_GERUND))
        ):
            first = k
            while first > cuts[-1] and (
                lows[first - 1] in GRADES or lows[first - 1] in HOLDS or shape[first - 1] in "DEJMB"
            ):
                first -= 1
            first = before_years(lows, cuts[-1], first)
            if _parts(lows, shape, cuts[-1], first, k):
                cuts.append(first)
    if len(cuts) > 1 and shape[start] in "twp" and shape[cuts[1] - 1] == "," and lows[cuts[1]] in PERSONS:
        del cuts[0]
    return list(zip(cuts, [*cuts[1:], len(lows)], strict=True))


def _parts(lows: list[str], shape: str, start: int, first: int, k: int) -> bool:
    """Whether the words of a lead, from its first to itself, open a reading behind what stands before them."""
    before, low = shape[first - 1], lows[k]
    if first <= start + 1 or not (before in "&,;:y" or lows[first - 1] == "with"):
        return False
    if low in ATTITUDES and _is_listed(lows, shape, start, first, k):
        return False
    if before == "&" and shape[first] in "JE" and shape[first - 2] in "JE" and lows[first] not in GRADES:
        return False  # "legal and institutional knowledge of"
    if label_end(lows, shape, start, first) == first - 1 or _so_that(lows, start, first):
        return False  # "Strategic planning: Ability to …"
    topic = lead(lows, shape, start, first)[0]
    if not shape[topic : first - 1].strip(",&/"):
        return False  # "Knowledge of, or interest in"
    fresh = low in _INFINITIVE or low in ATTITUDES or lows[first] == "be" or shape[first - 2 : first + 1] == ",&D"
    return fresh or shape[topic] != "V" or before != "&"


def _is_listed(lows: list[str], shape: str, start: int, first: int, k: int) -> bool:
    """Whether an attitude is one of a list under one topic: "stamina, balance and a head for heights"."""
    if first == k or not GRADES.isdisjoint(lows[first:k]):
        return first == k
    return shape[first - 1] == "," or (
        shape[first - 1] == "&" and "," in shape[start:first] and not any(low in LEADS for low in lows[start:first])
    )


def _so_that(lows: list[str], start: int, end: int) -> bool:
    """Whether a clause of purpose opens in a range: what it says is no skill of its own."""
    return any(lows[k - 1] == "so" for k in range(start + 1, end) if lows[k] == "that")


def _opens_reading(lows: list[str], shape: str, start: int, k: int) -> bool:
    """Whether a reading opens here without a lead of its own: "… skills and a passion for", "… with strong … skills"."""
    if shape[k - 1] == "," and lows[k] in PERSONS and shape[k + 1 : k + 2] == "M":
        return shape[start] in "twp"  # "To work as a clerk, you must have …"
    if shape[k - 1] == "," and lows[k] in ("have", "be", "possess") and "M" in shape[:k]:
        return shape[k + 1 : k + 2] in ("N", "J", "D", "E")  # "would have strong skills, be patient, be able to …"
    if lows[k] in GRADES and "," in shape[k - 2 : k]:
        close = next((at for at in range(k + 1, min(k + 8, len(lows))) if shape[at] in ",;.:("), min(k + 8, len(lows)))
        if lows[close - 1] in _CLOSES and shape[lead(lows, shape, start, k)[0]] not in "VM":
            return True  # "Detail oriented, good organizational skills, and strong writing skills"
    if shape[k - 1] == ",":
        return False
    if shape[k - 1] == "&" and lows[k - 2] in CLOSING and lows[k] not in CLOSING and k - start > 2:
        close = next((at for at in range(k, len(lows)) if shape[at] not in "NJEG-"), len(lows))
        if lows[close - 1] in CLOSING and re.search("[VM(]", shape[lead(lows, shape, start, k)[0] : k]) is None:
            return True  # "trouble-shooting ability and mechanical aptitude"
    if lows[k - 1] == "and" and lows[k - 2] in ("skills", "abilities") and k - start > 3:
        return (
            shape[k] == "D"
            or lows[k] == "both"
            or lows[k] in GRADES
            or (lows[k] in LEADS and shape[k + 1 : k + 2] in ("G", "p"))
        )
    if lows[k - 1] == "with" and lows[k] in GRADES:
        close = next((at for at in range(k + 1, len(lows)) if shape[at] in ",;.:("), len(lows))
        return any(low in CLOSING for low in lows[k:close]) and LEADS.isdisjoint(lows[max(k - 2, 0) : k - 1])
    if shape[k - 1] == "&" and lows[k] in ("you", "they"):
        return True
    if shape[k - 1] == "&" and lows[k] in _HAVE and not GRADES.isdisjoint(lows[k + 1 : k + 2]):
        return True  # "must know circuits and have good coordination"
    if shape[k - 1] == "&" and lows[k] in STATED and shape[k + 1 : k + 2] in tuple("NJDdG"):
        opened = lows[start:k]
        return any(low in LEADS for low in opened) and not any(low in _INFINITIVE for low in opened)
    return False
