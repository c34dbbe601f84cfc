"""The work activity of a duty: one of O*NET's generalized work activities, or none where none fits well.

Two softmax regressions over the words of the statement (work_features.py), trained by training/activities.py: one on
O*NET's own task statements, and over it one on duties labelled by hand, which also knows duties that fit nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from pipeline.tagging.work_features import features

# Below this likelihood the answer is none, and also where O*NET's regression alone finds it less likely than SECOND:
# the labelled duties are mostly of offices, and what they teach of an unknown word may be anything. On the development
# and opened employers 28 % of the duties are answered so, and 61 % of the answers are the annotators', who agreed with
# each other on 87 % (make eval-tags).
LEAST = 0.5
SECOND = 0.02


@dataclass(frozen=True, slots=True)
class Activity:
    """A generalized work activity by its O*NET element; ``score`` is the classifier's likelihood, 0 to 1."""

    code: str
    name: str
    score: float


@dataclass(frozen=True, slots=True)
class _Model:
    index: dict[str, int]
    weights: NDArray[np.float32]
    intercept: NDArray[np.float32]

    def logits(self, known: list[str]) -> NDArray[np.float32]:
        rows = [row for feature in known if (row := self.index.get(feature)) is not None]
        if not rows:
            return self.intercept
        total: NDArray[np.float32] = np.add.reduce(self.weights.take(rows, 0), 0)
        scores: NDArray[np.float32] = total / np.sqrt(np.float32(len(rows))) + self.intercept
        return scores


@dataclass(frozen=True, slots=True)
class _Models:
    onet: _Model
    duty: _Model
    onet_weights: NDArray[np.float32]
    onet_codes: tuple[str, ...]
    codes: tuple[str, ...]
    names: tuple[str, ...]


@cache
def _models() -> _Models:
    with files("pipeline").joinpath("data/work_activities.npz").open("rb") as source:
        stored = dict(np.load(source))
    index, duty_index = (
        {feature: k for k, feature in enumerate(str(stored[name]).split("\n"))}
        for name in ("features", "duty_features")
    )
    weights = stored["duty_weights"].astype(np.float32) * stored["duty_scale"]
    return _Models(
        _Model(index, stored["weights"].astype(np.float32) * stored["scale"], stored["intercept"]),
        _Model(duty_index, weights[: len(duty_index)], stored["duty_intercept"]),
        weights[len(duty_index) :] * stored["onet_share"],
        tuple(stored["onet_codes"].tolist()),
        tuple(stored["codes"].tolist()),
        tuple(stored["names"].tolist()),
    )


def activity(lows: list[str]) -> Activity | None:
    """The work activity of a duty statement's lower-cased words, or None where no answer is likely enough."""
    models = _models()
    known = features(lows)
    if not known:
        return None
    onet = _likely(models.onet.logits(known))
    likely = _likely(models.duty.logits(known) + onet @ models.onet_weights)
    best = int(likely.argmax())
    code, score = models.codes[best], round(float(likely[best]), 2)
    if score < LEAST or code not in models.onet_codes or onet[models.onet_codes.index(code)] < SECOND:
        return None
    return Activity(code, models.names[best], score)


def _likely(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    powers = np.exp(logits - np.maximum.reduce(logits))
    likely: NDArray[np.float32] = powers / np.add.reduce(powers)
    return likely
