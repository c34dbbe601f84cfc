"""Document → records, one a class, or the reason why there is none. Pure: the same bytes give the same records."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from itertools import chain

import parsers
from pipeline import schema
from pipeline.annotate import annotate
from pipeline.bundles import specifications
from pipeline.fields import read_fields
from pipeline.gate import document_type, refusal
from pipeline.outline import Reading, read
from pipeline.records import records
from pipeline.series import alternative_titles
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
    sha256 = hashlib.sha256(data).hexdigest()
    if len(reading.classes) <= 1 and (found := specifications(document, reading.lines)):
        made = [
            _normalized(read(one), source, sha256, taxonomy, schema.Part(number=number, of=len(found)))
            for number, one in enumerate(found, start=1)
        ]
        if all(one.records for one in made):
            return Normalized(tuple(chain.from_iterable(one.records for one in made)))
    return _normalized(reading, source, sha256, taxonomy, None)


def _normalized(
    reading: Reading, source: str, sha256: str, taxonomy: Taxonomy | None, part: schema.Part | None
) -> Normalized:
    """The records of a document that has been read, or of one specification of several that it prints."""
    document = reading.document
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
    annotated = annotate(document, reading.sections, statements, taxonomy)
    return Normalized(tuple(records(reading, fields, classes, statements, annotated, kind, source, sha256, part)))
