"""Words that add nothing to what a phrase is about: "principles and practices of accounting" is accounting.

A label is read more strictly than a phrase: "modern" in a phrase is praise, "modern languages" is a concept.
"""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.taxonomy.words import stem

# The nouns that a body of knowledge is put in: what is known, and how it is done.
KNOWN = frozenset(map(stem, ["principle", "theory", "concept", "fundamental"]))
FRAMES = KNOWN | frozenset(map(stem, ["practice", "method", "technique", "procedure"]))
# Verbs that say only that something is done or used.
LIGHT = frozenset(stem(word) for word in ["use", "utilize", "apply", "perform", "conduct", "carry", "out", "employ"])
LABEL = FRAMES | LIGHT
_PRAISE = (
    "knowledge skill ability understanding proficiency basic modern current contemporary general common "
    "applicable appropriate relevant related pertinent proper sound good effective effectively efficient "
    "efficiently accurate accurately clear clearly professional generally accepted various advanced successfully "
    "correctly properly complex used others demonstrate strong excellent well"
)
PHRASE = LABEL | frozenset(map(stem, _PRAISE.split()))
# What programs are called besides their names.
PROGRAMS = frozenset(
    stem(word) for word in ["software", "program", "application", "package", "suite", "tool", "computer"]
)

# What a label may say beyond a product's name.
KINDS_OF_PROGRAM = frozenset(stem(word) for word in ["software", "program", "package", "suite"])


def core(parts: Iterable[str], neutral: frozenset[str] = PHRASE) -> list[str]:
    """The stems that are not neutral.

    >>> from pipeline.taxonomy.words import stems
    >>> core(stems("modern principles and practices of accounting"))
    ['accounting']
    >>> core(stems("modern languages"), LABEL)
    ['modern', 'languag']
    """
    return [part for part in parts if part not in neutral]
