"""Statements made of parts of labelled ones hold nothing but their words, and are the same at every run."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from training.phrase_labels import Labelled
from training.spans import CODE
from training.variations import MOST_WORDS, joined, parts, variations

OUT, BEGINS, GOES_ON = CODE["O"], CODE["B"], CODE["I"]
HAND: list[Labelled] = [
    (
        "duties",
        ["May", "review", "permit", "applications", "for", "errors", "."],
        [(OUT, OUT), (BEGINS, OUT), (OUT, BEGINS), (OUT, GOES_ON), *[(OUT, OUT)] * 3],
    ),
    (
        "duties",
        ["Files", "maps", ";", "answers", "calls"],
        [(BEGINS, OUT), (OUT, BEGINS), (OUT, OUT), (BEGINS, OUT), (OUT, BEGINS)],
    ),
    ("duties", ["The", "post", "is", "paid", "monthly", "."], [(OUT, OUT)] * 6),
]


@given(
    st.lists(st.sampled_from([(OUT, OUT), (BEGINS, OUT), (GOES_ON, OUT), (OUT, BEGINS), (OUT, GOES_ON)]), max_size=12)
)
def test_parts_are_all_words_in_their_order(codes: list[tuple[int, int]]) -> None:
    words = [str(k) for k in range(len(codes))]
    opening, phrases = parts(words, codes)
    assert [*opening, *(word for _, phrase, behind in phrases for word in (*phrase, *behind))] == words
    assert [head for head, _, _ in phrases] == [pair.index(BEGINS) for pair in codes if BEGINS in pair]


def test_variations_are_made_of_the_words_of_their_statements() -> None:
    made = variations(HAND, 400, random.Random(1))
    assert made == variations(HAND, 400, random.Random(1))
    known = {word.lower() for _, words, _ in HAND for word in words} | {"and", ",", ";", "."}
    assert {word.lower() for words in made for word in words} == known
    assert len(set(map(tuple, made))) == len(made)
    assert all(2 <= len(words) <= MOST_WORDS for words in made)


def test_a_verb_takes_the_place_of_one_of_its_inflection_alone() -> None:
    made = [words for words in variations(HAND, 400, random.Random(2)) if words[0] == "May" and len(words) < 9]
    assert made
    assert {words[1] for words in made} == {"review"}
    assert ["answers", "maps"] in [
        [word.lower() for word in words[:2]] for words in variations(HAND, 400, random.Random(3))
    ]


def test_what_is_joined_has_one_mark_between() -> None:
    for seed in range(20):
        words = joined(["Files", "maps", "."], ["Answers", "calls", "."], random.Random(seed))
        assert words[:2] == ["Files", "maps"]
        assert words[-2:] == ["calls", "."]
        assert words[-3].lower() == "answers"
        assert (words[-3] == "Answers") == (words[2] == ".")
