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
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.classifier import log_likelihoods
from pipeline.fieldlabels import field_sections
from pipeline.heading_marks import EQUAL_OPPORTUNITY, HOMES, INDEX, Mark, heading_marks, opens_body, tells_history
from pipeline.headings import KINDS, STRONG, SUB, WEAK, WORDS
from pipeline.implied import believe_leads, define_behind_header
from pipeline.lines import Line, Role
from pipeline.opening_sentences import opening_sentence
from pipeline.series import ClassRow

Array = NDArray[np.float32]

# Cost of leaving the section that a heading of this strength has opened, at a blank line.
_LEAVE = {STRONG: 8.0, WORDS: 7.0, "run_in": 5.0, WEAK: 2.5, "unknown": 3.0, "": 3.0}
# What a line may count against the section of its heading, at most: a heading outweighs many odd lines.
_DOUBT = {STRONG: 1.6, WORDS: 2.0, "run_in": 2.0, WEAK: 4.0, "unknown": 4.0, "": 5.0}
# Where other costs hold, by the kind of the heading and the likeliest kind of a line: what the line may count against the
# section at most, and what leaving it costs at most. Behind some short sections duties or requirements often begin without
# a heading; and what is wished for reads like what is required.
_STATED = ("duties", "knowledge_skills_abilities", "minimum_qualifications", "desirable_qualifications")
_REQUIRED = ("knowledge_skills_abilities", "minimum_qualifications")
_HOLD = {
    (INDEX[section], INDEX[kind]): hold
    for sections, kinds, hold in (
        (("supervision", "organization", "definition"), _STATED, (6.0, 3.0)),
        (("selection",), _STATED[:2], (3.5, 8.0)),
        (("selection",), _STATED[2:], (6.0, 4.0)),
        (("desirable_qualifications",), _REQUIRED, (0.3, 8.0)),
        (_STATED[1:], ("selection", "compensation"), (6.0, 4.0)),
        (("duties",), ("minimum_qualifications", "desirable_qualifications"), (4.0, 5.0)),
        (("working_conditions", "other"), _STATED, (6.0, 4.0)),
    )
    for section in sections
    for kind in kinds
}
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
_OPEN_UNKNOWN = 3.0
_SUB_HEADING = 1.0
_DATE_ROW = re.compile(r"\t\d{1,2}/\d{1,2}/\d{2,4}(?:\t|$)")
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
    marks = heading_marks(lines, classes, asked)
    believe_leads(lines, marks, own)
    define_behind_header(lines[:asked], own)
    scores = own.copy()
    for section, other, cost in _MAY_HOLD:
        scores[:, INDEX[section]] = np.maximum(scores[:, INDEX[section]], own[:, INDEX[other]] - cost)
    kinds = _search(lines, own, scores, marks)
    return _sections(lines, kinds, marks, asked)


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
    first_heading = next(
        (k for k, line in enumerate(lines) if opens_body(line) or _begins_statements(line)), len(lines)
    )
    spoken = _spoken(lines, asked)
    rows = dict(zip(spoken, log_likelihoods(list(spoken.values())) if spoken else (), strict=True))
    for k, line in enumerate(lines):
        if line.role is Role.HEADING:
            if k < first_heading and k < 8:
                out[k, INDEX["identification"]] = 2.0
            continue
        if k >= asked:
            out[k] = -6.0
            out[k, INDEX["selection"]] = 0.0
            continue
        row = np.maximum(rows[k], -6.0)
        told = tells_history(line.text)
        cells = line.source.cells
        if (cells and any(cell[0] in table for cell in cells)) or _heads_table(lines, k, table):
            row = np.full(len(KINDS), -6.0, np.float32)
            row[INDEX["identification"]] = 0.0
        elif len(cells) > 1 and _DATE_ROW.search(line.text):
            row = np.full(len(KINDS), -5.0, np.float32)
            row[INDEX["history"]] = 0.0
            row[INDEX["identification"]] = -1.0
        elif EQUAL_OPPORTUNITY.search(line.text):
            row = row - 2.0
            row[INDEX["selection"]] = 0.0
        elif line.role is Role.LABEL:
            row = np.full(len(KINDS), -5.0, np.float32)
            row[INDEX["identification"]] = -0.4 if k < first_heading or line.field in ("title", "class_code") else -1.5
            kind = sections.get(line.field, "identification")
            row[INDEX[kind]] = max(row[INDEX[kind]], -0.8 if k >= first_heading else -2.0)
        elif told and len(line.text) < 300:
            row = row - 3.0
            row[INDEX["history"]] = -0.3 if k < first_heading else 0.0
            row[INDEX["identification"]] = -0.2 if k < first_heading else -3.0
        elif line.text.strip(" .").lower() in ("yes", "no", "n/a", "none of the above"):
            row = np.full(len(KINDS), -5.0, np.float32)
            row[INDEX["selection"]] = 0.0
        elif k < first_heading and k < 8 and len(line.text) < 90 and not line.text.rstrip().endswith((".", ";")):
            row = row - 1.0
            row[INDEX["identification"]] = max(row[INDEX["identification"]], -0.3)
        row[INDEX["other"]] = min(row[INDEX["other"]], -3.0)
        if not (told or _DATE_ROW.search(line.text) or line.role is Role.LABEL):
            # A date alone makes no history: bulletins end with theirs.
            row[INDEX["history"]] = min(row[INDEX["history"]], -3.0)
        if ". . ." in line.text:
            row = np.full(len(KINDS), -1.0, np.float32)  # dot leaders tell no kind
        out[k] = row
    return out


def _begins_statements(line: Line) -> bool:
    """Whether duties or requirements begin with a line that leads them in."""
    if line.role not in (Role.BODY, Role.HEADING) or line.is_item:
        return False
    sentence = opening_sentence(line.text)
    return sentence is not None and sentence[0] in ("duties", "minimum_qualifications")


def _spoken(lines: list[Line], asked: int) -> dict[int, tuple[str, bool, str]]:
    """The lines that are judged by their words, by number: text, whether an item, the text right above in the same list."""
    out = {}
    above = ""
    for k, line in enumerate(lines[:asked]):
        if line.role is Role.HEADING:
            above = ""
            continue
        out[k] = (line.text, line.is_item, above if not line.gap else "")
        above = line.text
    return out


def _heads_table(lines: list[Line], k: int, table: frozenset[int]) -> bool:
    """Whether a row names the columns of the table of classes below it."""
    below = lines[k + 1].source.cells if k + 1 < len(lines) else ()
    return len(lines[k].source.cells) > 1 and any(cell[0] in table for cell in below)


def _search(lines: list[Line], own: Array, scores: Array, marks: list[Mark | None]) -> list[int]:
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
    stay = np.arange(2 * kinds).reshape(2, kinds)
    back[:] = stay
    peaks = scores.max(1)
    likeliest = scores.argmax(1).tolist()
    differs = own - scores
    best[1] = scores[0] - 2.0
    best[1, INDEX["identification"]] = scores[0, INDEX["identification"]] + 0.5
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
        hold = _HOLD.get((headed, likeliest[k])) or (_DOUBT[strength], _LEAVE[strength])
        if mark is not None and mark.by in (STRONG, WEAK, WORDS):
            assert mark.kind is not None
            new = np.full((2, kinds), -np.inf, np.float32)
            new[1] = flat[top] - _OVERRULE[mark.by]
            new[0, mark.kind] = flat[top]
            back[k] = top
            strength, headed = _strength(mark, line), mark.kind
        elif mark is not None and mark.by in ("rank", "unknown"):
            # An unexplained heading: a sub-heading of what goes on, or a section that its text explains.
            ranked = mark.by == "rank"
            keep = 0.0 if not ranked else _SUB_HEADING
            new = best - keep
            opened = flat[top] - (_OPEN_UNKNOWN if ranked else _OPEN_UNKNOWN + 2.0)
            for kind in range(kinds):
                if opened > new[1, kind]:
                    new[1, kind] = opened
                    back[k, 1, kind] = top
        elif mark is not None and mark.by in (SUB, "lead"):
            # A lead-in of another section's sort: it stays where such are at home, else a section opens with it.
            assert mark.kind is not None
            homes = [mark.kind] + [INDEX[kind] for kind in HOMES.get(KINDS[mark.kind], ())]
            new = best - _STRAY_LEAD
            new[:, homes] = best[:, homes]
            opened = flat[top] - 2.0
            if opened > new[1, mark.kind]:
                new[1, mark.kind] = opened
                back[k, 1, mark.kind] = top
        elif mark is not None:
            new = best.copy()
        else:
            gap = line.gap
            new = best.copy()
            under = _right_under_heading(marks[k - 1], strength)
            change, leave = _LEAVE[""], _LEAVE[strength] if under else min(_LEAVE[strength], hold[1])
            beyond = gap - _gap_around(lines, k)
            if beyond > 0:
                # White space beyond what stands between the lines around parts groups of lines.
                wide = 0.5 * min(beyond, 5.0)
                change, leave = change - wide, _AT_GAP * leave - wide
                if beyond >= _RULED:
                    leave *= _AT_GAP
            titled = (
                lines[k - 1].role is Role.HEADING
                and lines[k - 1].match is None
                and top % kinds == INDEX["identification"]
            )
            if not gap and not titled:
                change, leave = change + _NO_GAP, leave + _NO_GAP
            elif line.is_item == lines[k - 1].is_item and marks[k - 1] is None:
                change, leave = change + _SAME_FORM, leave + _SAME_FORM
            if under:
                change, leave = change + 4.0, leave + 4.0
            strict = differs[k]
            strict[INDEX["definition"]] += _AFTER_HEADER * (top % kinds == INDEX["identification"])
            drifted, came = new[1], back[k, 1]
            for row, source, cost in zip((0, 1), best.argmax(1).tolist(), (leave, change), strict=True):
                moved = strict + (best[row, source] - cost)
                np.putmask(came, moved > drifted, row * kinds + source)
                np.maximum(drifted, moved, out=drifted)
        emission = scores[k]
        peak = peaks[k]
        new[1] += emission
        if headed >= 0:
            new[0] += max(emission[headed], peak - hold[0])
        else:
            new[0] += peak
        best = new
    state = int(best.reshape(-1).argmax())
    out = [0] * n
    for k in range(n - 1, -1, -1):
        out[k] = state % kinds
        state = int(back[k].reshape(-1)[state])
    return out


def _right_under_heading(above: Mark | None, strength: str) -> bool:
    """Whether a line is the first under the heading of a section, or under a class name with which a firm one goes on."""
    if above is None:
        return False
    return above.by in (STRONG, WORDS) or (above.by == "class" and strength in (STRONG, WORDS))


def _strength(mark: Mark, line: Line) -> str:
    """How firmly a heading holds what follows: a note soon ends, and so does a heading that runs in with its text."""
    if mark.kind is not None and KINDS[mark.kind] == "notes":
        return WEAK
    return "run_in" if line.run_in and mark.by != WEAK else mark.by


def _gap_around(lines: list[Line], k: int) -> float:
    """The mean of the blank lines above the lines before and after; a heading's own white space does not count."""
    before = lines[k - 1].gap if k and lines[k - 1].role is not Role.HEADING else 0
    after = lines[k + 1].gap if k + 1 < len(lines) and lines[k + 1].role is not Role.HEADING else before
    return (before + after) / 2


def _sections(lines: list[Line], kinds: list[int], marks: list[Mark | None], asked: int) -> list[Placed]:
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
