"""Write the PDF and DOCX samples of ``raw/``: invented class specifications in five layouts.

Run ``python tests/make_samples.py [DIRECTORY]``; it needs reportlab and python-docx. The output is the same,
byte for byte, on every run with the same versions of the two.
"""

import io
import sys
import zipfile
from datetime import datetime
from pathlib import Path
from xml.sax.saxutils import escape

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from reportlab.lib import colors
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import inch
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

RAW = Path(__file__).resolve().parents[1] / "raw"
WIDTH = letter[0] - 2 * inch
FIXED_DATE = datetime(2020, 1, 1)

# A body is written in a small markup. Blocks are told apart by blank lines or by their first mark:
# "== " heading, "= " sub-heading or lead-in, "- " bullet, "# " numbered item, "% " percentage and duty
# (set apart by "|"), anything else a paragraph. "~" is a place where a word may be hyphenated.
MARKS = {"==": "heading", "=": "lead", "-": "bullet", "#": "number", "%": "percent"}

HEALTH_SPECIALIST = {
    "path": "cedar-valley-county/environmental-health-specialist-ii.pdf",
    "employer": "Cedar Valley County",
    "title": "Environmental Health Specialist II",
    "header": [
        ("Class Code", "02418"),
        ("FLSA Status", "Non-Exempt"),
        ("Bargaining Unit", "BU-11, Health Professionals"),
        ("Salary Range", "$2,611.20 - $3,332.80 biweekly"),
    ],
    "footer": "Revised March 2019",
    "body": """
== Definition
Under general supervision, inspects food establishments, public pools, lodging houses, wells and septic
systems for compliance with health codes; investigates complaints and outbreaks of disease; explains the codes
to owners and the public; and does related work as required.

== Class Characteristics
This is the journey level of the Environmental Health Specialist series. Incumbents carry a full district and
decide by themselves whether a facility may open, must correct its faults or must close. The class differs
from Environmental Health Specialist I, where inspections are made together with a senior inspector, and from
Environmental Health Specialist III, which plans a whole program and reviews the work of others.

== Supervision Received and Exercised
Receives general supervision from the Environmental Health Program Manager. May give technical direction to
trainees and aides.

== Essential Duties
- Inspects restaurants, markets, school kitchens, food trucks and temporary food stands; measures
temperatures, sanitizer strength and water supply; writes a report and goes over it with the operator.
- Reviews plans for new and remodeled food facilities and pools and inspects the work before opening.
- Examines soil profiles and percolation tests and approves the site and design of septic systems.
- Samples wells, bathing beaches and pools and interprets the laboratory's findings.
- Interviews persons who are ill, traces what they ate and where, and takes part in outbreak inves~tigations
with nurses and the state laboratory.
- Looks into complaints of sewage, refuse, rodents, mosquitoes and substandard housing.
- Issues notices of violation, embargoes unfit food and suspends permits where health is in danger.
- Prepares evidence and testifies at hearings and in court.
- Teaches classes for food handlers and pool operators.
- Keeps field notes, photographs and permit records in the department's database.
- Acts as a member of the hazardous materials and disaster shelter teams.
- Performs other related duties as assigned.

== Knowledge, Skills and Abilities
= Knowledge of:
- Principles of sanitation, microbiology, chemistry and the spread of disease
- State and county codes on food, water, sewage, pools and housing
- Methods of inspection, sampling and the custody of evidence
= Skill in:
- Using thermometers, meters, cameras and mapping software
- Conducting interviews with reluctant or anxious persons
= Ability to:
- Enforce regulations with firmness, tact and an even hand
- Read building plans and site maps
- Write clear and defensible reports
- Work alone in the field and set one's own schedule

== Minimum Qualifications
= Education:
Bachelor's degree in environmental health, biology, chemistry or another natural science with at least
thirty semester hours of science.
= Experience:
One year of experience as an environmental health inspector in a public agency.
= Substitution:
A master's degree in public health may be substituted for the year of experience.

== Licenses and Certificates
- Registration as an Environmental Health Specialist in the State of Jefferson.
- Valid driver's license and the use of a personal vehicle.

== Desirable Qualifications
- Certification as a pool operator.
- Fluency in Spanish or another language in common use in the County.

== Physical Demands
Walks over rough ground, climbs ladders, stoops under counters and into crawl spaces, carries equipment
weighing up to 35 pounds, and smells and tells apart odors of gas, sewage and spoilage.

== Working Conditions
About two thirds of the time is spent in the field, in heat, cold and wet, and in kitchens with slippery
floors. Evening and weekend inspections occur during fairs.

== Note
The specification describes a class of positions and not a single position. Duties differ by district.

== Class History
- Adopted: June 3, 1986 (as Sanitarian II)
- Retitled: January 1, 1997
- Revised: March 12, 2019; effective April 1, 2019
""",
}

BUILDING_INSPECTOR = {
    "path": "city-of-ashgrove/building-inspector-ii.pdf",
    "employer": "CITY OF ASHGROVE",
    "title": "BUILDING INSPECTOR II",
    "header": [
        ("Class Code", "B0217"),
        ("FLSA", "Non-Exempt"),
        ("Department", "Community Development"),
        ("EEO Category", "3 - Technicians"),
        ("Bargaining Unit", "General Employees Association"),
        ("Hourly Salary", "$36.41 - $46.47"),
        ("Reports To", "Chief Building Official"),
        ("Date Adopted", "07/15/2003"),
    ],
    "footer": "Building Inspector II (B0217)",
    "body": """
== CLASS SUMMARY
Inspects residential and commercial buildings at each stage of construction to see that they conform to
approved plans and to the building, plumbing, mechanical, electrical and energy codes.

== DISTINGUISHING CHARACTERISTICS
The Building Inspector II is the full working level. It is set apart from the Building Inspector I by the
inspection of commercial and multi-story work without review, and from the Plans Examiner by its field
assignment.

== ESSENTIAL FUNCTIONS
# Inspects footings, framing, masonry, roofing, insulation, fire separation and exits; approves the work or
lists corrections.
# Inspects plumbing, heating, cooling and electrical installations in one- and two-family dwellings.
# Examines plans for minor additions, decks, pools and signs, and issues permits over the counter.
# Investigates reports of work without a permit and of unsafe structures; posts stop-work orders.
# Meets with builders, architects and owners at the site to settle questions of code.
# Recommends certificates of occupancy and checks that conditions have been met.
# Surveys damaged buildings after fire, flood or earthquake and placards them.
# Enters results of inspection in the permit system by tablet from the field.
# Performs related duties as assigned.

== KNOWLEDGE AND SKILLS
Knowledge of building methods and materials; knowledge of the model codes adopted by the State; knowledge of
the legal steps in code enforcement; skill in reading plans and specifications; skill in explaining technical
faults to persons without training in the trades.

== MINIMUM QUALIFICATIONS
Four years of journey-level experience in a building trade, or two years of experience as a building
inspector.

Completion of the twelfth grade or its equivalent.

College courses in building inspection technology may be substituted for up to two years of the trade
experience, at the rate of thirty semester units for each year.

== LICENSES AND CERTIFICATES
Certification as a Residential Combination Inspector at the time of appointment.

Certification as a Commercial Building Inspector within eighteen months of appointment.

A valid driver license with a satisfactory record.

== PREFERRED QUALIFICATIONS
Certification as a Plans Examiner.

== PHYSICAL DEMANDS
Climbs ladders and scaffolds, balances on joists and roofs, crawls beneath floors, and lifts up to 50 pounds.
Sees well enough to read dimensions on plans and to detect defects in poor light.

== WORKING CONDITIONS

== REVISION HISTORY
Adopted 07/15/2003 by Resolution 03-118

Revised 10/06/2009; effective 01/01/2010

Revised 05/03/2022; effective 07/01/2022
""",
}

MARINE_ELECTRICIAN = {
    "path": "marlow-bay-port-authority/marine-electrician.pdf",
    "employer": "Marlow Bay Port Authority",
    "title": "Marine Electrician",
    "header": [
        ("Class Title", "Marine Electrician"),
        ("Class Code", "MT-0408"),
        ("FLSA", "Non-exempt"),
        ("Pay", "$3,012.80 to $3,660.00 biweekly"),
        ("Union", "Marlow Bay Maritime Trades Council"),
    ],
    "footer": "Form HR-6",
    "body": """
== Basic Function
Installs, tests and repairs electrical systems on ferries, workboats, dredges, cranes and shore facilities of
the Authority.

== Reporting Relationships
Reports to the Marine Maintenance Supervisor. Guides the work of apprentices and helpers.

== Typical Duties
- Traces faults in generators, switchboards, motors, controllers, batteries and lighting, and repairs or
replaces the defective parts.
- Pulls cable and installs conduit, panels and fixtures aboard vessels and on piers from drawings or sketches.
- Services radar, radio, depth-sounding and steering-control circuits up to the terminal of the equipment.
- Tests insulation, grounding, shore power and fire alarm systems at the intervals set by the Coast Guard.
- Rebuilds and adjusts crane drives, limit switches and brakes.
- Stands by during sea trials and corrects faults under way.
- Locks out equipment and tests for gas before work in tanks and bilges.
- Estimates labor and material, and records the work done on each vessel.
- Trains apprentices in safe practice.
- Does other work of the trade as directed.

== Knowledge and Abilities
Knowledge of alternating and direct current theory.

Knowledge of the marine and national electrical codes.

Knowledge of the corrosion of electrical equipment by salt water.

Skill in the use of meters, oscilloscopes and hand and power tools.

Ability to read wiring diagrams and ship's plans.

Ability to work safely near energized circuits and moving machinery.

== Education and Experience
Completion of a four-year electrical apprenticeship, and two years of journey-level experience, one of which
was aboard vessels or in a shipyard.

Six years of electrical work in a naval or merchant fleet may be substituted for the apprenticeship.

== Licenses and Certificates
Journey electrician's license issued by the State of Jefferson.

Port security credential within sixty days of hire.

== Desirable Qualifications
Experience with diesel-electric propulsion.

== Physical Demands and Surroundings
Climbs masts, crane ladders and gangways; works in cramped spaces, over water and in weather; lifts 60 pounds;
tells wire colors apart; wears a respirator.

== Remarks
Positions are on call by turns for emergency repairs.

== Dates
Established 11/01/1991

Revised 08/2011

Revised minimum qualifications 02/15/2024
""",
}

FOOD_SERVICE_MANAGER = {
    "path": "lakemont-school-district/food-service-site-manager.docx",
    "employer": "Lakemont School District",
    "title": "Food Service Site Manager",
    "header": [
        ("Class Code", "FS32"),
        ("FLSA Status", "Non-Exempt"),
        ("Monthly Salary", "$3,415 - $4,160"),
        ("Work Year", "10 months"),
        ("Bargaining Unit", "Lakemont Educational Support Association"),
        ("Board Approved", "April 8, 2013"),
    ],
    "body": """
== Job Summary
Under the direction of the Director of Food Services, plans and oversees the preparation and serving of meals
at a middle or high school, and leads the kitchen staff of that site.

== Distinguishing Characteristics
Food Service Site Managers answer for the meals, staff and accounts of a production kitchen. The Food Service
Lead, by contrast, has charge of a serving kitchen that receives prepared meals from another site.

== Essential Functions
# Schedules, instructs and reviews the work of food service assistants.
# Prepares main dishes, salads and baked goods in quantity from standard recipes.
# Orders food and supplies, checks deliveries and takes the monthly inventory.
# Keeps production records that show portions planned, served and left over.
# Sees that meals meet the nutrition pattern of the national lunch and breakfast programs.
# Checks and logs the temperature of coolers, freezers and cooked food.
# Balances cash drawers and prepares deposits.
# Answers parents' questions about food allergies and posts ingredient lists.
# Closes unsafe equipment to use and requests its repair.
# Performs related duties as assigned.

== Knowledge and Abilities
= Knowledge of:
- Quantity cooking and baking
- Food safety and kitchen sanitation
- Basic arithmetic and record keeping
- Principles of training and supervision
= Ability to:
- Adjust recipes to the number of meals
- Direct a crew under pressure of time
- Keep pleasant relations with pupils, staff and parents
- Use a point-of-sale system

== Education and Experience
- High school diploma or its equivalent.
- Three years of experience in quantity food preparation, one of which was as a lead worker.
- Training: A course in school nutrition of at least thirty hours.

One year of college courses in food service management may be substituted for one year of experience.

== Preferred Qualifications
- Experience in a school meal program.

== Licenses and Certificates
- Food protection manager certificate at the time of hire.
- Criminal history clearance.

== Physical Demands
- Stands for seven hours a day on hard floors.
- Lifts and carries pots and cases of up to 50 pounds.
- Works near ovens, steam and sharp blades, and goes in and out of walk-in freezers.

== Note
Managers may be moved from one school to another to meet the needs of the program.

== Revision History
- Approved April 8, 2013
- Revised August 21, 2017; effective September 1, 2017
""",
}

CLAIMS_EXAMINER = {
    "path": "state-of-jefferson/disability-claims-examiner-3.docx",
    "employer": "State of Jefferson Civil Service Commission",
    "title": "Disability Claims Examiner 3",
    "header": [
        ("Class Title", "Disability Claims Examiner 3"),
        ("Class Code", "1675A"),
        ("Salary", "$68,904 - $92,316 annually"),
        ("FLSA", "Exempt"),
        ("Bargaining Unit", "P-4, Social and Benefit Services"),
        ("Occupational Group", "Benefits Administration"),
    ],
    "body": """
== Kind of Work
Senior professional work in deciding claims for disability benefits.

== Nature and Purpose
Under limited supervision, decides the most involved claims and appeals, reviews the decisions of other
examiners, and leads a unit of five to eight examiners in its daily work.

== Supervision Exercised
Leads examiners at levels 1 and 2; does not sign performance appraisals.

== Examples of Work
% 40% | Weighs medical, vocational and lay evidence in appeals and multiple-impairment claims and writes the
decision.
% 20% | Reviews a sample of decisions before release and returns those that the evidence does not support.
% 15% | Assigns incoming claims and watches their age and number.
% 10% | Consults with physicians, psychologists and vocational experts on doubtful points.
% 10% | Trains new examiners in medical terms, program rules and interviewing.
% 5% | Performs related work as required.

== Knowledge, Skills and Abilities Required
Knowledge of state and federal disability law and regulation.

Knowledge of anatomy, disease and medical terminology.

Skill in interviewing persons in distress.

Ability to reach sound conclusions from conflicting evidence.

Ability to write decisions that withstand appeal.

== Minimum Qualifications
Bachelor's degree, and three years of experience in deciding disability, workers' compensation or medical
insurance claims, one of which was at a level equal to Disability Claims Examiner 2.

Experience as a registered nurse or vocational counselor may be substituted for the degree year for year.

== Desirable Qualifications
Experience in leading or training other examiners.

== Special Requirements
Federal background investigation, including fingerprints.

== Physical Demands
Works at a screen for most of the day; travels to district offices up to four days a month.

== Note
Disclosure of claim records without authority is cause for dismissal.

== Class History
New class: October 1, 1988

Revised minimum qualifications; adopted May 14, 2015; effective July 1, 2015

Salary adjustment adopted 6/8/2023, effective 7/1/2023
""",
}


def blocks(body):
    """Return the body's (kind, text) pairs, wrapped lines joined."""
    found, fresh = [], True
    for line in body.splitlines():
        mark, _, rest = line.strip().partition(" ")
        if not line.strip():
            fresh = True
        elif mark in MARKS:
            found.append((MARKS[mark], rest))
            fresh = mark in ("==", "=")
        elif fresh:
            found.append(("text", line.strip()))
            fresh = False
        else:
            found[-1] = (found[-1][0], f"{found[-1][1]} {line.strip()}")
    return found


def sections(body):
    """Return (heading, blocks below it) pairs."""
    found = []
    for kind, text in blocks(body):
        if kind == "heading":
            found.append((text, []))
        else:
            found[-1][1].append((kind, text))
    return found


# ---------------------------------------------------------------------------------------------------- PDF


class PagedCanvas(Canvas):
    """A canvas that draws the running header and "Page n of m" footer once the page count is known."""

    def __init__(self, *args, spec, font, **kwargs):
        super().__init__(*args, **kwargs)
        self.spec, self.font, self.pages = spec, font, []

    def showPage(self):
        self.pages.append(dict(self.__dict__))
        self._startPage()

    def save(self):
        for number, page in enumerate(self.pages, start=1):
            self.__dict__.update(page)
            self.setFont(self.font, 8)
            self.drawString(inch, 10.45 * inch, self.spec["employer"])
            self.drawRightString(inch + WIDTH, 10.45 * inch, self.spec["title"])
            self.line(inch, 10.4 * inch, inch + WIDTH, 10.4 * inch)
            self.drawString(inch, 0.6 * inch, self.spec["footer"])
            self.drawRightString(inch + WIDTH, 0.6 * inch, f"Page {number} of {len(self.pages)}")
            super().showPage()
        super().save()


def pdf_styles(font, bold, size):
    """Return the paragraph styles of one document by block kind."""
    text = ParagraphStyle(
        "text", fontName=font, fontSize=size, leading=size * 1.25, spaceAfter=5, embeddedHyphenation=1
    )
    item = ParagraphStyle("item", text, leftIndent=18, bulletIndent=5, bulletFontName=font, spaceAfter=3)
    return {
        "text": text,
        "bullet": item,
        "number": item,
        "lead": ParagraphStyle("lead", text, spaceBefore=3, spaceAfter=2, keepWithNext=1),
        "heading": ParagraphStyle("heading", text, fontName=bold, spaceBefore=8, spaceAfter=3, keepWithNext=1),
        "title": ParagraphStyle("title", text, fontName=bold, fontSize=size + 5, leading=size + 9, alignment=1),
    }


def pdf_flow(items, styles):
    """Return the paragraphs of some blocks, bullets and numbers set."""
    flow, number = [], 0
    for kind, text in items:
        number = number + 1 if kind == "number" else 0
        mark = {"bullet": "\u2022", "number": f"{number}."}.get(kind)
        text = escape(text).replace("~", "\u00ad")
        flow.append(Paragraph(text, styles[kind], bulletText=mark))
    return flow


def write_pdf(spec, raw, flow, font):
    """Build one PDF file."""
    path = raw / spec["path"]
    path.parent.mkdir(parents=True, exist_ok=True)
    document = SimpleDocTemplate(
        str(path),
        pagesize=letter,
        leftMargin=inch - 6,
        rightMargin=inch - 6,
        title=spec["title"],
        author=spec["employer"],
        creator="Human Resources",
        producer="Human Resources",
        invariant=1,
    )
    document.build(flow, canvasmaker=lambda *a, **k: PagedCanvas(*a, spec=spec, font=font, **k))


def plain_pdf(spec, raw):
    """Bold headings over running text; header lines of label and value."""
    styles = pdf_styles("Helvetica", "Helvetica-Bold", 10.5)
    flow = [Paragraph(spec["title"], styles["title"]), Spacer(1, 8)]
    flow += [Paragraph(f"<b>{label}:</b> {escape(value)}", styles["lead"]) for label, value in spec["header"]]
    write_pdf(spec, raw, flow + pdf_flow(blocks(spec["body"]), styles), "Helvetica")


def ruled_pdf(spec, raw):
    """A ruled table of two label and value pairs a row, then headings in capitals and numbered duties."""
    styles = pdf_styles("Times-Roman", "Times-Bold", 11)
    cells = [
        Paragraph(f"<b>{a}</b>" if n == 0 else a, styles["text"]) for pair in spec["header"] for n, a in enumerate(pair)
    ]
    rows = [cells[n : n + 4] for n in range(0, len(cells), 4)]
    table = Table(rows, colWidths=[WIDTH * share for share in (0.2, 0.35, 0.18, 0.27)])
    table.setStyle([("GRID", (0, 0), (-1, -1), 0.7, colors.black), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")])
    flow = [Paragraph(spec["title"], styles["title"]), Spacer(1, 8), table, Spacer(1, 6)]
    write_pdf(spec, raw, flow + pdf_flow(blocks(spec["body"]), styles), "Times-Roman")


def two_column_pdf(spec, raw):
    """Headings in a left column, their text beside them in a right column, without rules."""
    styles = pdf_styles("Helvetica", "Helvetica-Bold", 10)
    rows = [(label, [("text", value)]) for label, value in spec["header"]] + sections(spec["body"])
    cells = [[Paragraph(heading, styles["heading"]), pdf_flow(items, styles)] for heading, items in rows]
    table = Table(cells, colWidths=[WIDTH * 0.27, WIDTH * 0.73])
    table.setStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("BOTTOMPADDING", (0, 0), (-1, -1), 5)])
    write_pdf(spec, raw, [table], "Helvetica")


# --------------------------------------------------------------------------------------------------- DOCX


def write_docx(document, spec, raw):
    """Save a document with fixed properties and fixed times inside its zip archive."""
    properties = document.core_properties
    properties.title, properties.author, properties.comments = spec["title"], spec["employer"], ""
    properties.last_modified_by = spec["employer"]
    properties.created = properties.modified = FIXED_DATE
    buffer = io.BytesIO()
    document.save(buffer)
    path = raw / spec["path"]
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, FIXED_DATE.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))


def fill(cell, text, bold=False):
    """Set a table cell's first paragraph."""
    cell.paragraphs[0].add_run(text).bold = bold


def shade(cell):
    """Give a table cell a grey ground."""
    shading = OxmlElement("w:shd")
    shading.set(qn("w:val"), "clear")
    shading.set(qn("w:fill"), "D9D9D9")
    cell._tc.get_or_add_tcPr().append(shading)


def styled_docx(spec, raw):
    """Heading styles, list styles, and a table of labels and values under the title."""
    document = Document()
    document.add_paragraph(spec["employer"])
    document.add_heading(spec["title"], 0)
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    for label, value in spec["header"]:
        cells = table.add_row().cells
        fill(cells[0], label, bold=True)
        fill(cells[1], value)
    styles = {
        "text": "Normal",
        "bullet": "List Bullet",
        "number": "List Number",
        "lead": "Heading 2",
        "heading": "Heading 1",
    }
    for kind, text in blocks(spec["body"]):
        document.add_paragraph(text, style=styles[kind])
    write_docx(document, spec, raw)


def form_docx(spec, raw):
    """A form of tables only: a grid of labels and values, then one boxed table a section."""
    document = Document()
    document.styles["Normal"].font.size = Pt(10)
    banner = document.add_table(rows=2, cols=1, style="Table Grid")
    fill(banner.cell(0, 0), spec["employer"], bold=True)
    fill(banner.cell(1, 0), "CLASS SPECIFICATION", bold=True)
    document.add_paragraph()
    grid = document.add_table(rows=0, cols=4, style="Table Grid")
    for left, right in zip(spec["header"][::2], spec["header"][1::2], strict=True):
        for n, (cell, text) in enumerate(zip(grid.add_row().cells, (*left, *right), strict=True)):
            fill(cell, text, bold=n % 2 == 0)
    for heading, items in sections(spec["body"]):
        document.add_paragraph()
        percent = items[0][0] == "percent"
        table = document.add_table(rows=1, cols=2 if percent else 1, style="Table Grid")
        head = table.rows[0].cells[0].merge(table.rows[0].cells[-1]) if percent else table.cell(0, 0)
        fill(head, heading, bold=True)
        shade(head)
        if percent:
            for cell, label in zip(table.add_row().cells, ("% of Time", "Duty"), strict=True):
                fill(cell, label, bold=True)
            for _, text in items:
                for cell, part in zip(table.add_row().cells, text.split(" | "), strict=True):
                    fill(cell, part)
        else:
            body = table.add_row().cells[0]
            fill(body, items[0][1])
            for _, text in items[1:]:
                body.add_paragraph(text)
    write_docx(document, spec, raw)


def main(raw=RAW):
    """Write all five files below a directory."""
    plain_pdf(HEALTH_SPECIALIST, raw)
    ruled_pdf(BUILDING_INSPECTOR, raw)
    two_column_pdf(MARINE_ELECTRICIAN, raw)
    styled_docx(FOOD_SERVICE_MANAGER, raw)
    form_docx(CLAIMS_EXAMINER, raw)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else RAW)
