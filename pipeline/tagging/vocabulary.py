"""The word lists of the tagging rules, as data/tag_words.toml holds them."""

from __future__ import annotations

import tomllib
from importlib.resources import files


def words(module: str) -> dict[str, frozenset[str]]:
    """The word lists of a module of this package, by name."""
    tables = tomllib.loads(files("pipeline").joinpath("data/tag_words.toml").read_text("utf-8"))
    return {name: frozenset(listed.split()) for name, listed in tables[module].items()}
