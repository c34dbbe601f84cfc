"""Character recognition: a scan made of a page of text gives its text back. Skipped without the extra `ocr`."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

import parsers
from parsers import pdf_ocr
from parsers.document import BlockKind, Unread
from parsers.pdf_ocr import NoRecogniser
from pipeline.normalize import normalize
from pipeline.work import process

needs_ocr = pytest.mark.skipif(not pdf_ocr.installed(), reason="the extra `ocr` is not installed: pip install '.[ocr]'")

SPEC = [
    ("Helvetica-Bold", 16, "LOCK KEEPER"),
    ("Helvetica", 11, "Class Code: 3318"),
    ("Helvetica-Bold", 12, "DEFINITION"),
    ("Helvetica", 11, "Under general supervision, works the gates and valves of a canal lock, passes vessels"),
    ("Helvetica", 11, "through it in turn and keeps its log."),
    ("Helvetica-Bold", 12, "TYPICAL DUTIES"),
    ("Helvetica", 11, "• Opens and closes gates and sluices and watches the water level in the chamber."),
    ("Helvetica", 11, "• Takes the lines of vessels, signals masters and collects tolls."),
    ("Helvetica", 11, "• Greases gears, clears drift from the sills and reports damage."),
    ("Helvetica-Bold", 12, "MINIMUM QUALIFICATIONS"),
    ("Helvetica", 11, "One year of experience in the operation of heavy equipment and a valid driver license."),
]


def page(canvas: Canvas, pixels: io.BytesIO | None = None) -> None:
    if pixels is not None:
        canvas.drawImage(ImageReader(pixels), 0, 0, 612, 792)
    else:
        for k, (face, size, line) in enumerate(SPEC):
            canvas.setFont(face, size)
            canvas.drawString(72, 700 - 24 * k, line)
    canvas.showPage()


def scan() -> io.BytesIO:
    """The page as a picture of 150 dots an inch."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(612, 792), invariant=True)
    page(canvas)
    canvas.save()
    pixels = io.BytesIO()
    pypdfium2.PdfDocument(target.getvalue())[0].render(scale=150 / 72, grayscale=True).to_pil().save(pixels, "PNG")
    return pixels


def document(*pixels: io.BytesIO | None) -> bytes:
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(612, 792), invariant=True)
    for one in pixels:
        page(canvas, one)
    canvas.save()
    return target.getvalue()


@needs_ocr
def test_a_scan_gives_its_text() -> None:
    found = parsers.parse(document(scan()), ocr=True)
    lines = [found.quote(block.span) for block in found.blocks]
    assert lines[:3] == ["LOCK KEEPER", "Class Code: 3318", "DEFINITION"]
    assert lines[3].endswith("passes vessels through it in turn and keeps its log.")
    assert [block.kind for block in found.blocks].count(BlockKind.ITEM) == 3
    assert found.ocr is not None
    assert found.ocr.pages == (1,)
    assert 85 < found.ocr.confidence <= 100
    assert found.unread == ()
    left, top, right, bottom = found.blocks[0].origin.box or (0, 0, 0, 0)
    assert (left, bottom) == pytest.approx((72, 92), abs=3)
    assert 10 < bottom - top < 20
    assert right < 220


@needs_ocr
def test_only_pages_without_text_are_recognised() -> None:
    found = parsers.parse(document(None, scan()), ocr=True)
    assert found.ocr is not None
    assert found.ocr.pages == (2,)
    assert parsers.parse(document(None), ocr=True).ocr is None


@needs_ocr
def test_a_record_tells_what_was_recognised() -> None:
    data = document(scan())
    [record] = normalize(data, "keeper.pdf", ocr=True).records
    assert record.document.ocr is not None
    assert record.document.ocr.pages == (1,)
    assert record.class_code is not None
    assert record.class_code.value == "3318"
    assert len(record.duties) >= 3
    assert process(data, "keeper.pdf", ocr=True).outcome == "published"
    assert process(data, "keeper.pdf").reason == "no_text"


@needs_ocr
def test_the_model_lies_in_the_folder_that_must_stay_readable() -> None:
    pdf_ocr.prepare()
    assert (pdf_ocr.folder() / "eng.traineddata").is_file()


def test_a_page_that_is_not_read_is_an_issue_of_the_record() -> None:
    [record] = normalize(document(None, scan()), "keeper.pdf").records
    assert record.document.ocr is None
    [issue] = [issue for issue in record.issues if issue.code == "unread_pages"]
    assert "page 2 (picture)" in issue.message
    assert parsers.parse(document(None, scan())).unread == (Unread(2, "picture"),)


def test_without_the_extra_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_ocr, "installed", lambda: False)
    pdf_ocr._recogniser.cache_clear()
    data = document(scan())
    with pytest.raises(NoRecogniser, match=r"\.\[ocr\]"):
        parsers.parse(data, ocr=True)
