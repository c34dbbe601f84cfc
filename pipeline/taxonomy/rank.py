"""All concepts of a taxonomy in the order of their likeness to a phrase, for evaluation and for a human's choice.

The likeness of a phrase and a label mixes three: the pieces of their words (character n-grams), their stems alone and
in pairs, and what their words mean (static word vectors, where there is a table of them). A concept is as like as the
likest of its labels, and a little likelier if its preferred label is like too. None of this decides a link: likeness is no proof (docs/taxonomies.md).

The first two come from words: each distinct word is compared once, and a label adds up its words, so a query costs
milliseconds though there are 100,000 labels. Everything is made from the labels at first use; nothing is stored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from pipeline.taxonomy.index import Index
from pipeline.taxonomy.tables import TaxonomyName
from pipeline.taxonomy.words import STOP, stem, without_brackets, words

# Shares of the three likenesses, of five mixtures the best on 1,000 alternative labels of ESCO held out.
PIECES, STEMS, MEANING = 0.2, 0.2, 0.6
# What the likeness of the preferred label adds: of 0, 0.05, 0.1 and 0.2 the best on the same.
PREFERRED = 0.1
SIZES = (3, 4, 5)
# Words of a request that say nothing of what is requested.
_SAID_OF_ALL = "skill skills ability abilities knowledge experience strong excellent good proven"
_UNSAID = frozenset(_SAID_OF_ALL.split())

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A concept with its likeness to the phrase, 0 to about 1.1."""

    id: str
    label: str
    score: float


@dataclass(frozen=True, slots=True)
class Vectors:
    """Static word vectors of length one: ``rows`` gives a word's row of ``table`` [words, dimensions]."""

    rows: dict[str, int]
    table: Floats

    @classmethod
    def read(cls, source: str | Path | IO[bytes]) -> Vectors:
        """From an .npz with the arrays ``words`` (texts, or one text in UTF-8 with a word a line) and ``vectors``."""
        with np.load(source, allow_pickle=False) as stored:
            table = stored["vectors"].astype(np.float32)
            names = stored["words"]
            listed = names.tobytes().decode("utf-8").split("\n") if names.dtype == np.uint8 else names.tolist()
        table /= np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9)
        return cls({word: k for k, word in enumerate(listed)}, table)

    @classmethod
    def shipped(cls) -> Vectors | None:
        """Those in the package: a table of their own (training/link_vectors.py), else the tagger's, else None."""
        for name in ("word_vectors.npz", "tagger.npz"):
            path = files("pipeline").joinpath("data", name)
            if path.is_file():
                with path.open("rb") as source:
                    return cls.read(source)
        return None


@dataclass(frozen=True, slots=True)
class _Bags:
    """Rows of features in one run: the features of row k are ``features[starts[k]:starts[k + 1]]``; one of no row, a
    number higher than all, closes the run."""

    features: NDArray[np.intp]
    starts: NDArray[np.int64]

    def sums(self, weights: Floats) -> Floats:
        """The sum of its features' weights for every row; a row without features has 0."""
        # ``features`` ends with one of weight 0, so that a last row without features has where to start.
        out: Floats = np.add.reduceat(np.append(weights, np.float32(0)).take(self.features), self.starts[:-1])
        out[self.starts[1:] == self.starts[:-1]] = 0
        return out


class _Vocabulary:
    """Numbers of features, rows of them as bags, and for each feature the rows that have it."""

    def __init__(self, rows: Iterable[Iterable[str]]) -> None:
        self.numbers: dict[str, int] = {}
        flat: list[int] = []
        starts = [0]
        for row in rows:
            flat += [self.numbers.setdefault(feature, len(self.numbers)) for feature in row]
            starts.append(len(flat))
        self.bags = _Bags(np.array([*flat, len(self.numbers)], np.intp), np.array(starts, np.int64))
        self.features = self.bags.features[:-1]
        self.owners = np.repeat(np.arange(len(starts) - 1, dtype=np.int32), np.diff(self.bags.starts))
        self._rows = self.owners[np.argsort(self.features, kind="stable")]
        sizes = np.bincount(self.features, minlength=len(self.numbers))
        self._starts = np.concatenate(([0], np.cumsum(sizes)))

    def spread(self, weights: dict[str, float]) -> Floats:
        """For every row the sum of the weights of its features."""
        known = [(number, w) for feature, w in weights.items() if (number := self.numbers.get(feature)) is not None]
        count = len(self.bags.starts) - 1
        if not known:
            return np.zeros(count, np.float32)
        runs = [self._rows[self._starts[number] : self._starts[number + 1]] for number, _ in known]
        each = np.repeat([w for _, w in known], [len(run) for run in runs])
        return np.bincount(np.concatenate(runs), each, minlength=count).astype(np.float32)

    def rarity(self) -> Floats:
        """The inverse document frequency of every feature, counted once a row."""
        rows = len(self.bags.starts) - 1
        pairs = np.unique(self.owners.astype(np.int64) * len(self.numbers) + self.features)
        seen = np.bincount(pairs % max(len(self.numbers), 1), minlength=len(self.numbers))
        return (1 + np.log((1 + rows) / (1 + seen))).astype(np.float32)


def _pieces(word: str) -> list[str]:
    padded = f" {word} "
    found = [padded[k : k + size] for size in SIZES for k in range(len(padded) - size + 1)]
    return found or [padded]


def _stem_pairs(parts: list[str]) -> list[str]:
    found = [stem(part) for part in parts if part not in STOP]
    return found + [f"{a} {b}" for a, b in pairwise(found)]


class Ranker:
    """The concepts of one taxonomy of an index, ready to be ranked."""

    def __init__(self, index: Index, taxonomy: TaxonomyName = "esco", vectors: Vectors | None = None) -> None:
        wanted = np.array([about.taxonomy == taxonomy for about in index.about])
        concepts = np.flatnonzero(wanted[index.source]) if len(index.source) else np.zeros(0, np.int64)
        labels = [k for concept in concepts for k in range(index.first[concept], index.first[concept + 1])]
        sizes = index.first[concepts + 1] - index.first[concepts]
        self._begin = np.cumsum([0, *sizes[:-1].tolist()]) if len(sizes) else np.zeros(0, np.int64)
        self._index, self._concepts, self._vectors = index, concepts, vectors
        texts = [words(without_brackets(index.labels[k])) for k in labels]
        self._words = _Vocabulary(texts)
        self._of_words = list(self._words.numbers)
        self._word_rarity = self._words.rarity()
        # A piece's rarity is counted over labels: over distinct words a piece of a common word would pass for rare.
        self._pieces = _Vocabulary(map(_pieces, self._of_words))
        self._piece_rarity = self._rarity_of_pieces(len(texts))
        word_square = self._pieces.bags.sums(self._piece_rarity**2)
        self._piece_norm = _inverse(np.sqrt(self._words.bags.sums(word_square)))
        self._stems = _Vocabulary(map(_stem_pairs, texts))
        self._stem_rarity = self._stems.rarity()
        self._stem_norm = _inverse(np.sqrt(self._stems.bags.sums(self._stem_rarity**2)))
        if vectors is not None:
            self._meanings, self._meaning_norm = self._of_meaning(vectors)

    def _rarity_of_pieces(self, rows: int) -> Floats:
        often = np.bincount(self._words.features, minlength=len(self._of_words))
        seen = np.bincount(self._pieces.features, often[self._pieces.owners], minlength=len(self._pieces.numbers))
        return (1 + np.log((1 + rows) / (1 + np.minimum(seen, rows)))).astype(np.float32)

    def _of_meaning(self, vectors: Vectors) -> tuple[Floats, Floats]:
        """The vector of every word of the labels, weighted by rarity, and one over the length of every label's sum."""
        table = np.zeros((len(self._of_words), vectors.table.shape[1]), np.float32)
        for k, word in enumerate(self._of_words):
            if word not in STOP and (row := vectors.rows.get(word)) is not None:
                table[k] = vectors.table[row] * self._word_rarity[k]
        square = np.zeros(len(self._words.bags.starts) - 1, np.float32)
        # One dimension at a time: all at once would be 50 MB.
        for column in table.T:
            square += self._words.bags.sums(np.ascontiguousarray(column)) ** 2
        return table, _inverse(np.sqrt(square))

    def scores(self, phrase: str) -> Floats:
        """The likeness of every label to a phrase."""
        said = words(without_brackets(phrase))
        said = [word for word in said if word not in _UNSAID] or said
        asked, length = _weighted([piece for word in said for piece in _pieces(word)], self._pieces, self._piece_rarity)
        by_word = self._pieces.spread(asked)
        out = self._words.bags.sums(by_word) * self._piece_norm * np.float32(PIECES / length)
        asked, length = _weighted(_stem_pairs(said), self._stems, self._stem_rarity)
        out += self._stems.spread(asked) * self._stem_norm * np.float32(STEMS / length)
        if self._vectors is not None:
            meaning = self._meaning(said, self._vectors)
            out += self._words.bags.sums(self._meanings @ meaning) * self._meaning_norm * np.float32(MEANING)
        return out

    def _meaning(self, said: list[str], vectors: Vectors) -> Floats:
        unseen = float(self._word_rarity.max(initial=1))
        total = np.zeros(vectors.table.shape[1], np.float32)
        for word in said:
            if word not in STOP and (row := vectors.rows.get(word)) is not None:
                number = self._words.numbers.get(word)
                total += vectors.table[row] * (unseen if number is None else self._word_rarity[number])
        return total / max(float(np.linalg.norm(total)), 1e-9)

    def concepts(self, phrase: str) -> Floats:
        """The likeness of every concept to a phrase: of its likest label, and a little of its preferred one."""
        if not len(self._concepts):
            return np.zeros(0, np.float32)
        each = self.scores(phrase)
        best: Floats = np.maximum.reduceat(each, self._begin)
        return best + np.float32(PREFERRED) * each[self._begin]

    def rank(self, phrase: str, k: int = 5) -> list[Candidate]:
        """The k likest concepts, the likest first; of equals the one with the lower id."""
        return self.best(self.concepts(phrase), k)

    def best(self, likeness: Floats, k: int) -> list[Candidate]:
        """The k concepts of the highest likeness, given for every concept."""
        if k < len(likeness):
            least = np.partition(likeness, -k)[-k]
            among = np.flatnonzero(likeness >= least)
        else:
            among = np.arange(len(likeness))
        order = among[np.lexsort((among, -likeness[among]))][:k]
        return [
            Candidate(
                self._index.ids[int(concept)],
                self._index.labels[int(self._index.first[concept])],
                round(float(likeness[row]), 4),
            )
            for row, concept in zip(order.tolist(), self._concepts[order].tolist(), strict=True)
        ]


def _weighted(row: list[str], vocabulary: _Vocabulary, rarity: Floats) -> tuple[dict[str, float], float]:
    """The features of a phrase with what each adds to a row that has it, and the phrase's own length. A feature that
    no label has lengthens it as the rarest would."""
    unseen = float(rarity.max(initial=1))
    weights: dict[str, float] = {}
    square = 0.0
    for feature, count in Counter(row).items():
        number = vocabulary.numbers.get(feature)
        rare = unseen if number is None else float(rarity[number])
        weights[feature] = count * rare * rare
        square += (count * rare) ** 2
    return weights, max(square**0.5, 1e-9)


def _inverse(lengths: Floats) -> Floats:
    return (1 / np.maximum(lengths, 1e-9)).astype(np.float32)
