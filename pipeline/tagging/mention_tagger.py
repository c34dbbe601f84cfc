"""Component: mentions as spans, from the encoder's scores.

``doc.spans["mentions"]`` has the kinds of docs/model-card.md (software, equipment, law, …), ``doc.spans["skill"]`` and
``doc.spans["knowledge"]`` SkillSpan's two layers; ``attrs["scores"]`` of each has a score a span, 0 to 1.

Each layer has the spans of the likeliest reading (decoding.py), without what is ragged at their ends: "Excel and".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from spacy.language import Language
from spacy.strings import get_string_id
from spacy.tokens import Doc, Span, SpanGroup

from pipeline.tagging.decoding import decode
from pipeline.tagging.encoder import batches, columns, scored
from pipeline.tagging.weights import weights

NAME = "mention_tagger"

# What no mention begins or ends with; "follow up" and "follow through" may.
_MARKS = ", ; : & / \" * • – — - ' ’ ‘ ..."
_JOINTS = "and or nor and/or the a an of to for from with by at in on"
_BEGINS = frozenset(f"{_MARKS} {_JOINTS} ! ? .".split())
_ENDS = frozenset(f"{_MARKS} {_JOINTS} as into upon within during between among against per via their its".split())
_HYPHENED = (["-"], ["/"], ["&"])
_CLOSED = {"(": ")", "[": "]", "{": "}", "“": "”"}
_OPENED = {closing: opening for opening, closing in _CLOSED.items()}


def _ids(words: Iterable[str]) -> frozenset[int]:
    """The vocabulary's numbers of words, in small letters and in capitals."""
    return frozenset(get_string_id(written) for word in words for written in (word, word.capitalize(), word.upper()))


_BRACKET_IDS = _ids([*_CLOSED, *_OPENED])
_BEGIN_IDS, _END_IDS = _ids(_BEGINS) | _BRACKET_IDS, _ids(_ENDS) | _BRACKET_IDS


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
                found.score.astype(np.float64).round(2).tolist(),
                strict=True,
            )
            spans: list[list[Span]] = [[] for _ in docs]
            likelihoods: list[list[float]] = [[] for _ in docs]
            for document, start, end, label, score in rows:
                doc = docs[document]
                if _is_ragged(doc, start, end):
                    first, last = trimmed([word.text_with_ws for word in doc[start:end]])
                    if first == last:
                        continue
                    start, end = start + first, start + last
                spans[document].append(Span(doc, start, end, labels[label]))
                likelihoods[document].append(score)
            for doc, own, numbers in zip(docs, spans, likelihoods, strict=True):
                if own:
                    doc.spans[name] = SpanGroup(doc, name=name, spans=own, attrs={"scores": numbers})


def _is_ragged(doc: Doc, start: int, end: int) -> bool:
    """Whether a range of words may have something to trim."""
    if doc[start].orth in _BEGIN_IDS or doc[end - 1].orth in _END_IDS:
        return True
    return end > start + 2 and not _BRACKET_IDS.isdisjoint([doc[k].orth for k in range(start + 1, end - 1)])


def trimmed(words: list[str]) -> tuple[int, int]:
    """The part of a mention's words, with the spaces behind them, that begins and ends with a whole word and pairs its
    brackets; it may be empty.

    >>> trimmed(["and ", "Word ", "(", "Excel", ") ", "or ", "the "]), trimmed(["Visio ", "(", "2019"]), trimmed(["and ", ","])
    ((1, 5), (0, 1), (0, 0))
    >>> trimmed(["in", "-", "service ", "training"]), trimmed(["hands", "-", "on"]), trimmed(["CDL ", "Class ", "A"])
    ((0, 4), (0, 3), (0, 3))
    >>> trimmed(["editing ", "and ", "front", "-"]), trimmed(["Excel ", "- "])
    ((0, 1), (0, 1))
    """
    lows = [word if word == "A" else "–" if word == "- " else word.strip().lower() for word in words]
    partner: dict[int, int] = {}
    alone: list[int] = []  # brackets that are open still
    for k, low in enumerate(lows):
        if low in _CLOSED:
            alone.append(k)
        elif low in _OPENED:
            first = alone.pop() if alone and lows[alone[-1]] in _CLOSED else None
            alone += [k] if first is None else []
            partner[k if first is None else first] = k
    start, end = _bare(lows, partner, 0, len(lows))
    end = next((k for k in alone if start < k < end), end)
    return _bare(lows, partner, start, end)


def _bare(lows: list[str], partner: dict[int, int], start: int, end: int) -> tuple[int, int]:
    """A range without what no mention begins or ends with, and without brackets around the whole of it."""
    while start < end:
        first, last = lows[start], lows[end - 1]
        if first in _CLOSED and partner.get(start) == end - 1:
            start, end = start + 1, end - 1
        elif first in _OPENED or (first in _CLOSED and start not in partner):
            start += 1
        elif "-" in (first, last):  # half a hyphened word
            start, end = start + 2 * (first == "-"), end - 2 * (last == "-")
        elif first in _BEGINS and lows[start + 1 : start + 2] not in _HYPHENED:
            start += 1
        elif last in _CLOSED or (last in _ENDS and (end == start + 1 or lows[end - 2] != "-")):
            end -= 1
        else:
            return start, end
    return 0, 0


@Language.factory(NAME, requires=["doc.tensor"], assigns=["doc.spans"])
def make_mention_tagger(nlp: Language, name: str) -> MentionTagger:
    return MentionTagger()
