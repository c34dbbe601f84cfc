"""A phrase's concept in a public taxonomy, or none: a wrong link is worse than a missing one.

A phrase is linked to a label with the same words, else the same stems, else the same stems without neutral words
(neutral.py). Anything looser was measured and left out (docs/taxonomies.md).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pipeline.taxonomy.index import LEVELS, About, Index, Level, key
from pipeline.taxonomy.neutral import FRAMES, LABEL, PHRASE, PROGRAMS, core
from pipeline.taxonomy.tables import TaxonomyName
from pipeline.taxonomy.words import stems, without_brackets, words

# Score of a match with a preferred and with another label; they order the kinds of match by their measured precision.
SCORES: dict[Level, tuple[float, float]] = {"exact": (1.0, 0.95), "full": (0.95, 0.9), "core": (0.85, 0.8)}
CACHE = 50_000
_JOINED = re.compile(r"[,;/&]|\b(?:and|or)\b")
# "principles and practices of", "methods for the"; "accounting principles and practices".
_FRAME_BEFORE = re.compile(r"^.*\b(?:principles?|practices?|methods?|techniques?|theor(?:y|ies)|concepts?|procedures?|fundamentals?)(?: used)? (?:of|in|for|used in)\b", re.IGNORECASE)
_FRAME_AFTER = re.compile(r"(?:\b(?:principles?|practices?|methods?|techniques?|theor(?:y|ies)|concepts?|procedures?|fundamentals?|and)\b[\s,&]*)+$", re.IGNORECASE)

# Preferred labels of one word that mean something else in a class specification more often than not. Chosen by
# reading all 536 of ESCO 1.1.1.
OTHER_SENSES = frozenset(
    "absorb canvas chef assembly unity source salt scratch puppet ruby swift pascal prolog shiva rage spark less sass "
    "staf groovy eclipse scala perl python java ml r sing ski swim declaim persist logging logic dies energy hair "
    "securities cameras sensors migration coining crimping bristles balance oxidation morphology reflexion kinetics "
    "consultation surveying similitude betting prayer morality history terminology database blueprints crafting "
    "silvering protein periodisation typology polygraphy adhesives lasers optics dance politics".split()
)


@dataclass(frozen=True, slots=True)
class Link:
    """A concept that a phrase means; ``matched`` is the label it was found by, ``score`` is 0 to 1."""

    taxonomy: TaxonomyName
    version: str
    id: str
    label: str
    score: float
    matched: str


class Taxonomy:
    """The taxonomies of an index, ready to link."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.about: tuple[About, ...] = index.about
        self._cached = lru_cache(maxsize=CACHE)(self._link)

    def link(self, phrase: str, kind: str) -> Link | None:
        """The concept of a phrase, or None where none is sure enough.

        ``kind`` is a kind of mention, or "topic", "item", "duty"; it decides which taxonomies are asked.
        """
        return self._cached(phrase, kind)

    def _link(self, phrase: str, kind: str) -> Link | None:
        for taxonomy in _asked(kind):
            found = [(level, self._fitting(level, phrase, kind, taxonomy)) for level in LEVELS]
            for want in (True, False):
                for level, labels in found:
                    if link := self._of(level, phrase, [k for k in labels if self._preferred(k) == want]):
                        return link
        return None

    def _fitting(self, level: Level, phrase: str, kind: str, taxonomy: TaxonomyName) -> list[int]:
        """The labels of a taxonomy that have the phrase's words at a level and may stand for it."""
        number = key(level, phrase, PHRASE | PROGRAMS if kind == "software" else PHRASE)
        if number is None:
            return []
        index = self.index
        return [
            k
            for k in index.found(level, number)
            if self._source(k).taxonomy == taxonomy
            and _fits(level, phrase, kind, taxonomy, index.labels[k], self._preferred(k))
        ]

    def _of(self, level: Level, phrase: str, labels: list[int]) -> Link | None:
        """The link to one of several labels that fit alike; None where the other labels of several concepts do."""
        index = self.index
        if not labels:
            return None
        preferred = self._preferred(labels[0])
        if not preferred and len({int(index.concept[k]) for k in labels}) > 1:
            return None
        # Of several the one nearest in length: "accounting" before "accounting techniques".
        chosen = min(labels, key=lambda k: (abs(len(index.labels[k]) - len(phrase)), index.labels[k]))
        concept = int(index.concept[chosen])
        about = self._source(chosen)
        label = index.labels[int(index.first[concept])]
        score = SCORES[level][0 if preferred else 1]
        return Link(about.taxonomy, about.version, index.ids[concept], label, score, index.labels[chosen])

    def _source(self, label: int) -> About:
        return self.about[int(self.index.source[self.index.concept[label]])]

    def _preferred(self, label: int) -> bool:
        return int(self.index.first[self.index.concept[label]]) == label


def _asked(kind: str) -> tuple[TaxonomyName, ...]:
    if kind == "duty":
        return ("onet_dwa",)
    if kind == "software":
        return ("onet_technology", "esco")
    return ("esco", "onet_technology")


def _fits(level: Level, phrase: str, kind: str, taxonomy: TaxonomyName, label: str, preferred: bool) -> bool:
    """Whether a label found by its digest may stand for the phrase."""
    said = stems(phrase)
    if taxonomy == "onet_technology":
        return _names(level, phrase, kind, label, preferred, said)
    if level != "exact" and _JOINED.search(_unframed(phrase)) and not _JOINED.search(label):
        return False
    if taxonomy == "onet_dwa":
        return len(said) > 1 and level != "core" and said == stems(label)
    bare = without_brackets(label)
    if level == "core" and not preferred and core(stems(bare), LABEL) != stems(bare):
        return False
    parts = core(stems(bare), LABEL)
    if len(set(parts) or set(stems(bare))) > 1:
        return True
    alone = words(bare)
    if len(alone) == 1:
        # A word that names a whole field, or in brackets what it is: only a mention of software is surely that.
        return preferred and (kind == "software" or alone[0] not in OTHER_SENSES) and (bare == label or kind == "software")
    # One word in a frame, "accounting techniques", is met by that word in a frame.
    if level == "core":
        return preferred and not FRAMES.isdisjoint(said)
    return preferred


def _names(level: Level, phrase: str, kind: str, label: str, preferred: bool, said: list[str]) -> bool:
    """Products are named by words of all kinds ("Access", "Meet", "Analyze"): outside a mention of software only a
    full name of several words is surely one, and there a name of one word must be written as the product is."""
    if kind != "software":
        return level == "exact" and preferred and len(said) > 1
    if level == "core":
        return preferred
    return len(said) > 1 or phrase.strip() == label or any(c.isupper() for c in phrase)


def _unframed(phrase: str) -> str:
    """
    >>> _unframed("principles and practices of accounting"), _unframed("accounting principles and practices")
    (' accounting', 'accounting ')
    """
    return _FRAME_AFTER.sub("", _FRAME_BEFORE.sub("", phrase))
