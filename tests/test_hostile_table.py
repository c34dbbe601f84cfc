"""The table of hostile inputs by itself, and the cheap ones of it read in this very process."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hostile_case import FILES, GATE, LIMIT, PUBLISHED, VOCABULARY, Case, Table
from make_hostile import HOSTILE, SECRET, file_system, restore
from mutate import BY_FORMAT, MUTATORS, format_of, mutate

from pipeline.crew import Crew, Job
from pipeline.limits import LIMITS
from pipeline.outcomes import REASONS
from pipeline.schema import Record

ROOT = Path(__file__).resolve().parents[1]
CHEAP = [case for case in HOSTILE.values() if case.cheap]
SAMPLES = sorted(path for path in (ROOT / "raw").rglob("*") if path.is_file())


def test_there_are_enough_of_every_format() -> None:
    counts = Counter(case.format for case in HOSTILE.values())
    least = {"pdf": 120, "html": 90, "text": 60, "docx": 50, "other": 30}
    assert {name for name, count in least.items() if counts[name] < count} == set()
    assert sum(bool(case.marker) for case in HOSTILE.values()) >= 100


def test_names_are_plain_and_expectations_are_out_of_the_vocabulary() -> None:
    for name, case in HOSTILE.items():
        assert name == case.name
        assert re.fullmatch(r"[a-z0-9][A-Za-z0-9_.-]{1,80}", name)
        assert case.allowed
        assert case.allowed <= VOCABULARY - FILES
        assert not case.cheap or not case.allowed <= LIMIT
    assert set().union(*REASONS.values()) > VOCABULARY - {PUBLISHED}
    assert not {"internal", "bad_answer", "invalid_record"} & VOCABULARY
    again = Table("text")
    again.add("x", bytes, PUBLISHED)
    with pytest.raises(ValueError, match="twice"):
        again.add("x", bytes, PUBLISHED)


def test_a_case_says_what_is_wrong_with_an_answer() -> None:
    case = Case("x", "text", bytes, frozenset([PUBLISHED, "no_text"]), "weir")
    assert case.fault("published", "", ['{"a": "weir"}']) == ""
    assert case.fault("refused", "no_text") == ""
    assert "published without 'weir'" in case.fault("published", "", ["{}"])
    assert "expected no_text or published, found failed internal" in case.fault("failed", "internal")


def test_the_same_bytes_on_every_run() -> None:
    code = "import hashlib; from make_hostile import HOSTILE; print(*(hashlib.sha256(c.make()).hexdigest() for c in HOSTILE.values() if c.cheap))"  # fmt: skip
    ours = [hashlib.sha256(case.make()).hexdigest() for case in CHEAP]
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}", "PYTHONHASHSEED": seed}
        theirs = subprocess.run(
            [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
        )
        assert theirs.stdout.split() == ours


def test_cheap_cases_end_as_expected_of_locked_workers() -> None:
    faults = {}
    with Crew(1, limits=replace(LIMITS, wall=300)) as crew:  # a busy machine is no reason for a timeout here
        for job, result in crew.run(Job(case.name, case.make()) for case in CHEAP):
            fault = HOSTILE[job.source].fault(result.outcome, result.reason, [text for _, text in result.records])
            if result.reason not in ("", *REASONS[result.outcome]):
                fault = f"{result.outcome} {result.reason} is not of the vocabulary"
            for _, text in result.records:
                text.encode("utf-8")
                Record.model_validate_json(text)
            if fault:
                faults[job.source] = f"{fault} {result.detail}"
    assert faults == {}


def test_hostile_files_are_made(tmp_path: Path) -> None:
    expected = file_system(tmp_path)
    try:
        assert len(expected) > 50
        assert set().union(*expected.values()) <= GATE | FILES | {PUBLISHED, "too_large"}
        assert all(os.path.lexists(os.path.join(tmp_path / "raw", name)) for name in expected)
        assert (tmp_path / "raw" / "hard-link.txt").stat().st_nlink == 2
        assert SECRET in (tmp_path / "raw" / "link-to-secret.txt").read_text("utf-8")
        assert sum(b"\n" in os.fsencode(name) or b"\x1b" in os.fsencode(name) for name in expected) == 2
    finally:
        restore(tmp_path)


@pytest.mark.parametrize("sample", SAMPLES, ids=[path.name for path in SAMPLES])
def test_mutations_are_many_and_repeatable(sample: Path) -> None:
    data, other = sample.read_bytes(), SAMPLES[0].read_bytes()
    made = [mutate(data, other, Random(f"{sample.name}:{k}")) for k in range(12)]
    assert made == [mutate(data, other, Random(f"{sample.name}:{k}")) for k in range(12)]
    assert len(set(made) - {data}) >= 8


@pytest.mark.parametrize("data", [b"", b"a", b"%PDF-", b"PK\x03\x04", b"<html>"])
def test_mutators_take_what_is_hardly_there(data: bytes) -> None:
    for change in {*MUTATORS, *BY_FORMAT[format_of(data)]}:
        assert isinstance(change(data, b"", Random(1)), bytes)
