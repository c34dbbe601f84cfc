"""The taxonomies at run time: ``load`` gives them, or None where no index was built (links are off)."""

from __future__ import annotations

import os
from pathlib import Path

from pipeline.taxonomy import index
from pipeline.taxonomy.link import Taxonomy

# Beside the environment that the set-up made; another place can be named in the environment.
PLACE = Path(os.environ.get("CLASSSPECS_TAXONOMY", "build/taxonomy.npz"))


def load(path: Path = PLACE) -> Taxonomy | None:
    """The taxonomies of an index, or None where there is no such file.

    Raises index.BadIndex where the file is damaged or something else: a wrong index must not pass for none.
    """
    return Taxonomy(index.read(path)) if path.is_file() else None
