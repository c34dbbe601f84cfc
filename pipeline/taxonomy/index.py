"""The compact index of the taxonomies' labels: one .npz of plain arrays, written once and loaded by every worker.

A label is found by the digest of its words (``exact``), of its set of stems (``full``) or of what is left of the stems
without neutral words (``core``): sorted arrays of digests, each beside an array of labels. ``rank.py`` uses the
postings of stems. Nothing is pickled; strings lie in one run of UTF-8 bytes with their offsets.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Literal, get_args
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from pipeline.taxonomy.neutral import LABEL, PHRASE, PROGRAMS
from pipeline.taxonomy.tables import Source, TaxonomyName
from pipeline.taxonomy.trust import trusted
from pipeline.taxonomy.words import STOP, stem, without_brackets, words

FORM = 1
Level = Literal["exact", "full", "core"]
LEVELS: tuple[Level, ...] = get_args(Level)

# Software for a network is met only where software is said: a "local area network" is a thing.
_NETWORK = re.compile(r"\bnetwork(?: [A-Z]+)? software$")
# One of a product's features, which has to be said; an abbreviation in brackets has not.
_FEATURE = re.compile(r"\([^()\s]+\s")


class BadIndex(ValueError):
    """A file that is no index of this form; the message tells what was found and what to run."""


@dataclass(frozen=True, slots=True)
class About:
    """Where the concepts of one taxonomy come from; ``concepts`` and ``labels`` are counts."""

    taxonomy: TaxonomyName
    version: str
    licence: str
    attribution: str
    origin: str
    concepts: int
    labels: int


@dataclass(frozen=True, slots=True)
class Strings:
    """Texts in one run of bytes."""

    data: bytes
    offsets: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __getitem__(self, k: int) -> str:
        return self.data[self.offsets[k] : self.offsets[k + 1]].decode()

    def all(self) -> list[str]:
        return [self[k] for k in range(len(self))]


@dataclass(frozen=True, slots=True)
class Index:
    """Arrays of an index.

    ``labels`` are texts, a concept's preferred label first; ``concept`` [labels] is the concept of each, ``trusted``
    [labels] tells which may be linked to; ``first`` [concepts + 1] is where a concept's labels begin, ``ids`` its id,
    ``source`` [concepts] its place in ``about``. ``keys`` and ``at`` are the sorted digests of a level and the label
    of each.
    """

    about: tuple[About, ...]
    labels: Strings
    ids: Strings
    concept: NDArray[np.int32]
    trusted: NDArray[np.bool_]
    first: NDArray[np.int32]
    source: NDArray[np.uint8]
    keys: dict[Level, NDArray[np.uint64]]
    at: dict[Level, NDArray[np.int32]]
    pins: str = field(default="")

    def found(self, level: Level, key: int | None) -> list[int]:
        """The labels with this digest, in order."""
        if key is None:
            return []
        keys = self.keys[level]
        start = int(keys.searchsorted(np.uint64(key)))
        end = start
        while end < len(keys) and keys[end] == key:
            end += 1
        labels: list[int] = self.at[level][start:end].tolist()
        return labels


def digest(parts: Iterable[str]) -> int:
    """64 bits of the words, the same in every run.

    >>> digest(["a", "b"]) == digest(["a b"])
    True
    """
    return int.from_bytes(blake2b(" ".join(parts).encode(), digest_size=8).digest(), "little")


def keys(said: list[str], neutral: frozenset[str] = PHRASE) -> dict[Level, int]:
    """The digests of words at every level at which something is left; ``neutral`` is left out of a core.

    >>> keys(["planning", "of", "budgets"])["full"] == keys(["plan", "the", "budget"])["full"]
    True
    >>> keys(["the"])
    {}
    """
    kept = [word for word in said if word not in STOP]
    if not kept:
        return {}
    parts = set(map(stem, kept))
    found: dict[Level, int] = {"exact": digest(kept), "full": digest(sorted(parts))}
    if heads := parts - neutral:
        found["core"] = digest(sorted(heads))
    return found


def built(sources: Sequence[Source], pins: str = "") -> Index:
    """The index of the concepts of all sources."""
    labels: list[str] = []
    ids: list[str] = []
    concept: list[int] = []
    may: list[bool] = []
    first: list[int] = []
    origin: list[int] = []
    about = []
    pairs: dict[Level, list[tuple[int, int]]] = {level: [] for level in LEVELS}
    for number, source in enumerate(sources):
        before = len(labels)
        for entry in source.concepts:
            first.append(len(labels))
            ids.append(entry.id)
            origin.append(number)
            texts = [entry.label, *entry.alternatives]
            technology = source.taxonomy == "onet_technology"
            neutral = LABEL | PROGRAMS if technology and not _NETWORK.search(entry.label) else LABEL
            for text, trust in zip(texts, trusted(texts, source.taxonomy), strict=True):
                if trust:
                    for form in {text} if technology and _FEATURE.search(text) else {text, without_brackets(text)}:
                        for level, found in keys(words(form), neutral).items():
                            pairs[level].append((found, len(labels)))
                labels.append(text)
                concept.append(len(ids) - 1)
                may.append(trust)
        about.append(
            About(
                source.taxonomy,
                source.version,
                source.licence,
                source.attribution,
                source.origin,
                len(source.concepts),
                len(labels) - before,
            )
        )
    first.append(len(labels))
    ordered = {level: sorted(set(pairs[level])) for level in LEVELS}
    return Index(
        tuple(about),
        _strings(labels),
        _strings(ids),
        np.array(concept, np.int32),
        np.array(may, np.bool_),
        np.array(first, np.int32),
        np.array(origin, np.uint8),
        {level: np.array([number for number, _ in ordered[level]], np.uint64) for level in LEVELS},
        {level: np.array([label for _, label in ordered[level]], np.int32) for level in LEVELS},
        pins,
    )


def _strings(texts: list[str]) -> Strings:
    parts = [text.encode() for text in texts]
    return Strings(b"".join(parts), np.cumsum([0, *map(len, parts)], dtype=np.int64))


def write(index: Index, path: Path) -> None:
    """Write an index beside its place and rename it: whoever reads finds a whole one or none."""
    head = {
        "form": FORM,
        "pins": index.pins,
        "about": [{name: getattr(about, name) for name in About.__slots__} for about in index.about],
    }
    arrays: dict[str, NDArray[np.generic]] = {
        "head": np.frombuffer(json.dumps(head).encode(), np.uint8),
        "labels": np.frombuffer(index.labels.data, np.uint8),
        "label_offsets": index.labels.offsets,
        "ids": np.frombuffer(index.ids.data, np.uint8),
        "id_offsets": index.ids.offsets,
        "concept": index.concept,
        "trusted": index.trusted,
        "first": index.first,
        "source": index.source,
    }
    for level in LEVELS:
        arrays[f"{level}_keys"] = index.keys[level]
        arrays[f"{level}_at"] = index.at[level]
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with aside.open("wb") as target:
            np.savez(target, allow_pickle=False, **arrays)
            target.flush()
            os.fsync(target.fileno())
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def read(path: Path) -> Index:
    """Read an index. Raises BadIndex where the file is damaged or is no index of this form."""
    again = "build it again with: python -m pipeline.taxonomy.build --force"
    try:
        with np.load(path, allow_pickle=False) as stored:
            if "head" not in stored.files:
                raise BadIndex(f"{path.name} is no index of taxonomies; {again}")
            head = json.loads(stored["head"].tobytes())
            if head.get("form") != FORM:
                raise BadIndex(f"{path.name} is an index of form {head.get('form')}, expected {FORM}; {again}")
            index = Index(
                tuple(About(**about) for about in head["about"]),
                Strings(stored["labels"].tobytes(), stored["label_offsets"]),
                Strings(stored["ids"].tobytes(), stored["id_offsets"]),
                stored["concept"],
                stored["trusted"],
                stored["first"],
                stored["source"],
                {level: stored[f"{level}_keys"] for level in LEVELS},
                {level: stored[f"{level}_at"] for level in LEVELS},
                head["pins"],
            )
    except BadIndex:
        raise
    except (OSError, ValueError, KeyError, TypeError, AttributeError, BadZipFile, EOFError) as error:
        raise BadIndex(f"{path.name} is damaged or no index ({error}); {again}") from error
    _checked(index, path, again)
    return index


def _checked(index: Index, path: Path, again: str) -> None:
    """An index whose parts do not fit together would answer with the wrong concepts."""
    sound = (
        len(index.labels) == len(index.concept) == len(index.trusted)
        and len(index.ids) == len(index.source) == len(index.first) - 1
        and index.labels.offsets[-1] == len(index.labels.data)
        and index.ids.offsets[-1] == len(index.ids.data)
        and (not len(index.source) or int(index.source.max()) < len(index.about))
        and all(len(index.keys[level]) == len(index.at[level]) for level in LEVELS)
    )
    if not sound:
        raise BadIndex(f"the parts of {path.name} do not fit together; {again}")
