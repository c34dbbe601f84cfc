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

LAMP_STORES = [
    """B:Lamp Stores Keeper
Class Code: 03117

B:Definition
Under general supervision, keeps the stores of a lighthouse tender and answers for
the oil, wicks and glass that it carries to the lights of a coast.

B:Examples of Duties
!" Receives oil and glass from the depot and counts them against the bill of lading.
!" Keeps the stores ledger of the tender.
!" Stows casks and cases in the hold so that the first light to be served lies uppermost,""",
    """!" Stows casks and cases in the hold so that the first light to be served lies uppermost,
and lashes them against a rough passage.
!" Sends a list of what is wanting to the depot each month.

B:Minimum Qualifications
!" One year of experience in a storehouse.
!" Ability to lift 60 pounds.""",
]
LABELLED = [
    ("Class Code:", ["04420"]),
    (
        "Definition:",
        [
            "Under direction, tends the tide gauges of a harbor,",
            "reports their readings to the pilots and keeps the",
            "tables from which the tides of the next year are",
            "reckoned.",
        ],
    ),
    (
        "Duties and / Responsibilities:",
        [
            "- Reads six tide gauges at each turn of the tide.",
            "- Cleans the floats and wells.",
            "- Winds the clocks.",
            "- Rows to the gauges that stand off shore.",
            "- Performs related duties.",
        ],
    ),
    (
        "Minimum / Qualifications:",
        [
            "One year of experience in the reading of instruments",
            "out of doors.",
            "Must have a valid boat license.",
        ],
    ),
]


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


BOARD = {
    "LOCK KEEPER": ("Employees of this class work a lock by day.", "Opens and closes the gates.", "Must swim."),
    "LOCK RIGGER": ("Employees of this class mend gates.", "Splices ropes and packs seals.", "Must lift 60 pounds."),
    "LOCK RECORDS CLERK": ("Employees of this class count boats.", "Enters tolls into the book.", "Must type."),
}


def bundle_pdf() -> bytes:
    """Specifications on a page each behind a cover with an index, under a running head."""
    target = io.BytesIO()
    page = canvas(target)
    for k, line in enumerate(("LOCKS AND WEIRS BOARD", "Classification Plan", "", *(f"{title} ..... {k}" for k, title in enumerate(BOARD, start=2)))):  # fmt: skip
        page.setFont("Helvetica", 11)
        page.drawString(72, 700 - 20 * k, line)
    for number, (title, (definition, duty, demand)) in enumerate(BOARD.items()):
        page.showPage()
        page.setFont("Helvetica", 8)
        page.drawRightString(540, 756, "Locks and Weirs Board")
        sections = (("Definition", definition), ("Examples of Work", duty), ("Qualification Requirements", demand))
        page.setFont("Helvetica-Bold", 11)
        page.drawString(250, 734, title)
        page.setFont("Helvetica", 11)
        page.drawString(72, 714, f"Class Code: {4012 + 37 * number}")
        for k, (heading, line) in enumerate(sections):
            page.setFont("Helvetica-Bold", 11)
            page.drawString(72, 680 - 60 * k, heading)
            page.setFont("Helvetica", 11)
            for row in range(2):
                page.drawString(
                    72, 664 - 60 * k - 14 * row, line if row == 0 else f"{line[:-1]} at every hour of need."
                )
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


def browser_pdf() -> bytes:
    """A web page printed from a browser: bold made by double print, bullets of a picture font, buttons over the text."""
    target = io.BytesIO()
    page = canvas(target)
    for number, text in enumerate(LAMP_STORES, start=1):
        page.setFont("Times-Roman", 8)
        page.drawString(30, 770, "Lamp Stores Keeper")
        page.drawRightString(580, 770, "https://jobs.example.org/lamp-stores-keeper")
        page.drawString(30, 18, f"{number} of {len(LAMP_STORES)}")
        page.drawRightString(580, 18, "3/4/24, 10:15")
        lines = text.splitlines()
        # The first page ends, and the second begins, with the line that the page's edge cuts.
        top = 44 + 16 * (len(lines) - 1) if number == 1 else 730
        for k, line in enumerate(lines):
            at = top - 16 * k
            if line.startswith('!" '):
                page.setFont("Times-Italic", 11)
                page.drawString(72, at, '!"')
                page.setFont("Helvetica", 11)
                page.drawString(90, at, line[3:])
                continue
            page.setFont("Helvetica", 11)
            for shift in (0, 1) if line.startswith("B:") else (0,):
                page.drawString(72 + shift, at, line.removeprefix("B:"))
        page.setFont("Courier", 12)
        page.drawString(460, 62, "Back")
        page.drawString(510, 62, "Apply")
        page.showPage()
    page.save()
    return target.getvalue()


def labels_pdf() -> bytes:
    """Labels in a column of their own, some on two lines; what stands beside them has another distance of lines."""
    target = io.BytesIO()
    page = canvas(target)
    page.setFont("Helvetica-Bold", 14)
    page.drawString(72, 730, "Tide Gauge Tender")
    at = 700.0
    for label, lines in LABELLED:
        page.setFont("Helvetica-Bold", 10)
        for k, part in enumerate(label.split(" / ")):
            page.drawString(72, at - 12 * k, part)
        page.setFont("Helvetica", 10)
        for k, line in enumerate(lines):
            page.drawString(220, at - 2 - 17 * k, line)
        at -= 17 * max(2, len(lines)) + 10
    page.save()
    return target.getvalue()


def small_pdf() -> bytes:
    """A long web page printed on one sheet, in letters of 2 points."""
    target = io.BytesIO()
    page = canvas(target)
    page.translate(240, 500)
    page.scale(0.2, 0.2)
    for k, line in enumerate(TIGHT.splitlines()):
        page.setFont("Helvetica-Bold" if line.startswith("B:") else "Helvetica", 10)
        page.drawString(0, -12 * k, line.removeprefix("B:"))
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
    "pdf_browser_print": browser_pdf,
    "pdf_label_column": labels_pdf,
    "pdf_small_print": small_pdf,
    "refused_scan": scan_pdf,
    "bundle_pages": bundle_pdf,
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
