"""Hostile inputs of every format, made from nothing and the same on every run.

``HOSTILE`` is the table of all cases by name: ``case.make()`` gives the bytes (some are megabytes, so make one at a
time), ``case.fault(outcome, reason, records)`` says what is wrong with an answer to them. ``python tests/make_hostile.py
OUT`` writes them below a folder, with ``expected.json``; ``--files OUT`` makes hostile files and names instead.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import socket
import sys
from pathlib import Path

import hostile_docx
import hostile_html
import hostile_other
import hostile_pdf
import hostile_text
from hostile_case import LAST, Case, as_text, specification

HOSTILE: dict[str, Case] = {
    name: case
    for part in (hostile_pdf, hostile_html, hostile_text, hostile_docx, hostile_other)
    for name, case in part.CASES.items()
}
SUFFIXES = {"pdf": "pdf", "html": "html", "text": "txt", "docx": "docx", "other": "bin"}
# Words that stand only in files outside the folder: they must turn up in no record, report or log.
SECRET = "SECRET-HALYARD"
SPARSE = 10 << 30


def write(out: Path) -> None:
    """Write every case as a file named for it, and what is expected of each."""
    out.mkdir(parents=True, exist_ok=True)
    expected = {}
    for name, case in HOSTILE.items():
        file = f"{name}.{SUFFIXES[case.format]}"
        (out / file).write_bytes(case.make())
        expected[file] = {"allowed": sorted(case.allowed), "marker": case.marker}
    (out / "expected.json").write_text(json.dumps(expected, indent=1) + "\n", "utf-8")


def file_system(folder: Path) -> dict[str, frozenset[str]]:
    """Make files and names that a walk must survive, in ``folder``/raw, with secrets beside it in ``folder``/outside.

    Returns for each path below raw, as the file system has it (bytes that are no UTF-8 as surrogate escapes), the words
    that may come of it: "published" or reasons. A folder that is passed over whole stands with a slash at its end.
    What this machine's file system cannot hold is left out. ``restore`` undoes what hinders removal.
    """
    raw, outside = folder / "raw", folder / "outside"
    raw.mkdir(parents=True)
    outside.mkdir()
    secret = as_text([*specification(f"Keeper of {SECRET}", "9999"), LAST]).encode()
    (outside / "secret.txt").write_bytes(secret)
    (outside / "more").mkdir()
    (outside / "more" / "secret.txt").write_bytes(secret + b"- Again.\n")
    expected: dict[str, frozenset[str]] = {}

    def document(name: str | bytes, *allowed: str) -> None:
        """A sound specification under a name, its bytes unlike those of any other."""
        path = os.path.join(os.fsencode(raw), os.fsencode(name))
        with contextlib.suppress(OSError):
            os.makedirs(os.path.dirname(path), exist_ok=True)
            if os.path.lexists(path):  # a file system that takes two names for one
                return
            Path(os.fsdecode(path)).write_bytes(as_text(specification(code=f"{4000 + len(expected)}")).encode())
            expected[os.fsdecode(os.fsencode(name))] = frozenset(allowed or ("published",))

    def special(name: str, *allowed: str) -> Path:
        expected[name] = frozenset(allowed)
        return raw / name

    document("plain.txt")
    document("no-suffix")
    document("UPPER.TXT")
    document("wrong-suffix.pdf")
    document("two words.txt")
    document("line\nbreak.txt")
    document("carriage\rreturn.txt")
    document("tab\there.txt")
    document("\x1b[2J\x1b[31mescape.txt")
    document("bell\x07.txt")
    document("\u202etxt.cod.txt")
    document("zero\u200bwidth\ufeff.txt")
    document(b"latin-\xe4\xff.txt")
    document(b"cut-\xe2\x82.txt")
    document(b"surrogate-\xed\xa0\x80.txt")
    document("n" * 251 + ".txt")
    document("é" * 125 + ".txt")
    document("caf\u00e9.txt")
    document("cafe\u0301.txt")
    document("case.txt")
    document("Case.txt")
    document("CASE.txt")
    document("-rf.txt")
    document("--help")
    document("=1+1.txt")
    document("@SUM(A1).txt")
    document("$(id).txt")
    document("`id`.txt")
    document("%s%n.txt")
    document("*.txt")
    document("~.txt")
    document("a;b&c|d.txt")
    document("quote'\".txt")
    document("<script>.html")
    document("back\\slash.txt")
    document("..dots..txt", "hidden")
    document("...", "hidden")
    document("trailing.txt ")
    document("con.txt")
    document("_run")
    document("d/" * 60 + "deep.txt")
    document("deep/" + "/".join("n" * 200 for _ in range(12)) + "/x.txt")
    document(".hidden.txt", "hidden")
    (raw / ".folder").mkdir()
    (raw / ".folder" / "in.txt").write_bytes(secret + b"- In a hidden folder.\n")
    expected[".folder"] = frozenset(["hidden"])
    document("twin-1.txt")
    (raw / "twin-2.txt").write_bytes((raw / "twin-1.txt").read_bytes())
    expected["twin-2.txt"] = frozenset(["duplicate"])

    os.mkfifo(special("fifo.txt", "not_a_file"))
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as listener:  # a path may be too long for one
        listener.bind(str(raw / "socket.html"))
        expected["socket.html"] = frozenset(["not_a_file"])
    special("link-to-secret.txt", "not_a_file").symlink_to(outside / "secret.txt")
    special("link-relative.txt", "not_a_file").symlink_to("../outside/secret.txt")
    special("link-absolute.txt", "not_a_file").symlink_to("/etc/passwd")
    special("link-to-folder", "not_a_file").symlink_to(outside / "more")
    special("link-to-itself.txt", "not_a_file").symlink_to("link-to-itself.txt")
    special("link-loop-a", "not_a_file").symlink_to("link-loop-b")
    special("link-loop-b", "not_a_file").symlink_to("link-loop-a")
    special("link-to-above", "not_a_file").symlink_to("..")
    special("link-nowhere.txt", "not_a_file").symlink_to("nowhere")
    special("link-to-twin.txt", "not_a_file").symlink_to("plain.txt")
    special("link-to-zero.txt", "not_a_file").symlink_to("/dev/zero")
    os.link(outside / "secret.txt", special("hard-link.txt", "linked_outside"))
    with open(special("sparse.pdf", "too_large"), "wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(SPARSE)
    with open(special("sparse.txt", "too_large"), "wb") as file:
        file.truncate(SPARSE)
    special("empty.txt", "no_text").touch()
    document("folder.pdf/inner.txt")
    (raw / "empty-folder").mkdir()
    if os.geteuid() != 0:  # root reads what nobody may
        document("unreadable.txt", "unreadable")
        (raw / "unreadable.txt").chmod(0)
        (raw / "unlistable").mkdir()
        (raw / "unlistable" / "in.txt").write_bytes(secret + b"- In a closed folder.\n")
        (raw / "unlistable").chmod(0)
        expected["unlistable/"] = frozenset(["unreadable"])
    return expected


def restore(folder: Path) -> None:
    """Give back the rights that ``file_system`` took, so that the folder can be removed."""
    for name in ("unlistable", "unreadable.txt"):
        with contextlib.suppress(OSError):
            (folder / "raw" / name).chmod(0o700)


def main() -> int:
    """Write the cases, or the files and names, below the folder that is given."""
    parser = argparse.ArgumentParser(description="Write hostile inputs.")
    parser.add_argument("out", type=Path)
    parser.add_argument("--files", action="store_true", help="hostile files and names instead of hostile bytes")
    options = parser.parse_args()
    if options.files:
        print(f"{len(file_system(options.out))} files in {options.out / 'raw'}")
    else:
        write(options.out)
        print(f"{len(HOSTILE)} files in {options.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
