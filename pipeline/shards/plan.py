"""How inputs are divided: shards that stay the same when a corpus grows, and twins settled before any work is done."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass

from pipeline.store import Outcome

# A shard is a few minutes of work: enough that its start and its objects do not count, little enough to do twice.
DOCUMENTS = 1000
BYTES = 256 * 2**20


@dataclass(frozen=True, slots=True)
class Input:
    """One input of a listing: its name below the root, its size in bytes, whether it is a regular file."""

    name: str
    size: int
    regular: bool = True


@dataclass(frozen=True, slots=True)
class Seen:
    """What the first reading found in an input: the digest of its bytes, or the outcome that it has without any."""

    name: str
    sha256: str | None
    settled: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Shard:
    """All that a task needs to know, by value: where to read and write, what to read, and what made the plan.

    ``jobs`` are (name, digest of the bytes) to process, ``settled`` the outcomes that need no reading.
    """

    source: str
    out: str
    name: str
    jobs: tuple[tuple[str, str], ...]
    settled: tuple[Outcome, ...]
    version: str
    taxonomies: str | None

    @property
    def names(self) -> list[str]:
        """The names of all inputs, in order."""
        return sorted([*(name for name, _ in self.jobs), *(outcome.source for outcome in self.settled)], key=order)

    @property
    def inputs(self) -> str:
        """A digest of what goes in: names, bytes and settled outcomes."""
        told = json.dumps([self.jobs, [asdict(outcome) for outcome in self.settled]], sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()


def order(name: str) -> list[str]:
    """The key by which inputs are sorted, folder by folder, as the local run does."""
    return name.split("/")


def cut(inputs: Iterable[Input], documents: int = DOCUMENTS, size: int = BYTES) -> Iterator[list[Input]]:
    """Divide inputs into shards of half to twice ``documents`` inputs and at most ``size`` bytes, in order of name.

    Where a shard may end, the names say (one in ``documents / 2`` is an end): so an input more or less changes the
    shard it is in, seldom the next one, and not all that follow.
    """
    shard: list[Input] = []
    held = 0
    for one in sorted(inputs, key=lambda one: order(one.name)):
        if shard and held + one.size > size:
            yield shard
            shard, held = [], 0
        shard.append(one)
        held += one.size
        ends = _digest(one.name) % max(1, documents // 2) == 0
        if len(shard) >= 2 * documents or (ends and 2 * len(shard) >= documents):
            yield shard
            shard, held = [], 0
    if shard:
        yield shard


def settle_twins(groups: Iterable[Sequence[Seen]]) -> Iterator[list[Seen]]:
    """Of inputs with the same bytes the first by name is processed, the others are duplicates, in whatever shard."""
    first_with: dict[bytes, str] = {}
    for group in groups:
        settled = []
        for seen in group:
            if seen.settled is None and seen.sha256 is not None:
                twin = first_with.setdefault(bytes.fromhex(seen.sha256), seen.name)
                if twin != seen.name:
                    detail = f"the same bytes as {twin}"
                    outcome = Outcome(seen.name, seen.sha256, "refused", "duplicate", detail, "read")
                    seen = Seen(seen.name, seen.sha256, outcome)
            settled.append(seen)
        yield settled


def shard_of(group: Sequence[Seen], source: str, out: str, version: str, taxonomies: str | None) -> Shard:
    """The shard of one group; its name comes from its last input, where the names say that it ends."""
    return Shard(
        source,
        out,
        f"{_digest(group[-1].name):016x}",
        tuple((seen.name, seen.sha256) for seen in group if seen.settled is None and seen.sha256 is not None),
        tuple(seen.settled for seen in group if seen.settled is not None),
        version,
        taxonomies,
    )


def _digest(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()[:8], "big")
