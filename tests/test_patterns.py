"""Every compiled pattern of parsers and pipeline on long hostile texts: 100 KB in 100 ms, and never worse than linear."""

from __future__ import annotations

import importlib
import os
import pkgutil
import re
import signal
import time
from collections.abc import Iterator
from itertools import pairwise
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

import pytest

import parsers
import pipeline
from pipeline import furniture, profiles
from pipeline.openings import Opened

Pattern = re.Pattern[Any] | Opened

SIZE = 100_000
# A tenth of a second on a quiet machine (make test-faults). Beside other tests four times that: what grows with the
# square takes minutes at this size, and none comes near by being linear.
SECONDS = float(os.environ.get("PATTERN_SECONDS", "0.4"))
# Of a slow pattern a short text tells enough; a pattern that is quick on it is given the long one.
SIZES = (200, 600, 3_000, SIZE)
# What takes less for the second size takes less than is allowed for the third, though it grow with the square.
CERTAIN = 6e-5
# Patterns that are asked about short texts only, by the start of their names: lines of furniture, and the letters of a
# statement's words, of which the longest that is tagged has some 2,500.
LONGEST = {"furniture.": 200, "pipeline.tagging.": 3_000}
# The pattern that is matched at a given word, and cannot say so by a "^".
AT_A_WORD = {"pipeline.tagging.phrases.NOUN_PHRASE[0]"}
# Texts that these look through are cut behind their last ">".
CUT = {"parsers.html_source._TAG[0]", "parsers.html_source._TAG_WITH_QUOTES[0]"}
# What a clock and a busy machine add to the time of a short text.
NOISE = 0.01

REPEATED = (
    *" aA1.-([{)\"'*•:;,/$%&#<>=_~|\n\t\xa0—–’",
    *("a ", "A ", "1 ", ". ", "- ", "( ", "a b ", "Aa ", "aA", "a. ", "A. ", "a, ", "1,", "1.", "1-", "1/", "$1 ", "(a ", "(a) "),
    *("a-", "a/", "a\n", "\n\n", " \n", "a\t", "\t ", ": ", "a: ", "Aa: ", "and ", "And ", "of the ", "a and ", "Aa of ", "(1) "),
    *("I ", "The I ", "Ab cd ", "AB CD ", "1 of ", "www.", "a@", "<a ", "</a", "&amp;", "&#1", "e\u0301", "St. ", "i.e. "),
)  # fmt: skip


def compiled(value: Any, depth: int = 3) -> Iterator[Pattern]:
    """The patterns in a module's variable, also in its tables."""
    if isinstance(value, Opened | re.Pattern):
        yield value
    elif depth and isinstance(value, dict):
        for inner in value.values():
            yield from compiled(inner, depth - 1)
    elif depth and isinstance(value, tuple | list | frozenset | set):
        for inner in value:
            yield from compiled(inner, depth - 1)


def patterns() -> dict[str, Pattern]:
    """Every pattern by where it was found first."""
    found: dict[Pattern, str] = {}
    for package in (parsers, pipeline):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            for name, value in vars(importlib.import_module(module.name)).items():
                for k, pattern in enumerate(compiled(value)):
                    found.setdefault(pattern, f"{module.name}.{name}[{k}]")
    for name, pattern in furniture._rules():
        found.setdefault(pattern, f"furniture.{name}")
    for profile in profiles.profiles():
        for k, pattern in enumerate((*profile.recognise, *(rule for _, rule in profile.furniture))):
            found.setdefault(pattern, f"profile.{profile.name}[{k}]")
    return {name: pattern for pattern, name in found.items()}


def plain(pattern: Pattern) -> re.Pattern[Any]:
    return pattern.pattern if isinstance(pattern, Opened) else pattern


def literals(items: Any) -> Iterator[str]:
    """The words that a pattern holds."""
    word = ""
    for kind, argument in items:
        if kind is op.LITERAL:
            word += chr(argument)
            continue
        if word:
            yield word
        word = ""
        for part in argument if isinstance(argument, tuple | list) else ():
            for inner in part if isinstance(part, list) else (part,):
                if isinstance(inner, _parser.SubPattern):
                    yield from literals(inner)
    if word:
        yield word


def hostile(pattern: Pattern) -> list[str]:
    """Texts to repeat: of all sorts, and made of the pattern's own words."""
    own = plain(pattern)
    written = own.pattern if isinstance(own.pattern, str) else own.pattern.decode("latin-1")
    words = list(dict.fromkeys(literals(_parser.parse(written, own.flags & ~re.UNICODE))))[:20]
    pairs = [f"{one} {two} " for one, two in pairwise(words)]
    return list(dict.fromkeys([*REPEATED, *words, *(f"{word} " for word in words), *pairs]))


class _TooLong(Exception):
    pass


def _stop(_signal: int, _frame: object) -> None:
    raise _TooLong


def seconds(pattern: Pattern, text: str, most: float, matched: bool) -> float:
    """CPU time to look through a text, for the first match and for the whole as one; stopped at ``most``."""
    given: Any = text if isinstance(plain(pattern).pattern, str) else text.encode()
    before = signal.signal(signal.SIGVTALRM, _stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, most)
    start = time.process_time()
    try:
        (pattern.match if matched else pattern.search)(given)
        pattern.fullmatch(given)
    except _TooLong:
        pass
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    return time.process_time() - start


def slow(pattern: Pattern, piece: str, longest: int = SIZE, matched: bool = False, end: str = "\0") -> str:
    """Why a pattern is too slow on a piece repeated, or an empty string."""
    took = SECONDS
    for size in SIZES:
        if size > longest or (size == SIZE and took < CERTAIN):
            break
        text = (piece * (size // len(piece) + 1))[: size - 1] + end
        allowed = NOISE + SECONDS * size / SIZE
        took = seconds(pattern, text, 4 * allowed, matched)
        # The least of three: another process may have had the core.
        took = min([took, *(seconds(pattern, text, 4 * allowed, matched) for _ in range(2 * (took > allowed)))])
        if took > allowed:
            return f"{piece!r} repeated to {size} characters takes {took * 1e3:.0f} ms or more, at most {allowed * 1e3:.0f} expected"
    return ""


PATTERNS = patterns()


@pytest.mark.parametrize("name", PATTERNS)
def test_pattern_is_linear_on_hostile_text(name: str) -> None:
    pattern = PATTERNS[name]
    longest = next((most for start, most in LONGEST.items() if name.startswith(start)), SIZE)
    end = ">" if name in CUT else "\0"
    found = [why for piece in hostile(pattern) if (why := slow(pattern, piece, longest, name in AT_A_WORD, end))]
    assert not found, f"{plain(pattern).pattern[:120]!r}\n" + "\n".join(found[:5])


def test_patterns_are_found() -> None:
    assert len(PATTERNS) > 150
    assert {"parsers.markers._MARKER[0]", "pipeline.qualifications._LEVELS[0]", "furniture.link"} - PATTERNS.keys() <= {
        "furniture.link"
    }


def test_a_quadratic_pattern_is_told() -> None:
    assert slow(re.compile(r"\s+$"), " ")
