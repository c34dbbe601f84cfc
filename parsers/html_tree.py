"""A web page as a flat tree: elements opening and closing and the text between them, in source order.

lxml reads the page and calls back at every tag, so no tree of objects is built and no nesting is too deep for it. Its
letters are compared with those of the source (``html_source``). Where some are missing, the page is mended and read
again, at last by BeautifulSoup on Python's own parser; what is still missing then is an error.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, PreformattedString, Tag
from lxml import etree

from parsers.errors import Corrupt, Truncated
from parsers.html_source import LOST, SWALLOWING, lost, mended, unclosed

SKIPPED = frozenset(
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
_CODE = frozenset(["script", "style"])
_HELD_DEPTH = 3  # a hidden element that swallows text stands outermost, or in the head (and there below "noscript")
_NONE: Mapping[str, str] = {}  # lxml's own empty mapping is slow to ask
# BeautifulSoup makes 13,000 tags a second, and is only asked about broken pages: 4 million characters take it seconds.
_SECOND_READER_LENGTH = 4_000_000


class Element:
    """An element that may show text.

    ``start`` and ``end`` index the events of its opening and closing, ``first`` and ``last`` are the pieces of text
    of the page before its own and up to its end. Written out since a page has thousands.
    """

    __slots__ = ("attributes", "end", "first", "last", "name", "parent", "start")
    end: int
    last: int

    def __init__(self, name: str, attributes: Mapping[str, str], parent: Element | None, start: int, first: int):
        self.name = name
        self.attributes = attributes
        self.parent = parent
        self.start = start
        self.first = first


# An element opens, text stands, the innermost element closes (None).
Event = Element | str | None


class Tree:
    """A page read. It is also what a reader fills: ``start``, ``data``, ``end`` and ``close`` are lxml's names.

    ``read`` holds all text but code, that of hidden elements too. ``held`` counts the letters inside each kind of
    element that would swallow the page if it were not closed.
    """

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.read: list[str] = []
        self.held: Counter[str] = Counter()
        # Letters in the first n pieces of text (white space around each left out), and those of them below an "a".
        self._letters = [0]
        self._linked = [0]
        self._text: list[str] = []
        self._open: Element | None = None
        self._links = 0
        self._skipped: list[str] = []

    def letters(self, element: Element | None = None) -> int:
        """The letters of an element's text, or of the page's, without the white space around each piece."""
        return self._letters[-1] if element is None else self._letters[element.last] - self._letters[element.first]

    def linked(self, element: Element | None = None) -> int:
        """The letters of links among them."""
        return self._linked[-1] if element is None else self._linked[element.last] - self._linked[element.first]

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element opens."""
        if self._text:
            self._flush()
        if self._skipped or name in SKIPPED:
            self._skipped.append(name)
            return
        events = self.events
        element = Element(name, attributes or _NONE, self._open, len(events), len(self._letters) - 1)
        self._open = element
        events.append(element)
        if name == "a":
            self._links += 1

    def data(self, text: str) -> None:
        """Text stands; one piece may come in several calls."""
        self._text.append(text)

    def end(self, _: str) -> None:
        """The innermost element closes."""
        if self._text:
            self._flush()
        if self._skipped:
            self._skipped.pop()
            return
        element = self._open
        if element is None:
            return
        events = self.events
        element.end = len(events)
        element.last = len(self._letters) - 1
        self._open = element.parent
        events.append(None)
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
        if self._skipped:
            if self._skipped[-1] not in _CODE:
                self.read.append(text)
                self._hold(self._skipped[:_HELD_DEPTH], len(text.strip()))
            return
        self.read.append(text)
        self.events.append(text)
        if size := len(text.strip()):
            self._letters.append(self._letters[-1] + size)
            self._linked.append(self._linked[-1] + (size if self._links else 0))
            if self._open is not None and self._open.name in SWALLOWING:
                self.held[self._open.name] += size

    def _hold(self, names: list[str], letters: int) -> None:
        name = next((name for name in names if name in SWALLOWING), None)
        if name is not None:
            self.held[name] += letters


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
    return any(letters >= LOST and bool(unclosed(source, name)) for name, letters in tree.held.items())


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
            attributes = {
                key: value if isinstance(value, str) else " ".join(value) for key, value in node.attrs.items()
            }
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
