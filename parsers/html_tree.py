"""A web page as a flat tree: elements opening and closing and the text between them, in source order.

lxml reads the page and calls back at every tag, so no tree of objects is built and no nesting is too deep for it. Its
letters are compared with those of the source (``html_source``). Where some are missing, the page is mended and read
again, at last by BeautifulSoup on Python's own parser; what is still missing then is an error.

A drawing or a formula is read where it stands, but for the parts of it that name or describe it. What stands in for
another thing (``noscript``, ``object``) is read if it holds text of its own: a page that was saved without its scripts
run has its text there. Mostly it is a note that a script is needed, which is left out. A page within the page
(``srcdoc``) is not read: one that holds text is an error.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain

from bs4 import BeautifulSoup, ParserRejectedMarkup
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
        "object",
        "iframe",
        "canvas",
        "audio",
        "video",
        "datalist",
        # Of drawings and formulas; "title" only there: elsewhere it is the page's own, out of its place.
        "title",
        "desc",
        "metadata",
        "defs",
        "symbol",
        "annotation",
        "annotation-xml",
    ]
)
_DRAWN = frozenset(
    ["svg", "g", "path", "rect", "circle", "ellipse", "polygon", "line", "text", "tspan", "use", "image"]
)
FALLBACKS = frozenset(["noscript", "object"])
# A note that the reader lacks something. Those of the pages seen have about 100 letters; a fallback that holds a part
# of a specification besides its note has several hundred more.
_NOTE = re.compile(r"\b(?:java|vb)?script(?:s|ing)?\b|\bbrowsers?\b|\bplug-?ins?\b", re.IGNORECASE)
_NOTE_LENGTH = 400
_NOTED = frozenset(["a", "input"])
# The kinds of form fields that show their value as text; a button or a search box is a control.
_FIELDS = frozenset(["", "text", "number", "date", "email", "tel", "url"])
_CODE = frozenset(["script", "style"])
_HELD_DEPTH = 3  # a hidden element that swallows text stands outermost, or in the head (and there below "noscript")
_NONE: Mapping[str, str] = {}  # lxml's own empty mapping is slow to ask
# BeautifulSoup makes 13,000 tags a second, and is only asked about broken pages: 4 million characters take it seconds.
_SECOND_READER_LENGTH = 4_000_000


class Element:
    """An element that may show text.

    ``start`` and ``end`` index the events of its opening and closing, ``first`` and ``last`` are the pieces of text
    of the page before its own and up to its end, ``path`` is filled by who asks for it, with so many ``steps``. It has
    no ``__init__``: a page has thousands, and to call it for each takes three times as long as to fill them in place.
    """

    __slots__ = ("attributes", "end", "first", "last", "name", "parent", "path", "start", "steps")
    name: str
    attributes: Mapping[str, str]
    parent: Element | None
    start: int
    end: int
    first: int
    last: int
    path: str
    steps: int


# An element opens, text stands, the innermost element closes (None).
Event = Element | str | None
# The same as a reader tells it: an element by its name and attributes, one text in several pieces. A comment or an
# instruction, which parts two texts, is an element without a name.
Mark = tuple[str, Mapping[str, str]] | str | None
_PART: Mark = ("", _NONE)


class Tree:
    """A page read.

    ``read`` holds all text but code, that of hidden elements too. ``held`` counts the letters inside each kind of
    element that would swallow the page if it were not closed, ``framed`` those of pages within the page, which are not
    read, and ``fallbacks`` holds the texts of each element that stands in for something else.
    """

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.read: list[str] = []
        self.held: Counter[str] = Counter()
        self.framed = 0
        self.fallbacks: list[list[str]] = []
        # Letters in the first n pieces of text (white space around each left out), and those of them below an "a".
        self._letters = [0]
        self._linked = [0]

    def letters(self, element: Element | None = None) -> int:
        """The letters of an element's text, or of the page's, without the white space around each piece."""
        return self._letters[-1] if element is None else self._letters[element.last] - self._letters[element.first]

    def linked(self, element: Element | None = None) -> int:
        """The letters of links among them."""
        return self._linked[-1] if element is None else self._linked[element.last] - self._linked[element.first]

    def grow(self, marks: Iterable[Mark]) -> Tree:
        """Fill the tree. One loop without a call for each of the ten thousand marks of a page."""
        events, letters = self.events, self._letters
        pieces: list[str] = []
        skipped: list[str] = []
        inside: Element | None = None
        links = 0
        for mark in chain(marks, (_PART,)):
            if isinstance(mark, str):
                pieces.append(mark)
                continue
            if pieces:
                text = pieces[0] if len(pieces) == 1 else "".join(pieces)
                pieces.clear()
                if skipped:
                    self._skip(text, skipped)
                else:
                    self.read.append(text)
                    events.append(text)
                    if not text.isspace():
                        self._count(text, inside, links)
            if mark is None:
                if skipped:
                    skipped.pop()
                elif inside is not None:
                    inside.end = len(events)
                    inside.last = len(letters) - 1
                    links -= inside.name == "a"
                    inside = inside.parent
                    events.append(None)
            else:
                name, attributes = mark
                if not name:
                    continue
                if skipped or (name in SKIPPED and self._hides(name, attributes, inside)):
                    skipped.append(name)
                    continue
                element = Element()
                element.name = name
                element.attributes = attributes or _NONE
                element.parent = inside
                element.start = len(events)
                element.first = len(letters) - 1
                element.path = ""
                events.append(element)
                inside = element
                if name in _NOTED:
                    if name == "a":
                        links += 1
                    elif value := _field_value(attributes):
                        events.append(value)
                        self._count(value, element, links)
        while inside is not None:  # the page ends, and with it whatever is open
            inside.end, inside.last = len(events), len(letters) - 1
            inside = inside.parent
            events.append(None)
        return self

    def _hides(self, name: str, attributes: Mapping[str, str], inside: Element | None) -> bool:
        """Whether an element of a name that is skipped hides its content."""
        if name == "iframe" and (page := attributes.get("srcdoc")):
            self.framed += lost(page, "")
        elif name == "template":
            return "shadowrootmode" not in attributes
        elif name == "title":
            return inside is not None and inside.name in _DRAWN
        elif name in FALLBACKS:
            self.fallbacks.append([])
        return True

    def _count(self, text: str, inside: Element | None, links: int) -> None:
        """Count the letters of a text that may be shown."""
        size = len(text.strip())
        self._letters.append(self._letters[-1] + size)
        self._linked.append(self._linked[-1] + (size if links else 0))
        if inside is not None and inside.name in SWALLOWING:
            self.held[inside.name] += size

    def _skip(self, text: str, skipped: list[str]) -> None:
        """Count the letters of a text in hidden elements."""
        if skipped[-1] in _CODE:
            return
        self.read.append(text)
        if skipped[0] in FALLBACKS:
            self.fallbacks[-1].append(text)
        name = next((name for name in skipped[:_HELD_DEPTH] if name in SWALLOWING), None)
        if name is not None:
            self.held[name] += len(text.strip())


def read(source: str) -> Tree:
    """Read a page. Raises Truncated where text is lost that no reader recovers, Corrupt where none can read at all."""
    tree = _whole(source)
    if tree.framed >= LOST:
        raise Truncated(
            f"expected the whole text of an HTML page, found {tree.framed} of its letters in a page within it (srcdoc), "
            "which is not read; save that page by itself"
        )
    return tree


def _whole(source: str) -> Tree:
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
    return any(unclosed(source, [name for name, letters in tree.held.items() if letters >= LOST]).values())


def _field_value(attributes: Mapping[str, str]) -> str:
    """The text that a form field shows, or an empty string; a value that is also its title is a prompt."""
    value = attributes.get("value", "")
    if not value or value.isspace() or attributes.get("type", "").lower() not in _FIELDS:
        return ""
    return "" if value in (attributes.get("title"), attributes.get("placeholder")) else value


def _is_content(text: str) -> bool:
    """Whether a text that stands in for something else is text of the page and no note that this is missing."""
    size = len(text.strip())
    return size >= LOST and (size > _NOTE_LENGTH or not _NOTE.search(text))


def _grown(marks: list[Mark]) -> Tree:
    """The tree of a page's marks; few pages have fallbacks that hold text, and only they are grown twice."""
    tree = Tree().grow(marks)
    if any(_is_content("".join(texts)) for texts in tree.fallbacks):
        return Tree().grow(_with_fallbacks(marks))
    return tree


def _with_fallbacks(marks: Iterable[Mark]) -> list[Mark]:
    """The marks of a page with a division for each fallback that holds text of the page."""
    found: list[Mark] = []
    texts: list[str] = []
    names: list[str] = []  # of the open elements, from the outermost fallback inwards
    begin = 0
    for mark in marks:
        found.append(mark)
        if isinstance(mark, str):
            if names and names[-1] not in _CODE:
                texts.append(mark)
        elif mark is None:
            if names:
                names.pop()
                if not names and _is_content("".join(texts)):
                    found[begin:] = map(_as_division, found[begin:])
        elif names or mark[0] in FALLBACKS:
            if not names:
                begin, texts = len(found) - 1, []
            if mark[0]:
                names.append(mark[0])
    return found


def _as_division(mark: Mark) -> Mark:
    return ("div", mark[1]) if isinstance(mark, tuple) and mark[0] in FALLBACKS else mark


class _Target:
    """What lxml calls for each mark of a page. ``close`` hands the marks over: a parser is never freed by itself."""

    def __init__(self) -> None:
        self._marks: list[Mark] = []
        self.data = self._marks.append

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._marks.append((name, attributes))

    def end(self, _: str) -> None:
        self._marks.append(None)

    def comment(self, _: str) -> None:
        self._marks.append(_PART)

    def pi(self, _target: str, _data: str | None = None) -> None:
        self._marks.append(_PART)

    def close(self) -> list[Mark]:
        marks = self._marks.copy()
        self._marks.clear()
        return marks


def _with_lxml(source: str) -> Tree:
    # The encoding given here overrides whatever the page declares: the source is decoded already.
    parser = etree.HTMLParser(target=_Target(), encoding="utf-8", huge_tree=True)
    try:
        parser.feed(source.encode("utf-8", errors="replace"))
        marks = parser.close()
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise Corrupt(f"expected an HTML page, found mark-up that lxml gives up on ({error})") from error
    return _grown(marks)


def _with_bs4(source: str) -> Tree:
    """The second reader: it keeps much that lxml drops, but closes no element that the page leaves open."""
    if len(source) > _SECOND_READER_LENGTH:
        return Tree()
    try:
        page = BeautifulSoup(source, "html.parser")
    except (RecursionError, ValueError, AssertionError, ParserRejectedMarkup) as error:
        raise Corrupt(f"expected an HTML page, found mark-up that no tree can be built from ({error})") from error
    return _grown(list(_marks(page)))


def _marks(page: BeautifulSoup) -> Iterator[Mark]:
    waiting: list[PageElement | None] = [*reversed(page.contents)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Tag):
            attributes = {
                key: value if isinstance(value, str) else " ".join(value) for key, value in node.attrs.items()
            }
            yield node.name, attributes
            waiting.append(None)
            waiting.extend(reversed(node.contents))
        elif isinstance(node, PreformattedString):
            yield _PART
        elif isinstance(node, NavigableString):
            yield node
        else:
            yield None


_READERS: tuple[Callable[[str], Tree], ...] = (_with_lxml, _with_bs4)
