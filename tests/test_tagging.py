"""Tags of statements: marked case files, invariants of the pass, and the hand-labelled statements."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from projection import CASES, marked_text

from pipeline.marked import marked
from pipeline.normalize import normalize
from pipeline.schema import Record
from pipeline.tagging import tagger
from pipeline.tagging.components import COMPONENTS, language
from pipeline.tagging.lemmas import lemma, verbs
from pipeline.tagging.tags import Tags
from training.eval_tags import GOLD, KINDS, gold, statement_text
from training.tag_labels import compare, of_tags

SHARED = Path(__file__).resolve().parents[2] / "shared"
FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text("utf-8"))["tags"]

KIND = st.sampled_from(["duty", "skill", "other"])
WORDS = st.sampled_from(
    [
        "Reviews",
        "review",
        "and",
        "or",
        ",",
        ";",
        ".",
        ":",
        "the",
        "of",
        "to",
        "for",
        "by",
        "using",
        "as",
        "assigned",
        "may",
        "under",
        "supervision",
        "staff",
        "records",
        "(",
        ")",
        "/",
        "-",
        "reports",
        "Knowledge",
        "Ability",
        "thorough",
        "including",
        "such",
        "is",
        "responsible",
        "25",
        "%",
        "\n",
        "\t",
        "\xa0",
        "PLANS",
        "directing,",
        "naïve",
        "😀",
        "“quoted”",
        "don't",
    ]
)
TEXT = st.lists(WORDS, max_size=30).map(" ".join) | st.text(max_size=80)


@pytest.mark.parametrize("folder", sorted((CASES / "tags").iterdir()), ids=lambda folder: folder.name)
def test_marked_case(folder: Path) -> None:
    assert marked_text(folder) == (folder / "tags.txt").read_text("utf-8"), (
        f"read it against {folder.name}/input.txt; to accept: remove tags.txt, make golden CASE=tags/{folder.name}"
    )


def records(case: str) -> tuple[Record, ...]:
    source = next((CASES / case).glob("input.*"))
    return normalize(source.read_bytes(), source.name).records


def shown(lines: list[str]) -> int:
    return sum(line.startswith("  - ") for line in lines)


@pytest.mark.parametrize("case", ["tags/duties", "tags/running", "series_table", "history_wordings"])
def test_every_statement_is_shown_once(case: str) -> None:
    """One with a section, one without, and one that names a section which is not there."""
    record = records(case)[0]
    statements = [*record.duties, *record.skills, *record.qualifications, *record.history]
    words = len({(statement.section, statement.span) for statement in statements})
    assert shown(list(marked([record]))) == words > 0
    for lost in (None, "nowhere"):
        duties = tuple(duty.model_copy(update={"section": lost}) for duty in record.duties)
        lines = list(marked([record.model_copy(update={"duties": duties})]))
        assert shown(lines) == words
        assert ("== in no section" in lines) == bool(duties)


@pytest.mark.parametrize("width", [80, 120])
def test_shown_lines_fit_the_terminal(width: int) -> None:
    lines = list(marked(records("tags/duties") + records("series_table"), width))
    assert max(map(len, lines)) <= width
    assert lines == [line.rstrip() for line in lines]


def test_what_a_later_record_repeats_is_named_only() -> None:
    (record,) = records("tags/duties")
    again = list(marked([record, record]))
    assert shown(again) == shown(list(marked([record])))
    assert "== duties 'TYPICAL TASKS': as above" in again


def test_pipeline_is_the_table_and_has_no_problems() -> None:
    nlp = language()
    assert tuple(nlp.pipe_names) == COMPONENTS
    assert not any(nlp.analyze_pipes()["problems"].values())


def spans(tags: Tags) -> list[tuple[int, int]]:
    """Every span of a statement's tags."""
    found = [mention.span for mention in tags.mentions] + list(tags.depth)
    found += [tags.condition] if tags.condition else []
    for topic in tags.topics:
        found += [topic.span, *topic.items]
    for frame in tags.frames:
        found += [frame.action, *frame.conditions]
        found += [frame.object.span, *frame.object.items] if frame.object else []
        found += [one for one in (frame.recipient, frame.purpose, frame.instrument, frame.frequency) if one]
    return found


@given(st.lists(st.tuples(KIND, TEXT), max_size=6))
def test_spans_lie_in_the_text_on_words(statements: list[tagger.Statement]) -> None:
    for (_, text), tags in zip(statements, tagger.tag(statements), strict=True):
        for start, end in spans(tags):
            assert 0 <= start < end <= len(text)
            assert not text[start].isspace()
            assert not text[end - 1].isspace()
        for phrase in [*tags.topics, *(frame.object for frame in tags.frames if frame.object)]:
            assert all(phrase.span[0] <= start and end <= phrase.span[1] for start, end in phrase.items)


@given(st.lists(st.tuples(KIND, TEXT), min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_batch_order_and_memory_change_nothing(statements: list[tagger.Statement], rng: object) -> None:
    tagger.forget()
    together = dict(zip(statements, tagger.tag(statements), strict=True))
    assert tagger.tag(statements) == [together[statement] for statement in statements]
    tagger.forget()
    for statement in reversed(statements):
        assert tagger.tag([statement]) == [together[statement]]


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tagger, "REMEMBERED", 10)
    tagger.forget()
    for start in range(0, 60, 6):
        tagger.tag([("duty", f"Files form {number}") for number in range(start, start + 6)])
    assert len(tagger._known) <= 12


@pytest.mark.parametrize(
    ("text", "verbs"),
    [
        ("Sorts files;maintains records", ["Sorts", "maintains"]),
        ("Keeps records;and files reports;prepares budgets", ["Keeps", "files", "prepares"]),
        ("Tests databases (SQL)and prints lists", ["Tests", "prints"]),
    ],
)
def test_marks_without_a_space_part_words(text: str, verbs: list[str]) -> None:
    (tags,) = tagger.tag([("duty", text)])
    assert [text[slice(*frame.action)] for frame in tags.frames] == verbs


def test_line_ends_inside_a_statement_change_no_tag() -> None:
    wrapped, plain = tagger.tag([("duty", "Reviews claims\nof boat owners"), ("duty", "Reviews claims of boat owners")])
    assert wrapped == plain


def test_listed_verbs_are_their_own_lemma() -> None:
    assert [verb for verb in verbs() if lemma(verb) != verb] == []


@pytest.mark.skipif(not (SHARED / "corpus").is_dir(), reason="the labelled documents ../shared/corpus are not there")
@pytest.mark.parametrize("name", ["tags", "phrases", "mentions", "activities"])
def test_labels_quote_their_documents(name: str) -> None:
    """What the reading of a format changes in a document can unseat the labels of its statements."""
    for line in GOLD.with_name(f"{name}.jsonl").read_text("utf-8").splitlines():
        label = json.loads(line)
        text = label["text"] if "text" in label else statement_text(SHARED / "corpus", label)
        marked = [span for head in ("action", "object", "topic", "grade") for span in label.get(head, ())]
        assert all(0 <= start < end <= len(text) for start, end in marked), label["id"]
        assert all(text[start:end] == text[start:end].strip() for start, end in marked), label["id"]


# The employers of the test half gave no statement to any training, and no rule was written in view of them.
@pytest.mark.skipif(not (SHARED / "corpus").is_dir(), reason="the labelled documents ../shared/corpus are not there")
@pytest.mark.parametrize("half", FLOORS)
def test_hand_labelled_statements(half: str) -> None:
    labelled = list(gold(SHARED / "corpus", half))
    found = tagger.tag([(KINDS.get(label["statement"], "other"), text) for text, label in labelled])
    counts = compare(
        (label["statement"], label, of_tags(tags)) for (_, label), tags in zip(labelled, found, strict=True)
    )
    floors = FLOORS[half]
    reached = {what: 2 * counts[what]["right"] / (counts[what]["wanted"] + counts[what]["found"]) for what in floors}
    low = {what: (f1, floors[what]) for what, f1 in reached.items() if f1 < floors[what]}
    assert low == {}, "run: make eval-tags"


def test_capitals_change_no_frame() -> None:
    duties = [
        statement.text
        for folder in (CASES / "tags").iterdir()
        for path in folder.glob("input.*")
        for record in normalize(path.read_bytes(), path.name).records
        for statement in record.duties
    ]
    assert len(duties) > 40
    own, upper, lower = (
        [tags.frames for tags in tagger.tag([("duty", written(text)) for text in duties])]
        for written in (str, str.upper, str.lower)
    )
    assert own == upper == lower
