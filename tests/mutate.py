"""Change a real document as damage or malice would: ``mutate(data, other, rng) -> bytes``, the same for the same seed.

The table ``MUTATORS`` holds what fits any bytes; ``BY_FORMAT`` adds what knows a format: tags of HTML, numbers and
streams of PDF, the members of a DOCX package, characters of text. ``other`` is a second document to splice from.
"""

from __future__ import annotations

import base64
import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Callable
from random import Random

Mutator = Callable[[bytes, bytes, Random], bytes]

# The values at which counters overflow, sizes lie and divisions fail.
BOUNDARIES = (
    "0", "-1", "1", "2", "7", "255", "256", "32767", "65535", "65536", "16777216", "2147483647", "2147483648",
    "-2147483648", "4294967295", "4294967296", "9223372036854775807", "18446744073709551616", "1" + "0" * 40, "0.0",
    "-0.0", "0.0000001", "1e309", "99999.9", ".", "-", "--5", "1/0", "³", "٣",
)  # fmt: skip
# Characters that readers stumble over: controls, separators, marks of direction, what is no character at all.
NASTY_TEXT = (
    "\x00", "\x01", "\x07", "\x08", "\x0b", "\x0c", "\x1a", "\x1b[31m", "\x1c", "\x1d", "\x1e", "\x1f", "\x7f",
    "\x85", "\xa0", "\xad", "\u061c", "\u115f", "\u180e", "\u200b", "\u200d", "\u200e", "\u2028", "\u2029", "\u202e",
    "\u2066", "\u2069", "\u3000", "\ufeff", "\ufffd", "\ufffe", "\uffff", "\U0001f468\u200d\U0001f469",
    "\U000e0041", "\U0010ffff", "e\u0301", "e" + "\u0301" * 300, "ﬁ", "ǅ", "İ", "ß", "ſ", "²", "Ⅷ", "½", "①", "٤", "𝟘",
    "‚Äô", "â€™", "Ã©", "\r", "\r\n", "\t", "=", "=cmd|'/C x'!A1", "&#0;", "&#xD800;", "&#x110000;", "&nbsp;", "&amp;amp;",
    "|", " | ", "—" * 500, "$" * 300, "(" * 400, ". " * 400, "1." * 300, "a" * 3000, "•", "- ", "# ", "**", "%", "1) ",
    "I/II/III/IV/V/VI/VII/VIII/IX/X", "Knowledge of:", "CLASS TITLE", "Class Code:", "DEFINITION", "Either I", "Or II",
    "99/99/9999", "13/45/0000", "$1 - $", "$99,999,999,999,999,999.99", "0000000000000000", "-----", "?", "\\", "\"", "'",
)  # fmt: skip
NASTY_BYTES = (
    b"\x00", b"\xff", b"\xfe\xff", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xed\xb0\x80", b"\xc0\x80", b"\xf4\x90\x80\x80",
    b"\x80", b"\xc3", b"\x00" * 64, b"%PDF-1.7\n", b"%%EOF\n", b"PK\x03\x04", b"<html>", b"endstream\nendobj\n", b"\xd0\xcf\x11\xe0",
)  # fmt: skip
NASTY_TAGS = (
    "<table>", "<tr>", "<td>", "</td>", "</tr>", "</table>", "<div>", "</div>", "<h2>", "</h2>", "<h7>", "<h³>", "<ul><li>", "</ul>", "<br>",
    "<script>", "</script>", "<style>", "<!--", "-->", "<![CDATA[", "]]>", "<!DOCTYPE x [<!ENTITY a 'b'>]>", "<?xml version='1.0'?>",
    "<svg><title>", "<math>", "<textarea>", "<select><option>", "<plaintext>", "<template>", "<p hidden>", "<dl><dt>", "<dd>",
    "<a href='x", '<td colspan="99999999">', "<td rowspan=-1>", "<th>", "<body>", "</html>", "<base href=//x>", "<div style='display:none'>",
    "<font color=", "</p>", "<b>", "<i>", "<nav>", "<footer>", "<x:y>", "<1>", "< >", "<>", "</>", "<p/>", "<li value=1e9>",
)  # fmt: skip

_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")
_TAG = re.compile(rb"</?[A-Za-z][^<>]{0,400}>")
_PDF_OBJECT = re.compile(rb"\d+ \d+ obj\b.*?\bendobj", re.DOTALL)
_PDF_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)
_PDF_NAME = re.compile(rb"/[A-Za-z][A-Za-z0-9]*")
_LARGEST = 3_000_000  # bytes: what grows beyond is cut, so that a run measures readers and not copying


def mutate(data: bytes, other: bytes, rng: Random) -> bytes:
    """One to five changes after another; most are of the document's own format."""
    own = BY_FORMAT[format_of(data)]
    for _ in range(rng.choice((1, 1, 1, 2, 3, 5))):
        change = rng.choice(own if rng.random() < 0.7 else MUTATORS)
        data = change(data, other, rng)[:_LARGEST]
    return data


def format_of(data: bytes) -> str:
    """pdf, zip, html or text, by the first bytes."""
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return "zip"
    return "html" if re.search(rb"(?i)<(?:!doctype|html|head|body|div|table|p)\b", data[:4096]) else "text"


def _span(data: bytes, rng: Random, longest: int = 4000) -> tuple[int, int]:
    start = rng.randrange(len(data) + 1)
    return start, min(len(data), start + rng.randint(1, rng.choice((4, 64, longest))))


def flip_bits(data: bytes, other: bytes, rng: Random) -> bytes:
    """Turn over single bits, one to forty of them."""
    out = bytearray(data)
    for _ in range(rng.choice((1, 4, 40)) if out else 0):
        out[rng.randrange(len(out))] ^= 1 << rng.randrange(8)
    return bytes(out)


def set_bytes(data: bytes, other: bytes, rng: Random) -> bytes:
    """Overwrite single bytes with any value."""
    out = bytearray(data)
    for _ in range(rng.choice((1, 5, 50)) if out else 0):
        out[rng.randrange(len(out))] = rng.randrange(256)
    return bytes(out)


def delete_chunk(data: bytes, other: bytes, rng: Random) -> bytes:
    """Leave a stretch out."""
    start, end = _span(data, rng)
    return data[:start] + data[end:]


def repeat_chunk(data: bytes, other: bytes, rng: Random) -> bytes:
    """Say a stretch again, up to a hundred times."""
    start, end = _span(data, rng)
    return data[:end] + data[start:end] * rng.choice((1, 1, 3, 100)) + data[end:]


def swap_chunks(data: bytes, other: bytes, rng: Random) -> bytes:
    """Two stretches change places."""
    (a, b), (c, d) = sorted((_span(data, rng), _span(data, rng)))
    return data if b > c else data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:]


def truncate(data: bytes, other: bytes, rng: Random) -> bytes:
    """Break off, near the end or anywhere; or lose the beginning."""
    at = rng.randrange(len(data) + 1)
    return rng.choice((data[:at], data[: max(0, len(data) - rng.randint(1, 200))], data[at:]))


def splice(data: bytes, other: bytes, rng: Random) -> bytes:
    """A stretch of another document, in place of the rest or between."""
    at, (start, end) = rng.randrange(len(data) + 1), _span(other, rng, 50_000)
    return rng.choice((data[:at] + other[start:], data[:at] + other[start:end] + data[at:], data + other))


def insert_bytes(data: bytes, other: bytes, rng: Random) -> bytes:
    """Put in bytes that mean something somewhere."""
    at = rng.randrange(len(data) + 1)
    return data[:at] + rng.choice(NASTY_BYTES) * rng.choice((1, 1, 200)) + data[at:]


def change_number(data: bytes, other: bytes, rng: Random) -> bytes:
    """A number becomes a boundary value, or its neighbour."""
    found = _any_match(_NUMBER, data, rng)
    if found is None:
        return data
    value = rng.choice(BOUNDARIES)
    if rng.random() < 0.3 and len(found.group()) < 15:
        value = str(int(float(found.group())) + rng.choice((-1, 1, 100)))
    return data[: found.start()] + value.encode() + data[found.end() :]


def insert_text(data: bytes, other: bytes, rng: Random) -> bytes:
    """Put in a character or phrase that readers stumble over."""
    at = rng.randrange(len(data) + 1)
    return data[:at] + rng.choice(NASTY_TEXT).encode() * rng.choice((1, 1, 1, 30)) + data[at:]


def change_lines(data: bytes, other: bytes, rng: Random) -> bytes:
    """Lines lost, doubled, shuffled, joined, or all ended in another way."""
    lines = data.split(b"\n")
    a = rng.randrange(len(lines))
    b = min(len(lines), a + rng.randint(1, 20))
    way = rng.randrange(7)
    if way == 0:
        del lines[a:b]
    elif way == 1:
        lines[a:b] = lines[a:b] * rng.choice((2, 50))
    elif way == 2:
        rng.shuffle(lines)
    elif way == 3:
        lines[a:b] = [rng.choice((b" ", b"", b"\t", b" | ")).join(lines[a:b])]
    elif way == 4:
        lines[a:b] = [rng.choice((b"\t", b"> ", b"# ", b"- ", b"| ", b" " * 40)) + line for line in lines[a:b]]
    elif way == 5:
        lines[a:b] = [line.upper() if rng.random() < 0.5 else line.lower() for line in lines[a:b]]
    else:
        return data.replace(b"\n", rng.choice((b"\r", b"\r\n", b"\n\n", b" ", b"\x0c", b"\xe2\x80\xa8")))
    return b"\n".join(lines)


def recode(data: bytes, other: bytes, rng: Random) -> bytes:
    """The same text in another encoding, or wrongly decoded once."""
    text = data.decode("utf-8", "replace")
    way = rng.randrange(5)
    if way == 0:
        return text.encode("utf-16")
    if way == 1:
        return text.encode(rng.choice(("utf-16-le", "utf-16-be", "utf-32", "utf-7", "utf-8-sig")))
    if way == 2:
        return text.encode("cp1252", "replace")
    if way == 3:
        return text.encode().decode("cp1252", "replace").encode()
    return text.encode(rng.choice(("cp037", "shift_jis", "gb18030", "koi8-r", "mac-roman")), "replace")


def change_tag(data: bytes, other: bytes, rng: Random) -> bytes:
    """A tag lost, doubled, unclosed, moved, renamed, wrapped a hundred times, or a nasty one put in."""
    found = _any_match(_TAG, data, rng)
    if found is None:
        return data
    tag, before, after = found.group(), data[: found.start()], data[found.end() :]
    new = rng.choice(NASTY_TAGS).encode()
    way = rng.randrange(9)
    if way == 0:
        return before + after
    if way == 1:
        return before + tag * rng.choice((2, 2, 300)) + after
    if way == 2:
        return before + tag[:-1] + after
    if way == 3:
        return before + tag.replace(b'"', rng.choice((b"", b"'", b'""')), 1) + after
    if way == 4:
        return before + tag[:-1] + b" " + rng.choice((b"hidden", b'style="display:none"', b"class=nav", b"id='a' id=b", b"x=\x00", b"colspan=1e9")) + b">" + after  # fmt: skip
    if way == 5:
        return before + new * rng.choice((1, 1, 1, 400)) + tag + after
    if way == 6:
        return before + new + after
    if way == 7:
        at = rng.randrange(len(after) + 1)
        return before + after[:at] + tag + after[at:]
    name = tag.strip(b"</>").split()[0] if tag.strip(b"</>").split() else b"p"
    return data.replace(b"<" + name, b"<" + new.strip(b"</>").split(b" ")[0][:12])


def change_pdf_object(data: bytes, other: bytes, rng: Random) -> bytes:
    """A PDF object lost, said twice, or in the place of another; or one of its names changed for another."""
    one, two = _any_match(_PDF_OBJECT, data, rng), _any_match(_PDF_OBJECT, data, rng)
    if one is None or two is None:
        return data
    way = rng.randrange(5)
    if way == 0:
        return data[: one.start()] + data[one.end() :]
    if way == 1:
        return data[: one.end()] + b"\n" + one.group() + data[one.end() :]
    if way == 2:
        body = re.sub(rb"^\d+ \d+", re.match(rb"\d+ \d+", one.group()).group(), two.group())  # type: ignore[union-attr]
        return data[: one.start()] + body + data[one.end() :]
    if way == 3:
        references = list(re.finditer(rb"\b(\d+) 0 R\b", data))
        if not references:
            return data
        at, to = rng.choice(references), rng.choice(references)
        return data[: at.start()] + to.group() + data[at.end() :]
    name, other_name = _any_match(_PDF_NAME, data, rng), _any_match(_PDF_NAME, data, rng)
    if name is None or other_name is None:
        return data
    return data[: name.start()] + other_name.group() + data[name.end() :]


def change_pdf_stream(data: bytes, other: bytes, rng: Random) -> bytes:
    """Inflate a PDF stream, change what is in it, deflate it again; its /Length is made true two times of three."""
    found = _any_match(_PDF_STREAM, data, rng)
    if found is None:
        return data
    raw = found.group(1)
    packed, armoured = raw, False
    if raw.rstrip().endswith(b"~>"):
        try:
            packed, armoured = base64.a85decode(raw.strip().removeprefix(b"<~").removesuffix(b"~>")), True
        except ValueError:
            return flip_bits(data, other, rng)
    try:
        content = zlib.decompressobj().decompress(packed, _LARGEST)
    except zlib.error:
        return flip_bits(data, other, rng)
    change = rng.choice(
        (change_number, repeat_chunk, delete_chunk, swap_chunks, set_bytes, _change_operator, insert_text)
    )
    packed = zlib.compress(change(content, content, rng)[:_LARGEST])
    raw = base64.a85encode(packed) + b"~>" if armoured else packed
    head = data[: found.start(1)]
    if rng.random() < 0.66:
        lengths = list(re.finditer(rb"/Length \d+", head[-600:]))
        if lengths:
            at = len(head) - len(head[-600:])
            last = lengths[-1]
            head = head[: at + last.start()] + b"/Length %d" % len(raw) + head[at + last.end() :]
    return head + raw + data[found.end(1) :]


def _change_operator(data: bytes, other: bytes, rng: Random) -> bytes:
    found = _any_match(
        re.compile(rb"\b(?:Tj|TJ|Tf|Td|TD|Tm|T\*|BT|ET|q|Q|cm|re|l|m|c|S|f|Do|gs|Tr|Tz|TL|Tc|Tw)\b"), data, rng
    )
    if found is None:
        return data
    new = rng.choice((b"", b"Tj", b"TJ", b"0 Tf", b"Td", b"0 0 0 0 0 0 cm", b"1e9 0 0 1e9 0 0 Tm", b"q " * 500, b"Q " * 50, b"BT", b"ET",
                      b"3 Tr", b"-100 Tz", b"BI ID EI", b"0 0 1 1 re f " * 300, b"[", b"]", b"<<", b"(", b"/X Do", b"W n"))  # fmt: skip
    return data[: found.start()] + new + data[found.end() :]


def change_member(data: bytes, other: bytes, rng: Random) -> bytes:
    """Unpack a package, change or lose one member, pack it again."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = [(info.filename, package.read(info)) for info in package.infolist()]
    except Exception:  # what an earlier change has broken is no package any more
        return flip_bits(data, other, rng)
    if not members:
        return data
    xml = [k for k, (name, _) in enumerate(members) if name.endswith((".xml", ".rels"))]
    document = [k for k in xml if members[k][0].startswith("word/document")]
    at = rng.choice(document if document and rng.random() < 0.6 else xml or range(len(members)))
    name, content = members[at]
    way = rng.randrange(10)
    if way == 0:
        del members[at]
    elif way == 1:
        members.append((name, rng.choice(members)[1]))
    elif way == 2:
        members[at] = (rng.choice(members)[0], content)
    else:
        change = rng.choice((change_word_tag, change_word_tag, change_word_tag, change_number, delete_chunk, repeat_chunk, swap_chunks, insert_text, flip_bits, truncate))  # fmt: skip
        members[at] = (name, change(content, content, rng)[:_LARGEST])
    return zipped(members)


def change_word_tag(data: bytes, other: bytes, rng: Random) -> bytes:
    """WordprocessingML that stays well-formed: whole elements lost, doubled, emptied, or an attribute changed."""
    element = _any_match(re.compile(rb"<(w:[A-Za-z]+)\b[^<>]*(?:/>|>(?:(?!<\1\b).)*?</\1>)", re.DOTALL), data, rng)
    if element is None:
        return data
    before, body, after = data[: element.start()], element.group(), data[element.end() :]
    way = rng.randrange(6)
    if way == 0:
        return before + after
    if way == 1:
        return before + body * rng.choice((2, 2, 200)) + after
    if way == 2:
        return before + b"<" + element.group(1) + b"/>" + after
    if way == 3:
        return before + re.sub(rb'="[^"]*"', b'="' + rng.choice(BOUNDARIES).encode() + b'"', body) + after
    if way == 4:
        outer = rng.choice((b"w:sdt", b"w:tc", b"w:tbl", b"w:p", b"w:r", b"w:txbxContent", b"w:ins", b"w:del", b"w:tr"))
        depth = rng.choice((1, 1, 60))
        return before + (b"<" + outer + b">") * depth + body + (b"</" + outer + b">") * depth + after
    return before + re.sub(rb' w:val="[^"]*"', b"", body) + after


def zipped(members: list[tuple[str, bytes]]) -> bytes:
    """A zip of (name, bytes), the same on every run."""
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        warnings.simplefilter("ignore")  # a name that stands twice is wanted
        for name, content in members:
            info = zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            with package.open(info, "w") as target:
                target.write(content)
    return out.getvalue()


def _any_match(pattern: re.Pattern[bytes], data: bytes, rng: Random) -> re.Match[bytes] | None:
    """A match at random: the first one behind a random place, else the first of all."""
    return pattern.search(data, rng.randrange(len(data) + 1)) or pattern.search(data)


MUTATORS: tuple[Mutator, ...] = (
    flip_bits,
    set_bytes,
    delete_chunk,
    repeat_chunk,
    swap_chunks,
    truncate,
    splice,
    insert_bytes,
    change_number,
)
BY_FORMAT: dict[str, tuple[Mutator, ...]] = {
    "text": (insert_text, insert_text, change_lines, change_lines, change_number, recode, repeat_chunk),
    "html": (change_tag, change_tag, change_tag, insert_text, change_number, recode, change_lines),
    "zip": (change_member,),
    "pdf": (change_number, change_pdf_object, change_pdf_stream, change_pdf_stream),
}
