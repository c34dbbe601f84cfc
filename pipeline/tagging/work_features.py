"""What a duty statement's work activity is told by: its words in base form, its pairs, and its leading verb."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from pipeline.tagging.lemmas import base

_EMPTY = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "to",
        "for",
        "in",
        "on",
        "at",
        "with",
        "and",
        "or",
        "by",
        "from",
        "as",
        "all",
        "any",
        "other",
        "such",
        "their",
        "his",
        "her",
        "its",
        "this",
        "that",
        "these",
        "those",
        "is",
        "are",
        "be",
        "may",
        "will",
        "shall",
        "must",
        "can",
        "into",
        "within",
        "including",
        "related",
        "various",
        "assigned",
        "appropriate",
        ",",
        ".",
        ";",
        ":",
        "(",
        ")",
        "/",
        "-",
        "’s",
        "'s",
        "not",
        "necessary",
        "required",
        "needed",
    ]
)


@lru_cache(maxsize=50_000)
def stem(low: str) -> str:
    """A lower-cased word in base form: a listed verb's, else without its plural ending.

    >>> stem("reviewing"), stem("policies"), stem("records")
    ('review', 'policy', 'record')
    """
    if there := base(low):
        return there
    if low.endswith("ies") and len(low) > 4:
        return low[:-3] + "y"
    if low.endswith("s") and not low.endswith(("ss", "us", "is")) and len(low) > 3:
        return low[:-1]
    return low


def features(lows: list[str]) -> list[str]:
    """The features of a statement's lower-cased words: each base form, each pair of neighbours, the first one marked."""
    stems = [stem(low) for low in lows if low not in _EMPTY]
    if not stems:
        return []
    pairs = [f"{a} {b}" for a, b in pairwise(stems)]
    lead = stems[0]
    return [*dict.fromkeys([*stems, *pairs, f"^{lead}", *(f"^{lead} {word}" for word in stems[1:4])])]
