"""The gold set beside the repository, where it is there: no score falls under its floor."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pipeline.run import normalize_folder

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
FLOORS: dict[str, float] = json.loads((Path(__file__).parent / "floors.json").read_text("utf-8"))["record"]


def scores(folder: Path) -> dict[str, Any]:
    """What the scorer says of the gold documents, normalized by themselves."""
    raw, out = folder / "raw", folder / "normalized"
    for path in sorted((SHARED / "gold").glob("*.json")):
        source = json.loads(path.read_text("utf-8"))["source"]
        (raw / source).parent.mkdir(parents=True, exist_ok=True)
        (raw / source).write_bytes((SHARED / source).read_bytes())
    normalize_folder(raw, out, 2)
    command = [sys.executable, SHARED / "tools/score.py", out, SHARED / "gold", "--json"]
    return json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)


# One test and not four: the documents are read once, also where tests are spread over processes.
@pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="the gold set ../shared/gold is not there")
def test_gold_set(tmp_path: Path) -> None:
    found = scores(tmp_path)
    reached = {part: found[part] if part == "overall" else found[part]["f1"] for part in FLOORS}
    assert {part: (score, FLOORS[part]) for part, score in reached.items() if score < FLOORS[part]} == {}, (
        "run: make score"
    )
    assert found["quotes"]["checked"] > 0
    assert found["quotes"]["broken"] == 0
    for part in ("refusal", "accepted"):
        assert found[part]["hits"] == found[part]["gold"], f"{part}: run: make score"
