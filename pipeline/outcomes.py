"""What may become of an input: one closed vocabulary, and exact counts."""

from __future__ import annotations

from dataclasses import dataclass

OUTCOMES = ("published", "refused", "failed", "skipped")

# By outcome, the only reasons there are. ``published`` has none.
REASONS: dict[str, tuple[str, ...]] = {
    "published": (),
    "refused": (  # read, and no specification to be had from it
        "duplicate",
        "error_page",
        "job_list",
        "link_list",
        "no_specification",
        "no_text",
        "questionnaire",
        "report",
        "too_little_text",
    ),
    "failed": (  # not read, or not to its end
        "ambiguous",
        "bad_answer",
        "changed_while_reading",
        "conflict",
        "corrupt",
        "crash",
        "encrypted",
        "internal",
        "invalid_record",
        "memory",
        "timeout",
        "too_large",
        "too_many_pages",
        "truncated",
        "unidentified",
        "unreadable",
    ),
    "skipped": ("hidden", "linked_outside", "not_a_file"),  # never opened
}
# What the state of the machine may have caused: an earlier run's word for it is not taken.
PASSING = frozenset({"bad_answer", "changed_while_reading", "crash", "internal", "memory", "timeout", "unreadable"})
STAGES = ("read", "parse", "normalize", "worker", "answer", "publish")


@dataclass(frozen=True, slots=True)
class Result:
    """What a worker made of one document: records as (spec_id, JSON), or why there are none.

    ``reason`` is out of REASONS, ``detail`` says what was expected and found, ``stage`` where it stopped, ``trace``
    is a traceback where the fault is ours. ``doubtful`` tells that another document or the load of the machine may be
    to blame.
    """

    outcome: str
    reason: str = ""
    detail: str = ""
    stage: str = ""
    trace: str = ""
    records: tuple[tuple[str, str], ...] = ()
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one input; ``records`` names its record files.

    ``stale`` tells that they are of an earlier run: the input fails now, and what it once gave is kept.
    """

    source: str
    sha256: str | None
    outcome: str
    reason: str = ""
    detail: str = ""
    stage: str = ""
    records: tuple[str, ...] = ()
    stale: bool = False
