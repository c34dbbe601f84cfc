"""The title of a class: labelled, set as the head of the document, or named in its text."""

from __future__ import annotations

import re

from parsers.document import BlockKind, Span
from pipeline.fieldlabels import field_of
from pipeline.jurisdictions import jurisdiction
from pipeline.lines import Line, Role
from pipeline.titlewords import TITLE_WORDS

# Lines that name the kind of document, not the class.
_DOCUMENT_NAME = re.compile(
    r"(?i)^(?:the\s+)?(?:.{0,50}\b)?(?:class(?:ification|ified)?|job|position|civil service|personnel board|class series|standard|official|employment)?\s*(?:job\s+)?(?:specifications?|descriptions?|announcement|bulletin|posting|opportunit(?:y|ies)|listing|details?|profile|opening|application pack|information pack|applicant information pack|definition)\b(?: for(?: the)?(?: class(?:ification)?)?(?: of)?)?:?$"
)
_SPEC_FOR = re.compile(
    r"(?i)^(?:class |job |position )?(?:specification|description|title)s?(?: for)?(?: the)?(?: class(?:ification)?)?(?: of)?\s*[:–—-]?\s+(?=\S)|^[.*•-]\s+"
)
# A headline that announces a vacancy: the title stands behind its verb, or behind the name of the announcement.
_HEADLINE = re.compile(
    r"(?i)^(?:.{2,60}?\s(?:seeks|(?:is|are) (?:now |currently )?(?:seeking|hiring|recruiting|looking)(?: for)?|invites applications for)"
    r"|(?:\[[^\[\]]{1,30}\]\s*)?(?:(?:re|fwd?):\s*)?(?:(?:exciting|exempt|career|job|employment|internship|position|new)\s+){0,4}"
    r"(?:(?:opportunity|opening|vacancy|position|recruitment|announcement)\s*(?::|[–—-](?=\s)|for(?=\s))|(?:now |we are )?hiring\s*(?::|for(?=\s))))"
    r"\s*(?:(?:an?|the|its|our|new|next|\(\d{1,3}\)|position of|applications for)\s+){0,4}(?=\S)"
)
# Titles begin with none of these words, nor are they names of files.
_NO_NAME = re.compile(
    r"(?i)^(?:(?:(?:a )?message from|welcome to|meet (?:the|our)|from|about|why|how|what|who|when|where)\b|(?:re|fwd?|subject):)|\.(?:pdf|docx?|rtf|txt|html?|odt|pages|indd)$"
)
_CODE_IN_TITLE = re.compile(
    r"\s{0,9}+[(\[–—-]{0,9}+\s{0,9}+#?\s{0,9}+(?P<code>[A-Z]{0,4}\d[\dA-Z.-]{1,9}|[A-Z]{2,5}\d{1,4}[A-Z]?)\s*[)\]]?\s*$"
)
_NOT_TITLE = re.compile(
    r"(?i)https?:|www\.|@|\$|\bpage \d|^\W*$|\b(?:regular|full|part)[- ]time\b|^(?:apply|print|share|home|back|search|menu|location|careers?|job search|category|department of|division of|office of)\b|\bclosing\b|\bopen (?:to|until|date)\b|\bexam(?:ination)? open\b|\brevised\b|\bestablished\b|\babolished\b|\beffective\b|\bposted\b|\bnow hiring\b|\bjoin our\b|\brecruitment\b|\bnotice\b|\bfiled\b|\bhour|^\(|\bsalary\b|\bequal opportunity\b|\bcategor"
)
_ENDS_AS_OFFICE = re.compile(r"(?i)\b(?:commission|office|department|division|bureau|board|agency|authority)$")
_BODY_PATTERNS = (
    re.compile(r"\bas (?:our|an?|the) (?:next |new )?(?P<title>[A-Z][\w/&’'-]*(?: (?:[A-Z][\w/&’'-]*|of|and|for|\d)){1,15})(?=[.,;!)]| in | for | with | at | you )"),
    re.compile(r"(?:recruiting|hiring|looking|search(?:ing)?|applications|seek(?:s|ing)?|accepting applications) (?:for |to hire )?(?:an? |our (?:next )?|the position of |its next )(?:(?:experienced|full[- ]time|part[- ]time|qualified|skilled|dynamic|new|highly)[ ,]+)*(?P<title>[A-Z][\w/&’'-]*(?: (?:[A-Z][\w/&’'()-]*|of|and|for|the|to|\d)){0,15})"),
    re.compile(r"\bThe (?P<title>[A-Z][\w/&’'-]*(?: (?:[A-Z][\w/&’'-]*|of|and|for|\d)){1,15}) (?:position|classification|class|role|job)\b"),
    re.compile(r"(?m)(?:^|[.] )(?:The|An?|As an?|As the|In the role of) (?P<title>[A-Z][\w/&’'-]*(?: (?:[A-Z][\w/&’'-]*|of|and|for|\d)){1,15}),? (?:is responsible|is the|serves as|will|performs|you|reports|works|supports|provides|plans|manages|leads|must|is an?|under|assists|administers|directs)\b"),
    re.compile(r"\b(?:position|job|class|classification|duties) of (?:an? |the )?(?P<title>[A-Z][\w/&’'-]*(?: (?:[A-Z][\w/&’'-]*|of|and|for|\d)){0,15})"),
)  # fmt: skip


def names_document(text: str) -> bool:
    """Whether a line names the kind of document, not the class.

    >>> names_document("CLASS SPECIFICATION"), names_document("Weir Keeper")
    (True, False)
    """
    return len(text) < _LONGEST_NAME and _DOCUMENT_NAME.match(text) is not None


_LONGEST_NAME = 110
# Below this a header line is as likely to be the employer's name or a remnant of the page as a title.
_LEAST_EVIDENCE = 0.5


def _title_start(text: str) -> int:
    """Where the title begins in a line that announces it.

    >>> text = "Harbor District seeks new Weir Keeper"
    >>> text[_title_start(text) :], _title_start("Weir Keeper")
    ('Weir Keeper', 0)
    """
    if found := _SPEC_FOR.match(text):
        return found.end()
    if (found := _HEADLINE.match(text)) and TITLE_WORDS.search(text[found.end() :]):
        return found.end()
    return 0


def title_in_header(lines: list[Line]) -> tuple[str, Span, tuple[str, Span] | None] | None:
    """The title among unlabelled header lines as (words, span, class code printed with it).

    ``lines`` are those before the first section. A larger or tagged line wins, then one with a word that
    names a job, then the first.
    """
    best: tuple[float, int, Line, Span] | None = None
    for rank, line in enumerate(lines[:30]):
        if line.role is Role.LABEL or line.role is Role.FURNITURE or line.source.kind is BlockKind.ROW:
            continue
        text, start = line.text.strip(), line.span[0]
        begin = _title_start(text)
        start, text = start + begin, text[begin:]
        if not 2 < len(text) < 110 or len(text.split()) > 14 or text.rstrip().endswith((".", ":", ";", "!", "?", ",")):
            continue
        if (
            _DOCUMENT_NAME.match(text)
            or _NOT_TITLE.search(text)
            or _NO_NAME.search(text)
            or not re.search(r"[A-Za-z]{3}", text)
        ):
            continue
        if _ENDS_AS_OFFICE.search(text) and not TITLE_WORDS.search(text):
            continue
        if re.search(r" (?:is|are|was|were|will|has|have|must|may) ", text):
            continue
        if line.match is not None and line.match.by in ("strong", "weak", "sub"):
            continue
        score = 0.0
        if (named := jurisdiction(text, len(text))) and len(named[1]) > 0.6 * len(text):
            score -= 4.0
        if TITLE_WORDS.search(text):
            score += 3.0
        score += min(1.5, 2.5 * (line.source.style.size - 1.0))
        score += {1: 2.5, 2: 1.0}.get(line.source.style.level, 0.0) if line.source.kind is BlockKind.HEADING else 0.0
        score += 0.7 if line.text.isupper() or line.source.style.bold else 0.0
        if rank == 0 and 2 <= len(text.split()) <= 7 and not re.search(r"\d{3}", text):
            score += 1.0
        score -= min(1.2, 0.15 * rank)
        if text[:1].islower() or sum(word[:1].isupper() for word in text.split()) < 0.5 * len(text.split()):
            score -= 2.5
        if best is None or score > best[0]:
            best = (score, rank, line, (start, start + len(text)))
    if best is None or best[0] < _LEAST_EVIDENCE:
        return None
    _, _, line, (start, end) = best
    words = line.text[start - line.span[0] : end - line.span[0]]
    # A flattened page runs the title on into the first label.
    for size in (3, 2, 1):
        rest = words.rsplit(maxsplit=size)
        if len(rest) > size and field_of(words[len(rest[0]) :]) in ("class_code", "pay_grade", "flsa", "salary"):
            words = rest[0]
            end = start + len(words)
            break
    if found := _CODE_IN_TITLE.search(words):
        code = (found["code"], (start + found.start("code"), start + found.end("code")))
        bracketed = words[found.start() :].strip()[0] in "(["
        if bracketed and found.start() > 2:
            return words[: found.start()], (start, start + found.start()), code
    return words, (start, end), None


_TITLE_WITH_CODE = (
    re.compile(
        r"^(?P<title>[A-Z].{2,80}?)\s*\(\s*#?\s*(?P<code>[A-Z]{1,5}\d[\w.-]*|\d{3,8}[A-Z]?|[A-Z]{1,2}\d[A-Z]\d\w*)\s*\)$"
    ),
    re.compile(r"^(?P<title>[A-Z].{2,80}?)\t#?(?P<code>\d{3,8}[A-Z]?|[A-Z]{1,5}\d{2,}\w*|\d{1,2}\.\d{3})$"),
    re.compile(r"^(?P<title>[A-Z].{2,80}?)\s+(?P<code>[A-Z]\d[A-Z]\d[A-Z*]{1,2}|\d{4,7})$"),
    re.compile(r"^(?P<code>[A-Z]{1,4}\d{2,5}[A-Z]?|\d{4,7})\s*[-–:]\s+(?P<title>[A-Z].+)$"),
    re.compile(r"^(?P<code>\d{3,6}[A-Z]?)\s{1,9}(?P<title>[A-Z][A-Z ,/&()'’.-]{2,80})$"),
)


def titles_with_codes(head: list[Line]) -> list[tuple[str, Span, str, Span]]:
    """Header lines that print a title together with its code, as (title, span, code, span).

    "Accountant II (#RB4002)", "BUILDING INSPECTOR    5109", "CUSTODIAN I D8B1TX", "KA15 - Grounds Specialist", "2419 RANGER".
    """
    out = []
    for line in head:
        if line.role is Role.LABEL or line.role is Role.FURNITURE or len(line.text) > 110:
            continue
        for pattern in _TITLE_WITH_CODE:
            found = pattern.match(line.text)
            if found is None or (re.fullmatch(r"(?:19|20)\d\d", found["code"]) and "(" not in line.text):
                continue
            title = found["title"].rstrip(" -–:\t")
            if _NOT_TITLE.search(title) or _DOCUMENT_NAME.match(title) or not re.search(r"[A-Za-z]{3}", title):
                continue
            if (not TITLE_WORDS.search(title) and "(" not in line.text) or field_of(
                " ".join(title.split()[-2:])
            ) == "class_code":
                continue
            start = line.span[0]
            at = start + found.start("title")
            out.append(
                (title, (at, at + len(title)), found["code"], (start + found.start("code"), start + found.end("code")))
            )
            break
    return out


def title_in_text(text: str) -> tuple[str, Span] | None:
    """The title that running text names: "is recruiting for a …", "The … is responsible for".

    >>> title_in_text("The County is currently recruiting for a Voter Registration Coordinator")[0]
    'Voter Registration Coordinator'
    """
    candidates = []
    for rank, pattern in enumerate(_BODY_PATTERNS):
        for found in pattern.finditer(text):
            words = re.sub(r"\s+(?:of|and|for|the|to)$", "", found["title"])
            if (
                TITLE_WORDS.search(words)
                and not _ENDS_AS_OFFICE.search(words)
                and not re.match(r"(?:County|City|State|Department|Office|Board|Commission)\b", words)
            ):
                # A numeral tells the title of a class from the working title of a vacancy.
                graded = bool(re.search(r" (?:I{1,3}|IV|V|\d)$", words))
                candidates.append((not graded, rank, found.start("title"), words))
    if not candidates:
        return None
    _, _, start, words = min(candidates)
    return words, (start, start + len(words))
