"""What a duty or the title of a work activity says, each alternative of a list for itself.

"Order materials, supplies, or equipment." is met by a duty to order supplies, and a duty to order materials and
supplies is met by it, because it meets both of its parts.
"""

from __future__ import annotations

import re

# What comes behind the thing done: why, when and how. A recipient or a place narrows the activity and stays.
_TAIL = re.compile(
    r"(?:,?\s+(?:as (?:needed|assigned|required|necessary|directed|appropriate)|when (?:needed|assigned|required)"
    r"|in order to|to (?:ensure|determine|direct|provide|obtain|identify|support|improve|make|maintain|meet|prevent"
    r"|assess|verify|facilitate|resolve|plan)\b).*)$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*,\s*(?:and|or)?\s*|\s+(?:and/or|and|or)\s+")
# Longer statements are never met by a title: the longest of O*NET's has 17 words.
MOST_WORDS = 14


def readings(text: str) -> list[str]:
    """The alternatives of a text that starts with a verb, or nothing where its lists cannot be told apart.

    >>> readings("Order medical supplies or equipment.")
    ['Order medical supplies', 'Order medical equipment']
    >>> readings("Answers telephones as needed"), readings("Test patient vision.")
    (['Answers telephones'], ['Test patient vision'])
    """
    said = _TAIL.sub("", text.strip().rstrip(".;").strip())
    if len(said.split()) > MOST_WORDS or re.search(r"[():;]", said):
        return []
    parts = [part for part in _BETWEEN.split(said) if part]
    if len(parts) == 1:
        return [said]
    first = parts[0].split()
    # "Plan and direct work" lists verbs, "Order materials or supplies" things; a list of both cannot be told apart.
    if len(first) == 1:
        return []
    stem = " ".join(first[:-1])
    return [parts[0], *(f"{stem} {part}" for part in parts[1:])]
