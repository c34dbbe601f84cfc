"""What the benchmark rests on: variants are other documents with the same shape, and what is measured is all there is."""

import io
import random
import sys
import time
import zipfile
from itertools import islice

import pytest

from benchmarks.neighbour_tools import markdown_parts
from benchmarks.processes import Sample, measure
from benchmarks.soak import left_over, quarters
from benchmarks.stages import STAGES, Clock, watched
from benchmarks.tables import put, table
from benchmarks.variants import SHARES, Words, distinct
from pipeline.store import Store

TEXT = """METER READER

EXAMPLES OF DUTIES

Reads water meters along assigned routes and records the readings in a handheld device.
Reports leaking meters, broken covers and unusual readings to the dispatcher without delay.
Explains billing questions to customers who approach the reader during the assigned route.
"""


@pytest.fixture
def words(tmp_path):
    other = tmp_path / "other.txt"
    other.write_text(
        "Prepares monthly summaries of parking permits and forwards disputed citations to the hearing officer.\n"
        "Cleaning the vehicles, sweeping the loading dock and checking the delivered supplies belong to the routine.\n"
        "Answers questions of residents about collecting fees and explains the reasons for returned payments.\n"
    )
    return Words([other])


def test_a_variant_has_other_words_in_the_same_lines(words):
    made = words.variant(TEXT.encode(), "text", 1).decode()
    old, new = TEXT.splitlines(), made.splitlines()
    assert [len(line.split()) for line in new] == [len(line.split()) for line in old]
    assert new[:4] == old[:4]  # headings stay
    assert all(one != two for one, two in zip(new[4:], old[4:], strict=True))
    assert [line.split()[0] for line in new[4:]] == [line.split()[0] for line in old[4:]]


def test_variants_are_the_same_every_time_and_differ_by_number(words):
    first, again, second = (words.variant(TEXT.encode(), "text", number) for number in (1, 1, 2))
    assert first == again != second
    assert words.variant(TEXT.encode(), "text", 0) == TEXT.encode()


def test_markup_and_scripts_are_left_alone(words):
    page = f"<html><script>var assigned = 'reads water meters along assigned routes';</script><p class='readings'>{TEXT}</p>"
    made = words.markup(page.encode(), random.Random(1)).decode()
    assert made != page
    assert made.startswith(page[: page.index(">METER") + 1])


def test_a_varied_word_document_is_one_still(words):
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w") as file:
        file.writestr("word/document.xml", f"<w:t>{TEXT}</w:t>")
        file.writestr("word/styles.xml", "<w:style/>")
    made = zipfile.ZipFile(io.BytesIO(words.variant(box.getvalue(), "docx", 3)))
    assert made.read("word/styles.xml") == b"<w:style/>"
    assert made.read("word/document.xml") != f"<w:t>{TEXT}</w:t>".encode()


def test_every_real_document_comes_once_before_the_first_variant(words, tmp_path):
    texts = {"a.txt": TEXT, "b.txt": TEXT.replace("water", "power"), "twin.txt": TEXT, "short.txt": "Not found\n"}
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    made = list(islice(distinct([tmp_path / name for name in texts], words, "text"), 7))
    names = [path.name for path, _ in made]
    assert names[:3] == ["a.txt", "b.txt", "short.txt"]  # the twin has another's bytes
    assert "short.txt" not in names[3:]  # it cannot be varied
    assert len({data for _, data in made}) == 7


def test_documents_that_cannot_be_varied_are_told(words, tmp_path):
    (tmp_path / "short.txt").write_text("Not found\n")
    with pytest.raises(ValueError, match="expected text documents that can be varied"):
        list(islice(distinct([tmp_path / "short.txt"], words, "text"), 2))


def test_the_shares_make_a_whole():
    assert sum(SHARES.values()) == 100


def test_a_part_is_replaced_and_the_others_stay(tmp_path):
    results = tmp_path / "RESULTS.md"
    put(results, "one", "first")
    put(results, "two", "second")
    put(results, "one", table(("what", "how many"), [["pages", 1200]]))
    text = results.read_text()
    assert "first" not in text
    assert "second" in text
    assert "| --- | ---: |\n| pages | 1,200 |" in text


def test_cpu_and_memory_of_children_are_counted():
    burn = "import time\nheld = bytearray(60_000_000)\nend = time.process_time() + 0.5\nwhile time.process_time() < end: pass"
    done = measure([sys.executable, "-c", f"import subprocess, sys; subprocess.run([sys.executable, '-c', {burn!r}])"])
    assert done.cpu >= 0.5
    assert done.peak >= 60_000_000
    assert max(sample.processes for sample in done.samples) == 2


def test_a_process_left_behind_is_told(tmp_path):
    stay = "import subprocess, sys; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(3)'], stdout=subprocess.DEVNULL)"
    with pytest.raises(RuntimeError, match="expected no process to be left"):
        measure([sys.executable, "-c", stay])


def test_memory_that_grows_shows_in_the_quarters():
    samples = tuple(Sample(float(k), 4, 100_000_000 + k * 1_000_000, 50_000_000, 9) for k in range(100))
    told = quarters(samples)
    assert told[3][0] / told[1][0] > 1.3
    assert quarters(tuple(Sample(float(k), 4, 10, 5, 9) for k in range(8)))[3][0] == 10 / 1e6


def test_a_stage_within_a_stage_counts_for_itself():
    def burn(seconds):
        end = time.process_time() + seconds
        while time.process_time() < end:
            pass

    clock = Clock()
    inner = clock.timed("inner", lambda: burn(0.04))
    outer = clock.timed("outer", lambda: (burn(0.02), inner()))
    outer()
    clock.stop()
    assert clock.spent["inner"] == pytest.approx(0.04, rel=0.3)
    assert clock.spent["outer"] == pytest.approx(0.02, rel=0.3)


def test_every_stage_is_called_and_the_pipeline_is_put_back():
    from pipeline.work import process

    before = [getattr(owner, name) for calls in STAGES.values() for owner, name in calls]
    clock = Clock()
    with watched(clock):
        assert (
            process(TEXT.encode() + b"\nQUALIFICATIONS\n\nOne year of work outdoors.\n", "x.txt").outcome == "published"
        )
    assert set(STAGES) - set(clock.spent) <= {"links"}  # nothing is linked without an index
    assert before == [getattr(owner, name) for calls in STAGES.values() for owner, name in calls]


def test_markdown_is_read_generously():
    text = (
        "# Meter Reader\n\n**Duties:**\n\n- Reads meters\n  on routes\n2. Reports *leaks*\n\n| Code | 12 |\n|---|---|\n"
    )
    assert markdown_parts(text) == [
        ("heading", "Meter Reader"),
        ("heading", "Duties:"),
        ("item", "Reads meters on routes"),
        ("item", "Reports leaks"),
        ("text", "Code"),
        ("text", "12"),
    ]


def test_what_a_run_keeps_is_not_left_over(tmp_path):
    out, scratch = tmp_path / "out", tmp_path / "scratch"
    scratch.mkdir()
    with Store(out, "version") as store:
        store.publish([], [], {})
    assert left_over(out, scratch) == []
    for path in (out / "_work/.half", scratch / "half"):
        path.write_text("")
    assert left_over(out, scratch) == [str(out / "_work/.half"), str(scratch / "half")]
