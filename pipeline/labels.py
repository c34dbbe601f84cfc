"""Folding printed labels, so that ``EXAMPLES OF DUTIES (Illustrative only):`` and ``Example of duties`` are one."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\([^()]*$")
_NUMBERING = re.compile(
    r"^(?:(?:part|section|article)\s+)?(?:[ivx]{1,5}|\d{1,2}|[a-z])\s*[.):\u2013\u2014-]\s*", re.IGNORECASE
)
_WORDS = re.compile(r"[a-z0-9%]+")
_DROPPED = frozenset(["the", "a", "an", "of", "for", "to", "in", "this", "that", "at", "and"])
# Words whose final s is no plural.
_KEPT = frozenset(
    [
        "class",
        "series",
        "species",
        "process",
        "basis",
        "status",
        "bonus",
        "plus",
        "less",
        "business",
        "access",
        "address",
        "its",
        "is",
        "as",
        "this",
        "was",
        "has",
        "us",
    ]
)


@lru_cache(maxsize=65536)
def fold(label: str) -> str:
    """The comparison key of a label.

    >>> fold("II. EXAMPLES OF DUTIES (Illustrative only):")
    'example duty'
    >>> fold("Knowledge, Skills & Abilities") == fold("KNOWLEDGES/SKILLS/ABILITY")
    True
    >>> fold("Driver’s License"), fold("Knowledge of:")  # a preposition at the end tells a lead-in
    ('driver s license', 'knowledge of')
    """
    text = unicodedata.normalize("NFKC", label).casefold().replace("&", " and ")
    bare = _BRACKETS.sub(" ", text).strip(" *#=_~:.-–—")
    bare = _NUMBERING.sub("", bare) or bare
    words = [_singular(word) for word in _WORDS.findall(bare)]
    kept = [word for k, word in enumerate(words) if word not in _DROPPED or (k == len(words) - 1 and k)]
    return " ".join(kept or words)


def _singular(word: str) -> str:
    """A word without its plural ending, roughly: both sides of a comparison go through it.

    >>> [_singular(word) for word in ("abilities", "duties", "class", "classes", "skills", "examples")]
    ['ability', 'duty', 'class', 'class', 'skill', 'example']
    """
    if word in _KEPT or len(word) < 4 or word.endswith("ss"):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("us") else word
