"""PDF: pages → columns → paragraphs."""

from __future__ import annotations

import gc
import itertools
import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from parsers import pdf_ocr, pdf_pdfium
from parsers.document import Assembly, BlockKind, Document, Origin, Piece, Recognition, Style, Unread
from parsers.errors import Corrupt, NoText, Truncated
from parsers.markers import is_bare_marker, marker
from parsers.pdf_furniture import without_furniture
from parsers.pdf_glyphs import Sheet
from parsers.pdf_library import Refused
from parsers.pdf_pages import Page, read_page
from parsers.pdf_unread import told, unread
from parsers.pdf_words import Line, Word, print_line
from parsers.text import join

FORMAT = "pdf"

Words = Sequence[Word]

# A label of the header block, "Open Date: ...": never the second line of a paragraph.
_LABEL = re.compile(r"^[A-Z][\w/&.]*(?: [A-Z][\w/&.]*){0,3}:(?:\s|$)")


_OBJECT = re.compile(rb"\b\d{1,10} \d{1,5} obj\b")


def identify(data: bytes) -> bool:
    """A PDF header (ISO 32000-1, 7.5.2), at the start or, as readers accept, in the first kilobyte of a file with PDF objects."""
    at = data[:1024].find(b"%PDF-")
    return at == 0 or (at > 0 and _OBJECT.search(data, at) is not None)


def parse(data: bytes, ocr: bool = False) -> Document:
    """Read a PDF; with ``ocr``, pages whose text it does not hold are read from their picture.

    Raises Encrypted, Corrupt, Truncated, TooManyPages, TooLarge or NoText; NoRecogniser where ``ocr`` is not installed.
    """
    collecting = gc.isenabled()
    gc.disable()  # a page is some ten thousand tuples and no cycle: to look through them again and again finds nothing
    try:
        return _parse(data, ocr)
    finally:
        if collecting:
            gc.enable()


def _parse(data: bytes, ocr: bool) -> Document:
    sheets = _sheets(data)
    gaps = unread(sheets)
    recognised = _recognised(data, gaps) if ocr and gaps else []
    read = {found.page.number: found.page for found in recognised}
    gaps = tuple(gap for gap in gaps if gap.page not in read)
    if gaps and len(gaps) >= sum(1 for sheet in sheets if sheet.glyphs or sheet.shapes or sheet.pictured):
        raise NoText(
            f"expected text, found that {told(gaps, len(sheets))}; install the extra `ocr` and run with --ocr, "
            "or get a copy that was not scanned"
        )
    pages = [read.get(sheet.number) or read_page(sheet) for sheet in sheets]
    aside = [found for page in pages for found in page.aside]
    pages, furniture = without_furniture(pages)
    body = [line for page in pages for line in _ordered(page)]
    assembly = Assembly()
    for piece in _paragraphs(body, _usual_size(body)):
        assembly.add(piece)
    # Furniture comes last: a paragraph that runs over a page break stays whole.
    for line, rule in [*furniture, *aside]:
        origin = Origin(page=line.page, box=line.box)
        assembly.add(Piece(BlockKind.PARAGRAPH, line.text, origin, Style(gap=1), furniture=rule))
    return replace(assembly.document(FORMAT, pages=len(pages)), unread=gaps, ocr=_recognition(recognised))


def _sheets(data: bytes) -> list[Sheet]:
    """The pages by PDFium, or where that refuses the file, by pdfplumber: each opens some that the other does not."""
    try:
        return pdf_pdfium.read(data)
    except Refused as refusal:
        from parsers import pdf_plumber  # seldom needed, and slow to load

        try:
            return pdf_plumber.read(data)
        except Corrupt as error:
            if refusal.pages:
                raise Truncated(f"expected a whole PDF, found that {refusal}; scrape it again") from error
            raise Corrupt(f"{error} (the first reader: {refusal})") from refusal


def _recognised(data: bytes, gaps: Sequence[Unread]) -> list[pdf_ocr.Recognised]:
    """The pages that character recognition makes something of."""
    try:
        return [found for found in pdf_ocr.recognise(data, [gap.page for gap in gaps]) if found.letters]
    except Refused:
        return []


def _recognition(recognised: Sequence[pdf_ocr.Recognised]) -> Recognition | None:
    letters = sum(found.letters for found in recognised)
    if not letters:
        return None
    confidence = sum(found.confidence * found.letters for found in recognised) / letters
    return Recognition(tuple(found.page.number for found in recognised), round(confidence, 1))


def _ordered(page: Page) -> list[Line]:
    """The lines of a page as they are read, rows of tables where they stand."""
    lines = _labels_joined(_reading_order(page))
    return _merge_tables(lines, list(page.rows)) if page.rows else lines


def _merge_tables(lines: list[Line], rows: list[Line]) -> list[Line]:
    """Put table rows where they stand on the page: before the first line that begins below them."""
    out = list(lines)
    for row in sorted(rows, key=lambda line: line.box[1], reverse=True):
        at = next((k for k, line in enumerate(out) if line.box[1] >= row.box[1] - 1), len(out))
        out.insert(at, row)
    return out


def _reading_order(page: Page) -> list[Line]:
    """Lines in the order they are read: columns side by side are read one after the other.

    Bands of consecutive lines that leave the same gutter free are cut at it. Where the left side of a band
    is sparse (labels beside their text) it is read label by label, with the text that stands beside each.
    """
    width, pica = page.width, 12 * page.scale
    out: list[Line] = []
    band: list[tuple[Words, Line]] = []
    gutter: tuple[float, float] | None = None
    for words, line in zip(page.lines, page.printed, strict=True):
        free = _narrowed(gutter, words, width, pica) if gutter else None
        if free is None:
            out.extend(_band(band, gutter, page.number))
            band, free = [], _narrowed(None, words, width, pica)
        gutter = free
        if gutter:
            band.append((words, line))
        else:
            out.append(line)
    out.extend(_band(band, gutter, page.number))
    return out


def _narrowed(
    gutter: tuple[float, float] | None, words: Sequence[Word], width: float, pica: float
) -> tuple[float, float] | None:
    """The free vertical strip that is left when a line is added, or None where the line crosses it.

    A gutter lies in the middle four fifths of the page and is at least a pica (12 points) wide: text set in
    columns keeps that between them, and spaces inside a justified line stay below that.
    """
    left, right = gutter or (0.1 * width, 0.9 * width)
    spans = sorted([(x0, x1) for _, x0, _, x1, *_ in words])
    # Most lines are text without a gap.
    if gutter is None and max([two[0] - one[1] for one, two in itertools.pairwise(spans)], default=0.0) < pica:
        return None
    free: list[tuple[float, float]] = []
    at = left
    for x0, x1 in spans:
        if x0 - at >= pica and min(x0, right) - at >= pica:
            free.append((at, min(x0, right)))
        at = max(at, x1)
    if right - at >= pica:
        free.append((at, right))
    free = [(a, b) for a, b in free if b - a >= pica]
    if gutter is None:
        inner = [(a, b) for a, b in free if any(x1 <= a for _, x1 in spans) and any(x0 >= b for x0, _ in spans)]
        return max(inner, key=lambda strip: strip[1] - strip[0], default=None)
    return max(free, key=lambda strip: strip[1] - strip[0], default=None)


def _band(band: list[tuple[Words, Line]], gutter: tuple[float, float] | None, page: int) -> Iterator[Line]:
    if not band or gutter is None:
        return
    cut = (gutter[0] + gutter[1]) / 2
    left = [[word for word in words if word.x1 <= cut] for words, _ in band]
    right = [[word for word in words if word.x1 > cut] for words, _ in band]
    both = sum(bool(a) and bool(b) for a, b in zip(left, right, strict=True))
    if sum(map(bool, right)) < 6 or (both == 0 and not any(left)):
        yield from (line for _, line in band)
        return
    dense = sum(map(bool, left)) > 0.55 * len(band)
    mean = statistics.mean(len(" ".join(w.text for w in words)) for words in left if words) if any(left) else 0.0
    if dense and (mean > 22 or (_stacked(left) and _stacked(right))):
        yield from (print_line(words, page, 2) for words in left if words)
        yield from (print_line(words, page, 3) for words in right if words)
        return
    if dense:
        yield from (line for _, line in band)
        return
    # Labels at the left: left lines that follow closely are one label, its text is what stands beside it and below.
    label: list[Word] = []
    text: list[Sequence[Word]] = []
    before = False
    for words, beside in zip(left, right, strict=True):
        apart = bool(words and label) and words[0].top - label[-1].top > 1.6 * words[0].size
        done = bool(label) and label[-1].text.endswith(":")
        if words and (apart or done or not (before or _goes_on(label, words))):
            yield from _labelled(label, text, page)
            label, text = [], []
        label.extend(words)
        if beside:
            text.append(beside)
        before = bool(words)
    yield from _labelled(label, text, page)


def _goes_on(label: list[Word], words: list[Word]) -> bool:
    """Whether a line of the left column ends the label above, though a line of text stands between the two.

    Only where the type or a colon shows that these are labels; a list of names looks the same otherwise.
    """
    return bool(label) and (words[-1].text.endswith(":") or (print_line(label).bold and print_line(words).bold))


def _stacked(column: list[list[Word]]) -> bool:
    """Whether a column holds bold labels, each with its value below: a grid of them is read by column."""
    bold = [print_line(words).bold for words in column if words]
    changes = [one for one, two in itertools.pairwise(bold) if one != two]
    return bool(bold) and bold[0] and len(changes) >= 3


def _labels_joined(lines: list[Line]) -> list[Line]:
    """A label that wraps below its own row, "CLASSIFICATION  Specialist II" over "TITLE:", is put together again."""
    out: list[Line] = []
    for line in lines:
        row = out[-1] if out else line
        if (
            len(row.cells) == 2
            and not row.cells[0].endswith(":")
            and line.text.endswith(":")
            and not line.cells
            and line.column == row.column
            and abs(line.box[0] - row.box[0]) < 2
            and 0 < line.box[1] - row.box[1] < 1.6 * row.size
            and len(line.text) <= len(row.cells[0]) + 8
        ):
            cells = (f"{row.cells[0]} {line.text}", row.cells[1])
            box = (*row.box[:3], line.box[3])
            out[-1] = row._replace(text=" ".join(cells), box=box, cells=cells)
            continue
        out.append(line)
    return out


def _labelled(label: Sequence[Word], text: list[Sequence[Word]], page: int) -> Iterator[Line]:
    if label:
        yield print_line(label, page, 1)._replace(cells=())
    yield from (print_line(words, page, 2) for words in text)


def _usual_size(lines: list[Line]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def _paragraphs(lines: list[Line], usual: float) -> Iterator[Piece]:
    """Join lines that wrap: the line above was full, the type is the same, and no list item begins."""
    right = _right_edges(lines)
    pitch = _pitch(lines)
    group: list[Line] = []
    before: Line | None = None
    for line in lines:
        if group and _wraps(group, line, right, pitch):
            group.append(line)
            continue
        if group:
            yield _piece(group, before, usual, pitch)
            before = group[-1]
        group = [line]
    if group:
        yield _piece(group, before, usual, pitch)


def _right_edges(lines: list[Line]) -> dict[tuple[int, int], float]:
    """The right edge of the text of each page and column: the ninth decile, so that one long line does not set it."""
    ends: dict[tuple[int, int], list[float]] = {}
    for line in lines:
        ends.setdefault((line.page, line.column), []).append(line.box[2])
    return {key: sorted(values)[int(0.9 * (len(values) - 1))] for key, values in ends.items()}


def _pitch(lines: list[Line]) -> float:
    """The usual distance from one line's top to the next, in line heights."""
    steps = [
        round((two.box[1] - one.box[1]) / max(one.height, 1), 1)
        for one, two in itertools.pairwise(lines)
        if one.page == two.page and 0 < two.box[1] - one.box[1] < 3 * one.height
    ]
    return min(2.0, max(1.0, statistics.mode(steps))) if steps else 1.2


def _step(above: Line, line: Line) -> float | None:
    """Distance between two lines in line heights; None across a page or column break."""
    if above.page != line.page or (above.column != line.column and line.box[1] < above.box[1]):
        return None
    return (line.box[1] - above.box[1]) / max(above.height, line.height, 1)


def _wraps(group: list[Line], line: Line, right: dict[tuple[int, int], float], pitch: float) -> bool:
    above, head = group[-1], group[0]
    if above.table or line.table:
        return False
    # A column may end at a page's foot and what is left of its text stand alone on the next page.
    if above.column != line.column and (above.page == line.page or abs(above.box[0] - line.box[0]) > 4):
        return False
    if is_bare_marker(head.text) and len(group) == 1:
        return True
    if line.bold and not above.bold and line.text[0].isupper() and len(line.text) < 80:
        return False
    if (
        marker(line.text)
        or abs(above.size - line.size) > 0.6
        or (above.bold != line.bold and (above.bold and len(group) == 1 and not line.text[0].islower()))
    ):
        return False
    if (line.cells and not line.dotted) or (above.cells and not above.dotted and not line.text[0].islower()):
        return False
    step = _step(above, line)
    if step is not None and (step > pitch + 0.45 or step < 0.3):
        return False
    if _LABEL.match(line.text) or head.box[0] - line.box[0] > 60:
        return False
    hanging = marker(head.text) and line.box[0] > head.box[0] + 4
    if hanging and step is not None and (len(group) == 1 or abs(line.box[0] - above.box[0]) < 4):
        return True
    first = line.text.split(maxsplit=1)[0]
    letter = (above.box[2] - above.box[0]) / max(1, len(above.text))
    edge = right[above.page, above.column]
    full = above.box[2] + (len(first) + 1) * letter >= edge - 2 * letter
    if not full:
        return line.text[0].islower() and above.text[-1] not in ".:;" and above.box[2] > 0.6 * edge
    if step is None and above.text[-1] in ".:;!?":
        return False
    if above.bold and line.bold and len(group) <= 2 and above.text.isupper() != line.text.isupper():
        return False
    outdent = head.box[0] - line.box[0]
    return not (outdent > 3 * letter and marker(head.text) and above.text[-1] in ".;:!?")


def _piece(group: list[Line], before: Line | None, usual: float, pitch: float) -> Piece:
    head = group[0]
    text = head.text
    for line in group[1:]:
        text = join(text, line.text)
    left, right = min(line.box[0] for line in group), max(line.box[2] for line in group)
    box = (left, head.box[1], right, group[-1].box[3])
    if any(line.page != head.page for line in group):
        box = head.box
    origin = Origin(page=head.page, box=box)
    step = _step(before, head) if before else None
    gap = 1 if before is None or (step is None and head.page != before.page) else 0
    if step is not None and step > pitch + 0.3:
        gap = max(1, round(step / pitch) - 1)
    bold = all(line.bold for line in group)
    size = round(max(line.size for line in group) / usual, 2)
    level = 7 if head.column == 1 and not head.cells and len(text) < 80 else 0
    style = Style(gap=gap, bold=bold, size=size, lead=0 if bold else head.lead, level=level)
    if len(group) == 1 and len(head.cells) > 1 and not head.dotted:
        return Piece(BlockKind.ROW, text, origin, style, cells=head.cells)
    if mark := marker(text):
        depth = int(head.box[0] // 18)
        return Piece(BlockKind.ITEM, text, origin, replace(style, level=depth), mark.strip(), len(mark))
    return Piece(BlockKind.PARAGRAPH, text, origin, style)
