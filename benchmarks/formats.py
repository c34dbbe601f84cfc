"""Cost of a document of each format on one core, beside what its parts would cost done by the usual libraries alone."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pipeline.annotate
from benchmarks.floors import READERS, over, read_and_hash, seconds
from benchmarks.tables import table
from benchmarks.variants import FORMATS, Base, base, real
from pipeline.tagging import tagger
from pipeline.tagging.components import language
from pipeline.taxonomy.link import Taxonomy
from pipeline.work import process
from training.general_tags import MODEL, general

# CPU milliseconds on one core, whole path with tags: what the pipeline aims at, and of what.
AIMS = {"text": (15.0, "document"), "html": (25.0, "document"), "pdf": (12.0, "page")}


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU seconds over the documents of one format: ours document by document, and each floor in sum."""

    kind: str
    bases: list[Base]
    ours: list[float]
    wall: float
    reading: float
    reader: float | None
    tokenizer: float
    general: float
    tagging: float
    tagged_words: int


@contextmanager
def asked(into: list[tagger.Statement]) -> Iterator[None]:
    """Keep what the pipeline asks the tagger for."""

    def record(batch: list[tagger.Statement]) -> list[tagger.Tags]:
        into.extend(batch)
        return tagger.tag(batch)

    pipeline.annotate.tag = record  # type: ignore[assignment]
    try:
        yield
    finally:
        pipeline.annotate.tag = tagger.tag


def sample(paths: list[Path], count: int) -> list[Base]:
    """The first documents that can be read."""
    found: list[Base] = []
    for path in paths:
        if (known := base(path)) is not None:
            found.append(known)
        if len(found) == count:
            break
    return found


def _fresh(data: bytes, name: str, taxonomy: Taxonomy | None) -> None:
    tagger.forget()
    process(data, name, taxonomy)


def cost(kind: str, bases: list[Base], taxonomy: Taxonomy | None) -> Cost:
    """Measure one format; what a process loads once is loaded before."""
    paths = [known.path for known in bases]
    statements: list[tagger.Statement] = []
    with asked(statements):
        for path in paths:
            process(path.read_bytes(), path.name, taxonomy)
    texts = [text for _, text in statements]
    nlp, model = language(), general()
    for doc in model.pipe(texts[:20]):
        assert doc is not None

    def tag() -> None:
        tagger.forget()
        tagger.tag(statements)

    timed = [seconds(lambda path=path: _fresh(path.read_bytes(), path.name, taxonomy)) for path in paths]
    return Cost(
        kind,
        bases,
        [cpu for cpu, _ in timed],
        sum(wall for _, wall in timed),
        over(paths, read_and_hash),
        over(paths, READERS[kind][1]) if kind in READERS else None,
        seconds(lambda: [nlp.tokenizer(text) for text in texts])[0],
        seconds(lambda: [None for _ in model.pipe(texts, batch_size=tagger.BATCH)])[0],
        seconds(tag)[0],
        sum(len(text.split()) for text in texts),
    )


def formats(corpus: Path, documents: int, taxonomy: Taxonomy | None) -> str:
    """Measure every format and tell, as Markdown."""
    found = real(corpus)
    costs = [cost(kind, sample(found[kind], documents), taxonomy) for kind in FORMATS]
    return _told(costs)


def _told(costs: list[Cost]) -> str:
    ours, floors, aims = [], [], []
    for one in costs:
        n, total = len(one.bases), sum(one.ours)
        pages, words = sum(known.pages for known in one.bases), sum(known.words for known in one.bases)
        size = sum(known.path.stat().st_size for known in one.bases)
        ms = sorted(cpu * 1e3 for cpu in one.ours)
        ours.append(
            [
                one.kind,
                n,
                size / n / 1e3,
                words / n,
                total / n * 1e3,
                statistics.median(ms),
                ms[-1],
                one.wall / n * 1e3,
                n / total,
                pages / total if pages else "–",
                words / total,
            ]
        )

        def cell(floor: float | None, total: float = total, n: int = n) -> str:
            return f"{floor / n * 1e3:.2f} ({total / floor:,.1f} ×)" if floor else "–"

        floors.append(
            [
                one.kind,
                f"{total / n * 1e3:.1f}",
                *map(cell, (one.reading, one.reader, one.tokenizer, one.general)),
                f"{one.tagging / n * 1e3:.1f}",
                f"{one.general / one.tagging:.1f} ×",
            ]
        )
        if one.kind in AIMS:
            aim, unit = AIMS[one.kind]
            have = total / (pages if unit == "page" else n) * 1e3
            what = f"real pages of {size / n / 1e3:.0f} KB" if one.kind == "html" else one.kind
            aims.append([what, f"{aim:.0f} ms a {unit}", f"{have:.1f} ms", "yes" if have <= aim else "no"])
    libraries = "; ".join(f"{kind}: {name}" for kind, (name, _) in READERS.items())
    return f"""## What a document costs

One process, one core, real documents, each once with the tagger's memory emptied before it, the better of two rounds.
CPU: what `process` takes from bytes to JSON, with tags and links; loading models is left out.

{table(("format", "documents", "KB each", "words each", "CPU ms", "median", "worst", "wall ms", "documents/s", "pages/s", "words/s"), ours)}

The same documents beside floors, CPU ms a document, in brackets how many times as much the whole path takes. Library:
{libraries}.
Tokenizer (spaCy's blank English) and the general model ({MODEL}, tagger and parser alone) read the words that
the tagging pass reads; the last two columns are that pass alone, and how many times as fast it is as the general model.

{table(("format", "whole path", "reading and hashing", "the format's library", "blank tokenizer", "general model", "tagging pass", "general : tagging"), floors)}

{table(("aim", "at most", "measured", "met"), aims)}
"""
