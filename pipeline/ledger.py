"""The account of every line: claimed and by what, furniture and by which rule, or unclaimed."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from parsers.document import Document, Origin, Span
from pipeline.lines import Line, Role
from pipeline.schema import Ledger, Place

Claim = tuple[Span, str]
_UNCLAIMED = "unclaimed", ""


def ledger(document: Document, lines: list[Line], claims: Iterable[Claim]) -> Ledger:
    """Settle each block's line by the claims on its span; ``claims`` are (span, claimant), the first one counts."""
    starts = [block.span[0] for block in document.blocks]
    ends = [block.span[1] for block in document.blocks]
    settled = {line.block: ("furniture", line.rule) for line in lines if line.role is Role.FURNITURE}
    for (start, end), claimant in claims:
        for number in range(bisect_left(ends, start), bisect_right(starts, max(start, end - 1))):
            settled.setdefault(number, ("claimed", claimant))
    entries = []
    counts = {"claimed": 0, "furniture": 0, "unclaimed": 0}
    for number, block in enumerate(document.blocks):
        claim, by = settled.get(number, _UNCLAIMED)
        counts[claim] += 1
        entries.append({"span": block.span, "place": _place(block.origin), "claim": claim, "by": by})
    # All lines at once: to build the model of each by itself would take three times as long.
    return Ledger.model_validate({"lines": len(entries), **counts, "entries": tuple(entries)})


def _place(origin: Origin) -> Place:
    """What the format of a document tells of a line's place."""
    line, last_line, page, box, path = origin
    place: Place = {}
    if line is not None:
        place["line"] = line
    if last_line is not None:
        place["last_line"] = last_line
    if page is not None:
        place["page"] = page
    if box is not None:
        place["box"] = box
    if path is not None:
        place["path"] = path
    return place
