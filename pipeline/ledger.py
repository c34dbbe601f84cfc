"""The account of every line: claimed and by what, furniture and by which rule, or unclaimed."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable

from parsers.document import Document, Origin, Span
from pipeline.lines import Line, Role
from pipeline.schema import Ledger, Place

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
        claim, by = "unclaimed", ""
        if number in rules:
            claim, by = "furniture", rules[number]
        elif number in claimed:
            claim, by = "claimed", claimed[number]
        entries.append({"span": block.span, "place": _place(block.origin), "claim": claim, "by": by})
    counts = Counter([entry["claim"] for entry in entries])
    # All lines at once: to build the model of each by itself would take three times as long.
    return Ledger.model_validate(
        {
            "lines": len(entries),
            "claimed": counts["claimed"],
            "furniture": counts["furniture"],
            "unclaimed": counts["unclaimed"],
            "entries": tuple(entries),
        }
    )


def _place(origin: Origin) -> Place:
    """What the format of a document tells of a line's place."""
    place: Place = {}
    if origin.line is not None:
        place["line"] = origin.line
    if origin.last_line is not None:
        place["last_line"] = origin.last_line
    if origin.page is not None:
        place["page"] = origin.page
    if origin.box is not None:
        place["box"] = origin.box
    if origin.path is not None:
        place["path"] = origin.path
    return place
