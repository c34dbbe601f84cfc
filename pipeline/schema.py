"""The record of one class: pydantic models, in the words of the labelling guide.

Every ``{"text", "span"}`` must quote ``document.text`` exactly; a record for which that is false cannot be
built. The JSON Schema in docs/record.schema.json is generated from here (``make schema``).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from itertools import accumulate
from typing import Annotated, Any, Generic, Literal, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator, with_config
from typing_extensions import TypedDict

SCHEMA_VERSION: Literal["1.3"] = "1.3"

SectionKind = Literal[
    "identification",
    "series_concept",
    "definition",
    "distinguishing_characteristics",
    "supervision",
    "duties",
    "knowledge_skills_abilities",
    "minimum_qualifications",
    "desirable_qualifications",
    "special_requirements",
    "working_conditions",
    "compensation",
    "selection",
    "organization",
    "history",
    "notes",
    "other",
]
DocumentType = Literal["class_spec", "job_bulletin", "job_posting", "position_description"]
SkillKind = Literal["knowledge", "skill", "ability", "competency"]
QualificationKind = Literal[
    "education",
    "experience",
    "education_and_experience",
    "license",
    "certification",
    "training",
    "background_check",
    "medical",
    "legal",
    "personal",
    "other",
]
EducationLevel = Literal["high_school", "some_college", "associate", "bachelor", "master", "doctorate", "professional"]
Event = Literal["established", "revised", "retitled", "abolished", "replaced", "other"]
MentionKind = Literal[
    "software", "equipment", "law", "license", "language", "method", "soft_skill", "skill", "knowledge"
]
Period = Literal["hour", "day", "week", "biweek", "semimonth", "month", "year"]

Span = Annotated[tuple[int, int], Field(description="start and end offset in document.text")]
IsoDate = Annotated[str, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$", description="as fine as printed")]
Value = TypeVar("Value")


class Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Quote(Model):
    """Words of the document and where they stand."""

    text: str
    span: Span


class Read(Quote, Generic[Value]):
    """A value read from the document, beside the words it was read from."""

    value: Value


class Labelled(Quote):
    """A header value for which the schema has no field of its own."""

    label: str
    value: str


class Salary(Quote):
    """A pay range as printed; ``low`` and ``high`` are plain numbers in ``currency`` a ``period``."""

    low: float | None
    high: float | None
    period: Period | None
    currency: str


class Sibling(Quote):
    """A class of the same series."""

    title: str
    class_code: str | None


class Series(Model):
    """The series a class belongs to: its name, the class's level (as printed: ``II``), place and siblings.

    ``position`` counts from 1 in the document's own order of ``of`` classes.
    """

    name: str | None
    level: str | None
    position: int | None
    of: int | None
    siblings: tuple[Sibling, ...]


class Status(Model):
    """Whether the class is in use; ``date`` is when it was abolished, and ``text`` the words that say so."""

    value: Literal["active", "abolished"]
    date: IsoDate | None = None
    text: str | None = None
    span: Span | None = None


class Section(Model):
    """A printed section: ``text`` and ``span`` cover its body, the heading left out.

    ``state`` is ``parsed``, ``empty`` (a heading with nothing under it), or ``not_understood`` (text under a
    heading that nothing explains, kept whole).
    """

    id: str
    kind: SectionKind
    heading: Quote | None
    text: str
    span: Span
    state: Literal["parsed", "empty", "not_understood"]


class Statement(Quote):
    """A statement: ``id`` stays the same over runs, ``section`` is the id of the section it stands in.

    ``class_code`` is given where a document of several classes states it for this class alone.
    """

    id: str
    section: str | None
    class_code: str | None = None


class Link(Model):
    """A concept of a public taxonomy that words were found to mean.

    ``matched`` is the label or alternative label that they met, ``score`` the linker's measure of the match, 0 to 1.
    """

    taxonomy: Literal["esco", "onet_technology", "onet_dwa"]
    version: str
    id: str
    label: str
    matched: str
    score: float


# No concept was good enough (unlinked), or none was looked for (null: a run without taxonomies).
Linked = Link | Literal["unlinked"] | None


class Item(Quote):
    """One part of a list: "laws" of "laws, policies and procedures"."""

    link: Linked = None


class Phrase(Quote):
    """The words for what a verb acts on or a skill is about; ``items`` are its parts where it is a list."""

    items: tuple[Item, ...] = ()


class Action(Quote):
    """The main verb of a duty and its base form."""

    lemma: str


class Frame(Model):
    """What one main verb of a duty says: what is done to what, for whom, to what end, how, when, and how often.

    ``supervises`` tells that the verb and its object mean leading or directing other workers.
    """

    action: Action
    object: Phrase | None
    recipient: Quote | None
    purpose: Quote | None
    instrument: Quote | None
    conditions: tuple[Quote, ...]
    frequency: Quote | None
    supervises: bool
    link: Linked = None


class Activity(Model):
    """The O*NET generalized work activity that a duty belongs to, with the classifier's likelihood."""

    code: str
    name: str
    score: float


class Share(Quote):
    """A printed share of working time in percent; ``bound`` tells what the words around it make of it."""

    percent: float
    bound: Literal["exactly", "at_least", "at_most", "about"]


class Duty(Statement):
    """A duty statement; ``governed_by`` quotes the sub-heading or lead-in that governs it.

    ``activity`` is null where no activity fits well.
    """

    governed_by: Quote | None = None
    frames: tuple[Frame, ...] = ()
    share_of_time: Share | None = None
    activity: Activity | None = None


class Topic(Phrase):
    """What is known or done, without the words of frame and grade around it."""

    link: Linked = None


class Skill(Statement):
    """A statement of knowledge, skill, ability or competency; ``depth`` quotes how well it must be mastered."""

    kind: SkillKind
    necessity: Literal["required", "desirable"]
    governed_by: Quote | None = None
    topics: tuple[Topic, ...] = ()
    depth: tuple[Quote, ...] = ()
    condition: Quote | None = None


class Mention(Quote):
    """Words that name a skill or something known or used, wherever they stand.

    ``within`` is the id of the statement or section they stand in, ``score`` the tagger's likelihood, 0 to 1. The
    kinds ``skill`` and ``knowledge`` are those of SkillSpan; they may overlap the others.
    """

    kind: MentionKind
    within: str
    score: float
    link: Linked = None


class Qualification(Statement):
    """A requirement of education, experience, licence or condition."""

    kind: QualificationKind
    necessity: Literal["required", "desirable", "substitute"]
    experience_months: int | None = None
    education_level: EducationLevel | None = None
    governed_by: Quote | None = None


class HistoryEvent(Statement):
    """An event in the life of a class; ``date`` is the effective date, else the adopted, else the bare one."""

    event: Event
    date: IsoDate | None
    adopted: IsoDate | None = None
    effective: IsoDate | None = None


# A web page has a thousand lines: the place of each as a dict is checked and written without a call into Python. The
# published schema has null as the default of what is left out.
_Absent = Field(json_schema_extra={"default": None})


@with_config(ConfigDict(extra="forbid", strict=True))
class Place(TypedDict, total=False):
    """Where a line stands in the source, as its format tells; what the format does not have is left out.

    ``line`` and ``last_line`` count source lines from 1, ``page`` counts from 1, ``box`` is (left, top, right,
    bottom) in points from the page's top left corner, ``path`` is the path of an HTML element or DOCX paragraph.
    """

    line: Annotated[int | None, _Absent]
    last_line: Annotated[int | None, _Absent]
    page: Annotated[int | None, _Absent]
    box: Annotated[tuple[float, float, float, float] | None, _Absent]
    path: Annotated[str | None, _Absent]


class LedgerLine(Model):
    """What became of a line: ``claim`` is claimed, furniture or unclaimed; ``by`` names the claimant or rule."""

    span: Span
    place: Place
    claim: Literal["claimed", "furniture", "unclaimed"]
    by: str


class Ledger(Model):
    """Every line of the canonical text with its claim; the counts add up to ``lines``."""

    lines: int
    claimed: int
    furniture: int
    unclaimed: int
    entries: tuple[LedgerLine, ...]


class Issue(Model):
    """Something a human should know, by code; ``span`` says where, if it is anywhere in particular."""

    code: str
    message: str
    span: Span | None = None


class Recognition(Model):
    """Pages, counted from 1, that were pictures and were read by character recognition.

    ``confidence`` is how sure of its letters the recogniser was on the average, 0 to 100.
    """

    pages: tuple[int, ...]
    confidence: float


class Part(Model):
    """Which of several specifications in one file, counted from 1."""

    number: int
    of: int


class SourceDocument(Model):
    """The document that a record was read from; ``text`` is what all spans index.

    ``part`` is given where a file prints several whole specifications one behind the other: ``text`` is then this one,
    below the first lines of the file. ``ocr`` is null where the file holds its text itself.
    """

    source: str
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    format: Literal["html", "pdf", "text", "docx"]
    encoding: str | None
    pages: int | None
    part: Part | None
    ocr: Recognition | None
    text: str


class Record(Model):
    """One class as one document specifies it."""

    schema_version: Literal["1.3"] = SCHEMA_VERSION
    spec_id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    document_type: DocumentType
    document: SourceDocument
    title: Read[str] | None
    class_code: Read[str] | None
    jurisdiction: Read[str] | None
    category: Read[str] | None
    series: Series | None
    status: Status
    flsa: Read[Literal["exempt", "non-exempt"]] | None
    salary: Salary | None
    bargaining_unit: Read[str] | None
    header: tuple[Labelled, ...]
    sections: tuple[Section, ...]
    duties: tuple[Duty, ...]
    skills: tuple[Skill, ...]
    qualifications: tuple[Qualification, ...]
    history: tuple[HistoryEvent, ...]
    mentions: tuple[Mention, ...]
    ledger: Ledger
    issues: tuple[Issue, ...]

    @model_validator(mode="after")
    def _quotes_are_exact(self) -> Record:
        body = self.document.text
        if _all_exact(self, body):
            return self
        for where, quote, (start, end) in quotes(self):
            if not 0 <= start <= end <= len(body) or body[start:end] != quote:
                raise ValueError(
                    f"{where} says {quote[:60]!r} at {start}:{end}, where the document has {body[start:end][:60]!r}"
                )
        return self

    @model_validator(mode="after")
    def _ledger_adds_up(self) -> Record:
        ledger, lines = self.ledger, self.document.text.split("\n")
        counts = (ledger.claimed, ledger.furniture, ledger.unclaimed)
        claims = [entry.claim for entry in ledger.entries]
        if counts != tuple(claims.count(claim) for claim in ("claimed", "furniture", "unclaimed")):
            raise ValueError(f"the ledger counts {counts}, its entries say otherwise")
        ends = list(accumulate([len(line) + 1 for line in lines], initial=-1))
        for entry, before, end in zip(ledger.entries, ends, ends[1:], strict=False):
            if entry.span != (before + 1, end):
                raise ValueError(f"the ledger has {entry.span} for the line at {before + 1}:{end}")
        if not ledger.lines == sum(counts) == len(claims) == len(lines):
            raise ValueError(f"the ledger counts {counts} for {len(lines)} lines, with {len(claims)} entries")
        return self


def _all_exact(node: BaseModel, body: str) -> bool:
    """Whether every quote in a model is what ``body`` has at its span: what ``quotes`` tells, without the paths."""
    here = node.__dict__
    quotes_text, nested = _shape(type(node))
    if quotes_text:
        text, span = here["text"], here["span"]
        if text is not None and span is not None:
            start, end = span
            # A slice is cut off at the end of the text and counts from there where it is negative: both are refused.
            if start < 0 or end - start != len(text) or body[start:end] != text:
                return False
    for name in nested:
        value = here[name]
        if type(value) is tuple:
            for child in value:
                if not _all_exact(child, body):
                    return False
        elif isinstance(value, BaseModel) and not _all_exact(value, body):
            return False
    return True


@cache
def _shape(model: type[BaseModel]) -> tuple[bool, tuple[str, ...]]:
    """Whether a model has a text with a span, and which of its fields hold such models: the others need no visit."""
    fields = model.model_fields
    nested = tuple(name for name, field in fields.items() if _holds_quotes(field.annotation))
    return {"text", "span"} <= fields.keys(), nested


def _holds_quotes(annotation: Any) -> bool:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return any(_shape(annotation))
    return any(map(_holds_quotes, get_args(annotation)))


def json_schema() -> str:
    """The JSON Schema of a record, as docs/record.schema.json holds it."""
    return json.dumps(Record.model_json_schema(), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def quotes(node: Any, where: str = "record") -> Iterator[tuple[str, str, tuple[int, int]]]:
    """Every text with a span in a model, with the path to it."""
    if isinstance(node, BaseModel):
        text, span = getattr(node, "text", None), getattr(node, "span", None)
        if text is not None and span is not None:
            yield where, text, span
        for name in type(node).model_fields:
            yield from quotes(getattr(node, name), f"{where}.{name}")
    elif isinstance(node, tuple):
        for k, child in enumerate(node):
            if isinstance(child, BaseModel):
                yield from quotes(child, f"{where}[{k}]")
