"""Tables in Markdown, and a file with one part between markers for each table that is measured on its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path


def table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A table; columns of numbers stand to the right."""
    body = [[_shown(cell) for cell in row] for row in rows]
    sides = ["---:" if all(_numeric(row[k]) for row in body) else "---" for k in range(len(heads))]
    lines = [heads, sides, *body]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _shown(cell: object) -> str:
    if isinstance(cell, float):
        return f"{cell:,.0f}" if abs(cell) >= 100 else f"{cell:.1f}" if abs(cell) >= 10 else f"{cell:.2f}"
    return f"{cell:,}" if isinstance(cell, int) else str(cell)


def _numeric(text: str) -> bool:
    return re.fullmatch(r"–?|[\d,.]+(?: ?[%×])?", text) is not None


def put(path: Path, part: str, text: str) -> None:
    """Replace what stands between the markers of a part; a part that the file has not is added at its end."""
    begin, end = f"<!-- {part} begins -->", f"<!-- {part} ends -->"
    old = path.read_text("utf-8") if path.exists() else "# What it costs, measured\n"
    body = f"{begin}\n{text.strip()}\n{end}"
    if begin in old and end in old:
        new = old[: old.index(begin)] + body + old[old.index(end) + len(end) :]
    else:
        new = f"{old.rstrip()}\n\n{body}\n"
    path.write_text(new, "utf-8")
