"""Component: topics, depth and condition of a skill statement (weighed_topics.py)."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.tagging.weighed_topics import weighed_topics
from pipeline.tagging.word_classes import Words

NAME = "skill_topics"

Doc.set_extension("topics", default=None, force=True)


@Language.component(NAME, requires=["doc._.words", "doc._.marks"], assigns=["doc._.topics"])
def skill_topics(doc: Doc) -> Doc:
    own = doc._
    words: Words | None = own.words
    if words is not None and words.kind == "skill":
        own.topics = weighed_topics(words.lows, words.shape, own.marks)
    return doc
