"""Exactly once: whatever call a run is stopped at, the published set is the old one or the new one, and a re-run heals."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import plain_task
import pytest
from typer.testing import CliRunner

import pipeline.run
from pipeline.cli import app
from pipeline.crew import Job
from pipeline.outcomes import Result
from pipeline.run import Summary, normalize_folder
from pipeline.store import Busy, NotOurs, Store

TESTS = Path(__file__).resolve().parent
# What changes the state of a disk, as Python calls it.
CALLS = ("write", "fsync", "link", "replace", "rename", "unlink", "rmdir", "mkdir", "symlink", "open", "close", "fchmod", "chmod")  # fmt: skip


class Here:
    """A crew of this process alone: what is tested is the store."""

    def __init__(self, *_: object, **__: object) -> None:
        self.taxonomies: tuple[str, ...] = ()
        self.locks: dict[str, bool] = {}

    def __enter__(self) -> Here:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def run(self, jobs: Iterable[Job], **_: object) -> Iterator[tuple[Job, Result]]:
        for job in jobs:
            yield job, plain_task.process(job.data, job.source)


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    raw = tmp_path / "raw"
    (raw / "county").mkdir(parents=True)
    (raw / "county/rider.txt").write_text("Ditch Rider\nclass: Ditch Rider I\nclass: Ditch Rider II")
    (raw / "weir.txt").write_text("Weir Keeper")
    (raw / "copy.txt").write_text("Weir Keeper")
    (raw / "gone.txt").write_text("404")
    (raw / "broken.txt").write_bytes(b"%broken")
    return raw


def change(raw: Path) -> None:
    """What a later scrape brings: one document changed, one new, one gone, one that is broken now."""
    (raw / "county/rider.txt").write_text("Ditch Rider\nclass: Ditch Rider I\nclass: Ditch Rider III")
    (raw / "lock.txt").write_text("Lock Keeper")
    (raw / "gone.txt").unlink()
    (raw / "weir.txt").write_bytes(b"%weir")
    (raw / "copy.txt").unlink(missing_ok=True)


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def current(out: Path) -> dict[str, bytes] | None:
    """The published set, found whole and as its manifest says; None where nothing is published."""
    link = out / "current"
    if not link.is_symlink():
        assert not link.exists()
        return None
    found = tree(link.resolve())
    manifest = json.loads(found["_run/manifest.json"])["files"]
    assert {
        name: hashlib.sha256(data).hexdigest() for name, data in found.items() if name != "_run/manifest.json"
    } == manifest
    for name, data in found.items():
        if name.endswith(".json"):
            json.loads(data)
    return found


def left_over(out: Path) -> set[str]:
    sets = {path.name for path in out.glob("records-*")} - {os.readlink(out / "current")}
    sets |= {path.name for path in out.iterdir()} - {"current", "_run", "_work", os.readlink(out / "current")}
    return sets | ({path.name for path in (out / "_work").iterdir()} - {"lock", "previous"})


def stopped(action: Callable[[], Any], at: int, how: str) -> int | None:
    """Run something in a child that is stopped at its n-th state-changing call; the exit code, None if there are fewer."""
    pid = os.fork()
    if pid == 0:
        seen = 0

        def wrap(call: Callable[..., Any]) -> Callable[..., Any]:
            def counted(*args: Any, **named: Any) -> Any:
                nonlocal seen
                seen += 1
                if seen == at and how == "kill":
                    os._exit(137)
                if seen == at or (seen > at and how == "full"):
                    raise OSError({"io": errno.EIO}.get(how, errno.ENOSPC), "as the test wants it")
                return call(*args, **named)

            return counted

        names = CALLS if how == "kill" else [name for name in CALLS if name not in ("close", "unlink", "rmdir")]
        for name in names:
            setattr(os, name, wrap(getattr(os, name)))
        code = 0
        try:
            action()
        except OSError as error:
            code = 74 if error.strerror == "as the test wants it" else 1
        except BaseException:
            code = 1
        os._exit(code if seen >= at else 200)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return None if code == 200 else code


@pytest.mark.parametrize("again", [False, True], ids=["first run", "later run"])
@pytest.mark.parametrize("how", ["kill", "once", "io", "full"])
def test_stopped_at_every_call(
    how: str, again: bool, raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline.run, "Crew", Here)
    pipeline.run.version()  # digests are made once and kept: no call of the trials is spent on them
    old: dict[str, bytes] | None = None
    start = tmp_path / "start"
    if again:
        normalize_folder(raw, start, 1)
        old = current(start)
        change(raw)
    whole = tmp_path / "whole"
    if again:
        shutil.copytree(start, whole, symlinks=True)
    normalize_folder(raw, whole, 1)
    new = current(whole)
    assert new != old
    out, at, codes = tmp_path / "out", 0, set()
    while True:
        at += 1
        shutil.rmtree(out, ignore_errors=True)
        if again:
            shutil.copytree(start, out, symlinks=True)
        code = stopped(lambda: normalize_folder(raw, out, 1), at, how)
        if code is None:
            break
        codes.add(code)
        assert (current(out) if out.exists() else None) in (old, new), f"{how} at call {at}"
        assert code in ((137,) if how == "kill" else (74, 0)), f"{how} at call {at}"
        if code == 0:
            assert current(out) == new
        normalize_folder(raw, out, 1)
        assert current(out) == new, f"{how} at call {at}"
        assert not left_over(out), f"{how} at call {at}"
    assert at > 60
    assert codes & {74, 137}


def test_every_file_is_on_the_disk_before_the_set_is_pointed_to(raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    monkeypatch.setattr(pipeline.run, "Crew", Here)
    synced: list[int] = []
    pointed: list[int] = []
    fsync, replace = os.fsync, os.replace

    def note(descriptor: int) -> None:
        synced.append(os.fstat(descriptor).st_ino)
        fsync(descriptor)

    def note_too(source: Any, target: Any) -> None:
        if Path(target).name == "current":
            pointed.append(len(synced))
        replace(source, target)

    monkeypatch.setattr(os, "fsync", note)
    monkeypatch.setattr(os, "replace", note_too)
    normalize_folder(raw, tmp_path / "out", 1)
    folder = (tmp_path / "out/current").resolve()
    before = set(synced[: pointed[0]])
    assert len(pointed) == 1
    assert {path.stat().st_ino for path in [folder, *folder.rglob("*")]} <= before
    assert (tmp_path / "out").stat().st_ino in synced[pointed[0] :]


def test_readers_see_one_set_or_the_other(raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    normalize_folder(raw, out, 1, task="plain_task")
    reader = os.fork()
    if reader == 0:
        seen = set()
        try:
            while not (tmp_path / "stop").exists():
                # A set is read through its descriptor or its resolved name; one that has gone meanwhile is read anew.
                try:
                    folder = (out / "current").resolve(strict=True)
                    manifest = json.loads((folder / "_run/manifest.json").read_bytes())["files"]
                    for name, digest in manifest.items():
                        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
                    assert set(manifest) | {"_run/manifest.json"} == set(tree(folder))
                except FileNotFoundError:
                    assert (out / "current").exists()
                    continue
                seen.add(folder.name)
                time.sleep(0.001)
            os._exit(0 if len(seen) > 5 else 3)
        except BaseException:
            os._exit(1)
    for n in range(20):
        (raw / "weir.txt").write_text(f"Weir Keeper {n}")
        normalize_folder(raw, out, 1, task="plain_task")
    (tmp_path / "stop").touch()
    assert os.waitstatus_to_exitcode(os.waitpid(reader, 0)[1]) == 0


def test_two_runs_at_once(raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with Store(out, "version"):
        with pytest.raises(Busy, match="another run"):
            Store(out, "version")
        started = time.monotonic()
        said = CliRunner().invoke(app, ["normalize", str(raw), str(out)])
        assert (said.exit_code, "another run" in said.stderr) == (75, True)
        assert time.monotonic() - started < 1
    normalize_folder(raw, out, 1, task="plain_task")  # a lock whose holder has gone blocks nobody


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_signals_stop_a_run_that_goes_on_later(how: signal.Signals, tmp_path: Path) -> None:
    raw, out = tmp_path / "raw", tmp_path / "out"
    raw.mkdir()
    for n in range(400):
        (raw / f"{n:03}.txt").write_text(f"Ditch Rider {n}")
    program = (
        "from pathlib import Path; from pipeline.run import normalize_folder\n"
        "normalize_folder(Path('raw'), Path('out'), 2, task='plain_task')"
    )
    process = subprocess.Popen([sys.executable, "-c", program], cwd=tmp_path, stderr=subprocess.DEVNULL)
    while not (journal := out / "_work/.journal").exists() or journal.stat().st_size < 20_000:
        time.sleep(0.01)
    process.send_signal(how)
    sent = time.monotonic()
    process.wait()
    assert time.monotonic() - sent < 5
    assert not (out / "current").exists()
    done = journal.read_bytes().count(b"\n") - 1
    read: list[str] = []
    summary = normalize_folder(raw, out, 2, task="plain_task")
    assert summary.outcomes["published"] == 400
    assert summary.unchanged >= done - 1 > 0, read
    normalize_folder(raw, tmp_path / "clean", 2, task="plain_task")
    assert current(out) == current(tmp_path / "clean")
    assert not left_over(out)


def test_disk_that_is_really_full(raw: Path, tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", small], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("only root may mount a small disk")
    try:
        for n in range(40):
            (raw / f"{n}.txt").write_text(f"Ditch Rider {n}")
        with pytest.raises(OSError, match="No space left"):
            normalize_folder(raw, small / "out", 1, task="plain_task")
        assert not (small / "out/current").exists()
        subprocess.run(["mount", "-o", "remount,size=64m", small], check=True)
        assert normalize_folder(raw, small / "out", 1, task="plain_task").outcomes["published"] == 42
        assert not left_over(small / "out")
    finally:
        subprocess.run(["umount", small], check=True)


def test_failing_input_keeps_what_it_once_gave(raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline.run, "Crew", Here)
    out = tmp_path / "out"
    (raw / "copy.txt").unlink()
    normalize_folder(raw, out, 1)
    [name] = (out / "current").glob("weir-keeper-*.json")
    before = name.read_bytes()
    change(raw)
    for _ in range(2):
        summary: Summary = normalize_folder(raw, out, 1)
        assert (summary.stale, summary.clean) == (1, False)
        assert (out / "current" / name.name).read_bytes() == before
    rows = {row["source"]: row for row in map(json.loads, (out / "_run/outcomes.jsonl").read_text().splitlines())}
    assert rows["weir.txt"]["stale"] is True
    assert {row["stale"] for source, row in rows.items() if source != "weir.txt"} == {False}


def test_failures_lie_in_quarantine(raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline.run, "Crew", Here)
    out = tmp_path / "out"
    (raw / "ours.txt").write_text("RAISE")
    normalize_folder(raw, out, 1)
    folder = out / "_run/quarantine"
    told = {row["source"]: row for row in (json.loads(path.read_bytes()) for path in folder.glob("*.json"))}
    assert {source: row["reason"] for source, row in told.items()} == {
        "broken.txt": "corrupt",
        "gone.txt": "error_page",
        "ours.txt": "internal",
    }
    assert told["ours.txt"]["trace"].startswith("Traceback")
    assert told["broken.txt"]["limits"]["wall"] > 0
    assert (folder / f"{told['broken.txt']['sha256']}.input").read_bytes() == b"%broken"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert "Traceback" not in (out / "_run/outcomes.jsonl").read_text()


@pytest.mark.parametrize("place", ["current", "_work", "_work/lock", "_run"])
def test_planted_links_are_not_followed(place: str, raw: Path, tmp_path: Path) -> None:
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "precious").write_text("precious")
    (out / place).parent.mkdir(parents=True)
    (out / place).symlink_to(elsewhere / ("precious" if place.endswith("lock") else ""))
    with contextlib.suppress(NotOurs, OSError):
        normalize_folder(raw, out, 1, task="plain_task")
    assert tree(elsewhere) == {"precious": b"precious"}


def test_folder_of_another_layout_is_left_alone(raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / "_run").mkdir(parents=True)
    (out / "_run/summary.json").write_text("{}")
    with pytest.raises(NotOurs, match="another layout"):
        normalize_folder(raw, out, 1, task="plain_task")


def test_damaged_report_costs_a_reading_only(raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    normalize_folder(raw, out, 1, task="plain_task")
    whole = current(out)
    for name in ("outcomes.jsonl", "summary.json", "manifest.json"):
        (out / "_run" / name).write_text("{")
        normalize_folder(raw, out, 1, task="plain_task")
        assert current(out) == whole


def test_what_others_keep_in_the_output_folder_stays(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline.run, "Crew", Here)
    out = tmp_path / "out"
    theirs = [out / "records-2024/mine.txt", out / "_work/notes/mine.txt", out / "_work/mine.txt", out / "mine.txt"]
    for path in theirs:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("precious")
    (out / "_work/previous").symlink_to(tmp_path)
    for later in (False, True):
        if later:
            change(raw)
        normalize_folder(raw, out, 1)
        assert {path.read_text() for path in theirs} == {"precious"}
    assert (out / "_work/previous").is_dir()
    assert not (out / "_work/previous").is_symlink()


@pytest.mark.parametrize("name", ["", "_run", "current"])
def test_file_where_the_output_goes_is_not_replaced(name: str, raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / name).parent.mkdir(exist_ok=True)
    (out / name).write_text("precious")
    with pytest.raises(NotOurs, match="give OUT=<new folder>"):
        normalize_folder(raw, out, 1, task="plain_task")
    assert (out / name).read_text() == "precious"


def test_damaged_record_is_not_kept_for_an_input_that_has_gone(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline.run, "Crew", Here)
    out = tmp_path / "out"
    normalize_folder(raw, out, 1)
    damaged, _ = sorted((out / "current").glob("ditch-rider-*.json"))
    damaged.write_text("{")
    (raw / "county/rider.txt").unlink()
    normalize_folder(raw, out, 1)
    found = current(out)
    assert found is not None
    assert sum(name.startswith("ditch-rider-") for name in found) == 1
