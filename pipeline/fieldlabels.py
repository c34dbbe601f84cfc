"""Which field a printed label names."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from pipeline.labels import fold

# A label: begins with a capital, a sign or a digit, has few words, and no sentence in it.
_LABEL = re.compile(
    r"^(?:>\s*)?\*{0,2}(?P<label>[#•(]?[A-Z0-9][\w.,/&()'’#%+ -]{0,58}?)\s*(?P<colon>:{1,2}\*{0,2}|\t|\s[-–—]\s)\s*(?P<value>\S.*)?$"
)


_DASH = re.compile(r"[-–—]\s")


def label_in(text: str) -> re.Match[str] | None:
    """The label that a text begins with; most texts have nothing that could end one."""
    return _LABEL.match(text) if ":" in text or "\t" in text or _DASH.search(text) else None


@cache
def _labels() -> dict[str, str]:
    table = tomllib.loads(files("pipeline").joinpath("data/fields.toml").read_text("utf-8"))
    out: dict[str, str] = {}
    for name, entry in table.items():
        for label in entry["labels"]:
            out.setdefault(fold(label), name)
    return out


@cache
def field_sections() -> dict[str, str]:
    """The kind of section that a labelled value makes where it stands outside the header block."""
    table = tomllib.loads(files("pipeline").joinpath("data/fields.toml").read_text("utf-8"))
    return {name: entry["section"] for name, entry in table.items()}


def field_of(label: str) -> str | None:
    """The field that a label names.

    >>> field_of("Class Code::"), field_of("FLSA STATUS"), field_of("Knowledge of")
    ('class_code', 'flsa', None)
    """
    return _labels().get(fold(label))
