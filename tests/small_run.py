"""A small run of the stand-in task into the folder that is given, for tools that kill or fail its system calls."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

TESTS = Path(__file__).resolve().parent
sys.path[:0] = [str(TESTS), str(TESTS.parent)]
os.environ["PYTHONPATH"] = f"{TESTS}{os.pathsep}{TESTS.parent}"

from pipeline.run import normalize_folder  # noqa: E402

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder)
        for name, text in (("rider.txt", "Ditch Rider"), ("weir.txt", "Weir Keeper"), ("gone.txt", "404")):
            (raw / name).write_text(text)
        sys.exit(0 if normalize_folder(raw, Path(sys.argv[1]), 1, task="plain_task").clean else 1)
