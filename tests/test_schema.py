"""The record: its JSON Schema is the published one, and it refuses what is not so."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from pydantic import ValidationError

from pipeline.normalize import normalize
from pipeline.schema import Record, quotes

ROOT = Path(__file__).resolve().parents[1]
PUBLISHED = ROOT / "docs/record.schema.json"
SPECIFICATION = b"""City of Larkspur Bend

Ditch Maintenance Worker

Class Code: 0417
FLSA: Non-Exempt
Salary: $18.40 - $23.75 hourly

DEFINITION
Keeps the ditches of an irrigation district open and clean.

EXAMPLES OF DUTIES
- Opens gates by the schedule.
- Mends banks with earth and brush.

KNOWLEDGE OF:
- Flow of water.

MINIMUM QUALIFICATIONS
- Two years of experience in irrigation.

CLASS HISTORY
Established: 5-1-69
"""


@pytest.fixture(scope="module")
def record() -> Record:
    return normalize(SPECIFICATION, "ditch.txt").records[0]


def change(record: Record, path: str, value: Any) -> str:
    """The record as JSON with the value at a dotted path replaced, or added where it is a new key."""
    data = json.loads(record.model_dump_json())
    *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    node = data
    for step in steps:
        node = node[step]
    node[last] = value(node[last]) if callable(value) else value
    return json.dumps(data)


def test_schema_command_prints_the_published_schema() -> None:
    printed = subprocess.run(
        [sys.executable, "-m", "pipeline.cli", "schema"], cwd=ROOT, capture_output=True, check=True
    ).stdout
    assert printed == PUBLISHED.read_bytes(), "run: make schema"


def test_record_satisfies_the_published_schema(record: Record) -> None:
    jsonschema.validate(json.loads(record.model_dump_json()), json.loads(PUBLISHED.read_text("utf-8")))


def test_every_quote_is_checked(record: Record) -> None:
    data = json.loads(record.model_dump_json())

    def quoted(node: Any) -> Iterator[dict[str, Any]]:
        if isinstance(node, dict):
            if "text" in node and node.get("span"):
                yield node
            node = list(node.values())
        for child in node if isinstance(node, list) else ():
            yield from quoted(child)

    found = list(quoted(data))
    assert len(found) == len(list(quotes(record)))
    for quote in found:
        text, quote["text"] = quote["text"], quote["text"] + "x"
        with pytest.raises(ValidationError, match="where the document has"):
            Record.model_validate_json(json.dumps(data))
        quote["text"] = text


def test_record_is_whole(record: Record) -> None:
    assert Record.model_validate_json(record.model_dump_json()) == record
    assert {where.split(".")[1].split("[")[0] for where, *_ in quotes(record)} >= {
        *("title", "class_code", "jurisdiction", "flsa", "salary", "header"),
        *("sections", "duties", "skills", "qualifications", "history"),
    }


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("duties.0.text", str.upper),
        ("duties.0.span", lambda span: [span[0], span[1] + 1]),
        ("duties.0.span", [-5, 10]),
        ("duties.0.span", [10, 5]),
        ("title.span", [0, 10**9]),
        ("sections.1.text", lambda text: text + " "),
        ("sections.1.heading.text", "DEFINITIONS"),
        ("document.text", lambda text: "x" + text),
        ("history.0.text", ""),
    ],
)
def test_quote_that_does_not_stand_in_the_text_is_refused(record: Record, path: str, value: Any) -> None:
    with pytest.raises(ValidationError, match="where the document has"):
        Record.model_validate_json(change(record, path, value))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("ledger.lines", lambda count: count + 1),
        ("ledger.claimed", lambda count: count - 1),
        ("ledger.unclaimed", lambda count: count + 1),
        ("ledger.entries", lambda entries: entries[:-1]),
        ("ledger.entries", lambda entries: [*entries, entries[-1]]),
    ],
)
def test_ledger_that_does_not_add_up_is_refused(record: Record, path: str, value: Callable[[Any], Any]) -> None:
    with pytest.raises(ValidationError, match="the ledger counts"):
        Record.model_validate_json(change(record, path, value))


def test_ledger_whose_entries_belie_its_counts_is_refused(record: Record) -> None:
    with pytest.raises(ValidationError):
        Record.model_validate_json(change(record, "ledger.entries.0.claim", "unclaimed"))


def test_ledger_entry_that_is_no_line_is_refused(record: Record) -> None:
    with pytest.raises(ValidationError):
        Record.model_validate_json(change(record, "ledger.entries.0.span", [0, 3]))


@pytest.mark.parametrize(
    "path", ["remark", "document.remark", "duties.0.remark", "ledger.entries.0.remark", "salary.remark"]
)
def test_unknown_key_is_refused(record: Record, path: str) -> None:
    with pytest.raises(ValidationError, match="Extra inputs"):
        Record.model_validate_json(change(record, path, "x"))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("sections.0.kind", "preamble"),
        ("skills.0.kind", "talent"),
        ("qualifications.0.necessity", "maybe"),
        ("history.0.date", "5-1-69"),
        ("document.sha256", "abc"),
        ("spec_id", "Has Spaces"),
        ("flsa.value", "unknown"),
        ("salary.low", "18.40"),
        ("schema_version", "0.9"),
    ],
)
def test_value_outside_its_vocabulary_is_refused(record: Record, path: str, value: Any) -> None:
    with pytest.raises(ValidationError):
        Record.model_validate_json(change(record, path, value))
