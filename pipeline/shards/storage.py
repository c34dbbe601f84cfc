"""Where documents and shards are: local folders and object stores behind one set of functions, by URI."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pyarrow.fs

from pipeline.shards.plan import Input

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


def listing(source: str, out: str) -> Iterator[Input]:
    """Every input below ``source``; hidden ones, their folders and what is below ``out`` are left out.

    Raises FileNotFoundError or FileExistsError, with what to do.
    """
    system, root = _open(source)
    found = _files(Path(root)) if system.type_name == "local" else _objects(system, root)
    written = _below(source, out)
    if written == "":
        raise FileExistsError(f"expected a place of its own for the records, found {place(source)} for both; give OUT")
    count = 0
    for one in found:
        count += 1
        if any(part.startswith(".") for part in one.name.split("/")):
            continue
        if written is None or not one.name.startswith(f"{written}/"):
            yield one
    if not count:
        raise FileNotFoundError(
            f"expected documents, found nothing at {place(source)}; give SOURCE as a folder or prefix"
        )


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
    system.move(f"{root}/.{name}.aside", f"{root}/{name}")


def remove(uri: str, name: str) -> None:
    """Remove one object."""
    system, root = _open(uri)
    system.delete_file(f"{root}/{name}")


def _below(source: str, out: str) -> str | None:
    """The path of ``out`` within ``source``, "" where they are the same, None where it is elsewhere."""
    (system, root), (other, path) = _open(source), _open(out)
    if system != other or not f"{path}/".startswith(f"{root}/"):
        return None
    return path[len(root) + 1 :]


def _objects(system: pyarrow.fs.FileSystem, root: str) -> Iterator[Input]:
    for info in system.get_file_info(pyarrow.fs.FileSelector(root, recursive=True, allow_not_found=True)):
        if info.type != pyarrow.fs.FileType.Directory:
            yield Input(info.path[len(root) + 1 :], info.size or 0, info.is_file)


def _files(root: Path) -> Iterator[Input]:
    # Arrow follows links, also to folders above; the local run does not.
    for path in root.rglob("*"):
        if path.is_symlink() or not path.is_dir():
            regular = path.is_file() and not path.is_symlink()
            yield Input(path.relative_to(root).as_posix(), path.stat().st_size if regular else 0, regular)
