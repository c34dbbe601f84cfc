"""The record shown in the README is the one that the sample gives."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from pipeline.normalize import normalize

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = "cedar-valley-county/road-maintenance-worker-iii.txt"


def test_shown_record_is_real() -> None:
    shown = json.loads(re.findall(r"```json\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)[0])
    (record,) = normalize((ROOT / "raw" / SAMPLE).read_bytes(), SAMPLE).records
    assert _within(shown, json.loads(record.model_dump_json()))


def _within(part: Any, whole: Any) -> bool:
    """Whether ``whole`` has all that ``part`` has: every key of an object, every member of a list."""
    if isinstance(part, dict):
        return all(key in whole and _within(value, whole[key]) for key, value in part.items())
    if isinstance(part, list) and part and isinstance(part[0], dict):
        return all(any(_within(one, other) for other in whole) for one in part)
    return bool(part == whole)
