"""What is compared of a phrase and a label: the stems of their words.

A phrase and a label mean the same to the linker if they have the same stems, whatever their order, inflection,
spelling and the small words between them. Stems are made by rule and table, as no model would be as quick; both sides
go through the same function, so a stem need not be a word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

# "C++", "C#", ".NET" and "Node.js" are words; so is "3D".
_WORD = re.compile(r"\.net\b|[^\W_]+(?:\.js\b|\+\+|#)?")
_BRACKETS = re.compile(r"\s{0,9}[(\[][^()\[\]]*[)\]]")
_POSSESSIVE = re.compile(r"['’]s?(?!\w)")

# Never compared.
_SMALL = (
    "a an the of and or to in for on with by from at as into its their his her your our other any all various etc "
    "eg ie s be is are that this these those such which who whose will may can do per via"
)
STOP = frozenset(_SMALL.split())

# British spellings whose American form no ending tells.
_SPELLING = {
    "centre": "center", "theatre": "theater", "fibre": "fiber", "metre": "meter", "litre": "liter",
    "programme": "program", "defence": "defense", "offence": "offense", "licence": "license", "practise": "practice",
    "cheque": "check", "tyre": "tire", "grey": "gray", "aluminium": "aluminum", "catalogue": "catalog",
    "dialogue": "dialog", "analogue": "analog", "judgement": "judgment", "enrol": "enroll", "fulfil": "fulfill",
    "storey": "story", "plough": "plow", "kerb": "curb", "mould": "mold", "sulphur": "sulfur", "artefact": "artifact",
    "ageing": "aging", "skilful": "skillful", "anaesthesia": "anesthesia", "paediatric": "pediatric",
    "orthopaedic": "orthopedic", "encyclopaedia": "encyclopedia", "archaeology": "archeology", "oesophagus": "esophagus",
    "colour": "color", "labour": "labor", "behaviour": "behavior", "favour": "favor", "harbour": "harbor",
    "honour": "honor", "neighbour": "neighbor", "endeavour": "endeavor", "humour": "humor", "odour": "odor",
    "vapour": "vapor", "rigour": "rigor", "armour": "armor", "flavour": "flavor", "tumour": "tumor",
}  # fmt: skip

# Nouns of doing and the verbs they are made from, where no rule tells it safely ("organization" is a body of people
# more often than it is organizing, so it is left out).
_NOMINAL = {
    "management": "manage", "manager": "manager", "supervision": "supervise", "analysis": "analyze",
    "analyses": "analyze", "communication": "communicate", "preparation": "prepare", "development": "develop",
    "maintenance": "maintain", "evaluation": "evaluate", "assessment": "assess", "inspection": "inspect",
    "installation": "install", "negotiation": "negotiate", "investigation": "investigate", "coordination": "coordinate",
    "implementation": "implement", "interpretation": "interpret", "presentation": "present", "collection": "collect",
    "compilation": "compile", "calculation": "calculate", "verification": "verify", "administration": "administer",
    "facilitation": "facilitate", "mediation": "mediate", "utilization": "use", "utilize": "use",
    "selection": "select", "recruitment": "recruit", "procurement": "procure", "acquisition": "acquire",
    "resolution": "resolve", "prevention": "prevent", "detection": "detect", "protection": "protect",
    "enforcement": "enforce", "measurement": "measure", "distribution": "distribute", "disposal": "dispose",
    "storage": "store", "estimation": "estimate", "identification": "identify",
    "examination": "examine", "observation": "observe",
    "delivery": "deliver", "diagnosis": "diagnose", "diagnoses": "diagnose", "translation": "translate",
    "interrogation": "interrogate", "simulation": "simulate", "optimization": "optimize", "integration": "integrate",
    "configuration": "configure", "documentation": "document", "provision": "provide", "improvement": "improve",
    "assignment": "assign", "arrangement": "arrange", "restoration": "restore", "conservation": "conserve",
    "preservation": "preserve", "reconciliation": "reconcile", "allocation": "allocate", "construction": "construct",
    "instruction": "instruct", "promotion": "promote", "reduction": "reduce", "removal": "remove", "treatment": "treat",
    "verbal": "oral", "verbally": "oral", "orally": "oral", "writing": "write", "written": "write",
    "analytical": "analyze", "statistical": "statistic", "statistics": "statistic", "mathematical": "mathematic",
    "mathematics": "mathematic", "budgetary": "budget", "english": "english",
}  # fmt: skip

_IRREGULAR = {
    "children": "child", "people": "person", "men": "man", "women": "woman", "feet": "foot", "teeth": "tooth",
    "criteria": "criterion", "phenomena": "phenomenon", "media": "media", "data": "data", "series": "series",
    "species": "species", "businesses": "business", "business": "business", "news": "news", "bus": "bus", "gas": "gas",
    "process": "process", "address": "address", "access": "access", "led": "lead", "made": "make", "taught": "teach",
    "held": "hold", "kept": "keep", "built": "build", "lens": "lens", "canvas": "canvas", "lying": "lie",
    "wrote": "write", "drawn": "draw", "driven": "drive", "ethics": "ethic", "ethical": "ethic", "physics": "physics",
    "logistics": "logistic", "logistical": "logistic", "communicating": "communicate", "things": "thing",
    "string": "string", "spring": "spring", "evening": "evening", "ceiling": "ceiling", "building": "building",
    "buildings": "building", "engineering": "engineering", "accounting": "accounting", "engineer": "engineer",
    "nursing": "nursing", "housing": "housing", "lighting": "lighting", "wiring": "wiring", "plumbing": "plumbing",
    "marketing": "marketing", "banking": "banking", "clothing": "clothing", "bearing": "bearing", "sing": "sing",
    "king": "king", "ring": "ring", "wing": "wing", "bring": "bring", "during": "during", "red": "red", "bed": "bed",
    "need": "need", "feed": "feed", "seed": "seed", "speed": "speed", "breed": "breed", "weed": "weed", "shed": "shed",
    "hundred": "hundred", "embed": "embed", "exceed": "exceed", "proceed": "proceed", "succeed": "succeed",
    "ios": "ios", "css": "css", "aws": "aws", "sas": "sas", "gis": "gis", "dns": "dns", "sass": "sass", "less": "less",
    "jenkins": "jenkins", "windows": "windows", "wireless": "wireless", "mass": "mass", "glass": "glass",
    "this": "this", "always": "always", "across": "across", "axis": "axis", "basis": "basis", "crisis": "crisis",
    "status": "status", "virus": "virus", "campus": "campus", "census": "census", "apparatus": "apparatus",
    "meeting": "meet", "meetings": "meet", "training": "train", "trainer": "trainer", "drawing": "draw",
    "computing": "computing", "programming": "programming", "scheduling": "schedule", "bookkeeping": "bookkeep",
}  # fmt: skip


def words(text: str) -> list[str]:
    """The words of a text in lower case, accents off, possessives and punctuation left out.

    >>> words("Children's rights – C++/C# & café")
    ['children', 'rights', 'c++', 'c#', 'cafe']
    """
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    text = text.lower()
    if "'" in text or "’" in text:
        text = _POSSESSIVE.sub("", text)
    return _WORD.findall(text)


def without_brackets(text: str) -> str:
    """A label without what stands in brackets.

    >>> without_brackets("Java (computer programming)")
    'Java'
    """
    return _BRACKETS.sub("", text).strip() or text


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of a lower-case word.

    >>> [stem(w) for w in ("policies", "analysing", "planned", "labour", "management", "organisations", "communicates")]
    ['policy', 'analyz', 'plan', 'labor', 'manag', 'organization', 'communicat']
    """
    word = _spelling(word)
    if there := _NOMINAL.get(word):
        return _final(there)
    if there := _IRREGULAR.get(word):
        return _final(there)
    word = _singular(word)
    if there := _NOMINAL.get(word) or _IRREGULAR.get(word):
        return _final(there)
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and re.search("[aeiouy]", word[: -len(ending)]):
            word = word[: -len(ending)]
            if ending == "ed" and word.endswith("i"):
                word = word[:-1] + "y"
            elif word[-1] == word[-2] and word[-1] not in "lsz":
                word = word[:-1]
            break
    return _final(word)


def _spelling(word: str) -> str:
    if there := _SPELLING.get(word):
        return there
    if word.endswith("s") and (there := _SPELLING.get(word[:-1])):
        return there + "s"
    word = re.sub(r"(?<=[a-z]{3})is(e|es|ed|er|ers|ing|ation|ations)$", r"iz\1", word)
    word = re.sub(r"(?<=[a-z]{2})lys(e|es|ed|er|ers|ing)$", r"lyz\1", word)
    word = re.sub(r"^(colour|labour|behaviour|favour|honour|neighbour|harbour)", lambda m: m.group()[:-2] + "r", word)
    return re.sub(r"(?<=[aeiou])ll(ing|ed|er|ers)$", r"l\1", word) if len(word) > 7 else word


def _singular(word: str) -> str:
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y" if len(word) > 4 else word[:-1]
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    return word[:-1]


def _final(word: str) -> str:
    """A final e is no part of a stem: "manage" and "managing" must meet."""
    return word[:-1] if len(word) > 3 and word.endswith("e") and not word.endswith("ee") else word


def stems_of(found: Iterable[str]) -> list[str]:
    """The stems of words in order, without the words that are never compared."""
    return [stem(word) for word in found if word not in STOP]


def stems(text: str) -> list[str]:
    """The stems of a text in order.

    >>> stems("The analysis of statistical data, and the management of programmes")
    ['analyz', 'statistic', 'data', 'manag', 'program']
    """
    return stems_of(words(text))
