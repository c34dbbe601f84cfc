"""A run: every file of a folder through the pipeline, each to exactly one outcome. No parser is loaded here."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any

from pipeline.answers import checked
from pipeline.crew import TASK, Crew, Job
from pipeline.intake import Input, Unread, listing, read
from pipeline.limits import LIMITS, Limits
from pipeline.outcomes import OUTCOMES, Outcome, Result
from pipeline.store import Done, Store, quarantine_names
from pipeline.version import version

Report = Callable[[int, int, Outcome], None]


@dataclass(frozen=True, slots=True)
class Summary:
    """The counts of a run: inputs by outcome and reason, records, sources that have vanished, and what held.

    ``unchanged`` of the published inputs were taken from the run before; ``locks`` tells which locks held in the
    workers that read the others.
    """

    outcomes: dict[str, int]
    unchanged: int
    reasons: dict[str, int]
    records: int
    stale: int
    vanished: tuple[str, ...]
    taxonomies: tuple[str, ...]
    locks: dict[str, bool]

    @property
    def clean(self) -> bool:
        """Whether no input has failed and no record is kept for want of a better one."""
        return self.outcomes["failed"] == 0 and self.stale == 0


def normalize_folder(
    raw: Path,
    out: Path,
    workers: int,
    report: Report | None = None,
    taxonomies: Path | None = None,
    *,
    ocr: bool = False,
    task: str = TASK,
    limits: Limits = LIMITS,
) -> Summary:
    """Normalize every file below ``raw`` into ``out``, with links where the index of ``taxonomies`` is there.

    An input with the same bytes under the same version is not read again. What is published before stays until the
    whole new set takes its place. With ``ocr`` pages that are pictures are read by character recognition. ``task`` is the module whose ``prepare`` gives the workers their function.
    Raises OSError where a folder is wrong or the disk fails, store.Busy, store.NotOurs, crew.NotReady.
    """
    found = listing(raw, out)
    with Store(out, version(taxonomies, ocr=ocr)) as store:
        run = _Run(store, raw, found.inputs, len(found.inputs) + len(found.left_out), report, limits)
        for outcome in found.left_out:
            run.settle(outcome)
        jobs = run.jobs()
        linked, locks = store.held  # where nothing has to be read, what held then holds still
        if (first := next(jobs, None)) is not None:
            options: dict[str, Any] = {"taxonomies": str(taxonomies) if taxonomies is not None else None}
            if ocr:
                options["ocr"] = True
            with Crew(workers, options, task=task, limits=limits) as crew:
                told = False
                for job, result in crew.run(chain([first], jobs)):
                    run.take(job, result)
                    if not told:
                        store.hold(crew.taxonomies, crew.locks)
                        told = True
                # Once more what may have failed by another's fault, each by itself.
                for job, result in crew.run(run.doubtful(), one_at_a_time=True):
                    run.take(job, result, last=True)
                linked, locks = crew.taxonomies, crew.locks
        return run.publish(linked, locks)


class _Run:
    """What is settled so far."""

    def __init__(self, store: Store, raw: Path, inputs: tuple[Input, ...], total: int, report: Report | None, limits: Limits) -> None:  # fmt: skip
        self.store, self.raw, self.inputs, self.limits = store, raw, inputs, limits
        self.total, self.report = total, report
        self.done: dict[str, Done] = {}
        self.doubted: set[str] = set()
        self.unchanged = 0

    def jobs(self) -> Iterator[Job]:
        """The documents that must be read, one at a time; the others are settled on the way."""
        first_with: dict[str, str] = {}
        for file in self.inputs:
            try:
                data = self._read(file)
            except Unread as error:
                self.settle(Outcome(file.source, None, "failed", error.reason, str(error), "read"))
                continue
            sha256 = hashlib.sha256(data).hexdigest()
            twin = first_with.setdefault(sha256, file.source)
            if twin != file.source:
                self.settle(Outcome(file.source, sha256, "refused", "duplicate", f"the same bytes as {twin}", "read"))
            elif known := self.store.known(file.source, sha256):
                self.unchanged += known.outcome.outcome == "published"
                self._add(known)
            else:
                yield Job(file.source, data)

    def doubtful(self) -> Iterator[Job]:
        """The documents whose failing may have been another's fault, read anew."""
        for file in self.inputs:
            if file.source in self.doubted:
                try:
                    yield Job(file.source, self._read(file))
                except Unread as error:
                    self.settle(Outcome(file.source, None, "failed", error.reason, str(error), "read"))

    def _read(self, file: Input) -> bytes:
        try:
            return read(self.raw, file, self.limits.size)
        except Unread as error:
            if not error.doubtful:
                raise
        return read(self.raw, file, self.limits.size)

    def take(self, job: Job, result: Result, *, last: bool = False) -> None:
        """Settle a document by its worker's result, once that has been checked."""
        sha256 = hashlib.sha256(job.data).hexdigest()
        result = checked(job, sha256, result)
        if not last and result.doubtful:
            self.doubted.add(job.source)
            return
        outcome = Outcome(job.source, sha256, result.outcome, result.reason, result.detail, result.stage)
        self.settle(outcome, result, job.data)

    def settle(self, outcome: Outcome, result: Result | None = None, data: bytes = b"") -> None:
        """Keep the files of an input: its records, or what is told of it in quarantine."""
        files = {f"{spec_id}.json": text.encode() + b"\n" for spec_id, text in result.records} if result else {}
        kept = self.store.before.records_of(outcome.source) if self._keeps(outcome) else {}
        outcome = replace(outcome, records=(*files, *kept), stale=bool(kept))
        for name in quarantine_names(outcome):
            told = asdict(outcome) | {"trace": result.trace if result else "", "limits": asdict(self.limits)}
            told["version"] = self.store.version
            files[name] = (
                data if name.endswith(".input") else json.dumps(told, indent=1, sort_keys=True).encode() + b"\n"
            )
        done = self.store.keep(outcome, files) if files else Done(outcome, {})
        self._add(Done(outcome, {**done.files, **kept}))

    def _keeps(self, outcome: Outcome) -> bool:
        """Whether what an earlier run made of an input stays, and is said to be stale, until there is something better.

        A page that has become an error page is no reason to lose the record. Bytes that are refused now and were a
        record before are another matter: there the pipeline has changed its mind. A copy is still there by its twin.
        """
        last = self.store.before.outcomes.get(outcome.source)
        if outcome.outcome == "refused" and outcome.reason != "duplicate":
            return last is not None and (last.stale or last.sha256 != outcome.sha256)
        return outcome.outcome == "failed"

    def _add(self, done: Done) -> None:
        self.done[done.outcome.source] = done
        if self.report:
            self.report(len(self.done), self.total, done.outcome)

    def _end_conflicts(self) -> None:
        """Where two inputs claim a record's name, the first by name has it and the other has failed."""
        owners: dict[str, str] = {}
        for source in sorted(self.done):
            outcome = self.done[source].outcome
            taken = [name for name in outcome.records if owners.setdefault(name, source) != source]
            if taken:
                detail = f"expected record names of its own, found {taken[0]} of {owners[taken[0]]!a} too"
                self.settle(Outcome(source, outcome.sha256, "failed", "conflict", detail, "publish"))

    def publish(self, taxonomies: tuple[str, ...], locks: dict[str, bool]) -> Summary:
        """Publish all that is settled, in the order of the names, and count it."""
        self._end_conflicts()
        done = [self.done[source] for source in sorted(self.done)]
        before = self.store.before
        gone = [
            Done(Outcome(source, None, "vanished", records=tuple(files)), files)
            for source in sorted({*before.outcomes, *before.vanished} - set(self.done))
            if (files := before.records_of(source))
        ]
        counts = Counter(one.outcome.outcome for one in done)
        summary = Summary(
            outcomes={name: counts[name] for name in OUTCOMES},
            unchanged=self.unchanged,
            reasons=dict(sorted(Counter(one.outcome.reason for one in done if one.outcome.reason).items())),
            records=sum(len(one.outcome.records) for one in done if not one.outcome.stale),
            stale=sum(one.outcome.stale for one in done),
            vanished=tuple(one.outcome.source for one in gone),
            taxonomies=taxonomies,
            locks=locks,
        )
        told: dict[str, Any] = asdict(summary) | {"inputs": len(done), "version": self.store.version}
        del told["unchanged"]  # what only tells of this one run does not make a new set
        self.store.publish(done, gone, told)
        return summary
