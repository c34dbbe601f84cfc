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
    columns = np.ascontiguousarray(scores.T)
    codes = np.ones(len(owner), np.int64)
    inside = columns[_B].copy()
    for code, column in enumerate(columns[_I:], _I):
        codes[column > inside] = code
        np.maximum(inside, column, out=inside)
    codes[columns[_O] >= inside] = _O
    same = np.zeros(len(codes), bool)
    same[1:] = owner[1:] == owner[:-1]
    broken = (codes > _O) & (codes & 1 == 0)
    broken[1:] &= ~(same[1:] & ((codes[:-1] + 1) >> 1 == codes[1:] >> 1))
    if broken.any():
        outside = columns[_O] - inside > _SURELY
        # Runs of words of one statement that are not surely outside; each search is over one.
        run = np.cumsum(outside | ~same | np.append(False, outside[:-1]))
        # Not np.unique: it imports numpy.ma when first called, and a locked worker can open no file.
        numbers = list(dict.fromkeys(run[broken].tolist()))
        firsts, lasts = (np.searchsorted(run, numbers, side).tolist() for side in ("left", "right"))
        for first, last in zip(firsts, lasts, strict=True):
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
    if len(scores[0]) == 3:
        return _likeliest_of_one_label(scores)
    labels = range(len(scores[0]) // 2)
    outside, *rest = scores[0]
    begin, inside = rest[::2], [float("-inf")] * len(labels)
    before: list[tuple[int, list[int]]] = []
    for row in scores[1:]:
        best = list(map(max, begin, inside))
        back = [2 * k + (_B if best[k] == begin[k] else _I) for k in labels]
        top = max(best)
        state = _O if outside >= top else back[best.index(top)]
        before.append((state, back))
        top = max(top, outside)
        outside = top + row[_O]
        begin = [top + score for score in row[_B::2]]
        inside = list(map(float.__add__, best, row[_I::2]))
    ends = [outside, *(score for pair in zip(begin, inside, strict=True) for score in pair)]
    state = ends.index(max(ends))
    found = [state]
    for top_state, back in reversed(before):
        state = back[state // 2 - 1] if state and not state & 1 else top_state
        found.append(state)
    return found[::-1]


def _likeliest_of_one_label(scores: Scores) -> list[int]:
    """The same where there is one label, several times as fast."""
    outside, begin, _ = scores[0]
    inside = float("-inf")
    before: list[tuple[int, int]] = []
    for o, b, i in scores[1:]:
        if begin >= inside:
            best, back = begin, _B
        else:
            best, back = inside, _I
        if outside >= best:
            before.append((_O, back))
            top = outside
        else:
            before.append((back, back))
            top = best
        outside, begin, inside = top + o, top + b, best + i
    state = _O if outside >= begin and outside >= inside else _B if begin >= inside else _I
    found = [state]
    for top_state, back in reversed(before):
        state = back if state == _I else top_state
        found.append(state)
    return found[::-1]


def likelihood(scores: Scores, spans: Sequence[Range]) -> float:
    """The log likelihood of a reading of one label, but for what it has in common with any other reading."""
    codes = [_O] * len(scores)
    for first, last in spans:
        codes[first:last] = [_B, *[_I] * (last - first - 1)]
    return sum(row[code] for row, code in zip(scores, codes, strict=True))
