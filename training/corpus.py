"""Job text without labels of mentions, for the teacher to label: sentences as spaCy's tokenizer cuts them, and
SkillSpan's training sentences with words changed, since no other postings are at hand.
"""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import spacy

from training import sources
from training.work import written

# Longer statements are lists of sentences; the teacher reads no more than about so many words.
MOST_WORDS = 120


def unlabelled(shared: Path, records: Path) -> list[list[str]]:
    """Tokens of each text: statements of our records, a sixth of O*NET's tasks, half of Sayfullina's windows."""
    tokenizer = spacy.blank("en").tokenizer
    texts = [text for _, _, text in sources.statements(records)]
    texts += sources.onet_tasks(shared)[::6]
    tokens = [[token.text for token in tokenizer(text) if not token.is_space] for text in dict.fromkeys(texts)]
    tokens += [words for words, _ in sources.sayfullina(shared)[::2]]
    return [words for words in tokens if 2 <= len(words) <= MOST_WORDS]


def augmented(train: list[sources.Sentence], work: Path, copies: int) -> list[list[str]]:
    """Changed copies of sentences: words replaced by near ones, and halves of two sentences joined.

    After TinyBERT. A word's near ones are the ten with the nearest static vectors that the job data has often enough.
    """
    rng = random.Random(11)
    near = _near(train, work)
    found = []
    for tokens, _, _ in train:
        for copy in range(copies if len(tokens) > 3 else 1):
            words = list(tokens)
            if copy % 4 == 3:
                other = rng.choice(train)[0]
                words = words[: rng.randint(1, len(words))] + other[rng.randrange(len(other)) :]
            share = rng.choice((0.15, 0.3, 0.45))
            words = [
                _like(word, rng.choice(near[word.lower()])) if rng.random() < share and word.lower() in near else word
                for word in words
            ]
            found.append(words[:MOST_WORDS])
    return found


def _like(word: str, other: str) -> str:
    """Another word in the capitals of the first."""
    if word.isupper() and len(word) > 1:
        return other.upper()
    return other.capitalize() if word[:1].isupper() else other


def _near(train: list[sources.Sentence], work: Path) -> dict[str, list[str]]:
    with np.load(written(work, "vectors.npz")) as stored:
        words, vectors, counts = stored["words"], stored["vectors"], stored["counts"]
    often = [k for k in np.flatnonzero(counts >= 5).tolist() if str(words[k]).isalpha() and len(str(words[k])) > 1]
    pool, names = vectors[often], [str(words[k]) for k in often]
    index = {str(word): k for k, word in enumerate(words)}
    wanted = sorted({low for tokens, _, _ in train for low in map(str.lower, tokens) if low.isalpha() and low in index})
    near = {}
    for start in range(0, len(wanted), 1000):
        part = wanted[start : start + 1000]
        closeness = vectors[[index[word] for word in part]] @ pool.T
        for word, row in zip(part, closeness, strict=True):
            near[word] = [names[k] for k in np.argsort(-row, kind="stable")[:11].tolist() if names[k] != word]
    return near
