"""Cut the distilled word vectors down to the table that ranks concepts (pipeline/taxonomy/rank.py).

    python -m training.link_vectors VECTORS.npz TAXONOMY.npz OUT.npz

VECTORS is what training/word_vectors.py writes. Kept are the words of ESCO's labels and those that occur five times in
the job data, of their main axes the first 96, each rounded to whole numbers up to 127. (The vectors inside tagger.npz
start from the same table, but training the tagger moves them: RP@5 on TECH spans falls from 0.788 to 0.750.)
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from pipeline.taxonomy import index
from pipeline.taxonomy.words import words

OFTEN = 5
DIMS = 96


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.link_vectors", description=__doc__)
    parser.add_argument("vectors", type=Path)
    parser.add_argument("taxonomy", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    of_labels = {word for label in index.read(options.taxonomy).labels.all() for word in words(label)}
    with np.load(options.vectors, allow_pickle=False) as stored:
        listed, counts, table = stored["words"].tolist(), stored["counts"], stored["vectors"][:, :DIMS]
    kept = [
        k
        for k, word in enumerate(listed)
        if (word in of_labels or counts[k] >= OFTEN) and word.isprintable() and any(map(str.isalnum, word))
    ]
    rounded = np.rint(127 * table[kept] / np.abs(table[kept]).max(1, keepdims=True)).astype(np.int8)
    names = np.frombuffer("\n".join(listed[k] for k in kept).encode(), np.uint8)
    np.savez_compressed(options.out, words=names, vectors=rounded)
    print(f"{len(kept)} words, {DIMS} dimensions, {options.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
