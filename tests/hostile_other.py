"""Bytes of other formats, and bytes that pass for two: nothing here is a specification in a format that is read."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import sqlite3
import struct
import tarfile
import zipfile
import zlib

from hostile_case import GATE, LAST, LIMIT, MARKER, PUBLISHED, Table, as_html, as_text, specification
from hostile_docx import packed, word
from hostile_pdf import page

CASES = Table("other")
add = CASES.add

NOISE = random.Random(9).randbytes(3000)
TEXT = as_text([*specification(), LAST]).encode()
PAGE = f"<!DOCTYPE html><html><body>{as_html([*specification(), LAST])}</body></html>".encode()
UNKNOWN = frozenset(["unidentified"])
EITHER = frozenset(["unidentified", "corrupt", "ambiguous", "encrypted"]) | GATE


def png() -> bytes:
    """A picture of one grey dot."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"tEXt", b"a\x00" + TEXT[:400]) + chunk(b"IDAT", zlib.compress(b"\x00\x80")) + chunk(b"IEND", b"")  # fmt: skip


def tar(name: str = "weir.txt") -> bytes:
    """An archive of one text."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        info = tarfile.TarInfo(name)
        info.size = len(TEXT)
        archive.addfile(info, io.BytesIO(TEXT))
    return out.getvalue()


def database() -> bytes:
    """A database of one row."""
    with sqlite3.connect(":memory:") as base:
        base.execute("create table weir (code text)")
        base.execute("insert into weir values ('4417')")
        base.commit()
        return bytes(base.serialize())


def office(kind: str, part: str) -> bytes:
    """A package of another office program."""
    return packed([("mimetype", kind.encode()), ("META-INF/manifest.xml", b"<a/>"), (part, b"<a>" + TEXT[:300] + b"</a>")], zipfile.ZIP_STORED)  # fmt: skip


BINARY = {
    "png": png,
    "jpeg": lambda: b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + NOISE + b"\xff\xd9",
    "gif": lambda: b"GIF89a\x01\x00\x01\x00\x80\x00\x00" + NOISE + b"\x3b",
    "bmp": lambda: b"BM" + struct.pack("<IHHI", 3014, 0, 0, 54) + NOISE,
    "tiff": lambda: b"II*\x00\x08\x00\x00\x00" + NOISE,
    "webp": lambda: b"RIFF\x00\x0c\x00\x00WEBPVP8 " + NOISE,
    "ico": lambda: b"\x00\x00\x01\x00\x01\x00" + NOISE,
    "mp3": lambda: b"ID3\x03\x00\x00\x00\x00\x00\x00\xff\xfb" + NOISE,
    "mp4": lambda: b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00" + NOISE,
    "ogg": lambda: b"OggS\x00\x02" + bytes(20) + NOISE,
    "woff": lambda: b"wOFF\x00\x01\x00\x00" + NOISE,
    "gzip": lambda: gzip.compress(TEXT, mtime=0),
    "gzip-of-page": lambda: gzip.compress(PAGE, mtime=0),
    "bzip2": lambda: bz2.compress(TEXT),
    "xz": lambda: lzma.compress(TEXT),
    "brotli-like": lambda: b"\x1b" + NOISE,
    "zstd": lambda: b"\x28\xb5\x2f\xfd" + NOISE,
    "7z": lambda: b"7z\xbc\xaf\x27\x1c\x00\x04" + NOISE,
    "rar": lambda: b"Rar!\x1a\x07\x01\x00" + NOISE,
    "tar": tar,
    "zip": lambda: packed([("weir.txt", TEXT)]),
    "zip-empty": lambda: b"PK\x05\x06" + bytes(18),
    "xlsx": lambda: packed([("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<workbook/>")]),
    "pptx": lambda: packed([("[Content_Types].xml", b"<Types/>"), ("ppt/presentation.xml", b"<p/>")]),
    "odt": lambda: office("application/vnd.oasis.opendocument.text", "content.xml"),
    "epub": lambda: office("application/epub+zip", "a.xhtml"),
    "jar": lambda: packed([("META-INF/MANIFEST.MF", b"Manifest-Version: 1.0\n"), ("A.class", b"\xca\xfe\xba\xbe" + NOISE)]),
    "doc": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "WordDocument".encode("utf-16-le") + NOISE,
    "msg": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "__substg1.0_".encode("utf-16-le") + NOISE,
    "rtf": lambda: rb"{\rtf1\ansi{\fonttbl\f0 Arial;}\f0 " + TEXT.replace(b"\n", b"\\par\n") + b"}",
    "exe": lambda: b"MZ\x90\x00" + bytes(56) + b"PE\x00\x00" + NOISE,
    "elf": lambda: b"\x7fELF\x02\x01\x01" + bytes(9) + NOISE,
    "class": lambda: b"\xca\xfe\xba\xbe\x00\x00\x00\x34" + NOISE,
    "wasm": lambda: b"\x00asm\x01\x00\x00\x00" + NOISE,
    "sqlite": database,
    "pickle": lambda: b"\x80\x04\x95\x20\x00\x00\x00\x00\x00\x00\x00\x8c\x05posix\x8c\x06system\x93\x8c\x02id\x85R.",
    "noise": lambda: NOISE * 10,
    "noise-1mb": lambda: random.Random(10).randbytes(1_000_000),
    "ff": lambda: b"\xff" * 5000,
    "all-bytes": lambda: bytes(range(256)) * 20,
    "djvu": lambda: b"AT&TFORM\x00\x00\x10\x00DJVM" + NOISE,
    "lnk": lambda: b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(68) + NOISE,
}  # fmt: skip
for name, make in BINARY.items():
    add(name, make, EITHER, cheap=True)
TEXTUAL = {
    "postscript": lambda: b"%!PS-Adobe-3.0\n%%Pages: 1\n/Helvetica findfont 12 scalefont setfont\n" + b"72 700 moveto (weir) show\n" * 90 + b"showpage\n",
    "eps-loop": lambda: b"%!PS\n{} loop\n",
    "shell": lambda: b"#!/bin/sh\nrm -rf \"$HOME\"\n" * 30,
    "xml": lambda: b"<?xml version='1.0'?><weirs>" + b"<weir code='4417'>Keeper</weir>" * 100 + b"</weirs>",
    "svg": lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script><text>Weir Keeper</text></svg>",
    "rss": lambda: b"<?xml version='1.0'?><rss><channel>" + b"<item><title>Weir Keeper</title></item>" * 100 + b"</channel></rss>",
    "json-page": lambda: b'{"html": "<html><body><p>Weir</p></body></html>"}' * 3,
    "vcard": lambda: b"BEGIN:VCARD\nVERSION:3.0\nFN:Weir Keeper\nEND:VCARD\n" * 20,
    "base64": lambda: b"JVBERi0xLjcK" * 400,
    "uuencode": lambda: b"begin 644 weir\n" + b"M" + b"A" * 60 + b"\n" * 2 + b"end\n",
    "diff": lambda: b"--- a/weir\n+++ b/weir\n@@ -1 +1 @@\n-gate\n+lock\n" * 60,
    "css": lambda: b".weir { color: red; }\n" * 100,
    "php": lambda: b"<?php system($_GET['a']); ?>\n" * 20,
    "sql": lambda: b"INSERT INTO weir VALUES (4417, 'Keeper');\n" * 100,
}  # fmt: skip
for name, make in TEXTUAL.items():
    add(name, make, EITHER, cheap=True)
# Mail and mark-up with the whole specification in them: to read it is right, to turn it away too.
add("mail", lambda: b"From: a@x.example\nSubject: Weir Keeper\nMIME-Version: 1.0\nContent-Type: text/plain\n\n" + TEXT, PUBLISHED, GATE, marker=MARKER, cheap=True)  # fmt: skip
add("mhtml", lambda: b"From: <Saved>\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html\n\n" + PAGE + b"\n--x--\n", PUBLISHED, GATE, marker=MARKER, cheap=True)  # fmt: skip
add("http-answer", lambda: b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE, PUBLISHED, GATE, marker=MARKER, cheap=True)  # fmt: skip
add("xhtml", lambda: b"<?xml version='1.0' encoding='utf-8'?>" + PAGE.replace(b"<html>", b"<html xmlns='http://www.w3.org/1999/xhtml'>"), PUBLISHED, marker=MARKER, cheap=True)  # fmt: skip
add("latex", lambda: b"\\documentclass{article}\\begin{document}\n" + TEXT + b"\\end{document}\n", PUBLISHED, GATE, marker=MARKER, cheap=True)  # fmt: skip

# What speaks of a PDF is none; what holds one is one, whatever a scraper has put before it.
add("page-speaks-of-pdf", lambda: PAGE.replace(b"<html>", b"<html><!-- begins with %PDF-1.7 -->", 1), PUBLISHED, marker=MARKER, cheap=True)  # fmt: skip
add(
    "http-answer-pdf",
    lambda: b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n" + page(),
    PUBLISHED,
    cheap=True,
)

# --- two formats in one file ------------------------------------------------------------------------------------------
BOTH = EITHER | LIMIT | {PUBLISHED}
for name, make in {
    "pdf-then-page": lambda: page() + PAGE,
    "page-then-pdf": lambda: PAGE[:300] + b"\n" + page(),
    "page-in-pdf-comment": lambda: page().replace(b"%PDF-1.7\n", b"%PDF-1.7\n%" + PAGE.replace(b"\n", b" ") + b"\n"),
    "pdf-then-zip": lambda: page() + word(),
    "zip-then-pdf": lambda: word() + page(),
    "zip-then-page": lambda: word() + PAGE,
    "page-then-zip": lambda: PAGE + word(),
    "text-then-pdf": lambda: TEXT[:200] + page(),
    "text-then-zip": lambda: TEXT + word(),
    "text-names-pdf": lambda: b"%PDF-1.7 is what the form of the weir keeper begins with.\n" + TEXT,
    "text-names-zip": lambda: b"PK\x03\x04 word/document\n" + TEXT,
    "gif-then-script": lambda: b"GIF89a/*" + NOISE[:50] + b"*/=1;alert(1)//" + PAGE,
    "gif-then-zip": lambda: b"GIF89a\x01\x00\x01\x00" + NOISE + word(),
    "exe-then-pdf": lambda: b"MZ" + bytes(100) + page(),
    "pdf-in-docx": lambda: word(more=[("word/media/a.pdf", page())]),
    "docx-in-pdf": lambda: page(b"BT ET", {9: b"<< /Length %d >>\nstream\n" % len(word()) + word() + b"\nendstream"}),
    "xlsx-with-word": lambda: packed([("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<a/>"), ("word/document.bin", b"x")]),
    "png-named-page": lambda: png() + PAGE,
    "bom-then-pdf": lambda: b"\xef\xbb\xbf" + page(),
    "pdf-utf-16": lambda: page().decode("latin-1").encode("utf-16"),
    "page-in-text": lambda: TEXT + b"\n<html><body><p>x</p></body></html>\n",
    "fdf": lambda: b"%FDF-1.2\n1 0 obj << /FDF << /F (weir.pdf) >> >> endobj trailer << /Root 1 0 R >>\n%%EOF",
}.items():  # fmt: skip
    add(f"both-{name}", make, BOTH, cheap=True)
