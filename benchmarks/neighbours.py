"""What a user might pick instead, on the same files in the same run: what each takes, and what it delivers of the gold."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from importlib import util
from pathlib import Path
from typing import Any

from benchmarks.floors import seconds
from benchmarks.neighbour_tools import TOOLS
from benchmarks.tables import table
from benchmarks.variants import FORMATS, real

OURS = "this project"
# The gold documents first, then others up to so many of each format.
DOCUMENTS = {"html": 20, "pdf": 20, "docx": 10, "text": 10}
PLACE = Path("build/neighbours")
LIST = Path(__file__).parent / "neighbours.txt"
# A tool that takes longer over the whole sample is ended.
_SECONDS = 900
# The same measure and threshold as the gold's own scorer.
_SAME = 0.9
_ASKED = ("headings, html", "headings, others", "duties and skills", "their words", "title", "class code", "salary")

_ABOUT = {
    OURS: ("class specifications as records: sections, statements with tags, fields", "–"),
    "docling": (
        "any document as one tree for retrieval, with its layout models",
        "PDF: its layout models come from a hub, not from the package index; its readers of HTML, Word and Markdown, which "
        "need none, are called direct",
    ),
    "kreuzberg": (
        "the text of nearly any format, fast (Rust)",
        "Run with forms kept: by default it leaves out all of a page that stands in one",
    ),
    "markitdown": ("any file as Markdown for language models", "–"),
    "trafilatura": ("the main text of web pages", "PDF, Word and text: it reads HTML alone"),
    "unstructured": (
        "elements of any document for retrieval",
        "`fast` way; `hi_res` needs models from a hub. Its word model is given to it under its name in the package index; forms "
        "of web pages are handed to it as divisions, as it leaves them out with all that stands in them",
    ),
}


@dataclass(slots=True)
class Delivered:
    """What a tool gave for the gold: found and expected, by what is asked."""

    found: Counter[str] = field(default_factory=Counter)
    expected: Counter[str] = field(default_factory=Counter)

    def add(self, what: str, found: int, expected: int) -> None:
        self.found[what] += found
        self.expected[what] += expected

    def share(self, what: str) -> str:
        of = self.expected[what]
        return f"{self.found[what] / of:.0%} of {of}".replace("%", " %") if of else "–"


def install() -> str:
    """Make the environment of the neighbours where it is not there; why not, where that fails."""
    python = PLACE / "bin/python"
    stamp = PLACE / ".installed"
    if stamp.exists() and stamp.read_text() == LIST.read_text():
        return ""
    shutil.rmtree(PLACE, ignore_errors=True)
    if uv := shutil.which("uv"):
        make = [uv, "venv", "-q", "--python", sys.executable, str(PLACE)]
        fill = [uv, "pip", "install", "-q", "--no-deps", "--python", str(python), "-r", str(LIST)]
    else:
        make = [sys.executable, "-m", "venv", str(PLACE)]
        fill = [str(python), "-m", "pip", "install", "-q", "--no-deps", "-r", str(LIST)]
    for command in (make, fill):
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            return done.stderr.strip().splitlines()[-1] if done.stderr.strip() else f"exit code {done.returncode}"
    stamp.write_text(LIST.read_text())
    return ""


def sample(corpus: Path, gold: list[dict[str, Any]], share: float) -> list[Path]:
    """The gold documents, and others up to a share of DOCUMENTS of each format."""
    within = {(corpus.parent / one["source"]).resolve() for one in gold}
    chosen = []
    for kind, paths in real(corpus).items():
        known = [path for path in paths if path.resolve() in within]
        chosen += (
            known + [path for path in paths if path not in known][: max(0, int(DOCUMENTS[kind] * share) - len(known))]
        )
    return chosen


def run(tool: str, paths: list[Path]) -> tuple[list[dict[str, Any]], str]:
    """What a tool says of the documents, line by line; and why it stopped, where it did."""
    python = sys.executable if tool == OURS else str(PLACE / "bin/python")
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    env |= {"HF_HUB_OFFLINE": "1", "UNSTRUCTURED_DISABLE_NOTICE": "1", "DO_NOT_TRACK": "true", "OMP_NUM_THREADS": "1"}
    if tool == OURS:
        env["PYTHONPATH"] = "."
    command = [python, str(Path(__file__).parent / "neighbour_tools.py"), tool]
    try:
        done = subprocess.run(
            command, input="\n".join(map(str, paths)), capture_output=True, text=True, timeout=_SECONDS, env=env
        )
    except subprocess.TimeoutExpired:
        return [], f"no end within {_SECONDS} s"
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    why = done.stderr.strip().splitlines()[-1][:200] if done.returncode and done.stderr.strip() else ""
    return lines, why


def neighbours(corpus: Path, gold_folder: Path, share: float) -> str:
    """Run every tool over a share of DOCUMENTS and tell, as Markdown."""
    scorer = _scorer(gold_folder.parent / "tools/score.py")
    gold = [json.loads(path.read_text("utf-8")) for path in sorted(gold_folder.glob("*.json"))]
    gold = [one for one in gold if one["document_type"] != "not_a_spec"]
    by_path = {(corpus.parent / one["source"]).resolve(): one for one in gold}
    paths = sample(corpus, gold, share)
    missing = install()
    takes, gives, notes = [], [], []
    for tool in TOOLS:
        lines, why = ([], f"not installed: {missing}") if missing and tool != OURS else run(tool, paths)
        if not lines:
            notes.append(f"- {tool} could not be run: {why}.")
            continue
        told = [line for line in lines if "path" in line]
        peak = lines[-1]["peak"] / 1e6 if "peak" in lines[-1] else "–"
        takes.append([tool, _version(tool), lines[0]["start"], peak, *_times(told)])
        delivered = Delivered()
        parts: Counter[str] = Counter()
        for line in told:  # one that it could not read gives nothing
            line.setdefault("parts", [])
            line.setdefault("fields", {})
            parts.update(kind for kind, _ in line["parts"])
            if one := by_path.get(Path(line["path"]).resolve()):
                _compare(one, line, delivered, scorer)
        gives.append([tool, *map(delivered.share, _ASKED), parts["heading"], parts["item"]])
        made_for, left_out = _ABOUT[tool]
        notes.append(f"- {tool}: made for {made_for}." + (f" {left_out}." if left_out != "–" else ""))
        if errors := Counter(line["error"] for line in told if "error" in line):
            notes.append(f"  {errors.total()} documents not read, most often: {errors.most_common(1)[0][0]}.")
        if why:
            notes.append(f"  It stopped before its end: {why}.")
    counts = Counter(path.suffix for path in paths)
    same = seconds(lambda: [path.read_bytes() for path in paths])[0] / len(paths) * 1e3
    return f"""## Beside what a user might pick instead

The same {len(paths)} documents ({", ".join(f"{count} {suffix[1:]}" for suffix, count in sorted(counts.items()))}), each tool in a process of
its own, one document after the other; time to load it and to read one document of each format is `start` and not in
the rest. CPU ms a document, in brackets wall ms. Reading the bytes alone takes {same:.2f} ms a document. This project does in
its time what the others do not: sections by kind, statements, tags, links and the checked record.

{table(("tool", "version", "start, CPU s", "peak MB", "html", "pdf", "docx", "text"), takes)}

What they deliver of the {len(by_path)} labelled documents, of the formats that each reads: headings that it marks as headings (of these
formats only web pages mark them themselves); duties and skills that it gives as a part of their own (list item, paragraph or cell; token F1 of {_SAME} or more, as the gold's
scorer counts); duties and skills whose words it gives in a row at all; fields as fields. A title counts where it stands
in the one of the tool's metadata. The gold cuts a paragraph of duties at its semicolons, which no general tool sets out
to do, and only this project says what a part is about. The last two columns count the headings and items over
all documents, right or wrong, menus of web pages included. This project was developed with these labelled documents at
hand, the others were not.

{table(("tool", *_ASKED, "headings marked", "items marked"), gives)}

{chr(10).join(notes)}
"""


def _scorer(path: Path) -> Any:
    spec = util.spec_from_file_location("score", path)
    assert spec is not None
    assert spec.loader is not None
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _version(tool: str) -> str:
    name = {"docling": "docling-slim"}.get(tool, tool)
    found = re.search(rf"(?m)^{re.escape(name)}(?:\[[^\]]*\])?==(\S+)", LIST.read_text())
    return found[1] if found else "–"


def _times(told: list[dict[str, Any]]) -> list[str]:
    by_kind: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in told:
        suffix = Path(line["path"]).suffix
        by_kind["text" if suffix in (".txt", ".md") else suffix[1:]].append(line)
    cells = []
    for kind in sorted(FORMATS, key=("html", "pdf", "docx", "text").index):
        lines = [line for line in by_kind[kind] if "error" not in line]
        if not lines:
            cells.append("–")
            continue
        cpu, wall = (sum(line[name] for line in lines) / len(lines) * 1e3 for name in ("cpu", "wall"))
        cells.append(f"{cpu:.1f} ({wall:.1f})")
    return cells


def _compare(gold: dict[str, Any], line: dict[str, Any], delivered: Delivered, scorer: Any) -> None:
    """Add what one tool gives of one labelled document."""
    tokens = {
        sort: [
            scorer.statement_tokens(text) for kind, text in line["parts"] if (kind == "heading") == (sort == "heading")
        ]
        for sort in ("heading", "part")
    }
    headings = [section["heading"] for section in gold["sections"] if section["heading"]]
    statements = [item["text"] for name in ("duties", "skills") for item in gold[name]]
    marked = "headings, html" if line["path"].endswith(".html") else "headings, others"
    delivered.add(marked, _matched(headings, tokens["heading"], scorer), len(headings))
    delivered.add("duties and skills", _matched(statements, tokens["part"], scorer), len(statements))
    running = _row(scorer, " ".join(text for _, text in line["parts"]))
    kept = sum(f" {' '.join(scorer.statement_tokens(text))} " in running for text in statements)
    delivered.add("their words", kept, len(statements))
    fields = line["fields"]
    titles = [_row(scorer, title) for title in (*fields.get("titles", ()), fields.get("title")) if title]
    codes = [scorer.tokens(code) for code in fields.get("codes", ()) if code]
    for spec in gold["specs"]:
        if spec["title"]:
            delivered.add("title", any(_row(scorer, spec["title"]) in title for title in titles), 1)
        if spec["class_code"]:
            delivered.add("class code", scorer.tokens(spec["class_code"]) in codes, 1)
    if gold["fields"].get("salary_min") is not None:
        wanted = [gold["fields"]["salary_min"], gold["fields"]["salary_max"]]
        delivered.add("salary", fields.get("salary") == wanted, 1)


def _row(scorer: Any, text: str) -> str:
    """The words of a text, each between spaces."""
    return f" {' '.join(scorer.tokens(text))} "


def _matched(wanted: list[str], given: list[list[str]], scorer: Any) -> int:
    """How many of the wanted texts are given, each part used once."""
    free, found = list(given), 0
    for text in wanted:
        words = scorer.statement_tokens(text)
        best = max(range(len(free)), key=lambda k: scorer.similarity(words, free[k]), default=None)
        if best is not None and scorer.similarity(words, free[best]) >= _SAME:
            del free[best]
            found += 1
    return found
