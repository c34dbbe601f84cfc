"""The cues in a line's words and form that tell what part of a specification it belongs to."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.openings import matches, opened
from pipeline.qualifications import education_level, experience_months, qualification_kind
from pipeline.skills import is_verb, opening_kind, states_skill

_WORDS = re.compile(r"[a-z]+(?:['’][a-z]+)?|\d+|[$%]")
_DATE = opened(
    r"(?i)\b\d{1,2}[/-]\d{1,2}[/-]\d{2,4}\b|\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\s+\d{1,2},?\s+\d{4}"
)
_MONEY = re.compile(r"[$£]\s?\d")
_YEARS = opened(r"(?i)\b(?:years?|months?)\b")


# Turns of phrase that belong to one part of a specification, whatever the occupation.
_PHRASES = {
    "supervised": opened(r"(?i)^(?:works?\s+)?under (?:the )?(?:\w+[, ]+){0,4}(?:supervision|direction|guidance)\b"),
    "supervising": opened(r"(?i)\b(?:receives?|exercises?|provides?)\b.{0,40}\b(?:supervision|direction)\b|\breports? (?:directly )?to\b|\bsupervis\w+ (?:is|over|of)\b"),
    "this_class": opened(r"(?i)\b(?:this|the) (?:class|classification|position|job|series|level)\b|\bincumbents?\b|\bemployees? in this\b|\bpositions? (?:in|at|allocated)\b"),
    "differs": opened(r"(?i)\b(?:distinguish\w*|differs?|differentiat\w*|journey|entry|advanced|lead|first|second|highest|lowest)[- ]?(?:from|level|in that)\b"),
    "series": opened(r"(?i)\b(?:this|the|class) series\b|\blevels? (?:in|of) (?:the|this)\b|\bclasses in\b"),
    "disclaimer": opened(r"(?i)\b(?:not|nor)\b.{0,50}\b(?:inclusive|exhaustive|construed|intended|limit\w*)\b|\bmay (?:change|vary)\b|\bsubject to change\b"),
    "physical": opened(r"(?i)\b(?:lift\w*|stand\w*|sit\w*|walk\w*|bend\w*|stoop\w*|kneel\w*|climb\w*|reach\w*|carry\w*|vision|hearing|pounds|lbs|outdoors?|indoors?|noise|dust|fumes|weather|hazard\w*|odors?|exposure|exposed)\b"),
    "apply": opened(r"(?i)\b(?:appl(?:y|icants?|ications?)|candidates?|examination|interview|resume|eligible list|closing|deadline|recruitment)\b"),
    "equal": opened(r"(?i)\bequal (?:employment )?opportunity|\bdiscriminat|\baccommodation|\bdisabilit(?:y|ies)\b|\bdivers"),
    "benefit": opened(r"(?i)\b(?:salary|benefits?|insurance|retirement|vacation|sick leave|holidays?|pension|overtime|health|dental)\b"),
    "employer": opened(r"(?i)\b(?:we|our|us|join|community|residents|mission|founded|serves)\b"),
    "event": opened(r"(?i)\b(?:established|revised|adopted|effective|abolished|amended|retitled|new class)\b"),
    "must": opened(r"(?i)^(?:applicants?|candidates?|employees?|incumbents?)? ?(?:must|shall|will be required)\b"),
    "other_duties": opened(r"(?i)\b(?:other|related) (?:duties|work|tasks)\b"),
    "purpose": opened(r"(?i)\b(?:responsible for|the purpose of|work involves|is to|primary function)\b"),
    "question": opened(r"\?\s*$"),
    "preferred": opened(r"(?i)\b(?:preferred|desirable|desired|plus)\b"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cues:
    """What is in a line: what readers make of it, its words and pairs of words, each once, and its form."""

    readings: list[str]
    words: Iterable[str] = ()
    pairs: Iterable[str] = ()
    form: Iterable[str] = ()

    def names(self) -> Iterator[str]:
        """The cues by name, in the order in which their weights are summed: another order is another last bit."""
        yield from self.readings
        yield from (f"w={word}" for word in self.words)
        yield from (f"p={pair}" for pair in self.pairs)
        yield from self.form


def _readings(text: str, first: str) -> Iterator[str]:
    """What the readers of statements make of a line: they know far more occupations than any training text."""
    if kind := opening_kind(text):
        yield f"opens={kind}"
    if states_skill(text):
        yield "states_skill"
    if (kind := qualification_kind(text)) != "other":
        yield f"requires={kind}"
    if experience_months(text) is not None:
        yield "months"
    if education_level(text):
        yield "education"
    if is_verb(first):
        yield "verb"
    elif first.endswith("s") and (is_verb(first[:-1]) or is_verb(first[:-2])):
        yield "verb_s"
    elif first.endswith("ing") and (is_verb(first[:-3]) or is_verb(first[:-3] + "e")):
        yield "verb_ing"
    elif first.endswith("ly"):
        yield "adverb"
    yield from (f"phrase={name}" for name, _ in matches(_PHRASES, text))


def cues(text: str, item: bool, before: str = "") -> Cues:
    """The cues of one line: its words and pairs of words, how it begins and ends, what is in it.

    Digits are folded to one sign, so that no code or date is learnt by heart. ``before`` is the text of the
    line above within the same list, whose first word tells a run of like statements.
    """
    words = ["0" if word.isdigit() else word for word in _WORDS.findall(text.lower())][:60]
    if not words:
        return Cues(["bias"])
    return Cues(
        ["bias", *_readings(text, words[0])],
        dict.fromkeys(words),
        dict.fromkeys(map(" ".join, itertools.pairwise(words))),
        _form(text, words, item, before),
    )


def _form(text: str, words: list[str], item: bool, before: str) -> Iterator[str]:
    bare = text.rstrip()
    yield f"first={words[0]}"
    yield f"start={' '.join(words[:2])}"
    yield f"start3={' '.join(words[:3])}"
    yield f"ending={words[0][-3:]}" if len(words[0]) > 4 else "ending=short"
    yield f"close={'word' if bare[-1].isalnum() else bare[-1]}"
    yield f"length={min(6, len(text) // 60)}"
    if item:
        yield "item"
    if text[:1].islower():
        yield "lower"
    if text.isupper():
        yield "caps"
    if ";" in text:
        yield f"clauses={min(4, text.count(';'))}"
    if _DATE.search(text):
        yield "date"
    if _MONEY.search(text):
        yield "money"
    if _YEARS.search(text):
        yield "years"
    if before:
        above = _WORDS.findall(before.lower())[:1]
        if above:
            yield f"above={above[0]}"
            if above[0] == words[0]:
                yield "like_above"
