"""What parent and worker say to each other: lengths, JSON, and a document's bytes. Never pickles.

A job is two lengths (4 bytes each, big-endian), a JSON header and the document; an answer is one length and JSON.
"""

from __future__ import annotations

import json
import struct
from dataclasses import asdict
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.outcomes import REASONS, STAGES, Result

_JOB = struct.Struct("!II")
_ANSWER = struct.Struct("!I")
# Longer words of a worker are cut: they go into reports.
_DETAIL, _TRACE = 2000, 20_000


class BadAnswer(Exception):
    """A worker has said what is no answer."""


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    source: str
    outcome: str
    reason: str
    detail: Annotated[str, Field(max_length=_DETAIL)]
    stage: str
    trace: Annotated[str, Field(max_length=_TRACE)]
    records: tuple[tuple[Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,79}$")], str], ...]


def job(source: str, data: bytes) -> bytes:
    """A document as a worker gets it."""
    header = json.dumps({"source": source}).encode("ascii")
    return _JOB.pack(len(header), len(data)) + header + data


def job_sizes(start: bytes) -> tuple[int, int]:
    """The lengths of header and document, from the first JOB_START bytes of a job."""
    header, data = _JOB.unpack(start)
    return header, data


JOB_START = _JOB.size


def job_source(header: bytes) -> str:
    """The name in a job's header."""
    return str(json.loads(header)["source"])


def answer(source: str, result: Result, most: int) -> bytes:
    """A result as the parent gets it; words that are no valid Unicode are escaped, long ones cut.

    Records that would take more than ``most`` bytes are not sent: the document is ``too_large``.
    """
    size = sum(len(text) for _, text in result.records)
    body = _body(source, result) if size <= most else b""
    if max(size, len(body)) > most:
        found = f"found {max(size, len(body))} in {len(result.records)}; part the document or raise the limit"
        body = _body(
            source, Result("failed", "too_large", f"expected records of at most {most} bytes, {found}", "normalize")
        )
    return _ANSWER.pack(len(body)) + body


def _body(source: str, result: Result) -> bytes:
    fields = asdict(result)
    del fields["doubtful"]  # for the parent to judge
    fields |= {"source": source, "detail": _plain(result.detail)[:_DETAIL], "trace": _plain(result.trace)[-_TRACE:]}
    return json.dumps(fields, ensure_ascii=True).encode("ascii")


def take(buffer: bytearray, most: int) -> bytes | None:
    """Cut one whole answer off the front of what has arrived; None where more must come.

    Raises BadAnswer for one longer than ``most`` bytes.
    """
    if len(buffer) < _ANSWER.size:
        return None
    (length,) = _ANSWER.unpack_from(buffer)
    if length > most:
        raise BadAnswer(f"expected an answer of at most {most} bytes, found one of {length}")
    end = _ANSWER.size + length
    if len(buffer) < end:
        return None
    body = bytes(buffer[_ANSWER.size : end])
    del buffer[:end]
    return body


def read_answer(body: bytes, source: str) -> Result:
    """The result in an answer about a document, believed in nothing: shape, vocabulary and names are checked.

    Raises BadAnswer.
    """
    try:
        found = _Answer.model_validate_json(body)
    except (ValidationError, ValueError, RecursionError) as error:
        first = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
        raise BadAnswer(f"expected a result as JSON, found {body[:40]!r} ({first})") from None
    if found.source != source:
        raise BadAnswer(f"expected an answer about {source!a}, found one about {found.source[:200]!a}")
    words = {"published": ("",)}.get(found.outcome, REASONS.get(found.outcome, ()))
    if found.outcome == "skipped" or found.reason not in words or found.stage not in ("", *STAGES):
        raise BadAnswer(
            f"expected an outcome with a reason of its own, found {found.outcome[:40]!r} and {found.reason[:40]!r}"
        )
    if (found.outcome == "published") != bool(found.records):
        raise BadAnswer(f"expected records where something is published, found {len(found.records)}")
    return Result(found.outcome, found.reason, found.detail, found.stage, found.trace, found.records)


def _plain(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
