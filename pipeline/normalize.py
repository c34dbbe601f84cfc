"""Document → records, one a class, or the reason why there is none. Pure: the same bytes give the same records."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import parsers
from pipeline import schema
from pipeline.annotate import annotate
from pipeline.fields import read_fields
from pipeline.gate import document_type, refusal
from pipeline.outline import read
from pipeline.records import records
from pipeline.series import (
    alternative_titles,
)
from pipeline.statements import Statements
from pipeline.taxonomy.link import Taxonomy


@dataclass(frozen=True, slots=True)
class Normalized:
    """What became of a document: its records, or the reason (a closed vocabulary) and what was found instead."""

    records: tuple[schema.Record, ...] = ()
    reason: str = ""
    found: str = ""


def normalize(data: bytes, source: str, taxonomy: Taxonomy | None = None, ocr: bool = False) -> Normalized:
    """Read one document's bytes; ``source`` is the name that its records keep. Without a taxonomy nothing is linked.

    With ``ocr``, pages that are pictures are read by character recognition, where the extra is installed.

    Raises parsers.errors.ParseError where the bytes cannot be read.
    """
    document = parsers.parse(data, ocr)
    reading = read(document)
    fields = read_fields(document, reading.lines, reading.sections)
    classes = reading.classes
    if not classes and fields.title is not None:
        classes = alternative_titles(fields.title.text, fields.title.span, reading.lines)
    kind = document_type(reading.lines, reading.sections)
    statements = Statements(
        reading, classes, fields.title.value if fields.title else None, posting=kind in ("job_bulletin", "job_posting")
    )
    count = len(statements.duties) + len(statements.skills) + len(statements.qualifications)
    if why := refusal(reading.lines, reading.sections, count):
        return Normalized(reason=why.reason, found=why.found)
    sha256 = hashlib.sha256(data).hexdigest()
    annotated = annotate(document, reading.sections, statements, taxonomy)
    return Normalized(tuple(records(reading, fields, classes, statements, annotated, kind, source, sha256)))
