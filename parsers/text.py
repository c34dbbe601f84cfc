"""Plain text and Markdown: lines of OCR output, of copied web pages, of e-mail."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from parsers.document import Assembly, BlockKind, Document, Origin, Piece, Style
from parsers.encoding import decode, is_text, unescape
from parsers.markers import decoration, is_bare_marker, marker

FORMAT = "text"

_BREAKS = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_HTML = re.compile(rb"<(!doctype\s+html|html|head|body|div|table|p|h1)\b", re.IGNORECASE)
# A tab or three spaces inside a line part cells; after the end of a sentence they are only wide spacing.
_CELL_GAP = re.compile(r"(?<![.!?;,\s])(?:\t[\t ]*|[ \xa0]{3,}(?:\t[ \xa0]*)?)(?=\S)")
# One of these stands in every gap.
_GAPS = ("\t", "   ", "\xa0")
_PIPES = re.compile(r"^\s*+\|?(?:[^|]*+\|)+[^|]*$")
_MARKDOWN_HEADING = re.compile(r"^\s{0,3}(#{1,6})\s+(?=\S)")
_ENTITY = re.compile(r"&(?:amp|nbsp|lt|gt|quot|apos|rsquo|lsquo|ldquo|rdquo|bull|ndash|mdash|#\d{2,5});")
_QUOTED = re.compile(r"(?:>\s*)+")
_SENTENCE_END = (".", "!", "?", ":", ";")


@dataclass(frozen=True, slots=True)
class Line:
    """A source line with words: its number, its words, its indentation in characters, blank lines before."""

    number: int
    text: str
    indent: int
    gap: int


def identify(data: bytes) -> bool:
    """Text is what decodes, unless it is mark-up of another format."""
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n\f")
    if head.startswith((b"PK\x03\x04", b"{\\rtf", b"\xd0\xcf\x11\xe0")):
        return False
    return not looks_like_html(data) and is_text(data)


def looks_like_html(data: bytes) -> bool:
    """Whether the beginning holds a tag that only HTML has; a lone ``<br />`` in copied text does not count."""
    return bool(_HTML.search(data[:16384].replace(b"\x00", b"")))


def parse(data: bytes) -> Document:
    """Read lines into blocks: joined where the source is hard-wrapped, in cells where it is set in columns."""
    text, encoding = decode(data)
    for _ in range(2):  # text copied out of a page may hold its entities, escaped once or twice
        text = unescape(text) if _ENTITY.search(text) else text
    lines = list(_lines(text))
    assembly = Assembly()
    for group in _joined(lines, _wrap_width(lines)):
        assembly.add(_piece(group))
    return assembly.document(FORMAT, encoding)


def _lines(text: str) -> Iterator[Line]:
    gap = 0
    for number, raw in enumerate(_BREAKS.split(text), start=1):
        words = raw.strip()
        if not words or ("|" in raw and not any(map(str.isalnum, words))):
            gap += 1
            continue
        expanded = raw.expandtabs(8)
        yield Line(number, words, len(expanded) - len(expanded.lstrip()), gap)
        gap = 0


def _wrap_width(lines: list[Line]) -> int | None:
    """The width at which a text is hard-wrapped, or None where each paragraph is one line.

    A wrapped text has no line much longer than its usual full line, and many lines that break in the
    middle of a sentence. 40 to 120 characters are the widths of e-mail, of typewriters and of landscape
    print-outs; a fifth of the lines must break mid-sentence, measured on wrapped and unwrapped documents
    (unwrapped lists of phrases stay below a tenth, since most items there begin with a capital).
    """
    lengths = sorted(line.indent + len(line.text) for line in lines)
    if len(lengths) < 8:
        return None
    width = lengths[int(0.97 * (len(lengths) - 1))]
    if not 40 <= width <= 120 or lengths[-1] > 1.6 * width:
        return None
    broken = sum(
        one.text[-1] not in ".!?:;" and two.gap == 0 and two.text[0].islower() and not marker(two.text)
        for one, two in itertools.pairwise(lines)
    )
    return width if broken * 5 >= len(lines) else None


def _joined(lines: list[Line], width: int | None) -> Iterator[list[Line]]:
    """Groups of lines that are one block: a wrapped paragraph, or a marker and the words under it."""
    group: list[Line] = []
    for line in lines:
        if group and (
            (is_bare_marker(group[-1].text) and len(group) == 1)
            or (_continues(group, line, width) if width else _goes_on(group, line))
        ):
            group.append(line)
            continue
        if group:
            yield group
        group = [line]
    if group:
        yield group


def _goes_on(group: list[Line], line: Line) -> bool:
    """Whether a list item of an unwrapped text was broken all the same: it goes on with a small letter."""
    return (
        not line.gap
        and line.text[0].islower()
        and bool(marker(group[0].text))
        and not marker(line.text)
        and group[-1].text[-1] not in ".;:!?,"
    )


def _continues(group: list[Line], line: Line, width: int) -> bool:
    """Whether a line goes on with the paragraph above: that one was full, so its next word had to wrap."""
    above = group[-1]
    if line.gap or marker(line.text) or decoration(line.text)[0] or _CELL_GAP.search(line.text):
        return False
    if _CELL_GAP.search(above.text) and not line.text[0].islower():
        return False
    if (
        above.text[-1] in ".!?;"
        and line.text[-1] not in ".,;"
        and len(line.text) < 0.55 * width
        and not line.text[0].islower()
    ):
        return False  # a short line after the end of a sentence stands alone: a heading, or an item
    first_word = line.text.split(maxsplit=1)[0]
    full = above.indent + len(above.text) + 1 + len(first_word) > width - 4
    if line.text[0].islower() and above.text[-1] not in ".!?:;":
        # Broken in the middle of a sentence, at whatever width; a list of small-letter items is none.
        return full or len(above.text) > 0.6 * width or group[0].text[0].isupper()
    if line.text[0].islower() and above.text[-1] == ";":
        return full
    if above.text[-1] in _SENTENCE_END and line.indent > group[0].indent and not group[0].text.startswith("("):
        return full and bool(marker(group[0].text))
    return full and above.text[-1] != ":"


def _piece(group: list[Line]) -> Piece:
    head = group[0]
    origin = Origin(line=head.number, last_line=group[-1].number)
    style = Style(gap=head.gap)
    text = head.text
    for line in group[1:]:
        text = join(text, line.text)
    if len(group) == 1 or not marker(text):
        if " | " in f" {text} " and _PIPES.match(text):
            cells = tuple(cell for cell in text.split("|") if cell.strip())
            if len(cells) > 1:
                return Piece(BlockKind.ROW, text, origin, style, cells=cells)
            # A cell alone on its line: the words are the content, the bars decoration.
            bare = " ".join(text.split())
            before = len(bare) - len(bare.lstrip("| "))
            after = len(bare) - len(bare.rstrip("| "))
            return Piece(BlockKind.PARAGRAPH, bare, origin, Style(gap=max(1, head.gap)), "", before, after)
        cells = tuple(_CELL_GAP.split(text)) if any(gap in text for gap in _GAPS) else (text,)
        if len(cells) > 1 and sum(any(map(str.isalnum, cell)) for cell in cells) > 1 and not is_bare_marker(cells[0]):
            return Piece(BlockKind.ROW, text, origin, style, cells=cells)
    text = " ".join(text.split())
    if heading := _MARKDOWN_HEADING.match(head.text + " "):
        level = len(heading[1])
        prefix, suffix = decoration(text)
        return Piece(
            BlockKind.HEADING,
            text,
            origin,
            Style(gap=max(1, head.gap), bold=True, level=level),
            prefix=prefix,
            suffix=suffix,
        )
    if quoted := _QUOTED.match(text):
        rest = text[quoted.end() :]
        return Piece(BlockKind.PARAGRAPH, text, origin, Style(gap=head.gap, lead=0), "", quoted.end() if rest else 0)
    prefix, suffix = decoration(text)
    if prefix and len(text) < 100:
        emphasis = text[0] in "*_"
        kind = BlockKind.PARAGRAPH if emphasis else BlockKind.HEADING
        return Piece(kind, text, origin, Style(gap=head.gap, bold=True, level=0 if emphasis else 2), "", prefix, suffix)
    if mark := marker(text):
        return Piece(BlockKind.ITEM, text, origin, Style(gap=head.gap, level=head.indent // 2), mark.strip(), len(mark))
    return Piece(BlockKind.PARAGRAPH, text, origin, Style(gap=head.gap, lead=_lead(text)))


def join(above: str, below: str) -> str:
    """Two lines of a wrapped paragraph as one; a word divided at the line's end is made whole.

    The hyphen goes only between small letters of a word of some length: ``long-`` + ``term`` keeps it.

    >>> join("public admin-", "istration"), join("long-", "term planning"), join("A state", "agency")
    ('public administration', 'long-term planning', 'A state agency')
    """
    if above.endswith("-") and below[:1].islower() and len(above) > 1 and above[-2].isalpha():
        head = re.split(r"[\s/-]", above[:-1])[-1]
        tail = re.match(r"[a-z]+", below)
        if head.islower() and tail and len(head) >= 3 and tail.group() not in _COMPOUND_TAILS:
            return above[:-1] + below if head not in _COMPOUND_HEADS else above + below
        return above + below
    return f"{above} {below}"


# Words that stand before or after a hyphen of their own in job descriptions.
_COMPOUND_HEADS = frozenset(
    [
        "long",
        "short",
        "full",
        "part",
        "self",
        "well",
        "non",
        "post",
        "pre",
        "on",
        "off",
        "entry",
        "high",
        "low",
        "day",
        "first",
        "second",
        "third",
        "high-level",
        "multi",
        "inter",
        "cross",
        "co",
        "non-technical",
        "follow",
        "front",
        "in",
        "re",
        "hands",
        "problem",
        "decision",
        "year",
    ]
)
_COMPOUND_TAILS = frozenset(
    [
        "term",
        "time",
        "level",
        "based",
        "related",
        "the",
        "and",
        "to",
        "of",
        "up",
        "in",
        "wide",
        "making",
        "solving",
        "range",
        "specific",
        "keeping",
        "type",
        "free",
        "site",
        "house",
        "line",
        "duty",
        "paid",
        "driven",
        "oriented",
        "on",
        "year",
        "day",
        "state",
        "public",
        "end",
    ]
)


def _lead(text: str) -> int:
    """Length of a Markdown-emphasised beginning: ``**Education:** a degree``."""
    found = re.match(r"(\*\*|__)[^*_]{2,80}\1:?", text)
    return found.end() if found else 0
