"""What holds for every document: generated ones, random bytes, and samples with bytes changed."""

from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from projection import CASES

import parsers
from parsers.document import Document
from parsers.errors import ParseError
from pipeline import outline
from pipeline.bundles import specifications
from pipeline.normalize import normalize
from pipeline.schema import Record, quotes

RAW = Path(__file__).resolve().parents[1] / "raw"
SAMPLES = sorted(path for path in RAW.rglob("*") if path.is_file())

quick = settings(deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])

HEADING_LINES = """DEFINITION
Typical Work
EXAMPLES OF DUTIES:
Knowledge of:
Minimum Qualifications
NOTE:
License
Either I
Or II
Class Specification History
## Benefits
Special Personal Characteristics
All Levels"""
VOCABULARY = """the inspects knowledge of ability to ditch; gates and. (or) years experience valid license Under may
substituted Performs other duties high school degree abolished 1999 two Ditch Rider II $4,000 e.g. No."""
HEADINGS = st.sampled_from(HEADING_LINES.splitlines())
LABELS = st.sampled_from(
    [
        "Class Code: 0417",
        "Class Title: Ditch Rider I/II",
        "FLSA: Non-Exempt",
        "Salary: $18.40 - $23.75 hourly",
        "Class Code:",
        "Title\tCode\nDitch Rider I\t0417\nDitch Rider II\t0418",
        "Pay Grade",
        "Revised: 1/5/99, 7/1/2004",
        "City of Larkspur Bend",
    ]
)
WORDS = st.sampled_from(VOCABULARY.split())
SENTENCES = st.lists(WORDS, min_size=1, max_size=25).map(" ".join)
BULLETS = st.tuples(st.sampled_from(["• ", "- ", "1. ", "(a) ", "o ", "•\n", "25% ", "* "]), SENTENCES).map("".join)
JUNK = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
ROWS = st.tuples(st.lists(SENTENCES, min_size=1, max_size=4), st.sampled_from(["|", "\t", "    ", " | "])).map(
    lambda row: row[1].join(row[0])
)
LINES = st.one_of(HEADINGS, LABELS, SENTENCES, BULLETS, ROWS, JUNK, st.just(""))
HEADERS = st.sampled_from(
    [
        "",
        "DITCH RIDER I/II\nDitch Rider I\nDitch Rider II",
        "Class Title: Ditch Rider          Class Code: 0417",
        "Ditch Rider I (#DR01)",
        "Class Code\tClass Title\n0417\tDitch Rider I\n0418\tDitch Rider II",
        "Abolished Effective July 1, 2003",
        "Print\nHome » Jobs",
    ]
)
SECTIONS = st.tuples(
    HEADINGS, st.sampled_from(["\n", "\n\n", " ", ""]), st.lists(LINES, min_size=1, max_size=6).map("\n".join)
).map("".join)
SPECIFICATIONS = st.tuples(HEADERS, st.lists(SECTIONS, min_size=2, max_size=6)).map(
    lambda parts: "\n\n".join([parts[0], *parts[1]])
)
TEXTS = SPECIFICATIONS | st.lists(LINES, max_size=25).map("\n".join)


def page(text: str) -> str:
    """A web page of a text: some lines as headings, items or cells."""
    tags = ("p", "li", "h2", "div", "td", "b")
    lines = [f"<{tags[k % 6]}>{line}</{tags[k % 6]}>" if k % 7 else line for k, line in enumerate(text.split("\n"))]
    return "<html><body>" + "\n".join(lines) + "</body></html>"


DOCUMENTS = st.one_of(TEXTS, SPECIFICATIONS, SPECIFICATIONS.map(page)).map(lambda text: text.encode())


def records(data: bytes) -> tuple[Record, ...]:
    """The records of bytes; none where they cannot be read or specify no job."""
    try:
        return normalize(data, "generated.txt").records
    except ParseError:
        return ()


def check_blocks(document: Document) -> None:
    """Blocks are the lines of the text in order, each with its content and cells inside it."""
    assert [document.quote(block.span) for block in document.blocks] == (
        document.text.split("\n") if document.text else []
    )
    assert all(one.span[1] < two.span[0] for one, two in pairwise(document.blocks))
    for block in document.blocks:
        start, end = block.span
        assert start <= block.content[0] <= block.content[1] <= end
        assert all(start <= a < b <= end for a, b in block.cells)
        assert all(one[1] < two[0] for one, two in pairwise(block.cells))


@given(DOCUMENTS)
@settings(quick, max_examples=150)
def test_blocks_are_the_lines_of_the_text(data: bytes) -> None:
    try:
        document = parsers.parse(data)
    except ParseError:
        return
    check_blocks(document)


@given(DOCUMENTS)
@example(b"\n\nKnowledge of: stores; safety.\n")  # a document whose first line is a lead-in
@settings(quick, max_examples=200)
def test_records_keep_their_promises(data: bytes) -> None:
    found = records(data)
    assert [record.model_dump_json() for record in found] == [record.model_dump_json() for record in records(data)]
    assert len({record.spec_id for record in found}) == len(found)
    for record in found:
        text, ledger = record.document.text, record.ledger
        assert all(text[start:end] == quote for _, quote, (start, end) in quotes(record))
        assert [text[slice(*entry.span)] for entry in ledger.entries] == text.split("\n")
        assert ledger.claimed + ledger.furniture + ledger.unclaimed == ledger.lines == len(ledger.entries)
        written = record.model_dump_json()
        assert Record.model_validate_json(written).model_dump_json() == written


@given(DOCUMENTS)
@settings(quick, max_examples=60)
def test_statements_stand_in_their_sections_in_order(data: bytes) -> None:
    for record in records(data):
        sections = {section.id: section for section in record.sections}
        assert [section.span[0] for section in record.sections] == sorted(
            section.span[0] for section in record.sections
        )
        for items in (record.duties, record.skills, record.qualifications):
            assert [item.span[0] for item in items] == sorted(item.span[0] for item in items)
            for item in items:
                assert item.text.strip()
                home = sections[item.section or ""]
                assert home.span[0] <= item.span[0] <= item.span[1] <= home.span[1]


def only_parse_errors(data: bytes) -> None:
    """Feed bytes to the way in and to every parser by itself: what they cannot read they say in their own errors."""
    for read in (parsers.parse, *(parser.parse for parser in parsers.PARSERS)):
        try:
            document = read(data)
        except ParseError:
            continue
        check_blocks(document)


@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"%PDF-1.4\n", b"PK\x03\x04", b"<html>", b"\xff\xfe", b"\xef\xbb\xbf"]),
)
@settings(quick, max_examples=100)
def test_random_bytes_raise_only_parse_errors(data: bytes, head: bytes) -> None:
    only_parse_errors(head + data)


FORM = (CASES / "form_docx/input.docx").read_bytes()
PAGE = (CASES / "pdf_columns/input.pdf").read_bytes()
DIRECTORY = FORM.index(b"PK\x01\x02")  # the first entry of the archive's directory


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("<html><body><h³>Definition</h³></body></html>".encode(), id="html_superscript_in_tag"),
        pytest.param(b"<html>" + b"<div>" * 5000 + b"Definition", id="html_deeply_nested"),
        pytest.param(FORM[:60] + bytes(40) + FORM[100:], id="docx_broken_compression"),
        pytest.param(FORM[: DIRECTORY + 6] + b"\xff" + FORM[DIRECTORY + 7 :], id="docx_unknown_version"),
        pytest.param(FORM[: DIRECTORY + 10] + b"\x63" + FORM[DIRECTORY + 11 :], id="docx_unknown_compression"),
        pytest.param(FORM[: len(FORM) // 2], id="docx_broken_off"),
        pytest.param(PAGE.replace(b"[ 0 0 612 792 ]", b"[ 0 0 61 /x 792 ]"), id="pdf_page_without_size"),
        pytest.param(PAGE[: len(PAGE) // 2], id="pdf_broken_off"),
    ],
)
def test_broken_documents_raise_only_parse_errors(data: bytes) -> None:
    only_parse_errors(data)


@pytest.mark.parametrize("sample", SAMPLES, ids=[path.name for path in SAMPLES])
def test_changed_samples_raise_only_parse_errors(sample: Path) -> None:
    chance = random.Random(sample.name)
    whole = sample.read_bytes()
    for _ in range(4):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 5, 40))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        only_parse_errors(bytes(data[: chance.choice((len(data), len(data) // 2, len(data) - 20))]))


@pytest.mark.parametrize("sample", SAMPLES, ids=[path.name for path in SAMPLES])
def test_samples_keep_their_promises(sample: Path) -> None:
    check_blocks(parsers.parse(sample.read_bytes()))
    found = [record.model_dump_json() for record in records(sample.read_bytes())]
    assert found == [record.model_dump_json() for record in records(sample.read_bytes())]
    assert found == [Record.model_validate_json(text).model_dump_json() for text in found]


WHOLE = """{title}

Definition
Under direction, {work}.

Examples of Duties
Opens gates by order of the dispatcher.
Writes levels into the log.

Minimum Qualifications
One year of experience with {work}.
"""
TITLES = st.lists(
    st.sampled_from(["WEIR KEEPER", "Ditch Rider II", "DAM TENDER", "Gauge Reader", "LOCK CLERK"]),
    min_size=1,
    max_size=5,
    unique=True,
)


@quick
@given(TITLES, st.sampled_from(["", "LOCKS BOARD\n\n", "LOCKS BOARD\nINDEX\nWEIR KEEPER ... 2\n\n"]), SENTENCES)
def test_specifications_of_a_bundle_hold_its_blocks_in_order(titles: list[str], front: str, work: str) -> None:
    text = front + "\n".join(WHOLE.format(title=title, work=work) for title in titles)
    document = parsers.parse(text.encode())
    found = specifications(document, outline.read(document).lines)
    if len(titles) == 1:
        assert found == []
        return
    assert [part.quote(part.blocks[-1].span) for part in found] == [document.quote(document.blocks[-1].span)] * len(
        titles
    )
    own = [
        (part, block)
        for k, part in enumerate(found)
        for block in part.blocks
        if k == 0 or block.furniture != "front_matter"
    ]
    assert [part.quote(block.span) for part, block in own] == [document.quote(block.span) for block in document.blocks]
    records = normalize(text.encode(), "bundle.txt").records
    assert [record.title and record.title.value for record in records] == titles
    assert len({record.spec_id for record in records}) == len(titles)
