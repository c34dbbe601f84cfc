"""What is drawn on a PDF page beside its text: rules, shapes, pictures."""

from __future__ import annotations

from ctypes import addressof, byref, c_float
from typing import Any

import pypdfium2.raw as pdfium

from parsers.pdf_frame import Frame, Matrix, through
from parsers.pdf_glyphs import SHAPES, Rule
from parsers.pdf_library import (
    address,
    count_form,
    count_objects,
    count_segments,
    form_object,
    object_bounds,
    object_matrix,
    object_type,
    page_object,
    path_segment,
    segment_closes,
    segment_point,
    segment_type,
)

# Points of a path: a frame has five. A path of more is a drawing, whatever it shows.
_POINTS = 400
# Objects of a page that are looked at for rules and pictures, and the depth of forms within forms.
_OBJECTS = 20_000
_DEPTH = 5
# A side that leans less than this many points is straight.
_STRAIGHT = 0.01


def drawn(page: Any, frame: Frame) -> tuple[list[Rule], int, float]:
    """Rules, how many shapes there are, and the share of the page under pictures."""
    return _Drawing(frame).of(page)


class _Drawing:
    """A page's drawing while it is read, with the numbers that PDFium writes into."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.four = [c_float() for _ in range(4)]
        self.pointers = [addressof(value) for value in self.four]
        self.matrix = pdfium.FS_MATRIX()

    def of(self, page: Any) -> tuple[list[Rule], int, float]:
        """As ``drawn`` tells."""
        rules: list[Rule] = []
        shapes, covered, left = 0, 0.0, _OBJECTS
        handle = address(page)
        stack: list[tuple[Any, int, int, Matrix]] = [(page_object, handle, count_objects(handle), self.frame.shown)]
        while stack and left > 0:
            getter, owner, count, frame = stack.pop()
            for index in range(min(count, left)):
                left -= 1
                thing = getter(owner, index)
                kind = object_type(thing)
                if kind == pdfium.FPDF_PAGEOBJ_PATH:
                    shapes += 1
                    if shapes <= SHAPES:
                        shapes += self.path(thing, frame, rules)
                elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                    covered += self.area(thing, frame)
                elif kind == pdfium.FPDF_PAGEOBJ_FORM and len(stack) < _DEPTH:
                    object_matrix(thing, byref(self.matrix))
                    stack.append((form_object, thing, count_form(thing), through(self.matrix, frame)))
        whole = self.frame.width * self.frame.height
        return (rules if shapes <= SHAPES else []), shapes, min(1.0, covered / whole) if whole > 0 else 0.0

    def area(self, thing: int | None, frame: Matrix) -> float:
        """How much of the page an object covers, by its box."""
        if not object_bounds(thing, *self.pointers):
            return 0.0
        x0, y0, x1, y1 = (value.value for value in self.four)
        a, b, c, d, e, f = frame
        across = sorted((x0 * a + y0 * c + e, x1 * a + y1 * c + e))
        down = sorted((x0 * b + y0 * d + f, x1 * b + y1 * d + f))
        width = min(across[1], self.frame.width) - max(across[0], 0.0)
        height = min(down[1], self.frame.height) - max(down[0], 0.0)
        return width * height if width > 0 and height > 0 else 0.0

    def path(self, thing: int | None, frame: Matrix, rules: list[Rule]) -> int:
        """Add the straight sides of a path to the rules; returns how many shapes it has beyond the first."""
        count = count_segments(thing)
        if not 1 < count <= _POINTS:
            return SHAPES if count > _POINTS else 0
        object_matrix(thing, byref(self.matrix))
        a, b, c, d, e, f = through(self.matrix, frame)
        x, y = self.four[:2]
        start = last = (0.0, 0.0)
        parts = 0
        for index in range(count):
            segment = path_segment(thing, index)
            segment_point(segment, *self.pointers[:2])
            here = (x.value * a + y.value * c + e, x.value * b + y.value * d + f)
            kind = segment_type(segment)
            if kind == pdfium.FPDF_SEGMENT_MOVETO:
                start, parts = here, parts + 1
            elif kind == pdfium.FPDF_SEGMENT_LINETO:
                _add_side(rules, last, here)
            last = here
            if segment_closes(segment):
                _add_side(rules, last, start)
                last = start
        return max(0, parts - 1)


def _add_side(rules: list[Rule], one: tuple[float, float], two: tuple[float, float]) -> None:
    if abs(one[0] - two[0]) < _STRAIGHT:
        rules.append(Rule(True, one[0], min(one[1], two[1]), max(one[1], two[1])))
    elif abs(one[1] - two[1]) < _STRAIGHT:
        rules.append(Rule(False, one[1], min(one[0], two[0]), max(one[0], two[0])))
