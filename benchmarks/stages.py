"""Where the time of a document goes: the share of each stage, by format, in one process."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pipeline.annotate
import pipeline.normalize
from benchmarks.formats import sample
from benchmarks.tables import table
from benchmarks.variants import FORMATS, real
from pipeline.schema import Record
from pipeline.tagging import tagger
from pipeline.taxonomy.link import Taxonomy
from pipeline.work import process

# What is called in each stage: whoever moves one of these mends this table.
STAGES: dict[str, tuple[tuple[Any, str], ...]] = {
    "parse": ((pipeline.normalize.parsers, "parse"),),
    "outline": ((pipeline.normalize, "read"),),
    "statements": ((pipeline.normalize, "read_fields"), (pipeline.normalize, "Statements")),
    "tagging": ((pipeline.annotate, "tag"),),
    "links": ((Taxonomy, "link"),),
    "quotes of tags": ((pipeline.normalize, "annotate"),),
    "records": ((pipeline.normalize, "records"),),
    "JSON": ((Record, "model_dump_json"),),
}
REST = "rest"


class Clock:
    """CPU time by stage; a stage within a stage counts for itself alone."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)
        self._within: list[str] = [REST]
        self._since = time.process_time()

    def _turn(self) -> None:
        now = time.process_time()
        self.spent[self._within[-1]] += now - self._since
        self._since = now

    def start(self) -> None:
        self._since = time.process_time()

    def stop(self) -> None:
        self._turn()

    def timed(self, stage: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any, **named: Any) -> Any:
            self._turn()
            self._within.append(stage)
            try:
                made = work(*arguments, **named)
                return iter(list(made)) if isinstance(made, Iterator) else made
            finally:
                self._turn()
                self._within.pop()

        return run


@contextmanager
def watched(clock: Clock) -> Iterator[None]:
    """The pipeline with its stages timed."""
    places = [(owner, name, stage) for stage, calls in STAGES.items() for owner, name in calls]
    kept = [getattr(owner, name) for owner, name, _ in places]
    for (owner, name, stage), work in zip(places, kept, strict=True):
        setattr(owner, name, clock.timed(stage, work))
    try:
        yield
    finally:
        for (owner, name, _), work in zip(places, kept, strict=True):
            setattr(owner, name, work)


def stages(corpus: Path, documents: int, taxonomy: Taxonomy | None) -> str:
    """Measure every format and tell, as Markdown."""
    found = real(corpus)
    rows = []
    for kind in FORMATS:
        bases = sample(found[kind], documents)
        for known in bases:  # what a process reads or imports once is no document's cost
            process(known.path.read_bytes(), known.path.name, taxonomy)
        clock = Clock()
        with watched(clock):
            for known in bases:
                data = known.path.read_bytes()
                tagger.forget()
                clock.start()
                process(data, known.path.name, taxonomy)
                clock.stop()
        total = sum(clock.spent.values())
        shares = [f"{clock.spent[stage] / total:.1%}".replace("%", " %") for stage in (*STAGES, REST)]
        rows.append([kind, f"{total / len(bases) * 1e3:.1f}", *shares])
    return f"""## Where the time goes

One process, one core, each document once with the tagger's memory emptied before it; share of CPU time by stage.
The clock itself takes about a microsecond a call. Statements are with the header fields, the rest is mostly the gate
and the digest.

{table(("format", "CPU ms a document", *STAGES, REST), rows)}
"""
