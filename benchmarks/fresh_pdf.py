"""The task of a run over copies of PDF: ``pipeline.work``, which remembers no statement of an earlier PDF.

The copies' text is the same; remembered, it would be tagged for nothing.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from pipeline import work
from pipeline.outcomes import Result
from pipeline.tagging.tagger import forget


def prepare(taxonomies: str | None = None) -> work.Prepared:
    """What ``pipeline.work`` prepares, forgetful of PDF."""
    prepared = work.prepare(taxonomies)
    return replace(prepared, process=partial(_process, prepared.process))


def _process(process: Any, data: bytes, source: str) -> Result:
    if data.startswith(b"%PDF"):
        forget()
    result: Result = process(data, source)
    return result
