"""Which section each line belongs to, decided over the whole document at once.

A heading that the vocabulary knows settles the kind of what stands under it. Text whose heading is missing or
unknown is placed by its words: a Viterbi search over the lines weighs the line classifier's opinion against
the cost of a change of section where no heading announces one. A change is dear inside a list, cheap after
white space, and dearest under a heading that is certain.

The costs are in nats. They were set by trying other values on labelled documents, some of them of employers
outside the corpus; docs/architecture.md says which, and which were left alone as a check.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.classifier import log_likelihoods
from pipeline.fieldlabels import field_sections
from pipeline.heading_forms import BANNER
from pipeline.headings import KINDS, STRONG, SUB, WEAK, WORDS, listed
from pipeline.leads import inline_lead
from pipeline.lines import Line, Role
from pipeline.series import ClassRow, scope_of

Array = NDArray[np.float32]

_INDEX = {kind: k for k, kind in enumerate(KINDS)}
# Cost of leaving the section that a heading of this strength has opened, at a blank line.
_LEAVE = {STRONG: 8.0, WORDS: 7.0, "run_in": 5.0, WEAK: 2.5, "unknown": 3.0, "": 3.0}
# What a line may count against the section of its heading, at most: a heading outweighs many odd lines.
_DOUBT = {STRONG: 1.6, WORDS: 2.0, "run_in": 2.0, WEAK: 4.0, "unknown": 4.0, "": 5.0}
_AT_GAP = 0.6
# So many blank lines, or a printed rule, set a group of lines wholly apart.
_RULED = 4
_NO_GAP = 7.0
_SAME_FORM = 0.5
# Cost of reading a heading as of another kind than it says.
_OVERRULE = {STRONG: 14.0, WORDS: 6.0, WEAK: 2.5}
# Gain of reading as a definition what follows the header block without a heading.
_AFTER_HEADER = 2.0
# Cost of a lead-in ("Knowledge of:", "Education:") outside the sections where such lead-ins are at home.
_STRAY_LEAD = 5.0
_HOMES = {
    "knowledge_skills_abilities": ("minimum_qualifications", "selection"),
    "minimum_qualifications": ("desirable_qualifications", "special_requirements"),
    "desirable_qualifications": ("minimum_qualifications",),
    "selection": ("organization",),
    "history": ("identification",),
    "special_requirements": ("minimum_qualifications", "desirable_qualifications"),
    "compensation": ("organization", "selection", "identification"),
}
_OPEN_UNKNOWN = 3.0
_SUB_HEADING = 1.0
_HISTORY_LINE = re.compile(
    r"(?i)^(?:.{0,60}\b)?(?:new class|class (?:established|adopted|created)|established|revised?|revision|abolished|adopted|effective|approved|amended|retitled|title chang\w+|updated|reviewed)\b.{0,80}\b(?:\d{1,2}[/-]\d{2,4}|\d{1,2}[/-]\d{1,2}[/-]\d{2,4}|(?:19|20)\d\d)\b"
)
_DATE_ROW = re.compile(r"\t\d{1,2}/\d{1,2}/\d{2,4}(?:\t|$)")
_EEO = re.compile(
    r"(?i)\bequal (?:employment )?opportunity (?:employer|provider|/)|\bdoes not discriminate\b|\bwithout regard to (?:race|age|sex|color)|\baffirmative action employer|\beeo(?:/aa)? employer"
)
_EVENT_FIRST = re.compile(
    r"(?i)(?:new class|class|established|revised?|abolished|adopted|effective|amended|retitled|title chang\w+|updated)\b"
)
_BENEFITS = re.compile(
    r"(?i)\b(?:offers?|provides?|enjoys?|eligible for|entitled to)\b.{0,60}\bbenefits?\b(?: package| program|s? including|,)?"
)
_QUESTION_NUMBER = re.compile(r"0?\d|[1-9]\d")
# Sections whose lines read like those of another kind: (section, other kind, cost of such a line in it).
_MAY_HOLD = (
    ("minimum_qualifications", "knowledge_skills_abilities", 0.6),
    ("minimum_qualifications", "special_requirements", 0.7),
    ("minimum_qualifications", "desirable_qualifications", 1.0),
    ("desirable_qualifications", "minimum_qualifications", 1.5),
    ("desirable_qualifications", "knowledge_skills_abilities", 1.5),
    ("special_requirements", "minimum_qualifications", 1.5),
    ("definition", "duties", 1.5),
    ("definition", "organization", 1.5),
    ("selection", "notes", 0.8),
    ("notes", "selection", 1.5),
)


@dataclass(frozen=True, slots=True)
class Placed:
    """A line with the kind of its section; ``opens`` tells that a section begins with it."""

    line: Line
    kind: str
    opens: bool
    sub: bool = False


def place(lines: list[Line], classes: list[ClassRow]) -> list[Placed]:
    """Give every line that is not furniture its section kind.

    ``classes`` are those that the document defines: their titles are sub-headings wherever they stand after
    the first section, and the rows of their table identify them.
    """
    lines = [line for line in lines if line.role is not Role.FURNITURE]
    if not lines:
        return []
    asked = _questionnaire_start(lines)
    own = _emissions(lines, asked, frozenset(row.title_span[0] for row in classes if row.code))
    scores = own.copy()
    for section, other, cost in _MAY_HOLD:
        scores[:, _INDEX[section]] = np.maximum(scores[:, _INDEX[section]], own[:, _INDEX[other]] - cost)
    marks = _heading_marks(lines, classes, asked)
    kinds = _search(lines, own, scores, marks)
    return _sections(lines, kinds, marks, asked)


@dataclass(frozen=True, slots=True)
class _Mark:
    """What a heading line may do: the kind it names and how surely (``kind`` None: a sub-heading, or one that nothing explains)."""

    kind: int | None
    by: str


def _questionnaire_start(lines: list[Line]) -> int:
    """Where the questions put to applicants begin: at a bare 1 or 01, with a bare 2 or 02 further down."""
    numbers = [
        (k, int(line.text)) for k, line in enumerate(lines) if _QUESTION_NUMBER.fullmatch(line.text) and line.gap
    ]
    for (k, one), (_, two) in itertools.pairwise(numbers):
        if (one, two) == (1, 2):
            return k
    return len(lines)


def _emissions(lines: list[Line], asked: int, table: frozenset[int]) -> Array:
    """Log likelihood of each kind for each line, shape (lines, kinds); headings say nothing here."""
    out = np.zeros((len(lines), len(KINDS)), np.float32)
    sections = field_sections()
    first_heading = next((k for k, line in enumerate(lines) if _opens_body(line)), len(lines))
    above = ""
    for k, line in enumerate(lines):
        if line.role is Role.HEADING:
            above = ""
            if k < first_heading and k < 8:
                out[k, _INDEX["identification"]] = 2.0
            continue
        if k >= asked:
            out[k] = -6.0
            out[k, _INDEX["selection"]] = 0.0
            continue
        row = np.maximum(log_likelihoods(line.text, line.is_item, above if not line.gap else ""), -6.0)
        cells = line.source.cells
        if (cells and any(cell[0] in table for cell in cells)) or _heads_table(lines, k, table):
            row = np.full(len(KINDS), -6.0, np.float32)
            row[_INDEX["identification"]] = 0.0
        elif len(cells) > 1 and _DATE_ROW.search(line.text):
            row = np.full(len(KINDS), -5.0, np.float32)
            row[_INDEX["history"]] = 0.0
            row[_INDEX["identification"]] = -1.0
        elif _EEO.search(line.text):
            row = row - 2.0
            row[_INDEX["selection"]] = 0.0
        elif line.role is Role.LABEL:
            row = np.full(len(KINDS), -5.0, np.float32)
            row[_INDEX["identification"]] = -0.4 if k < first_heading or line.field in ("title", "class_code") else -1.5
            kind = sections.get(line.field, "identification")
            row[_INDEX[kind]] = max(row[_INDEX[kind]], -0.8 if k >= first_heading else -2.0)
        elif _HISTORY_LINE.match(line.text) and len(line.text) < 300:
            row = row - 3.0
            row[_INDEX["history"]] = -0.3 if k < first_heading else 0.0
            row[_INDEX["identification"]] = -0.2 if k < first_heading else -3.0
        elif line.text.strip(" .").lower() in ("yes", "no", "n/a", "none of the above"):
            row = np.full(len(KINDS), -5.0, np.float32)
            row[_INDEX["selection"]] = 0.0
        elif k < first_heading and k < 8 and len(line.text) < 90 and not line.text.rstrip().endswith((".", ";")):
            row = row - 1.0
            row[_INDEX["identification"]] = max(row[_INDEX["identification"]], -0.3)
        row[_INDEX["other"]] = min(row[_INDEX["other"]], -3.0)
        if not (_HISTORY_LINE.match(line.text) or _DATE_ROW.search(line.text) or line.role is Role.LABEL):
            # A date alone makes no history: bulletins end with theirs.
            row[_INDEX["history"]] = min(row[_INDEX["history"]], -3.0)
        if ". . ." in line.text:
            row = np.full(len(KINDS), -1.0, np.float32)  # dot leaders tell no kind
        out[k] = row
        above = line.text
    return out


def _heads_table(lines: list[Line], k: int, table: frozenset[int]) -> bool:
    """Whether a row names the columns of the table of classes below it."""
    below = lines[k + 1].source.cells if k + 1 < len(lines) else ()
    return len(lines[k].source.cells) > 1 and any(cell[0] in table for cell in below)


def _opens_body(line: Line) -> bool:
    return (
        line.role is Role.HEADING
        and line.match is not None
        and line.match.by != SUB
        and line.match.kind not in ("identification", "notes", "organization")
    )


def _signature(line: Line) -> tuple[object, ...]:
    """How a heading looks, coarsely: headings of one rank in a document look alike."""
    style = line.source.style
    return (
        line.source.kind,
        style.level,
        style.bold,
        line.text.isupper(),
        line.text.rstrip().endswith(":"),
        round(style.size, 1),
        line.run_in,
    )


def _heading_marks(lines: list[Line], classes: list[ClassRow], asked: int) -> list[_Mark | None]:
    ranks = Counter(_signature(line) for line in lines if line.match and line.match.by == STRONG)
    out: list[_Mark | None] = []
    subs: set[tuple[object, ...]] = set()
    begun, within = False, ""
    for k, line in enumerate(lines):
        begun = begun or _opens_body(line)
        lone = (
            line.match is not None and line.match.by == SUB and line.emphasis and not line.text.rstrip().endswith(":")
        )
        if line.match and lone and within != line.match.kind and ranks[_signature(line)] > 0:
            # "KNOWLEDGE" in the type of the sections, where no section of that kind is open: a section itself.
            within = line.match.kind
            out.append(_Mark(_INDEX[line.match.kind], STRONG))
            continue
        if line.match and line.match.by == STRONG:
            within = line.match.kind
        if line.match and line.match.by == SUB:
            subs.add(_signature(line))
        elif line.match and line.match.by == STRONG and _signature(line) not in subs:
            subs = set()
        if k >= asked:
            out.append(None)
        elif (
            line.role in (Role.BODY, Role.LABEL)
            and (kind := _lead_kind(line))
            and (begun if kind == "history" else line.gap)
        ):
            out.append(_Mark(_INDEX[kind], "lead"))
        elif line.role is not Role.HEADING:
            out.append(None)
        elif line.match is None and _heads_class_table(lines, k, classes):
            out.append(_Mark(_INDEX["identification"], WORDS))
        elif len(classes) > 1 and scope_of(line.text, classes):
            out.append(_Mark(None, "class"))
        elif line.match is None:
            same = ranks[_signature(line)] > 0 and not line.text.rstrip().endswith(":")
            out.append(_Mark(None, "rank" if same else "unknown"))
        elif line.match.kind == "special_requirements" and _signature(line) in subs:
            # "License" in a row with "Education" and "Experience", and in their type, is no section either.
            out.append(_Mark(_INDEX[line.match.kind], SUB))
        elif line.match.by == WORDS and line.match.kind in _HOMES and _ends_otherwise(line, ranks):
            out.append(_Mark(_INDEX[line.match.kind], SUB))
        elif line.match.by in (WORDS, WEAK) and _right_under(lines, k, ranks):
            out.append(_Mark(None, "under"))
        else:
            out.append(_Mark(_INDEX[line.match.kind], line.match.by))
    return out


def _ends_otherwise(line: Line, ranks: Counter[tuple[object, ...]]) -> bool:
    """Whether a heading ends in a colon as no section of its document does: "Technical Knowledge:" is a lead-in."""
    if ranks[_signature(line)] or sum(ranks.values()) < 2:
        return False
    return line.text.rstrip().endswith(":") and not line.text.isupper()


def _right_under(lines: list[Line], k: int, ranks: Counter[tuple[object, ...]]) -> bool:
    """Whether a heading stands right under that of a section, in other type: "Accountability" under COMPETENCIES."""
    above = lines[k - 1] if k else None
    under = above is not None and above.match is not None and above.match.by == STRONG and not above.run_in
    return under and not ranks[_signature(lines[k])]


_REQUIREMENT_LEADS = ("minimum_qualifications", "special_requirements", "desirable_qualifications")


def _lead_kind(line: Line) -> str | None:
    """The section in which a line belongs by its own words: "Education: ...", "Knowledge of: ...", a notice of equal opportunity."""
    text = line.text
    if not line.is_item and (_EEO.search(text) or (text.isupper() and BANNER.fullmatch(text))):
        return "selection"
    if line.role is Role.LABEL:
        return "history" if field_sections().get(line.field) == "history" else None
    if _HISTORY_LINE.match(text) and _EVENT_FIRST.match(text) and len(text) < 300:
        return "history"
    if not line.is_item and _BENEFITS.search(text):
        return "compensation"
    end = inline_lead(text)
    if not end or end > 60:
        return None
    match = listed(text[:end])
    if match is None:
        return None
    return (
        "minimum_qualifications"
        if match.kind in _REQUIREMENT_LEADS
        else match.kind
        if match.kind == "knowledge_skills_abilities"
        else None
    )


def _heads_class_table(lines: list[Line], k: int, classes: list[ClassRow]) -> bool:
    """Whether a heading is the caption of the table of classes."""
    table = frozenset(row.title_span[0] for row in classes if row.code)
    return any(any(cell[0] in table for cell in line.source.cells) for line in lines[k + 1 : k + 3])


def _search(lines: list[Line], own: Array, scores: Array, marks: list[_Mark | None]) -> list[int]:
    """The likeliest kind of every line (Viterbi).

    ``own`` are the scores of each line by itself, ``scores`` those with what a section may hold besides: a line
    that opens a section without a heading must be of the section's own kind.

    States are (kind, drifted): drifted means that the text has left the section its last heading opened.
    """
    n, kinds = len(lines), len(KINDS)
    best = np.full((2, kinds), -np.inf, np.float32)
    back = np.zeros((n, 2, kinds), np.int32)
    strength = ""
    headed = -1
    first = marks[0]
    best[1] = scores[0] - 2.0
    best[1, _INDEX["identification"]] = scores[0, _INDEX["identification"]] + 0.5
    if first and first.kind is not None and first.by != SUB:
        best[1] -= _OVERRULE.get(first.by, _OVERRULE[WEAK])
        best[1, first.kind] = 0.0
        best[0, first.kind] = 0.5
        if first.by != "lead":
            strength, headed = _strength(first, lines[0]), first.kind
    for k in range(1, n):
        mark, line = marks[k], lines[k]
        flat = best.reshape(-1)
        top = int(flat.argmax())
        stay = np.arange(2 * kinds).reshape(2, kinds)
        new = np.full((2, kinds), -np.inf, np.float32)
        if mark is not None and mark.by in (STRONG, WEAK, WORDS):
            assert mark.kind is not None
            new[1] = flat[top] - _OVERRULE[mark.by]
            new[0, mark.kind] = flat[top]
            back[k] = top
            strength, headed = _strength(mark, line), mark.kind
        elif mark is not None and mark.by in ("rank", "unknown"):
            # An unexplained heading: a sub-heading of what goes on, or a section that its text explains.
            ranked = mark.by == "rank"
            keep = 0.0 if not ranked else _SUB_HEADING
            new = best - keep
            back[k] = stay
            opened = flat[top] - (_OPEN_UNKNOWN if ranked else _OPEN_UNKNOWN + 2.0)
            for kind in range(kinds):
                if opened > new[1, kind]:
                    new[1, kind] = opened
                    back[k, 1, kind] = top
        elif mark is not None and mark.by in (SUB, "lead"):
            # A lead-in of another section's sort: it stays where such are at home, else a section opens with it.
            assert mark.kind is not None
            homes = [mark.kind] + [_INDEX[kind] for kind in _HOMES[KINDS[mark.kind]]]
            new = best - _STRAY_LEAD
            new[:, homes] = best[:, homes]
            back[k] = stay
            opened = flat[top] - 2.0
            if opened > new[1, mark.kind]:
                new[1, mark.kind] = opened
                back[k, 1, mark.kind] = top
        elif mark is not None:
            new = best.copy()
            back[k] = stay
        else:
            gap = line.gap
            new = best.copy()
            back[k] = stay
            change, leave = _LEAVE[""], _LEAVE[strength]
            beyond = gap - _gap_around(lines, k)
            if beyond > 0:
                # White space beyond what stands between the lines around parts groups of lines.
                wide = 0.5 * min(beyond, 5.0)
                change, leave = change - wide, _AT_GAP * leave - wide
                if beyond >= _RULED:
                    leave *= _AT_GAP
            if not gap:
                change, leave = change + _NO_GAP, leave + _NO_GAP
            elif line.is_item == lines[k - 1].is_item and marks[k - 1] is None:
                change, leave = change + _SAME_FORM, leave + _SAME_FORM
            if _right_under_heading(marks[k - 1], strength):
                change, leave = change + 4.0, leave + 4.0
            strict = own[k] - scores[k]
            strict[_INDEX["definition"]] += _AFTER_HEADER * (int(best.argmax()) % kinds == _INDEX["identification"])
            for row, cost in ((0, leave), (1, change)):
                source = int(best[row].argmax())
                moved = best[row, source] - cost + strict
                better = moved > new[1]
                new[1, better] = moved[better]
                back[k, 1, better] = row * kinds + source
        emission = scores[k]
        peak = emission.max()
        new[1] += emission
        if headed >= 0:
            new[0] += max(emission[headed], peak - _DOUBT[strength])
        else:
            new[0] += peak
        best = new
    state = int(best.reshape(-1).argmax())
    out = [0] * n
    for k in range(n - 1, -1, -1):
        out[k] = state % kinds
        state = int(back[k].reshape(-1)[state])
    return out


def _right_under_heading(above: _Mark | None, strength: str) -> bool:
    """Whether a line is the first under the heading of a section, or under a class name with which a firm one goes on."""
    if above is None:
        return False
    return above.by in (STRONG, WORDS) or (above.by == "class" and strength in (STRONG, WORDS))


def _strength(mark: _Mark, line: Line) -> str:
    """How firmly a heading holds what follows: a note soon ends, and so does a heading that runs in with its text."""
    if mark.kind is not None and KINDS[mark.kind] == "notes":
        return WEAK
    return "run_in" if line.run_in and mark.by != WEAK else mark.by


def _gap_around(lines: list[Line], k: int) -> float:
    """The mean of the blank lines above the lines before and after; a heading's own white space does not count."""
    before = lines[k - 1].gap if k and lines[k - 1].role is not Role.HEADING else 0
    after = lines[k + 1].gap if k + 1 < len(lines) and lines[k + 1].role is not Role.HEADING else before
    return (before + after) / 2


def _sections(lines: list[Line], kinds: list[int], marks: list[_Mark | None], asked: int) -> list[Placed]:
    """Mark where sections open: at headings that name one, and where the kind changes."""
    out: list[Placed] = []
    before = -1
    for k, (line, kind, mark) in enumerate(zip(lines, kinds, marks, strict=True)):
        opens = kind != before or k == asked
        sub = False
        if mark is not None:
            if mark.by == "lead":
                pass
            elif not opens and (mark.by == WORDS or mark.kind != kind):
                sub = True  # overruled, and in the kind of what stands above: a sub-heading
            elif mark.by in (STRONG, WEAK, WORDS):
                opens = True
            elif not opens:
                sub = True
        out.append(Placed(line, KINDS[kind], opens, sub))
        before = kind
    # A heading that names its text only loosely takes the kind of the text right under it.
    for k, one in enumerate(out):
        mark = marks[k]
        if not one.opens or mark is None or mark.by in (STRONG, WORDS, "lead") or one.kind == "identification":
            continue
        after = next((j for j in range(k + 1, len(out)) if not out[j].sub), len(out))
        if after < len(out) and out[after].opens and marks[after] is None:
            for j in range(k, after + 1):
                out[j] = Placed(out[j].line, out[after].kind, j == k, out[j].sub)
    return out
