"""Hold a run against the baseline: what became of each document, how long its text is, what its fields and statements are.

Run ``python tests/regress.py OUT`` behind a run into OUT; any change ends it with 1. Where all changes are meant, read
them, and write the new baseline with ``--accept``. Values stand in the baseline as digests: it quotes no document.
As tika-eval does it (https://cwiki.apache.org/confluence/display/TIKA/TikaEval): the same corpus before and after.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

BASELINE = Path(__file__).parent / "baseline.jsonl"
FIELDS = ("document_type", "title", "class_code", "jurisdiction", "category", "series", "status", "flsa", "salary", "bargaining_unit", "header")  # fmt: skip
LISTS = ("sections", "duties", "skills", "qualifications", "history", "mentions", "issues")


# What is compared of a record, in the order of a line of the baseline.
COLUMNS = ("characters", "claimed", "unclaimed", *(f"number of {name}" for name in LISTS), *FIELDS, *LISTS)


def views(out: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """What a run made of each document, by name."""
    current = out / "current"
    for line in (current / "_run/outcomes.jsonl").read_text("utf-8").splitlines():
        outcome = json.loads(line)
        records = (json.loads((current / name).read_text("utf-8")) for name in outcome["records"])
        seen = {record["spec_id"]: _view(record) for record in records}
        yield outcome["source"], {"outcome": " ".join((outcome["outcome"], outcome["reason"])).strip(), "records": seen}


def _view(record: dict[str, Any]) -> list[int | str]:
    counts = [len(record["document"]["text"]), record["ledger"]["claimed"], record["ledger"]["unclaimed"]]
    return [*counts, *(len(record[name]) for name in LISTS), *(_digest(record[name]) for name in (*FIELDS, *LISTS))]


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:6] if value else ""


def changes(before: dict[str, Any] | None, now: dict[str, Any] | None) -> Iterator[str]:
    """What differs between two views of one document, a line each."""
    if before is None or now is None:
        yield "gone from the run" if now is None else "not in the baseline"
        return
    if before["outcome"] != now["outcome"]:
        yield f"was {before['outcome']} and is {now['outcome']}"
    old, new = before["records"], now["records"]
    yield from (f"record {one} is lost" for one in sorted(old.keys() - new.keys()))
    yield from (f"record {one} is new" for one in sorted(new.keys() - old.keys()))
    for one in sorted(old.keys() & new.keys()):
        told = [
            f"{name} {a or '-'} → {b or '-'}" for name, a, b in zip(COLUMNS, old[one], new[one], strict=True) if a != b
        ]
        if told:
            yield f"record {one}: {', '.join(told)}"


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("out", type=Path, help="folder that a run has written")
    ask.add_argument("--accept", action="store_true", help="write the baseline anew")
    given = ask.parse_args()
    now = dict(views(given.out))
    if given.accept:
        lines = (json.dumps([name, now[name]], separators=(",", ":")) + "\n" for name in sorted(now))
        BASELINE.write_text("".join(lines), "utf-8")
        print(f"wrote {BASELINE.name}: {len(now)} documents")
        return 0
    before = dict(map(json.loads, BASELINE.read_text("utf-8").splitlines()))
    changed = {name: list(changes(before.get(name), now.get(name))) for name in sorted(before.keys() | now.keys())}
    for name, told in changed.items():
        for line in told:
            print(f"{name!a}: {line}")
    count = sum(map(bool, changed.values()))
    print(f"{count} of {len(changed)} documents differ from the baseline")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
