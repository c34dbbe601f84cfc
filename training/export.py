"""The trained network as the whole numbers and scales that pipeline/tagging/encoder.py computes with."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from training.student import STEP, Student, weight_step

# Learnt beside the others, for what it teaches the layers below, and read by nothing: rules find objects better.
_UNREAD = frozenset(["object"])


def write(
    path: Path,
    student: Student,
    words: NDArray[np.str_],
    vectors: NDArray[np.int8],
    tags: list[str],
    kinds: list[str],
) -> None:
    """One .npz with every array; text as UTF-8 bytes, one name a line; the same bytes for the same weights."""
    shape = student.shape
    read = {name: size for name, size in shape.heads.items() if name not in _UNREAD}
    columns = torch.tensor([name not in _UNREAD for name, size in shape.heads.items() for _ in range(size)])
    arrays: dict[str, NDArray[np.generic]] = {
        "words": _names([str(word) for word in words]),
        "vectors": vectors,
        "tags": _names(tags),
        "kinds": _names(kinds),
        "hashed": _whole(student.hashed.weight.clamp(-1, 1), torch.tensor(student.hash_step)),
        "first_offsets": np.array(shape.first, np.int64),
        "windows": np.array(shape.windows, np.int64),
        "running": np.array([shape.running], np.int64),
        "heads": _names([f"{name} {size}" for name, size in read.items()]),
    }
    mix_step = weight_step(student.mix)
    arrays["mix"] = _whole(student.mix, mix_step)
    scale, bias = _folded(student.mix_norm, mix_step)
    arrays["mix_steps"] = np.array([student.vector_step, student.hash_step], np.float32)
    arrays["mix_scale"], arrays["mix_bias"] = scale, bias
    for name, weight, norm in [
        ("first", student.first, student.first_norm),
        *((f"layer{k}", w, n) for k, (w, n) in enumerate(zip(student.layers, student.norms, strict=True))),
    ]:
        step = weight_step(weight)
        arrays[name] = _whole(weight, step)
        arrays[f"{name}_scale"], arrays[f"{name}_bias"] = _folded(norm, step * STEP)
    head = student.head[:, columns]
    step = weight_step(head)
    arrays["head"] = _whole(head, step)
    arrays["head_scale"] = (step * STEP).numpy().astype(np.float32)
    arrays["head_bias"] = student.head_bias.detach()[columns].numpy().astype(np.float32)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, array in arrays.items():
            data = io.BytesIO()
            np.lib.format.write_array(data, np.ascontiguousarray(array), allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), data.getvalue(), zipfile.ZIP_DEFLATED)
    print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")


def _names(names: list[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(names).encode("utf-8"), np.uint8)


def _whole(weight: torch.Tensor, step: torch.Tensor) -> NDArray[np.int8]:
    return (weight.detach() / step).round().numpy().astype(np.int8)


def _folded(norm: nn.Module, step: torch.Tensor) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Scale and bias from a sum of whole numbers to steps of activation, batch normalisation folded in."""
    assert isinstance(norm, nn.BatchNorm1d)
    assert norm.running_mean is not None
    assert norm.running_var is not None
    factor = norm.weight.detach() / (norm.running_var + norm.eps).sqrt()
    scale = step * factor / STEP
    bias = (norm.bias.detach() - norm.running_mean * factor) / STEP
    return scale.numpy().astype(np.float32), bias.numpy().astype(np.float32)
