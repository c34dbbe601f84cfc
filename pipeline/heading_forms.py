"""Whether a line can be a heading, by its wording and its layout.

Which headings open sections is decided over the whole document in ``decode``.
"""

from __future__ import annotations

import re

from parsers.document import Block, BlockKind
from pipeline.fieldlabels import field_of
from pipeline.headings import STRONG, SUB, WEAK, Match, exactly, listed, worded
from pipeline.opening_sentences import opening_sentence

_RUN_IN = re.compile(
    r"^(?P<label>[^:;!?\t]{2,90}?(?:\([^()]{3,160}\))?)\s{0,9}(?P<mark>:|\s[-–—]{1,2}(?=\s)|--|\.(?=\s))\s*(?P<body>[\w\"'“‘($*•-].*)$",
    re.DOTALL,
)


# What stands between a heading and its text: without it in a line there is no need to try.
_MARK = re.compile(r"[:.–—-](?:(?<=[:])|(?<=--)|(?<=\s[–—-])|(?<=[.])(?=\s))")
UNEXPLAINED = Match("other", "")


_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_COLON_BRACKET = re.compile(r":\s*\(")
_COLON_TEXT = re.compile(r":\s*\S")
_TITLE_WORD = re.compile(r"[A-Za-z][\w'’]*")


# A line of more words that ends in a colon is a lead-in sentence, part of the text it introduces.
_LONGEST_LEAD = 10


_SENTENCE = re.compile(r"\b(?:will|must|shall|are|is|may|should|can|has|have)\b")


_SMALL = bytes(range(ord("a"), ord("z") + 1))
_MOST_SMALL = 0.15


_SENTENCE_END = (".", ";", ",", "!", "?")


_MINOR = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "by",
        "for",
        "from",
        "in",
        "is",
        "it",
        "not",
        "of",
        "on",
        "or",
        "per",
        "the",
        "to",
        "with",
        "may",
        "be",
        "any",
        "all",
        "not",
    ]
)


_ANSWER = re.compile(r"(?i)(?:no|none|yes|less than|more than)\b.*")


_QUESTION = re.compile(r"(?i)^(?:do|are|have|how|what|which|describe|please|is|did|can|will|would|why)\b.*\?\s*$")


# Short closing lines that look like headings by case alone.
BANNER = re.compile(
    r"(?i)^(?:an? |the )?(?:.*\bequal (?:employment )?opportunity.* employer|.*\b(?:is|are) to be\b.*|.*\bbasis|.*\b(?:until filled|accepting applications)\b.*)"
)


def emphasis_of(block: Block, text: str) -> int:
    """How much the layout sets a line off as a heading: 0 not at all, 1 a little, 2 plainly."""
    style = block.style
    if block.kind is BlockKind.HEADING or (style.size >= 1.15 and len(text) < 100):
        return 2
    score = int(_in_capitals(text)) + int(style.bold)
    if style.bold and style.gap and len(text.split()) <= 8 and text[-1:].isalnum() and title_case(text):
        return 2
    if text.rstrip().endswith(":"):
        score += 1
    return min(2, score)


def _in_capitals(text: str) -> bool:
    """Whether nearly all of four letters or more are capitals."""
    known = text.encode("ascii", "ignore")
    if len(known) - len(known.translate(None, _SMALL)) >= _MOST_SMALL * len(text):
        return False  # so many small letters settle it, however many of the others are letters
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 3 and sum(c.isupper() for c in letters) > (1 - _MOST_SMALL) * len(letters)


def title_case(text: str) -> bool:
    words = [word for word in _TITLE_WORD.findall(text) if word.lower() not in _MINOR]
    return bool(words) and words[0][0].isupper() and sum(word[0].isupper() for word in words) >= 0.7 * len(words)


def whole_heading(block: Block, text: str, emphasis: int) -> Match | None:
    """How a whole line reads as a heading: UNEXPLAINED for one that no rule explains, None for no heading."""
    bare = text.strip()
    if len(bare) > 200 or not any(map(str.isalpha, bare)):
        return None
    core = _BRACKETS.sub("", bare).strip() or bare
    longest = 2 if block.kind is BlockKind.HEADING and block.style.level < 7 else 1
    if len(core) > 110 * longest or core[0].islower() or len(core.split()) > 14 * longest:
        return None
    if _QUESTION.match(bare) or _ANSWER.fullmatch(bare):
        return None
    if BANNER.fullmatch(core) and not core.endswith(":") and len(core.split()) > 3:
        return None
    item = block.kind is BlockKind.ITEM
    bullet = item and not block.marker[:1].isalnum() and block.marker[:1] != "("
    match = listed(core)
    if ":" in bare and _COLON_BRACKET.search(bare):
        return None
    if match is None and ":" in core and _COLON_TEXT.search(core):
        return None
    ends_open = core.rstrip().endswith(_SENTENCE_END) and not core.endswith("etc.")
    if match and match.by != SUB:
        if ends_open and (emphasis == 0 or core[-1] != "."):
            return None
        # One plain word or a bullet may be an item of a list ("Insurance", "Training").
        if bullet and emphasis < 2 and not core.endswith(":"):
            return None
        if item and emphasis == 0 and not core.endswith(":") and len(core.split()) == 1:
            return None
        if _is_plain_label(block, core, emphasis):
            return None
        # Sentence case without emphasis is how list items look too ("Drug testing (some positions)").
        if not emphasis and not title_case(core) and (core != bare or len(core.split()) < 2):
            return None
        return match
    if match:  # a lead-in such as "Knowledge of:" or a sub-heading such as "Education"
        return (
            match
            if core.endswith(":") or emphasis or (block.style.gap and len(core.split()) <= 3 and not item)
            else None
        )
    if ends_open:
        return None
    if field_of(core) and core.endswith(":"):
        return None
    if len(core.split()) > _LONGEST_LEAD and (core.endswith(":") or _SENTENCE.search(core)):
        return None
    if core.endswith(":") and not worded(core, 5) and (sentence := opening_sentence(core)):
        return Match(sentence[0], SUB)
    if emphasis and not bullet and (reading := worded(core, 3)):
        return reading
    if not emphasis and not item and block.style.gap and len(core.split()) <= 7 and title_case(core):
        return worded(core, 1)
    if emphasis >= 2 and not bullet and len(core.split()) <= 12 * longest:
        return UNEXPLAINED
    if core.endswith(":") and not bullet and (block.style.gap or not item) and len(core.split()) <= _LONGEST_LEAD:
        return worded(core, 5) or UNEXPLAINED
    return None


def _is_plain_label(block: Block, core: str, emphasis: int) -> bool:
    """Whether a listed heading that is also a header label stands as a label, to be read with the next line."""
    return bool(field_of(core)) and core.endswith(":") and (len(core) <= 6 or (emphasis <= 1 and not core.isupper()))


def heading_before_text(block: Block, text: str) -> tuple[int, int, Match] | None:
    """A heading that runs in with its text, as (end of the label, start of the text, reading)."""
    if _MARK.search(text) and (found := _RUN_IN.match(text)) and (heading := _run_in_match(block, found)):
        return found.end("label"), found.start("body"), heading
    # Glued by text extraction: "SummaryThis class", "FEATURES OF THE CLASSWork involves".
    for found in _GLUED.finditer(text[:100]):
        label = text[: found.start()]
        match = exactly(label)
        if match and match.by == STRONG and len(label) > 5 and len(text) > found.start() + 20:
            return found.start(), found.start(), match
    return None


_GLUED = re.compile(r"[A-Z](?<=[A-Za-z)].)[a-z]")


def _run_in_match(block: Block, found: re.Match[str]) -> Match | None:
    """What the label of a run-in heading says, if it is one."""
    label, mark, body = found["label"].strip(" *_"), found["mark"].strip(), found["body"]
    if body.startswith("(") and mark == ":" and (whole := listed(label)) and whole.by == STRONG:
        return whole
    if label[:1].islower() or len(label.split()) > 12:
        return None
    if field_of(label) and len(body) < 60 and not body.rstrip().endswith("."):
        return None
    caps = _in_capitals(label)
    lead = 0 < block.style.lead <= len(found["label"]) + 8
    bullet = block.kind is BlockKind.ITEM and not block.marker[:1].isalnum()
    match = listed(label)
    if match and match.by in (STRONG, WEAK):
        if bullet and not caps:
            return None
        if match.kind == "special_requirements" and mark == ":" and not caps:
            return None  # "License: ..." within the requirements is a lead-in
        if mark == ":":
            plain = (
                len(label.split()) == 1
                and not (caps or lead)
                and match.kind not in ("definition", "notes", "duties", "supervision")
            )
            return None if plain and block.kind is BlockKind.ITEM else match
        return match if (caps or lead) and len(body) > 20 else None
    if match or mark not in (":", "-", "–", "—") or (mark != ":" and not caps) or bullet or not (caps or lead):
        return None
    return worded(label, 2) if len(body) > 20 or caps else None
