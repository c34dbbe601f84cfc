"""Base forms of the verbs that duties are written with.

Duties are imperatives, third persons or gerunds of some 1,200 verbs, which data/duty_verbs.txt lists: so the base of a
form is the listed verb that it can be made from, and no model is asked. A form of no listed verb is undone by the
spelling rules alone.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files

_IRREGULAR = {
    "is": "be", "are": "be", "was": "be", "were": "be", "been": "be", "being": "be", "am": "be",
    "has": "have", "had": "have", "does": "do", "did": "do", "done": "do", "goes": "go", "went": "go", "gone": "go",
    "made": "make", "kept": "keep", "held": "hold", "led": "lead", "built": "build", "sent": "send", "met": "meet",
    "wrote": "write", "written": "write", "gave": "give", "given": "give", "took": "take", "taken": "take",
    "drew": "draw", "drawn": "draw", "drove": "drive", "driven": "drive", "chose": "choose", "chosen": "choose",
    "taught": "teach", "sought": "seek", "bought": "buy", "brought": "bring", "oversaw": "oversee", "overseen": "oversee",
    "lying": "lie", "tying": "tie", "dying": "die", "ran": "run", "began": "begin", "begun": "begin", "spoke": "speak",
    "found": "find", "left": "leave", "lent": "lend", "laid": "lay", "paid": "pay", "said": "say", "sold": "sell",
    "told": "tell", "understood": "understand", "undertook": "undertake", "undertaken": "undertake",
}  # fmt: skip


_VERBAL = re.compile(r"[a-z]{3}(?:ize|ify)$|[a-z]{2}(?:[aiol]l|[aeor]n|it|im)ise$")


@cache
def verbs() -> frozenset[str]:
    """The base forms of data/duty_verbs.txt."""
    return frozenset(line.rstrip("*") for line in _listed())


@cache
def noun_like() -> frozenset[str]:
    """The base forms whose form in -s is as often a plural noun: *reports*, *plans*."""
    return frozenset(line.rstrip("*") for line in _listed() if line.endswith("*"))


def _listed() -> list[str]:
    lines = files("pipeline").joinpath("data/duty_verbs.txt").read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def bases(form: str) -> list[str]:
    """The base forms that a lower-case word can be a form of, the likeliest first.

    >>> bases("supervises")[:2], bases("planning")[:2], bases("applied")[:1]
    (['supervise', 'supervis'], ['plan', 'planne'], ['apply'])
    """
    out = [_IRREGULAR[form]] if form in _IRREGULAR else []
    for ending in ("ing", "ed"):
        stem = form.removesuffix(ending)
        if stem != form and len(stem) > 1:
            if ending == "ed" and stem.endswith("i"):
                out.append(stem[:-1] + "y")
            if stem[-1] == stem[-2] and stem[-1] not in "lsz":
                out += [stem[:-1], stem + "e", stem]
            else:
                out += [stem, stem + "e"]
                if stem[-1] == stem[-2]:
                    out.append(stem[:-1])
    if form.endswith("ies") and len(form) > 4:
        out.append(form[:-3] + "y")
    if form.endswith("s") and not form.endswith("ss"):
        out.append(form[:-1])
        if form.endswith(("sses", "shes", "ches", "xes", "zes", "oes", "ses")):
            out.append(form[:-2])
    return out


@lru_cache(maxsize=20_000)
def base(form: str) -> str | None:
    """The listed verb that a lower-case word is a form of, or None.

    >>> base("reviews"), base("editing"), base("managing"), base("equipment")
    ('review', 'edit', 'manage', None)
    """
    known = verbs()
    head, _, tail = form.rpartition("-")
    if head and tail not in known and (there := base(tail)):
        return f"{head}-{there}"
    if form in known or _VERBAL.search(form):
        return form
    # Verbs in -ize, -ise and -ify are made as they are needed, and no other words look like their forms.
    return next((one for one in bases(form) if one in known or one in ("be", "have") or _VERBAL.search(one)), None)


def lemma(form: str) -> str:
    """The base form of a verb as printed, in lower case; by spelling alone where no listed verb fits."""
    low = form.lower()
    if there := base(low):
        return there
    guessed = bases(low)
    if not guessed:
        return low
    # A stem that ends like no English verb has lost an e.
    stem = guessed[0]
    return stem + "e" if low.endswith(("ing", "ed")) and stem.endswith(("at", "iz", "is", "v", "c", "g", "u")) else stem
