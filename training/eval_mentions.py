"""Strict span F1 of the tagger on files in SkillSpan's form: token, skill label, knowledge label, parted by tabs.

    python -m training.eval_mentions FILE.conll …

A span is right if both its ends are. Labels are read as conlleval reads them: an I without a B before it begins a span.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import spacy
from spacy.tokens import Doc

from pipeline.tagging import encoder, mention_tagger, word_tagger
from training.spans import Malformed, Score, Span, conll, of_labels, score

LAYERS = ("skill", "knowledge")


def evaluate(nlp: spacy.language.Language, path: Path) -> tuple[dict[str, Score], int, float]:
    """Scores by layer, the number of words, and the seconds that tagging them took."""
    sentences = list(conll(path))
    docs = [Doc(nlp.vocab, words=tokens) for tokens, _, _ in sentences]
    clock = time.perf_counter()
    for _, component in nlp.pipeline:
        docs = list(component.pipe(docs, batch_size=256))
    seconds = time.perf_counter() - clock
    scores = {}
    for layer, name in enumerate(LAYERS):
        gold = [of_labels(sentence[1 + layer]) for sentence in sentences]
        found: list[list[Span]] = [
            [(span.start, span.end) for span in doc.spans[name]] if name in doc.spans else [] for doc in docs
        ]
        scores[name] = score(gold, found)
    return scores, sum(map(len, docs)), seconds


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="+")
    nlp = spacy.blank("en")
    for name in (encoder.NAME, word_tagger.NAME, mention_tagger.NAME):
        nlp.add_pipe(name)
    nlp("Loads the weights, so that the clock does not count that.")
    total = {name: Score(0, 0, 0) for name in LAYERS}
    words, seconds = 0, 0.0
    files = parser.parse_args().files
    for path in files:
        try:
            scores, count, took = evaluate(nlp, path)
        except (Malformed, OSError, UnicodeDecodeError) as error:
            print(f"eval_mentions: {error}", file=sys.stderr)
            return 2
        _show(path.name, scores)
        words, seconds = words + count, seconds + took
        total = {name: total[name] + scores[name] for name in LAYERS}
    if len(files) > 1:
        _show("all files", total)
    print(f"{words:,} words, {words / seconds:,.0f} words a second" if words else "no words")
    return 0


def _show(title: str, scores: dict[str, Score]) -> None:
    print(title)
    for name, found in scores.items():
        print(
            f"  {name:10} precision {found.precision:.3f}  recall {found.recall:.3f}  F1 {found.f1:.3f}"
            f"  ({found.gold:,} in the file, {found.found:,} found, {found.right:,} right)"
        )


if __name__ == "__main__":
    sys.exit(main())
