"""Fine-tune MPNet and MiniLM on hand-labelled statements as teachers, and let them read job text for the student.

    python -m training.teacher fit SHARED RECORDS WORK
    python -m training.teacher words SHARED RECORDS WORK
    python -m training.teacher read SHARED RECORDS WORK
    python -m training.teacher kinds SHARED RECORDS WORK
    python -m training.teacher phrases SHARED RECORDS WORK

A linear layer over the first piece of each word. Their word pieces are lower-cased; how a word is written is added to
the embeddings of its pieces, since much knowledge is a name. ``fit`` tunes them on SkillSpan and writes
WORK/teacher-MODEL-SEED.pt; ``read`` writes WORK/teacher.npz and WORK/teacher-varied.npz: for every text of
training.corpus the mean of the teachers' log probabilities, which training.tagger distils. ``kinds`` and ``phrases`` do the same for our own labels: WORK/kinds.npz,
WORK/duties.npz and WORK/skills.npz, and of statements made of parts of labelled ones (training/variations.py)
WORK/duties-varied.npz and WORK/skills-varied.npz.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import spacy
import torch
from numpy.typing import NDArray
from torch import nn

from training import mention_labels, phrase_labels, sources, spans
from training.corpus import MOST_WORDS, augmented, unlabelled
from training.mpnet import mpnet
from training.variations import variations
from training.word_vectors import minilm, reduce
from training.work import written

LAYERS = ("skill", "knowledge")
CASES = 6
MOST_PIECES = 160
BATCH = 1024  # word pieces a step
COPIES = 4  # changed copies of each SkillSpan sentence to read
# Models that are tuned on SkillSpan, with their seeds, learning rate and epochs: the small one does better on knowledge,
# the large one on skills, and their mean better than each.
MODELS = (("mpnet", 1, 6e-5, 4), ("minilm", 1, 2e-4, 5))
# The hand-labelled mentions are few: more passes over them, in smaller steps.
KIND_EPOCHS = 8
PHRASE_EPOCHS = 2
VARIATIONS = 40_000  # statements made of parts of the labelled ones, of each sort, for the teacher to read
# What a head is not asked, where a text's label for it is not known.
UNKNOWN = -100


def case_of(word: str) -> int:
    """How a word is written: no letters, lower, Capitalised, UPPER, mIxed, with a digit."""
    if any(char.isdigit() for char in word):
        return 5
    if not any(char.isalpha() for char in word):
        return 0
    if word.islower():
        return 1
    if word.isupper():
        return 3
    return 2 if word[0].isupper() and word[1:].islower() else 4


class Teacher(nn.Module):
    """A model with a linear layer: for each word a decision between so many labels for each of ``sizes``."""

    def __init__(self, model: str, work: Path, sizes: Sequence[int] = (3, 3)) -> None:
        super().__init__()
        self.sizes = list(sizes)
        self.body, self.tokenizer = mpnet(work) if model == "mpnet" else minilm()
        size = self.body.config.hidden_size
        self.case = nn.Embedding(CASES, size)
        nn.init.zeros_(self.case.weight)
        self.heads = nn.Linear(size, sum(sizes))
        self.drop = nn.Dropout(0.1)

    def encode(self, words: list[str]) -> tuple[list[int], list[int], list[int]]:
        """Piece ids, their cases, and for each word the place of its first piece (0, [CLS], where cut off)."""
        ids, cases, first = [self.tokenizer.cls_token_id], [0], []
        for pieces, word in zip(self.tokenizer([*words], add_special_tokens=False)["input_ids"], words, strict=True):
            pieces = pieces or [self.tokenizer.unk_token_id]
            first.append(len(ids) if len(ids) < MOST_PIECES else 0)
            ids += pieces
            cases += [case_of(word)] * len(pieces)
        ids, cases = ids[:MOST_PIECES], cases[:MOST_PIECES]
        return [*ids, self.tokenizer.sep_token_id], [*cases, 0], first

    def forward(self, batch: list[tuple[list[int], list[int], list[int]]]) -> torch.Tensor:
        """Logits of the batch's words, one after the other, shape (words, sum of sizes)."""
        width = max(len(ids) for ids, _, _ in batch)
        ids = torch.tensor([row + [0] * (width - len(row)) for row, _, _ in batch])
        cases = torch.tensor([row + [0] * (width - len(row)) for _, row, _ in batch])
        mask = torch.tensor([[1] * len(row) + [0] * (width - len(row)) for row, _, _ in batch])
        embedded = self.body.embeddings.word_embeddings(ids) + self.case(cases)
        out = self.body(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
        at = torch.tensor([k * width + place for k, (_, _, first) in enumerate(batch) for place in first])
        chosen = self.drop(out.reshape(-1, out.shape[-1])[at])
        return torch.as_tensor(self.heads(chosen))


def batches(lengths: list[int], words: int, rng: random.Random | None) -> list[list[int]]:
    """Indices in batches of about as many words, like lengths together; shuffled where there is an ``rng``."""
    order = sorted(range(len(lengths)), key=lambda k: (lengths[k] + (rng.random() * 4 if rng else 0), k))
    made: list[list[int]] = [[]]
    for k in order:
        if made[-1] and (len(made[-1]) + 1) * lengths[k] > words:
            made.append([])
        made[-1].append(k)
    if rng:
        rng.shuffle(made)
    return made


def coded(sentence: sources.Sentence) -> torch.Tensor:
    """Labels of the two layers, shape (words, 2)."""
    _, skill, knowledge = sentence
    return torch.tensor([[spans.CODE[a[0]], spans.CODE[b[0]]] for a, b in zip(skill, knowledge, strict=True)])


def fit(
    teacher: Teacher,
    texts: list[list[str]],
    labels: list[torch.Tensor],
    seed: int,
    epochs: int,
    rate: float,
    batch: int = BATCH,
) -> Teacher:
    """Train on texts with their labels, each of shape (words, heads)."""
    rng = random.Random(seed)
    inputs = [teacher.encode(tokens) for tokens in texts]
    lengths = [len(ids) for ids, _, _ in inputs]
    body = list(teacher.body.parameters())
    rest = [*teacher.heads.parameters(), *teacher.case.parameters()]
    optimiser = torch.optim.AdamW(
        [{"params": body, "lr": rate}, {"params": rest, "lr": 10 * rate}], weight_decay=0.01, fused=True
    )
    total = epochs * len(batches(lengths, batch, None))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / (0.1 * total), max(0.0, (total - step) / (0.9 * total)))
    )
    for epoch in range(epochs):
        teacher.train()
        sum_loss = 0.0
        made = batches(lengths, batch, rng)
        for chosen in made:
            # Half precision where the processor has it takes half the time.
            with torch.autocast("cpu", torch.bfloat16):
                logits = teacher([inputs[k] for k in chosen]).float()
            gold = torch.cat([labels[k] for k in chosen])
            # The mean over all decisions whose label is known, whatever their head.
            parts = [
                nn.functional.cross_entropy(part, own, ignore_index=UNKNOWN, reduction="sum")
                for part, own in zip(logits.split(teacher.sizes, 1), gold.unbind(1), strict=True)
            ]
            loss = torch.stack(parts).sum() / (gold != UNKNOWN).sum().clamp_min(1)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(teacher.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            sum_loss += loss.item()
        print(f"seed {seed} epoch {epoch + 1}: loss {sum_loss / len(made):.4f}", flush=True)
    return teacher


@torch.inference_mode()
def read(teacher: Teacher, sentences: list[list[str]]) -> list[NDArray[np.float32]]:
    """Log probabilities of each sentence's words, head beside head, shape (words, sum of sizes)."""
    teacher.eval()
    inputs = [teacher.encode(tokens) for tokens in sentences]
    found: list[NDArray[np.float32]] = [np.zeros(0, np.float32)] * len(sentences)
    for chosen in batches([len(ids) for ids, _, _ in inputs], 4096, None):
        with torch.autocast("cpu", torch.bfloat16):
            logits = teacher([inputs[k] for k in chosen]).float()
        out = torch.cat([part.log_softmax(-1) for part in logits.split(teacher.sizes, 1)], 1).numpy()
        cuts = np.cumsum([len(sentences[k]) for k in chosen])[:-1]
        for k, part in zip(chosen, np.split(out, cuts), strict=True):
            found[k] = part
    return found


def report(name: str, sentences: list[sources.Sentence], scores: list[NDArray[np.float32]]) -> None:
    for layer, title in enumerate(LAYERS):
        gold = [spans.of_labels(sentence[1 + layer]) for sentence in sentences]
        found = spans.of_scores([score[:, 3 * layer : 3 * layer + 3] for score in scores])
        print(f"{name} {title}: {spans.score(gold, found)}", flush=True)


def load(work: Path) -> list[Teacher]:
    """The teachers that WORK holds."""
    teachers = []
    for model, seed, _, _ in MODELS:
        teacher = Teacher(model, work)
        teacher.load_state_dict(torch.load(written(work, f"teacher-{model}-{seed}.pt"), weights_only=True))
        teachers.append(teacher)
    return teachers


@torch.inference_mode()
def embed(teacher: Teacher, words: list[str]) -> NDArray[np.float32]:
    """The last layer over each word read alone, the mean of its pieces, shape (words, size of the model)."""
    teacher.eval()
    rows = np.zeros((len(words), teacher.body.config.hidden_size), np.float32)
    tokenizer = teacher.tokenizer
    ids = [
        tokenizer.convert_tokens_to_ids([word])
        if word.startswith("##")
        else tokenizer(word, add_special_tokens=False, truncation=True, max_length=24)["input_ids"]
        or [tokenizer.unk_token_id]
        for word in words
    ]
    inputs = [([tokenizer.cls_token_id, *row, tokenizer.sep_token_id], [0, *[1] * len(row), 0]) for row in ids]
    for chosen in batches([len(row) for row, _ in inputs], 4096, None):
        width = max(len(inputs[k][0]) for k in chosen)
        padded = [
            torch.tensor([list(inputs[k][n]) + [0] * (width - len(inputs[k][n])) for k in chosen]) for n in (0, 1)
        ]
        mask = torch.tensor([[1] * len(inputs[k][0]) + [0] * (width - len(inputs[k][0])) for k in chosen])
        embedded = teacher.body.embeddings.word_embeddings(padded[0]) + teacher.case(padded[1])
        with torch.autocast("cpu", torch.bfloat16):
            out = teacher.body(inputs_embeds=embedded, attention_mask=mask).last_hidden_state.float()
        inner = mask.clone()
        inner[:, 0] = 0
        inner[torch.arange(len(chosen)), mask.sum(1) - 1] = 0
        rows[chosen] = ((out * inner[:, :, None]).sum(1) / inner.sum(1, keepdim=True)).numpy()
    return rows


def embed_words(args: argparse.Namespace) -> None:
    """Word vectors of the small tuned teacher, which knows what of a word matters for mentions: WORK/tuned.npz."""
    with np.load(written(args.work, "vectors.npz")) as stored:
        words = [str(word) for word in stored["words"]]
    np.savez(args.work / "tuned.npz", vectors=reduce(embed(load(args.work)[-1], words), 96))


def fit_all(args: argparse.Namespace) -> None:
    train, held = sources.held_out(sources.skillspan(args.shared, "train"))
    dev = sources.skillspan(args.shared, "dev")
    for model, seed, rate, epochs in MODELS:
        if (args.work / f"teacher-{model}-{seed}.pt").exists():
            continue
        torch.manual_seed(seed)
        texts = [sentence[0] for sentence in train]
        teacher = fit(Teacher(model, args.work), texts, list(map(coded, train)), seed, epochs, rate)
        torch.save(teacher.state_dict(), args.work / f"teacher-{model}-{seed}.pt")
        report(f"held out, {model} {seed}", held, read(teacher, [sentence[0] for sentence in held]))
        report(f"dev, {model} {seed}", dev, read(teacher, [sentence[0] for sentence in dev]))


def read_all(args: argparse.Namespace) -> None:
    """The mean of the teachers' log probabilities over every text that the student learns from."""
    train, _ = sources.held_out(sources.skillspan(args.shared, "train"))
    texts = [sentence[0] for sentence in train] + unlabelled(args.shared, args.records)
    known = dict.fromkeys(map(tuple, texts))
    varied = dict.fromkeys(words for words in map(tuple, augmented(train, args.work, COPIES)) if words not in known)
    teachers = load(args.work)
    for name, asked in (("teacher", known), ("teacher-varied", varied)):
        tokens = [list(words) for words in asked]
        print(f"{name}: {len(tokens)} texts, {sum(map(len, tokens))} words", flush=True)
        total = sum(np.concatenate(read(teacher, tokens)) for teacher in teachers)
        store(args.work / f"{name}.npz", tokens, total / len(teachers))
    dev = sources.skillspan(args.shared, "dev")
    scores = [read(teacher, [sentence[0] for sentence in dev]) for teacher in teachers]
    report(f"dev, mean of {len(teachers)}", dev, [sum(parts) / len(parts) for parts in zip(*scores, strict=True)])


def kinds(args: argparse.Namespace) -> None:
    """Tune the small teacher further on the hand-labelled kinds of mentions, and let it read statements like them."""
    hand = mention_labels.read(args.shared)
    names = mention_labels.bio()
    torch.manual_seed(1)
    model, seed, rate, _ = MODELS[-1]
    teacher = Teacher(model, args.work, [len(names)])
    teacher.body.load_state_dict(load(args.work)[-1].body.state_dict())
    labels = [torch.tensor([[names.index(mark)] for mark in marks]) for _, marks in hand]
    teacher = fit(teacher, [words for words, _ in hand], labels, seed, KIND_EPOCHS, rate, BATCH // 2)
    sentences = [text for _, _, text in sources.statements(args.records)] + sources.onet_tasks(args.shared)[::6]
    texts = words_of(sentences)
    store(args.work / "kinds.npz", texts, np.concatenate(read(teacher, texts)))


def phrases(args: argparse.Namespace) -> None:
    """Tune the large teacher further on the hand-labelled phrases, and let it read statements like them, and copies of the
    labelled ones with words or parts changed.
    """
    sorts = list(phrase_labels.HEADS)
    texts: list[list[str]] = []
    labels: list[torch.Tensor] = []
    hand = phrase_labels.read(args.shared)
    for statement, words, codes in hand:
        own = torch.full((len(words), 2 * len(sorts)), UNKNOWN)
        own[:, 2 * sorts.index(statement) : 2 * sorts.index(statement) + 2] = torch.tensor(codes)
        texts.append(words)
        labels.append(own)
    torch.manual_seed(1)
    model, seed, rate, _ = MODELS[0]
    teacher = Teacher(model, args.work, [3] * 2 * len(sorts))
    teacher.body.load_state_dict(load(args.work)[0].body.state_dict())
    teacher = fit(teacher, texts, labels, seed, PHRASE_EPOCHS, rate)
    found = sources.statements(args.records)
    for at, statement in enumerate(sorts):
        labelled = [words for sort, words, _ in hand if sort == statement]
        tokens = words_of([text for section, _, text in found if section == statement])
        tokens += augmented([(words, [], []) for words in labelled], args.work, 1)
        if statement == "duties":
            tokens += composed(args.work)
        else:
            tokens += [words for words, *layers in sources.skillspan(args.shared, "train") if "B" in str(layers)]
        tokens = [list(words) for words in dict.fromkeys(map(tuple, tokens))]
        varied = variations([labelled for labelled in hand if labelled[0] == statement], VARIATIONS, random.Random(1))
        for name, asked in ((statement, tokens), (f"{statement}-varied", varied)):
            print(f"{name}: {len(asked)} texts, {sum(map(len, asked))} words", flush=True)
            scores = np.concatenate(read(teacher, asked))
            store(args.work / f"{name}.npz", asked, scores[:, 6 * at : 6 * at + 6])


def composed(work: Path) -> list[list[str]]:
    """A fifth of the sentences of training.silver_tags: tasks in both inflections, and statements composed of them."""
    lines = written(work, "silver.jsonl").read_text(encoding="utf-8").splitlines()[::5]
    return [words for words, _ in map(json.loads, lines) if 2 <= len(words) <= MOST_WORDS]


def words_of(sentences: list[str]) -> list[list[str]]:
    """The words of each different sentence that is neither one word nor too long."""
    tokenizer = spacy.blank("en").tokenizer
    texts = [[token.text for token in tokenizer(text) if not token.is_space] for text in dict.fromkeys(sentences)]
    return [words for words in texts if 2 <= len(words) <= MOST_WORDS]


def store(path: Path, texts: list[list[str]], scores: NDArray[np.float32]) -> None:
    """Texts with a teacher's log probabilities of their words, one text behind the other."""
    joined = "\0".join("\n".join(tokens) for tokens in texts)
    np.savez(path, texts=np.frombuffer(joined.encode("utf-8"), np.uint8), scores=scores.astype(np.float16))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("step", choices=("fit", "words", "read", "kinds", "phrases"))
    for name in ("shared", "records", "work"):
        parser.add_argument(name, type=Path)
    args = parser.parse_args()
    torch.set_num_threads(2)
    {"fit": fit_all, "words": embed_words, "read": read_all, "kinds": kinds, "phrases": phrases}[args.step](args)


if __name__ == "__main__":
    main()
