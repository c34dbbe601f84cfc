"""The taxonomies at run time: ``load`` gives them, or None where no index was built (links are off)."""

from __future__ import annotations

from pathlib import Path

from pipeline.taxonomy import PLACE, index
from pipeline.taxonomy.link import Taxonomy


def load(path: Path = PLACE) -> Taxonomy | None:
    """The taxonomies of an index, or None where there is no such file.

    Raises index.BadIndex where the file is damaged or something else: a wrong index must not pass for none.
    """
    return Taxonomy(index.read(path)) if path.is_file() else None
