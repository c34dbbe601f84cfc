"""What the tagging pass finds in one statement, as ranges of its own characters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pipeline.tagging.activities import Activity

Span = tuple[int, int]
StatementKind = Literal["duty", "skill", "other"]


@dataclass(frozen=True, slots=True)
class PhraseTag:
    """A phrase and, where it is a list, its parts; ``modifiers`` are those without a head of their own."""

    span: Span
    items: tuple[Span, ...]
    modifiers: frozenset[Span] = frozenset()


@dataclass(frozen=True, slots=True)
class FrameTag:
    """One main verb with its roles."""

    action: Span
    lemma: str
    object: PhraseTag | None
    recipient: Span | None
    purpose: Span | None
    instrument: Span | None
    conditions: tuple[Span, ...]
    frequency: Span | None
    supervises: bool


@dataclass(frozen=True, slots=True)
class MentionTag:
    """A mention of a skill, or of something known or used."""

    span: Span
    kind: str
    score: float


@dataclass(frozen=True, slots=True)
class Tags:
    """All tags of one statement."""

    frames: tuple[FrameTag, ...] = ()
    activity: Activity | None = None
    topics: tuple[PhraseTag, ...] = ()
    depth: tuple[Span, ...] = ()
    condition: Span | None = None
    mentions: tuple[MentionTag, ...] = ()
