"""Words a second of the tagging pass beside the general model's tagger and parser, on the same words in the same run.

    python -m benchmarks.bench_nlp CORPUS_DIR [--taxonomies INDEX] [--documents 120]

One core. The words are those of the statements and running sections that the pipeline tags in the documents of
CORPUS_DIR, every n-th of them. Time is CPU time of this process, the best of three rounds. ``each once`` tags every
different statement, ``as they come`` repeats those that recur, as the pipeline meets them.

Both models are loaded, and have met other documents: as many of CORPUS_DIR, none of which is measured, come first in every
round of ours, untimed; what the pass remembers of words is theirs alone, and it remembers no statement. ``met nothing``
is a round without them, in which every word type and every form of a word is worked out anew. What spaCy keeps of words
(its strings, its tokenizer's cuts) both models have from the count of words or the first round on.
"""

from __future__ import annotations

import argparse
import gc
import os
import time
from collections.abc import Callable
from pathlib import Path

for _threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"):
    os.environ[_threads] = "1"

import pipeline.annotate  # noqa: E402
from parsers.errors import ParseError  # noqa: E402
from pipeline.normalize import normalize  # noqa: E402
from pipeline.tagging import encoder, lemmas, tagger, verb_forms, word_classes, work_features  # noqa: E402
from pipeline.tagging.components import language  # noqa: E402
from pipeline.taxonomy.load import load  # noqa: E402
from training.general_tags import MODEL, general  # noqa: E402

ROUNDS = 3
# What the pass remembers of words, beside the encoder's table of word types.
FORGET_WORDS: tuple[Callable[[], None], ...] = (
    lemmas.base.cache_clear,
    verb_forms.form.cache_clear,
    work_features.stem.cache_clear,
    word_classes._lows.clear,
    word_classes._tags.clear,
)


def statements(corpus: Path, documents: int, others: bool = False) -> list[tagger.Statement]:
    """What the pipeline asks the tagger for, over every n-th document, or over the others half-way between them."""
    asked: list[tagger.Statement] = []

    def record(batch: list[tagger.Statement]) -> list[tagger.Tags]:
        asked.extend(batch)
        return tagger.tag(batch)

    paths = sorted(path for path in corpus.rglob("*") if path.is_file())
    pipeline.annotate.tag = record  # type: ignore[assignment]
    try:
        step = max(2, len(paths) // documents)
        for path in paths[step // 2 * others :: step]:
            try:
                normalize(path.read_bytes(), path.name)
            except ParseError:
                continue
    finally:
        pipeline.annotate.tag = tagger.tag
    return asked


def seconds(work: Callable[[], object], before: Callable[[], object] = lambda: None) -> float:
    """The CPU time of the quickest of several rounds; what comes before each is not counted."""
    best = float("inf")
    for _ in range(ROUNDS):
        before()
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def forget() -> None:
    """Leave the pass as it is when loaded: no statement, no word type, no form of a word remembered."""
    tagger.forget()
    language().get_pipe(encoder.NAME).types.clear()
    for clear in FORGET_WORDS:
        clear()


def tag(asked: list[tagger.Statement]) -> None:
    for start in range(0, len(asked), tagger.BATCH):
        tagger.tag(asked[start : start + tagger.BATCH])


def meet(others: list[tagger.Statement]) -> None:
    """Leave the pass as it is behind these statements, none of which it remembers."""
    forget()
    tag(others)
    tagger.forget()


def components(asked: list[tagger.Statement], others: list[tagger.Statement]) -> list[tuple[str, float]]:
    """The CPU time of each step over the statements, in order."""
    nlp = language()
    times: dict[str, float] = {}

    def timed(name: str, work: Callable[[], object]) -> object:
        start = time.process_time()
        out = work()
        times[name] = times.get(name, 0.0) + time.process_time() - start
        return out

    meet(others)
    for start in range(0, len(asked), tagger.BATCH):
        batch = asked[start : start + tagger.BATCH]
        docs = timed("tokenizer", lambda batch=batch: [tagger.make_doc(nlp, *one) for one in batch])
        for name, pipe in nlp.pipeline:
            if hasattr(pipe, "pipe"):
                docs = timed(name, lambda docs=docs, pipe=pipe: list(pipe.pipe(docs, batch_size=tagger.BATCH)))
            else:
                docs = timed(name, lambda docs=docs, pipe=pipe: [pipe(doc) for doc in docs])
        timed("to plain data", lambda docs=docs: [tagger.tags_of(doc) for doc in docs])
    return list(times.items())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--taxonomies", type=Path)
    parser.add_argument("--documents", type=int, default=120)
    arguments = parser.parse_args()
    come = statements(arguments.corpus, arguments.documents)
    others = statements(arguments.corpus, arguments.documents, others=True)
    once = list(dict.fromkeys(come))
    tokenizer = language().tokenizer
    count = {name: sum(len(tokenizer(text)) for _, text in asked) for name, asked in (("once", once), ("come", come))}
    print(
        f"{len(come)} statements and sections, {len(once)} of them different; {count['come']} and {count['once']} words"
    )

    model = general()
    gc.freeze()  # for both alike
    texts = [text for _, text in once]
    floor = seconds(lambda: [None for _ in model.pipe(texts, batch_size=tagger.BATCH)])
    print(f"{MODEL}, tagger and parser, each once {count['once'] / floor:10,.0f} words/s")
    ours = seconds(lambda: tag(once), lambda: meet(others))
    print(
        f"the tagging pass,              each once {count['once'] / ours:10,.0f} words/s, {floor / ours:.1f} times as fast"
    )
    cold = seconds(lambda: tag(once), forget)
    print(
        f"                              met nothing {count['once'] / cold:10,.0f} words/s, {floor / cold:.1f} times as fast"
    )
    texts = [text for _, text in come]
    floor_come = seconds(lambda: [None for _ in model.pipe(texts, batch_size=tagger.BATCH)])
    ours_come = seconds(lambda: tag(come), lambda: meet(others))
    print(
        f"the tagging pass,           as they come {count['come'] / ours_come:10,.0f} words/s, {floor_come / ours_come:.1f} times as fast"
    )

    steps = components(once, others)
    taxonomy = load(arguments.taxonomies) if arguments.taxonomies else None
    if taxonomy is not None:
        phrases = [
            text[slice(*topic.span)]
            for (_, text), tags in zip(once, tagger.tag(once), strict=True)
            for topic in tags.topics
        ]
        start = time.process_time()
        for phrase in phrases:
            taxonomy.link(phrase, "topic")
        steps.append(("links", time.process_time() - start))
    total = sum(spent for _, spent in steps)
    print("\nshare of time by step, each once (one round)")
    for name, spent in steps:
        print(f"  {name:16}{spent / total:7.1%}{spent / count['once'] * 1e6:8.2f} µs/word")


if __name__ == "__main__":
    main()
