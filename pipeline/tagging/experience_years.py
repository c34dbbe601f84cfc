"""Words of how long experience has lasted, which are no part of what is known: "at least two years of"."""

from __future__ import annotations

import re

# "at least two years of", "minimum 3 years of", before experience.
_YEARS = re.compile(
    r"(?:(?:an?|at|least|minimum|of|over|more|than|or|to|the|equivalent|\(|\)|-|\d{1,3}\+?|\+|one|two|three|four|five|six|seven|eight"
    r"|ten|several|some) ){1,12}+(?:years?|months?) (?:['’] )?(?:of )?(?=(?:\S+ ){0,4}experience )"
)


def years_said(lows: list[str], at: int, end: int) -> int:
    """How many words say how long experience has lasted: "at least two years of"."""
    found = _YEARS.match(" ".join(lows[at : min(at + 16, end)]))
    return found[0].count(" ") if found is not None else 0


def before_years(lows: list[str], start: int, first: int) -> int:
    """Where words of how long experience has lasted begin before a word, else that word."""
    if "years" not in lows and "year" not in lows:
        return first
    for at in range(max(start, first - 8), first - 1):
        if (count := years_said(lows, at, first + 6)) and at + count == first:
            return at
    return first
