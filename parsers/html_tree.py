"""A web page as a flat tree: elements opening and closing and the text between them, in source order.

lxml reads the page and calls back at every tag, so no tree of objects is built and no nesting is too deep for it. Its
letters are compared with those of the source (``html_source``). Where some are missing, the page is mended and read
again, at last by BeautifulSoup on Python's own parser; what is still missing then is an error.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, PreformattedString, Tag
from lxml import etree

from parsers.errors import Corrupt, Truncated
from parsers.html_source import LOST, SWALLOWING, lost, mended, unclosed

SKIPPED = frozenset(
    "script style noscript template head svg math object iframe canvas audio video datalist".split()
)
_CODE = frozenset(["script", "style"])
# BeautifulSoup makes 13,000 tags a second, and is only asked about broken pages: 4 million characters take it seconds.
_SECOND_READER_LENGTH = 4_000_000


@dataclass(slots=True, eq=False)
class Element:
    """An element that may show text.

    ``start`` and ``end`` index the events of its opening and closing. ``letters`` counts the characters of its text
    without the white space around each piece, ``linked`` those below an ``a``, ``pieces`` the pieces.
    """

    name: str
    attributes: Mapping[str, str]
    parent: Element | None
    start: int
    letters: int
    linked: int
    pieces: int
    end: int = 0
    cells: list[Element] | None = None


# An element opens, text stands, the innermost element closes (None).
Event = Element | str | None


@dataclass(slots=True)
class Tree:
    """A page read. It is also what a reader fills: ``start``, ``data``, ``end`` and ``close`` are lxml's names.

    ``read`` holds all text but code, that of hidden elements too. ``held`` counts the letters inside each kind of
    element that would swallow the page if it were not closed.
    """

    events: list[Event] = field(default_factory=list)
    read: list[str] = field(default_factory=list)
    held: Counter[str] = field(default_factory=Counter)
    letters: int = 0
    linked: int = 0
    pieces: int = 0
    _text: list[str] = field(default_factory=list)
    _open: Element | None = None
    _links: int = 0
    _skipped: list[str] = field(default_factory=list)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element opens."""
        if self._text:
            self._flush()
        if self._skipped or name in SKIPPED:
            self._skipped.append(name)
            return
        element = Element(name, attributes, self._open, len(self.events), self.letters, self.linked, self.pieces)
        self._open = element
        self.events.append(element)
        if name == "a":
            self._links += 1

    def data(self, text: str) -> None:
        """Text stands; one piece may come in several calls."""
        self._text.append(text)

    def end(self, name: str) -> None:
        """The innermost element closes."""
        if self._text:
            self._flush()
        if self._skipped:
            self._skipped.pop()
            return
        element = self._open
        if element is None:
            return
        element.end = len(self.events)
        element.letters = self.letters - element.letters
        element.linked = self.linked - element.linked
        element.pieces = self.pieces - element.pieces
        self._open = element.parent
        self.events.append(None)
        if element.name == "a":
            self._links -= 1

    def comment(self, _: str) -> None:
        """A comment parts two pieces of text."""
        if self._text:
            self._flush()

    def pi(self, _target: str, _data: str | None = None) -> None:
        """A processing instruction parts them too."""
        if self._text:
            self._flush()

    def close(self) -> Tree:
        """The page ends, and with it whatever is open."""
        if self._text:
            self._flush()
        self._skipped.clear()
        while self._open is not None:
            self.end(self._open.name)
        return self

    def _flush(self) -> None:
        text = "".join(self._text)
        self._text.clear()
        size = len(text.strip())
        if self._skipped:
            if self._skipped[-1] not in _CODE:
                self.read.append(text)
                self.held[self._skipped[-1]] += size
            return
        self.read.append(text)
        self.events.append(text)
        if size:
            self.letters += size
            self.pieces += 1
            if self._links:
                self.linked += size
            if self._open is not None and self._open.name in SWALLOWING:
                self.held[self._open.name] += size


def read(source: str) -> Tree:
    """Read a page. Raises Truncated where text is lost that no reader recovers, Corrupt where none can read at all."""
    tree = _with_lxml(source)
    if lost(source, "".join(tree.read)) < LOST and not _is_swallowed(source, tree):
        return tree
    sound = mended(source)
    missing = 0
    for reader in _READERS:
        tree = reader(sound)
        missing = lost(source, "".join(tree.read))
        if missing < LOST:
            return tree
    raise Truncated(
        f"expected the whole text of an HTML page, found {missing} of its letters lost in broken mark-up; "
        "look for a comment, script or quote that is not closed, or scrape the page again"
    )


def _is_swallowed(source: str, tree: Tree) -> bool:
    """Whether an element that hides its content or takes it for characters was never closed, and holds text."""
    return any(
        letters >= LOST and name in SWALLOWING and bool(unclosed(source, name)) for name, letters in tree.held.items()
    )


def _with_lxml(source: str) -> Tree:
    tree = Tree()
    # The encoding given here overrides whatever the page declares: the source is decoded already.
    parser = etree.HTMLParser(target=tree, encoding="utf-8", huge_tree=True)
    try:
        parser.feed(source.encode("utf-8", errors="replace"))
        parser.close()
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise Corrupt(f"expected an HTML page, found mark-up that lxml gives up on ({error})") from error
    return tree


def _with_bs4(source: str) -> Tree:
    """The second reader: it keeps much that lxml drops, but closes no element that the page leaves open."""
    tree = Tree()
    if len(source) > _SECOND_READER_LENGTH:
        return tree
    try:
        page = BeautifulSoup(source, "html.parser")
    except (RecursionError, ValueError, AssertionError) as error:
        raise Corrupt(f"expected an HTML page, found mark-up that no tree can be built from ({error})") from error
    waiting: list[PageElement | None] = [*reversed(page.contents)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Tag):
            attributes = {key: value if isinstance(value, str) else " ".join(value) for key, value in node.attrs.items()}
            tree.start(node.name, attributes)
            waiting.append(None)
            waiting.extend(reversed(node.contents))
        elif isinstance(node, PreformattedString):
            tree.comment(node)
        elif isinstance(node, NavigableString):
            tree.data(node)
        else:
            tree.end("")
    return tree.close()


_READERS: tuple[Callable[[str], Tree], ...] = (_with_lxml, _with_bs4)
