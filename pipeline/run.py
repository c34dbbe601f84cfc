"""A run: every file of a folder through the pipeline, each to exactly one outcome."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline import work
from pipeline.store import OUTCOMES, Outcome, Store, version
from pipeline.taxonomy.load import fingerprint, load

Report = Callable[[int, int, Outcome], None]


@dataclass(frozen=True, slots=True)
class Summary:
    """The counts of a run: inputs by outcome, records, lines by claim, and the sources that have vanished."""

    outcomes: dict[str, int]
    reasons: dict[str, int]
    records: int
    vanished: tuple[str, ...]
    taxonomies: tuple[str, ...]

    @property
    def clean(self) -> bool:
        """Whether every input was written, was written before, or was refused on purpose."""
        return self.outcomes["failed"] == 0


def inputs(raw: Path, out: Path) -> list[Path]:
    """The files below a folder in the order of their names; hidden ones, their folders and ``out`` are left out.

    Raises FileNotFoundError, NotADirectoryError or FileExistsError, with what to do.
    """
    if not raw.exists():
        raise FileNotFoundError(f"expected a folder of documents, found nothing at {raw}; give RAW=<folder>")
    if not raw.is_dir():
        raise NotADirectoryError(f"expected a folder of documents, found a file at {raw}; give the folder it is in")
    if out.resolve() == raw.resolve():
        raise FileExistsError(f"expected a folder of its own for the records, found {raw} for both; give OUT=<folder>")
    written = out.absolute()
    found = [path for path in raw.rglob("*") if not path.is_dir() or path.is_symlink()]
    return sorted(
        path
        for path in found
        if not any(part.startswith(".") for part in path.relative_to(raw).parts)
        and not path.absolute().is_relative_to(written)
    )


def _name_of(path: Path, raw: Path) -> str:
    """The name that records keep of a file: its path below the folder, bytes that are no UTF-8 escaped."""
    return os.fsencode(path.relative_to(raw).as_posix()).decode("utf-8", "backslashreplace")


def normalize_folder(
    raw: Path, out: Path, workers: int, report: Report | None = None, taxonomies: Path | None = None
) -> Summary:
    """Normalize every file below ``raw`` into ``out``, with links where the index of ``taxonomies`` is there.

    An input with the same bytes under the same code is skipped; a changed one replaces its records.
    """
    paths = inputs(raw, out)
    taxonomy = load(taxonomies) if taxonomies is not None else None
    linked = tuple(f"{about.taxonomy} {about.version}" for about in taxonomy.about) if taxonomy is not None else ()
    store = Store(out, f"{version()} {fingerprint(taxonomies)[:16]}".strip() if taxonomies is not None else version())
    before, files_before = store.previous(), store.written_before()
    outcomes: dict[str, Outcome] = {}
    digests: dict[str, str] = {}
    first_with: dict[str, str] = {}

    def jobs() -> Iterator[tuple[str, bytes]]:
        for path in paths:
            source = _name_of(path, raw)
            try:
                if path.is_symlink() or not path.is_file():
                    settle(
                        Outcome(
                            source,
                            None,
                            "refused",
                            "not_a_file",
                            "expected a regular file, found a link or device",
                            "read",
                        )
                    )
                    continue
                data = path.read_bytes()
            except OSError as error:
                settle(
                    Outcome(
                        source,
                        None,
                        "failed",
                        "unreadable",
                        f"expected a readable file, found: {error.strerror}",
                        "read",
                    )
                )
                continue
            digest = hashlib.sha256(data).hexdigest()
            if (twin := first_with.setdefault(digest, source)) != source:
                settle(Outcome(source, digest, "refused", "duplicate", f"the same bytes as {twin}", "read"))
                continue
            last = before.get(source)
            if last and last.sha256 == digest and last.outcome in ("written", "unchanged") and store.has(last):
                settle(replace(last, outcome="unchanged"))
                continue
            digests[source] = digest
            yield source, data

    def settle(outcome: Outcome) -> None:
        earlier = files_before.get(outcome.source, ())
        if outcome.outcome == "failed":
            # What an earlier run made of it stays, and stays known, until the document is read again.
            outcome = replace(outcome, records=earlier)
        else:
            store.remove(set(earlier) - set(outcome.records))
        outcomes[outcome.source] = outcome
        if report:
            report(len(outcomes), len(paths), outcome)

    for source, result in work.run(jobs(), workers, taxonomies if linked else None):
        names = tuple(store.write_record(spec_id, text + "\n") for spec_id, text in result.records)
        settle(Outcome(source, digests[source], result.outcome, result.reason, result.detail, result.stage, names))

    ordered = [outcomes[_name_of(path, raw)] for path in paths]
    gone = [
        Outcome(source, None, "vanished", records=names)
        for source, names in sorted(files_before.items())
        if source not in outcomes and any((out / name).exists() for name in names)
    ]
    counts = Counter(outcome.outcome for outcome in ordered)
    summary = Summary(
        outcomes={name: counts[name] for name in OUTCOMES},
        reasons=dict(sorted(Counter(outcome.reason for outcome in ordered if outcome.reason).items())),
        records=sum(len(outcome.records) for outcome in ordered if outcome.outcome != "failed"),
        vanished=tuple(outcome.source for outcome in gone),
        taxonomies=linked,
    )
    store.close(
        ordered,
        gone,
        {
            "inputs": len(ordered),
            "outcomes": summary.outcomes,
            "reasons": summary.reasons,
            "records": summary.records,
            "vanished": list(summary.vanished),
            "taxonomies": list(linked),
            "version": store.version,
        },
    )
    return summary
