"""Records as a flat table for analysts: one row a record, plain columns, lists of statements, and the record itself."""

from __future__ import annotations

import json
from typing import Any

import pyarrow as pa
import pyarrow.parquet

# Rows of one row group: a record is 50 to 250 kB of JSON, so a group is some 10 MB before it is compressed.
GROUP = 100

# Column, type, and where its value stands in the record.
FIELDS: tuple[tuple[str, pa.DataType, str], ...] = (
    ("spec_id", pa.string(), "spec_id"),
    ("source", pa.string(), "document.source"),
    ("sha256", pa.string(), "document.sha256"),
    ("format", pa.string(), "document.format"),
    ("pages", pa.int32(), "document.pages"),
    ("document_type", pa.string(), "document_type"),
    ("title", pa.string(), "title.value"),
    ("class_code", pa.string(), "class_code.value"),
    ("jurisdiction", pa.string(), "jurisdiction.value"),
    ("category", pa.string(), "category.value"),
    ("series", pa.string(), "series.name"),
    ("level", pa.string(), "series.level"),
    ("status", pa.string(), "status.value"),
    ("flsa", pa.string(), "flsa.value"),
    ("bargaining_unit", pa.string(), "bargaining_unit.value"),
    ("salary_low", pa.float64(), "salary.low"),
    ("salary_high", pa.float64(), "salary.high"),
    ("salary_period", pa.string(), "salary.period"),
    ("salary_currency", pa.string(), "salary.currency"),
    ("lines", pa.int32(), "ledger.lines"),
    ("unclaimed_lines", pa.int32(), "ledger.unclaimed"),
)
COUNTED = ("sections", "duties", "skills", "qualifications", "history", "mentions", "issues")

# Lists of the record that stay lists: their columns as above, a ``[]`` in a path means each of a list.
LISTS: dict[str, tuple[tuple[str, pa.DataType, str], ...]] = {
    "duties": (
        ("id", pa.string(), "id"),
        ("text", pa.string(), "text"),
        ("verbs", pa.list_(pa.string()), "frames[].action.lemma"),
        ("objects", pa.list_(pa.string()), "frames[].object.text"),
        ("activity", pa.string(), "activity.code"),
        ("percent", pa.float64(), "share_of_time.percent"),
    ),
    "skills": (
        ("id", pa.string(), "id"),
        ("text", pa.string(), "text"),
        ("kind", pa.string(), "kind"),
        ("necessity", pa.string(), "necessity"),
        ("topics", pa.list_(pa.string()), "topics[].text"),
    ),
    "qualifications": (
        ("id", pa.string(), "id"),
        ("text", pa.string(), "text"),
        ("kind", pa.string(), "kind"),
        ("necessity", pa.string(), "necessity"),
        ("experience_months", pa.int32(), "experience_months"),
        ("education_level", pa.string(), "education_level"),
    ),
    "issues": (("code", pa.string(), "code"), ("message", pa.string(), "message")),
}

SCHEMA = pa.schema(
    [
        *((name, kind) for name, kind, _ in FIELDS),
        *((f"{name}_count", pa.int32()) for name in COUNTED),
        *(
            (name, pa.list_(pa.struct([(inner, kind) for inner, kind, _ in columns])))
            for name, columns in LISTS.items()
        ),
        ("record", pa.string()),
    ]
)


def row(text: str) -> dict[str, Any]:
    """One record's JSON → its row."""
    record = json.loads(text)
    return {
        **{name: _at(record, path) for name, _, path in FIELDS},
        **{f"{name}_count": len(record[name]) for name in COUNTED},
        **{
            name: [{inner: _at(item, path) for inner, _, path in columns} for item in record[name]]
            for name, columns in LISTS.items()
        },
        "record": text,
    }


class Table:
    """A Parquet file that grows by records and is held in memory, compressed."""

    def __init__(self) -> None:
        self._sink = pa.BufferOutputStream()
        self._writer = pyarrow.parquet.ParquetWriter(self._sink, SCHEMA, compression="zstd")
        self._rows: list[dict[str, Any]] = []

    def add(self, text: str) -> None:
        """Add one record's JSON."""
        self._rows.append(row(text))
        if len(self._rows) == GROUP:
            self._flush()

    def close(self) -> bytes:
        """The whole file."""
        self._flush()
        self._writer.close()
        return bytes(self._sink.getvalue())

    def _flush(self) -> None:
        if self._rows:
            self._writer.write_table(pa.Table.from_pylist(self._rows, schema=SCHEMA))
            self._rows.clear()


class Lines:
    """Lines of text, compressed with zstd as they come."""

    def __init__(self) -> None:
        self._sink = pa.BufferOutputStream()
        self._stream = pa.CompressedOutputStream(self._sink, "zstd")

    def add(self, line: str) -> None:
        """Add one line, without its end."""
        self._stream.write(line.encode() + b"\n")

    def close(self) -> bytes:
        """All lines, compressed."""
        self._stream.close()
        return bytes(self._sink.getvalue())


def _at(node: Any, path: str) -> Any:
    name, _, rest = path.partition(".")
    if name.endswith("[]"):
        return [_at(item, rest) for item in node[name[:-2]]]
    value = node[name]
    return _at(value, rest) if rest and value is not None else value
