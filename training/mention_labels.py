"""Hand-labelled mentions of statements as BIO labels over spaCy's tokens."""

from __future__ import annotations

import json
from pathlib import Path

import spacy
from spacy.tokens import Doc

KINDS = ("software", "equipment", "law", "license", "language", "method", "soft_skill")


def bio() -> list[str]:
    """The labels of a word, in the order of the tagger's scores."""
    return ["O", *(f"{bi}-{kind}" for kind in KINDS for bi in "BI")]


def read(
    labels: Path, pattern: str = "T*.jsonl", items: str = "train_items.jsonl"
) -> list[tuple[list[str], list[str]]]:
    """Words and labels of the labelled training statements; an item labelled twice stands twice."""
    texts = {row["id"]: row for row in _rows(labels / items)}
    tokenizer = spacy.blank("en").tokenizer
    found = []
    for path in sorted(labels.glob(pattern)):
        for row in _rows(path):
            item = texts.get(row["id"])
            if item is None or item["half"] == "test" or "mentions" not in row:
                continue
            doc = tokenizer(" ".join(item["text"].split()))
            places = [(kind, find(doc.text, quote)) for kind, quote in row["mentions"]]
            found.append(marked(doc, [(kind, *place) for kind, place in places if place and kind in KINDS]))
    return found


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


def find(text: str, quote: str) -> tuple[int, int] | None:
    """Where a quote stands: "and@2" is the second "and"."""
    words, _, nth = quote.rpartition("@")
    words, nth = (words, nth) if words and nth.isdigit() else (quote, "1")
    at = -1
    for _ in range(int(nth)):
        at = text.find(words, at + 1)
        if at < 0:
            return None
    return at, at + len(words)


def _rows(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
