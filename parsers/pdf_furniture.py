"""What a PDF's pages repeat around their text: running heads and feet, print marks, buttons, icons."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from dataclasses import replace

from parsers.pdf_words import Line, Page, print_line

_PRINT_MARK = re.compile(
    r"^(?:page\s*)?\d{1,3}\s*(?:of|/)\s*\d{1,3}$|^page\s+\d{1,3}$|^-?\s*\d{1,3}\s*-?$"
    r"|^(?:https?://|www\.|file:///)\S+(?:\s+(?:page\s*)?\d{1,3}\s*(?:of|/)\s*\d{1,3})?$"
    r"|^\d{1,2}/\d{1,2}/\d{2,4},?\s+\d{1,2}:\d{2}(?:\s*[ap]m)?\b.*$",
    re.IGNORECASE,
)
# The share of a page's height, at its top and at its foot, in which running heads are looked for.
_MARGIN = 0.11


def without_furniture(pages: list[Page]) -> tuple[list[Page], list[tuple[Line, str]]]:
    """Running heads and feet, page numbers and print marks apart from the text.

    A head or foot stands in the margin zone of at least half of the pages (two or more), the same but for
    its digits; a foot may also stand on one page alone, set apart from the text and centred below it.
    """
    printed = [[replace(print_line(words), page=page.number) for words in page.lines] for page in pages]
    seen: Counter[tuple[bool, str]] = Counter()
    for page, lines in zip(pages, printed, strict=True):
        seen.update({_zone_key(line, page.height) for line in lines if _in_margin(line, page.height)})
    often = max(2, (len(pages) + 1) // 2)
    kept: list[Page] = []
    furniture: list[tuple[Line, str]] = []
    for page, lines in zip(pages, printed, strict=True):
        foot = _centred_foot(lines, page) if page.number < len(pages) else []
        body = []
        for words, line in zip(page.lines, lines, strict=True):
            if rule := "pdf_page_foot" if line in foot else _margin_rule(line, page, seen, often):
                furniture.append((line, rule))
            else:
                body.append(words)
        kept.append(replace(page, lines=tuple(body)))
    return kept, furniture


def _margin_rule(line: Line, page: Page, seen: Counter[tuple[bool, str]], often: int) -> str:
    if not _in_margin(line, page.height):
        return ""
    below = line.box[1] > page.height / 2
    if seen[_zone_key(line, page.height)] >= often:
        return "pdf_running_foot" if below else "pdf_running_head"
    if below and line.dotted:
        return "pdf_page_foot"
    return "pdf_print_mark" if _PRINT_MARK.match(line.text) else ""


def _centred_foot(lines: list[Line], page: Page) -> list[Line]:
    """The first line set centred in the bottom margin, well within the text's edges, and those below in no larger type.

    The text's edges are where most lines begin and where the longest tenth ends, so that neither a last line
    of a paragraph nor a full one counts as centred.
    """
    if len(lines) < 12:
        return []
    left = statistics.mode(round(line.box[0]) for line in lines)
    right = sorted(line.box[2] for line in lines)[int(0.9 * (len(lines) - 1))]
    for k, line in enumerate(lines):
        x0, top, x1, _ = line.box
        centred = abs((x0 + x1) / 2 - (left + right) / 2) < 0.01 * page.width
        if (
            top > (1 - _MARGIN) * page.height
            and centred
            and x0 - left > 0.1 * page.width
            and right - x1 > 0.1 * page.width
        ):
            return [below for below in lines[k:] if below.size <= line.size]
    return []


def _in_margin(line: Line, height: float) -> bool:
    return line.box[3] < _MARGIN * height or line.box[1] > (1 - _MARGIN) * height


def _zone_key(line: Line, height: float) -> tuple[bool, str]:
    return line.box[1] < height / 2, re.sub(r"\d+", "#", line.text)
