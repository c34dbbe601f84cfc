"""What a PDF's pages repeat around their text: running heads and feet, print marks, buttons, icons."""

from __future__ import annotations

import itertools
import re
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from parsers.pdf_pages import Page
from parsers.pdf_words import Line, Word, print_line

# A word and where it stands: its text, face, size, left edge and top.
Place = tuple[str, str, float, int, int]

_PRINT_MARK = re.compile(
    r"^(?:page\s*)?\d{1,3}\s*(?:of|/)\s*\d{1,3}(?:\s+\d{1,2}/\d{1,2}/\d{2,4},?\s+\d{1,2}:\d{2}\b.*)?$|^page\s+\d{1,3}$|^-?\s*\d{1,3}\s*-?$"
    r"|^(?:https?://|www\.|file:///)\S+(?:\s+(?:page\s*)?\d{1,3}\s*(?:of|/)\s*\d{1,3})?$"
    r"|^\d{1,2}/\d{1,2}/\d{2,4},?\s+\d{1,2}:\d{2}(?:\s*[ap]m)?\b.*$",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"^https?://\S+$")
# How often a picture must begin a line to be a bullet: fewer may be a button or a logo.
_BULLETS = 3
# The share of a page's height, at its top and at its foot, in which running heads are looked for.
_MARGIN = 0.11


def without_furniture(pages: list[Page]) -> tuple[list[Page], list[tuple[Line, str]]]:
    """Running heads and feet, page numbers, print marks, buttons and icons apart from the text.

    A head or foot stands in the margin zone of at least half of the pages (two or more), the same but for
    its page number; a foot may also stand on one page alone, set apart from the text and centred below it.
    """
    pages, furniture = _without_icons(pages)
    printed = [[print_line(words, page.number) for words in page.lines] for page in pages]
    seen: Counter[tuple[bool, str]] = Counter()
    for page, lines in zip(pages, printed, strict=True):
        seen.update({_zone_key(line, page.height) for line in lines if _in_margin(line, page.height)})
    often = max(2, (len(pages) + 1) // 2)
    buttons = _buttons(pages, printed, often)
    kept: list[Page] = []
    for page, lines in zip(pages, printed, strict=True):
        body: list[tuple[Word, ...]] = []
        rest: list[Line] = []
        for words, line in zip(page.lines, lines, strict=True):
            if rule := _margin_rule(line, page, seen, often):
                furniture.append((line, rule))
                continue
            if _in_margin(line, page.height) and (floating := _floating(words, buttons)):
                furniture.append((print_line(floating, page.number), "pdf_button"))
                words = tuple(word for word in words if word not in floating)
                line = print_line(words, page.number) if words else line
            if words:
                body.append(words)
                rest.append(line)
        foot = _centred_foot(lines, rest, page) if page.number < len(pages) else []
        furniture.extend((line, "pdf_page_foot") for line in foot)
        left = [(words, line) for words, line in zip(body, rest, strict=True) if line not in foot]
        kept.append(replace(page, lines=tuple(words for words, _ in left), printed=tuple(line for _, line in left)))
    kept, repeated = _without_repeats(kept)
    return kept, sorted(furniture + repeated, key=lambda found: (found[0].page, found[0].box[1]))


def _picture_faces(pages: list[Page]) -> set[str]:
    """Typefaces that print pictures: their characters are numbered from "!" on, as no text uses them.

    So macOS writes a font that maps its glyphs to no characters; letters would begin at the sixteenth.
    """
    used: dict[str, set[str]] = {}
    for page in pages:
        for words in page.lines:
            for word in words:
                used.setdefault(word.face, set()).update(word.text)
    return {
        face
        for face, chars in used.items()
        if len(chars) < 16 and {ord(char) for char in chars} == set(range(33, 33 + len(chars)))
    }


def _without_icons(pages: list[Page]) -> tuple[list[Page], list[tuple[Line, str]]]:
    """Pictures that begin several lines become bullets; the others are taken out of their lines."""
    faces = _picture_faces(pages)
    if not faces:
        return pages, []
    starts = Counter(
        (word.text, word.face)
        for page in pages
        for words in page.lines
        for k, word in enumerate(words)
        if word.face in faces and _begins(words, k)
    )
    kept: list[Page] = []
    icons: list[tuple[Line, str]] = []
    for page in pages:
        lines: list[tuple[Word, ...]] = []
        for words in page.lines:
            rest: list[Word] = []
            for k, word in enumerate(words):
                if word.face not in faces:
                    rest.append(word)
                elif starts[word.text, word.face] >= _BULLETS and (k == 0 or _begins(words, k)):
                    rest.append(word._replace(text="•"))
                else:
                    icons.append((print_line([word], page.number), "pdf_icon"))
            if rest:
                lines.append(tuple(rest))
        kept.append(replace(page, lines=tuple(lines)))
    return kept, icons


def _begins(words: Sequence[Word], k: int) -> bool:
    """Whether a word stands before text, as a bullet does: near what follows it and apart from what precedes it."""
    em = words[k].size
    after = k + 1 < len(words) and words[k + 1].x0 - words[k].x1 < 3 * em
    return bool(after and (k == 0 or words[k].x0 - words[k - 1].x1 > 2 * em))


def _buttons(pages: list[Page], printed: list[list[Line]], often: int) -> set[Place]:
    """Words that float over the text: at one place in the margin of half of the pages, in another type than the text's."""
    places: Counter[Place] = Counter()
    for page, lines in zip(pages, printed, strict=True):
        margin = (words for words, line in zip(page.lines, lines, strict=True) if _in_margin(line, page.height))
        places.update({_place(word) for words in margin for word in words if any(map(str.isalnum, word.text))})
    found = {place for place, count in places.items() if count >= often}
    if not found:
        return found
    types: Counter[tuple[str, float]] = Counter()
    for page in pages:
        for words in page.lines:
            for word in words:
                types[word.face, word.size] += len(word.text)
    usual = types.most_common(1)[0][0]
    return {place for place in found if place[1:3] != usual}


def _floating(words: Sequence[Word], buttons: set[Place]) -> list[Word]:
    """The buttons in a line. A word beside others of its own type belongs to them: pages may share a title's first word."""
    shared = {(word.face, word.size) for word in words if _place(word) not in buttons}
    return [word for word in words if _place(word) in buttons and (word.face, word.size) not in shared]


def _place(word: Word) -> Place:
    return word.text, word.face, word.size, round(word.x0), round(word.top)


def _without_repeats(pages: list[Page]) -> tuple[list[Page], list[tuple[Line, str]]]:
    """A browser prints a line that the page's edge cuts at the foot of one page and again at the head of the next."""
    repeated: list[tuple[Line, str]] = []
    for k, (page, after) in enumerate(itertools.pairwise(pages)):
        if not page.lines or not after.lines:
            continue
        last, first = page.printed[-1], after.printed[0]
        # The bullet of the cut line may have fallen to one page only.
        if first.text.endswith(last.text) and len(last.text) > 30:
            repeated.append((last, "pdf_repeated_line"))
            pages[k] = replace(page, lines=page.lines[:-1], printed=page.printed[:-1])
    return pages, repeated


def _margin_rule(line: Line, page: Page, seen: Counter[tuple[bool, str]], often: int) -> str:
    if not _in_margin(line, page.height):
        return ""
    below = line.box[1] > page.height / 2
    if seen[_zone_key(line, page.height)] >= often:
        return "pdf_running_foot" if below else "pdf_running_head"
    if below and line.dotted:
        return "pdf_page_foot"
    titled = not below and len(line.cells) == 2 and _ADDRESS.match(line.cells[1])
    return "pdf_print_mark" if titled or _PRINT_MARK.match(line.text) else ""


def _centred_foot(lines: list[Line], rest: list[Line], page: Page) -> list[Line]:
    """The first line set centred in the bottom margin, well within the text's edges, and those below in no larger type.

    ``rest`` are the lines that no other rule took. The text's edges are where most lines begin and where the
    longest tenth ends, so that neither a last line of a paragraph nor a full one counts as centred.
    """
    if len(lines) < 12:
        return []
    left = statistics.mode(round(line.box[0]) for line in lines)
    right = sorted(line.box[2] for line in lines)[int(0.9 * (len(lines) - 1))]
    for k, line in enumerate(rest):
        x0, top, x1, _ = line.box
        centred = abs((x0 + x1) / 2 - (left + right) / 2) < 0.01 * page.width
        if (
            top > (1 - _MARGIN) * page.height
            and centred
            and x0 - left > 0.1 * page.width
            and right - x1 > 0.1 * page.width
        ):
            return [below for below in rest[k:] if below.size <= line.size]
    return []


def _in_margin(line: Line, height: float) -> bool:
    return line.box[3] < _MARGIN * height or line.box[1] > (1 - _MARGIN) * height


def _zone_key(line: Line, height: float) -> tuple[bool, str]:
    """Which margin, and the words with page numbers left open; longer numbers are codes, which tell titles apart."""
    return line.box[1] < height / 2, re.sub(r"(?<!\d)\d{1,3}(?!\d)", "#", line.text)
