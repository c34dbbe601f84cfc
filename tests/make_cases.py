"""Write the PDF and DOCX inputs of ``tests/cases``: invented documents, each for one trap.

Run ``python tests/make_cases.py [DIRECTORY]``; the output is the same, byte for byte, on every run.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from docx import Document
from make_samples import fill, write_docx
from reportlab.lib.pagesizes import letter
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

CASES = Path(__file__).parent / "cases"

LEDGER_CLERK = [
    "B:Ferry Ledger Clerk",
    "Class Code: 02291",
    "FLSA Status: Non-Exempt",
    "",
    "B:Definition",
    "Under general supervision, keeps the ledgers of a ferry line and balances the",
    "takings of each terminal against the count of tickets sold.",
    "",
    "B:Examples of Duties",
    "• Posts the takings of six terminals to the ledger.",
    "• Compares ticket counts with deposits and writes to the terminal about each dif-",
    "ference.",
    "PAGE",
    "• Prepares the monthly statement of revenue by route.",
    "• Performs other related duties as required.",
    "",
    "B:Minimum Qualifications",
    "One year of experience in keeping financial records.",
]
LEFT = """B:Reservoir Caretaker

B:Definition
Under general direction, lives at a
reservoir, watches its dam and gates
and keeps the grounds in order.

B:Examples of Duties
- Reads the weirs below the dam daily.
- Opens and closes the outlet gates by
order of the water dispatcher."""
RIGHT = """- Keeps trespassers off the dam.
- Mows the grass and mends the fences
of the reservoir grounds.

B:Minimum Qualifications
One year of experience in the upkeep
of buildings and grounds.

B:Special Requirements
Must live at the reservoir."""
TIGHT = """B:Culvert Inspector
B:Definition
Under general supervision, inspects the culverts and small bridges of a road
district, rates their state and reports to the engineer what has to be mended.
B:Typical Work
Inspects each culvert of the district once a year and after each flood, and
enters its rating on the map.
B:Minimum Qualifications
Two years of experience in the building or upkeep of roads, culverts and ponds.
B:Special Requirements
A valid driver's license."""


def canvas(target: io.BytesIO, **options: object) -> Canvas:
    """A canvas with fixed dates and identifiers."""
    return Canvas(target, pagesize=letter, invariant=1, **options)


def paged_pdf() -> bytes:
    """Two pages with a running header and a footer; a list and a hyphenated word go over the page break."""
    target = io.BytesIO()
    page = canvas(target)
    number, at = 1, 700

    def frame() -> None:
        page.setFont("Helvetica", 8)
        page.drawString(72, 756, "Tidewater Ferry District")
        page.drawString(72, 40, "Ferry Ledger Clerk")
        page.drawRightString(540, 40, f"Page {number} of 2")

    frame()
    for line in LEDGER_CLERK:
        if line == "PAGE":
            page.showPage()
            number, at = 2, 700
            frame()
            continue
        page.setFont("Helvetica-Bold" if line.startswith("B:") else "Helvetica", 11)
        page.drawString(72, at, line.removeprefix("B:"))
        at -= 14
    page.save()
    return target.getvalue()


def columns_pdf() -> bytes:
    """Text set in two newspaper columns, read down the left one and then down the right one."""
    return set_columns((72, LEFT), (330, RIGHT))


def tight_pdf() -> bytes:
    """Bold headings without white space above or below."""
    return set_columns((72, TIGHT))


def set_columns(*columns: tuple[int, str]) -> bytes:
    """One page of columns, each from its left edge; "B:" begins a line in bold."""
    target = io.BytesIO()
    page = canvas(target)
    for x, column in columns:
        for k, line in enumerate(column.splitlines()):
            page.setFont("Helvetica-Bold" if line.startswith("B:") else "Helvetica", 10)
            page.drawString(x, 700 - 14 * k, line.removeprefix("B:"))
    page.save()
    return target.getvalue()


def scan_pdf() -> bytes:
    """A page that is a picture: lines and boxes without a letter."""
    target = io.BytesIO()
    page = canvas(target)
    for k in range(20):
        page.rect(72, 700 - 20 * k, 400, 8, fill=1)
    page.save()
    return target.getvalue()


def encrypted_pdf() -> bytes:
    """A page that opens only with a password."""
    target = io.BytesIO()
    page = canvas(target, encrypt=StandardEncryption("open sesame", "owner", strength=40))
    page.drawString(72, 700, "Definition: Guards a sealed archive.")
    page.save()
    return target.getvalue()


def corrupt_pdf() -> bytes:
    """A download that broke off: the head of a PDF without its tables."""
    return paged_pdf()[:400]


def form_docx(folder: Path) -> None:
    """A form of tables: a grid of labels and values, then one boxed table a section."""
    document = Document()
    grid = document.add_table(rows=0, cols=4, style="Table Grid")
    pairs = [
        ("Class Title", "Signal Lamp Trimmer"),
        ("Class Code", "0092"),
        ("FLSA", "Non-Exempt"),
        ("Pay Grade", "11"),
    ]
    for left, right in zip(pairs[::2], pairs[1::2], strict=True):
        for n, (cell, text) in enumerate(zip(grid.add_row().cells, (*left, *right), strict=True)):
            fill(cell, text, bold=n % 2 == 0)
    boxes = {
        "DEFINITION": ["Trims and fills the lamps of harbor signals under close supervision."],
        "ESSENTIAL DUTIES": ["Cleans lenses and wicks.", "Rows to outlying beacons.", "Records burning hours."],
        "MINIMUM QUALIFICATIONS": ["Six months of experience in small boats."],
    }
    for heading, lines in boxes.items():
        document.add_paragraph()
        table = document.add_table(rows=2, cols=1, style="Table Grid")
        fill(table.cell(0, 0), heading, bold=True)
        body = table.cell(1, 0)
        fill(body, lines[0])
        for line in lines[1:]:
            body.add_paragraph(line)
    write_docx(
        document, {"path": "form_docx/input.docx", "title": "Signal Lamp Trimmer", "employer": "Harbor Board"}, folder
    )


PDFS = {
    "pdf_page_break": paged_pdf,
    "pdf_columns": columns_pdf,
    "pdf_tight_headings": tight_pdf,
    "refused_scan": scan_pdf,
    "failed_encrypted": encrypted_pdf,
    "failed_corrupt": corrupt_pdf,
}


def main(folder: Path = CASES) -> None:
    """Write all inputs below a directory."""
    for name, make in PDFS.items():
        path = folder / name / "input.pdf"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(make())
    form_docx(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else CASES)
