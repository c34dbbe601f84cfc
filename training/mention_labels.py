"""Hand-labelled mentions of statements as BIO labels over spaCy's tokens."""

from __future__ import annotations

import json
from pathlib import Path

import spacy
from spacy.tokens import Doc

from training.eval_tags import GOLD, statement_text

MENTIONS = GOLD.with_name("mentions.jsonl")
KINDS = ("software", "equipment", "law", "license", "language", "method", "soft_skill")


def bio() -> list[str]:
    """The labels of a word, in the order of the tagger's scores."""
    return ["O", *(f"{bi}-{kind}" for kind in KINDS for bi in "BI")]


def read(shared: Path) -> list[tuple[list[str], list[str]]]:
    """Words and labels of the hand-labelled training statements, those of the gold set's development half among them."""
    tokenizer = spacy.blank("en").tokenizer
    rows = [json.loads(line) for path in (MENTIONS, GOLD) for line in path.read_text("utf-8").splitlines()]
    return [
        marked(tokenizer(statement_text(shared / "corpus", row)), row["mentions"])
        for row in rows
        if row.get("half", "dev") == "dev"
    ]


def marked(doc: Doc, mentions: list[tuple[str, int, int]]) -> tuple[list[str], list[str]]:
    """Words and labels of a text with mentions by characters, white space left out."""
    marks = ["O"] * len(doc)
    for kind, start, end in mentions:
        span = doc.char_span(start, end, alignment_mode="expand")
        if span is not None and all(mark == "O" for mark in marks[span.start : span.end]):
            marks[span.start : span.end] = [f"B-{kind}", *[f"I-{kind}"] * (len(span) - 1)]
    words = [token.text for token in doc]
    keep = [k for k, word in enumerate(words) if not word.isspace()]
    return [words[k] for k in keep], [marks[k] for k in keep]
