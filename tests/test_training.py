"""What the trainings promise: labels of other employers than the gold set's, and a network that goes on from another."""

from __future__ import annotations

import functools
import json
import sys
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
import pytest
from projection import CASES

import pipeline.tagging
from benchmarks import bench_nlp
from pipeline.tagging import encoder, tagger
from pipeline.tagging.components import language
from pipeline.tagging.weights import WEIGHTS, weights
from training import eval_tags, spans
from training.work import written

GOLD = [json.loads(line) for line in eval_tags.GOLD.read_text("utf-8").splitlines()]
NO_TORCH = "training needs torch: pip install -e '.[tagger]'"


@pytest.mark.parametrize("name", ["phrases", "mentions", "activities"])
def test_what_is_learnt_from_shares_nothing_with_the_test_part(name: str) -> None:
    """Neither an employer nor a document; and no statement with any part of the gold set, whose own rows are asked for
    their part (``half``) where they are learnt from.
    """
    rows = [json.loads(line) for line in eval_tags.GOLD.with_name(f"{name}.jsonl").read_text("utf-8").splitlines()]
    for key in ("employer", "source"):
        held = {label[key] for label in GOLD if label["half"] == "test"}
        assert {row[key] for row in rows if key in row} & held == set()
    digests = {row["digest"] if "digest" in row else eval_tags.digest(row["text"]) for row in rows}
    assert digests & {label["digest"] for label in GOLD} == set()


def test_errors_of_the_test_part_are_not_printed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "argv", ["eval_tags", str(tmp_path), "--half", "test", "--errors"])
    with pytest.raises(SystemExit) as ended:
        eval_tags.main()
    assert ended.value.code == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "only while nobody sees its errors; give --half dev or opened" in err


def test_development_is_what_is_scored_where_nothing_is_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "argv", ["eval_tags", str(tmp_path)])
    monkeypatch.setattr(eval_tags, "gold", lambda corpus, half: iter(()))
    eval_tags.main()
    assert capsys.readouterr().out.startswith("dev: 0 statements")


def test_spans_of_scores_by_sentence() -> None:
    """As the pipeline decodes them: I without a B before it is read another way."""
    sure = np.eye(3, dtype=np.float32) * 9
    scores = [sure[[0, 1, 2]], sure[[2]] + np.float32([5, 8, 0]), sure[[1, 1]], sure[[0]]]
    assert spans.of_scores(scores) == [[(1, 3)], [(0, 1)], [(0, 1), (1, 2)], []]


def test_a_step_says_which_step_comes_before(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"vectors\.npz, found none; run python -m training\.word_vectors SHARED"):
        written(tmp_path, "vectors.npz")


def test_the_benchmark_forgets_every_word() -> None:
    tagger.tag([("duty", "Supervises crews and files reports."), ("skill", "Knowledge of reporting methods")])
    bench_nlp.forget()
    modules = [module for name, module in sys.modules.items() if name.startswith(f"{pipeline.tagging.__name__}.")]
    kept = {
        f"{value.__module__}.{value.__name__}": value.cache_info().currsize
        for module in modules
        for value in vars(module).values()
        if isinstance(value, functools._lru_cache_wrapper) and value.cache_parameters()["maxsize"]
    }
    assert len(kept) == 3
    assert set(kept.values()) == {0}
    assert len(language().get_pipe(encoder.NAME).types.rows) == 0


LARGER = {
    "as it is": (None, None),
    "wider": (160, None),
    "a new last window": (None, [(-1, 0, 1), (-2, 0, 2), (-4, 0, 4), (-8, 0, 8)]),
    "wider, new windows between and first": (136, [(-3, 0, 3), (-1, 0, 1), (-2, 0, 2), (-1, 0, 1), (-4, 0, 4)]),
}


@pytest.mark.parametrize("wanted", LARGER)
def test_what_goes_on_answers_as_what_it_goes_on_from(wanted: str) -> None:
    torch = pytest.importorskip("torch", reason=NO_TORCH)
    going_on = pytest.importorskip("training.going_on", reason=NO_TORCH)
    training = pytest.importorskip("training.tagger", reason=NO_TORCH)
    lines = (CASES / "tags" / "prose" / "input.txt").read_text("utf-8").splitlines()
    docs = [language()(line) for line in lines if line.strip()]
    texts = [training.read_as([token.text for token in doc if not token.is_space]) for doc in docs]
    shipped, _, _ = encoder.scored(docs)
    with as_file(files("pipeline").joinpath(WEIGHTS)) as path:
        words, (vectors, step) = going_on.vocabulary(path)
        shape = going_on.shape(path, weights().heads, *LARGER[wanted])
        student = training.Student(shape, torch.from_numpy(vectors.astype(np.float32)), step, 0.0, 0.0)
        types = training.Types(words)
        ids = torch.tensor([row for text in texts for row in types.ids(text)])
        going_on.take_over(student, path, types.tensors(), ids, list(map(len, texts)))
    scores = np.concatenate(training.read(student, types, texts))
    assert len(scores) > 100
    assert np.abs(scores - shipped).max() < 1
    for at in encoder.columns().values():
        assert (scores[:, at].argmax(1) == shipped[:, at].argmax(1)).all()


def test_what_is_gone_on_from_keeps_its_sizes() -> None:
    going_on = pytest.importorskip("training.going_on", reason=NO_TORCH)
    with as_file(files("pipeline").joinpath(WEIGHTS)) as path:
        with pytest.raises(SystemExit, match="expected at least the width"):
            going_on.shape(path, {}, 64)
        with pytest.raises(SystemExit, match="expected the windows of the weights"):
            going_on.shape(path, {}, None, [(-2, 0, 2), (-1, 0, 1), (-4, 0, 4)])
