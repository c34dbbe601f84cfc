"""Topics of skills by the rules alone, as they stand where the network marks nothing, and the parts of lists."""

from __future__ import annotations

import pytest

from pipeline.tagging.components import language
from pipeline.tagging.tagger import make_doc, tag
from pipeline.tagging.topics import Range, topics
from pipeline.tagging.word_classes import Words


def ruled(text: str) -> tuple[list[str], list[str], str | None]:
    """The topics, depths and condition that the rules read in a skill."""
    nlp = language()
    words: Words = nlp(make_doc(nlp, "skill", text))._.words
    read = topics(words.lows, words.shape)

    def quote(part: Range) -> str:
        start, end = words.span(part)
        return text[start:end]

    return (
        [quote(topic.topic) for topic in read.topics],
        [quote(depth) for depth in read.depths],
        quote(read.condition) if read.condition else None,
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("With strong Excel skills", (["Excel"], ["strong"], None)),
        ("With strong Excel skills.", (["Excel"], ["strong"], None)),
        (
            "Ability to read plans to the extent needed to inspect buildings.",
            (["read plans"], ["to the extent needed to inspect buildings"], None),
        ),
        ("Knowledge sufficient to perform minor repairs.", ([], ["sufficient to perform minor repairs"], None)),
        ("Knowledge of tools needed to repair engines.", (["tools needed to repair engines"], [], None)),
        ("Knowledge of: (1) soils; (2) drainage; and (3) asphalt.", (["soils", "drainage", "asphalt"], [], None)),
        ("Understanding of, and commitment to, diversity.", (["diversity"], [], None)),
        ("Certain positions require a commercial driver's license.", (["commercial driver's license"], [], "Certain positions")),
        ("If assigned to patrol, ability to ride a horse.", (["ride a horse"], [], "If assigned to patrol")),
        ("Knowledge of accounting (for some positions).", (["accounting"], [], "for some positions")),
        ("Teamwork - Cooperates with others to achieve goals", (["Cooperates with others to achieve goals"], [], None)),
        ("Knowledge of land use - zoning and planning", (["land use - zoning and planning"], [], None)),
        ("Ability to work under pressure – managing deadlines", (["work under pressure – managing deadlines"], [], None)),
    ],
)  # fmt: skip
def test_rules_alone(text: str, found: tuple[list[str], list[str], str | None]) -> None:
    assert ruled(text) == found


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("Explains federal, state and local laws, rules and regulations.", ["federal, state and local laws", "rules", "regulations"]),
        ("Inspects residential and commercial buildings.", ["residential", "commercial buildings"]),
        ("Keeps records of births and deaths.", []),
        ("Repairs pumps, hoses and fittings of docks.", ["pumps", "hoses", "fittings of docks"]),
    ],
)  # fmt: skip
def test_objects_are_parted_as_topics_are(text: str, items: list[str]) -> None:
    thing = tag([("duty", text)])[0].frames[0].object
    assert thing is not None
    assert [text[start:end] for start, end in thing.items] == items


def test_modifiers_are_parts_that_are_told_apart() -> None:
    text = "Knowledge of the ethical and practical issues facing museums"
    (topic,) = tag([("skill", text)])[0].topics
    assert [text[start:end] for start, end in topic.items] == ["ethical", "practical issues facing museums"]
    assert topic.modifiers == {topic.items[0]}
