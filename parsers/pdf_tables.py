"""Ruled tables of a PDF page: rules that cross make corners, corners make cells, cells that touch make a table.

The way is pdfplumber's, with its tolerances; corners are looked up by row and column, where pdfplumber goes
through all of them for each: its search is cubic in the number of rules.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from itertools import groupby, islice, pairwise
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from parsers.document import squeeze
from parsers.pdf_glyphs import Box, Floats, Glyphs, Places, Rule
from parsers.pdf_words import Line, Word, is_bold, round_box, texts_of

# Points within which rules are one line, parts of a rule are one rule, and rules cross: pdfplumber's own.
_NEAR = 3.0
# Corners looked at for the cells of one page. A full grid of 80 by 80 rules takes 20,000; a drawing may take any number.
_LOOKS = 200_000
# Text of a cell that is longer is no cell's: the frame stands around running text.
_LONG = 400

_Corner = tuple[float, float]


class Table(NamedTuple):
    """A table: its box, and its rows with their texts and boxes; empty cells and rows are left out."""

    box: Box
    rows: list[tuple[tuple[str, ...], Box]]


def tables(rules: list[Rule], glyphs: Glyphs) -> list[Table]:
    """Ruled tables with at least two columns and two rows in use; a frame around text is no table."""
    out = []
    for cells in _joined(_cells(_merged(rules))):
        rows = [list(row) for _, row in groupby(sorted(cells, key=lambda cell: (cell[1], cell[0])), key=itemgetter(1))]
        if sum(len(row) > 1 for row in rows) < 2:
            continue
        box = _around(cells)
        texts = iter(map(squeeze, texts_of(glyphs, _inside(rows, box, glyphs))))
        read = []
        for row in rows:
            found = tuple(filter(None, islice(texts, len(row))))
            if found:
                read.append((found, _around(row)))
        used = sum(len(found) > 1 for found, _ in read)
        longest = max((len(text) for found, _ in read for text in found), default=0)
        if used >= 2 and used * 2 >= len(read) and longest < _LONG:
            out.append(Table(box, read))
    return out


def _inside(rows: list[list[Box]], box: Box, glyphs: Glyphs) -> list[Places]:
    """The glyphs with their middle in each cell of the table, row by row."""
    x, y = (glyphs.x0 + glyphs.x1) / 2, (glyphs.top + glyphs.bottom) / 2
    table = _within(box, x, y, np.arange(len(glyphs)))
    out = []
    for row in rows:
        some = _within(_around(row), x, y, table)
        out += [_within(cell, x, y, some) for cell in row]
    return out


def _within(box: Box, x: Floats, y: Floats, places: Places) -> Places:
    x0, top, x1, bottom = box
    across, down = x[places], y[places]
    return places[(x0 <= across) & (across < x1) & (top <= down) & (down < bottom)]


def row_line(texts: tuple[str, ...], box: Box, page: int, words: Sequence[Word]) -> Line:
    """A row of a table as a line, in the type of the words that stand in it."""
    inside = [word for word in words if word_inside(word, box)]
    size = statistics.median([word.size for word in inside]) if inside else 10.0
    bold = bool(inside) and all(is_bold(word.face) for word in inside)
    return Line("\t".join(texts), page, round_box(box), size, bold, cells=texts if len(texts) > 1 else (), table=True)


def word_inside(word: Word, box: Box) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _around(boxes: Iterable[Box]) -> Box:
    x0, top, x1, bottom = zip(*boxes, strict=True)
    return (min(x0), min(top), max(x1), max(bottom))


def _merged(rules: list[Rule]) -> list[Rule]:
    """Rules that lie on one line put on their mean, and parts that touch made one; what stays short is left out."""
    out: list[Rule] = []
    for upright in (True, False):
        some = sorted(rule for rule in rules if rule.upright == upright and rule.end - rule.start >= 1)
        for near in _runs(some, [rule.at for rule in some]):
            at = statistics.fmean(rule.at for rule in near)
            parts = sorted(near, key=lambda rule: rule.start)
            start, end = parts[0].start, parts[0].end
            for part in parts[1:]:
                if part.start > end + _NEAR:
                    out.append(Rule(upright, at, start, end))
                    start, end = part.start, part.end
                end = max(end, part.end)
            out.append(Rule(upright, at, start, end))
    return [rule for rule in out if rule.end - rule.start >= _NEAR]


def _runs(rules: list[Rule], places: list[float]) -> list[list[Rule]]:
    """Sorted rules by line: each lies within reach of the one before."""
    if not rules:
        return []
    cuts = [k for k, (one, two) in enumerate(pairwise(places), start=1) if two > one + _NEAR]
    return [rules[one:two] for one, two in pairwise([0, *cuts, len(rules)])]


def _cells(rules: list[Rule]) -> list[Box]:
    """The smallest cell right of and below each corner; none at all where the search would not end soon."""
    upright = [rule for rule in rules if rule.upright]
    level = [rule for rule in rules if not rule.upright]
    corners: dict[_Corner, tuple[set[int], set[int]]] = {}
    for v, post in enumerate(upright):
        for h, beam in enumerate(level):
            if (
                post.start <= beam.at + _NEAR
                and post.end >= beam.at - _NEAR
                and beam.start - _NEAR <= post.at <= beam.end + _NEAR
            ):
                on_v, on_h = corners.setdefault((post.at, beam.at), (set(), set()))
                on_v.add(v)
                on_h.add(h)
    columns: dict[float, list[float]] = {}
    rows: dict[float, list[float]] = {}
    for x, y in sorted(corners):
        columns.setdefault(x, []).append(y)
        rows.setdefault(y, []).append(x)
    cells: list[Box] = []
    looks = 0
    for (x, y), (on_v, on_h) in sorted(corners.items()):
        below = [to for to in columns[x] if to > y and on_v & corners[x, to][0]]
        right = [to for to in rows[y] if to > x and on_h & corners[to, y][1]]
        for bottom in below:
            end = None
            for edge in right:
                looks += 1
                if looks > _LOOKS:
                    return []
                far = corners.get((edge, bottom))
                if far and far[0] & corners[edge, y][0] and far[1] & corners[x, bottom][1]:
                    end = edge
                    break
            if end is not None:
                cells.append((x, y, end, bottom))
                break
    return cells


def _joined(cells: list[Box]) -> list[list[Box]]:
    """Cells by table: those that share a corner belong together; a cell alone is none. From the top down."""
    owner: dict[_Corner, _Corner] = {}

    def root(corner: _Corner) -> _Corner:
        while owner.setdefault(corner, corner) != corner:
            owner[corner] = owner[owner[corner]]
            corner = owner[corner]
        return corner

    for x0, top, x1, bottom in cells:
        for corner in ((x0, bottom), (x1, top), (x1, bottom)):
            owner[root(corner)] = root((x0, top))
    groups: dict[_Corner, list[Box]] = {}
    for cell in cells:
        groups.setdefault(root((cell[0], cell[1])), []).append(cell)
    return sorted(
        (group for group in groups.values() if len(group) > 1), key=lambda group: min((c[1], c[0]) for c in group)
    )
