"""A page's events cut into lines where a browser would break them, with the structure that the mark-up gives them."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

from parsers.document import BlockKind, Origin, Piece, Style
from parsers.html_chrome import chrome_rule, css
from parsers.html_rows import Rows
from parsers.html_tree import Element, Tree
from parsers.markers import decoration, marker

_PARAGRAPHS = frozenset(
    "p h1 h2 h3 h4 h5 h6 ul ol dl table blockquote pre form section article hr fieldset".split()
)
_LINES = frozenset(
    "div li dt dd tr td th caption thead tbody tfoot address header footer nav aside main figure figcaption details"
    " summary legend option label center body html button".split()
)
_BREAKS = _PARAGRAPHS | _LINES
_BOLD = frozenset("b strong h1 h2 h3 h4 h5 h6 th".split())
_BOLD_STYLES = ("font-weight:bold", "font-weight:700")
_LEVELS = {f"h{level}": level for level in range(1, 7)}
_CAPTION, _LABEL = 6, 7
# The elements that change how a line is read besides where it ends.
_TELLING = frozenset(["a", "ul", "ol", "li", "tr", "td", "th", "dt", "caption", *_LEVELS])
# A path names so many elements at most, from the innermost outwards.
_PATH_STEPS = 12
# How many times the length of the page may be searched in vain for the places of text that stands there in another
# spelling (entities). The pages of the corpus need less than one; without a limit a page of entities is quadratic.
_VAIN = 16
# Characters that a page seldom spells as entities.
_PLAIN = re.compile(r"[ !#-%(-;=?-~\n\r\t]{1,60}")

Run = tuple[str, bool, bool]


class _Places:
    """Finds the source line of text by searching on from the last find: text comes in source order."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.vain = _VAIN * len(source)
        self.starts = [0, *(found.end() for found in re.finditer("\n", source))]

    def line(self, text: str) -> int:
        """The 1-based line of the next occurrence of the text's first plain characters."""
        plain = _PLAIN.match(text.strip())
        if plain and len(plain.group()) > 2 and self.vain > 0:
            found = self.source.find(plain.group(), self.at)
            if found >= 0:
                self.at = found
            else:
                self.vain -= len(self.source) - self.at
        return bisect_right(self.starts, self.at)


class _Paths:
    """Short element paths: the element's id or name, from the nearest ancestor with an id."""

    def __init__(self) -> None:
        self._steps: dict[Element, tuple[str, ...]] = {}

    def of(self, element: Element | None) -> str:
        """The path of an element; those of its ancestors are kept, since the next element has most of them too."""
        unknown = []
        while element is not None and element not in self._steps:
            unknown.append(element)
            element = element.parent
        steps = () if element is None else self._steps[element]
        for element in reversed(unknown):
            identifier = element.attributes.get("id")
            steps = (f"{element.name}#{identifier}",) if identifier else (*steps[1 - _PATH_STEPS :], element.name)
            self._steps[element] = steps
        return ">".join(steps)


def lines(tree: Tree, source: str) -> list[Piece]:
    """The lines of a page in order."""
    return _Walk(tree, source).pieces()


class _Walk:
    """One pass over the events of a page. A run is text with whether it is bold and whether it is linked."""

    def __init__(self, tree: Tree, source: str) -> None:
        self.tree = tree
        self.tables = Rows(tree)
        self.paths = _Paths()
        self.places = _Places(source)
        self.found: list[Piece] = []
        self.runs: list[Run] = []
        self.start: int | None = None
        self.path = ""
        self.gap = 0
        self.bold = self.link = 0
        self.lists = 0
        self.heading = 0
        self.item = False
        self.rows: list[Element] = []
        self.row: list[str] | None = None
        self.row_start = 0
        self.chrome: Element | None = None
        self.furniture = ""

    def pieces(self) -> list[Piece]:
        inside: Element | None = None
        for event in self.tree.events:
            if isinstance(event, str):
                self._text(event, inside)
            elif event is not None:
                inside = event
                self._open(event)
            elif inside is not None:
                self._close(inside)
                inside = inside.parent
        self._flush()
        return self.found

    def _text(self, text: str, inside: Element | None) -> None:
        if text.isspace() or not text:
            if self.runs:
                self.runs.append((" ", False, False))
            return
        line = self.places.line(text)
        if self.start is None:
            self.start = line
            self.path = self.paths.of(inside)
        self.runs.append((text, self.bold > 0, self.link > 0))

    def _open(self, element: Element) -> None:
        name = element.name
        if name == "br":
            if self.row is not None:
                self.runs.append((" ", False, False))
            else:
                if not self.runs:
                    self.gap += 1
                self._flush()
            return
        if name in _BREAKS:
            self._flush()
            if name in _PARAGRAPHS:
                self.gap = max(self.gap, 1)
        if self.chrome is None and (rule := chrome_rule(self.tree, element)):
            self.chrome, self.furniture = element, rule
        if _is_bold(element):
            self.bold += 1
        if name not in _TELLING:
            return
        if name == "a":
            self.link += bool(element.attributes.get("href"))
        elif name in ("ul", "ol"):
            self.lists += 1
        elif name == "li":
            self.item = True
        elif name in _LEVELS:
            self.heading = _LEVELS[name]
        elif name == "caption":
            self.heading = _CAPTION
        elif name == "tr":
            self.rows.append(element)
            if self.row is None and self.tables.is_data(element):
                self.row = []
        elif self.row is None and (
            name == "dt" or (name == "td" and self.rows and self.tables.is_label(self.rows[-1], element))
        ):
            self.heading = _LABEL

    def _close(self, element: Element) -> None:
        name = element.name
        if self.row is not None and name in ("td", "th"):
            if self.runs:
                if not self.row:
                    self.row_start = self.start or 0
                self.row.append("".join(text for text, _, _ in self.runs))
            self.runs, self.start = [], None
        elif self.row is not None and name == "tr":
            if self.row:
                origin = Origin(line=self.row_start, path=self.path or self.paths.of(element))
                self._add(BlockKind.ROW, "", origin, cells=tuple(self.row))
            self.row = None
            self.runs, self.start, self.path = [], None, ""
        elif name in _BREAKS:
            empty = not self.runs
            self._flush()
            if name == "p" and empty and not self.tree.letters(element):
                self.gap += 1
            elif name in _PARAGRAPHS:
                self.gap = max(self.gap, 1)
        if _is_bold(element):
            self.bold -= 1
        if self.chrome is element:
            self.chrome, self.furniture = None, ""
        if name not in _TELLING:
            return
        if name == "a":
            self.link -= bool(element.attributes.get("href"))
        elif name in ("ul", "ol"):
            self.lists -= 1
        elif name == "li":
            self.item = False
        elif name == "tr":
            self.rows.pop()
        elif name != "th":
            self.heading = 0

    def _flush(self) -> None:
        """End the line; inside a data row a break only divides words."""
        if not self.runs:
            return
        if self.row is not None:
            self.runs.append((" ", False, False))
            return
        runs, origin = self.runs, Origin(line=self.start, path=self.path)
        self.runs, self.start, self.path = [], None, ""
        text = " ".join("".join([text for text, _, _ in runs]).split())
        if not text:
            return
        letters = linked = lead = 0
        leading = True
        for words, is_bold, is_link in runs:
            size = len(words.strip())
            letters += size
            if is_link:
                linked += size
            leading = leading and (is_bold or not size)
            if leading:
                lead += size
        bold = leading
        linked_share = round(linked / letters, 2)
        mark = marker(text)
        if self.heading:
            prefix, suffix = decoration(text)
            self._add(
                BlockKind.HEADING, text, origin, bold=bold, linked=linked_share, level=self.heading,
                prefix=prefix, suffix=suffix,
            )  # fmt: skip
        elif (self.item and self.lists) or mark:
            # Only the first line of a list item carries its bullet; what follows a break belongs to it.
            self.item = False
            self._add(
                BlockKind.ITEM, text, origin, bold=bold, lead=0 if bold else lead, linked=linked_share,
                level=self.lists, marker=mark.strip() or "•", prefix=len(mark),
            )  # fmt: skip
        else:
            prefix, suffix = decoration(text)
            self._add(
                BlockKind.PARAGRAPH, text, origin, bold=bold, lead=0 if bold else lead, linked=linked_share,
                prefix=prefix, suffix=suffix,
            )  # fmt: skip

    def _add(
        self, kind: BlockKind, text: str, origin: Origin, *, bold: bool = False, lead: int = 0, linked: float = 0.0,
        level: int = 0, marker: str = "", prefix: int = 0, suffix: int = 0, cells: tuple[str, ...] = (),
    ) -> None:  # fmt: skip
        style = _style(self.gap, bold, lead, linked, level)
        self.gap = 0
        self.found.append(Piece(kind, text, origin, style, marker, prefix, suffix, cells, self.furniture))


def _is_bold(element: Element) -> bool:
    return element.name in _BOLD or (
        "style" in element.attributes and any(bold in css(element) for bold in _BOLD_STYLES)
    )


@lru_cache(1000)  # a page has a thousand lines of the same few styles
def _style(gap: int, bold: bool, lead: int, linked: float, level: int) -> Style:
    return Style(gap=gap, bold=bold, lead=lead, linked=linked, level=level)
