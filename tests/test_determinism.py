"""The same documents give the same bytes: whatever the workers, the order, the hash seed, the place and the locale."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
TURNS: list[dict[str, Any]] = [
    {"workers": 1},
    {"workers": 2, "PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati"},
    {"workers": 4, "PYTHONHASHSEED": "7", "LC_ALL": "C", "umask": 0o077, "shuffled": 1},
    {"workers": 8, "PYTHONHASHSEED": "9", "LC_ALL": "tr_TR.UTF-8", "relative": True, "shuffled": 2},
]


def digests(folder: Path) -> dict[str, str]:
    found = folder / "current"
    return {
        path.relative_to(found).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in found.rglob("*")
        if path.is_file()
    }


def normalized(raw: Path, folder: Path, turn: dict[str, Any]) -> dict[str, str]:
    """The published set of a run in a process of its own."""
    folder.mkdir()
    if "shuffled" in turn:
        # The order in which a folder lists its files follows the order in which they came.
        copy = folder / "raw"
        names = [path.relative_to(raw) for path in raw.rglob("*") if path.is_file()]
        random.Random(turn["shuffled"]).shuffle(names)
        for name in names:
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            (copy / name).write_bytes((raw / name).read_bytes())
        raw = copy
    names = ("PYTHONHASHSEED", "TZ", "LC_ALL")
    variables = os.environ | {"PYTHONPATH": str(ROOT)} | {name: turn[name] for name in names if name in turn}
    paths = (os.path.relpath(raw, folder), "out") if turn.get("relative") else (str(raw), str(folder / "out"))
    command = [sys.executable, "-m", "pipeline.cli", "normalize", *paths, "--workers", str(turn["workers"])]
    subprocess.run(
        [*command, "--taxonomies", "none"], cwd=folder, env=variables, umask=turn.get("umask", -1), capture_output=True, check=False
    )  # fmt: skip
    return digests(folder / "out")


def test_same_bytes_every_time(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    for path in sorted((ROOT / "raw").rglob("*")) + sorted((ROOT / "tests/cases").rglob("input.*")):
        if path.is_file():
            (raw / f"{path.parent.name}-{path.name}").write_bytes(path.read_bytes())
    (raw / "broken.pdf").write_bytes(b"%PDF-1.4\nnothing")
    (raw / "empty.txt").write_bytes(b"")
    found = [normalized(raw, tmp_path / str(n), turn) for n, turn in enumerate(TURNS)]
    assert len(found[0]) > 50
    assert all(one == found[0] for one in found[1:])


def test_cues_do_not_depend_on_the_hash_seed() -> None:
    # Weights are summed in the order of the cues: another order is another last bit, and may tip a section.
    program = "from pipeline.cues import cues; print(*cues('Rides a ditch each day and opens its gates by the schedule', False).names())"
    printed = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": str(seed)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in range(4)
    }
    assert len(printed) == 1


def test_outputs_hold_nothing_of_the_machine(tmp_path: Path) -> None:
    home = tmp_path / "home-of-a-marked-user"
    home.mkdir()
    (home / "rider.txt").write_text("Ditch Rider")
    (home / "broken.pdf").write_bytes(b"%PDF-1.4\nnothing")
    normalized(home, tmp_path / "one", {"workers": 1})
    files = [path for path in (tmp_path / "one/out/current").rglob("*.json*")]
    said = "".join(path.read_text() for path in files)
    assert len(files) >= 5
    assert home.name not in said
    assert str(ROOT) not in said
    assert os.uname().nodename not in said
