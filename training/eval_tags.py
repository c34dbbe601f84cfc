"""Score the tagging pass on the hand-labelled statements of training/gold.

    python -m training.eval_tags CORPUS_DIR [--half dev|opened|test] [--errors] [--general]

The labels are kept apart from the words: each names its document in CORPUS_DIR, where in its text (white space run
together) the statement stands, and a digest of the statement; all spans count from the statement's start. The parts
share no employer: ``dev`` was open all the time; ``opened`` belonged to the test half until its score was first read,
and was chosen by a hash of the employers' names; nobody has looked at errors in ``test``, and ``--errors`` does not
print them. ``--general`` puts the general model's tags in the place of ours, with "They " before duties, to see what
the compact tagger costs or gains.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import parsers
from pipeline.tagging.tagger import tag
from pipeline.tagging.tags import StatementKind
from training.tag_labels import Labels, compare, of_tags, table

GOLD = Path(__file__).parent / "gold" / "tags.jsonl"
KINDS: dict[str, StatementKind] = {"duties": "duty", "skills": "skill"}


def digest(text: str) -> str:
    """What a statement is known by: white space run together."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:16]


@cache
def document_text(path: Path) -> str:
    """The text of a document, white space run together: labels' places count in it."""
    return " ".join(parsers.parse(path.read_bytes()).text.split())


def statement_text(corpus: Path, label: Labels) -> str:
    """The words of a labelled statement, from its document.

    Raises LookupError where the document does not have them.
    """
    text, length = document_text(corpus / label["source"]), label["length"]
    for at in (label["at"], *range(len(text) - length + 1)):
        if digest(text[at : at + length]) == label["digest"]:
            return text[at : at + length]
    raise LookupError(
        f"{label['id']}: expected a statement of {length} characters near {label['at']}, found others: {label['source']}"
    )


def gold(corpus: Path, half: str, path: Path = GOLD) -> Iterator[tuple[str, Labels]]:
    """(text, labels) of one half of the gold statements."""
    for line in path.read_text("utf-8").splitlines():
        label = json.loads(line)
        if label["half"] == half:
            yield statement_text(corpus, label), label


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--half", choices=("dev", "opened", "test"), default="dev")
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--general", action="store_true")
    arguments = parser.parse_args()
    if arguments.errors and arguments.half == "test":
        parser.error("what is measured on test holds only while nobody sees its errors; give --half dev or opened")
    if not arguments.corpus.is_dir():
        sys.exit(f"expected the folder of labelled documents, found none at {arguments.corpus}; give SHARED=<folder>")
    labelled = list(gold(arguments.corpus, arguments.half))
    asked = [(KINDS.get(label["statement"], "other"), text) for text, label in labelled]
    if arguments.general:
        from training.general_tags import tag_with_general

        found = tag_with_general(asked)
    else:
        found = tag(asked)
    counts = compare(
        (label["statement"], label, of_tags(tags)) for (_, label), tags in zip(labelled, found, strict=True)
    )
    by_kind = {kind: sum(label["statement"] == kind for _, label in labelled) for kind in ("duties", "skills")}
    employers = len({label["employer"] for _, label in labelled})
    print(f"{arguments.half}: {len(labelled)} statements of {employers} employers, {by_kind}")
    print(table(counts))
    if arguments.errors:
        for (text, label), tags in zip(labelled, found, strict=True):
            ours = of_tags(tags)
            if any(ours[key] != label[key] for key in ("frames", "topics") if key in label):
                print(
                    f"\n{text}\n  wanted {label.get('frames') or label.get('topics')}\n  found  {ours['frames'] or ours['topics']}"
                )


if __name__ == "__main__":
    main()
