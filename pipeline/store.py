"""The output folder: published sets that flip as one, and what a run that broke off had done already.

    current -> records-2f6c…          the published set, by one rename of this link
    records-2f6c…/<spec_id>.json      one record a class
    records-2f6c…/_run/               outcomes.jsonl, vanished.jsonl, summary.json, manifest.json, quarantine/
    _run -> current/_run
    _work/                            lock, the journal and files of a run under way, the set before (previous)

A set is named by a digest of its manifest, which has the digest of every file in it; files that two sets share are one
file with two names. Nothing in a set is written to once the link points there.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from pipeline.outcomes import PASSING, Outcome

RUN, WORK, CURRENT, PREVIOUS = "_run", "_work", "current", "previous"
QUARANTINE = f"{RUN}/quarantine"
_JOURNAL = ".journal"
_SET = "records-"
# What runs put into the output folder and into _work: only that is ever removed.
_IS_SET = re.compile(rf"{_SET}[0-9a-f]{{16}}")
_IS_ASIDE = re.compile(r"\.(?:journal|whole|[0-9a-f]{64})")
_LINK = ".link"


class Busy(Exception):
    """Another run is writing to the same folder."""


class NotOurs(Exception):
    """The output folder holds what no run has put there."""


@dataclass(frozen=True, slots=True)
class Done:
    """What became of an input, with its files: name in the set → SHA-256 of the bytes."""

    outcome: Outcome
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Published:
    """A set as it was published: where it lies, what made it, its inputs by name, all its files with their digests."""

    folder: Path | None = None
    version: str = ""
    taxonomies: tuple[str, ...] = ()
    locks: dict[str, bool] = field(default_factory=dict)
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    vanished: dict[str, Outcome] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)

    def records_of(self, source: str) -> dict[str, str]:
        """The record files of an input that was there then or had vanished by then, as far as they are whole still."""
        outcome = self.outcomes.get(source) or self.vanished.get(source)
        if outcome is None or self.folder is None:
            return {}
        known = {name: self.files[name] for name in outcome.records if name in self.files}
        return {name: digest for name, digest in known.items() if _digest(self.folder / name) == digest}


class Store:
    """One output folder under one run; to be used in a ``with`` statement.

    Raises Busy, NotOurs, and OSError where the disk is full or broken: what is published then stays as it was.
    """

    def __init__(self, out: Path, version: str) -> None:
        self.out, self.version = out, version
        self.work = out / WORK
        if out.exists() and not out.is_dir():
            raise NotOurs(f"expected a folder for the records, found a file at {out}; give OUT=<new folder>")
        if self.work.is_symlink() or (os.path.lexists(out / RUN) and not (out / RUN).is_symlink()):
            raise NotOurs(
                f"expected an output folder of this version, found another layout in {out}; give OUT=<new folder>"
            )
        for folder in (out, self.work):
            folder.mkdir(mode=0o755, parents=True, exist_ok=True)
        self._lock = os.open(self.work / "lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._lock)
            raise Busy(
                f"expected {out} for this run alone, found another run writing to it; wait for its end"
            ) from None
        self.before = _published(out)
        self._sweep()
        # What is linked to and which locks hold, as the set before or the run that broke off had it.
        same = self.before.version == version
        self.held: tuple[tuple[str, ...], dict[str, bool]] = (
            (self.before.taxonomies, self.before.locks) if same else ((), {})
        )
        self._begun = self._journal()
        self._log: int | None = None

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._log is not None:
            os.close(self._log)
        os.close(self._lock)

    def known(self, source: str, sha256: str) -> Done | None:
        """What is known of an input with these bytes: from a run that broke off, or from the set before; files checked."""
        if (done := self._begun.get(source)) and done.outcome.sha256 == sha256:
            staged = {digest for digest in done.files.values() if _digest(self._staged(digest)) == digest}
            if staged == set(done.files.values()):
                return done
        last = self.before.outcomes.get(source)
        if self.before.folder is None or self.before.version != self.version or last is None:
            return None
        if last.sha256 != sha256 or last.reason in PASSING or last.stale:
            return None
        try:
            files = {name: self.before.files[name] for name in (*last.records, *quarantine_names(last))}
        except KeyError:
            return None
        if any(_digest(self.before.folder / name) != digest for name, digest in files.items()):
            return None
        return Done(last, files)

    def keep(self, outcome: Outcome, files: Mapping[str, bytes]) -> Done:
        """Put the files of an input aside until the set is published, and note that it is done."""
        digests = {name: self._stage(data, private=name.startswith(QUARANTINE)) for name, data in files.items()}
        done = Done(outcome, digests)
        if self._log is None:
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC
            self._log = os.open(self.work / _JOURNAL, flags, 0o644)
            # What a torn line left is ended first.
            _write(self._log, b"\n" if os.fstat(self._log).st_size else _line({"version": self.version}))
        _write(self._log, _line({"outcome": asdict(outcome), "files": digests}))
        return done

    def hold(self, taxonomies: tuple[str, ...], locks: Mapping[str, bool]) -> None:
        """Note what holds for the documents of this run, for one that finds all of them done."""
        if self._log is not None:
            _write(self._log, _line({"taxonomies": taxonomies, "locks": dict(locks)}))

    def publish(self, done: list[Done], vanished: list[Done], summary: dict[str, Any]) -> None:
        """Make a set of all inputs in order and let ``current`` point to it; nothing is written where it does already.

        Where that set is there and files of it were lost or damaged, it is made whole.
        """
        files = {name: digest for one in (*done, *vanished) for name, digest in one.files.items()}
        reports = {
            "outcomes.jsonl": b"".join(_line(asdict(one.outcome)) for one in done),
            "vanished.jsonl": b"".join(_line(asdict(one.outcome)) for one in vanished),
            "summary.json": json.dumps(summary, indent=1, sort_keys=True).encode() + b"\n",
        }
        digests = {f"{RUN}/{name}": hashlib.sha256(data).hexdigest() for name, data in reports.items()}
        manifest = json.dumps({"files": files | digests}, indent=0, sort_keys=True).encode() + b"\n"
        folder = self.out / f"{_SET}{hashlib.sha256(manifest).hexdigest()[:16]}"
        if self.before.folder != folder or self._log is not None:
            for data in reports.values():
                self._stage(data)
            (folder / QUARANTINE).mkdir(mode=0o755, parents=True, exist_ok=True)
            os.chmod(folder / QUARANTINE, 0o700)
            for name, digest in (files | digests).items():
                self._place(folder / name, name, digest)
            self._place(folder / RUN / "manifest.json", "", self._stage(manifest))
            for inside in (folder / QUARANTINE, folder / RUN, folder, self.out):
                _settle(inside)
            if self.before.folder != folder:
                self._point(self.out / CURRENT, folder.name)
            if self.before.folder not in (None, folder):
                last = self.work / PREVIOUS
                if last.is_symlink():
                    last.unlink()
                shutil.rmtree(last, ignore_errors=True)
                os.rename(self.before.folder, last)
        if not (self.out / RUN).is_symlink():
            self._point(self.out / RUN, f"{CURRENT}/{RUN}")
        self._forget()

    def _place(self, target: Path, name: str, digest: str) -> None:
        """Give a file its name in the new set: from what was put aside, else from the set before."""
        aside = self._staged(digest)
        if not aside.exists():
            if self.before.folder is None:
                raise FileNotFoundError(f"expected {name} aside in {self.work}, found nothing; run again")
            aside = self.before.folder / name
        if _digest(target) == digest:
            return  # of a publication that broke off
        whole = self.work / ".whole"
        whole.unlink(missing_ok=True)
        try:
            os.link(aside, whole, follow_symlinks=False)
        except OSError as error:
            if error.errno not in (errno.EPERM, errno.EOPNOTSUPP, errno.EMLINK):
                raise
            # A file system without second names for a file.
            self._save(whole, aside.read_bytes(), aside.stat().st_mode & 0o777)
        os.replace(whole, target)

    def _point(self, link: Path, to: str) -> None:
        aside = self.out / _LINK  # beside its place: it points to the same from there
        aside.unlink(missing_ok=True)
        os.symlink(to, aside)
        os.replace(aside, link)
        _settle(link.parent)

    def _stage(self, data: bytes, *, private: bool = False) -> str:
        digest = hashlib.sha256(data).hexdigest()
        self._save(self._staged(digest), data, 0o600 if private else 0o644)
        return digest

    def _staged(self, digest: str) -> Path:
        return self.work / f".{digest}"

    def _save(self, path: Path, data: bytes, mode: int) -> None:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        path.unlink(missing_ok=True)
        descriptor = os.open(path, flags, mode)
        try:
            os.fchmod(descriptor, mode)
            _write(descriptor, data)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def _sweep(self) -> None:
        """Remove the sets of publications that broke off before they were pointed to, and the link that was to do it."""
        (self.out / _LINK).unlink(missing_ok=True)
        for path in self.out.glob(f"{_SET}*"):
            ours = _IS_SET.fullmatch(path.name) and path.is_dir() and not path.is_symlink()
            if ours and path != self.before.folder:
                shutil.rmtree(path)

    def _journal(self) -> dict[str, Done]:
        """What a run of the same version that broke off has done; lines that are torn are passed over."""
        out: dict[str, Done] = {}
        try:
            first, *lines = (self.work / _JOURNAL).read_bytes().split(b"\n")
        except FileNotFoundError:
            return out
        if first + b"\n" != _line({"version": self.version}):
            self._forget()
            return out
        for line in lines:
            try:
                row = json.loads(line)
                if "locks" in row:
                    self.held = (tuple(row["taxonomies"]), row["locks"])
                    continue
                done = Done(_outcome(row["outcome"]), row["files"])
            except (ValueError, TypeError, KeyError):
                continue
            if done.outcome.reason not in PASSING and not done.outcome.stale:
                out[done.outcome.source] = done
        return out

    def _forget(self) -> None:
        """Remove what was put aside; the lock and the set before stay."""
        for path in self.work.iterdir():
            if _IS_ASIDE.fullmatch(path.name):
                path.unlink()


def quarantine_names(outcome: Outcome) -> tuple[str, ...]:
    """The files in which a refused or failed input is told of, as named in a set; a copy of it where it failed."""
    if outcome.outcome not in ("refused", "failed") or outcome.reason == "duplicate":
        return ()
    if outcome.sha256 is None:
        return (f"{QUARANTINE}/name-{hashlib.sha256(outcome.source.encode()).hexdigest()[:32]}.json",)
    told = f"{QUARANTINE}/{outcome.sha256}.json"
    return (told, f"{QUARANTINE}/{outcome.sha256}.input") if outcome.outcome == "failed" else (told,)


def _published(out: Path) -> Published:
    """The set that ``current`` points to; an empty one where there is none, or none that can be read."""
    link = out / CURRENT
    if not link.is_symlink():
        if link.exists():
            raise NotOurs(
                f"expected a link to the published set at {link}, found something else; give OUT=<new folder>"
            )
        return Published()
    folder = out / os.readlink(link)
    if folder.parent != out or not folder.name.startswith(_SET) or folder.is_symlink():
        raise NotOurs(f"expected {link} to point to a set beside it, found {folder}; give OUT=<new folder>")
    try:
        summary = json.loads((folder / RUN / "summary.json").read_bytes())
        return Published(
            folder=folder,
            version=summary["version"],
            taxonomies=tuple(summary["taxonomies"]),
            locks=summary["locks"],
            outcomes=_rows(folder / RUN / "outcomes.jsonl"),
            vanished=_rows(folder / RUN / "vanished.jsonl"),
            files=json.loads((folder / RUN / "manifest.json").read_bytes())["files"],
        )
    except (OSError, ValueError, TypeError, KeyError):
        return Published(folder=folder if folder.is_dir() else None)


def _rows(path: Path) -> dict[str, Outcome]:
    rows = (_outcome(json.loads(line)) for line in path.read_bytes().splitlines())
    return {outcome.source: outcome for outcome in rows}


def _outcome(fields: dict[str, Any]) -> Outcome:
    return Outcome(**{**fields, "records": tuple(fields["records"])})


def _line(fields: dict[str, Any]) -> bytes:
    return json.dumps(fields, ensure_ascii=True).encode("ascii") + b"\n"


def _write(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _settle(folder: Path) -> None:
    """Have the names in a folder on the disk before anything else is."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
