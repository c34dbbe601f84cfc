"""The trained line classifier: how likely each kind of section is to hold a line.

Weights come from ``make train`` (training/section_lines.py), which writes what it was trained on beside them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.cues import cues
from pipeline.headings import KINDS

WEIGHTS = "data/section_lines.npz"


class Weights(NamedTuple):
    """A row of weights for each cue, a column for each of ``KINDS``; words and pairs of words have tables of their own."""

    words: dict[str, int]
    pairs: dict[str, int]
    others: dict[str, int]
    matrix: NDArray[np.float32]


def arranged(names: Sequence[str], matrix: NDArray[np.float32]) -> Weights:
    """The weights of cues by name."""
    words: dict[str, int] = {}
    pairs: dict[str, int] = {}
    others: dict[str, int] = {}
    for row, name in enumerate(names):
        kind, _, rest = name.partition("=")
        if kind == "w":
            words[rest] = row
        elif kind == "p":
            pairs[rest] = row
        else:
            others[name] = row
    return Weights(words, pairs, others, matrix)


@cache
def weights() -> Weights:
    """The weights that the package ships."""
    with files("pipeline").joinpath(WEIGHTS).open("rb") as source, np.load(source) as stored:
        names = json.loads(bytes(stored["cues"]).decode("utf-8"))
        matrix = stored["matrix"].astype(np.float32) * stored["scale"].astype(np.float32)
    return arranged(names, matrix)


def log_likelihoods(lines: Sequence[tuple[str, bool, str]]) -> NDArray[np.float32]:
    """Log probability of each of ``KINDS`` for lines given as (text, whether an item, text above), shape (lines, 17)."""
    known = weights()
    word, pair, other = known.words.get, known.pairs.get, known.others.get
    scores = np.zeros((len(lines), len(KINDS)), np.float32)
    for k, line in enumerate(lines):
        found = cues(*line)
        maybe = [*map(other, found.readings), *map(word, found.words), *map(pair, found.pairs), *map(other, found.form)]
        rows = [row for row in maybe if row is not None]
        if rows:
            np.add.reduce(known.matrix.take(rows, 0), 0, out=scores[k])
    scores -= scores.max(1, keepdims=True)
    return np.asarray(scores - np.log(np.exp(scores).sum(1, keepdims=True)), np.float32)
