"""Skill statement → topics by rules: what is known or done, how well, and on what condition.

"Thorough knowledge of the laws governing benefits sufficient to answer questions" has the topic "laws governing
benefits" and the depths "Thorough" and "sufficient to answer questions".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.tagging.lemmas import base
from pipeline.tagging.lists import DASHES, list_items, past_number
from pipeline.tagging.phrases import noun_phrase
from pipeline.tagging.roles import roles
from pipeline.tagging.vocabulary import words

Range = tuple[int, int]

_WORDS = words("topics")
_GRADES = _WORDS["grades"]
# What opens a topic, with the words that lead from it to the topic.
_LEADS = _WORDS["leads"]
_LINKS = _WORDS["links"]
_FILL = _WORDS["fill"]
_PERSONS = _WORDS["persons"]
_HOLDS = _WORDS["holds"]
_CLOSING = _WORDS["closing"]
# Those that close a skill of a person and no knowledge of a field.
_CLOSES = _CLOSING - {"experience", "knowledge"}
_STARTS_DEPTH = re.compile(
    r"sufficient (?:to|for)|adequate to|at a (?:level|depth)|to the (?:degree|extent)|at the level|necessary to"
)
# "… is required", "… is highly desirable": said of the skill, and no part of it.
_PREDICATE = re.compile(
    r"(?:^| )(?:is|are|(?:will|would|may|might|must|shall|can) be) (?:also |highly |strongly |very |an? |considered |expected )*"
    r"(?:required|desired|desirable|preferred|essential|necessary|needed|helpful|plus|must|beneficial|important|ideal"
    r"|asset|advantage|advantageous|mandatory|critical|expected)(?: but not .*)?$"
)
_SAID_OF = frozenset(["with", "highly", "strongly", "preferred", "required", "desired", "desirable"])
# Leads that stand right before what is done: "experience creating tests".
_WITH_GERUND = frozenset(["experience", "experienced", "comfortable"])
# Participles behind most nouns, gerunds behind "experience".
_SERVING = frozenset(["supporting", "serving"])
_INFINITIVE = _WORDS["infinitive"]
# Verbs that say of a person what a lead says: "familiar with X and understand Y".
_STATED = _WORDS["stated"]
# Verbs between a subject and the skill that is asked of it; some only behind "must".
_WITH_MODAL = frozenset(["have", "be", "demonstrate", "show"])
_DEMANDS = frozenset(["require", "requires", "requiring", "possess", "possesses", "demands"]) | _WITH_MODAL
_HAVE = frozenset(["have", "has", "possess", "possesses", "exhibit", "exhibits"])
_OBLIGES = frozenset(["need", "needs", "expected", "required"])
# "at least two years of", "minimum 3 years of", before experience.
_YEARS = re.compile(
    r"(?:(?:an?|at|least|minimum|of|over|more|than|or|to|the|equivalent|\(|\)|-|\d{1,3}\+?|\+|one|two|three|four|five|six|seven|eight"
    r"|ten|several|some) ){1,12}+(?:years?|months?) (?:['’] )?(?:of )?(?=(?:\S+ ){0,4}experience )"
)
# Words that a label before a colon or a dash may have.
_LABEL = 13
# What a condition opens with, and the words that it names some of the positions by.
_ON_CONDITION = frozenset(["as", "if", "when", "depending", "where"])
_SOME = frozenset(["some", "certain", "many", "most", "selected"])
_POSITIONS = frozenset(["position", "positions", "assignment", "assignments", "roles", "jobs", "classes", "locations"])
_ASKS = frozenset(["require", "requires", "need", "needs"])


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
    """The topics of a skill statement as the rules read them, from its lower-cased words and their class string."""
    found: list[Topic] = []
    depths: list[Range] = []
    condition, first = _condition_in_front(lows, shape)
    for start, end in _readings(lows, shape, first):
        at, grades = _lead(lows, shape, start, end)
        depths += grades
        marks = next((k for k in range(at, end) if shape[k] not in ":,&"), at)
        if (numbered := past_number(lows, shape, marks, end)) > marks:
            at = numbered
        stop, depth, limit = _tail(lows, shape, at, end)
        if depth:
            depths.append(depth)
        condition = condition or limit
        while at < stop and (shape[at] in 'Dx,:"-&' or (not lows[at][:1].isalnum() and lows[at][:1] not in "(.#")):
            at += 1
        if at + 1 < stop and shape[at] == "t" and shape[at + 1] in "VR":
            at += 1  # "Ability to deal with the public; to maintain records"
        while stop > at and (shape[stop - 1] in ',;.:&"-' or lows[stop - 1] in _SAID_OF):
            stop -= 1
        stop = _closed(lows, shape, at, stop)
        bracketed = shape[at : at + 1] == "(" and shape.find(")", at) >= stop - 2
        named = any(low not in _CLOSING for low in lows[at:stop])  # "Knowledge sufficient to …" has no topic
        if named and re.search("[NVGJECdD]", shape[at:stop]) and not bracketed:
            found.append(Topic((at, stop), tuple(list_items(lows, shape, at, stop))))
    return Topics(tuple(found), tuple(depths), condition)


def _condition_in_front(lows: list[str], shape: str) -> tuple[Range | None, int]:
    """The condition that a statement opens with, and where the rest begins: "If assigned to patrol, ability to"."""
    if lows and lows[0] in _SOME:
        subject = noun_phrase(shape, 0)
        if (
            subject is not None
            and lows[subject - 1] in _POSITIONS
            and not _ASKS.isdisjoint(lows[subject : subject + 2])
        ):
            return (0, subject), subject  # "Some positions may require knowledge of Spanish"
    comma = shape.find(",")
    if comma > 0 and (condition := _condition(lows, shape, 0, comma)) is not None:
        return condition, comma + 1
    return None, 0


def _condition(lows: list[str], shape: str, start: int, end: int) -> Range | None:
    """The condition that a range of words is, else None: "for some positions", "if assigned to patrol"."""
    while end > start and shape[end - 1] in ".,;":
        end -= 1
    some = start + (lows[start] in ("for", "in"))
    if some + 1 < end and lows[some] in _SOME and not _POSITIONS.isdisjoint(lows[some + 1 : end]):
        return start, end
    if lows[start] in _ON_CONDITION and ("condition", start, end) in roles(lows, shape, start, end):
        return start, end
    return None


def _readings(lows: list[str], shape: str, start: int) -> list[Range]:
    """Where each reading stands: cut at sentences and semicolons, and where a lead is printed again."""
    cuts = [start]
    for k in range(start + 1, len(lows)):
        if (
            (shape[k - 1] in ";." and shape[k] not in ";.,)")
            or (
                shape[k] == "&"
                and lows[k] != "but"
                and shape[k - 1] in "EJ"
                and _PREDICATE.search(" ".join(lows[max(0, k - 4) : k]))
            )
            or (shape[k - 1] in ",&p" and _opens_reading(lows, shape, cuts[-1], k))
        ):
            cuts.append(k)
        elif (
            lows[k] in _LEADS
            and k - cuts[-1] > 1
            and k + 1 < len(lows)
            and (lows[k + 1] in _LINKS or (shape[k + 1] == "G" and lows[k] in _WITH_GERUND))
        ):
            first = k
            while first > cuts[-1] and (
                lows[first - 1] in _GRADES or lows[first - 1] in _HOLDS or shape[first - 1] in "DEJMB"
            ):
                first -= 1
            first = _past_years(lows, cuts[-1], first)
            verbal = shape[_lead(lows, shape, cuts[-1], first)[0]] == "V" and shape[first - 1] == "&"
            labelled = shape[first - 1] == ":" and first - cuts[-1] <= _LABEL  # "Strategic planning: Ability to …"
            if (
                first > cuts[-1] + 1
                and not labelled
                and (shape[first - 1] in "&,;:" or lows[first - 1] == "with")
                and not (
                    verbal
                    and lows[k] not in _INFINITIVE
                    and not (shape[first] == "D" and shape[first - 2] == ",")
                    and lows[first] != "be"
                )
                and not _so_that(lows, cuts[-1], first)
                and _lead(lows, shape, cuts[-1], first)[0] < first - 1
            ):
                cuts.append(first)
    if len(cuts) > 1 and shape[start] in "twp" and shape[cuts[1] - 1] == "," and lows[cuts[1]] in _PERSONS:
        del cuts[0]
    return list(zip(cuts, [*cuts[1:], len(lows)], strict=True))


def _so_that(lows: list[str], start: int, end: int) -> bool:
    """Whether a clause of purpose opens in a range: what it says is no skill of its own."""
    return any(lows[k - 1] == "so" for k in range(start + 1, end) if lows[k] == "that")


def _opens_reading(lows: list[str], shape: str, start: int, k: int) -> bool:
    """Whether a reading opens here without a lead of its own: "… skills and a passion for", "… with strong … skills"."""
    if shape[k - 1] == "," and lows[k] in _PERSONS and shape[k + 1 : k + 2] == "M":
        return shape[start] in "twp"  # "To work as a clerk, you must have …"
    if shape[k - 1] == "," and lows[k] in ("have", "be", "possess") and "M" in shape[:k]:
        return shape[k + 1 : k + 2] in ("N", "J", "D", "E")  # "would have strong skills, be patient, be able to …"
    if lows[k] in _GRADES and "," in shape[k - 2 : k]:
        close = next((at for at in range(k + 1, min(k + 8, len(lows))) if shape[at] in ",;.:("), min(k + 8, len(lows)))
        if lows[close - 1] in _CLOSES and shape[_lead(lows, shape, start, k)[0]] not in "VM":
            return True  # "Detail oriented, good organizational skills, and strong writing skills"
    if shape[k - 1] == ",":
        return False
    if lows[k - 1] == "and" and lows[k - 2] in ("skills", "abilities") and k - start > 3:
        return (
            shape[k] == "D"
            or lows[k] == "both"
            or lows[k] in _GRADES
            or (lows[k] in _LEADS and shape[k + 1 : k + 2] in ("G", "p"))
        )
    if lows[k - 1] == "with" and lows[k] in _GRADES:
        close = next((at for at in range(k + 1, len(lows)) if shape[at] in ",;.:("), len(lows))
        return any(low in _CLOSING for low in lows[k:close]) and _LEADS.isdisjoint(lows[max(k - 2, 0) : k - 1])
    if shape[k - 1] == "&" and lows[k] in ("you", "they"):
        return True
    if shape[k - 1] == "&" and lows[k] in _HAVE and not _GRADES.isdisjoint(lows[k + 1 : k + 2]):
        return True  # "must know circuits and have good coordination"
    if shape[k - 1] == "&" and lows[k] in _STATED and shape[k + 1 : k + 2] in tuple("NJDdG"):
        opened = lows[start:k]
        return any(low in _LEADS for low in opened) and not any(low in _INFINITIVE for low in opened)
    return False


def _lead(lows: list[str], shape: str, start: int, end: int) -> tuple[int, list[Range]]:
    """The first word of the topic, and the grades before it."""
    at, grades, demanded = start, list[Range](), False
    timed = "years" in lows or "year" in lows
    past = start
    label = _label(lows, shape, start, end)
    if label > start and any(low in _LEADS for low in lows[label + 1 : label + 4]):
        past = label + 1  # "Strategic planning: Ability to …"
    elif label > start and (worded := _own_wording(lows, shape, start, label, end)):
        return worded, []
    while past < end:
        low = lows[past]
        linked = past + 1 < end and lows[past + 1] in _LINKS
        hyphened = "".join(lows[past : past + 3]) if lows[past + 1 : past + 2] == ["-"] else ""
        some = low == "some" and past + 1 < end and lows[past + 1] in _LEADS
        grade = low in _GRADES and not (linked and low in _LEADS) and lows[past + 1 : past + 2] != ["school"]
        if grade or hyphened in _GRADES or some:
            last = past + (3 if hyphened in _GRADES else 1)
            level = lows[last : last + 2] in (["level", "of"], ["degree", "of"])
            grades.append((past, last + level))  # "High level of skill"
            past = last + 2 * level
            at = past if level or demanded else at
        elif past == at == start and low in _PERSONS:
            past += 3 if lows[past + 1 : past + 2] == ["/"] else 1
            while past < end and (shape[past] in "MB" or lows[past] in ("need", "needs", "to", "must", "also", "have")):
                demanded = demanded or lows[past] in ("need", "needs", "have")
                past += 1
            past += 3 * (lows[past : past + 3] == ["know", "how", "to"])
            at = past  # "You will establish …", "Candidates must be able to …"
        elif past == at == start and (demand := _demand(lows, shape, start, end)):
            past = at = demand
            demanded = True  # "Must have reliable …", "Tasks require the ability to …"
        elif past == at and timed and (years := _years(lows, past, end)):
            past += years
            at = past  # "Two years of experience in": the years are no part of what is known
        elif past == at == start > 0 and low in ("be", "have", "possess") and shape[start - 1] == ",":
            past += 1
            at, demanded = past, True
        elif past == at == start > 0 and low in _STATED and shape[start - 1] == "&":
            past += 1
            at, demanded = past, True  # "familiar with the field and understand its methods"
        elif (past == at or shape[at:past] == "D") and (
            lead := _lead_behind_adjectives(lows, shape, past, end)
        ) is not None:
            past = lead  # "Current professional knowledge of", "In depth knowledge of": said of how well it is known
        elif (
            low in _LEADS
            and past + 1 < end
            and (shape[past + 1] in "Gg" or (low == "experience" and lows[past + 1] in _SERVING))
            and lows[past + 1] not in _LINKS
            and (past > at or low not in ("skill", "skills"))
        ):
            past += 1
            at = past  # "experience creating tests", "comfortable working alone"
            break
        elif (
            low in _LEADS
            and past + 1 < end
            and (lows[past + 1] in _LINKS or lows[past + 1] in ("and", "or", "/", ","))
            and not (low.endswith("ing") and shape[past + 1 : past + 3] == "&G")  # "Understanding and applying laws"
        ):
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
        elif low in _LEADS and lows[past + 1 : past + 2] in (["level"], ["levels"]):
            past += 2  # "Proficient skill levels in"
            while past < end and lows[past] in _LINKS:
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
                return _lead(lows, shape, asked + 1, end)  # "This is a position requiring strong leadership skills"
        inner = None if _LEADS.isdisjoint(lows[start + 1 : end]) else _inner_lead(lows, shape, start, end)
        if inner is not None:
            return inner, []
        # No lead: only grades at the very start are no part of the topic.
        first = start + (shape[start : start + 1] == "D")
        kept = [grade for k, grade in enumerate(grades) if grade[0] == first + k]
        return (kept[-1][1], kept) if kept and kept[-1][1] < end and shape[kept[-1][1]] in 'JNGECR&,"' else (start, [])
    return at, [grade for grade in grades if grade[1] <= at]


def _label(lows: list[str], shape: str, start: int, end: int) -> int:
    """The colon or dash behind the label that a reading may open with, else its start."""
    return next((k for k in range(start + 1, min(start + _LABEL, end)) if shape[k] == ":" or lows[k] in DASHES), start)


def _own_wording(lows: list[str], shape: str, start: int, label: int, end: int) -> int | None:
    """Where a skill is worded behind its label: "Customer focus: Attending to the needs", "Organized – Can marshal"."""
    if any(lows[k] in _LEADS and lows[k + 1] in _LINKS for k in range(start, label)):
        return None
    at = label + 1
    while at < end and shape[at] in "MR":
        at += 1
    if at + 1 >= end:
        return None
    # "Accuracy – enters figures", "Stewardship: checks the books": a third person is often taken for a noun.
    doing = shape[at] in "GV" or (lows[at].endswith("s") and base(lows[at]) and shape[at + 1] not in ",&;.:/(")
    return at - (shape[at - 1] == "R") if doing else None


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
    if lows[start] == "have" and start + 2 < end and (shape[start + 1] == "D" or lows[start + 1] in _GRADES):
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
    return past if demands and any(low in _LEADS for low in lows[past : min(past + 7, end)]) else None


def _inner_lead(lows: list[str], shape: str, start: int, end: int) -> int | None:
    """The word after the lead that a sentence comes to: "The main requirement is the ability to"; None without one."""
    finite = False
    for k in range(start, end - 2):
        if shape[k] in "w;:,":
            return None
        if finite and lows[k] in _LEADS and lows[k + 1] in _LINKS:
            while k < end - 1 and (lows[k] in _LEADS or lows[k] in _LINKS or shape[k] == "D"):
                k += 1
            return k
        finite = finite or shape[k] in "BM" or lows[k] in ("need", "needs", "require", "requires")
    return None


def _years(lows: list[str], at: int, end: int) -> int:
    """How many words say how long experience has lasted: "at least two years of"."""
    found = _YEARS.match(" ".join(lows[at : min(at + 16, end)]))
    return found[0].count(" ") if found is not None else 0


def _past_years(lows: list[str], start: int, first: int) -> int:
    """Where words of how long experience has lasted begin before a word, else that word."""
    if "years" not in lows and "year" not in lows:
        return first
    for at in range(max(start, first - 8), first - 1):
        if (count := _years(lows, at, first + 6)) and at + count == first:
            return at
    return first


def _lead_behind_adjectives(lows: list[str], shape: str, at: int, end: int) -> int | None:
    """The lead that adjectives without a grade come to: "current professional knowledge of"; None where they do not."""
    if lows[at] in _LEADS or not (shape[at] in "JE" or lows[at : at + 2] in (["in", "depth"], ["up", "to"])):
        return None
    for k in range(at + 1, min(at + 5, end - 1)):
        if lows[k] in _LEADS and (lows[k + 1] in _LINKS or shape[k + 1] == "G" or lows[k + 1] in _SERVING):
            return k
        if shape[k] not in "JECR&,/-" and lows[k] not in ("depth", "date", "to", "sense"):
            return None
    return None


def _tail(lows: list[str], shape: str, start: int, end: int) -> tuple[int, Range | None, Range | None]:
    """Where the topic ends, with the depth and the condition that stand behind it."""
    depth: Range | None = None
    limit: Range | None = None
    if (
        lows[start - 1 : start] == ["to"]
        and (colon := shape.find(":", start + 1, end)) > 0
        and lows[colon - 1] != "following"
    ):
        end = colon  # "Ability to use arithmetic: add, subtract"
    if (so := shape.find(",w", start + 1, end - 2)) > 0 and lows[so + 1 : so + 3] == ["so", "that"]:
        end = so  # "experience in construction, so that you know what is needed"
    stop = end
    for k in range(start + 1, end):
        if (
            (shape[k] == "y" and shape[k - 1] != "-" and shape.count("(", start, k) == shape.count(")", start, k))
            or (shape[k] == "(" and ")" not in shape[k : end - 2])
            or (lows[k] == "like" and shape[k - 1] in "N,")
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
        if lows[k] in ("sufficient", "adequate", "at", "to", "necessary") and _STARTS_DEPTH.match(
            " ".join(lows[k : k + 3])
        ):
            close = end
            while close > k and shape[close - 1] in ".;,":
                close -= 1
            depth, stop = (k, close), k
            break
    if shape[stop : stop + 1] == "(" and stop + 1 < (close := shape.find(")", stop, end)):
        limit = _condition(lows, shape, stop + 1, close)
    for k in range(start + 1, stop):
        said = k - (shape[k - 1] == "M")
        if shape[k] == "B" and (
            any(_PREDICATE.fullmatch(" ".join(lows[said:last])) for last in range(k + 2, min(k + 6, stop + 1)))
            or (shape[start] in "NJ" and shape[k - 1] in "NG" and not re.search("[wM]", shape[start:k]))
        ):
            stop = said
            break
    for role, a, b in roles(lows, shape, start, stop):
        if (
            role == "condition"
            and a > start
            and lows[a] in _ON_CONDITION
            and shape[a - 1] != "V"
            and not shape[b:stop].strip(".,;")
        ):
            limit, stop = (a, b), a
            break
    if limit is None:
        for k in range(start + 1, stop):
            if lows[k] in ("for", "in") and (limit := _condition(lows, shape, k, stop)) is not None:
                stop = k
                break
    return stop, depth, limit


def _closed(lows: list[str], shape: str, start: int, end: int) -> int:
    """Leave "skills" and the like off a topic, with what is said of them behind: "communication skills, both verbal"."""
    first = start
    while first < end - 1 and shape[first] == "R":
        first += 1
    done = lows[start - 1 : start] == ["to"] and base(lows[first]) == lows[first] if start < end else False
    if start >= end or ((shape[first] == "V" or done) and lows[first] not in _HOLDS):
        return end
    if shape[first] == "G" and lows[start - 1] in _LINKS and start and shape[first + 1 : first + 2] in ("J", "D", "d"):
        return end  # "experience in teaching digital skills"
    within = False
    for k in range(start + 1, end):
        within = within or shape[k] in "pftw"
        if within and k + 1 < end:
            continue  # "process with … experience over staff": the head of the topic stands before the preposition
        if lows[k] == "experience" and shape[k + 1 : k + 2] == "p" and lows[k + 1] not in _LINKS:
            continue
        if lows[k] in _CLOSING and shape[k - 1] in "NJEGC&" and (k + 1 == end or shape[k + 1] in ",;(ptwa"):
            stop = k
            while stop > start + 1 and (shape[stop - 1] in "&/," or lows[stop - 1] in _CLOSING):
                stop -= 1
            return stop
    return end
