"""Statements → tags, in batches; a statement that recurs is tagged once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.tagging.components import language
from pipeline.tagging.tags import MentionTag, PhraseTag, StatementKind, Tags
from pipeline.tagging.topics import Topics
from pipeline.tagging.word_classes import Words

Statement = tuple[StatementKind, str]

# Of 16 to 1,024 statements none was quicker beyond noise; memory grows with the batch.
BATCH = 256
# Statements that recur do so within a folder of one employer: some tens of thousands of them take 50 MB.
REMEMBERED = 20_000

_SPACE = re.compile(r"\s")
# spaCy's tokenizer takes the square of a run of signs: 4,000 of them cost a second, 100,000 ten minutes. No word has
# 300 letters, no address in the corpus a hundred.
_ENDLESS_WORD = re.compile(r"\S{300,}")
_known: dict[Statement, Tags] = {}


def tag(statements: Iterable[Statement]) -> list[Tags]:
    """The tags of each (kind, text) statement, in order; the same text has the same tags in any batch."""
    # Line ends inside a statement are spaces to the reader; one for one, so that every place stays.
    asked = [(kind, _SPACE.sub(" ", text)) for kind, text in statements]
    new = [statement for statement in dict.fromkeys(asked) if statement not in _known]
    if len(_known) + len(new) > REMEMBERED:
        kept = {statement: _known[statement] for statement in asked if statement in _known}
        _known.clear()
        _known.update(kept)
    _known.update(zip(new, _tagged(new), strict=True))
    return [_known[statement] for statement in asked]


def forget() -> None:
    """Drop what is remembered of earlier statements."""
    _known.clear()


def make_doc(nlp: Language, kind: StatementKind, text: str) -> Doc:
    """A statement's words, with its kind for the components that ask for it."""
    doc = nlp.make_doc(text) if not _ENDLESS_WORD.search(text) else _with_endless_words(nlp, text)
    doc._.kind = kind
    return doc


def _with_endless_words(nlp: Language, text: str) -> Doc:
    """The words of a text in which runs without a space that no tokenizer should see are a word each."""
    words: list[str] = []
    spaces: list[bool] = []
    at = 0
    for run in _ENDLESS_WORD.finditer(text):
        for token in nlp.make_doc(text[at : run.start()]):
            words.append(token.text)
            spaces.append(bool(token.whitespace_))
        at = run.end() + (text[run.end() : run.end() + 1] == " ")
        words.append(run.group())
        spaces.append(at > run.end())
    for token in nlp.make_doc(text[at:]):
        words.append(token.text)
        spaces.append(bool(token.whitespace_))
    return Doc(nlp.vocab, words=words, spaces=spaces)


def _tagged(statements: list[Statement]) -> Iterator[Tags]:
    nlp = language()
    docs = (make_doc(nlp, *statement) for statement in statements)
    for doc in nlp.pipe(docs, batch_size=BATCH):
        yield tags_of(doc)


def tags_of(doc: Doc) -> Tags:
    """What the components left in a document, as plain data."""
    words: Words | None = doc._.words
    mentions = _mentions(doc)
    if words is None:
        return Tags(mentions=mentions)
    if words.kind == "duty":
        return Tags(frames=doc._.frames, activity=doc._.activity, mentions=mentions)
    read: Topics = doc._.topics
    return Tags(
        topics=tuple(PhraseTag(words.span(topic.topic), tuple(map(words.span, topic.items))) for topic in read.topics),
        depth=tuple(map(words.span, read.depths)),
        condition=words.span(read.condition) if read.condition is not None else None,
        mentions=mentions,
    )


def _mentions(doc: Doc) -> tuple[MentionTag, ...]:
    found = [
        MentionTag((span.start_char, span.end_char), span.label_, float(score))
        for group in doc.spans.values()
        for span, score in zip(group, group.attrs["scores"], strict=True)
    ]
    return tuple(sorted(found, key=lambda mention: (mention.span, mention.kind)))
