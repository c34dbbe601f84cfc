"""Forms of verbs in a class string: how one is inflected, what belongs to it, and what it is told from a noun by."""

from __future__ import annotations

from functools import lru_cache

from pipeline.tagging.lemmas import base, noun_like
from pipeline.tagging.people import is_people
from pipeline.tagging.vocabulary import words

# Verbs that say what work consists of, where a subject stands before them.
CONSISTS = words("verbs")["consists"]
# What a verb is made of another with; the tokenizer parts it at the hyphen.
PREFIXES = frozenset(["co", "cross", "multi", "pre", "re", "de", "over", "double", "spot", "fine"])
# Particles, each with the verbs that it belongs to.
_PARTICLES = words("particles")


@lru_cache(maxsize=20_000)
def form(low: str) -> str:
    """How a verb is inflected: ``s``, ``ing``, ``ed``, or empty for the base form."""
    for ending in ("ing", "ed"):
        if low.endswith(ending) and base(low) != low:
            return ending
    return "s" if low.endswith("s") and base(low) != low else ""


def past_verb(lows: list[str], verb: int, end: int) -> int:
    """The word after a verb and the particle that belongs to it."""
    past = verb + 1
    particle = past + 1 if lows[past : past + 1] == ["-"] else past  # "follows-up"
    if particle < end and lows[particle] in _PARTICLES and (base(lows[verb]) or "") in _PARTICLES[lows[particle]]:
        return particle + 1
    return past


def only_joints(shape: str, start: int, end: int) -> bool:
    """Whether nothing but joints, adverbs and modals stands in a range."""
    return all(letter in ',&/RM"' for letter in shape[start:end])


def denies(lows: list[str], shape: str, at: int) -> bool:
    """Whether a modal or a form of "be" stands before a "not" that is no "not only"."""
    return shape[at] in "MB" and lows[at + 1 : at + 2] in (["not"], ["n't"]) and lows[at + 2 : at + 3] != ["only"]


def takes_people(lows: list[str], shape: str, at: int) -> bool:
    """Whether what stands behind a gerund is an object and no head that it describes: "Training staff", "Washing walls"."""
    return shape[at + 1 : at + 2] == "N" and (lows[at + 1].endswith("s") or is_people(lows[at + 1]))


def is_verb_in_s(lows: list[str], shape: str, k: int) -> bool:
    """Whether a word is a verb in -s and no plural."""
    known = base(lows[k]) if k < len(lows) else None
    return known is not None and form(lows[k]) == "s" and (shape[k] == "V" or known not in noun_like())


def ends_in_object(lows: list[str], shape: str, at: int, end: int, wanted: str) -> bool:
    """Whether a series of words of one inflection, from a word on, comes to something that is no part of it."""
    while at < end:
        following = at + 1
        if following < end and shape[following] in "DdJNCGEptf(":
            return True  # "records and reports" ends a sentence; "records and reports findings" goes on
        while following < end and shape[following] in ",&/R":
            following += 1
        if following >= end or form(lows[following]) != wanted or base(lows[following]) is None:
            return following < end
        at = following
    return False
