"""The compact tagger while it learns: the network of pipeline/tagging/encoder.py in torch.

Weights and activations are rounded to the whole numbers that the encoder computes with (gradients pass as if they
were not), so that what is trained is what is shipped. Whole numbers make the encoder's sums exact, hence the same on
every machine and in every batch.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import torch
from torch import nn

from pipeline.tagging import word_features


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of the network: type layer, width of the word layers, the reach of each window, the channels each way whose
    running maximum is seen, and the number of the window that sees them, from the first or as -1 the last."""

    types: int = 192
    hashed: int = 64
    width: int = 128
    first: tuple[int, ...] = (-2, -1, 0, 1, 2)
    windows: tuple[tuple[int, ...], ...] = ((-1, 0, 1), (-2, 0, 2), (-4, 0, 4))
    running: int = 64
    seen_by: int = -1
    heads: dict[str, int] = field(default_factory=dict)


LEVELS = 127
# Activations are rounded to LEVELS steps up to this; batch normalisation makes 1 their scale.
CAP = 5.0
STEP = CAP / LEVELS


class _Round(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):  # type: ignore[no-untyped-def]
        return x.round()

    @staticmethod
    def backward(ctx, grad):  # type: ignore[no-untyped-def]
        return grad


def rounded(x: torch.Tensor) -> torch.Tensor:
    return _Round.apply(x)


def activation(x: torch.Tensor) -> torch.Tensor:
    """Rectified, capped and rounded: LEVELS steps of CAP."""
    return rounded(x.clamp(0, CAP) * (LEVELS / CAP)) * STEP


def weight_step(weight: torch.Tensor) -> torch.Tensor:
    """The step of each column's rounding."""
    return weight.detach().abs().amax(0).clamp_min(1e-8) / LEVELS


def whole(weight: torch.Tensor) -> torch.Tensor:
    step = weight_step(weight)
    return rounded(weight / step) * step


class Student(nn.Module):
    """Scores of each word for each head, from word types and their neighbours."""

    def __init__(self, shape: Shape, vectors: torch.Tensor, vector_step: float, drop: float, word_drop: float) -> None:
        super().__init__()
        self.shape = shape
        self.register_buffer("vectors", vectors)  # whole numbers, -127 to 127
        self.vector_step = vector_step
        self.hashed = nn.Embedding(word_features.ROWS, shape.hashed)
        nn.init.normal_(self.hashed.weight, std=0.1)
        self.hash_step = 1 / LEVELS  # so a hashed feature lies within -1 and 1

        def weight(rows: int, columns: int) -> nn.Parameter:
            return nn.Parameter(torch.randn(rows, columns) / rows**0.5)

        inputs = vectors.shape[1] + shape.hashed
        self.mix, self.mix_norm = weight(inputs, shape.types), nn.BatchNorm1d(shape.types)
        self.first = weight(len(shape.first) * shape.types, shape.width)
        self.first_norm = nn.BatchNorm1d(shape.width)
        sizes = [len(window) * shape.width for window in shape.windows]
        sizes[shape.seen_by] += 2 * shape.running
        self.layers = nn.ParameterList([weight(size, shape.width) for size in sizes])
        self.norms = nn.ModuleList([nn.BatchNorm1d(shape.width) for _ in shape.windows])
        self.head = weight(shape.width, sum(shape.heads.values()))
        self.head_bias = nn.Parameter(torch.zeros(sum(shape.heads.values())))
        self.drop = nn.Dropout(drop)
        self.word_drop = word_drop

    def table(self, pieces: torch.Tensor, count: torch.Tensor, features: torch.Tensor) -> torch.Tensor:
        """The type layer: (types, most pieces) rows of vectors, their number, (types, 6) hashed rows."""
        static = (self.vectors[pieces].sum(1) / count[:, None]).round() * self.vector_step
        table = rounded(self.hashed.weight.clamp(-1, 1) / self.hash_step) * self.hash_step
        own = table[features]
        if self.training:
            keep = torch.rand(own.shape[:2]) > torch.tensor(
                [2 * self.word_drop] + [self.word_drop] * (own.shape[1] - 1)
            )
            own = own * keep[:, :, None]
            static = static * (torch.rand(len(static), 1) > self.word_drop / 2)
        return activation(self.mix_norm(torch.cat([static, own.sum(1)], 1) @ whole(self.mix)))

    def forward(self, types: torch.Tensor, ids: torch.Tensor, lengths: list[int]) -> torch.Tensor:
        """``types`` from ``table`` (row 0 the boundary), ``ids`` rows for each word of statements of ``lengths``."""
        at = neighbours(lengths, {offset for window in (self.shape.first, *self.shape.windows) for offset in window})
        first = whole(self.first)
        outer = torch.cat([ids, ids.new_zeros(1)])
        size = self.shape.types
        total = sum(
            (types @ first[k * size : (k + 1) * size])[outer[at[offset]]] for k, offset in enumerate(self.shape.first)
        )
        state = activation(self.first_norm(total))
        for weight, norm, window in zip(self.layers, self.norms, self.shape.windows, strict=True):
            padded = torch.cat([self.drop(state), state.new_zeros(1, state.shape[1])])
            seen = torch.cat([padded[at[offset]] for offset in window], 1)
            if len(weight) > seen.shape[1]:
                seen = torch.cat([seen, running(self.drop(state), lengths, self.shape.running)], 1)
            state = activation(state + norm(seen @ whole(weight)).clamp_min(0))
        return self.drop(state) @ whole(self.head) + self.head_bias


def running(state: torch.Tensor, lengths: list[int], size: int) -> torch.Tensor:
    """The largest value so far in each statement: of the first ``size`` channels from its start, of the next from its end.

    Each statement's values are lifted above those of the one before, so that one pass over the batch does for all.
    """
    size_of = torch.tensor(lengths)
    lift = torch.repeat_interleave(torch.arange(len(lengths)), size_of)[:, None] * float(2 * LEVELS)
    levels = state * (LEVELS / CAP)
    ahead = (levels[:, :size] + lift).cummax(0).values - lift
    fall = lift.flip(0).max() - lift.flip(0)
    back = ((levels[:, size : 2 * size].flip(0) + fall).cummax(0).values - fall).flip(0)
    return torch.cat([ahead, back], 1) * STEP


def neighbours(lengths: list[int], offsets: set[int]) -> dict[int, torch.Tensor]:
    """For each offset the place of each word's neighbour in the batch, or the number of words where it has none."""
    size = torch.tensor(lengths)
    total = int(size.sum())
    start = torch.repeat_interleave(torch.cumsum(size, 0) - size, size)
    end = start + torch.repeat_interleave(size, size)
    here = torch.arange(total)
    found = {}
    for offset in offsets:
        there = here + offset
        found[offset] = torch.where((there >= start) & (there < end), there, total)
    return found
