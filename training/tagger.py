"""Train the compact tagger: part-of-speech tags, SkillSpan's two layers and our kinds of mentions in one network.

    python -m training.tagger SHARED RECORDS WORK [--epochs 10] [--out pipeline/data/tagger.npz]
    python -m training.tagger SHARED RECORDS WORK --start pipeline/data/tagger.npz [--width 160] [--windows [[-1,0,1],…]]

WORK holds what the steps before wrote (training/work.py). ``--start`` goes on from weights instead, with their word
vectors, and with their sizes where no larger ones are given (training/going_on.py).
"""

from __future__ import annotations

import argparse
import json
import random
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import spacy
import torch
from numpy.typing import NDArray
from torch import nn

from pipeline.tagging import word_features
from training import export, going_on, mention_labels, phrase_labels, sources, spans, weak_mentions
from training.student import Shape, Student
from training.work import written

LAYERS = ("skill", "knowledge")
# How far a mention by rule is believed.
RULE = 0.9
DIMS = 64  # of the general word vectors, and as many of the tuned teacher's
VECTOR_REACH = 4.5  # standard deviations that the whole numbers of the vectors reach


@dataclass(slots=True)
class Example:
    """A sentence with what is known of it: rows of labels (or None), the teacher's log probabilities (or None)."""

    words: list[str]
    tags: list[int] | None = None
    layers: list[list[int]] | None = None  # skill, knowledge
    soft: NDArray[np.float32] | None = None  # (words, 2, 3)
    kinds: list[int] | None = None
    soft_kinds: NDArray[np.float32] | None = None  # (words, labels)
    statement: phrase_labels.Statement | None = None  # which two heads its phrases are of
    phrases: list[tuple[int, int]] | None = None
    soft_phrases: NDArray[np.float32] | None = None  # (words, 2, 3)
    varied: bool = False  # made of parts of others: an epoch sees a share of them


@dataclass(slots=True)
class Labels:
    tags: list[str]
    kinds: list[str]  # O, B-software, I-software, …


class Types:
    """Word types with their features, as tensors; row 0 is the boundary."""

    def __init__(self, words: NDArray[np.str_]) -> None:
        self.index = {str(word): row for row, word in enumerate(words)}
        self.nothing = len(words)
        self.rows: dict[str, int] = {"": 0}
        self.pieces: list[list[int]] = [[]]
        self.hashed: list[list[int]] = [[word_features.BOUNDARY] * len(word_features.SIZES)]

    def ids(self, words: list[str]) -> list[int]:
        for word in words:
            if word not in self.rows:
                self.rows[word] = len(self.pieces)
                self.pieces.append(word_features.pieces(word, self.index))
                self.hashed.append(word_features.hashed(word))
        return [self.rows[word] for word in words]

    def tensors(self) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        width = max(map(len, self.pieces))
        padded = [row + [self.nothing] * (width - len(row)) for row in self.pieces]
        return (
            torch.tensor(padded),
            torch.tensor([max(len(row), 1) for row in self.pieces], dtype=torch.float32),
            torch.tensor(self.hashed),
        )


def quantized(parts: list[NDArray[np.float32]]) -> tuple[NDArray[np.int8], float]:
    """Vectors side by side as whole numbers, with their step; a row of zeros is added at the end."""
    step = VECTOR_REACH / 127
    whole = [np.clip(np.rint(part / part.std() / step), -127, 127).astype(np.int8) for part in parts]
    joined = np.concatenate(whole, 1)
    return np.concatenate([joined, np.zeros_like(joined[:1])]), step


def examples(shared: Path, records: Path, work: Path) -> tuple[list[Example], list[Example], list[Example], Labels]:
    """Training examples, those of SkillSpan held out, SkillSpan's development examples, and the names of the labels."""
    silver = [json.loads(line) for line in written(work, "silver.jsonl").read_text(encoding="utf-8").splitlines()]
    names = [*sorted({tag for _, tags in silver for tag in tags} - {"_SP"}), "_SP"]
    code = {name: k for k, name in enumerate(names)}
    soft = {text: part.reshape(-1, 2, 3) for text, part in _taught(written(work, "teacher.npz")).items()}
    soft_kinds = _taught(written(work, "kinds.npz"))
    found: list[Example] = []
    used: set[str] = set()
    for words, tags in silver:
        key = "\n".join(words)
        used.add(key)
        found.append(Example(words, tags=[code[tag] for tag in tags], soft=soft.get(key)))
    train, block = sources.held_out(sources.skillspan(shared, "train"))
    gold = [_gold(sentence) for sentence in train]
    for example in gold:
        key = "\n".join(example.words)
        used.add(key)
        example.soft = soft.get(key)
    used.update(
        "\n".join(example.words) for example in (*map(_gold, block), *map(_gold, sources.skillspan(shared, "dev")))
    )
    found += [Example(key.split("\n"), soft=part) for key, part in soft.items() if key not in used]
    copies = {text: part.reshape(-1, 2, 3) for text, part in _taught(written(work, "teacher-varied.npz")).items()}
    found += [Example(key.split("\n"), soft=part, varied=True) for key, part in copies.items() if key not in used]
    hand = mention_labels.read(shared)
    kinds = mention_labels.bio()
    for words, marks in hand:
        found.append(Example(words, kinds=[kinds.index(mark) for mark in marks], soft=soft.get("\n".join(words))))
    phrases = phrase_labels.read(shared)
    found += [
        Example(words, statement=statement, phrases=codes, soft=soft.get("\n".join(words)))
        for statement, words, codes in phrases
    ]
    found += [
        Example(key.split("\n"), None, None, soft.get(key), None, None, statement, None, part.reshape(-1, 2, 3), varied)
        for statement in phrase_labels.HEADS
        for name, varied in ((f"{statement}.npz", False), (f"{statement}-varied.npz", True))
        for key, part in _taught(written(work, name)).items()
    ]
    weak = _weak(shared, records)
    by_hand = {"\n".join(words) for words, _ in hand}
    for example in gold + found:
        key = "\n".join(example.words)
        # Rules speak only of what neither hand nor teacher has read.
        example.soft_kinds = soft_kinds.get(key, None if key in by_hand else weak.get(key))
    print(
        f"{len(found)} silver or unlabelled, {len(gold)} SkillSpan, {len(hand)} with kinds, {len(phrases)} with phrases"
    )
    dev = [_gold(sentence) for sentence in sources.skillspan(shared, "dev")]
    return gold + found, [_gold(sentence) for sentence in block], dev, Labels(names, kinds)


def _weak(shared: Path, records: Path) -> dict[str, NDArray[np.float32]]:
    """Mentions by rule as log probabilities, most of it on the rule's label, by text."""
    names = mention_labels.bio()
    things = sources.onet_things(shared)
    tokenizer = spacy.blank("en").tokenizer
    found = {}
    for text in [*(text for _, _, text in sources.statements(records)), *sources.onet_tasks(shared)[::3]]:
        words, marks = mention_labels.marked(tokenizer(text), weak_mentions.find(text, things))
        soft = np.full((len(words), len(names)), (1 - RULE) / (len(names) - 1), np.float32)
        soft[np.arange(len(words)), [names.index(mark) for mark in marks]] = RULE
        found["\n".join(words)] = np.log(soft)
    return found


def _taught(path: Path) -> dict[str, NDArray[np.float32]]:
    """A teacher's log probabilities by text (words parted by line ends), shape (words, labels of all heads)."""
    with np.load(path) as stored:
        texts, scores = stored["texts"].tobytes().decode("utf-8").split("\0"), stored["scores"]
    cuts = np.cumsum([text.count("\n") + 1 for text in texts])[:-1]
    return {text: part.astype(np.float32) for text, part in zip(texts, np.split(scores, cuts), strict=True)}


def _gold(sentence: sources.Sentence) -> Example:
    words, skill, knowledge = sentence
    return Example(words, layers=[[spans.CODE[label[0]] for label in labels] for labels in (skill, knowledge)])


def read_as(words: list[str]) -> list[str]:
    """Words as the encoder reads them: a statement in capitals in lower case."""
    return [word.lower() for word in words] if word_features.shouted(words) else words


@dataclass(frozen=True, slots=True)
class Plan:
    """What is varied between trainings."""

    epochs: int = 10
    words: int = 3000  # words a step
    rate: float = 3e-3
    soft: float = 1.0
    gold: float = 1.0
    tag: float = 0.5
    kind: float = 0.5
    repeat_gold: int = 2
    share: float = 0.2  # of the tagged sentences an epoch sees
    varied: float = 0.33  # of the variations of statements
    phrase: float = 1.0
    repeat_kinds: int = 4
    repeat_phrases: int = 2
    drop: float = 0.1
    word_drop: float = 0.1
    decay: float = 0.01
    seed: int = 1


def fit(
    train: list[Example],
    vectors: tuple[NDArray[np.int8], float],
    types: Types,
    shape: Shape,
    plan: Plan,
    start: Path | None = None,
) -> Student:
    """Train from the beginning, or from the weights of an earlier training."""
    torch.manual_seed(plan.seed)
    rng = random.Random(plan.seed)
    student = Student(shape, torch.from_numpy(vectors[0].astype(np.float32)), vectors[1], plan.drop, plan.word_drop)
    rows = []
    for example in train:
        words = read_as(example.words)
        plain = types.ids(words)
        other = types.ids([words[0][:1].lower() + words[0][1:], *words[1:]])
        rows.append((torch.tensor(plain), torch.tensor(other)))
    tensors = types.tensors()
    if start is not None:
        some = [plain for plain, _ in rows[:: len(rows) // 4000 + 1]]
        going_on.take_over(student, start, tensors, torch.cat(some), list(map(len, some)))
    always, sampled = _seen(train, plan)
    seen = sum(len(train[k].words) for k in always)
    seen += sum(share * len(train[k].words) for share, part in sampled for k in part)
    total = plan.epochs * int(seen / plan.words + 2)
    optimiser = torch.optim.AdamW(student.parameters(), lr=plan.rate, weight_decay=plan.decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, plan.rate, total_steps=total + 100, pct_start=0.1)
    clock = time.time()
    for epoch in range(plan.epochs):
        student.train()
        order = [*always, *(k for share, part in sampled for k in rng.sample(part, int(share * len(part))))]
        rng.shuffle(order)
        losses = np.zeros(7)
        steps, chosen, size = 0, [], 0
        for position, k in enumerate(order):
            chosen.append(k)
            size += len(train[k].words)
            if size < plan.words and position + 1 < len(order):
                continue
            ids = torch.cat([rows[k][rng.random() < 0.3] for k in chosen])
            unique, inverse = torch.unique(torch.cat([ids, torch.zeros(1, dtype=torch.long)]), return_inverse=True)
            table = student.table(*(tensor[unique] for tensor in tensors))
            out = student(table, inverse[:-1], [len(rows[k][0]) for k in chosen])
            loss, parts = _loss(out, [train[k] for k in chosen], shape, plan)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(student.parameters(), 5.0)
            optimiser.step()
            schedule.step()
            losses += parts
            steps, chosen, size = steps + 1, [], 0
        text = " ".join(
            f"{name} {part:.4f}"
            for name, part in zip(
                ("tag", "gold", "soft", "kind", "soft kind", "phrase", "soft phrase"), losses / steps, strict=True
            )
        )
        print(f"epoch {epoch + 1}: {text} ({time.time() - clock:.0f} s)", flush=True)
    return student.eval()


def _seen(train: list[Example], plan: Plan) -> tuple[list[int], list[tuple[float, list[int]]]]:
    """What every epoch sees, some more than once, and what it sees a share of, by number."""
    always: list[int] = []
    tagged: list[int] = []
    varied: list[int] = []
    for k, example in enumerate(train):
        times = plan.repeat_gold if example.layers else plan.repeat_kinds if example.kinds else 1
        times = plan.repeat_phrases if example.phrases else times
        only_tagged = example.tags and not example.kinds and not example.layers
        (varied if example.varied else tagged if only_tagged else always).extend([k] * times)
    return always, [(plan.share, tagged), (plan.varied, varied)]


def _loss(
    out: torch.Tensor, chosen: list[Example], shape: Shape, plan: Plan
) -> tuple[torch.Tensor, NDArray[np.float64]]:
    sizes = [len(example.words) for example in chosen]
    parts = dict(zip(shape.heads, out.split(list(shape.heads.values()), 1), strict=True))
    losses = [out.new_zeros(()) for _ in range(7)]

    def mask(flags: list[bool]) -> torch.Tensor:
        return torch.repeat_interleave(torch.tensor(flags), torch.tensor(sizes))

    tagged = [e for e in chosen if e.tags]
    if tagged:
        gold = torch.tensor([tag for e in tagged for tag in e.tags or ()])
        losses[0] = nn.functional.cross_entropy(parts["tag"][mask([bool(e.tags) for e in chosen])], gold)
    layers = torch.stack([parts[name] for name in LAYERS], 1)
    known = [e for e in chosen if e.layers]
    if known:
        gold = torch.tensor([list(pair) for e in known for pair in zip(*(e.layers or ()), strict=True)])
        logits = layers[mask([bool(e.layers) for e in chosen])]
        losses[1] = nn.functional.cross_entropy(logits.reshape(-1, 3), gold.reshape(-1))
    soft = [e for e in chosen if e.soft is not None]
    if soft:
        target = torch.from_numpy(np.concatenate([e.soft for e in soft]))
        logits = layers[mask([e.soft is not None for e in chosen])].log_softmax(-1)
        losses[2] = nn.functional.kl_div(logits, target, reduction="sum", log_target=True) / (len(target) * 2)
    kinds = [e for e in chosen if e.kinds]
    if kinds:
        gold = torch.tensor([kind for e in kinds for kind in e.kinds or ()])
        losses[3] = nn.functional.cross_entropy(parts["kind"][mask([bool(e.kinds) for e in chosen])], gold)
    taught = [e for e in chosen if e.soft_kinds is not None]
    if taught:
        target = torch.from_numpy(np.concatenate([e.soft_kinds for e in taught]))
        logits = parts["kind"][mask([e.soft_kinds is not None for e in chosen])].log_softmax(-1)
        losses[4] = nn.functional.kl_div(logits, target, reduction="sum", log_target=True) / len(target)
    for statement, heads in phrase_labels.HEADS.items():
        logits = torch.stack([parts[name] for name in heads], 1)
        marked = [e for e in chosen if e.statement == statement and e.phrases]
        if marked:
            gold = torch.tensor([pair for e in marked for pair in e.phrases or ()])
            own = logits[mask([e.statement == statement and bool(e.phrases) for e in chosen])]
            losses[5] = losses[5] + nn.functional.cross_entropy(own.reshape(-1, 3), gold.reshape(-1))
        taught = [e for e in chosen if e.statement == statement and e.soft_phrases is not None]
        if taught:
            target = torch.from_numpy(np.concatenate([e.soft_phrases for e in taught]))
            own = logits[mask([e.statement == statement and e.soft_phrases is not None for e in chosen])].log_softmax(
                -1
            )
            losses[6] = losses[6] + nn.functional.kl_div(own, target, reduction="sum", log_target=True) / (
                len(target) * 2
            )
    total = plan.tag * losses[0] + plan.gold * losses[1] + plan.soft * losses[2] + plan.kind * (losses[3] + losses[4])
    total = total + plan.phrase * (losses[5] + losses[6])
    return total, np.array([float(loss.detach()) for loss in losses])


@torch.inference_mode()
def read(student: Student, types: Types, sentences: list[list[str]]) -> list[NDArray[np.float32]]:
    """Scores of each sentence's words for all heads."""
    ids = [types.ids(read_as(words)) for words in sentences]
    table = student.table(*types.tensors())
    found: list[NDArray[np.float32]] = []
    for start in range(0, len(ids), 512):
        part = ids[start : start + 512]
        out = student(table, torch.tensor([row for rows in part for row in rows]), [len(rows) for rows in part])
        found += np.split(out.numpy(), np.cumsum([len(rows) for rows in part])[:-1])
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("shared", "records", "work"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--out", type=Path, default=Path("pipeline/data/tagger.npz"))
    parser.add_argument("--width", type=int, help="channels of the word layers")
    parser.add_argument("--windows", type=_windows, help="which neighbours of a word each layer sees")
    parser.add_argument("--start", type=Path, help="weights to go on from, to add labels quickly")
    for name, default in vars_of(Plan()).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(default), default=default)
    args = parser.parse_args()
    torch.set_num_threads(2)
    plan = Plan(**{name: getattr(args, name) for name in vars_of(Plan())})
    if args.start:
        words, vectors = going_on.vocabulary(args.start)
    else:
        with np.load(written(args.work, "vectors.npz")) as stored:
            words, raw = stored["words"], [stored["vectors"][:, :DIMS]]
        with np.load(written(args.work, "tuned.npz")) as stored:
            raw.append(stored["vectors"][:, :DIMS])
        vectors = quantized(raw)
    train, block, dev, labels = examples(args.shared, args.records, args.work)
    # Every fiftieth tagged sentence is held out to see how far the tags agree.
    tagged = [k for k, example in enumerate(train) if example.tags]
    held = set(tagged[::50])
    heads = {"tag": len(labels.tags), "skill": 3, "knowledge": 3, "kind": len(labels.kinds)}
    heads |= {name: 3 for names in phrase_labels.HEADS.values() for name in names}
    if args.start:
        shape = going_on.shape(args.start, heads, args.width, args.windows)
    else:
        asked = {"width": args.width, "windows": args.windows}
        shape = Shape(heads=heads, **{name: value for name, value in asked.items() if value})
    types = Types(words)
    student = fit([e for k, e in enumerate(train) if k not in held], vectors, types, shape, plan, args.start)
    print(
        f"tags as the silver ones on sentences held out: {tag_agreement(student, types, [train[k] for k in sorted(held)]):.4f}"
    )
    report(student, types, "held out", block)
    report(student, types, "dev", dev)
    export.write(
        args.out,
        student,
        words,
        vectors[0][:-1],
        labels.tags,
        labels.kinds,
    )


def _windows(given: str) -> list[tuple[int, ...]]:
    """The windows of an option, [[-1,0,1],[-2,0,2]]; as many neighbours in each, since weights keep them as one table."""
    windows = [tuple(map(int, window)) for window in json.loads(given)]
    if len(set(map(len, windows))) != 1:
        raise argparse.ArgumentTypeError(f"expected windows of as many neighbours each, found {windows}")
    return windows


def vars_of(plan: Plan) -> dict[str, float]:
    return {name: getattr(plan, name) for name in plan.__dataclass_fields__}


def tag_agreement(student: Student, types: Types, held: list[Example]) -> float:
    """The share of words whose tag is the silver one."""
    scores = read(student, types, [example.words for example in held])
    cut = student.shape.heads["tag"]
    right = sum(int((row[:, :cut].argmax(1) == np.array(e.tags)).sum()) for row, e in zip(scores, held, strict=True))
    return right / sum(map(len, scores))


def report(student: Student, types: Types, title: str, examples: list[Example]) -> None:
    """Strict span scores of SkillSpan's layers, decoded as the pipeline does."""
    scores = read(student, types, [example.words for example in examples])
    at = student.shape.heads["tag"]
    for layer, name in enumerate(LAYERS):
        found = spans.of_scores([score[:, at + 3 * layer : at + 3 * layer + 3] for score in scores])
        gold = [spans.of_labels(["OBI"[code] for code in (e.layers or [[], []])[layer]]) for e in examples]
        print(f"{title}, {name}: {spans.score(gold, found)}", flush=True)


if __name__ == "__main__":
    main()
