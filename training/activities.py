"""Train the work-activity classifier on O*NET's task statements and on duties labelled by hand.

    python -m training.activities ONET_DIR CORPUS_DIR [--judge]

ONET_DIR holds the tables of O*NET 29.3 or later as spreadsheets (CC BY 4.0, U.S. Department of Labor): a task is an
example of the generalized work activities that its detailed work activities belong to, each with an equal share.
O*NET files its tasks under 37 of the 41 and often by other lights than a reader of duties: what oversees operations
it counts as guiding subordinates. So a second regression learns from duties of CORPUS_DIR that were labelled by hand
(training/gold/activities.jsonl), those that no activity fits among them: it sees their words and what the first one
says. Their employers give no statement to the test half.

``--judge`` trains and reports on the development half at several thresholds: O*NET alone, and both.
scikit-learn and openpyxl are needed here only.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import openpyxl
from scipy.sparse import csr_matrix, hstack, vstack
from sklearn.linear_model import LogisticRegression

from pipeline.tagging.work_features import features
from training.eval_tags import gold, statement_text

# Of 1, 3 and 10 the best log loss on occupations held out.
INVERSE_REGULARISATION = 3.0
LEAST = 3
OUT = Path(__file__).parents[1] / "pipeline" / "data" / "work_activities.npz"

LEAST_DUTIES = 2
# What O*NET's classifier says counts so much beside a duty's words; of 0, 0.5, 1, 2 and 3, and of 3, 10 and 30 for the
# regularisation, the best on the development half.
ONET_SHARE = 3.0
DUTY_REGULARISATION = 10.0
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


def vocabulary(texts: list[str], least: int) -> dict[str, int]:
    counts = Counter(feature for text in texts for feature in features(words(text)))
    return {feature: k for k, feature in enumerate(sorted(f for f, n in counts.items() if n >= least))}


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


def duties(corpus: Path) -> list[tuple[str, str]]:
    """(text, activity) of the duties labelled by hand; NONE where no activity fits."""
    labels = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]
    return [(statement_text(corpus, label), label["activity"] or NONE) for label in labels]


def fit_duties(
    labelled: list[tuple[str, str]], index: dict[str, int], onet: np.ndarray
) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Codes, weights (feature and O*NET likelihood, activity) and intercepts of the regression on labelled duties."""
    seen = hstack([matrix([words(text) for text, _ in labelled], index), ONET_SHARE * onet]).tocsr()
    model = LogisticRegression(C=DUTY_REGULARISATION, max_iter=500).fit(seen, [code for _, code in labelled])
    return model.classes_.tolist(), model.coef_.T.astype(np.float32), model.intercept_.astype(np.float32)


def likelihoods(logits: np.ndarray) -> np.ndarray:
    """The softmax of each row."""
    powers = np.exp(logits - logits.max(1, keepdims=True))
    return powers / powers.sum(1, keepdims=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("onet", type=Path)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--judge", action="store_true")
    arguments = parser.parse_args()
    examples, names = tasks(arguments.onet)
    codes = sorted(names)
    index = vocabulary([text for _, text, _ in examples], LEAST)
    weights, intercept = fit(examples, index, codes)
    known = sorted({code for _, _, shares in examples for code in shares})

    def onet(texts: list[str]) -> np.ndarray:
        return likelihoods(matrix([words(text) for text in texts], index) @ weights + intercept)

    labelled = duties(arguments.corpus)
    duty_index = vocabulary([text for text, _ in labelled], LEAST_DUTIES)
    duty_codes, duty_weights, duty_intercept = fit_duties(labelled, duty_index, onet([text for text, _ in labelled]))
    if arguments.judge:
        wanted = [
            (text, label["activity"] or NONE)
            for text, label in gold(arguments.corpus, "dev")
            if label["statement"] == "duties"
        ]
        texts = [text for text, _ in wanted]
        first = onet(texts)
        seen = hstack([matrix([words(text) for text in texts], duty_index), ONET_SHARE * first]).tocsr()
        report("O*NET alone", first, known, wanted)
        report("labelled duties over O*NET", likelihoods(seen @ duty_weights + duty_intercept), duty_codes, wanted)
        return
    names[NONE] = NONE
    scale, duty_scale = np.abs(weights).max() / 127, np.abs(duty_weights).max() / 127
    np.savez_compressed(
        OUT,
        features=np.array("\n".join(index)),
        weights=np.round(weights / scale).astype(np.int8),
        scale=np.float32(scale),
        intercept=intercept,
        duty_features=np.array("\n".join(duty_index)),
        duty_weights=np.round(duty_weights / duty_scale).astype(np.int8),
        duty_scale=np.float32(duty_scale),
        duty_intercept=duty_intercept,
        onet_share=np.float32(ONET_SHARE),
        onet_codes=np.array(known),
        codes=np.array(duty_codes),
        names=np.array([names[code] for code in duty_codes]),
    )
    print(f"{len(labelled)} duties, {len(duty_codes) - 1} activities → {OUT.name}, {OUT.stat().st_size / 1e6:.1f} MB")


def report(name: str, likely: np.ndarray, codes: list[str], wanted: list[tuple[str, str]]) -> None:
    """Print how often a classifier answers at several thresholds, and how often it is right."""
    answers, best = [codes[k] for k in likely.argmax(1)], likely.max(1)
    right = np.array([answer == code for answer, (_, code) in zip(answers, wanted, strict=True)])
    answered = np.array([answer != NONE for answer in answers])
    print(f"{name}: {len(wanted)} duties of the development half")
    for least in (0.0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7):
        said = (best >= least) & answered
        print(f"  score ≥ {least}: answered {said.mean():.3f}, right {right[said].mean():.3f}")


if __name__ == "__main__":
    main()
