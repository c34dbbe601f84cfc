"""A run over a folder: every input one outcome, nothing stops the batch, and the same input gives the same bytes."""

from __future__ import annotations

import json
import os
import random
from pathlib import Path
from typing import Any

import pytest
from hostile_docx import members, packed
from make_cases import corrupt_pdf, form_docx
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.run import Summary, normalize_folder
from pipeline.work import process

ROOT = Path(__file__).resolve().parents[1]
SPECIFICATION = """{title}

Class Code: {code}

DEFINITION
Under supervision, keeps the ditches of an irrigation district open and clean.

EXAMPLES OF DUTIES
- Rides a ditch each day and opens its gates by the schedule.
- Mends banks with earth and brush.
- Performs other duties as assigned.

MINIMUM QUALIFICATIONS
- Two years of experience in irrigation.
"""
BAD = {"corrupt.pdf": corrupt_pdf(), "empty.txt": b"", "picture.png": b"\x89PNG\r\n\x1a\n" + bytes(range(256))}


def text(title: str = "Ditch Maintenance Worker", code: str = "0417") -> str:
    """An invented class specification."""
    return SPECIFICATION.format(title=title, code=code)


def outcomes(out: Path) -> dict[str, dict[str, Any]]:
    """The outcomes that a run wrote, by source."""
    return {
        row["source"]: row for row in map(json.loads, (out / "_run/outcomes.jsonl").read_text("utf-8").splitlines())
    }


def tree(out: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes."""
    return {
        path.relative_to(out / "current").as_posix(): path.read_bytes()
        for path in (out / "current").rglob("*")
        if path.is_file()
    }


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """A folder of three good documents in two folders, three bad ones, and a link."""
    raw = tmp_path / "raw"
    (raw / "county/deep").mkdir(parents=True)
    (raw / "county/worker.txt").write_text(text())
    (raw / "county/deep/series.txt").write_text(
        text("DITCH INSPECTOR I/II") + "\nclass: Ditch Inspector I\nclass: Ditch Inspector II\n"
    )
    form_docx(raw)
    for name, data in BAD.items():
        (raw / name).write_bytes(data)
    (raw / "link.txt").symlink_to(raw / "county/worker.txt")
    (raw / ".hidden").write_text("left out")
    return raw


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def run(raw: Path, out: Path, workers: int = 1) -> Summary:
    """A run, with what holds for every run."""
    summary = normalize_folder(raw, out, workers, task="plain_task")
    rows = outcomes(out)
    told = json.loads((out / "_run/summary.json").read_text("utf-8"))
    files = [path for path in raw.rglob("*") if path.is_symlink() or not path.is_dir()]
    assert sum(summary.outcomes.values()) == len(rows) == told["inputs"] == len(files)
    assert list(rows) == sorted(rows)
    assert told["outcomes"] == summary.outcomes
    assert sum(told["reasons"].values()) == sum(bool(row["reason"]) for row in rows.values())
    names = [name for row in rows.values() for name in row["records"]]
    current = [name for row in rows.values() if not row["stale"] for name in row["records"]]
    assert len(names) == len(set(names))
    assert len(current) == summary.records == told["records"]
    assert all((out / "current" / name).is_file() for name in names)
    assert {path.name for path in (out / "_work").iterdir()} <= {"lock", "previous"}
    return summary


def test_bad_documents_do_not_stop_the_batch(raw: Path, out: Path) -> None:
    summary = run(raw, out)
    rows = outcomes(out)
    assert {name: (row["outcome"], row["reason"]) for name, row in rows.items()} == {
        "corrupt.pdf": ("failed", "corrupt"),
        "county/deep/series.txt": ("published", ""),
        "county/worker.txt": ("published", ""),
        "empty.txt": ("refused", "no_text"),
        "form_docx/input.docx": ("published", ""),
        "link.txt": ("skipped", "not_a_file"),
        ".hidden": ("skipped", "hidden"),
        "picture.png": ("failed", "unidentified"),
    }
    assert len(rows["county/deep/series.txt"]["records"]) == 2
    assert not summary.clean
    assert all(row["detail"] for row in rows.values() if row["outcome"] in ("refused", "failed"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_unreadable_file_fails_alone(raw: Path, out: Path) -> None:
    (raw / "county/worker.txt").chmod(0)
    run(raw, out)
    assert outcomes(out)["county/worker.txt"]["reason"] == "unreadable"


def test_what_is_no_file_is_not_opened(raw: Path, out: Path) -> None:
    os.mkfifo(raw / "pipe.txt")
    (raw / "loop").symlink_to(raw)
    (raw / "broken.txt").symlink_to(raw / "nowhere.txt")
    run(raw, out)
    rows = outcomes(out)
    assert {rows[name]["reason"] for name in ("pipe.txt", "loop", "broken.txt", "link.txt")} == {"not_a_file"}


def test_second_run_writes_nothing(raw: Path, out: Path) -> None:
    first = run(raw, out)
    before = {path: path.stat() for path in out.rglob("*")}
    second = run(raw, out)
    assert second.unchanged == first.outcomes["published"] > 0
    assert second.outcomes == first.outcomes
    after = {path: path.stat() for path in out.rglob("*") if "_work" not in path.parts}
    assert {path: (about.st_ino, about.st_mtime_ns) for path, about in after.items()} == {
        path: (about.st_ino, about.st_mtime_ns) for path, about in before.items() if "_work" not in path.parts
    }


def test_lost_record_is_written_again(raw: Path, out: Path) -> None:
    run(raw, out)
    before = tree(out)
    [name] = outcomes(out)["county/worker.txt"]["records"]
    (out / "current" / name).unlink()
    summary = run(raw, out)
    assert summary.outcomes["published"] - summary.unchanged == 1
    assert (out / "current" / name).read_bytes() == before[name]


def test_changed_input_replaces_its_records(raw: Path, out: Path) -> None:
    run(raw, out)
    [old] = outcomes(out)["county/worker.txt"]["records"]
    (raw / "county/worker.txt").write_text(text("Weir Maintenance Worker", "0418"))
    summary = run(raw, out)
    [new] = outcomes(out)["county/worker.txt"]["records"]
    assert new != old
    assert summary.outcomes["published"] - summary.unchanged == 1
    assert not (out / "current" / old).exists()
    assert json.loads((out / "current" / new).read_text("utf-8"))["title"]["value"] == "Weir Maintenance Worker"


def test_page_that_has_become_an_error_page_keeps_its_records(raw: Path, out: Path) -> None:
    run(raw, out)
    [old] = outcomes(out)["county/worker.txt"]["records"]
    (raw / "county/worker.txt").write_text("404 - page not found\n")
    for _ in range(2):
        summary = run(raw, out)
        row = outcomes(out)["county/worker.txt"]
        assert (row["outcome"], row["records"], row["stale"]) == ("refused", [old], True)
        assert (summary.stale, summary.clean) == (1, False)
        assert (out / "current" / old).exists()


def test_bytes_that_another_version_refuses_lose_their_records(
    raw: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (raw / "county/worker.txt").write_text("404 - page not found\n")
    run(raw, out)
    told = out / "current/_run/outcomes.jsonl"
    published = {"outcome": "published", "reason": "", "records": ["untitled-00000000.json"]}
    rows = [row | published if row["source"] == "county/worker.txt" else row for row in outcomes(out).values()]
    told.write_text("".join(json.dumps(row) + "\n" for row in rows))
    monkeypatch.setattr("pipeline.run.version", lambda *_, **__: "another version")
    summary = run(raw, out)
    assert outcomes(out)["county/worker.txt"]["records"] == []
    assert summary.stale == 0


def test_input_that_fails_now_keeps_its_records(raw: Path, out: Path) -> None:
    run(raw, out)
    [old] = outcomes(out)["county/worker.txt"]["records"]
    (raw / "county/worker.txt").write_bytes(corrupt_pdf() + b"%")
    run(raw, out)
    assert (out / "current" / old).exists()


def test_records_kept_over_a_failure_go_when_replaced(raw: Path, out: Path) -> None:
    run(raw, out)
    (raw / "county/worker.txt").write_bytes(corrupt_pdf() + b"%")
    run(raw, out)
    (raw / "county/worker.txt").write_text(text("Weir Maintenance Worker", "0418"))
    summary = run(raw, out)
    assert len(list((out / "current").glob("*.json"))) == summary.records


def test_broken_off_run_leaves_nothing_behind(raw: Path, out: Path, tmp_path: Path) -> None:
    def stop(done: int, total: int, outcome: object) -> None:
        if done == total:
            raise KeyboardInterrupt

    for n, title in enumerate(("Ditch Maintenance Worker", "Weir Maintenance Worker")):
        (raw / "county/worker.txt").write_text(text(title, f"041{n}"))
        with pytest.raises(KeyboardInterrupt):
            normalize_folder(raw, out, 1, stop, task="plain_task")
    (out / f"_work/.{'0' * 64}").write_text("{")
    run(raw, out)
    run(raw, tmp_path / "clean")
    assert {name for name in tree(out) if "_run" not in name} == {
        name for name in tree(tmp_path / "clean") if "_run" not in name
    }


def test_record_of_a_broken_off_run_is_not_taken_for_the_last(raw: Path, out: Path) -> None:
    def stop(done: int, total: int, outcome: object) -> None:
        if done == total:
            raise KeyboardInterrupt

    path = raw / "county/worker.txt"
    path.write_text(text("Ditch Maintenance Worker"))
    run(raw, out)
    whole = tree(out)
    path.write_text(text("Ditch Maintenance Worker").replace("Mends banks", "Mends fences"))
    with pytest.raises(KeyboardInterrupt):
        normalize_folder(raw, out, 1, stop, task="plain_task")
    path.write_text(text("Ditch Maintenance Worker"))
    run(raw, out)
    names = [name for name in whole if "_run" not in name]
    assert names
    assert {name: tree(out)[name] for name in names} == {name: whole[name] for name in names}


def test_damaged_record_is_written_again(raw: Path, out: Path) -> None:
    run(raw, out)
    whole = tree(out)
    for path in (out / "current").glob("*.json"):
        path.write_text("{")
    assert run(raw, out).outcomes["published"] > 0
    assert {name: data for name, data in tree(out).items() if "_run" not in name} == {
        name: data for name, data in whole.items() if "_run" not in name
    }


def test_records_within_the_input_folder_are_no_inputs(raw: Path) -> None:
    out = raw / "records"
    first = normalize_folder(raw, out, 1, task="plain_task")
    again = normalize_folder(raw, out, 1, task="plain_task")
    assert first.outcomes == again.outcomes
    assert again.unchanged == again.outcomes["published"] > 0


def test_records_want_a_folder_of_their_own(raw: Path) -> None:
    with pytest.raises(FileExistsError, match="folder of its own"):
        normalize_folder(raw, raw, 1)


def test_vanished_input_is_reported_and_kept(raw: Path, out: Path) -> None:
    run(raw, out)
    [name] = outcomes(out)["county/worker.txt"]["records"]
    (raw / "county/worker.txt").unlink()
    for _ in range(2):
        summary = run(raw, out)
        assert summary.vanished == ("county/worker.txt",)
        assert (out / "current" / name).exists()
    (raw / "county/worker.txt").write_text(text())
    assert run(raw, out).vanished == ()


def test_duplicate_bytes_are_refused(raw: Path, out: Path) -> None:
    (raw / "a-copy.txt").write_text(text())
    run(raw, out)
    rows = outcomes(out)
    assert rows["a-copy.txt"]["outcome"] == "published"
    assert (rows["county/worker.txt"]["outcome"], rows["county/worker.txt"]["reason"]) == ("refused", "duplicate")
    assert "a-copy.txt" in rows["county/worker.txt"]["detail"]


def test_output_does_not_depend_on_workers_or_order(tmp_path: Path) -> None:
    documents = {
        f"{k:02}/spec.txt": text(f"Ditch Maintenance Worker {'I' * (k % 3 + 1)}", f"{k:04}").encode() for k in range(12)
    } | BAD
    trees = []
    for n, workers in enumerate((1, 2, 3)):
        raw, out = tmp_path / f"{n}/raw", tmp_path / f"{n}/out"
        names = list(documents)
        random.Random(n).shuffle(names)
        for name in names:
            (raw / name).parent.mkdir(parents=True, exist_ok=True)
            (raw / name).write_bytes(documents[name])
        run(raw, out, workers)
        trees.append(tree(out))
    assert trees[0] == trees[1] == trees[2]


def test_names_beyond_unicode_do_no_harm(raw: Path, out: Path) -> None:
    try:
        Path(os.fsdecode(os.fsencode(raw) + b"/caf\xe9 \n\t.txt")).write_text(text("Café Ditch Worker"))
    except OSError:
        pytest.skip("the file system takes no such name")
    assert run(raw, out).outcomes["published"] == 4


def test_what_is_told_of_a_failure_is_the_same_each_time() -> None:
    # python-docx names the object that it was given by its place in memory.
    kind = "wordprocessingml.document.main"
    parts = [(name, part.replace(kind.encode(), b"spreadsheetml.sheet.main")) for name, part in members()]
    result = process(packed(parts), "sheet.docx")
    assert (result.reason, "0x" in result.detail) == ("corrupt", False)
    assert "spreadsheetml" in result.detail


# ------------------------------------------------------------------------------------------- command line


def call(*words: object) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of the command line."""
    result = CliRunner().invoke(app, [str(word) for word in words])
    return result.exit_code, result.stdout, result.stderr


def test_cli_normalize_counts_and_exit_codes(raw: Path, out: Path) -> None:
    code, said, warned = call("normalize", raw, out, "--workers", 1, "--taxonomies", raw / "none.npz")
    counts = dict(line.split()[:2] for line in said.splitlines() if not line.startswith(" "))
    assert code == 1
    assert counts.pop("links") == "off"
    assert counts == {"published": "3", "refused": "1", "failed": "2", "skipped": "2", "inputs": "8", "records": "4"}
    assert "corrupt.pdf" in warned
    for name in BAD:
        (raw / name).unlink()
    code, said, _ = call("normalize", raw, out, "--workers", 1)
    assert code == 0
    (raw / "county/worker.txt").unlink()
    code, said, _ = call("normalize", raw, out, "--workers", 1)
    assert code == 0
    assert "vanished" in said
    assert "vanished.jsonl" in said


def test_cli_normalize_names_what_it_expected(tmp_path: Path, out: Path) -> None:
    code, _, warned = call("normalize", tmp_path / "none", out)
    assert code == 2
    assert "expected a folder" in warned
    (tmp_path / "file").write_text("x")
    code, _, warned = call("normalize", tmp_path / "file", out)
    assert code == 2
    assert "found a file" in warned


def test_cli_show(raw: Path) -> None:
    path = raw / "county/worker.txt"
    code, said, _ = call("show", path, "--stage", "blocks")
    assert (code, len(said.splitlines())) == (0, sum(map(bool, text().splitlines())))
    code, said, _ = call("show", path, "--stage", "sections")
    assert code == 0
    assert "== duties 'EXAMPLES OF DUTIES'" in said
    code, said, _ = call("show", path)
    assert (code, json.loads(said)["class_code"]["value"]) == (0, "0417")


@pytest.mark.parametrize("stage", ["blocks", "sections", "record"])
def test_cli_show_says_why_not(raw: Path, stage: str) -> None:
    code, said, warned = call("show", raw / "corrupt.pdf", "--stage", stage)
    assert (code, said) == (1, "")
    assert warned.startswith("corrupt: expected")


def test_cli_show_says_refused(raw: Path) -> None:
    (raw / "gone.txt").write_text("404 - page not found\n")
    code, _, warned = call("show", raw / "gone.txt")
    assert code == 1
    assert warned.startswith("refused: error_page")


def test_cli_identify(raw: Path) -> None:
    code, said, _ = call("identify", raw / "county/worker.txt", raw / "form_docx/input.docx", raw / "corrupt.pdf")
    assert code == 0
    assert [line.split("\t")[0] for line in said.splitlines()] == ["text", "docx", "pdf"]
    code, said, _ = call("identify", raw / "picture.png")
    assert (code, said.split("\t")[0]) == (1, "unidentified")


def test_cli_check_finds_a_tampered_record(raw: Path, out: Path) -> None:
    call("normalize", raw, out, "--workers", 1)
    code, said, _ = call("check", out)
    assert (code, json.loads(said)) == (0, {"valid": 4, "invalid": 0})
    [name] = outcomes(out)["county/worker.txt"]["records"]
    record = json.loads((out / "current" / name).read_text("utf-8"))
    record["duties"][0]["text"] = record["duties"][0]["text"].replace("ditch", "dutch")
    (out / "current" / name).write_text(json.dumps(record))
    code, said, _ = call("check", out)
    assert code == 1
    assert name in said
    assert json.loads(said.splitlines()[-1]) == {"valid": 3, "invalid": 1}
    (out / "current" / name).write_text("{")
    assert call("check", out)[0] == 1


def test_cli_check_of_nothing_is_no_success(tmp_path: Path) -> None:
    assert call("check", tmp_path)[0] == 1
    assert call("check", tmp_path / "none")[0] == 2


def test_cli_check_tells_of_what_is_no_record(tmp_path: Path) -> None:
    (tmp_path / "folder.json").mkdir()
    (tmp_path / "nowhere.json").symlink_to(tmp_path / "none")
    (tmp_path / "deep.json").write_text("[" * 100_000)
    (tmp_path / "\x1b[31mred\u202e.json").write_bytes(b"\xff")
    code, said, warned = call("check", tmp_path)
    assert (code, warned) == (1, "")
    assert said.endswith('{"valid": 0, "invalid": 4}\n')
    assert all(c.isprintable() or c == "\n" for c in said)


@pytest.mark.parametrize("stage", ["record", "tags", "sections", "blocks"])
def test_cli_show_prints_nothing_that_acts_on_a_terminal(stage: str, tmp_path: Path) -> None:
    path = tmp_path / "bidi.txt"
    path.write_text(text("Ditch \u202eWorker \u2066X\x9b31m"))
    code, said, _ = call("show", path, "--stage", stage, "--taxonomies", tmp_path / "none.npz")
    assert code == 0
    assert all(c.isprintable() or c == "\n" for c in said)
    if stage == "record":
        assert "\u202e" in json.loads(said)["document"]["text"]
