"""Score the ranking of ESCO's concepts on annotated sentences.

    python -m training.eval_links [FILE.csv ...] [--taxonomy PATH] [--held-out N]

A file has the columns ``sentence,span,sub_span,label`` of the benchmark of Decorte et al. (2022), whose labels are
preferred labels of ESCO 1.1.0. RP@k is the number of relevant concepts among the first k over the smaller of k and the
number of relevant ones, averaged over units; MRR is the mean of one over the place of the first relevant one.

Published figures are of sentences: a system is given the whole sentence and is asked for all its labels. Three units
are printed: the annotated span (the part of it that the label is for), the sentence by way of its annotated spans, and
the sentence alone, cut into windows of words. Only the last compares with published figures; a linker that is given
spans by a tagger is measured by the first. A label that the taxonomy does not have counts as a miss and is listed.
"""

from __future__ import annotations

import argparse
import csv
import random
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from pipeline.taxonomy import PLACE, index
from pipeline.taxonomy.rank import Floats, Ranker, Vectors
from pipeline.taxonomy.tables import Concept, Source
from pipeline.taxonomy.words import STOP, words

# What an annotator wrote where no label fits: such rows are counted and not scored.
NO_LABEL = ("LABEL NOT PRESENT", "UNDERSPECIFIED")
COLUMNS = ("sentence", "span", "sub_span", "label")
WINDOW = 5
# What the likeness to the whole sentence adds to that to its likest window: of seven such mixtures tried on the
# validation files the best on both.
WHOLE = 0.5
DEPTH = 10


@dataclass(frozen=True, slots=True)
class Annotated:
    """A file's rows: what is relevant by span and by sentence, and what was not scored, by reason."""

    spans: dict[tuple[str, str], set[str]]
    sentences: dict[str, set[str]]
    rows: int
    skipped: Counter[str]


@dataclass(frozen=True, slots=True)
class Scores:
    units: int
    first: float
    fifth: float
    reciprocal: float


def annotated(path: Path) -> Annotated:
    """Read a file; raises ValueError where it lacks a column."""
    spans: dict[tuple[str, str], set[str]] = defaultdict(set)
    sentences: dict[str, set[str]] = defaultdict(set)
    skipped: Counter[str] = Counter()
    rows = 0
    with path.open(encoding="utf-8-sig", newline="") as source:
        table = csv.DictReader(source)
        if missing := [name for name in COLUMNS if name not in (table.fieldnames or ())]:
            raise ValueError(f"{path} has no column {', '.join(missing)}; it has {', '.join(table.fieldnames or ())}")
        for row in table:
            rows += 1
            label = (row["label"] or "").strip()
            said = (row["sub_span"] or "").strip() or (row["span"] or "").strip()
            if not label or label in NO_LABEL:
                skipped[label or "no label"] += 1
            elif not said:
                skipped["no span"] += 1
            else:
                spans[row["sentence"], said].add(label)
                sentences[row["sentence"]].add(label)
    return Annotated(dict(spans), dict(sentences), rows, skipped)


def names(found: index.Index) -> dict[str, str]:
    """The id of every concept of ESCO by its preferred label as it is compared: small letters, no punctuation."""
    out: dict[str, str] = {}
    for concept, source in enumerate(found.source.tolist()):
        if found.about[source].taxonomy == "esco":
            out.setdefault(_plain(found.labels[int(found.first[concept])]), found.ids[concept])
    return out


def renamed(found: index.Index) -> dict[str, str]:
    """The id of a concept of ESCO by another of its labels, where it is the only one that has it."""
    owners: dict[str, set[int]] = defaultdict(set)
    for label, concept in enumerate(found.concept.tolist()):
        if found.about[int(found.source[concept])].taxonomy == "esco":
            owners[_plain(found.labels[label])].add(concept)
    return {label: found.ids[next(iter(own))] for label, own in owners.items() if len(own) == 1}


def _plain(label: str) -> str:
    return re.sub(r"[^\w+#.]+", " ", label.lower()).strip()


def windows(sentence: str) -> list[str]:
    """Runs of up to five words of a sentence that neither cross punctuation nor begin or end with a small word."""
    found: dict[str, None] = {}
    for part in re.split(r"[.,;:()!?*•|]\s", sentence + " "):
        said = words(part)
        for size in range(1, WINDOW + 1):
            for start in range(len(said) - size + 1):
                run = said[start : start + size]
                if run[0] not in STOP and run[-1] not in STOP:
                    found[" ".join(run)] = None
    return list(found)


def scored(ranker: Ranker, units: Sequence[tuple[Callable[[], Floats], set[str]]]) -> Scores:
    """Mean scores of units, each a function to the likeness of every concept, with the ids that are relevant."""
    first = fifth = reciprocal = 0.0
    for likeness, relevant in units:
        ids = [candidate.id for candidate in ranker.best(likeness(), DEPTH)]
        first += precision(ids, relevant, 1)
        fifth += precision(ids, relevant, 5)
        reciprocal += next((1 / place for place, found in enumerate(ids, 1) if found in relevant), 0.0)
    count = max(len(units), 1)
    return Scores(len(units), first / count, fifth / count, reciprocal / count)


def precision(ids: list[str], relevant: set[str], k: int) -> float:
    """RP@k of one unit.

    >>> precision(["a", "b", "c"], {"a", "c"}, 1), precision(["a", "b", "c"], {"a", "c"}, 5)
    (1.0, 1.0)
    """
    return len(relevant.intersection(ids[:k])) / min(k, len(relevant))


def report(path: Path, ranker: Ranker, by_name: dict[str, str], by_other_name: dict[str, str]) -> None:
    """Print the scores of one file."""
    gold = annotated(path)
    print(f"\n{path.name}: {gold.rows} rows; {len(gold.spans)} spans and {len(gold.sentences)} sentences have labels")
    for reason, count in sorted(gold.skipped.items()):
        print(f"  not scored, {reason}: {count} rows")
    absent = Counter(label for labels in gold.spans.values() for label in labels if _plain(label) not in by_name)
    print(f"  labels that this taxonomy has not as a preferred label, counted as misses: {sum(absent.values())}")
    for label, count in sorted(absent.items()):
        known = "an other name of one concept" if _plain(label) in by_other_name else "unknown"
        print(f"    {count} x {label!r} ({known})")

    def resolved(labels: set[str], table: dict[str, str]) -> set[str]:
        return {table.get(_plain(label), f"absent: {label}") for label in labels}

    def best_of(phrases: list[str]) -> Floats:
        best: Floats = np.max([ranker.concepts(phrase) for phrase in phrases], axis=0)
        return best

    by_sentence: dict[str, list[str]] = defaultdict(list)
    for sentence, span in gold.spans:
        by_sentence[sentence].append(span)

    def alone(sentence: str) -> Floats:
        return best_of(windows(sentence) or [sentence]) + np.float32(WHOLE) * ranker.concepts(sentence)

    lenient = {**by_other_name, **by_name}
    print(f"  {'unit':<34} {'n':>5} {'RP@1':>6} {'RP@5':>6} {'MRR@10':>6} {'ms':>6}")
    spans = list(gold.spans.items())
    sentences = list(gold.sentences.items())
    for name, units in (
        ("span", [(partial(ranker.concepts, span), resolved(has, by_name)) for (_, span), has in spans]),
        (
            "span, renamed labels resolved",
            [(partial(ranker.concepts, s), resolved(has, lenient)) for (_, s), has in spans],
        ),
        (
            "sentence, by its annotated spans",
            [(partial(best_of, by_sentence[s]), resolved(has, by_name)) for s, has in sentences],
        ),
        ("sentence alone", [(partial(alone, s), resolved(has, by_name)) for s, has in sentences]),
    ):
        start = time.perf_counter()
        result = scored(ranker, units)
        spent = 1000 * (time.perf_counter() - start) / max(result.units, 1)
        print(
            f"  {name:<34} {result.units:>5} {result.first:>6.3f} {result.fifth:>6.3f} {result.reciprocal:>6.3f} {spent:>6.1f}"
        )


def held_out(found: index.Index, count: int, vectors: Vectors | None) -> None:
    """Print the scores of alternative labels that were left out of the index."""
    esco = [number for number, about in enumerate(found.about) if about.taxonomy == "esco"]
    of_esco = np.isin(found.source[found.concept], esco)
    others = np.flatnonzero(of_esco & (found.first[found.concept] != np.arange(len(found.concept))))
    left_out = set(random.Random(7).sample(others.tolist(), min(count, len(others))))
    sources = []
    for number in esco:
        about = found.about[number]
        concepts = []
        for concept in np.flatnonzero(found.source == number).tolist():
            first, end = int(found.first[concept]), int(found.first[concept + 1])
            kept = tuple(found.labels[k] for k in range(first + 1, end) if k not in left_out)
            concepts.append(Concept(found.ids[concept], found.labels[first], kept))
        sources.append(Source("esco", about.version, about.licence, about.attribution, about.origin, tuple(concepts)))
    ranker = Ranker(index.built(sources), "esco", vectors)
    result = scored(
        ranker,
        [(partial(ranker.concepts, found.labels[k]), {found.ids[int(found.concept[k])]}) for k in sorted(left_out)],
    )
    print(
        f"\nheld-out labels: {result.units}, top1 {result.first:.3f}, top5 {result.fifth:.3f}, MRR {result.reciprocal:.3f}"
    )


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m training.eval_links", description=__doc__)
    parser.add_argument("files", type=Path, nargs="*")
    parser.add_argument("--held-out", type=int, default=0, metavar="N")
    parser.add_argument("--taxonomy", type=Path, default=PLACE)
    options = parser.parse_args()
    if not options.taxonomy.is_file():
        print(f"no index at {options.taxonomy}; build it: python -m pipeline.taxonomy.build", file=sys.stderr)
        return 1
    found = index.read(options.taxonomy)
    vectors = Vectors.shipped()
    ranker = Ranker(found, "esco", vectors)
    for about in found.about:
        if about.taxonomy == "esco":
            print(
                f"{about.taxonomy} {about.version}: {about.concepts} concepts, {about.labels} labels ({about.origin})"
            )
    print(f"word vectors: {len(vectors.rows) if vectors else 'none'}")
    by_name, by_other_name = names(found), renamed(found)
    for path in options.files:
        report(path, ranker, by_name, by_other_name)
    if options.held_out:
        held_out(found, options.held_out, vectors)
    return 0


if __name__ == "__main__":
    sys.exit(main())
