"""A stand-in for ``pipeline.work`` that starts at once: what runs, crews and stores do does not depend on the reading.

The first line of a document is its title, each line "class: NAME" makes a record; a word in capitals asks for mischief.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import pickle
import re
import struct
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline import schema
from pipeline.outcomes import Result


@dataclass(frozen=True)
class Prepared:
    process: Any
    taxonomies: tuple[str, ...] = ()
    readable: tuple[Path, ...] = ()


def prepare(taxonomies: str | None = None) -> Prepared:
    if taxonomies and Path(taxonomies).name == "damaged.npz":
        raise ValueError("expected an index, found a damaged one")
    return Prepared(process)


def process(data: bytes, source: str) -> Result:
    """Records of the document's first words, or what its capitals ask for."""
    if data.startswith(b"\x89PNG"):
        return Result("failed", "unidentified", "expected text, found a picture", "parse")
    text = data.decode("utf-8", "replace").strip()
    if not text:
        return Result("refused", "no_text", "expected text, found none", "parse")
    if text.startswith("404"):
        return Result("refused", "error_page", "an error page", "normalize")
    if text.startswith("%"):
        return Result("failed", "corrupt", "expected text, found a broken file", "parse")
    for word, mischief in MISCHIEF.items():
        if re.search(rf"\b{word}\b", text):
            done = mischief(data, source)
            if isinstance(done, Result):
                return done
    names = re.findall(r"(?m)^class: (.+)$", text) or text.splitlines()[:1]
    return Result("published", records=tuple(_record(name, text, data, source) for name in names))


def _record(name: str, text: str, data: bytes, source: str, sha256: str = "") -> tuple[str, str]:
    digest = hashlib.sha256(f"{source}\0{name}".encode()).hexdigest()[:8]
    spec_id = f"{re.sub('[^a-z0-9]+', '-', name.lower()).strip('-')[:40] or 'untitled'}-{digest}"
    entries, at = [], 0
    for line in text.split("\n"):
        entries.append(
            schema.LedgerLine(span=(at, at + len(line)), place=schema.Place(line=1), claim="unclaimed", by="")
        )
        at += len(line) + 1
    start = text.find(name)
    record = schema.Record(
        spec_id=spec_id,
        document_type="class_spec",
        document=schema.SourceDocument(
            source=source,
            sha256=sha256 or hashlib.sha256(data).hexdigest(),
            format="text",
            encoding="utf-8",
            pages=None,
            part=None,
            ocr=None,
            text=text,
        ),
        title=schema.Read(value=name, text=name, span=(start, start + len(name))),
        class_code=None,
        jurisdiction=None,
        category=None,
        series=None,
        status=schema.Status(value="active"),
        flsa=None,
        salary=None,
        bargaining_unit=None,
        header=(),
        sections=(),
        duties=(),
        skills=(),
        qualifications=(),
        history=(),
        mentions=(),
        ledger=schema.Ledger(
            lines=len(entries), claimed=0, furniture=0, unclaimed=len(entries), entries=tuple(entries)
        ),
        issues=(),
    )
    return spec_id, record.model_dump_json()


def _pipe() -> int:
    """The descriptor of the worker's pipe: the one above the three standard ones."""
    return next(fd for fd in range(3, 64) if _is_open(fd))


def _is_open(descriptor: int) -> bool:
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True


def _hang(data: bytes, source: str) -> None:
    time.sleep(600)


def _spin(data: bytes, source: str) -> None:
    while True:
        pass


def _eat(data: bytes, source: str) -> Result:
    try:
        blocks = [bytes(1 << 28) for _ in range(64)]
    except MemoryError:
        return Result("failed", "memory", "the document needs more memory than a worker has", "normalize")
    return Result("failed", "internal", f"was given {len(blocks)} blocks", "normalize")


def _fault(data: bytes, source: str) -> None:
    ctypes.string_at(0)


def _overflow(data: bytes, source: str) -> None:
    sys.setrecursionlimit(1_000_000_000)

    def deeper(depth: int) -> int:
        return max([depth], key=lambda value: deeper(value + 1))

    deeper(0)


def _quit(data: bytes, source: str) -> None:
    os._exit(0)


def _garbage(data: bytes, source: str) -> None:
    os.write(_pipe(), struct.pack("!I", 12) + b"not an answe")


def _pickled(data: bytes, source: str) -> None:
    body = pickle.dumps({"outcome": "published"})
    os.write(_pipe(), struct.pack("!I", len(body)) + body)


def _flood(data: bytes, source: str) -> None:
    os.write(_pipe(), struct.pack("!I", 1 << 30))
    block = bytes(1 << 20)
    for _ in range(1024):
        os.write(_pipe(), block)


def _babble(data: bytes, source: str) -> None:
    """Two answers to one document."""
    body = (
        b'{"source":"%s","outcome":"refused","reason":"no_text","detail":"","stage":"parse","trace":"","records":[]}'
        % source.encode()
    )
    os.write(_pipe(), 2 * (struct.pack("!I", len(body)) + body))
    time.sleep(600)


def _swell(data: bytes, source: str) -> Result:
    """An honest answer that is longer than answers may be."""
    return Result("published", records=tuple((f"part-{n}", "x" * 1_000_000) for n in range(65)))


def _lie(data: bytes, source: str) -> Result:
    return Result("published", records=(_record("Other", "Other", data, source, sha256="0" * 64),))


def _traverse(data: bytes, source: str) -> Result:
    return Result("published", records=(("../../etc/passwd", _record("Other", "Other", data, source)[1]),))


def _invalid(data: bytes, source: str) -> Result:
    name, text = _record("Other", "Other", data, source)
    return Result("published", records=((name, text.replace('"span":[0,5]', '"span":[1,6]', 1)),))


def _word(data: bytes, source: str) -> Result:
    return Result("published" if b"SKIPPED" not in data else "skipped", "unheard_of", "", "parse")


def _raise(data: bytes, source: str) -> Result:
    return Result("failed", "internal", "ZeroDivisionError: a fault of ours", "normalize", trace="Traceback: here")


# By the word that asks for it; the reason under which the run must report it stands beside it.
MISCHIEF = {
    "HANG": _hang,
    "SPIN": _spin,
    "EAT": _eat,
    "FAULT": _fault,
    "OVERFLOW": _overflow,
    "QUIT": _quit,
    "GARBAGE": _garbage,
    "PICKLE": _pickled,
    "FLOOD": _flood,
    "SWELL": _swell,
    "BABBLE": _babble,
    "LIE": _lie,
    "TRAVERSE": _traverse,
    "INVALID": _invalid,
    "WORD": _word,
    "RAISE": _raise,
}
REASONS = {
    "HANG": "timeout",
    "SPIN": "timeout",
    "EAT": "memory",
    "FAULT": "crash",
    "OVERFLOW": "crash",
    "QUIT": "crash",
    "GARBAGE": "bad_answer",
    "PICKLE": "bad_answer",
    "FLOOD": "bad_answer",
    "SWELL": "too_large",
    "BABBLE": "no_text",
    "LIE": "invalid_record",
    "TRAVERSE": "bad_answer",
    "INVALID": "invalid_record",
    "WORD": "bad_answer",
    "RAISE": "internal",
}
