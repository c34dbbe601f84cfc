"""Write expected.json or error.json into the case folders that have neither; read them before they are committed.

Run ``python tests/golden.py [CASE…]``; with no CASE all folders are looked at. A file that exists is left alone.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from projection import CASES, dump, folders, marked_text, outcome


def main(names: list[str]) -> int:
    """Write what is missing and say so; 1 where a name is no case."""
    chosen = [CASES / name for name in names] or folders()
    for folder in chosen:
        if not any(folder.glob("input.*")):
            print(f"expected a folder with an input file, found none at {folder}", file=sys.stderr)
            return 1
        if folder.parent == CASES / "tags" and not (folder / "tags.txt").exists():
            (folder / "tags.txt").write_text(marked_text(folder), "utf-8")
            print(f"{folder.relative_to(CASES)}/tags.txt: read it against {next(folder.glob('input.*')).name}")
        if any((folder / name).exists() for name in ("expected.json", "error.json")):
            continue
        name, value = outcome(folder)
        (folder / name).write_text(dump(value), "utf-8")
        print(f"{folder.relative_to(CASES)}/{name}: read it against {next(folder.glob('input.*')).name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
