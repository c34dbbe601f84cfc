"""The output folder: records written whole, outcomes of the last run, what is left of earlier ones."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

RUN = "_run"
OUTCOMES = ("written", "unchanged", "refused", "failed")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one input: ``outcome`` is one of OUTCOMES, ``records`` names the record files.

    ``reason`` is a word of a closed vocabulary for what was refused or failed, ``detail`` says what was
    expected and found, ``stage`` is where a failed input stopped (read, parse, normalize, worker).
    """

    source: str
    sha256: str | None
    outcome: str
    reason: str = ""
    detail: str = ""
    stage: str = ""
    records: tuple[str, ...] = ()


@cache
def version() -> str:
    """A digest of the code and data that make records: any change to them makes earlier output stale."""
    digest = hashlib.sha256()
    for package in ("parsers", "pipeline"):
        root = Path(str(files(package)))
        for path in sorted(root.rglob("*")):
            if path.is_file() and path.suffix in (".py", ".toml", ".txt", ".json", ".npz"):
                digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


class Store:
    """One output folder. Every file is written aside and renamed, so none is ever seen half."""

    def __init__(self, out: Path, version: str) -> None:
        self.out = out
        self.version = version  # what made the records: earlier ones of another version are stale
        self.run = out / RUN
        self.aside = self.run / "aside"
        # The folder stays until the report is written: where it is there already, the last run broke off.
        self.broken_off = self.aside.exists()
        self.aside.mkdir(parents=True, exist_ok=True)
        for leftover in self.aside.iterdir():
            leftover.unlink()

    def previous(self) -> dict[str, Outcome]:
        """The outcomes of the last run by source; none where it was made by other code or broke off."""
        if self.broken_off:
            return {}  # its records may be of other bytes than the outcomes tell
        try:
            summary = json.loads((self.run / "summary.json").read_text("utf-8"))
            if summary.get("version") != self.version:
                return {}
            return {outcome.source: outcome for outcome in _outcomes(self.run / "outcomes.jsonl")}
        except (OSError, ValueError, TypeError, KeyError):
            return {}

    def written_before(self) -> dict[str, tuple[str, ...]]:
        """The record files of every source in the last run, whatever code made them."""
        out: dict[str, tuple[str, ...]] = {}
        for name in ("vanished.jsonl", "outcomes.jsonl"):
            try:
                out |= {outcome.source: outcome.records for outcome in _outcomes(self.run / name) if outcome.records}
            except (OSError, ValueError, TypeError, KeyError):
                continue
        return out

    def has(self, outcome: Outcome) -> bool:
        """Whether all record files of an outcome are there, whole, and of the bytes that it tells."""
        try:
            records = [json.loads((self.out / name).read_text("utf-8")) for name in outcome.records]
            return all(record["document"]["sha256"] == outcome.sha256 for record in records)
        except (OSError, ValueError, TypeError, KeyError):
            return False

    def write_record(self, spec_id: str, text: str) -> str:
        """Write one record and return the name of its file."""
        name = f"{spec_id}.json"
        self._write(self.out / name, text)
        return name

    def remove(self, names: Iterable[str]) -> None:
        """Remove record files that their source no longer gives."""
        for name in names:
            (self.out / name).unlink(missing_ok=True)

    def sweep(self, outcomes: list[Outcome]) -> None:
        """After a run that broke off, remove the records it wrote whose source now gives others."""
        if not self.broken_off:
            return
        known = {name for outcome in outcomes for name in outcome.records}
        sources = {outcome.source for outcome in outcomes}
        for path in self.out.glob("*.json"):
            if path.name not in known:
                try:
                    source = json.loads(path.read_text("utf-8"))["document"]["source"]
                except (OSError, ValueError, TypeError, KeyError):
                    continue
                if source in sources:
                    path.unlink()

    def close(self, outcomes: list[Outcome], vanished: list[Outcome], summary: dict[str, Any]) -> None:
        """Write the report of a run: one line an input, those that have vanished, and the counts."""
        self.sweep(outcomes)
        self._write(self.run / "outcomes.jsonl", "".join(_line(outcome) for outcome in outcomes))
        self._write(self.run / "vanished.jsonl", "".join(_line(outcome) for outcome in vanished))
        self._write(self.run / "summary.json", json.dumps(summary, indent=1, sort_keys=True, ensure_ascii=False) + "\n")
        self.aside.rmdir()

    def _write(self, path: Path, text: str) -> None:
        aside = self.aside / path.name
        with open(aside, "w", encoding="utf-8", newline="\n") as target:
            target.write(text)
            target.flush()
            os.fsync(target.fileno())
        os.replace(aside, path)


def _line(outcome: Outcome) -> str:
    # Names that are no valid Unicode reach the report escaped and not raw.
    return json.dumps(asdict(outcome), ensure_ascii=True) + "\n"


def _outcomes(path: Path) -> list[Outcome]:
    out = []
    for line in path.read_text("utf-8").splitlines():
        fields = json.loads(line)
        out.append(Outcome(**{**fields, "records": tuple(fields["records"])}))
    return out
