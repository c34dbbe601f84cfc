"""Labels and their values: on a line, beside each other in a row, or one above the other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from parsers.document import Block, BlockKind, Document, Span
from pipeline.fieldlabels import field_of, label_in
from pipeline.headings import STRONG, SUB, listed
from pipeline.lines import Line, Role, first_section, replace


def label_run(blocks: list[Block], texts: list[str]) -> set[int]:
    """Numbers of blocks that stand in a run of ``Label: value`` lines.

    Three in a row without a blank line tell a header block, whatever its labels are called, if one of them
    is a label that is known.
    """
    out: set[int] = set()
    run: list[int] = []
    for number, (block, text) in enumerate(zip(blocks, texts, strict=True)):
        labelled = not block.furniture and _looks_labelled(block, text)
        if run and (block.style.gap or not labelled):
            out.update(_run_of_labels(run, texts))
            run = []
        if labelled:
            run.append(number)
    out.update(_run_of_labels(run, texts))
    return out


def _run_of_labels(run: list[int], texts: list[str]) -> list[int]:
    known = sum(field_of(found["label"]) is not None for k in run if (found := label_in(texts[k])))
    return run if len(run) >= 3 and known * 3 >= len(run) else []


def _looks_labelled(block: Block, text: str) -> bool:
    if block.kind is BlockKind.ROW or len(text) > 200:
        return False
    if block.kind is BlockKind.ITEM and block.marker != "•":
        return False
    found = label_in(text)
    return bool(
        found and found["value"] and len(found["label"].split()) <= 7 and not found["value"].endswith((";", ","))
    )


def label_line(number: int, block: Block, text: str) -> Line:
    found = label_in(text)
    assert found is not None
    start = block.content[0]
    return Line(
        Role.LABEL, block.content, text, number, block, block.style.gap, field=field_of(found["label"]) or "other",
        label=(start + found.start("label"), start + found.end("label")),
        value=(start + found.start("value"), block.content[1]),
    )  # fmt: skip


def with_trailing_label(document: Document, line: Line) -> Iterator[Line]:
    """A line that runs on into a label: "KENNEL ATTENDANT CLASS CODE: 3371" is a title and a labelled code."""
    text = line.text
    found = label_in(text) if line.role is Role.BODY and len(text) < 120 else None
    if found and found["value"] and found["label"].isupper() and field_of(found["label"]) is None:
        words = found["label"].split()
        for size in (3, 2):
            label = " ".join(words[-size:])
            if len(words) > size and (field := field_of(label)) in ("class_code", "pay_grade", "flsa", "salary"):
                at = line.span[0] + found["label"].rindex(words[-size])
                value = (line.span[0] + found.start("value"), line.span[1])
                title, rest = stripped(document, (line.span[0], at)), (at, line.span[1])
                yield replace(line, span=title, text=document.quote(title))
                yield replace(
                    line, role=Role.LABEL, span=rest, text=document.quote(rest), gap=0, field=field,
                    label=(at, at + len(label)), value=value,
                )  # fmt: skip
                return
    yield line


def row_lines(document: Document, number: int, block: Block) -> Iterator[Line]:
    """The cells of a row: label and value pairs, a heading beside its text, or a row of a table."""
    cells = [(document.quote(span), span) for span in block.cells]
    base = Line(Role.BODY, block.span, document.quote(block.span), number, block, block.style.gap)
    pairs: list[Line] = []
    k = 0
    while k < len(cells):
        text, span = cells[k]
        found = label_in(text)
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


def header_labels(lines: list[Line]) -> list[Line]:
    """Label lines without a colon in the header block: ``Job Code 066700``, ``Occ. Code 1403300``."""
    out = list(lines)
    for k, line in enumerate(lines[: first_section(lines)]):
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


def paired_labels(document: Document, lines: list[Line]) -> list[Line]:
    """Labels of the header block whose values stand on the next line.

    One label alone on its line may be a section ("ANNUAL SALARY" over an amount); two or more are a header
    block. A row of labels over a row of values is read column by column.
    """
    end = first_section(lines)
    pairs: set[int] = set()
    rows: set[int] = set()
    k = 0
    while k + 1 < len(lines) and k < end + 4:
        line, below = lines[k], lines[k + 1]
        if line.role is Role.FURNITURE:
            k += 1
            continue
        columns = len(line.source.cells)
        further = lines[k + 2].source.cells if k + 2 < len(lines) else ()
        if (
            _is_label_row(document, line)
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
    if len(pairs) < 2 and not any(line.field == "value" for line in lines[: end + 4]):
        pairs = set()
    if not pairs and not rows:
        return lines
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


# A label and its value, each on a line of its own, may be a heading over its text; that many in a row are a block of them.
_FEWEST_PAIRS = 3
_LONGEST_LABEL = 40
_MOST_LABEL_WORDS = 6


def stacked_labels(lines: list[Line]) -> list[Line]:
    """Blocks of labels over their values, wherever they stand: each label in one type, each value in another.

    A label that is not known counts among others that are, if these are half of them; two alone must both be known, and
    end in colons. What is set as the headings of the document are, is a section, however short: "SALARY" over an amount.
    """
    out = list(lines)
    shown = [k for k, line in enumerate(lines) if line.role is not Role.FURNITURE]
    headings = {_type(line) for line in lines if line.match and line.match.by == STRONG and field_of(line.text) is None}
    tried = [0, 0]  # up to where a run was followed from an even and from an odd place
    for at in range(len(shown) - 1):
        if at < tried[at % 2]:
            continue
        run: list[tuple[int, int]] = []
        end = at
        while end + 1 < len(shown) and _continues(lines, run, shown[end], shown[end + 1]):
            run.append((shown[end], shown[end + 1]))
            end += 2
        tried[at % 2] = end
        known = sum(field_of(lines[label].text) is not None for label, _ in run)
        colons = all(lines[label].text.rstrip().endswith(":") for label, _ in run)
        if not colons and run and _type(lines[run[0][0]]) in headings:
            continue
        if known * 2 >= len(run) >= _FEWEST_PAIRS or (colons and known == len(run) == 2):
            tried = [end, end]
            for label, value in run:
                field = field_of(lines[label].text) or "other"
                out[label] = replace(
                    lines[label], role=Role.LABEL, match=None, field=field, label=lines[label].span, value=lines[value].span
                )  # fmt: skip
                out[value] = replace(lines[value], role=Role.LABEL, match=None, field="value")
    return out


def _continues(lines: list[Line], run: list[tuple[int, int]], label: int, value: int) -> bool:
    """Whether two lines are a label over its value, and in the type of the pairs above."""
    if not _is_stacked(lines[label], lines[value]):
        return False
    return not run or all(
        _type(lines[one]) == _type(lines[two]) for one, two in zip(run[0], (label, value), strict=True)
    )


def _type(line: Line) -> tuple[bool, float, bool]:
    style = line.source.style
    return style.bold, round(style.size, 1), line.role is not Role.BODY and line.text.isupper()


def _is_stacked(label: Line, value: Line) -> bool:
    """Whether a line may be the label of the next: short and set off from it, which is short and no sentence."""
    if label.source.cells or value.source.cells or label.is_item or value.is_item or label.run_in or value.run_in:
        return False
    if label.value is not None or value.role not in (Role.BODY, Role.HEADING) or value.match is not None:
        return False
    if label.source.kind is BlockKind.HEADING or label.source.style.size > value.source.style.size + 0.05:
        return False  # a heading is larger than its text
    name = label.text.strip()
    if len(name) > _LONGEST_LABEL or len(name.split()) > _MOST_LABEL_WORDS or not name[0].isupper():
        return False
    if name.endswith((".", ";", ",", "?", "!")) or (label.match is not None and field_of(name) is None):
        return False
    if len(value.text) >= 70 or value.text.rstrip().endswith((".", ";", ":")) or value.gap > label.gap:
        return False
    colon = name.endswith(":")
    return colon or ((name.isupper() or label.source.style.bold) and _type(label) != _type(value))


def _is_label_row(document: Document, line: Line) -> bool:
    cells = line.source.cells
    if len(cells) < 2 or line.role is Role.FURNITURE:
        return False
    known = sum(field_of(document.quote(cell)) is not None for cell in cells)
    return known * 2 > len(cells) and line.span == line.source.span


def _is_lone_label(line: Line) -> bool:
    free = line.role in (Role.BODY, Role.HEADING) or (line.role is Role.LABEL and line.value is None)
    free = free and line.field != "value"
    return free and not line.source.cells and field_of(line.text) is not None


def _is_short_value(line: Line, field: str | None) -> bool:
    return (
        line.role is Role.BODY
        and len(line.text) < 70
        and not line.text.rstrip().endswith((".", ";", ":"))
        and field_of(line.text) in (None, field)
    )


def stripped(document: Document, span: Span) -> Span:
    text = document.quote(span)
    lead = len(text) - len(text.lstrip())
    return (span[0] + lead, max(span[0] + lead, span[1] - (len(text) - len(text.rstrip()))))
