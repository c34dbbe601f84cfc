"""What surrounds a duty's verb and object: recipient, purpose, instrument, condition, frequency, by their markers."""

from __future__ import annotations

import re
from typing import Literal

from pipeline.tagging.lemmas import base
from pipeline.tagging.people import is_people
from pipeline.tagging.phrases import noun_phrase
from pipeline.tagging.vocabulary import words

Role = Literal["recipient", "purpose", "instrument", "condition", "frequency"]

_WORDS = words("roles")
_AS = _WORDS["as"]
_OVERSIGHT = frozenset(["supervision", "direction", "guidance", "oversight", "instruction", "leadership"])
_OFTEN = _WORDS["often"]
_SPELL = _WORDS["spell"]
# Two or three words that open a condition up to the end of their noun phrase.
_UNDER_RULE = re.compile(
    r"in (?:accordance|compliance|conformance|conformity|keeping|line) with|according to|consistent with|pursuant to"
    r"|in the absence of|in absence of|subject to|at the (?:direction|request|discretion) of|at the request|upon request|on request"
    r"|depending (?:up)?on|based (?:up)?on|in (?:some|certain) (?:positions|assignments|cases|instances)|in the event of|in case of"
)
# "twice a week", "three times per day", "every two weeks"; a spell of time follows.
_COUNTED = re.compile(r"(?:(?:once|twice|\w{1,12} times) (?:a|an|per|each|every)|every \w{1,12}) ")
_COUNTS = frozenset(["once", "twice", "every"])
# "bi-annually", which the tokenizer parts.
_TWICE = frozenset(["bi", "semi"])
_TIMES = frozenset(["while", "before", "until"])
_CLAUSE = frozenset(["if", "when", "whenever", "where", "wherever", "unless"])

# Words that can open a role; beside them to, for, by and using do.
_MARKERS = (
    frozenset(
        [
            "in",
            "so",
            "via",
            "through",
            "may",
            "might",
            "as",
            "following",
            "prior",
            "under",
            "on",
            "upon",
            "at",
            "from",
            "according",
            "consistent",
            "pursuant",
            "subject",
            "depending",
            "based",
            "each",
            "every",
            "once",
            "twice",
            "bi",
            "semi",
        ]
    )
    | _TIMES
    | _CLAUSE
    | _OFTEN
)


def head(shape: str, start: int, end: int) -> int:
    """The position of a noun phrase's head: its last noun before an of-phrase."""
    stop = shape.find("o", start, end)
    last = (stop if stop > start else end) - 1
    while last > start and shape[last] not in "NG":
        last -= 1
    return last


def roles(lows: list[str], shape: str, start: int, end: int) -> list[tuple[Role, int, int]]:
    """The roles printed in a range of words, in order, each with its own range; markers belong to all but recipients."""
    found: list[tuple[Role, int, int]] = []
    k = start
    open_role: tuple[Role, int] | None = None  # a purpose or instrument runs on until the next role opens

    def close(at: int) -> None:
        nonlocal open_role
        if open_role is not None:
            stop = at
            while stop > open_role[1] and shape[stop - 1] in ",&.:;":
                stop -= 1
            found.append((open_role[0], open_role[1], stop))
            open_role = None

    while k < end:
        low, kind = lows[k], shape[k]
        if kind == "y" and shape[k - 1 : k] == "," and low.startswith("includ"):
            close(k)
        if (kind not in "tfzbx" and low not in _MARKERS) or (shape[k + 1 : k + 2] == "-" and low not in _TWICE):
            k += 1  # "after-school programs"
            continue
        stop: int | None
        if kind == "t" and shape[k - 1 : k] == "w":
            k += 2  # "explains how to register"
            continue
        if kind == "t" or (low == "in" and lows[k + 1 : k + 3] == ["order", "to"]):
            verb = k + (3 if low == "in" else 1)
            while verb < end and shape[verb] == "R":
                verb += 1
            if verb < end and _is_infinitive(lows, shape, verb):
                # "required to hold", "able to lift": the infinitive belongs to the word before it.
                if open_role is None and (low == "in" or shape[k - 1 : k] not in ("E", "J", "g") or k == start):
                    open_role = ("purpose", k)
                k = verb + 1
                continue
        if lows[k : k + 2] == ["so", "that"] or lows[k : k + 3] in (
            ["in", "preparation", "for"],
            ["in", "an", "effort"],
        ):
            close(k)
            open_role = ("purpose", k)
            k += 2
            continue
        gerund = k + 1 < end and shape[k + 1] == "G" and shape[k + 2 : k + 3] not in ("", ".")
        if (
            kind == "f"
            and open_role is None
            and (shape[k - 1 : k] != "J" or k == start)
            and (gerund or lows[k + 1 : k + 4] == ["the", "purpose", "of"])
        ):
            open_role = ("purpose", k)
            k += 1
            continue
        if (
            (kind == "z" and not (open_role is not None and open_role[0] == "instrument" and shape[k - 1] == "&"))
            or (kind == "b" and re.match("R*G", shape[k + 1 : end]))
            or (_means(lows, k) and open_role is None and shape[k - 1 : k] != "E" and not _of_example(shape, start, k))
        ):
            close(k)
            open_role = ("instrument", k)
            k += 1
            continue
        inside = open_role is not None and (
            (open_role[0] == "purpose" and (low in _TIMES or low in _CLAUSE)) or low in ("may", "might")
        )
        condition = condition_end(lows, shape, k, end) if not inside else None
        if condition is not None:
            said = "".join(lows[k:condition])
            if shape[condition : condition + 1] == ")" and said.count("(") > said.count(")"):
                condition += 1  # "the curator(s)"
            close(k)
            found.append(("condition", k, condition))
            k = condition
            continue
        stop = _frequency(lows, shape, k, end)
        if stop is not None:
            close(k)
            found.append(("frequency", k, stop))
            k = stop
            continue
        # "responsive to the public", "submitted to the council": said of what is acted on.
        free = open_role is None and (k == start or not (kind == "t" and shape[k - 1] in "EJ"))
        free = free and not _of_example(shape, start, k)
        if free and (kind in "tf" or (low == "on" and lows[k + 1 : k + 3] == ["behalf", "of"])):
            first = k + (3 if low == "on" else 1)
            stop = noun_phrase(shape, first)
            if stop is not None and stop <= end and _is_company(lows, shape, first, stop):
                first += shape[first] == "D"
                found.append(("recipient", first, stop))
                k = stop
                continue
        k += 1
    close(end)
    return found


def _is_company(lows: list[str], shape: str, start: int, end: int) -> bool:
    """Whether a noun phrase names persons or a body of them: "management", but no "management of collections"."""
    at = head(shape, start, end)
    if not is_people(lows[at]):
        return False
    if lows[at] in ("management", "leadership", "government"):
        return shape[at + 1 : at + 2] != "o"
    return lows[at] != "office" or shape[start] in "Dd"  # "candidates for public office"


def _is_infinitive(lows: list[str], shape: str, k: int) -> bool:
    if shape[k] == "V":
        return base(lows[k]) is not None or shape[k + 1 : k + 2] != "N"  # "to end users"
    return shape[k] in "NJ" and base(lows[k]) == lows[k] and shape[k + 1 : k + 2] in ("D", "d", "J", "N")


def _means(lows: list[str], k: int) -> bool:
    return lows[k] in ("via", "through") or lows[k : k + 2] == ["by", "means"]


def _of_example(shape: str, start: int, k: int) -> bool:
    """Whether a marker belongs to a gerund among examples: "including … and enhancing records through imaging"."""
    return "y" in shape[start:k] and "G" in shape[max(shape.rfind(",", start, k), shape.rfind("&", start, k)) + 1 : k]


def condition_end(lows: list[str], shape: str, k: int, end: int) -> int | None:
    """The end of the condition that opens at a word, or None."""
    low = lows[k]
    if low in ("may", "might"):
        return k + 1 if shape[k - 1 : k] != "w" else None
    if low == "as" and k + 1 < end and lows[k + 1] in _AS:
        stop = k + 2
        while (
            lows[stop : stop + 2]
            and lows[stop] in ("and", "or", "/", "and/or")
            and stop + 1 < end
            and lows[stop + 1] in _AS
        ):
            stop += 2
        stated = lows[k + 1] in ("specified", "indicated", "prescribed", "scheduled")
        if (
            stop < end
            and (lows[stop] in ("by", "under") or (lows[stop] == "in" and stated))
            and not _UNDER_RULE.match(" ".join(lows[stop : stop + 3]))
        ):
            stop = min(noun_phrase(shape, stop + 1) or stop, end)
        return stop
    if low == "following" and k > 0 and shape[k + 1 : k + 2] in ("D", "d", "N", "J"):
        stop = end
        while shape[stop - 1] in ".;,&":
            stop -= 1
        return stop
    if low in _TIMES or lows[k : k + 2] == ["prior", "to"]:
        company = noun_phrase(shape, k + 1)
        if low == "before" and company is not None and is_people(lows[head(shape, k + 1, company)]):
            return None  # "before the council": a place, and no time
        stop = k + (2 if low == "prior" else 1)
        if shape[stop : stop + 1] == ",":
            return None
        while stop < end and shape[stop] not in ",;." and lows[stop] not in ("to", "using", "as"):
            stop += 1
        return stop
    if low == "under":
        oversight = noun_phrase(shape, k + 1)
        words = [at for at in range(k + 1, min(oversight or k, end)) if lows[at] in _OVERSIGHT]
        if words:  # "Under general supervision, an employee …": the subject is no part of it
            return words[-1] + 1 if shape[words[-1] + 1 : words[-1] + 2] == "," else min(oversight or end, end)
    if low in _CLAUSE:
        stop = k + 1
        while stop < end and shape[stop] not in ",;.":
            stop += 1
        return stop
    if low in ("in", "according", "consistent", "pursuant", "subject", "at", "upon", "on", "depending", "based"):
        rule = _UNDER_RULE.match(" ".join(lows[k : k + 4]))
        if rule is not None:
            stop = k + rule[0].count(" ") + 1
            more = noun_phrase(shape, stop)
            if rule[0].endswith("request") or rule[0].startswith(("in some", "in certain")):
                return stop
            return min(more, end) if more is not None else stop
    return None


def _frequency(lows: list[str], shape: str, k: int, end: int) -> int | None:
    low = lows[k]
    if low in _COUNTS or lows[k + 1 : k + 2] == ["times"]:
        counted = _COUNTED.match(" ".join(lows[k : min(k + 4, end)]))
        if counted is not None and lows[stop := k + counted[0].count(" ")] in _SPELL and stop < end:
            return stop + 1
    if low in _TWICE and lows[k + 1 : k + 2] == ["-"] and not _OFTEN.isdisjoint(lows[k + 2 : k + 3]):
        return k + 3
    if low in _OFTEN:
        return k + 1 if k + 1 == end or shape[k + 1] not in ("N", "J") else None  # "daily reports"
    if low in ("each", "every") and lows[k + 1 : k + 2] and lows[k + 1] in _SPELL:
        return k + 2
    if low == "on" and "basis" in lows[k + 1 : k + 8]:
        stop = lows.index("basis", k) + 1
        return None if "of" in lows[k : stop + 1] else stop
    if low == "from" and lows[k + 1 : k + 4] == ["time", "to", "time"]:
        return k + 4
    return None
