"""Component: scores of every word for every label, by a small convolutional network.

``doc.tensor`` gets a row for each token: scores of the part-of-speech tags, of O, B and I for skill and for knowledge,
of the kinds of mentions, and of O, B and I for actions, topics and grades (``columns``).

Two things make it quick. What depends on a word alone (its vector, the features of its form, their mixing, even their
products with the first window) is computed once a word type and kept in a table, so that the first layer is a look-up.
And the statements of a batch are laid one after the other, so that each layer is one matrix product; the neighbours
of a word are found by index, and none is found beyond a statement's ends.

All sums are of whole numbers, in the layers by 8-bit products (NumKong), in the table of types small enough to be exact
in float32. So a statement's scores are the same to the last bit alone and in any batch, in any order and on any machine:
no decision can hang on how a product was cut up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from typing import Any

import numpy as np
from numkong import PackedMatrix, dots_pack, dots_packed
from numpy.typing import NDArray
from spacy.attrs import ORTH
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline.tagging import word_features
from pipeline.tagging.weights import Floats, Layer, Weights, weights

NAME = "encoder"

# Whole numbers that an activation may have; training/student.py rounds to the same.
LEVELS = np.float32(127)
# A type takes 2.5 kB. A corpus of 500 documents has some 20,000; past the limit the table is begun anew.
MOST_TYPES = 60_000
# Rows that are worked on at once: a layer's inputs and outputs stay in the cache of the processor.
BLOCK = 1024
# The score of the right answer for white space, which the network does not see.
SURE = np.float32(100)

Ids = NDArray[np.int64]


@cache
def columns() -> dict[str, slice]:
    """The columns of ``doc.tensor`` by head."""
    sizes = weights().heads
    ends = np.cumsum(list(sizes.values())).tolist()
    return {name: slice(end - size, end) for (name, size), end in zip(sizes.items(), ends, strict=True)}


@cache
def _space() -> int:
    """The column of the tag of white space."""
    return int(columns()["tag"].start) + weights().tags.index("_SP")


def scored(docs: Sequence[Doc]) -> tuple[Floats, Ids, Ids]:
    """The scores of the words of documents, the document of each word and its place there; white space is left out, so
    that it parts no phrase.
    """
    lengths = np.array([len(doc) for doc in docs], np.int64)
    scores = np.concatenate([doc.tensor for doc in docs])
    owner = np.repeat(np.arange(len(docs)), lengths)
    place = np.arange(len(scores)) - (np.cumsum(lengths) - lengths)[owner]
    white = scores[:, _space()] == SURE
    if white.any():
        return scores[~white], owner[~white], place[~white]
    return scores, owner, place


class Types:
    """The table of word types: for each the first layer's products, and what its letters tell of the statement."""

    def __init__(self, stored: Weights) -> None:
        self.stored = stored
        self.clear()

    def clear(self) -> None:
        self.rows: dict[int, int] = {}
        self._by_text: dict[str, int] = {}
        self._texts: list[str] = []
        width = self.stored.first.weight.shape[1]
        room = 4096
        self.products = np.zeros((len(self.stored.first_offsets), room, width), np.float32)
        self._lowered = np.full(room, -1)  # the type in lower case, -1 if it was not asked for
        self.has_lower = np.zeros(room, bool)
        self.long_capitals = np.zeros(room, np.int64)
        self.space = np.zeros(room, bool)
        self._add([""])

    def ids(self, orths: list[int], vocab: Vocab) -> Ids:
        """Rows of the table, unseen types added."""
        rows = self.rows
        try:
            return np.array([rows[orth] for orth in orths], np.int64)
        except KeyError:
            new = dict.fromkeys(orth for orth in orths if orth not in rows)
        if len(self._texts) + len(new) > MOST_TYPES:
            self.clear()
            rows = self.rows
            new = dict.fromkeys(orths)
        texts = [vocab.strings[orth] for orth in new]
        self._add([text for text in texts if text not in self._by_text])
        rows.update(zip(new, map(self._by_text.__getitem__, texts), strict=True))
        return np.array([rows[orth] for orth in orths], np.int64)

    def lowered(self, ids: Ids) -> Ids:
        """Rows of the same words in lower case."""
        new = sorted({self._texts[row].lower() for row in ids[self._lowered[ids] < 0].tolist()} - self._by_text.keys())
        self._add(new)
        # Not np.unique: it imports numpy.ma when first called, and a locked worker can open no file.
        for row in set(ids[self._lowered[ids] < 0].tolist()):
            self._lowered[row] = self._by_text[self._texts[row].lower()]
        return np.asarray(self._lowered[ids])

    def _add(self, texts: list[str]) -> None:
        if not texts:
            return
        start = len(self._texts)
        end = start + len(texts)
        self._make_room(end)
        self._by_text.update(zip(texts, range(start, end), strict=True))
        self._texts += texts
        self.products[:, start:end] = self._products(texts)
        self.has_lower[start:end] = list(map(word_features.has_lower, texts))
        self.long_capitals[start:end] = list(map(word_features.long_capitals, texts))
        self.space[start:end] = list(map(str.isspace, texts))

    def _make_room(self, rows: int) -> None:
        room = len(self.space)
        if rows <= room:
            return
        more = max(rows, 2 * room) - room
        self.products = np.concatenate(
            [self.products, np.zeros_like(self.products, shape=(self.products.shape[0], more, self.products.shape[2]))],
            1,
        )
        self._lowered = np.concatenate([self._lowered, np.full(more, -1)])
        self.has_lower = np.concatenate([self.has_lower, np.zeros(more, bool)])
        self.long_capitals = np.concatenate([self.long_capitals, np.zeros(more, np.int64)])
        self.space = np.concatenate([self.space, np.zeros(more, bool)])

    def _products(self, texts: list[str]) -> Floats:
        """What each type adds to its neighbours' first layer, shape (offsets, types, width)."""
        stored = self.stored
        nothing = len(stored.vectors) - 1
        # The boundary, "", has no pieces and one hashed feature of its own.
        pieces = [word_features.pieces(text, stored.words) for text in texts]
        hashed = [
            word_features.hashed(text) if text else [word_features.BOUNDARY] * len(word_features.SIZES)
            for text in texts
        ]
        most = max(1, max(map(len, pieces)))
        padded = np.array([row + [nothing] * (most - len(row)) for row in pieces], np.int64)
        count = np.array([max(1, len(row)) for row in pieces], np.float32)
        static = np.rint(stored.vectors[padded].sum(1, dtype=np.int32).astype(np.float32) / count[:, None])
        own = stored.hashed[np.array(hashed, np.int64)].sum(1, dtype=np.int32).astype(np.float32)
        dims = static.shape[1]
        mixed = (static @ stored.mix.weight[:dims]) * stored.mix_steps[0]
        mixed += (own @ stored.mix.weight[dims:]) * stored.mix_steps[1]
        mixed = activated(mixed, stored.mix)
        size = mixed.shape[1]
        return np.stack(
            [mixed @ stored.first.weight[k * size : (k + 1) * size] for k in range(len(stored.first_offsets))]
        )


def activated(sums: Floats, layer: Layer) -> Floats:
    """Sums of whole numbers to activations: scaled, rectified, capped and rounded, in place."""
    sums *= layer.scale
    sums += layer.bias
    np.maximum(sums, np.float32(0), out=sums)
    np.minimum(sums, LEVELS, out=sums)
    return np.rint(sums, out=sums)


def batches(stream: Iterable[Doc], size: int) -> Iterator[list[Doc]]:
    """The documents of a stream, ``size`` at a time."""
    documents = iter(stream)
    while batch := list(islice(documents, size)):
        yield batch


class Encoder:
    """The component; scores are computed for a batch at once."""

    def __init__(self, stored: Weights) -> None:
        self.stored = stored
        self.types = Types(stored)
        self.weights = [packed(layer.weight) for layer in stored.layers]
        self.head = packed(stored.head.weight)
        self.offsets = sorted({offset for window in (stored.first_offsets, *stored.windows) for offset in window})
        self.white = np.zeros(len(stored.head.scale), np.float32)
        self.white[_space()] = SURE
        for head, at in columns().items():
            if head != "tag":
                self.white[at.start] = SURE

    def __call__(self, doc: Doc) -> Doc:
        self.encode([doc])
        return doc

    def pipe(self, stream: Iterable[Doc], batch_size: int = 256) -> Iterator[Doc]:
        for batch in batches(stream, batch_size):
            self.encode(batch)
            yield from batch

    def encode(self, docs: Sequence[Doc]) -> None:
        """Set the tensor of each document."""
        lengths = [len(doc) for doc in docs]
        scores: Any = np.zeros((0, len(self.white)), np.float32)
        if any(lengths):
            orths = np.concatenate([doc.to_array(ORTH) for doc in docs if len(doc)]).tolist()
            scores = self._all_scores(self.types.ids(orths, docs[0].vocab), np.array(lengths, np.int64))
        start = 0
        for doc, length in zip(docs, lengths, strict=True):
            doc.tensor = scores[start : start + length]
            start += length

    def _all_scores(self, ids: Ids, lengths: Ids) -> Floats:
        space = self.types.space[ids]
        if not space.any():
            return self._scores(ids, lengths)
        # White space is no neighbour: leave it out, then put rows for it back.
        owner = np.repeat(np.arange(len(lengths)), lengths)[~space]
        scores = np.broadcast_to(self.white, (len(ids), len(self.white))).copy()
        scores[~space] = self._scores(ids[~space], np.bincount(owner, minlength=len(lengths)))
        return scores

    def _scores(self, ids: Ids, lengths: Ids) -> Floats:
        lengths = lengths[lengths > 0]
        out = np.empty((len(ids), len(self.white)), np.float32)
        # Blocks of whole statements, about BLOCK words each.
        ends = np.cumsum(lengths)
        cuts = np.flatnonzero(np.diff(ends // BLOCK, prepend=0)) + 1
        start = 0
        for first, last in zip([0, *cuts.tolist()], [*cuts.tolist(), len(lengths)], strict=True):
            if first < last:
                end = int(ends[last - 1])
                self._block(self._read_as(ids[start:end], lengths[first:last]), lengths[first:last], out[start:end])
                start = end
        return out

    def _read_as(self, ids: Ids, lengths: Ids) -> Ids:
        """A statement in capitals is read in lower case (word_features.shouted)."""
        types = self.types
        long_capitals = types.long_capitals[ids]
        if not long_capitals.any():
            return ids
        starts = np.cumsum(lengths) - lengths
        shouted = (np.add.reduceat(long_capitals, starts) >= 2) & ~np.logical_or.reduceat(types.has_lower[ids], starts)
        if not shouted.any():
            return ids
        changed = np.repeat(shouted, lengths)
        ids = ids.copy()
        ids[changed] = types.lowered(ids[changed])
        return ids

    def _block(self, ids: Ids, lengths: Ids, out: Floats) -> None:
        stored = self.stored
        size = len(ids)
        at = neighbours(lengths, self.offsets)
        outer = np.append(ids, 0)
        sums = self.types.products[0].take(outer[at[stored.first_offsets[0]]], 0, mode="clip")
        for k, offset in enumerate(stored.first_offsets[1:], 1):
            sums += self.types.products[k].take(outer[at[offset]], 0, mode="clip")
        state = np.zeros((size + 1, sums.shape[1]), np.int8)  # the last row is the neighbour of a word that has none
        inner = state[:size]
        inner[:] = activated(sums, stored.first)
        for layer, weight, window in zip(stored.layers, self.weights, stored.windows, strict=True):
            seen = state.take(np.stack([at[offset] for offset in window], 1), 0, mode="clip").reshape(size, -1)
            if len(layer.weight) > seen.shape[1]:
                seen = np.concatenate([seen, running(inner, lengths, stored.running)], 1)
            sums = product(seen, weight)
            sums *= layer.scale
            sums += layer.bias
            np.maximum(sums, np.float32(0), out=sums)
            sums += inner
            np.minimum(sums, LEVELS, out=sums)
            inner[:] = np.rint(sums, out=sums)
        np.multiply(product(inner, self.head), stored.head.scale, out=out)
        out += stored.head.bias


def packed(weight: Floats) -> PackedMatrix:
    """Whole numbers of 8 bits, laid out for ``product``."""
    return dots_pack(np.ascontiguousarray(weight.T.astype(np.int8)))


def product(left: NDArray[np.int8], right: PackedMatrix) -> Floats:
    """The matrix product of whole numbers, exact up to 2**24."""
    return np.asarray(dots_packed(left, right)).astype(np.float32)


def running(state: NDArray[np.int8], lengths: Ids, size: int) -> NDArray[np.int8]:
    """The largest value so far in each statement: of the first ``size`` channels from its start, of the next from its end.

    The reach doubles with each pass, which is quicker than one pass row by row.
    """
    total = len(state)
    here = np.arange(total)
    ends = np.cumsum(lengths)
    first, last = np.repeat(ends - lengths, lengths), np.repeat(ends - 1, lengths)
    largest = np.concatenate([state[:, :size], state[:, size : 2 * size]])
    reach, longest = 1, int(lengths.max())
    while reach < longest:
        nearer = np.concatenate([np.maximum(here - reach, first), total + np.minimum(here + reach, last)])
        np.maximum(largest, largest.take(nearer, 0), out=largest)
        reach *= 2
    return np.concatenate([largest[:total], largest[total:]], 1)


def neighbours(lengths: Ids, offsets: Iterable[int]) -> dict[int, Ids]:
    """For each offset the place of each word's neighbour in the batch, or the number of words where it has none."""
    total = int(lengths.sum())
    ends = np.cumsum(lengths)
    first, last = np.repeat(ends - lengths, lengths), np.repeat(ends, lengths)
    here = np.arange(total)
    found = {}
    for offset in offsets:
        there = here + offset
        if offset < 0:
            there[there < first] = total
        elif offset > 0:
            there[there >= last] = total
        found[offset] = there
    return found


@Language.factory(NAME, assigns=["doc.tensor"])
def make_encoder(nlp: Language, name: str) -> Encoder:
    return Encoder(weights())
