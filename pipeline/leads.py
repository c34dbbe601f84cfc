"""Lead-ins: the words at the start of a line that govern what follows and are no part of it."""

from __future__ import annotations

import re

from pipeline.headings import SUB, listed, worded
from pipeline.opening_sentences import opening_sentence

_KNOWLEDGE_LEAD = re.compile(
    r"(?i)^(?:[\w,'’/&()-]+\s+){0,7}?(?:knowledges?|skills?|skilled|abilit(?:y|ies)|able|proficien\w+|competen\w+|understanding|familiarity)\b[^.;:]{0,110}:\s+(?=\S)"
)
_REQUIRED_TO = re.compile(r"(?i)^(?:SKILLS?|KNOWLEDGE|ABILIT(?:Y|IES)) (?:is|are) required to\s+")
_LABEL_LEAD = re.compile(r"^(?P<label>[A-Z][\w/&,.'’ ()-]{2,70}?)\s*:\s+(?=\S)")
# A lead-in further inside a paragraph: "...; safety. Ability to: lead ...".
_INNER = re.compile(
    r"(?<=[.;])\s+(?=(?:[A-Z][\w-]*\s+(?:[\w-]+\s+){0,3}?)?(?:[Kk]nowledges?|KNOWLEDGE|[Ss]kills?|SKILLS?|[Aa]bilit(?:y|ies)|ABILIT(?:Y|IES)|competencies)\b[^.;:]{0,110}:\s+\S)"
)
# "Either I", "Or II" glued to the requirement: "Or IICompletion of", "Either Itwo years". No English word begins with "II".
_GLUED = r"(?:Either|Or)\s+(?:(?:III|II|IV|I|V)(?=[A-Z][a-z])|(?:III|II|IV)(?=[a-z]{3}))|Either\s+I(?=[a-z]{3})"
# "Either I", "Or II", "Option A:" before a requirement.
_PATTERN_LEAD = re.compile(
    rf"(?:and\s+)?(?:(?:Either|EITHER|Or|OR|AND|And)\s+[IVX]{{1,4}}\b[.:]?\s*(?=[A-Z(])|(?:{_GLUED}))"
)
# What a requirement begins with, behind "and" or "or" in the place of a new line: "… service. and Education: …".
_REQUIREMENT = (
    r"(?:[A-Z][\w/&,' -]{2,40}:\s|(?:Either|Or)\s+I|(?:Equivalent|Completion|Graduation|Possession|Education|Experience|Registration|Certification|Licensure|Enrollment|Membership|Any|At least|An?"
    r"|One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Twelve|Eighteen|Twenty|Thirty|Forty|\d{1,2}(?= (?:\(|years?|months?|hours?)))\b)"
)
_INNER_PATTERN = re.compile(
    rf"(?<=[.;)\]])\s+(?=(?:and\s+)?(?:{_GLUED}))|(?<=[a-z\d)\]]{{2}}[.;])\s+(?=(?:and|or|and/or)\s+{_REQUIREMENT})"
)
_JOINT = re.compile(r"(?:and|or|AND|OR|And|Or)\s+(?=[A-Z])")


def inline_lead(text: str) -> int:
    """Length of the lead-in with which a line begins, or 0.

    >>> inline_lead("Knowledge of: stores; safety."), inline_lead("Education: a degree"), inline_lead("Prepares: tea")
    (14, 11, 0)
    """
    colon = ":" in text
    if found := (colon and _KNOWLEDGE_LEAD.match(text)) or _REQUIRED_TO.match(text):
        return found.end()
    if colon and (sentence := opening_sentence(text)) and sentence[1] < len(text):
        return sentence[1]
    pattern = _PATTERN_LEAD.match(text)
    joint = pattern or _JOINT.match(text)
    end = joint.end() if joint else 0
    if colon and (found := _LABEL_LEAD.match(text[end:])) and len(found["label"].split()) <= 8:
        label = found["label"]
        match = listed(label) or worded(label, 1)
        if match and (
            match.by == SUB
            or match.kind
            in (
                "minimum_qualifications",
                "desirable_qualifications",
                "special_requirements",
                "knowledge_skills_abilities",
            )
        ):
            return end + found.end()
    return end if pattern else 0


def inner_leads(text: str) -> list[int]:
    """Where further lead-ins of knowledge, skill or ability begin inside a paragraph.

    >>> text = "Knowledge of: stores; safety. Ability to: lead; learn."
    >>> [text[at:] for at in inner_leads(text)]
    ['Ability to: lead; learn.']
    """
    return [found.end() for found in _INNER.finditer(text)] if ":" in text else []


def glued_patterns(text: str) -> list[int]:
    """Where patterns of requirements begin inside a paragraph that has lost the lines between them.

    >>> text = "One year as a groom. Or IICompletion of a course for farriers."
    >>> [text[at:][:5] for at in glued_patterns(text)], inline_lead("Or IICompletion of a course")
    (['Or II'], 5)
    >>> text = "Two years of baking. and Education: A course in baking."
    >>> [text[at:] for at in glued_patterns(text)], inline_lead("and Education: A course in baking.")
    (['and Education: A course in baking.'], 15)
    """
    return [found.end() for found in _INNER_PATTERN.finditer(text)]
