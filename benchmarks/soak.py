"""A long run: does memory level off, is the output the same on one worker as on two, is anything left behind?

    python -m benchmarks.soak [--documents 20000] [--shared ../shared]

Small real documents of every format, varied (variants.py), through the real pipeline on two workers, below build/. What
is asked, and the exit code is 1 where one does not hold: memory of all processes in the last quarter of the run at most a
tenth above that of the second quarter; no more open files; the records of every tenth document the same when a run
of its own on one worker makes them; no temporary file, no process left, no document failed. Run it from the root.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
from pathlib import Path

from benchmarks.processes import Measured, Sample, measure
from benchmarks.tables import table
from benchmarks.variants import SEED, Words, distinct, real
from pipeline.taxonomy import PLACE

# Of a thousand documents; a web page of 380 KB or a PDF takes as long as ten texts, and every parser is to be there.
_SHARES = {"text": 880, "docx": 80, "html": 20, "pdf": 20}
_SMALL = {"text": 12_000, "docx": 40_000, "html": 1 << 30, "pdf": 250_000}
_GROWTH, _WORKERS, _EVERY = 1.10, 2, 0.5
# Every so many documents are made again by a run on one worker.
_AGAIN = 10


def write(corpus: Path, folder: Path, again: Path, documents: int) -> None:
    """Write the documents in a mixed order, and those to be made again a second time."""
    everything = real(corpus)
    words = Words(everything["text"])
    kinds = [kind for kind, share in _SHARES.items() for _ in range(round(documents * share / 1000))]
    random.Random(SEED).shuffle(kinds)
    makers = {
        kind: distinct([path for path in everything[kind] if path.stat().st_size <= most], words, kind)
        for kind, most in _SMALL.items()
    }
    for k, kind in enumerate(kinds):
        path, data = next(makers[kind])
        name = f"{k // 1000:03}/{k:06}{path.suffix}"
        for place in (folder, again)[: 2 if k % _AGAIN == 0 else 1]:
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_bytes(data)


def run(raw: Path, out: Path, workers: int, scratch: Path) -> Measured:
    """One run of the pipeline itself, its temporary files in a folder of their own."""
    command = [sys.executable, "-m", "benchmarks.runner", str(raw), str(out), str(workers), str(PLACE), "pipeline.work"]
    return measure(command, every=_EVERY, env={"TMPDIR": str(scratch.resolve())})


def records(out: Path) -> dict[str, dict[str, bytes]]:
    """The records of each input, by name."""
    current = out / "current"
    found = {}
    for line in (current / "_run/outcomes.jsonl").read_text().splitlines():
        outcome = json.loads(line)
        found[outcome["source"]] = {name: (current / name).read_bytes() for name in outcome["records"]} | {
            "outcome": f"{outcome['outcome']} {outcome['reason']}".encode()
        }
    return found


def left_over(out: Path, scratch: Path) -> list[str]:
    """Files that are neither in the published set nor the lock, and temporary ones."""
    published = (out / "current").resolve()
    return [
        str(path)
        for place in (out, scratch)
        for path in place.rglob("*")
        if path.is_file() and published not in path.resolve().parents and path != out / "_work/lock"
    ]


def quarters(samples: tuple[Sample, ...]) -> list[tuple[float, float, float, float]]:
    """Mean MB of all processes and of the first, most MB, mean open files, in each quarter of the time with all workers."""
    # First, nursery, workers; before and after there are fewer.
    full = [sample for sample in samples if sample.processes >= _WORKERS + 2]
    if len(full) < 4:
        sys.exit(
            f"expected a run long enough for a sample in each quarter, found {len(full)} samples; take more documents"
        )
    begin, end = full[0].at, full[-1].at
    out = []
    for k in range(4):
        low, high = begin + (end - begin) * k / 4, begin + (end - begin) * (k + 1) / 4
        part = [sample for sample in full if low <= sample.at <= high]
        out.append(
            (
                sum(sample.all for sample in part) / len(part) / 1e6,
                sum(sample.first for sample in part) / len(part) / 1e6,
                max(sample.all for sample in part) / 1e6,
                sum(sample.files for sample in part) / len(part),
            )
        )
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="folder with corpus/")
    arguments = parser.parse_args()
    corpus = arguments.shared / "corpus"
    if not corpus.is_dir():
        sys.exit(f"expected the real documents in {corpus}, found no folder; give --shared FOLDER")
    Path("build").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="soak-", dir="build") as name:
        place = Path(name)
        raw, again, out, alone, scratch = (place / part for part in ("raw", "again", "out", "alone", "scratch"))
        scratch.mkdir()
        write(corpus, raw, again, arguments.documents)
        try:
            done = run(raw, out, _WORKERS, scratch)
            leftovers = left_over(out, scratch)
            run(again, alone, 1, scratch)
        except RuntimeError as error:  # the pipeline has failed, or a process is left
            sys.exit(f"{error}")
        counts = json.loads(done.output)
        many, few = records(out), records(alone)
        different = [source for source in few if few[source] != many.get(source)]
    told = quarters(done.samples)
    cpu = f"{done.cpu:.0f} s of CPU, {done.cpu / arguments.documents * 1e3:.1f} ms a document"
    print(
        f"{sum(counts[name] for name in ('published', 'refused', 'failed', 'skipped'))} documents, {done.wall:.0f} s, {cpu}, "
        f"{_WORKERS} workers on {os.cpu_count()} cores\n"
    )
    heads = ("quarter of the time", "all processes, mean MB", "of these the first", "most MB", "its open files")
    print(table(heads, [[k, *quarter] for k, quarter in enumerate(told, start=1)]), end="\n\n")
    ratio, files = told[3][0] / told[1][0], told[3][3] - told[1][3]
    checks = [
        ("memory, last quarter : second", f"at most {_GROWTH:.2f}", f"{ratio:.3f}", ratio <= _GROWTH),
        ("open files, last quarter less second", "less than 1", f"{files:.2f}", files < 1),
        (f"documents unlike on one worker, of {len(few)}", "0", str(len(different)), not different and bool(few)),
        ("temporary files left", "0", str(len(leftovers)), not leftovers),
        ("processes left", "0", "0", True),  # else measure has raised
        ("documents failed", "0", str(counts["failed"]), counts["failed"] == 0),
    ]
    print(table(("asked", "expected", "found", "holds"), [[*row, "yes" if holds else "NO"] for *row, holds in checks]))
    for what, found in (("unlike", different), ("left", leftovers)):
        for one in found[:5]:
            print(f"{what}: {one}")
    sys.exit(0 if all(holds for *_, holds in checks) else 1)


if __name__ == "__main__":
    main()
