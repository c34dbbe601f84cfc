"""The verb that a clause of duty English opens with, or that stands behind its subject.

The tagger knows verbs it has heard in this place; for others the list of duty verbs and what follows decide.
"""

from __future__ import annotations

from pipeline.tagging.lemmas import base, lemma, noun_like
from pipeline.tagging.people import is_people
from pipeline.tagging.phrases import noun_phrase
from pipeline.tagging.roles import head
from pipeline.tagging.verb_forms import (
    CONSISTS,
    PREFIXES,
    denies,
    ends_in_object,
    form,
    is_verb_in_s,
    only_joints,
    takes_people,
)
from pipeline.tagging.vocabulary import words

# Verbs that say what work consists of and have no other sense.
_DEMANDS = frozenset(["require", "entail", "consist", "comprise", "encompass"])
# Verbs that stand before "of".
_WITH_OF = frozenset(["dispose", "approve", "consist", "think", "know", "learn", "conceive"])
# Words that a label before a colon may have.
_LABEL = 10
_PRONOUNS = frozenset(["you", "we", "they", "she", "he"])
# What is given to a worker, and not done.
_GRANTED = frozenset(["eligible", "entitled"])
# Employers and what they consist of: what they do is no worker's duty.
_BODIES = words("first_verb")["bodies"]
# Verbs that say nothing but that an infinitive is done.
_WRAPPERS = frozenset(["need", "needs", "have", "has", "exists"])


def first_verb(lows: list[str], shape: str, start: int, end: int, earlier: str | None) -> int | None:
    """The position of a clause's first main verb, or None; ``earlier`` is the form of the statement's first verb."""
    at = start
    moved = False  # past a subject or a wrapper
    while at < end:
        letter, low = shape[at], lows[at]
        if low == "please" or (low in _GRANTED and shape[at + 1 : at + 2] == "t"):
            return None  # a word to the reader, or what a worker may have
        if at == start and at + 2 < end and len(low.rstrip(".")) <= 2 and low.endswith(".") and low != ".":
            at += 1  # a list marker that the tokenizer left with its dot
        elif shape[at + 1 : at + 2] == "-" and at + 2 < end and _is_hyphened(lows, shape, at):
            return at + 2  # "Cross-trains staff", "Self-manages projects"
        elif denies(lows, shape, at):
            return None  # what is not done
        elif letter in 'R",&-:)(xr/' and not (letter == "R" and _is_verb(lows, shape, at)):
            at += 1
        elif letter == "M":
            at, moved = at + 1, True
        elif letter == "B":
            past = at + 1
            while past < end and shape[past] == "R":
                past += 1
            if past < end and lows[past] in _GRANTED:
                return None
            if past < end and (lows[past] in ("responsible", "accountable") or shape[past] == "t"):
                at, moved = past, True
            elif (past < end and lows[past] == "able") or (
                past + 1 < end and shape[past] in "EJV" and shape[past + 1] == "t" and "V" in shape[past + 2 : past + 4]
            ):
                at, moved = past + 1, True
            elif past < end and shape[past] == "G":
                return past
            else:
                return None
        elif low in ("responsible", "accountable", "responsibility", "responsibilities") and at + 1 < end:
            past = at + 1
            while past < end and shape[past] in "fto:,R":
                past += 1
            if past < end and (shape[past] == "G" or _is_verb(lows, shape, past)):
                return past
            if moved or low in ("responsible", "accountable"):
                return _joined_verb(lows, shape, past, end)
            at, moved = at + 1, shape[at + 1] != ":"
        elif low in ("ability", "able") and shape[at + 1 : at + 2] == "t":
            at, moved = at + 2, True
        elif letter == "t" and (moved or only_joints(shape, start, at) or lows[start] == "under"):
            at += 1  # "Under direction, to perform …; and to do other work"
        elif moved and low in _WRAPPERS and shape[at + 1 : at + 2] == "t":
            at += 2  # "You will need to run workshops", "The position exists to manage loans"
        elif moved and letter == "p" and shape[at - 1] == "," and (behind := noun_phrase(shape, at + 1)):
            # "May, under supervision, act", or without the second comma, when the verb may be tagged a noun.
            bare = (
                behind > at + 2
                and shape[behind : behind + 1] in ("a", "D", "d")
                and base(lows[behind - 1]) == lows[behind - 1]
            )
            if bare:
                return behind - 1
            at = behind
        elif letter == "G" and not moved and (subject := _subject_behind(lows, shape, at, end)) is not None:
            at, moved = subject, True  # "Working with designers, you will build services"
        elif earlier in ("s", "") and form(low) == "ed" and not moved:
            return None  # "…; and prioritized recommendations"
        elif _is_verb(lows, shape, at):
            return None if lemma(low) in (CONSISTS if moved else _DEMANDS) else at
        elif (
            not moved
            and earlier == "s"
            and form(low) == "s"
            and base(low) is not None
            and shape[at + 1 : at + 2] in ("p", "f", "t", "a")
        ):
            return at  # "Reviews plans. Prepares for elections": the clauses of a statement are alike
        elif letter in "pafbwuz" and not moved:
            comma = shape.find(",", at, end)
            phrase = noun_phrase(shape, at + 1)
            if phrase is not None and phrase < end and shape[phrase] == "V" and form(lows[phrase]) == "s":
                return phrase  # "In a department receives training"
            if phrase is not None and phrase < end and shape[phrase] in "MB" and lows[phrase - 1] in _PRONOUNS:
                at, moved = phrase, True  # "In this role you will lead"
                continue
            if comma < 0:
                return None
            at = next((k for k in _past_commas(shape, comma, end) if _opens_here(lows, shape, k)), comma + 1)
        elif letter in "NDdJCGV" and not moved:
            subject = noun_phrase(shape, at)
            if subject is not None and (verb := _verb_of_person(lows, shape, at, min(subject, end))) is not None:
                return verb
            past = subject if subject is not None else at + 1  # and on to its finite verb or modal
            while past < end and shape[past] in "poftaRN'DE" and shape[past] not in "VMB":
                more = noun_phrase(shape, past + 1) if shape[past] in "pofta" else None
                past = more if more is not None else past + 1
            while past < end and shape[past] in ",R":
                past += 1
            if past < end and shape[past] == "(" and shape.find(")", past, end) > 0:
                past = shape.index(")", past) + 1
            person = subject is not None and is_people(lows[head(shape, at, subject)])
            if person and past < end and shape[past - 1] == "," and shape[past] == "p":
                past = shape.find(",", past, end) + 1 or end  # "A superintendent, through supervisors, plans"
            if person and past < end and shape[past - 1] == "," and shape[past] == "G":
                past = _past_participle(lows, shape, past, end)  # "The registrar, working with judges identifies"
            person = person and form(lows[min(past, end - 1)]) == "s"
            if (
                person
                and shape[past - 1] == ","
                and shape[past + 1 : past + 2] in (",", "&")
                and is_verb_in_s(lows, shape, past + 2)
            ):
                return past
            if past < end and shape[past] in "VMB" and (shape[past - 1] != "," or person):
                at, moved = past, True  # "An employee in this class, plans the work"
            elif ":" in shape[past : min(end, at + _LABEL)]:
                at = shape.index(":", past) + 1  # "Election support and planning: Assist with …"
            else:
                return None
        else:
            return None
    return None


def is_granted(lows: list[str], verb: int) -> bool:
    """Whether an infinitive says what a worker may have: "eligible to participate in benefits"."""
    return verb > 1 and lows[verb - 1] == "to" and lows[verb - 2] in _GRANTED


def of_employer(lows: list[str], shape: str, start: int, end: int) -> bool:
    """Whether the subject of a clause is an employer or a part of one: "The Department protects wetlands"."""
    if shape[start : start + 1] != "D":
        return False
    at = start + 1
    while at < end and shape[at] in "NJ":
        body = lows[at] in _BODIES
        at += 1
        past = noun_phrase(shape, at + 1) or at if shape[at : at + 1] == "o" else at
        if not body or past >= end:
            continue
        if shape[past] in "MB" or (shape[past] == "V" and form(lows[past])) or is_verb_in_s(lows, shape, past):
            return True
    return False


def _past_participle(lows: list[str], shape: str, start: int, end: int) -> int:
    """The finite verb behind a participle phrase, with a comma before it or without; else the end."""
    for k in range(start, end):
        known = base(lows[k])
        if shape[k] == "w":
            break
        if known is None or form(lows[k]) != "s":
            continue
        if shape[k] == "V" or (shape[k - 1] == "," and known not in noun_like()):
            return k
    return end


def _is_verb(lows: list[str], shape: str, at: int) -> bool:
    """Whether a word at the head of a clause is its verb, whatever the tagger thinks of a word it has not heard."""
    following = shape[at + 1 : at + 2]
    if (
        following in ("M", "B")
        or not lows[at][:2].isalpha()
        or len(lows[at]) < 2
        or _has_finite_verb(lows, shape, at + 1)
    ):
        return False  # "Resumes will be accepted", "Work involves …": a subject
    known = base(lows[at])
    if shape[at] == "V" and following == "o" and known not in _WITH_OF:
        return False  # "Support of and coordination with …"
    if lows[at] == "positions" and following in ("p", "E", "a"):
        return False  # "Positions allocated to this class maintain …": a subject
    if shape[at] in "VG":
        if following == "-":
            return known is not None and shape[at + 2 : at + 3] not in ("E", "G")  # "test-driven development"
        return True
    if shape[at] not in "NJER" or known is None:
        return False
    inflection = form(lows[at])
    if inflection == "s":
        opens = at == 0 and following in ("p", "f", "t", "a")  # "Interfaces with vendors"
        return opens or following in tuple('DdJNCGER"') or (following in ("&", ",") and _opens_series(lows, shape, at))
    if inflection == "ing" and following == "N":
        return takes_people(lows, shape, at)
    if inflection == "ing" and following in (",", "&") and shape[at + 2 : at + 3] in ("G", "N"):
        return _gerunds_with_object(lows, shape, at)  # "Vacuuming, mopping and sweeping interior spaces"
    if inflection == "" and following in ("&", ",", "/") and shape[at + 2 : at + 3] == "V" and form(lows[at + 2]) == "":
        return True  # "Analyse and map the risks"
    if inflection == "" and following == "t" and shape[at + 2 : at + 3] == "V" and known not in noun_like():
        return True  # "Help to create an open environment"
    if inflection == "" and following == "p" and shape[at] == "N" and known not in noun_like():
        return True  # "Election support: Assist with the count"
    return following in ("D", "d") and shape[at] != "R"


def _opens_series(lows: list[str], shape: str, at: int) -> bool:
    """Whether a word in -s is joined to another verb in -s, and both to an object: "documents, and reports on"."""
    joined = at + 1
    while joined < len(lows) and shape[joined] in ",&R":
        joined += 1
    alike = joined < len(lows) and form(lows[joined]) == "s" and base(lows[joined]) is not None
    return alike and ends_in_object(lows, shape, at, len(lows), "s")


def _gerunds_with_object(lows: list[str], shape: str, at: int) -> bool:
    """Whether a series of gerunds comes to a noun that they act on, and not to "of"."""
    last = at
    while last < len(lows) and ((form(lows[last]) == "ing" and base(lows[last]) is not None) or shape[last] in ",&"):
        last += 1
    return last < len(lows) and shape[last] in "DdNJ" and form(lows[last - 1]) == "ing" and "," in shape[at:last]


def _has_finite_verb(lows: list[str], shape: str, at: int) -> bool:
    """Whether a word is a verb in the third person that takes what stands before it for its subject."""
    if shape[at : at + 1] != "V" or form(lows[at]) != "s" or form(lows[at - 1]) == "s":
        return False
    known = base(lows[at])
    return known in CONSISTS or (known is not None and known not in noun_like())


def _subject_behind(lows: list[str], shape: str, at: int, end: int) -> int | None:
    """Where the predicate stands that a clause of a gerund comes before: "Working alone, you will …"; None without one."""
    for k in range(at + 1, end - 2):
        if shape[k] != ",":
            continue
        if lows[k + 1] in _PRONOUNS and shape[k + 2] in "MVB":
            return k + 2
        if lows[k + 1] == "responsible" and shape[k + 2] == "f":
            return k + 1  # "Reporting to the director, responsible for planning"
        subject = noun_phrase(shape, k + 1)
        if (
            subject is not None
            and subject < end
            and shape[subject] in "MV"
            and is_people(lows[head(shape, k + 1, subject)])
        ):
            return subject  # "Serving as liaison to the board, the director promotes the library"
    return None


def _past_commas(shape: str, comma: int, end: int) -> list[int]:
    """Where words stand behind commas, from one on, before any finite verb."""
    return [k + 1 for k in range(comma, end - 1) if shape[k] == "," and not set("wBMV") & set(shape[comma:k])]


def _opens_here(lows: list[str], shape: str, at: int) -> bool:
    """Whether what stands behind a comma is the main verb of a clause that opens with a preposition."""
    while at < len(shape) and shape[at] == "R":
        at += 1
    return at < len(shape) and shape[at] == "V" and _is_verb(lows, shape, at)


def _is_hyphened(lows: list[str], shape: str, at: int) -> bool:
    verb = at + 2
    if base(lows[verb]) is None or form(lows[verb]) == "ed":
        return False
    if lows[at] in PREFIXES:
        return shape[verb] in "VN" or shape[verb + 1 : verb + 2] in ("D", "d")
    return (shape[verb] == "V" and form(lows[verb]) == "s") or (
        shape[verb] == "G" and shape[verb + 1 : verb + 2] in ("D", "d")
    )


def _verb_of_person(lows: list[str], shape: str, start: int, end: int) -> int | None:
    """The word in -s behind a person that opens a clause, tagged a noun: "The lead specialist assists in"; else None."""
    for k in range(start + 1, end):
        known = base(lows[k])
        if known is None or form(lows[k]) != "s":
            continue
        plural, after = known in noun_like(), shape[k + 1 : k + 2]
        series = after in (",", "&") and is_verb_in_s(lows, shape, k + 2)
        if is_people(lows[k - 1]) and not lows[k - 1].endswith("s"):
            # A plural is no verb in "Staff reports to the board".
            if shape[start] != "D" and plural:
                continue
            if series or after in tuple("DdpfatJ") or (after in (",", "&") and not plural):
                return k
        elif shape[start] == "D" and is_people(lows[head(shape, start, k)]):
            last = k == end - 1 and after in ("J", "D", "d")
            if series or last:
                return k  # "A Chief Clerk Personnel plans, organizes", "The chief of operations exercises general …"
    return None


def _joined_verb(lows: list[str], shape: str, start: int, end: int) -> int | None:
    """The verb in -s that goes on behind nouns: "Responsible for maintenance and assists with purchases"; else None."""
    for k in range(start + 1, end):
        joined = (
            shape[k - 1] == "&" and form(lows[k]) == "s" and (shape[k] == "V" or shape[k + 1 : k + 2] in ("p", "D"))
        )
        known = base(lows[k])
        if joined and known is not None and known not in noun_like():
            return None if "w" in shape[start:k] else k
    return None
