"""The compact tagger: the same answer alone and in any batch, odd input, and what ships."""

from __future__ import annotations

import random
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.tagging import encoder, mention_tagger, weights, word_features, word_tagger

STATEMENTS = [
    "Reviews and researches file documentation to resolve complaints; advises clients.",
    "Operate forklifts, hand tools and a personal computer.",
    "Knowledge of Microsoft Excel, SQL and principles of project  management.",
    "Possession of a valid driver's license and a CPR certificate is required.",
    "DIRECTS THE WORK OF SUBORDINATE STAFF AND PREPARES REPORTS",
    "Ability to communicate effectively in Spanish and to work independently.",
    "",
    " ",
    "\n\t Interpret laws,\n rules  and regulations. ",
    "a",
    "\u2022 \u00c9tude na\u00efve \u2014 \u65e5\u672c\u8a9e \u0645\u0631\u062d\u0628\u0627 \U0001f600\u200d\u2764 e\u0301\ufb01 \u00ad \ufeff",
    "x" * 5000,
    "!!! ??? ((()))",
]


@pytest.fixture(scope="module")
def nlp() -> Language:
    made = spacy.blank("en")
    for name in (encoder.NAME, word_tagger.NAME, mention_tagger.NAME):
        made.add_pipe(name)
    return made


def answer(doc: Doc) -> tuple[object, ...]:
    """All that the tagger says of a document."""
    groups = {
        name: [
            (span.start, span.end, span.label_, score)
            for span, score in zip(doc.spans[name], doc.spans[name].attrs["scores"], strict=True)
        ]
        for name in ("mentions", "skill", "knowledge")
        if name in doc.spans
    }
    return doc.text, [token.tag_ for token in doc], groups, doc.tensor.tobytes()


def test_components_declare_what_they_need(nlp: Language) -> None:
    assert not any(nlp.analyze_pipes()["problems"].values())


def test_same_answer_in_any_batch(nlp: Language) -> None:
    """Not nearly the same: to the last bit of every score."""
    rng = random.Random(7)
    words = sorted({word for text in STATEMENTS for word in text.split()})
    texts = STATEMENTS + [" ".join(rng.choices(words, k=rng.randrange(1, 60))) for _ in range(150)]
    alone = {text: answer(nlp(text)) for text in texts}
    for size in (1, 2, 7, 64, 1000):
        rng.shuffle(texts)
        for doc in nlp.pipe(texts, batch_size=size):
            assert answer(doc) == alone[doc.text]


@pytest.mark.parametrize(("rows", "depth", "columns"), [(1, 1, 1), (3, 83, 7), (257, 384, 83), (1030, 515, 129)])
def test_products_are_exact(rows: int, depth: int, columns: int) -> None:
    """Of the largest whole numbers too, and of sizes that fill no register."""
    numbers = np.random.default_rng(rows)
    for low in (0, 127):
        left = numbers.integers(low, 128, (rows, depth)).astype(np.int8)
        for weight in (numbers.integers(-127, 128, (depth, columns)), np.full((depth, columns), -127)):
            found = encoder.product(left, encoder.packed(weight.astype(np.float32)))
            assert (found == left.astype(np.int64) @ weight).all()


def test_table_of_types_is_bounded(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    before = answer(nlp(STATEMENTS[0]))
    monkeypatch.setattr(encoder, "MOST_TYPES", 50)
    for start in range(0, 400, 20):
        nlp(" ".join(f"word{number}" for number in range(start, start + 20)))
    assert len(nlp.get_pipe(encoder.NAME).types.rows) <= 50
    assert answer(nlp(STATEMENTS[0])) == before


def test_more_types_in_one_document_than_the_table_keeps(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    text = " ".join(f"plan{number}" for number in range(300))
    before = answer(nlp(text))
    monkeypatch.setattr(encoder, "MOST_TYPES", 50)
    assert answer(nlp(text)) == before


def test_long_document(nlp: Language) -> None:
    text = " ".join(["Prepares detailed reports"] * 1700)
    doc = nlp(text)
    assert len(doc) == 5100
    assert doc.tensor.shape == (5100, max(at.stop for at in encoder.columns().values()))
    # Away from the ends every third word has the same surroundings.
    assert len({token.tag_ for token in list(doc)[30:5000:3]}) == 1


def test_white_space_changes_nothing(nlp: Language) -> None:
    plain = nlp("Plans, organizes and directs the work of staff.")
    spaced = nlp(" Plans,  organizes and\n\ndirects the \t work of staff. ")
    words = [token for token in spaced if not token.is_space]
    assert [token.tag_ for token in words] == [token.tag_ for token in plain]
    rows = np.array([token.i for token in words])
    assert (spaced.tensor[rows] == plain.tensor).all()
    assert {token.tag_ for token in spaced if token.is_space} == {"_SP"}


def test_spans_quote_the_text(nlp: Language) -> None:
    for doc in nlp.pipe(STATEMENTS):
        for name, group in doc.spans.items():
            scores = group.attrs["scores"]
            assert len(scores) == len(group)
            assert all(0 <= score <= 1 and round(score, 2) == score for score in scores), name
            ends = [0]
            for span in group:
                assert doc.text[span.start_char : span.end_char] == span.text
                assert span.text.strip() == span.text
                assert span.start >= ends[-1]
                ends.append(span.end)


@pytest.mark.parametrize(
    "duty",
    [
        "REVIEWS AND EDITS DRAFT REPORTS FOR SUPERVISORS",
        "PLAN AND COORDINATE THE WORK OF CREWS",
        "Leads crews and drafts plans for street repairs.",
        "Draft plans and inspect the work of contractors.",
        "supervises staff",
    ],
)
def test_duty_begins_with_a_verb(nlp: Language, duty: str) -> None:
    assert nlp(duty)[0].tag_.startswith("VB")


def test_coordinated_verbs(nlp: Language) -> None:
    doc = nlp("Reviews claims, drafts reports and answers questions from the public.")
    assert [token.text for token in doc if token.tag_ == "VBZ"] == ["Reviews", "drafts", "answers"]


def test_weights_are_small() -> None:
    with files("pipeline").joinpath("data/tagger.npz").open("rb") as stored:
        assert len(stored.read()) < 12_000_000


def test_weights_that_cannot_be_read_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "files", lambda package: tmp_path)
    with pytest.raises(weights.BadWeights, match=r"none at .*tagger\.npz; install the package again"):
        weights.weights.__wrapped__()
    (tmp_path / "data").mkdir()
    np.savez(tmp_path / weights.WEIGHTS, vectors=np.zeros((1, 2), np.int8))
    with pytest.raises(weights.BadWeights, match=r"has no array 'windows': other code wrote it"):
        weights.weights.__wrapped__()


def test_words_of_a_batch_without_white_space(nlp: Language) -> None:
    """Each row is that of its document's word; a document may have none."""
    docs = [nlp(text) for text in (" Plans  work.", "", "\t", "Files")]
    scores, owner, place = encoder.scored(docs)
    assert (owner.tolist(), place.tolist()) == ([0, 0, 0, 3], [1, 3, 4, 0])
    assert [docs[k][at].text for k, at in zip(owner, place, strict=True)] == ["Plans", "work", ".", "Files"]
    assert all((row == docs[k].tensor[at]).all() for row, k, at in zip(scores, owner, place, strict=True))


def test_unknown_word_is_put_together_from_pieces() -> None:
    index = {"micro": 0, "##soft": 1, "office": 2, "365": 3}
    assert word_features.pieces("Microsoft-Office365", index) == [0, 1, 2, 3]
    assert word_features.pieces("\u65e5", index) == []


def test_capitals_throughout_are_read_in_lower_case() -> None:
    assert word_features.shouted(["PLANS", "AND", "DIRECTS", "WORK"])
    assert not word_features.shouted(["CPA", "RN"])
    assert not word_features.shouted(["PLANS", "the", "WORK"])
