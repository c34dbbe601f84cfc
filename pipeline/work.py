"""Worker processes: each document in one of them, so that one which hangs or dies costs that document only."""

from __future__ import annotations

import multiprocessing
import time
import traceback
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path

import parsers.errors
from pipeline.normalize import normalize
from pipeline.tagging.components import language
from pipeline.taxonomy.link import Taxonomy
from pipeline.taxonomy.load import load

# An ordinary specification takes a tenth of a second; a minute is far beyond what any honest one needs.
SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Result:
    """What a worker made of one document: records as (spec_id, JSON), or why there are none."""

    outcome: str
    reason: str = ""
    detail: str = ""
    stage: str = ""
    records: tuple[tuple[str, str], ...] = ()


def process(data: bytes, source: str, taxonomy: Taxonomy | None = None) -> Result:
    """Bytes and name → result. Pure, and never raises: a fault of ours is a failed document too."""
    try:
        normalized = normalize(data, source, taxonomy)
        records = tuple((record.spec_id, record.model_dump_json()) for record in normalized.records)
    except parsers.errors.NoText as error:
        return Result("refused", error.reason, str(error), "parse")
    except parsers.errors.ParseError as error:
        return Result("failed", error.reason, str(error), "parse")
    except MemoryError:
        return Result("failed", "memory", "the document needs more memory than a worker has", "normalize")
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        detail = f"{type(error).__name__}: {error} ({Path(place.filename).name}:{place.lineno})"
        return Result("failed", "internal", detail[:2000], "normalize")
    if not records:
        return Result("refused", normalized.reason, normalized.found, "identify")
    return Result("written", records=records)


def _serve(pipe: Connection, taxonomies: Path | None) -> None:
    language()
    taxonomy = load(taxonomies) if taxonomies is not None else None
    while (job := pipe.recv()) is not None:
        data, source = job
        pipe.send(process(data, source, taxonomy))


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    job: str | None = None
    deadline: float = 0.0


def run(
    jobs: Iterable[tuple[str, bytes]], workers: int, taxonomies: Path | None = None, seconds: float = SECONDS
) -> Iterator[tuple[str, Result]]:
    """Process (source, bytes) jobs and yield (source, result) as they end; link where a taxonomy index is given.

    A worker that passes the time limit is killed, one that dies is replaced; the document is reported failed.
    """
    language()  # once here: workers that are forked have it, and no document's time is spent on it
    waiting = deque(jobs)
    crew: list[_Worker] = []
    context = multiprocessing.get_context("spawn" if multiprocessing.current_process().daemon else "fork")
    try:
        while waiting or any(worker.job is not None for worker in crew):
            while waiting and len(crew) < workers:
                crew.append(_hire(context, taxonomies))
            for worker in crew:
                if worker.job is None and waiting:
                    source, data = waiting.popleft()
                    worker.job, worker.deadline = source, time.monotonic() + seconds
                    worker.pipe.send((data, source))
            busy = [worker for worker in crew if worker.job is not None]
            pause = max(0.0, min(worker.deadline for worker in busy) - time.monotonic())
            ready = wait([worker.pipe for worker in busy], timeout=pause)
            for worker in busy:
                assert worker.job is not None
                job = worker.job
                if worker.pipe in ready:
                    try:
                        result = worker.pipe.recv()
                    except (EOFError, OSError):
                        worker.process.join(1.0)
                        detail = f"the worker died (exit code {worker.process.exitcode}); try the document by itself with `show`"
                        _dismiss(crew, worker)
                        result = Result("failed", "crash", detail, "worker")
                    worker.job = None
                    yield job, result
                elif time.monotonic() >= worker.deadline:
                    detail = f"expected an end within {seconds:g} s, found none; try the document by itself with `show`"
                    _dismiss(crew, worker)
                    worker.job = None
                    yield job, Result("failed", "timeout", detail, "worker")
    finally:
        for worker in list(crew):
            _dismiss(crew, worker)


def _hire(context: multiprocessing.context.BaseContext, taxonomies: Path | None) -> _Worker:
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, taxonomies), daemon=True)  # type: ignore[attr-defined]
    process.start()
    theirs.close()
    return _Worker(process, ours)


def _dismiss(crew: list[_Worker], worker: _Worker) -> None:
    crew.remove(worker)
    worker.process.kill()
    worker.process.join()
    worker.pipe.close()
