"""Records with their tags marked in the text, to be read in a terminal."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator
from itertools import groupby

from pipeline import schema
from pipeline.annotate import RUNNING

# (start, end, opening mark, closing mark).
Mark = tuple[int, int, str, str]

KEY = (
    "Key: [verb] or [verb/lemma] · {object or topic} · ‹item of a list› · <mention> in running text",
    "Below: what else a verb or skill has · share of time, activity, links → · mentions: kind score: words",
)
# Between the parts of a line; the blank that does not break keeps the bar at the end of its line.
_BAR = "\xa0| "
# What a frame holds beside its action and object, and the name of one such quote.
_ROLES = {
    "recipient": "recipient",
    "purpose": "purpose",
    "instrument": "instrument",
    "conditions": "condition",
    "frequency": "frequency",
}
# Words quoted once more below a statement are cut short in the middle where they are more than this.
_QUOTED = 9


def marked(records: Iterable[schema.Record], width: int = 100) -> Iterator[str]:
    """The lines to print for the records of a document, each statement under the section that it stands in.

    A section that is word for word as in an earlier record is named, and not printed again.
    """
    for line in KEY:
        yield from _wrapped(line, "", "     ", width)
    printed: set[tuple[str, ...]] = set()
    for record in records:
        title = record.title.value if record.title else "untitled"
        yield ""
        yield f"### {_plain(title)}" + (f" ({_plain(record.class_code.value)})" if record.class_code else "")
        for heading, lines in _sections(record, width):
            again = bool(lines) and (heading, *lines) in printed
            printed.add((heading, *lines))
            yield ""
            yield from _wrapped(heading + (": as above" if again else ""), "", "   ", width)
            yield from () if again else lines


def _sections(record: schema.Record, width: int) -> Iterator[tuple[str, list[str]]]:
    """The heading and the lines of each section, and of the statements that stand in none."""
    mentions: dict[str, list[schema.Mention]] = {}
    for mention in record.mentions:
        mentions.setdefault(mention.within, []).append(mention)
    statements: dict[str | None, list[schema.Statement]] = {section.id: [] for section in record.sections}
    strays: list[schema.Statement] = []
    for statement in (*record.duties, *record.skills, *record.qualifications, *record.history):
        statements.get(statement.section, strays).append(statement)
    for section in record.sections:
        here = statements[section.id]
        heading = f"== {section.kind}" + (f" {_plain(section.heading.text)!r}" if section.heading else "")
        if not here and section.kind not in RUNNING:
            yield f"{heading} ({len(section.text.split())} words, no statement)", []
            continue
        lines: list[str] = []
        at, end = section.span
        for span, alike in _by_span(here):
            lines += _running(record, (at, span[0]), section, mentions, width)
            lines += _statements(alike, mentions, width)
            at = max(at, span[1])
        yield heading, [*lines, *_running(record, (at, end), section, mentions, width)]
    if strays:
        lines = [line for _, alike in _by_span(strays) for line in _statements(alike, mentions, width)]
        yield "== in no section", lines


def _by_span(statements: Iterable[schema.Statement]) -> Iterator[tuple[schema.Span, list[schema.Statement]]]:
    """Statements in order, with those of the same words together: a row of a table may tell of several events."""
    for span, alike in groupby(sorted(statements, key=lambda one: one.span), lambda one: one.span):
        yield span, list(alike)


def _running(
    record: schema.Record,
    span: schema.Span,
    section: schema.Section,
    mentions: dict[str, list[schema.Mention]],
    width: int,
) -> Iterator[str]:
    """Text of a section that is no statement; one line of a passage will do where no mentions are looked for."""
    text, found = record.document.text, mentions.get(section.id, [])
    for start, end in _passages(text, span, found):
        words = re.sub(r"[\W\d_]+", " ", text[start:end]).strip().lower()
        if len(words) < 2 or words in ("and", "or"):
            continue
        here = [mention for mention in found if start <= mention.span[0] < end]
        most = None if section.kind in RUNNING else 1
        yield from _wrapped(mark_up(text[start:end], start, _mention_marks(here)), "  ", "  ", width, most)
        yield from _mention_lines(here, width)


def _passages(text: str, span: schema.Span, mentions: Iterable[schema.Mention]) -> Iterator[schema.Span]:
    """The lines of a part of a text, joined where one goes on in small letters or inside a mention."""
    start, end = span
    for match in re.compile(r"\n(?![a-z])").finditer(text, start, end):
        at = match.start()
        if not any(mention.span[0] < at < mention.span[1] for mention in mentions):
            yield start, at
            start = at + 1
    if start < end:
        yield start, end


def _statements(
    statements: list[schema.Statement], mentions: dict[str, list[schema.Mention]], width: int
) -> Iterator[str]:
    """Statements of the same words: the text with the marks of all, and below it what else they have."""
    first, marks, below = statements[0], dict[Mark, None](), dict[str, None]()
    for statement in statements:
        if isinstance(statement, schema.Duty):
            found, lines = _duty(statement)
        elif isinstance(statement, schema.Skill):
            found, lines = _skill(statement)
        elif isinstance(statement, schema.HistoryEvent):
            found, lines = [], [f"{statement.event} {statement.date or 'without date'}"]
        else:
            found, lines = [], []
        marks.update(dict.fromkeys(found))
        below.update(dict.fromkeys(lines))
    yield from _wrapped(mark_up(first.text, first.span[0], marks), "  - ", "    ", width)
    for line in below:
        yield from _wrapped(line, "      ", "        ", width)
    yield from _mention_lines([mention for one in statements for mention in mentions.get(one.id, ())], width)


def _duty(duty: schema.Duty) -> tuple[list[Mark], list[str]]:
    marks: list[Mark] = []
    verbs: dict[str, list[str]] = {}
    notes = []
    if share := duty.share_of_time:
        notes.append(f"share of time: {share.bound.replace('_', ' ')} {share.percent:g} %")
    if duty.activity:
        notes.append(f"activity: {duty.activity.name} {duty.activity.score:.1f}")
    for frame in duty.frames:
        marks += [(*frame.action.span, "[", f"{_lemma(frame.action)}]"), *_phrase_marks(frame.object)]
        if more := _BAR.join(_roles(frame)):
            verbs.setdefault(more, []).append(frame.action.lemma)
        notes += _link(frame.link, f"{frame.action.lemma} {frame.object.text if frame.object else ''}")
    return marks, [*(f"[{', '.join(lemmas)}] {more}" for more, lemmas in verbs.items()), _BAR.join(notes)]


def _skill(skill: schema.Skill) -> tuple[list[Mark], list[str]]:
    notes = [f"depth: {_short(depth.text)}" for depth in skill.depth]
    notes += [f"condition: {_short(skill.condition.text)}"] if skill.condition else []
    for topic in skill.topics:
        notes += _link(topic.link, topic.text)
        for item in topic.items:
            notes += _link(item.link, item.text)
    return [mark for topic in skill.topics for mark in _phrase_marks(topic)], [_BAR.join(notes)]


def _lemma(action: schema.Action) -> str:
    said = _plain(action.text).lower()
    return "" if said.removesuffix("s") == action.lemma.removesuffix("s") else f"/{action.lemma}"


def _phrase_marks(phrase: schema.Phrase | None) -> list[Mark]:
    if phrase is None:
        return []
    return [(*phrase.span, "{", "}"), *((*item.span, "‹", "›") for item in phrase.items)]


def _roles(frame: schema.Frame) -> Iterator[str]:
    for role, name in _ROLES.items():
        found = getattr(frame, role)
        for quote in found if isinstance(found, tuple) else (found,) if found else ():
            yield f"{name}: {_short(quote.text)}"
    if frame.supervises:
        yield "supervises"


def _mention_marks(mentions: Iterable[schema.Mention]) -> list[Mark]:
    """Marks around mentions, one pair around those that overlap."""
    marks: list[Mark] = []
    for start, end in sorted(mention.span for mention in mentions):
        if marks and start < marks[-1][1]:
            start, end = marks[-1][0], max(end, marks.pop()[1])
        marks.append((start, end, "<", ">"))
    return marks


def _mention_lines(mentions: Iterable[schema.Mention], width: int) -> list[str]:
    """Mentions of the same words beside each other, and all of a text in one paragraph."""
    groups: dict[schema.Span, dict[str, list[schema.Mention]]] = {}
    for mention in mentions:
        groups.setdefault(mention.span, {}).setdefault(f"{mention.score:.1f}", []).append(mention)
    shown = []
    for by_score in groups.values():
        kinds = ", ".join(f"{', '.join(one.kind for one in ones)} {score}" for score, ones in by_score.items())
        alike = [mention for ones in by_score.values() for mention in ones]
        links = dict.fromkeys(link for mention in alike for link in _link(mention.link, ""))
        shown.append(" ".join((f"{kinds}: {_short(alike[0].text)}", *links)))
    return _wrapped(_BAR.join(shown), "      ", "        ", width)


def _link(link: schema.Linked, what: str) -> list[str]:
    if not isinstance(link, schema.Link):
        return []
    return [f"{_short(what)} → {link.label} ({link.taxonomy} {link.score:.1f})".strip()]


def _short(text: str) -> str:
    words = _plain(text).split()
    return " ".join(words if len(words) <= _QUOTED else [*words[: _QUOTED - 4], "…", *words[-3:]])


def _plain(text: str) -> str:
    """Text in one line; a control character is a blank."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def _wrapped(text: str, first: str, rest: str, width: int, most: int | None = None) -> list[str]:
    lines = textwrap.wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
        max_lines=most,
        placeholder=" …",
    )
    return [line.replace("\xa0", " ") for line in lines]


def mark_up(text: str, start: int, marks: Iterable[Mark]) -> str:
    """A text that stands at ``start`` with marks around its parts; where marks meet, wider ones stand outside.

    What goes on behind the text is closed at its end.

    >>> mark_up("Reviews old files", 100, [(100, 107, "[", "/review]"), (108, 117, "{", "}"), (112, 117, "‹", "›")])
    '[Reviews/review] {old ‹files›}'
    """
    opens: dict[int, str] = {}
    closes: dict[int, str] = {}
    for first, last, opening, closing in sorted(marks, key=lambda mark: (mark[0], -mark[1])):
        opens[first - start] = opens.get(first - start, "") + opening
        end = min(last - start, len(text))
        closes[end] = closing + closes.get(end, "")
    return _plain("".join(closes.get(k, "") + opens.get(k, "") + text[k : k + 1] for k in range(len(text) + 1)))
