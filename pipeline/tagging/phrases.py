"""Noun phrases in a class string (see classes.py): where one that starts here ends."""

from __future__ import annotations

import re

# A base noun phrase. A participle before its noun belongs to it ("assigned staff"), one behind it opens a clause
# ("records maintained by"); a determiner inside one starts the next ("gives staff the training").
_BASE = (
    r"(?:R(?=[JECGd]))?D?d*(?:(?<=d)/d(?!/))?+(?:[\"]|[JC'/-]|N|R(?=[JEC])|(?<![N'])[EG](?=[NJCEGR\"'/&,-])|[EG](?=[NJ])|(?<=-)[EGVR]"
    r"|V(?=-)|[ptRr](?=-[NVGEJ])|[Rrp]t(?=C)|(?<=-)[opr](?=-)|(?<=-)[pr](?=[NJ])|\([^()]*\)(?=[NJG])"
    # "early voting indoor and outdoor layouts": two adjectives joined before the noun they both belong to
    r"|(?<=N)J(?:,J)*,?&R?(?=J*[/JEN])"
    # "routine to complex inspections"
    r"|(?<=[VDdo&,]J)t(?=JN))*"
    r"(?:N|(?<!N)G|(?<=N)G(?=$|[.,;&])|C|(?<![NJEG])d|(?<![N'])J(?![NJ])|(?<![NG'])E(?=(?:,[JE]){0,4},?&R?[JEG]{0,4}N)|(?<=-)[EGV])(?:\"|'{1,3})?(?:\([^()]{1,6}\)(?=,?&?[NJ]))?"
)
_OF = rf"(?:o(?:{_BASE}))*"
# Atomic: all that may follow is optional, so what a phrase begins with is never taken back.
_PART = rf"(?>(?:{_BASE}){_OF})"
NOUN_PHRASE = re.compile(rf"{_PART}(?:(?:,(?!G[NJDdEpftwazbR])&?|&/?&?|/)R?{_PART})*(?:o{_PART})*")


def noun_phrase(shape: str, start: int) -> int | None:
    """The end of the noun phrase that starts at a word, lists and of-phrases with it; None where none does."""
    found = NOUN_PHRASE.match(shape, start)
    return found.end() if found else None
