"""Where documents and shards are: local folders and object stores behind one set of functions, by URI."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pyarrow.fs

from pipeline import intake
from pipeline.intake import Input, Listing, Unread
from pipeline.outcomes import Outcome

# These show an object when it is whole. Elsewhere a file is written aside and renamed.
WHOLE = ("s3", "gcs", "abfs")


@cache
def _open(uri: str) -> tuple[pyarrow.fs.FileSystem, str]:
    system, path = pyarrow.fs.FileSystem.from_uri(uri if "://" in uri else str(Path(uri).absolute()))
    return system, path.rstrip("/")


def place(uri: str) -> str:
    """A location without credentials and endpoint, which may be written down."""
    system, path = _open(uri)
    return f"{system.type_name}:{path}"


def listing(source: str, out: str) -> Listing:
    """Everything below ``source`` but for what lies in ``out``: inputs, and what is left out with the reason.

    Raises FileNotFoundError, NotADirectoryError or FileExistsError, with what to do.
    """
    (system, root), (other, written) = _open(source), _open(out)
    if system == other and root == written:
        raise FileExistsError(f"expected a place of its own for the records, found {place(source)} for both; give OUT")
    if system.type_name == "local":
        # A file system has links and devices, which intake leaves alone and Arrow would follow.
        return intake.listing(Path(root), Path(written) if other == system else Path(root).parent)
    inputs: list[Input] = []
    hidden: set[str] = set()
    for info in system.get_file_info(pyarrow.fs.FileSelector(root, recursive=True, allow_not_found=True)):
        name = info.path[len(root) + 1 :]
        parts = name.split("/")
        if system == other and info.path.startswith(f"{written}/"):
            continue
        dot = next((k for k, part in enumerate(parts) if part.startswith(".")), None)
        if dot is not None:
            hidden.add("/".join(parts[: dot + 1]))
        elif info.is_file:
            inputs.append(Input(name, Path(name), info.size))
    if not inputs and not hidden:
        raise FileNotFoundError(f"expected documents, found nothing at {place(source)}; give SOURCE as a prefix")
    return Listing(
        tuple(inputs),
        tuple(
            Outcome(name, None, "skipped", "hidden", "its name begins with a dot", "read") for name in sorted(hidden)
        ),
    )


def read_input(source: str, file: Input, most: int) -> bytes:
    """The bytes of an input, once and whole. Raises intake.Unread, also for one of more than ``most`` bytes."""
    system, root = _open(source)
    if system.type_name == "local":
        try:
            return intake.read(Path(root), file, most)
        except Unread as error:
            if not error.doubtful:
                raise
        return intake.read(Path(root), file, most)
    if file.size > most:
        raise Unread("too_large", f"expected at most {most:,} bytes, found {file.size:,}; leave it out or cut it")
    try:
        return read(source, file.source)
    except FileNotFoundError:
        raise Unread("changed_while_reading", "expected the file that was listed, found nothing") from None
    except (OSError, ValueError) as error:  # ValueError: a key that Arrow takes for no path, as "a//b"
        raise Unread("unreadable", f"expected a readable object, found: {error}") from None


def read(uri: str, name: str) -> bytes:
    """The bytes of one object, as they are: Arrow would unpack them by the name's ending. Raises OSError."""
    system, root = _open(uri)
    with system.open_input_stream(f"{root}/{name}", compression=None) as stream:
        return bytes(stream.read())


def sizes(uri: str) -> dict[str, int]:
    """The objects that stand right below a location, with their sizes in bytes; none where there is no such location."""
    system, root = _open(uri)
    selector = pyarrow.fs.FileSelector(root, allow_not_found=True)
    return {info.base_name: info.size for info in system.get_file_info(selector) if info.is_file}


def size(uri: str, name: str) -> int | None:
    """The size of one object in bytes, None where it is not there."""
    system, root = _open(uri)
    info = system.get_file_info(f"{root}/{name}")
    return int(info.size) if info.is_file else None


def write(uri: str, name: str, data: bytes) -> None:
    """Write one object that is seen whole or not at all."""
    system, root = _open(uri)
    if system.type_name in WHOLE:
        # One write and no more: leaving the block after an error would complete the upload of what was written.
        with system.open_output_stream(f"{root}/{name}", compression=None) as stream:
            stream.write(data)
        return
    system.create_dir(root, recursive=True)
    with system.open_output_stream(f"{root}/.{name}.aside", compression=None) as stream:
        stream.write(data)
    local = system.type_name == "local"
    if local:
        _on_disk(f"{root}/.{name}.aside")
    system.move(f"{root}/.{name}.aside", f"{root}/{name}")
    if local:
        _on_disk(root)


def _on_disk(path: str) -> None:
    """Wait until a file, or the names in a folder, would outlive a power cut; Arrow does not."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove(uri: str, name: str) -> None:
    """Remove one object."""
    system, root = _open(uri)
    system.delete_file(f"{root}/{name}")
