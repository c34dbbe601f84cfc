"""Site chrome: which elements of a page are navigation, controls and notices around its text, and which are hidden.

Only what is hidden on the element itself counts. What a style sheet hides stays text: of the classes it hides, most
are tabs and accordions that a script opens, and these often hold the specification itself; which ones cannot be told
without running the script. Labels for screen readers, which it hides too, do no harm.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from parsers.document import Piece
from parsers.html_tree import Element, Tree

# Text is struck through that a later wording replaced.
_TAGS = {
    "nav": "html_navigation",
    "footer": "html_footer",
    "aside": "html_aside",
    "select": "html_control",
    "del": "html_struck",
    "s": "html_struck",
    "strike": "html_struck",
}
TAGS = frozenset(_TAGS)
_ROLES = {
    "navigation": "html_navigation",
    "contentinfo": "html_footer",
    "search": "html_control",
    "menu": "html_navigation",
    "menubar": "html_navigation",
    "dialog": "html_dialog",
    "alertdialog": "html_dialog",
}
_NAMES = re.compile(
    r"(?:^|[-_ ])(?:(?P<html_navigation>nav|navbar|navigation|menu|menubar|breadcrumbs?|skip|pager|pagination|sitemap)"
    r"|(?P<html_footer>footer|copyright)|(?P<html_aside>sidebar|aside|related)"
    r"|(?P<html_dialog>cookies?|consent|modal|popup|overlay)|(?P<html_control>search|share|social|toolbar|print))"
    r"(?:$|[-_ ])"
)
# Opacity is left out: pages fade their text in. So is an indent of less than a thousand: word processors hang paragraphs.
_HIDDEN = re.compile(r"display:none|visibility:hidden|font-size:0(?![\d.])|text-indent:-\d{4}")
# Set aside by a thousand points or so; by less, a column or a menu may overhang.
_PLACED = re.compile(r"position:(?:absolute|fixed)")
_OFF_SCREEN = re.compile(
    r"(?:^|;)(?:left|right|top|bottom):-(?:\d{4}|\d{3,}r?em)|(?:^|;)clip:rect\((?:[01](?:px)?,?){4}\)"
)
_STRUCK_STYLE = re.compile(r"text-decoration(?:-line)?:[^;]{0,80}line-through")
# What a reader of the page does not see, in the midst of a line too.
UNSEEN = frozenset(["html_hidden", "html_struck"])
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_STRONG = frozenset(_TAGS.values())


def chrome_rule(tree: Tree, element: Element) -> str:
    """The rule by which an element is site chrome, or an empty string.

    An element is never chrome where it holds a third of the page's letters that are no links: pages name their
    outermost wrappers "page-menu" and the like.
    """
    rule = _rule(element)
    if not rule or element.name in ("html", "body"):
        return ""
    letters, linked = tree.letters(element), tree.linked(element)
    sound = (letters - linked) * 3 < max(1, tree.letters() - tree.linked())
    return rule if sound or (rule in _STRONG and linked * 2 > letters) else ""


def _rule(element: Element) -> str:
    if rule := _TAGS.get(element.name):
        return rule
    attributes = element.attributes
    if not attributes:
        return ""
    if (role := attributes.get("role")) and role in _ROLES:
        return _ROLES[role]
    if "hidden" in attributes:
        return "html_hidden"
    if (style := css(element)) and (rule := _styled(style)):
        return rule
    return _named(attributes.get("class", "")) or _named(attributes.get("id", ""))


def _styled(style: str) -> str:
    """The rule by which a style hides or strikes text."""
    if _HIDDEN.search(style) or ("position:" in style and _PLACED.search(style) and _OFF_SCREEN.search(style)):
        return "html_hidden"
    return "html_struck" if "line-through" in style and _STRUCK_STYLE.search(style) else ""


@lru_cache(1000)  # the elements of a list or a table have the same few classes
def _named(names: str) -> str:
    """The rule that a word of an element's classes or its id stands for."""
    found = _NAMES.search(_CAMEL.sub("-", " ".join(names.split())).lower())
    return found.lastgroup or "" if found else ""


def css(element: Element) -> str:
    """The style written on an element itself, small letters without spaces."""
    style = element.attributes.get("style")
    return style.replace(" ", "").lower() if style else ""


def without_trailer(pieces: list[Piece]) -> list[Piece]:
    """Mark as furniture the short lines behind the element that holds the text of the page.

    That element is the one with an id and nine tenths of the letters that are neither chrome nor links.
    """
    weights: Counter[str] = Counter()
    for piece in pieces:
        if not piece.furniture and piece.style.linked <= 0.5:
            weights[_home(piece)] += len(piece.text)
    main, weight = max(weights.items(), key=lambda pair: pair[1], default=("", 0))
    if "#" not in main or weight < 0.9 * weights.total():
        return pieces
    behind = next(k for k, piece in enumerate(reversed(pieces)) if _home(piece) == main)
    at = len(pieces) - behind
    return pieces[:at] + [
        piece._replace(furniture="html_after_text") if not piece.furniture and len(piece.text) < 80 else piece
        for piece in pieces[at:]
    ]


def _home(piece: Piece) -> str:
    """The first step of a piece's path: its nearest ancestor with an id, where there is one."""
    return (piece.origin.path or "").partition(">")[0]
