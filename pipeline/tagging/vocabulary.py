"""The word lists of the tagging rules, as data/tag_words.toml holds them."""

from __future__ import annotations

import tomllib
from importlib.resources import files


def words(module: str) -> dict[str, frozenset[str]]:
    """The word lists of a module of this package, by name."""
    tables = tomllib.loads(files("pipeline").joinpath("data/tag_words.toml").read_text("utf-8"))
    if module not in tables:
        raise LookupError(f"data/tag_words.toml has no table [{module}], only {', '.join(tables)}")
    return {name: frozenset(listed.split()) for name, listed in tables[module].items()}
