"""Statements of knowledge, skills, abilities and competencies: which units are such, and of what kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from parsers.document import Span
from pipeline.clauses import clauses
from pipeline.openings import opened

_KIND_WORDS = {
    "knowledge": "knowledge",
    "knowledges": "knowledge",
    "knowledgeable": "knowledge",
    "understanding": "knowledge",
    "familiarity": "knowledge",
    "familiar": "knowledge",
    "awareness": "knowledge",
    "comprehension": "knowledge",
    "skill": "skill",
    "skills": "skill",
    "skilled": "skill",
    "proficiency": "skill",
    "proficient": "skill",
    "expertise": "skill",
    "comfort": "skill",
    "fluency": "skill",
    "fluent": "skill",
    "ability": "ability",
    "abilities": "ability",
    "able": "ability",
    "capable": "ability",
    "capability": "ability",
    "capacity": "ability",
    "competency": "competency",
    "competencies": "competency",
    "competence": "competency",
    "competences": "competency",
    "behaviors": "competency",
    "behaviours": "competency",
    "attributes": "competency",
}
# Words that may stand before the word that decides: "Thorough working knowledge of", "Demonstrated ability to".
_GRADE = (
    r"(?:a|an|the|has|have|having|possess(?:es|ion)?|possesses|must|demonstrate[sd]?|demonstrable|demonstrating|exhibits?|shows?|some|good|general|basic|working|thorough|considerable|comprehensive|extensive|strong|excellent|"
    r"advanced|broad|deep|detailed|solid|sound|proven|practical|technical|professional|sufficient|intermediate|expert|extremely|very|high(?:ly)?|level|degree|of|and|in-depth|specialized|specific|exceptional|effective|proper|fundamental|elementary|operational|"
    r"superior|outstanding|current|limited|moderate|full|complete|developed|well-developed|be|is|are|candidates?|applicants?|should|to|required|minimum|skillful|mandatory|essential|up-to-date|great|real|clear|physical|mental|[\w/]+,)"
)
_DECIDES = r"knowledges?|knowledgeable|understanding|familiarity|familiar|awareness|comprehension|skills?|skilled|proficiency|proficient|expertise|comfort|fluency|fluent|ability|abilities|able|capable|capability|capacity|competency|competence"
# Without such a word in a text there is no need to try how it opens.
_NAMES_KIND = opened(rf"(?i)\b(?:{_DECIDES})\b")
_OPENING = re.compile(
    rf"(?i)^(?:{_GRADE}\s+){{0,8}}?(?P<word>{_DECIDES})\b"
    r"(?=\s+(?:of|in|to|with|on|using|about|for|at|and|or|managing|maintaining|working|as|level|regarding|concerning|related|is|\w+ing\b)|\s*[:/,]|\s*$)"
)
_CHAINED = re.compile(
    r"(?i)^[\s,/]*+(?:(?:and|or)\s*+)?(?:the\s+)?(knowledge|skills?|ability|abilities)\s+(?:of|in|to|with)\b"
)
_SKILLS_PHRASE = opened(r"(?i)\b(?:skills?|abilities|ability|aptitude|competenc(?:y|ies)|proficiency|proficient)\b")
_SKILLS_NOUN = re.compile(
    r"(?i)^(?:[\w,/&'’()-]+\s+){0,14}?(?P<word>skills?|abilities|ability|aptitude|proficiency)\b(?!\s+(?:test|exam|assessment)s?\b)"
)
_EXPERIENCE = opened(
    r"(?i)\b(?:years?|months?|experience|degree|diploma|licen[cs]e|certificat\w+|graduat\w+|semester|coursework|training|education|background check|citizen)\b"
)
# Illinois asks for schooling in these words: "Requires knowledge, skill and mental development equivalent to …".
_EQUIVALENT = opened(r"(?i)^(?:requires? )?knowledge,? (?:and )?skills?,? (?:and )?mental development\b")
# "Able to obtain a licence" is a requirement, no ability.
_TERMS = opened(
    r"\b(?:ability|able) (?:and willingness )?to (?:obtain|secure|possess|pass|provide (?:proof|own)|travel|lift|receive|give bond|be bonded|complete|maintain (?:a|an|the|said|valid|current)|meet|qualify|attend|legally|commute|furnish|work (?:in the united|evening|weekend|overtime|night|irregular|extended|flexible|a flexible|varied|various|shift|holiday|any|on call|outside normal))"
)
_WORKS_WELL = opened(
    r"(?i)^(?:works? (?:well|effectively|independently|collaboratively)|flexib|adaptab|attention to detail|detail[- ]oriented|self[- ](?:motivated|starter|directed)|team player|must be (?:self|detail|able|flexible|highly|a self|organized|proficient|comfortable)|comfortable (?:with|working))\b"
)
_CATCH_ALL = re.compile(
    r"(?i)^(?:the nature and adequacy of [^;]{3,60}, )?(?:and |or |any )*(?:other|such other)?\s*(?:necessary |related |required |job-related |relevant |appropriate |as )*(?:skills|knowledge|abilities)(?:,| and|,? or)? .{0,40}?(?:skills|knowledge|abilities)\.?$"
)
_HEADING_WORD = re.compile(
    r"(?i)\b(knowledges?|skills?|abilit(?:y|ies)|competenc(?:y|ies|es?)|proficienc(?:y|ies)|able to|capab\w+|behaviou?rs|attributes)\b"
)


def is_verb(word: str) -> bool:
    """Whether a word is the base form of a verb that statements of work begin with."""
    return word in _verbs()


def opens_with_verb(text: str) -> bool:
    """Whether a text begins as statements of work do: with a verb in its base form or the third person.

    >>> opens_with_verb("Files invoices."), opens_with_verb("The clerk files invoices.")
    (True, False)
    """
    first = text.split(maxsplit=1)[0].rstrip(",;:.").lower() if text.strip() else ""
    return first in _verbs() or (first.endswith("s") and (first[:-1] in _verbs() or first[:-2] in _verbs()))


@cache
def _verbs() -> frozenset[str]:
    return frozenset(files("pipeline").joinpath("data/verbs.txt").read_text("utf-8").split())


def opening_kind(text: str) -> str | None:
    """The kind that a statement's own opening words name.

    >>> opening_kind("Thorough knowledge of stores"), opening_kind("Demonstrated skill and ability to type")
    ('knowledge', 'ability')
    >>> opening_kind("Two years of experience") is None
    True
    """
    if not _NAMES_KIND.search(text):
        return None
    bare = text.lstrip("*•- ")
    found = _OPENING.match(bare)
    if not found:
        return None
    word = found["word"].lower()
    rest = bare[found.end() :]
    # The word that takes the complement decides: "skill and ability to".
    if chained := _CHAINED.match(rest):
        word = chained[1].lower()
    return _KIND_WORDS.get(word)


def states_skill(text: str) -> bool:
    """Whether a unit of a qualifications section states a skill and not a requirement of another sort.

    >>> states_skill("Strong interpersonal skills and the ability to communicate"), states_skill("Three years of skilled work")
    (True, False)
    """
    if _EQUIVALENT.match(text):
        return False
    if opening_kind(text):
        head = text[:60].lower()
        return not _TERMS.search(head)
    if _WORKS_WELL.match(text):
        return True
    if _SKILLS_PHRASE.search(text) and (found := _SKILLS_NOUN.match(text)):
        before = text[: found.start("word")]
        return not _EXPERIENCE.search(before) and not re.search(r"[.;:]", before) and len(text.split()) < 60
    return False


def skill_kind(text: str, lead: str, outer: str, heading: str) -> str:
    """The kind of a skill statement: its own first words, else its lead-in or heading, else what it says."""
    if kind := opening_kind(text):
        return kind
    for governing in (lead, outer):
        if kind := governing_kind(governing):
            return kind
    words = re.findall(r"[A-Za-z][\w'’-]*", text)
    if re.search(r"(?i)\bskills\b", text) or text.lower().endswith("skill"):
        return "skill"
    if kind := governing_kind(heading) or ("competency" if re.search(r"(?i)\bcompeten[ct]", heading) else None):
        return kind
    first = words[0].lower() if words else ""
    if first in (
        "a",
        "an",
        "committed",
        "adaptable",
        "be",
        "flexible",
        "dependable",
        "flexibility",
        "adaptability",
    ) or re.match(r"(?i)^[\w&'’ ()/-]{3,60}:\s", text):
        return "competency"
    if re.search(r"(?i)^experience|experienced?\b", text):
        return "skill"
    stem = first[:-1] if first.endswith("s") else first
    if (
        first in _verbs()
        or stem in _verbs()
        or (len(words) > 1 and first.endswith("ly") and words[1].lower() in _verbs())
    ):
        return "ability"
    if re.search(r"(?i)\b(?:knowledge|understanding|familiar)", text):
        return "knowledge"
    return "skill"


def governing_kind(label: str) -> str | None:
    """The kind that a lead-in or heading names, where it names one only.

    >>> governing_kind("Ability to:"), governing_kind("Knowledge, Skills and Abilities") is None
    ('ability', True)
    """
    label = re.sub(r"\([^()]*\)", " ", label)
    if based := re.search(r"(?i)\b(knowledge|skill|ability)[- ]based\b", label):
        return _kind_of(based[1])
    kinds = {_kind_of(word) for word in _HEADING_WORD.findall(label)}
    if len(kinds) == 1:
        return kinds.pop()
    if len(kinds) > 1 and label.rstrip().rstrip(":").rstrip().lower().endswith(" to"):
        return "ability"
    return None


def _kind_of(word: str) -> str:
    word = word.lower()
    for start, kind in (
        ("know", "knowledge"),
        ("understand", "knowledge"),
        ("skill", "skill"),
        ("profic", "skill"),
        ("abil", "ability"),
        ("able", "ability"),
        ("capab", "ability"),
    ):
        if word.startswith(start):
            return kind
    return "competency"


def is_catch_all(text: str) -> bool:
    """Whether a clause only says that there is more.

    >>> is_catch_all("and other necessary skills, knowledge and abilities.")
    True
    """
    return bool(_CATCH_ALL.match(text.strip()))


_LIST_LEAD = re.compile(
    r"(?i)\b(?P<word>knowledge|skills?|ability|abilities)\s+(?:of|in|to|with)\s*(?P<mark>[:;])\s*"
    r"|\bfollowing (?:\w+ )?(?:competencies|abilities|attributes|qualities)\s*(?P<follows>:)\s*"
    r"|\bemphasis (?:will be|is|may be) placed (?:up)?on\s*(?P<stressed>:)\s*(?=(?:your |an? |the )?(?:understanding|knowledge|skill|ability|proficien)\w*\b)"
    r"|\b(?:competenc(?:y|ies)|abilities|attributes|areas)\b[^.:;]{0,60}\b(?:evaluated|assessed|tested|measured|examined|considered|include|are|following)\b[^.:;]{0,30}(?P<listed>:)\s*"
)
_LEAD_WORD = re.compile(
    r"(?i)\b(?P<word>knowledge|skills?|ability|abilities)\s{1,9}(?:of|in|to|with)\s{0,9}[:;]\s{0,9}$"
)
_CLAUSE_LEAD = re.compile(
    r"(?i)^(?:and\s+|or\s+|,\s*)*(?:(?:the|a|an|your|including|as well as|job knowledge,? including)\s+)*(?P<word>knowledge|understanding|skills?|ability|abilities)\s+(?:of|in|to)\s*[:;]?\s*"
)
_INNER_LEAD = re.compile(
    r"(?i),?\s{0,9}+(?:and\s+)?(?:including|includes|which may include|such as)?\s{0,9}+(?:the\s+)?(?P<word>knowledge|skills?|ability|abilities)\s+(?:of|in|to)\s*[:;]\s*"
)


def listed_skills(text: str) -> Iterator[tuple[Span, str, Span]]:
    """Skills listed within running text, as (span, kind, span of the lead-in).

    An examination paragraph opens a list with a colon ("knowledge of: …; …; and the ability to: …; …") and
    ends it with the sentence. Nothing without such a lead-in is taken.

    >>> text = "You may be examined for knowledge of: stores; safety; and the ability to: lead; and other necessary skills, knowledge and abilities."
    >>> [(text[a:b], kind) for (a, b), kind, _ in listed_skills(text)]
    [('stores', 'knowledge'), ('safety', 'knowledge'), ('lead', 'ability')]
    """
    at = 0
    while (":" in text or ";" in text) and (found := _LIST_LEAD.search(text, at)):
        # "Areas may include knowledge of:" begins with what any list may be of; the words before the colon decide.
        own = _LEAD_WORD.search(found[0])
        word = own["word"] if own else found["word"]
        kind = listed_kind = _kind_of(word) if word else "competency"
        lead = found.span()
        end = _list_end(text, found.end())
        for start, stop in clauses(text[found.end() : end]):
            start, stop = found.end() + start, found.end() + stop
            clause = text[start:stop]
            if switched := _CLAUSE_LEAD.match(clause):
                kind = _kind_of(switched["word"])
                lead = (start + switched.start("word"), start + switched.end())
                start += switched.end()
                clause = text[start:stop]
            inner = _INNER_LEAD.search(clause)
            if inner:
                head = (start, start + inner.start())
                if text[head[0] : head[1]].strip(" ,"):
                    yield _bare(text, head), listed_kind, lead
                kind, start = _kind_of(inner["word"]), start + inner.end()
            start, stop = _bare(text, (start, stop))
            if start < stop and not is_catch_all(text[start:stop]) and any(map(str.isalpha, text[start:stop])):
                yield (start, stop), kind, lead
        at = max(end, found.end())


def _list_end(text: str, start: int) -> int:
    """The end of the sentence in which a list stands."""
    for found in re.finditer(r"\.(?=\s+[A-Z(]|\s*$)", text[start:]):
        before = text[start : start + found.start()]
        if not re.search(r"\b(?:e\.g|i\.e|etc|[A-Z])$", before):
            return start + found.start()
    return len(text)


def _bare(text: str, span: Span) -> Span:
    """A clause without the conjunction before it and the punctuation around it."""
    start, end = span
    while found := re.match(r"(?i)\s*(?:and|or|,)\s+", text[start:end]):
        start += found.end()
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip(" ,;"))
    end = start + len(text[start:end].rstrip(" ,;."))
    return start, max(start, end)
