"""Which labels of a concept may be linked to.

ESCO's alternative labels were made to be searched for: many are wider than their concept ("supervise procedures" for
"supervise correctional procedures") or shared by several. A link to them would name a narrow concept for a general
phrase. So an alternative label is trusted only if it keeps the words that the concept's labels agree on, or has other
words in their place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipeline.taxonomy.neutral import LABEL, core
from pipeline.taxonomy.tables import TaxonomyName
from pipeline.taxonomy.words import stems, without_brackets

# A stem that this share of a concept's labels has is essential to it.
ESSENTIAL = 0.6
# Stems that a trusted label may have of its own, and that it may lack of the preferred one. Of the links judged on the
# first half of the employers, those with more were wrong oftener than right.
OWN = 1
LACKED = 1


def trusted(labels: Sequence[str], taxonomy: TaxonomyName) -> list[bool]:
    """For each label of a concept, the preferred one first, whether it may be linked to.

    >>> trusted(["identify process improvements", "identify improvements", "find process improvements"], "esco")
    [True, False, True]
    """
    if taxonomy != "esco":
        return [True] * len(labels)
    bags = [set(core(stems(without_brackets(label)), LABEL)) or set(stems(label)) for label in labels]
    counts = Counter(part for bag in bags for part in bag)
    essential = {part for part, count in counts.items() if count >= ESSENTIAL * len(labels)}
    return [True, *(_meets(bag, bags[0], essential) for bag in bags[1:])]


def _meets(bag: set[str], preferred: set[str], essential: set[str]) -> bool:
    if bag == preferred:
        return True
    own, lacked = bag - preferred, preferred - bag
    if len(bag) < 2 or not bag & preferred or len(own) > OWN or len(lacked) > LACKED:
        return False
    # Whatever is lacked needs something in its place, and more than that if the labels agree on it.
    return len(own) >= len(lacked) and (not lacked & essential or len(bag) > 2)
