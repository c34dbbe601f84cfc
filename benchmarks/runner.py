"""One run of the pipeline over a folder, for a process of its own: prints the counts of its outcomes as JSON.

python -m benchmarks.runner RAW OUT WORKERS TAXONOMIES TASK
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from pipeline.run import normalize_folder


def main() -> None:
    raw, out, workers, taxonomies, task = sys.argv[1:]
    index = Path(taxonomies) if Path(taxonomies).exists() else None
    summary = normalize_folder(Path(raw), Path(out), int(workers), taxonomies=index, task=task)
    print(json.dumps(summary.outcomes | {"records": summary.records, "linked": bool(summary.taxonomies)}))


if __name__ == "__main__":
    main()
