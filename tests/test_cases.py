"""Every folder of tests/cases: what the pipeline makes of the input is what the folder expects."""

from __future__ import annotations

import difflib
import json
from pathlib import Path

import golden
import pytest
from projection import CASES, dump, folders, outcome

FOLDERS = folders()


@pytest.mark.parametrize("folder", FOLDERS, ids=[folder.relative_to(CASES).as_posix() for folder in FOLDERS])
def test_case(folder: Path) -> None:
    found_in, found = outcome(folder)
    expectations = [folder / name for name in ("expected.json", "error.json") if (folder / name).exists()]
    assert len(expectations) == 1, f"expected one of expected.json and error.json; run: make golden CASE={folder.name}"
    expected = json.loads(expectations[0].read_text("utf-8"))
    if (expectations[0].name, expected) != (found_in, found):
        why = (folder / "why.md").read_text("utf-8").strip()
        lines = difflib.unified_diff(
            dump(expected).splitlines(),
            dump(found).splitlines(),
            expectations[0].name,
            f"found ({found_in})",
            "",
            "",
            1,
            "",
        )
        pytest.fail("\n".join([why, *lines]), pytrace=False)


@pytest.mark.parametrize("folder", FOLDERS, ids=[folder.relative_to(CASES).as_posix() for folder in FOLDERS])
def test_case_is_complete(folder: Path) -> None:
    assert len(list(folder.glob("input.*"))) == 1
    assert (folder / "why.md").read_text("utf-8").strip(), "expected a line on what the case shows"


def test_golden_writes_what_is_missing_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(golden, "CASES", tmp_path)
    case = tmp_path / "empty"
    case.mkdir()
    assert golden.main(["empty"]) == 1
    (case / "input.txt").write_text("")
    assert golden.main(["empty"]) == 0
    assert json.loads((case / "error.json").read_text("utf-8")) == {"reason": "no_text"}
    (case / "error.json").write_text("edited by hand")
    assert golden.main(["empty"]) == 0
    assert (case / "error.json").read_text("utf-8") == "edited by hand"
