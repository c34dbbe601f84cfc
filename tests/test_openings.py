"""A pattern that is tried only at some words finds what it finds everywhere."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.openings import Opened, opened, openings_of
from pipeline.tagging.tagger import LONGEST_WORD, tag
from tests.test_patterns import PATTERNS, literals, plain

OPENED = {name: pattern for name, pattern in PATTERNS.items() if isinstance(pattern, Opened) and pattern.bit}
_WORDS = sorted(
    {word for pattern in OPENED.values() for word in literals(re._parser.parse(plain(pattern).pattern))}  # type: ignore[attr-defined]
)
_LETTERS = st.text("aeiknsx AIKS\u0130\u0131\u017f\u212a\u00e9 0123\u0661.-'\u2019/(),\n", max_size=6)
_TEXT = st.lists(st.one_of(st.sampled_from(_WORDS), st.sampled_from([*" -/.1"]), _LETTERS), max_size=12).map("".join)


def test_most_patterns_of_wording_have_openings() -> None:
    assert len(OPENED) > 60


@given(_TEXT, st.sampled_from([str.lower, str.upper, str.title, str]))
def test_opened_patterns_find_what_search_finds(text: str, cased: type[str]) -> None:
    text = cased(text)
    for name, pattern in OPENED.items():
        assert isinstance(pattern, Opened)
        here, there = pattern.search(text), pattern.pattern.search(text)
        assert (here and here.span()) == (there and there.span()), name
        every = [found.span() for found in pattern.finditer(text)]
        assert every == [found.span() for found in pattern.pattern.finditer(text)], name


@pytest.mark.parametrize(
    ("pattern", "text", "there"),
    [
        (r"(?i)^willing\b|\bable\b", "Willing", [(0, 7)]),
        (r"(?i)^willing\b|\bable\b", "Not willing, (able)", [(14, 18)]),
        (r"(?i)^\(?or\b", "(Or", [(0, 3)]),
        (r"(?i)^ ?must\b", " must", [(0, 5)]),
        (r"(?i)\bin lieu of\b", "by,in  lieu of,in lieu of", [(15, 25)]),
        (r"(?i)\b\d{1,2}/\d", "6/1 a\t17/2", [(0, 3), (6, 10)]),
    ],
)
def test_places_where_a_pattern_is_tried(pattern: str, text: str, there: list[tuple[int, int]]) -> None:
    wording = opened(pattern)
    assert wording.bit
    assert [found.span() for found in wording.finditer(text)] == there
    assert [found.span() for found in re.finditer(pattern, text)] == there


@pytest.mark.parametrize("pattern", ["x", r"\bx?", r"\b-a", "(?m)^ab", r"\b.?abc", r"(?:\bab)?cd", r"\Bab", ""])
def test_pattern_that_may_begin_anywhere_has_no_openings(pattern: str) -> None:
    assert openings_of(re.compile(pattern)) is None


def test_statement_that_is_too_long_has_no_tags() -> None:
    kept, long, word = tag(
        [("duty", "Files papers."), ("duty", "Files papers. " * 1000), ("duty", "Files " + "(" * (LONGEST_WORD + 1))]
    )
    assert kept.frames
    assert not any((long.frames, long.mentions, word.frames, word.mentions))
