"""The data files of pipeline/data: every label can be found, every rule compiles and takes no more than it should."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from itertools import product
from pathlib import Path
from typing import get_args

import pytest
import spacy

from parsers.document import Block, BlockKind, Origin
from pipeline import headings
from pipeline.fieldlabels import field_of
from pipeline.furniture import furniture_rule
from pipeline.headings import KINDS, Match, exactly, listed
from pipeline.labels import fold
from pipeline.schema import SectionKind
from pipeline.tagging.vocabulary import words

DATA = Path(headings.__file__).parent / "data"
HEADINGS = tomllib.loads((DATA / "headings.toml").read_text("utf-8"))
WORDS = tomllib.loads((DATA / "heading_words.toml").read_text("utf-8"))
FIELDS = tomllib.loads((DATA / "fields.toml").read_text("utf-8"))
FURNITURE = tomllib.loads((DATA / "furniture.toml").read_text("utf-8"))["rule"]

STATEMENTS = """Prints permits and mails them to applicants.
Searches titles of land in the recorder's books
Registers park visitors and collects fees;
Shares the work of the night crew
Saves seed from the best plants
Applies paint with brush and roller
Closes gates at sunset
Downloads readings from meters
Reports leaks to the foreman
Login procedures and passwords are kept current by the incumbent
Page layout and proofreading
Performs other duties as required.
Translates letters from Spanish
Knowledge of search and seizure law
Ability to read and print blueprints
Skill in e-mail and calendar software
Facebook and Twitter posts are drafted and scheduled
Home visits to families
Returns to the list of calls each morning
Skips no meter on the route
Continued education of 12 hours a year
25% Drives a truck
40 hours of training in first aid
Required: valid driver's license
Next of kin are notified by the incumbent
Previous experience in a kitchen
Two years of experience in the control of copyright
Valid certificate as a reader of meters
Definition
Page Turner II""".splitlines()


def section_labels() -> list[tuple[str, str, str]]:
    """Every heading label as (kind, strength, label)."""
    return [
        (kind, strength, label)
        for kind, entries in HEADINGS.items()
        for strength, labels in entries.items()
        if strength != "where_alone"
        for label in labels
    ]


def test_kinds_are_the_schema_s() -> None:
    assert get_args(SectionKind) == KINDS
    assert set(HEADINGS) == set(KINDS)
    assert {strength for entries in HEADINGS.values() for strength in entries} <= {
        "strong",
        "weak",
        "sub",
        "where_alone",
    }
    assert {rule["kind"] for rule in WORDS["rule"]} <= set(KINDS)
    assert {entry["section"] for entry in FIELDS.values()} <= set(KINDS)


def kinds_of_labels() -> dict[str, list[str]]:
    """The kinds that each folded label stands under."""
    kinds = defaultdict(set)
    for kind, _, label in section_labels():
        kinds[fold(label)].add(kind)
    return {label: sorted(found) for label, found in kinds.items()}


def test_no_label_stands_under_two_kinds() -> None:
    twice = {label: found for label, found in kinds_of_labels().items() if len(found) > 1}
    assert twice == {}


def test_every_heading_label_is_found() -> None:
    kinds = kinds_of_labels()
    lost = {
        label: listed(label)
        for kind, _, label in section_labels()
        if len(kinds[fold(label)]) == 1 and (listed(label) or Match("", "")).kind != kind
    }
    assert lost == {}


def test_labels_fold_to_something() -> None:
    labels = [label for *_, label in section_labels()] + [
        label for entry in FIELDS.values() for label in entry["labels"]
    ]
    assert [label for label in labels if not fold(label)] == []


def test_where_alone_labels_are_distinguishing_otherwise() -> None:
    dead = [
        label
        for label in HEADINGS["definition"]["where_alone"]
        if (exactly(label) or Match("", "")).kind != "distinguishing_characteristics"
    ]
    assert dead == []


def test_word_rules_are_written_as_headings_fold() -> None:
    words = {word for rule in WORDS["rule"] for group in rule["all"] for word in group} | set(WORDS["filler"])
    assert {word: fold(f"{word} x").split()[0] for word in words if fold(word) != word} == {}


def test_word_rules_are_reached() -> None:
    before: list[list[set[str]]] = []
    for rule in WORDS["rule"]:
        groups = [set(group) for group in rule["all"]]
        assert any(
            not any(all(set(choice) & group for group in other) for other in before) for choice in product(*groups)
        ), rule
        before.append(groups)


def test_field_labels_are_unique() -> None:
    names = defaultdict(list)
    for name, entry in FIELDS.items():
        for label in entry["labels"]:
            names[label].append(name)
            assert field_of(label) == name, label
    assert {label: found for label, found in names.items() if len(found) > 1} == {}


def test_furniture_rules_are_named_once() -> None:
    names = [rule["name"] for rule in FURNITURE]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z_]+", name) for name in names)
    for rule in FURNITURE:
        assert set(rule) == {"name", "pattern"}
        re.compile(rule["pattern"])


@pytest.mark.parametrize("statement", STATEMENTS)
def test_statements_are_no_furniture(statement: str) -> None:
    span = (0, len(statement))
    assert furniture_rule(Block(BlockKind.PARAGRAPH, span, span, Origin(line=1)), statement) == ""


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("* * * * *", "separator"),
        ("Home > Jobs > Class Specifications", "breadcrumb"),
        ("Skip to main content", "skip_link"),
        ("<< Back to list", "back_link"),
        ("Page 3 of 7", "page_number"),
        ("(continued)", "continued"),
        ("www.larkspurbend.example", "address"),
        ("Click to Print", "control"),
        ("Powered by JobPages", "viewer"),
        ("* Required field", "required_marker"),
    ],
)
def test_furniture_is_known_by_its_rule(line: str, rule: str) -> None:
    span = (0, len(line))
    assert furniture_rule(Block(BlockKind.PARAGRAPH, span, span, Origin(line=1)), line) == rule


def test_furniture_patterns_take_linear_time() -> None:
    for line in ("a» " * 66, "Home " * 40, "-" * 200, "print " * 33, "x" * 199 + "»"):
        span = (0, len(line))
        furniture_rule(Block(BlockKind.PARAGRAPH, span, span, Origin(line=1)), line)


def test_verbs_are_one_list_of_plain_words() -> None:
    verbs = (DATA / "verbs.txt").read_text("utf-8").split()
    assert all(re.fullmatch(r"[a-z-]+", verb) for verb in verbs)
    assert sorted({verb for verb in verbs if verbs.count(verb) > 1}) == []


def tag_words() -> dict[str, list[str]]:
    """The word lists of the tagging rules, by table and name or by file."""
    tables = tomllib.loads((DATA / "tag_words.toml").read_text("utf-8"))
    lists = {f"{table}.{name}": listed.split() for table, own in tables.items() for name, listed in own.items()}
    for name in ("people", "duty_verbs"):
        lines = (DATA / f"{name}.txt").read_text("utf-8").splitlines()
        lists[name] = [word.rstrip("*") for line in lines if not line.startswith("#") for word in line.split()]
    return lists


def test_tag_words_are_listed_once() -> None:
    assert {name: found for name, own in tag_words().items() if (found := {w for w in own if own.count(w) > 1})} == {}


def test_tag_words_are_words_that_the_tokenizer_gives() -> None:
    """It parts a word at its hyphens, and the rules put one hyphen back where they ask for grades or for a verb."""
    tokenizer = spacy.blank("en").tokenizer
    most = dict.fromkeys(("topics.grades", "frames.leads", "duty_verbs"), 3)
    assert {w: name for name, own in tag_words().items() for w in own if len(tokenizer(w)) > most.get(name, 1)} == {}


def test_a_table_of_words_that_is_not_there_is_named() -> None:
    with pytest.raises(LookupError, match=r"no table \[objects\], only topics"):
        words("objects")
