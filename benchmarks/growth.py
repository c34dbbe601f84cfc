"""How the cost of whole runs grows: each format and all together, on 1 and 2 workers, over corpora of growing size."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.floors import READERS, over, read_and_hash
from benchmarks.processes import Measured, measure
from benchmarks.tables import table
from benchmarks.variants import FORMATS, SHARES, Base, Made, write

WORKERS = (1, 2)
ALL = "all"
# Documents of a folder that a library's floor is measured on.
_FLOOR_DOCUMENTS = 12


@dataclass(frozen=True, slots=True)
class Row:
    """One run: its corpus and what it took; ``floor`` and ``reader`` are CPU seconds over the same documents."""

    kind: str
    documents: int
    workers: int
    pages: int
    words: int
    cpu: float
    wall: float
    peak: int
    floor: float
    reader: float | None
    outcomes: dict[str, int]


def run(raw: Path, workers: int, taxonomies: Path) -> Measured:
    """One run over a folder into a fresh one, in processes of its own."""
    with tempfile.TemporaryDirectory(prefix="bench-out-", dir="build") as out:
        command = [sys.executable, "-m", "benchmarks.runner", str(raw), f"{out}/normalized", str(workers)]
        return measure([*command, str(taxonomies), "benchmarks.fresh_pdf"])


def growth(corpus: Path, sizes: list[int], taxonomies: Path) -> str:
    """Measure and tell, as Markdown."""
    counted: dict[Path, Base | None] = {}
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="bench-corpus-", dir="build") as place:
        one = Path(place, "one")
        one.mkdir()
        (one / "one.txt").write_text("CLERK\nDUTIES\nFiles letters and keeps the register of visitors.\n")
        starts = {workers: run(one, workers, taxonomies) for workers in WORKERS}
        for size in sizes:
            made = write(corpus, Path(place, str(size)), size, counted)
            for kind in (*FORMATS, ALL):
                for row in _rows(made, kind, taxonomies):
                    rows.append(row)
                    print(f"{kind} {row.documents} on {row.workers}: {row.wall:.1f} s", file=sys.stderr, flush=True)
            shutil.rmtree(made.folder)
    return _told(rows, {workers: start.cpu for workers, start in starts.items()}, starts[1].peak)


def _rows(made: Made, kind: str, taxonomies: Path) -> Iterator[Row]:
    """The runs over one folder, and what the floors take over the same documents."""
    folder = made.folder if kind == ALL else made.folder / kind
    kinds = FORMATS if kind == ALL else (kind,)
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    floor = over(paths, read_and_hash, rounds=1)
    reader = None
    if kind in READERS:
        some = paths[:: max(1, len(paths) // _FLOOR_DOCUMENTS)][:_FLOOR_DOCUMENTS]
        reader = over(some, READERS[kind][1], rounds=1) * len(paths) / len(some)
    for workers in WORKERS:
        done = run(folder, workers, taxonomies)
        yield Row(
            kind,
            sum(made.documents[name] for name in kinds),
            workers,
            sum(made.pages[name] for name in kinds),
            sum(made.words[name] for name in kinds),
            done.cpu,
            done.wall,
            done.peak,
            floor,
            reader,
            json.loads(done.output),
        )


def _told(rows: list[Row], start: dict[int, float], start_peak: int) -> str:
    out = []
    for row in rows:
        work, wall = row.cpu - start[row.workers], row.wall
        out.append(
            [
                row.kind,
                row.documents,
                row.workers,
                row.cpu,
                wall,
                work / row.documents * 1e3,
                work / row.words * 1e6,
                row.documents / wall,
                row.pages / wall if row.kind == "pdf" else "–",
                row.words / wall,
                row.peak / 1e6,
                work / row.floor,
                work / row.reader if row.reader else "–",
            ]
        )
    heads = (
        "format", "documents", "workers", "CPU s", "wall s", "CPU ms a document", "CPU µs a word", "documents/s",
        "pages/s", "words/s", "peak MB", "× reading and hashing", "× the format's library",
    )  # fmt: skip
    shares = ", ".join(f"{share} {kind}" for kind, share in SHARES.items())
    ends = ", ".join(f"{rows[-1].outcomes[name]} {name}" for name in ("published", "refused", "failed"))
    return f"""## How cost grows

Whole runs: documents on disk to published records with tags and links. Of a hundred documents: {shares}. The
real documents come first, once each; all others are these with other words (`benchmarks/variants.py`). PDFs are copies
with the same text, so the tagger forgets what it remembers before each. CPU is of all processes, user and system. CPU
a document and a word, and the ratios, are without the start, which takes {start[1]:.1f} s of CPU and {start_peak / 1e6:.0f} MB for
a run of one document; wall and the rates are with it. Of few documents the start's own noise is a part. Peak is of all
processes at once, shared pages counted once, seen every 0.1 s. The libraries' floor is measured on up to
{_FLOOR_DOCUMENTS} documents of each folder, evenly spaced. Words are of a document's whole text, menus of web pages included.
Of the last {rows[-1].documents} documents {ends}.

{table(heads, out)}
"""
