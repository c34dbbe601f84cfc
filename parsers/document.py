"""The model every parser fills: one canonical text, and ordered blocks that index it.

One block is one line of the canonical text. Wrapped source lines are joined by a space, runs of white
space become one space, cells of a row are divided by a tab, and nothing else is changed: spans computed
here hold for ever after.

A page has a thousand lines: what is made for each is a named tuple, which takes a third of the time of a frozen
data class.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NamedTuple

Span = tuple[int, int]
CELL_BREAK = "\t"


class BlockKind(StrEnum):
    """What the source's own mark-up or layout says that a block is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"


class Origin(NamedTuple):
    """Where a block stands in its source; what a format does not have is None.

    ``line``/``last_line`` are 1-based source lines, ``page`` is 1-based, ``box`` is (x0, top, x1, bottom)
    in points from the page's top left, ``path`` is an element or paragraph path.
    """

    line: int | None = None
    last_line: int | None = None
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Style:
    """What the layout tells about a block, in terms that all formats share.

    ``gap`` counts the blank lines before the block (a paragraph break counts as one), ``size`` is the
    type size relative to the document's body text, ``lead`` is how many characters at the block's start
    are emphasised when the rest is not, ``linked`` is the share of characters that are link text, and
    ``level`` is the heading level (1 to 6; 7 for a label cell) or the nesting depth of a list item.
    """

    gap: int = 0
    bold: bool = False
    size: float = 1.0
    lead: int = 0
    linked: float = 0.0
    level: int = 0


class Block(NamedTuple):
    """One line of the canonical text.

    ``span`` covers the whole line, ``content`` leaves out list marker and heading decoration,
    ``marker`` is the list marker as printed ("•" for an item of a format that prints none), ``cells`` are the spans of a row's cells, and ``furniture`` names
    the rule by which a parser knows the block to be page furniture (empty: it is content).
    """

    kind: BlockKind
    span: Span
    content: Span
    origin: Origin
    style: Style = Style()
    marker: str = ""
    cells: tuple[Span, ...] = ()
    furniture: str = ""


@dataclass(frozen=True, slots=True)
class Unread:
    """A page, counted from 1, that shows text which the source does not hold.

    ``found`` says why: ``picture``, ``drawing`` (letters as outlines) or ``unmapped`` (a font that maps its glyphs to no
    characters, or to wrong ones).
    """

    page: int
    found: str


@dataclass(frozen=True, slots=True)
class Recognition:
    """Pages, counted from 1, whose text was recognised in their picture.

    ``confidence`` is how sure of its letters the recogniser is on the average, 0 to 100.
    """

    pages: tuple[int, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed source: its canonical text and its blocks in reading order.

    ``unread`` are pages that are not in the text though they show some; ``ocr`` tells what was recognised, if anything.
    """

    text: str
    blocks: tuple[Block, ...]
    format: str
    encoding: str | None = None
    pages: int | None = None
    unread: tuple[Unread, ...] = ()
    ocr: Recognition | None = None

    def quote(self, span: Span) -> str:
        """The words at a span."""
        return self.text[span[0] : span[1]]


def excerpt(document: Document, blocks: Sequence[Block]) -> Document:
    """Some blocks of a document as a document of their own, laid out anew, with their places in the source."""
    out, at = [], 0
    for block in blocks:
        shift = at - block.span[0]
        out.append(
            block._replace(
                span=_moved(block.span, shift),
                content=_moved(block.content, shift),
                cells=tuple(_moved(cell, shift) for cell in block.cells),
            )
        )
        at += block.span[1] - block.span[0] + 1
    text = "\n".join(document.quote(block.span) for block in blocks)
    return replace(document, text=text, blocks=tuple(out))


def _moved(span: Span, shift: int) -> Span:
    return (span[0] + shift, span[1] + shift)


class Piece(NamedTuple):
    """A block before it has a place in the canonical text.

    ``cells`` holds the texts of a row; otherwise ``text`` holds the line. ``prefix`` and ``suffix``
    count characters of ``text`` that are marker or decoration and no content.
    """

    kind: BlockKind
    text: str
    origin: Origin
    style: Style = Style()
    marker: str = ""
    prefix: int = 0
    suffix: int = 0
    cells: tuple[str, ...] = ()
    furniture: str = ""


@dataclass(slots=True)
class Assembly:
    """Collects pieces and lays them out as one canonical text."""

    pieces: list[Piece] = field(default_factory=list)

    def add(self, piece: Piece) -> None:
        """Append a piece, squeezing its white space; a piece without words is dropped."""
        if piece.cells:
            cells = tuple(cell for cell in map(squeeze, piece.cells) if cell)
            if not cells:
                return
            piece = piece._replace(text=CELL_BREAK.join(cells), cells=cells)
        else:
            text = squeeze(piece.text)
            if text != piece.text:
                piece = piece._replace(text=text)
        if piece.text:
            self.pieces.append(piece)

    def document(self, format: str, encoding: str | None = None, pages: int | None = None) -> Document:
        """Lay the pieces out one a line and index them."""
        blocks, at = [], 0
        for kind, text, origin, style, marker, prefix, suffix, row, furniture in self.pieces:
            end = at + len(text)
            span = content = (at, end)
            if prefix or suffix:
                rest = text[prefix:]
                begin = at + prefix + (len(rest) - len(rest.lstrip()) if prefix else 0)
                content = (begin, max(begin, end - suffix))
            cells, place = [], at
            for cell in row:
                cells.append((place, place + len(cell)))
                place += len(cell) + len(CELL_BREAK)
            blocks.append(Block(kind, span, content, origin, style, marker, tuple(cells), furniture))
            at = end + 1
        text = "\n".join(piece.text for piece in self.pieces)
        return Document(text, tuple(blocks), format, encoding, pages)


_INVISIBLE = dict.fromkeys([*range(0, 9), *range(14, 32), 0x7F, 0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF])


def squeeze(text: str) -> str:
    """White space runs as one space, invisible characters gone.

    >>> squeeze("  Class\\xa0 Code:\\t2419 ")
    'Class Code: 2419'
    """
    # No invisible character is printable, nor white space but the plain one. Most lines are, and squeezed as well: this
    # is the quickest way to know.
    if not text.isprintable():
        text = text.translate(_INVISIBLE)
    elif "  " not in text and text[:1] != " " and text[-1:] != " ":
        return text
    return " ".join(text.split())
