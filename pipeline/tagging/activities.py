"""The work activity of a duty: one of O*NET's generalized work activities, or none where none fits well.

A softmax regression over the words of the statement (work_features.py), trained on O*NET's own task statements
(training/activities.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from pipeline.tagging.work_features import features

# Below this likelihood the answer is none. On O*NET occupations held out of training (make eval-activities), half of
# the tasks are answered above it, nine in ten of them right.
LEAST = 0.6


@dataclass(frozen=True, slots=True)
class Activity:
    """A generalized work activity by its O*NET element; ``score`` is the classifier's likelihood, 0 to 1."""

    code: str
    name: str
    score: float


@dataclass(frozen=True, slots=True)
class _Model:
    index: dict[str, int]
    codes: tuple[str, ...]
    names: tuple[str, ...]
    weights: NDArray[np.float32]
    intercept: NDArray[np.float32]


@cache
def _model() -> _Model:
    with files("pipeline").joinpath("data/work_activities.npz").open("rb") as source:
        stored = np.load(source)
        names = str(stored["features"]).split("\n")
        return _Model(
            {feature: k for k, feature in enumerate(names)},
            tuple(stored["codes"].tolist()),
            tuple(stored["names"].tolist()),
            stored["weights"].astype(np.float32) * stored["scale"],
            stored["intercept"],
        )


def activity(lows: list[str]) -> Activity | None:
    """The work activity of a duty statement's lower-cased words, or None where no answer is likely enough."""
    model = _model()
    rows = [row for feature in features(lows) if (row := model.index.get(feature)) is not None]
    if not rows:
        return None
    logits = model.weights[rows].sum(0) / np.sqrt(np.float32(len(rows))) + model.intercept
    likely = np.exp(logits - logits.max())
    likely /= likely.sum()
    best = int(likely.argmax())
    score = round(float(likely[best]), 2)
    return Activity(model.codes[best], model.names[best], score) if score >= LEAST and model.codes[best] else None
