"""Which labels of a concept may be linked to.

ESCO's alternative labels were made to be searched for: many are wider than their concept ("supervise procedures" for
"supervise correctional procedures"), name a neighbour ("political system" for "political ideologies") or are shared by
several. A link to them would name a narrow concept for a general phrase, or the wrong one. So one is trusted only if
it has the words of the preferred label, adds a word to them, or has another verb before the same words. Of links by
other labels, half were judged wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from pipeline.taxonomy.neutral import LABEL, core
from pipeline.taxonomy.tables import TaxonomyName
from pipeline.taxonomy.words import stem, stems, without_brackets


def trusted(labels: Sequence[str], taxonomy: TaxonomyName) -> list[bool]:
    """For each label of a concept, the preferred one first, whether it may be linked to.

    >>> trusted(["motivate staff members", "encourage staff members", "motivate members", "guide staff"], "esco")
    [True, True, False, False]
    """
    if taxonomy != "esco":
        return [True] * len(labels)
    heads = [core(stems(without_brackets(label)), LABEL) or stems(label) for label in labels]
    return [True, *(_meets(own, heads[0]) for own in heads[1:])]


def _meets(own: list[str], preferred: list[str]) -> bool:
    here, there = set(own), set(preferred)
    if here == there:
        return True
    if len(here) < 2 or not there:
        return False
    if there < here:
        return len(here) == len(there) + 1
    return own[1:] == preferred[1:] and own[0] in _verbs() and preferred[0] in _verbs()


@cache
def _verbs() -> frozenset[str]:
    lines = files("pipeline").joinpath("data/duty_verbs.txt").read_text("utf-8").splitlines()
    return frozenset(stem(line.strip()) for line in lines if line and not line.startswith("#"))
