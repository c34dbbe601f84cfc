"""Whether a noun names persons, a group or an organisation: whom work is done for or with."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from pipeline.titlewords import TITLE_WORDS

# Words of titles that name no person by themselves.
_THINGS = frozenset(["maintenance", "series", "aid", "tender"])


@cache
def people() -> frozenset[str]:
    """Nouns of persons, groups and organisations (data/people.txt)."""
    lines = files("pipeline").joinpath("data/people.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def is_people(low: str) -> bool:
    """Whether a lower-cased noun names persons, a group or an organisation."""
    return low in people() or (low not in _THINGS and bool(TITLE_WORDS.fullmatch(low)))
