"""Tables that hold data as against tables that lay out the page."""

from __future__ import annotations

from parsers.html_tree import Element, Tree

# A longer cell is a paragraph and no value.
_CELL_LENGTH = 240
_LABEL_LENGTH = 80
# A cell of so many elements lays out a page, whatever text it holds; looking at each for every row that it is nested
# in would take quadratic time.
_CELL_ELEMENTS = 1000
_BLOCKS = frozenset(["p", "div", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "br", "dl"])
_LISTS = frozenset(["ul", "ol", "table"])


class Rows:
    """The rows of one page. The filled cells of a row are found once and kept, since each of its cells may ask."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._cells: dict[Element, list[Element]] = {}

    def is_data(self, row: Element) -> bool:
        """A row of short values: two filled cells or more, none with more than one block in it, none with a list."""
        cells = self._filled(row)
        return len(cells) > 1 and all(_is_value(self._tree, cell) for cell in cells)

    def is_label(self, row: Element, cell: Element) -> bool:
        """The short first of two cells of a layout row: a heading at the left of the text it belongs to."""
        tree = self._tree
        if not 0 < _length(tree, cell) < _LABEL_LENGTH or cell.end - cell.start > 2 * _CELL_ELEMENTS:
            return False
        cells = self._filled(row)
        inside = tree.events[cell.start + 1 : cell.end]
        return (
            len(cells) == 2
            and cells[0] is cell
            and not any(isinstance(event, Element) and event.name in _LISTS for event in inside)
        )

    def _filled(self, row: Element) -> list[Element]:
        cells = self._cells.get(row)
        if cells is None:
            self._cells[row] = cells = []
            at = row.start + 1
            while at < row.end:
                event = self._tree.events[at]
                if isinstance(event, Element):
                    if event.name in ("td", "th") and self._tree.letters(event):
                        cells.append(event)
                    at = event.end
                at += 1
        return cells


def _is_value(tree: Tree, cell: Element) -> bool:
    if _length(tree, cell) > _CELL_LENGTH or cell.end - cell.start > 2 * _CELL_ELEMENTS:
        return False
    blocks = 0
    for event in tree.events[cell.start + 1 : cell.end]:
        if isinstance(event, Element) and event.name in _BLOCKS and (tree.letters(event) or event.name == "br"):
            blocks += 1
            if blocks > 1 or event.name in _LISTS:
                return False
    return True


def _length(tree: Tree, cell: Element) -> int:
    """The length of a cell's text with a space between its pieces."""
    return tree.letters(cell) + max(0, cell.last - cell.first - 1)
