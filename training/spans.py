"""CoNLL files, spans of labels and of scores, and strict span F1."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.tagging.decoding import decode

Span = tuple[int, int]
CODE = {"O": 0, "B": 1, "I": 2}


class Malformed(ValueError):
    """A line of a CoNLL file that has not the columns it should have."""


def conll(path: Path, columns: int = 3) -> Iterator[list[list[str]]]:
    """Sentences of a CoNLL file, each a list of columns; blank lines part sentences, tabs (or blanks) columns."""
    rows: list[list[str]] = []
    with path.open(encoding="utf-8-sig") as source:
        for number, line in enumerate(source, 1):
            line = line.rstrip("\r\n")
            if not line.strip():
                if rows:
                    yield [list(column) for column in zip(*rows, strict=True)]
                rows = []
                continue
            row = line.split("\t") if "\t" in line else line.split()
            row = [cell.strip() for cell in row]
            labels = row[1:columns]
            if len(row) < columns or not row[0] or not all(re.fullmatch(r"O|[BI]-\S+|[BI]", label) for label in labels):
                raise Malformed(
                    f"{path}:{number}: expected a token and {columns - 1} BIO labels parted by tabs, found {line[:80]!r}"
                )
            rows.append(row[:columns])
    if rows:
        yield [list(column) for column in zip(*rows, strict=True)]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of spans: found and right, found, in the gold labels."""

    right: int
    found: int
    gold: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.gold) if self.found + self.gold else 0.0

    def __add__(self, other: Score) -> Score:
        return Score(self.right + other.right, self.found + other.found, self.gold + other.gold)

    def __str__(self) -> str:
        return f"P {self.precision:.3f} R {self.recall:.3f} F1 {self.f1:.3f} ({self.gold} spans)"


def of_labels(labels: list[str]) -> list[Span]:
    """Spans of BIO labels as conlleval reads them: an I after O, or of another kind than before, begins a span."""
    found: list[Span] = []
    start, kind = -1, ""
    for k, label in enumerate([*labels, "O"]):
        if start >= 0 and (label[0] != "I" or label[2:] != kind):
            found.append((start, k))
            start = -1
        if label[0] == "B" or (label[0] == "I" and start < 0):
            start, kind = k, label[2:]
    return found


def score(gold: list[list[Span]], found: list[list[Span]]) -> Score:
    """Strict: a span is right if both its ends are."""
    right = sum(len(set(a) & set(b)) for a, b in zip(gold, found, strict=True))
    return Score(right, sum(map(len, found)), sum(map(len, gold)))


def of_scores(scores: Sequence[NDArray[np.float32]]) -> list[list[Span]]:
    """Spans of each sentence's scores of O, B and I, shape (words, 3), decoded as the pipeline does."""
    found: list[list[Span]] = [[] for _ in scores]
    lengths = np.array(list(map(len, scores)), np.int64)
    starts = np.cumsum(lengths) - lengths
    spans = decode(np.concatenate(scores), np.repeat(np.arange(len(scores)), lengths))
    owner = np.searchsorted(starts, spans.start, side="right") - 1
    for k, start, end in zip(owner.tolist(), spans.start - starts[owner], spans.end - starts[owner], strict=True):
        found[k].append((int(start), int(end)))
    return found
