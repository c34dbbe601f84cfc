"""One letter a word: a statement as a string of word classes, over which phrases are regular expressions.

The tagger's forty-odd tags say more than phrases need, and are least sure of the small words that bound phrases. So a
listed word has its class whatever its tag is, the other words have that of their tag, and the positions in the string
are the positions of the words: "Reviews the files of applicants" is ``VDNoN``.
"""

from __future__ import annotations

import re

from pipeline.tagging.lemmas import base
from pipeline.tagging.people import is_people

_LISTED = {
    "D": "a an the",
    "d": "all any each every either neither no some this these that's those such other another its their his her your our",
    "o": "of",
    "t": "to",
    "f": "for",
    "b": "by",
    "a": "as",
    "&": "and or & and/or nor plus but",
    "/": "/",
    ",": ", – — --",
    ";": "; • · ▪ ● ○ ◦",
    ".": ". ! ?",
    ":": ":",
    "(": "( [ {",
    ")": ") ] }",
    '"': "\" “ ” ‘ '",
    "-": "- ‑",
    "p": "in on at with from into over under upon within without through throughout during across between among against "
    "about regarding concerning per via toward towards after before along around behind beyond near onto off than until "
    "alongside amongst inside outside amid despite like",
    "w": "that which who whom whose what whether how when whenever where wherever while if why because unless since so",
    "y": "including includes include e.g. i.e. e.g i.e namely etc. etc",
    "g": "relating pertaining involving affecting requiring governing containing resulting arising consisting based "
    "dealing needed necessary seeking serving supporting impacting surrounding addressing ensuring assisting following "
    "allowing providing describing identifying regulating relative covering reflecting showing indicating outlining "
    "specifying comprising encompassing entering leaving exceeding",
    "z": "using utilizing utilising",
    "M": "may might can could must shall should will would",
    "B": "is are be was were been being",
    "R": "not also then both",
}
LISTED = {word: letter for letter, words in _LISTED.items() for word in words.split(" ")}

TAGS = {
    "VB": "V", "VBP": "V", "VBZ": "V", "VBD": "V", "VBG": "G", "VBN": "E", "MD": "M",
    "NN": "N", "NNS": "N", "NNP": "N", "NNPS": "N", "FW": "N", "PRP": "N", "EX": "x",
    "JJ": "J", "JJR": "J", "JJS": "J", "CD": "C", "$": "C", "#": "C", "PRP$": "d", "DT": "d", "PDT": "d",
    "RB": "R", "RBR": "R", "RBS": "R", "RP": "r", "IN": "p", "TO": "t", "CC": "&", "POS": "'", "HYPH": "-",
    "WDT": "w", "WP": "w", "WP$": "w", "WRB": "w", "``": '"', "''": '"', "-LRB-": "(", "-RRB-": ")",
    ",": ",", ":": ",", ".": ".",
}  # fmt: skip


# The endings of nouns that the tagger takes for verbs where a duty opens with one.
_NOMINAL = re.compile(r"(?:tion|sion|ment|ness|ance|ence|ity)s?$")
_RELATED = frozenset(["such", "to", "related", "necessary", "needed", "supporting", "serving", "based"])
_PARTICLES = frozenset(["up", "down", "out"])
_OFTEN = frozenset(["daily", "weekly", "monthly", "quarterly", "yearly", "hourly"])
_ABOVE_ALL = frozenset(["especially", "particularly", "primarily", "notably"])
# What the object of a gerund opens with.
_OF_GERUND = (["DT"], ["PRP$"], ["JJ"], ["NN"], ["NNS"], ["NNP"])
_IDIOMS = (
    frozenset(
        ["do", "does", "did", "well", "outside", "in", "both", "voting", "by", "that", "prior", "times", "bi", "semi"]
    )
    | _PARTICLES
    | _OFTEN
    | _ABOVE_ALL
)


def _is_verb_form(lows: list[str], tags: list[str], k: int) -> bool:
    if k >= len(lows) or base(lows[k]) is None:
        return False
    return tags[k] in ("VB", "VBP", "VBZ") or (tags[k] == "VBG" and tags[k + 1 : k + 2] in _OF_GERUND)


def _is_particle_noun(lows: list[str], out: list[str], k: int) -> bool:
    """Whether a verb and its particle stand for a noun: "the set up of", "assists with clean up"."""
    if k == 0 or out[k] not in "NVE" or base(lows[k]) != lows[k]:
        return False
    before, after = out[k - 1], out[k + 2] if k + 2 < len(out) else "."
    return (before in "DJpf" or (before == "&" and "N" in out[: k - 1])) and after in "of.,;&N"


def _opens_clause(lows: list[str], out: list[str], k: int) -> bool:
    """Whether a gerund behind a plural is a participle: before an adjective or a number, or behind persons."""
    following = out[k + 1 : k + 2]
    return following in (["J"], ["C"]) or (following == ["N"] and is_people(lows[k - 1]))


def _relate(lows: list[str], tags: list[str], out: list[str], k: int) -> None:
    """Set the class of a word that may open examples or a participle clause."""
    low = lows[k]
    following = out[k + 1] if k + 1 < len(out) else ""
    if (low, *lows[k + 1 : k + 2]) in (("such", "as"), ("to", "include")):
        out[k] = out[k + 1] = "y"
    elif low == "related":
        # "related to" opens a participle clause, "related experience" does not.
        out[k] = "g" if lows[k + 1 : k + 2] == ["to"] else "J"
    elif out[k] == "g" and (k == 0 or out[k - 1] not in ("N", "J", "E", ")", '"', "g")):
        out[k] = TAGS.get(tags[k], "x")  # "assists with providing": a participle clause stands behind a noun
        if low == "supporting" and following == "N" and lows[k + 1].startswith(("document", "material")):
            out[k] = "J"
        if low == "following" and out[k - 1 : k] == ["D"]:
            out[k] = "J"
        elif low == "following" and k > 1 and out[k - 1] == "," and following in ("&", "D", "d"):
            out[k] = "g"  # "Manages the work, following and applying standards"
    elif low in ("necessary", "needed", "supporting", "serving", "based") and following in ("N", "J"):
        out[k] = "J"


def _read_idiom(lows: list[str], tags: list[str], out: list[str], k: int) -> None:
    """Set the classes of words that together are something else than each is alone."""
    low = lows[k]
    before = out[k - 1] if k else ""
    following = out[k + 1] if k + 1 < len(out) else ""
    next_low = lows[k + 1] if k + 1 < len(out) else ""
    if low in ("do", "does", "did"):
        if next_low in ("not", "n't"):
            out[k] = "M"
    elif low == "well":
        if k and lows[k - 1 : k + 2] == ["as", "well", "as"] and _is_verb_form(lows, tags, k + 2):
            out[k - 1 : k + 2] = "RR&"  # "contributes to the work as well as performs other tasks"
    elif low in _PARTICLES:
        if k and _is_particle_noun(lows, out, k - 1):
            out[k - 1 : k + 1] = "NN"  # "directs the set up and tear down of booths"
    elif low == "that":
        if before == "V" and following == "N" and not {"V", "M", "B"} & set(out[k:]):
            out[k] = "d"  # "secures that equipment for storage"
    elif low == "times":
        if k and next_low in ("a", "an", "per", "each", "every"):
            out[k - 1 : k + 1] = "xx"  # "checks pumps three times a day"
    elif low in ("bi", "semi"):
        if next_low == "-" and lows[k + 2 : k + 3] and lows[k + 2].endswith("ly"):
            out[k : k + 3] = "xxx"  # "compiles reports bi-annually"
    elif low in _ABOVE_ALL:
        if before == "," and following in tuple("NJDdpafw"):
            out[k] = "x"  # "promotes the library, especially its programs"
    elif low == "outside":
        if before in tuple("pfoDt&,") and following in ("N", "J"):
            out[k] = "J"  # "with outside agencies"
    elif low == "in":
        if next_low == "person" and out[k + 2 : k + 3] in (["N"], ["J"]):
            out[k : k + 2] = "JJ"  # "serves in person customers"
    elif low == "both":
        if before == ",":
            out[k] = "x"  # "ballots, both electronic and paper": said of the list, and no part of it
    elif low == "voting":
        if following in ("N", "J"):
            out[k] = "N"  # "voting precinct": what is voted in, by, on
    elif low == "by":
        if next_low == "mail" and k and lows[k - 1] in ("vote", "voting"):
            out[k - 1 : k + 2] = "NNN"
    elif out[k] == "R" and (following in ("N", "J", "C", "r") or tags[k + 1 : k + 2] == ["VBG"]):
        out[k] = "J"  # "daily reports"


def classes(lows: list[str], tags: list[str]) -> str:
    """The class string of a statement's lower-cased words and their Penn Treebank tags.

    >>> classes(["reviews", "the", "files", "of", "applicants"], ["VBZ", "DT", "NNS", "IN", "NNS"])
    'VDNoN'
    """
    out = [LISTED.get(low) or TAGS.get(tag, "x") for low, tag in zip(lows, tags, strict=True)]
    for k, low in enumerate(lows):
        letter = out[k]
        if letter == "V":
            if low.endswith("ly") and base(low) is None:
                out[k] = "R"
            elif _NOMINAL.search(low) and base(low) is None:
                out[k] = "N"
        elif letter == "G":
            if low.endswith("ly"):
                out[k] = "R"
            elif not low.endswith("ing"):
                out[k] = "J"  # "a useful, robust suite"
            elif k and out[k - 1] == "N" and lows[k - 1].endswith("s") and _opens_clause(lows, out, k):
                out[k] = "g"  # "guides giving new rules", "patients receiving care": it opens a clause
        elif letter == "J" and low.endswith("ally"):
            out[k] = "R"  # "works cross-functionally": no adjective ends so
        elif letter == ")" and k and (lows[k - 1].endswith("(s") or lows[k - 2 : k] == ["(", "s"]):
            first = k - 2 * (lows[k - 1] == "s")
            out[first : k + 1] = ["'"] * (k + 1 - first)  # "the budget(s)"
        if out[k] == "g" or low in _RELATED:
            _relate(lows, tags, out, k)
        elif low in _IDIOMS:
            _read_idiom(lows, tags, out, k)
    return "".join(out)
