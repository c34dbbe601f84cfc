"""What a heading says: vocabulary first, then close spellings of it, then the words in it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from rapidfuzz import fuzz, process

from pipeline.labels import fold
from pipeline.misread import mended
from pipeline.titlewords import ENDS_AS_TITLE

KINDS = (
    "identification",
    "series_concept",
    "definition",
    "distinguishing_characteristics",
    "supervision",
    "duties",
    "knowledge_skills_abilities",
    "minimum_qualifications",
    "desirable_qualifications",
    "special_requirements",
    "working_conditions",
    "compensation",
    "selection",
    "organization",
    "history",
    "notes",
    "other",
)

STRONG, WEAK, SUB, WORDS = "strong", "weak", "sub", "words"

_QUALIFIER = re.compile(r" (?:of|for|[-–—]) |, ")

# Below 88 of 100 on the folded key, other words are taken for misspellings ("skill" for "drill"): tried on
# the 740 printed labels of the shared list against each other, where 88 gave no wrong pair.
_CLOSE = 88
_SHORTEST_CLOSE = 8


@dataclass(frozen=True, slots=True)
class Match:
    """A reading of a heading: its section kind, and how it was found (``strong``, ``weak``, ``sub`` or ``words``)."""

    kind: str
    by: str


@cache
def _vocabulary() -> dict[str, Match]:
    table = tomllib.loads(files("pipeline").joinpath("data/headings.toml").read_text("utf-8"))
    out: dict[str, Match] = {}
    for kind, entries in table.items():
        for strength in (STRONG, WEAK, SUB):
            for label in entries.get(strength, ()):
                out.setdefault(fold(label), Match(kind, strength))
    return out


@cache
def _as_long(length: int) -> tuple[str, ...]:
    """The keys of the vocabulary that are not too short or too long to be a close spelling of one of this length."""
    return tuple(key for key in _vocabulary() if 200 * min(length, len(key)) >= _CLOSE * (length + len(key)))


@cache
def _word_rules() -> tuple[frozenset[str], tuple[tuple[str, tuple[frozenset[str], ...]], ...]]:
    table = tomllib.loads(files("pipeline").joinpath("data/heading_words.toml").read_text("utf-8"))
    rules = tuple((rule["kind"], tuple(frozenset(group) for group in rule["all"])) for rule in table["rule"])
    known = frozenset(table["filler"]).union(*(group for _, groups in rules for group in groups))
    return known, rules


@lru_cache(maxsize=32768)
def listed(label: str) -> Match | None:
    """The vocabulary's reading of a label, exact or nearly so.

    >>> listed("EXAMPLES OF DUTIES:").kind, listed("DESIREABLE QUALIFICATION").kind
    ('duties', 'desirable_qualifications')
    """
    key = fold(mended(label))
    if not key:
        return None
    vocabulary = _vocabulary()
    if key in vocabulary:
        return vocabulary[key]
    if len(key) < _SHORTEST_CLOSE or len(key) > 70:
        return None
    found = process.extractOne(key, _as_long(len(key)), scorer=fuzz.ratio, score_cutoff=_CLOSE)
    if found is None:
        return None
    match = vocabulary[found[0]]
    # A close spelling of a lead-in is too little to go by ("ability to" is close to much).
    return match if match.by != SUB and _same_words(key, found[0]) else None


def _same_words(one: str, two: str) -> bool:
    """Whether two keys are the same word for word, but for slips of spelling."""
    a, b = one.split(), two.split()
    return len(a) == len(b) and all(
        x == y or (min(len(x), len(y)) >= 5 and fuzz.ratio(x, y) >= 80) for x, y in zip(a, b, strict=True)
    )


@cache
def defining_labels() -> frozenset[str]:
    """Folded labels that name the definition where a document has no other, as in New York's specifications."""
    table = tomllib.loads(files("pipeline").joinpath("data/headings.toml").read_text("utf-8"))
    return frozenset(fold(label) for label in table["definition"]["where_alone"])


def exactly(label: str) -> Match | None:
    """The vocabulary's reading of a label that it holds letter for letter, folding apart."""
    return _vocabulary().get(fold(label))


@lru_cache(maxsize=32768)
def worded(label: str, unknown: int = 0) -> Match | None:
    """The reading by the words of a label, of which ``unknown`` may stand in no rule.

    >>> worded("Essential Election Day Duties", unknown=1).kind
    'duties'
    >>> worded("Completes duties of absent staff") is None
    True
    """
    words = fold(label).split()
    # "Supervisor of Instruction" and "Actuary, Insurance Fund" name jobs, whatever words follow.
    if ENDS_AS_TITLE.search(label) or ENDS_AS_TITLE.search(_QUALIFIER.split(label.strip(" :"))[0]):
        return None
    known, rules = _word_rules()
    strange = sum(word not in known for word in words)
    if not words or len(words) > 9 or strange > unknown or 2 * strange > len(words):
        return None
    present = set(words)
    for kind, groups in rules:
        if all(present & group for group in groups):
            return Match(kind, WORDS)
    return None
