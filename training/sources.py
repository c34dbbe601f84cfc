"""What the tagger learns from: public labelled data under SHARED/labelled, and statements of our own records.

    SkillSpan (CC BY 4.0), Sayfullina (MIT), O*NET (CC BY 4.0), ESCO (reuse with attribution)

Statements of employers that are held out for the test half of the gold set never leave this module.
"""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import openpyxl

from training.eval_tags import GOLD, digest
from training.spans import conll

Sentence = tuple[list[str], list[str], list[str]]  # tokens, skill labels, knowledge labels

_SOURCES = {
    "calhr": "State of California",
    "la": "City of Los Angeles",
    "la_pdf": "City of Los Angeles",
    "uk_gds": "UK Government Digital Service",
    "digital_service": "digital service teams",
}


def skillspan(shared: Path, part: str) -> list[Sentence]:
    """Sentences of both sources of SkillSpan; ``part`` is "train" or "dev"."""
    folder = shared / "labelled" / "skillspan"
    return [
        (tokens, skills, knowledge)
        for source in ("house", "tech")
        for tokens, skills, knowledge in conll(folder / f"skillspan_{source}_{part}.conll")
    ]


def held_out(sentences: list[Sentence]) -> tuple[list[Sentence], list[Sentence]]:
    """Training sentences, and every sixteenth run of twenty, held out to compare trainings."""
    held = [k // 20 % 16 == 7 for k in range(len(sentences))]
    return (
        [sentence for sentence, out in zip(sentences, held, strict=True) if not out],
        [sentence for sentence, out in zip(sentences, held, strict=True) if out],
    )


def sayfullina(shared: Path) -> list[tuple[list[str], list[str]]]:
    """Windows of job advertisements with their soft skills (lemmatized words)."""
    folder = shared / "labelled" / "sayfullina"
    return [(tokens, labels) for tokens, labels in conll(folder / "sayfullina_train.conll", 2)]


def sheet(shared: Path, name: str) -> list[dict[str, str]]:
    """Rows of an O*NET table by column name."""
    book = openpyxl.load_workbook(shared / "labelled" / "onet" / f"{name}.xlsx", read_only=True)
    rows = book.active.iter_rows(values_only=True)
    head = [str(cell) for cell in next(rows)]
    return [{key: "" if cell is None else str(cell) for key, cell in zip(head, row, strict=False)} for row in rows]


def onet_tasks(shared: Path) -> list[str]:
    """Task statements of O*NET, each once, in the order of the table."""
    return list(dict.fromkeys(row["Task"] for row in sheet(shared, "Task Statements")))


def onet_things(shared: Path) -> dict[str, str]:
    """Names of technologies (software) and tools (equipment) of O*NET → kind."""
    tools = {row["Example"].lower(): "equipment" for row in sheet(shared, "Tools Used")}
    return tools | {row["Example"].lower(): "software" for row in sheet(shared, "Technology Skills")}


def esco_labels(shared: Path) -> list[str]:
    """Labels and alternative labels of ESCO skills and occupations."""
    folder = shared / "labelled" / "esco"
    found: dict[str, None] = {}
    for name, columns in (
        ("skills_en_subset.csv", ("preferredLabel", "altLabels")),
        ("skillGroups.csv", ("PREFERREDLABEL", "ALTLABELS")),
        ("occupations.csv", ("PREFERREDLABEL", "ALTLABELS")),
    ):
        with (folder / name).open(encoding="utf-8", newline="") as source:
            for row in csv.DictReader(source):
                for column in columns:
                    found.update(dict.fromkeys(filter(None, (row.get(column) or "").split("\n"))))
    path = shared / "labelled" / "skill_extraction_benchmark_esco" / "skills_en_label.txt"
    found.update(dict.fromkeys(filter(None, path.read_text(encoding="utf-8").split("\n"))))
    return list(found)


def esco_descriptions(shared: Path) -> list[str]:
    """Sentences that describe ESCO occupations and skill groups."""
    folder = shared / "labelled" / "esco"
    found: dict[str, None] = {}
    for name in ("occupations.csv", "skillGroups.csv"):
        with (folder / name).open(encoding="utf-8", newline="") as source:
            for row in csv.DictReader(source):
                for text in re.split(r"(?<=[.!?])\s+|\n", row.get("DESCRIPTION") or ""):
                    if 3 <= len(text.split()) <= 80:
                        found[text.strip()] = None
    return list(found)


def employer(source: str, jurisdiction: str) -> str | None:
    """Who employs, from a record's input name and jurisdiction; the halves of the gold set are by this name."""
    top = source.split("/")[0]
    if top == "us_elections" and jurisdiction:
        return re.sub(r" Government.*| \(.*", "", jurisdiction)
    if top == "museum_pdf":
        return "LA County" if jurisdiction == "LA County" else "university museums"
    if top == "seeds":
        return jurisdiction or "seed bulletins"
    return _SOURCES.get(top)


def statements(records: Path) -> list[tuple[str, str, str]]:
    """(section, lead-in, text) of each distinct statement of the records, employers of the test half left out.

    A record whose employer is unknown is left out too, since it might be one of those; so is every statement of the
    gold set, whoever else prints it.
    """
    labels = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]
    held_employers = {label["employer"] for label in labels if label["half"] != "dev"}
    held = {label["digest"] for label in labels}
    found: dict[tuple[str, str, str], None] = {}
    for path in sorted(records.glob("*.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        name = employer(record["document"]["source"], (record["jurisdiction"] or {}).get("value") or "")
        if name is None or name in held_employers:
            continue
        for section in ("duties", "skills", "qualifications"):
            for statement in record[section]:
                lead = ((statement.get("governed_by") or {}).get("text")) or ""
                found[section, _line(lead), _line(statement["text"])] = None
        for part in record["sections"]:
            if part["kind"] == "definition":
                found["definition", "", _line(part["text"])] = None
    return [key for key in found if digest(key[2]) not in held and len(key[2]) <= 1200]


def _line(text: str) -> str:
    return " ".join(text.split())
