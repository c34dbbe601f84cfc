"""Duty statement → frames: one a main verb, with what it acts on, for whom, to what end, how and when.

The tagger says what the words are; here is what clipped duty English is like: a statement opens with its verb, later
main verbs have the form of the first ("Reviews … and approves …"), they share the object that follows the last of
them, and the object ends where a preposition other than *of* begins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.tagging.lemmas import base, bases, lemma, noun_like
from pipeline.tagging.phrases import noun_phrase
from pipeline.tagging.roles import Role, head, is_people, roles

Range = tuple[int, int]

_BREAK = re.compile(r"[;.]")
_EXAMPLES = re.compile(r"y:")
# Verbs that say what work consists of, where a subject stands before them.
_CONSISTS = frozenset("include involve require entail consist comprise be have mean encompass".split())
_PARTICLES = {
    "up": frozenset("set follow sign back pick clean look open draw write speak keep make scale start take build".split()),
    "out": frozenset("carry fill send give find point sort lay roll check plan print try reach set write".split()),
    "off": frozenset("sign drop send shut turn cut pay".split()),
    "down": frozenset("break shut track set take close".split()),
    "over": frozenset("take turn hand".split()),
    "back": frozenset("report call".split()),
}
_ENSURES = frozenset("ensure assure verify determine see confirm".split())
_TAKES_OBJECT = "ptfaob"
_LEADS = frozenset(
    "supervise lead direct train assign oversee manage mentor coach evaluate discipline schedule instruct orient guide "
    "coordinate appraise hire cross-train counsel".split()
)
_LEADING = frozenset("training supervision direction leadership guidance instruction".split())
_LED = frozenset(
    "staff employee employees subordinate subordinates personnel worker workers team teams crew crews volunteer volunteers "
    "officers clerks interns assistants technicians supervisors managers consultants analysts others "
    "aides trainees workforce students inspectors contractors".split()
)


@dataclass(frozen=True, slots=True)
class Frame:
    """One main verb of a duty with its roles, as ranges of words; the lemma is the verb's base form."""

    action: Range
    lemma: str
    object: Range | None
    recipient: Range | None
    purpose: Range | None
    instrument: Range | None
    conditions: tuple[Range, ...]
    frequency: Range | None
    supervises: bool


def frames(lows: list[str], shape: str) -> tuple[Frame, ...]:
    """The frames of a duty statement, from its lower-cased words and their class string."""
    out: list[Frame] = []
    start = 0
    while start < len(shape):
        found = _BREAK.search(shape, start)
        while found is not None and shape[found.start()] == "." and shape[found.start() + 1 : found.start() + 2] in (",", ")"):
            found = _BREAK.search(shape, found.end())
        end = found.start() if found is not None else len(shape)
        out += _clause(lows, shape, start, end, _form(lows[out[0].action[0]]) if out else None)
        if _EXAMPLES.search(shape, start, end):
            break  # "Performs work such as: …": what follows are examples of the object
        start = end + 1
    return tuple(out)


def _clause(lows: list[str], shape: str, start: int, end: int, earlier: str | None) -> list[Frame]:
    """The frames of one clause; ``earlier`` is how the verb of the first clause is inflected."""
    verb = _first_verb(lows, shape, start, end, earlier)
    if verb is None:
        return []
    before = roles(lows, shape, start, verb)
    mains = [verb]
    form = _form(lows[verb])
    at = _skip(lows, shape, verb, end)
    while at < end:
        if _is_main(lows, shape, at, end, form, mains[-1]):
            mains.append(at)
            at = _skip(lows, shape, at, end)
        elif len(mains) > 1 and _closes_series(lows, shape, at, form):
            mains.append(at)
            at = _skip(lows, shape, at, end)
        else:
            at += 1
    out: list[Frame] = []
    group: list[int] = []
    for main, after in zip(mains, [*mains[1:], end], strict=True):
        group.append(main)
        past = _skip(lows, shape, main, end)
        if after < end and _only_joints(shape, past, after):
            continue  # "plans, organizes and directs": the verbs share what follows the last
        stop = after
        while stop > past and shape[stop - 1] in ",&R/M" and after < end:
            stop -= 1
        thing, rest = _object(lows, shape, past, stop)
        opened = group[0]
        while opened > verb and shape[opened - 1] in "RM":
            opened -= 1  # "and may act": the modal is this verb's
        around = [*before, *roles(lows, shape, opened, group[0]), *roles(lows, shape, rest, stop)]
        out += [_frame(lows, shape, one, thing, around, end) for one in group]
        group = []
    return out


def _frame(lows: list[str], shape: str, verb: int, thing: Range | None, around: list[tuple[Role, int, int]], end: int) -> Frame:
    def one(role: Role) -> Range | None:
        return next(((a, b) for name, a, b in around if name == role), None)

    past = _skip(lows, shape, verb, end)
    particle = past if past > verb + 1 and lows[past - 1] in _PARTICLES else verb + 1
    word = lemma(lows[verb]) + (f" {lows[particle - 1]}" if particle > verb + 1 else "")
    return Frame(
        action=(verb, particle),
        lemma=word,
        object=thing,
        recipient=one("recipient"),
        purpose=one("purpose"),
        instrument=one("instrument"),
        conditions=tuple((a, b) for name, a, b in around if name == "condition"),
        frequency=one("frequency"),
        supervises=word == "supervise" or (thing is not None and _supervises(lows, shape, word, thing, one("recipient"))),
    )


def _supervises(lows: list[str], shape: str, word: str, thing: Range, recipient: Range | None) -> bool:
    """Whether a verb and its object mean leading others: "trains staff", "assists in hiring crews", "gives training to aides"."""
    words = lows[thing[0] : thing[1]]
    if word in _LEADS and _leads(lows, shape, thing):
        return True
    led = any(one in _LED for one in words)
    if any(one.endswith("ing") and base(one) in _LEADS for one in words[:4]) and shape[thing[0]] == "G" and led:
        return True
    return recipient is not None and words[-1] in _LEADING and any(one in _LED for one in lows[slice(*recipient)])


def _leads(lows: list[str], shape: str, thing: Range) -> bool:
    words = lows[thing[0] : thing[1]]
    return lows[head(shape, *thing)] in _LED or (words[0] in ("work", "activities") and any(word in _LED for word in words))


def _skip(lows: list[str], shape: str, verb: int, end: int) -> int:
    """The word after a verb and the particle that belongs to it."""
    past = verb + 1
    if past < end and lows[past] in _PARTICLES and (base(lows[verb]) or "") in _PARTICLES[lows[past]]:
        past += 1
    return past


def _only_joints(shape: str, start: int, end: int) -> bool:
    return all(letter in ",&/RM\"" for letter in shape[start:end])


def _form(low: str) -> str:
    """How a verb is inflected: ``s``, ``ing``, ``ed``, or empty for the base form."""
    for ending in ("ing", "ed"):
        if low.endswith(ending) and base(low) != low:
            return ending
    return "s" if low.endswith("s") and base(low) != low else ""


def _is_verb(lows: list[str], shape: str, at: int) -> bool:
    """Whether a word at the head of a clause is its verb, whatever the tagger thinks of a word it has not heard."""
    if shape[at + 1 : at + 2] in ("M", "B"):
        return False  # "Resumes will be accepted": a subject
    if shape[at] in "VG":
        return shape[at + 1 : at + 2] != "-" or base(lows[at]) is not None
    if shape[at] not in "NJER" or base(lows[at]) is None:
        return False
    following = shape[at + 1 : at + 2]
    if _form(lows[at]) == "s":
        joined = at + 2 < len(lows) and following in ("&", ",") and _form(lows[at + 2]) == "s" and base(lows[at + 2]) is not None
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
        elif letter in "R\",&-:)(xr/" and not (letter == "R" and _is_verb(lows, shape, at)):
            at += 1
        elif letter == "M":
            at, moved = at + 1, True
        elif letter == "B":
            past = at + 1
            while past < end and shape[past] == "R":
                past += 1
            if past < end and lows[past] in ("responsible", "accountable"):
                at, moved = past, True
            elif past < end and lows[past] == "able":
                at, moved = past + 1, True
            elif past + 1 < end and shape[past] in "EJV" and shape[past + 1] == "t" and "V" in shape[past + 2 : past + 4]:
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
        elif letter == "t":
            at += 1
        elif low == "please":
            return None  # a word to the reader
        elif _is_verb(lows, shape, at):
            return None if moved and lemma(low) in _CONSISTS else at
        elif not moved and earlier == "s" and _form(low) == "s" and base(low) is not None and shape[at + 1 : at + 2] in ("p", "f", "t", "a"):
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


def _is_main(lows: list[str], shape: str, at: int, end: int, form: str, last: int) -> bool:
    """Whether a later word of a clause is a main verb: joined to what stands before, and inflected as the first is."""
    before = at - 1
    while before > last and shape[before] in "RM":
        before -= 1
    if before <= last and not (before == last and False):
        return False
    if shape[before] not in ",&/":
        return False
    low = lows[at]
    if shape[at + 1 : at + 2] == "-" and shape[at] != "G":
        return False
    if shape[at] == "V" and shape[at - 1] == "M" and shape[at - 2 : at - 1] in ("&", ",") and "w" not in shape[last:at]:
        return True
    if form == "" and shape[at] == "V" and _form(low) == "s" and "w" not in shape[last:at]:
        return True  # "Provide direction and takes a part": the inflection changed on the way
    if _form(low) != form or (form == "" and bases(low) and base(low) != low):
        return False
    letter = shape[at]
    following = shape[at + 1 : at + 2]
    known = base(low) is not None
    if known and letter in "VNJEG" and _only_joints(shape, _skip(lows, shape, last, end), at) and _ends_in_object(lows, shape, at, end, form):
        return True  # "Recruits, coordinates, trains and supervises staff": a series right behind the first verb
    purpose = _inside_purpose(shape, last, at)
    if form == "" and purpose and shape[before] != ",":
        return False
    if form == "ing":
        return letter == "G" and known and following in tuple("DdJNCpt,&EG/")
    if letter == "V":
        return known or shape[before] == ","
    if form == "s" and letter in "NJE" and known and base(low) not in noun_like():
        return following in tuple("DdJNCGpfta")  # "recommendations … and assists with planning"
    return letter in "NJE" and known and following in ("D", "d")


def _closes_series(lows: list[str], shape: str, at: int, form: str) -> bool:
    """Whether a word tagged a noun is the last verb of a series: "Improve X, address Y, and document procedures"."""
    return (
        shape[at - 2 : at] == ",&"
        and shape[at] in "NJ"
        and _form(lows[at]) == form
        and base(lows[at]) is not None
        and shape[at + 1 : at + 2] in ("N", "J", "D", "d")
    )


def _ends_in_object(lows: list[str], shape: str, at: int, end: int, form: str) -> bool:
    """Whether a series of words of one inflection, from a word on, comes to something that is no part of it."""
    while at < end:
        following = at + 1
        if following < end and (shape[following] in "DdJNCGEptf(" or lows[following] in ("on", "in")) and shape[following] != "":
            # "records and reports" ends a sentence; "records and reports findings" goes on.
            return True
        while following < end and shape[following] in ",&/R":
            following += 1
        if following >= end or _form(lows[following]) != form or base(lows[following]) is None:
            return following < end
        at = following
    return False


def _inside_purpose(shape: str, start: int, at: int) -> bool:
    found = None
    for found in re.finditer(r"tR*V", shape[start:at]):
        pass
    return found is not None


def _object(lows: list[str], shape: str, start: int, end: int) -> tuple[Range | None, int]:
    """The object that follows a verb, leading article left off, and where the rest begins."""
    at = start
    # What follows a verb is no verb: "performs cost related studies", "Assists with drop box collection".
    for k in range(at, min(at + 2, end)):
        if shape[k] == "V" and (k == at or shape[at] in "pfa") and (k + 1 == end or shape[k + 1] in "NJEGfopt,.&"):
            shape = shape[:k] + "N" + shape[k + 1 :]
            break
    if shape[at : at + 4] in ("&BJf", "&RBJ") and "responsible" in lows[at : at + 4]:
        at = lows.index("responsible", at) + 2  # "coordinates and is responsible for the operation"
    while at < end and shape[at] in "R\"r":
        if shape[at] == '"' or lows[at] not in ("not",):
            at += 1
        else:
            break
    if at >= end:
        return None, start
    thing = noun_phrase(shape, at)
    if thing is not None:
        stop = min(thing, end)
        if stop < end and shape[stop] == "V" and _form(lows[stop]) == "s" and base(lows[start - 1]) in _ENSURES:
            return None, start  # "Ensures the agency operates": a clause
        # "gives staff advice": two noun phrases in a row are recipient and object; the roles keep to prepositions.
        return _trim(shape, at, stop), stop
    if shape[at] in _TAKES_OBJECT and not roles(lows, shape, at, min(at + 1, end)):
        if roles(lows, shape, at, end) and roles(lows, shape, at, end)[0][1] == at and roles(lows, shape, at, end)[0][0] != "recipient":
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
    while stop < end and ((lows[stop].endswith("ing") and shape[stop] in "NGJ" and base(lows[stop]) is not None) or shape[stop] in ",&R"):
        stop += 1
    if stop == start or stop >= end or shape[stop] not in "Dd":
        return shape
    return shape[:start] + shape[start:stop].replace("N", "G").replace("J", "G") + shape[stop:]


def _gerund(shape: str, start: int, end: int) -> int:
    """The end of gerunds joined to each other with the object they share."""
    found = re.compile(r"G(?:(?:,&?|&|/)R?G)*").match(shape, start, end)
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
    return (start, end) if end > start else None


def is_recipient(lows: list[str], shape: str, thing: Range) -> bool:
    """Whether a noun phrase names persons or organisations."""
    return is_people(lows[head(shape, *thing)])
