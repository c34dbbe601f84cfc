"""Component: what the network says of the phrases of duties and skills, from the encoder's scores.

``doc._.marks`` has for a duty the head ``action``, for a skill ``topic`` and ``grade``: the spans that
the network marks, as ranges of words, and its log likelihoods. White space is no word here (as in word_classes.py).
Rules and network are weighed in frames.py and topics.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.tagging.decoding import Range, Scores, decode
from pipeline.tagging.encoder import SURE, batches, columns
from pipeline.tagging.tags import StatementKind
from pipeline.tagging.weights import Floats, weights

NAME = "phrase_tagger"

HEADS: dict[StatementKind, tuple[str, ...]] = {"duty": ("action",), "skill": ("topic", "grade")}


@dataclass(frozen=True, slots=True)
class Head:
    """One head over a statement: the spans that it marks, and its log likelihoods of O, B and I, shape (words, 3)."""

    spans: list[Range]
    likelihoods: Floats

    def scores(self) -> Scores:
        return cast(Scores, self.likelihoods.tolist())


Doc.set_extension("marks", default=None, force=True)


class PhraseTagger:
    def __init__(self) -> None:
        self.columns = columns()
        self.white = self.columns["tag"].start + weights().tags.index("_SP")

    def __call__(self, doc: Doc) -> Doc:
        self.mark([doc])
        return doc

    def pipe(self, stream: Iterable[Doc], batch_size: int = 256) -> Iterator[Doc]:
        for batch in batches(stream, batch_size):
            self.mark(batch)
            yield from batch

    def mark(self, docs: Sequence[Doc]) -> None:
        """Set the marks of each duty and each skill."""
        by_kind: dict[StatementKind, list[Doc]] = {"duty": [], "skill": [], "other": []}
        for doc in docs:
            by_kind[doc._.kind].append(doc)
        for kind, heads in HEADS.items():
            if by_kind[kind]:
                self._mark(by_kind[kind], heads)

    def _mark(self, docs: list[Doc], heads: tuple[str, ...]) -> None:
        scores = np.concatenate([doc.tensor for doc in docs])
        owner = np.repeat(np.arange(len(docs)), [len(doc) for doc in docs])
        white = scores[:, self.white] == SURE
        if white.any():
            scores, owner = scores[~white], owner[~white]
        starts = np.searchsorted(owner, np.arange(len(docs) + 1))
        found: list[dict[str, Head]] = [{} for _ in docs]
        bounds = starts.tolist()
        for name in heads:
            own = scores[:, self.columns[name]]
            spans = decode(own, owner)
            likelihoods = own - np.log(np.exp(own - own.max(1, keepdims=True)).sum(1, keepdims=True))
            likelihoods -= own.max(1, keepdims=True)
            for k, marks in enumerate(found):
                marks[name] = Head([], likelihoods[bounds[k] : bounds[k + 1]])
            holder = owner[spans.start]
            begins, ends = spans.start - starts[holder], spans.end - starts[holder]
            for k, begin, end in zip(holder.tolist(), begins.tolist(), ends.tolist(), strict=True):
                found[k][name].spans.append((begin, end))
        for doc, marks in zip(docs, found, strict=True):
            doc._.marks = marks


@Language.factory(NAME, requires=["doc.tensor"], assigns=["doc._.marks"])
def make_phrase_tagger(nlp: Language, name: str) -> PhraseTagger:
    return PhraseTagger()
