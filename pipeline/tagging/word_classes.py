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

# Lower-cased words, and tags, by their id in the vocabulary, which never gives an id to another word.
_lows: dict[int, str] = {}
_tags: dict[int, str] = {}


@Language.component(NAME, requires=["token.tag"], assigns=["doc._.words"])
def word_classes(doc: Doc) -> Doc:
    own = doc._
    kind = own.kind
    if kind == "other":
        return doc
    rows = doc.to_array([ORTH, TAG, IDX, LENGTH]).tolist()
    try:
        lows = [_lows[orth] for orth, _, _, _ in rows]
        tags = [_tags[tag] for _, tag, _, _ in rows]
    except KeyError:
        strings = doc.vocab.strings
        _lows.update((orth, strings[orth].lower()) for orth, _, _, _ in rows)
        _tags.update((tag, strings[tag]) for _, tag, _, _ in rows)
        lows = [_lows[orth] for orth, _, _, _ in rows]
        tags = [_tags[tag] for _, tag, _, _ in rows]
    spans = [(start, start + length) for _, _, start, length in rows]
    if "-" in lows:
        text = doc.text
        for k, (start, end) in enumerate(spans):
            if lows[k] == "-" and text[max(0, start - 1)].isspace() and text[end : end + 1].isspace():
                lows[k] = "–"  # a dash between words, and no hyphen
    if any(map(str.isspace, lows)):
        kept = [k for k, low in enumerate(lows) if not low.isspace()]
        lows, tags, spans = [lows[k] for k in kept], [tags[k] for k in kept], [spans[k] for k in kept]
    own.words = Words(kind, lows, classes(lows, tags), spans)
    return doc
