"""The command line: normalize, show, identify, check."""

from __future__ import annotations

import json
import os
import shutil
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from pipeline.taxonomy import PLACE

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help=__doc__)


class Stage(StrEnum):
    BLOCKS = "blocks"
    SECTIONS = "sections"
    TAGS = "tags"
    RECORD = "record"


@app.command()
def normalize(
    raw: Annotated[Path, typer.Argument(help="Folder of documents, of any depth")] = Path("raw"),
    out: Annotated[Path, typer.Argument(help="Folder for the records and the run's report")] = Path("normalized"),
    workers: Annotated[int, typer.Option(min=1, help="Worker processes")] = os.cpu_count() or 1,
    taxonomies: Annotated[
        Path, typer.Option(help="Taxonomy index to link skills to; without the file nothing is linked")
    ] = PLACE,
    ocr: Annotated[bool, typer.Option("--ocr", help="Read pages that are pictures too (needs the ocr extra)")] = False,
) -> None:
    """Turn every document below RAW into one JSON record a class below OUT."""
    from tqdm import tqdm

    from pipeline.crew import NotReady
    from pipeline.outcomes import Outcome
    from pipeline.run import normalize_folder
    from pipeline.store import Busy, NotOurs

    bar = tqdm(unit="doc", disable=not sys.stderr.isatty())

    def report(done: int, total: int, outcome: Outcome) -> None:
        bar.total = total
        bar.update()
        if bar.disable and (outcome.outcome == "failed" or done % 100 == 0 or done == total):
            print(f"{done}/{total} {outcome.outcome} {outcome.source!a} {outcome.reason}", file=sys.stderr)

    try:
        summary = normalize_folder(raw, out, workers, report, taxonomies, ocr=ocr)
    except (FileNotFoundError, NotADirectoryError, FileExistsError, NotOurs, NotReady) as error:
        _stop(bar, f"{error}", 2)
    except Busy as error:
        _stop(bar, f"{error}", os.EX_TEMPFAIL)
    except OSError as error:
        _stop(bar, f"{error}; what was published before is as it was, run again when that is mended", os.EX_IOERR)
    except KeyboardInterrupt:
        _stop(bar, "stopped; run again to go on from here", 130)
    bar.close()
    rows = [*summary.outcomes.items(), ("inputs", sum(summary.outcomes.values())), ("records", summary.records)]
    for name, count in rows:
        same = f"  ({summary.unchanged} as before)" if name == "published" and summary.unchanged else ""
        print(f"{name:12}{count:8}{same}")
    for reason, count in summary.reasons.items():
        print(f"  {reason:20}{count:6}")
    print(f"{'links':12}" + (", ".join(summary.taxonomies) or "off (no taxonomy index; see docs/taxonomies.md)"))
    place = out / "_run"
    if summary.stale:
        print(
            f"{'stale':12}{summary.stale:8}  (fail or are refused now; their earlier records are kept, see {place / 'outcomes.jsonl'})"
        )
    if summary.vanished:
        print(f"{'vanished':12}{len(summary.vanished):8}  (records kept; see {place / 'vanished.jsonl'})")
    if open_ := [name for name, holds in summary.locks.items() if not holds]:
        print(
            f"WARNING: documents were read without these locks: {', '.join(open_)} (see SECURITY.md)", file=sys.stderr
        )
    raise typer.Exit(0 if summary.clean else 1)


def _stop(bar: Any, message: str, code: int) -> NoReturn:
    bar.close()
    print(message, file=sys.stderr)
    raise typer.Exit(code) from None


@app.command()
def show(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    stage: Annotated[Stage, typer.Option(help="How far to take the document")] = Stage.RECORD,
    taxonomies: Annotated[
        Path, typer.Option(help="Taxonomy index to link skills to; without the file nothing is linked")
    ] = PLACE,
    ocr: Annotated[bool, typer.Option("--ocr", help="Read pages that are pictures too (needs the ocr extra)")] = False,
) -> None:
    """Print one document as its blocks, its sections, its statements with their tags, or its records."""
    import parsers
    from parsers.errors import ParseError
    from pipeline.marked import marked
    from pipeline.normalize import normalize
    from pipeline.outline import read
    from pipeline.taxonomy.index import BadIndex
    from pipeline.taxonomy.load import load

    data = file.read_bytes()
    try:
        if stage in (Stage.RECORD, Stage.TAGS):
            normalized = normalize(data, file.name, load(taxonomies), ocr)
            if not normalized.records:
                print(_plain(f"refused: {normalized.reason} ({normalized.found})"), file=sys.stderr)
                raise typer.Exit(1)
            if stage is Stage.TAGS:
                width = min(max(shutil.get_terminal_size((100, 24)).columns, 80), 120)
                print(*map(_plain, marked(normalized.records, width)), sep="\n")
                return
            for record in normalized.records:
                print(_escaped(record.model_dump_json(indent=1)))
            return
        document = parsers.parse(data, ocr)
    except ParseError as error:
        print(_plain(f"{error.reason}: {error}"), file=sys.stderr)
        raise typer.Exit(1) from None
    except BadIndex as error:
        print(error, file=sys.stderr)
        raise typer.Exit(2) from None
    if stage is Stage.BLOCKS:
        for block in document.blocks:
            place = (
                f"page {block.origin.page}"
                if block.origin.page
                else f"line {block.origin.line}"
                if block.origin.line
                else block.origin.path
            )
            print(
                f"{block.span[0]:6} {block.kind:9} {place or '':10} {block.furniture:18} {_plain(document.quote(block.span))}"
            )
        return
    for section in read(document).sections:
        heading = f" {section.heading.text!r}" if section.heading else ""
        print(f"== {section.kind}{heading}")
        for placed in section.body:
            mark = "-" if placed.sub else placed.line.field or " "
            print(f"   {mark:14} {_plain(placed.line.text)}")


@app.command()
def identify(files: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False)]) -> None:
    """Print the format of each file, found from its bytes."""
    import parsers
    from parsers.errors import ParseError

    unknown = False
    for file in files:
        try:
            print(f"{parsers.identify(file.read_bytes()).FORMAT}\t{ascii(str(file))[1:-1]}")
        except ParseError as error:
            unknown = True
            print(f"{error.reason}\t{ascii(str(file))[1:-1]}\t{error}")
    raise typer.Exit(1 if unknown else 0)


@app.command()
def check(folder: Annotated[Path, typer.Argument(exists=True, file_okay=False)]) -> None:
    """Validate every record below FOLDER against the schema, evidence and ledger included."""
    from pydantic import ValidationError

    from pipeline.schema import Record

    good = bad = 0
    for path in sorted(folder.rglob("*.json")):
        if any(part.startswith(("_", ".")) for part in path.relative_to(folder).parts):
            continue
        try:
            Record.model_validate_json(path.read_text("utf-8"))
            good += 1
        except (ValidationError, ValueError, OSError) as error:
            bad += 1
            first = error.errors()[0] if isinstance(error, ValidationError) else {"loc": (), "msg": str(error)}
            where = ".".join(map(str, first["loc"])) or "record"
            print(_plain(f"{ascii(path.name)[1:-1]}: {where}: {first['msg']}"))
    print(json.dumps({"valid": good, "invalid": bad}))
    raise typer.Exit(1 if bad or not good else 0)


@app.command()
def schema() -> None:
    """Print the JSON Schema of a record."""
    from pipeline.schema import json_schema

    print(json_schema(), end="")


def _plain(text: str) -> str:
    """Text for a terminal: no control character reaches it."""
    return "".join(c if c.isprintable() else " " for c in text)


def _escaped(text: str) -> str:
    """JSON for a terminal: the same JSON, with what is not printed spelled out."""
    return "".join(c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in text)


if __name__ == "__main__":
    app()
