"""A record's statements with their tags marked in the text, to be read in a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline import schema

# (start, end, opening mark, closing mark); marks of one statement never cross, and wider ones open first.
Mark = tuple[int, int, str, str]

LEGEND = (
    "[verb/lemma] {object} <recipient> and (role: words) in duties; [topic] {item} (depth: words) in skills; "
    "below each statement its mentions, links, share of time and work activity"
)


def marked(record: schema.Record) -> Iterator[str]:
    """The lines to print for a record: sections in order, each statement under its own."""
    title = record.title.value if record.title else "untitled"
    yield f"### {title}" + (f" ({record.class_code.value})" if record.class_code else "")
    yield LEGEND
    mentions: dict[str, list[schema.Mention]] = {}
    for mention in record.mentions:
        mentions.setdefault(mention.within, []).append(mention)
    statements: dict[str | None, list[schema.Statement]] = {}
    for statement in (*record.duties, *record.skills, *record.qualifications):
        statements.setdefault(statement.section, []).append(statement)
    for section in record.sections:
        here = sorted(statements.get(section.id, []), key=lambda statement: statement.span)
        if not here and section.id not in mentions:
            continue
        yield ""
        yield f"== {section.kind}" + (f" {section.heading.text!r}" if section.heading else "")
        if section.id in mentions:
            yield from _mention_lines(mentions[section.id])
        for statement in here:
            yield from _statement(statement, mentions.get(statement.id, []))


def _statement(statement: schema.Statement, mentions: list[schema.Mention]) -> Iterator[str]:
    marks: list[Mark] = []
    notes: list[str] = []
    if isinstance(statement, schema.Duty):
        marks = [mark for frame in statement.frames for mark in _frame_marks(frame)]
        if any(frame.supervises for frame in statement.frames):
            notes.append("supervises others")
        if statement.share_of_time:
            share = statement.share_of_time
            notes.append(f"share of time: {share.bound.replace('_', ' ')} {share.percent:g} %")
        if statement.activity:
            notes.append(
                f"activity: {statement.activity.name} [{statement.activity.code}] {statement.activity.score:.2f}"
            )
        for frame in statement.frames:
            notes += _link_notes(frame.link, frame.action.lemma)
    elif isinstance(statement, schema.Skill):
        for topic in statement.topics:
            marks += [(*topic.span, "[", "]"), *((*item.span, "{", "}") for item in topic.items)]
            notes += _link_notes(topic.link, topic.text)
            for item in topic.items:
                notes += _link_notes(item.link, item.text)
        marks += [(*depth.span, "(depth: ", ")") for depth in statement.depth]
        if statement.condition:
            marks.append((*statement.condition.span, "(condition: ", ")"))
    yield f"  - {mark_up(statement.text, statement.span[0], marks)}"
    yield from (f"      {note}" for note in notes)
    yield from _mention_lines(mentions)


def _frame_marks(frame: schema.Frame) -> Iterator[Mark]:
    yield (*frame.action.span, "[", f"/{frame.action.lemma}]")
    if frame.object:
        yield (*frame.object.span, "{", "}")
    if frame.recipient:
        yield (*frame.recipient.span, "<", ">")
    for name, quote in (("purpose", frame.purpose), ("instrument", frame.instrument), ("frequency", frame.frequency)):
        if quote:
            yield (*quote.span, f"({name}: ", ")")
    for condition in frame.conditions:
        yield (*condition.span, "(condition: ", ")")


def _mention_lines(mentions: Iterable[schema.Mention]) -> Iterator[str]:
    for mention in mentions:
        link = "; ".join(_link_notes(mention.link, ""))
        yield f"      {mention.kind} {mention.score:.2f}: {' '.join(mention.text.split())}" + (
            f" → {link}" if link else ""
        )


def _link_notes(link: schema.Linked, what: str) -> list[str]:
    if not isinstance(link, schema.Link):
        return []
    return [f"{what} = {link.label} [{link.taxonomy} {link.version}] {link.score:.2f}".removeprefix(" = ")]


def mark_up(text: str, start: int, marks: Iterable[Mark]) -> str:
    """A text that stands at ``start`` with marks around its parts; a mark that would cross another is left out.

    >>> mark_up("Reviews old files", 100, [(100, 107, "[", "/review]"), (108, 117, "{", "}")])
    '[Reviews/review] {old files}'
    """
    kept: list[Mark] = []
    for mark in sorted(dict.fromkeys(marks), key=lambda mark: (mark[0], -mark[1])):
        if all(not one[0] < mark[0] < one[1] < mark[1] for one in kept):
            kept.append(mark)
    opens: dict[int, str] = {}
    closes: dict[int, str] = {}
    for first, last, opening, closing in kept:
        opens[first - start] = opens.get(first - start, "") + opening
        closes[last - start] = closing + closes.get(last - start, "")
    out = "".join(closes.get(k, "") + opens.get(k, "") + text[k : k + 1] for k in range(len(text) + 1))
    return " ".join("".join(letter if letter.isprintable() else " " for letter in out).split())
