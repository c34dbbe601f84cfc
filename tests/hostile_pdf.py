"""Hostile PDFs: loops, bombs, lies, depth, and what stands in text that is drawn."""

from __future__ import annotations

import hashlib
import random
import struct
import zlib
from collections.abc import Callable, Mapping

from hostile_case import (
    CODE,
    CONTROL_INJECTIONS,
    GATE,
    INJECTIONS,
    LAST,
    LIMIT,
    MARKER,
    PUBLISHED,
    TITLE,
    Table,
    specification,
)

CASES = Table("pdf")
add = CASES.add

FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
BROKEN = frozenset(["corrupt", "no_text"])
# Damage that a reader may look through or may refuse: both are right, so long as nothing is lost in silence.
MENDED = BROKEN | {PUBLISHED}


def pdf(objects: Mapping[int, bytes], trailer: bytes = b"", header: bytes = b"%PDF-1.7\n") -> bytes:
    """A file of numbered objects with a true cross-reference table; object 1 is the catalog."""
    out, places = bytearray(header), {}
    for number, body in sorted(objects.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start, size = len(out), max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n"
    return bytes(out + b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start))


def stream(data: bytes, entries: bytes = b"", length: bytes | None = None) -> bytes:
    """A stream object's body; ``length`` is a lie where it is given."""
    return b"<< %s /Length %s >>\nstream\n" % (entries, length or b"%d" % len(data)) + data + b"\nendstream"


def flate(data: bytes, entries: bytes = b"") -> bytes:
    """A deflated stream object."""
    return stream(zlib.compress(data, 9), b"/Filter /FlateDecode " + entries)


def drawn(lines: list[tuple[str, str]] | None = None, extra: bytes = b"") -> bytes:
    """Content that prints a specification, then draws ``extra``."""
    rows = [*specification(), LAST] if lines is None else lines
    out, y = [b"BT"], 770.0
    for kind, text in rows:
        size = 14 if kind in ("title", "heading") else 10
        y -= 24 if kind == "heading" else 14
        words = ("- " if kind == "item" else "") + text
        safe = words.encode("cp1252", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        out.append(b"/F1 %d Tf 1 0 0 1 50 %.1f Tm (%s) Tj" % (size, y, safe))
    return b"\n".join([*out, b"ET", extra])


def page(
    content: bytes | None = None,
    more: Mapping[int, bytes] | None = None,
    *,
    font: bytes = FONT,
    resources: bytes = b"",
    entries: bytes = b"/MediaBox [0 0 612 792]",
    trailer: bytes = b"",
    catalog: bytes = b"",
) -> bytes:
    """One page: 1 catalog, 2 pages, 3 page, 4 content, 5 font; ``more`` replaces or adds objects."""
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R %s /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> %s >> >>"
        % (entries, resources),
        4: stream(drawn() if content is None else content),
        5: font,
    }
    return pdf({**objects, **(more or {})}, trailer)


def zeros(size: int, byte: bytes = b"\x00") -> bytes:
    """A zlib stream that inflates to ``size`` equal bytes (a whole number of 16 MB), made without holding them."""
    block = byte * (16 << 20)
    packer = zlib.compressobj(9)
    head = packer.compress(b"") + packer.flush(zlib.Z_FULL_FLUSH)
    piece = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    check = 1
    for _ in range(size // len(block)):
        check = zlib.adler32(block, check) if byte != b"\x00" else _adler_of_zeros(len(block), check)
    return head + piece + again * (size // len(block) - 1) + b"\x03\x00" + struct.pack(">I", check)


def _adler_of_zeros(count: int, check: int) -> int:
    low, high = check & 0xFFFF, check >> 16
    return (high + count * low) % 65521 << 16 | low


def spread(count: int, draw: Callable[[int], bytes]) -> bytes:
    """``draw(k)`` for each k, one to a line."""
    return b"\n".join(draw(k) for k in range(count))


# --- references that lead to themselves -------------------------------------------------------------------------------
LOOP = {6: b"7 0 R", 7: b"6 0 R"}
for where, make in {
    "contents": lambda: page(more={**LOOP, 3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 6 0 R /Resources << >> >>"}),
    "mediabox": lambda: page(more=LOOP, entries=b"/MediaBox 6 0 R"),
    "mediabox-number": lambda: page(more=LOOP, entries=b"/MediaBox [0 0 6 0 R 792]"),
    "font": lambda: page(font=b"6 0 R", more=LOOP),
    "resources": lambda: page(more={**LOOP, 3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources 6 0 R >>"}),
    "length": lambda: page(more={**LOOP, 4: stream(drawn(), length=b"6 0 R")}),
    "kids": lambda: page(more={**LOOP, 2: b"<< /Type /Pages /Kids 6 0 R /Count 1 >>"}),
    "pages": lambda: page(more={**LOOP, 1: b"<< /Type /Catalog /Pages 6 0 R >>"}),
    "rotate": lambda: page(more=LOOP, entries=b"/MediaBox [0 0 612 792] /Rotate 6 0 R"),
    "filter": lambda: page(more={**LOOP, 4: stream(drawn(), b"/Filter 6 0 R")}),
    "font-widths": lambda: page(more=LOOP, font=b"<< /Type /Font /Subtype /TrueType /BaseFont /X /FirstChar 0 /LastChar 255 /Widths 6 0 R >>"),
    "annots": lambda: page(more=LOOP, entries=b"/MediaBox [0 0 612 792] /Annots 6 0 R"),
    "info": lambda: page(more=LOOP, trailer=b"/Info 6 0 R"),
    "three": lambda: page(more={6: b"7 0 R", 7: b"8 0 R", 8: b"6 0 R"}, entries=b"/MediaBox 6 0 R"),
}.items():  # fmt: skip
    add(f"indirect-loop-{where}", make, MENDED, LIMIT, marker=MARKER)
add("length-of-itself", lambda: page(more={4: stream(drawn(), length=b"4 0 R")}), MENDED, LIMIT, marker=MARKER)
add("reference-chain-5000", lambda: page(more={6 + k: b"%d 0 R" % (7 + k) for k in range(5000)} | {5006: b"[0 0 612 792]"}, entries=b"/MediaBox 6 0 R"), MENDED, LIMIT, marker=MARKER)  # fmt: skip


# --- fonts and maps of characters ------------------------------------------------------------------------------------
def cmap(body: bytes) -> bytes:
    """A ToUnicode map."""
    head = b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def 1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
    return stream(head + body + b"\nendcmap end end")


def composite(map_body: bytes, descendant: bytes = b"", content: bytes | None = None) -> bytes:
    """A page in a Type 0 font with a ToUnicode map of the given body."""
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 7 0 R >>"
    below = b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> %s >>"
    return page(content, {6: below % descendant, 7: cmap(map_body)}, font=font)


for name, body in {
    "bfrange-4e9": b"1 beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange",
    "bfrange-1e7": b"1 beginbfrange <000000> <989680> <0041> endbfrange",
    "bfrange-array-short": b"1 beginbfrange <0000> <FFFF> [<0041>] endbfrange",
    "bfrange-backwards": b"1 beginbfrange <FFFF> <0000> <0041> endbfrange",
    "bfrange-of-names": b"1 beginbfrange /a /b /c endbfrange",
    "bfchar-odd": b"3 beginbfchar <0041> <0042> <0043> endbfchar",
    "bfchar-long": b"1 beginbfchar <0041> <" + b"0042" * 50000 + b"> endbfchar",
    "cidrange-4e9": b"1 begincidrange <00000000> <FFFFFFFF> 0 endcidrange",
    "usecmap-self": b"/X usecmap",
    "usecmap-path": b"/../../../../etc/passwd usecmap",
    "unfinished": b"100 beginbfrange <0000> ",
    "surrogates": b"2 beginbfrange <0000> <00FF> <D800> <0041> <0061> <DC00> endbfrange",
    "nul": b"1 beginbfrange <0000> <00FF> <0000> endbfrange",
}.items():  # fmt: skip
    allowed = [MENDED, GATE, LIMIT] if "e9" in name or "e7" in name or "long" in name else [MENDED, GATE]
    add(f"cmap-{name}", lambda body=body: composite(body), *allowed)

WIDTHS = b"<< /Type /Font /Subtype /TrueType /BaseFont /X /FirstChar %s /LastChar %s /Widths %s >>"
for name, entries in {
    "range-2e9": b"/W [0 2000000000 500]",
    "range-3e7": b"/W [0 30000000 500]",
    "range-backwards": b"/W [65535 0 500]",
    "range-of-names": b"/W [/a /b /c]",
    "list-1e6": b"/W [0 [" + b"500 " * 1_000_000 + b"]]",
    "nested": b"/W " + b"[" * 5000 + b"]" * 5000,
    "vertical": b"/W2 [0 2000000000 1 2 3]",
    "default-name": b"/DW /Helvetica",
}.items():
    add(f"font-w-{name}", lambda entries=entries: composite(b"1 beginbfrange <0000> <00FF> <0020> endbfrange", entries), MENDED, GATE, LIMIT)  # fmt: skip
for name, font in {
    "firstchar-huge": WIDTHS % (b"99999999999", b"99999999999", b"[500]"),
    "firstchar-negative": WIDTHS % (b"-5", b"255", b"[500 500]"),
    "firstchar-name": WIDTHS % (b"/A", b"/Z", b"[500]"),
    "widths-name": WIDTHS % (b"0", b"255", b"/None"),
    "widths-text": WIDTHS % (b"0", b"255", b"[(a) (b) null true]"),
    "is-array": b"[/Font]",
    "is-number": b"42",
    "no-subtype": b"<< /Type /Font >>",
    "unknown-subtype": b"<< /Type /Font /Subtype /Type9 /BaseFont 7 >>",
    "differences-far": b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Differences [-1 /A 99999999 /B (x) /C null] >> >>",
    "differences-1e5": b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Differences [0 " + b"/a " * 100_000 + b"] >> >>",
    "differences-uni": b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Differences [65 /uniD800 /uD800 /u110000 /uni /uniZZZZ /g99999999999 /u1F600] >> >>",
    "encoding-absolute": b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding (/tmp/canary) /DescendantFonts [<< /Subtype /CIDFontType0 /BaseFont /X >>] >>",
    "encoding-traversal": b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /..#2F..#2F..#2Ftmp#2Fcanary /DescendantFonts [<< /Subtype /CIDFontType0 /BaseFont /X >>] >>",
    "descendant-self": b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [5 0 R] >>",
    "descendant-none": b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [] >>",
    "descriptor-loop": b"<< /Type /Font /Subtype /TrueType /BaseFont /X /FontDescriptor 5 0 R >>",
    "descriptor-lies": b"<< /Type /Font /Subtype /TrueType /BaseFont /X /FontDescriptor << /Ascent /a /Descent (b) /FontBBox [1 2] /Flags -1 /ItalicAngle [] /MissingWidth null >> >>",
    "file-garbage": b"<< /Type /Font /Subtype /Type1 /BaseFont /X /FontDescriptor << /FontFile 4 0 R /FontFile2 4 0 R /FontFile3 4 0 R >> >>",
    "type3-itself": b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1 1] /FontMatrix [1 0 0 1 0 0] /CharProcs << /a 4 0 R >> /Encoding << /Differences [97 /a] >> /FirstChar 97 /LastChar 97 /Widths [1] /Resources << /Font << /F1 5 0 R >> >> >>",
    "type3-matrix-zero": b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 0 0] /FontMatrix [0 0 0 0 0 0] /CharProcs << >> /Encoding << >> /FirstChar 0 /LastChar 255 /Widths [] >>",
    "name-nasty": b"<< /Type /Font /Subtype /Type1 /BaseFont /#00#1B#5B2J#ED#A0#80 >>",
}.items():  # fmt: skip
    add(f"font-{name}", lambda font=font: page(font=font), MENDED, GATE, LIMIT if "1e5" in name else frozenset())
for size in ("0", "-12", "1e9", "0.0001", "99999999999999999999999999", "nan"):
    text = drawn().replace(b" Tf", b" pop").replace(b"/F1 10 pop", b"/F1 " + size.encode() + b" Tf")
    add(f"font-size-{size}", lambda text=text.replace(b"pop", b"Tf"): page(text), MENDED, GATE)


# --- forms that call forms ------------------------------------------------------------------------------------------
def forms(depth: int, fan: int, last: int | None = None) -> bytes:
    """Form XObjects 10 … 10 + depth, each drawn ``fan`` times by the one before; the last draws text, or ``last``."""
    more = {}
    for k in range(depth):
        below = 11 + k if k + 1 < depth or last is None else last
        more[10 + k] = stream(b"/X Do " * fan, b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /XObject << /X %d 0 R >> >>" % below)  # fmt: skip
    if last is None:
        more[10 + depth] = stream(b"BT /F1 9 Tf 50 40 Td (ha) Tj ET", b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /Font << /F1 5 0 R >> >>")  # fmt: skip
    return page(drawn(extra=b"/X Do"), more, resources=b"/XObject << /X 10 0 R >>")


add("xobject-billion-laughs", lambda: forms(9, 10), MENDED, LIMIT)
add("xobject-million-laughs", lambda: forms(5, 10), MENDED, LIMIT)
add("xobject-itself", lambda: forms(1, 1, 10), MENDED, LIMIT, marker=MARKER)
add("xobject-itself-twice", lambda: forms(1, 2, 10), MENDED, LIMIT, marker=MARKER)
add("xobject-mutual", lambda: forms(2, 2, 10), MENDED, LIMIT, marker=MARKER)
add("xobject-nested-3000", lambda: forms(3000, 1), MENDED, LIMIT)
add("xobject-nested-200", lambda: forms(200, 1), MENDED, LIMIT, marker=MARKER)


# --- streams that swell ---------------------------------------------------------------------------------------------
def bomb(data: bytes, filters: bytes = b"/FlateDecode", parms: bytes = b"") -> bytes:
    """A page whose content is a stream under the given filters."""
    return page(more={4: stream(data, b"/Filter [%s] %s" % (filters, parms))})


def runlength(size: int) -> bytes:
    """Run-length data that decodes to ``size`` zeros."""
    return b"\x81\x00" * (size // 128) + b"\x80"


BOMB = BROKEN | LIMIT
add("flate-bomb-64mb", lambda: bomb(zeros(64 << 20)), BOMB)
add("flate-bomb-512mb", lambda: bomb(zeros(512 << 20)), BOMB)
add("flate-bomb-4gb", lambda: bomb(zeros(4 << 30)), BOMB)
add("flate-bomb-double", lambda: bomb(zlib.compress(zeros(4 << 30), 9), b"/FlateDecode /FlateDecode"), BOMB)
add("flate-bomb-triple", lambda: bomb(zlib.compress(zlib.compress(zeros(4 << 30), 9), 9), b"/FlateDecode " * 3), BOMB)
add("flate-bomb-spaces", lambda: bomb(zeros(512 << 20, b" ")), BOMB)
add("runlength-bomb", lambda: bomb(runlength(2 << 20), b"/RunLengthDecode"), BOMB)
add("runlength-in-flate", lambda: bomb(zlib.compress(runlength(1 << 30), 9), b"/FlateDecode /RunLengthDecode"), BOMB)
add("asciihex-in-flate", lambda: bomb(zeros(256 << 20, b"0"), b"/FlateDecode /ASCIIHexDecode"), BOMB)
add("ascii85-in-flate", lambda: bomb(zeros(64 << 20, b"z"), b"/FlateDecode /ASCII85Decode"), BOMB)
add("lzw-garbage", lambda: bomb(random.Random(1).randbytes(200_000), b"/LZWDecode"), BOMB)
add("filters-1000", lambda: bomb(b"x", b"/ASCIIHexDecode " * 1000), BOMB, "too_little_text")
add("filter-unknown", lambda: bomb(drawn(), b"/NoSuchDecode"), MENDED, marker=MARKER)
add("filter-crypt", lambda: bomb(drawn(), b"/Crypt"), MENDED, marker=MARKER)
for name, parms in {
    "columns-huge": b"/Predictor 12 /Columns 2147483647",
    "columns-negative": b"/Predictor 12 /Columns -1",
    "columns-zero": b"/Predictor 12 /Columns 0",
    "colors-huge": b"/Predictor 15 /Colors 2147483647 /Columns 2147483647",
    "bits-odd": b"/Predictor 2 /BitsPerComponent 3 /Columns 7",
    "unknown": b"/Predictor 99",
    "name": b"/Predictor /Twelve /Columns (x)",
}.items():
    add(f"predictor-{name}", lambda parms=parms: bomb(zlib.compress(drawn()), parms=b"/DecodeParms << %s >>" % parms), MENDED, GATE, LIMIT)  # fmt: skip
add("flate-broken-end", lambda: bomb(zlib.compress(drawn())[:-20]), MENDED)
add("flate-broken-middle", lambda: bomb(zlib.compress(drawn())[:400] + b"\xff" * 40), MENDED, GATE)
add("flate-ops-300mb", lambda: page(more={4: stream(zeros(300 << 20, b"q "[:1]) , b"/Filter /FlateDecode")}), MENDED, LIMIT)  # fmt: skip
add("flate-text-60mb", lambda: page(more={4: flate(b"BT /F1 9 Tf " + b"(weir) Tj 0 -1 Td " * 3_400_000 + b"ET")}), MENDED, LIMIT, GATE)  # fmt: skip
add("flate-text-1e5", lambda: page(more={4: flate(b"BT /F1 9 Tf 50 700 Td " + b"(w) Tj " * 100_000 + b"ET")}), MENDED, LIMIT, GATE)  # fmt: skip
add("image-bomb", lambda: page(more={6: stream(zeros(1 << 30), b"/Type /XObject /Subtype /Image /Width 32768 /Height 32768 /BitsPerComponent 8 /ColorSpace /DeviceGray /Filter /FlateDecode")}, resources=b"/XObject << /I 6 0 R >>", content=drawn(extra=b"/I Do")), MENDED, LIMIT, marker=MARKER)  # fmt: skip
add("image-size-lie", lambda: page(more={6: stream(b"x", b"/Type /XObject /Subtype /Image /Width 1000000 /Height -1000000 /BitsPerComponent 99")}, resources=b"/XObject << /I 6 0 R >>", content=drawn(extra=b"/I Do")), MENDED, marker=MARKER)  # fmt: skip
for name, entries in {"jbig2": b"/JBIG2Decode", "jpx": b"/JPXDecode", "dct": b"/DCTDecode", "ccitt": b"/CCITTFaxDecode"}.items():  # fmt: skip
    add(f"image-{name}-garbage", lambda entries=entries: page(more={6: stream(random.Random(2).randbytes(3000), b"/Type /XObject /Subtype /Image /Width 9 /Height 9 /Filter %s" % entries)}, resources=b"/XObject << /I 6 0 R >>", content=b"/I Do"), "no_text", "corrupt")  # fmt: skip
    add(f"content-{name}-garbage", lambda entries=entries: bomb(random.Random(3).randbytes(3000), entries), BROKEN)


# --- object streams and cross-reference streams ------------------------------------------------------------------------
def objstm(data: bytes, entries: bytes) -> bytes:
    """A file whose page lives in an object stream of the given body."""
    objects = {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", 4: stream(drawn()), 5: FONT}  # fmt: skip
    out, places = bytearray(b"%PDF-1.7\n"), {}
    for number, body in [*objects.items(), (6, stream(data, b"/Type /ObjStm " + entries))]:
        places[number] = len(out)
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    rows = b"".join(
        struct.pack(">BIH", 2, 6, 0) if number == 3 else struct.pack(">BIH", 1, places.get(number, start), 0)
        for number in range(8)
    )
    out += b"7 0 obj\n" + stream(rows, b"/Type /XRef /Size 8 /W [1 4 2] /Root 1 0 R") + b"\nendobj\n"
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


PAGE_BODY = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
)
add("objstm-fine", lambda: objstm(b"3 0 " + PAGE_BODY, b"/N 1 /First 4"), PUBLISHED, marker=MARKER, cheap=True)
add("objstm-bomb-3gb", lambda: objstm(zeros(3 << 30), b"/N 1 /First 4 /Filter /FlateDecode"), BOMB)
add("objstm-count-lie", lambda: objstm(b"3 0 " + PAGE_BODY, b"/N 2147483647 /First 4"), MENDED, LIMIT)
add("objstm-count-negative", lambda: objstm(b"3 0 " + PAGE_BODY, b"/N -1 /First 4"), MENDED)
add("objstm-first-lie", lambda: objstm(b"3 0 " + PAGE_BODY, b"/N 1 /First 4000000000"), MENDED)
add("objstm-in-itself", lambda: objstm(b"6 0 7 9 " + PAGE_BODY, b"/N 2 /First 8"), MENDED, LIMIT)
add("objstm-extends-itself", lambda: objstm(b"3 0 " + PAGE_BODY, b"/N 1 /First 4 /Extends 6 0 R"), MENDED, LIMIT)
add("objstm-nested-1e5", lambda: objstm(b"3 0 " + b"[" * 100_000, b"/N 1 /First 4"), MENDED, LIMIT)


def xref_stream(entries: bytes) -> bytes:
    """A file whose only cross-reference is a stream with the given entries."""
    return page() .rsplit(b"xref", 2)[0] + b"9 0 obj\n" + stream(b"\x01" * 56, b"/Type /XRef /Root 1 0 R " + entries) + b"\nendobj\nstartxref\n1\n%%EOF\n"  # fmt: skip


for name, entries in {
    "w-huge": b"/Size 8 /W [2147483647 2147483647 2147483647]",
    "w-negative": b"/Size 8 /W [-1 -4 -2]",
    "w-short": b"/Size 8 /W [1]",
    "w-names": b"/Size 8 /W [/a /b /c]",
    "index-huge": b"/Size 8 /W [1 4 2] /Index [0 4000000000]",
    "index-odd": b"/Size 8 /W [1 4 2] /Index [0]",
    "size-huge": b"/Size 4294967295 /W [0 0 0]",
}.items():
    add(f"xref-stream-{name}", lambda entries=entries: xref_stream(entries), MENDED, LIMIT, marker=MARKER)


# --- lengths, cross-references, trailers ------------------------------------------------------------------------------
for name, length in {"huge": b"1099511627776", "negative": b"-1", "zero": b"0", "short": b"10", "text": b"(ten)", "missing-object": b"99 0 R", "stream": b"4 0 R", "real": b"1e400", "long": b"9" * 400}.items():  # fmt: skip
    add(f"length-{name}", lambda length=length: page(more={4: stream(drawn(), length=length)}), MENDED, LIMIT, marker=MARKER)  # fmt: skip


def trailing(change: Callable[[bytes], bytes]) -> Callable[[], bytes]:
    return lambda: change(page())


for name, change in {
    "startxref-beyond": lambda data: data.replace(b"startxref\n", b"startxref\n9999999"),
    "startxref-negative": lambda data: data.replace(b"startxref\n", b"startxref\n-"),
    "startxref-itself": lambda data: data.replace(b"startxref\n", b"startxref\n%d %%" % data.rindex(b"startxref")),
    "startxref-none": lambda data: data[: data.rindex(b"startxref")],
    "trailer-none": lambda data: data[: data.rindex(b"trailer")],
    "root-none": lambda data: data.replace(b"/Root 1 0 R", b""),
    "root-is-page": lambda data: data.replace(b"/Root 1 0 R", b"/Root 3 0 R"),
    "root-is-missing": lambda data: data.replace(b"/Root 1 0 R", b"/Root 99 0 R"),
    "root-is-number": lambda data: data.replace(b"/Root 1 0 R", b"/Root 1"),
    "xref-garbage": lambda data: data.replace(b" 00000 n", b" garbage"),
    "xref-offsets-wrong": lambda data: data.replace(b"%PDF-1.7\n", b"%PDF-1.7\n% moved by some bytes\n"),
    "xref-count-huge": lambda data: data.replace(b"xref\n0 6", b"xref\n0 4000000000"),
    "xref-count-negative": lambda data: data.replace(b"xref\n0 6", b"xref\n0 -6"),
    "xref-all-one": lambda data: data.replace(b"00000 n", b"65535 n"),
    "prev-itself": lambda data: data.replace(b"/Size", b"/Prev %d /Size" % data.rindex(b"xref\n0")),
    "prev-zero": lambda data: data.replace(b"/Size", b"/Prev 0 /Size"),
    "prev-beyond": lambda data: data.replace(b"/Size", b"/Prev 99999999999 /Size"),
    "prev-text": lambda data: data.replace(b"/Size", b"/Prev (a) /Size"),
    "xrefstm-itself": lambda data: data.replace(b"/Size", b"/XRefStm %d /Size" % data.rindex(b"xref\n0")),
    "eof-twice": lambda data: data + data[data.rindex(b"startxref") :],
    "tail-100k": lambda data: data + b"\n" * 100_000,
    "head-1000": lambda data: b"\n" * 1000 + data,
    "junk-before": lambda data: b"HTTP/1.1 200 OK\r\n\r\n" + data,
    "header-bare": lambda data: data.replace(b"%PDF-1.7", b"%PDF-"),
    "header-version": lambda data: data.replace(b"%PDF-1.7", b"%PDF-9.9999999999"),
    "twice": lambda data: data + data,
    "endobj-none": lambda data: data.replace(b"endobj", b""),
    "endstream-none": lambda data: data.replace(b"endstream", b""),
    "nul-between": lambda data: data.replace(b" ", b"\x00"),
    "cr-only": lambda data: data.replace(b"\n", b"\r"),
    "crlf": lambda data: data.replace(b"\n", b"\r\n"),
    "ascii-zip": lambda data: data.replace(b"obj", b"OBJ"),
}.items():  # fmt: skip
    add(name, trailing(change), MENDED, LIMIT, marker=MARKER, cheap=name in ("tail-100k", "head-1000", "root-none"))
add("prev-loop", lambda: pdf_prev_loop(), MENDED, LIMIT, marker=MARKER)
add("updates-1000", lambda: incremental(1000), MENDED, LIMIT, marker=MARKER)
add("update-hides", lambda: incremental(1, b"<< /Type /Catalog /Pages null >>"), BROKEN)


def pdf_prev_loop() -> bytes:
    """Two cross-reference tables, each the one before the other."""
    data = page()
    first = data.rindex(b"xref\n0")
    second = len(data)
    data += b"xref\n0 0\ntrailer\n<< /Size 6 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (first, second)
    return data.replace(b"/Size 6 /Root 1 0 R  >>", b"/Size 6 /Root 1 0 R/Prev%d>>" % second, 1)


def incremental(count: int, catalog: bytes = b"<< /Type /Catalog /Pages 2 0 R >>") -> bytes:
    """A file updated ``count`` times, the catalog written anew each time."""
    out = bytearray(page())
    last = out.rindex(b"xref\n0")
    for _ in range(count):
        at = len(out)
        out += b"1 0 obj\n" + catalog + b"\nendobj\n"
        start = len(out)
        out += b"xref\n1 1\n%010d 00000 n \ntrailer\n<< /Size 6 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (at, last, start)  # fmt: skip
        last = start
    return bytes(out)


# --- the tree of pages ------------------------------------------------------------------------------------------------
def many(count: int, per_page: int = 1) -> bytes:
    """``count`` pages of one content, listed flat."""
    kids = b" ".join(b"%d 0 R" % (10 + k) for k in range(count))
    leaf = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents [%s] /Resources << /Font << /F1 5 0 R >> >> >>"
    )
    more = {10 + k: leaf % (b"4 0 R " * per_page) for k in range(count)}
    return page(more={2: b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count), **more})


def deep(depth: int) -> bytes:
    """A page below ``depth`` nodes."""
    more = {10 + k: b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (11 + k) for k in range(depth)}
    more[10 + depth] = PAGE_BODY
    return page(more={2: b"<< /Type /Pages /Kids [10 0 R] /Count 1 >>", **more})


add("pages-300", lambda: many(300, 3), PUBLISHED, LIMIT, GATE)
add("pages-2001", lambda: many(2001), LIMIT)
add("pages-5000", lambda: many(5000), LIMIT)
add("pages-empty-5000", lambda: many(5000).replace(drawn(), b" " * len(drawn())), LIMIT, "no_text")
add("pagetree-deep-200", lambda: deep(200), MENDED, LIMIT, marker=MARKER)
add("pagetree-deep-5000", lambda: deep(5000), MENDED, LIMIT, marker=MARKER)
for name, pages in {
    "itself": b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>",
    "itself-and-page": b"<< /Type /Pages /Kids [2 0 R 3 0 R 2 0 R] /Count 1 >>",
    "zero": b"<< /Type /Pages /Kids [] /Count 0 >>",
    "no-kids": b"<< /Type /Pages /Count 1 >>",
    "kids-number": b"<< /Type /Pages /Kids 3 /Count 1 >>",
    "kids-null": b"<< /Type /Pages /Kids [null 99 0 R (x) 3 0 R] /Count 1 >>",
    "count-huge": b"<< /Type /Pages /Kids [3 0 R] /Count 2147483647 >>",
    "count-negative": b"<< /Type /Pages /Kids [3 0 R] /Count -1 >>",
    "no-type": b"<< /Kids [3 0 R] /Count 1 >>",
    "same-page-1000": b"<< /Type /Pages /Kids [%s] /Count 1000 >>" % (b"3 0 R " * 1000),
    "inline-page": b"<< /Type /Pages /Kids [%s] /Count 1 >>" % PAGE_BODY,
    "is-array": b"[3 0 R]",
}.items():
    heavy = LIMIT | GATE if "1000" in name or "itself" in name else frozenset()
    add(f"pagetree-{name}", lambda pages=pages: page(more={2: pages}), MENDED, heavy, marker=MARKER)
add("page-missing", lambda: page(more={2: b"<< /Type /Pages /Kids [3 0 R 99 0 R] /Count 2 >>"}), "truncated")  # fmt: skip
for name, box in {
    "missing": b"",
    "zero": b"/MediaBox [0 0 0 0]",
    "inverted": b"/MediaBox [612 792 0 0]",
    "huge": b"/MediaBox [-1e38 -1e38 1e38 1e38]",
    "overflow": b"/MediaBox [0 0 " + b"9" * 400 + b" 792]",
    "two": b"/MediaBox [0 0]",
    "five": b"/MediaBox [0 0 612 792 5]",
    "text": b"/MediaBox [(0) (0) (612) (792)]",
    "name": b"/MediaBox /Letter",
    "null": b"/MediaBox null",
    "crop-outside": b"/MediaBox [0 0 612 792] /CropBox [5000 5000 6000 6000]",
    "crop-tiny": b"/MediaBox [0 0 612 792] /CropBox [0 0 1 1]",
    "rotate-45": b"/MediaBox [0 0 612 792] /Rotate 45",
    "rotate-huge": b"/MediaBox [0 0 612 792] /Rotate 99999999999999999999",
    "rotate-text": b"/MediaBox [0 0 612 792] /Rotate (90)",
    "userunit": b"/MediaBox [0 0 612 792] /UserUnit 1e30",
}.items():
    add(f"box-{name}", lambda box=box: page(entries=box), MENDED, GATE, marker=MARKER)


# --- drawing without end ---------------------------------------------------------------------------------------------
def grid(lines: int) -> bytes:
    """A grid of ruled lines over the page, with a specification under it."""
    step = 600 / lines
    rules = spread(
        lines, lambda k: b"0 %.2f m 600 %.2f l S %.2f 0 m %.2f 600 l S" % (k * step, k * step, k * step, k * step)
    )
    return page(more={4: flate(drawn(extra=rules))})


DICE = 20191125


def scattered(count: int, place: Callable[[random.Random], tuple[float, float]], size: float = 9) -> bytes:
    """``count`` letters, each at its own place."""
    dice = random.Random(DICE)
    return page(more={4: flate(b"BT /F1 %g Tf " % size + spread(count, lambda k: b"1 0 0 1 %.1f %.1f Tm (w) Tj" % place(dice)) + b" ET")})  # fmt: skip


SLOW = frozenset([PUBLISHED]) | BROKEN | LIMIT | GATE
for lines in (40, 80, 160, 400, 2000):
    add(f"grid-{lines}", lambda lines=lines: grid(lines), MENDED, LIMIT, GATE)
add("rects-10000", lambda: page(more={4: flate(drawn(extra=b"10 10 500 700 re f\n" * 10_000))}), SLOW, marker=MARKER)
add("rects-1e6", lambda: page(more={4: flate(drawn(extra=b"10 10 500 700 re f\n" * 1_000_000))}), SLOW, marker=MARKER)
add("curve-500k", lambda: page(more={4: flate(drawn(extra=b"0 0 m " + b"1 2 3 4 5 6 c " * 500_000 + b"S"))}), SLOW, marker=MARKER)  # fmt: skip
add("layout-same-spot-20k", lambda: scattered(20_000, lambda dice: (300, 400)), SLOW)
add("layout-same-spot-100k", lambda: scattered(100_000, lambda dice: (300, 400)), SLOW)
add("layout-scatter-20k", lambda: scattered(20_000, lambda dice: (dice.uniform(0, 612), dice.uniform(0, 792))), SLOW)
add("layout-scatter-100k", lambda: scattered(100_000, lambda dice: (dice.uniform(0, 612), dice.uniform(0, 792))), SLOW)
add("layout-column-20k", lambda: scattered(20_000, lambda dice: (300, dice.uniform(0, 792))), SLOW)
add("layout-line-20k", lambda: scattered(20_000, lambda dice: (dice.uniform(0, 612), 400)), SLOW)
add("layout-tiny-50k", lambda: scattered(50_000, lambda dice: (dice.uniform(0, 612), dice.uniform(0, 792)), 0.6), SLOW)
add("layout-far-away", lambda: scattered(300, lambda dice: (dice.uniform(-1e30, 1e30), dice.uniform(-1e30, 1e30))), SLOW)  # fmt: skip
add("layout-rotated", lambda: page(drawn().replace(b"1 0 0 1", b"0.7 0.7 -0.7 0.7")), SLOW)
add("layout-mirrored", lambda: page(drawn().replace(b"1 0 0 1", b"-1 0 0 -1")), SLOW)
add("layout-letters-shuffled", lambda: shuffled_letters(), SLOW)
add("nest-gsave-1e6", lambda: page(more={4: flate(b"q " * 1_000_000 + drawn())}), SLOW, marker=MARKER)
add("nest-grestore-1e5", lambda: page(more={4: flate(b"Q " * 100_000 + drawn())}), SLOW, marker=MARKER)
add("nest-string-1e6", lambda: page(more={4: flate(drawn(extra=b"(" * 1_000_000))}), SLOW)
add("nest-array-1e6", lambda: page(more={4: flate(drawn(extra=b"[" * 1_000_000))}), SLOW)
add("nest-dict-1e5", lambda: page(more={4: flate(drawn(extra=b"<<" * 100_000))}), SLOW)
add("nest-object-array", lambda: page(more={6: b"[" * 100_000 + b"]" * 100_000}, entries=b"/MediaBox 6 0 R"), SLOW)
add("nest-object-dict", lambda: page(more={6: b"<< /A " * 50_000 + b"1" + b" >>" * 50_000}, entries=b"/MediaBox [0 0 612 792] /Z 6 0 R"), SLOW)  # fmt: skip
add("nest-marked-1e5", lambda: page(more={4: flate(b"/P BMC " * 100_000 + drawn())}), SLOW, marker=MARKER)
add("nest-text-objects", lambda: page(more={4: flate(b"BT " * 10_000 + drawn())}), SLOW, marker=MARKER)
add("inline-image-open", lambda: page(drawn(extra=b"BI /W 10 /H 10 ID " + b"x" * 5000)), SLOW, marker=MARKER)
add("inline-images-1e4", lambda: page(more={4: flate(drawn(extra=b"BI /W 1 /H 1 /BPC 8 ID x EI\n" * 10_000))}), SLOW, marker=MARKER)  # fmt: skip
add("inline-image-size", lambda: page(drawn(extra=b"BI /W 2147483647 /H 2147483647 /BPC 99 ID x EI")), SLOW, marker=MARKER)  # fmt: skip
WRITTEN = drawn([LAST])
for kind, field in {"form-field": b"/Subtype /Widget /FT /Tx /T (duties)", "free-text": b"/Subtype /FreeText /DA (/F1 11 Tf)"}.items():  # fmt: skip
    look = {
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Annots [6 0 R] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        6: b"<< /Type /Annot %s /Rect [0 0 612 792] /AP << /N 7 0 R >> >>" % field,
        7: b"<< /Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /Font << /F1 5 0 R >> >> /Length %d >>\nstream\n%s\nendstream"
        % (len(WRITTEN), WRITTEN),
    }  # fmt: skip
    add(kind, lambda look=look: page(drawn(specification()), more=look), PUBLISHED, marker=MARKER, cheap=True)
add("annots-100k", lambda: page(more={6 + k: b"<< /Type /Annot /Subtype /Link /Rect [0 0 1 1] /A << /S /URI /URI (http://x.example/%d) >> >>" % k for k in range(100_000)}, entries=b"/MediaBox [0 0 612 792] /Annots [" + spread(100_000, lambda k: b"%d 0 R" % (6 + k)) + b"]"), SLOW, marker=MARKER)  # fmt: skip
for name, operators in {
    "operand-missing": b"BT Tf Td Tm Tj TJ ET re cm Do",
    "operand-types": b"BT (a) (b) Tf /x /y Td [1] Tj 5 TJ (a) 1 0 0 1 0 0 Tm ET (x) 1 2 3 re (a) w /Q q",
    "matrix-zero": b"0 0 0 0 0 0 cm BT /F1 9 Tf (x) Tj ET",
    "matrix-huge": b"1e300 1e300 1e300 1e300 1e300 1e300 cm 1e300 0 0 1e300 0 0 cm BT /F1 9 Tf (x) Tj ET",
    "numbers-odd": b"1e309 -.- 5.5.5 --3 +-2 99999999999999999999999999999 m 1 1 l S",
    "spacing-huge": b"BT 1e30 Tc 1e30 Tw 1e30 TL -1e9 Tz /F1 9 Tf 0 -20 Td (a b) Tj T* (c) Tj ET",
    "color-odd": b"/Pattern cs /P1 scn 1 2 3 4 5 6 7 8 9 sc /None CS (a) SC",
    "color-names": b"/Cs99 cs 0.5 sc (red) rg [1] k << >> g",
    "shading": b"/Sh0 sh /GS0 gs /GS1 gs",
    "hex-odd": b"BT /F1 9 Tf <4> Tj <zz> Tj < 4 1 Tj ET",
    "octal-odd": b"BT /F1 9 Tf (\\777\\8\\1\\\\\\) Tj ET",
    "tj-numbers": b"BT /F1 9 Tf [(a) 1e30 (b) -1e30 (c) /n null [(d)]] TJ ET",
}.items():
    add(f"operators-{name}", lambda operators=operators: page(drawn(extra=operators)), MENDED, GATE, marker=MARKER)


def shuffled_letters() -> bytes:
    """A specification drawn letter by letter, in an order by chance."""
    pieces, y = [], 770
    for _, text in [*specification(), LAST]:
        y -= 16
        pieces += [b"1 0 0 1 %.1f %d Tm (%s) Tj" % (40 + 5.2 * k, y, letter.encode()) for k, letter in enumerate(text) if letter.isalnum()]  # fmt: skip
    random.Random(DICE).shuffle(pieces)
    return page(b"BT /F1 9 Tf " + b"\n".join(pieces) + b" ET")


# --- locks ----------------------------------------------------------------------------------------------------------
def locked(entries: bytes) -> bytes:
    """A file that says it is encrypted so."""
    key = b"<" + b"5a" * 32 + b">"
    return page(trailer=b"/ID [<00112233> <00112233>] /Encrypt << /Filter /Standard /O %s /U %s /P -44 %s >>" % (key, key, entries))  # fmt: skip


def open_lock() -> bytes:
    """Encrypted by RC4 under the empty password, as print shops do to forbid copying: anybody may open it."""
    pad = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
    owner = _rc4(hashlib.md5(pad).digest()[:5], pad)
    key = hashlib.md5(pad + owner + struct.pack("<i", -44) + bytes.fromhex("00112233")).digest()[:5]
    user = _rc4(key, pad)
    content = _rc4(hashlib.md5(key + b"\x04\x00\x00\x00\x00").digest()[:10], drawn())
    trailer = b"/ID [<00112233> <00112233>] /Encrypt << /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -44 >>"
    return page(content, trailer=trailer % (owner.hex().encode(), user.hex().encode()))


def _rc4(key: bytes, data: bytes) -> bytes:
    box, j = list(range(256)), 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(out)


add("lock-open", open_lock, PUBLISHED, marker=MARKER, cheap=True)
add("lock-password", lambda: locked(b"/V 1 /R 2"), "encrypted", cheap=True)
add("lock-password-128", lambda: locked(b"/V 2 /R 3 /Length 128"), "encrypted", cheap=True)
for name, entries in {
    "unknown": b"/V 99 /R 99",
    "no-revision": b"",
    "key-huge": b"/V 2 /R 3 /Length 2147483647",
    "key-negative": b"/V 2 /R 3 /Length -8",
    "no-filter": b"/V 4 /R 4 /CF << >> /StmF /None",
    "no-stmf": b"/V 4 /R 4 /CF << /StdCF << /CFM /AESV2 >> >>",
    "aes-256": b"/V 5 /R 6 /CF << /StdCF << /CFM /AESV3 >> >> /StmF /StdCF /StrF /StdCF /OE <00> /UE <00>",
}.items():
    add(f"lock-{name}", lambda entries=entries: locked(entries), "encrypted", "corrupt", "no_text")
add("lock-itself", lambda: page(trailer=b"/Encrypt 9 0 R", more={9: b"9 0 R"}), "encrypted", MENDED, LIMIT)
add("lock-is-number", lambda: page(trailer=b"/Encrypt 7"), "encrypted", MENDED)


# --- broken off -----------------------------------------------------------------------------------------------------
for part in (5, 10, 25, 50, 75, 90, 95, 99):
    add(f"trunc-{part}", lambda part=part: page()[: len(page()) * part // 100], MENDED, "too_little_text", marker=MARKER, cheap=True)  # fmt: skip
add("header-only", lambda: b"%PDF-1.7\n", "corrupt", cheap=True)
add("header-and-eof", lambda: b"%PDF-1.7\n%%EOF\n", "corrupt", cheap=True)
add("header-and-zeros", lambda: b"%PDF-1.7\n" + bytes(100_000), "corrupt")
add("header-and-noise", lambda: b"%PDF-1.7\n" + random.Random(4).randbytes(200_000), "corrupt", "no_text")
add("header-and-objects-1e5", lambda: b"%PDF-1.7\n" + b"1 0 obj endobj\n" * 100_000, "corrupt", LIMIT)
add("comment-lines-1e6", lambda: b"%PDF-1.7\n" + b"%\n" * 1_000_000, "corrupt", LIMIT)
add("noise-in-the-middle", lambda: _holed(), MENDED, GATE)


def _holed() -> bytes:
    data = bytearray(page())
    dice = random.Random(5)
    for _ in range(200):
        data[dice.randrange(20, len(data))] = dice.randrange(256)
    return bytes(data)


# --- what is hidden, and what would act -----------------------------------------------------------------------------
SECRET_DUTY = b"BT %s 1 0 0 1 50 300 Tm (Commands the Royal Navy on alternate Fridays.) Tj ET"
for name, how in {
    "white": b"1 1 1 rg /F1 10 Tf",
    "mode-3": b"3 Tr /F1 10 Tf",
    "tiny": b"/F1 0.01 Tf",
    "clipped": b"0 0 0 0 re W n /F1 10 Tf",
}.items():
    add(f"hidden-{name}", lambda how=how: page(drawn(extra=SECRET_DUTY % how)), MENDED, GATE, marker=MARKER)
add("hidden-covered", lambda: page(drawn(extra=b"1 1 1 rg 0 0 612 792 re f")), MENDED, GATE)
add("hidden-all-white", lambda: page(b"1 1 1 rg " + drawn()), MENDED, GATE)
add("hidden-layer", lambda: page(drawn(extra=b"/OC /L BDC " + SECRET_DUTY % b"/F1 10 Tf" + b" EMC"), {6: b"<< /Type /OCG /Name (x) >>"}, resources=b"/Properties << /L 6 0 R >>", catalog=b"/OCProperties << /OCGs [6 0 R] /D << /OFF [6 0 R] >> >>"), MENDED, GATE, marker=MARKER)  # fmt: skip
for name, catalog in {
    "javascript": b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>",
    "launch": b"/OpenAction << /S /Launch /F (/bin/sh) /Win << /F (cmd.exe) >> >>",
    "uri": b"/OpenAction << /S /URI /URI (file:///etc/passwd) >>",
    "submit": b"/OpenAction << /S /SubmitForm /F (http://x.example/) >>",
    "xfa": b"/AcroForm << /XFA (<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>) >>",
    "embedded": b"/Names << /EmbeddedFiles << /Names [(x.exe) << /EF << /F 4 0 R >> >>] >> >>",
    "names-loop": b"/Names << /Dests 6 0 R >>",
    "outlines-loop": b"/Outlines 6 0 R",
    "structure-loop": b"/StructTreeRoot 6 0 R /MarkInfo << /Marked true >>",
    "labels-loop": b"/PageLabels 6 0 R",
    "metadata-entities": b"/Metadata 7 0 R",
}.items():
    loop = {6: b"<< /Kids [6 0 R] /First 6 0 R /Next 6 0 R /Last 6 0 R /K 6 0 R /Parent 6 0 R /Nums [0 6 0 R] /Title (x) >>"}  # fmt: skip
    laughs = stream(b"<!DOCTYPE a [<!ENTITY a '" + b"ha" * 100 + b"'><!ENTITY b '" + b"&a;" * 100 + b"'><!ENTITY c '" + b"&b;" * 100 + b"'>]><a>&c;</a>", b"/Type /Metadata /Subtype /XML")  # fmt: skip
    add(f"catalog-{name}", lambda catalog=catalog, loop=loop, laughs=laughs: page(more={**loop, 7: laughs}, catalog=catalog), PUBLISHED, marker=MARKER)  # fmt: skip
add("external-stream", lambda: page(more={4: stream(b"", b"/F (/etc/passwd)")}), BROKEN, "too_little_text")
add("info-nasty", lambda: page(trailer=b"/Info << /Title (\\033[2J\\000=1+1) /Author <FEFFD800> /CreationDate (D:99999999999999) /Producer [1] >>"), PUBLISHED, marker=MARKER)  # fmt: skip
add("version-2", lambda: page().replace(b"%PDF-1.7", b"%PDF-2.0"), PUBLISHED, marker=MARKER, cheap=True)


# --- what stands in the text ----------------------------------------------------------------------------------------
for name, (title, code) in INJECTIONS.items():
    lines = [*specification(title, code), LAST]
    add(f"title-{name}", lambda lines=lines: page(drawn(lines)), PUBLISHED, GATE, marker=MARKER, cheap=name != "long")


def mapped(title: str) -> bytes:
    """A specification whose title is drawn in a font that maps its letters to any characters."""
    codes = title.encode("utf-16-be", "surrogatepass")
    units = [codes[k : k + 2] for k in range(0, len(codes), 2)][:200]
    body = b"%d beginbfchar\n" % len(units) + b"\n".join(b"<%04X> <%s>" % (k, unit.hex().encode()) for k, unit in enumerate(units)) + b"\nendbfchar"  # fmt: skip
    text = b"BT /F2 14 Tf 1 0 0 1 50 765 Tm <%s> Tj ET" % b"".join(b"%04X" % k for k in range(len(units)))
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [7 0 R] /ToUnicode 8 0 R >>"
    below = b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
    more = {6: font, 7: below, 8: cmap(body), 5: FONT, 9: b"<< /F1 5 0 R /F2 6 0 R >>"}
    leaf = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font 9 0 R >> >>"
    return page(drawn([*specification()[1:], LAST], text), {**more, 3: leaf})


for name, (title, _) in CONTROL_INJECTIONS.items():
    add(f"title-{name}", lambda title=title: mapped(title), PUBLISHED, GATE, marker=MARKER)
add("title-lone-surrogate", lambda: mapped("Keeper \ud800 \udc00\ud800 II"), MENDED, GATE, marker=MARKER)
add("title-nul", lambda: mapped("Kee\x00per\x00 II"), PUBLISHED, GATE, marker=MARKER)
add("plain", lambda: page(), PUBLISHED, marker=MARKER, cheap=True)
add("scan-only", lambda: page(b"", resources=b""), "no_text", cheap=True)
add("text-in-two-forms", lambda: page(drawn(extra=b"/X Do"), {10: stream(b"BT /F1 9 Tf 50 60 Td (%s %s) Tj ET" % (TITLE.encode(), CODE.encode()), b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /Font << /F1 5 0 R >> >>")}, resources=b"/XObject << /X 10 0 R >>"), PUBLISHED, marker=MARKER)  # fmt: skip
