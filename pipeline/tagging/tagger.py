"""Statements → tags, in batches; a statement that recurs is tagged once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.tagging.components import language
from pipeline.tagging.lists import is_modifier
from pipeline.tagging.tags import MentionTag, PhraseTag, StatementKind, Tags
from pipeline.tagging.topics import Topic, Topics
from pipeline.tagging.word_classes import Words

Statement = tuple[StatementKind, str]

# Of 16 to 1,024 statements none was quicker beyond noise; memory grows with the batch.
BATCH = 256
# Statements that recur do so within a folder of one employer: some tens of thousands of them take 50 MB.
REMEMBERED = 20_000

# Characters of a statement that is tagged, and of a word in it. Ten times a long statement or section and twice the
# longest word of the corpus (a web address): what is longer is no statement, and the time that runs of dashes or quotes
# take to be cut into words and phrases grows with the square of their number.
LONGEST: dict[StatementKind, int] = {"duty": 5_000, "skill": 5_000, "other": 20_000}
LONGEST_WORD = 300

_SPACE = re.compile(r"\s")
_NONE = Tags()
_known: dict[Statement, Tags] = {}


def tag(statements: Iterable[Statement]) -> list[Tags]:
    """The tags of each (kind, text) statement, in order; the same text has the same tags in any batch."""
    # Line ends inside a statement are spaces to the reader; one for one, so that every place stays.
    asked = [(kind, _SPACE.sub(" ", text)) for kind, text in statements]
    long = {statement for statement in asked if too_long(*statement)}
    new = [statement for statement in dict.fromkeys(asked) if statement not in _known and statement not in long]
    if len(_known) + len(new) > REMEMBERED:
        kept = {statement: _known[statement] for statement in asked if statement in _known}
        _known.clear()
        _known.update(kept)
    _known.update(zip(new, _tagged(new), strict=True))
    return [_NONE if statement in long else _known[statement] for statement in asked]


def too_long(kind: StatementKind, text: str) -> bool:
    """Whether a statement is beyond what is tagged: it has no tags, and its record has an issue that says so."""
    if len(text) <= LONGEST_WORD:
        return False
    return len(text) > LONGEST[kind] or max(map(len, text.split()), default=0) > LONGEST_WORD


def forget() -> None:
    """Drop what is remembered of earlier statements."""
    _known.clear()


def make_doc(nlp: Language, kind: StatementKind, text: str) -> Doc:
    """A statement's words, with its kind for the components that ask for it."""
    doc = nlp.make_doc(text)
    doc._.kind = kind
    return doc


def _tagged(statements: list[Statement]) -> Iterator[Tags]:
    nlp = language()
    docs = (make_doc(nlp, *statement) for statement in statements)
    for doc in nlp.pipe(docs, batch_size=BATCH):
        yield tags_of(doc)


def tags_of(doc: Doc) -> Tags:
    """What the components left in a document, as plain data."""
    own = doc._
    words: Words | None = own.words
    mentions = _mentions(doc)
    if words is None:
        return Tags(mentions=mentions)
    if words.kind == "duty":
        return Tags(frames=own.frames, activity=own.activity, mentions=mentions)
    read: Topics = own.topics
    return Tags(
        topics=tuple(_topic(words, topic) for topic in read.topics),
        depth=tuple(map(words.span, read.depths)),
        condition=words.span(read.condition) if read.condition is not None else None,
        mentions=mentions,
    )


def _topic(words: Words, topic: Topic) -> PhraseTag:
    modifiers = (item for item in topic.items if is_modifier(words.lows, words.shape, item))
    return PhraseTag(
        words.span(topic.topic), tuple(map(words.span, topic.items)), frozenset(map(words.span, modifiers))
    )


def _mentions(doc: Doc) -> tuple[MentionTag, ...]:
    if not doc.spans:
        return ()
    found = [
        MentionTag((span.start_char, span.end_char), span.label_, float(score))
        for group in doc.spans.values()
        for span, score in zip(group, group.attrs["scores"], strict=True)
    ]
    return tuple(sorted(found, key=lambda mention: (mention.span, mention.kind)))
