"""Bytes and name → result: one pure function, and what a process must load before it calls it."""

from __future__ import annotations

import gc
import re
import traceback
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import parsers.errors
from parsers.warmup import load_recogniser, read_later, samples
from pipeline.normalize import normalize
from pipeline.outcomes import Result
from pipeline.tagging.components import language
from pipeline.taxonomy.link import Taxonomy
from pipeline.taxonomy.load import load

# Word lists and profiles of the pipeline are read when a document first needs them.
_OWN = tuple(Path(__file__).parent / folder for folder in ("data", "profiles"))
# How Python shows an object that has no name: where it lay in memory, which is another place each time.
_ADDRESS = re.compile(r" at 0x[0-9a-f]+")


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a nursery needs of a task: its function of bytes and name, what it links to, folders it reads later on."""

    process: Any
    taxonomies: tuple[str, ...]
    readable: tuple[Path, ...]


def process(data: bytes, source: str, taxonomy: Taxonomy | None = None, ocr: bool = False) -> Result:
    """Bytes and name → result. Pure, and never raises: a fault of ours is a failed document too."""
    # A document is some hundred thousand objects that die by themselves: to look for cycles among them again and again
    # takes some hundredths of the time.
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _result(data, source, taxonomy, ocr)
    finally:
        if collecting:
            gc.enable()
            # What is left in a cycle is few objects, and may hold a parser's whole tree: 2 MB a Word document.
            gc.collect(0)


def _result(data: bytes, source: str, taxonomy: Taxonomy | None, ocr: bool) -> Result:
    try:
        normalized = normalize(data, source, taxonomy, ocr)
        records = tuple((record.spec_id, record.model_dump_json()) for record in normalized.records)
    except parsers.errors.NoText as error:
        return Result("refused", error.reason, _told(error), "parse")
    except parsers.errors.ParseError as error:
        return Result("failed", error.reason, _told(error), "parse")
    except MemoryError:
        return Result("failed", "memory", "the document needs more memory than a worker has", "normalize")
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        detail = f"{type(error).__name__}: {_told(error)} ({Path(place.filename).name}:{place.lineno})"
        return Result("failed", "internal", detail, "normalize", trace=_ADDRESS.sub("", traceback.format_exc()))
    if not records:
        return Result("refused", normalized.reason, normalized.found, "normalize")
    return Result("published", records=records)


def _told(error: Exception) -> str:
    return _ADDRESS.sub("", str(error))


def prepare(taxonomies: str | None = None, ocr: bool = False) -> Prepared:
    """Load models and tables, and read one small document of each format so that nothing is imported later.

    Raises pipeline.taxonomy.index.BadIndex, and parsers.errors.ParseError where ``ocr`` is asked for and not installed.
    """
    language()
    taxonomy = load(Path(taxonomies)) if taxonomies is not None else None
    if ocr:
        load_recogniser()
    for data in samples():
        process(data, "warm-up", taxonomy)
    about = tuple(f"{known.taxonomy} {known.version}" for known in taxonomy.about) if taxonomy is not None else ()
    return Prepared(partial(process, taxonomy=taxonomy, ocr=ocr), about, (*read_later(), *_OWN))
