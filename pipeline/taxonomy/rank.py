"""All concepts of a taxonomy in the order of their likeness to a phrase, for evaluation and for a human's choice.

The likeness of a phrase and a label mixes three: the pieces of their words (character n-grams), their stems alone and
in pairs, and what their words mean (static word vectors, where there is a table of them). A concept is as like as the
likest of its labels. None of this decides a link: likeness is no proof (docs/taxonomies.md).

The first two come from words: each distinct word is compared once, and a label adds up its words, so a query costs
milliseconds though there are 100,000 labels. Everything is made from the labels at first use; nothing is stored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.taxonomy.index import Index
from pipeline.taxonomy.tables import TaxonomyName
from pipeline.taxonomy.words import STOP, stem, without_brackets, words

# Shares of the three likenesses, of five mixtures the best on 1,500 alternative labels of ESCO held out.
PIECES, STEMS, MEANING = 0.25, 0.25, 0.5
SIZES = (3, 4, 5)
# Words of a request that say nothing of what is requested.
_UNSAID = frozenset("skill skills ability abilities knowledge experience strong excellent good proven".split())

Floats = NDArray[np.float32]
Whole = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A concept with its likeness to the phrase, 0 to about 1."""

    id: str
    label: str
    score: float


@dataclass(frozen=True, slots=True)
class Vectors:
    """Static word vectors of length one: ``rows`` gives a word's row of ``table`` [words, dimensions]."""

    rows: dict[str, int]
    table: Floats

    @classmethod
    def read(cls, path: Path) -> Vectors:
        """From an .npz with the arrays ``words`` and ``vectors``."""
        with np.load(path, allow_pickle=False) as stored:
            table = stored["vectors"].astype(np.float32)
            table /= np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9)
            return cls({word: k for k, word in enumerate(stored["words"].tolist())}, table)


@dataclass(frozen=True, slots=True)
class _Bags:
    """Rows of features in one run: the features of row k are ``features[starts[k]:starts[k + 1]]``."""

    features: Whole
    starts: NDArray[np.int64]

    def sums(self, weights: Floats) -> Floats:
        """The sum of its features' weights for every row; a row without features has 0."""
        # The run ends with a feature of weight 0, so that a last row without features has where to start.
        gathered = np.append(weights[self.features], np.float32(0))
        out = np.add.reduceat(gathered, self.starts[:-1])
        out[self.starts[1:] == self.starts[:-1]] = 0
        return out


class _Vocabulary:
    """Numbers of features, and rows of them as bags."""

    def __init__(self, rows: Iterable[Iterable[str]]) -> None:
        self.numbers: dict[str, int] = {}
        flat: list[int] = []
        starts = [0]
        for row in rows:
            flat += [self.numbers.setdefault(feature, len(self.numbers)) for feature in row]
            starts.append(len(flat))
        self.bags = _Bags(np.array(flat, np.int32), np.array(starts, np.int64))

    def rarity(self) -> Floats:
        """The inverse document frequency of every feature, counted once a row."""
        rows = len(self.bags.starts) - 1
        owner = np.repeat(np.arange(rows), np.diff(self.bags.starts))
        pairs = np.unique(owner.astype(np.int64) * len(self.numbers) + self.bags.features)
        seen = np.bincount(pairs % max(len(self.numbers), 1), minlength=len(self.numbers))
        return (1 + np.log((1 + rows) / (1 + seen))).astype(np.float32)

    def counts(self, row: Iterable[str]) -> Floats:
        out = np.zeros(len(self.numbers), np.float32)
        for feature, count in Counter(row).items():
            if (number := self.numbers.get(feature)) is not None:
                out[number] = count
        return out


def _pieces(word: str) -> list[str]:
    padded = f" {word} "
    found = [padded[k : k + size] for size in SIZES for k in range(len(padded) - size + 1)]
    return found or [padded]


def _stem_pairs(parts: list[str]) -> list[str]:
    found = [stem(part) for part in parts if part not in STOP]
    return found + [f"{a} {b}" for a, b in zip(found, found[1:], strict=False)]


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
        often = np.bincount(self._words.bags.features, minlength=len(self._of_words))
        owner = np.repeat(np.arange(len(self._of_words)), np.diff(self._pieces.bags.starts))
        seen = np.bincount(self._pieces.bags.features, often[owner], minlength=len(self._pieces.numbers))
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
        asked = self._pieces.counts(piece for word in said for piece in _pieces(word))
        asked *= self._piece_rarity
        length = max(float(np.linalg.norm(asked)), 1e-9)
        by_word = self._pieces.bags.sums(asked * self._piece_rarity)
        out = self._words.bags.sums(by_word) * self._piece_norm * np.float32(PIECES / length)
        asked = self._stems.counts(_stem_pairs(said)) * self._stem_rarity
        length = max(float(np.linalg.norm(asked)), 1e-9)
        out += self._stems.bags.sums(asked * self._stem_rarity) * self._stem_norm * np.float32(STEMS / length)
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
        """The likeness of every concept to a phrase: of its likest label."""
        if not len(self._concepts):
            return np.zeros(0, np.float32)
        return np.maximum.reduceat(self.scores(phrase), self._begin)

    def rank(self, phrase: str, k: int = 5) -> list[Candidate]:
        """The k likest concepts, the likest first; of equals the one with the lower id."""
        return self.best(self.concepts(phrase), k)

    def best(self, likeness: Floats, k: int) -> list[Candidate]:
        """The k concepts of the highest likeness, given for every concept."""
        order = np.lexsort((np.arange(len(likeness)), -likeness))[:k]
        return [
            Candidate(
                self._index.ids[int(concept)],
                self._index.labels[int(self._index.first[concept])],
                round(float(likeness[row]), 4),
            )
            for row, concept in zip(order.tolist(), self._concepts[order].tolist(), strict=True)
        ]


def _inverse(lengths: Floats) -> Floats:
    return (1 / np.maximum(lengths, 1e-9)).astype(np.float32)


Scorer = Callable[[str], Floats]
