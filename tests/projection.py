"""What a case folder expects: a compact, readable projection of the records, or the reason why there are none."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from parsers.errors import ParseError
from pipeline.marked import marked
from pipeline.normalize import normalize
from pipeline.schema import Quote, Record, Section, Statement

CASES = Path(__file__).parent / "cases"


def folders() -> list[Path]:
    """Every case folder in order of name."""
    return sorted(path.parent for path in CASES.rglob("input.*"))


def outcome(folder: Path) -> tuple[str, Any]:
    """The file a case expects its outcome in, and the outcome: expected.json with records, or error.json."""
    source = next(folder.glob("input.*"))
    try:
        normalized = normalize(source.read_bytes(), source.name)
    except ParseError as error:
        return "error.json", {"reason": error.reason}
    if not normalized.records:
        return "error.json", {"reason": normalized.reason}
    return "expected.json", project(normalized.records)


def marked_text(folder: Path) -> str:
    """The statements of a case with their tags marked, as ``show --stage tags`` prints them."""
    source = next(folder.glob("input.*"))
    return "\n".join(marked(normalize(source.read_bytes(), source.name).records)) + "\n"


def project(records: Iterable[Record]) -> list[dict[str, Any]]:
    """The records in brief; one after the first lists only what differs from the first."""
    views = [view(record) for record in records]
    return views[:1] + [{key: value for key, value in view.items() if value != views[0][key]} for view in views[1:]]


def view(record: Record) -> dict[str, Any]:
    """One record in brief."""
    salary = record.salary

    def claimed(claim: str) -> list[str]:
        text = record.document.text
        return [text[slice(*entry.span)] for entry in record.ledger.entries if entry.claim == claim]

    part = record.document.part
    return {
        **({"part": [part.number, part.of]} if part else {}),
        "title": _value(record.title),
        "class_code": _value(record.class_code),
        "jurisdiction": _value(record.jurisdiction),
        "status": record.status.value,
        "flsa": _value(record.flsa),
        "salary": [salary.low, salary.high, salary.period] if salary else None,
        "document_type": record.document_type,
        "sections": [_section(section) for section in record.sections],
        "duties": [bare(item) for item in record.duties],
        "skills": [f"{item.kind}, {item.necessity}: {bare(item)}" for item in record.skills],
        "qualifications": [
            f"{item.kind}, {item.necessity}, {item.experience_months or '-'}, {item.education_level or '-'}: {bare(item)}"
            for item in record.qualifications
        ],
        "history": [f"{item.event} {item.date or '-'}: {bare(item)}" for item in record.history],
        "furniture": claimed("furniture"),
        "unclaimed": claimed("unclaimed"),
        "issues": [issue.code for issue in record.issues],
    }


def bare(item: Statement) -> str:
    """A statement without what the labelling guide lets stay or go: closing ; or . and a joining and/or."""
    text = " ".join(item.text.split()).rstrip(" ;.")
    return re.sub(r"(?i)^(?:and|or) |[;,]? (?:and|or)$", "", text).rstrip(" ;.")


def dump(value: Any) -> str:
    """The text of an expectation file."""
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"


def _value(field: Quote | None) -> Any:
    return getattr(field, "value", None)


def _section(section: Section) -> str:
    words = section.text.split()
    body = " ".join(words if len(words) <= 10 else [*words[:5], "…", *words[-5:]])
    return " | ".join((section.kind, section.heading.text if section.heading else "-", body)).rstrip()
