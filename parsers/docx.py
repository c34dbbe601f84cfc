"""Word DOCX: paragraphs and tables in document order, with their styles and numbering.

python-docx opens the package; its elements are read here directly, since each look at a property of its objects is a
search of the tree, and a package of a few kilobytes may hold a hundred thousand paragraphs or tables forty deep.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docx.opc.constants import CONTENT_TYPE
from docx.opc.part import PartFactory
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.package import Package
from docx.parts.document import DocumentPart

from parsers.document import Assembly, BlockKind, Document, Origin, Piece, Style
from parsers.docx_unseen import ON, take_out
from parsers.errors import Corrupt, Truncated
from parsers.markers import decoration, marker

FORMAT = "docx"
_BODY_SIZE = 11.0

# The main part of a document with macros, of a template and of a template with macros is a document as any other; the
# macros are a part that nothing here opens.
_MAIN = (
    CONTENT_TYPE.WML_DOCUMENT_MAIN,
    "application/vnd.ms-word.document.macroEnabled.main+xml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
)
PartFactory.part_type_for.update(dict.fromkeys(_MAIN, DocumentPart))

_P, _TBL, _TR, _TC, _R, _T = (qn(f"w:{name}") for name in ("p", "tbl", "tr", "tc", "r", "t"))
_VAL, _BOX = qn("w:val"), qn("w:txbxContent")
_BREAKS = frozenset(map(qn, ("w:br", "w:cr")))
_ALTERNATE, _CHOICE, _FALLBACK = (
    f"{{http://schemas.openxmlformats.org/markup-compatibility/2006}}{name}"
    for name in ("AlternateContent", "Choice", "Fallback")
)
# Content controls, custom XML, what was inserted or moved here and what is there in several forms are looked through.
_WRAPPERS = frozenset(
    (*map(qn, ("w:sdt", "w:sdtContent", "w:customXml", "w:smartTag", "w:ins", "w:moveTo")), _ALTERNATE, _CHOICE, _FALLBACK)
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Named:
    """A paragraph style: its name in small letters, and whether it is bold."""

    name: str = ""
    bold: bool = False


def identify(data: bytes) -> bool:
    """A zip that holds a word-processing part."""
    return data.startswith(b"PK\x03\x04") and b"word/document" in data


def parse(data: bytes) -> Document:
    """Read a DOCX. Raises Corrupt, Truncated where text is not Word's own."""
    try:
        package = _opened(data)
        unseen = take_out(package.element.body, package.styles.element)
        assembly = Assembly()
        styles = _styles(package)
        if next(package.element.body.iter(qn("w:altChunk")), None) is not None:
            raise Truncated(
                "expected all text as Word's own, found a part embedded in another format; save it in a word processor"
            )
        for number, element in enumerate(_through(package.element.body, (_P, _TBL))):
            for piece in _pieces(element, styles, f"body/{number}"):
                assembly.add(piece)
        for part, rule in (*_margins(package), *_notes(package)):
            for paragraph in part:
                assembly.add(
                    Piece(BlockKind.PARAGRAPH, _text(paragraph), Origin(path=rule), Style(gap=1), furniture=rule)
                )
        for words, rule in unseen:
            assembly.add(Piece(BlockKind.PARAGRAPH, words, Origin(path=rule), Style(gap=1), furniture=rule))
    except (Corrupt, MemoryError, Truncated):
        raise
    except Exception as error:  # python-docx lets out what zipfile, zlib and lxml raise
        raise Corrupt(f"expected a DOCX package, found a broken one ({error}); scrape it again") from error
    return assembly.document(FORMAT)


def _opened(data: bytes) -> Any:
    part = Package.open(io.BytesIO(data)).main_document_part
    if not isinstance(part, DocumentPart):
        raise Corrupt(f"expected a Word document, found a package of {part.content_type}; save it as DOCX or PDF")
    return part.document


def _styles(package: Any) -> dict[str | None, _Named]:
    """Paragraph styles by id; under None stands the default, which unknown ids mean too."""
    found: dict[str | None, _Named] = {}
    for style in package.styles.element.iterchildren(qn("w:style")):
        if style.get(qn("w:type"), "paragraph") != "paragraph":
            continue
        name = style.find(qn("w:name"))
        bold = style.find(f"{qn('w:rPr')}/{qn('w:b')}")
        named = _Named(
            (name.get(_VAL) or "").lower() if name is not None else "", bold is not None and bold.get(_VAL) in ON
        )
        found[style.get(qn("w:styleId"))] = named
        if style.get(qn("w:default")) in ("1", "true", "on"):
            found[None] = named
    found.setdefault(None, _Named())
    return found


def _through(parent: Any, tags: tuple[str, ...]) -> Iterator[Any]:
    """The nearest elements below with one of the tags, in order: what lies in wrappers counts, what lies in others not."""
    for child in parent.iterchildren():
        if child.tag in tags:
            yield child
        elif child.tag in _WRAPPERS and not _is_second_form(child):
            yield from _through(child, tags)


def _pieces(element: Any, styles: dict[str | None, _Named], path: str) -> Iterator[Piece]:
    if element.tag == _P:
        yield from _paragraph(element, styles, path)
        return
    for row_number, row in enumerate(_through(element, (_TR,))):
        contents = [list(_through(cell, (_P, _TBL))) for cell in _through(row, (_TC,))]
        filled = [content for content in contents if any(_text(p) for p in content)]
        where = f"{path}/row{row_number}"
        if not filled:
            continue
        simple = all(
            len(content) == 1 and content[0].tag == _P and len(_text(content[0])) < 200
            for content in map(_with_words, filled)
        )
        if simple and len(filled) > 1:
            texts = tuple(_text(p) for content in filled for p in content if _text(p))
            yield Piece(BlockKind.ROW, "", Origin(path=where), Style(gap=int(row_number == 0)), cells=texts)
            continue
        for cell_number, content in enumerate(filled):
            for p in content:
                for piece in _pieces(p, styles, f"{where}/cell{cell_number}"):
                    if cell_number == 0 and len(filled) > 1 and len(content) == 1 and len(_text(p)) < 100:
                        piece = Piece(BlockKind.HEADING, piece.text, piece.origin, Style(gap=1, bold=True, level=7))
                    yield piece


def _with_words(content: list[Any]) -> list[Any]:
    return [p for p in content if _text(p)]


def _paragraph(element: Any, styles: dict[str | None, _Named], path: str) -> Iterator[Piece]:
    """The lines of a paragraph: a manual line break starts a new block."""
    named = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    style = styles.get(named.get(_VAL) if named is not None else None) or styles[None]
    level = _heading_level(style.name)
    numbered = _is_numbered(element, style.name)
    lines, boxes = _lines_and_boxes(element)
    for box in boxes:
        for inner in _through(box, (_P, _TBL)):
            yield from _pieces(inner, styles, f"{path}/box")
    whole, lead, size = _type(element, style)
    for number, line in enumerate(lines):
        text = " ".join(line.split())
        if not text:
            continue
        mark = marker(text)
        prefix, suffix = decoration(text)
        look = Style(
            gap=0 if number else max(_empty_above(element), int(not numbered)),
            bold=whole or bool(level),
            size=size,
            lead=0 if whole else min(lead, len(text)),
            level=level or _depth(element),
        )
        if level and not numbered:
            yield Piece(BlockKind.HEADING, text, Origin(path=path), look, "", prefix, suffix)
        elif numbered or mark:
            yield Piece(BlockKind.ITEM, text, Origin(path=path), look, mark.strip() or "•", len(mark))
        else:
            yield Piece(BlockKind.PARAGRAPH, text, Origin(path=path), look, "", prefix, suffix)


def _lines_and_boxes(element: Any) -> tuple[list[str], list[Any]]:
    """The words of a paragraph cut at manual line breaks, and the text boxes in it, whose words are not among them.

    What is drawn twice, for new readers and as a fallback for old ones, is read once.
    """
    lines: list[list[str]] = [[]]
    boxes: list[Any] = []
    waiting = [element]
    while waiting:
        node = waiting.pop()
        if node.tag == _BOX:
            boxes.append(node)
            continue
        if _is_second_form(node):
            continue
        if node.tag == _T:
            lines[-1].append(node.text or "")
        elif node.tag == qn("w:tab") and node.getparent().tag != qn("w:tabs"):
            lines[-1].append("\t")
        elif node.tag in _BREAKS:
            lines.append([])
        elif node.tag == qn("w:noBreakHyphen"):
            lines[-1].append("-")
        waiting.extend(node.iterchildren(reversed=True))
    return ["".join(line) for line in lines], boxes


def _is_second_form(node: Any) -> bool:
    return node.tag == _FALLBACK and node.getprevious() is not None


def _text(element: Any) -> str:
    return " ".join("".join(node.text or "" for node in element.iter(_T)).split())


def _heading_level(style: str) -> int:
    if style == "title":
        return 1
    if style.startswith("heading ") and style[8:9].isdecimal():
        return min(6, int(style[8:9]))
    return 0


def _is_numbered(element: Any, style: str) -> bool:
    numbering = element.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
    if numbering is not None:
        number = numbering.find(qn("w:numId"))
        return number is None or number.get(_VAL) != "0"
    return style.startswith(("list bullet", "list number"))


def _depth(element: Any) -> int:
    level = element.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:ilvl')}")
    value = (level.get(_VAL) or "") if level is not None else ""
    return int(value) if value.isdecimal() and len(value) < 3 else 0


def _empty_above(element: Any) -> int:
    """Empty paragraphs before this one."""
    count, before = 0, element.getprevious()
    while before is not None and before.tag == _P and not _text(before):
        count, before = count + 1, before.getprevious()
    return count


def _type(element: Any, style: _Named) -> tuple[bool, int, float]:
    """Whether a paragraph is bold throughout, how many letters its bold beginning has, and its largest type.

    The type is relative to the body's; a run says itself whether it is bold, or its paragraph's style does.
    """
    lead, whole, largest = 0, True, 0
    for run in element.iterchildren(_R):
        words = " ".join("".join(node.text or "" if node.tag == _T else " " for node in run.iterchildren()).split())
        if not words:
            continue
        switch = run.find(f"{qn('w:rPr')}/{qn('w:b')}")
        whole = whole and (style.bold if switch is None else switch.get(_VAL) in ON)
        if whole:
            lead += len(words)
        size = run.find(f"{qn('w:rPr')}/{qn('w:sz')}")
        value = (size.get(_VAL) or "") if size is not None else ""
        if value.isdecimal() and len(value) < 5:  # in half points
            largest = max(largest, int(value))
    return whole and lead > 0, lead, round(largest / 2 / _BODY_SIZE, 2) if largest else 1.0


def _margins(package: Any) -> Iterator[tuple[list[Any], str]]:
    """Paragraphs of page headers and footers, each part once."""
    seen = set()
    for section in package.sections:
        for part, rule in ((section.header, "docx_page_header"), (section.footer, "docx_page_footer")):
            if part.is_linked_to_previous or id(part._element) in seen:
                continue
            seen.add(id(part._element))
            yield list(part._element.iter(_P)), rule


def _notes(package: Any) -> Iterator[tuple[list[Any], str]]:
    """Paragraphs of footnotes and endnotes, without the rules that stand above them."""
    for link in package.part.rels.values():
        if not link.is_external and link.reltype.endswith(("/footnotes", "/endnotes")):
            notes = parse_xml(link.target_part.blob).iterchildren(qn("w:footnote"), qn("w:endnote"))
            yield [p for note in notes if note.get(qn("w:type")) is None for p in note.iter(_P)], "docx_note"
