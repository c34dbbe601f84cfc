"""Tables of contents: lines that name the headings further down, with their pages or as links to them.

They are furniture. Read as text they would be empty sections, or the whole document a second time.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from parsers.document import Block
from pipeline.headings import SUB, listed
from pipeline.labels import fold

RULE = "contents"
_CAPTIONS = frozenset(("content", "table content", "on page", "page content", "index"))
_LONGEST = 120
_LEADERS = " \t.…·_-–"
# Three lines are a table of contents if they stand under its caption, or if some name sections and most come again;
# fewer may be anything, and so may the points that a job is given for its knowledge and its supervision.
_FEWEST = 3
_FEWEST_SECTIONS = 2
# Under a caption a name may be wrapped, or be spelled otherwise than its heading: so many lines in a row at most.
_MOST_UNKNOWN = 2


class _Entry(NamedTuple):
    name: str
    page: int | None


def contents(blocks: Sequence[Block], texts: Sequence[str]) -> set[int]:
    """Numbers of the blocks that are a table of contents, its caption among them."""
    shown = [k for k, block in enumerate(blocks) if not block.furniture]
    entries = {k: found for k in shown if (found := _entry(blocks[k], texts[k]))}
    captions = [at for at, k in enumerate(shown) if len(texts[k]) <= 24 and fold(texts[k]) in _CAPTIONS]
    out: set[int] = set()
    if not captions and len(entries) < _FEWEST:
        return out
    last = {key: k for k in shown if len(texts[k]) <= _LONGEST for key in _keys(texts[k])}
    for at in captions:
        if run := _under_caption(shown[at + 1 :], texts, entries, last):
            out.update((shown[at], *run))
    for run in _runs([k for k in shown if k not in out], entries):
        names = [entries[k].name for k in run]
        sections = sum((match := listed(name)) is not None and match.by != SUB for name in names)
        again = sum(last.get(fold(name), 0) > run[-1] for name in names)
        if sections >= _FEWEST_SECTIONS and 2 * min(sections, again) >= len(run):
            out.update(run)
    return out


def _entry(block: Block, text: str) -> _Entry | None:
    """What a line names, and on which page: "Definition ..... 2", a row of both, or a link."""
    if len(text) > _LONGEST:
        return None
    if text[-1:].isdigit():
        bare = text.rstrip("0123456789")
        name, page = bare.rstrip(_LEADERS), text[len(bare) :]
        if name != bare and any(map(str.isalpha, name)) and len(page) <= 3:
            return _Entry(name, int(page))
        return None
    if text.startswith("[") and text.endswith(")") and (end := text.find("](#")) > 0:
        return _Entry(text[1:end], None)
    return _Entry(text, None) if block.style.linked >= 0.95 else None


def _runs(shown: list[int], entries: dict[int, _Entry]) -> list[list[int]]:
    """The runs of entries with nothing else between them, long enough and with pages that do not go back."""
    runs: list[list[int]] = [[]]
    for k in shown:
        if k in entries:
            runs[-1].append(k)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if len(run) >= _FEWEST and _in_order([entries[k] for k in run])]


def _in_order(entries: list[_Entry]) -> bool:
    pages = [entry.page for entry in entries]
    return all(
        (one is None) == (two is None) and (one is None or two is None or one <= two) for one, two in pairwise(pages)
    )


def _under_caption(
    shown: list[int], texts: Sequence[str], entries: dict[int, _Entry], last: dict[str, int]
) -> list[int]:
    """The lines that a caption heads: entries with pages or links, else names that come again further down.

    ``last`` has the last line that begins with a name.
    """
    marked = bool(shown) and shown[0] in entries
    out: list[int] = []
    unknown: list[int] = []
    seen: set[str] = set()
    for k in shown:
        text = texts[k]
        entry = entries.get(k)
        key = fold(entry.name if entry else text)
        if key in seen or len(text) > _LONGEST or len(unknown) > _MOST_UNKNOWN:
            break
        if entry is None and (marked or last[key] == k):
            if text.endswith((".", ";", ":", ",", "!", "?")):
                break
            unknown.append(k)
        else:
            out, unknown = [*out, *unknown, k], []
        seen.add(key)
    return out if len(out) >= _FEWEST else []


def _keys(text: str) -> set[str]:
    """What a line may be named by: itself, or what stands before a colon."""
    return {fold(text), fold(text.partition(":")[0])}
