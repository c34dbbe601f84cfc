"""Skill statement → topics, the rules' reading weighed against the network's.

Rules (topics.py) are exact where a statement is worded as they expect; the network (phrase_tagger.py) goes on where it is
not, and replaces them where it holds its own reading much likelier.
"""

from __future__ import annotations

from pipeline.tagging.decoding import Range, likelihood
from pipeline.tagging.lists import list_items, past_number
from pipeline.tagging.phrase_tagger import SkillMarks
from pipeline.tagging.topics import Topic, Topics, topics

# How much likelier the network's reading must be to stand in the place of the rules'. Chosen on the fresh samples 8 and 10
# of docs/tagging.md, where from 2 to 9 all did alike; the rules were mended in view of more statements than these.
_LIKELIER = 9.0


def weighed_topics(lows: list[str], shape: str, marks: SkillMarks) -> Topics:
    """The topics of a skill statement, from its lower-cased words, their class string and the network's marks."""
    ruled = topics(lows, shape)
    spans = [topic.topic for topic in ruled.topics]
    marked = _trimmed(lows, shape, marks.topics)
    if marked == spans:
        return ruled
    scores = marks.scores.tolist()
    if likelihood(scores, marked) - likelihood(scores, spans) < _LIKELIER:
        return ruled
    found = tuple(Topic(span, tuple(list_items(lows, shape, *span))) for span in marked)
    condition = ruled.condition
    if condition is not None and any(a < condition[1] and condition[0] < b for a, b in marked):
        condition = None
    return Topics(found, tuple(marks.grades), condition)


def _trimmed(lows: list[str], shape: str, marked: list[Range]) -> list[Range]:
    """The network's topics: what only a joint parts is one list; joints, articles, numbers and marks at its ends are left off."""
    joined: list[Range] = []
    for start, end in marked:
        if joined and not shape[joined[-1][1] : start].strip(",&/"):
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
    found = []
    for start, end in joined:
        start = past_number(lows, shape, start, end)
        while start < end and shape[start] in 'Do&,:;.)"-':
            start += 1
        while start < end and shape[end - 1] in 'Doptf&,:;.("-':
            end -= 1
        if start < end:
            found.append((start, end))
    return found
