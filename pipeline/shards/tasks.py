"""The two tasks of a run: read inputs and digest them; process a shard into four objects. Any scheduler may call them.

Arguments and results are plain values that pickle. A task that is done twice, even at the same time, writes the same
bytes, so a scheduler may repeat it as it likes.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from pipeline import work
from pipeline.shards import storage, table
from pipeline.shards.plan import Input, Seen, Shard
from pipeline.store import Outcome, version
from pipeline.taxonomy.load import fingerprint


@dataclass(frozen=True, slots=True)
class Done:
    """The counts of a finished shard; ``anew`` tells whether this run made it or found it there."""

    shard: str
    outcomes: dict[str, int]
    reasons: dict[str, int]
    records: int
    anew: bool


def made_by(taxonomies: str | None) -> str:
    """What makes the records here: a digest of the code, and one of the taxonomy index where there is one."""
    return f"{version()} {fingerprint(Path(taxonomies))[:16] if taxonomies else ''}".strip()


def look(source: str, inputs: list[Input]) -> list[Seen]:
    """Read inputs and digest their bytes, each an outcome already where it cannot be read."""
    seen = []
    for one in inputs:
        if not one.regular:
            detail = "expected a regular file, found a link or device"
            seen.append(Seen(one.name, None, Outcome(one.name, None, "refused", "not_a_file", detail, "read")))
            continue
        try:
            seen.append(Seen(one.name, hashlib.sha256(storage.read(source, one.name)).hexdigest()))
        except OSError as error:
            seen.append(Seen(one.name, None, _unreadable(one.name, error)))
    return seen


def normalize_shard(shard: Shard) -> Done:
    """Process every document of a shard and write its objects, or find that they are there.

    ``records-NAME.jsonl.zst`` has the records in the order of their sources, ``records-NAME.parquet`` the same as a
    table, ``outcomes-NAME.jsonl`` one line an input, and ``done-NAME.json``, written last, says that the others are
    whole. Raises RuntimeError where this worker is not what the plan was made for, OSError where nothing can be written.
    """
    if (here := made_by(shard.taxonomies)) != shard.version:
        raise RuntimeError(
            f"expected code and taxonomy index {shard.version}, found {here} on this worker; install the same version "
            f"everywhere, with the index at {shard.taxonomies}"
        )
    if multiprocessing.current_process().daemon:
        raise RuntimeError(
            "expected a worker that may start processes, found a daemon; "
            "start Dask workers with DASK_DISTRIBUTED__WORKER__DAEMON=False"
        )
    if found := _found(shard):
        return found
    lines, rows, outcomes, count = table.Lines(), table.Table(), [], 0
    for outcome, records in _in_order(shard):
        outcomes.append(outcome)
        for record in records:
            lines.add(record)
            rows.add(record)
            count += 1
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
        anew=True,
    )
    told = {
        "inputs": shard.inputs,
        "version": shard.version,
        "outcomes": done.outcomes,
        "reasons": done.reasons,
        "records": done.records,
        "objects": {
            name: {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()} for name, data in objects.items()
        },
    }
    for name, data in objects.items():
        storage.write(shard.out, name, data)
    storage.write(shard.out, f"done-{shard.name}.json", (json.dumps(told, indent=1, sort_keys=True) + "\n").encode())
    return done


def _found(shard: Shard) -> Done | None:
    """What an earlier run made of the same inputs with the same code, if all of it is there."""
    try:
        told = json.loads(storage.read(shard.out, f"done-{shard.name}.json"))
        if (told["inputs"], told["version"]) != (shard.inputs, shard.version):
            return None
        if told["reasons"].get("unreadable"):
            return None  # the next reading may succeed; a document that is at fault itself would fail again
        if any(storage.size(shard.out, name) != about["size"] for name, about in told["objects"].items()):
            return None
        return Done(shard.name, told["outcomes"], told["reasons"], told["records"], anew=False)
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def _in_order(shard: Shard) -> Iterator[tuple[Outcome, tuple[str, ...]]]:
    """The outcomes of a shard with their records, in the order of the names, each as soon as its turn has come."""
    digests = dict(shard.jobs)
    ready: dict[str, tuple[Outcome, tuple[str, ...]]] = {one.source: (one, ()) for one in shard.settled}
    names = deque(shard.names)

    def jobs() -> Iterator[tuple[str, bytes]]:
        for name, digest in shard.jobs:
            try:
                data = storage.read(shard.source, name)
            except OSError as error:
                ready[name] = _unreadable(name, error), ()
                continue
            if hashlib.sha256(data).hexdigest() != digest:
                detail = "expected the bytes of the first reading, found others; run again when nobody writes there"
                ready[name] = Outcome(name, digest, "failed", "unreadable", detail, "read"), ()
                continue
            yield name, data

    def turns() -> Iterator[tuple[Outcome, tuple[str, ...]]]:
        while names and names[0] in ready:
            yield ready.pop(names.popleft())

    for source, result in work.run(jobs(), 1, Path(shard.taxonomies) if shard.taxonomies else None):
        files = tuple(f"{spec_id}.json" for spec_id, _ in result.records)
        outcome = Outcome(source, digests[source], result.outcome, result.reason, result.detail, result.stage, files)
        ready[source] = outcome, tuple(text for _, text in result.records)
        yield from turns()
    yield from turns()


def _unreadable(name: str, error: OSError) -> Outcome:
    detail = f"expected a readable file, found: {error.strerror or error}"
    return Outcome(name, None, "failed", "unreadable", detail, "read")
