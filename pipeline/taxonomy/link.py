"""A phrase's concept in a public taxonomy, or none: a wrong link is worse than a missing one.

A phrase is linked to a label with the same words, else the same stems, else the same stems without neutral words
(neutral.py), else by the table of usual phrases (usual.py). Anything looser was measured and left out
(docs/taxonomies.md).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.taxonomy.activities import readings
from pipeline.taxonomy.index import About, Index, Level, keys
from pipeline.taxonomy.neutral import FRAMES, KINDS_OF_PROGRAM, KNOWN, LABEL, LIGHT, PHRASE, PROGRAMS, core
from pipeline.taxonomy.tables import TaxonomyName
from pipeline.taxonomy.usual import usual
from pipeline.taxonomy.words import stem, stems_of, without_brackets, words

# Score of a match with a preferred and with another label; they order the kinds of match by their judged precision.
SCORES: dict[Level, tuple[float, float]] = {"exact": (1.0, 0.9), "full": (0.95, 0.85), "core": (0.9, 0.8)}
USUAL = 0.9
CACHE = 50_000

_JOINED = re.compile(r"[,;/&]|\b(?:and|or)\b")
_FRAME = r"(?:principles?|practices?|methods?|techniques?|theor(?:y|ies)|concepts?|procedures?|fundamentals?)"
_FRAME_BEFORE = re.compile(rf"^.*\b{_FRAME}(?: used)? (?:of|in|for|used in)\b", re.IGNORECASE)
_FRAME_AFTER = re.compile(rf"\b{_FRAME}\b[\s,&]{{0,9}}(?:\b(?:{_FRAME}|and)\b[\s,&]{{0,9}}){{0,12}}$", re.IGNORECASE)
_RELATING = re.compile(r"\b(?:of|for|in|on)\b")
# "Office of Management" is an office: what is done stands behind "of", and no noun of doing before it.
_NAMED_FOR = re.compile(
    rf"\b(?!{_FRAME}\b)(?!\w+(?:ing|ion|ions|ment|sis|ance|ence)\b)\w+ of \w+(?:ion|ment)$", re.IGNORECASE
)
# The end of a noun of doing: "data analysis" is analysing data.
_DOING = re.compile(r"(?:ing|ion|ions|ment|sis|ance|ence|ses)$")
# A phrase cut out of a word with a hyphen, or of a list in the middle of it.
_TORN = re.compile(r"^\W*-|-\W*$")

# Preferred labels of one word that mean something else in a class specification more often than not. Chosen by
# reading all 536 of ESCO 1.1.1.
_OTHER = (
    "absorb canvas chef assembly unity source salt scratch puppet ruby swift pascal prolog shiva rage spark less "
    "sass staf groovy eclipse scala perl python java ml r sing ski swim declaim persist logging logic dies energy "
    "hair securities cameras sensors migration coining crimping bristles balance oxidation morphology reflexion "
    "kinetics consultation surveying similitude betting prayer morality history terminology database blueprints "
    "crafting silvering protein periodisation typology polygraphy adhesives lasers optics dance politics "
    "mechanics patents literature ethics"
)
OTHER_SENSES = frozenset(_OTHER.split())


@dataclass(frozen=True, slots=True)
class Link:
    """A concept that a phrase means; ``matched`` is the label it was found by, ``score`` is 0 to 1."""

    taxonomy: TaxonomyName
    version: str
    id: str
    label: str
    score: float
    matched: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase with what is compared of it."""

    text: str
    kind: str
    words: tuple[str, ...]
    stems: tuple[str, ...]
    keys: dict[Level, int]


class Taxonomy:
    """The taxonomies of an index, ready to link."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.about: tuple[About, ...] = index.about
        self._cached = lru_cache(maxsize=CACHE)(self._link)
        self._usual = {
            key: (phrase, label) for phrase, label in usual() if (key := _read(phrase, "topic").keys.get("core"))
        }

    def link(self, phrase: str, kind: str) -> Link | None:
        """The concept of a phrase, or None where none is sure enough.

        ``kind`` is a kind of mention, or "topic", "item", "duty"; it decides which taxonomies are asked.
        """
        return self._cached(phrase, kind)

    def _link(self, phrase: str, kind: str) -> Link | None:
        if _TORN.search(phrase):
            return None
        if kind == "duty":
            return self._activity(phrase)
        if kind == "license":
            # A licence is a paper, not a skill.
            return None
        said = _read(phrase, kind)
        found = [(level, self.index.found(level, key)) for level, key in said.keys.items()]
        for taxonomy in ("onet_technology", "esco") if kind == "software" else ("esco", "onet_technology"):
            if link := self._first(
                said, [(level, self._fitting(level, said, labels, taxonomy)) for level, labels in found]
            ):
                return link
        return self._by_use(said) if kind != "software" else None

    def _by_use(self, said: Phrase) -> Link | None:
        """The link of a usual phrase. One of a single word is met by that form alone: "present" is no presentation."""
        phrase, label = self._usual.get(said.keys.get("core", 0), ("", ""))
        forms = [word for word in words(phrase) if stem(word) not in PHRASE]
        if not label or (len(forms) == 1 and forms[0] not in said.words) or _NAMED_FOR.search(said.text):
            return None
        return self._named(label)

    def _first(self, said: Phrase, found: list[tuple[Level, list[int]]]) -> Link | None:
        """A link by the same words before any other; of each a preferred label before another and the closest match."""
        for some in (found[:1], found[1:]):
            for preferred in (True, False):
                for level, labels in some:
                    if link := self._of(level, said, [k for k in labels if self._preferred(k) == preferred]):
                        return link
        return None

    def _fitting(self, level: Level, said: Phrase, labels: list[int], taxonomy: TaxonomyName) -> list[int]:
        """Of labels with the phrase's words at a level those of a taxonomy that may stand for it."""
        fits: Callable[[Level, Phrase, str, bool], bool] = _names if taxonomy == "onet_technology" else _means
        return [
            k
            for k in labels
            if self._source(k).taxonomy == taxonomy and fits(level, said, self.index.labels[k], self._preferred(k))
        ]

    def _activity(self, duty: str) -> Link | None:
        """The detailed work activity of a duty: the one that all of its readings are labels of."""
        links = []
        for reading in readings(duty):
            said = _read(reading, "duty")
            labels = [
                k
                for k in self.index.found("full", said.keys.get("full"))
                if self._source(k).taxonomy == "onet_dwa" and _same_acts(said, words(self.index.labels[k]))
            ]
            links.append(self._of("full", said, labels) if len(said.stems) > 1 else None)
        if not links or len({link.id if link else "" for link in links}) > 1:
            return None
        return links[0]

    def _of(self, level: Level, said: Phrase, labels: list[int]) -> Link | None:
        """The link to one of several labels that fit alike; None where they are other labels of several concepts."""
        if not labels:
            return None
        preferred = self._preferred(labels[0])
        if not preferred and len({int(self.index.concept[k]) for k in labels}) > 1:
            return None
        chosen = min(labels, key=lambda k: _distance(self.index.labels[k], said))
        return self._to(chosen, SCORES[level][0 if preferred else 1])

    def _named(self, label: str) -> Link | None:
        """The link to the concept of ESCO with this preferred label, which other versions may not have."""
        for k in self.index.found("exact", keys(words(label)).get("exact")):
            if self._source(k).taxonomy == "esco" and self._preferred(k) and self.index.labels[k] == label:
                return self._to(k, USUAL)
        return None

    def _to(self, label: int, score: float) -> Link:
        index = self.index
        concept = int(index.concept[label])
        about = self._source(label)
        preferred = index.labels[int(index.first[concept])]
        return Link(about.taxonomy, about.version, index.ids[concept], preferred, score, index.labels[label])

    def _source(self, label: int) -> About:
        return self.about[int(self.index.source[self.index.concept[label]])]

    def _preferred(self, label: int) -> bool:
        return int(self.index.first[self.index.concept[label]]) == label


def _distance(label: str, said: Phrase) -> tuple[bool, int, int, int, str]:
    """The order of labels that fit alike: O*NET has "Spreadsheet software", "Spreadsheet programs" and more of a kind, of
    which the first is to stand for all; else the one with the phrase's own words, "surveying methods" before "survey
    techniques"; else the barer, "accounting" before "accounting techniques"."""
    named = words(label)
    other = sum(word not in named for word in said.words if stem(word) not in PHRASE)
    return not label.endswith(" software"), other, label.count(" "), abs(len(label) - len(said.text)), label


def _read(text: str, kind: str) -> Phrase:
    said = words(text)
    parts = stems_of(said)
    return Phrase(
        text, kind, tuple(said), tuple(parts), keys(said, PHRASE | PROGRAMS if kind == "software" else PHRASE)
    )


def _means(level: Level, said: Phrase, label: str, preferred: bool) -> bool:
    """Whether a label of ESCO that was found by its digest may stand for the phrase."""
    bare = without_brackets(label)
    named = words(bare)
    parts = stems_of(named)
    heads = core(parts, LABEL)
    if level != "exact":
        if said.kind == "software" and not preferred:
            return False
        if _JOINED.search(_unframed(said.text)) and not _JOINED.search(label):
            return False
        if not _same_order(said, named, heads):
            return False
    if level == "core" and (
        said.stems[-1] in LIGHT or (not preferred and heads != parts) or _framed_otherwise(said.stems, parts)
    ):
        # "collections use" is a kind of use, and another label of a concept has to be met whole.
        return False
    if len(set(heads or parts)) > 1:
        return True
    # What is left is one word. Only a preferred label is sure enough of its sense then, or another word by word.
    if not preferred:
        return level == "exact" and len(parts) > 1
    if len(named) == 1 and said.kind == "software":
        # A product of one word has a capital in ESCO, and must have one here: "security" is no dealing in securities.
        return level == "exact" and label[0].isupper() and said.text[:1].isupper()
    if len(named) == 1:
        return named[0] not in OTHER_SENSES and bare == label
    # "accounting techniques" is met by accounting in another frame, but "perform planning" by no planning of a kind.
    return level != "core" or (not FRAMES.isdisjoint(said.stems) and LIGHT.isdisjoint(parts))


def _framed_otherwise(said: tuple[str, ...], named: list[str]) -> bool:
    """Whether a phrase says only how it is done and a label only what is known: "design procedures" are no principles."""
    asked, given = FRAMES.intersection(said), FRAMES.intersection(named)
    return bool(asked and given) and asked.isdisjoint(KNOWN) and given <= KNOWN


def _same_order(said: Phrase, named: list[str], heads: list[str]) -> bool:
    """Whether stems in another order still say the same: "data analysis" and "analyse data" do, as a noun of doing
    stands behind what it acts on; "document records" and "record documents" do not, nor do "preservation chemicals" and
    "chemical preservation"; and "emergency management" does not act on the procedures of "manage emergency procedures"."""
    if _NAMED_FOR.search(said.text):
        return False
    shared = [part for part in said.stems if part in heads]
    if shared != heads and FRAMES.intersection(map(stem, named)).difference(said.stems):
        return False
    if shared == heads or len(heads) < 2 or _RELATING.search(said.text):
        return True
    first = next((word for word in named if stem(word) == heads[0]), named[0])
    forwards = _DOING.search(said.words[-1]) and not _DOING.search(first)
    backwards = _DOING.search(named[-1]) and (said.words[0].endswith("ing") or not _DOING.search(said.words[0]))
    return bool(forwards or backwards)


def _names(level: Level, said: Phrase, label: str, preferred: bool) -> bool:
    """Whether a product's name may stand for the phrase.

    Products are named by words of all kinds ("Access", "Meet", "Analyze"): outside a mention of software only a full
    name of several words is surely one, and there a name of one word must be written with a capital.
    """
    if said.kind != "software":
        return level == "exact" and preferred and len(said.stems) > 1
    if not _written_alike(said, label, preferred):
        return False
    if level == "core":
        # "GIS" is short for what "GIS software" is short for, "ArcGIS" is "ESRI ArcGIS software" without its maker;
        # "web" is not for "web application software".
        added = set(stems_of(words(label))) - set(said.stems)
        return added <= KINDS_OF_PROGRAM and (
            preferred or (len(said.stems) == 1 and len(said.text) > 2 and said.text[1:] != said.text[1:].lower())
        )
    return len(said.stems) > 1 or said.text.strip() == label or any(letter.isupper() for letter in said.text)


def _written_alike(said: Phrase, label: str, preferred: bool) -> bool:
    """Whether capitals and endings let a phrase be the name in a label.

    "arts" is no ARTS and "virtual servers" are no Virtual Server; what is not a name ("Spreadsheet software") may be
    written in any way, but a single word has to be the label's own or its plural: "maps" are no mapping software; nor
    are "electronic files" electronic filing software.
    """
    names = without_brackets(label).split()
    proper = len(names) == 1 or any(letter.isupper() for letter in label[1:])
    if proper and not any(letter.isupper() for letter in said.text):
        return False
    if len(said.stems) > 1:
        return _acts(said.words) == _acts(words(label))
    shared = [name for name in names if stem(name.lower()) in said.stems]
    whole = preferred and len(names) == 1  # "Unix" is UNIX
    if not whole and any(name.isupper() and len(name) > 1 and name not in said.text for name in shared):
        return False
    own = said.words[0]
    return not shared or any(own in (name.lower(), name.lower() + "s") or own + "s" == name.lower() for name in shared)


def _acts(named: Sequence[str]) -> set[str]:
    """The stems of words that name an act: stems join "filing" with "files", "documentation" with "documents"."""
    return {stem(word) for word in named if word.endswith(("ing", "ation", "ations"))} - PROGRAMS


def _same_acts(said: Phrase, named: list[str]) -> bool:
    return stems_of(named) == list(said.stems) and _acts(named) == _acts(said.words)


def _unframed(phrase: str) -> str:
    """
    >>> _unframed("principles and practices of accounting"), _unframed("accounting principles and practices")
    (' accounting', 'accounting ')
    """
    return _FRAME_AFTER.sub("", _FRAME_BEFORE.sub("", phrase))
