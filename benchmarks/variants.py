"""Documents made by varying real ones, so that a corpus of any size has few statements twice.

In text, Markdown, HTML and Word half of the longer words of running text give way to other words of the corpus
with the same ending, every fifth of them to a word that does not exist; headings, labels and the first word of a line
stay. About a tenth of the statements are then the same in two variants of a document. The text of a PDF cannot be
altered so: its copies differ in a comment after their end, and ``fresh_pdf`` is the task that lets the tagger forget
what it remembers before each of them.
"""

from __future__ import annotations

import hashlib
import io
import random
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path

import parsers
from parsers.errors import ParseError

FORMATS = ("text", "html", "pdf", "docx")
# How many of a hundred documents; near the shares of the corpus (57, 23, 17, 2), with enough Word to measure.
SHARES = {"text": 50, "html": 25, "pdf": 15, "docx": 10}
SEED = 20261125

_SUFFIXES = {".txt": "text", ".md": "text", ".html": "html", ".pdf": "pdf", ".docx": "docx"}
_REPLACED, _INVENTED = 0.5, 0.2
# Running text: a line or a piece of mark-up with so many words. What is shorter may be a heading or a label.
_RUNNING = 5
_WORD = re.compile(r"(?<=[ \t(/])[a-z]{5,}(?![\w@])")
_MARKUP = re.compile(r"(?is)(<script.*?</script>|<style.*?</style>|<!--.*?-->|<[^>]*>)")


@dataclass(frozen=True, slots=True)
class Base:
    """A real document with what is counted of it; ``pages`` is 0 for a format without pages."""

    path: Path
    format: str
    words: int
    pages: int


@dataclass(frozen=True, slots=True)
class Made:
    """A corpus that was written: its folder with one folder a format, and the totals of each format."""

    folder: Path
    documents: dict[str, int]
    words: dict[str, int]
    pages: dict[str, int]


def real(corpus: Path) -> dict[str, list[Path]]:
    """The documents of a corpus by format, in an order that mixes its folders."""
    found: dict[str, list[Path]] = {name: [] for name in FORMATS}
    for path in sorted(corpus.rglob("*")):
        if path.is_file() and path.suffix in _SUFFIXES:
            found[_SUFFIXES[path.suffix]].append(path)
    for paths in found.values():
        random.Random(SEED).shuffle(paths)
    return found


def base(path: Path) -> Base | None:
    """A real document, counted by its own parser; None where it cannot be read."""
    try:
        document = parsers.parse(path.read_bytes())
    except ParseError:
        return None
    return Base(path, _SUFFIXES[path.suffix], len(document.text.split()), document.pages or 0)


class Words:
    """Words of a corpus's running text by their ending, and how a text is varied with them."""

    def __init__(self, paths: list[Path]) -> None:
        known: dict[str, set[str]] = defaultdict(set)
        for path in paths:
            for line in path.read_text("utf-8", "replace").splitlines():
                if len(line.split()) >= _RUNNING:
                    for word in _WORD.findall(line):
                        known[word[-3:]].add(word)
        self._by_ending = {ending: sorted(words) for ending, words in known.items()}

    def vary(self, line: str, rng: random.Random) -> str:
        """A line with some of its longer words replaced; as it is where it is no running text."""
        if len(line.split()) < _RUNNING:
            return line

        def other(match: re.Match[str]) -> str:
            word = match[0]
            choice = self._by_ending.get(word[-3:])
            if choice is None or rng.random() > _REPLACED:
                return word
            new = rng.choice(choice)
            if rng.random() < _INVENTED:
                stem = rng.choice(choice)
                new = stem[: len(stem) // 2] + new[len(new) // 2 :]
            return new

        return _WORD.sub(other, line)

    def text(self, data: bytes, rng: random.Random) -> bytes:
        # One byte a character: whatever the encoding is, only ASCII words are touched.
        return "".join(self.vary(line, rng) for line in data.decode("latin-1").splitlines(keepends=True)).encode(
            "latin-1"
        )

    def markup(self, data: bytes, rng: random.Random) -> bytes:
        parts = _MARKUP.split(data.decode("latin-1"))
        return "".join(part if part.startswith("<") else self.vary(part, rng) for part in parts).encode("latin-1")

    def docx(self, data: bytes, rng: random.Random) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
            for item in old.infolist():
                part = old.read(item)
                new.writestr(item, self.markup(part, rng) if item.filename == "word/document.xml" else part)
        return out.getvalue()

    def variant(self, data: bytes, kind: str, number: int) -> bytes:
        """The bytes of a document varied; the same number gives the same bytes, 0 the document itself."""
        if number == 0:
            return data
        rng = random.Random(SEED + number)
        if kind == "pdf":
            return data + b"\n%% variant %d\n" % number
        return {"text": self.text, "html": self.markup, "docx": self.docx}[kind](data, rng)


def distinct(bases: list[Path], words: Words, kind: str) -> Iterator[tuple[Path, bytes]]:
    """Documents without end: every real one once as it is, then round after round varied; none with another's bytes.

    What has the bytes of another is refused unread. A document too short to be varied comes once.
    """
    written: set[bytes] = set()
    for number in count():
        before = len(written)
        for path in bases:
            data = words.variant(path.read_bytes(), kind, number)
            digest = hashlib.sha256(data).digest()
            if digest not in written:
                written.add(digest)
                yield path, data
        if len(written) == before:
            raise ValueError(
                f"expected {kind} documents that can be varied, found {len(bases)} that cannot; add others"
            )


def write(corpus: Path, folder: Path, size: int, counted: dict[Path, Base | None]) -> Made:
    """Write a corpus of ``size`` documents in the shares of SHARES; ``counted`` is filled with what is counted."""
    found = real(corpus)
    words = Words(found["text"])
    made = Made(folder, {}, {}, {})
    for kind in FORMATS:
        bases = []
        wanted = size * SHARES[kind] // 100
        for path in found[kind]:
            if path not in counted:
                counted[path] = base(path)
            if counted[path] is not None:
                bases.append(path)
            if len(bases) == wanted:
                break
        place = folder / kind
        place.mkdir(parents=True)
        made.documents[kind], made.words[kind], made.pages[kind] = wanted, 0, 0
        for k, (path, data) in enumerate(islice(distinct(bases, words, kind), wanted)):
            (place / f"{k:06}{path.suffix}").write_bytes(data)
            known = counted[path]
            assert known is not None
            made.words[kind] += known.words
            made.pages[kind] += known.pages
    return made
