"""What the steps of a training leave in WORK for the steps behind them."""

from __future__ import annotations

from pathlib import Path

# Each file, with the step that writes it.
WRITTEN_BY = {
    "vectors.npz": "word_vectors SHARED RECORDS WORK/vectors.npz",
    "silver.jsonl": "silver_tags SHARED RECORDS WORK/silver.jsonl",
    "teacher-mpnet-1.pt": "teacher fit SHARED RECORDS WORK",
    "teacher-minilm-1.pt": "teacher fit SHARED RECORDS WORK",
    "tuned.npz": "teacher words SHARED RECORDS WORK",
    "teacher.npz": "teacher read SHARED RECORDS WORK",
    "teacher-varied.npz": "teacher read SHARED RECORDS WORK",
    "kinds.npz": "teacher kinds SHARED RECORDS WORK",
    "duties.npz": "teacher phrases SHARED RECORDS WORK",
    "skills.npz": "teacher phrases SHARED RECORDS WORK",
    "duties-varied.npz": "teacher phrases SHARED RECORDS WORK",
    "skills-varied.npz": "teacher phrases SHARED RECORDS WORK",
}


def written(work: Path, name: str) -> Path:
    """The path of what an earlier step wrote; ends the process where it has not."""
    path = work / name
    if not path.is_file():
        raise SystemExit(f"expected {path}, found none; run python -m training.{WRITTEN_BY[name]} first")
    return path
