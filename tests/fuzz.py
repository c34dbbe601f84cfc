"""Feed changed documents to ``pipeline.work.process`` and check that nothing but a lawful answer comes back.

``python tests/fuzz.py --count 2000 --seed 1 FOLDER...`` takes the documents below the folders (default: ``raw/`` and
``tests/cases``), changes each by ``mutate.mutate``, and reads it in a child process with limits. Number K of a seed is
always the same bytes: ``--only K --save FILE`` writes them. Exit code 1 where an answer breaks a promise:

- the outcome is a word of the closed vocabulary, and the reason never ``internal``;
- each record reads back from its own JSON and is plain UTF-8; one in ten is held to ``docs/record.schema.json`` too;
- the child does not die but by its limits.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import select
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

from jsonschema import Draft202012Validator
from jsonschema.protocols import Validator
from mutate import format_of, mutate

from pipeline import store, work
from pipeline.schema import Record
from pipeline.tagging.components import language

ROOT = Path(__file__).resolve().parents[1]
SECONDS = 20  # of processor time a document, as the budget of a run has it
ADDRESS_SPACE = 2 << 30
# Text and pages are quick, and most of the rules are reached through them; a PDF costs twenty times as much.
SHARES = {"text": 48, "html": 36, "zip": 11, "pdf": 5}
# The independent validator takes as long as all the rest, and models that agree on a tenth of the records agree.
VALIDATED = 10


def documents(folders: list[Path]) -> dict[str, list[Path]]:
    """Files below the folders by format, in the order of their names; none above a megabyte."""
    found: dict[str, list[Path]] = {name: [] for name in SHARES}
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix in (".pdf", ".docx", ".html", ".txt", ".md"):
                if path.stat().st_size < 1_000_000:
                    found[format_of(path.read_bytes())].append(path)
    return {name: paths for name, paths in found.items() if paths}


def mutation(found: dict[str, list[Path]], seed: int, number: int) -> tuple[str, bytes]:
    """The bytes of one number of a seed, and what they were made of."""
    rng = Random(f"{seed}:{number}")
    names = list(found)
    name = rng.choices(names, [SHARES[name] for name in names])[0]
    path = rng.choice(found[name])
    second = rng.choice(found[name if rng.random() < 0.8 else rng.choice(names)])
    return f"{path.name}+{second.name}", mutate(path.read_bytes(), second.read_bytes(), rng)


def fault(data: bytes, validator: Validator | None) -> tuple[str, str]:
    """(how it ended, what is wrong with the answer or "") for one document; None: only our own model validates."""
    result = work.process(data, "mutation")
    ended = f"{result.outcome} {result.reason}".strip()
    if result.outcome not in store.OUTCOMES:
        return ended, f"outcome {result.outcome!r} is not of the vocabulary"
    if result.reason == "internal":
        return ended, result.detail
    for _, text in result.records:
        try:
            text.encode("utf-8")
            Record.model_validate_json(text)
            if validator is not None:
                validator.validate(json.loads(text))
        except Exception as error:
            return ended, f"{type(error).__name__} after serialisation: {str(error)[:300]}"
    return ended, ""


def child(found: dict[str, list[Path]], seed: int, numbers: list[int], out: int) -> None:
    """Work through numbers and write a line of JSON before and after each; the kernel ends what passes its limits."""
    schema = json.loads((ROOT / "docs/record.schema.json").read_text("utf-8"))
    validator = Draft202012Validator(schema)
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for number in numbers:
        made_of, data = mutation(found, seed, number)
        tell(out, {"number": number, "of": made_of, "bytes": len(data)})
        used = time.process_time()
        resource.setrlimit(resource.RLIMIT_CPU, (int(used) + SECONDS + 1, resource.RLIM_INFINITY))
        ended, wrong = fault(data, None if number % VALIDATED else validator)
        tell(out, {"number": number, "ended": ended, "wrong": wrong, "cpu": round(time.process_time() - used, 2)})


def tell(out: int, message: dict[str, object]) -> None:
    """Write one line of JSON to a pipe."""
    line = (json.dumps(message) + "\n").encode()
    while line:
        line = line[os.write(out, line) :]


def run(found: dict[str, list[Path]], seed: int, numbers: list[int]) -> Iterator[dict[str, object]]:
    """One answer a number; a child that dies or hangs costs its number and is replaced."""
    language()
    waiting = list(numbers)
    while waiting:
        batch = waiting[:200]  # a fresh child now and then, as in a run
        read_end, write_end = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(read_end)
            try:
                child(found, seed, batch, write_end)
            finally:
                os._exit(0)
        os.close(write_end)
        begun: dict[str, object] = {}
        done = 0
        buffer = b""
        hung = False
        while True:
            if not select.select([read_end], [], [], 30 * SECONDS)[0]:
                hung = True
                os.kill(pid, signal.SIGKILL)
                break
            block = os.read(read_end, 65536)
            if not block:
                break
            *lines, buffer = (buffer + block).split(b"\n")
            for line in lines:
                message = json.loads(line)
                if "ended" in message:
                    yield begun | message
                    done, begun = done + 1, {}
                else:
                    begun = message
        os.close(read_end)
        status = os.waitpid(pid, 0)[1]
        if done < len(batch):
            died = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
            ended = "failed timeout" if hung or died == signal.SIGXCPU else "failed crash"
            wrong = "" if died == signal.SIGXCPU else f"the child ended with status {status}"
            yield {"of": "", "bytes": 0} | begun | {"number": batch[done], "ended": ended, "wrong": wrong, "cpu": float(SECONDS)}
            done += 1
        waiting = waiting[done:]


def main() -> int:
    """Parse the command line, run, and print what was found."""
    parser = argparse.ArgumentParser(description="Feed changed documents to the pipeline.")
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=int, default=0)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--only", type=int, help="just this number")
    parser.add_argument("--save", type=Path, help="with --only: write its bytes to a file and read nothing")
    parser.add_argument("--log", type=Path, help="one line of JSON a finding and a slow document")
    options = parser.parse_args()
    found = documents(options.folders or [ROOT / "raw", ROOT / "tests/cases"])
    if options.save:
        options.save.write_bytes(mutation(found, options.seed, options.only)[1])
        return 0
    numbers = [options.only] if options.only is not None else list(range(options.start, options.start + options.count))
    ends: Counter[str] = Counter()
    faults = 0
    log = options.log.open("a") if options.log else sys.stdout
    for answer in run(found, options.seed, numbers):
        ends[str(answer["ended"])] += 1
        faults += bool(answer["wrong"])
        if answer["wrong"] or float(str(answer["cpu"])) > 5:
            print(json.dumps({"seed": options.seed, **answer}), file=log, flush=True)
        if ends.total() % 500 == 0:
            print(ends.total(), dict(ends), f"faults: {faults}", file=sys.stderr, flush=True)
    print(f"{ends.total()} mutations of seed {options.seed}: {faults} faults; " + ", ".join(f"{name} {count}" for name, count in ends.most_common()))  # fmt: skip
    return int(faults > 0)


if __name__ == "__main__":
    sys.exit(main())
