"""A task for workers: the pipeline's own, but for documents that say that they hang, die or want memory."""

from __future__ import annotations

import os
import time
from dataclasses import replace

from pipeline import work
from pipeline.outcomes import Result

HAZARDS = {"hangs.txt": b"HANG", "dies.txt": b"DIE", "eats.txt": b"EAT"}


def prepare(taxonomies: str | None = None) -> work.Prepared:
    """What work.prepare gives, with the hazards before it."""
    prepared = work.prepare(taxonomies)

    def process(data: bytes, source: str) -> Result:
        if data == b"HANG":
            time.sleep(60)
        if data == b"DIE":
            os._exit(3)
        if data == b"EAT":
            try:
                bytearray(10**11)
            except MemoryError:
                return Result("failed", "memory", "more than there is", "normalize")
        return prepared.process(data, source)

    return replace(prepared, process=process)
