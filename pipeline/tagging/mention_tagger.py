"""Component: mentions as spans, from the encoder's scores.

``doc.spans["mentions"]`` has the kinds of docs/model-card.md (software, equipment, law, …), ``doc.spans["skill"]`` and
``doc.spans["knowledge"]`` SkillSpan's two layers; ``attrs["scores"]`` of each has a score a span, 0 to 1.

A word is inside a span if something inside is likelier than outside (by the margin of its head); a span
ends where the words are outside, where another is likelier to begin than this one to go on, or where the kind changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from pipeline.tagging.encoder import SURE, batches, columns
from pipeline.tagging.weights import Floats, weights

NAME = "mention_tagger"


@dataclass(frozen=True, slots=True)
class Found:
    """Spans of a head over a batch, one a row: first word, word after the last, number of the label, score."""

    start: NDArray[np.int64]
    end: NDArray[np.int64]
    label: NDArray[np.int64]
    score: Floats


def decode(scores: Floats, first: NDArray[np.bool_], margin: float) -> Found:
    """Spans in scores of shape (words, 1 + 2 × labels): O, then B and I of each label.

    ``first`` marks the first word of each statement; ``margin`` is added to the score of O.
    """
    best = scores[:, 1:].argmax(1)
    inside = scores[:, 1:].max(1) > scores[:, 0] + np.float32(margin)
    label = best >> 1
    begins = (best & 1) == 0
    before = np.concatenate([[False], inside[:-1]])
    other = np.concatenate([[True], label[1:] != label[:-1]])
    starts = inside & (first | begins | ~before | other)
    start = np.flatnonzero(starts)
    # A span ends before the next start, or before the first word outside.
    stops = np.append(np.flatnonzero(starts | ~inside), len(inside))
    end = stops[np.searchsorted(stops, start, side="right")]
    return Found(start, end, label[start], _likelihoods(scores, inside, start, end))


def _likelihoods(scores: Floats, inside: NDArray[np.bool_], start: NDArray[np.int64], end: NDArray[np.int64]) -> Floats:
    """The mean over a span's words of how likely they are not outside, to two decimals."""
    if not len(start):
        return np.zeros(0, np.float32)
    rows = scores[inside]
    rows = np.exp(rows - rows.max(1, keepdims=True))
    likely = 1 - rows[:, 0].astype(np.float64) / rows.sum(1)
    # Words inside are numbered; every one belongs to the span that started last.
    place = np.cumsum(inside)[start] - 1
    means = np.add.reduceat(likely, place) / (end - start)
    return np.asarray(np.round(means, 2), np.float32)


class MentionTagger:
    def __init__(self) -> None:
        stored = weights()
        at = columns()
        kinds = [name.removeprefix("B-") for name in stored.kinds[1::2]]
        self.groups = [
            ("mentions", at["kind"], kinds, stored.margins[2]),
            ("skill", at["skill"], ["skill"], stored.margins[0]),
            ("knowledge", at["knowledge"], ["knowledge"], stored.margins[1]),
        ]
        self.white = at["tag"].start + stored.tags.index("_SP")

    def __call__(self, doc: Doc) -> Doc:
        self.mark([doc])
        return doc

    def pipe(self, stream: Iterable[Doc], batch_size: int = 256) -> Iterator[Doc]:
        for batch in batches(stream, batch_size):
            self.mark(batch)
            yield from batch

    def mark(self, docs: Sequence[Doc]) -> None:
        """Set the span groups of each document; most have few spans or none."""
        scores = np.concatenate([doc.tensor for doc in docs])
        lengths = np.array([len(doc) for doc in docs], np.int64)
        starts = np.cumsum(lengths) - lengths
        owner = np.repeat(np.arange(len(docs)), lengths)
        place = np.arange(len(scores)) - starts[owner]
        white = scores[:, self.white] == SURE
        if white.any():
            # White space inside a mention does not part it.
            scores, owner, place = scores[~white], owner[~white], place[~white]
        first = np.concatenate([[True], owner[1:] != owner[:-1]]) if len(owner) else np.zeros(0, bool)
        for name, at, labels, margin in self.groups:
            found = decode(scores[:, at], first, margin)
            rows = zip(
                owner[found.start].tolist(),
                place[found.start].tolist(),
                (place[found.end - 1] + 1).tolist(),
                found.label.tolist(),
                found.score.tolist(),
                strict=True,
            )
            spans: list[list[Span]] = [[] for _ in docs]
            likelihoods: list[list[float]] = [[] for _ in docs]
            for document, start, end, label, score in rows:
                spans[document].append(Span(docs[document], start, end, labels[label]))
                likelihoods[document].append(round(score, 2))
            for doc, own, numbers in zip(docs, spans, likelihoods, strict=True):
                if own:
                    doc.spans[name] = SpanGroup(doc, name=name, spans=own, attrs={"scores": numbers})


@Language.factory(NAME, requires=["doc.tensor"], assigns=["doc.spans"])
def make_mention_tagger(nlp: Language, name: str) -> MentionTagger:
    return MentionTagger()
