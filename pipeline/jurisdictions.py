"""The employer that a document names: a state, county, city, district, university or agency."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from parsers.document import Span
from pipeline.openings import lowered

_STATES = (
    "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|Illinois|Indiana|Iowa|"
    "Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|"
    "New Hampshire|New Jersey|New Mexico|New York|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island|"
    "South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|Washington|West Virginia|Wisconsin|Wyoming"
)
# A word of a place's name; a full stop ends one, except in Saint, Mount and Fort.
_WORD = r"(?:(?:St|ST|Mt|MT|Ft|FT)\.|[A-Z][\w'’-]*)"
_PLACE = rf"{_WORD}(?: (?:(?:(?:de|del|la|las|los) )?{_WORD})){{0,3}}"
_OFFICES = "Clerk|Recorder|Judge|Board|Auditor|Treasurer|Attorney|Sheriff|Commission"
_PATTERNS = (
    re.compile(rf"\b(?:State|STATE|Commonwealth|COMMONWEALTH) (?:of|OF) (?:{_STATES}|{_STATES.upper()}|[A-Z][a-z]+)\b"),
    re.compile(
        rf"\b(?:City and County|CITY AND COUNTY|City|CITY|County|COUNTY|Town|TOWN|Township|TOWNSHIP|Village|VILLAGE"
        rf"|Borough|BOROUGH|Parish|PARISH) (?:of|OF) {_PLACE}"
    ),
    re.compile(rf"\b{_PLACE} (?:County|COUNTY|Parish|PARISH|Township|TOWNSHIP)\b(?! (?:{_OFFICES}))"),
    re.compile(
        rf"\b{_PLACE} (?i:(?:(?:unified|union|high|elementary|joint|community|independent|municipal|public) )*"
        rf"(?:school|utility|water|transit|college|fire|park|port|library|sanitary|irrigation) (?:district|authority)\b"
        rf"(?: no\.? ?\d+)?)"
    ),
    re.compile(
        rf"\b(?:University|UNIVERSITY) (?:of|OF) {_WORD}(?: (?:{_WORD}|at|of)){{0,3}}|\b(?:{_WORD} ){{1,3}}(?:University|UNIVERSITY)\b"
    ),
    re.compile(
        rf"\b(?P<state>{_STATES}|{_STATES.upper()}) (?i:(?:state )?(?:personnel board|civil service"
        rf"|department of (?:personnel|administration|human resources)))"
    ),
)
# Words of which a line has one where the pattern of the same place meets it; no match goes beyond its line. A place may
# begin with any word in capitals, so that a pattern takes as long over a line as over ten searches for words.
_NEEDED: tuple[tuple[str, ...], ...] = (
    ("state", "commonwealth"),
    ("city", "county", "town", "village", "borough", "parish"),
    ("county", "parish", "township"),
    ("district", "authority"),
    ("university",),
    ("personnel board", "civil service", "department of"),
)
_TRIM = re.compile(
    r"^(?:The|THE|Join|At|In|For|With|About|And|An|A|As|By|From|Per|Our|Your|All|Every|This|That|Apply|Why)\s+"
)
_TAIL = re.compile(
    r"(?<!\s)\s+(?:is|will|Is|Department|Office|Human|Job|JOB|Class|CLASS|Position|Civil|Classified|Classification|CLASSIFICATION|Elections?|Employment|Personnel|PERSONNEL|Specification|Invites|Offers|Seeks|Government)\b.*$"
)


def jurisdiction(text: str, header_end: int) -> tuple[str, str, Span] | None:
    """The employer that a text names as (value, words, span), or None.

    A name in the header counts, else the one that is named most often, twice at least.
    """
    found: list[tuple[int, int, str]] = []
    low = lowered(text)
    for rank, (pattern, needed) in enumerate(zip(_PATTERNS, _NEEDED, strict=True)):
        for match in _on_lines(pattern, needed, text, low):
            words, start = match.group(), match.start()
            while trimmed := _TRIM.match(words):
                start, words = start + trimmed.end(), words[trimmed.end() :]
            if tail := _TAIL.search(words):
                words = words[: tail.start()]
            words = words.split("\n")[0].rstrip(" .,")
            if len(words.split()) >= 2:
                value = f"State of {match['state'].title()}" if "state" in match.groupdict() and rank == 5 else words
                found.append((start, start + len(words), value))
    if not found:
        return None
    heading = [hit for hit in found if hit[0] < header_end]
    if heading:
        start, end, value = min(heading)
    else:
        counts = Counter(value.casefold() for *_, value in found)
        name, count = max(counts.items(), key=lambda pair: pair[1])
        if count < 2:
            return None
        start, end, value = next(hit for hit in sorted(found) if hit[2].casefold() == name)
    return _normal(value), text[start:end], (start, end)


def _on_lines(pattern: re.Pattern[str], needed: tuple[str, ...], text: str, low: str) -> Iterator[re.Match[str]]:
    """The matches of a pattern, looked for in the lines that have one of the words; ``low`` is the text in lower case."""
    lines = set()
    for word in needed:
        at = low.find(word)
        while at >= 0:
            end = low.find("\n", at)
            end = len(low) if end < 0 else end
            lines.add((low.rfind("\n", 0, at) + 1, end))
            at = low.find(word, end)
    for start, end in sorted(lines):
        yield from pattern.finditer(text, start, end)


def _normal(value: str) -> str:
    value = " ".join(value.split())
    if value.isupper():
        value = " ".join(word if word.lower() in ("of", "and") else word.title() for word in value.split())
        value = value.replace(" OF ", " of ").replace(" AND ", " and ")
    return value
