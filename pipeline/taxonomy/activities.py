"""What a duty or the title of a work activity says, each alternative of a list for itself.

"Order materials, supplies, or equipment." is met by a duty to order supplies, and a duty to order materials and
supplies is met by it, because it meets both of its parts.
"""

from __future__ import annotations

import re

# What comes behind the thing done in a duty: why and when. In a title it is a part of the activity and stays.
_TAIL = re.compile(
    r"(?:,?\s{1,9}(?:as (?:needed|assigned|required|necessary|directed|appropriate)|when (?:needed|assigned|required)"
    r"|in order to|to (?:ensure|determine|direct|provide|obtain|identify|support|improve|make|maintain|meet|prevent"
    r"|assess|verify|facilitate|resolve|plan)\b).*)$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s{0,9},\s*(?:and|or)?\s*|\s{1,9}(?:and/or|and|or)\s+")
_OTHER = re.compile(r"^(?:other|related)\s+", re.IGNORECASE)
# Longer statements are never met by a title: the longest of O*NET's has 17 words.
MOST_WORDS = 14


def readings(duty: str) -> list[str]:
    """The alternatives of a duty that starts with a verb, or nothing where its lists cannot be told apart.

    >>> readings("Orders medical supplies and equipment, as needed."), readings("Plans and directs work")
    (['Orders medical supplies', 'Orders medical equipment'], [])
    """
    said = _TAIL.sub("", duty.strip().rstrip(".;").strip())
    if len(said.split()) > MOST_WORDS or re.search(r"[():;]", said):
        return []
    return _each([part for part in _BETWEEN.split(said) if part])


def title_readings(title: str) -> list[str]:
    """The alternatives of a title, if each is a single word behind the first: what modifies which is not told else.

    >>> title_readings("Maintain records, documents, or other files.")
    ['Maintain records', 'Maintain documents', 'Maintain files']
    >>> title_readings("Prepare scientific or technical reports or presentations.")
    []
    >>> title_readings("Prepare materials or solutions for animal or plant use.")
    []
    """
    parts = [_OTHER.sub("", part) for part in _BETWEEN.split(title.strip().rstrip(".")) if part]
    if len(parts) < 2 or len(parts[0].split()) > 3 or any(" " in part for part in parts[1:]):
        return []
    return _each(parts)


def _each(parts: list[str]) -> list[str]:
    if len(parts) < 2:
        return parts
    first = parts[0].split()
    # "Plan and direct work" lists verbs, "Order materials or supplies" things; a list of both cannot be told apart.
    if len(first) == 1:
        return []
    stem = " ".join(first[:-1])
    return [parts[0], *(f"{stem} {part}" for part in parts[1:])]
