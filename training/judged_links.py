"""Precision of the links in records, by links that were judged by reading.

    python -m training.judged_links RECORDS [--wrong | --unjudged]

RECORDS is a folder of records of the shared corpus that were made with taxonomies. A judged link is a phrase of a
document with a concept and a verdict (training/gold/links.jsonl; docs/taxonomies.md has the rule it was read by). The
words are not kept: a label names its document, where in its text (white space run together) the phrase stands, and a
digest of the phrase in small letters. A judged link counts as long as a record of its document makes it.

``--wrong`` prints the wrong ones that are still made. ``--unjudged`` prints a label to fill in, with the words around,
for each link that has no verdict, of employers outside the test part of the hand-labelled statements.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from training.eval_tags import GOLD, digest

JUDGED = GOLD.with_name("links.jsonl")
TAXONOMIES = ("esco", "onet_technology", "onet_dwa")
VERDICTS = ("right", "wrong")
AT_MOST = 10
AROUND = 250
SEED = 1

Json = dict[str, Any]
# A phrase's digest, the taxonomy and the concept's id.
Pair = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Made:
    """A link of a record, and where its phrase stands."""

    source: str
    jurisdiction: str
    text: str
    kind: str
    span: tuple[int, int]
    link: Json

    @property
    def phrase(self) -> str:
        return " ".join(self.text[slice(*self.span)].split())

    @property
    def pair(self) -> Pair:
        return digest(self.phrase.lower()), self.link["taxonomy"], self.link["id"]

    @property
    def around(self) -> str:
        """The phrase in the words about it, between » and «."""
        start, end = self.span
        parts = self.text[max(start - AROUND, 0) : start], f"»{self.phrase}«", self.text[end : end + AROUND]
        return " ".join("".join(parts).split())


def asked(record: Json) -> Iterator[tuple[str, tuple[int, int], Any]]:
    """(kind, span, link) of each phrase of a record for which a concept was looked for."""
    for skill in record["skills"]:
        for topic in skill["topics"]:
            yield "topic", topic["span"], topic["link"]
            yield from (("item", item["span"], item["link"]) for item in topic["items"])
    for frame in (frame for duty in record["duties"] for frame in duty["frames"] if frame["object"]):
        ends = frame["action"]["span"] + frame["object"]["span"]
        yield "frame", (min(ends), max(ends)), frame["link"]
    for mention in record["mentions"]:
        yield mention["kind"], mention["span"], mention["link"]


def read(records: Path) -> tuple[list[Made], set[str], dict[str, Counter[bool]]]:
    """The links of a folder of records, its documents, and by kind how many phrases are linked and are not."""
    made, sources, shares = [], set(), defaultdict(Counter)
    for path in sorted(records.glob("*.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        document, jurisdiction = record["document"], (record["jurisdiction"] or {}).get("value") or ""
        sources.add(document["source"])
        for kind, span, link in asked(record):
            if link is not None:
                shares[kind][link != "unlinked"] += 1
            if isinstance(link, dict):
                made.append(Made(document["source"], jurisdiction, document["text"], kind, tuple(span), link))
    return made, sources, shares


def judged(path: Path = JUDGED) -> list[Json]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def pair_of(label: Json) -> Pair:
    return label["digest"], label["taxonomy"], label["concept"]


def wilson(right: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share.

    >>> [round(end, 3) for end in wilson(96, 100)], wilson(0, 0)
    ([0.902, 0.984], (0.0, 1.0))
    """
    if not of:
        return 0.0, 1.0
    z, share = 1.96, right / of
    middle = share + z * z / (2 * of)
    half = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return (middle - half) / (1 + z * z / of), (middle + half) / (1 + z * z / of)


def report(labels: list[Json], made: list[Made], sources: set[str], shares: dict[str, Counter[bool]]) -> Iterator[str]:
    """The lines that are printed."""
    links = {(link.source, *link.pair) for link in made}
    here = [label for label in labels if label["source"] in sources]
    kept = [label for label in here if (label["source"], *pair_of(label)) in links]
    employers = len({label["employer"] for label in labels})
    agreed = sum(label["first"] == label["second"] for label in labels)
    yield f"{len(labels):,} judged links of {employers} employers; two readings agreed on {agreed:,}"
    yield (
        f"  {len(kept):,} are still made, {len(here) - len(kept):,} are not, "
        f"{len(labels) - len(here):,} are of documents without a record here"
    )
    yield f"{'':28}{'links':>7}{'right':>7}{'precision':>11}  95 % interval"
    yield _row("all", kept)
    yield _row(f"at most {AT_MOST} of an employer", _few(kept))
    for taxonomy in TAXONOMIES:
        yield _row(taxonomy, [label for label in kept if label["taxonomy"] == taxonomy])
    verdicts = {pair_of(label): label["verdict"] for label in labels}
    pairs = Counter(link.pair for link in made)
    places = {verdict: sum(n for pair, n in pairs.items() if verdicts.get(pair) == verdict) for verdict in VERDICTS}
    new = [n for pair, n in pairs.items() if pair not in verdicts]
    yield (
        f"the same phrases with the same concepts stand at {sum(places.values()):,} places; "
        f"the link is right at {places['right'] / (sum(places.values()) or 1):.3f} of them"
    )
    yield (
        f"not judged: {len(new):,} of {len(pairs):,} different links (phrase and concept), "
        f"at {sum(new):,} of {len(made):,} places"
    )
    for kind, counts in [("all", sum(shares.values(), Counter())), *sorted(shares.items())]:
        yield f"unlinked: {counts[False] / (counts.total() or 1):.3f} of {counts.total():,} phrases, {kind.replace('_', ' ')}"


def _row(name: str, labels: list[Json]) -> str:
    right, of = sum(label["verdict"] == "right" for label in labels), len(labels)
    low, high = wilson(right, of)
    precision = f"{right / of:.3f}" if of else "–"
    return f"{name:28}{of:7,}{right:7,}{precision:>11}  {low:.3f}–{high:.3f}"


def _few(labels: Iterable[Json]) -> list[Json]:
    """Labels in the order of the file, which was drawn by lot, until their employer has enough."""
    seen: Counter[str] = Counter()
    found = []
    for label in labels:
        seen[label["employer"]] += 1
        if seen[label["employer"]] <= AT_MOST:
            found.append(label)
    return found


def unjudged(labels: list[Json], made: list[Made]) -> Iterator[Json]:
    """Labels without a verdict in an order drawn by lot, each with words to read.

    Of the documents that make a link, one of the employer that has fewest labels so far is named.
    """
    from training.sources import employer  # needs openpyxl

    held = {
        label["employer"] for label in map(json.loads, GOLD.read_text("utf-8").splitlines()) if label["half"] == "test"
    }
    known = {pair_of(label) for label in labels}
    places: dict[Pair, list[tuple[str, Made]]] = defaultdict(list)
    for link in made:
        name = employer(link.source, link.jurisdiction)
        if name and name not in held and link.pair not in known:
            places[link.pair].append((name, link))
    lot = random.Random(SEED)
    pairs = sorted(places)
    lot.shuffle(pairs)
    seen = Counter(label["employer"] for label in labels)
    for number, pair in enumerate(pairs, len(labels)):
        name, link = min(lot.sample(places[pair], len(places[pair])), key=lambda place: seen[place[0]])
        seen[name] += 1
        before = " ".join((link.text[: link.span[0]] + "|").split())
        yield {
            "id": f"k{number:04}",
            "employer": name,
            "source": link.source,
            "at": len(before) - 1,
            "length": len(link.phrase),
            "digest": pair[0],
            "kind": link.kind,
            "taxonomy": pair[1],
            "concept": pair[2],
            "first": None,
            "second": None,
            "verdict": None,
            "words": {"label": link.link["label"], "matched": link.link["matched"], "around": link.around},
        }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records", type=Path)
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--wrong", action="store_true")
    choice.add_argument("--unjudged", action="store_true")
    options = parser.parse_args()
    labels = judged()
    made, sources, shares = read(options.records)
    if not made:
        print(
            f"judged_links: expected records with links in {options.records}, found none; "
            "run make normalize with the index of taxonomies and give its folder current",
            file=sys.stderr,
        )
        return 1
    if options.unjudged:
        for label in unjudged(labels, made):
            print(json.dumps(label, ensure_ascii=False))
        return 0
    if options.wrong:
        wrong = {(label["source"], *pair_of(label)): label for label in labels if label["verdict"] == "wrong"}
        for link in made:
            if label := wrong.pop((link.source, *link.pair), None):
                print(
                    f"{label['id']} {label['fault']}: {link.around}\n  {link.link['label']} ({link.link['taxonomy']})"
                )
        return 0
    print("\n".join(report(labels, made, sources, shares)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
