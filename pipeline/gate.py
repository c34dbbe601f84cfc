"""Whether a document specifies a job at all, and what sort of document it is."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from pipeline.headings import STRONG, WORDS
from pipeline.lines import Line, Role
from pipeline.openings import Opened, lowered, opened
from pipeline.sections import Section

_ERROR = re.compile(
    r"(?is)\b(?:404|403|500)\b.{0,30}\b(?:not found|error|forbidden)|\bpage not found\b|page (?:could not|can(?:not|'t|’t)) be (?:found|displayed)|page (?:is|was) not (?:found|currently available|available)|site is unavailable|access denied|no longer (?:available|exists?|posted|accepting)|has (?:expired|been (?:filled|removed|closed))|session (?:has )?(?:expired|timed out)|temporarily unavailable|lost the page|requested page|please (?:log|sign) in\b|job (?:posting )?(?:is|was) (?:closed|not found)|enable (?:javascript|cookies)|system error|position (?:is|has been) (?:closed|filled)"
)
_QUESTION = opened(
    r"(?i)\banswer to this question\b|\bselect (?:the|one|all)\b.{0,60}\b(?:best|following|response|statement|apply)\b|^(?:do|have|are|did|does) you\b|\b(?:all that apply|for preview purposes only)\b"
)
_PREVIEW = re.compile(
    r"(?i)questions? preview|for preview purposes only|vacancy questions|assessment questionnaire|occupational questionnaire"
)
# Asked of the head of a page at once, whose words nothing else looks at: plain.
_REPORT = opened(
    r"(?i)\b(?:job evaluation analysis report|position comparison|classification recommendation|evaluation report|changes by section|confidence:)"
)
_CORE = (
    "definition",
    "distinguishing_characteristics",
    "series_concept",
    "duties",
    "knowledge_skills_abilities",
    "minimum_qualifications",
    "special_requirements",
    "desirable_qualifications",
    "supervision",
)
_CLOSED = opened(r"(?i)\b(?:class )?abolished\b|\breplaced by\b")
_OPTION = re.compile(r"^\s*[A-H]\.\s+\S")
_LETTERED = frozenset(f"{letter}." for letter in "ABCDEFGH")
# How specifications speak of the job they describe.
_SPEAKS = opened(
    r"(?i)\b(?:this (?:class|classification|position|series|job|is (?:\w+[ -]){1,6}work)|(?:an?|the) (?:employee|incumbent)s? in this|work (?:involves|includes|is performed)|incumbents?|class(?:ification)? specification|positions? (?:in|at) this|under (?:the )?(?:general|close|direct|immediate|limited)?\s*(?:supervision|direction))\b"
)
# An amount of money, as each entry of a list of openings prints one.
_PAY = re.compile(r"\$\s?\d|(?<!\d)\d{1,3},\d{3}(?!\d)")
# What is a list of openings: so many lines of pay, this share of all lines, and so many for each statement read. The
# lists of the corpus have 49 and more, half of all lines and two statements at most; of its specifications, one with 85
# statements comes next with 9 lines of pay.
_LEAST_PAY = 12
_PAY_SHARE = 0.15
_PAY_TO_STATEMENTS = 4
_LEAST_WORDS = 60
# Words of a specification's own below which a document without any statement says nothing of a job. The shortest
# definition of the corpus has 11; what passes for one in a page that has none is a date or a name.
_LEAST_TOLD = 10


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a document is no specification: a word of a closed vocabulary, and what was found."""

    reason: str
    found: str


def refusal(lines: list[Line], sections: list[Section], statements: int) -> Refusal | None:
    """Why a document specifies no job, or None where it does.

    ``statements`` counts the duties, skills and qualifications that were read.
    """
    text = [line for line in lines if line.role is not Role.FURNITURE]
    words = sum(len(line.text.split()) for line in text)
    joined = "\n".join(line.text for line in lines[:60])
    head = joined[:3000]
    headed = {
        section.kind
        for section in sections
        if section.kind in _CORE
        and section.heading is not None
        and section.heading.match is not None
        and section.heading.match.by in (STRONG, WORDS)
        and section.body
    }
    if _any(_REPORT, head.split("\n")):
        return Refusal("report", "an analysis of a position, not its specification")
    options = sum(
        bool(_OPTION.match(line.text) or (line.source.marker[:2] in _LETTERED and len(line.text) < 200))
        for line in text
    )
    previews = ("question" in (low := lowered(head)) or "preview" in low) and _PREVIEW.search(head)
    if previews or (options >= 10 and options > 0.3 * len(text)):
        return Refusal("questionnaire", f"questions put to applicants, with {options} answers to choose from")
    if words < 250 and len(headed) < 2 and _ERROR.search(joined):
        return Refusal("error_page", f"an error or closing notice in a page of {words} words")
    if _any(_CLOSED, [line.text for line in text[:60]]) and any(line.field == "class_code" for line in text):
        return None  # all that is left of an abolished class: its title, its code and when it ended
    links = sum(line.rule in ("link", "html_navigation") for line in lines)
    if words < _LEAST_WORDS and links > 10 and links > len(text):
        return Refusal("link_list", f"{links} links and {words} words of text")
    if words < _LEAST_WORDS and not (headed and statements >= 2):
        return Refusal("too_little_text", f"{words} words of text, where a specification has {_LEAST_WORDS} or more")
    paid = sum(bool(_PAY.search(line.text)) for line in text)
    if paid >= max(_LEAST_PAY, _PAY_SHARE * len(text), _PAY_TO_STATEMENTS * statements):
        return Refusal("job_list", f"{paid} of {len(text)} lines are pay, and {statements} statements were read")
    asked = sum(line.text.rstrip().endswith("?") or bool(_QUESTION.search(line.text)) for line in text)
    if asked > 0.25 * len(text) and len(headed) < 2 and asked >= 4:
        return Refusal("questionnaire", f"{asked} questions in {len(text)} lines")
    core = Counter(section.kind for section in sections if section.kind in _CORE and section.body)
    labels = {line.field for line in text if line.role is Role.LABEL} - {"other", "value"}
    told = sum(
        len(placed.line.text.split()) for section in sections if section.kind in _CORE for placed in section.body
    )
    if headed and not statements and told < _LEAST_TOLD:
        return Refusal("no_specification", f"no statement, and {told} words of a specification in {words}")
    if len(labels) >= 4 and {"title", "class_code", "salary"} & labels and told >= _LEAST_WORDS:
        return None
    if (headed and statements >= 2) or len(headed) >= 2 or (headed and _SPEAKS.search(joined)):
        return None
    short = sum(len(line.text.split()) <= 6 for line in text)
    if not headed and short > 0.7 * len(text):
        return Refusal(
            "link_list", f"{short} of {len(text)} lines are short entries, and no heading of a specification"
        )
    if not core or (statements < 3 and not headed and not (_SPEAKS.search(joined) and told > 0.4 * words)):
        return Refusal(
            "no_specification", f"no part of a specification in {words} words (statements read: {statements})"
        )
    return None


_POSTED = opened(
    r"(?i)\b(?:closing date|job number|how to apply|apply (?:now|online)|requisition|posted|job posting|applications? (?:must|will|should)|open until filled)\b"
)
_INVITES = opened(r"(?i)\b(?:we are|join|you will|you'll|our team|is (?:seeking|recruiting|hiring))\b")
_NAMES_SPECIFICATION = opened(
    r"(?i)\bclass(?:ification)? specification|classified job specification|personnel board specification|\bclass code\b|\bjob code\b|specification for class"
)
_SPEAKS_OF_CLASS = opened(
    r"(?i)\b(?:this class|class specification|positions? in this class|employees? in this class|incumbents?)\b"
)
_EXAMINED = opened(
    r"(?i)\bexam(?:ination)?\b.{0,80}\b(?:open|score|weight|list|notes?)|\bjob bulletin\b|\bcivil service (?:rule|exam)|\beligible list\b"
)
_POSITION = opened(r"(?i)\bposition description\b|\bposition number\b|\bincumbent'?s? name\b")


def document_type(lines: list[Line], sections: list[Section]) -> str:
    """class_spec, job_bulletin, job_posting or position_description, by what the document says of itself."""
    text = "\n".join(line.text for line in lines if line.role is not Role.FURNITURE)
    head = text[:3000]
    # Line by line, as no pattern goes beyond one: what the words of a line begin with is known by now.
    words, first = text.split("\n"), head.split("\n")
    low = lowered(head)
    kinds = Counter(section.kind for section in sections)
    labels = Counter(line.field for line in lines if line.role is Role.LABEL)
    posting = (
        2 * _any(_POSTED, words)
        + 2 * (labels["posting"] > 0)
        + (kinds["selection"] > 0)
        + _any(_INVITES, words)
    )  # fmt: skip
    spec = (
        3 * (("specification" in low or " code" in low) and _any(_NAMES_SPECIFICATION, first))
        + 2 * bool(kinds["distinguishing_characteristics"] or kinds["series_concept"])
        + 2 * bool(kinds["history"])
        + 2 * _any(_SPEAKS_OF_CLASS, words)
    )  # fmt: skip
    if posting >= 3 and _any(_EXAMINED, words) and re.search(r"(?i)class code|examination", head + text[-3000:]):
        return "job_bulletin"
    if posting > spec:
        return "job_posting"
    if _any(_POSITION, first) and spec < 3:
        return "position_description"
    return "class_spec"


def _any(pattern: Opened, lines: list[str]) -> bool:
    return any(pattern.search(line) for line in lines)
