"""The account of every line: claimed and by what, furniture and by which rule, or unclaimed."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from parsers.document import Document, Span
from pipeline.lines import Line, Role
from pipeline.schema import Ledger, LedgerLine, Place

Claim = tuple[Span, str]


def ledger(document: Document, lines: list[Line], claims: Iterable[Claim]) -> Ledger:
    """Settle each block's line by the claims on its span; ``claims`` are (span, claimant), the first one counts."""
    starts = [block.span[0] for block in document.blocks]
    ends = [block.span[1] for block in document.blocks]
    claimed: dict[int, str] = {}
    for (start, end), claimant in claims:
        for number in range(bisect_left(ends, start), bisect_right(starts, max(start, end - 1))):
            claimed.setdefault(number, claimant)
    rules = {line.block: line.rule for line in lines if line.role is Role.FURNITURE}
    entries = []
    for number, block in enumerate(document.blocks):
        origin = block.origin
        place = Place(line=origin.line, last_line=origin.last_line, page=origin.page, box=origin.box, path=origin.path)
        if number in rules:
            entries.append(LedgerLine(span=block.span, place=place, claim="furniture", by=rules[number]))
        elif number in claimed:
            entries.append(LedgerLine(span=block.span, place=place, claim="claimed", by=claimed[number]))
        else:
            entries.append(LedgerLine(span=block.span, place=place, claim="unclaimed", by=""))
    counts = [entry.claim for entry in entries]
    return Ledger(
        lines=len(entries),
        claimed=counts.count("claimed"),
        furniture=counts.count("furniture"),
        unclaimed=counts.count("unclaimed"),
        entries=tuple(entries),
    )
