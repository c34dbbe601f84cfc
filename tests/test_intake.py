"""What lies below the input folder: regular files are read once as they were listed, all else is told and left alone."""

from __future__ import annotations

import os
import socket
import time
from pathlib import Path

import pytest

from pipeline import intake
from pipeline.intake import Input, Unread, listing, read


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    raw = tmp_path / "raw"
    (raw / "county").mkdir(parents=True)
    (raw / "county/rider.txt").write_text("Ditch Rider")
    return raw


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def reasons(raw: Path, out: Path) -> dict[str, str]:
    found = listing(raw, out)
    return {outcome.source: outcome.reason for outcome in found.left_out}


def test_only_regular_files_are_inputs(raw: Path, out: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET")
    os.mkfifo(raw / "pipe.txt")
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(raw / "socket.txt"))
    (raw / "link.txt").symlink_to(secret)
    (raw / "folder-link").symlink_to(tmp_path)
    (raw / "loop").symlink_to(raw)
    (raw / "dangling.txt").symlink_to(raw / "nowhere")
    os.link(secret, raw / "hard.txt")
    (raw / "named.pdf").mkdir()
    (raw / ".hidden").write_text("x")
    os.link(raw / "county/rider.txt", raw / "second-name.txt")  # both names lie here: nothing is brought in
    started = time.monotonic()
    assert reasons(raw, out) == {
        "pipe.txt": "not_a_file",
        "socket.txt": "not_a_file",
        "link.txt": "not_a_file",
        "folder-link": "not_a_file",
        "loop": "not_a_file",
        "dangling.txt": "not_a_file",
        "hard.txt": "linked_outside",
        ".hidden": "hidden",
    }
    assert {file.source for file in listing(raw, out).inputs} == {"county/rider.txt", "second-name.txt"}
    assert time.monotonic() - started < 5
    server.close()


def test_unlistable_folder_is_told(raw: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scandir = os.scandir

    def refuse(folder: Path) -> object:
        if Path(folder).name == "county":
            raise PermissionError(13, "Permission denied")
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", refuse)
    assert reasons(raw, out) == {"county/": "unreadable"}


def test_largest_first_and_copies_by_name(raw: Path, out: Path) -> None:
    for name, size in (("b", 10), ("a", 10), ("large", 1000)):
        (raw / name).write_bytes(b"x" * size)
    assert [file.source for file in listing(raw, out).inputs] == ["large", "county/rider.txt", "a", "b"]


def test_too_large_is_not_read(raw: Path) -> None:
    with open(raw / "sparse.pdf", "wb") as sparse:
        sparse.truncate(10_000_000_000)
    started = time.monotonic()
    with pytest.raises(Unread, match="25,000,000 bytes") as caught:
        read(raw, Input("sparse.pdf", Path("sparse.pdf"), 0), 25_000_000)
    assert caught.value.reason == "too_large"
    assert time.monotonic() - started < 1


@pytest.mark.parametrize("how", ["link", "folder link", "gone", "pipe", "folder"])
def test_what_took_a_files_place_is_not_read(how: str, raw: Path, tmp_path: Path) -> None:
    (tmp_path / "county").mkdir()
    (tmp_path / "county/rider.txt").write_text("SECRET")
    path = raw / "county/rider.txt"
    path.unlink()
    if how == "link":
        path.symlink_to(tmp_path / "county/rider.txt")
    elif how == "folder link":
        path.parent.rmdir()
        path.parent.symlink_to(tmp_path / "county")
    elif how == "pipe":
        os.mkfifo(path)
    elif how == "folder":
        path.mkdir()
    with pytest.raises(Unread) as caught:
        read(raw, Input("county/rider.txt", Path("county/rider.txt"), 11), 100)
    assert caught.value.reason == "changed_while_reading"


def test_file_that_changes_while_it_is_read(raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = raw / "county/rider.txt"
    reading = os.read

    def write_meanwhile(descriptor: int, size: int) -> bytes:
        data = reading(descriptor, size)
        with open(path, "a") as more:
            more.write("x")
        return data

    monkeypatch.setattr(intake.os, "read", write_meanwhile)
    with pytest.raises(Unread) as caught:
        read(raw, Input("county/rider.txt", Path("county/rider.txt"), 11), 10**6)
    assert (caught.value.reason, caught.value.doubtful) == ("changed_while_reading", True)


def test_names_beyond_unicode_and_print(raw: Path, out: Path) -> None:
    for name in (b"caf\xe9 \n\t.txt", b"\x1b[31mred.txt", b"=cmd.txt", b"-rf.txt", b"x" * 255, "e\u0301.txt".encode(), "\u00e9.txt".encode()):  # fmt: skip
        Path(os.fsdecode(os.fsencode(raw) + b"/" + name)).write_text("Ditch Rider")
    files = listing(raw, out).inputs
    assert len(files) == 8
    assert all(read(raw, file, 100) == b"Ditch Rider" for file in files)
    assert all(file.source.encode() for file in files)


def test_no_two_files_have_one_name(raw: Path, out: Path) -> None:
    names = (b"\xff.txt", rb"\xff.txt", b"\\\xff.txt", rb"\\xff.txt", rb"a\b.txt", "\u00ff.txt".encode())
    for name in names:
        Path(os.fsdecode(os.fsencode(raw) + b"/" + name)).write_text("Ditch Rider")
    sources = [file.source for file in listing(raw, out).inputs]
    assert len(set(sources)) == len(sources) == len(names) + 1
    assert {r"\xff.txt", r"\\xff.txt", r"a\b.txt"} <= set(sources)
