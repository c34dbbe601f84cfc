"""Skill statement → topics: what is known or done, how well, and on what condition.

"Thorough knowledge of the laws governing benefits sufficient to answer questions" has the topic "laws governing
benefits" and the depths "Thorough" and "sufficient to answer questions".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.tagging.lemmas import base
from pipeline.tagging.roles import Role, roles

Range = tuple[int, int]

_GRADES = frozenset(
    [
        "thorough",
        "documented",
        "high",
        "working",
        "considerable",
        "basic",
        "general",
        "advanced",
        "excellent",
        "strong",
        "good",
        "extensive",
        "expert",
        "comprehensive",
        "solid",
        "sound",
        "proven",
        "demonstrated",
        "exceptional",
        "superior",
        "detailed",
        "deep",
        "broad",
        "specialized",
        "fundamental",
        "intermediate",
        "outstanding",
        "effective",
        "proficient",
        "highly",
        "skilled",
        "substantial",
        "in-depth",
        "great",
        "intimate",
        "sufficient",
        "adequate",
        "reasonable",
        "well-developed",
        "well-rounded",
        "very",
        "demonstrable",
        "significant",
        "hands-on",
        "up-to-date",
    ]
)
# What opens a topic, with the words that lead from it to the topic.
_LEADS = frozenset(
    [
        "knowledge",
        "level",
        "understanding",
        "familiarity",
        "experience",
        "skill",
        "skills",
        "skilled",
        "proficiency",
        "proficient",
        "competence",
        "competency",
        "competent",
        "ability",
        "abilities",
        "able",
        "capacity",
        "aptitude",
        "expertise",
        "awareness",
        "command",
        "mastery",
        "fluency",
        "capable",
        "willingness",
        "willing",
        "comfortable",
        "comfort",
        "familiar",
        "knowledgeable",
        "experienced",
        "expert",
        "background",
        "adept",
        "talent",
        "grasp",
        "facility",
        "capability",
        "understands",
        "versed",
        "interest",
        "possession",
        "competencies",
        "capabilities",
        "proficiencies",
        "understandings",
        "aptitudes",
    ]
)
_LINKS = frozenset(
    ["of", "in", "with", "to", "at", "for", "on", "about", "using", "regarding", "related", "concerning"]
)
_FILL = frozenset(
    [
        "possess",
        "possesses",
        "require",
        "requires",
        "have",
        "has",
        "having",
        "must",
        "be",
        "is",
        "a",
        "an",
        "the",
        "with",
        "and",
        "or",
        ",",
        "demonstrated",
        "demonstrate",
        "demonstrates",
        "proven",
        "the",
        "acquire",
        "attain",
        "maintain",
        "well",
        "as",
        "also",
    ]
)
_PERSONS = frozenset(
    [
        "you",
        "we",
        "incumbents",
        "incumbent",
        "candidates",
        "candidate",
        "applicants",
        "applicant",
        "employees",
        "employee",
    ]
)
_HOLDS = frozenset(
    [
        "have",
        "has",
        "possess",
        "possesses",
        "exhibit",
        "exhibits",
        "demonstrate",
        "demonstrates",
        "show",
        "shows",
        "apply",
        "applies",
        "use",
        "uses",
    ]
)
_CLOSING = frozenset(
    ["skills", "skill", "abilities", "ability", "knowledge", "experience", "competencies", "competency", "proficiency"]
)
_STARTS_DEPTH = re.compile(
    r"sufficient (?:to|for)|adequate to|at a (?:level|depth)|to the (?:degree|extent)|at the level|necessary to|needed to"
)
# "… is required", "… is highly desirable": said of the skill, and no part of it.
_PREDICATE = re.compile(
    r"(?:^| )(?:is|are|will be|would be|a) (?:also |highly |strongly |very )?(?:required|desired|desirable|preferred|essential|necessary|needed|helpful|plus|must|beneficial|important|ideal)$"
)
_SAID_OF = frozenset(["with", "preferred", "required", "desired", "desirable"])
_INFINITIVE = frozenset(["ability", "abilities", "able", "capacity", "willingness", "willing", "capable", "aptitude"])


@dataclass(frozen=True, slots=True)
class Topic:
    """What a skill statement is about, as a range of words, with the ranges of its parts where it is a list."""

    topic: Range
    items: tuple[Range, ...]


@dataclass(frozen=True, slots=True)
class Topics:
    """The reading of a skill statement: its topics, the grades it asks for, and the condition it holds on."""

    topics: tuple[Topic, ...]
    depths: tuple[Range, ...]
    condition: Range | None


def topics(lows: list[str], shape: str) -> Topics:
    """The topics of a skill statement, from its lower-cased words and their class string."""
    found: list[Topic] = []
    depths: list[Range] = []
    condition: Range | None = None
    for start, end in _readings(lows, shape):
        at, grades = _lead(lows, shape, start, end)
        depths += grades
        stop, depth, limit = _tail(lows, shape, at, end)
        if depth:
            depths.append(depth)
        condition = condition or limit
        while at < stop and shape[at] in 'D,:"-&':
            at += 1
        while stop > at and (shape[stop - 1] in ',;.:&"-' or lows[stop - 1] in _SAID_OF):
            stop -= 1
        stop = _closed(lows, shape, at, stop)
        if at < stop:
            found.append(Topic((at, stop), tuple(_items(lows, shape, at, stop))))
    return Topics(tuple(found), tuple(depths), condition)


def _readings(lows: list[str], shape: str) -> list[Range]:
    """Where each reading stands: cut at sentences and semicolons, and where a lead is printed again."""
    cuts = [0]
    for k in range(1, len(lows)):
        if (shape[k - 1] in ";." and shape[k] not in ";.,)") or (
            shape[k] == "&" and shape[k - 1] in "EJ" and _PREDICATE.search(" ".join(lows[max(0, k - 4) : k]))
        ):
            cuts.append(k)
        elif lows[k] in _LEADS and lows[k + 1 : k + 2] and lows[k + 1] in _LINKS and k - cuts[-1] > 1:
            first = k
            while first > cuts[-1] and (
                lows[first - 1] in _GRADES or lows[first - 1] in _HOLDS or shape[first - 1] in "DE"
            ):
                first -= 1
            verbal = shape[_lead(lows, shape, cuts[-1], first)[0]] == "V" and shape[first - 1] == "&"
            labelled = shape[first - 1] == ":" and first - cuts[-1] <= 6  # "Strategic planning: Ability to …"
            if (
                first > cuts[-1] + 1
                and not labelled
                and (shape[first - 1] in "&,;:" or lows[first - 1] == "with")
                and not (verbal and lows[k] not in _INFINITIVE)
                and _lead(lows, shape, cuts[-1], first)[0] < first - 1
            ):
                cuts.append(first)
    return list(zip(cuts, [*cuts[1:], len(lows)], strict=True))


def _lead(lows: list[str], shape: str, start: int, end: int) -> tuple[int, list[Range]]:
    """The first word of the topic, and the grades before it."""
    at, grades = start, list[Range]()
    past = start
    colon = shape.find(":", start, min(start + 6, end))
    if colon > start and any(low in _LEADS for low in lows[colon + 1 : colon + 4]):
        past = colon + 1  # "Strategic planning: Ability to …"
    elif colon > start and re.match("R?[GV]", shape[colon + 1 : colon + 3]):
        return colon + 1, []  # "Customer focus: Attending to the needs of customers"
    while past < end:
        low = lows[past]
        hyphened = "".join(lows[past : past + 3]) if lows[past + 1 : past + 2] == ["-"] else ""
        if low in _GRADES or hyphened in _GRADES:
            last = past + (3 if hyphened in _GRADES else 1)
            grades.append((past, last))
            past = last
        elif past == at == start and low in _PERSONS:
            past += 1
            while past < end and (shape[past] in "MB" or lows[past] in ("need", "needs", "to", "must", "also", "have")):
                past += 1
            at = past  # "You will establish …", "Candidates must be able to …"
        elif (
            low in _LEADS
            and past + 1 < end
            and shape[past + 1] == "G"
            and (past > at or low not in ("skill", "skills"))
        ):
            past += 1
            at = past  # "experience creating tests", "comfortable working alone"
            break
        elif (
            low in _LEADS and past + 1 < end and (lows[past + 1] in _LINKS or lows[past + 1] in ("and", "or", "/", ","))
        ):
            low = lows[past + 1]
            past += 1
            while past < end and lows[past] in _LINKS:
                past += 1
            at = past
        elif past == start and low in _HOLDS and any(word in _CLOSING for word in lows[past + 1 : end]):
            past += 1
            while past < end and lows[past] in _GRADES:
                grades.append((past, past + 1))
                past += 1
            at = past
        elif low in _FILL or shape[past] in ',&:"-/':
            past += 1
        else:
            break
    if at == start:
        # No lead: only grades at the very start are no part of the topic.
        kept = [grade for k, grade in enumerate(grades) if grade[0] == start + k]
        return (kept[-1][1], kept) if kept and _may_grade(lows, shape, kept[-1], end) else (start, [])
    return at, [grade for grade in grades if grade[1] <= at]


def _may_grade(lows: list[str], shape: str, grade: Range, end: int) -> bool:
    return grade[1] < end and shape[grade[1]] in 'JNGECR&,"'


def _tail(lows: list[str], shape: str, start: int, end: int) -> tuple[int, Range | None, Range | None]:
    """Where the topic ends, with the depth and the condition that stand behind it."""
    depth: Range | None = None
    limit: Range | None = None
    stop = end
    for k in range(start + 1, end):
        if (shape[k] == "y" and shape[k - 1] != "-" and shape.count("(", start, k) == shape.count(")", start, k)) or (
            shape[k] == "(" and ")" not in shape[k : end - 2]
        ):
            stop = k
            break
        if (
            shape[k] == "("
            and shape.find(")", k, end) >= 0
            and shape[shape.find(")", k, end) + 1 : end].strip(".,;") == ""
        ):
            stop = k
            break
        if lows[k] in ("sufficient", "adequate", "at", "to", "necessary", "needed") and _STARTS_DEPTH.match(
            " ".join(lows[k : k + 3])
        ):
            close = end
            while close > k and shape[close - 1] in ".;,":
                close -= 1
            if lows[k] in ("sufficient", "adequate", "at", "necessary"):
                depth, stop = (k, close), k
                break
    for k in range(start + 1, stop):
        if shape[k] == "B" and any(
            _PREDICATE.fullmatch(" ".join(lows[k:last])) for last in range(k + 2, min(k + 5, stop + 1))
        ):
            stop = k
            break
    for role, a, b in roles(lows, shape, start, stop):
        if (
            role == "condition"
            and a > start
            and lows[a] in ("as", "if", "when", "depending", "where")
            and _final(lows, shape, role, a, b, stop)
        ):
            limit, stop = (a, b), a
            break
    if limit is None:
        for k in range(start + 1, stop):
            if (
                lows[k] in ("for", "in")
                and lows[k + 1 : k + 2]
                and lows[k + 1] in ("some", "certain")
                and "position" in " ".join(lows[k:stop])
            ):
                while shape[stop - 1] in ".,;":
                    stop -= 1
                limit, stop = (k, stop), k
                break
    return stop, depth, limit


def _final(lows: list[str], shape: str, role: Role, start: int, end: int, stop: int) -> bool:
    return all(letter in ".,;" for letter in shape[end:stop])


def _closed(lows: list[str], shape: str, start: int, end: int) -> int:
    """Leave "skills" and the like off a topic, with what is said of them behind: "communication skills, both verbal"."""
    first = start
    while first < end - 1 and shape[first] == "R":
        first += 1
    if start >= end or (shape[first] == "V" and lows[first] not in _HOLDS):
        return end
    for k in range(start + 1, end):
        if lows[k] in _CLOSING and shape[k - 1] in "NJEGC&" and (k + 1 == end or shape[k + 1] in ",;(ptw"):
            stop = k
            while stop > start + 1 and (shape[stop - 1] in "&/," or lows[stop - 1] in _CLOSING):
                stop -= 1
            return stop
    return end


def _items(lows: list[str], shape: str, start: int, end: int) -> list[Range]:
    """The parts of a list of verbs, or of nouns before the first preposition; empty where the topic is no list."""
    first = start
    while first < end - 1 and shape[first] == "R":
        first += 1
    cuts = _verb_joints(lows, shape, first, end) if shape[first] in "VG" else []
    if not cuts and shape[first] != "V" and (shape[first] != "G" or shape[first + 1 : first + 2] in ("&", ",")):
        cuts = _noun_joints(shape, start, end)
    if not cuts:
        return []
    bounds = [start, *(edge for cut in cuts for edge in cut), end]
    parts = [(bounds[i], bounds[i + 1]) for i in range(0, len(bounds), 2)]
    parts = [(a + (shape[a] == "D" or lows[a] in ("then", "to")), b) for a, b in parts if a < b]
    return [(a, b) for a, b in parts if a < b]


def _joints(shape: str, start: int, end: int) -> list[Range]:
    """Where a comma, an *and* or both join two parts."""
    return [
        found.span() for found in re.finditer(r",&?|&,?", shape[:end]) if found.start() > start and found.end() < end
    ]


def _verb_joints(lows: list[str], shape: str, first: int, end: int) -> list[Range]:
    """The joints before verbs; between whole phrases where there are several, else between the verbs alone."""
    phrases: list[Range] = []
    verbs: list[Range] = []
    for a, b in _joints(shape, first, end):
        after = b
        while after < end and shape[after] in "Rt":
            after += 1
        if after >= end or (shape[a - 1] == shape[b] == "R"):
            continue  # "effectively and creatively" joins adverbs
        low, bare = lows[after], all(_joins_verbs(lows, shape, k) for k in range(first, a))
        if shape[first] == "G":
            inflected = low.endswith("ing")
        else:
            inflected = base(low) == low or (shape[after] == "V" and low.endswith("s") and base(low) is not None)
        like = (shape[after] in "VG" and inflected) or low == "be"
        unheard = (
            shape[after] in "NJ"
            and base(low) == low
            and shape[first] == "V"
            and shape[after + 1 : after + 2] in tuple("NJDdGE")
        )
        if like or (bare and inflected) or (unheard and shape[a] == "&"):
            (
                verbs
                if all(_joins_verbs(lows, shape, k) for k in range(phrases[-1][1] if phrases else first, a))
                else phrases
            ).append((a, b))
    return phrases or verbs


def _joins_verbs(lows: list[str], shape: str, k: int) -> bool:
    """Whether a word is a verb or stands between verbs: "mentor, coach and"."""
    return shape[k] in "VG,&Rt" or (shape[k] in "NJ" and base(lows[k]) == lows[k])


def _noun_joints(shape: str, start: int, end: int) -> list[Range]:
    """The joints of a list of nouns before its first preposition; commas join more loosely than *and* does."""
    stop = next((k for k in range(start, end) if shape[k] in "optfbzgw("), end)
    cuts = [(a, b) for a, b in _joints(shape, start, end) if b <= stop and shape[b] in "NJGECdDV"]
    if any(shape[a:b] == ",&" for a, b in cuts):
        return [(a, b) for a, b in cuts if shape[a] == ","]
    if any(shape[a] == "," for a, b in cuts):
        return [cut for k, cut in enumerate(cuts) if shape[cut[0]] == "," or k == len(cuts) - 1]
    return cuts[-1:]  # "supervisory and management principles and practices": the last joins the heads
