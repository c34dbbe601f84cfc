"""What a Word document holds and what it shows are not the same: hidden words, revisions, templates, other formats."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest
from hostile_docx import TYPES, W, document, members, packed
from hostile_other import CASES

import parsers
from parsers.document import Document
from parsers.errors import Corrupt, Encrypted, Unidentified
from pipeline.work import process

STYLES = f"""<w:styles xmlns:w="{W}">
<w:style w:type="paragraph" w:styleId="Gone"><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="GoneToo"><w:basedOn w:val="Gone"/></w:style>
<w:style w:type="character" w:styleId="Out"><w:rPr><w:dstrike/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Round"><w:basedOn w:val="Round"/><w:rPr><w:strike/></w:rPr></w:style>
</w:styles>"""


def run(words: str, look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def read(*paragraphs: str) -> Document:
    body = "".join(f"<w:p>{paragraph}</w:p>" for paragraph in paragraphs)
    return parsers.parse(packed(_with_styles(document(body=body, after=run("")))))


def _with_styles(main: str) -> list[tuple[str, bytes]]:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"
    listed = f'<Override PartName="/word/styles.xml" ContentType="{kind}"/></Types>'
    link = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"
    links = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{link}" Target="styles.xml"/></Relationships>'
    )
    parts = dict(members(main, [("word/styles.xml", STYLES), ("word/_rels/document.xml.rels", links)]))
    parts["[Content_Types].xml"] = TYPES.replace("</Types>", listed).encode()
    return list(parts.items())


def told(found: Document) -> list[tuple[str, str]]:
    return [(found.quote(block.span), block.furniture) for block in found.blocks]


@pytest.mark.parametrize(
    ("look", "rule"),
    [
        ("<w:vanish/>", "docx_hidden"),
        ("<w:strike/>", "docx_struck"),
        ('<w:dstrike w:val="1"/>', "docx_struck"),
        ('<w:rStyle w:val="Out"/>', "docx_struck"),
        ('<w:rStyle w:val="Round"/>', "docx_struck"),
    ],
)
def test_words_taken_out_are_furniture(look: str, rule: str) -> None:
    found = read(run("Weighs ") + run("wool", look) + run("hides."), run("Ties bales."))
    assert told(found) == [("Weighs hides.", ""), ("Ties bales.", ""), ("wool", rule)]


def test_a_switch_may_be_off() -> None:
    off = '<w:rStyle w:val="Out"/><w:vanish w:val="0"/><w:strike w:val="false"/><w:dstrike w:val="off"/>'
    assert told(read(run("Weighs wool.", off))) == [("Weighs wool.", "")]


@pytest.mark.parametrize("style", ["Gone", "GoneToo"])
def test_a_paragraph_style_hides_what_does_not_speak_for_itself(style: str) -> None:
    words = run("Weighs wool.") + run(" Ties bales.", '<w:vanish w:val="0"/>')
    found = read(f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' + words)
    assert told(found) == [("Ties bales.", ""), ("Weighs wool.", "docx_hidden")]


def test_hidden_words_of_a_table_are_in_no_cell() -> None:
    cells = "".join(f"<w:tc><w:p>{words}</w:p></w:tc>" for words in (run("Code"), run("12") + run("34", "<w:strike/>")))
    found = parsers.parse(packed(members(document(body=f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>", after=""))))
    assert told(found) == [("Code\t12", ""), ("34", "docx_struck")]


def test_a_text_box_that_hangs_on_struck_words_stays() -> None:
    box = f"<w:pict><w:txbxContent><w:p>{run('Ties bales.')}</w:p></w:txbxContent></w:pict>"
    for look, rule in (("<w:strike/>", ""), ("<w:vanish/>", "docx_hidden")):
        found = read(f"<w:r><w:rPr>{look}</w:rPr><w:t>Wool. </w:t>{box}</w:r>")
        assert [block.furniture for block in found.blocks if "bales" in found.quote(block.span)] == [rule]


@pytest.mark.parametrize("change", ["del", "moveFrom"])
def test_what_a_revision_took_out_stays_out(change: str) -> None:
    gone = f"<w:{change}>{run('Weighs wool.')}<w:r><w:delText>Or hides.</w:delText></w:r></w:{change}>"
    cell = f"<w:tbl><w:tr><w:tc><w:p>{gone}{run('Counts')}</w:p></w:tc><w:tc><w:p>{gone}</w:p></w:tc></w:tr></w:tbl>"
    found = parsers.parse(packed(members(document(body=f"<w:p>{gone}{run('Ties bales.')}</w:p>{cell}", after=""))))
    assert told(found) == [("Ties bales.", ""), ("Counts", "")]


@pytest.mark.parametrize(
    "kind",
    [
        "application/vnd.ms-word.document.macroEnabled.main+xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
        "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
    ],
)
def test_templates_and_documents_with_macros_are_read(kind: str) -> None:
    assert told(parsers.parse(_of_kind(kind))) == told(parsers.parse(packed(members())))


def test_another_main_part_is_named() -> None:
    with pytest.raises(Corrupt, match=r"found a package of application/x-glossary; save it as DOCX or PDF"):
        parsers.parse(_of_kind("application/x-glossary"))


def _of_kind(kind: str) -> bytes:
    usual = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return packed([(name, part.replace(usual.encode(), kind.encode())) for name, part in members()])


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("doc", r"an old Word file \(\.doc\); open it in a word processor and save it as DOCX or PDF"),
        ("msg", "an old Office file or message that is no Word document"),
        ("rtf", "RTF; open it"),
        ("odt", r"OpenDocument text \(\.odt\); open it"),
        ("xlsx", "a zip or package that holds no Word document"),
        ("noise", "bytes that begin with"),
    ],
)
def test_other_formats_are_named(name: str, found: str) -> None:
    with pytest.raises(Unidentified, match=f"found {found}"):
        parsers.parse(CASES[f"other-{name}"].make())


def test_a_package_under_a_password_is_told() -> None:
    with pytest.raises(Encrypted, match="ask for a copy without a password"):
        parsers.parse(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le"))


def test_no_tree_is_left_behind() -> None:
    data = next((Path(__file__).resolve().parents[1] / "raw").rglob("*.docx")).read_bytes()
    process(data, "rider.docx")
    gc.collect()
    process(data, "rider.docx")
    assert gc.collect() == 0, "a document's tree waits in a cycle for a collection"
