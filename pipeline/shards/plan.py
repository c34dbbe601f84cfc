"""How inputs are divided: shards that stay the same when a corpus grows, and twins settled before any work is done."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace

from pipeline.crew import TASK
from pipeline.intake import Input
from pipeline.limits import LIMITS, Limits
from pipeline.outcomes import Outcome

# A shard is a few minutes of work: enough that its start and its objects do not count, little enough to do twice.
DOCUMENTS = 1000
BYTES = 256 * 2**20


@dataclass(frozen=True, slots=True)
class Entry:
    """One input: the file to read with the digest of its bytes, once they are known, or the outcome it has already."""

    source: str
    file: Input | None = None
    sha256: str | None = None
    settled: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Means:
    """What makes records: the version, the taxonomy index (a path that every worker has), the workers' task and limits."""

    version: str
    taxonomies: str | None = None
    task: str = TASK
    limits: Limits = LIMITS


@dataclass(frozen=True, slots=True)
class Shard:
    """All that a task needs to know, by value: where to read and write, what to read in the order of the names, by what."""

    source: str
    out: str
    name: str
    entries: tuple[Entry, ...]
    means: Means

    @property
    def inputs(self) -> str:
        """A digest of what goes in: names, bytes and settled outcomes."""
        told = [(entry.source, entry.sha256, entry.settled and asdict(entry.settled)) for entry in self.entries]
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def cut(entries: Iterable[Entry], documents: int = DOCUMENTS, size: int = BYTES) -> Iterator[list[Entry]]:
    """Divide inputs into shards of half to twice ``documents`` and at most ``size`` bytes, in the order of their names.

    Where a shard may end, the names say (one in ``documents / 2`` is an end): so an input more or less changes the
    shard it is in, seldom the next one, and not all that follow.
    """
    shard: list[Entry] = []
    held = 0
    for entry in sorted(entries, key=lambda entry: entry.source):
        weight = entry.file.size if entry.file is not None else 0
        if shard and held + weight > size:
            yield shard
            shard, held = [], 0
        shard.append(entry)
        held += weight
        ends = _digest(entry.source) % max(1, documents // 2) == 0
        if len(shard) >= 2 * documents or (ends and 2 * len(shard) >= documents):
            yield shard
            shard, held = [], 0
    if shard:
        yield shard


def settle_twins(groups: Iterable[list[Entry]]) -> Iterator[list[Entry]]:
    """Of inputs with the same bytes the first by name is processed, the others are duplicates, in whatever shard."""
    first_with: dict[bytes, str] = {}

    def settle(entry: Entry) -> Entry:
        if entry.settled is not None or entry.sha256 is None:
            return entry
        twin = first_with.setdefault(bytes.fromhex(entry.sha256), entry.source)
        if twin == entry.source:
            return entry
        outcome = Outcome(entry.source, entry.sha256, "refused", "duplicate", f"the same bytes as {twin}", "read")
        return replace(entry, settled=outcome)

    for group in groups:
        yield [settle(entry) for entry in group]


def name_of(group: list[Entry]) -> str:
    """The name of a shard: that of its last input, where the names say that it ends, as a digest."""
    return f"{_digest(group[-1].source):016x}"


def _digest(source: str) -> int:
    return int.from_bytes(hashlib.sha256(source.encode("utf-8", "surrogatepass")).digest()[:8], "big")
