"""Duty statement → frames: one a main verb, with what it acts on, for whom, to what end, how and when.

Verbs that are joined share the object that follows the last of them (verbs.py, objects.py); what surrounds them has
its markers (roles.py).
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from pipeline.tagging.first_verb import is_granted, of_employer
from pipeline.tagging.lemmas import base, lemma, noun_like
from pipeline.tagging.objects import verb_object
from pipeline.tagging.phrases import noun_phrase
from pipeline.tagging.roles import Role, head, roles
from pipeline.tagging.verb_forms import form, only_joints, past_verb
from pipeline.tagging.verbs import main_verbs, negated, tells_rank
from pipeline.tagging.vocabulary import words

Range = tuple[int, int]

_WORDS = words("frames")
# "schools, etc. to plan" goes on.
_END = re.compile(r";|(?<!y)\.(?![,)])|(?<=y)\.(?![,)tpfbw&])")
# A verb that stands where a noun does: behind a joint or a noun, before no object.
_BESIDE = re.compile(r"(?<=[NJDdo,&/])V(?=[.,;:&ofpytgw)]|N[.,;&apf]|$)")
# A verb that is joined to what stands before; and what a bare verb may follow.
_LISTED = re.compile(r"(?<=[,&])V")
_NON_FINITE = re.compile(r"[twM]")
# A preposition that waits for the object behind the next verb.
_WITH = re.compile(r"R?J?[ptfa][,&/R]+")
# One that is left hanging before another verb with the same object: "informs the public of, and enforces, the law".
_HANGING = re.compile(r"[ptfoab],?&R?$")
_GERUND = re.compile(r"&?R?G")
_EXAMPLES = re.compile(r"y[:;]")
# What a gerund behind a preposition leaves open at a clause's end: "assists in reviewing plans; coordinating …".
_IN_DOING = re.compile(r"[pfb]R?G[^VBMwt]*$")
_LEADS = _WORDS["leads"]
_LEADING = _WORDS["leading"]
_LEADING_OF = _WORDS["leading_of"]
_LED = _WORDS["led"]
_JUDGES = frozenset(["review", "check", "monitor", "inspect", "delegate", "organize"])
_WORK = frozenset(["work", "activities", "performance", "assignments"])
# Whom a teacher has for pupils, who directs has for workers.
_DIRECTS = frozenset(["supervise", "oversee", "direct", "lead", "manage"])
_ACTS = frozenset(["act", "serve", "function"])
# A verb that the network holds so much likelier than no verb (log likelihood: 4 times) is one, if it can be a verb there;
# and takes the place of the rules' verbs where it holds all of them so unlikely (20 times). Chosen on the fresh samples 8
# and 10 of docs/tagging.md; with the weights since then, 2 to 4 and 5 to 20 did alike on sample 11. To drop each verb of the
# rules that it holds unlikely (50 times) took off 20 false verbs of 23 in documents that it has learnt from, but on statements
# of other employers lost as many as it gained.
_CERTAIN = math.log(4)
_UNLIKELY = -math.log(20)
# "Conducts a review to find errors, report them …": how much likelier where the inflection changes between "s" and none.
# From 2 to 5 did alike on statements that no network had learnt from.
_CHANGED = math.log(50)
_LEADERS = frozenset(["lead", "supervisor", "leader", "foreman", "trainer"])


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


def frames(lows: list[str], shape: str, likely: list[float]) -> tuple[Frame, ...]:
    """The frames of a duty statement, from its lower-cased words, their class string, and how likely each is an action."""
    out: list[Frame] = []
    start = 0
    listed = False  # gerunds go on behind a semicolon: "including planning work; training staff"
    while start < len(shape):
        found = _END.search(shape, start)
        end = found.start() if found is not None else len(shape)
        earlier = form(lows[out[0].action[0]]) if out else None
        if not (listed and earlier in ("s", "") and _GERUND.match(shape, start, end)):
            out += _clause(lows, shape, start, end, earlier, likely)
            clause = shape[start:end]
            listed = shape[end : end + 1] == ";" and ("y" in clause or _IN_DOING.search(clause) is not None)
        if out and _EXAMPLES.search(shape, max(start, out[0].action[1]), end + 1):
            break  # "Performs work such as: …": what follows are examples of the object
        start = end + 1
    return tuple(out)


def _clause(lows: list[str], shape: str, start: int, end: int, earlier: str | None, likely: list[float]) -> list[Frame]:
    """The frames of one clause; ``earlier`` is how the verb of the first clause is inflected."""
    if of_employer(lows, shape, start, end):
        return []
    mains = _with_certain(lows, shape, main_verbs(lows, shape, start, end, earlier), likely, start, end)
    if not mains:
        return []
    shape = _without_false_verbs(lows, shape, mains)
    verb = mains[0]
    # "The manager for the county plans …": whom the subject is for is no recipient.
    before = [role for role in roles(lows, shape, start, verb) if role[0] != "recipient" or role[1] <= start + 2]
    out: list[Frame] = []
    group: list[int] = []
    for main, after in zip(mains, [*mains[1:], end], strict=True):
        group.append(main)
        past = past_verb(lows, main, end)
        if after < end and (only_joints(shape, past, after) or _WITH.fullmatch(shape, past, after)):
            continue  # "plans, organizes and directs", "works with and advises": they share what follows the last
        if shape[past : past + 1] == "," and _HANGING.search(shape, verb, group[0]):
            past += 1
        stop = after - (after < end and shape[after - 2 : after] == "&f")  # "for leading teams and for liaising"
        while stop > past and shape[stop - 1] in ",&R/M" and after < end:
            stop -= 1
        thing, rest = verb_object(lows, shape, past, stop)
        opened = group[0]
        while opened > verb and shape[opened - 1] in "RM":
            opened -= 1  # "and may act": the modal is this verb's
        behind = [role for role in roles(lows, shape, rest, stop) if lows[role[1]] not in ("may", "might")]
        own = roles(lows, shape, opened, group[0])
        around = [*_shared(lows, before, own, group[0], verb), *own, *behind]
        out += [_frame(lows, shape, one, thing, around, end) for one in group]
        group = []
    return out


def _with_certain(
    lows: list[str], shape: str, mains: list[int], likely: list[float], start: int, end: int
) -> list[int]:
    """The main verbs of a clause: those of the rules, and those that the network is sure of and that can be verbs here."""
    certain = [k for k in range(start, end) if likely[k] > _CERTAIN]
    taken = set(mains)
    for verb in mains:
        first = verb - 2 if verb >= start + 2 and shape[verb - 1] == "-" else verb
        taken.update(range(first, past_verb(lows, verb, end)))
    certain = [k for k in certain if k not in taken]
    if not certain:
        return mains
    if all(likely[k] < _UNLIKELY for k in taken):
        mains = [k for k in certain if _can_be_main(lows, shape, k, [], likely)] or mains
    own = [k for k in certain if _can_be_main(lows, shape, k, mains, likely)]
    return sorted({*mains, *(k + 2 if shape[k + 1 : k + 2] == "-" and k + 2 < end else k for k in own)})


def _can_be_main(lows: list[str], shape: str, k: int, mains: list[int], likely: list[float]) -> bool:
    """Whether a word is a form of a verb, inflected as one that is main; where none is, it must not look like a noun."""
    verb = base(lows[k])
    if verb is None or shape[k] in "MB" or (k and base(lows[k - 1]) == "help"):
        return False
    if negated(lows, shape, k) or tells_rank(lows, shape, k) or is_granted(lows, k):
        return False
    if mains:
        forms = {form(lows[main]) for main in mains}
        changed = likely[k] > _CHANGED and shape[k] == "V" and {form(lows[k]), *forms} <= {"", "s"}
        return changed or form(lows[k]) in forms
    return shape[k] in "VG" or verb not in noun_like()


def _shared(
    lows: list[str], before: list[tuple[Role, int, int]], own: list[tuple[Role, int, int]], first: int, verb: int
) -> list[tuple[Role, int, int]]:
    """The roles before a clause's first verb that a later group of verbs shares: no "may" where it has its own, or is
    finite: "may act as lead and does related work"."""
    if first == verb or (not own and form(lows[first]) == form(lows[verb])):
        return before
    return [role for role in before if lows[role[1]] not in ("may", "might")]


def _without_false_verbs(lows: list[str], shape: str, mains: list[int]) -> str:
    """The class string with nouns for what the tagger took for verbs: "roads, sidewalks and trails"."""
    for found in _BESIDE.finditer(shape, mains[0] + 1):
        k = found.start()
        if k not in mains and (base(lows[k]) is None or (form(lows[k]) == "s" and base(lows[k]) in noun_like())):
            shape = shape[:k] + "N" + shape[k + 1 :]
    if shape.count("V", mains[0]) > len(mains) and form(lows[mains[0]]) == "s":
        for found in _LISTED.finditer(shape, mains[0] + 1):
            k = found.start()
            if k in mains or form(lows[k]) != "":
                continue
            if not _NON_FINITE.search(shape, max(main for main in mains if main < k), k):
                shape = shape[:k] + "N" + shape[k + 1 :]  # "operates loaders, dump trucks and tractors"
    return shape


def _frame(
    lows: list[str], shape: str, verb: int, thing: Range | None, around: list[tuple[Role, int, int]], end: int
) -> Frame:
    def one(role: Role) -> Range | None:
        return next(((a, b) for name, a, b in around if name == role), None)

    past = past_verb(lows, verb, end)
    first = verb - 2 if verb >= 2 and shape[verb - 1] == "-" else verb
    particle = [low for low in lows[verb + 1 : past] if low != "-"]  # "follows-up"
    word = " ".join(["".join([*lows[first:verb], lemma(lows[verb])]), *particle])
    return Frame(
        action=(first, past),
        lemma=word,
        object=thing,
        recipient=one("recipient"),
        purpose=one("purpose"),
        instrument=one("instrument"),
        conditions=tuple((a, b) for name, a, b in around if name == "condition"),
        frequency=one("frequency"),
        supervises=word == "supervise" or _supervises(lows, shape, word, thing, one("recipient")),
    )


def _supervises(lows: list[str], shape: str, word: str, thing: Range | None, recipient: Range | None) -> bool:
    """Whether a verb and its object mean leading others: "trains staff", "assists in hiring crews", "reviews their work"."""
    if thing is None:
        return False
    words = lows[slice(*thing)]
    led = any(one in _LED for one in words) or (word in _DIRECTS and "students" in words)
    of_work = words[0] in _WORK or words[-1] in _WORK
    before = thing[0] - 1 - (shape[thing[0] - 1] == "D")
    direct = shape[before] not in "pfta"  # no "coordinates with managers"
    if word in _LEADS and direct and (lows[head(shape, *thing)] in _LED or (led and of_work)):
        return True
    if word in _JUDGES and led and of_work:
        return True
    if word in _ACTS and (lows[head(shape, *thing)] in _LEADERS or "lead" in words):
        return True
    if led and _leads_in_words(words, shape[slice(*thing)]):
        return True
    if lows[thing[1] : thing[1] + 1] == ["over"] and recipient is None:
        recipient = thing[1] + 1, noun_phrase(shape, thing[1] + 1) or thing[1]  # "exercises supervision over staff"
    return recipient is not None and words[-1] in _LEADING and any(one in _LED for one in lows[slice(*recipient)])


def _leads_in_words(words: list[str], shape: str) -> bool:
    """Whether an object opens with a noun or a gerund of leading whose own object are others."""
    of = shape.find("o")
    if of > 0 and any(one in _LEADING_OF for one in words[:of]):
        return any(one in _LED for one in words[of:])
    return words[0].endswith("ing") and any(base(one) in _LEADS for one in words[:3] if one.endswith("ing"))
