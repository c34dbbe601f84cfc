"""HTML: the lines a reader sees, with the structure that the mark-up gives them.

The tree is walked once, without recursion (saved pages nest deeply), and cut into blocks where a browser
would break the line. Site chrome is kept and named as furniture: a page is mostly navigation, and which part
of it was left aside must stay visible.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, PreformattedString, Tag

from parsers.document import Assembly, BlockKind, Document, Origin, Piece, Style
from parsers.encoding import decode, is_text
from parsers.errors import Corrupt
from parsers.markers import decoration, marker
from parsers.text import looks_like_html

FORMAT = "html"

_SKIPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "svg",
        "math",
        "object",
        "iframe",
        "canvas",
        "audio",
        "video",
        "datalist",
    ]
)
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
    ]
)
_BOLD = frozenset(["b", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "th"])
_CHROME_TAGS = {"nav": "html_navigation", "footer": "html_footer", "aside": "html_aside", "select": "html_control"}
_CHROME_ROLES = {
    "navigation": "html_navigation",
    "contentinfo": "html_footer",
    "search": "html_control",
    "menu": "html_navigation",
    "menubar": "html_navigation",
    "dialog": "html_dialog",
    "alertdialog": "html_dialog",
}
_CHROME_NAMES = re.compile(
    r"(?:^|[-_ ])(?:(?P<html_navigation>nav|navbar|navigation|menu|menubar|breadcrumbs?|skip|pager|pagination|sitemap)"
    r"|(?P<html_footer>footer|copyright)|(?P<html_aside>sidebar|aside|related)"
    r"|(?P<html_dialog>cookies?|consent|modal|popup|overlay)|(?P<html_control>search|share|social|toolbar|print))"
    r"(?:$|[-_ ])"
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)


@dataclass(slots=True)
class Line:
    """The line being gathered: text runs, each with whether it is bold and whether it is linked."""

    runs: list[tuple[str, bool, bool]] = field(default_factory=list)
    start: int | None = None
    path: str = ""


def identify(data: bytes) -> bool:
    """Bytes that decode as text and hold a tag that only HTML has."""
    if data[:5] == b"%PDF-" or data[:4] == b"PK\x03\x04":
        return False
    return is_text(data) and looks_like_html(data)


def parse(data: bytes) -> Document:
    """Read an HTML page. Raises Corrupt where the tree builder gives up."""
    declared = _META_CHARSET.search(data[:4096])
    source, encoding = decode(data, declared[1].decode("ascii") if declared else None)
    source = source.replace("\x00", "")
    try:
        tree = BeautifulSoup(source, "lxml")
    except (RecursionError, ValueError, AssertionError) as error:
        raise Corrupt(f"expected an HTML page, found mark-up that no tree can be built from ({error})") from error
    assembly = Assembly()
    for piece in _Walk(tree, source).pieces():
        assembly.add(piece)
    assembly.pieces = _without_trailer(assembly.pieces)
    return assembly.document(FORMAT, encoding)


def _without_trailer(pieces: list[Piece]) -> list[Piece]:
    """Mark as furniture the short lines behind the element that holds the text of the page.

    That element is the one with an id and nine tenths of the letters that are neither chrome nor links.
    """
    weights: Counter[str] = Counter()
    for piece in pieces:
        if not piece.furniture and piece.style.linked <= 0.5:
            weights[_named(piece)] += len(piece.text)
    main, weight = max(weights.items(), key=lambda pair: pair[1], default=("", 0))
    if "#" not in main or weight < 0.9 * weights.total():
        return pieces
    last = max(k for k, piece in enumerate(pieces) if _named(piece) == main)
    return [
        replace(piece, furniture="html_after_text")
        if k > last and not piece.furniture and len(piece.text) < 80
        else piece
        for k, piece in enumerate(pieces)
    ]


def _named(piece: Piece) -> str:
    """The first step of a piece's path: its nearest ancestor with an id, where there is one."""
    return (piece.origin.path or "").split(">")[0]


class _Places:
    """Finds the source line of text by searching on from the last find: text comes in source order."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.starts = [0, *(found.end() for found in re.finditer("\n", source))]

    def line(self, text: str) -> int:
        """The 1-based line of the next occurrence of the text's first plain characters."""
        plain = re.match(r"[ -%'-;=?-~\n\r\t]{1,60}", text.strip())
        if plain and len(plain.group()) > 2:
            found = self.source.find(plain.group(), self.at)
            if found >= 0:
                self.at = found
        return bisect_right(self.starts, self.at)


class _Walk:
    """One pass over a tree: events of elements opening and closing, lines cut between them."""

    def __init__(self, tree: BeautifulSoup, source: str) -> None:
        self.tree = tree
        self.places = _Places(source)
        self.line = Line()
        self.gap = 0
        self.total, self.linked = _letters(tree)
        self.bold = self.link = self.depth = 0
        self.lists: list[str] = []
        self.heading = 0
        self.item = False
        self.row: list[str] | None = None
        self.row_start = 0
        self.chrome: list[tuple[Tag, str]] = []

    def pieces(self) -> Iterator[Piece]:
        """The page's lines in order."""
        stack: list[tuple[PageElement, bool]] = [(self.tree, False)]
        while stack:
            node, closing = stack.pop()
            if isinstance(node, NavigableString):
                if not isinstance(node, PreformattedString):
                    self._text(node)
                continue
            assert isinstance(node, Tag)
            if closing:
                yield from self._close(node)
                continue
            if node.name in _SKIPPED:
                continue
            yield from self._open(node)
            stack.append((node, True))
            stack.extend((child, False) for child in reversed(node.contents))
        yield from self._flush()

    def _text(self, node: NavigableString) -> None:
        text = str(node)
        if not text.strip():
            if self.line.runs:
                self.line.runs.append((" ", False, False))
            return
        if self.line.start is None:
            self.line.start = self.places.line(text)
            self.line.path = _path(node.parent)
        else:
            self.places.line(text)
        self.line.runs.append((text, self.bold > 0, self.link > 0))

    def _open(self, tag: Tag) -> Iterator[Piece]:
        name = tag.name
        if name == "br" and self.row is not None:
            self.line.runs.append((" ", False, False))
            return
        if name == "br":
            if not self.line.runs and self.row is None:
                self.gap += 1
            yield from self._flush()
            return
        if name in _PARAGRAPHS or name in _LINES:
            yield from self._flush()
            if name in _PARAGRAPHS:
                self.gap = max(self.gap, 1)
        if rule := self._chrome_rule(tag):
            self.chrome.append((tag, rule))
        if name in _BOLD or "font-weight:bold" in _css(tag) or "font-weight:700" in _css(tag):
            self.bold += 1
        if name == "a" and tag.get("href"):
            self.link += 1
        if name in ("ul", "ol"):
            self.lists.append(name)
        elif name == "li":
            self.item = True
        elif name[0] == "h" and name[1:].isdecimal():
            self.heading = min(6, int(name[1:]))
        elif name == "tr" and self.row is None and _is_data_row(tag):
            self.row = []
        elif (name == "td" and self.row is None and _is_label_cell(tag)) or (name == "dt" and self.row is None):
            self.heading = 7
        elif name == "caption":
            self.heading = 6

    def _close(self, tag: Tag) -> Iterator[Piece]:
        name = tag.name
        if self.row is not None and name in ("td", "th"):
            if self.line.runs:
                if not self.row:
                    self.row_start = self.line.start or 0
                self.row.append("".join(text for text, _, _ in self.line.runs))
            path = self.line.path
            self.line = Line(path=path)
        elif self.row is not None and name == "tr":
            if self.row:
                path = self.line.path or _path(tag)
                yield self._piece(BlockKind.ROW, "", Origin(line=self.row_start, path=path), cells=tuple(self.row))
            self.row, self.line = None, Line()
        elif name in _PARAGRAPHS or name in _LINES:
            empty = not self.line.runs
            yield from self._flush()
            if name == "p" and empty and not tag.get_text(strip=True):
                self.gap += 1
            elif name in _PARAGRAPHS:
                self.gap = max(self.gap, 1)
        if name in _BOLD or "font-weight:bold" in _css(tag) or "font-weight:700" in _css(tag):
            self.bold -= 1
        if name == "a" and tag.get("href"):
            self.link -= 1
        if name in ("ul", "ol") and self.lists:
            self.lists.pop()
        elif name == "li":
            self.item = False
        elif (name[0] == "h" and name[1:].isdecimal()) or name in ("td", "dt", "caption"):
            self.heading = 0
        if self.chrome and self.chrome[-1][0] is tag:
            self.chrome.pop()

    def _flush(self) -> Iterator[Piece]:
        """End the line; inside a data row a break only divides words."""
        if self.row is not None:
            if self.line.runs:
                self.line.runs.append((" ", False, False))
            return
        runs, self.line.runs = self.line.runs, []
        origin = Origin(line=self.line.start, path=self.line.path)
        self.line = Line()
        text = " ".join("".join(text for text, _, _ in runs).split())
        if not text:
            return
        letters = [(len(words.strip()), bold, link) for words, bold, link in runs]
        count = sum(n for n, _, _ in letters) or 1
        lead = 0
        for words, is_bold, _ in runs:
            if words.strip() and not is_bold:
                break
            lead += len(words.strip())
        bold = lead >= sum(n for n, _, _ in letters)
        linked = round(sum(n for n, _, link in letters if link) / count, 2)
        mark = marker(text)
        prefix, suffix = decoration(text)
        if self.heading:
            yield self._piece(
                BlockKind.HEADING,
                text,
                origin,
                bold=bold,
                linked=linked,
                level=self.heading,
                prefix=prefix,
                suffix=suffix,
            )
        elif (self.item and self.lists) or mark:
            # Only the first line of a list item carries its bullet; what follows a break belongs to it.
            self.item = False
            yield self._piece(
                BlockKind.ITEM, text, origin, bold=bold, lead=0 if bold else lead, linked=linked,
                level=len(self.lists), marker=mark.strip() or "•", prefix=len(mark),
            )  # fmt: skip
        else:
            yield self._piece(
                BlockKind.PARAGRAPH, text, origin, bold=bold, lead=0 if bold else lead, linked=linked,
                prefix=prefix, suffix=suffix,
            )  # fmt: skip

    def _piece(
        self, kind: BlockKind, text: str, origin: Origin, *, bold: bool = False, lead: int = 0, linked: float = 0.0,
        level: int = 0, marker: str = "", prefix: int = 0, suffix: int = 0, cells: tuple[str, ...] = (),
    ) -> Piece:  # fmt: skip
        style = Style(gap=self.gap, bold=bold, lead=lead, linked=linked, level=level)
        self.gap = 0
        furniture = self.chrome[0][1] if self.chrome else ""
        return Piece(kind, text, origin, style, marker, prefix, suffix, cells, furniture)

    def _chrome_rule(self, tag: Tag) -> str:
        """The rule by which an element is site chrome.

        An element is never chrome where it holds a third of the page's unlinked letters: pages name their
        outermost wrappers "page-menu" and the like.
        """
        if self.chrome or tag.name in ("html", "body"):
            return ""
        rule = _CHROME_TAGS.get(tag.name) or _CHROME_ROLES.get(str(tag.get("role", "")))
        if not rule:
            if "display:none" in _css(tag) or tag.has_attr("hidden"):
                rule = "html_hidden"
            else:
                names = _CAMEL.sub("-", f"{_words(tag, 'class')} {_words(tag, 'id')}")
                found = _CHROME_NAMES.search(names.lower())
                rule = found.lastgroup or "" if found else ""
        if not rule:
            return ""
        total, linked = _letters(tag)
        body = max(1, self.total - self.linked)
        return rule if (total - linked) * 3 < body or (rule in _CHROME_TAGS.values() and linked * 2 > total) else ""


def _letters(tag: Tag) -> tuple[int, int]:
    """Characters of visible text below an element, and how many of them are link text."""
    total = linked = 0
    for text in tag.descendants:
        if not isinstance(text, NavigableString) or isinstance(text, PreformattedString):
            continue
        size = len(text.strip())
        if not size:
            continue
        names = [parent.name for parent in text.parents][:6]
        if _SKIPPED.intersection(names):
            continue
        total += size
        if "a" in names:
            linked += size
    return total, linked


def _words(tag: Tag, attribute: str) -> str:
    value = tag.get(attribute) or ""
    return value if isinstance(value, str) else " ".join(value)


def _css(tag: Tag) -> str:
    return str(tag.get("style") or "").replace(" ", "").lower()


def _path(tag: Tag | None) -> str:
    """A short element path: the element's id or name, up to the nearest ancestor with an id."""
    steps: list[str] = []
    while tag is not None and tag.name != "[document]" and len(steps) < 12:
        if identifier := tag.get("id"):
            steps.append(f"{tag.name}#{identifier}")
            break
        steps.append(tag.name)
        tag = tag.parent
    return ">".join(reversed(steps))


_CELL_BLOCKS = frozenset(["p", "div", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "br", "dl"])


def _cells(row: Tag) -> list[Tag]:
    return [cell for cell in row.find_all(["td", "th"], recursive=False) if cell.get_text(strip=True)]


def _is_data_row(row: Tag) -> bool:
    """A row of short values, as against a row that lays out the page: two filled cells or more, none with blocks in it."""
    cells = _cells(row)
    if len(cells) < 2:
        return False
    for cell in cells:
        text = cell.get_text(" ", strip=True)
        blocks = [
            block for block in cell.find_all(list(_CELL_BLOCKS)) if block.get_text(strip=True) or block.name == "br"
        ]
        if len(text) > 240 or len(blocks) > 1 or any(block.name in ("ul", "ol", "table") for block in blocks):
            return False
    return True


def _is_label_cell(cell: Tag) -> bool:
    """The short first cell of a layout row: a heading at the left of the text it belongs to."""
    row = cell.find_parent("tr")
    if row is None:
        return False
    cells = _cells(row)
    return (
        len(cells) == 2
        and cells[0] is cell
        and len(cell.get_text(" ", strip=True)) < 80
        and not cell.find(["ul", "ol", "table"])
    )
