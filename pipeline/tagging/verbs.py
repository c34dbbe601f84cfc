"""The main verbs of a clause of duty English, in its class string.

A clause opens with its verb, or with a subject and its verb; later main verbs are joined to what stands before and
have the form of the first: "Reviews … and approves …". The tagger knows verbs it has heard in this place; for others
the list of duty verbs and what follows decide.
"""

from __future__ import annotations

import re

from pipeline.tagging.lemmas import base, bases, lemma, noun_like
from pipeline.tagging.phrases import noun_phrase
from pipeline.tagging.vocabulary import words

_WORDS = words("verbs")
# Verbs that say what work consists of, where a subject stands before them.
_CONSISTS = _WORDS["consists"]
_PARTICLES = {
    "up": frozenset(
        [
            "set",
            "follow",
            "sign",
            "back",
            "pick",
            "clean",
            "look",
            "open",
            "draw",
            "write",
            "speak",
            "keep",
            "make",
            "scale",
            "start",
            "take",
            "build",
        ]
    ),
    "out": frozenset(
        [
            "carry",
            "fill",
            "send",
            "give",
            "find",
            "point",
            "sort",
            "lay",
            "roll",
            "check",
            "plan",
            "print",
            "try",
            "reach",
            "set",
            "write",
        ]
    ),
    "off": frozenset(["sign", "drop", "send", "shut", "turn", "cut", "pay"]),
    "down": frozenset(["break", "shut", "track", "set", "take", "close"]),
    "over": frozenset(["take", "turn", "hand"]),
    "back": frozenset(["report", "call"]),
    "part": frozenset(["take"]),
}
_PURPOSE = re.compile(r"tR*V")


def main_verbs(lows: list[str], shape: str, start: int, end: int, earlier: str | None) -> list[int]:
    """The positions of a clause's main verbs; ``earlier`` is the form of the statement's first verb, if it had one."""
    verb = _first_verb(lows, shape, start, end, earlier)
    if verb is None:
        return []
    found = [verb]
    verb_form = form(lows[verb])
    at = past_verb(lows, verb, end)
    while at < end:
        if _is_main(lows, shape, at, end, verb_form, found[-1]) or (
            len(found) > 1 and _closes_series(lows, shape, at, verb_form)
        ):
            found.append(at)
            at = past_verb(lows, at, end)
        else:
            at += 1
    return found


def past_verb(lows: list[str], verb: int, end: int) -> int:
    """The word after a verb and the particle that belongs to it."""
    past = verb + 1
    if past < end and lows[past] in _PARTICLES and (base(lows[verb]) or "") in _PARTICLES[lows[past]]:
        past += 1
    return past


def only_joints(shape: str, start: int, end: int) -> bool:
    """Whether nothing but joints, adverbs and modals stands in a range."""
    return all(letter in ',&/RM"' for letter in shape[start:end])


def form(low: str) -> str:
    """How a verb is inflected: ``s``, ``ing``, ``ed``, or empty for the base form."""
    for ending in ("ing", "ed"):
        if low.endswith(ending) and base(low) != low:
            return ending
    return "s" if low.endswith("s") and base(low) != low else ""


def _is_verb(lows: list[str], shape: str, at: int) -> bool:
    """Whether a word at the head of a clause is its verb, whatever the tagger thinks of a word it has not heard."""
    if shape[at + 1 : at + 2] in ("M", "B") or not lows[at][:1].isalpha():
        return False  # "Resumes will be accepted": a subject
    if shape[at] in "VG":
        return shape[at + 1 : at + 2] != "-" or base(lows[at]) is not None
    if shape[at] not in "NJER" or base(lows[at]) is None:
        return False
    following = shape[at + 1 : at + 2]
    if form(lows[at]) == "s":
        joined = (
            at + 2 < len(lows)
            and following in ("&", ",")
            and form(lows[at + 2]) == "s"
            and base(lows[at + 2]) is not None
        )
        opens = at == 0 and following in ("p", "f", "t", "a")  # "Interfaces with vendors"
        return joined or opens or following in tuple("DdJNCGER")
    return following in ("D", "d") and shape[at] != "R"


def _first_verb(lows: list[str], shape: str, start: int, end: int, earlier: str | None) -> int | None:
    at = start
    moved = False  # past a subject or a wrapper
    while at < end:
        letter, low = shape[at], lows[at]
        if at == start and at + 2 < end and len(low.rstrip(".")) <= 2 and low.endswith(".") and low != ".":
            at += 1  # a list marker that the tokenizer left with its dot
        elif letter in 'R",&-:)(xr/' and not (letter == "R" and _is_verb(lows, shape, at)):
            at += 1
        elif letter == "M":
            at, moved = at + 1, True
        elif letter == "B":
            past = at + 1
            while past < end and shape[past] == "R":
                past += 1
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
                return None
            at += 1
        elif low in ("ability", "able") and shape[at + 1 : at + 2] == "t":
            at, moved = at + 2, True
        elif letter == "t" and (at == start or moved):
            at += 1
        elif moved and low in ("need", "needs", "have", "has") and shape[at + 1 : at + 2] == "t":
            at += 2  # "You will need to run workshops"
        elif moved and letter == "p" and shape[at - 1] == "," and noun_phrase(shape, at + 1):
            at = noun_phrase(shape, at + 1) or end  # "May, under supervision, act"
        elif low == "please":
            return None  # a word to the reader
        elif _is_verb(lows, shape, at):
            return None if moved and lemma(low) in _CONSISTS else at
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
            if comma < 0:
                return None
            at = comma + 1
        elif letter in "NDdJCG" and not moved:
            subject = noun_phrase(shape, at)
            if subject is None:
                return None
            past = subject  # and on to its finite verb or modal
            while past < end and shape[past] in "poftaRN'D" and shape[past] not in "VMB":
                more = noun_phrase(shape, past + 1) if shape[past] in "pofta" else None
                past = more if more is not None else past + 1
            while past < end and shape[past] in ",R":
                past += 1
            if past < end and shape[past] in "VMB" and shape[past - 1] != ",":
                at, moved = past, True
            elif past < end and shape[past] == ":":
                at = past + 1
            else:
                return None
        else:
            return None
    return None


def _is_main(lows: list[str], shape: str, at: int, end: int, wanted: str, last: int) -> bool:
    """Whether a later word of a clause is a main verb: joined to what stands before, and inflected as the first is."""
    before = at - 1
    while before > last and shape[before] in "RM":
        before -= 1
    if before <= last or shape[before] not in ",&/":
        return False
    low = lows[at]
    if (shape[at + 1 : at + 2] == "-" and shape[at] != "G") or base(low) in _CONSISTS:
        return False
    if shape[at] == "V" and shape[at - 1] == "M" and shape[at - 2 : at - 1] in ("&", ",") and "w" not in shape[last:at]:
        return True
    if wanted == "" and shape[at] == "V" and form(low) == "s" and lows[at - 1] == "and" and "w" not in shape[last:at]:
        return True  # "Provide direction and takes a part": the inflection changed on the way
    if (
        wanted == "ing"
        and shape[at] == "V"
        and form(low) == "s"
        and lows[at - 1] == "and"
        and "w" not in shape[last:at]
    ):
        return True  # "Training staff and ensures accurate work"
    if form(low) != wanted or (wanted == "" and bases(low) and base(low) != low):
        return False
    letter = shape[at]
    following = shape[at + 1 : at + 2]
    known = base(low) is not None
    if (
        known
        and letter in "VNJEG"
        and only_joints(shape, past_verb(lows, last, end), at)
        and _ends_in_object(lows, shape, at, end, wanted)
    ):
        return True  # "Recruits, coordinates, trains and supervises staff": a series right behind the first verb
    if wanted == "" and shape[before] != "," and _PURPOSE.search(shape, last, at):
        return False  # "to identify gaps and propose changes": the infinitive goes on
    if wanted == "ing":
        past = past_verb(lows, at, end)
        return letter == "G" and known and shape[past : past + 1] in tuple("DdJNCpft,&EG/")
    if letter == "V" and following in ("f", "", ".") and base(low) in noun_like():
        return False  # "Monitors dashboards and logs for threats"
    if letter == "V":
        return known or shape[before] == ","
    if wanted == "s" and letter in "NJE" and known and base(low) not in noun_like():
        return following in tuple("DdJNCGpftab")  # "recommendations … and assists with planning"
    return letter in "NJE" and known and following in ("D", "d")


def _closes_series(lows: list[str], shape: str, at: int, wanted: str) -> bool:
    """Whether a word tagged a noun is the last verb of a series: "Improve X, address Y, and document procedures"."""
    return (
        shape[at - 2 : at] == ",&"
        and shape[at] in "NJ"
        and form(lows[at]) == wanted
        and base(lows[at]) is not None
        and shape[at + 1 : at + 2] in ("N", "J", "D", "d")
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
