"""What a reader of PDF bytes finds on a page, in one form for all readers: glyphs, rules and pictures."""

from __future__ import annotations

import re
from typing import NamedTuple

Box = tuple[float, float, float, float]

# Stands for a glyph that its font maps to no character; no text of a document holds it otherwise.
UNMAPPED = "\ufffd"
# The turn of a line that does not run along an axis, as a stamp across the page.
LEANING = -1
# More than a volume of specifications has; the limits keep the work on one document finite, and are far from any
# honest one (the longest of the corpus has 10 pages and 30,000 characters).
PAGES = 2_000
CHARACTERS = 2_000_000
# Shapes on a page beyond which its rules are left alone: it is a drawing.
SHAPES = 400

# A PDF may hold several subsets of one font, each with its own tag; ligatures often come in a subset of their own.
_SUBSET = re.compile(r"^[A-Z]{6}\+")


class Glyph(NamedTuple):
    """A printed character: its box in points from the page's top left, typeface and size (to a tenth of a point).

    ``turn`` is how far its line is turned clockwise, in quarters, or LEANING; ``unseen`` that it leaves no ink itself.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    face: str
    size: float
    turn: int = 0
    unseen: bool = False


class Rule(NamedTuple):
    """A straight line along an axis, by itself or as a side of a drawn shape; ``at`` is its x if ``upright``, else y."""

    upright: bool
    at: float
    start: float
    end: float


class Sheet(NamedTuple):
    """A page as it is read; ``shapes`` counts what is drawn on it.

    ``pictured`` is the share of the page that pictures cover. The rules of a page with too many shapes are left out.
    """

    number: int
    width: float
    height: float
    glyphs: list[Glyph]
    rules: list[Rule]
    shapes: int
    pictured: float


def typeface(name: str) -> str:
    """A font's name without the tag of its subset.

    >>> typeface("ABCDEF+Garamond-Bold")
    'Garamond-Bold'
    """
    return _SUBSET.sub("", name)
