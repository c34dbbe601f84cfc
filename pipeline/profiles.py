"""What an employer's documents need beyond the general rules: one TOML file each, recognised by its own words.

A profile corrects and never replaces: a document without one goes through the general rules alone. The keys are
`recognise` (patterns, one of which stands in the document), `headings` (label = kind), `furniture`
(name = pattern of whole lines), `class_code` (the pattern that a code fits) and `expect` (kinds of section that
every specification of the employer has).
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pipeline.headings import KINDS, STRONG, Match
from pipeline.labels import fold
from pipeline.lines import Line, Role, replace

_KEYS = {"recognise", "headings", "furniture", "class_code", "expect"}


@dataclass(frozen=True, slots=True)
class Profile:
    """The corrections for one employer; ``name`` is that of its file."""

    name: str
    recognise: tuple[re.Pattern[str], ...]
    headings: dict[str, Match]
    furniture: tuple[tuple[str, re.Pattern[str]], ...]
    class_code: re.Pattern[str] | None
    expect: tuple[str, ...]


@cache
def profiles() -> tuple[Profile, ...]:
    """All profiles in the order of their names.

    Raises ValueError, naming the file, for a key or kind that is none.
    """
    folder = files("pipeline").joinpath("profiles")
    return tuple(
        _load(path.name.removesuffix(".toml"), path.read_text("utf-8"))
        for path in sorted(folder.iterdir(), key=lambda path: path.name)
        if path.name.endswith(".toml")
    )


def _load(name: str, text: str) -> Profile:
    table = tomllib.loads(text)
    kinds = [*table.get("headings", {}).values(), *table.get("expect", [])]
    if unknown := sorted((set(table) - _KEYS) | (set(kinds) - set(KINDS))):
        raise ValueError(
            f"profile {name}.toml: expected the keys {sorted(_KEYS)} and kinds of section, found {unknown}"
        )
    return Profile(
        name,
        tuple(re.compile(pattern) for pattern in table["recognise"]),
        {fold(label): Match(kind, STRONG) for label, kind in table.get("headings", {}).items()},
        tuple((rule, re.compile(pattern)) for rule, pattern in table.get("furniture", {}).items()),
        re.compile(table["class_code"]) if "class_code" in table else None,
        tuple(table.get("expect", ())),
    )


def profile_of(text: str) -> Profile | None:
    """The profile that recognises a document, if one does."""
    return next((p for p in profiles() if any(pattern.search(text) for pattern in p.recognise)), None)


def corrected(lines: list[Line], profile: Profile) -> list[Line]:
    """Lines with the headings and the furniture that a profile names."""
    out = []
    for line in lines:
        if line.role is Role.FURNITURE:
            out.append(line)
            continue
        rule = next((name for name, pattern in profile.furniture if pattern.fullmatch(line.text)), "")
        if rule:
            line = replace(line, role=Role.FURNITURE, match=None, rule=rule)
        elif line.role in (Role.BODY, Role.HEADING) and (match := profile.headings.get(fold(line.text))):
            line = replace(line, role=Role.HEADING, match=match)
        out.append(line)
    return out
