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
        ("Use tact and good judgment when communicating with the public", (["Use tact and good judgment"], [], "when communicating with the public")),
        ("Ability to stay calm when dealing with staff, visitors and the press.", (["stay calm"], [], "when dealing with staff, visitors and the press")),
        ("Ability to drive a plow, even if roads are closed.", (["drive a plow"], [], "even if roads are closed")),
        ("Ability to retrieve files upon request.", (["retrieve files"], [], "upon request")),
        ("Must know when to escalate", (["when to escalate"], [], None)),
        ("Ability to recognize when a caller is at risk", (["recognize when a caller is at risk"], [], None)),
        ("Knowledge of terminology used when troubleshooting", (["terminology used when troubleshooting"], [], None)),
        ("Ability to work in an environment where priorities change", (["work in an environment where priorities change"], [], None)),
        ("Ability to interpret (and, where necessary, redraft) ordinances", (["interpret (and, where necessary, redraft) ordinances"], [], None)),
        ("Knowledge of accounting software, preferably Sage.", (["accounting software"], [], None)),
        ("Legal & Regulatory Navigation: Understanding, interpreting, and ensuring compliance with laws", (["Understanding, interpreting, and ensuring compliance with laws"], [], None)),
        ("Customer Service Skills – Ability to assist voters", (["assist voters"], [], None)),
        ("Attention to Detail - Is thorough when performing work", (["thorough"], [], "when performing work")),
        ("Service delivery: knows the customer and puts things right", (["knows the customer and puts things right"], [], None)),
        ("Political acumen: understands the role of members", (["role of members"], [], None)),
        ("Stock control skills – must be strong.", (["Stock control"], [], None)),
        ("Excellent trouble-shooting ability and mechanical aptitude.", (["trouble-shooting", "mechanical"], ["Excellent"], None)),
        ("Legal and institutional knowledge", (["Legal and institutional"], [], None)),
        ("Detail oriented person", (["Detail oriented"], [], None)),
        ("Prior knowledge of city practice and policy a plus", (["city practice and policy"], [], None)),
        ("Display excellent relationship-building skills", (["relationship-building"], ["excellent"], None)),
        ("Strong organizational skills with a keen eye for detail", (["organizational", "eye for detail"], ["Strong", "keen"], None)),
        ("Stamina, balance and a head for heights", (["Stamina, balance and a head for heights"], [], None)),
        ("A real passion for cycling", (["passion for cycling"], ["real"], None)),
        ("Experience of, or a keen interest in, energy", (["energy"], ["keen"], None)),
        ("Leadership skills and a commitment to serving the public", (["Leadership", "commitment to serving the public"], [], None)),
        ("Awareness of and interest in birds", (["birds"], [], None)),
        ("Ability to evaluate statistical software (e.g., SPSS, R) and data analysis tools", (["evaluate statistical software (e.g., SPSS, R) and data analysis tools"], [], None)),
        ("Computer skills, including advanced knowledge of Excel", (["Computer", "Excel"], ["advanced"], None)),
        ("You know what good evidence looks like.", (["what good evidence looks like"], [], None)),
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
