"""The tagger's weights as the package ships them (training/export.py writes them; docs/model-card.md tells of them)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import IO

import numpy as np
from numpy.typing import NDArray

WEIGHTS = "data/tagger.npz"

Floats = NDArray[np.float32]


class BadWeights(Exception):
    """The weights are not there, or not those that the code reads."""


@dataclass(frozen=True, slots=True)
class Layer:
    """A product with whole-numbered ``weight`` (rows, columns), then ``scale`` and ``bias`` for each column."""

    weight: Floats
    scale: Floats
    bias: Floats


@dataclass(frozen=True, slots=True)
class Weights:
    """Whole numbers are kept as float32, in which sums of them are exact up to 2**24."""

    words: dict[str, int]
    vectors: NDArray[np.int8]  # a row for each word, the last all zeros
    hashed: NDArray[np.int8]  # a row for each hashed feature
    mix: Layer
    mix_steps: tuple[np.float32, np.float32]  # of vectors and of hashed features
    first: Layer
    first_offsets: tuple[int, ...]
    layers: tuple[Layer, ...]
    windows: tuple[tuple[int, ...], ...]
    running: int  # channels each way whose largest value so far one layer sees, the one of more rows than its window
    head: Layer
    heads: dict[str, int]  # how many columns each head has, in order
    tags: tuple[str, ...]
    kinds: tuple[str, ...]  # O, then B- and I- of each kind of mention


@cache
def weights() -> Weights:
    """The weights that the package ships, read once a process.

    Raises BadWeights.
    """
    path = files("pipeline").joinpath(WEIGHTS)
    if not path.is_file():
        raise BadWeights(f"expected the tagger's weights, found none at {path}; install the package again")
    with path.open("rb") as source:
        try:
            return read(source)
        except KeyError as missing:
            raise BadWeights(
                f"{path} has no array {missing}: other code wrote it; install the package again, or make train-tagger"
            ) from missing


def read(source: IO[bytes]) -> Weights:
    """Weights as training/export.py writes them; a KeyError names an array that is not there."""
    with np.load(source) as stored:
        arrays = {name: stored[name] for name in stored.files}

    def layer(name: str) -> Layer:
        weight = np.ascontiguousarray(arrays[name], np.float32)
        return Layer(weight, arrays[f"{name}_scale"], arrays[f"{name}_bias"])

    def names(name: str) -> tuple[str, ...]:
        return tuple(arrays[name].tobytes().decode("utf-8").split("\n"))

    vectors = arrays["vectors"]
    windows = tuple(tuple(int(offset) for offset in window) for window in arrays["windows"])
    return Weights(
        words={word: row for row, word in enumerate(names("words"))},
        vectors=np.concatenate([vectors, np.zeros_like(vectors[:1])]),
        hashed=arrays["hashed"],
        mix=layer("mix"),
        mix_steps=(arrays["mix_steps"][0], arrays["mix_steps"][1]),
        first=layer("first"),
        first_offsets=tuple(int(offset) for offset in arrays["first_offsets"]),
        layers=tuple(layer(f"layer{k}") for k in range(len(windows))),
        windows=windows,
        running=int(arrays["running"][0]),
        heads={name: int(size) for name, size in (line.split() for line in names("heads"))},
        head=layer("head"),
        tags=names("tags"),
        kinds=names("kinds"),
    )
