"""Pay as specifications print it."""

from __future__ import annotations

import re
from typing import NamedTuple

from parsers.document import Span

_AMOUNT = re.compile(
    r"(?P<sign>[$£€]|\bUSD\b)?\s?(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+(?:\.\d{1,2})?)(?P<thousand>\s?[kK]\b)?(?P<percent>\s?%)?"
)
_PERIODS = (
    ("hour", re.compile(r"(?i)\b(?:hourly|hour|hr)\b|/\s?h(?:ou)?rs?\b")),
    ("biweek", re.compile(r"(?i)\bbi-?\s?weekly\b|\bpay period\b")),
    ("semimonth", re.compile(r"(?i)\bsemi-?\s?monthly\b|\btwice-a-month\b")),
    ("week", re.compile(r"(?i)(?<!bi)(?<!bi-)\b(?:weekly|per week|a week|/\s?week)\b")),
    ("month", re.compile(r"(?i)(?<!semi)(?<!semi-)\b(?:monthly|months?|mo)\b")),
    ("year", re.compile(r"(?i)\b(?:annual(?:ly)?|year(?:ly)?|per annum|annum|yr|pa)\b")),
    ("day", re.compile(r"(?i)\b(?:daily|per diem|per day)\b")),
)
_CURRENCY = {"$": "USD", "£": "GBP", "€": "EUR"}
# "after 6 months" says when, not how often.
_INTERVAL = re.compile(
    r"(?i)\b(?:after|within|every|for|first|up to)\s+(?:the\s+)?(?:\d+|[a-z]+)\s+(?:mo|months?|years?|yr|weeks?|days?|hours?)\b"
)
_JOINED = re.compile(
    r"^\s*+(?:\([^()]{0,40}\)\s*+)?(?:-|–|—|to|through|and|up to)\s*$|^\s*+(?:/|per)?\s*+(?:hour|hourly|hr|monthly|month|annually|year|biweekly)?\s*+(?:-|–|—|to)\s*$",
    re.IGNORECASE,
)
# Pay below these a period is no pay of a full-time class: steps, percentages, hours of work.
_UNLIKELY = re.compile(r"(?i)\b(?:hours? per|hours? a|units?|pounds?|lbs|miles|positions?)\b")


# Characters behind an amount in which the word stands that tells what it counts.
_NEXT = 40


class Pay(NamedTuple):
    """A range of pay: numbers as printed; one amount is both low and high, "up to" one amount is the high."""

    low: float | None
    high: float
    period: str | None
    currency: str
    span: Span


def pay(text: str, offset: int = 0, context: str = "") -> Pay | None:
    """The first range of pay in a text, lowest to highest; ``context`` (a heading or label) may give the period.

    Further ranges joined to the first by commas or "and" (other departments, other pay grades) widen it.

    >>> pay("$24.14 - $30.73 Hourly")[:4]
    (24.14, 30.73, 'hour', 'USD')
    >>> pay("Up to $49,000 a year")[:3]
    (None, 49000.0, 'year')
    >>> pay("$88,114 to $128,809 and $103,419 to $151,192", context="ANNUAL SALARY")[:3]
    (88114.0, 151192.0, 'year')
    """
    amounts = [found for found in _AMOUNT.finditer(text) if _is_pay(found, text)]
    if not amounts:
        return None
    group = [amounts[0]]
    for found in amounts[1:]:
        between = text[group[-1].end() : found.start()]
        if (
            _JOINED.match(between)
            or between.strip() == ";"
            or (len(group) >= 2 and re.fullmatch(r"\s*[;,]?\s*(?:and|to|-|–)?\s*", between))
        ):
            group.append(found)
        else:
            break
    numbers = [_number(found) for found in group]
    low, high = min(numbers), max(numbers)
    capped = len(group) == 1 and re.search(r"(?i)\bup to\s*$", text[: group[0].start()])
    end = group[-1].end()
    text = _INTERVAL.sub(lambda found: " " * len(found.group()), text)
    after = text[end : end + 40]
    period = _period(after) or _period(text[group[0].start() : end]) or _period(context) or _period(text)
    if period is None:
        # A bare number names its period by its size: no job pays 12,000 an hour, or 40 a year.
        period = "year" if high >= 12000 else "hour" if high < 150 else "month" if high >= 1500 else None
    sign = next((found["sign"] for found in group if found["sign"]), "$")
    return Pay(
        None if capped else low, high, period, _CURRENCY.get(sign, "USD"), (group[0].start() + offset, end + offset)
    )


def _is_pay(found: re.Match[str], text: str) -> bool:
    if found["percent"] or _UNLIKELY.match(text[found.end() : found.end() + _NEXT].lstrip()):
        return False
    if found["sign"]:
        return True
    number = found["number"]
    return (("," in number and len(number) >= 5) or "." in number) and not re.match(
        r"\s*(?:points?|hours?|%)", text[found.end() : found.end() + _NEXT]
    )


def _number(found: re.Match[str]) -> float:
    value = float(found["number"].replace(",", ""))
    return value * 1000 if found["thousand"] else value


def _period(text: str) -> str | None:
    hits = [(match.start(), name) for name, pattern in _PERIODS if (match := pattern.search(text))]
    return min(hits)[1] if hits else None
