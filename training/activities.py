"""Train the work-activity classifier on O*NET's task statements.

    python -m training.activities ONET_DIR [--judge]

ONET_DIR holds the tables of O*NET 29.3 or later as spreadsheets (CC BY 4.0, U.S. Department of Labor): a task is an
example of the generalized work activities that its detailed work activities belong to, each with an equal share.
``--judge`` holds every fifth occupation out and reports on it: accuracy, and accuracy over the share answered at
several thresholds. scikit-learn and openpyxl are needed here only.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import openpyxl
from scipy.sparse import csr_matrix, vstack
from sklearn.linear_model import LogisticRegression

from pipeline.tagging.work_features import features

# Of 1, 3 and 10 the best log loss on occupations held out.
INVERSE_REGULARISATION = 3.0
LEAST = 3
OUT = Path(__file__).parents[1] / "pipeline" / "data" / "work_activities.npz"

Task = tuple[str, str, dict[str, float]]


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+(?:['’][a-z]+)?|[,.;:()/-]", text.lower())


def tasks(onet: Path) -> tuple[list[Task], dict[str, str]]:
    """(occupation, text, share of each activity) of every task, and the activities' names by code."""
    activity = {row[4]: row[0] for row in _rows(onet / "DWA Reference.xlsx")}
    names = {row[0]: row[1] for row in _rows(onet / "DWA Reference.xlsx")}
    found: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for occupation, _, _, text, dwa, *_ in _rows(onet / "Tasks to DWAs.xlsx"):
        found[occupation, text][activity[dwa]] += 1
    # A detailed activity's own wording is a task of its kind too.
    for dwa, title in ((row[4], row[5]) for row in _rows(onet / "DWA Reference.xlsx")):
        found["", title][activity[dwa]] += 1
    return [
        (occupation, text, {code: n / sum(shares.values()) for code, n in shares.items()})
        for (occupation, text), shares in found.items()
    ], names


def _rows(path: Path) -> list[tuple[str, ...]]:
    rows = openpyxl.load_workbook(path, read_only=True).active.iter_rows(min_row=2, values_only=True)
    return [tuple(str(cell) for cell in row) for row in rows]


def vocabulary(examples: list[Task]) -> dict[str, int]:
    counts = Counter(feature for _, text, _ in examples for feature in features(words(text)))
    return {feature: k for k, feature in enumerate(sorted(f for f, n in counts.items() if n >= LEAST))}


def matrix(texts: list[list[str]], index: dict[str, int]) -> csr_matrix:
    """One row a text of equal weights whose square sum is one."""
    rows, columns, values = [], [], []
    for k, text in enumerate(texts):
        hit = [index[f] for f in features(text) if f in index]
        rows += [k] * len(hit)
        columns += hit
        values += [1 / np.sqrt(len(hit) or 1)] * len(hit)
    return csr_matrix((values, (rows, columns)), shape=(len(texts), len(index)))


def fit(examples: list[Task], index: dict[str, int], codes: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Weights (feature, activity) and intercepts of a softmax regression."""
    plain = matrix([words(text) for _, text, _ in examples], index)
    picks, labels, weights = [], [], []
    for k, (_, _, shares) in enumerate(examples):
        for code, share in shares.items():
            picks.append(k)
            labels.append(codes.index(code))
            weights.append(share)
    model = LogisticRegression(C=INVERSE_REGULARISATION, max_iter=300)
    model.fit(vstack([plain[picks]]), labels, sample_weight=weights)
    return model.coef_.T.astype(np.float32), model.intercept_.astype(np.float32)


def judge(examples: list[Task], codes: list[str]) -> None:
    occupations = sorted({occupation for occupation, _, _ in examples if occupation})
    held = set(occupations[::5])
    train, test = [e for e in examples if e[0] not in held], [e for e in examples if e[0] in held]
    index = vocabulary(train)
    coefficients, intercept = fit(train, index, codes)
    logits = matrix([words(text) for _, text, _ in test], index) @ coefficients + intercept
    likely = np.exp(logits - logits.max(1, keepdims=True))
    likely /= likely.sum(1, keepdims=True)
    right = np.array([codes[k] in shares for k, (_, _, shares) in zip(likely.argmax(1), test, strict=True)])
    best = likely.max(1)
    print(f"{len(train)} tasks to learn from, {len(test)} of {len(held)} other occupations: accuracy {right.mean():.3f}")
    for least in (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
        said = best >= least
        print(f"  score ≥ {least}: answered {said.mean():.3f}, right {right[said].mean():.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("onet", type=Path)
    parser.add_argument("--judge", action="store_true")
    arguments = parser.parse_args()
    examples, names = tasks(arguments.onet)
    codes = sorted(names)
    if arguments.judge:
        judge(examples, codes)
        sys.exit()
    index = vocabulary(examples)
    coefficients, intercept = fit(examples, index, codes)
    scale = np.abs(coefficients).max() / 127
    np.savez_compressed(
        OUT,
        features=np.array("\n".join(index)),
        codes=np.array(codes),
        names=np.array([names[code] for code in codes]),
        weights=np.round(coefficients / scale).astype(np.int8),
        scale=np.float32(scale),
        intercept=intercept,
    )
    print(f"{len(index)} features, {len(codes)} activities → {OUT.name}, {OUT.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
