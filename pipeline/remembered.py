"""What pure functions of short texts have answered, within bounds: lines of one employer recur from document to document."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Protocol, TypeVar

Answer = TypeVar("Answer", covariant=True)

# Nearly all lines are shorter. A text of megabytes must not be kept by the thousand, only for as long as it is worked on.
LONGEST = 1000
LONG_ONES = 4


class Remembered(Protocol[Answer]):
    """A function of a text that may have to be told to forget."""

    def __call__(self, text: str, /) -> Answer: ...

    def cache_clear(self) -> None: ...


def remembered(most: int) -> Callable[[Callable[[str], Answer]], Remembered[Answer]]:
    """Keep the answers to the ``most`` texts asked for last, of those longer than LONGEST only to LONG_ONES."""

    def decorate(function: Callable[[str], Answer]) -> Remembered[Answer]:
        kept = lru_cache(maxsize=most)(function)
        long = lru_cache(maxsize=LONG_ONES)(function)

        @wraps(function)
        def ask(text: str) -> Answer:
            return kept(text) if len(text) <= LONGEST else long(text)

        def clear() -> None:
            kept.cache_clear()
            long.cache_clear()

        ask.cache_clear = clear  # type: ignore[attr-defined]
        return ask  # type: ignore[return-value]

    return decorate
