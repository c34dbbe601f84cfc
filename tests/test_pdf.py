"""What a PDF shows and what it holds are not the same: hidden text, pictures, limits, broken files."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from typing import Any

import hostile_pdf
import pytest
from reportlab.lib.colors import Color, black, white
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

import parsers
from parsers import pdf_glyphs, pdf_pdfium, pdf_plumber, pdf_tables, pdf_unread
from parsers.document import Document, Unread
from parsers.errors import Corrupt, NoText, TooLarge, TooManyPages, Truncated
from parsers.pdf_glyphs import UNMAPPED, Glyph, Glyphs, Rule, Sheet
from parsers.pdf_layers import has_hidden_layers
from parsers.pdf_library import Refused

DUTIES = [
    "NET MENDER",
    "Duties",
    "Mends trawls, seines and gill nets with needle and twine.",
    "Cuts webbing to a plan, hangs it on head rope and foot rope, and counts the meshes.",
    "Inspects warps and floats after each landing and reports what is worn.",
]


def made(*pages: Callable[[Canvas], None], size: tuple[float, float] = (612, 792)) -> bytes:
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=size, invariant=True)
    for page in pages:
        page(canvas)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def duties(canvas: Canvas) -> None:
    for k, line in enumerate(DUTIES):
        canvas.drawString(72, 700 - 20 * k, line)


def picture(canvas: Canvas) -> None:
    pixels = io.BytesIO(b"P5 8 8 255\n" + bytes(range(64)))
    canvas.drawImage(ImageReader(pixels), 0, 0, 612, 792)


def with_line(draw: Callable[[Canvas], None]) -> Document:
    def page(canvas: Canvas) -> None:
        duties(canvas)
        draw(canvas)

    return parsers.parse(made(page))


def furniture(document: Document) -> dict[str, str]:
    return {document.quote(block.span): block.furniture for block in document.blocks if block.furniture}


def text_in(canvas: Canvas, text: str, mode: int = 0, size: float = 12, x: float = 72, y: float = 300) -> None:
    text_object = canvas.beginText(x, y)
    text_object.setFont("Helvetica", size)
    text_object.setTextRenderMode(mode)
    text_object.textLine(text)
    canvas.drawText(text_object)


def invisible(canvas: Canvas) -> None:
    text_in(canvas, "Earns a million a year", mode=3)


def tiny(canvas: Canvas) -> None:
    text_in(canvas, "Earns a million a year", size=0.9)


def off_the_page(canvas: Canvas) -> None:
    text_in(canvas, "Earns a million a year", x=700)


def white_on_white(canvas: Canvas) -> None:
    canvas.setFillColor(white)
    text_in(canvas, "Earns a million a year")


def see_through(canvas: Canvas) -> None:
    canvas.setFillColor(Color(0, 0, 0, alpha=0.01))
    text_in(canvas, "Earns a million a year")


@pytest.mark.parametrize("draw", [invisible, tiny, off_the_page, white_on_white, see_through])
def test_text_that_nobody_sees_is_furniture(draw: Callable[[Canvas], None]) -> None:
    assert furniture(with_line(draw)) == {"Earns a million a year": "pdf_hidden"}


@pytest.mark.parametrize(
    ("configuration", "found"),
    [
        (b"/OFF [6 0 R]", {"Earns a million a year": "pdf_hidden"}),
        (b"/BaseState /OFF", {"Earns a million a year": "pdf_hidden"}),
        (b"/BaseState /OFF /ON [6 0 R]", {}),
        (b"/OFF []", {}),
        (b"", {}),
    ],
)
def test_text_of_a_layer_that_is_off_is_furniture(configuration: bytes, found: dict[str, str]) -> None:
    line = b"/OC /L BDC BT /F1 10 Tf 1 0 0 1 50 300 Tm (Earns a million a year) Tj ET EMC"
    data = hostile_pdf.page(
        hostile_pdf.drawn(extra=line),
        {6: b"<< /Type /OCG /Name (x) >>"},
        resources=b"/Properties << /L 6 0 R >>",
        catalog=b"/OCProperties << /OCGs [6 0 R] /D << %s >> >>" % configuration,
    )
    document = parsers.parse(data)
    assert furniture(document) == found
    assert "Earns a million a year" in document.text


def test_layers_are_found_in_packed_objects() -> None:
    def packed(catalog: bytes) -> bytes:
        return b"%PDF-1.5\n7 0 obj << /Type /ObjStm /N 1 >>\nstream\n" + zlib.compress(catalog) + b"\nendstream"

    assert has_hidden_layers(packed(b"<< /Type /Catalog /OCProperties << /D << /OFF [6 0 R] >> >> >>"))
    assert has_hidden_layers(
        packed(b"<< /Type /Catalog /OCProperties 9 0 R >>") + packed(b"<< /D << /OFF [6 0 R] >> >>")
    )
    assert not has_hidden_layers(packed(b"<< /Type /Catalog /OCProperties << /D << >> >> >>"))
    assert not has_hidden_layers(packed(b"<< /Type /Catalog >>") + packed(b"<< /D << /OFF [6 0 R] >> >>"))
    assert not has_hidden_layers(b"%PDF-1.5\n/ObjStm stream\nnot packed")


def test_text_under_an_opaque_shape_is_text() -> None:
    # In the corpus this is never a secret: the floating bars of a page that a browser prints lie on its headings.
    def cover(canvas: Canvas) -> None:
        text_in(canvas, "Earns a million a year")
        canvas.setFillColor(white)
        canvas.rect(60, 290, 300, 24, stroke=0, fill=1)

    assert furniture(with_line(cover)) == {}


def test_white_text_on_a_dark_bar_is_text() -> None:
    def bar(canvas: Canvas) -> None:
        canvas.setFillColor(black)
        canvas.rect(60, 290, 300, 24, fill=1)
        white_on_white(canvas)

    document = with_line(bar)
    assert furniture(document) == {}
    assert "Earns a million a year" in document.text


def test_a_stamp_across_the_page_is_furniture() -> None:
    def stamp(canvas: Canvas) -> None:
        canvas.translate(200, 300)
        canvas.rotate(45)
        canvas.setFont("Helvetica", 60)
        canvas.drawString(0, 0, "DRAFT COPY")

    assert furniture(with_line(stamp)) == {"DRAFT COPY": "pdf_stamp"}


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_a_page_reads_the_same_however_it_is_turned(quarters: int) -> None:
    """/Rotate and turned contents that undo each other."""

    def turned(canvas: Canvas) -> None:
        canvas.setPageRotation(90 * quarters)  # for an odd number of quarters the sheet lies on its side
        canvas.translate(*((0, 0), (792, 0), (612, 792), (0, 612))[quarters])
        canvas.rotate(90 * quarters)
        for k, line in enumerate(DUTIES):
            canvas.drawString(72, 500 - 20 * k, line)

    document = parsers.parse(made(turned))
    assert document.text == parsers.parse(made(duties)).text
    left, top, right, _ = document.blocks[0].origin.box or (0, 0, 0, 0)
    assert left == pytest.approx(72, abs=0.2)
    assert right < 160
    assert top == pytest.approx(792 - 500 - 12 * 0.793, abs=0.5)


def test_pages_that_are_pictures_are_named() -> None:
    document = parsers.parse(made(duties, picture, duties))
    assert document.unread == (Unread(2, "picture"),)
    assert document.pages == 3
    with pytest.raises(NoText, match=r"2 of 2 pages are pictures.*--ocr"):
        parsers.parse(made(picture, picture))


def test_a_recognised_layer_under_a_picture_is_text() -> None:
    def scan(canvas: Canvas) -> None:
        picture(canvas)
        for k, line in enumerate(DUTIES * 2):
            text_in(canvas, line, mode=3, y=700 - 20 * k)

    document = parsers.parse(made(scan))
    assert document.unread == ()
    assert furniture(document) == {}


def sheet(text: str, shapes: int = 0, pictured: float = 0.0) -> Sheet:
    glyphs = [Glyph(char, 5.0 * k, 10, 5.0 * k + 5, 20, "Plain", 10) for k, char in enumerate(text)]
    return Sheet(1, 612, 792, Glyphs.of(glyphs), [], shapes, pictured)


PROSE = " ".join(DUTIES * 3)
SCRAMBLED = "".join(chr((ord(char.lower()) - 97 + 3) % 26 + 97) if char.isalpha() else char for char in PROSE)


@pytest.mark.parametrize(
    ("page", "found"),
    [
        (sheet(PROSE), ""),
        (sheet(PROSE, shapes=500, pictured=1.0), ""),
        (sheet(""), ""),
        (sheet("", shapes=500), "drawing"),
        (sheet("Scanned 2001", pictured=0.9), "picture"),
        (sheet(SCRAMBLED), "unmapped"),
        (sheet(PROSE.replace("e", UNMAPPED).replace("t", UNMAPPED).replace("a", "\ue012")), "unmapped"),
        (sheet("\uf0b7 " * 40 + PROSE[:60]), ""),
        (sheet("$1,204.55 $1,310.20 $1,420.00 " * 30), ""),
    ],
)
def test_what_a_page_shows_and_does_not_hold(page: Sheet, found: str) -> None:
    assert pdf_unread.unread([page]) == ((Unread(1, found),) if found else ())


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    data = made(duties, duties, duties)
    for reader in (pdf_pdfium, pdf_plumber):
        monkeypatch.setattr(reader, "PAGES", 2)
        with pytest.raises(TooManyPages, match="at most 2 pages, found 3"):
            reader.read(data)
        monkeypatch.setattr(reader, "PAGES", pdf_glyphs.PAGES)
        monkeypatch.setattr(reader, "CHARACTERS", 300)
        with pytest.raises(TooLarge, match="page 2"):
            reader.read(data)
        monkeypatch.setattr(reader, "CHARACTERS", pdf_glyphs.CHARACTERS)


def test_both_readers_see_the_same_words() -> None:
    data = made(duties, duties)
    ours, theirs = pdf_pdfium.read(data), pdf_plumber.read(data)
    for one, two in zip(ours, theirs, strict=True):
        assert one.glyphs.texts.tolist() == two.glyphs.texts.tolist()
        for a, b in zip(one.glyphs.rows(), two.glyphs.rows(), strict=True):
            # Helvetica says of itself in no file how far it reaches below the line, and the two suppose another depth.
            assert a[1:5] == pytest.approx(b[1:5], abs=0.25)
            assert a[6:] == b[6:]


def test_a_file_that_pdfium_refuses_is_read_by_the_other_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    data = made(duties)
    expected = parsers.parse(data)

    def refuse(data: bytes) -> list[Sheet]:
        raise Refused("no")

    monkeypatch.setattr(pdf_pdfium, "read", refuse)
    assert parsers.parse(data).text == expected.text


OBJECT = "%d 0 obj%s endobj\n"


def raw(*bodies: str) -> bytes:
    """A PDF of these objects, the first its catalog, with a table of them."""
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(bodies, start=1):
        places.append(len(out))
        out += (OBJECT % (number, body)).encode()
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, start)
    return bytes(out)


def test_a_document_without_pages_is_corrupt() -> None:
    catalog = "<</Type/Catalog/Pages 2 0 R>>"
    for tree in ("<</Type/Pages/Kids[]/Count 0>>", "<</Type/Pages/Kids[2 0 R]/Count 1>>"):
        with pytest.raises(Corrupt):
            parsers.parse(raw(catalog, tree))


def test_a_file_that_claims_more_pages_than_it_has_is_read() -> None:
    content = "BT /F1 12 Tf 72 700 Td (Mends trawls and seines.) Tj ET"
    for claimed in (3, 1_000_000):
        data = raw(
            "<</Type/Catalog/Pages 2 0 R>>",
            f"<</Type/Pages/Kids[3 0 R]/Count {claimed}>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
            f"<</Length {len(content)}>>stream\n{content}\nendstream",
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        )
        assert parsers.parse(data).pages == 1


def test_a_document_of_which_a_part_cannot_be_read_is_truncated(monkeypatch: pytest.MonkeyPatch) -> None:
    data = made(duties, duties)
    read_sheet = pdf_plumber._sheet

    def sheet(page: Any) -> Sheet:
        if page.page_number == 2:
            raise IndexError("no such object")
        return read_sheet(page)

    monkeypatch.setattr(pdf_plumber, "_sheet", sheet)
    with pytest.raises(Truncated, match="expected 2 readable pages, found 1"):
        pdf_plumber.read(data)


def test_a_page_without_a_size_is_read() -> None:
    content = "BT /F1 12 Tf 72 700 Td (Mends trawls and seines.) Tj ET"
    data = raw(
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(content)}>>stream\n{content}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    assert parsers.parse(data).text == "Mends trawls and seines."


def grid(columns: int, rows: int) -> list[Rule]:
    upright = [Rule(True, 10.0 * k, 0.0, 10.0 * rows) for k in range(columns + 1)]
    return upright + [Rule(False, 10.0 * k, 0.0, 10.0 * columns) for k in range(rows + 1)]


def test_a_ruled_table_has_its_cells() -> None:
    glyphs = [Glyph(char, 10.0 * k + 2, y, 10.0 * k + 7, y + 6, "Plain", 6) for y, row in ((2, "ab"), (12, "cd")) for k, char in enumerate(row)]  # fmt: skip
    [table] = pdf_tables.tables(grid(2, 2), Glyphs.of(glyphs))
    assert table.box == (0, 0, 20, 20)
    assert [texts for texts, _ in table.rows] == [("a", "b"), ("c", "d")]
    assert pdf_tables.tables(grid(1, 2), Glyphs.of(glyphs)) == []


def test_the_search_for_tables_ends_whatever_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    glyphs = [Glyph("a", 10.0 * k + 2, y, 10.0 * k + 7, y + 6, "Plain", 6) for y in (2, 12) for k in range(2)]
    monkeypatch.setattr(pdf_tables, "_LOOKS", 3)
    assert pdf_tables.tables(grid(2, 2), Glyphs.of(glyphs)) == []


def test_a_page_with_too_many_shapes_has_no_rules() -> None:
    def drawing(canvas: Canvas) -> None:
        duties(canvas)
        for k in range(pdf_glyphs.SHAPES + 1):
            canvas.line(72, 72 + k / 10, 300, 72 + k / 10)

    [page] = pdf_pdfium.read(made(drawing))
    assert page.rules == []
    assert page.shapes > pdf_glyphs.SHAPES


def test_compressed_and_plain_streams_read_the_same() -> None:
    plain, packed = io.BytesIO(), io.BytesIO()
    for target, compression in ((plain, 0), (packed, 1)):
        canvas = Canvas(target, pageCompression=compression, invariant=True)
        duties(canvas)
        canvas.save()
    assert zlib.crc32(plain.getvalue()) != zlib.crc32(packed.getvalue())
    assert parsers.parse(plain.getvalue()).text == parsers.parse(packed.getvalue()).text
