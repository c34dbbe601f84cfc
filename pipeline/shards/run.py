"""A run over object storage: list, look, divide, process, count. Whatever can map a function over a list executes it."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from pipeline.crew import TASK
from pipeline.limits import LIMITS, Limits
from pipeline.outcomes import OUTCOMES
from pipeline.shards import storage
from pipeline.shards.plan import DOCUMENTS, Entry, Means, Shard, cut, name_of, settle_twins
from pipeline.shards.tasks import Done, look, normalize_shard
from pipeline.taxonomy.load import load
from pipeline.version import version

# A scheduler: calls a function with each tuple of arguments, in whatever order and place, and yields the number of the
# call with its result, or with the exception that it ended in after all retries.
Scheduler = Callable[[Callable[..., Any], Sequence[tuple[Any, ...]]], Iterable[tuple[int, Any]]]
Report = Callable[[int, int, str], None]

_OBJECT = re.compile(r"(?:records|outcomes|done)-([0-9a-f]{16})\.(?:jsonl|jsonl\.zst|parquet|json)")


@dataclass(frozen=True, slots=True)
class Summary:
    """The counts of a run: inputs by outcome, by reason, records, and shards made anew, there already, lost, removed.

    ``unfinished`` are the inputs of lost shards: with them the outcomes add up to ``inputs``. ``locks`` tells which held in
    every worker that read documents.
    """

    inputs: int
    outcomes: dict[str, int]
    reasons: dict[str, int]
    unfinished: int
    records: int
    shards: dict[str, int]
    taxonomies: tuple[str, ...]
    locks: dict[str, bool]
    version: str

    @property
    def clean(self) -> bool:
        """Whether every input has an outcome and none failed."""
        return not self.unfinished and not self.outcomes["failed"]


def here(call: Callable[..., Any], jobs: Sequence[tuple[Any, ...]]) -> Iterable[tuple[int, Any]]:
    """The scheduler that does everything in this process, one after the other."""
    for number, job in enumerate(jobs):
        yield number, call(*job)


def normalize_corpus(
    source: str,
    out: str,
    scheduler: Scheduler = here,
    taxonomies: Path | None = None,
    report: Report | None = None,
    *,
    documents: int = DOCUMENTS,
    task: str = TASK,
    limits: Limits = LIMITS,
) -> Summary:
    """Normalize every document below ``source`` into shards of about ``documents`` at ``out``, and sum up.

    A shard that is there, of the same bytes and by the same code, is not made again; one that no input is in any more
    is removed at the end of a run that lost none. ``task`` and ``limits`` are those of run.normalize_folder.
    Raises OSError where a place is wrong or fails, taxonomy.index.BadIndex.
    """
    taxonomy = load(taxonomies) if taxonomies is not None else None
    index = str(taxonomies) if taxonomy is not None else None
    found = storage.listing(source, out)
    entries = [Entry(file.source, file) for file in found.inputs]
    entries += [Entry(outcome.source, settled=outcome) for outcome in found.left_out]
    groups = list(cut(entries, documents))
    _claim(source, out)
    means = Means(version(taxonomies), index, task, limits)
    seen = _look(source, groups, limits.size, scheduler, report)
    shards = [Shard(source, out, name_of(group), tuple(group), means) for group in settle_twins(seen)]

    done: dict[str, Done] = {}
    for number, result in scheduler(normalize_shard, [(shard,) for shard in shards]):
        name = shards[number].name
        if not isinstance(result, BaseException):
            done[name] = result
        if report:
            counts = (
                ", ".join(f"{count} {outcome}" for outcome, count in result.outcomes.items()) if name in done else ""
            )
            state = f"lost: {result}" if name not in done else counts if result.anew else f"there already: {counts}"
            report(number, len(shards), f"shard {name} {state}")

    lost = [shard for shard in shards if shard.name not in done]
    gone = _stale(out, {shard.name for shard in shards}) if not lost else []
    for name in gone:
        storage.remove(out, name)
    locked = [one.locks for one in done.values() if one.locks]  # none where all inputs were settled unread
    outcomes, reasons = Counter[str](), Counter[str]()
    for one in done.values():
        outcomes.update(one.outcomes)
        reasons.update(one.reasons)
    summary = Summary(
        inputs=len(entries),
        outcomes={name: outcomes[name] for name in OUTCOMES},
        reasons=dict(sorted(reasons.items())),
        unfinished=sum(len(shard.entries) for shard in lost),
        records=sum(one.records for one in done.values()),
        shards={
            "anew": sum(one.anew for one in done.values()),
            "there already": sum(not one.anew for one in done.values()),
            "lost": len(lost),
            "removed": sum(name.startswith("done-") for name in gone),
        },
        taxonomies=tuple(f"{about.taxonomy} {about.version}" for about in taxonomy.about)
        if taxonomy is not None
        else (),
        locks={name: all(locks.get(name) for locks in locked) for name in sorted({*chain(*locked)})},
        version=means.version,
    )
    if sum(summary.outcomes.values()) + summary.unfinished != summary.inputs:
        raise AssertionError(f"expected one outcome an input, found {summary}")
    storage.write(out, "summary.json", (json.dumps(asdict(summary), indent=1, sort_keys=True) + "\n").encode())
    return summary


def _look(
    source: str, groups: list[list[Entry]], most: int, scheduler: Scheduler, report: Report | None
) -> list[list[Entry]]:
    seen: list[list[Entry]] = [[]] * len(groups)
    for number, result in scheduler(look, [(source, group, most) for group in groups]):
        if isinstance(result, BaseException):
            raise OSError(
                f"expected to read {len(groups[number])} inputs from {groups[number][0].source!a} on: {result}"
            )
        seen[number] = result
        if report:
            report(number, len(groups), f"{len(result)} inputs read")
    return seen


def _claim(source: str, out: str) -> None:
    """Note whose records these are: what is left of other inputs is removed at the end, so they must not be mixed."""
    told = storage.place(source)
    try:
        before = json.loads(storage.read(out, "source.json"))["source"]
    except FileNotFoundError:
        storage.write(out, "source.json", (json.dumps({"source": told}) + "\n").encode())
        return
    if before != told:
        raise FileExistsError(
            f"expected records of {told} at {storage.place(out)}, found those of {before}; give another OUT"
        )


def _stale(out: str, current: set[str]) -> list[str]:
    """The objects of shards that are no longer, those last that say that a shard is there."""
    objects = (_OBJECT.fullmatch(name) for name in storage.sizes(out))
    return sorted((match[0] for match in objects if match and match[1] not in current), reverse=True)
