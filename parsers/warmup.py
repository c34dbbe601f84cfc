"""What a process loads before it is locked: one small document of each format, every text encoding.

Libraries import parts of themselves when they first need them; a locked process can open no file.
"""

from __future__ import annotations

import codecs
import importlib.util
import io
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from encodings.aliases import aliases
from pathlib import Path

from parsers import pdf_ocr, pdf_plumber

_TEXT = b"""DITCH RIDER
Class Code: 0417

DEFINITION
Under general supervision, rides a ditch each day, opens its gates by the schedule and does related work as required.

EXAMPLES OF DUTIES
- Opens and closes gates by the schedule of deliveries using a wrench; mends banks.
- May lead seasonal workers and report to the foreman daily.
- READS GAUGES AND KEEPS A LOG OF THEM.

KNOWLEDGE, SKILLS AND ABILITIES
Working knowledge of pumps, gates and the rules of the district. Ability to use Microsoft Excel.

MINIMUM QUALIFICATIONS
High school graduation and two years of experience in irrigation. A valid driver's license.

Adopted: 05/14/1979
"""
_HTML = (
    b"<!doctype html><html><head><title>Ditch Rider</title></head><body><h1>Ditch Rider</h1>"
    b"<table><tr><td>Code</td><td>0417</td></tr></table><ul><li>Opens gates by the schedule.</li></ul></body></html>"
)
_PAGE = b"BT /F1 12 Tf 72 700 Td (Ditch Rider) Tj 0 -20 Td (Opens gates by the schedule.) Tj ET"
_RULES = b" 72 600 200 40 re 272 600 200 40 re 72 640 200 40 re 272 640 200 40 re S BT /F1 9 Tf 80 610 Td (0417) Tj ET"
_OBJECTS = (
    b"<</Type/Catalog/Pages 2 0 R>>",
    b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
    b"<</Length %d>>stream\n%s\nendstream" % (len(_PAGE + _RULES), _PAGE + _RULES),
    b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold>>",
)
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default '
    'Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override '
    'PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.'
    'document.main+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{_OFFICE}" Target="word/document.xml"/></Relationships>',
    "word/document.xml": f'<w:document xmlns:w="{_WORD}"><w:body><w:p><w:r><w:t>Ditch Rider opens gates.</w:t></w:r></w:p>'
    "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Code</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:sectPr/></w:body></w:document>",
}


def samples() -> Iterator[bytes]:
    """One small document of each format; reading it loads what its reader needs."""
    for name in sorted(set(aliases.values())):
        with suppress(LookupError):
            codecs.lookup(name)
    yield _TEXT
    yield _HTML
    yield _pdf()
    pdf_plumber.read(_pdf())  # which `parse` asks only where PDFium refuses a file
    yield _docx()


def load_recogniser() -> None:
    """Load what reading with ``ocr`` needs. Raises parsers.pdf_ocr.NoRecogniser."""
    pdf_ocr.prepare()


def read_later() -> tuple[Path, ...]:
    """Folders of libraries that are read as documents ask for it.

    These are pdfminer's East Asian encodings, Word's default parts, and the model of character recognition.
    """
    places = (("pdfminer", "cmap"), ("docx", "templates"))
    found = ((importlib.util.find_spec(package), folder) for package, folder in places)
    folders = tuple(
        Path(root) / folder for spec, folder in found if spec for root in spec.submodule_search_locations or ()
    )
    return (*folders, pdf_ocr.folder()) if pdf_ocr.installed() else folders


def _pdf() -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(_OBJECTS, start=1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(places) + 1, table)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, start)
    return bytes(out)


def _docx() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, body in _PARTS.items():
            package.writestr(name, body)
    return out.getvalue()
