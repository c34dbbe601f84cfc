"""Hand-labelled phrases of statements: actions and objects of duties, topics and grades of skills.

``training/gold/phrases.jsonl`` has a statement a line: statements of the shared corpus by document, place and digest,
without their words; statements that we wrote ourselves with them. The gold set's development half (tags.jsonl) is
learnt from too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import spacy

from training.eval_tags import GOLD, statement_text
from training.spans import CODE

PHRASES = GOLD.with_name("phrases.jsonl")
Statement = Literal["duties", "skills"]
# What is marked in a statement of each sort.
HEADS: dict[Statement, tuple[str, str]] = {"duties": ("action", "object"), "skills": ("topic", "grade")}
Spans = dict[str, list[tuple[int, int]]]
# The sort of statement, its words, and O, B or I of each word for the sort's two heads.
Labelled = tuple[Statement, list[str], list[tuple[int, int]]]


def read(shared: Path) -> list[Labelled]:
    """Every hand-labelled statement that is learnt from."""
    tokenizer = spacy.blank("en").tokenizer
    found = []
    for statement, text, spans in [*_phrases(shared), *_gold(shared)]:
        doc = tokenizer(text)
        codes = [
            codes_of(spans[head], [(token.idx, token.idx + len(token)) for token in doc]) for head in HEADS[statement]
        ]
        kept = [k for k, token in enumerate(doc) if not token.is_space]
        found.append((statement, [doc[k].text for k in kept], [(codes[0][k], codes[1][k]) for k in kept]))
    return found


def codes_of(spans: Iterable[tuple[int, int]], words: list[tuple[int, int]]) -> list[int]:
    """O, B or I of each word, from spans of characters."""
    codes = [CODE["O"]] * len(words)
    for start, end in spans:
        inside = [k for k, (a, b) in enumerate(words) if a < end and b > start]
        for k in inside:
            codes[k] = CODE["B"] if k == inside[0] else CODE["I"]
    return codes


def _phrases(shared: Path) -> Iterable[tuple[Statement, str, Spans]]:
    for line in PHRASES.read_text("utf-8").splitlines():
        row = json.loads(line)
        text = row["text"] if "text" in row else statement_text(shared / "corpus", row)
        yield row["statement"], text, {head: row[head] for head in HEADS[row["statement"]]}


def _gold(shared: Path) -> Iterable[tuple[Statement, str, Spans]]:
    for line in GOLD.read_text("utf-8").splitlines():
        row = json.loads(line)
        if row["half"] != "dev" or row["statement"] not in HEADS:
            continue
        if row["statement"] == "duties":
            frames = row["frames"]
            spans = {
                "action": [frame["action"] for frame in frames],
                "object": [frame["object"] for frame in frames if frame["object"]],
            }
        else:
            spans = {"topic": [topic for topic, _ in row["topics"]], "grade": row["depth"]}
        yield row["statement"], statement_text(shared / "corpus", row), spans
