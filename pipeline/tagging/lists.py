"""The parts of an object or a topic that is a list: verbs or verb phrases, or nouns before the first preposition."""

from __future__ import annotations

import re

from pipeline.tagging.lemmas import base

Range = tuple[int, int]

DASHES = frozenset(["–", "—", "--"])
# Nouns that stand for adjectives before "laws", "agencies" and the like.
_GOVERNED = frozenset(["federal", "state", "county", "city", "municipal", "tribal"])
_JOINT = re.compile(r",&?|&,?")
_LISTED = re.compile(r"[,&;]")
_ADVERB = re.compile(r"[^p]ly$")  # and no "multiply"
_NUMBER = re.compile(r"\d{1,2}|[a-z]|i{1,3}|i?v|vi{1,3}|i?x")


def list_items(lows: list[str], shape: str, start: int, end: int) -> list[Range]:
    """The parts of a list of verbs, or of nouns before the first preposition; empty where the words are no list."""
    if _LISTED.search(shape, start, end) is None:
        return []
    first = start
    while first < end - 1 and shape[first] == "R":
        first += 1
    if shape[first] in "NJ" and lows[start - 1 : start] == ["to"] and base(lows[first]) == lows[first]:
        shape = shape[:first] + "V" + shape[first + 1 :]  # "Ability to research and learn …"
    cuts = _repeated(lows, shape, start, end)
    if not cuts and shape[first] in "VG":
        cuts = _verb_joints(lows, shape, first, end)
    if not cuts and shape[first] != "V" and (shape[first] != "G" or shape[first + 1 : first + 2] in ("&", ",")):
        cuts = _noun_joints(lows, shape, start, end)
    if not cuts:
        return []
    bounds = [start, *(edge for cut in cuts for edge in cut), end]
    parts = [(past_number(lows, shape, bounds[i], bounds[i + 1]), bounds[i + 1]) for i in range(0, len(bounds), 2)]
    parts = [(a + (shape[a] == "D" or lows[a] in ("then", "to")), b) for a, b in parts if a < b]
    return [(a, b) for a, b in parts if a < b]


def is_modifier(lows: list[str], shape: str, part: Range) -> bool:
    """Whether a part has no head of its own: "federal" of "federal and local laws"."""
    return all(shape[k] in "JER" or lows[k] in _GOVERNED for k in range(*part))


def past_number(lows: list[str], shape: str, start: int, end: int) -> int:
    """The word after the number that a part of a list has, "(1)" or "b)"; where there is none, the first."""
    at = start + (shape[start : start + 1] == "(")
    return at + 2 if at + 2 < end and shape[at + 1] == ")" and _NUMBER.fullmatch(lows[at]) else start


def _joints(shape: str, start: int, end: int) -> list[Range]:
    """Where a comma, an *and* or both join two parts."""
    return [found.span() for found in _JOINT.finditer(shape, start + 1, end) if found.end() < end]


def _repeated(lows: list[str], shape: str, start: int, end: int) -> list[Range]:
    """The joints behind which the preposition before the list is printed again: "of soils and of drainage"."""
    cuts = [(a, b + 1) for a, b in _joints(shape, start, end) if lows[b] == lows[start - 1]]
    return (
        cuts if start and shape[start - 1] in "op" and cuts and lows[start - 1] not in lows[start : cuts[0][0]] else []
    )


def _verb_joints(lows: list[str], shape: str, first: int, end: int) -> list[Range]:
    """The joints before verbs; between whole phrases where there are several, else between the verbs alone."""
    if listed := _single_verbs(lows, shape, first, end):
        return listed
    found: list[Range] = []
    maybe: list[Range] = []  # commas before what can be a verb, if an *and* before a verb closes the list
    for a, b in _joints(shape, first, end):
        after = b
        while after < end and shape[after] in "Rt":
            after += 1
        if after >= end or (shape[a - 1] == shape[b] == "R"):
            continue  # "effectively and creatively" joins adverbs
        low, bare = lows[after], all(_joins_verbs(lows, shape, k) for k in range(first, a))
        if not bare and _is_below(lows, shape, a):
            continue
        if low == "work" and shape[after + 1 : after + 2] == "N":
            continue  # "tasks and work deadlines"
        if shape[first] == "G":
            inflected = low.endswith("ing")
        else:
            third = shape[after] == "V" and low.endswith("s") and (lows[first].endswith("s") or base(low) is not None)
            inflected = base(low) == low or (third and "w" not in shape[first:a])
        unheard = (
            shape[after] in "NJ"
            and base(low) == low
            and shape[first] == "V"
            and shape[after + 1 : after + 2] in tuple("NJDdGE")
        )
        if (shape[after] in "VG" and inflected) or low == "be" or (bare and inflected) or (unheard and shape[a] == "&"):
            found += [*maybe, (a, b)] if "&" in shape[a:b] else [(a, b)]
            maybe = [] if "&" in shape[a:b] else maybe
        elif unheard:
            maybe.append((a, b))
    return _topmost(lows, shape, first, sorted(found))


def _topmost(lows: list[str], shape: str, first: int, joints: list[Range]) -> list[Range]:
    """Of the joints before verbs those between phrases; all, where only verbs are joined.

    "plan and assign work and train staff" joins two phrases, "think quickly, solve problems and act" three.
    """
    phrases: list[Range] = []
    verbs: list[Range] = []  # between verbs alone since the last phrase
    for a, b in joints:
        since = max([first, *(end for _, end in phrases)])
        if all(_joins_verbs(lows, shape, k) for k in range(since, a)):
            verbs.append((a, b))
            continue
        if not any("&" in shape[x:y] for x, y in verbs):
            phrases += verbs
        verbs = []
        phrases.append((a, b))
    return phrases or verbs


def _single_verbs(lows: list[str], shape: str, first: int, end: int) -> list[Range]:
    """The joints of verbs that stand one by one behind the first, however rare: "climb, stoop, kneel and crawl"."""
    found: list[Range] = []
    at = first + 1
    while at + 1 < end and shape[at] == ",":
        past = at + 1 + (shape[at + 1] == "&")
        found.append((at, past))
        if past == at + 2 or past + 1 >= end:
            break
        at = past + 1
    if at + 1 < end and shape[at] == "&" and found:
        found.append((at, at + 1))
    closed = bool(found) and "&" in shape[slice(*found[-1])]
    gerunds = shape[first] == "G"
    alike = all(
        lows[b].endswith("ing") if gerunds else shape[b] in "VNJR" and not _ADVERB.search(lows[b]) for _, b in found
    )
    return found if closed and alike else []


def _is_below(lows: list[str], shape: str, a: int) -> bool:
    """Whether a joint stands below the first verb: "data to store and present", "concern for achieving or surpassing"."""
    return (
        shape[a - 1] == "V"
        or (lows[a - 2] == "to" and base(lows[a - 1]) == lows[a - 1])
        or (shape[a - 1] == "G" and shape[a - 2] in "fopb")
    )


def _joins_verbs(lows: list[str], shape: str, k: int) -> bool:
    """Whether a word is a verb or stands between verbs, "mentor, coach and", and is no object: "assign work and"."""
    return shape[k] in "VG,&Rt" or (shape[k] in "NJ" and shape[k - 1] not in "VG" and base(lows[k]) == lows[k])


def _noun_joints(lows: list[str], shape: str, start: int, end: int) -> list[Range]:
    """The joints of a list of nouns before its first preposition or dash; commas join more loosely than *and* does."""
    stop = next((k for k in range(start, end) if _ends_nouns(lows, shape, k, end)), end)
    cuts = [
        (a, b)
        for a, b in _joints(shape, start, end)
        if b <= stop and (shape[b] in "NJGECdDV" or past_number(lows, shape, b, end) > b) and lows[b] != "more"
    ]
    below, opens = _below_heads(lows, shape, start, cuts, stop)
    if len(below) < len(cuts):
        cuts = [cut for cut in cuts if cut not in below]
    if any(shape[a:b] == ",&" for a, b in cuts):
        return [(a, b) for a, b in cuts if shape[a] == "," or b in opens]
    if any(shape[a] == "," for a, b in cuts):
        return [cut for k, cut in enumerate(cuts) if shape[cut[0]] == "," or cut[1] in opens or k == len(cuts) - 1]
    return cuts[-1:]  # "supervisory and management principles and practices": the last joins the heads


def _ends_nouns(lows: list[str], shape: str, k: int, end: int) -> bool:
    return (shape[k] in "optfbzgw(" and past_number(lows, shape, k, end) == k) or lows[k] in DASHES


def _below_heads(
    lows: list[str], shape: str, start: int, cuts: list[Range], stop: int
) -> tuple[list[Range], list[int]]:
    """The joints of modifiers that share a head, "federal, state and local laws", and where each such group opens."""
    below: list[Range] = []
    opens: list[int] = []
    group: list[Range] = []
    first = at = start
    for k, (a, b) in enumerate(cuts):
        if not is_modifier(lows, shape, (at, a)):
            group, first = [], b
        else:
            group.append((a, b))
            if "&" in shape[a:b]:
                close = cuts[k + 1][0] if k + 1 < len(cuts) else stop
                if is_modifier(lows, shape, (b, b + 1)) and not is_modifier(lows, shape, (b, close)):
                    below += group
                    opens.append(first)
                group, first = [], b
        at = b
    return below, opens
