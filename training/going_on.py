"""The weights that the package ships as a network that learns on, wider or deeper if that is asked for.

Its answers are those of the shipped weights at first: new channels feed nothing yet, and new windows add nothing, wherever
they stand; what sees the running maxima goes on to see them. What batch normalisation was folded into scales and biases is
parted again by what a sample of texts gives each layer.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from training.student import LEVELS, STEP, Shape, Student

Window = tuple[int, ...]


def vocabulary(path: Path) -> tuple[NDArray[np.str_], tuple[NDArray[np.int8], float]]:
    """The words with static vectors; their vectors as whole numbers (a row of zeros last) and the step of these."""
    with np.load(path) as stored:
        words = np.array(stored["words"].tobytes().decode("utf-8").split("\n"))
        vectors, step = stored["vectors"], float(stored["mix_steps"][0])
    return words, (np.concatenate([vectors, np.zeros_like(vectors[:1])]), step)


def shape(path: Path, heads: dict[str, int], width: int | None = None, windows: list[Window] | None = None) -> Shape:
    """The sizes of the weights of ``path``, with other heads, and wider or with more windows where that is asked for."""
    with np.load(path) as stored:
        known = _windows(stored["windows"])
        own = stored["first"].shape[1]
        seeing = next(k for k, window in enumerate(known) if len(stored[f"layer{k}"]) > len(window) * own)
        types, hashed = stored["mix"].shape[1], stored["hashed"].shape[1]
        first, running = tuple(stored["first_offsets"].tolist()), int(stored["running"][0])
    windows = windows or known
    if width is not None and width < own:
        raise SystemExit(f"expected at least the width of {path}, {own}, found {width}")
    return Shape(types, hashed, width or own, first, tuple(windows), running, _places(known, windows)[seeing], heads)


def _windows(stored: Any) -> list[Window]:
    return [tuple(window) for window in stored.tolist()]


def _places(known: list[Window], windows: list[Window]) -> list[int]:
    """The number of each known window among others."""
    found: list[int] = []
    for window in known:
        at = found[-1] + 1 if found else 0
        if window not in windows[at:]:
            raise SystemExit(f"expected the windows of the weights, {known}, in their order, found {windows}")
        found.append(windows.index(window, at))
    return found


@torch.no_grad()
def take_over(
    student: Student, path: Path, types: tuple[torch.Tensor, ...], ids: torch.Tensor, lengths: list[int]
) -> None:
    """Give a fresh student, of ``shape``, the weights of ``path``; ``ids`` are rows of ``types`` (Types.tensors()), words of some texts."""
    with np.load(path) as stored:
        arrays = {name: torch.from_numpy(stored[name]) for name in stored.files}
    student.hashed.weight.copy_(arrays["hashed"] * student.hash_step)
    hooks = [_take(student.mix, student.mix_norm, arrays, "mix", 1, STEP)]
    hooks.append(_take(student.first, student.first_norm, arrays, "first", len(student.shape.first), 1.0))
    windows = list(student.shape.windows)
    places = _places(_windows(arrays["windows"]), windows)
    for k, (weight, norm, window) in enumerate(zip(student.layers, student.norms, windows, strict=True)):
        assert isinstance(norm, nn.BatchNorm1d)
        if k in places:
            hooks.append(_take(weight, norm, arrays, f"layer{places.index(k)}", len(window), 1.0))
        else:
            nn.init.zeros_(norm.weight)
    _take_heads(student, arrays)
    student.eval()
    student(student.table(*types), ids, lengths)
    for hook in hooks:
        hook.remove()


def _take(
    weight: nn.Parameter, norm: nn.BatchNorm1d, arrays: dict[str, torch.Tensor], name: str, blocks: int, unit: float
) -> Any:
    """Copy a layer's weights; its normalisation is set when the first input comes."""
    stored = arrays[name].float()
    rows, columns = stored.shape
    inputs = arrays["first"].shape[1] if name.startswith("layer") else rows // blocks
    room = weight.shape[0] // blocks if not name.startswith("layer") else weight.shape[1]
    step = 3 / rows**0.5 / LEVELS  # any will do: normalisation evens it out
    for block in range(blocks):
        weight[block * room : (block + 1) * room, :columns] = 0
        weight[block * room : block * room + inputs, :columns] = stored[block * inputs : (block + 1) * inputs] * step
    weight[blocks * room :, :columns] = stored[blocks * inputs :] * step  # of the running maxima
    factor = arrays[f"{name}_scale"] * unit / step
    bias = arrays[f"{name}_bias"] * STEP

    def part(norm: nn.BatchNorm1d, given: tuple[torch.Tensor]) -> None:
        mean, variance = given[0].mean(0), given[0].var(0, unbiased=False)
        assert norm.running_mean is not None
        assert norm.running_var is not None
        norm.running_mean.copy_(mean)
        norm.running_var.copy_(variance)
        norm.weight[:columns] = factor * (variance[:columns] + norm.eps).sqrt()
        norm.bias[:columns] = bias + mean[:columns] * factor

    return norm.register_forward_pre_hook(part)


def _take_heads(student: Student, arrays: dict[str, torch.Tensor]) -> None:
    """Copy the heads that the stored weights have, by name."""
    at = 0
    places = {}
    for line in arrays["heads"].numpy().tobytes().decode("utf-8").split("\n"):
        name, size = line.split()
        places[name] = slice(at, at + int(size))
        at += int(size)
    inputs = arrays["head"].shape[0]
    at = 0
    for name, size in student.shape.heads.items():
        if name in places:
            own = places[name]
            student.head[:, at : at + size] = 0
            student.head[:inputs, at : at + size] = arrays["head"][:, own].float() * arrays["head_scale"][own] / STEP
            student.head_bias[at : at + size] = arrays["head_bias"][own]
        at += size
