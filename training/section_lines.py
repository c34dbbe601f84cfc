"""Train the line classifier on documents whose headings say what stands under them.

    python -m training.section_lines CORPUS_DIR [--leave-out]

Every line under a heading that the vocabulary knows for certain is an example of that heading's kind; no hand
label of the corpus is used. The invented lines of training/primer.tsv add wordings that the corpus lacks. The
classifier's work is the text whose heading is missing or unknown. ``--leave-out`` trains once for each source
folder without it and reports on that folder's lines; the shipped weights are trained on all folders.
scikit-learn is needed here only.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import itertools
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

import parsers
from parsers.errors import ParseError
from pipeline.cues import cues
from pipeline.headings import KINDS, STRONG, SUB
from pipeline.lines import Line, Role
from pipeline.reading import read_lines
from pipeline.skills import states_skill
from pipeline.statements import REQUIREMENT_KINDS

# A cue must be seen in this many lines: below, weights grow without holding on unseen sources.
LEAST = 3
# Of 0.3, 1 and 3 the best log loss on sources left out (1.79, 1.94, 2.20 over seven of them).
INVERSE_REGULARISATION = 0.3
# An invented line counts as much as two of the corpus: they are fewer, and each is of another wording.
PRIMER_WEIGHT = 2.0
_WISH = re.compile(r"(?i)\b(?:prefer|desir|plus\b|bonus|ideal|asset)")
PRIMER = Path(__file__).with_name("primer.tsv")
OUT = Path(__file__).parents[1] / "pipeline" / "data" / "section_lines.npz"

Example = tuple[str, bool, str, str]


def examples(lines: list[Line]) -> Iterator[Example]:
    """(text, is an item, text above, kind) of each line that stands right under a heading of certain kind.

    The first group of lines only: what comes after wider white space may have lost a heading of its own. A
    statement of skill among requirements is left out, since either section may hold it, and a wish is one only
    where its words say so.
    """
    usual = _usual_gap(lines)
    kind, above, first = "", "", False
    for line in lines:
        if line.role is Role.HEADING:
            if line.match is None or line.match.by != SUB:
                kind = line.match.kind if line.match and line.match.by == STRONG else ""
            above, first = "", True
        elif line.role is Role.BODY:
            if line.gap > usual and not first:
                kind = ""
            first = False
            requirement = kind in REQUIREMENT_KINDS
            if kind and not (requirement and states_skill(line.text)):
                wished = kind != "desirable_qualifications" or _WISH.search(line.text)
                yield (
                    line.text,
                    line.is_item,
                    above if line.gap == 0 else "",
                    kind if wished else "minimum_qualifications",
                )
            above = line.text


def _usual_gap(lines: list[Line]) -> int:
    """The blank lines that usually stand between lines of text in this document: the lower quartile."""
    gaps = sorted(two.gap for one, two in itertools.pairwise(lines) if one.role is two.role is Role.BODY)
    return gaps[len(gaps) // 4] if gaps else 0


def read(corpus: Path) -> dict[str, list[Example]]:
    """The examples of each source folder; a line that recurs in a folder counts once for each kind."""
    out: dict[str, list[Example]] = {}
    for folder in sorted(path for path in corpus.iterdir() if path.is_dir() and path.name != "not_specs"):
        seen: dict[tuple[str, str], Example] = {}
        for path in sorted(folder.iterdir()):
            try:
                document = parsers.parse(path.read_bytes())
            except ParseError:
                continue
            for example in examples(read_lines(document)):
                seen.setdefault((example[0], example[3]), example)
        out[folder.name] = list(seen.values())
    return out


def primer() -> list[Example]:
    """The invented lines of training/primer.tsv: kinds and wordings that the corpus has few of."""
    out = []
    for row in PRIMER.read_text("utf-8").splitlines():
        kind, item, text = row.split("\t")
        out.append((text, item == "1", "", kind))
    return out


def train(data: list[Example]) -> tuple[list[str], np.ndarray]:
    """Names of the cues and their weights, shape (cues, kinds)."""
    counted = Counter(cue for text, item, above, _ in data for cue in set(cues(text, item, above).names()))
    names = sorted(cue for cue, count in counted.items() if count >= LEAST)
    rows = {name: row for row, name in enumerate(names)}
    kinds = np.array([KINDS.index(kind) for *_, kind in data])
    invented = {text for text, *_ in primer()}
    weights = np.array([PRIMER_WEIGHT if text in invented else 1.0 for text, *_ in data])
    # Half-way between the counts as they are and equal shares: rare kinds are rare, yet must be found.
    weights *= np.sqrt(len(kinds) / np.maximum(np.bincount(kinds, minlength=len(KINDS)), 1))[kinds]
    model = LogisticRegression(C=INVERSE_REGULARISATION, max_iter=400, tol=1e-3)
    model.fit(_matrix(data, rows), kinds, sample_weight=weights / weights.mean())
    matrix = np.full((len(names), len(KINDS)), 0.0)
    matrix[:, model.classes_] = model.coef_.T
    bias = np.full(len(KINDS), -6.0)
    bias[model.classes_] = model.intercept_
    matrix[rows["bias"]] += bias
    return names, matrix


def _matrix(data: list[Example], rows: dict[str, int]) -> csr_matrix:
    indices, starts = [], [0]
    for text, item, above, _ in data:
        indices.extend(sorted({rows[cue] for cue in cues(text, item, above).names() if cue in rows}))
        starts.append(len(indices))
    return csr_matrix((np.ones(len(indices)), indices, starts), shape=(len(data), len(rows)))


def accuracy(names: list[str], matrix: np.ndarray, data: list[Example]) -> float:
    """Share of lines whose likeliest kind is that of their heading."""
    scores = _matrix(data, {name: row for row, name in enumerate(names)}) @ matrix
    return float(np.mean([KINDS[k] == kind for k, (*_, kind) in zip(scores.argmax(axis=1), data, strict=True)]))


def save(names: list[str], matrix: np.ndarray, note: dict[str, object]) -> None:
    """Write the weights as 8-bit steps with one scale a kind, and a note of their origin."""
    # A row that is small everywhere tells nothing: leaving it out halves the file.
    keep = [k for k, name in enumerate(names) if name == "bias" or np.abs(matrix[k]).max() > 0.08]
    names, matrix = [names[k] for k in keep], matrix[keep]
    scale = np.abs(matrix).max(axis=0) / 127 + 1e-9
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer,
        cues=np.frombuffer(json.dumps(names).encode("utf-8"), np.uint8),
        matrix=np.round(matrix / scale).astype(np.int8),
        scale=scale.astype(np.float32),
    )
    OUT.write_bytes(buffer.getvalue())
    note |= {"cues": len(names), "sha256": hashlib.sha256(buffer.getvalue()).hexdigest()}
    OUT.with_suffix(".json").write_text(json.dumps(note, indent=1) + "\n", encoding="utf-8")


def main(argv: list[str] | None = None) -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("corpus", type=Path)
    ask.add_argument("--leave-out", action="store_true", help="report only; write nothing")
    args = ask.parse_args(argv)
    data = read(args.corpus)
    if args.leave_out:
        print(f"{'left out':18}{'':12}  other sources, primer, both")
        for source, held in data.items():
            rest = [example for name, part in data.items() if name != source for example in part]
            scores = [accuracy(*train(part), held) for part in (rest, primer(), rest + primer())]
            print(f"{source:18}{len(held):6} lines  " + "  ".join(f"{score:.3f}" for score in scores), flush=True)
        return 0
    everything = [example for part in data.values() for example in part] + primer()
    names, matrix = train(everything)
    note = {"primer": len(primer()), "lines": {source: len(part) for source, part in data.items()}}
    save(names, matrix, note)
    print(f"{len(everything)} lines, {len(names)} cues, accuracy on them {accuracy(names, matrix, everything):.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
