"""Scores of words → spans: the likeliest reading of each statement, and how likely a reading is.

A reading gives each word O (outside), or B or I (begins, goes on) of a label; I stands only behind B or I of its own
label. Where the likeliest label of each word by itself breaks no such order, that is the likeliest reading; where it
does, Viterbi's search finds it, between the nearest words that are surely outside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.tagging.weights import Floats

Range = tuple[int, int]
# Scores (log likelihoods, or what differs from them by the same for all labels of a word): a row a word, O first, then B
# and I of each label.
Scores = list[list[float]]

_O, _B, _I = range(3)

# A word is surely outside where that is so much likelier than all else (log likelihood): 150 times. The search over whole
# statements gave the same spans on SkillSpan's development files, and took several times as long.
_SURELY = np.float32(5)


@dataclass(frozen=True, slots=True)
class Found:
    """Spans of a head over a batch, one a row: first word, word after the last, number of the label, score."""

    start: NDArray[np.int64]
    end: NDArray[np.int64]
    label: NDArray[np.int64]
    score: Floats


def decode(scores: Floats, owner: NDArray[np.int64]) -> Found:
    """The spans of each statement's likeliest reading, from scores of shape (words, 1 + 2 × labels).

    ``owner`` has the number of each word's statement, in order.
    """
    codes = scores.argmax(1)
    inner = (codes > _O) & (codes & 1 == 0)
    same = np.zeros(len(codes), bool)
    same[1:] = owner[1:] == owner[:-1]
    goes_on = np.zeros(len(codes), bool)
    goes_on[1:] = same[1:] & ((codes[:-1] + 1) >> 1 == codes[1:] >> 1)
    broken = inner & ~goes_on
    if broken.any():
        outside = scores[:, _O] - scores[:, 1:].max(1) > _SURELY
        # Runs of words of one statement that are not surely outside; each search is over one.
        run = np.cumsum(outside | ~same | np.append(False, outside[:-1]))
        # Not np.unique: it imports numpy.ma when first called, and a locked worker can open no file.
        for number in dict.fromkeys(run[broken].tolist()):
            first, last = np.searchsorted(run, (number, number + 1)).tolist()
            codes[first:last] = likeliest(scores[first:last].tolist())
    begins = codes & 1 == 1
    start = np.flatnonzero(begins)
    # A span ends before the next start, or before the first word outside.
    stops = np.append(np.flatnonzero(begins | (codes == _O)), len(codes))
    end = stops[np.searchsorted(stops, start, side="right")]
    return Found(start, end, codes[start] >> 1, _likelihoods(scores, codes > _O, start, end))


def _likelihoods(scores: Floats, inside: NDArray[np.bool_], start: NDArray[np.int64], end: NDArray[np.int64]) -> Floats:
    """The mean over a span's words of how likely they are not outside, to two decimals."""
    if not len(start):
        return np.zeros(0, np.float32)
    rows = scores[inside]
    rows = np.exp(rows - rows.max(1, keepdims=True))
    likely = 1 - rows[:, 0].astype(np.float64) / rows.sum(1)
    # Words inside are numbered; every one belongs to the span that started last.
    place = np.cumsum(inside)[start] - 1
    means = np.add.reduceat(likely, place) / (end - start)
    return np.asarray(np.round(means, 2), np.float32)


def likeliest(scores: Scores) -> list[int]:
    """The likeliest reading of one statement: 0 for O, 2k + 1 and 2k + 2 for B and I of label k (Viterbi)."""
    labels = range(1, len(scores[0]), 2)
    inner = range(len(labels))
    outside = scores[0][_O]
    begin = [scores[0][label] for label in labels]
    inside = [float("-inf")] * len(labels)
    before: list[tuple[int, list[int]]] = []
    for row in scores[1:]:
        top, state = outside, _O
        back = []
        best = []
        for k in inner:
            here = begin[k]
            code = 2 * k + _B
            if inside[k] > here:
                here = inside[k]
                code = 2 * k + _I
            back.append(code)
            best.append(here)
            if here > top:
                top, state = here, code
        before.append((state, back))
        outside = top + row[_O]
        begin = [top + row[label] for label in labels]
        inside = [here + row[label + 1] for here, label in zip(best, labels, strict=True)]
    ends = [outside, *(score for pair in zip(begin, inside, strict=True) for score in pair)]
    state = max(range(len(ends)), key=ends.__getitem__)
    found = [state]
    for top_state, back in reversed(before):
        state = back[(state - _I) // 2] if state and not state & 1 else top_state
        found.append(state)
    return found[::-1]


def likelihood(scores: Scores, spans: Sequence[Range]) -> float:
    """The log likelihood of a reading of one label, but for what it has in common with any other reading."""
    codes = [_O] * len(scores)
    for first, last in spans:
        codes[first:last] = [_B, *[_I] * (last - first - 1)]
    return sum(row[code] for row, code in zip(scores, codes, strict=True))
