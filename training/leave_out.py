"""Score the whole path on gold documents whose source folder the line classifier has not seen.

    python -m training.leave_out CORPUS_DIR GOLD_DIR OUT_DIR

For each source folder: train on the other folders and the primer, normalize the folder's gold documents with
those weights, write the records to OUT_DIR/trained; and again without any classifier, to OUT_DIR/rules. The
scorer, run on each with GOLD_DIR, then compares what was trained with rules alone. Vocabulary and rules are not
left out: they were written with these documents in view.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

import numpy as np

from parsers.errors import ParseError
from pipeline import classifier
from pipeline.headings import KINDS
from pipeline.normalize import normalize
from training.section_lines import primer, read, train


def main(argv: list[str] | None = None) -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("corpus", "gold", "out"):
        ask.add_argument(name, type=Path)
    args = ask.parse_args(argv)
    wanted = {json.loads(path.read_text("utf-8"))["sha256"] for path in args.gold.glob("*.json")}
    data = read(args.corpus)
    nothing = classifier.arranged((), np.zeros((0, len(KINDS)), np.float32))
    for folder in sorted(path for path in args.corpus.iterdir() if path.is_dir()):
        files = [path for path in sorted(folder.iterdir()) if _digest(path) in wanted]
        if not files:
            continue
        rest = [example for source, part in data.items() if source != folder.name for example in part]
        names, matrix = train(rest + primer())
        held = classifier.arranged(names, matrix.astype(np.float32))
        for weights, out in ((held, args.out / "trained"), (nothing, args.out / "rules")):
            _normalize(files, folder.name, weights, out)
        print(f"{folder.name:18}{len(files):4} gold documents, {len(rest)} lines of other sources", flush=True)
    return 0


def _normalize(files: list[Path], source: str, weights: classifier.Weights, out: Path) -> None:
    """Write the records of some documents as the pipeline reads them with these weights."""
    classifier.weights = lambda: weights  # type: ignore[assignment]
    out.mkdir(parents=True, exist_ok=True)
    for path in files:
        try:
            records = normalize(path.read_bytes(), f"{source}/{path.name}").records
        except ParseError:
            continue
        for record in records:
            (out / f"{record.spec_id}.json").write_text(record.model_dump_json(), encoding="utf-8")


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    raise SystemExit(main())
