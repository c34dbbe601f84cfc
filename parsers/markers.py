"""List markers and heading decoration: the characters that stand before the words of a line."""

from __future__ import annotations

import re

# Glyphs that public documents use as bullets; the private-use ones come from Symbol and Wingdings fonts.
BULLETS = "•·▪▫●○◦■□◆◇►▶▸➢➤✓✔❖‣⁃∙\uf0b7\uf0a7\uf0d8\uf076\uf0fc\uf06f¿"
_MARKER = re.compile(
    rf"""(?:
        [{BULLETS}]\s*
      | [-–—*+]\s+(?=\S)
      | [^\w\s($£€“‘'\[<|«»=]{1, 2}\s+(?=[A-Z])                   # what a symbol font leaves of a bullet
      | \(?(?:\d{{1,2}}|[a-zA-Z]|[ivxIVX]{{2,5}})\)\s*(?=\S)      # (a)  1)  iv)
      | (?:\d{{1,2}}|[a-zA-Z]|[ivxIVX]{{2,5}})\.\s+(?=\S)          # 1.  b.  IV.
      | (?:\d{{1,2}}|[a-z])\.(?=[A-Z][a-z])                        # 1.Performs  b.Builds
      | o\s+(?=[A-Z])                                            # Courier's "o" for a circle
    )""",
    re.VERBOSE,
)
_ROMAN = "ivxIVX"
_BARE = re.compile(rf"(?:[{BULLETS}*–—-]|o|\(?\d{{1,2}}[.)]|\(?[a-zA-Z][.)])$")
_DECORATED = re.compile(r"(?P<open>[=*#_~-]{2,}|#{1,6}|\*)\s*(?P<words>[^=#~].*?)\s*(?P<close>[=*#_~-]*)$")


def marker(text: str) -> str:
    """The list marker that a line begins with, trailing space included, or an empty string.

    >>> marker("• Medical, dental"), marker("1.Performs"), marker("A. P. Hill"), marker("U.S. citizenship")
    ('• ', '1.', 'A. ', '')
    """
    if text[:2].isalpha() and text[0] not in _ROMAN:
        return ""  # as most lines, without a search
    found = _MARKER.match(text)
    if not found:
        return ""
    # A nested list may print the outer bullet on the line of the inner one: "• o Prepares ..."
    inner = _MARKER.match(text, found.end()) if found.group()[0] in BULLETS else None
    return text[: inner.end()] if inner else found.group()


def is_bare_marker(text: str) -> bool:
    """Whether a line is a list marker and nothing else; its words stand on the next line.

    >>> is_bare_marker("•"), is_bare_marker("10."), is_bare_marker("X")
    (True, True, False)
    """
    return bool(_BARE.match(text.strip()))


def decoration(text: str) -> tuple[int, int]:
    """How many characters before and after the words of ``=== JOB DETAILS ===`` or ``**Duties**`` are decoration.

    >>> decoration("=== JOB DETAILS ==="), decoration("**Duties**"), decoration("Duties")
    ((4, 4), (2, 2), (0, 0))
    """
    found = _DECORATED.match(text) if text[:1] in "=*#_~-" else None
    if not found or not any(map(str.isalnum, found["words"])):
        return 0, 0
    opened, closed = found["open"], found["close"]
    if opened[0] in "*_" and (not closed or opened[0] != closed[-1] or opened[0] in found["words"]):
        return 0, 0
    return found.start("words"), len(text) - found.end("words")
