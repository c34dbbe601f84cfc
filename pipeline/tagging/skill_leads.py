"""What opens a topic: "Thorough knowledge of", "Must be able to", "Two years of experience in", with its words of grade."""

from __future__ import annotations

import re

from pipeline.tagging.experience_years import years_said
from pipeline.tagging.lemmas import base
from pipeline.tagging.lists import DASHES
from pipeline.tagging.phrases import noun_phrase
from pipeline.tagging.vocabulary import words

Range = tuple[int, int]

_WORDS = words("topics")
GRADES = _WORDS["grades"]
# What opens a topic, with the words that lead from it to the topic.
LEADS = _WORDS["leads"]
# Nouns that are asked for themselves: "passion for history" is a topic, where of "knowledge of history" the last word is.
ATTITUDES = _WORDS["attitudes"]
LINKS = _WORDS["links"]
_FILL = _WORDS["fill"]
PERSONS = _WORDS["persons"]
HOLDS = _WORDS["holds"]
CLOSING = _WORDS["closing"]
# Verbs that say of a person what a lead says: "familiar with X and understand Y".
STATED = _WORDS["stated"]
# Verbs that open a statement and are no part of its topic: "Displays tact", "Understands the role of members".
_SHOWN = _WORDS["shown"]
_KNOWN = _WORDS["known"]
# Participles behind most nouns, gerunds behind "experience".
_SERVING = frozenset(["supporting", "serving"])
# Grades only before what is asked for: "some knowledge", "a real passion", but "real estate".
_BEFORE = frozenset(["some", "real", "firm"])
# Verbs between a subject and the skill that is asked of it; some only behind "must".
_WITH_MODAL = frozenset(["have", "be", "demonstrate", "show"])
_DEMANDS = frozenset(["require", "requires", "requiring", "possess", "possesses", "demands"]) | _WITH_MODAL
_OBLIGES = frozenset(["need", "needs", "expected", "required"])
_JOINT = re.compile("[&,/]")
_MORE = re.compile("[&,]R?V")
# Words that a label before a colon or a dash may have.
_LABEL = 13


def lead(lows: list[str], shape: str, start: int, end: int) -> tuple[int, list[Range]]:
    """The first word of the topic, and the grades before it."""
    label = label_end(lows, shape, start, end)
    if label > start and any(low in LEADS and low != "level" for low in lows[label + 1 : label + 4]):
        start = label + 1  # "Strategic planning: Ability to …"
    elif label > start and (worded := _own_wording(lows, shape, label, end)):
        start = worded
        if not _states(lows, shape, start, end):
            return start, []
    at, grades, demanded = start, list[Range](), False
    timed = "years" in lows or "year" in lows
    past = start
    while past < end:
        low = lows[past]
        linked = past + 1 < end and lows[past + 1] in LINKS
        hyphened = "".join(lows[past : past + 3]) if lows[past + 1 : past + 2] == ["-"] else ""
        some = low in _BEFORE and past + 1 < end and (lows[past + 1] in LEADS or lows[past + 1] in ATTITUDES)
        grade = low in GRADES and not (linked and low in LEADS) and lows[past + 1 : past + 2] != ["school"]
        if grade or hyphened in GRADES or some:
            last = past + (3 if hyphened in GRADES else 1)
            level = lows[last : last + 2] in (["level", "of"], ["degree", "of"])
            grades.append((past, last + level))  # "High level of skill"
            past = last + 2 * level
            at = past if level or demanded else at
        elif past == at == start and low in PERSONS:
            past += 3 if lows[past + 1 : past + 2] == ["/"] else 1
            while past < end and (shape[past] in "MB" or lows[past] in ("need", "needs", "to", "must", "also", "have")):
                demanded = demanded or lows[past] in ("need", "needs", "have")
                past += 1
            past += 3 * (lows[past : past + 3] == ["know", "how", "to"])
            at = past  # "You will establish …", "Candidates must be able to …"
        elif shape[at:past] in ("", "M") and lows[past - 1 : past] != ["to"] and _states(lows, shape, past, end):
            past += 1
            at, demanded = past, True
        elif past == at == start and (demand := _demand(lows, shape, start, end)):
            past = at = demand
            demanded = True  # "Must have reliable …", "Tasks require the ability to …"
        elif past == at and timed and (years := years_said(lows, past, end)):
            past += years
            at = past  # "Two years of experience in": the years are no part of what is known
        elif past == at == start > 0 and low in ("be", "have", "possess") and shape[start - 1] == ",":
            past += 1
            at, demanded = past, True
        elif past == at == start > 0 and low in STATED and shape[start - 1] == "&":
            past += 1
            at, demanded = past, True  # "familiar with the field and understand its methods"
        elif (past == at or shape[at:past] == "D") and (
            behind := _lead_behind_adjectives(lows, shape, past, end)
        ) is not None:
            past = behind  # "Current professional knowledge of", "In depth knowledge of": said of how well it is known
        elif (
            low in LEADS
            and past + 1 < end
            and (shape[past + 1] in "Gg" or (low == "experience" and lows[past + 1] in _SERVING))
            and lows[past + 1] not in LINKS
            and (past > at or low not in ("skill", "skills"))
        ):
            past += 1
            at = past  # "experience creating tests", "comfortable working alone"
            break
        elif low in ATTITUDES and linked and not (at > start and _JOINT.search(shape, at, past)):
            at = past  # "a keen interest in birds", but "knowledge of and interest in birds"
            break
        elif (
            (low in LEADS or (low in ATTITUDES and linked))
            and past + 1 < end
            and (lows[past + 1] in LINKS or lows[past + 1] in ("and", "or", "/", ","))
            and not (low.endswith("ing") and _goes_on(lows, shape, past))
        ):
            past += 1
            while past < end and lows[past] in LINKS:
                past += 1
            at = past
        elif past == start and low in HOLDS and any(word in CLOSING for word in lows[past + 1 : end]):
            past += 1
            while past < end and lows[past] in GRADES:
                grades.append((past, past + 1))
                past += 1
            at = past
        elif low in LEADS and lows[past + 1 : past + 2] in (["level"], ["levels"]):
            past += 2  # "Proficient skill levels in"
            while past < end and lows[past] in LINKS:
                past += 1
            at = past
        elif low == "track" and lows[past + 1 : past + 3] == ["record", "of"]:
            past += 3
            at = past
        elif low in _FILL or shape[past] in 'M,&:"-/':
            past += 1
        else:
            break
    if at == start:
        if "requiring" in lows[start + 1 : end - 1]:
            asked = lows.index("requiring", start + 1)
            if "B" in shape[start:asked]:
                return lead(lows, shape, asked + 1, end)  # "This is a position requiring strong leadership skills"
        inner = None if LEADS.isdisjoint(lows[start + 1 : end]) else _inner_lead(lows, shape, start, end)
        if inner is not None:
            return inner, []
        # No lead: only grades at the very start are no part of the topic.
        first = start + (shape[start : start + 1] == "D")
        kept = [grade for k, grade in enumerate(grades) if grade[0] == first + k]
        return (kept[-1][1], kept) if kept and kept[-1][1] < end and shape[kept[-1][1]] in 'JNGECR&,"' else (start, [])
    return at, [grade for grade in grades if grade[1] <= at]


def label_end(lows: list[str], shape: str, start: int, end: int) -> int:
    """The colon or dash behind the label that a reading may open with, else its start: what has a lead is no label."""
    end = min(start + _LABEL, end)
    label = next((k for k in range(start + 1, end) if shape[k] == ":" or lows[k] in DASHES), start)
    return start if any(lows[k] in LEADS and lows[k + 1] in LINKS for k in range(start, label)) else label


def _own_wording(lows: list[str], shape: str, label: int, end: int) -> int | None:
    """Where a skill is worded behind its label: "Customer focus: Attending to the needs", "Organized – Can marshal"."""
    first = label + 1
    while first < end and shape[first] == "M":
        first += 1
    at = first
    while at < end and (shape[at] == "R" or shape[at : at + 2] == "&R"):
        at += 1
    if at + 1 >= end:
        return None
    if lows[at] in ("is", "are") and at == label + 1:
        return at + 1  # "Attention to detail – Is thorough"
    # "Accuracy – enters figures", "Stewardship: checks the books": a third person is often taken for a noun.
    doing = shape[at] in "GV" or shape[at : at + 2] == "BE"
    third = lows[at].endswith("s") and base(lows[at]) and shape[at + 1] not in ",&;.:/("
    return first if doing or third else None


def _goes_on(lows: list[str], shape: str, at: int) -> bool:
    """Whether a gerund is joined to another, which is no lead: "Understanding, interpreting and applying laws"."""
    following = "".join(lows[at + 2 : at + 3])
    return shape[at + 1] in "&," and following.endswith("ing") and following not in LEADS


def _states(lows: list[str], shape: str, at: int, end: int) -> bool:
    """Whether a verb says no more than that what follows is shown or known: "Displays tact", "know the law"."""
    if at + 1 >= end:
        return False
    if lows[at] in _KNOWN:  # "knows the customer, manages expectations" is one wording
        return shape[at + 1] == "w" or (shape[at + 1] in "NJDdEGC" and _MORE.search(shape, at, end) is None)
    return lows[at] in _SHOWN and shape[at + 1] in "NJDdE"


def _demand(lows: list[str], shape: str, start: int, end: int) -> int | None:
    """The word after "must have" or "requires" at the head of a reading, or after a subject and "require"; else None."""
    at = start + (shape[start] == "M")
    if (
        shape[start : start + 1] == "M"
        and lows[at : at + 1] == ["be"]
        and at + 2 < end
        and (shape[at + 1] in "JNE" or shape[at + 2] == "-")
    ):
        return at + 1  # "Must be detail-oriented"
    if (
        at < end
        and lows[at] in ("have", "possess", "require", "requires", "demonstrate")
        and (at > start or lows[at] in ("requires", "require"))
    ):
        return at + 1 if at + 1 < end and shape[at + 1] in "NJDdEGR" else None
    if lows[start] == "have" and start + 2 < end and (shape[start + 1] == "D" or lows[start + 1] in GRADES):
        return start + 1
    if _DEMANDS.isdisjoint(lows[start + 1 : min(start + 9, end)]):
        return None
    subject = noun_phrase(shape, start + (shape[start] == "R"))
    while subject is not None and shape[subject : subject + 1] == "p":
        subject = noun_phrase(shape, subject + 1)  # "Someone in this position"
    if subject is None or subject + 2 >= end:
        return None
    past = subject
    while past < end and (shape[past] in "MBRt" or lows[past] in _DEMANDS or lows[past] in _OBLIGES):
        past += 1
    if past < end and lows[past] == "that" and (whose := noun_phrase(shape, past + 1)) is not None:
        past = min(whose + 1, end)  # "requires that the employee have knowledge"
    said = set(lows[subject:past])
    obliged = "M" in shape[subject:past] or not said.isdisjoint(_OBLIGES)
    demands = not said.isdisjoint(_DEMANDS if obliged else _DEMANDS - _WITH_MODAL)
    return past if demands and any(low in LEADS for low in lows[past : min(past + 7, end)]) else None


def _inner_lead(lows: list[str], shape: str, start: int, end: int) -> int | None:
    """The word after the lead that a sentence comes to: "The main requirement is the ability to"; None without one."""
    finite = False
    for k in range(start, end - 2):
        if shape[k] in "w;:,":
            return None
        if finite and lows[k] in LEADS and lows[k + 1] in LINKS:
            while k < end - 1 and (lows[k] in LEADS or lows[k] in LINKS or shape[k] == "D"):
                k += 1
            return k
        finite = finite or shape[k] in "BM" or lows[k] in ("need", "needs", "require", "requires")
    return None


def _lead_behind_adjectives(lows: list[str], shape: str, at: int, end: int) -> int | None:
    """The lead that adjectives without a grade come to: "current professional knowledge of"; None where they do not."""
    if lows[at] in LEADS or not (shape[at] in "JE" or lows[at : at + 2] in (["in", "depth"], ["up", "to"])):
        return None
    for k in range(at + 1, min(at + 5, end - 1)):
        if lows[k] in LEADS and (lows[k + 1] in LINKS or shape[k + 1] == "G" or lows[k + 1] in _SERVING):
            return k
        if shape[k] not in "JECR&,/-" and lows[k] not in ("depth", "date", "to", "sense"):
            return None
    return None
