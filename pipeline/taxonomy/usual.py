"""Phrases that class specifications use over and over, with the concept that a reader would choose for them."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def usual() -> tuple[tuple[str, str], ...]:
    """(phrase, preferred label in ESCO) of data/usual_links.toml. The phrases are compared as labels are."""
    table = tomllib.loads(files("pipeline").joinpath("data/usual_links.toml").read_text("utf-8"))
    return tuple((phrase, label) for label, phrases in table["esco"].items() for phrase in phrases)
