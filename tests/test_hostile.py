"""All hostile inputs, files and names through a real run; and a short fuzz. The longer forms: make test-faults, make fuzz."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

from make_hostile import HOSTILE, SECRET, SUFFIXES, file_system, restore

from pipeline.limits import LIMITS
from pipeline.run import normalize_folder
from pipeline.schema import Record

ROOT = Path(__file__).resolve().parents[1]
# A tenth of a document's CPU is enough for all but the slowest honest ones, and for what only ends at a limit it
# is spent in full; the clock is generous, since the tests share the machine.
BUDGET = replace(LIMITS, cpu=int(os.environ.get("HOSTILE_CPU", "2")), wall=60.0)


def rows(out: Path) -> dict[str, dict[str, object]]:
    return {row["source"]: row for row in map(json.loads, (out / "_run/outcomes.jsonl").read_text().splitlines())}


def test_every_hostile_input_ends_as_expected(tmp_path: Path) -> None:
    raw, out = tmp_path / "raw", tmp_path / "out"
    raw.mkdir()
    for name, case in HOSTILE.items():
        (raw / f"{name}.{SUFFIXES[case.format]}").write_bytes(case.make())
    normalize_folder(raw, out, 2, limits=BUDGET)
    found = rows(out)
    assert len(found) == len(HOSTILE) >= 300
    faults = {}
    for name, case in HOSTILE.items():
        row = found[f"{name}.{SUFFIXES[case.format]}"]
        records = [(out / "current" / file).read_text("utf-8") for file in row["records"]]  # type: ignore[attr-defined]
        for text in records:
            Record.model_validate_json(text)
        # Twins of another case are never read, and what needs more than this budget is none the worse for it.
        if row["reason"] not in ("duplicate", "timeout") and (
            fault := case.fault(str(row["outcome"]), str(row["reason"]), records)
        ):
            faults[name] = f"{fault}: {row['detail']}"
    assert faults == {}
    slow = {name for name, row in found.items() if row["reason"] == "timeout"}
    assert len(slow) < 80
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 1_000_000  # kilobytes, the whole test process


def test_parent_stays_small(tmp_path: Path) -> None:
    # In a process of its own: what the parent of the workers holds while a large answer and large inputs pass through.
    raw = tmp_path / "raw"
    raw.mkdir()
    for n in range(12):
        (raw / f"{n}.txt").write_text(f"Ditch Rider {n}\n" + "Rides a ditch each day. " * 40_000)
    program = (
        "from pathlib import Path; from pipeline.run import normalize_folder\n"
        "normalize_folder(Path('raw'), Path('out'), 2, task='plain_task')\n"
        "print(next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))"
    )
    said = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, check=True, text=True)
    assert int(said.stdout) < 300_000


def test_hostile_files_and_names(tmp_path: Path) -> None:
    expected = file_system(tmp_path)
    try:
        out = tmp_path / "out"
        started = time.monotonic()
        command = [sys.executable, "-m", "pipeline.cli", "normalize", tmp_path / "raw", out, "--taxonomies", "none"]
        said = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
        assert time.monotonic() - started < 120
        found = rows(out)
        for name, allowed in expected.items():
            source = os.fsencode(name).decode("utf-8", "backslashreplace")
            row = found.pop(source)
            assert (row["reason"] or row["outcome"]) in allowed, (source, row)
        assert not found, found
        written = b"".join(path.read_bytes() for path in out.rglob("*") if path.is_file())
        for words in (said.stdout, said.stderr, written):
            assert SECRET.encode() not in words
            assert b"root:" not in words
        assert not any(byte < 32 and byte not in b"\n\r\t" for byte in said.stdout + said.stderr)
        assert b"\xe2\x80\xae" not in said.stdout + said.stderr
        names = [path.name for path in out.rglob("*.json") if "_run" not in path.parts]
        assert all(len(name) <= 85 and set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.") for name in names)
    finally:
        restore(tmp_path)


def test_short_fuzz() -> None:
    command = [sys.executable, "tests/fuzz.py", "--count", "150", "--seed", "20", "--workers", "2", "--wall", "120"]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout
    assert " 0 faults" in said.stdout
