"""The command line: python -m pipeline.shards SOURCE OUT."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.taxonomy import PLACE


def main(
    source: Annotated[str, typer.Argument(help="Documents: s3://bucket/prefix, gs://bucket/prefix or a folder")],
    out: Annotated[str, typer.Argument(help="Place for the shards, of the same kinds")],
    scheduler: Annotated[str | None, typer.Option(help="Dask scheduler, tcp://host:8786; else a local cluster")] = None,
    workers: Annotated[int, typer.Option(min=1, help="Worker processes of the local cluster")] = os.cpu_count() or 1,
    taxonomies: Annotated[Path, typer.Option(help="Taxonomy index, at the same path on every worker")] = PLACE,
) -> None:
    """Turn every document below SOURCE into records, in shards of about a thousand documents below OUT."""
    try:
        from pipeline.shards.on_dask import client, on
        from pipeline.shards.run import normalize_corpus
    except ModuleNotFoundError as error:
        print(f"{error}; install the extra: pip install 'class-specifications[cluster]'", file=sys.stderr)
        raise typer.Exit(2) from None
    from pipeline.taxonomy.index import BadIndex

    def report(number: int, total: int, what: str) -> None:
        print(f"{number + 1}/{total} {what}", file=sys.stderr)

    try:
        with client(scheduler, workers) as dask:
            summary = normalize_corpus(source, out, on(dask), taxonomies.absolute(), report)
    except (OSError, ValueError, BadIndex) as error:
        print(error, file=sys.stderr)
        raise typer.Exit(2) from None
    rows = [*summary.outcomes.items(), ("unfinished", summary.unfinished), ("inputs", summary.inputs)]
    for name, count in [*rows, ("records", summary.records)]:
        print(f"{name:12}{count:10}")
    for reason, count in summary.reasons.items():
        print(f"  {reason:20}{count:6}")
    print(f"{'links':12}" + (", ".join(summary.taxonomies) or "off (no taxonomy index; see docs/taxonomies.md)"))
    print(f"{'shards':12}" + ", ".join(f"{count} {state}" for state, count in summary.shards.items()))
    if open_ := [name for name, holds in summary.locks.items() if not holds]:
        print(
            f"WARNING: documents were read without these locks: {', '.join(open_)} (see SECURITY.md)", file=sys.stderr
        )
    raise typer.Exit(0 if summary.clean else 1)


if __name__ == "__main__":
    typer.run(main)
