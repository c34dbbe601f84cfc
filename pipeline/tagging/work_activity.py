"""Component: the work activity of a duty statement (activities.py)."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.tagging.activities import activity
from pipeline.tagging.word_classes import Words

NAME = "work_activity"

Doc.set_extension("activity", default=None, force=True)


@Language.component(NAME, requires=["doc._.words"], assigns=["doc._.activity"])
def work_activity(doc: Doc) -> Doc:
    own = doc._
    words: Words | None = own.words
    if words is not None and words.kind == "duty":
        own.activity = activity(words.lows)
    return doc
