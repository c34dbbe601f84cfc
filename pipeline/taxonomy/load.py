"""The taxonomies at run time: ``load`` gives them, or None where no index was built (links are off)."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pipeline.taxonomy import index
from pipeline.taxonomy.link import Taxonomy

# Where `make normalize` builds the index.
PLACE = Path("build/taxonomy.npz")


def load(path: Path = PLACE) -> Taxonomy | None:
    """The taxonomies of an index, or None where there is no such file.

    Raises index.BadIndex where the file is damaged or something else: a wrong index must not pass for none.
    """
    return Taxonomy(index.read(path)) if path.is_file() else None


def fingerprint(path: Path = PLACE) -> str:
    """A digest of the index that links depend on, "" where there is none: records made with another are out of date."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
