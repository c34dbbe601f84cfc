"""Documents that define several classes: their table of titles and codes, and which text is for which class."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from parsers.document import BlockKind, Document, Span
from pipeline.fieldlabels import field_of
from pipeline.labels import fold
from pipeline.lines import Line, Role
from pipeline.titles import titles_with_codes

_CODE = re.compile(r"^[A-Z]{0,4}\d[\dA-Z.-]{0,9}$")
_LEVEL = re.compile(r"(?:^|\s)(?P<level>(?:[IVX]{1,4}|\d|[A-D]))(?=\s*(?:\(|,|$))")
# A heading may drop a word of a long title ("Housing and Development Manager I"); its level must be the same.
_CLOSE_TITLE = 80
_EVERYBODY = ("all level", "all class", "both level", "both class", "all position", "all")


@dataclass(frozen=True, slots=True)
class ClassRow:
    """A class that a document defines: its title and code as printed, with their places."""

    title: str
    title_span: Span
    code: str | None = None
    code_span: Span | None = None

    @property
    def key(self) -> str:
        """What statements of this class alone are tied to: its code, or its title where it has none."""
        return self.code or self.title


def class_table(document: Document, lines: list[Line]) -> list[ClassRow]:
    """The rows of a table of class titles and codes, in order; empty where there is none.

    A header row names the columns: one for the class code and one for the title.
    """
    rows = [
        line
        for line in lines
        if line.source.kind is BlockKind.ROW and len(line.source.cells) >= 2 and line.role is not Role.FURNITURE
    ]
    seen: set[int] = set()
    for k, head in enumerate(rows):
        if head.block in seen:
            continue
        seen.add(head.block)
        names = [document.quote(span) for span in head.source.cells]
        columns = [_column(name) for name in names]
        if "code" not in columns or "title" not in columns:
            continue
        code_at, title_at = columns.index("code"), columns.index("title")
        out: list[ClassRow] = []
        at = head.block
        for line in rows[k + 1 :]:
            cells = line.source.cells
            if line.block > at + 3 or len(cells) != len(names):
                break
            at = line.block
            code, title = document.quote(cells[code_at]), document.quote(cells[title_at])
            if not _CODE.match(code.strip()) or not re.search(r"[A-Za-z]{3}", title):
                break
            if not out or out[-1].code_span != cells[code_at]:
                out.append(ClassRow(title, cells[title_at], code, cells[code_at]))
        if out:
            return out
    return []


def _column(name: str) -> str:
    key = fold(name)
    if key in ("schem code", "schematic code"):
        return ""
    if field_of(name) == "class_code":
        return "code"
    return (
        "title"
        if field_of(name) == "title" or key in ("class", "class title", "title", "classification", "job title")
        else ""
    )


def level_of(title: str) -> str | None:
    """The level that a title ends with, as printed.

    >>> level_of("Planner II"), level_of("CUSTOMER SERVICE SPECIALIST 1"), level_of("Park Ranger")
    ('II', '1', None)
    """
    found = _LEVEL.search(title)
    return found["level"] if found else None


def stem_of(title: str) -> str:
    """A title without its level."""
    found = _LEVEL.search(title)
    return (title[: found.start()] + title[found.end() :]).strip() if found else title


def scope_of(label: str, classes: list[ClassRow]) -> frozenset[str] | None:
    """The keys of the classes that a sub-heading names; all of them for "All Levels", None where it names none."""
    key = fold(label)
    if key in _EVERYBODY:
        return frozenset(row.key for row in classes)
    if not key:
        return None
    exact = [row.key for row in classes if fold(row.title) == key or (row.code and fold(row.code) == key)]
    if exact:
        return frozenset(exact)
    close = [
        row.key
        for row in classes
        if level_of(label) == level_of(row.title) is not None and fuzz.ratio(fold(row.title), key) >= _CLOSE_TITLE
    ]
    if len(close) == 1:
        return frozenset(close)
    # "Planner I and II", "Manager I / Manager II / Manager III", a title with its code behind it.
    named = [
        row.key for row in classes if len(fold(row.title)) > 4 and re.search(rf"\b{re.escape(fold(row.title))}\b", key)
    ]
    longest = [row for row in classes if row.key in named]
    left = key
    for row in sorted(longest, key=lambda row: -len(row.title)):
        left = left.replace(fold(row.title), " ")
    words = [word for word in left.split() if word not in ("and", "or", "level", "class", "only")]
    if named and len(words) <= 1:
        # A longer title may hold a shorter one ("Senior Planner" and "Planner").
        kept = [
            row.key
            for row in longest
            if not any(
                fold(row.title) != fold(other.title)
                and fold(row.title) in fold(other.title)
                and key.count(fold(row.title)) <= key.count(fold(other.title))
                for other in longest
            )
        ]
        return frozenset(kept or named)
    return _levels_named(key, classes)


def _levels_named(key: str, classes: list[ClassRow]) -> frozenset[str] | None:
    """Classes named by one stem and several levels: "Representative I and II", "Level II"."""
    stems = {fold(stem_of(row.title)) for row in classes}
    for stem in stems:
        if (stem and key.startswith(stem)) or key.startswith("level"):
            rest = key[len(stem) :] if key.startswith(stem) else key[len("level") :]
            levels = [word for word in rest.split() if word != "and"]
            if levels and all(re.fullmatch(r"[ivx]{1,4}|\d|[a-d]", word) for word in levels):
                named = [
                    row.key
                    for row in classes
                    if (level := level_of(row.title))
                    and level.lower() in levels
                    and (not key.startswith(stem) or fold(stem_of(row.title)) == stem)
                ]
                return frozenset(named) or None
    return None


def alternative_titles(title: str, span: Span, lines: list[Line]) -> list[ClassRow]:
    """Classes of a title that names two ("Technician or Specialist"), where the text treats each by itself."""
    parts = re.split(r"\s+(?:or|OR|/)\s+", title)
    if len(parts) != 2 or not all(len(part.split()) >= 2 for part in parts):
        return []
    headings = {fold(line.text) for line in lines if len(line.text) < 90}
    if not all(fold(part) in headings for part in parts):
        return []
    second = span[0] + title.rindex(parts[1])
    return [ClassRow(parts[0], (span[0], span[0] + len(parts[0]))), ClassRow(parts[1], (second, span[1]))]


_GRADE = re.compile(r",\s*(?:GRADE\s+\d{1,2}|M-\d|G-\d{1,2}|GR\.? \d{1,2})$")


def classes_in_header(head: list[Line]) -> list[ClassRow]:
    """Classes whose titles stand with their codes in the header, or one above the other with levels only."""
    coded = titles_with_codes(head)
    if coded:
        rows = {code: ClassRow(title, span, code, code_span) for title, span, code, code_span in reversed(coded)}
        return list(reversed(rows.values()))
    graded = [
        ClassRow(line.text[: found.start()], (line.span[0], line.span[0] + found.start()))
        for line in head
        if line.role is not Role.LABEL and (found := _GRADE.search(line.text)) and line.text[: found.start()].isupper()
    ]
    if len(graded) >= 2:
        return graded
    stacked: list[ClassRow] = []
    for line in head[:12]:
        level = level_of(line.text) if line.role is not Role.LABEL and len(line.text) < 80 else None
        if level and (
            not stacked
            or (
                fold(stem_of(stacked[0].title)) == fold(stem_of(line.text))
                and all(level_of(row.title) != level for row in stacked)
            )
        ):
            stacked.append(ClassRow(line.text, line.span))
        elif stacked and len(stacked) < 2:
            stacked = []
    return stacked if len(stacked) >= 2 else []


_FLEXIBLE = re.compile(
    r"^(?P<stem>.*?\b)\s*(?P<levels>(?:I{1,3}|IV|V|VI|\d)(?:\s*(?:/|,|-|&|and|or)\s*(?:I{1,3}|IV|V|VI|\d))+)\s*$"
)


def flexible_series(title: str, span: Span, text: str) -> list[ClassRow]:
    """The classes of a title such as "BUILDING INSPECTOR I/II", where the text names them one by one.

    Each class has the printed title as its words and the single title as its value.
    """
    found = _FLEXIBLE.match(title.strip())
    if not found:
        return []
    levels = re.findall(r"I{1,3}V?|IV|VI?|\d", found["levels"])
    titles = [f"{found['stem'].strip()} {level}" for level in levels]
    body = fold(text)
    named = [re.search(rf"\b{re.escape(fold(one))}\b", body) for one in titles]
    return [ClassRow(one, span) for one in titles] if len(titles) >= 2 and all(named) else []
