"""Everything that is measured of cost, into benchmarks/RESULTS.md.

    python -m benchmarks.bench [--sizes 100,1000,10000] [--only growth|formats|neighbours|profile] [--shared ../shared]

Run from the repository's root. Each part stands between markers and can be measured on its own; the others stay.
"""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import sys
from importlib.metadata import version
from pathlib import Path

for _threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"):
    os.environ[_threads] = "1"

from benchmarks.formats import formats  # noqa: E402
from benchmarks.growth import growth  # noqa: E402
from benchmarks.neighbours import neighbours  # noqa: E402
from benchmarks.stages import stages  # noqa: E402
from benchmarks.tables import put  # noqa: E402
from pipeline.taxonomy import PLACE  # noqa: E402
from pipeline.taxonomy.load import load  # noqa: E402

RESULTS = Path(__file__).parent / "RESULTS.md"
PARTS = ("growth", "formats", "neighbours", "profile")
# Documents of each format that are measured one by one, and the share of the neighbours' sample: a quick look, the whole.
_QUICK, _WHOLE = (5, 0.25), (40, 1.0)
_LIBRARIES = ("spacy", "numpy", "lxml", "beautifulsoup4", "pdfplumber", "pdfminer.six", "python-docx", "pydantic")


def machine() -> str:
    """Processor, memory and versions, for a reader who compares."""
    model = "unknown"
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.split(":", 1)[1].strip()
            break
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    # Load from others makes wall times worthless and CPU times somewhat longer.
    return (
        f"{model}, {os.cpu_count()} cores, {memory:.0f} GB; Python {platform.python_version()}, {platform.system()} "
        f"{platform.release()}; load {os.getloadavg()[0]:.1f} at the start; {libraries}."
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="100,1000,10000", help="documents of each corpus, divided by commas")
    parser.add_argument("--only", choices=PARTS)
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="folder with corpus/, gold/ and tools/")
    arguments = parser.parse_args()
    sizes = sorted(int(size) for size in arguments.sizes.split(","))
    corpus = arguments.shared / "corpus"
    if not corpus.is_dir():
        sys.exit(f"expected the real documents in {corpus}, found no folder; give --shared FOLDER")
    Path("build").mkdir(exist_ok=True)
    about = machine()
    taxonomy = load(PLACE) if PLACE.exists() else None
    documents, share = _WHOLE if sizes[-1] > 100 else _QUICK
    for part in PARTS if arguments.only is None else (arguments.only,):
        text = {
            "growth": lambda: growth(corpus, sizes, PLACE),
            "formats": lambda: formats(corpus, documents, taxonomy),
            "neighbours": lambda: neighbours(corpus, arguments.shared / "gold", share),
            "profile": lambda: stages(corpus, documents, taxonomy),
        }[part]()
        links = "with links" if taxonomy is not None else "WITHOUT links: no taxonomy index was there"
        put(RESULTS, part, f"{text}\nMeasured on {datetime.date.today()}, {links}: {about}")
        print(text)


if __name__ == "__main__":
    main()
