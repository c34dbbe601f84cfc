"""The workers: one that hangs, dies, lies or floods costs one document, and none outlives its parent."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import plain_task
import pytest
from plain_task import MISCHIEF, REASONS

from pipeline.crew import Crew, Job, NotReady
from pipeline.limits import Limits
from pipeline.run import normalize_folder

TESTS = Path(__file__).resolve().parent
# Little time, so that what hangs does not hold the tests up; twice what the slowest honest document here needs a hundred times.
LIMITS = Limits(wall=2.0, cpu=1, memory=400_000_000)


def crew(workers: int, limits: Limits = LIMITS) -> Crew:
    return Crew(workers, task="plain_task", limits=limits)


def below(pid: int) -> list[int]:
    """The processes that descend from one, dead ones that nobody has asked for too."""
    out = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid:
            child = int(path.parent.name)
            out += [child, *below(child)]
    return out


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize("word", MISCHIEF)
def test_mischief_costs_its_own_document(word: str) -> None:
    jobs = [Job(f"good-{n}", b"Ditch Rider %d" % n) for n in range(6)]
    jobs.insert(2, Job("bad", f"Ditch Rider {word}".encode()))
    with crew(1) as workers:
        results = list(workers.run(jobs))
    found = {job.source: result.reason for job, result in results}
    assert sorted(job.source for job, _ in results) == sorted(job.source for job in jobs)
    if word not in ("LIE", "INVALID"):  # these are for the run to find
        assert found["bad"] == REASONS[word]
    # An answer too many is taken for one about the next document, which is not believed and read again by itself.
    others = {source: reason for source, reason in found.items() if reason and source != "bad"}
    assert others == ({"good-2": "bad_answer"} if word == "BABBLE" else {})


def test_an_answer_too_many_harms_no_other_document(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    for n in range(6):
        (raw / f"{n}.txt").write_text(f"Ditch Rider {n}" + " BABBLE" * (n == 3))
    summary = normalize_folder(raw, tmp_path / "out", 1, task="plain_task", limits=LIMITS)
    assert (summary.outcomes["published"], summary.reasons) == (5, {"no_text": 1})


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_chaos(workers: int, tmp_path: Path) -> None:
    # Shares as in Apache Tika's AsyncChaosMonkeyTest, and what else a worker may do.
    mischief = {
        **dict.fromkeys(("SPIN", "EAT", "FAULT"), 5),
        **dict.fromkeys(("QUIT", "OVERFLOW"), 3),
        **dict.fromkeys(("GARBAGE", "FLOOD", "LIE", "INVALID"), 2),
    }
    words = [word for word, count in mischief.items() for _ in range(count)]
    words += [""] * (100 - len(words))
    random.Random(workers).shuffle(words)
    raw = tmp_path / "raw"
    raw.mkdir()
    for n, word in enumerate(words):
        (raw / f"{n:03}.txt").write_text(f"Ditch Rider {n}\n{word}")
    summary = normalize_folder(raw, tmp_path / "out", workers, task="plain_task", limits=LIMITS)
    expected = Counter(REASONS[word] for word in words if word)
    assert summary.reasons == dict(sorted(expected.items()))
    assert summary.outcomes == {
        "published": words.count(""),
        "refused": 0,
        "failed": sum(mischief.values()),
        "skipped": 0,
    }
    for n, word in enumerate(words):
        if not word:
            [name] = (tmp_path / "out/current").glob(f"ditch-rider-{n}-*.json")
            data = (raw / f"{n:03}.txt").read_bytes()
            assert name.read_text() == plain_task.process(data, f"{n:03}.txt").records[0][1] + "\n"
    told = {path.name for path in (tmp_path / "out/_run/quarantine").glob("*.json")}
    assert len(told) == sum(mischief.values())


def test_time_out_by_the_clock_is_tried_once_more_alone(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "a.txt").write_text("Ditch Rider HANG")
    (raw / "b.txt").write_text("Ditch Rider")
    started = time.monotonic()
    summary = normalize_folder(raw, tmp_path / "out", 2, task="plain_task", limits=LIMITS)
    assert summary.reasons == {"timeout": 1}
    assert time.monotonic() - started >= 2 * LIMITS.wall


def test_killed_worker_costs_no_document_for_good(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    for n in range(300):
        (raw / f"{n}.txt").write_text(f"Ditch Rider {n}")
    killed: list[int] = []

    def kill(done: int, total: int, outcome: object) -> None:
        if done % 60 == 0 and len(killed) < 3:
            nursery = [pid for pid in below(os.getpid()) if below(pid)]
            [pid] = [pid for pid in below(nursery[0]) if alive(pid)][:1]
            os.kill(pid, signal.SIGKILL)
            killed.append(pid)

    summary = normalize_folder(raw, tmp_path / "out", 1, kill, task="plain_task", limits=LIMITS)
    assert len(killed) == 3
    assert summary.outcomes["published"] == 300


def test_documents_are_fetched_when_there_is_room() -> None:
    fetched = 0

    def jobs() -> object:
        nonlocal fetched
        for n in range(200):
            fetched += 1
            yield Job(str(n), b"Ditch Rider %d" % n)

    most = 0
    with crew(2) as workers:
        for done, _ in enumerate(workers.run(jobs()), start=1):  # type: ignore[arg-type]
            most = max(most, fetched - done)
    assert fetched == 200
    assert most <= 2 * 8 + 2


def test_worker_is_replaced_after_its_share(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.crew.DOCUMENTS_A_WORKER", 10)
    seen = set()
    with crew(1) as workers:
        for _ in workers.run(Job(str(n), b"Ditch Rider %d" % n) for n in range(45)):
            seen.update(worker.pid for worker in workers._crew)
    assert len(seen) >= 4


def test_nothing_is_left_after_a_run() -> None:
    before = set(below(os.getpid()))
    with crew(3) as workers:
        list(workers.run(Job(str(n), b"Ditch Rider") for n in range(20)))
        assert set(below(os.getpid())) - before
    assert set(below(os.getpid())) == before


def test_end_of_the_nursery_is_no_wrong_call(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    for n in range(200):
        (tmp_path / f"raw/{n}.txt").write_text(f"Ditch Rider {n}")

    def kill(done: int, total: int, outcome: object) -> None:
        for pid in below(os.getpid()):
            if below(pid):
                os.kill(pid, signal.SIGKILL)

    with pytest.raises((ChildProcessError, ConnectionError)):
        normalize_folder(tmp_path / "raw", tmp_path / "out", 2, kill, task="plain_task", limits=LIMITS)
    assert not (tmp_path / "out/current").exists()
    assert normalize_folder(tmp_path / "raw", tmp_path / "out", 2, task="plain_task").outcomes["published"] == 200


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_workers_end_with_their_parent(how: signal.Signals, tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    for n in range(4):
        (tmp_path / f"raw/{n}.txt").write_text(f"Ditch Rider {n} HANG")
    program = (
        "from pathlib import Path; from pipeline.run import normalize_folder; from pipeline.limits import Limits\n"
        "normalize_folder(Path('raw'), Path('out'), 3, task='plain_task', limits=Limits(wall=60))"
    )
    parent = subprocess.Popen([sys.executable, "-c", program], cwd=tmp_path)
    deadline = time.monotonic() + 30
    while len(family := below(parent.pid)) < 4 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert len(family) == 4
    parent.send_signal(how)
    parent.wait()
    killed = time.monotonic()
    while any(map(alive, family)) and time.monotonic() - killed < 5:
        time.sleep(0.02)
    assert not any(map(alive, family))
    assert time.monotonic() - killed < 1.0


def test_what_cannot_be_loaded_is_told() -> None:
    with pytest.raises(NotReady, match="damaged"):
        Crew(1, {"taxonomies": "damaged.npz"}, task="plain_task")
    with pytest.raises(NotReady, match="no_such_task"):
        Crew(1, task="no_such_task")


def test_parent_loads_no_parser() -> None:
    program = (
        "import sys, json, pipeline.cli, pipeline.run; pipeline.run.version(); print(json.dumps(sorted(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True, cwd=TESTS.parent)
    loaded = {name.split(".")[0] for name in json.loads(said.stdout)}
    assert not loaded & {"parsers", "bs4", "lxml", "pdfplumber", "pdfminer", "pypdfium2", "docx", "spacy", "numpy"}
