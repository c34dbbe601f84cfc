"""Sections → duties, skills, qualifications and events of history, each with the classes it is for."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator

from parsers.document import Span
from pipeline import schema
from pipeline.cut import Unit, trimmed, units
from pipeline.dates import dates
from pipeline.duties import is_duty
from pipeline.fieldlabels import field_of
from pipeline.history import event_of, read_event
from pipeline.lines import Line, Role
from pipeline.openings import opened
from pipeline.outline import Reading
from pipeline.qualifications import DESIRED, NICE, education_level, experience_months, necessity, qualification_kind
from pipeline.scopes import scopes_of
from pipeline.sections import Section, section_id
from pipeline.series import (
    ClassRow,
    ended_note,
    is_level_of,
    names_class,
    scope_of,
)
from pipeline.skills import governing_kind, is_catch_all, listed_skills, skill_kind, states_skill

REQUIREMENT_KINDS = ("minimum_qualifications", "desirable_qualifications", "special_requirements")


_PERSONAL_HEADING = re.compile(r"(?i)\b(?:personal|physical|characteristics)\b")


# Of the list, not in it: "Note: …", "Examples below are a sample", "Not all tasks are included".
_NOTE = re.compile(
    r"(?i)^\W*+(?:(?:please )?notes?\s*:|(?:the |these |this )?(?:\w+ )?(?:examples?|duties|tasks|statements|list(?:ing)?)?\s*(?:below |above |listed )*(?:are|is) (?:only |merely |intended as )?(?:a )?(?:brief |representative |partial )*(?:samples?|sampling|illustrative|illustrations?)\b[^.;]*+\W*$"
    r"|not all (?:possible |of the )?(?:tasks|duties|examples)\b[^.;]*+\W*$|(?:position |actual )?(?:assignments|duties) may vary\W*$)"
)


_NO_REQUIREMENT = re.compile(
    r"(?i)^\W*+(?:and|or|and/or|either|plus|(?:either|or|and)?\s*(?:pattern|option|plan)\s+(?:[ivx]+|\d|[a-d])|none(?: required| listed)?|n/?a|not applicable|no specific .{0,60} required)\W*+(?:for both patterns)?\W*+"
)


_JOINT = re.compile(r"(?i)^\W*+(?:and/or|and|or|either|plus)\W*+")


# "Qualifications for this level are in the Knowledge and Abilities section." sends the reader elsewhere.
_CROSS_REFERENCE = re.compile(
    r"(?i)^\W*+(?:the )?(?:\w+ )?(?:qualifications|requirements|knowledges?|abilities)(?: for th(?:is|ese) (?:level|class)(?:es|s)?)? (?:are|is) (?:\w+ )?(?:in|under) the .{3,80} section\W*"
)


_HISTORY_FIELDS = ("established", "revised", "retitled", "history_other")


_WISHED = opened(rf"(?i)\b(?:preferred|desirable|{DESIRED}|{NICE})\b")
_TWO_LETTERS = re.compile(r"[A-Za-z]{2}")
_EVENT_OF_CLASS = re.compile(
    r"(?i)^\s*+(?:\*\s*)?(?:abolished|series established|established|class established|revised|retitled|new class)\b"
)


class Statements:
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
        self.scopes = scopes_of(reading, classes)
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
                    class_code=self._alone(unit.line), governed_by=self._governed_by(unit),
                )  # fmt: skip
                if states_skill(unit.text) and not section.heading:
                    self._add_skill(unit, section, home)
                else:
                    self.duties.append((duty, self.scopes.get(unit.line.span[0])))

    def _add_skill(self, unit: Unit, section: Section, home: str) -> None:
        if is_catch_all(unit.text) or _NOTE.match(unit.text):
            return
        heading = section.heading.text if section.heading else ""
        wished = section.kind == "desirable_qualifications" or any(
            map(_WISHED.search, (unit.text, unit.lead_text, unit.outer_text, heading))
        )
        skill = schema.Skill(
            id=self._id("skill", unit.text), section=home, text=unit.text, span=unit.span, class_code=self._alone(unit.line),
            kind=skill_kind(unit.text, unit.lead_text, unit.outer_text, heading),  # type: ignore[arg-type]
            necessity="desirable" if wished else "required", governed_by=self._governed_by(unit),
        )  # fmt: skip
        self.skills.append((skill, self.scopes.get(unit.line.span[0])))

    def _add_listed(self, line: Line, home: str) -> None:
        for (start, end), kind, (lead_start, lead_end) in listed_skills(line.text):
            at = line.span[0]
            text = line.text[start:end]
            skill = schema.Skill(
                id=self._id("skill", text), section=home, text=text, span=(at + start, at + end), class_code=self._alone(line),
                kind=kind, necessity="required",  # type: ignore[arg-type]
                governed_by=self._quote((at + lead_start, at + lead_end)),
            )  # fmt: skip
            self.skills.append((skill, self.scopes.get(line.span[0])))

    def _add_qualification(self, unit: Unit, section: Section, home: str) -> None:
        if not _TWO_LETTERS.search(unit.text) or _NO_REQUIREMENT.fullmatch(unit.text):
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
            governed_by=self._governed_by(unit),
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
        return bool(_EVENT_OF_CLASS.match(line.text))

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

    def _governed_by(self, unit: Unit) -> schema.Quote | None:
        return self._quote(unit.lead) if unit.lead is not None else None

    def _quote(self, span: Span) -> schema.Quote:
        return schema.Quote(text=self.document.quote(span), span=span)

    def _id(self, sort: str, text: str) -> str:
        """An id from the words themselves, so that it survives re-runs and edits elsewhere in the document."""
        digest = hashlib.sha256(" ".join(text.lower().split()).encode("utf-8")).hexdigest()[:10]
        name = f"{sort}-{digest}"
        self.ids[name] += 1
        return name if self.ids[name] == 1 else f"{name}-{self.ids[name]}"
