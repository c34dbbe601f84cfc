"""The two tasks of a run: read inputs and digest them; process a shard into four objects. Any scheduler may call them.

Arguments and results are plain values that pickle. A task that is done twice, even at the same time, writes the same
bytes, so a scheduler may repeat it as it likes.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from pipeline.answers import checked
from pipeline.crew import Crew, Job
from pipeline.intake import Unread
from pipeline.outcomes import Outcome, Result
from pipeline.shards import storage, table
from pipeline.shards.plan import Entry, Means, Shard
from pipeline.version import version

# Reasons that another reading may put right: a shard with one of them is not taken for done. Other failures stay until
# code or bytes change, or somebody removes the shard's ``done`` object.
_AGAIN = ("unreadable", "changed_while_reading")


@dataclass(frozen=True, slots=True)
class Done:
    """The counts of a finished shard, and the locks that held; ``anew`` tells whether this run made it or found it."""

    shard: str
    outcomes: dict[str, int]
    reasons: dict[str, int]
    records: int
    locks: dict[str, bool]
    anew: bool


def look(source: str, entries: list[Entry], most: int) -> list[Entry]:
    """Read inputs and digest their bytes; one that cannot be read or has more than ``most`` bytes has its outcome."""
    seen = []
    for entry in entries:
        if entry.file is not None:
            try:
                data = storage.read_input(source, entry.file, most)
                entry = replace(entry, sha256=hashlib.sha256(data).hexdigest())
            except Unread as error:
                entry = replace(entry, settled=_unread(entry.source, error))
        seen.append(entry)
    return seen


def normalize_shard(shard: Shard) -> Done:
    """Process every document of a shard and write its objects, or find that they are there.

    ``records-NAME.jsonl.zst`` has the records in the order of their sources, ``records-NAME.parquet`` the same as a
    table, ``outcomes-NAME.jsonl`` one line an input, and ``done-NAME.json``, written last, says that the others are
    whole. Raises RuntimeError where this worker is not what the plan was made for, OSError where nothing can be written,
    crew.NotReady.
    """
    means = shard.means
    if (here := version(Path(means.taxonomies) if means.taxonomies else None)) != means.version:
        raise RuntimeError(
            f"expected version {means.version} as where the run was started, found {here} on this worker; install the "
            f"same code and libraries everywhere, with the index at {means.taxonomies}"
        )
    if found := _found(shard):
        return found
    lines, rows, outcomes, count = table.Lines(), table.Table(), [], 0
    with _crew(means) as crew:
        for outcome, records in _in_order(shard, crew):
            outcomes.append(outcome)
            count += len(records)
            for record in records:
                lines.add(record)
                rows.add(record)
        locks = crew.locks
    objects = {
        f"records-{shard.name}.jsonl.zst": lines.close(),
        f"records-{shard.name}.parquet": rows.close(),
        f"outcomes-{shard.name}.jsonl": "".join(json.dumps(asdict(one)) + "\n" for one in outcomes).encode(),
    }
    done = Done(
        shard.name,
        dict(sorted(Counter(one.outcome for one in outcomes).items())),
        dict(sorted(Counter(one.reason for one in outcomes if one.reason).items())),
        count,
        locks,
        anew=True,
    )
    told = asdict(done) | {
        "inputs": shard.inputs,
        "version": means.version,
        "objects": {
            name: {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()} for name, data in objects.items()
        },
    }
    for name, data in objects.items():
        storage.write(shard.out, name, data)
    storage.write(shard.out, f"done-{shard.name}.json", (json.dumps(told, indent=1, sort_keys=True) + "\n").encode())
    return done


def _found(shard: Shard) -> Done | None:
    """What an earlier run made of the same inputs by the same means, if all of it is there."""
    try:
        told = json.loads(storage.read(shard.out, f"done-{shard.name}.json"))
        if (told["inputs"], told["version"]) != (shard.inputs, shard.means.version):
            return None
        if any(reason in told["reasons"] for reason in _AGAIN):
            return None
        if any(storage.size(shard.out, name) != about["size"] for name, about in told["objects"].items()):
            return None
        return Done(shard.name, told["outcomes"], told["reasons"], told["records"], told["locks"], anew=False)
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def _in_order(shard: Shard, crew: Crew) -> Iterator[tuple[Outcome, tuple[str, ...]]]:
    """The outcomes of a shard with their records, in the order of the names, each as soon as its turn has come."""
    ready: dict[str, tuple[Outcome, tuple[str, ...]]] = {
        entry.source: (entry.settled, ()) for entry in shard.entries if entry.settled is not None
    }
    unsettled = {entry.source: entry for entry in shard.entries if entry.settled is None}
    turns = deque(entry.source for entry in shard.entries)

    def jobs() -> Iterator[Job]:
        for source, entry in list(unsettled.items()):
            assert entry.file is not None
            try:
                data = storage.read_input(shard.source, entry.file, shard.means.limits.size)
                if hashlib.sha256(data).hexdigest() != entry.sha256:
                    raise Unread(
                        "changed_while_reading", "expected the bytes of the first reading, found others; run again"
                    )
            except Unread as error:
                ready[source] = _unread(source, error), ()
                del unsettled[source]
            else:
                yield Job(source, data)

    def take(job: Job, result: Result, last: bool) -> None:
        sha256 = unsettled[job.source].sha256
        assert sha256 is not None
        result = checked(job, sha256, result)
        if last or not result.doubtful:
            files = tuple(f"{spec_id}.json" for spec_id, _ in result.records)
            outcome = Outcome(job.source, sha256, result.outcome, result.reason, result.detail, result.stage, files)
            ready[job.source] = outcome, tuple(text for _, text in result.records)
            del unsettled[job.source]

    # Twice, as the local run: what is left after the first time may have failed by another's fault.
    for last in (False, True):
        for job, result in crew.run(jobs(), one_at_a_time=last):
            take(job, result, last)
            while turns and turns[0] in ready:
                yield ready.pop(turns.popleft())
    while turns:
        yield ready.pop(turns.popleft())


_kept = threading.local()


@contextmanager
def _crew(means: Means) -> Iterator[Crew]:
    """A locked-down worker, kept by its thread from shard to shard: to load the models takes seconds.

    It ends with the process, or where a shard ends in an error, which may leave documents in it.
    """
    kind = (means.taxonomies, means.task, means.limits)
    if getattr(_kept, "kind", None) != kind:
        _dismiss()
        _kept.crew = Crew(1, {"taxonomies": means.taxonomies}, task=means.task, limits=means.limits)
        _kept.kind = kind
    try:
        yield _kept.crew
    except BaseException:
        _dismiss()
        raise


def _dismiss() -> None:
    if getattr(_kept, "kind", None) is not None:
        _kept.kind = None
        _kept.crew.close()


def _unread(source: str, error: Unread) -> Outcome:
    return Outcome(source, None, "failed", error.reason, str(error), "read")
