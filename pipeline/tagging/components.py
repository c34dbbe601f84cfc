"""The tagging pipeline: its components in order, each in a file of its own, on spaCy's blank English."""

from __future__ import annotations

import gc
from functools import cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc

# Importing a component's module registers it.
from pipeline.tagging import (
    duty_frames,
    encoder,
    mention_tagger,
    phrase_tagger,
    skill_topics,
    word_classes,
    word_tagger,
    work_activity,
)

COMPONENTS = (
    encoder.NAME,  # requires –; assigns doc.tensor
    word_tagger.NAME,  # requires doc.tensor; assigns token.tag
    mention_tagger.NAME,  # requires doc.tensor; assigns doc.spans
    phrase_tagger.NAME,  # requires doc.tensor; assigns doc._.marks
    word_classes.NAME,  # requires token.tag; assigns doc._.words
    duty_frames.NAME,  # requires doc._.words, doc._.marks; assigns doc._.frames
    work_activity.NAME,  # requires doc._.words, doc._.frames; assigns doc._.activity
    skill_topics.NAME,  # requires doc._.words, doc._.marks; assigns doc._.topics
)


@cache
def language() -> Language:
    """The pipeline, built once a process: tokenizer, then COMPONENTS."""
    Doc.set_extension("kind", default="other", force=True)
    nlp = spacy.blank("en")
    # Words are known by their letters alone: what else spaCy works out for each new one (shape, norm, whether it is like
    # a number or an address) nothing here asks for, and it takes as long as the tokenizing itself.
    nlp.vocab.lex_attr_getters.clear()  # type: ignore[attr-defined]
    for name in COMPONENTS:
        nlp.add_pipe(name)
    nlp("Loads the weights.")
    # What was loaded stays: without this each full collection walks the vocabularies again, a tenth of the pass's time.
    # A batch makes some 100,000 objects that die by themselves; collecting after every 700 of them is wasted.
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    return nlp
