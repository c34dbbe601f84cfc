"""What a reader of PDF bytes finds on a page, in one form for all readers: glyphs, rules and pictures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
# Where glyphs stand in the columns of a page.
Places = NDArray[np.intp]
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


class Type(NamedTuple):
    """What letters of one word have in common; its fields are those of a glyph."""

    face: str
    size: float
    turn: int


@dataclass(frozen=True, slots=True, eq=False)
class Glyphs:
    """The glyphs of a page in columns: a step of work is one call of numpy for all of them, not one of Python for each.

    ``kinds`` says where the type of each stands in ``types``.
    """

    texts: NDArray[Any]
    x0: Floats
    top: Floats
    x1: Floats
    bottom: Floats
    kinds: Places
    unseen: Flags
    types: tuple[Type, ...]

    @classmethod
    def of(cls, rows: Iterable[Glyph]) -> Glyphs:
        """Glyphs one by one put into columns."""
        rows = list(rows)
        types: dict[Type, int] = {}
        kinds = [types.setdefault(Type(*row[5:8]), len(types)) for row in rows]
        x0, top, x1, bottom = np.array([row[1:5] for row in rows], np.float64).reshape(-1, 4).T
        unseen = np.array([row.unseen for row in rows], np.bool_)
        return cls(
            objects([row.text for row in rows]), x0, top, x1, bottom, np.array(kinds, np.intp), unseen, (*types,)
        )

    def __len__(self) -> int:
        return len(self.texts)

    @property
    def boxes(self) -> tuple[Floats, Floats, Floats, Floats]:
        return self.x0, self.top, self.x1, self.bottom

    @property
    def sizes(self) -> Floats:
        return np.array([kind.size for kind in self.types], np.float64)[self.kinds]

    @property
    def turns(self) -> Places:
        return np.array([kind.turn for kind in self.types], np.intp)[self.kinds]

    def take(self, places: Places | Flags) -> Glyphs:
        """The glyphs at these places, or where these flags are set."""
        x0, top, x1, bottom = (column[places] for column in self.boxes)
        return Glyphs(self.texts[places], x0, top, x1, bottom, self.kinds[places], self.unseen[places], self.types)

    def rows(self) -> Iterator[Glyph]:
        """The glyphs one by one."""
        columns = [column.tolist() for column in (self.texts, *self.boxes, self.kinds, self.unseen)]
        for text, x0, top, x1, bottom, kind, unseen in zip(*columns, strict=True):
            face, size, turn = self.types[kind]
            yield Glyph(text, x0, top, x1, bottom, face, size, turn, unseen)


def objects(texts: list[str]) -> NDArray[Any]:
    """Strings as a column that keeps each as it is."""
    column = np.empty(len(texts), np.object_)
    column[:] = texts
    return column


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
    glyphs: Glyphs
    rules: list[Rule]
    shapes: int
    pictured: float


def typeface(name: str) -> str:
    """A font's name without the tag of its subset.

    >>> typeface("ABCDEF+Garamond-Bold")
    'Garamond-Bold'
    """
    return _SUBSET.sub("", name)
