"""The tagging pipeline: its components in order, each in a file of its own, on spaCy's blank English."""

from __future__ import annotations

import gc
from functools import cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import compile_infix_regex

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

# In this order; each module says beside its factory what it requires and assigns. ``doc._.kind``, the sort of statement,
# is set before them all (tagger.make_doc).
COMPONENTS = (
    encoder.NAME,
    word_tagger.NAME,
    mention_tagger.NAME,
    phrase_tagger.NAME,
    word_classes.NAME,
    duty_frames.NAME,
    work_activity.NAME,
    skill_topics.NAME,
)

# Marks that spaCy leaves inside a word where no space follows them: "files;maintains records", "(SQL)and"; no "file(s)and".
_GLUED = (";", r"(?<=\w\w)\)(?=\w\w)")


@cache
def language() -> Language:
    """The pipeline, built once a process: tokenizer, then COMPONENTS.

    The process's garbage collector is set for it: what is loaded by then is frozen, and new objects are looked through
    more seldom.
    """
    Doc.set_extension("kind", default="other", force=True)
    nlp = spacy.blank("en")
    infixes = compile_infix_regex([*(nlp.Defaults.infixes or ()), *_GLUED])
    nlp.tokenizer.infix_finditer = infixes.finditer  # type: ignore[union-attr]
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
