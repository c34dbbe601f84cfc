"""Mentions by rule, for text that nobody has labelled: names that O*NET lists, and phrases by their head words.

The rules find less than the hand labels and err more; they teach the tagger wordings that the few hand labels lack.
"""

from __future__ import annotations

import re

_WORD = r"[A-Za-z][\w'’&./-]*"
_LIST = rf"(?:{_WORD},? (?:and |or )?)"
_GENERIC = {
    "equipment": (
        r"(?:office|voting|heavy|hand|power|personal|motor|testing|laboratory|audio-?visual|construction|safety) "
        r"(?:and \w+ )?(?:equipment|tools|computers?|vehicles?|machines?)",
        r"(?:computers?|vehicles?|forklifts?|calculators?|copiers?|scanners?|printers?|telephones?|trucks?|tractors?)",
    ),
    "software": (
        rf"(?:{_WORD} ){{0,2}}(?:software|databases?|spreadsheets?|operating systems?|information systems?)(?: (?:programs?|applications?|packages?))?",
        r"(?:Microsoft|MS) (?:Office(?: Suite)?|Word|Excel|PowerPoint|Access|Outlook|Project)",
        r"(?:Word|Excel|PowerPoint|Outlook|SQL|Python|Java|JavaScript|HTML|CSS|GIS|Git|GitHub|SharePoint|Salesforce|AutoCAD)",
        r"word processing(?: software)?",
    ),
    "law": (
        r"(?:(?:applicable|pertinent|relevant|federal|state|local|county|city|municipal|government)(?:, (?:and )?| and | or | ))*"
        r"(?:laws|regulations|statutes|ordinances|codes|legislation)"
        r"(?:(?:, (?:and |or )?| and | or )(?:laws|rules|regulations|statutes|ordinances|codes|policies|procedures|guidelines|legislation|requirements))*",
        r"rules(?:(?:, (?:and |or )?| and | or )(?:laws|regulations|statutes|ordinances|codes|policies|procedures))+",
        r"(?:[A-Z][\w’'-]+ (?:(?:of|and|with|for|in) )?){1,6}(?:Act|Code|Ordinance)s?\b(?! of)",
        r"Title [IVX]+\b",
    ),
    "license": (
        r"(?:valid |current )?(?:Class \w+ |[A-Z]\w+ (?:State )?)*(?:driver|operator)(?:['’]?s|s['’])? licen[sc]e",
        r"(?:[A-Z][\w-]+ )+(?:[Cc]ertificat(?:ion|e)|[Ll]icen[sc]e|[Rr]egistration)",
        r"(?:professional )?(?:certifications?|licensure|CPA|CPR(?: certificat(?:ion|e))?)",
    ),
    "language": (
        r"(?:English|Spanish|Chinese|Mandarin|Cantonese|Vietnamese|Korean|Tagalog|Russian|Armenian|Japanese|Hindi|Farsi|Arabic|French|German|Somali|American Sign Language)\b(?! language)",
    ),
    "method": (
        r"(?:(?:modern|standard|general) )?(?:principles|methods|techniques|practices|theory|theories)"
        r"(?:(?:, (?:and )?| and | or )(?:principles|methods|techniques|practices|procedures|theories|processes))*"
        rf" of {_LIST}{{0,3}}{_WORD}(?: (?:and )?{_WORD})?",
        rf"(?:{_WORD} )?(?:{_WORD} )?(?:principles|methods|techniques|methodologies)(?: and (?:practices|techniques|methods|procedures))?",
        r"(?:project|change|risk|records|contract|performance) management|strategic planning|quality (?:assurance|control)|(?:data|statistical|financial|budget) analysis|agile",
    ),
    "soft_skill": (
        r"(?:communicate|communicating) (?:effectively|clearly)(?:(?:,? (?:both )?(?:orally|verbally)| and| or|,| in writing)+)?",
        r"(?:(?:oral|written|verbal|interpersonal)(?:, (?:and )?| and | or | ))+(?:communication|communications|skills)",
        r"(?:establish|develop|build|maintain)(?:(?:, | and )(?:establish|develop|build|maintain))*(?: and maintain)? (?:\w+ )*?(?:working )?relationships",
        r"work(?:ing)? (?:well |effectively )?(?:independently|under pressure|in a team(?: environment)?|as part of a team)",
        r"(?:customer service|problem[- ]solving|teamwork|leadership|attention to detail|time management|critical thinking|"
        r"interpersonal|tact|courtesy|initiative|creativity|flexibility|integrity|organizational skills|decision[- ]making)",
    ),
}
_RULES = [(kind, re.compile(rf"\b{pattern}\b")) for kind, patterns in _GENERIC.items() for pattern in patterns]
_GRADE = re.compile(
    r"(?i)^(?:(?:a|an|the|of|and|or|in|to|with|for|using|use|such|as|other|strong|excellent|good|working|thorough|"
    r"basic|advanced|knowledge|including|various|all|proficiency|experience|skill|ability)\s+)+"
)


_MOST_WORDS = 6


def _listed(text: str, things: dict[str, str]) -> list[tuple[str, int, int]]:
    """Names of two words or more that O*NET lists."""
    words = [match.span() for match in re.finditer(r"[^\s,;()]+", text)]
    low = text.lower()
    found = []
    for k, (start, _) in enumerate(words):
        for _, end in words[k + 1 : k + _MOST_WORDS]:
            kind = things.get(low[start:end].rstrip("."))
            if kind:
                found.append((kind, start, start + len(low[start:end].rstrip("."))))
    return found


def find(text: str, things: dict[str, str]) -> list[tuple[str, int, int]]:
    """(kind, start, end) of the mentions of a text; of those that overlap the longest stays."""
    found = _listed(text, things)
    for kind, rule in _RULES:
        for match in rule.finditer(text):
            grade = _GRADE.match(match[0])
            start = match.start() + (grade.end() if grade else 0)
            if start < match.end():
                found.append((kind, start, match.end()))
    kept: list[tuple[str, int, int]] = []
    for kind, start, end in sorted(found, key=lambda row: (row[1] - row[2], row[1])):
        if all(end <= other[1] or start >= other[2] for other in kept):
            kept.append((kind, start, end))
    return sorted(kept, key=lambda row: row[1])
