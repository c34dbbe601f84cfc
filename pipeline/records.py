"""What was read of a document → its records, one a class."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Literal, TypeVar

from parsers.document import Document
from pipeline import schema
from pipeline.annotate import Annotated
from pipeline.fields import Fields
from pipeline.issues import issues_of
from pipeline.ledger import Claim, ledger
from pipeline.outline import Reading
from pipeline.sections import Section, section_id
from pipeline.series import (
    ClassRow,
    level_of,
    stem_of,
)
from pipeline.statements import Statements

Item = TypeVar("Item", bound=schema.Statement)


def records(
    reading: Reading, fields: Fields, classes: list[ClassRow], statements: Statements, annotated: Annotated, kind: str, source: str, sha256: str, part: schema.Part | None
) -> Iterator[schema.Record]:  # fmt: skip
    document = reading.document
    recognised = document.ocr
    body = schema.SourceDocument(
        source=source,
        sha256=sha256,
        format=document.format,  # type: ignore[arg-type]
        encoding=document.encoding,
        pages=document.pages,
        part=part,
        ocr=schema.Recognition(pages=recognised.pages, confidence=recognised.confidence) if recognised else None,
        text=document.text,
    )
    parts = tuple(_section(document, number, section) for number, section in enumerate(reading.sections))
    account = ledger(document, reading.lines, _claims(reading, fields, statements))
    issues = tuple(issues_of(reading, fields, statements, account, annotated.untagged))
    rows: list[ClassRow] | list[None] = classes or [None]
    for position, row in enumerate(rows, start=1):
        key = row.key if row else None
        title, code = fields.title, fields.class_code
        if row is not None:
            title = schema.Read(value=_bare_title(row.title), text=document.quote(row.title_span), span=row.title_span)
            code = (
                schema.Read(value=row.code.strip(), text=document.quote(row.code_span), span=row.code_span)
                if row.code and row.code_span
                else None
            )
            code = _stripped(code) if code else None
        duties, skills = _for_class(annotated.duties, key), _for_class(annotated.skills, key)
        qualifications, history = _for_class(statements.qualifications, key), _for_class(statements.history, key)
        known = {item.id for items in (duties, skills, qualifications, parts) for item in items}
        yield schema.Record(
            spec_id=spec_id(source, key, title.value if title else None, part.number if part else None),
            document_type=kind,  # type: ignore[arg-type]
            document=body,
            title=title,
            class_code=code,
            jurisdiction=fields.jurisdiction,
            category=fields.category,
            series=_series(document, fields, title, classes, position),
            status=_status(document, history),
            flsa=_typed_flsa(fields),
            salary=fields.salary,
            bargaining_unit=fields.bargaining_unit,
            header=fields.header,
            sections=parts,
            duties=duties,
            skills=skills,
            qualifications=qualifications,
            history=history,
            mentions=tuple(mention for mention in annotated.mentions if mention.within in known),
            ledger=account,
            issues=issues,
        )


def _bare_title(title: str) -> str:
    return re.sub(r"^[\s\"“*•.#-]+|[\s\"”*:;,-]+$", "", " ".join(title.split()))


def _stripped(read: schema.Read[str]) -> schema.Read[str]:
    lead = len(read.text) - len(read.text.lstrip())
    text = read.text.strip()
    return schema.Read(value=text, text=text, span=(read.span[0] + lead, read.span[0] + lead + len(text)))


def _typed_flsa(fields: Fields) -> schema.Read[Literal["exempt", "non-exempt"]] | None:
    flsa = fields.flsa
    if flsa is None:
        return None
    value: Literal["exempt", "non-exempt"] = "exempt" if flsa.value == "exempt" else "non-exempt"
    return schema.Read[Literal["exempt", "non-exempt"]](value=value, text=flsa.text, span=flsa.span)


def _for_class(items: list[tuple[Item, frozenset[str] | None]], key: str | None) -> tuple[Item, ...]:
    """The items for one class: shared ones and its own."""
    return tuple(item for item, scope in items if key is None or scope is None or key in scope)


def _section(document: Document, number: int, section: Section) -> schema.Section:
    heading = section.heading
    quote = schema.Quote(text=document.quote(heading.span), span=heading.span) if heading is not None else None
    span = section.span
    text = document.quote(span)
    state: Literal["parsed", "empty", "not_understood"] = "parsed"
    if not section.body or not any(map(str.isalnum, text)):
        state = "empty"
    elif section.kind == "other" and (heading is None or heading.match is None):
        state = "not_understood"
    return schema.Section(id=section_id(number), kind=section.kind, heading=quote, text=text, span=span, state=state)  # type: ignore[arg-type]


def _series(
    document: Document, fields: Fields, title: schema.Read[str] | None, classes: list[ClassRow], position: int
) -> schema.Series | None:
    if title is None:
        return None
    level = level_of(title.value)
    if len(classes) > 1:
        siblings = tuple(
            schema.Sibling(
                title=_bare_title(row.title),
                class_code=row.code,
                text=document.quote(row.title_span),
                span=row.title_span,
            )
            for k, row in enumerate(classes, start=1)
            if k != position
        )
        stems = {stem_of(row.title) for row in classes}
        name = stems.pop() if len(stems) == 1 else fields.title.value if fields.title else None
        return schema.Series(name=name, level=level, position=position, of=len(classes), siblings=siblings)
    if level is None:
        return None
    return schema.Series(name=stem_of(title.value) or None, level=level, position=None, of=None, siblings=())


def _status(document: Document, history: tuple[schema.HistoryEvent, ...]) -> schema.Status:
    ended = [event for event in history if event.event == "abolished"]
    if ended:
        last = ended[-1]
        return schema.Status(value="abolished", date=last.date, text=last.text, span=last.span)
    return schema.Status(value="active")


def spec_id(source: str, key: str | None, title: str | None, part: int | None = None) -> str:
    """A name for a record that is the same on every run: readable, and unique by a digest of source, class and part."""
    whole = f"{source}\0{key or ''}" + (f"\0{part}" if part else "")
    digest = hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    code = key if key and key != title else ""
    words = re.sub(r"[^a-z0-9]+", "-", f"{title or 'untitled'} {code}".lower()).strip("-")
    return f"{words[:60].strip('-') or 'untitled'}-{digest}"


def _claims(reading: Reading, fields: Fields, statements: Statements) -> Iterator[Claim]:
    for name in ("title", "class_code", "jurisdiction", "category", "flsa", "salary", "bargaining_unit"):
        field = getattr(fields, name)
        if field is not None:
            yield field.span, name
    for labelled in fields.header:
        yield labelled.span, "header"
    for sort in ("duties", "skills", "qualifications", "history"):
        for item, _ in getattr(statements, sort):
            yield item.span, sort
    for number, section in enumerate(reading.sections):
        if section.heading is not None:
            yield section.heading.span, "heading"
        for placed in section.body:
            yield placed.line.span, section_id(number)
