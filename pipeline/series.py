"""Documents that define several classes: their table of titles and codes, and which text is for which class."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from parsers.document import BlockKind, Document, Span
from pipeline.fieldlabels import field_of
from pipeline.headings import Match, listed
from pipeline.labels import fold
from pipeline.lines import Line, Role, replace
from pipeline.titles import titles_with_codes
from pipeline.titlewords import ENDS_AS_TITLE

_CODE = re.compile(r"^[A-Z]{0,4}\d[\dA-Z.-]{0,9}$")
_LEVEL = re.compile(r"(?:^|\s)(?P<level>(?:[IVX]{1,4}|\d|[A-D]))(?=\s*(?:\(|,|:?$))|[\s\ufffd](?P<small>i{1,3}|iv)$")
# A heading may drop a word of a long title ("Housing and Development Manager I"); its level must be the same.
_CLOSE_TITLE = 80
_LEVEL_WORD = re.compile(r"[ivx]{1,4}|\d|[a-d]")
_BRACKETED = re.compile(r"\(([^()]*)\)")
_LONGEST_NAME = 120
_SHORTEST_STEM = 5
# White space comes in runs of one: more is in no line, and a run that is tried from each of its places takes its square.
_JOINED = re.compile(r"(?i)\s{1,9}(?:and|or|&)\s+|\s{0,9}/\s*")
_EVERYBODY = ("all level", "all class", "both level", "both class", "all position", "all", "both")
_ENDED = re.compile(r"(?i)(?<=[\w)])\s*[-–—(*]\s*(?P<note>abolished\b[^()]*?)\s*\)?\s*$")
_ALL_BUT = re.compile(
    r"(?i)all\s+(?:other\s+)?(?:levels?|class(?:es|ifications)?|positions)\s+(?P<how>above|below|except(?:\s+for)?|excluding|other than|but)\s+(?P<who>.+)"
)


@dataclass(frozen=True, slots=True)
class ClassRow:
    """A class that a document defines: its title and code as printed, with their places.

    ``ended`` is the span of a note that it is abolished, printed behind its title.
    """

    title: str
    title_span: Span
    code: str | None = None
    code_span: Span | None = None
    ended: Span | None = None

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
        columns = [column_of(name) for name in names]
        if "code" not in columns or "title" not in columns:
            continue
        code_at, title_at = columns.index("code"), columns.index("title")
        out: list[ClassRow] = []
        known: set[tuple[str | None, str]] = set()
        at = head.block
        for line in rows[k + 1 :]:
            cells = line.source.cells
            if line.block > at + 3 or len(cells) != len(names):
                break
            at = line.block
            code, title = document.quote(cells[code_at]), document.quote(cells[title_at])
            if not _CODE.match(code.strip()) or not re.search(r"[A-Za-z]{3}", title):
                break
            row = _row(title, cells[title_at], code, cells[code_at])
            if (row.code, row.title) not in known:  # a table that is printed again defines nothing anew
                known.add((row.code, row.title))
                out.append(row)
        if out:
            return out
    return []


def _row(title: str, span: Span, code: str, code_span: Span) -> ClassRow:
    """A row of the table; "Clerk (Abolished 1/7/2016)" is the title and a note."""
    note = ended_note(title)
    if note is None:
        return ClassRow(title, span, code, code_span)
    name = title[: note[0]].rstrip(" \t\n(-–—*,;")
    at = span[0] + title.index(name)
    return ClassRow(name, (at, at + len(name)), code, code_span, (span[0] + note[0], span[0] + note[1]))


def ended_note(title: str) -> Span | None:
    """Where in a printed title the note stands that the class is abolished, brackets left out.

    >>> title = "Clerk (Typing) (Abolished 01/07/2016 per Pay Letter 16-05)"
    >>> title[slice(*ended_note(title))]
    'Abolished 01/07/2016 per Pay Letter 16-05'
    """
    found = _ENDED.search(title)
    return found.span("note") if found else None


def column_of(name: str) -> str:
    """What a column of a class table holds by its name: ``code``, ``title``, or nothing that counts."""
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
    return found["level"] or found["small"] if found else None


_LEVEL_NAME = re.compile(
    r"^(?P<stem>[A-Z].{3,60}?)[\s-]+(?:[A-Z]?\d{1,2}|[IVX]{1,4})(?:\s*[-/]\s*(?:[A-Z]?\d{1,2}|[IVX]{1,4}))?\s*:?"
)


def is_level_of(text: str, title: str) -> bool:
    """Whether a line is no more than a level of the class that a title names.

    >>> is_level_of("Canal Analyst 10", "Canal Analyst 9-P11 - Locks"), is_level_of("Grade 10", "Canal Analyst 9-P11")
    (True, False)
    """
    found = _LEVEL_NAME.fullmatch(text.strip())
    if found is None:
        return False
    stem = fold(found["stem"])
    return len(stem) > _SHORTEST_STEM and f"{fold(title)} ".startswith(f"{stem} ")


def stem_of(title: str) -> str:
    """A title without its level."""
    found = _LEVEL.search(title)
    return (title[: found.start()] + title[found.end() :]).strip() if found else title


def scope_of(label: str, classes: list[ClassRow]) -> frozenset[str] | None:
    """The keys of the classes that a sub-heading names; all of them for "All Levels", None where it names none.

    >>> rows = [ClassRow(title, (0, 0)) for title in ("Guide (Caves)", "Guide (Dunes)", "Chief Guide")]
    >>> sorted(scope_of("Guide (Dunes):", rows)), sorted(scope_of("All Classes Except Chief Guide", rows))
    (['Guide (Dunes)'], ['Guide (Caves)', 'Guide (Dunes)'])
    >>> rows = [ClassRow(title, (0, 0)) for title in ("Junior Guide", "Senior Guide", "Ranger I", "Ranger II")]
    >>> shafts = [ClassRow(f"Guide {level}, Shafts", (0, 0)) for level in ("I", "II", "III")]
    >>> sorted(scope_of("Guide II/III, Shafts", shafts))
    ['Guide II, Shafts', 'Guide III, Shafts']
    >>> sorted(scope_of("Junior and Senior Guide", rows)), sorted(scope_of("Ranger I and II", rows))
    (['Junior Guide', 'Senior Guide'], ['Ranger I', 'Ranger II'])
    """
    key = fold(label)
    if not key:
        return None
    if part_for(label, classes):
        return None  # a section for some classes, not their name
    everybody = frozenset(row.key for row in classes)
    if key in _EVERYBODY:
        return everybody
    if found := _ALL_BUT.match(label.strip()):
        return _all_but(found["how"].lower(), found["who"], classes)
    # Titles may differ in their brackets only; the key without them counts where it still tells classes apart.
    folded = Counter(fold(row.title) for row in classes)
    plain = [row for row in classes if "(" not in label or folded[fold(row.title)] == 1]
    found_keys = (
        _by_title(_unbracketed(label), {row.key: _unbracketed(row.title) for row in classes}, everybody)
        or _by_code(key, classes)
        or _by_title(key, {row.key: fold(row.title) for row in plain}, everybody)
        or _levels_named(key, plain)
        or _nearly(label, classes)
        or _by_specialty(key, classes)
    )
    parts = [part for part in _JOINED.split(label) if part.strip(" :")]
    if len(parts) == 1 or (found_keys and found_keys == _exactly(label, classes)):
        return found_keys
    # "Clerk II and Manager", "Junior and Assistant Clerk": two classes, one of them in short.
    _, _, tail = parts[-1].partition(" ")
    named = [scope_of(part.rstrip(" :") + ":", classes) or _exactly(f"{part} {tail}", classes) for part in parts]
    together = frozenset().union(*(one for one in named if one)) if all(named) else None
    return together or found_keys


def _exactly(label: str, classes: list[ClassRow]) -> frozenset[str]:
    return frozenset(row.key for row in classes if _unbracketed(row.title) == _unbracketed(label))


def _unbracketed(label: str) -> str:
    """The comparison key of a label with the words in brackets kept."""
    return fold(re.sub(r"[()\[\]]", " ", label))


def _all_but(how: str, who: str, classes: list[ClassRow]) -> frozenset[str] | None:
    """The classes of "All Levels Above Plumber", "All Classes Except Cadet": tables print the lowest first."""
    named = scope_of(who, classes)
    if named is None:
        return None
    keys = [row.key for row in classes]
    at = [k for k, key in enumerate(keys) if key in named]
    if how == "above":
        return frozenset(keys[max(at) + 1 :]) or None
    if how == "below":
        return frozenset(keys[: min(at)]) or None
    return frozenset(keys) - named or None


def _by_code(key: str, classes: list[ClassRow]) -> frozenset[str] | None:
    return frozenset(row.key for row in classes if row.code and fold(row.code) == key) or None


def _by_title(key: str, titles: dict[str, str], everybody: frozenset[str]) -> frozenset[str] | None:
    """Classes whose titles a label is, or is made of: "Planner I and II", "Manager I / Manager II", a title with its code."""
    if exact := frozenset(one for one, title in titles.items() if title == key):
        return exact
    named = {
        one: title for one, title in titles.items() if len(title) > 4 and re.search(rf"\b{re.escape(title)}\b", key)
    }
    left = key
    for title in sorted(named.values(), key=len, reverse=True):
        left = left.replace(title, " ")
    words = [word for word in left.split() if word not in ("and", "or", "level", "class", "only")]
    if not named or len(words) > 1 or any(_LEVEL_WORD.fullmatch(word) for word in words):
        return None
    if words == ["series"]:
        return everybody  # "Planner Series" is the name of them all
    # A longer title may hold a shorter one ("Senior Planner" and "Planner").
    kept = frozenset(
        one
        for one, title in named.items()
        if not any(
            title != other and title in other and key.count(title) <= key.count(other) for other in named.values()
        )
    )
    return kept or frozenset(named)


def _nearly(label: str, classes: list[ClassRow]) -> frozenset[str] | None:
    """The one class whose title a label spells nearly, or of whose title it leaves out words: "Supervisor IV"."""
    key, level = _unbracketed(label), (level_of(label) or "").upper()
    same = [
        row for row in classes if (level_of(row.title) or "").upper() == level and _brackets_agree(label, row.title)
    ]
    close = [row.key for row in same if level and fuzz.ratio(fold(row.title), fold(label)) >= _CLOSE_TITLE]
    if len(close) == 1:
        return frozenset(close)
    if not ENDS_AS_TITLE.search(label.strip(" :")) or (len(key.split()) < 2 and not label.rstrip().endswith(":")):
        return None
    shortened = [row.key for row in same if _within(key, _unbracketed(row.title))]
    return frozenset(shortened) if len(shortened) == 1 else None


def _by_specialty(key: str, classes: list[ClassRow]) -> frozenset[str] | None:
    """The one class whose words in brackets a label gives, where these alone tell it from others: "Dry Caves"."""
    shared = Counter(fold(row.title) for row in classes)
    named = [
        row.key
        for row in classes
        if shared[fold(row.title)] > 1 and (found := _BRACKETED.search(row.title)) and fold(found[1]) == key
    ]
    return frozenset(named) if len(named) == 1 else None


def _brackets_agree(one: str, two: str) -> bool:
    first, second = (fold(found[1]) if (found := _BRACKETED.search(text)) else "" for text in (one, two))
    return first == second or not first or not second


def _within(key: str, title: str) -> bool:
    """Whether the words of a key stand in a title in the same order."""
    words = iter(title.split())
    return all(word in words for word in key.split())


_PART_FOR = re.compile(r"(?i)^(?P<what>.{4,60}?) (?:for|of) (?:the )?(?P<who>.+)$")
_LEAD = re.compile(r"(?:^|(?<=[.;])\s+)(?P<label>[A-Z][^:.;]{3,90}):\s+(?=\S)")


def part_for(heading: str, classes: list[ClassRow]) -> tuple[Match, frozenset[str]] | None:
    """What a heading that holds a class title names: "Minimum Qualifications for Clerk Class" is a section for clerks."""
    found = _PART_FOR.match(heading.strip())
    match = listed(found["what"]) if found else None
    scope = scope_of(found["who"], classes) if found else None
    return (match, scope) if match and scope else None


def with_class_headings(lines: list[Line], classes: list[ClassRow]) -> list[Line]:
    """The lines with each name of a class that stands alone, or before a colon, as a heading of its own.

    "Supervisor IV: Supervises a unit" leads in what one class does, as a sub-heading would.
    """
    if len(classes) < 2:
        return lines
    table = {row.title_span[0] for row in classes}
    out: list[Line] = []
    for line in lines:
        if line.role is Role.HEADING and (part := part_for(line.text, classes)):
            out.append(replace(line, match=part[0]))
        elif line.role is not Role.BODY or line.source.cells or line.span[0] in table:
            out.append(line)
        elif names_class(line.text, classes):
            out.append(replace(line, role=Role.HEADING, emphasis=1))
        elif cuts := [found for found in _LEAD.finditer(line.text) if names_class(found["label"] + ":", classes)]:
            out.extend(_led(line, cuts))
        else:
            out.append(line)
    return out


def _led(line: Line, leads: list[re.Match[str]]) -> Iterator[Line]:
    """A line cut at the class names that lead in its parts, each name as a heading that runs in."""

    def part(start: int, end: int) -> Line:
        text = line.text[start:end].rstrip()
        at = line.span[0] + start
        return replace(line, span=(at, at + len(text)), text=text)

    if leads[0].start() > 0:
        yield part(0, leads[0].start())
    ends = [found.start() for found in leads[1:]] + [len(line.text)]
    for found, end in zip(leads, ends, strict=True):
        head = part(*found.span("label"))
        yield replace(head, role=Role.HEADING, text=head.text + ":", emphasis=1, run_in=True)
        yield replace(part(found.end(), end), gap=0)


def names_class(label: str, classes: list[ClassRow]) -> bool:
    """Whether words are no more than the name of some of the classes."""
    if len(label) > _LONGEST_NAME or label.rstrip().endswith((".", ";", ",")):
        return False
    return len(classes) > 1 and bool(ENDS_AS_TITLE.search(label.strip(" :"))) and scope_of(label, classes) is not None


def _levels_named(key: str, classes: list[ClassRow]) -> frozenset[str] | None:
    """Classes named by one stem and several levels: "Representative I and II", "Level II", "Nurse III/IV, Health Services"."""
    words = [word for word in key.split() if word != "and"]
    levels = {word for word in words if _LEVEL_WORD.fullmatch(word)}
    rest = " ".join(word for word in words if word not in levels)
    if not levels:
        return None
    stems = {row.key: fold(stem_of(row.title)) for row in classes}
    named = [
        row.key
        for row in classes
        if (level := level_of(row.title)) and level.lower() in levels and rest in ("level", stems[row.key])
    ]
    return frozenset(named) or None


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
    r"^(?P<stem>.{0,120}?\b)\s*(?P<levels>(?:I{1,3}|IV|V|VI|\d)(?:\s*(?:/|,|-|&|and|or)\s*(?:I{1,3}|IV|V|VI|\d)){1,9})\s*$"
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
