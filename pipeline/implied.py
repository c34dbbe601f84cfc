"""What lines mean by where they stand: under a lead-in, or right behind the header block."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from pipeline.heading_marks import INDEX, Mark
from pipeline.headings import SUB
from pipeline.lines import Line, Role
from pipeline.opening_sentences import opening_sentence
from pipeline.openings import opened
from pipeline.qualifications import education_level, experience_months
from pipeline.skills import opening_kind, opens_with_verb
from pipeline.titles import names_document
from pipeline.titlewords import TITLE_WORDS

Array = NDArray[np.float32]

_LED = (INDEX["knowledge_skills_abilities"], INDEX["duties"])
# What tells of the work may define it; what tells of the employer, the pay or the recruitment does not.
_DEFINING = [
    INDEX[kind]
    for kind in (
        "duties",
        "knowledge_skills_abilities",
        "minimum_qualifications",
        "special_requirements",
        "supervision",
        "distinguishing_characteristics",
        "working_conditions",
    )
]
# Behind a section of these "JOB DESCRIPTION" is no header.
_TELLING = ("definition", "series_concept", "distinguishing_characteristics", "duties")
_ARTICLE = re.compile(r"(?i)^(?:the|an?|this|under|as an?)\s+(?P<words>(?:[\w/&'’-]+\s+){0,6}[\w/&'’-]+)")
_EMPLOYER = opened(
    r"(?i)\b(?:agency|authority|board|bureau|city|college|commission|county|court|department|district|division|museum|office|organi[sz]ation|program(?:me)?|state|team|town|university|village)\b"
)
_OURS = opened(r"(?i)\b(?:we|our|us)\b")


def believe_leads(lines: list[Line], marks: list[Mark | None], own: Array) -> None:
    """Make what stands under "Knowledge of:" or "You will:" no less likely to be of that kind than of any other.

    Its own words do not say what the lead-in says for all of them.
    """
    led = -1
    for k, (line, mark) in enumerate(zip(lines, marks, strict=True)):
        if mark is not None:
            led = (
                mark.kind if mark.kind in _LED and mark.by in (SUB, "lead") and line.text.rstrip().endswith(":") else -1
            )
        elif led >= 0 and marks[k - 1] is None and (line.gap > 1 or line.is_item != lines[k - 1].is_item):
            led = -1
        elif led >= 0:
            own[k, led] = own[k].max()


def define_behind_header(lines: list[Line], own: Array) -> None:
    """Make paragraphs right behind the header block or under "JOB DESCRIPTION" no less likely to define than to be duties.

    What a class is for is told in the words of its duties and requirements. The first list, heading or plain requirement
    ends such paragraphs.
    """
    definition = INDEX["definition"]
    behind, begun, told = True, False, False
    for k, line in enumerate(lines):
        if line.role is Role.HEADING:
            wraps = names_document(line.text) or (line.match is not None and line.match.kind == "identification")
            told = told or (line.match is not None and not wraps and line.match.kind in _TELLING)
            behind, begun = (wraps and not told) or (behind and not begun and line.match is None), False
        elif not behind or line.role is Role.LABEL or not (begun or _is_paragraph(line)):
            behind = behind and not line.is_item
        elif _is_paragraph(line) and not _begins_list(lines, k) and not _requires(line.text):
            begun = True
            own[k, definition] = max(own[k, definition], own[k, _DEFINING].max())
            if _is_of_class(line.text):
                own[k, definition] = max(own[k, definition], own[k, INDEX["organization"]])
        else:
            behind = False


def _is_of_class(text: str) -> bool:
    """Whether a paragraph tells of the class or its incumbents and not of their employer."""
    found = _ARTICLE.match(text)
    if found is None or _OURS.search(text):
        return False
    return bool(TITLE_WORDS.search(found["words"])) or not _EMPLOYER.search(found["words"])


def _is_paragraph(line: Line) -> bool:
    return (
        not line.is_item
        and len(line.source.cells) < 2
        and len(line.text) > 60
        and line.text.rstrip().endswith((".", "!", "?"))
    )


def _begins_list(lines: list[Line], k: int) -> bool:
    """Whether a line and the next begin with a verb, as duties do."""
    return k + 1 < len(lines) and all(
        line.role is Role.BODY and opens_with_verb(line.text) for line in lines[k : k + 2]
    )


def _requires(text: str) -> bool:
    return bool(opening_sentence(text) or opening_kind(text) or education_level(text) or experience_months(text))
