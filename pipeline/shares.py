"""Shares of working time as duties print them: "25%", "at least 60 percent of the time"."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

_SHARE = re.compile(
    r"(?i)(?:(?P<least>at least|a minimum of|minimum|not less than|no less than)|(?P<most>up to|at most|a maximum of|maximum|not more than|no more than|not to exceed)"
    r"|(?P<about>approximately|approx\.?|about|roughly|~))?\s{0,9}(?<![\d.])(?P<number>\d{1,3}(?:\.\d+)?)(?:\s*[-–]\s*\d{1,3})?\s*(?:%|per\s?cent\b)(?P<plus>\+)?(?P<time>\s*(?:of (?:the |their |your |work(?:ing)? )*(?:time|duties|work\b(?! \w)|hours|job|position|role|effort))?)"
)
# What makes a number part of a sentence that it closes or opens: "cuts costs by 10%", "5% of ballots are audited".
_INSIDE = re.compile(r"(?i)\b(?:by|to|of|from|in|within|than|under|over|below|above|an?|the)$")
_OF_THINGS = re.compile(r"(?i)\s?of ")


class ShareOfTime(NamedTuple):
    """A share in percent, what its words make of it, and where they stand."""

    percent: float
    bound: Literal["exactly", "at_least", "at_most", "about"]
    span: tuple[int, int]


def share_of_time(text: str) -> ShareOfTime | None:
    """The share of working time that a duty prints: at either end of it, or with "of the time" behind it.

    >>> share_of_time("25% Reviews plans.").percent, share_of_time("Reviews plans (at least 60 percent)").bound
    (25.0, 'at_least')
    >>> share_of_time("Audits a 10% sample of invoices each month")
    >>> share_of_time("Cuts costs by 10%."), share_of_time("5% of ballots are audited")
    (None, None)
    """
    if "%" not in text and "cent" not in text.lower():
        return None
    for found in _SHARE.finditer(text):
        before, after = text[: found.start()], text[found.end() :]
        opens = not re.search(r"\w", before) and (found["time"].strip() or not _OF_THINGS.match(after))
        closes = not re.search(r"\w", after) and not _INSIDE.search(before.rstrip())
        if (
            not (opens or closes or "time" in found["time"].lower() or "duties" in found["time"].lower())
            or float(found["number"]) > 100
        ):
            continue
        bound: Literal["exactly", "at_least", "at_most", "about"] = (
            "at_least"
            if found["least"] or found["plus"]
            else "at_most"
            if found["most"]
            else "about"
            if found["about"]
            else "exactly"
        )
        start, end = found.span()
        while text[start].isspace():
            start += 1
        while text[end - 1].isspace():
            end -= 1
        return ShareOfTime(float(found["number"]), bound, (start, end))
    return None
