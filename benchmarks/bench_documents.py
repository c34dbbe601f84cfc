"""CPU seconds a document by format, and what a million of them come to.

    python -m benchmarks.bench_documents CORPUS_DIR [--taxonomies INDEX]

One process, one thread, documents in the order of their names, each once, as a worker meets them. Time is CPU time:
``read`` of the worker's ``work.process``, ``write`` of what the parent does with its answer in pipeline.shards: validate
it, compress it, and make a row of it. Disk and network are left out, and what a process costs once.
"""

from __future__ import annotations

import argparse
import hashlib
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
from pipeline.answers import checked  # noqa: E402
from pipeline.crew import Job  # noqa: E402
from pipeline.shards.table import Lines, Table  # noqa: E402
from pipeline.taxonomy import PLACE  # noqa: E402

Measured = tuple[float, float, int, int, int]  # CPU seconds to read and to write, bytes in, records, bytes out


def kind(data: bytes) -> str:
    """The format of a document, or what keeps it from having one."""
    try:
        return parsers.identify(data).FORMAT
    except ParseError as error:
        return error.reason


def row(name: str, documents: list[Measured]) -> str:
    """One line of the table: count, CPU seconds to read (mean, median, 95 %, most) and to write, kB in, records, kB each."""
    seconds = [document[0] for document in documents]
    cuts = quantiles(seconds, n=20) if len(seconds) > 1 else seconds * 19
    records = sum(document[3] for document in documents)
    return (
        f"{name:14}{len(documents):6}{mean(seconds):8.3f}{cuts[9]:8.3f}{cuts[18]:8.3f}{max(seconds):8.2f}"
        f"{mean(document[1] for document in documents):8.3f}{mean(document[2] for document in documents) / 1e3:9.1f}"
        f"{records:8}{sum(document[4] for document in documents) / max(1, records) / 1e3:9.1f}"
    )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("corpus", type=Path)
    arguments.add_argument("--taxonomies", type=Path, default=PLACE)
    options = arguments.parse_args()
    prepared = work.prepare(str(options.taxonomies))
    measured: dict[str, list[Measured]] = defaultdict(list)
    lines, rows = Lines(), Table()
    for path in sorted(path for path in options.corpus.rglob("*") if path.is_file()):
        job = Job(path.relative_to(options.corpus).as_posix(), path.read_bytes())
        started = time.process_time()
        result = prepared.process(job.data, job.source)
        read = time.process_time()
        for _, text in checked(job, hashlib.sha256(job.data).hexdigest(), result).records:
            lines.add(text)
            rows.add(text)
        written = time.process_time()
        size = sum(len(text.encode()) for _, text in result.records)
        times = (read - started, written - read)
        measured[kind(job.data)].append((*times, len(job.data), len(result.records), size))
    everything = [document for documents in measured.values() for document in documents]
    print(
        f"{'CPU s':14}{'docs':>6}{'read':>8}{'p50':>8}{'p95':>8}{'max':>8}{'write':>8}{'kB in':>9}{'records':>8}{'kB each':>9}"
    )
    for name in sorted(measured):
        print(row(name, measured[name]))
    print(row("all", everything))
    cost = mean(document[0] + document[1] for document in everything)
    packed, table = len(lines.close()), len(rows.close())
    print(f"links {', '.join(prepared.taxonomies) or 'off'}; ", end="")
    print(
        f"packed {packed / len(everything) / 1e3:.1f} kB, table {table / len(everything) / 1e3:.1f} kB a document; ",
        end="",
    )
    print(f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB resident")
    print(
        f"a million documents of this mix: {cost * 1e6 / 3600:.0f} core hours, {cost * 1e6 / 3600 / 64:.1f} h on 64 cores"
    )


if __name__ == "__main__":
    main()
