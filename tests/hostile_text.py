"""Hostile text and Markdown: what tokenizers and patterns run slow on, encodings, and masses of the ordinary."""

from __future__ import annotations

import random

from hostile_case import (
    CONTROL_INJECTIONS,
    GATE,
    INJECTIONS,
    LAST,
    LIMIT,
    MARKER,
    PUBLISHED,
    Table,
    as_text,
    specification,
)

CASES = Table("text")
add = CASES.add

SLOW = LIMIT | GATE | {PUBLISHED}


def text(*extra: str, last: bool = True) -> str:
    """The specification with ``extra`` duties, and behind it a last line with the marker."""
    return as_text([*specification(extra=extra), *([LAST] if last else [])])


def duty(extra: str) -> bytes:
    """The specification with one more duty."""
    return text(extra).encode()


# --- one token, without end (quadratic in spaCy's tokenizer or in a pattern) ------------------------------------------
TOKENS = {
    "dash": "—",
    "hyphen": "-",
    "quotes": "\"'",
    "bracket": "(",
    "bracket-close": ")",
    "dollar": "$",
    "ellipsis": "…",
    "dots": ".",
    "dots-spaced": ". ",
    "apostrophe": "’",
    "slash": "/",
    "comma": ", ",
    "semicolon": "; ",
    "colon": "a: ",
    "pipe": "|",
    "pipes": " | ",
    "tab": "\t",
    "cells": "a\tb\t",
    "spaces": "   ",
    "space-letters": "a    ",
    "star": "*",
    "underscore": "__",
    "hash": "#",
    "quote-mark": "> ",
    "backslash": "\\",
    "digits": "7",
    "digit-dots": "1.",
    "digit-commas": "1,",
    "money": "$1,000 - ",
    "percent": "10% ",
    "dates": "1/1/2001 ",
    "or": "or ",
    "and-or": "and/or ",
    "letters": "a",
    "capitals": "A",
    "capital-words": "Weir Keeper ",
    "roman": "I/",
    "roman-spaced": "II III ",
    "titles": "Weir Keeper II, ",
    "codes": "(4417) ",
    "codes-hash": "#4417 ",
    "knowledge": "knowledge of ",
    "ability": "ability to ",
    "years": "two years of ",
    "equivalent": "or equivalent ",
    "initials": "U.S. ",
    "urls": "http://x.example/",
    "mails": "a@b.c ",
    "emoji": "\U0001f468\u200d",
    "combining": "e\u0301",
    "combining-only": "\u0301",
    "zero-width": "a\u200b",
    "ampersand": "&amp;",
    "mojibake": "Ã¢â‚¬â„¢",
    "letter-space": "W e i r ",
    "camel": "weirKeeper",
    "bullets": "• ",
    "numbering": "(a) ",
    "yes": "Yes ",
    "question": "? ",
    "angle": "<",
    "angle-words": "<p ",
    "bel": "\x07",
    "error": "404 ",
    "page": "Page 1 of ",
    "closing": "closed ",
}
for name, token in TOKENS.items():
    for size in (4_000, 100_000):
        add(f"token-{name}-{size}", lambda token=token, size=size: duty("Keeps " + token * (size // len(token))), SLOW, marker=MARKER if size == 4_000 else "")  # fmt: skip
for name in ("dash", "quotes", "bracket", "dollar", "ellipsis", "letters", "spaces"):
    add(f"token-{name}-4e5", lambda token=TOKENS[name]: duty("Keeps " + token * 400_000), SLOW)
add("token-word-1e6", lambda: duty("weir " * 1_000_000), SLOW)
add("token-only", lambda: b"weir " * 100_000, SLOW)

# --- masses of lines ---------------------------------------------------------------------------------------------------
for name, line in {
    "short": "ab",
    "duties": "- Clears racks of weed and drift wood.",
    "headings": "\nDUTIES",
    "heading-and-duty": "\nEXAMPLES OF DUTIES\n- Clears racks.",
    "labels": "Class Code: 4417",
    "classes": "Weir Keeper {}\t{}",
    "numbered-classes": "Weir Keeper {} (#{})",
    "leads": "Knowledge of:",
    "dates": "Revised: 1/5/99",
    "bullets-alone": "•",
    "markers-alone": "1.",
    "colons": "Weir:",
    "either-or": "Either {}\nTwo years of keeping weirs.",
    "salary": "Salary: $4,000 - $5,000",
    "questions": "Have you kept a weir?",
    "pipes": "a | b | c | d",
    "columns": "weir      gate      lock",
    "wrapped": "keeps the weir and the gates and the locks and the ladders and the racks and",
    "hyphenated": "keeps the weir and the gates and the locks and the ladders and the ra-",
    "markdown": "## Duties {}",
    "quoted": "> > > keeps",
    "levels": "Weir Keeper {}: keeps the weir under close supervision.",
    "history": "Adopted 1/1/1901; revised 1/2/1902",
    "roman": "XVIII. Keeps",
    "pages": "Page {} of {}",
}.items():
    for count in (2_000, 100_000):
        add(f"lines-{name}-{count}", lambda line=line, count=count: (text() + "\n".join(line.replace("{}", str(k)) for k in range(count))).encode(), SLOW)  # fmt: skip
add("line-10mb", lambda: duty("Keeps " + "racks and weirs " * 650_000), SLOW)
add("line-30mb", lambda: duty("Keeps " + "racks and weirs " * 2_000_000), LIMIT)
add("blank-lines-1e6", lambda: ("\n" * 1_000_000 + text()).encode(), SLOW, marker=MARKER)
add("form-feeds-1e5", lambda: ("\f" * 100_000 + text()).encode(), SLOW, marker=MARKER)
add("table-columns-1e4", lambda: (text() + " | ".join("a" for _ in range(10_000))).encode(), SLOW, marker=MARKER)
add("quote-depth-1e5", lambda: (text() + ">" * 100_000 + " x").encode(), SLOW, marker=MARKER)
add("indent-rising", lambda: (text() + "\n".join(" " * k + "- keeps" for k in range(2000))).encode(), SLOW, marker=MARKER)  # fmt: skip
add("tabs-wide", lambda: (text() + "\n".join("\t" * 2000 + "x" for _ in range(200))).encode(), SLOW, marker=MARKER)
add("specification-500-times", lambda: (text() * 500).encode(), SLOW)
add("entities-deep", lambda: text("Keeps &" + "amp;" * 5000 + "lt;").encode(), PUBLISHED, marker=MARKER, cheap=True)
add("entities-digits", lambda: text("Keeps &amp; &#" + "9" * 5000 + "; clears.").encode(), PUBLISHED, marker=MARKER, cheap=True)  # fmt: skip
add("words-by-chance", lambda: _soup(), SLOW)


def _soup() -> bytes:
    dice = random.Random(11)
    words = text().split()
    return " ".join(
        dice.choice(words) + dice.choice(("", "", "\n", "\n\n", ":", "\t", " | ")) for _ in range(60_000)
    ).encode()


# --- encodings and characters ------------------------------------------------------------------------------------------
ACCENTED = text("Clears racks of the Café weir — naïvely.")
for name in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig", "cp1252", "latin-1"):
    add(f"encoded-{name}", lambda name=name: ACCENTED.encode(name, "replace"), PUBLISHED, marker=MARKER, cheap=True)
for name in ("utf-32-le", "utf-7", "cp037", "shift_jis", "koi8-r", "gb18030"):
    add(f"encoded-{name}", lambda name=name: ACCENTED.encode(name, "replace"), PUBLISHED, GATE, "unidentified", marker=MARKER, cheap=True)  # fmt: skip
for name, change in {
    "nul-between": lambda data: b"\x00".join(data[k : k + 1] for k in range(len(data))),
    "nul-some": lambda data: data.replace(b"e ", b"e\x00 "),
    "nul-lines": lambda data: data.replace(b"\n", b"\x00\n"),
    "nul-tail": lambda data: data + bytes(100_000),
    "controls": lambda data: data.replace(b" ", b"\x01 ", 40),
    "sub": lambda data: data + b"\x1a",
    "cr-only": lambda data: data.replace(b"\n", b"\r"),
    "crcrlf": lambda data: data.replace(b"\n", b"\r\r\n"),
    "no-newline": lambda data: data.replace(b"\n", b" "),
    "line-separators": lambda data: data.replace(b"\n", "\u2028".encode()),
    "nel": lambda data: data.replace(b"\n", b"\xc2\x85"),
    "surrogates": lambda data: data.replace(b"racks", b"\xed\xa0\x80\xed\xb0\x80 racks"),
    "overlong": lambda data: data.replace(b"racks", b"\xc0\x80\xe0\x80\xaf racks"),
    "beyond": lambda data: data.replace(b"racks", b"\xf4\x90\x80\x80 racks"),
    "one-bad-byte": lambda data: data.replace(b"racks", b"r\xe4cks caf\xc3\xa9"),
    "bom-inside": lambda data: data.replace(b"racks", "\ufeffracks".encode()),
    "bom-twice": lambda data: b"\xef\xbb\xbf" * 2 + data,
    "utf-16-odd": lambda data: data.decode().encode("utf-16")[:-1],
    "utf-16-lone": lambda data: data.decode().encode("utf-16-le").replace(b"r\x00a\x00", b"\x00\xd8a\x00", 1),
    "utf-16-swapped": lambda data: b"\xfe\xff" + data.decode().encode("utf-16-le"),
    "mojibake-thrice": lambda data: _mangled(data),
    "ansi": lambda data: data.replace(b"racks", b"\x1b[31;5mracks\x1b[0m\x1b]0;x\x07"),
    "bidi": lambda data: data.replace(b"racks", "\u202eskcar\u202c".encode()),
    "zero-width": lambda data: "\u200b".join(data.decode()).encode(),
    "soft-hyphens": lambda data: "\u00ad".join(data.decode()).encode(),
    "fullwidth": lambda data: data.decode().translate({k: k + 0xFEE0 for k in range(33, 127) if k != 45}).encode(),
    "uppercase-turkish": lambda data: data.decode().replace("i", "İ").encode(),
    "bold-mathematical": lambda data: data.decode().translate({k: 0x1D400 + k - 65 for k in range(65, 91)}).encode(),
    "overstruck": lambda data: "".join(letter + "\u0336" for letter in data.decode()).encode(),
    "backspaced": lambda data: b"".join(b"%c\x08%c" % (byte, byte) for byte in data),
    "backwards": lambda data: data[::-1],
}.items():  # fmt: skip
    whole = name in ("sub", "cr-only", "crcrlf", "bom-inside", "bom-twice", "utf-16-odd", "utf-16-lone", "ansi", "line-separators", "nel", "one-bad-byte", "surrogates", "overlong", "beyond", "bidi", "zero-width", "soft-hyphens")  # fmt: skip
    add(f"characters-{name}", lambda change=change: change(ACCENTED.encode()), PUBLISHED, *([] if whole else [GATE, "unidentified"]), marker=MARKER if whole else "", cheap=len(name) < 30 and name != "nul-tail")  # fmt: skip


def _mangled(data: bytes) -> bytes:
    for _ in range(3):
        data = data.decode("utf-8").encode("utf-8").decode("latin-1").encode("utf-8")
    return data


# --- what would act --------------------------------------------------------------------------------------------------
for name, (title, code) in {**INJECTIONS, **CONTROL_INJECTIONS}.items():
    lines = as_text([*specification(title, code), LAST])
    allowed = [PUBLISHED, GATE, "unidentified"] if name in ("noncharacter",) else [PUBLISHED, GATE]
    add(f"title-{name}", lambda lines=lines: lines.encode(), *allowed, marker=MARKER, cheap=name != "long")

# --- nothing to publish ------------------------------------------------------------------------------------------------
for name, data in {
    "empty": b"",
    "blank": b" \n\t \r\n" * 50,
    "nul-only": bytes(5000),
    "bom-only": b"\xef\xbb\xbf",
    "bom-16-only": b"\xff\xfe",
    "punctuation": b"-----\n*****\n=====\n" * 100,
}.items():
    add(name, lambda data=data: data, "no_text", cheap=True)
for name, words in {
    "one-letter": "a",
    "one-line": "Weir Keeper II",
    "error": "404 Not Found\nThe page could not be found.\n",
    "prose": "The river rose in the night and by morning the mill stood in a lake. Nobody had seen such water since the great flood. "
    * 40,
    "code": "def keep(weir):\n    return [gate for gate in weir.gates if gate.open]\n\n" * 60,
    "log": "2020-01-01 00:00:00 INFO weir opened\n" * 400,
    "csv": "code,title,pay\n" + "4417,Weir Keeper,4000\n" * 300,
    "json": '{"title": "Weir Keeper", "code": 4417}\n' * 200,
    "openings": "".join(f"Weir Keeper {k} $4{k % 10},000 - $52,000\n" for k in range(200)),
}.items():
    add(f"other-{name}", lambda words=words: words.encode(), GATE, cheap=True)
add("plain", lambda: text().encode(), PUBLISHED, marker=MARKER, cheap=True)
