"""Component: mentions as spans, from the encoder's scores.

``doc.spans["mentions"]`` has the kinds of docs/model-card.md (software, equipment, law, …), ``doc.spans["skill"]`` and
``doc.spans["knowledge"]`` SkillSpan's two layers; ``attrs["scores"]`` of each has a score a span, 0 to 1.

Each layer has the spans of the likeliest reading (decoding.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from pipeline.tagging.decoding import decode
from pipeline.tagging.encoder import batches, columns, scored
from pipeline.tagging.weights import weights

NAME = "mention_tagger"


class MentionTagger:
    def __init__(self) -> None:
        at = columns()
        kinds = [name.removeprefix("B-") for name in weights().kinds[1::2]]
        self.groups = [
            ("mentions", at["kind"], kinds),
            ("skill", at["skill"], ["skill"]),
            ("knowledge", at["knowledge"], ["knowledge"]),
        ]

    def __call__(self, doc: Doc) -> Doc:
        self.mark([doc])
        return doc

    def pipe(self, stream: Iterable[Doc], batch_size: int = 256) -> Iterator[Doc]:
        for batch in batches(stream, batch_size):
            self.mark(batch)
            yield from batch

    def mark(self, docs: Sequence[Doc]) -> None:
        """Set the span groups of each document; most have few spans or none."""
        scores, owner, place = scored(docs)
        for name, at, labels in self.groups:
            found = decode(scores[:, at], owner)
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
