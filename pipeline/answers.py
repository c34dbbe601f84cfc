"""What a worker's answer is worth: records are believed when they validate and are of the document that was given."""

from __future__ import annotations

from pydantic import ValidationError

from pipeline.crew import Job
from pipeline.outcomes import Result
from pipeline.schema import Record


def checked(job: Job, sha256: str, result: Result) -> Result:
    """The result, or that it is invalid: every record must validate as it will be written, and be of this document."""
    for spec_id, text in result.records:
        try:
            record = Record.model_validate_json(text)
            text.encode()
        except (ValidationError, ValueError) as error:
            first = error.errors()[0] if isinstance(error, ValidationError) else {"loc": (), "msg": str(error)}
            where = ".".join(map(str, first["loc"])) or "record"
            return _invalid(f"expected a valid record, found {where}: {first['msg']}")
        said = (record.spec_id, record.document.source, record.document.sha256)
        if said != (spec_id, job.source, sha256):
            return _invalid(f"expected a record of this document, found one of {said[1]!a}")
    if len({spec_id for spec_id, _ in result.records}) < len(result.records):
        return _invalid("expected one record a name, found two of the same name")
    return result


def _invalid(detail: str) -> Result:
    return Result("failed", "invalid_record", detail[:500], "answer")
