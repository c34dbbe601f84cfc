"""The fields of a record, read from labelled lines and from the head of the document."""

from __future__ import annotations

import re
from dataclasses import dataclass

from parsers.document import Document, Span
from pipeline.jurisdictions import jurisdiction
from pipeline.lines import Line, Role, header_block
from pipeline.money import pay
from pipeline.openings import opened
from pipeline.schema import Labelled, Read, Salary
from pipeline.sections import Section
from pipeline.titles import title_in_header, title_in_text

_CODE = re.compile(
    r"#?\b(?P<code>[A-Z]{0,5}-?\d[\dA-Z]*(?:[-.‑/][\dA-Z]+)*[*X]*|[A-Z]{1,4}\d+[A-Z]*|[A-Z]{1,2}\d[A-Z]\dX{1,2})(?!\w)"
)
_BARE_CODE = re.compile(
    r"^(?:(?:[A-Z][\w.&]*,? ){0,7})?#?(?P<code>\d{1,2}\.\d{3})$|^#?(?P<alone>\d{3,8}[A-Z]?|[A-Z]{1,4}\d{2,5}[A-Z]?\d?)$"
)
_EXEMPT = re.compile(
    r"(?i)\b(?P<non>non|not|n)[\s-]*exempt\b|\b(?P<white>administrative|professional|executive)\b|\b(?P<eligible>overtime[- ]eligible|eligible for overtime|covered)\b|\b(?P<exempt>exempt|ineligible|not eligible for overtime)\b|^(?P<letter>N|E|NE|EX|Y|Yes|No)\b"
)
# Numbers of vacancies, not of classes.
_REQUISITION = re.compile(r"(?i)(?:REQ|JR|VAC)[-\s]?\d")
# Of overtime, not of the civil service.
_EXEMPT_PROSE = opened(
    r"(?i)\b(?:FLSA|overtime)\b[\s:,-]{1,3}(?:status\W{1,3})?(?P<a>non-?\s?)?exempt\b|\b(?P<b>non-?\s?)?exempt (?:from|under) (?:the )?(?:FLSA|Fair Labor|overtime)"
    r"|\bclassified as (?:an? )?(?:FLSA )?(?P<c>non-?\s?)?exempt\b(?! from)|\b(?P<d>non-?\s?)exempt\b(?! from)|(?<!-)\bexempt position\b"
)
_PAY_PROSE = opened(r"(?i)\b(?:salary|wages?|pay|compensation|stipend)\b[^.;$]{0,60}[$£€]\s?\d")
_SPEAKS_OF_WORK = frozenset(
    ("duties", "knowledge_skills_abilities", "minimum_qualifications", "desirable_qualifications")
)
_EITHER = opened(r"(?i)\bexempt\b\W+(?:or|and)\W+non-?\s?exempt|\bnon-?\s?exempt\W+(?:or|and)\W+exempt")
_NOT = re.compile(r"(?i)\bnot\s+$")
_DASH = re.compile(r"(?i)[\W_]*|n/?a|none")
_NO_FIELD = frozenset(("title", "class_code", "jurisdiction", "category", "flsa", "bargaining_unit"))


@dataclass(frozen=True, slots=True)
class Fields:
    """What the head of a document says, before it is divided among classes."""

    title: Read[str] | None
    class_code: Read[str] | None
    jurisdiction: Read[str] | None
    category: Read[str] | None
    flsa: Read[str] | None
    salary: Salary | None
    bargaining_unit: Read[str] | None
    header: tuple[Labelled, ...]


def read_fields(document: Document, lines: list[Line], sections: list[Section]) -> Fields:
    """Read every field; lines with a label that has no field of its own are kept in ``header``."""
    labelled = [line for line in lines if line.role is Role.LABEL]
    head = header_block(lines)
    header_end = head[-1].span[1] if head else 0
    title, code = _title(document, lines, head, labelled)
    code = _labelled_code(document, labelled) or code or _bare_code(head, title)
    employer = _labelled(document, labelled, "jurisdiction")
    if employer is None and (found := jurisdiction(document.text, header_end)):
        employer = Read(value=found[0], text=found[1], span=found[2])
    flsa = _flsa(document, lines, labelled, sections)
    salary = _salary(document, head, labelled, sections)
    category = _labelled(document, labelled, "category")
    unit = _labelled(document, labelled, "bargaining_unit")
    taken = {field.span for field in (title, code, employer, flsa, category, unit) if field is not None}
    header = tuple(
        Labelled(label=document.quote(line.label), value=document.quote(line.value), text=document.quote(line.value), span=line.value)
        for line in labelled
        if line.label and line.value and not (line.field in _NO_FIELD and line.value in taken)
    )  # fmt: skip
    return Fields(title, code, employer, category, flsa, salary, unit, header)


def _read(document: Document, span: Span, value: str | None = None) -> Read[str]:
    text = document.quote(span)
    return Read(value=value if value is not None else " ".join(text.split()), text=text, span=span)


def _labelled(document: Document, labelled: list[Line], field: str) -> Read[str] | None:
    for line in labelled:
        if line.field == field and line.value and not _DASH.fullmatch(document.quote(line.value)):
            return _read(document, line.value)
    return None


def _title(
    document: Document, lines: list[Line], head: list[Line], labelled: list[Line]
) -> tuple[Read[str] | None, Read[str] | None]:
    if (found := _labelled(document, labelled, "title")) and not re.fullmatch(r"[\d\W]+", found.value):
        return _clean_title(found), None
    if hit := title_in_header(head):
        _words, span, code = hit
        read = _clean_title(_read(document, span))
        if code and not _REQUISITION.match(code[0]):
            return read, _read(document, code[1], code[0])
        return read, None
    found = _labelled(document, labelled, "working_title")
    if found and len(found.value.split()) <= 10 and not found.value[0].isdigit():
        return found, None
    body = document.text
    if named := title_in_text(body):
        return _read(document, named[1]), None
    return None, None


def _clean_title(read: Read[str]) -> Read[str]:
    """A title without the stray mark at its ends that a list or footnote leaves."""
    value = re.sub(r"^[\s\"“*•#-]+|[\s\"”*:;,(-]+$", "", re.sub(r"\s*\(\d[\d/.-]*\)$", "", read.value))
    at = read.text.find(value)
    if not value or at < 0:
        return read
    start = read.span[0] + at
    return Read(value=value, text=value, span=(start, start + len(value)))


def _labelled_code(document: Document, labelled: list[Line]) -> Read[str] | None:
    for line in labelled:
        if line.field != "class_code" or not line.value:
            continue
        text = document.quote(line.value)
        if found := _CODE.search(text[:40]):
            start = line.value[0] + found.start("code")
            return _read(document, (start, start + len(found["code"])))
    return None


def _bare_code(head: list[Line], title: Read[str] | None) -> Read[str] | None:
    """A code that stands alone on a header line."""
    for line in head[:12]:
        if line.role is not Role.BODY or not (found := _BARE_CODE.fullmatch(line.text.strip())):
            continue
        code = found["code"] or found["alone"]
        if not re.fullmatch(r"(?:19|20)\d\d", code) and not _REQUISITION.match(code):
            start = line.span[0] + line.text.rindex(code)
            return Read(value=code, text=code, span=(start, start + len(code)))
    return None


def _flsa(document: Document, lines: list[Line], labelled: list[Line], sections: list[Section]) -> Read[str] | None:
    spans = [line.value for line in labelled if line.field == "flsa" and line.value]
    for section in sections:
        if section.heading is not None and "flsa" in section.heading.text.lower() and section.body:
            spans.append(section.span)
    for span in spans:
        text = document.quote(span)
        if _EITHER.search(text):
            continue  # "Exempt or Non-Exempt" tells neither
        if found := _EXEMPT.search(text):
            if found["letter"]:
                exempt = found["letter"].lower() in ("e", "ex", "y", "yes")
                # "Overtime Eligible: Yes" is the contrary of "FLSA Exempt: Yes".
                if "overtime" in _label_of(document, labelled, span).lower() and found["letter"].lower() not in (
                    "e",
                    "ne",
                    "ex",
                ):
                    exempt = not exempt
                value = "exempt" if exempt else "non-exempt"
            elif found["eligible"] and _NOT.search(text[: found.start()]):
                value = "exempt"
            else:
                value = "non-exempt" if found["non"] or found["eligible"] else "exempt"
            return _read(document, span, value)
    for line in lines:
        if line.role is Role.FURNITURE:
            continue
        if (found := _EXEMPT_PROSE.search(line.text)) and not _EITHER.search(line.text):
            value = "non-exempt" if any(found[group] for group in "abcd") else "exempt"
            start = line.span[0] + found.start()
            return _read(document, (start, start + len(found.group())), value)
    return None


def _label_of(document: Document, labelled: list[Line], span: Span) -> str:
    return next((document.quote(line.label) for line in labelled if line.value == span and line.label), "")


def _salary(document: Document, head: list[Line], labelled: list[Line], sections: list[Section]) -> Salary | None:
    bounds: dict[str, tuple[float, Span, str | None, str]] = {}
    for line in labelled:
        if line.field in ("salary", "salary_min", "salary_max") and line.value and line.label:
            label = document.quote(line.label)
            if found := pay(document.quote(line.value), line.value[0], label):
                if line.field == "salary" and not re.search(r"(?i)\bmin|\bmax", label):
                    return _salary_of(document, found.low, found.high, found.period, found.currency, found.span)
                side = "max" if line.field == "salary_max" or re.search(r"(?i)\bmax", label) else "min"
                bounds.setdefault(side, (found.high, found.span, found.period, found.currency))
    for line in head:
        if (
            line.role is not Role.LABEL
            and "$" in line.text
            and (found := pay(line.text, line.span[0]))
            and found.period
        ):
            return _salary_of(document, found.low, found.high, found.period, found.currency, found.span)
    for section in sections:
        if section.kind == "compensation" and section.heading is not None and section.body:
            for placed in section.body[:3]:
                if found := pay(placed.line.text, placed.line.span[0], section.heading.text):
                    return _salary_of(document, found.low, found.high, found.period, found.currency, found.span)
    if bounds:
        low, high = bounds.get("min"), bounds.get("max")
        one = low or high
        assert one is not None
        return _salary_of(document, low[0] if low else None, high[0] if high else None, one[2], one[3], one[1])
    for section in sections:
        for placed in section.body if section.kind not in _SPEAKS_OF_WORK else ():
            text = placed.line.text
            if (said := _PAY_PROSE.search(text)) and (
                found := pay(text[said.start() :], placed.line.span[0] + said.start(), said.group())
            ):
                return _salary_of(document, found.low, found.high, found.period, found.currency, found.span)
    return None


def _salary_of(
    document: Document, low: float | None, high: float | None, period: str | None, currency: str, span: Span
) -> Salary:
    return Salary(text=document.quote(span), span=span, low=low, high=high, period=period, currency=currency)  # type: ignore[arg-type]
