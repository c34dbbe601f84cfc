"""The main verbs of a clause of duty English, in its class string.

A clause opens with its verb, or with a subject and its verb; later main verbs are joined to what stands before and
have the form of the first: "Reviews … and approves …". The tagger knows verbs it has heard in this place; for others
the list of duty verbs and what follows decide.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.tagging.lemmas import base, bases, lemma, noun_like
from pipeline.tagging.people import is_people
from pipeline.tagging.phrases import noun_phrase
from pipeline.tagging.roles import head
from pipeline.tagging.task_lists import first_task
from pipeline.tagging.vocabulary import words

_WORDS = words("verbs")
# Verbs that say what work consists of, where a subject stands before them.
_CONSISTS = _WORDS["consists"]
# Those of them that have no other sense.
_DEMANDS = frozenset(["require", "entail", "consist", "comprise", "encompass"])
# Verbs that stand before "of".
_WITH_OF = frozenset(["dispose", "approve", "consist", "think", "know", "learn", "conceive"])
# What a verb is made of another with; the tokenizer parts it at the hyphen.
PREFIXES = frozenset(["co", "cross", "multi", "pre", "re", "de", "over", "double", "spot", "fine"])
# Particles, each with the verbs that it belongs to.
_PARTICLES = words("particles")
# Words that a label before a colon may have.
_LABEL = 10
_PRONOUNS = frozenset(["you", "we", "they", "she", "he"])
# Verbs that are no nouns before "with".
_WITH = frozenset(["partner", "interface", "work", "contract"])
# Verbs that say nothing but that an infinitive is done.
_WRAPPERS = frozenset(["need", "needs", "have", "has", "exists"])
_WRAPPED = re.compile(r"M?BR*(?:Ep?tR*V|JtR*V|JfR*G)")
_JOINT = re.compile(r",R?&?|&")
# Nouns that make a compound with a plural before them: "records management".
_HANDLED = _WORDS["handled"]
# Verbs whose bare form is a noun as well, beside those that data/duty_verbs.txt stars.
_NOUNS = _WORDS["nouns"]
_PURPOSE = re.compile(r"tR*V")


def main_verbs(lows: list[str], shape: str, start: int, end: int, earlier: str | None) -> list[int]:
    """The positions of a clause's main verbs; ``earlier`` is the form of the statement's first verb, if it had one."""
    verb = first_task(lows, shape, start, end)
    if verb is None:
        verb = _first_verb(lows, shape, start, end, earlier)
    if verb is None:
        return []
    found = [verb]
    verb_form = form(lows[verb])
    at = past_verb(lows, verb, end)
    while at < end:
        if shape[at - 1] not in ",&/RMf-" and at - 1 != found[-1]:
            at += 1  # nothing joins it to what stands before
            continue
        wrapped = _WRAPPED.match(shape, at, end) if shape[at - 1] in "&," else None
        if wrapped is not None and "w" not in shape[found[-1] : at] and _wraps(lows, shape, at, wrapped.end() - 1):
            found.append(wrapped.end() - 1)  # "and may be called upon to testify", "and is responsible for planning"
            at = past_verb(lows, wrapped.end() - 1, end)
            continue
        behind_for = shape[at] == "G" and shape[at - 2 : at] == "&f" and shape[verb - 1] == "f"
        if (
            behind_for
            or _is_main(lows, shape, at, end, verb_form, found[-1])
            or (len(found) > 1 and "w" not in shape[found[-1] : at] and _closes_series(lows, shape, at, verb_form))
        ):
            found.append(at)
            at = past_verb(lows, at, end)
        else:
            at += 1
    return found


def denies(lows: list[str], shape: str, at: int) -> bool:
    """Whether a modal or a form of "be" stands before a "not" that is no "not only"."""
    return shape[at] in "MB" and lows[at + 1 : at + 2] in (["not"], ["n't"]) and lows[at + 2 : at + 3] != ["only"]


def negated(lows: list[str], shape: str, verb: int) -> bool:
    """Whether a word stands behind a negated modal in its clause: "may not supervise", "is not responsible for hiring"."""
    start = max((k + 1 for k in range(verb) if shape[k] in ".;" or lows[k] == "but"), default=0)
    return any(denies(lows, shape, at) for at in range(start, verb))


def _wraps(lows: list[str], shape: str, start: int, verb: int) -> bool:
    """Whether words between "is" and a verb make one predicate with it: "responsible for" does, "fit for" does not."""
    return "f" not in shape[start:verb] or not {"responsible", "accountable"}.isdisjoint(lows[start:verb])


def past_verb(lows: list[str], verb: int, end: int) -> int:
    """The word after a verb and the particle that belongs to it."""
    past = verb + 1
    particle = past + 1 if lows[past : past + 1] == ["-"] else past  # "follows-up"
    if particle < end and lows[particle] in _PARTICLES and (base(lows[verb]) or "") in _PARTICLES[lows[particle]]:
        return particle + 1
    return past


def only_joints(shape: str, start: int, end: int) -> bool:
    """Whether nothing but joints, adverbs and modals stands in a range."""
    return all(letter in ',&/RM"' for letter in shape[start:end])


@lru_cache(maxsize=20_000)
def form(low: str) -> str:
    """How a verb is inflected: ``s``, ``ing``, ``ed``, or empty for the base form."""
    for ending in ("ing", "ed"):
        if low.endswith(ending) and base(low) != low:
            return ending
    return "s" if low.endswith("s") and base(low) != low else ""


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
        return _takes_people(lows, shape, at)
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
    return alike and _ends_in_object(lows, shape, at, len(lows), "s")


def _gerunds_with_object(lows: list[str], shape: str, at: int) -> bool:
    """Whether a series of gerunds comes to a noun that they act on, and not to "of"."""
    last = at
    while last < len(lows) and ((form(lows[last]) == "ing" and base(lows[last]) is not None) or shape[last] in ",&"):
        last += 1
    return last < len(lows) and shape[last] in "DdNJ" and form(lows[last - 1]) == "ing" and "," in shape[at:last]


def _takes_people(lows: list[str], shape: str, at: int) -> bool:
    """Whether what stands behind a gerund is an object and no head that it describes: "Training staff", "Washing walls"."""
    return shape[at + 1 : at + 2] == "N" and (lows[at + 1].endswith("s") or is_people(lows[at + 1]))


def _has_finite_verb(lows: list[str], shape: str, at: int) -> bool:
    """Whether a word is a verb in the third person that takes what stands before it for its subject."""
    if shape[at : at + 1] != "V" or form(lows[at]) != "s" or form(lows[at - 1]) == "s":
        return False
    known = base(lows[at])
    return known in _CONSISTS or (known is not None and known not in noun_like())


def _subject_behind(lows: list[str], shape: str, at: int, end: int) -> int | None:
    """Where the predicate stands that a clause of a gerund comes before: "Working alone, you will …"; None without one."""
    for k in range(at + 1, end - 2):
        if shape[k] != ",":
            continue
        if lows[k + 1] in _PRONOUNS and shape[k + 2] in "MVB":
            return k + 2
        if lows[k + 1] == "responsible" and shape[k + 2] == "f":
            return k + 1  # "Reporting to the director, responsible for planning"
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


def _first_verb(lows: list[str], shape: str, start: int, end: int, earlier: str | None) -> int | None:
    at = start
    moved = False  # past a subject or a wrapper
    while at < end:
        letter, low = shape[at], lows[at]
        if low == "please":
            return None  # a word to the reader
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
            if past < end and lows[past] in ("eligible", "entitled"):
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
        elif moved and letter == "p" and shape[at - 1] == "," and noun_phrase(shape, at + 1):
            at = noun_phrase(shape, at + 1) or end  # "May, under supervision, act"
        elif letter == "G" and not moved and (subject := _subject_behind(lows, shape, at, end)) is not None:
            at, moved = subject, True  # "Working with designers, you will build services"
        elif earlier in ("s", "") and form(low) == "ed" and not moved:
            return None  # "…; and prioritized recommendations"
        elif _is_verb(lows, shape, at):
            return None if lemma(low) in (_CONSISTS if moved else _DEMANDS) else at
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
            person = person and form(lows[min(past, end - 1)]) == "s"
            if (
                person
                and shape[past - 1] == ","
                and shape[past + 1 : past + 2] in (",", "&")
                and _is_verb_in_s(lows, shape, past + 2)
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


def _verb_of_person(lows: list[str], shape: str, start: int, end: int) -> int | None:
    """The word in -s behind a person that opens a clause, tagged a noun: "The lead specialist assists in"; else None."""
    for k in range(start + 1, end):
        known = base(lows[k])
        if known is None or form(lows[k]) != "s":
            continue
        plural, after = known in noun_like(), shape[k + 1 : k + 2]
        series = after in (",", "&") and _is_verb_in_s(lows, shape, k + 2)
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


def _is_verb_in_s(lows: list[str], shape: str, k: int) -> bool:
    """Whether a word is a verb in -s and no plural."""
    known = base(lows[k]) if k < len(lows) else None
    return known is not None and form(lows[k]) == "s" and (shape[k] == "V" or known not in noun_like())


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


def _is_main(lows: list[str], shape: str, at: int, end: int, wanted: str, last: int) -> bool:
    """Whether a later word of a clause is a main verb: joined to what stands before, and inflected as the first is."""
    before = at - 1
    if shape[before] == "-" and lows[before - 1] in PREFIXES and wanted != "ing":
        before -= 2
    while before > last and shape[before] in "RM":
        before -= 1
    low = lows[at]
    if before == last and wanted == "s":
        # "Develops implements and maintains": a comma is missing
        if shape[at + 1 : at + 2] not in ("&", ",") or form(low) != "s":
            return False
        return base(low) is not None and base(low) not in noun_like() and _is_verb_in_s(lows, shape, at + 2)
    if before <= last or shape[before] not in ",&/" or shape.count("(", last, at) > shape.count(")", last, at):
        return False
    hyphened = shape[at + 1 : at + 2] == "-" and shape[at] != "G" and past_verb(lows, at, end) == at + 1
    if hyphened or base(low) in _CONSISTS:
        return False
    if shape[at] == "V" and shape[at - 1] == "M" and shape[at - 2 : at - 1] in ("&", ",") and "w" not in shape[last:at]:
        return True
    known = base(low) is not None
    if wanted == "" and shape[at] == "V" and form(low) == "s" and lows[at - 1] == "and" and "w" not in shape[last:at]:
        return known  # "Provide direction and takes a part": the inflection changed on the way
    changed = wanted == "s" and shape[at] == "V" and base(low) == low and lows[at - 1] == "and"
    if changed and only_joints(shape, past_verb(lows, last, end), at):
        return True  # "Maintains and update records"
    follows = "DdpRafGE" if base(low) in noun_like() else "DdpRafGENJC"
    if changed and shape[at + 1 : at + 2] in tuple(follows) and not re.search("w|tR?V", shape[last:at]):
        return True  # "Promotes best practices and work with counties"
    if (
        wanted == "ing"
        and shape[at] == "V"
        and (form(low) == "s" or (base(low) == low and not _PURPOSE.search(shape, last, at)))
        and lows[at - 1] == "and"
        and "w" not in shape[last:at]
    ):
        return True  # "Training staff and ensures accurate work", "identifying causes and improve the process"
    if form(low) != wanted or (wanted == "" and bases(low) and base(low) != low):
        return False
    letter = shape[at]
    following = shape[at + 1 : at + 2]
    if following == "-":
        return letter == "V" and known  # "and follows-up with citizens"
    if (
        known
        and letter in "VNJEG"
        and _adjoins(lows, shape, last, at)
        and _ends_in_object(lows, shape, at, end, wanted)
    ):
        return True  # "Recruits, coordinates, trains and supervises staff": a series right behind the first verb
    if following == "p" and lows[at + 1] == "with" and base(low) in _WITH and not _PURPOSE.search(shape, last, at):
        return True  # "…, partner with teams"
    if shape[before] in ",&" and before > last + 1 and _goes_on(lows, shape, at, last, wanted):
        return False  # "to prepare, enter, and manage budgets", "that protect, maintain and enhance parks"
    if wanted == "" and shape[before] != "," and _PURPOSE.search(shape, last, at):
        return False  # "to identify gaps and propose changes": the infinitive goes on
    if wanted == "ing":
        if letter == "N" and known and _takes_people(lows, shape, at) and _is_parallel(lows, shape, at, end, wanted):
            return True  # "planning tours, training guides and answering questions"
        past = past_verb(lows, at, end)
        ensures = shape[before:at] == "&" and base(low) == "ensure" and shape[past : past + 1] == "w"
        return letter == "G" and known and (ensures or shape[past : past + 1] in tuple("DdJNCpft,&EG/"))
    if letter == "V" and following in ("f", "", ".") and base(low) in noun_like():
        return False  # "Monitors dashboards and logs for threats"
    if letter == "V" and "y" in shape[last:at] and (not known or base(low) in noun_like()) and following in "NJG,&.":
        return False  # "including measures, measure texts": examples
    if known and following == "/" and shape[at + 2 : at + 3] == "V" and form(lows[at + 2]) == wanted:
        return True  # "and present/discuss programs"
    if letter == "V" and low in noun_like() and lows[at + 1 : at + 2] == ["management"] and low != "support":
        return False  # "evaluation, and change management programs"
    if letter == "V" and not known and following in ("&", ",") and form("".join(lows[at + 2 : at + 3])) != wanted:
        return False  # "plants, greenhouses and farms"
    if letter == "V":
        return known or shape[before] == ","
    if wanted == "" and known and letter in "NJ" and _is_bare_verb(lows, shape, at, end):
        return True
    if wanted == "s" and known and lows[before] == "and" and shape[at + 1 : at + 4] in (",V,", ",V&"):
        return form(lows[at + 2]) == "s"  # "and orders, prepares, and cares for supplies"
    if wanted == "s" and letter in "NJE" and known and base(low) not in noun_like():
        if following == "&" and _is_verb_in_s(lows, shape, at + 2):
            return True  # "and answers or refers questions"
        return following in tuple("DdJNCGpftab")  # "recommendations … and assists with planning"
    if known and letter in "NJ" and wanted in ("s", "") and _is_parallel(lows, shape, at, end, wanted):
        return True
    if wanted == "s" and letter == "N" and known and lows[before] == "and":
        # "installations and records progress": a plural is seldom the first part of a compound
        # "spending and reports to the board": reporting is to somebody
        reports = base(low) == "report" and following == "t" and shape[at - 2] != ","
        return reports or following in ("J", "C") or (following == "N" and lows[at + 1] not in _HANDLED)
    return letter in "NJE" and known and following in ("D", "d")


def _adjoins(lows: list[str], shape: str, last: int, at: int) -> bool:
    """Whether a word stands right behind a verb, but for joints and a preposition: "Intervene in and control"."""
    past = past_verb(lows, last, at)
    return only_joints(shape, past + (shape[past] in "ptfa" and past + 1 < at), at)


def _goes_on(lows: list[str], shape: str, at: int, last: int, wanted: str) -> bool:
    """Whether a word belongs to a series that "to" or "that" opens: nothing but verbs and joints parts it from there."""
    k = at - 1
    while k > last and (shape[k] in ",&/R" or (shape[k] in "VN" and base(lows[k]) and form(lows[k]) == wanted)):
        k -= 1
    return k < at - 2 and (shape[k] == "w" or (shape[k] == "t" and wanted == ""))


def _is_bare_verb(lows: list[str], shape: str, at: int, end: int) -> bool:
    """Whether a word tagged a noun is a verb in its bare form: no noun is so spelt, or verbs stand beside it in a series.

    "Generate tickets and sync work", "distribute letters, sort, index, file, and retrieve forms".
    """
    low, following = lows[at], shape[at + 1 : at + 2]
    if lows[at - 1] == "and" and shape[at] == "N" and low not in noun_like() and low not in _NOUNS:
        return following in ("N", "D", "d", "J", "C")
    series = 0
    while at + 1 < end and shape[at - 1] == "," and shape[at + 1] == "," and base(lows[at]) == lows[at]:
        at, series = at + 2, series + 1
    at += shape[at : at + 1] == "&"
    return series > 1 and shape[at : at + 1] == "V" and form(lows[at]) == ""


def _closes_series(lows: list[str], shape: str, at: int, wanted: str) -> bool:
    """Whether a word tagged a noun is the last verb of a series: "Improve X, address Y, and document procedures"."""
    return (
        shape[at - 2 : at] == ",&"
        and shape[at] in "NJ"
        and form(lows[at]) == wanted
        and base(lows[at]) is not None
        and shape[at + 1 : at + 2] in ("N", "J", "D", "d")
        and lows[at + 1] not in _HANDLED
    )


def _ends_in_object(lows: list[str], shape: str, at: int, end: int, wanted: str) -> bool:
    """Whether a series of words of one inflection, from a word on, comes to something that is no part of it."""
    while at < end:
        following = at + 1
        if following < end and shape[following] in "DdJNCGEptf(":
            return True  # "records and reports" ends a sentence; "records and reports findings" goes on
        while following < end and shape[following] in ",&/R":
            following += 1
        if following >= end or form(lows[following]) != wanted or base(lows[following]) is None:
            return following < end
        at = following
    return False


def _is_parallel(lows: list[str], shape: str, at: int, end: int, wanted: str) -> bool:
    """Whether a noun behind a comma heads a phrase between two verbs: "Review work, document issues, and provide help".

    Were it a noun, the list of nouns would have an "and" before its last.
    """
    if shape[at - 1] != "," or shape[at + 1 : at + 2] not in ("N", "J", "C"):
        return False
    joint = at + 1
    while joint < end and shape[joint] in "NJCEDdopf'-":
        joint += 1
    if not _JOINT.match(shape, joint, end):
        return False
    while joint < end and shape[joint] in ",&R":
        joint += 1
    if joint >= end or form(lows[joint]) != wanted or base(lows[joint]) is None:
        return False
    if shape[joint] == "N" and shape[joint - 1] == "&" and wanted == "s":
        return shape[joint + 1 : joint + 2] in ("N", "J") and lows[joint + 1] not in _HANDLED
    if shape[joint] in "VG":
        return "&" in shape[joint - 2 : joint] or base(lows[joint]) not in noun_like()
    return shape[joint] in "NJ" and _is_parallel(lows, shape, joint, end, wanted)
