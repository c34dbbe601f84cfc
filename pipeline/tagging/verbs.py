"""The main verbs of a clause of duty English, in its class string.

A clause opens with its verb, or with a subject and its verb (first_verb.py, task_lists.py); later main verbs are joined to what
stands before and have the form of the first: "Reviews … and approves …".
"""

from __future__ import annotations

import re

from pipeline.tagging.first_verb import first_verb
from pipeline.tagging.lemmas import base, bases, noun_like
from pipeline.tagging.task_lists import first_task
from pipeline.tagging.verb_forms import (
    CONSISTS,
    PREFIXES,
    denies,
    ends_in_object,
    form,
    is_verb_in_s,
    only_joints,
    past_verb,
    takes_people,
)
from pipeline.tagging.vocabulary import words

_WORDS = words("verbs")
# Verbs that are no nouns before "with".
_WITH = frozenset(["partner", "interface", "work", "contract"])
_WRAPPED = re.compile(r"M?BR*(?:Ep?tR*V|JtR*V|JfR*G)")
_JOINT = re.compile(r",R?&?|&")
# Nouns that make a compound with a plural before them: "records management".
_HANDLED = _WORDS["handled"]
# Verbs whose bare form is a noun as well, beside those that data/duty_verbs.txt stars.
_NOUNS = _WORDS["nouns"]
_PURPOSE = re.compile(r"tR*V")
_POSTS = frozenset(["position", "positions", "post", "posts", "role", "job", "class", "classes", "classification"])


def main_verbs(lows: list[str], shape: str, start: int, end: int, earlier: str | None) -> list[int]:
    """The positions of a clause's main verbs; ``earlier`` is the form of the statement's first verb, if it had one."""
    verb = first_task(lows, shape, start, end)
    if verb is None:
        verb = first_verb(lows, shape, start, end, earlier)
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
    return found[1:] if tells_rank(lows, shape, verb) else found


def tells_rank(lows: list[str], shape: str, verb: int) -> bool:
    """Whether a verb says whom a post is under, and nothing that is done: "This position reports to the director"."""
    past = verb + 1
    while shape[past : past + 1] == "R":
        past += 1
    if base(lows[verb]) != "report" or shape[past : past + 1] != "t":
        return False
    subject = verb - 1
    while subject > 0 and shape[subject] in "MR":
        subject -= 1
    return shape[past + 1 : past + 2] == ":" or (subject >= 0 and lows[subject] in _POSTS)


def negated(lows: list[str], shape: str, verb: int) -> bool:
    """Whether a word stands behind a negated modal in its clause: "may not supervise", "is not responsible for hiring"."""
    start = max((k + 1 for k in range(verb) if shape[k] in ".;" or lows[k] == "but"), default=0)
    return any(denies(lows, shape, at) for at in range(start, verb))


def _wraps(lows: list[str], shape: str, start: int, verb: int) -> bool:
    """Whether words between "is" and a verb make one predicate with it: "responsible for" does, "fit for" does not."""
    return "f" not in shape[start:verb] or not {"responsible", "accountable"}.isdisjoint(lows[start:verb])


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
        return base(low) is not None and base(low) not in noun_like() and is_verb_in_s(lows, shape, at + 2)
    if before <= last or shape[before] not in ",&/" or shape.count("(", last, at) > shape.count(")", last, at):
        return False
    hyphened = shape[at + 1 : at + 2] == "-" and shape[at] != "G" and past_verb(lows, at, end) == at + 1
    if hyphened or base(low) in CONSISTS:
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
    if known and letter in "VNJEG" and _adjoins(lows, shape, last, at) and ends_in_object(lows, shape, at, end, wanted):
        return True  # "Recruits, coordinates, trains and supervises staff": a series right behind the first verb
    if following == "p" and lows[at + 1] == "with" and base(low) in _WITH and not _PURPOSE.search(shape, last, at):
        return True  # "…, partner with teams"
    if shape[before] in ",&" and before > last + 1 and _goes_on(lows, shape, at, last, wanted):
        return False  # "to prepare, enter, and manage budgets", "that protect, maintain and enhance parks"
    if wanted == "" and shape[before] != "," and _PURPOSE.search(shape, last, at):
        return False  # "to identify gaps and propose changes": the infinitive goes on
    if wanted == "ing":
        if letter == "N" and known and takes_people(lows, shape, at) and _is_parallel(lows, shape, at, end, wanted):
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
        if following == "&" and is_verb_in_s(lows, shape, at + 2):
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
