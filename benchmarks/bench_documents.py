"""CPU seconds a document by format, and what a million of them come to.

    python -m benchmarks.bench_documents CORPUS_DIR [--taxonomies INDEX]

One process, one thread, documents in the order of their names, each once, as a worker meets them. Time is CPU time of
``work.process``; reading files and writing records are left out, they wait for disk and network and not for the CPU.
"""

from __future__ import annotations

import argparse
import os
import resource
import time
from collections import defaultdict
from pathlib import Path
from statistics import mean, quantiles

for _threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"):
    os.environ[_threads] = "1"

import parsers  # noqa: E402
from parsers.errors import ParseError  # noqa: E402
from pipeline import work  # noqa: E402
from pipeline.tagging.components import language  # noqa: E402
from pipeline.taxonomy.load import PLACE, load  # noqa: E402

Measured = tuple[float, int, int, int]  # CPU seconds, bytes in, records, bytes out


def kind(data: bytes) -> str:
    """The format of a document, or what keeps it from having one."""
    try:
        return parsers.identify(data).FORMAT
    except ParseError as error:
        return error.reason


def row(name: str, documents: list[Measured]) -> str:
    """One line of the table: count, CPU seconds (mean, median, 95 %, most), kB in, records, kB a record."""
    seconds = [document[0] for document in documents]
    cuts = quantiles(seconds, n=20) if len(seconds) > 1 else seconds * 19
    records = sum(document[2] for document in documents)
    return (
        f"{name:14}{len(documents):6}{mean(seconds):8.3f}{cuts[9]:8.3f}{cuts[18]:8.3f}{max(seconds):8.2f}"
        f"{mean(document[1] for document in documents) / 1e3:9.1f}{records:8}"
        f"{sum(document[3] for document in documents) / max(1, records) / 1e3:9.1f}"
    )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("corpus", type=Path)
    arguments.add_argument("--taxonomies", type=Path, default=PLACE)
    options = arguments.parse_args()
    start = time.process_time()
    language()
    taxonomy = load(options.taxonomies)
    ready = time.process_time() - start
    measured: dict[str, list[Measured]] = defaultdict(list)
    for path in sorted(path for path in options.corpus.rglob("*") if path.is_file()):
        data = path.read_bytes()
        start = time.process_time()
        result = work.process(data, path.relative_to(options.corpus).as_posix(), taxonomy)
        seconds = time.process_time() - start
        size = sum(len(text.encode()) for _, text in result.records)
        measured[kind(data)].append((seconds, len(data), len(result.records), size))
    everything = [document for documents in measured.values() for document in documents]
    print(f"{'format':14}{'docs':>6}{'mean':>8}{'p50':>8}{'p95':>8}{'max':>8}{'kB in':>9}{'records':>8}{'kB/rec':>9}")
    for name in sorted(measured):
        print(row(name, measured[name]))
    print(row("all", everything))
    cost = mean(document[0] for document in everything)
    print(f"start of a process {ready:.1f} s CPU, links {'on' if taxonomy else 'off'}, ", end="")
    print(f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB resident")
    print(
        f"a million documents of this mix: {cost * 1e6 / 3600:.0f} core hours, {cost * 1e6 / 3600 / 64:.1f} h on 64 cores"
    )


if __name__ == "__main__":
    main()
