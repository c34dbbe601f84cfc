"""Precision of links by judged ones: what counts, what no longer does, and what is not judged."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from training import judged_links
from training.eval_tags import GOLD, digest, document_text

TEXT = "Typist\nKnowledge of bookkeeping and filing.\nOrders office  supplies. Uses LAN and Excel."
SOURCE = "la/typist.txt"
CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"


def span(words: str) -> list[int]:
    start = TEXT.index(words)
    return [start, start + len(words)]


def link(taxonomy: str, concept: str) -> dict[str, Any]:
    return {"taxonomy": taxonomy, "id": concept, "label": concept, "matched": concept, "score": 1.0, "version": "1"}


def record(source: str = SOURCE) -> dict[str, Any]:
    items = [
        {"span": span("bookkeeping"), "link": link("esco", "accounting")},
        {"span": span("filing"), "link": "unlinked"},
    ]
    order = {
        "action": {"span": span("Orders")},
        "object": {"span": span("office  supplies")},
        "link": link("onet_dwa", "Order supplies."),
    }
    return {
        "document": {"source": source, "text": TEXT},
        "jurisdiction": None,
        "skills": [{"topics": [{"span": span("bookkeeping and filing"), "link": "unlinked", "items": items}]}],
        "duties": [{"frames": [order, {"action": {"span": span("Uses")}, "object": None, "link": "unlinked"}]}],
        "mentions": [
            {"kind": "software", "span": span("LAN"), "link": link("onet_technology", "LAN software")},
            {"kind": "software", "span": span("Excel"), "link": link("onet_technology", "Microsoft Excel")},
            {"kind": "law", "span": span("Typist"), "link": None},
        ],
    }


def label(phrase: str, taxonomy: str, concept: str, verdict: str = "right", source: str = SOURCE) -> dict[str, Any]:
    return {
        "id": "k0", "employer": "City of Los Angeles", "source": source, "digest": digest(phrase), "taxonomy": taxonomy,
        "concept": concept, "first": "right", "second": verdict, "verdict": verdict, "fault": "thing",
    }  # fmt: skip


LABELS = [
    label("bookkeeping", "esco", "accounting"),
    label("orders office supplies", "onet_dwa", "Order supplies."),
    label("lan", "onet_technology", "LAN software", "wrong"),
    label("filing", "esco", "file documents"),
    label("lan", "onet_technology", "LAN software", "wrong", "la/other.txt"),
]


@pytest.fixture
def records(tmp_path: Path) -> Path:
    (tmp_path / "a.json").write_text(json.dumps(record()), encoding="utf-8")
    return tmp_path


def printed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], records: Path, *options: str
) -> tuple[int, str, str]:
    monkeypatch.setattr(judged_links, "judged", lambda: LABELS)
    monkeypatch.setattr(sys, "argv", ["judged_links", str(records), *options])
    code = judged_links.main()
    return code, *capsys.readouterr()


def test_report(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], records: Path) -> None:
    code, out, _ = printed(monkeypatch, capsys, records)
    assert code == 0
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert lines == [
        "5 judged links of 1 employers; two readings agreed on 3",
        "3 are still made, 1 are not, 1 are of documents without a record here",
        "links right precision 95 % interval",
        "all 3 2 0.667 0.208–0.939",
        "at most 10 of an employer 3 2 0.667 0.208–0.939",
        "esco 1 1 1.000 0.207–1.000",
        "onet_technology 1 0 0.000 0.000–0.793",
        "onet_dwa 1 1 1.000 0.207–1.000",
        "the same phrases with the same concepts stand at 3 places; the link is right at 0.667 of them",
        "not judged: 1 of 4 different links (phrase and concept), at 1 of 4 places",
        "unlinked: 0.333 of 6 phrases, all",
        "unlinked: 0.000 of 1 phrases, frame",
        "unlinked: 0.500 of 2 phrases, item",
        "unlinked: 0.000 of 2 phrases, software",
        "unlinked: 1.000 of 1 phrases, topic",
    ]


def test_wrong_ones_are_shown_with_their_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], records: Path
) -> None:
    _, out, _ = printed(monkeypatch, capsys, records, "--wrong")
    assert out.startswith("k0 thing: Typist Knowledge of bookkeeping")
    assert "Uses »LAN« and Excel.\n  LAN software (onet_technology)\n" in out
    assert out.count("»") == 1


def test_unjudged_ones_are_placed_where_white_space_is_run_together() -> None:
    pytest.importorskip("openpyxl", reason="the names of employers need it: pip install -e '.[train]'")
    made = [
        judged_links.Made(SOURCE, "", TEXT, "item", tuple(span("Excel")), link("onet_technology", "Microsoft Excel"))
    ]
    (found,) = judged_links.unjudged(LABELS, made)
    text = " ".join(TEXT.split())
    assert text[found["at"] : found["at"] + found["length"]] == "Excel"
    assert (found["employer"], found["digest"], found["verdict"]) == ("City of Los Angeles", digest("excel"), None)
    assert found["words"]["around"].endswith("LAN and »Excel«.")


def test_nothing_is_drawn_from_the_test_part() -> None:
    pytest.importorskip("openpyxl", reason="the names of employers need it: pip install -e '.[train]'")
    held = next(row for row in map(json.loads, GOLD.read_text("utf-8").splitlines()) if row["half"] == "test")
    made = [
        judged_links.Made(source, held["employer"], TEXT, "item", (0, 6), link("esco", "typing"))
        for source in (held["source"], "nowhere/typist.txt")
    ]
    assert list(judged_links.unjudged([], made)) == []


def test_records_without_links_are_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, out, err = printed(monkeypatch, capsys, tmp_path)
    assert (code, out) == (1, "")
    assert "expected records with links" in err


def test_labels_are_whole() -> None:
    labels = judged_links.judged()
    assert len({judged_links.pair_of(label) for label in labels}) == len(labels)
    for found in labels:
        assert {found["first"], found["second"], found["verdict"]} <= set(judged_links.VERDICTS)
        assert found["taxonomy"] in judged_links.TAXONOMIES
        assert ("fault" in found) == (found["verdict"] == "wrong")
        assert "words" not in found
    held = [label for label in map(json.loads, GOLD.read_text("utf-8").splitlines()) if label["half"] == "test"]
    for key in ("employer", "source"):
        assert {label[key] for label in labels}.isdisjoint(label[key] for label in held)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the judged documents ../shared/corpus are not there")
def test_judged_phrases_stand_in_their_documents() -> None:
    for label in judged_links.judged():
        text = document_text(CORPUS / label["source"])
        assert digest(text[label["at"] :][: label["length"]].lower()) == label["digest"], label["id"]
