"""Word DOCX: paragraphs and tables in document order, with their styles and numbering."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from parsers.document import Assembly, BlockKind, Document, Origin, Piece, Style
from parsers.errors import Corrupt, Encrypted
from parsers.markers import decoration, marker

FORMAT = "docx"
_BODY_SIZE = 11.0


def identify(data: bytes) -> bool:
    """A zip that holds a word-processing part."""
    return data.startswith(b"PK\x03\x04") and b"word/document" in data


def parse(data: bytes) -> Document:
    """Read a DOCX. Raises Corrupt, or Encrypted for a package under a password."""
    if b"E\x00n\x00c\x00r\x00y\x00p\x00t" in data[:4096]:
        raise Encrypted("expected an open DOCX, found an encrypted package; ask for a copy without a password")
    try:
        package = docx.Document(io.BytesIO(data))
        assembly = Assembly()
        body = package.element.body
        for number, element in enumerate(_content(body)):
            for piece in _pieces(element, package, f"body/{number}"):
                assembly.add(piece)
        for part, rule in _margins(package):
            for paragraph in part:
                assembly.add(
                    Piece(BlockKind.PARAGRAPH, _text(paragraph), Origin(path=rule), Style(gap=1), furniture=rule)
                )
    except MemoryError:
        raise
    except Exception as error:  # python-docx lets out what zipfile, zlib and lxml raise
        raise Corrupt(f"expected a DOCX package, found a broken one ({error}); scrape it again") from error
    return assembly.document(FORMAT)


def _content(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables in order; content controls (w:sdt) and custom XML are looked through."""
    for child in parent.iterchildren():
        if child.tag in (qn("w:p"), qn("w:tbl")):
            yield child
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:smartTag"), qn("w:ins")):
            yield from _content(child)


def _pieces(element: Any, package: Any, path: str) -> Iterator[Piece]:
    if element.tag == qn("w:p"):
        yield from _paragraph(element, package, path)
        return
    for row_number, row in enumerate(element.iter(qn("w:tr"))):
        cells = [cell for cell in row.iterchildren() if cell.tag in (qn("w:tc"), qn("w:sdt"))]
        inner = [
            [p for p in _content(tc)]
            for cell in cells
            for tc in ([cell] if cell.tag == qn("w:tc") else cell.iter(qn("w:tc")))
        ]
        filled = [content for content in inner if any(_text(p) for p in content)]
        where = f"{path}/row{row_number}"
        if not filled:
            continue
        simple = all(
            len(content) == 1 and content[0].tag == qn("w:p") and len(_text(content[0])) < 200
            for content in map(_with_words, filled)
        )
        if simple and len(filled) > 1:
            texts = tuple(_text(p) for content in filled for p in content if _text(p))
            yield Piece(BlockKind.ROW, "", Origin(path=where), Style(gap=int(row_number == 0)), cells=texts)
            continue
        for cell_number, content in enumerate(filled):
            for p in content:
                for piece in _pieces(p, package, f"{where}/cell{cell_number}"):
                    if cell_number == 0 and len(filled) > 1 and len(content) == 1 and len(_text(p)) < 100:
                        piece = Piece(BlockKind.HEADING, piece.text, piece.origin, Style(gap=1, bold=True, level=7))
                    yield piece


def _with_words(content: list[Any]) -> list[Any]:
    return [p for p in content if _text(p)]


def _paragraph(element: Any, package: Any, path: str) -> Iterator[Piece]:
    """The lines of a paragraph: a manual line break starts a new block."""
    paragraph = Paragraph(element, package)
    style_name = (paragraph.style.name if paragraph.style is not None else "") or ""
    level = _heading_level(style_name)
    numbered = _is_numbered(paragraph, style_name)
    for box in element.iter(qn("w:txbxContent")):
        for inner in _content(box):
            yield from _pieces(inner, package, f"{path}/box")
    for number, line in enumerate(_text_lines(element)):
        text = " ".join(line.split())
        if not text:
            continue
        bold, lead = _emphasis(paragraph, text)
        mark = marker(text)
        prefix, suffix = decoration(text)
        gap = 0 if number else max(_empty_above(element), int(not numbered))
        style = Style(
            gap=gap, bold=bold or bool(level), size=_size(paragraph), lead=lead, level=level or _depth(element)
        )
        if level and not numbered:
            yield Piece(BlockKind.HEADING, text, Origin(path=path), style, "", prefix, suffix)
        elif numbered or mark:
            yield Piece(BlockKind.ITEM, text, Origin(path=path), style, mark.strip() or "•", len(mark))
        else:
            yield Piece(BlockKind.PARAGRAPH, text, Origin(path=path), style, "", prefix, suffix)


def _text_lines(element: Any) -> list[str]:
    """The words of a paragraph, without those of text boxes in it, cut at manual line breaks."""
    out = [""]
    for node in element.iter():
        if any(parent.tag == qn("w:txbxContent") for parent in _parents(node, element)):
            continue
        if node.tag == qn("w:t"):
            out[-1] += node.text or ""
        elif node.tag == qn("w:tab") and node.getparent().tag != qn("w:tabs"):
            out[-1] += "\t"
        elif node.tag in (qn("w:br"), qn("w:cr")):
            out.append("")
        elif node.tag == qn("w:noBreakHyphen"):
            out[-1] += "-"
    return out


def _parents(node: Any, top: Any) -> Iterator[Any]:
    while node is not top and node is not None:
        node = node.getparent()
        yield node


def _text(element: Any) -> str:
    return " ".join("".join(node.text or "" for node in element.iter(qn("w:t"))).split())


def _heading_level(style: str) -> int:
    name = style.lower()
    if name == "title":
        return 1
    if name.startswith("heading ") and name[8:9].isdigit():
        return min(6, int(name[8:9]))
    return 0


def _is_numbered(paragraph: Paragraph, style: str) -> bool:
    properties = paragraph._p.pPr
    if properties is not None and properties.numPr is not None:
        numbers = properties.xpath("./w:numPr/w:numId/@w:val")
        return not numbers or numbers[0] != "0"
    return style.lower().startswith(("list bullet", "list number"))


def _depth(element: Any) -> int:
    levels = element.xpath("./w:pPr/w:numPr/w:ilvl/@w:val")
    return int(levels[0]) if levels and levels[0].isdigit() else 0


def _empty_above(element: Any) -> int:
    """Empty paragraphs before this one."""
    count, before = 0, element.getprevious()
    while before is not None and before.tag == qn("w:p") and not _text(before):
        count, before = count + 1, before.getprevious()
    return count


def _size(paragraph: Paragraph) -> float:
    sizes = [run.font.size.pt for run in paragraph.runs if run.text.strip() and run.font.size is not None]
    return round(max(sizes) / _BODY_SIZE, 2) if sizes else 1.0


def _emphasis(paragraph: Paragraph, text: str) -> tuple[bool, int]:
    """Whether all of a line is bold, and else how long its bold beginning is."""
    style_bold = bool(paragraph.style is not None and paragraph.style.font.bold)
    lead, whole = 0, True
    for run in paragraph.runs:
        if not run.text.strip():
            continue
        bold = run.bold if run.bold is not None else style_bold
        whole = whole and bool(bold)
        if whole:
            lead += len(" ".join(run.text.split()))
    return whole and lead > 0, 0 if whole else min(lead, len(text))


def _margins(package: Any) -> Iterator[tuple[list[Any], str]]:
    """Paragraphs of page headers and footers, each part once."""
    seen = set()
    for section in package.sections:
        for part, rule in ((section.header, "docx_page_header"), (section.footer, "docx_page_footer")):
            if part.is_linked_to_previous or id(part._element) in seen:
                continue
            seen.add(id(part._element))
            yield list(part._element.iter(qn("w:p"))), rule
