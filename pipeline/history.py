"""Events in the life of a class: established, revised, retitled, abolished, replaced."""

from __future__ import annotations

import itertools
import re
from typing import NamedTuple

from parsers.document import Span
from pipeline.dates import Date, dates
from pipeline.openings import opened

_EVENTS = (
    ("abolished", opened(r"(?i)\babolish|\bdeleted\b|\binactivated\b|\bdiscontinued\b|\beliminated\b")),
    ("established", opened(r"(?i)\b(?:board|council|csc|commission|court)[ -](?:adopted|approved)\b|\badopted by\b|\bnew class(?:ification)?\b|\bestablish|\bcreat(?:ed|ion)\b|\boriginat|\boriginal(?:ly)?\b|\bdate est\b|\binitial\b|^adopted\b|\bnew code\b|^issued\b|^date adopted|^adoption\b|\bclass adopted\b")),
    ("retitled", opened(r"(?i)\bretitl|\btitle chang|\btitle chg|\bchange of title|\btitle revis|\bformerly\b|\brenamed\b|\btitle change\b")),
    ("revised", opened(r"(?i)\brevis|\brev\b|\bamend|\bupdated?\b|\bmodified\b|\badded\b|\bchange date\b|\bchanged\b|\bedited\b|\bmodification\b")),
    ("replaced", opened(r"(?i)\breplace|\bsuperse")),
)  # fmt: skip
_ADOPTED = re.compile(r"(?i)\badopt(?:ed|ion)(?: date)?(?: by (?:the )?[\w ]{1,30})?(?: on)?:?\s*$")
_EFFECTIVE = re.compile(r"(?i)\beff(?:ective|\.)?(?: date| as of)?:?\s*(?:on\s+)?$")


class Event(NamedTuple):
    """An event with its dates and the span of the words that tell it."""

    event: str
    date: str | None
    adopted: str | None
    effective: str | None
    span: Span


def event_of(text: str) -> str:
    """The event that a text tells: the first that its words name.

    >>> event_of("New class effective June 1, 2005 (replaces 09430)"), event_of("Base range salary adjustment")
    ('established', 'other')
    """
    hits = [
        (match.start(), rank, name) for rank, (name, pattern) in enumerate(_EVENTS) if (match := pattern.search(text))
    ]
    return min(hits)[2] if hits else "other"


def read_event(text: str, offset: int) -> list[Event]:
    """The events of one line; a label with several dates gives one event a date.

    >>> [(e.event, e.date) for e in read_event("Revised: 1/5/99, 7/1/2004", 0)]
    [('revised', '1999-01-05'), ('revised', '2004-07-01')]
    >>> read_event("Revised duties, adopted June 13, 2019; effective July 1, 2019.", 0)[0][:4]
    ('revised', '2019-07-01', '2019-06-13', '2019-07-01')
    """
    pieces = _sentences_of_events(text)
    if len(pieces) > 1:
        return [event for start, end in pieces for event in read_event(text[start:end], offset + start)]
    found = dates(text)
    if not found:
        return []
    adopted = effective = None
    bare: list[Date] = []
    for date in found:
        before = text[: date.span[0]]
        if _EFFECTIVE.search(before):
            effective = effective or date.iso
        elif _ADOPTED.search(before):
            adopted = adopted or date.iso
        else:
            bare.append(date)
    span = (offset, offset + len(text))
    name = event_of(text)
    if effective or adopted:
        return [Event(name, effective or adopted, adopted, effective, span)]
    parts = _parts(text, bare)
    if len(parts) > 1:
        return [
            Event(event_of(part) if event_of(part) != "other" else name, date.iso, None, None, (offset + start, offset + start + len(part)))
            for part, start, date in parts
        ]  # fmt: skip
    return [Event(name, bare[0].iso, None, None, span)]


def _parts(text: str, found: list[Date]) -> list[tuple[str, int, Date]]:
    """A text with several bare dates, cut after each of them."""
    out, start = [], 0
    for date in found:
        piece = text[start : date.span[1]]
        lead = len(piece) - len(piece.lstrip(" ,;/.\t"))
        out.append((piece[lead:], start + lead, date))
        start = date.span[1]
    return out


_NEXT_EVENT = re.compile(
    r"(?<=[\d.;])\s+(?=(?:Revised?|Adopted|Amended|Abolished|Established|Retitled|Title [Cc]hanged?|New [Cc]lass|Updated)\b)"
)


def _sentences_of_events(text: str) -> list[Span]:
    """The parts of a line that tells several events one after the other, each with a date of its own."""
    cuts = [0, *(found.end() for found in _NEXT_EVENT.finditer(text)), len(text)]
    parts = [(start, start + len(text[start:end].rstrip())) for start, end in itertools.pairwise(cuts)]
    return parts if all(dates(text[start:end]) for start, end in parts) else [(0, len(text))]
