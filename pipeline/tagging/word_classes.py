"""Component: the words of a duty or skill statement with their classes (classes.py), white space left out."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.attrs import IDX, LENGTH, ORTH, TAG
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.tagging.classes import classes
from pipeline.tagging.tags import StatementKind

NAME = "word_classes"
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Words:
    """Lower-cased words of a duty or skill, their class string, and where each starts and ends in the statement."""

    kind: StatementKind
    lows: list[str]
    shape: str
    spans: list[Span]

    def span(self, words: tuple[int, int]) -> Span:
        """The characters of a range of words."""
        return self.spans[words[0]][0], self.spans[words[1] - 1][1]


Doc.set_extension("words", default=None, force=True)

# Lower-cased words by their id in the vocabulary, which never gives an id to another word.
_lows: dict[int, str] = {}


@Language.component(NAME, requires=["token.tag"], assigns=["doc._.words"])
def word_classes(doc: Doc) -> Doc:
    own = doc._
    kind = own.kind
    if kind == "other":
        return doc
    strings = doc.vocab.strings
    text = ""
    lows: list[str] = []
    tags: list[str] = []
    spans: list[Span] = []
    for orth, tag, start, length in doc.to_array([ORTH, TAG, IDX, LENGTH]).tolist():
        low = _lows.get(orth)
        if low is None:
            low = _lows[orth] = strings[orth].lower()
        if low == "-":
            text = text or doc.text  # which spaCy puts together from the words, at some cost
            if text[max(0, start - 1)].isspace() and text[start + 1 : start + 2].isspace():
                low = "–"  # a dash between words, and no hyphen
        if not low.isspace():
            lows.append(low)
            tags.append(strings[tag])
            spans.append((start, start + length))
    own.words = Words(kind, lows, classes(lows, tags), spans)
    return doc
