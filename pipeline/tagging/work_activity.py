"""Component: the work activity of a duty statement (activities.py); none where it says what is not done."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.tagging.activities import activity
from pipeline.tagging.verb_forms import denies
from pipeline.tagging.word_classes import Words

NAME = "work_activity"

Doc.set_extension("activity", default=None, force=True)


@Language.component(NAME, requires=["doc._.words", "doc._.frames"], assigns=["doc._.activity"])
def work_activity(doc: Doc) -> Doc:
    own = doc._
    words: Words | None = own.words
    if words is not None and words.kind == "duty":
        denied = not own.frames and any(denies(words.lows, words.shape, at) for at in range(len(words.lows)))
        own.activity = None if denied else activity(words.lows)
    return doc
