"""Dates as specifications print them, read to ISO as fine as printed."""

from __future__ import annotations

import re
from typing import NamedTuple

from parsers.document import Span

_MONTHS = {
    name: k
    for k, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], start=1
    )
}
_MONTH = r"(?P<month>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_PATTERNS = (
    re.compile(r"\b(?P<y>(?:19|20)\d\d)[-/](?P<m>\d{1,2})[-/](?P<d>\d{1,2})\b"),
    re.compile(r"\b(?P<m>\d{1,2})[-/.](?P<d>\d{1,2})[-/.](?P<y>\d{4}|\d{2})\b"),
    re.compile(rf"\b{_MONTH}\s*(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>(?:19|20)\d\d)\b", re.IGNORECASE),
    re.compile(rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH},?\s+(?P<y>(?:19|20)\d\d)\b", re.IGNORECASE),
    re.compile(rf"\b{_MONTH},?\s+(?P<y>(?:19|20)\d\d)\b", re.IGNORECASE),
    re.compile(r"\b(?P<m>\d{1,2})/(?P<y>(?:19|20)\d\d|\d{2})\b(?!/)"),
    re.compile(r"(?<![\d$-])(?P<y>(?:19|20)\d\d)(?![\d-])"),
)
# Two-digit years: class plans go back to the 1930s; later than this they are of the last century.
_PIVOT = 30


class Date(NamedTuple):
    """An ISO date of year, month or day precision, and the span of its words."""

    iso: str
    span: Span


def dates(text: str, offset: int = 0) -> list[Date]:
    """The dates in a text in order; spans are shifted by ``offset``.

    >>> [date.iso for date in dates("adopted June 13, 2019; effective 7/1/19; rev. 12-28-01, 07/2001, 1931")]
    ['2019-06-13', '2019-07-01', '2001-12-28', '2001-07', '1931']
    """
    found: list[Date] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if any(match.start() < end - offset and start - offset < match.end() for _, (start, end) in found):
                continue
            if iso := _iso(match):
                found.append(Date(iso, (match.start() + offset, match.end() + offset)))
    return sorted(found, key=lambda date: date.span)


def _iso(match: re.Match[str]) -> str | None:
    parts = match.groupdict()
    year = int(parts["y"])
    if year < 100:
        year += 2000 if year <= _PIVOT else 1900
    month = _MONTHS[parts["month"][:3].lower()] if parts.get("month") else int(parts["m"]) if parts.get("m") else None
    day = int(parts["d"]) if parts.get("d") else None
    if month is None:
        return f"{year:04}"
    if not 1 <= month <= 12 or (day is not None and not 1 <= day <= _length(year, month)):
        return None
    return f"{year:04}-{month:02}" if day is None else f"{year:04}-{month:02}-{day:02}"


def _length(year: int, month: int) -> int:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]
