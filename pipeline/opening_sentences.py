"""Sentences that open a section of their own where no heading does.

"To qualify for this class, applicants must have …" begins the requirements and "Responsibilities include: …" the duties,
whatever section was open before; "The salary range is …" and "Applications should be submitted to …" end them.
"""

from __future__ import annotations

import re

from pipeline.skills import opening_kind

_WHO = r"(?:(?:all|any|qualified|interested|eligible|successful|prospective|suitable|the|our) ){0,3}(?:applicants?|candidates?|individuals?|persons?|appointees?|you)"
_MUST = r"(?:must|should|shall|need to|will need to|(?:are|will be|is) required to)(?: also)?"
_HAVE = r"(?:have|possess|hold|meet (?:the|all|at least|any|one|these|both|either)|be (?:at least|(?:an? )?(?:licensed|certified|registered|graduates?|citizens?|residents?)))\b"
_SORT = r"(?:(?:your|the|key|primary|main|major|essential|typical|specific|general|principal|core|job|position|class|day-to-day|other|some|examples? of|of|and) ){0,5}"
_DUTY = r"(?:responsibilities|duties|tasks|functions|work)(?: performed)?"
_PAPERS = r"(?:applications?|r[eé]sum[eé]s?|cover letters?)"
_PAY_SORT = r"(?:(?:anticipated|expected|annual|starting|full|hourly|target|hiring|current|base|monthly|approximate|proposed|estimated|posted|advertised|budgeted) ){0,3}"

# How such sentences begin, by the kind of the section that they open.
_BEGINNINGS = {
    "minimum_qualifications": (
        rf"(?:in order )?to (?:qualify|be eligible)\b[^.:;]{{0,90}}?\b{_MUST} (?!(?:submit|attach|apply|complete|provide|pass)\b)",
        rf"(?:to be considered\b[^.:;]{{0,60}}?,? )?{_WHO} {_MUST} {_HAVE}",
        rf"(?:to be considered\b[^.:;]{{0,60}}?,? )?{_WHO} (?:{_MUST}|will) (?:have|possess)\s*:",
        r"(?:this|the) (?:position|class|classification|job|role) requires (?:(?:the )?possession of|graduation|at least|a minimum of|an? (?:bachelor|master|associate|high school|four[- ]year|college)|(?:\w+|\d+|\w+ \(\d+\)) (?:years?|months?) (?:of|'))\b",
        r"[^.:;]{0,80}\bthe following (?:required |minimum ){1,2}(?:qualifications|requirements)\b",
    ),
    "duties": (
        rf"{_SORT}{_DUTY}(?: (?:of|for|in|by) (?:this|the|an?) [^.:;]{{2,60}}?)? (?:(?:will|may|can|might) )?(?:(?:include|consist of)\b[^.:;]{{0,60}}:|(?:are|be) (?:as follows|the following)\b)",
        r"(?:the )?(?:role|function|job) of (?:the|this|an?) [^.:;]{2,70}? (?:is|will be) to\s*:",
        r"(?:(?:in|as part of) this (?:role|position|job),? )?(?:you|(?:the|this|an?) (?:incumbent|employee|position|post ?holder|person)) will(?: (?:be (?:responsible for|expected to|required to)|perform))?(?: the following)?\s*:",
        rf"[^.:;]{{0,120}}\b(?:following (?:\w+ )?{_DUTY}|(?:is|be|are) responsible for(?: the following)?)\s*:",
    ),
    "desirable_qualifications": (
        r"(?:it would (?:also )?be|it['’]s) (?:\w+ )?(?:nice|great|helpful|good|a plus|a bonus)\b",
        r"preference (?:will|may|is|shall)(?: be)? given to (?!veterans|residents|current)",
        rf"(?:the )?(?:preferred|desired) (?:applicants?|candidates?) (?:will|should|may|would)(?: also)? {_HAVE}",
    ),
    "compensation": (
        rf"(?:the |our |your )?{_PAY_SORT}(?:salary|pay|wage|compensation)(?: (?:range|rate|scale|grade|level))?s?\b[^.;]{{0,80}}?(?:[$£€]\s?\d|\bcommensurate\b|\bdepend(?:s|ent|ing)? (?:up)?on\b|\bnegotiable\b)",
    ),
    "selection": (
        rf"(?:(?:all|completed|online|your|official|the|a|county|city) ){{0,3}}{_PAPERS}\b[^.;:]{{0,60}}?\b(?:should|must|may|can|will|are to) be (?:\w+ ){{0,2}}?(?:submitted|sent|received|mailed|e-?mailed|accepted|filed|returned|directed|postmarked|reviewed)\b",
        rf"{_WHO}\b[^.;:]{{0,40}}?\b(?:should|must|may|can|(?:are|is) (?:asked|invited|encouraged|requested|required) to) (?:submit|apply|send|e-?mail|forward)\b",
        rf"(?:to apply|(?:please |kindly )?(?:submit|send|e-?mail|forward|attach) (?:an?|your|the|all) (?:\w+ ){{0,2}}(?:{_PAPERS}|letters? of interest|cv))\b",
        r"(?:this|the) (?:position|posting|recruitment|job|announcement|vacancy) (?:is|will be|will remain|remains) (?:open|posted)\b[^.;]{0,30}\b(?:until|through)\b",
        r"for (?:more|additional|further) information(?: (?:about|on|regarding|concerning) (?:this|the) (?:position|job|recruitment|posting|vacancy|class|examination|application process))?,? (?:please )?(?:contact|call|e-?mail)\b",
    ),
}
_OPENS = {kind: re.compile(f"(?i)^(?:{'|'.join(ways)})") for kind, ways in _BEGINNINGS.items()}
# A lead-in ends at a colon within its sentence.
_LEAD = re.compile(r"^[^.:;]{3,180}:\s*")


def opening_sentence(text: str) -> tuple[str, int] | None:
    """The kind of section that a sentence opens, and how long its lead-in is: 0 where all of it is to be read.

    >>> opening_sentence("To qualify, applicants must have a degree."), opening_sentence("Duties include: filing; typing.")
    (('minimum_qualifications', 0), ('duties', 16))
    >>> opening_sentence("Candidates must have the ability to type.") is None
    True
    """
    for kind, pattern in _OPENS.items():
        if pattern.match(text):
            if kind == "minimum_qualifications" and opening_kind(text):
                return None
            lead = _LEAD.match(text) if kind not in ("compensation", "selection") else None
            return kind, lead.end() if lead else 0
    return None
