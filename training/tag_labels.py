"""Labels of tags, one form for hand and machine, and the comparison of two labellings of the same statements.

A labelled statement is a dictionary: ``frames`` (each with spans for ``action``, ``object``, ``recipient``,
``purpose``, ``instrument``, ``frequency``, a list ``conditions`` and the ``lemma``), ``share``, ``supervises``,
``activity`` (an O*NET element), ``topics`` (each ``[span, items]``), ``depth``, ``condition``, and ``mentions`` (each
``[kind, start, end]``). Spans are [start, end) in the statement's text with every run of white space as one space.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from pipeline.tagging.tags import Tags

Labels = dict[str, Any]

ROLES = ("recipient", "purpose", "instrument", "frequency")


def of_tags(tags: Tags) -> Labels:
    """The tagging pass's output as labels."""
    return {
        "frames": [
            {
                "action": list(frame.action),
                "lemma": frame.lemma,
                "object": list(frame.object.span) if frame.object else None,
                **{role: list(span) if (span := getattr(frame, role)) else None for role in ROLES},
                "conditions": [list(span) for span in frame.conditions],
            }
            for frame in tags.frames
        ],
        "supervises": any(frame.supervises for frame in tags.frames),
        "activity": tags.activity.code if tags.activity else None,
        "topics": [[list(topic.span), [list(item) for item in topic.items]] for topic in tags.topics],
        "depth": [list(span) for span in tags.depth],
        "condition": list(tags.condition) if tags.condition else None,
        "mentions": [
            [mention.kind, *mention.span] for mention in tags.mentions if mention.kind not in ("skill", "knowledge")
        ],
    }


def facts(labels: Labels, statement: str) -> Iterator[tuple[str, Any]]:
    """Every single label as (what, value); two labellings agree on a fact where both have it."""
    if statement == "duties":
        for frame in labels["frames"]:
            action = tuple(frame["action"])
            yield "action", action
            yield "lemma", (action, frame["lemma"])
            yield "object", (action, frame["object"] and tuple(frame["object"]))
            for role in ROLES:
                if frame[role]:
                    yield role, (action, tuple(frame[role]))
            for span in frame["conditions"]:
                yield "condition", (action, tuple(span))
        if labels["supervises"]:
            yield "supervises", True
        if labels["activity"]:
            yield "activity", labels["activity"]
    if statement == "skills":
        for topic, items in labels["topics"]:
            yield "topic", tuple(topic)
            for item in items:
                yield "item", tuple(item)
        for span in labels["depth"]:
            yield "depth", tuple(span)
        if labels["condition"]:
            yield "skill condition", tuple(labels["condition"])
    for kind, start, end in labels["mentions"]:
        yield f"mention: {kind}", (start, end)
        yield "mention", (kind, start, end)


def compare(pairs: Iterable[tuple[str, Labels, Labels]]) -> dict[str, Counter[str]]:
    """Counts of right, wanted and found labels over (statement kind, wanted, found) triples."""
    counts: dict[str, Counter[str]] = {}
    for statement, wanted, found in pairs:
        ours, theirs = Counter(facts(found, statement)), Counter(facts(wanted, statement))
        for name, values in (("found", ours), ("wanted", theirs), ("right", ours & theirs)):
            for (what, _), number in values.items():
                counts.setdefault(what, Counter())[name] += number
    return counts


def table(counts: dict[str, Counter[str]]) -> str:
    """A table of precision, recall and F1, one row a kind of label."""
    rows = [f"{'':22}{'precision':>10}{'recall':>8}{'F1':>8}{'wanted':>8}{'found':>8}"]
    for what in sorted(counts):
        right, wanted, found = (counts[what][name] for name in ("right", "wanted", "found"))
        rows.append(
            f"{what:22}{right / found if found else 0:10.3f}{right / wanted if wanted else 0:8.3f}"
            f"{2 * right / (found + wanted) if found + wanted else 0:8.3f}{wanted:8}{found:8}"
        )
    return "\n".join(rows)
