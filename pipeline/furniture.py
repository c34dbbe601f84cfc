"""Lines that belong to a page or a viewer and to no specification, each by a named rule."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from parsers.document import Block, BlockKind


@cache
def _rules() -> tuple[tuple[str, re.Pattern[str]], ...]:
    table = tomllib.loads(files("pipeline").joinpath("data/furniture.toml").read_text("utf-8"))
    return tuple((rule["name"], re.compile(rule["pattern"])) for rule in table["rule"])


@cache
def _any_rule() -> re.Pattern[str]:
    """All rules in one pattern, for nearly all lines fit none."""
    return re.compile(
        "|".join(
            f"(?i:{rule.pattern.removeprefix('(?i)')})" if rule.flags & re.IGNORECASE else f"(?:{rule.pattern})"
            for _, rule in _rules()
        )
    )


def furniture_rule(block: Block, text: str) -> str:
    """The rule by which a block that its parser left in is furniture, or an empty string; ``text`` is its words.

    The patterns come first, then the share of link text: a line that is one link and no sentence leads elsewhere.
    """
    if len(text) <= 200 and _any_rule().fullmatch(text):
        for name, pattern in _rules():
            if pattern.fullmatch(text):
                return name
    if (
        block.style.linked >= 0.95
        and block.kind is not BlockKind.HEADING
        and len(text.split()) <= 8
        and text[-1] not in ".;:"
    ):
        return "link"
    return ""
