"""Corpora in object storage: the same records and outcomes as a local run, whatever dies, and nothing done twice."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hazards import HAZARDS
from make_cases import corrupt_pdf

from pipeline.intake import Input
from pipeline.limits import Limits
from pipeline.outcomes import OUTCOMES, Outcome
from pipeline.run import normalize_folder

for extra in ("pyarrow", "distributed"):
    pytest.importorskip(extra, reason=f"{extra} is not there: pip install 'class-specifications[cluster]'")

import pyarrow as pa  # noqa: E402
import pyarrow.fs  # noqa: E402
import pyarrow.parquet as parquet  # noqa: E402

from pipeline.shards import on_dask, storage, tasks  # noqa: E402
from pipeline.shards.plan import Entry, cut, settle_twins  # noqa: E402
from pipeline.shards.run import Report, Summary, here, normalize_corpus  # noqa: E402

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "raw"
PLACES = ("Aldermere", "Bracken Ford", "Culver Hill", "Dunmore", "Eastleigh Falls", "Farrow")
SIZE = 4  # documents a shard


def vary(text: str, k: int) -> str:
    """A sample as another employer might have it."""
    for word, others in {
        "water": ("water", "gas", "steam"),
        "clerk": ("clerk", "typist", "cashier"),
        "road": ("road", "trail", "levee"),
        "the": ("the", "each"),
    }.items():
        text = text.replace(word, others[k % len(others)])
    return f"{PLACES[k % len(PLACES)]} {k}\n\n{text}" if "<html" not in text else text.replace("<h1>", f"<h1>{k} ")


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """Some twenty invented documents in folders, twins among them, and some that are none."""
    raw = tmp_path / "raw"
    samples = [path for path in sorted(SAMPLES.rglob("*")) if path.suffix in (".txt", ".md", ".html")]
    for k in range(16):
        path = samples[k % len(samples)]
        folder = raw / PLACES[k % len(PLACES)].lower().replace(" ", "-")
        folder.mkdir(parents=True, exist_ok=True)
        varied = vary(path.read_bytes().decode("latin-1"), k)  # bytes stay bytes, whatever the sample's encoding
        (folder / f"{path.stem}-{k}{path.suffix}").write_bytes(varied.encode("latin-1"))
    pdf = next(SAMPLES.rglob("*.pdf"))
    shutil.copy(pdf, raw / "farrow/a.pdf")
    shutil.copy(pdf, raw / "aldermere.pdf")
    shutil.copy(pdf, raw / "aldermere/z é.pdf")
    (raw / "dunmore/corrupt.pdf").write_bytes(corrupt_pdf())
    (raw / "dunmore/empty.txt").write_bytes(b"")
    (raw / "dunmore/packed.txt.gz").write_bytes(b"a name that says more than is true")
    (raw / "dunmore/.hidden").write_text("left out")
    (raw / ".kept").mkdir()
    (raw / ".kept/away.txt").write_text("left out too")
    return raw


Made = tuple[list[dict[str, Any]], dict[str, bytes]]


def local(raw: Path, out: Path, **means: Any) -> Made:
    """Outcomes in order and record files of a local run."""
    normalize_folder(raw, out, 1, **means)
    rows = (out / "_run/outcomes.jsonl").read_text("utf-8").splitlines()
    return [json.loads(row) for row in rows], {
        path.name: path.read_bytes() for path in (out / "current").glob("*.json")
    }


def made(out: str) -> Made:
    """Outcomes and records of all shards at a place, after a look at what must agree within each shard."""
    rows: list[dict[str, Any]] = []
    records: dict[str, bytes] = {}
    names = storage.sizes(out)
    shards = sorted(name.split("-")[1].split(".")[0] for name in names if name.startswith("done-"))
    assert set(names) == {"source.json", "summary.json"} | {
        form.format(shard)
        for shard in shards
        for form in ("done-{}.json", "outcomes-{}.jsonl", "records-{}.jsonl.zst", "records-{}.parquet")
    }
    for shard in shards:
        outcomes = [json.loads(line) for line in storage.read(out, f"outcomes-{shard}.jsonl").splitlines()]
        packed = pa.BufferReader(storage.read(out, f"records-{shard}.jsonl.zst"))
        lines = pa.CompressedInputStream(packed, "zstd").read().splitlines(keepends=True)
        table = parquet.read_table(pa.BufferReader(storage.read(out, f"records-{shard}.parquet")))
        assert [text.encode() + b"\n" for text in table["record"].to_pylist()] == lines
        for row, line in zip(table.to_pylist(), lines, strict=True):
            record = json.loads(line)
            assert row["title"] == (record["title"] or {}).get("value")
            assert [duty["text"] for duty in row["duties"]] == [duty["text"] for duty in record["duties"]]
            assert row["duties_count"] == len(record["duties"])
            assert row["sha256"] == record["document"]["sha256"]
            records[f"{record['spec_id']}.json"] = line
        assert [name for outcome in outcomes for name in outcome["records"]] == [
            f"{json.loads(line)['spec_id']}.json" for line in lines
        ]
        rows.extend(outcomes)
    return sorted(rows, key=lambda row: row["source"]), records


def check(out: str, summary: Summary, expected: Made) -> None:
    """The same outcomes and records as the local run, and a summary that adds up."""
    rows, records = made(out)
    assert rows == expected[0]
    assert records == expected[1]
    assert summary.inputs == len(rows) == sum(summary.outcomes.values())
    assert summary.outcomes == {name: sum(row["outcome"] == name for row in rows) for name in OUTCOMES}
    assert summary.records == len(records)
    assert json.loads(storage.read(out, "summary.json"))["outcomes"] == summary.outcomes


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A bucket of an S3 server on loopback, as the form of a URI with the key to be filled in."""
    pytest.importorskip("flask_cors", reason="flask-cors is not there: pip install 'class-specifications[dev]'")
    server = pytest.importorskip("moto.server", reason="moto is not there: pip install 'class-specifications[dev]'")
    for name, value in {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_EC2_METADATA_DISABLED": "true",
    }.items():
        monkeypatch.setenv(name, value)
    thread = server.ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    thread.start()
    host, port = thread.get_host_and_port()
    end = f"?endpoint_override={host}:{port}&scheme=http&region=us-east-1&allow_bucket_creation=true"
    system, _ = pa.fs.FileSystem.from_uri(f"s3://corpus{end}")
    system.create_dir("corpus")
    yield f"s3://corpus/{{}}{end}"
    thread.stop()


def test_cluster_on_object_storage_gives_what_a_local_run_gives(
    raw: Path, bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Documents that hang, die and want memory are among them; a worker is killed while it has a shard.
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), str(ROOT / "tests")]))
    for name, data in HAZARDS.items():
        (raw / name).write_bytes(data)
    means: dict[str, Any] = {"task": "hazards", "limits": Limits(wall=5.0)}
    expected = local(raw, tmp_path / "local", **means)
    source, out = bucket.format("in"), bucket.format("out")
    for path in raw.rglob("*"):
        if path.is_file():
            storage.write(source, path.relative_to(raw).as_posix(), path.read_bytes())
    killed: list[tuple[str, ...]] = []
    with on_dask.client(None, 2) as client:

        def kill_one(number: int, total: int, what: str) -> None:
            if not killed and what.startswith("shard"):
                pids = client.run(os.getpid)
                busy = {worker: keys for worker, keys in client.processing().items() if keys and worker in pids}
                if busy:
                    worker, keys = max(busy.items())
                    os.kill(pids[worker], signal.SIGKILL)
                    killed.append(tuple(keys))

        def run(report: Report | None = None) -> Summary:
            summary = normalize_corpus(source, out, on_dask.on(client), report=report, documents=SIZE, **means)
            check(out, summary, expected)
            return summary

        first = run(kill_one)
        assert killed
        assert {first.reasons[name] for name in ("timeout", "crash", "memory")} == {1}
        shards = first.shards["anew"] + first.shards["there already"]
        assert shards >= 5
        assert first.shards["lost"] == 0

        before = {name: size for name, size in storage.sizes(out).items() if name != "summary.json"}
        assert run().shards == {"anew": 0, "there already": shards, "lost": 0, "removed": 0}

        one = next(name for name in before if name.startswith("done-")).split("-")[1].split(".")[0]
        for name in before:
            if one in name:
                storage.remove(out, name)
        assert run().shards == {"anew": 1, "there already": shards - 1, "lost": 0, "removed": 0}
        assert {name: size for name, size in storage.sizes(out).items() if name != "summary.json"} == before


def test_grown_and_changed_corpus_changes_few_shards(raw: Path, tmp_path: Path) -> None:
    out = str(raw / "records")
    first = normalize_corpus(str(raw), out, documents=SIZE)
    (raw / "bracken-ford/added.txt").write_text("Ditch Rider\n\nDEFINITION\nRides ditches.\n\nDUTIES\n- Opens gates.\n")
    (raw / "farrow/a.pdf").unlink()
    second = normalize_corpus(str(raw), out, documents=SIZE)
    assert 0 < second.shards["anew"] <= 4 < first.shards["anew"]
    shutil.copytree(raw, tmp_path / "copy", ignore=shutil.ignore_patterns("records"))
    check(out, second, local(tmp_path / "copy", tmp_path / "local"))


@pytest.mark.parametrize("part", ["records-*.parquet", "records-*.zst", "outcomes-*", "done-*"])
def test_broken_shard_is_made_again(part: str, raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "shards"
    few = raw / "dunmore"
    normalize_corpus(str(few), str(out), documents=100)
    [path] = out.glob(part)
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] if "done" not in part else b"{")
    assert normalize_corpus(str(few), str(out), documents=100).shards["anew"] == 1
    assert path.read_bytes() == whole


def test_folder_without_a_cluster_and_shards_that_were_lost(raw: Path, tmp_path: Path) -> None:
    out = str(tmp_path / "shards")
    (raw / "link.txt").symlink_to(raw / "farrow/a.pdf")
    (raw / "above").symlink_to(raw.parent)

    def losing(call: Any, jobs: Any) -> Iterator[tuple[int, Any]]:
        for number, job in enumerate(jobs):
            lost = call is tasks.normalize_shard and number % 2
            yield number, RuntimeError("gone") if lost else call(*job)

    summary = normalize_corpus(str(raw), out, losing, documents=SIZE)
    assert summary.unfinished > 0
    assert not summary.clean
    assert sum(summary.outcomes.values()) + summary.unfinished == summary.inputs
    again = normalize_corpus(str(raw), out, documents=SIZE)
    assert (again.shards["anew"], again.shards["there already"]) == (summary.shards["lost"], summary.shards["anew"])
    check(out, again, local(raw, tmp_path / "local"))
    assert not [path for path in Path(out).iterdir() if path.name.startswith(".")]


def test_document_that_changes_between_readings_is_read_again_next_time(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few, out = raw / "dunmore", str(tmp_path / "shards")
    read = storage.read_input
    reads: list[str] = []

    def churn(source: str, file: Input, most: int) -> bytes:
        reads.append(file.source)
        return read(source, file, most) + (b"more" if reads.count(file.source) == 2 else b"")

    monkeypatch.setattr(storage, "read_input", churn)
    first = normalize_corpus(str(few), out)
    assert first.reasons["changed_while_reading"] == len(set(reads)) > 2
    assert first.records == 0
    monkeypatch.undo()
    check(out, normalize_corpus(str(few), out), local(few, tmp_path / "local"))


def test_worker_with_other_code_is_told(raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def elsewhere(call: Any, jobs: Any) -> Iterator[tuple[int, Any]]:
        if call is tasks.normalize_shard:
            monkeypatch.setattr(tasks, "version", lambda taxonomies: "other")
            for number, job in enumerate(jobs):
                with pytest.raises(RuntimeError, match="install the same"):
                    call(*job)
                yield number, RuntimeError("other code")
        else:
            yield from here(call, jobs)

    summary = normalize_corpus(str(raw / "dunmore"), str(tmp_path / "shards"), elsewhere)
    assert summary.unfinished == summary.inputs


def test_places_that_cannot_be(raw: Path, tmp_path: Path) -> None:
    out = str(tmp_path / "shards")
    with pytest.raises(FileNotFoundError, match="found nothing"):
        normalize_corpus(str(tmp_path / "nowhere"), out)
    with pytest.raises(FileExistsError, match="place of its own"):
        normalize_corpus(str(raw), str(raw))
    normalize_corpus(str(raw / "dunmore"), out)
    with pytest.raises(FileExistsError, match="another OUT"):
        normalize_corpus(str(raw / "farrow"), out)


# --------------------------------------------------------------------------------------------------- plan


def entry(name: str, size: int = 1000) -> Entry:
    """An input that has not been read."""
    return Entry(name, Input(name, Path(name), size))


def test_shards_depend_on_names_alone_and_change_little() -> None:
    entries = [entry(f"{k % 7}/{k:05}.txt") for k in range(20_000)]
    shards = list(cut(entries, 100))
    mixed = entries.copy()
    random.Random(1).shuffle(mixed)
    assert list(cut(mixed, 100)) == shards
    assert [one for shard in shards for one in shard] == sorted(entries, key=lambda one: one.source)
    assert max(map(len, shards)) <= 200
    assert 70 <= len(entries) / len(shards) <= 130
    grown = list(cut([*entries, entry("3/00500-a.txt")], 100))
    assert len([shard for shard in grown if shard not in shards]) <= 4


def test_shards_are_bound_by_bytes_too() -> None:
    shards = list(cut([entry(f"{k:03}", 10 if k != 50 else 5000) for k in range(100)], 1000, 200))
    assert max(sum(one.file.size for one in shard if one.file) for shard in shards if len(shard) > 1) <= 200
    assert sum(map(len, shards)) == 100


def test_twins_are_settled_across_shards() -> None:
    one, two, three = (Entry(name, Input(name, Path(name), 1), 64 * "a") for name in ("a-b", "a/z", "c"))
    unread = Entry("d", settled=Outcome("d", None, "failed", "unreadable", "", "read"))
    [first, second] = settle_twins([[one, two], [three, unread]])
    assert [seen.settled and seen.settled.detail for seen in (*first, *second)] == [
        None,
        "the same bytes as a-b",
        "the same bytes as a-b",
        "",
    ]
