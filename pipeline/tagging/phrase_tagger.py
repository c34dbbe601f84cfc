"""Component: what the network says of the verbs of duties and of the topics of skills, from the encoder's scores.

``doc._.marks`` has it word by word, white space not counted (as in word_classes.py). It is weighed against what the rules
say in frames.py and weighed_topics.py, by differences of the encoder's scores, which are the same on every machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.tagging.decoding import Range, decode
from pipeline.tagging.encoder import Ids, batches, columns, scored
from pipeline.tagging.weights import Floats

NAME = "phrase_tagger"


@dataclass(frozen=True, slots=True)
class DutyMarks:
    """How much likelier each word is to begin an action than anything else (log likelihood)."""

    likely: list[float]


@dataclass(frozen=True, slots=True)
class SkillMarks:
    """Topics and grades of the likeliest readings, and scores of O, B and I of a topic, shape (words, 3)."""

    topics: list[Range]
    grades: list[Range]
    scores: Floats


Doc.set_extension("marks", default=None, force=True)


class PhraseTagger:
    def __init__(self) -> None:
        self.columns = columns()

    def __call__(self, doc: Doc) -> Doc:
        self.mark([doc])
        return doc

    def pipe(self, stream: Iterable[Doc], batch_size: int = 256) -> Iterator[Doc]:
        for batch in batches(stream, batch_size):
            self.mark(batch)
            yield from batch

    def mark(self, docs: Sequence[Doc]) -> None:
        """Set the marks of each duty and each skill."""
        kinds = [doc._.kind for doc in docs]
        duties = [doc for doc, kind in zip(docs, kinds, strict=True) if kind == "duty"]
        skills = [doc for doc, kind in zip(docs, kinds, strict=True) if kind == "skill"]
        if duties:
            self._mark_duties(duties)
        if skills:
            self._mark_skills(skills)

    def _mark_duties(self, docs: list[Doc]) -> None:
        scores, owner, _ = scored(docs)
        bounds = _starts(owner, docs).tolist()
        own = scores[:, self.columns["action"]]
        likely = (own[:, 1] - np.maximum(own[:, 0], own[:, 2])).tolist()
        for k, doc in enumerate(docs):
            doc._.marks = DutyMarks(likely[bounds[k] : bounds[k + 1]])

    def _mark_skills(self, docs: list[Doc]) -> None:
        scores, owner, _ = scored(docs)
        starts = _starts(owner, docs)
        own = scores[:, self.columns["topic"]]
        topics = _by_statement(own, owner, starts)
        grades = _by_statement(scores[:, self.columns["grade"]], owner, starts)
        bounds = starts.tolist()
        for k, doc in enumerate(docs):
            doc._.marks = SkillMarks(topics[k], grades[k], own[bounds[k] : bounds[k + 1]])


def _starts(owner: Ids, docs: list[Doc]) -> Ids:
    """Where each statement starts among the words of all, and where the last one ends."""
    return np.searchsorted(owner, np.arange(len(docs) + 1))


def _by_statement(scores: Floats, owner: Ids, starts: Ids) -> list[list[Range]]:
    found: list[list[Range]] = [[] for _ in starts[1:]]
    spans = decode(scores, owner)
    holder = owner[spans.start]
    begins, ends = spans.start - starts[holder], spans.end - starts[holder]
    for k, begin, end in zip(holder.tolist(), begins.tolist(), ends.tolist(), strict=True):
        found[k].append((begin, end))
    return found


@Language.factory(NAME, requires=["doc.tensor"], assigns=["doc._.marks"])
def make_phrase_tagger(nlp: Language, name: str) -> PhraseTagger:
    return PhraseTagger()
