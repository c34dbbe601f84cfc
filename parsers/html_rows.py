"""Tables that hold data as against tables that lay out the page."""

from __future__ import annotations

from parsers.html_tree import Element, Event

# A longer cell is a paragraph and no value.
_CELL_LENGTH = 240
_LABEL_LENGTH = 80
# A cell of so many elements lays out a page, whatever text it holds; looking at each for every row that it is nested
# in would take quadratic time.
_CELL_ELEMENTS = 1000
_BLOCKS = frozenset("p div ul ol table h1 h2 h3 h4 h5 h6 br dl".split())
_LISTS = frozenset(["ul", "ol", "table"])


def is_data_row(events: list[Event], row: Element) -> bool:
    """A row of short values: two filled cells or more, none with more than one block in it, none with a list."""
    cells = _filled_cells(events, row)
    return len(cells) > 1 and all(_is_value(events, cell) for cell in cells)


def is_label_cell(events: list[Event], row: Element, cell: Element) -> bool:
    """The short first of two cells of a layout row: a heading at the left of the text it belongs to."""
    if not 0 < _length(cell) < _LABEL_LENGTH or cell.end - cell.start > 2 * _CELL_ELEMENTS:
        return False
    cells = _filled_cells(events, row)
    return (
        len(cells) == 2
        and cells[0] is cell
        and not any(isinstance(event, Element) and event.name in _LISTS for event in events[cell.start + 1 : cell.end])
    )


def _filled_cells(events: list[Event], row: Element) -> list[Element]:
    """The cells of a row that hold text; found once and kept, since every cell of the row may ask."""
    if row.cells is None:
        row.cells = []
        at = row.start + 1
        while at < row.end:
            event = events[at]
            if isinstance(event, Element):
                if event.letters and event.name in ("td", "th"):
                    row.cells.append(event)
                at = event.end
            at += 1
    return row.cells


def _is_value(events: list[Event], cell: Element) -> bool:
    if _length(cell) > _CELL_LENGTH or cell.end - cell.start > 2 * _CELL_ELEMENTS:
        return False
    blocks = 0
    for event in events[cell.start + 1 : cell.end]:
        if isinstance(event, Element) and event.name in _BLOCKS and (event.letters or event.name == "br"):
            blocks += 1
            if blocks > 1 or event.name in _LISTS:
                return False
    return True


def _length(cell: Element) -> int:
    """The length of a cell's text with a space between its pieces."""
    return cell.letters + max(0, cell.pieces - 1)
