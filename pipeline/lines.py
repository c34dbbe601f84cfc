"""Blocks → lines with a role: heading, label with value, body, or furniture.

A block is one line, or two where its heading runs in with its text ("DEFINITION: Under general …") or where
several labelled values share it. Whether a line *can* be a heading is decided here, by wording and layout;
which headings open sections is decided over the whole document in ``decode``.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from parsers.document import Block, BlockKind, Document, Span
from pipeline.fieldlabels import LABEL, field_of
from pipeline.furniture import furniture_rule
from pipeline.headings import STRONG, SUB, WEAK, Match, defining_labels, exactly, listed, worded
from pipeline.labels import fold


class Role(StrEnum):
    HEADING = "heading"
    LABEL = "label"
    BODY = "body"
    FURNITURE = "furniture"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the document with its role.

    ``span`` covers its words (list marker and decoration left out), ``block`` is the number of its block,
    ``match`` is what a heading says (None: a heading that nothing explains), ``field`` names the field of a
    label line and ``value`` is the span of its value, ``gap`` counts blank lines above (0 for the text that
    runs in with a heading), ``rule`` is the furniture rule, and ``run_in`` marks a heading whose text follows
    on its line.
    """

    role: Role
    span: Span
    text: str
    block: int
    source: Block
    gap: int = 0
    match: Match | None = None
    emphasis: int = 0
    field: str = ""
    label: Span | None = None
    value: Span | None = None
    rule: str = ""
    run_in: bool = False

    @property
    def is_item(self) -> bool:
        return self.source.kind is BlockKind.ITEM


_RUN_IN = re.compile(
    r"(?P<label>[^:;!?\t]{2,90}?(?:\([^()]{3,160}\))?)\s*(?P<mark>:|\s[-–—]{1,2}(?=\s)|--|\.(?=\s))\s*(?P<body>[\w\"'“‘($*•-].*)$",
    re.DOTALL,
)
UNEXPLAINED = Match("other", "")
# A line of more words that ends in a colon is a lead-in sentence, part of the text it introduces.
_LONGEST_LEAD = 10
_SENTENCE = re.compile(r"\b(?:will|must|shall|are|is|may|should|can|has|have)\b")
_SENTENCE_END = (".", ";", ",", "!", "?")
_MINOR = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "by",
        "for",
        "from",
        "in",
        "is",
        "it",
        "not",
        "of",
        "on",
        "or",
        "per",
        "the",
        "to",
        "with",
        "may",
        "be",
        "any",
        "all",
        "not",
    ]
)
_ANSWER = re.compile(r"(?i)(?:no|none|yes|less than|more than)\b.*")
_QUESTION = re.compile(r"(?i)(?:do|are|have|how|what|which|describe|please|is|did|can|will|would|why)\b.*\?\s*$")
_STOP = frozenset(["such", "and", "or", "the", "of", "to", "in", "for", "with", "including"])
# Short closing lines that look like headings by case alone.
BANNER = re.compile(
    r"(?i)(?:an? |the )?(?:.*\bequal (?:employment )?opportunity.* employer|.*\b(?:is|are) to be\b.*|.*\bbasis|.*\b(?:until filled|accepting applications)\b.*)"
)


def read_lines(document: Document) -> list[Line]:
    """Every block's lines in order."""
    blocks = [
        block if document.quote(block.content).strip() else replace(block, content=block.span)
        for block in document.blocks
    ]
    texts = [document.quote(block.content) for block in blocks]
    labelled = _label_run(blocks, texts)
    lines: list[Line] = []
    for number, (block, text) in enumerate(zip(blocks, texts, strict=True)):
        if rule := furniture_rule(block, text):
            lines.append(Line(Role.FURNITURE, block.content, text, number, block, rule=rule))
        elif number in labelled:
            lines.append(_label_line(number, block, text))
        else:
            lines.extend(
                line if line.text else replace(line, text=document.quote(line.span))
                for line in _block_lines(document, number, block, text)
            )
    return _defining(_without_contents(_parted(_plain_headings(_paired_labels(document, _header_labels(lines))))))


def _label_run(blocks: list[Block], texts: list[str]) -> set[int]:
    """Numbers of blocks that stand in a run of ``Label: value`` lines.

    Three in a row without a blank line tell a header block, whatever its labels are called, if one of them
    is a label that is known.
    """
    out: set[int] = set()
    run: list[int] = []
    for number, (block, text) in enumerate(zip(blocks, texts, strict=True)):
        if run and (block.style.gap or not _looks_labelled(block, text)):
            out.update(_run_of_labels(run, texts))
            run = []
        if _looks_labelled(block, text):
            run.append(number)
    out.update(_run_of_labels(run, texts))
    return out


def _run_of_labels(run: list[int], texts: list[str]) -> list[int]:
    known = sum(field_of(found["label"]) is not None for k in run if (found := LABEL.match(texts[k])))
    return run if len(run) >= 3 and known * 3 >= len(run) else []


def _looks_labelled(block: Block, text: str) -> bool:
    if block.furniture or block.kind is BlockKind.ROW or len(text) > 200:
        return False
    if block.kind is BlockKind.ITEM and block.marker != "•":
        return False
    found = LABEL.match(text)
    return bool(
        found and found["value"] and len(found["label"].split()) <= 7 and not found["value"].endswith((";", ","))
    )


def _label_line(number: int, block: Block, text: str) -> Line:
    found = LABEL.match(text)
    assert found is not None
    start = block.content[0]
    return Line(
        Role.LABEL, block.content, text, number, block, block.style.gap, field=field_of(found["label"]) or "other",
        label=(start + found.start("label"), start + found.end("label")),
        value=(start + found.start("value"), block.content[1]),
    )  # fmt: skip


def _block_lines(document: Document, number: int, block: Block, text: str) -> Iterator[Line]:
    start, end = block.content
    gap = block.style.gap
    body = Line(Role.BODY, block.content, text, number, block, gap)
    if block.kind is BlockKind.ROW:
        yield from _row_lines(document, number, block)
        return
    emphasis = _emphasis(block, text)
    whole = _whole_heading(block, text, emphasis)
    if whole is not None:
        yield replace(body, role=Role.HEADING, match=None if whole is UNEXPLAINED else whole, emphasis=emphasis)
        return
    if split := _heading_before_text(block, text):
        label_end, text_start, heading = split
        yield Line(
            Role.HEADING, (start, start + label_end), text[:label_end], number, block, gap, heading, max(1, emphasis), run_in=True
        )  # fmt: skip
        yield from _embedded(document, number, block, (start + text_start, end), 0)
        return
    if labelled := LABEL.match(text):
        field = field_of(labelled["label"])
        if field and len(text) < 160:
            value = (start + labelled.start("value"), end) if labelled["value"] else None
            label_span = (start + labelled.start("label"), start + labelled.end("label"))
            yield replace(body, role=Role.LABEL, field=field, label=label_span, value=value)
            return
    for line in _embedded(document, number, block, block.content, gap):
        yield from _with_trailing_label(document, line)


def _with_trailing_label(document: Document, line: Line) -> Iterator[Line]:
    """A line that runs on into a label: "KENNEL ATTENDANT CLASS CODE: 3371" is a title and a labelled code."""
    text = document.quote(line.span)
    found = LABEL.match(text) if line.role is Role.BODY and len(text) < 120 else None
    if found and found["value"] and found["label"].isupper() and field_of(found["label"]) is None:
        words = found["label"].split()
        for size in (3, 2):
            label = " ".join(words[-size:])
            if len(words) > size and (field := field_of(label)) in ("class_code", "pay_grade", "flsa", "salary"):
                at = line.span[0] + found["label"].rindex(words[-size])
                value = (line.span[0] + found.start("value"), line.span[1])
                yield replace(line, span=_strip(document, (line.span[0], at)), text="")
                yield replace(
                    line, role=Role.LABEL, span=(at, line.span[1]), text="", gap=0, field=field,
                    label=(at, at + len(label)), value=value,
                )  # fmt: skip
                return
    yield line


def _heading_before_text(block: Block, text: str) -> tuple[int, int, Match] | None:
    """A heading that runs in with its text, as (end of the label, start of the text, reading)."""
    if (found := _RUN_IN.match(text)) and (heading := _run_in_match(block, found)):
        return found.end("label"), found.start("body"), heading
    # Glued by text extraction: "SummaryThis class", "FEATURES OF THE CLASSWork involves".
    for found in _GLUED.finditer(text[:100]):
        label = text[: found.start()]
        match = exactly(label)
        if match and match.by == STRONG and len(label) > 5 and len(text) > found.end() + 20:
            return found.start(), found.start(), match
    return None


_GLUED = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=\))(?=[A-Z][a-z])")
_EMBEDDED = re.compile(
    r"(?P<caps>(?<![A-Za-z])[A-Z][A-Z/&,'’() -]{6,70}[A-Z)])(?P<mark>:?)(?=\s)|(?<=[.;)]\s)(?P<label>[A-Z][a-z]+(?:[ ,/&-]+(?:[A-Z]?[a-z]+)){0,6})(?P<colon>:)(?=\s)"
)


def _embedded(document: Document, number: int, block: Block, span: Span, gap: int) -> Iterator[Line]:
    """A paragraph cut at the headings inside it, where text extraction has lost the lines of a document.

    Only labels that the vocabulary holds to the letter count: in capitals, or at the start of a sentence and
    followed by a colon.
    """
    text = document.quote(span)
    at = 0
    for found in _EMBEDDED.finditer(text) if len(text) > 120 else ():
        label = found["caps"] or found["label"]
        match = exactly(label)
        if (
            match is None
            or match.by != STRONG
            or match.kind == "notes"
            or found.start() == 0
            or (len(label.split()) == 1 and not found["colon"] and not found["mark"])
        ):
            continue
        if text[at : found.start()].strip():
            yield Line(Role.BODY, _strip(document, (span[0] + at, span[0] + found.start())), "", number, block, gap)
        start = span[0] + found.start()
        yield Line(Role.HEADING, (start, start + len(label)), label, number, block, 1, match, 1, run_in=True)
        at, gap = found.end(), 0
    rest = _strip(document, (span[0] + at, span[1]))
    if rest[0] < rest[1]:
        yield Line(Role.BODY, rest, "", number, block, gap)


def _strip(document: Document, span: Span) -> Span:
    text = document.quote(span)
    lead = len(text) - len(text.lstrip())
    return (span[0] + lead, max(span[0] + lead, span[1] - (len(text) - len(text.rstrip()))))


def _row_lines(document: Document, number: int, block: Block) -> Iterator[Line]:
    """The cells of a row: label and value pairs, a heading beside its text, or a row of a table."""
    cells = [(document.quote(span), span) for span in block.cells]
    base = Line(Role.BODY, block.span, document.quote(block.span), number, block, block.style.gap)
    pairs: list[Line] = []
    k = 0
    while k < len(cells):
        text, span = cells[k]
        found = LABEL.match(text)
        field = field_of(text) or field_of(found["label"]) if found and found["value"] is None else field_of(text)
        if found and found["value"] and (name := field_of(found["label"])):
            at = span[0]
            pairs.append(
                replace(base, role=Role.LABEL, span=span, text=text, field=name,
                        label=(at + found.start("label"), at + found.end("label")), value=(at + found.start("value"), span[1]))
            )  # fmt: skip
            k += 1
        elif field and k + 1 < len(cells) and not field_of(cells[k + 1][0]):
            value = cells[k + 1][1]
            both = (span[0], value[1])
            pairs.append(
                replace(base, role=Role.LABEL, span=both, text=document.quote(both), field=field,
                        label=(span[0], span[0] + len(text.rstrip(" :"))), value=value)
            )  # fmt: skip
            k += 2
        elif pairs:
            # A further cell of the same value: "Salary Range: 46   $4,118.00 - $5,526.00 Monthly".
            last = pairs[-1]
            span = (last.span[0], span[1])
            start = last.value[0] if last.value else span[0]
            pairs[-1] = replace(last, span=span, text=document.quote(span), value=(start, span[1]))
            k += 1
        else:
            pairs = []
            break
    if pairs:
        yield pairs[0]
        yield from (replace(pair, gap=0) for pair in pairs[1:])
        return
    heading = listed(cells[0][0]) if len(cells) == 2 and len(cells[0][0]) < 80 else None
    if heading and heading.by != SUB and len(cells[1][0]) > 40:
        yield replace(
            base, role=Role.HEADING, span=cells[0][1], text=cells[0][0], match=heading, emphasis=2, run_in=True
        )
        yield replace(base, span=cells[1][1], text=cells[1][0], gap=0)
        return
    yield base


def _emphasis(block: Block, text: str) -> int:
    """How much the layout sets a line off as a heading: 0 not at all, 1 a little, 2 plainly."""
    style = block.style
    if block.kind is BlockKind.HEADING or (style.size >= 1.15 and len(text) < 100):
        return 2
    letters = [c for c in text if c.isalpha()]
    caps = len(letters) > 3 and sum(c.isupper() for c in letters) > 0.85 * len(letters)
    score = int(caps) + int(style.bold)
    if style.bold and style.gap and len(text.split()) <= 8 and text[-1:].isalnum() and _title_case(text):
        return 2
    if text.rstrip().endswith(":"):
        score += 1
    return min(2, score)


def _title_case(text: str) -> bool:
    words = [word for word in re.findall(r"[A-Za-z][\w'’]*", text) if word.lower() not in _MINOR]
    return bool(words) and words[0][0].isupper() and sum(word[0].isupper() for word in words) >= 0.7 * len(words)


def _whole_heading(block: Block, text: str, emphasis: int) -> Match | None:
    """How a whole line reads as a heading: UNEXPLAINED for one that no rule explains, None for no heading."""
    bare = text.strip()
    if len(bare) > 200 or not any(map(str.isalpha, bare)) or _QUESTION.match(bare) or _ANSWER.fullmatch(bare):
        return None
    core = re.sub(r"\([^()]*\)|\[[^\[\]]*\]", "", bare).strip() or bare
    longest = 2 if block.kind is BlockKind.HEADING and block.style.level < 7 else 1
    if core[0].islower() or len(core.split()) > 14 * longest or len(core) > 110 * longest:
        return None
    if BANNER.fullmatch(core) and not core.endswith(":") and len(core.split()) > 3:
        return None
    item = block.kind is BlockKind.ITEM
    bullet = item and not block.marker[:1].isalnum() and block.marker[:1] != "("
    match = listed(core)
    if re.search(r":\s*\(", bare):
        return None
    if match is None and re.search(r":\s*\S", core):
        return None
    ends_open = core.rstrip().endswith(_SENTENCE_END) and not core.endswith("etc.")
    if match and match.by != SUB:
        if ends_open and (emphasis == 0 or core[-1] != "."):
            return None
        # One plain word or a bullet may be an item of a list ("Insurance", "Training").
        if bullet and emphasis < 2 and not core.endswith(":"):
            return None
        if item and emphasis == 0 and not core.endswith(":") and len(core.split()) == 1:
            return None
        if _is_plain_label(block, core, emphasis):
            return None
        # Sentence case without emphasis is how list items look too ("Drug testing (some positions)").
        if not emphasis and not _title_case(core) and (core != bare or len(core.split()) < 2):
            return None
        return match
    if match:  # a lead-in such as "Knowledge of:" or a sub-heading such as "Education"
        return (
            match
            if core.endswith(":") or emphasis or (block.style.gap and len(core.split()) <= 3 and not item)
            else None
        )
    if ends_open:
        return None
    if field_of(core) and core.endswith(":"):
        return None
    if len(core.split()) > _LONGEST_LEAD and (core.endswith(":") or _SENTENCE.search(core)):
        return None
    if emphasis and not bullet and (reading := worded(core, 3)):
        return reading
    if not emphasis and not item and block.style.gap and len(core.split()) <= 7 and _title_case(core):
        return worded(core, 1)
    if emphasis >= 2 and not bullet and len(core.split()) <= 12 * longest:
        return UNEXPLAINED
    if core.endswith(":") and not bullet and (block.style.gap or not item) and len(core.split()) <= _LONGEST_LEAD:
        return worded(core, 5) or UNEXPLAINED
    return None


def _is_plain_label(block: Block, core: str, emphasis: int) -> bool:
    """Whether a listed heading that is also a header label stands as a label, to be read with the next line."""
    return bool(field_of(core)) and core.endswith(":") and (len(core) <= 6 or (emphasis <= 1 and not core.isupper()))


def _run_in_match(block: Block, found: re.Match[str]) -> Match | None:
    """What the label of a run-in heading says, if it is one."""
    label, mark, body = found["label"].strip(" *_"), found["mark"].strip(), found["body"]
    if body.startswith("(") and mark == ":" and (whole := listed(label)) and whole.by == STRONG:
        return whole
    if label[:1].islower() or len(label.split()) > 12:
        return None
    if field_of(label) and len(body) < 60 and not body.rstrip().endswith("."):
        return None
    letters = [c for c in label if c.isalpha()]
    caps = len(letters) > 3 and sum(c.isupper() for c in letters) > 0.85 * len(letters)
    lead = 0 < block.style.lead <= len(found["label"]) + 8
    bullet = block.kind is BlockKind.ITEM and not block.marker[:1].isalnum()
    match = listed(label)
    if match and match.by in (STRONG, WEAK):
        if bullet and not caps:
            return None
        if match.kind == "special_requirements" and mark == ":" and not caps:
            return None  # "License: ..." within the requirements is a lead-in
        if mark == ":":
            plain = (
                len(label.split()) == 1
                and not (caps or lead)
                and match.kind not in ("definition", "notes", "duties", "supervision")
            )
            return None if plain and block.kind is BlockKind.ITEM else match
        return match if (caps or lead) and len(body) > 20 else None
    if match or mark not in (":", "-", "–", "—") or (mark != ":" and not caps) or bullet or not (caps or lead):
        return None
    return worded(label, 2) if len(body) > 20 or caps else None


def _plain_headings(lines: list[Line]) -> list[Line]:
    """Make headings of short lines in title case that stand alone over a list or a long paragraph.

    Nothing in their type tells them from text, so white space must: more above than between the lines below.
    """
    out = list(lines)
    for k, line in enumerate(lines[:-1]):
        below = lines[k + 1]
        words = line.text.split()
        if (
            line.role is Role.BODY
            and below.role is Role.BODY
            and line.source.kind is BlockKind.PARAGRAPH
            and line.gap >= 2
            and 2 <= len(words) <= 6
            and line.text[-1].isalnum()
            and not any(c.isdigit() or c in "$:;," for c in line.text)
            and _title_case(line.text)
            and (len(below.text) > 80 or len(below.text) > 1.6 * len(line.text))
            and below.gap < line.gap
            and k > 3
        ):
            out[k] = replace(line, role=Role.HEADING)
    return out


def _first_section(lines: list[Line]) -> int:
    """Number of the first line that opens a section of text, where the header block ends."""
    for k, line in enumerate(lines):
        if (
            line.role is Role.HEADING
            and line.match
            and line.match.by == STRONG
            and line.match.kind
            not in (
                "identification",
                "notes",
                "compensation",
                "organization",
                "selection",
                "working_conditions",
                "history",
            )
        ):
            return k
    return min(len(lines), 12)


def header_block(lines: list[Line]) -> list[Line]:
    """The lines of the header block: those before the first section of text, furniture left out."""
    return [line for line in lines[: _first_section(lines)] if line.role is not Role.FURNITURE]


def _header_labels(lines: list[Line]) -> list[Line]:
    """Label lines without a colon in the header block: ``Job Code 066700``, ``Occ. Code 1403300``."""
    out = list(lines)
    for k, line in enumerate(lines[: _first_section(lines)]):
        if line.role is not Role.BODY or len(line.text) > 80 or line.source.kind is BlockKind.ROW:
            continue
        words = line.text.split()
        for size in (4, 3, 2, 1):
            label = " ".join(words[:size])
            field = field_of(label) if len(words) > size else None
            if size == 1 and not (field == "flsa" and re.search(r"(?i)exempt", line.text)):
                continue
            if field == "jurisdiction" or not line.text[0].isupper() or line.text.rstrip().endswith((".", ";")):
                continue
            if field and (
                any(map(str.isdigit, words[size]))
                or field not in ("class_code", "salary", "series", "title", "terms", "department")
            ):
                start = line.span[0]
                value = line.text.index(words[size], len(label))
                out[k] = replace(
                    line,
                    role=Role.LABEL,
                    field=field,
                    label=(start, start + len(label)),
                    value=(start + value, line.span[1]),
                )
                break
    return out


def _paired_labels(document: Document, lines: list[Line]) -> list[Line]:
    """Labels of the header block whose values stand on the next line.

    One label alone on its line may be a section ("ANNUAL SALARY" over an amount); two or more are a header
    block. A row of labels over a row of values is read column by column.
    """
    end = _first_section(lines)
    pairs: set[int] = set()
    rows: set[int] = set()
    k = 0
    while k + 1 < len(lines):
        line, below = lines[k], lines[k + 1]
        columns = len(line.source.cells)
        further = lines[k + 2].source.cells if k + 2 < len(lines) else ()
        if (
            k < end + 4
            and _is_label_row(document, line)
            and columns == len(below.source.cells)
            and (len(further) != columns or _is_label_row(document, lines[k + 2]))
        ):
            rows.add(k)
            k += 2
        elif k < end and _is_lone_label(line) and _is_short_value(below, field_of(line.text)):
            pairs.add(k)
            k += 2
        else:
            k += 1
    if len(pairs) < 2:
        pairs = set()
    out: list[Line] = []
    for k, line in enumerate(lines):
        if k in pairs:
            field = field_of(line.text) or "other"
            out.append(
                replace(line, role=Role.LABEL, match=None, field=field, label=line.span, value=lines[k + 1].span)
            )
        elif k - 1 in pairs or k - 1 in rows:
            out.append(replace(line, role=Role.LABEL, match=None, field="value"))
        elif k in rows:
            for label, value in zip(line.source.cells, lines[k + 1].source.cells, strict=True):
                field = field_of(document.quote(label)) or "other"
                out.append(
                    replace(line, role=Role.LABEL, match=None, field=field, span=label, text=document.quote(label),
                            label=label, value=value)
                )  # fmt: skip
        else:
            out.append(line)
    return out


def _is_label_row(document: Document, line: Line) -> bool:
    cells = line.source.cells
    if len(cells) < 2 or line.role is Role.FURNITURE:
        return False
    known = sum(field_of(document.quote(cell)) is not None for cell in cells)
    return known * 2 > len(cells) and line.span == line.source.span


def _is_lone_label(line: Line) -> bool:
    free = line.role in (Role.BODY, Role.HEADING) or (line.role is Role.LABEL and line.value is None)
    return free and not line.source.cells and field_of(line.text) is not None


def _is_short_value(line: Line, field: str | None) -> bool:
    return (
        line.role is Role.BODY
        and len(line.text) < 70
        and not line.text.rstrip().endswith((".", ";", ":"))
        and field_of(line.text) in (None, field)
    )


def _without_contents(lines: list[Line]) -> list[Line]:
    """Make plain text of a table of contents: its entries are the headings that come again further down."""
    start = next((k for k, line in enumerate(lines) if fold(line.text) in ("content", "table content")), None)
    if start is None:
        return lines
    later = [fold(line.text) for line in lines]
    out = list(lines)
    for k in range(start + 1, len(lines)):
        if later[k] not in later[k + 1 :]:
            break
        out[k] = replace(lines[k], role=Role.BODY, match=None, gap=0)
    return out


def _parted(lines: list[Line]) -> list[Line]:
    """Count a printed rule between two lines as white space."""
    out = list(lines)
    for k, (rule, line) in enumerate(itertools.pairwise(lines), start=1):
        if rule.rule == "separator" and len(rule.text) > 3:
            out[k] = replace(line, gap=line.gap + 3)
    return out


def _defining(lines: list[Line]) -> list[Line]:
    """Read "Distinguishing Features of the Class" and its like as the definition where there is no other."""
    if any(line.match and line.match.kind == "definition" and line.match.by in (STRONG, WEAK) for line in lines):
        return lines
    return [
        replace(line, match=Match("definition", STRONG))
        if line.match and line.match.kind == "distinguishing_characteristics" and fold(line.text) in defining_labels()
        else line
        for line in lines
    ]
