"""A page's events cut into lines where a browser would break them, with the structure that the mark-up gives them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from parsers.document import BlockKind, Origin, Piece, Style
from parsers.html_chrome import TAGS, UNSEEN, chrome_rule, css
from parsers.html_rows import Rows
from parsers.html_tree import Element, Tree
from parsers.markers import decoration, marker

_PARAGRAPHS = frozenset(
    [
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "dl",
        "table",
        "blockquote",
        "pre",
        "form",
        "section",
        "article",
        "hr",
        "fieldset",
    ]
)
_LINES = frozenset(
    [
        "div",
        "li",
        "dt",
        "dd",
        "tr",
        "td",
        "th",
        "caption",
        "thead",
        "tbody",
        "tfoot",
        "address",
        "header",
        "footer",
        "nav",
        "aside",
        "main",
        "figure",
        "figcaption",
        "details",
        "summary",
        "legend",
        "option",
        "label",
        "center",
        "body",
        "html",
        "button",
        "text",
        "foreignobject",
    ]
)
_BREAKS = _PARAGRAPHS | _LINES
_BOLD = frozenset(["b", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "th"])
_BOLD_STYLES = ("font-weight:bold", "font-weight:700")
_LEVELS = {f"h{level}": level for level in range(1, 7)}
_CAPTION, _LABEL = 6, 7
# The elements that change how a line is read besides where it ends, and all that an element may do by its name.
_STRUCTURE = frozenset(["ul", "ol", "li", "tr", "td", "dt", "caption", *_LEVELS])
_TELLING = _BREAKS | _BOLD | _STRUCTURE | TAGS | {"br", "a"}
# A path names so many elements at most, from the innermost outwards.
_PATH_STEPS = 12
# How many times the length of the page may be searched in vain for the places of text that stands there in another
# spelling (entities). The pages of the corpus need less than one; without a limit a page of entities is quadratic.
_VAIN = 16
# The first words of a text in characters that a page seldom spells as entities; lines may end in several ways.
_PLAIN = re.compile(r"[!#-%(-;=?-~][ !#-%(-;=?-~]{1,58}[!#-%(-;=?-~]")

# To look a kind up in its class for every line is slow.
_PARAGRAPH, _HEADING, _ITEM = BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.ITEM

Run = tuple[str, bool, bool]
_SPACE: Run = (" ", False, False)


class _Line(NamedTuple):
    """A line that has begun: what text that no reader sees in the midst of it must leave as it is."""

    runs: list[Run]
    start: int | None
    path: str
    gap: int
    heading: int
    item: bool
    row: list[str] | None
    row_start: int


class _Places:
    """Finds the source line of text by searching on from the last find: text comes in source order."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.line = 1
        self.vain = _VAIN * len(source)

    def find(self, text: str) -> int:
        """Move on to the next occurrence of the text's first plain words; the 1-based line of what was found last."""
        plain = _PLAIN.search(text)
        if plain and self.vain > 0:
            at = self.source.find(plain[0], self.at)
            if at >= 0:
                self.line += self.source.count("\n", self.at, at)
                self.at = at
            else:
                self.vain -= len(self.source) - self.at
        return self.line


def _path(element: Element | None) -> str:
    """A short element path: the element's id or name, up to the nearest ancestor with an id.

    An element keeps its path, since those next to it and in it have paths that begin with the same steps.
    """
    new: list[Element] = []
    while element is not None and not element.path:
        new.append(element)
        element = element.parent
    path, steps = ("", 0) if element is None else (element.path, element.steps)
    for element in reversed(new):
        name = element.name
        if identifier := element.attributes.get("id"):
            path, steps = f"{name}#{identifier}", 1
        elif steps < _PATH_STEPS:
            path, steps = f"{path}>{name}" if steps else name, steps + 1
        else:
            path = f"{_without_first(path, element)}>{name}"
        element.path, element.steps = path, steps
    return path


def _without_first(path: str, element: Element) -> str:
    """The path of an element's parent without its first step."""
    if path.count(">") == _PATH_STEPS - 1:
        return path[path.index(">") + 1 :]
    steps: list[str] = []  # the id of the first step holds what divides steps
    for _ in range(_PATH_STEPS - 1):
        assert element.parent is not None
        element = element.parent
        steps.append(element.name)
    return ">".join(reversed(steps))


def lines(tree: Tree, source: str) -> list[Piece]:
    """The lines of a page in order."""
    return _Walk(tree, source).pieces()


class _Walk:
    """One pass over the events of a page. A run is text with whether it is bold and whether it is linked."""

    def __init__(self, tree: Tree, source: str) -> None:
        self.tree = tree
        self.tables = Rows(tree)
        self.places = _Places(source)
        self.found: list[Piece] = []
        self.runs: list[Run] = []
        self.start: int | None = None
        self.path = ""
        self.gap = 0
        self.bold: list[Element] = []
        self.link = 0
        self.lists = 0
        self.heading = 0
        self.item = False
        self.rows: list[Element] = []
        self.row: list[str] | None = None
        self.row_start = 0
        self.chrome: Element | None = None
        self.furniture = ""
        self.around: _Line | None = None

    def pieces(self) -> list[Piece]:
        """The lines, in order. Most elements say nothing, and are passed over here."""
        inside: Element | None = None
        for event in self.tree.events:
            if event is None:
                if inside is None:
                    continue
                if inside.name in _TELLING or inside is self.chrome or "style" in inside.attributes:
                    self._close(inside)
                inside = inside.parent
            elif not isinstance(event, str):
                inside = event
                if event.name in _TELLING or (event.attributes and (not self.chrome or "style" in event.attributes)):
                    self._open(event)
            elif not event.isspace():
                self._text(event, inside)
            elif self.runs:
                self.runs.append(_SPACE)
        self._flush()
        return self.found

    def _text(self, text: str, inside: Element | None) -> None:
        line = self.places.find(text)
        if self.start is None:
            self.start = line
            self.path = _path(inside)
        self.runs.append((text, bool(self.bold), self.link > 0))

    def _open(self, element: Element) -> None:
        name = element.name
        if name == "br":
            self._break()
            return
        if name in _BREAKS:
            if self.runs:
                self._flush()
            if not self.gap and name in _PARAGRAPHS:
                self.gap = 1
        if self.chrome is None and (rule := chrome_rule(self.tree, element)):
            self.chrome, self.furniture = element, rule
            if rule in UNSEEN:
                self._leave()
        if name in _BOLD or ("style" in element.attributes and any(style in css(element) for style in _BOLD_STYLES)):
            self.bold.append(element)
        if name == "a":
            self.link += bool(element.attributes.get("href"))
        elif name in _STRUCTURE:
            self._begin(element)

    def _leave(self) -> None:
        """Begin text that no reader sees: it becomes lines of its own, before the line that it stands in."""
        self.around = _Line(
            self.runs, self.start, self.path, self.gap, self.heading, self.item, self.row, self.row_start
        )
        self.runs, self.start, self.path, self.row = [], None, "", None

    def _return(self, around: _Line, element: Element) -> None:
        """End text that no reader sees, and go on with the line around it."""
        if self.row is None:
            self._flush()
        else:
            self._end_row(element)
        self.runs, self.start, self.path, self.gap, self.heading, self.item, self.row, self.row_start = around
        self.chrome, self.furniture, self.around = None, "", None

    def _close(self, element: Element) -> None:
        name = element.name
        if self.around and self.chrome is element:
            self._return(self.around, element)
        if self.row is not None and name in ("td", "th", "tr"):
            if name == "tr":
                self._end_row(element)
            else:
                self._end_cell()
        elif name in _BREAKS:
            empty = not self.runs
            if not empty:
                self._flush()
            if empty and name == "p" and not self.tree.letters(element):
                self.gap += 1
            elif not self.gap and name in _PARAGRAPHS:
                self.gap = 1
        if self.bold and self.bold[-1] is element:
            self.bold.pop()
        if self.chrome is element:
            self.chrome, self.furniture = None, ""
        if name == "a":
            self.link -= bool(element.attributes.get("href"))
        elif name in _STRUCTURE:
            self._end(name)

    def _break(self) -> None:
        if self.row is not None:
            self.runs.append(_SPACE)
        elif self.runs:
            self._flush()
        else:
            self.gap += 1

    def _begin(self, element: Element) -> None:
        """What the start of an element says of the lines in it."""
        name = element.name
        if name == "li":
            self.item = True
        elif name in ("ul", "ol"):
            self.lists += 1
        elif name in _LEVELS:
            self.heading = _LEVELS[name]
        elif name == "caption":
            self.heading = _CAPTION
        elif name == "tr":
            self.rows.append(element)
            if self.row is None and self.tables.is_data(element):
                self.row = []
        elif self.row is None and (name == "dt" or (bool(self.rows) and self.tables.is_label(self.rows[-1], element))):
            self.heading = _LABEL

    def _end(self, name: str) -> None:
        """What the end of an element of that name says."""
        if name == "li":
            self.item = False
        elif name in ("ul", "ol"):
            self.lists -= 1
        elif name == "tr":
            self.rows.pop()
        else:
            self.heading = 0

    def _end_cell(self) -> None:
        if self.runs and self.row is not None:
            if not self.row:
                self.row_start = self.start or 0
            self.row.append("".join([text for text, _, _ in self.runs]))
        self.runs, self.start = [], None

    def _end_row(self, element: Element) -> None:
        if self.row:
            origin = Origin(line=self.row_start, path=self.path or _path(element))
            style = _style(self.gap, False, 0, 0.0, 0)
            self.gap = 0
            self.found.append(Piece(BlockKind.ROW, "", origin, style, cells=tuple(self.row), furniture=self.furniture))
        self.row = None
        self.runs, self.start, self.path = [], None, ""

    def _flush(self) -> None:
        """End the line; inside a data row a break only divides words."""
        if not self.runs:
            return
        if self.row is not None:
            self.runs.append(_SPACE)
            return
        runs, origin = self.runs, Origin(self.start, path=self.path)
        self.runs, self.start, self.path = [], None, ""
        if len(runs) == 1:
            text, bold, link = runs[0]
            lead, linked = 0, float(link)
        else:
            text = "".join([text for text, _, _ in runs])
            bold, lead, linked = _weights(runs)
        text = " ".join(text.split())
        gap, level, kind, mark, prefix, suffix = self.gap, self.heading, _PARAGRAPH, "", 0, 0
        if level:
            kind, lead = _HEADING, 0
            prefix, suffix = decoration(text)
        elif (found := marker(text)) or (self.item and self.lists):
            # Only the first line of a list item carries its bullet; what follows a break belongs to it.
            self.item = False
            kind, level, mark, prefix = _ITEM, self.lists, found.strip() or "•", len(found)
        else:
            prefix, suffix = decoration(text)
        self.gap = 0
        style = _style(gap, bold, lead, linked, level)
        self.found.append(Piece(kind, text, origin, style, mark, prefix, suffix, (), self.furniture))


def _weights(runs: list[Run]) -> tuple[bool, int, float]:
    """Whether a line is bold, how many letters it begins with in bold where it is not, and which share is linked."""
    letters = linked = lead = 0
    leading = True
    for text, bold, link in runs:
        size = len(text.strip())
        letters += size
        if link:
            linked += size
        leading = leading and (bold or not size)
        if leading:
            lead += size
    return leading, 0 if leading else lead, round(linked / letters, 2)


@lru_cache(1000)  # a page has a thousand lines of the same few styles
def _style(gap: int, bold: bool, lead: int, linked: float, level: int) -> Style:
    return Style(gap=gap, bold=bold, lead=lead, linked=linked, level=level)
