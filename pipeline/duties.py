"""Duty statements."""

from __future__ import annotations

import re

from pipeline.openings import opened

# A remark about the list of duties, which is no duty.
_DISCLAIMER = opened(
    r"(?i)(?:\b(?:not|nor)\b.{0,40}\b(?:construed|intended|inclusive|exhaustive|limits?|restrict\w*|all[- ]inclusive|comprehensive|complete (?:list|description))\b"
    r"|\b(?:may|does|do) not (?:include|perform|list|be required to perform) all\b|\billustrative only\b|\bintended (?:only )?(?:as|to (?:describe|illustrate|present|indicate))\b"
    r"|\bomission of (?:specific|any) (?:statements?|duties)\b|\breasonable accommodations?\b|\bthe following (?:duties|examples|tasks|list|statements?|is|are)\b.{0,80}\b(?:typical|examples?|illustrative|normal|representative)\b"
    r"|^these (?:\w+ ){0,2}(?:duties|functions|tasks|statements|examples)\b|^the following (?:duties|functions|tasks|list|statements?|examples)\b(?! \w+ing\b)"
    r"|\bthis (?:list|description|job description|specification) (?:is|does|reflects)\b|\b(?:duties|tasks|functions) (?:listed|described|above|below)\b.{0,60}\b(?:examples?|typical|representative|illustrative|normal|vary)\b|\bfor (?:illustrative|informational) purposes\b)"
)
_OTHER_DUTIES = opened(
    r"(?i)^(?:and )?(?:to )?(?:may )?(?:performs?|does?|assumes?|carry|carries|undertakes?|completes?|other|additional|related)\b.{0,60}\b(?:duties|work|tasks|assignments|functions|responsibilities)\b.{0,40}$"
)
_FIGURE = re.compile(
    r"[\d\s.,%()&/-]+|(?i:total|percent(?:age)?(?: of time)?|% of time|frequency|duty|duties|daily|weekly|monthly)"
    r"(?:\t(?i:duty|duties|tasks?))?"
)


def is_duty(text: str) -> bool:
    """Whether a unit of a duties section states a duty: no disclaimer, question, bare figure or column label.

    >>> is_duty("Performs other duties as required."), is_duty("25%")
    (True, False)
    >>> is_duty("A position may not include all of the work examples given.")
    False
    """
    if _FIGURE.fullmatch(text.strip()) or text.rstrip().endswith("?"):
        return False
    if _OTHER_DUTIES.match(text):
        return True
    return not _DISCLAIMER.search(text)
