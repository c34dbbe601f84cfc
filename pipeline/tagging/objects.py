"""What a verb of duty English acts on: its object, or the phrase behind its preposition where it has none."""

from __future__ import annotations

import re

from pipeline.tagging.lemmas import base, lemma
from pipeline.tagging.people import is_people
from pipeline.tagging.phrases import noun_phrase
from pipeline.tagging.roles import roles
from pipeline.tagging.verb_forms import form

Range = tuple[int, int]

_ENSURES = frozenset(["ensure", "assure", "verify", "determine", "see", "confirm"])
# Verbs with persons for an object, and behind "of" what they are told.
_INFORMS = frozenset(["notify", "inform", "advise", "apprise", "remind", "assure", "relieve"])
_BECOME = frozenset(["remain", "stay", "become", "be", "keep"])
_CURRENT = frozenset(["current", "abreast", "informed"])
_PREPOSITIONS = "ptfaob"
# What follows a verb is no verb: "performs cost related studies", "Assists with drop box collection", "as a strong advocate".
_NO_VERB = re.compile(r"[pfa]?D?J*V(?=[NJEGfopt,.&]|$)")
_TOGETHER = frozenset(
    ["partnership", "cooperation", "collaboration", "conjunction", "consultation", "coordination", "concert", "tandem"]
)
_MANNER = frozenset(["capacity", "capacities", "writing"])
_GERUNDS = re.compile(r"G(?:(?:,&?|&|/)R?G)*r?")


def verb_object(lows: list[str], shape: str, start: int, end: int) -> tuple[Range | None, int]:
    """The object that follows a verb, leading article left off, and where the rest begins."""
    at = start
    if base(lows[start - 1]) == "help" and shape[at : at + 1] == "V" and base(lows[at]) == lows[at]:
        return None, start  # "helps ensure that records are kept"
    if (false := _NO_VERB.match(shape, at, end)) is not None:
        shape = shape[: false.end() - 1] + "N" + shape[false.end() :]
    if shape[at : at + 4] in ("&BJf", "&RBJ") and "responsible" in lows[at : at + 4]:
        at = lows.index("responsible", at) + 2  # "coordinates and is responsible for the operation"
    while at < end and (shape[at] in 'R"r' or shape[at + 1 : at + 3] == "-R"):
        at += 1 if shape[at] in 'R"r' else 3  # "collaborates cross-functionally with"
    if at >= end:
        return None, start
    if lows[at] == "sure" and base(lows[start - 1]) == "make":
        return None, start  # "Makes sure that records are kept"
    if (
        lows[at] in _CURRENT
        and shape[at + 1 : at + 2] in ("p", "o")
        and lemma(lows[start - 1]) in ("stay", "keep", "remain")
    ):
        at += 2  # "Stays current with the literature"
    if at >= end:
        return None, start
    compound = at
    while shape[at] in "pra" and shape[compound + 1 : compound + 2] == "-":
        compound += 2  # "provides on-the-job training"
    thing = noun_phrase(shape, compound)
    if thing is not None:
        stop = min(thing, end)
        verb = base(lows[start - 1])
        if verb in _BECOME and not shape[at:stop].strip("JR,&"):
            return None, start  # "remains available"
        finite = stop
        while finite < end and shape[finite] == "R":
            finite += 1
        if finite < end and shape[finite] in "VBM" and form(lows[finite]) in ("s", "") and verb in _ENSURES:
            return None, start  # "Ensures the agency operates", "ensures that accounts accurately reflect": a clause
        if verb in _INFORMS and (of := shape.find("o", at, stop)) > at and is_people(lows[of - 1]):
            stop = of  # "notifies voters of errors"
        # "gives staff advice": two noun phrases in a row are recipient and object; the roles keep to prepositions.
        return _trim(shape, at, stop), stop
    if shape[at] == "t" and base(lows[start - 1]) == "report":
        return None, start  # "Reports to the director": a recipient
    if lows[at] == "in" and (manner := noun_phrase(shape, at + 1)) is not None and manner <= end:
        behind = manner
        while behind < end and shape[behind] in ",&R":
            behind += 1
        if lows[manner - 1] in _MANNER | _TOGETHER and behind < end and lows[behind] == "with":
            at = behind  # "works in close partnership with schools", "communicates in writing and verbally with staff"
        elif lows[manner - 1] in _MANNER:
            return None, start  # "works in several capacities"
    if lows[at : at + 3] == ["on", "behalf", "of"]:
        return None, start  # a recipient
    if shape[at] in _PREPOSITIONS and not roles(lows, shape, at, min(at + 1, end)):
        first = next(iter(roles(lows, shape, at, end)), None)
        if first is not None and first[1] == at and first[0] != "recipient":
            return None, at
        past = at + 1
        shape = _gerunds(lows, shape, past, end)
        if shape[at] == "t" and past < end and shape[past] in "VR":
            return None, at
        thing = noun_phrase(shape, past)
        if past < end and shape[past] == "G":
            stop = _gerund(shape, past, end)
            return (past, stop), stop
        if thing is not None:
            stop = min(thing, end)
            return _trim(shape, past, stop), stop
    return None, start


def _gerunds(lows: list[str], shape: str, start: int, end: int) -> str:
    """The class string with gerunds for what the tagger took for nouns: "planning and organizing the parade"."""
    stop = start
    while stop < end and (
        (lows[stop].endswith("ing") and shape[stop] in "NGJ" and base(lows[stop]) is not None) or shape[stop] in ",&R"
    ):
        stop += 1
    if stop == start or stop >= end or shape[stop] not in "Dd":
        return shape
    return shape[:start] + shape[start:stop].replace("N", "G").replace("J", "G") + shape[stop:]


def _gerund(shape: str, start: int, end: int) -> int:
    """The end of gerunds joined to each other with the object they share."""
    found = _GERUNDS.match(shape, start, end)
    stop = found.end() if found is not None else start + 1
    more = noun_phrase(shape, stop)
    whole = noun_phrase(shape, start)
    stop = max(stop, more or stop, whole or stop)
    if stop < end and shape[stop - 2 : stop] == "&G" and shape[stop] in "dD":
        stop = noun_phrase(shape, stop) or stop  # "safeguarding systems and maintaining their accuracy"
    return min(stop, end)


def _trim(shape: str, start: int, end: int) -> Range | None:
    if shape[start] == "D" and end > start + 1:
        start += 1
    if shape[start - 1] == '"' and shape.count('"', start, end) % 2:
        start -= 1  # 'reviews "as-built" drawings'
    return (start, end) if end > start else None
