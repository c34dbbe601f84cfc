"""The comparison with the baseline tells every change, and none where there is none."""

from __future__ import annotations

from pathlib import Path

from regress import COLUMNS, changes, views

from pipeline.run import normalize_folder


def test_a_run_against_itself_and_against_a_changed_one(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    for name, text in (("rider.txt", "Ditch Rider"), ("weir.txt", "class: Weir Keeper\nclass: Weir Clerk")):
        (raw / name).write_text(text)
    normalize_folder(raw, tmp_path / "out", 1, task="plain_task")
    before = dict(views(tmp_path / "out"))
    (raw / "rider.txt").write_text("Canal Rider\nDitch Rider")
    (raw / "weir.txt").write_text("class: Weir Keeper")
    (raw / "gone.txt").write_text("404")
    normalize_folder(raw, tmp_path / "out", 1, task="plain_task")
    now = dict(views(tmp_path / "out"))
    assert all(not list(changes(view, view)) for view in before.values())
    assert list(changes(before.get("gone.txt"), now["gone.txt"])) == ["not in the baseline"]
    assert next(changes(before["rider.txt"], now["gone.txt"])) == "was published and is refused error_page"
    (lost, *changed) = changes(before["weir.txt"], now["weir.txt"])
    assert "weir-clerk" in lost
    assert lost.endswith("is lost")
    assert "characters 36 → 18" in changed[0]
    assert len(COLUMNS) == len(next(iter(now["rider.txt"]["records"].values())))
