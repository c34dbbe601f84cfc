"""The source of a web page as characters: which of them are text, and the mark-up that would swallow text.

A tree builder drops text without a word where mark-up is broken, as a browser does. So the words that stand
outside tags are counted in the source, and what a reader of the page has lost is known. What counts as text:

- What follows a comment, a script, a style sheet or another hidden element that is never closed. A browser hides it,
  but its author meant to show it, and in a specification it may be half of the duties. An unclosed script or style
  sheet with no mark-up behind it is code. A script that another start tag of a script ends, behind mark-up, is
  unclosed too.
- What follows an attribute whose quote is never closed, up to the next tag, and a last tag that is never closed.
- The content of a CDATA section, which XHTML shows and HTML does not, and that of a conditional comment that hides
  only its own marks (``<![if !IE]>``).
- Text behind ``</body>`` and ``</html>``, and a whole second page there.

Closed comments (conditional ones for old browsers and ones around a part of the page among them), closed scripts
and style sheets, and attributes are no text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from parsers.encoding import unescape

# Letters of words that two sound readers of one page may differ by (entities, stray marks): below three words. Readers
# agreed to the letter on 2,000 real pages of two publishers; the shortest line of duties seen has more letters.
LOST = 16

# Every pattern here begins with a character of its own, so that only places which have it are looked at.
_CODE = re.compile(r"<(?:(?P<comment>!--)|[sS](?i:(?P<script>cript)|(?P<style>tyle))\b[^>]*+(?P<last>>?))")
_COMMENT_END = re.compile(r"--!?>")
_STYLE_END = re.compile(r"</style\b[^>]*+>?", re.IGNORECASE)
# In a script: its end, the start of another, and how it spells the end of one that it writes into the page.
_SCRIPT_MARK = re.compile(
    r"<(?:(?P<end>/script\b[^>]*+>?)|(?P<start>script\b)|(?P<written>\\/script|/scr[\"'+]))", re.IGNORECASE
)
_BLOCK_TAG = re.compile(r"</?(?:p|div|h[1-6]|ul|ol|li|table|tr|td|br|body|html)\b", re.IGNORECASE)

# Ends at the first ">", so in quadratic time on text without any: texts are cut at their last ">" before.
_TAG = re.compile(r"<[a-zA-Z/!?][^>]*+>")
# A sound tag may hold "<" and ">" inside the quotes of an attribute; one whose quotes do not pair ends at its first
# ">". More than 200 attributes no page has.
_TAG_WITH_QUOTES = re.compile(
    r"</?+[a-zA-Z][^\s/<>]*+"
    r"(?:[\s/]*+[^\s\"'<>/=]++(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s\"'<>][^\s<>]*+))?+){0,200}+[\s/]*+>"
    r"|(?P<broken><[a-zA-Z/!?][^>]*+>)"
)
_TAG_NAME = re.compile(r"</?[a-zA-Z][\w:-]*")
_TAG_BEGIN = re.compile(r"<(?=[a-zA-Z/!?])")
_SLASH_IN_VALUE = re.compile(r"=\s*+[^\s\"'=<>]+/>\Z")
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")
_WORD = re.compile(r"[^\W_]+")

# Elements that hide their content, and those that take their content for characters: unclosed, each swallows the page.
SWALLOWING = frozenset(
    [
        "template",
        "noscript",
        "object",
        "iframe",
        "svg",
        "desc",
        "metadata",
        "math",
        "annotation",
        "canvas",
        "audio",
        "video",
        "datalist",
        "title",
        "textarea",
        "xmp",
        "noembed",
        "noframes",
        "plaintext",
    ]
)


def lost(source: str, read: str) -> int:
    """How many letters and digits stand in words of the source that are not among the words read from it.

    >>> lost("<p>ditch rider</p><!-- <p>inspects gates</p>", "ditch rider"), lost("<p>a &amp; b</p>", "a & b")
    (13, 0)
    """
    outside = _outside_code(source)
    if _bare(unescape(_without_tags(outside, _TAG))) == _bare(read):
        return 0
    missing = Counter(_words(unescape(_without_tags(outside, _TAG_WITH_QUOTES)))) - Counter(_words(read))
    return sum(len(word) * count for word, count in missing.items())


def mended(source: str) -> str:
    """The page without the marks that would swallow its text.

    >>> mended('<p>a <![CDATA[b]]> <!-- c<p title="d>e</p>')
    '<p>a b  c<p>e</p>'
    """
    parts = []
    at = 0
    for start, end, code in _code(source):
        parts.append(_with_sound_tags(source[at:start]))
        if code:
            parts.append(source[start:end])
        at = end
    parts.append(_with_sound_tags(source[at:]))
    text = "".join(parts)
    for name in sorted(SWALLOWING):
        text = _without(text, unclosed(text, [name])[name])
    last = text.rfind(">") + 1
    return text[:last] + _TAG_BEGIN.sub("&lt;", text[last:])


def unclosed(source: str, names: Iterable[str]) -> dict[str, list[tuple[int, int]]]:
    """The start tags of elements that have no end tag, by name."""
    opened: dict[str, list[tuple[int, int]]] = {name: [] for name in names}
    if not opened:
        return opened
    for tag in re.finditer(rf"<(/?)((?ai:{'|'.join(opened)}))\b[^<>]*+>", source):
        spans = opened[tag[2].lower()]
        if tag[1]:
            if spans:
                spans.pop()
        elif not _is_empty(tag.group()):
            spans.append(tag.span())
    return opened


def _is_empty(tag: str) -> bool:
    """Whether a start tag closes itself, as in XHTML; in ``<a href=/jobs/>`` the slash belongs to the value."""
    return tag.endswith("/>") and not _SLASH_IN_VALUE.search(tag)


def _code(source: str) -> Iterator[tuple[int, int, bool]]:
    """Spans of comments, scripts and style sheets in order; of one that is not closed the start tag only, and False.

    Where one has no end, none of its kind has one behind it: looking again each time would take quadratic time.
    """
    endless: set[str] = set()
    at = 0
    while opening := _CODE.search(source, at):
        start, at = opening.span()
        kind = "comment" if opening["comment"] else "script" if opening["script"] else "style"
        if kind != "comment" and (not opening["last"] or _is_empty(opening.group())):
            continue
        if kind in endless:
            yield start, at, False
            continue
        if kind == "script":
            end, closed = _script_end(source, at)
        else:
            found = _COMMENT_END.search(source, start + 2) if kind == "comment" else _STYLE_END.search(source, at)
            end, closed = (found.end(), True) if found else (len(source), False)
        if end == len(source) and not closed:
            endless.add(kind)
            closed = kind != "comment" and not _BLOCK_TAG.search(source, at)
        at = end if closed else at
        yield start, at, closed


def _script_end(source: str, at: int) -> tuple[int, bool]:
    """Where a script ends, and whether by an end tag: it may run to the end of the page, or into another script."""
    markup = False
    inner: int | None = None  # where another script starts, unless its end turns out to be written by this one
    for mark in _SCRIPT_MARK.finditer(source, at):
        if inner is not None and mark.lastgroup != "written":
            return inner, False
        inner = None
        if mark.lastgroup == "end":
            return mark.end(), True
        markup = markup or bool(_BLOCK_TAG.search(source, at, mark.start()))
        at = mark.end()
        if mark.lastgroup == "start" and markup:
            inner = mark.start()
    return len(source), False


def _outside_code(source: str) -> str:
    """The page without comments, scripts and style sheets, and without the marks of CDATA."""
    text = _without(source, ((start, end) for start, end, _ in _code(source)))
    return _CDATA.sub("", text) if "<![CDATA[" in text else text


def _without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    parts = []
    at = 0
    for start, end in spans:
        parts.append(text[at:start])
        at = end
    parts.append(text[at:])
    return "".join(parts)


def _with_sound_tags(text: str) -> str:
    """Mark-up without CDATA marks, and tags whose quotes do not pair cut to their names."""
    if "<![CDATA[" in text:
        text = _CDATA.sub("", text)
    return _without_tags(text, _TAG_WITH_QUOTES, _sound)


def _without_tags(text: str, tag: re.Pattern[str], by: str | Callable[[re.Match[str]], str] = "") -> str:
    """Text with something else for its tags."""
    last = text.rfind(">") + 1
    return tag.sub(by, text[:last]) + text[last:]


def _sound(tag: re.Match[str]) -> str:
    broken: str | None = tag["broken"]
    if not broken or not (broken.count('"') % 2 or broken.count("'") % 2):
        return tag.group()
    name = _TAG_NAME.match(broken)
    return f"{name.group()}>" if name else broken


def _words(text: str) -> list[str]:
    # Some elements hold tags as characters, and two readers may differ on them: they go from both sides.
    return _WORD.findall(_without_tags(text, _TAG))


def _bare(text: str) -> str:
    return "".join(text.split())
