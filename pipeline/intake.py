"""What lies below the input folder, and the one reading of each file: regular files only, no link followed."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from pipeline.outcomes import Outcome

_LIKE_ESCAPE = re.compile(r"\\x[0-9a-f]{2}")


@dataclass(frozen=True, slots=True)
class Input:
    """A file to read: the name that records keep of it, its path below the folder, its size when it was listed."""

    source: str
    path: Path
    size: int


@dataclass(frozen=True, slots=True)
class Listing:
    """All that lies below a folder: files to read in the order they are to be read, and what is left out with the reason."""

    inputs: tuple[Input, ...]
    left_out: tuple[Outcome, ...]


class Unread(Exception):
    """A file that could not be read as it was listed; ``reason`` is one of outcomes.REASONS.

    ``doubtful`` tells that a second try may go better.
    """

    def __init__(self, reason: str, detail: str, *, doubtful: bool = False) -> None:
        super().__init__(detail)
        self.reason, self.doubtful = reason, doubtful


def listing(raw: Path, out: Path) -> Listing:
    """Everything below a folder but for what lies in ``out``; the largest files first, so that none is left for last.

    Raises FileNotFoundError, NotADirectoryError or FileExistsError, with what to do.
    """
    if not raw.exists():
        raise FileNotFoundError(f"expected a folder of documents, found nothing at {raw}; give RAW=<folder>")
    if not raw.is_dir():
        raise NotADirectoryError(f"expected a folder of documents, found a file at {raw}; give the folder it is in")
    if out.resolve() == raw.resolve():
        raise FileExistsError(f"expected a folder of its own for the records, found {raw} for both; give OUT=<folder>")
    written = out.resolve()
    files: list[tuple[Input, os.stat_result]] = []
    left_out: list[Outcome] = []
    folders = [raw]
    while folders:
        folder = folders.pop()
        try:
            entries = list(os.scandir(folder))
        except OSError as error:
            detail = f"expected a folder that can be listed, found: {error.strerror}; mend its permissions"
            left_out.append(Outcome(name_of(folder, raw) + "/", None, "failed", "unreadable", detail, "read"))
            continue
        for entry in entries:
            path = Path(entry.path)
            source = name_of(path, raw)
            if entry.name.startswith("."):
                left_out.append(Outcome(source, None, "skipped", "hidden", "its name begins with a dot", "read"))
            elif entry.is_dir(follow_symlinks=False):
                if path.resolve() != written:
                    folders.append(path)
            elif entry.is_file(follow_symlinks=False):
                about = entry.stat(follow_symlinks=False)
                files.append((Input(source, path.relative_to(raw), about.st_size), about))
            else:
                detail = "expected a regular file, found a link, pipe, socket or device"
                left_out.append(Outcome(source, None, "skipped", "not_a_file", detail, "read"))
    inputs = []
    # A file with more names than lie here has one elsewhere: it may be anything of the same disk.
    names = Counter((about.st_dev, about.st_ino) for _, about in files)
    for file, about in files:
        if about.st_nlink > names[about.st_dev, about.st_ino]:
            detail = "expected a file of this folder's own, found a hard link to one elsewhere; copy it"
            left_out.append(Outcome(file.source, None, "skipped", "linked_outside", detail, "read"))
        else:
            inputs.append(file)
    # Equal bytes have equal sizes, so the first of several copies is the first by name, whatever came between.
    return Listing(tuple(sorted(inputs, key=lambda file: (-file.size, file.source))), tuple(left_out))


def name_of(path: Path, raw: Path) -> str:
    r"""The name that records keep of a file: its path below the folder, bytes that are no UTF-8 escaped as ``\xff``.

    A backslash is doubled where there is such an escape, or what looks like one: no two files have one name.
    """
    name = os.fsencode(path.relative_to(raw).as_posix())
    try:
        if not _LIKE_ESCAPE.search(text := name.decode("utf-8")):
            return text
    except UnicodeDecodeError:
        pass
    return name.replace(b"\\", b"\\\\").decode("utf-8", "backslashreplace")


def read(raw: Path, file: Input, most: int) -> bytes:
    """The bytes of a file, read once through one descriptor that no link has led to.

    Raises Unread: ``too_large`` beyond ``most`` bytes, ``changed_while_reading``, ``unreadable``.
    """
    try:
        descriptor = _open(raw, file.path)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENOTDIR, errno.ENOENT, errno.ENXIO):
            found = "nothing" if error.errno == errno.ENOENT else "a link"
            raise Unread("changed_while_reading", f"expected the file that was listed, found {found}") from None
        detail = f"expected a readable file, found: {error.strerror}; mend its permissions"
        raise Unread("unreadable", detail, doubtful=error.errno not in (errno.EACCES, errno.EPERM)) from None
    try:
        before = os.fstat(descriptor)
        if not stat.S_ISREG(before.st_mode):
            raise Unread(
                "changed_while_reading", "expected the file that was listed, found something else in its place"
            )
        if before.st_size > most:
            raise Unread(
                "too_large", f"expected at most {most:,} bytes, found {before.st_size:,}; leave it out or cut it"
            )
        data = bytearray()
        while part := os.read(descriptor, min(1 << 20, most + 1 - len(data))):
            data += part
        after = os.fstat(descriptor)
    except OSError as error:
        detail = f"expected a readable file, found: {error.strerror}; copy it anew"
        raise Unread("unreadable", detail, doubtful=True) from None
    finally:
        os.close(descriptor)
    if _state(before) != _state(after) or len(data) != before.st_size:
        detail = "expected a file at rest, found that it is being written; run again"
        raise Unread("changed_while_reading", detail, doubtful=True)
    return bytes(data)


def _open(raw: Path, path: Path) -> int:
    """Open a file below a folder step by step, each step without following a link."""
    folder = os.open(raw, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for part in path.parts[:-1]:
            below = os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=folder)
            os.close(folder)
            folder = below
        return os.open(path.name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=folder)
    finally:
        os.close(folder)


def _state(about: os.stat_result) -> tuple[int, ...]:
    return about.st_dev, about.st_ino, about.st_size, about.st_mtime_ns, about.st_ctime_ns
