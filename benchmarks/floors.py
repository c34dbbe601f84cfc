"""What the least work on a document costs, to set the pipeline beside: reading, and what the libraries take alone."""

from __future__ import annotations

import hashlib
import io
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import pdfplumber
from bs4 import BeautifulSoup
from docx import Document

ROUNDS = 2


def read_and_hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _soup(path: Path) -> object:
    return BeautifulSoup(path.read_bytes().decode("utf-8", "replace"), "lxml")


def _pdf_text(path: Path) -> object:
    with pdfplumber.open(io.BytesIO(path.read_bytes())) as pdf:
        texts = []
        for page in pdf.pages:
            texts.append(page.extract_text())
            page.close()
        return texts


def _word(path: Path) -> object:
    return [paragraph.text for paragraph in Document(io.BytesIO(path.read_bytes())).paragraphs]


# What the usual library of a format does at the least; a text needs none.
READERS: dict[str, tuple[str, Callable[[Path], object]]] = {
    "html": ("BeautifulSoup (lxml) builds the tree", _soup),
    "pdf": ("pdfplumber `extract_text`", _pdf_text),
    "docx": ("python-docx, text of the paragraphs", _word),
}


def seconds(work: Callable[[], object], rounds: int = ROUNDS) -> tuple[float, float]:
    """The least CPU and the least wall time of several rounds."""
    cpu = wall = float("inf")
    for _ in range(rounds):
        start = time.process_time(), time.perf_counter()
        work()
        cpu = min(cpu, time.process_time() - start[0])
        wall = min(wall, time.perf_counter() - start[1])
    return cpu, wall


def over(paths: Iterable[Path], work: Callable[[Path], object], rounds: int = ROUNDS) -> float:
    """The CPU time of a floor over documents."""
    return sum(seconds(lambda path=path: work(path), rounds)[0] for path in paths)
