"""What pure functions of short texts have answered, within bounds: lines of one employer recur from document to document."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Protocol, TypeVar

Answer = TypeVar("Answer", covariant=True)

# Lines of prose are shorter; a text of megabytes must not be kept, let alone thousands of them.
LONGEST = 1000


class Remembered(Protocol[Answer]):
    """A function of a text that may have to be told to forget."""

    def __call__(self, text: str, /) -> Answer: ...

    def cache_clear(self) -> None: ...


def remembered(most: int) -> Callable[[Callable[[str], Answer]], Remembered[Answer]]:
    """Keep the answers to the ``most`` texts asked for last; those longer than LONGEST are never kept."""

    def decorate(function: Callable[[str], Answer]) -> Remembered[Answer]:
        kept = lru_cache(maxsize=most)(function)

        @wraps(function)
        def ask(text: str) -> Answer:
            return kept(text) if len(text) <= LONGEST else function(text)

        ask.cache_clear = kept.cache_clear  # type: ignore[attr-defined]
        return ask  # type: ignore[return-value]

    return decorate
