"""The samples of raw/: made as the script says, named in docs/samples.md, and each with an outcome."""

from __future__ import annotations

import re
from pathlib import Path

import make_cases
import make_samples
import pytest

from pipeline import work

ROOT = Path(__file__).resolve().parents[1]
RAW = ROOT / "raw"
SAMPLES = sorted(path for path in RAW.rglob("*") if path.is_file() and not path.name.startswith("."))
REFUSED = {"class-index.html", "page-not-found.txt"}


def files(folder: Path, *suffixes: str) -> dict[str, bytes]:
    """The files below a folder that end so, with their bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.suffix in suffixes
    }


def test_binary_samples_are_what_the_script_makes(tmp_path: Path) -> None:
    make_samples.main(tmp_path)
    assert files(tmp_path, ".pdf", ".docx") == files(RAW, ".pdf", ".docx")


def test_binary_cases_are_what_the_script_makes(tmp_path: Path) -> None:
    make_cases.main(tmp_path)
    assert files(tmp_path, ".pdf", ".docx") == files(make_cases.CASES, ".pdf", ".docx")


@pytest.mark.parametrize("sample", SAMPLES, ids=[path.name for path in SAMPLES])
def test_sample_has_its_outcome(sample: Path) -> None:
    result = work.process(sample.read_bytes(), sample.relative_to(RAW).as_posix())
    assert result.outcome == ("refused" if sample.name in REFUSED else "published"), result.detail


def test_samples_are_documented() -> None:
    named = set(re.findall(r"^\| `([^`]+)`", (ROOT / "docs/samples.md").read_text("utf-8"), re.MULTILINE))
    assert named == {path.relative_to(RAW).as_posix() for path in SAMPLES}
