"""Document → records, one a class, or the reason why there is none. Pure: the same bytes give the same records."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeVar

import parsers
from parsers.document import Document, Span
from pipeline import schema
from pipeline.cut import Unit, trimmed, units
from pipeline.dates import dates
from pipeline.decode import place
from pipeline.duties import is_duty
from pipeline.fieldlabels import field_of
from pipeline.fields import Fields, read_fields
from pipeline.gate import document_type, refusal
from pipeline.history import event_of, read_event
from pipeline.labels import fold
from pipeline.ledger import Claim, ledger
from pipeline.lines import Line, Role, header_block
from pipeline.profiles import Profile, corrected, profile_of
from pipeline.qualifications import education_level, experience_months, necessity, qualification_kind
from pipeline.reading import read_lines
from pipeline.runon import without_run_on_headings
from pipeline.sections import Section, sections
from pipeline.series import (
    ClassRow,
    alternative_titles,
    class_table,
    classes_in_header,
    ended_note,
    flexible_series,
    is_level_of,
    level_of,
    names_class,
    part_for,
    scope_of,
    stem_of,
    with_class_headings,
)
from pipeline.skills import governing_kind, is_catch_all, listed_skills, skill_kind, states_skill
from pipeline.titles import title_in_header

Item = TypeVar("Item", bound=schema.Statement)
REQUIREMENT_KINDS = ("minimum_qualifications", "desirable_qualifications", "special_requirements")
_PERSONAL_HEADING = re.compile(r"(?i)\b(?:personal|physical|characteristics)\b")
_NOTE = re.compile(r"(?i)\(?\s*(?:please )?notes?\s*:")
_NO_REQUIREMENT = re.compile(
    r"(?i)\W*(?:and|or|and/or|either|plus|(?:either|or|and)?\s*(?:pattern|option|plan)\s+(?:[ivx]+|\d|[a-d])|none(?: required| listed)?|n/?a|not applicable|no specific .{0,60} required)\W*(?:for both patterns)?\W*"
)
_JOINT = re.compile(r"(?i)\W*(?:and/or|and|or|either|plus)\W*")
# "Qualifications for this level are in the Knowledge and Abilities section." sends the reader elsewhere.
_CROSS_REFERENCE = re.compile(
    r"(?i)\W*(?:the )?(?:\w+ )?(?:qualifications|requirements|knowledges?|abilities)(?: for th(?:is|ese) (?:level|class)(?:es|s)?)? (?:are|is) (?:\w+ )?(?:in|under) the .{3,80} section\W*"
)
_HISTORY_FIELDS = ("established", "revised", "retitled", "history_other")


@dataclass(frozen=True, slots=True)
class Normalized:
    """What became of a document: its records, or the reason (a closed vocabulary) and what was found instead."""

    records: tuple[schema.Record, ...] = ()
    reason: str = ""
    found: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A document with its lines, its sections and the classes it defines: what the stages of ``show`` print."""

    document: Document
    lines: list[Line]
    sections: list[Section]
    classes: list[ClassRow]
    profile: Profile | None


def read(document: Document) -> Reading:
    """Lines, sections and classes of a document."""
    profile = profile_of(document.text)
    lines = read_lines(document)
    if profile is not None:
        lines = corrected(lines, profile)
    lines = without_run_on_headings(document, _without_repeated_titles(lines))
    head = header_block(lines)
    classes = class_table(document, lines) or classes_in_header(head)
    if not classes and (named := title_in_header(head)):
        classes = flexible_series(named[0], named[1], document.text)
    lines = with_class_headings(lines, classes)
    placed = place(lines, classes)
    found = [_trimmed_identification(section, lines) for section in sections(placed)]
    return Reading(document, lines, found, classes, profile)


def normalize(data: bytes, source: str) -> Normalized:
    """Read one document's bytes; ``source`` is the name that its records keep.

    Raises parsers.errors.ParseError where the bytes cannot be read.
    """
    document = parsers.parse(data)
    reading = read(document)
    fields = read_fields(document, reading.lines, reading.sections)
    classes = reading.classes
    if not classes and fields.title is not None:
        classes = alternative_titles(fields.title.text, fields.title.span, reading.lines)
    kind = document_type(reading.lines, reading.sections)
    statements = _Statements(
        reading, classes, fields.title.value if fields.title else None, posting=kind in ("job_bulletin", "job_posting")
    )
    count = len(statements.duties) + len(statements.skills) + len(statements.qualifications)
    if why := refusal(reading.lines, reading.sections, count):
        return Normalized(reason=why.reason, found=why.found)
    sha256 = hashlib.sha256(data).hexdigest()
    return Normalized(
        tuple(_records(reading, fields, classes, statements, kind, source, sha256)),
    )


def _without_repeated_titles(lines: list[Line]) -> list[Line]:
    """Mark as furniture a title that the head of a page gives and the document right below gives again."""
    out = list(lines)
    head = [k for k, line in enumerate(lines) if line.role is not Role.FURNITURE][:5]
    for one in head:
        for two in head:
            first, second = lines[one], lines[two]
            if one < two and first.role in (Role.BODY, Role.HEADING) and _same_title(first.text, second.text):
                out[one] = Line(
                    Role.FURNITURE, first.span, first.text, first.block, first.source, rule="repeated_title"
                )
    return out


def _same_title(one: str, two: str) -> bool:
    a, b = fold(one), fold(two)
    return len(a) > 5 and a == b


def _trimmed_identification(section: Section, lines: list[Line]) -> Section:
    """An identification block that a breadcrumb cuts in two keeps its last part: what stands above is page head."""
    if section.kind != "identification" or section.heading is not None or len(section.body) < 2:
        return section
    furniture = {line.block for line in lines if line.rule in ("breadcrumb", "back_link")}
    cut = 0
    for k, (one, two) in enumerate(zip(section.body, section.body[1:], strict=False), start=1):
        if any(block in furniture for block in range(one.line.block + 1, two.line.block)) and k <= 6:
            cut = k
    return Section(section.kind, None, section.body[cut:])


class _Statements:
    """The statements of a document, each with the keys of the classes it is for (None: all of them)."""

    def __init__(self, reading: Reading, classes: list[ClassRow], title: str | None, *, posting: bool) -> None:
        self.title = title
        self.posting = posting
        self.document = reading.document
        self.classes = classes
        self.duties: list[tuple[schema.Duty, frozenset[str] | None]] = []
        self.skills: list[tuple[schema.Skill, frozenset[str] | None]] = []
        self.qualifications: list[tuple[schema.Qualification, frozenset[str] | None]] = []
        self.history: list[tuple[schema.HistoryEvent, frozenset[str] | None]] = []
        self.ids: Counter[str] = Counter()
        self.scopes = _scopes(reading, classes)
        for number, section in enumerate(reading.sections):
            self._read_section(section, section_id(number))
        self.skills.sort(key=lambda pair: pair[0].span)
        self.history.sort(key=lambda pair: pair[0].span)

    def _units(self, section: Section) -> Iterator[Unit]:
        """The statements of a section; "or" alone on its line states nothing, nor what sends the reader elsewhere."""
        for unit in units(self.document, section, self._is_name):
            if not (_JOINT.fullmatch(unit.text) or _CROSS_REFERENCE.fullmatch(unit.text)):
                yield unit

    def _is_name(self, text: str) -> bool:
        return names_class(text, self.classes) or (self.title is not None and is_level_of(text, self.title))

    def _read_section(self, section: Section, home: str) -> None:
        if section.kind == "duties":
            self._read_duties(section, home)
        elif section.kind == "knowledge_skills_abilities":
            for unit in self._units(section):
                self._add_skill(unit, section, home)
        elif section.kind in REQUIREMENT_KINDS:
            personal = section.heading is not None and bool(_PERSONAL_HEADING.search(section.heading.text))
            for unit in self._units(section):
                governed = governing_kind(unit.lead_text) is not None and not personal
                if governed or (states_skill(unit.text) and not personal):
                    self._add_skill(unit, section, home)
                else:
                    self._add_qualification(unit, section, home)
        elif section.kind in ("selection", "notes", "identification"):
            for placed in section.body:
                self._add_listed(placed.line, home)
        self._read_history(section, home)

    def _read_duties(self, section: Section, home: str) -> None:
        for unit in self._units(section):
            if is_duty(unit.text) and not _NOTE.match(unit.text):
                span = trimmed(self.document, unit.span)
                duty = schema.Duty(
                    id=self._id("duty", self.document.quote(span)), section=home, text=self.document.quote(span), span=span,
                    class_code=self._alone(unit.line), under=self._under(unit),
                )  # fmt: skip
                if states_skill(unit.text) and not section.heading:
                    self._add_skill(unit, section, home)
                else:
                    self.duties.append((duty, self.scopes.get(unit.line.span[0])))

    def _add_skill(self, unit: Unit, section: Section, home: str) -> None:
        if is_catch_all(unit.text) or _NOTE.match(unit.text):
            return
        heading = section.heading.text if section.heading else ""
        wished = section.kind == "desirable_qualifications" or re.search(
            r"(?i)\b(?:preferred|desirable|desired)\b",
            unit.text + " " + unit.lead_text + " " + unit.outer_text + " " + heading,
        )
        skill = schema.Skill(
            id=self._id("skill", unit.text), section=home, text=unit.text, span=unit.span, class_code=self._alone(unit.line),
            kind=skill_kind(unit.text, unit.lead_text, unit.outer_text, heading),  # type: ignore[arg-type]
            necessity="desirable" if wished else "required", under=self._under(unit),
        )  # fmt: skip
        self.skills.append((skill, self.scopes.get(unit.line.span[0])))

    def _add_listed(self, line: Line, home: str) -> None:
        for (start, end), kind, (lead_start, lead_end) in listed_skills(line.text):
            at = line.span[0]
            text = line.text[start:end]
            skill = schema.Skill(
                id=self._id("skill", text), section=home, text=text, span=(at + start, at + end), class_code=self._alone(line),
                kind=kind, necessity="required",  # type: ignore[arg-type]
                under=self._quote((at + lead_start, at + lead_end)),
            )  # fmt: skip
            self.skills.append((skill, self.scopes.get(line.span[0])))

    def _add_qualification(self, unit: Unit, section: Section, home: str) -> None:
        if not re.search(r"[A-Za-z]{2}", unit.text) or _NO_REQUIREMENT.fullmatch(unit.text):
            return
        months = experience_months(unit.text)
        if months is None and unit.lead_text.rstrip().endswith(":"):
            months = experience_months(unit.lead_text)
        kind = qualification_kind(unit.text, unit.lead_text)
        if kind == "other" and months is not None:
            kind = "experience"
        qualification = schema.Qualification(
            id=self._id("qualification", unit.text), section=home, text=unit.text, span=unit.span, class_code=self._alone(unit.line),
            kind=kind,  # type: ignore[arg-type]
            necessity=necessity(unit.text, section.kind, unit.lead_text + " " + unit.outer_text),  # type: ignore[arg-type]
            experience_months=months if "experience" in kind else None,
            education_level=education_level(unit.text) if "education" in kind else None,  # type: ignore[arg-type]
            under=self._under(unit),
        )  # fmt: skip
        self.qualifications.append((qualification, self.scopes.get(unit.line.span[0])))

    def _read_ended(self, line: Line, home: str) -> None:
        """The notes in a row of the class table that its class is abolished."""
        for row in self.classes:
            if row.ended and line.span[0] <= row.ended[0] < line.span[1]:
                found = dates(self.document.quote(row.ended))
                date = found[0].iso if found else None
                self._add_event("abolished", date, None, None, row.ended, home, line, frozenset((row.key,)))

    def _read_history(self, section: Section, home: str) -> None:
        columns: list[str] = []
        for placed in section.body:
            line = placed.line
            self._read_ended(line, home)
            cells = line.source.cells
            if cells and line.role is not Role.LABEL:
                names = [self.document.quote(span) for span in cells]
                events = [event_of(name) if not dates(name) else "" for name in names]
                if sum(event not in ("", "other") for event in events) >= 1 and not any(dates(name) for name in names):
                    columns = [
                        event if field_of(name) in (*_HISTORY_FIELDS, "effective") or event != "other" else ""
                        for event, name in zip(events, names, strict=True)
                    ]
                    continue
                if columns and len(columns) == len(cells):
                    self._read_history_row(line, columns, home)
                    continue
            if (
                line.role is Role.LABEL
                and line.value
                and line.value[0] >= line.span[1]
                and line.field in _HISTORY_FIELDS
            ):
                # The value stands on another line than its label: the label tells the event, the value when.
                if not self.posting:
                    self._read_dates(line, home)
                continue
            if section.kind == "history" or (section.kind == "identification" and self._tells_history(line)):
                for event in read_event(line.text, line.span[0]):
                    if self.posting and section.heading is None and event.event == "other":
                        continue
                    self._add_event(event.event, event.date, event.adopted, event.effective, event.span, home, line)

    def _read_dates(self, line: Line, home: str) -> None:
        assert line.value is not None
        for date in dates(self.document.quote(line.value), line.value[0]):
            self._add_event(event_of(line.text), date.iso, None, None, line.value, home, line)

    def _tells_history(self, line: Line) -> bool:
        """Whether a line of the header block tells an event in the life of the class, not of a posting."""
        if self.posting:
            return False
        if line.role is Role.LABEL:
            return line.field in _HISTORY_FIELDS or (line.field == "status" and event_of(line.text) == "abolished")
        return bool(
            re.match(
                r"(?i)\s*(?:\*\s*)?(?:abolished|series established|established|class established|revised|retitled|new class)\b",
                line.text,
            )
        )

    def _read_history_row(self, line: Line, columns: list[str], home: str) -> None:
        cells = line.source.cells
        title = self.document.quote(cells[0])
        note = ended_note(title)
        scope = scope_of(title[: note[0]].rstrip(" (") if note else title, self.classes)
        for event, span in zip(columns, cells, strict=True):
            found = dates(self.document.quote(span))
            if event and found:
                self._add_event(event, found[0].iso, None, None, line.span, home, line, scope)

    def _add_event(self, event: str, date: str | None, adopted: str | None, effective: str | None, span: Span, home: str, line: Line, scope: frozenset[str] | None = None) -> None:  # fmt: skip
        text = self.document.quote(span)
        entry = schema.HistoryEvent(
            id=self._id("event", f"{event} {date} {text}"), section=home, text=text, span=span, event=event,  # type: ignore[arg-type]
            date=date, adopted=adopted, effective=effective,
        )  # fmt: skip
        self.history.append((entry, scope or self.scopes.get(line.span[0])))

    def _alone(self, line: Line) -> str | None:
        """The class code where a line is for one class of several."""
        scope = self.scopes.get(line.span[0])
        return next(iter(scope)) if scope is not None and len(scope) == 1 and len(self.classes) > 1 else None

    def _under(self, unit: Unit) -> schema.Quote | None:
        return self._quote(unit.lead) if isinstance(unit.lead, tuple) else None

    def _quote(self, span: Span) -> schema.Quote:
        return schema.Quote(text=self.document.quote(span), span=span)

    def _id(self, sort: str, text: str) -> str:
        """An id from the words themselves, so that it survives re-runs and edits elsewhere in the document."""
        digest = hashlib.sha256(" ".join(text.lower().split()).encode("utf-8")).hexdigest()[:10]
        name = f"{sort}-{digest}"
        self.ids[name] += 1
        return name if self.ids[name] == 1 else f"{name}-{self.ids[name]}"


def _scopes(reading: Reading, classes: list[ClassRow]) -> dict[int, frozenset[str]]:
    """For each line, by its start, the classes that the sub-heading above it names; lines for every class are left out."""
    out: dict[int, frozenset[str]] = {}
    if len(classes) < 2:
        return out
    everybody = frozenset(row.key for row in classes)
    stacked = False  # class headings with no text between them share what follows
    scope: frozenset[str] | None = None
    for section in reading.sections:
        if section.heading is not None or not stacked:
            scope, stacked = None, False
        part = part_for(section.heading.text, classes) if section.heading else None
        if part and part[1] != everybody:
            scope = part[1]
        led = False  # the class is named by a lead-in only, which a heading of its own line outranks
        for placed in section.body:
            line = placed.line
            named = _named_by(line, classes)
            if named is not None:
                named = named | scope if stacked and scope is not None else named
                scope = named if named != everybody else None
                led = line.run_in
            elif led and line.role is Role.HEADING and not line.run_in:
                scope = None
            stacked = named is not None
            if scope is not None:
                out[line.span[0]] = scope
    return out


_ALL_OF_THEM = re.compile(r"(?i)(?:all|both)\b")


def _named_by(line: Line, classes: list[ClassRow]) -> frozenset[str] | None:
    """The classes that a sub-heading puts what follows under."""
    text = line.text
    if line.role is Role.BODY:
        return scope_of(text, classes) if names_class(text, classes) else None
    if line.role is not Role.HEADING or len(text) > 200 or text.rstrip().endswith((".", ";")) or dates(text):
        return None
    part = part_for(text, classes)
    named = part[1] if part else scope_of(text, classes)
    if named is None and _ALL_OF_THEM.match(text):
        # "All Field Levels": whom it means is not known, but no longer the one class above.
        return frozenset(row.key for row in classes)
    return named


def section_id(number: int) -> str:
    """The id of a section within its document, counted from 1."""
    return f"section-{number + 1}"


def _records(
    reading: Reading, fields: Fields, classes: list[ClassRow], statements: _Statements, kind: str, source: str, sha256: str
) -> Iterator[schema.Record]:  # fmt: skip
    document = reading.document
    body = schema.SourceDocument(
        source=source, sha256=sha256, format=document.format, encoding=document.encoding, pages=document.pages, text=document.text  # type: ignore[arg-type]
    )  # fmt: skip
    parts = tuple(_section(document, number, section) for number, section in enumerate(reading.sections))
    account = ledger(document, reading.lines, _claims(reading, fields, statements))
    issues = tuple(_issues(reading, fields, statements, account))
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
        history = _for_class(statements.history, key)
        yield schema.Record(
            spec_id=spec_id(source, key, title.value if title else None),
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
            duties=_for_class(statements.duties, key),
            skills=_for_class(statements.skills, key),
            qualifications=_for_class(statements.qualifications, key),
            history=history,
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


def spec_id(source: str, key: str | None, title: str | None) -> str:
    """A name for a record that is the same on every run: readable, and unique by a digest of source and class."""
    digest = hashlib.sha256(f"{source}\0{key or ''}".encode("utf-8", "surrogatepass")).hexdigest()[:8]
    code = key if key and key != title else ""
    words = re.sub(r"[^a-z0-9]+", "-", f"{title or 'untitled'} {code}".lower()).strip("-")
    return f"{words[:60].strip('-') or 'untitled'}-{digest}"


def _claims(reading: Reading, fields: Fields, statements: _Statements) -> Iterator[Claim]:
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


def _issues(
    reading: Reading, fields: Fields, statements: _Statements, account: schema.Ledger
) -> Iterator[schema.Issue]:
    document = reading.document
    if fields.title is None:
        yield schema.Issue(code="no_title", message="no title was found; look at the head of the document")
    if not statements.duties:
        yield schema.Issue(code="no_duties", message="no duty statement was found; the document may print none")
    for section in reading.sections:
        heading = section.heading
        if heading is not None and heading.match is None:
            yield schema.Issue(
                code="unknown_heading",
                message=f"heading {document.quote(heading.span)!r} is in no vocabulary; its text was read as {section.kind}",
                span=heading.span,
            )
        if heading is not None and not section.body:
            yield schema.Issue(
                code="empty_section",
                message=f"nothing stands under {document.quote(heading.span)!r}",
                span=heading.span,
            )
        if heading is not None and heading.match is not None and heading.match.kind != section.kind:
            yield schema.Issue(
                code="heading_overruled",
                message=f"{document.quote(heading.span)!r} names {heading.match.kind}; its text was read as {section.kind}",
                span=heading.span,
            )
    if (profile := reading.profile) is not None:
        for kind in profile.expect:
            if not any(section.kind == kind and section.body for section in reading.sections):
                yield schema.Issue(
                    code="expected_section", message=f"profile {profile.name} expects {kind}, and none was found"
                )
        if profile.class_code and fields.class_code and not profile.class_code.fullmatch(fields.class_code.value):
            yield schema.Issue(
                code="class_code_pattern",
                message=f"class code {fields.class_code.value!r} does not fit the pattern of profile {profile.name}",
                span=fields.class_code.span,
            )
    if account.unclaimed:
        yield schema.Issue(
            code="unclaimed_lines",
            message=f"{account.unclaimed} of {account.lines} lines belong to nothing that was read",
        )
    for notice in document.notices:
        yield schema.Issue(code="parser_notice", message=notice)
