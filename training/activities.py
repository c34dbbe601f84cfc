"""Train the work-activity classifier on O*NET's task statements and on duties labelled by hand.

    python -m training.activities ONET_DIR CORPUS_DIR [--judge]

ONET_DIR holds the tables of O*NET 29.3 or later as spreadsheets (CC BY 4.0, U.S. Department of Labor): a task is an
example of the generalized work activities that its detailed work activities belong to, each with an equal share.
O*NET files its tasks under 37 of the 41 and often by other lights than a reader of duties: what oversees operations
it counts as guiding subordinates. So duties of CORPUS_DIR, labelled in training/gold/activities.jsonl, teach with
more weight, among them those that no activity fits. Their employers give no statement to the test half.

``--judge`` trains and reports on the development half at several thresholds: with O*NET alone, and with both.
scikit-learn and openpyxl are needed here only.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import openpyxl
from scipy.sparse import csr_matrix, vstack
from sklearn.linear_model import LogisticRegression

from pipeline.tagging.work_features import features
from training.eval_tags import gold, statement_text

# Of 1, 3 and 10 the best log loss on occupations held out.
INVERSE_REGULARISATION = 3.0
LEAST = 3
OUT = Path(__file__).parents[1] / "pipeline" / "data" / "work_activities.npz"

# A labelled duty counts as so many tasks. Of 1, 2, 4, 8 and 16 the best on the development half.
DUTY_WEIGHT = 4.0
GOLD = Path(__file__).parent / "gold" / "activities.jsonl"
NONE = ""

# What it is an example of comes last: the share of each activity.
Task = tuple[str, str, dict[str, float]]


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+(?:['’][a-z]+)?|[,.;:()/-]", text.lower())


def tasks(onet: Path) -> tuple[list[Task], dict[str, str]]:
    """(occupation, text, share of each activity) of every task, and the activities' names by code."""
    activity = {row[4]: row[0] for row in _rows(onet / "DWA Reference.xlsx")}
    # Elements 4.A.x.y.z of the content model are the generalized work activities.
    names = {
        row[0]: row[1]
        for row in _rows(onet / "Content Model Reference.xlsx")
        if re.fullmatch(r"4\.A\.\d\.\w\.\d", row[0])
    }
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


def duties(corpus: Path) -> list[Task]:
    """The duties labelled by hand; NONE where no activity fits."""
    labels = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]
    return [("duty", statement_text(corpus, label), {label["activity"] or NONE: DUTY_WEIGHT}) for label in labels]


def judge(corpus: Path, sets: dict[str, list[Task]], codes: list[str]) -> None:
    wanted = [
        (text, label["activity"] or NONE) for text, label in gold(corpus, "dev") if label["statement"] == "duties"
    ]
    for name, train in sets.items():
        index = vocabulary(train)
        coefficients, intercept = fit(train, index, codes)
        known = sorted({code for _, _, shares in train for code in shares}, key=codes.index)
        logits = matrix([words(text) for text, _ in wanted], index) @ coefficients + intercept
        likely = np.exp(logits - logits.max(1, keepdims=True))
        likely /= likely.sum(1, keepdims=True)
        answers = [known[k] for k in likely.argmax(1)]
        right = np.array([answer == code for answer, (_, code) in zip(answers, wanted, strict=True)])
        answered = np.array([answer != NONE for answer in answers])
        best = likely.max(1)
        print(f"{name}: {len(train)} examples; {len(wanted)} duties of the development half")
        for least in (0.0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7):
            said = (best >= least) & answered
            print(f"  score ≥ {least}: answered {said.mean():.3f}, right {right[said].mean():.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("onet", type=Path)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--judge", action="store_true")
    arguments = parser.parse_args()
    plain, names = tasks(arguments.onet)
    names[NONE] = NONE
    examples = [*plain, *duties(arguments.corpus)]
    codes = sorted(names)
    if arguments.judge:
        judge(arguments.corpus, {"O*NET": plain, "O*NET and labelled duties": examples}, codes)
        sys.exit()
    index = vocabulary(examples)
    coefficients, intercept = fit(examples, index, codes)
    known = sorted({code for _, _, shares in examples for code in shares})
    scale = np.abs(coefficients).max() / 127
    np.savez_compressed(
        OUT,
        features=np.array("\n".join(index)),
        codes=np.array(known),
        names=np.array([names[code] for code in known]),
        weights=np.round(coefficients / scale).astype(np.int8),
        scale=np.float32(scale),
        intercept=intercept,
    )
    print(f"{len(index)} features, {len(known) - 1} activities → {OUT.name}, {OUT.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
