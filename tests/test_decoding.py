"""Readings of statements: the likeliest, how likely one is, and the running maxima that the network sees."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.tagging.decoding import decode, likeliest, likelihood
from pipeline.tagging.encoder import running

SCORE = st.floats(-20, 0, allow_nan=False, width=32)


def allowed(reading: tuple[int, ...]) -> bool:
    """Whether I stands only behind B or I of its own label."""
    return all(code == 0 or code & 1 or before in (code - 1, code) for before, code in pairwise((0, *reading)))


def statement(labels: int, words: int) -> st.SearchStrategy[list[list[float]]]:
    row = st.lists(SCORE, min_size=1 + 2 * labels, max_size=1 + 2 * labels)
    return st.lists(row, min_size=1, max_size=words)


@given(st.one_of(statement(1, 6), statement(2, 4)))
def test_likeliest_is_as_likely_as_any_reading(scores: list[list[float]]) -> None:
    found = likeliest(scores)
    assert allowed(tuple(found))
    codes = range(len(scores[0]))
    best = max(worth(scores, reading) for reading in product(codes, repeat=len(scores)) if allowed(reading))
    assert worth(scores, found) == pytest.approx(best)


def worth(scores: list[list[float]], reading: tuple[int, ...] | list[int]) -> float:
    return sum(row[code] for row, code in zip(scores, reading, strict=True))


@given(st.lists(statement(2, 5), min_size=1, max_size=4))
def test_a_batch_is_decoded_as_its_statements_are(statements: list[list[list[float]]]) -> None:
    """Which shows too that where no search is made none was needed."""
    owner = np.repeat(np.arange(len(statements)), list(map(len, statements)))
    found = decode(np.array([row for rows in statements for row in rows], np.float32), owner)
    codes = np.zeros(len(owner), int)
    for start, end, label in zip(found.start, found.end, found.label, strict=True):
        codes[start:end] = [2 * label + 1, *[2 * label + 2] * (end - start - 1)]
    for k, rows in enumerate(statements):
        # What is surely outside is outside.
        clamped = [[row[0], *[-1e4] * 4] if row[0] - max(row[1:]) > 5 else row for row in rows]
        assert worth(rows, codes[owner == k].tolist()) == pytest.approx(worth(rows, likeliest(clamped)))


def test_decode_parts_spans() -> None:
    """O, then B and I of two labels: a new B, another label, the end of a statement all end a span."""
    rows = {"O": 0, "Ba": 1, "Ia": 2, "Bb": 3, "Ib": 4}
    labels = ["Ba", "Ia", "Ba", "Bb", "O", "Ba", "Bb", "Bb", "Ib"]
    scores = np.zeros((len(labels), 5), np.float32)
    for place, label in enumerate(labels):
        scores[place, rows[label]] = 9
    found = decode(scores, np.array([0] * 7 + [1] * 2))
    spans = list(zip(found.start.tolist(), found.end.tolist(), found.label.tolist(), strict=True))
    assert spans == [(0, 2, 0), (2, 3, 0), (3, 4, 1), (5, 6, 0), (6, 7, 1), (7, 9, 1)]
    assert all(0.99 <= score <= 1 for score in found.score)


def test_likelihood_of_a_reading() -> None:
    scores = [[-1.0, -2.0, -4.0], [-8.0, -16.0, -32.0], [-64.0, -128.0, -256.0]]
    assert likelihood(scores, [(0, 3)]) == -2 - 32 - 256
    assert likelihood(scores, [(0, 1), (1, 2)]) == -2 - 16 - 64
    assert likelihood(scores, []) == -1 - 8 - 64


@given(st.lists(st.integers(1, 9), min_size=1, max_size=12), st.integers(0, 2**32 - 1))
def test_running_maximum_stays_within_a_statement(lengths: list[int], seed: int) -> None:
    size = 3
    state = np.random.default_rng(seed).integers(0, 128, (sum(lengths), 8)).astype(np.int8)
    seen = running(state, np.array(lengths), size)
    start = 0
    for length in lengths:
        part = state[start : start + length]
        assert (seen[start : start + length, :size] == np.maximum.accumulate(part[:, :size])).all()
        back = np.maximum.accumulate(part[::-1, size : 2 * size])[::-1]
        assert (seen[start : start + length, size:] == back).all()
        start += length
