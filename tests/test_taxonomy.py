"""The taxonomy linker on a made-up taxonomy: set-up, index, links. Nothing is fetched."""

from __future__ import annotations

import csv
import subprocess
from pathlib import Path
from zipfile import ZipFile

import numpy as np
import pytest

from pipeline.taxonomy import build, index, packages, tables
from pipeline.taxonomy.link import Taxonomy
from pipeline.taxonomy.load import load
from pipeline.taxonomy.rank import Ranker, Vectors

ESCO = {
    "manage budgets": ["budget handling", "administer budgets"],
    "analyse data": ["data analytics work"],
    "accounting": ["bookkeeping"],
    "accounting techniques": [],
    "supervise correctional procedures": ["supervise procedures"],
    "own management skills": [],
    "securities": [],
    "perform planning": [],
    "customer service": [],
    "record documents": [],
    "Scratch (computer programming)": [],
    "labour law": [],
    "motivate others": ["encourage others"],
    "guide others": ["steer others"],
    "lead others": ["steer others"],
    "communication": [],
    "survey techniques": [],
    "surveying methods": ["surveying techniques"],
    "design principles": [],
    "manage emergency procedures": [],
    "oversee quality control": [],
    "election law": [],
    "ethics": [],
}


def write_esco(path: Path, labels: dict[str, list[str]] = ESCO) -> Path:
    with path.open("w", encoding="utf-8", newline="") as target:
        rows = csv.writer(target)
        rows.writerow(["conceptUri", "preferredLabel", "altLabels"])
        for number, (label, others) in enumerate(labels.items()):
            rows.writerow([f"{tables.ESCO_SKILL}{number:04}", label, "\n".join(others)])
    return path


def write_onet(folder: Path) -> Path:
    folder.mkdir()
    (folder / "Read Me.txt").write_text("O*NET 99.1 Database\n")
    (folder / "Technology Skills.txt").write_text(
        "O*NET-SOC Code\tExample\tCommodity Title\n1\tMicrosoft Excel\tSpreadsheet software\n"
        "1\tMicrosoft Access\tData base software\n2\tSpreadsheet software\tSpreadsheet software\n"
        "2\tSpreadsheet programs\tSpreadsheet software\n2\tAutomated rigging timing system ARTS\tRigging software\n"
        "2\tMapping software\tMapping software\n2\tHarbor Server\tServer software\n2\tStructured query language SQL\tData base software\n"
        "2\tLocal area network LAN software\tNetwork software\n2\tElectronic filing software\tDocument software\n"
        "2\tESRI ArcGIS (analytical or scientific feature)\tMap software\n2\tESRI ArcGIS software\tMap software\n"
        "2\tHuman resource information system (HRIS)\tHuman resources software\n"
    )
    (folder / "DWA Reference.txt").write_text(
        "Element ID\tDWA ID\tDWA Title\n4.A\t4.A.1.D01\tOrder materials, supplies, or equipment.\n"
        "4.A\t4.A.1.D02\tAnswer telephones to direct calls or provide information.\n"
        "4.A\t4.A.1.D03\tMaintain records, documents, or other files.\n"
    )
    return folder


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("taxonomy")
    out = folder / "built" / "taxonomy.npz"
    esco, onet = write_esco(folder / "skills.csv"), write_onet(folder / "onet")
    assert build.main([str(out), "--esco", str(esco), "--onet", str(onet)]) == 0
    return out


@pytest.fixture(scope="module")
def taxonomy(place: Path) -> Taxonomy:
    found = load(place)
    assert found is not None
    return found


def linked(taxonomy: Taxonomy, phrase: str, kind: str = "topic") -> str | None:
    link = taxonomy.link(phrase, kind)
    return link.label if link else None


@pytest.mark.parametrize(
    ("phrase", "label"),
    [
        ("manage budgets", "manage budgets"),
        ("MANAGE BUDGETS.", "manage budgets"),
        ("Managing a budget", "manage budgets"),
        ("budget management", "manage budgets"),
        ("management of budgets", "manage budgets"),
        ("administers budgets", "manage budgets"),
        ("analyze data", "analyse data"),
        ("labor laws", "labour law"),
        ("modern principles and practices of accounting", "accounting"),
        ("customer service methods", "customer service"),
        ("encouraging others", "motivate others"),
        ("surveying techniques", "surveying methods"),  # the same words as another label, before the same stems
        ("surveying techniques and procedures", "surveying methods"),
        ("concepts of design", "design principles"),
        ("manage emergencies", "manage emergency procedures"),
        ("procedures relating to election laws", "election law"),
    ],
)
def test_same_words_link(taxonomy: Taxonomy, phrase: str, label: str) -> None:
    assert linked(taxonomy, phrase) == label


@pytest.mark.parametrize(
    "phrase",
    [
        "supervise procedures",  # another label, wider than its concept
        "management",
        "securities",  # mostly another sense
        "planning",
        "document records",  # not recording documents
        "steer others",  # another label of two concepts
        "accounting and budgets",  # a list is not one concept
        "election laws and procedures",
        "design procedures",  # how it is done, not what is known
        "emergency management",  # not of procedures
        "quality control",  # overseeing it is another act
        "ethics",
        "budget",
        "bookkeeping",
        "scratch",  # a word before it is a language
        "Access",  # a product only where software is meant
        "-accounting",
        "",
        "   ",
        "∞ ☃ 漢字",
        "\ud83d",
        "́",
        "a" * 5000,
    ],
)
def test_unlinked(taxonomy: Taxonomy, phrase: str) -> None:
    assert taxonomy.link(phrase, "topic") is None


def test_products(taxonomy: Taxonomy) -> None:
    assert linked(taxonomy, "Excel", "software") == "Microsoft Excel"
    assert linked(taxonomy, "MS Access", "software") == "Microsoft Access"
    assert linked(taxonomy, "access", "software") is None
    assert linked(taxonomy, "SQL", "software") == "Structured query language SQL"
    assert linked(taxonomy, "spreadsheets", "software") == "Spreadsheet software"
    assert linked(taxonomy, "Scratch", "software") == "Scratch (computer programming)"
    assert linked(taxonomy, "Microsoft Excel", "topic") == "Microsoft Excel"


def test_names_of_products_are_written_as_names(taxonomy: Taxonomy) -> None:
    assert linked(taxonomy, "Harbor Server", "software") == "Harbor Server"
    assert linked(taxonomy, "harbor servers", "software") is None
    assert linked(taxonomy, "ARTS", "software") == "Automated rigging timing system ARTS"
    assert linked(taxonomy, "arts", "software") is None
    assert linked(taxonomy, "Arts", "software") is None
    assert linked(taxonomy, "mapping software", "software") == "Mapping software"
    assert linked(taxonomy, "maps", "software") is None
    assert linked(taxonomy, "security", "software") is None


def test_software_is_no_thing(taxonomy: Taxonomy) -> None:
    network = "Local area network LAN software"
    assert linked(taxonomy, "Local Area Network (LAN) software", "software") == network
    assert linked(taxonomy, "LAN software", "software") == network
    assert linked(taxonomy, "Local Area Networks (LANs)", "software") is None
    assert linked(taxonomy, "LAN", "software") is None
    assert linked(taxonomy, "electronic filing", "software") == "Electronic filing software"
    assert linked(taxonomy, "electronic files", "software") is None


def test_a_feature_is_said(taxonomy: Taxonomy) -> None:
    assert linked(taxonomy, "ArcGIS", "software") == "ESRI ArcGIS software"
    feature = "ESRI ArcGIS (analytical or scientific feature)"
    assert linked(taxonomy, feature, "software") == feature
    name = "Human resource information system (HRIS)"
    assert linked(taxonomy, "Human resource information system", "software") == name


def test_duties(taxonomy: Taxonomy) -> None:
    title = "Order materials, supplies, or equipment."
    assert linked(taxonomy, "Orders supplies.", "duty") == title
    assert linked(taxonomy, "Orders materials and equipment as needed", "duty") == title
    assert linked(taxonomy, "Orders supplies and lunch", "duty") is None
    assert linked(taxonomy, "Answers telephones.", "duty") is None, "the activity is a narrower one"
    assert linked(taxonomy, "Performs other duties as assigned.", "duty") is None
    assert linked(taxonomy, "Maintains documents.", "duty") == "Maintain records, documents, or other files."
    assert linked(taxonomy, "Maintains documentation.", "duty") is None


def test_link_says_where_it_is_from(taxonomy: Taxonomy) -> None:
    link = taxonomy.link("encouraging others", "item")
    assert link is not None
    assert (link.taxonomy, link.version, link.matched) == ("esco", "unknown", "encourage others")
    assert link.id.startswith(tables.ESCO_SKILL)
    assert 0 < link.score < 1
    technology = next(about for about in taxonomy.about if about.taxonomy == "onet_technology")
    assert technology.version == "99.1"
    assert "O*NET 99.1" in technology.attribution


def test_license_is_no_skill(taxonomy: Taxonomy) -> None:
    assert taxonomy.link("accounting", "license") is None


def test_build_is_skipped_when_nothing_changed(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = place.parent.parent
    before = place.read_bytes()
    arguments = [str(place), "--esco", str(folder / "skills.csv"), "--onet", str(folder / "onet")]
    assert build.main(arguments) == 0
    assert "is there" in capsys.readouterr().out
    assert build.main([*arguments, "--force"]) == 0
    assert place.read_bytes() == before, "the same sources give the same bytes"
    assert [path.name for path in place.parent.iterdir()] == [place.name], "nothing is left aside"


def test_one_lost_source_does_not_lose_the_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "t.npz"
    (tmp_path / "none").mkdir()
    esco = write_esco(tmp_path / "skills.csv")
    assert build.main([str(out), "--esco", str(esco), "--onet", str(tmp_path / "none")]) == 0
    assert "left out: onet_technology" in capsys.readouterr().err
    found = load(out)
    assert found is not None
    assert found.link("customer service", "topic") is not None
    assert index.read(out).pins == "", "a later run shall try again"


def test_offline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise subprocess.CalledProcessError(1, "pip", stderr="no route to host")

    monkeypatch.setattr(packages.subprocess, "run", refuse)
    out = tmp_path / "t.npz"
    assert build.main([str(out), "--optional"]) == 0
    said = capsys.readouterr().err
    assert "links off:" in said
    assert "no route to host" in said
    assert build.main([str(out)]) == 1
    assert load(out) is None


def test_changed_package_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def place_file(requirement: str, target: Path, seconds: float) -> None:
        path = target / packages.PACKAGES[0].file
        path.parent.mkdir(parents=True)
        path.write_text("id,description,type\n")

    monkeypatch.setattr(packages, "_install", place_file)
    with pytest.raises(packages.NotFetched, match="expected 7e0ccb8e"):
        packages.fetched(packages.PACKAGES[0], tmp_path, 1)


def test_no_index_is_links_off(tmp_path: Path) -> None:
    assert load(tmp_path / "absent.npz") is None


def test_damaged_or_foreign_index(place: Path, tmp_path: Path) -> None:
    whole = place.read_bytes()
    for name, data in (
        ("cut", whole[: len(whole) // 2]),
        ("empty", b""),
        ("text", b"not an index"),
        ("flipped", whole.replace(b'"form": ', b'"farm": ')),
    ):
        path = tmp_path / f"{name}.npz"
        path.write_bytes(data)
        with pytest.raises(index.BadIndex, match=r"pipeline\.taxonomy\.build"):
            load(path)
    foreign = tmp_path / "foreign.npz"
    np.savez(foreign, words=np.array(["a"]))
    with pytest.raises(index.BadIndex, match="no index of taxonomies"):
        load(foreign)
    pickled = tmp_path / "pickled.npz"
    np.savez(pickled, head=np.array([{"form": 1}], dtype=object))
    with pytest.raises(index.BadIndex):
        load(pickled)


def test_write_leaves_the_old_index_when_it_fails(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found, before = index.read(place), place.read_bytes()

    def fail(*_: object, **__: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(index.np, "savez", fail)
    with pytest.raises(OSError, match="disk full"):
        index.write(found, place)
    assert place.read_bytes() == before
    assert [path.name for path in place.parent.iterdir()] == [place.name]


def test_bad_table_names_what_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "skills.csv"
    path.write_text("conceptUri,label\nx,y\n")
    with pytest.raises(tables.BadTable, match="preferredLabel"):
        tables.esco(path)


def test_spreadsheet_is_read_without_a_library(tmp_path: Path) -> None:
    path = tmp_path / "DWA Reference.xlsx"
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    rows = (
        '<row><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>DWA Title</t></is></c></row>'
        '<row><c r="A2" t="inlineStr"><is><t>4.A</t></is></c><c r="C2" t="s"><v>1</v></c></row>'
    )
    with ZipFile(path, "w") as book:
        strings = f"<sst {space}><si><t>DWA ID</t></si><si><r><t>Order </t></r><r><t>supplies.</t></r></si></sst>"
        book.writestr("xl/sharedStrings.xml", strings)
        book.writestr("xl/worksheets/sheet1.xml", f"<worksheet {space}><sheetData>{rows}</sheetData></worksheet>")
    assert [(concept.id, concept.label) for concept in tables.onet_activities(path)] == [("4.A", "Order supplies.")]


def test_rank_orders_ties_by_id(place: Path) -> None:
    ranker = Ranker(index.read(place))
    assert [candidate.label for candidate in ranker.rank("budget management", 1)] == ["manage budgets"]
    assert ranker.rank("∞", 3) == ranker.rank("", 3), "nothing is like nothing: the first ids"
    ids = [candidate.id for candidate in ranker.rank("", 3)]
    assert ids == sorted(ids)
    assert len(ranker.rank("others", 1000)) == len(ESCO)


def test_rank_by_meaning() -> None:
    source = tables.Source(
        "esco", "1", "", "", "", (tables.Concept("1", "drive cars"), tables.Concept("2", "bake bread"))
    )
    vectors = Vectors({"automobile": 0, "cars": 0, "bread": 1}, np.eye(2, dtype=np.float32))
    assert Ranker(index.built([source]), "esco", vectors).rank("automobile", 1)[0].id == "1"
