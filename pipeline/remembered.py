"""What pure functions of short texts have answered, within bounds: lines of one employer recur from document to document."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

Answer = TypeVar("Answer")

# Nearly all lines are shorter. A text of megabytes must not be kept by the thousand, only for as long as it is worked on.
LONGEST = 1000
LONG_ONES = 4


class Remembered(dict[str, Answer], Generic[Answer]):
    """A function's answers by text: up to ``most`` of them, of texts longer than LONGEST only LONG_ONES.

    To look one up is a call less than to ask a function that remembers.
    """

    def __init__(self, function: Callable[[str], Answer], most: int) -> None:
        self.function, self.most = function, most
        self.long: dict[str, Answer] = {}

    def __missing__(self, text: str) -> Answer:
        kept, most = (self, self.most) if len(text) <= LONGEST else (self.long, LONG_ONES)
        if text in kept:
            return kept[text]
        answer = self.function(text)
        if len(kept) >= most:
            kept.clear()
        kept[text] = answer
        return answer

    def clear(self) -> None:
        super().clear()
        self.long.clear()
