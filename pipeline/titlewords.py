"""Words that name a job: what the title of a class is recognised by."""

from __future__ import annotations

from importlib.resources import files

from pipeline.openings import opened

_WORDS = "|".join(files("pipeline").joinpath("data/title_words.txt").read_text("utf-8").split())

TITLE_WORDS = opened(rf"(?i)\b(?:{_WORDS})s?\b")
# A title ends with such a word, but for its level, a specialty in brackets or after a comma.
ENDS_AS_TITLE = opened(rf"(?i)\b(?:{_WORDS})s?(?:\s+(?:[IVX]{{1,4}}|\d|[A-D]))?\s*(?:\(.{{0,200}}\)|,.{{0,200}})?$")
