"""Statements made of parts of labelled ones: other verbs, objects, topics, openings and endings, and several in one.

A network learns from a teacher's reading of them what a few thousand statements cannot show: that the place tells a
verb or a topic, and not its words alone. After TinyBERT's augmentation (Jiao et al. 2020), which changes single words;
training.corpus does that too.
"""

from __future__ import annotations

import random
from collections import defaultdict

from pipeline.tagging.verb_forms import form
from training.phrase_labels import Labelled
from training.spans import CODE

Words = list[str]

_JOINS: tuple[Words, ...] = ([";"], [";", "and"], ["."], ["."], [",", "and"], ["and"], [","])
# How often what is made otherwise; no sample was searched for them, they keep about half of a statement as it was.
_OTHER_FIRST = 0.3  # a phrase of the first head: an action, a topic
_OTHER_SECOND = 0.4  # an object, a grade
_OTHER_ENDS = 0.2  # the words before the first phrase, the words behind the last
_JOINED = 0.4
MOST_WORDS = 90


def variations(hand: list[Labelled], number: int, rng: random.Random) -> list[Words]:
    """So many different statements of one sort, labels left off: a teacher is to read them."""
    pool = _Pool(hand)
    made: dict[tuple[str, ...], None] = {}
    for _ in range(number):
        words = pool.one(rng)
        while rng.random() < _JOINED:
            words = joined(words, pool.one(rng), rng)
        if 2 <= len(words) <= MOST_WORDS:
            made[tuple(words)] = None
    return [list(words) for words in made]


def joined(one: Words, other: Words, rng: random.Random) -> Words:
    """Two statements as one, the full stop of the first moved or left off."""
    join = rng.choice(_JOINS)
    one = one[:-1] if one[-1] in {".", ";", ","} else one
    if join != ["."]:
        other = [other[0] if other[0].isupper() and len(other[0]) > 1 else other[0].lower(), *other[1:]]
    return [*one, *join, *other]


class _Pool:
    """What statements of a sort are made of."""

    def __init__(self, hand: list[Labelled]) -> None:
        self.parts = [parts(words, codes) for _, words, codes in hand if words]
        self.first: dict[tuple[str, bool], list[Words]] = defaultdict(list)
        self.second: list[Words] = []
        self.openings: dict[tuple[str, bool], list[Words]] = defaultdict(list)
        self.endings: list[Words] = []
        for opening, phrases in self.parts:
            if not phrases:
                continue
            for (head, phrase, _), before in zip(phrases, _before(opening, phrases), strict=True):
                (self.second if head else self.first[_sort(before, phrase)]).append(phrase)
            if not phrases[0][0]:
                self.openings[_sort(opening, phrases[0][1])].append(opening)
            self.endings.append(phrases[-1][2])

    def one(self, rng: random.Random) -> Words:
        """One statement with some of its parts changed."""
        opening, phrases = rng.choice(self.parts)
        if not phrases:
            return list(opening)
        if not phrases[0][0] and rng.random() < _OTHER_ENDS:
            opening = rng.choice(self.openings[_sort(opening, phrases[0][1])])
        words = list(opening)
        for k, ((head, phrase, behind), before) in enumerate(zip(phrases, _before(opening, phrases), strict=True)):
            if rng.random() < (_OTHER_SECOND if head else _OTHER_FIRST):
                phrase = rng.choice(self.second if head else self.first[_sort(before, phrase)])
            if k + 1 == len(phrases) and rng.random() < _OTHER_ENDS:
                behind = rng.choice(self.endings)
            words += [*_written_at(phrase, not words), *behind]
        return words


def parts(words: Words, codes: list[tuple[int, int]]) -> tuple[Words, list[tuple[int, Words, Words]]]:
    """The words before the first phrase; then each phrase's head, its words, and the words behind it."""
    opening: Words = []
    phrases: list[tuple[int, Words, Words]] = []
    inside = False
    for word, pair in zip(words, codes, strict=True):
        if CODE["B"] in pair:
            phrases.append((pair.index(CODE["B"]), [word], []))
            inside = True
        elif inside and CODE["I"] in pair:
            phrases[-1][1].append(word)
        else:
            inside = False
            (phrases[-1][2] if phrases else opening).append(word)
    return opening, phrases


def _before(opening: Words, phrases: list[tuple[int, Words, Words]]) -> list[Words]:
    """The words between each phrase and the one before it."""
    return [opening, *(behind for _, _, behind in phrases[:-1])]


def _sort(before: Words, phrase: Words) -> tuple[str, bool]:
    """What a phrase of the first head can stand for: its first word's inflection, and whether "to" stands before it."""
    return form(phrase[0].lower()), before[-1:] == ["to"]


def _written_at(phrase: Words, opens: bool) -> Words:
    """A phrase with a capital where it opens a statement; elsewhere one capitalised word, a verb most often, without it."""
    first = phrase[0]
    if opens:
        return [first[:1].upper() + first[1:], *phrase[1:]]
    return [first.lower() if first.istitle() and len(phrase) == 1 else first, *phrase[1:]]
