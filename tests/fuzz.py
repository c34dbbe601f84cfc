"""Feed changed documents to locked-down workers and check that nothing but a lawful answer comes back.

``python tests/fuzz.py --count 2000 --seed 1 FOLDER...`` takes the documents below the folders (default: ``raw/`` and
``tests/cases``), changes each by ``mutate.mutate``, and has it read by the workers of a run. Number K of a seed is
always the same bytes: ``--only K --save FILE`` writes them. Exit code 1 where an answer breaks a promise:

- outcome and reason are words of the closed vocabulary, and the reason is none for which a fault of ours is to blame;
- each record reads back from its own JSON and is plain UTF-8; one in ten is held to ``docs/record.schema.json`` too.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

from jsonschema import Draft202012Validator
from jsonschema.protocols import Validator
from mutate import format_of, mutate

from pipeline.crew import Crew, Job
from pipeline.limits import LIMITS
from pipeline.outcomes import REASONS, Result
from pipeline.schema import Record

ROOT = Path(__file__).resolve().parents[1]
# Text and pages are quick, and most of the rules are reached through them; a PDF costs twenty times as much.
SHARES = {"text": 48, "html": 36, "zip": 11, "pdf": 5}
# The independent validator takes as long as all the rest, and models that agree on a tenth of the records agree.
VALIDATED = 10
OURS = frozenset(["internal", "crash", "bad_answer", "invalid_record"])


def documents(folders: list[Path]) -> dict[str, list[Path]]:
    """Files below the folders by format, in the order of their names; none above a megabyte."""
    found: dict[str, list[Path]] = {name: [] for name in SHARES}
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            wanted = path.is_file() and path.suffix in (".pdf", ".docx", ".html", ".txt", ".md")
            if wanted and path.stat().st_size < 1_000_000:
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


def fault(result: Result, validator: Validator | None) -> str:
    """What is wrong with an answer, or ""; without a validator only our own model is asked."""
    if result.outcome not in REASONS or (result.reason and result.reason not in REASONS[result.outcome]):
        return f"{result.outcome} {result.reason} is not of the vocabulary"
    if result.reason in OURS:
        return f"{result.detail}\n{result.trace}".strip()
    for _, text in result.records:
        try:
            text.encode("utf-8")
            Record.model_validate_json(text)
            if validator is not None:
                validator.validate(json.loads(text))
        except Exception as error:
            return f"{type(error).__name__} after serialisation: {str(error)[:300]}"
    return ""


def run(
    found: dict[str, list[Path]], seed: int, numbers: list[int], workers: int, wall: float
) -> Iterator[tuple[int, Result]]:
    """Each number with the answer to its bytes, in any order."""

    def jobs() -> Iterator[Job]:
        for number in numbers:
            yield Job(str(number), mutation(found, seed, number)[1])

    with Crew(workers, limits=replace(LIMITS, wall=wall)) as crew:
        for job, result in crew.run(jobs()):
            yield int(job.source), result


def main() -> int:
    """Parse the command line, run, and print what was found."""
    parser = argparse.ArgumentParser(description="Feed changed documents to the pipeline.")
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=int, default=0)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--only", type=int, help="just this number")
    parser.add_argument("--save", type=Path, help="with --only: write its bytes to a file and read nothing")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--wall", type=float, default=LIMITS.wall, help="seconds a document; more on a busy machine")
    options = parser.parse_args()
    found = documents(options.folders or [ROOT / "raw", ROOT / "tests/cases"])
    if options.save:
        options.save.write_bytes(mutation(found, options.seed, options.only)[1])
        return 0
    numbers = [options.only] if options.only is not None else list(range(options.start, options.start + options.count))
    schema = json.loads((ROOT / "docs/record.schema.json").read_text("utf-8"))
    validator = Draft202012Validator(schema)
    ends: Counter[str] = Counter()
    faults = 0
    for number, result in run(found, options.seed, numbers, options.workers, options.wall):
        ends[f"{result.outcome} {result.reason}".strip()] += 1
        wrong = fault(result, None if number % VALIDATED else validator)
        faults += bool(wrong)
        if wrong or result.reason in ("timeout", "memory"):
            made_of = mutation(found, options.seed, number)[0]
            print(f"{'FAULT' if wrong else result.reason}: --seed {options.seed} --only {number} ({made_of!r}) {wrong}", flush=True)  # fmt: skip
        if ends.total() % 500 == 0:
            print(ends.total(), dict(ends), f"faults: {faults}", file=sys.stderr, flush=True)
    ended = ", ".join(f"{name} {count}" for name, count in ends.most_common())
    print(f"{ends.total()} mutations of seed {options.seed}: {faults} faults; {ended}")
    return int(faults > 0)


if __name__ == "__main__":
    sys.exit(main())
