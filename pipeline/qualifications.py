"""Reading a requirement: its kind, its necessity, months of experience, level of education."""

from __future__ import annotations

import re

from pipeline.openings import matches, opened

_SUBSTITUTE = opened(
    r"(?i)\bsubstitut|\bin lieu of\b|\bequivalent combination\b|\bcombination of (?:education|training|experience|relevant|related)\b.{0,80}\b(?:equivalent|considered|may|acceptable|provid)|^\(?(?:or )?(?:any|an) equivalent\b|^equivalent (?:education|experience|combination|training)|\bmay be (?:combined|accepted in place|considered in place|used (?:to|in place))\b|\bwill be accepted\b|\bwill substitute\b|\bin place of\b|\btakes? the place of\b"
)
# "Desired effects" are of the work and no wish of the employer's.
DESIRED = r"desired(?! (?:\w+ )?(?:outcomes?|results?|behaviou?rs?|values?|goals?|objectives?|effects?|changes?|conditions?|standards?)\b)"
# "It would be nice if you had a pilot's licence."
NICE = r"nice to have|it would be (?:an? )?(?:nice|great|helpful|plus|bonus|advantage)"
_DESIRABLE = opened(
    rf"(?i)\b(?:preferred|desirable|{DESIRED}|{NICE}|a plus|is helpful|highly desirable|preferable|preferably required|an asset|advantageous)\b"
)
_PREFERABLY = opened(r"(?i)\bpreferabl[ye]\b")

_EDUCATION = opened(
    r"(?i)\b(?:degree|diploma|g\.?e\.?d\.?\b|graduat(?:e|es|ion|ed)\b(?! (?:student )?assistant)|bachelor|master['’]?s?\b(?= |\b)|doctora\w+|ph\.?d|associate['’]?s?(?: degree| in| of)|high school|college|university|semester|quarter units|education|mental development|coursework|college courses|baccalaureate|12th grade|twelfth grade|school|[bm]\.?[as]\.? in)\b"
)
# Years "of age", "four-year" colleges and "within six months of" something are no experience.
_EXPERIENCE = opened(
    r"(?i)\bexperience\b|(?<!-)\b(?:years?|months?)\b(?! (?:of (?:age|high school|college|university)|old|or older|college|university)\b)[^.;]{0,60}?\b(?:as an?|in|of(?! age\b)|performing|work|employment|service)\b|\bemployment as\b|\btrack record\b"
)
_LICENCE = opened(
    r"(?i)\blicen[cs](?:e|es|ed|ure|ing)\b|\bdriver['’]?s?\b.{0,12}\blicen|\bCDL\b|\blegal requirements to practice\b"
)
_CERTIFICATE = opened(
    r"(?i)\bcertif(?:icate|icates|ication|ications|ied)\b|\bcredentials?\b|\bregistration as an?\b|\bregistered\b|\bCPR\b|\bP\.?O\.?S\.?T\.?\b|\bcommissioned as\b"
)
_TRAINING = opened(
    r"(?i)\btraining\b|\bclass(?:es)? within\b|\bacademy\b|\bapprenticeship\b|\bcompletion of\b.{0,60}\b(?:course|class|program|training)\b|\bcontinuing education\b"
)
_BACKGROUND = opened(
    r"(?i)\bbackground (?:check|investigation|screening|history)|\bcriminal (?:history|record|background)|\bfingerprint|\bpolygraph\b|\bconvict(?:ed|ion)|\bsecurity clearance\b|\bfelon(?:y|ies)\b|\b(?:use|used|using|sale|possession) of [^.;]{0,30}\bdrugs\b|\breference checks?\b|\bmotor vehicle (?:record|report)|\bpre-employment (?:screening|testing)|\bmoral character\b|\bdriving (?:record|history)\b"
)
_MEDICAL = opened(
    r"(?i)\bdrug (?:test|screen)|\bmedical (?:exam\w*|evaluation|standards?)\b|\bphysical exam|\bvision\b|\bhearing\b|\bvaccinat|\bimmuniz|\bphysically\b|\bphysical(?:ly)? (?:fit|ability|strength|condition|examination)|\bweight\b|\btuberculosis\b|\bmarijuana\b|\bpsycholog\w+ (?:exam|evaluation|test)|\bstrength\b|\bhealth (?:exam|screen)|\blift(?:ing)?\b.{0,30}\b(?:pounds|lbs)|\balcohol test"
)
_LEGAL = opened(
    r"(?i)\bcitizen(?:ship)?\b|\bauthorized to work\b|\blegally\b|\bage\b.{0,20}\b\d\d|\b\d\d years of age\b|\byears old\b|\bresiden(?:t|ts|cy|ce)\b|\bqualified voter\b|\bregistered voter\b|\bvoter['’]?s? registration\b|\bbond(?:ed|able)?\b|\bsponsor|\bvisa\b|\bloyalty oath\b|\bdisaster service worker|\bselective service\b|\boath\b|\beligib(?:le|ility) to work|\bwork authorization\b|\bi-9\b|\be-verify\b|\bconflict of interest\b|\bpartisan\b"
)
_LEGAL_AGE = opened(
    r"(?i)\b(?:minimum )?age\b[^.;]{0,40}\b\d\d\b|\bat least (?:\w+ )?\(?\d\d\)? years (?:of age|old)\b"
)
_PERSONAL = opened(
    r"(?i)^(?:and )?(?:(?:dependab|reliab|creativ|imaginat|sensitiv|empath|persever|adaptab|flexib|alert|neat|matur|honest)\w*|willing|aptitude|interest|tact|patience|integrity|initiative|good (?:judgment|character|health|physical)|emotional(?:ly)?|sympathetic|demonstrated (?:capacity|ability|leadership|commitment)|personal|courtesy|sense of|freedom from|high standards|commitment|passion|open-?minded|keenness|resourceful|understanding and|leadership|proven track|respect for|ability|desire|mechanical aptitude|normal hearing|physical stamina)\b|\bwilling(?:ness)?\b"
)

_NUMBER = {
    word: value
    for value, words in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
    for word in [words]
}
_NUMBER |= {"twenty-four": 24, "thirty": 30, "thirty-six": 36, "forty-eight": 48}
_QUANTITY = re.compile(
    rf"(?i)\b(?P<n>{'|'.join(sorted(_NUMBER, key=len, reverse=True))}|\d{{1,2}}(?:\.\d)?|a|an)(?:\s*\+|\s+plus|\s*(?:-|–|to|or)\s*(?:\d{{1,2}}|{'|'.join(_NUMBER)}))?\s*(?:\(\s*\d{{1,2}}\+?\s*\)|-)?\s*(?:(?:or more|full|additional|consecutive|calendar|cumulative|combined|total|minimum)\s+)*(?P<half>and one-half\s+|½\s*)?(?P<unit>years?|months?)\b['’]?"
)
_OF_AGE = re.compile(
    r"(?i)^\s*(?:of age|old|degree|college|university|course|program|apprenticeship|for each|for every|from|after|prior|within|following|immediately|or older|period|warranty)"
)
_TIMING = opened(
    r"(?i)\b(?:substitut\w+ for(?: up to)?|in lieu of|within|during|last|past|every|after|first|previous|preceding|recent|next|up to|for at least the|less than|no later than|prior|maximum of|for up to|than|least)\s*(?:the\s+|the last\s+|a\s+)?$"
)

# "within six months of appointment" is no experience.
_DEADLINE = opened(
    r"(?i)\b(?:within|in|by|prior to|before|after)\s+(?:the\s+)?(?:first\s+|last\s+)?[\w-]+(?:\s*\(\d+\))?\s+(?:days?|weeks?|months?|years?)\b[^.;]{0,15}\b(?:of|from|after)\b"
)
_SUBSTITUTED = re.compile(r"\([^()]*\bsubstitut[^()]*\)")
_SUBSTITUTED_FOR = opened(r"(?i)\b(?:may|can|will) (?:be )?substitut\w* for\b")
_LEVELS = {
    "high_school": opened(r"(?i)\bhigh[- ]school\b|\bg\.?e\.?d\b|\btwelfth grade\b|\b12th grade\b|\bhigh school equivalen"),
    "doctorate": opened(r"(?i)\bdoctora\w+|\bph\.?\s?d\b|\bdoctor['’]?s? (?:degree|of)"),
    "professional": opened(r"(?i)\bjuris doctor\b|\bj\.?d\.?\b(?= degree|\b)|\blaw degree\b|\bM\.?D\.?\b degree|\bdoctor of (?:medicine|jurisprudence|veterinary)|\blaw school\b|\bmedical school\b|\bprofessional degree\b"),
    "master": opened(r"(?i)\badvanced university degree\b|\bmaster['’]?\s?s?\b(?:['’]?s?)? (?:degree|of|in|level)|\bmasters\b|\bm\.?s\.? degree|\bm\.?[as]\.? in\b|\bm\.?p\.?a\b|\bm\.?b\.?a\b|\bgraduate degree\b|\bmaster['’]s\b|\badvanced degree\b"),
    "bachelor": opened(r"(?i)\bbachelor|\bbaccalaureate\b|\bb\.?[as]\.? (?:degree|in\b)|\bgraduation from (?:an? )?(?:[\w-]+ ){0,4}?(?:college|university)\b|\b(?:four|4)(?: \(4\))? years of (?:college|university)|\bfour[- ]year (?:college|university|degree)|\b4[- ]year (?:college|university|degree)|\bcollege (?:degree|graduat)|\buniversity degree\b|\bundergraduate degree\b|\bdegree from an accredited (?:college|university|four)"),
    "associate": opened(r"(?i)\bassociate['’]?s?(?: degree|['’]s| in| of)|\ba\.?a\.?s?\.? degree|\btwo[- ]year degree|\bassociates?\b(?= degree| in )"),
    "some_college": opened(r"(?i)\b(?:semester|quarter) (?:units|hours|credits)|\bcollege (?:courses?|coursework|credits?|units|level course)|\b(?:two|three|one|2|3|1|some)(?: \(\d\))? years? of (?:college|university)|\bcollege-level|\bsome college\b|\bunits (?:of|in|from)\b|\bpost-?secondary\b"),
}  # fmt: skip


_SUBSTITUTING_LEAD = re.compile(r"(?i)^(?:\s*(?:\w+ )?substitutions?\b|.*\bmay substitute\b)")
_BRACKETS = re.compile(r"\([^()]*\)")
_NO_NUMBER_IN_BRACKETS = re.compile(r"\((?!\s*\d{1,2}\+?\s*\))[^()]*\)")


def necessity(text: str, section_kind: str, lead: str = "") -> str:
    """Whether a requirement is required, desirable, or may stand in for another.

    >>> necessity("Experience will substitute, year for year, for education", "minimum_qualifications")
    'substitute'
    """
    if _SUBSTITUTING_LEAD.match(lead):
        return "substitute"
    outside = _BRACKETS.sub(" ", text) if "(" in text and not text.startswith("(") else text
    if _SUBSTITUTE.search(outside) and not re.match(r"(?i)^.{0,40}equivalent to graduation", outside):
        first = _SUBSTITUTE.search(outside)
        assert first is not None
        # A requirement that ends in "or an equivalent combination" is a requirement still.
        if (
            first.start() < 60
            or re.search(r"(?i)\bsubstitut|in lieu", outside)
            or not re.search(r"(?i)\b(?:degree|years?|diploma|graduation)\b", outside[: first.start()])
        ):
            return "substitute"
    if (
        section_kind == "desirable_qualifications"
        or _DESIRABLE.search(lead)
        or (_DESIRABLE.search(outside) and not _PREFERABLY.search(outside))
    ):
        return "desirable"
    return "required"


def qualification_kind(text: str, lead: str = "") -> str:
    """The kind of a requirement.

    >>> [qualification_kind(t) for t in ("A valid driver's license", "GED AND one year of experience", "Pass polygraph test")]
    ['license', 'education_and_experience', 'background_check']
    """
    # What a requirement may be substituted for is not what it asks.
    if "substitut" in text and not text.startswith("("):
        text = _SUBSTITUTED.sub(" ", text)
    if found := _SUBSTITUTED_FOR.search(text):
        text = text[: found.start()]
    if _DEADLINE.search(text):
        text = _DEADLINE.pattern.sub(" ", text)
    if _LEGAL_AGE.search(text):
        return "legal"
    education, experience = bool(_EDUCATION.search(text)), bool(_EXPERIENCE.search(text))
    if (
        _LICENCE.search(text)
        and not re.search(r"(?i)\bexperience\b.{0,40}\blicensed\b", text)
        and not (experience and experience_months(text))
    ):
        return "license" if not _BACKGROUND.match(text) else "background_check"
    if _BACKGROUND.search(text) and not (experience and "experience" in text.lower()):
        return "background_check"
    if _MEDICAL.search(text) and not experience and not education:
        return "medical"
    if _LEGAL.search(text) and not experience and not education:
        return "legal"
    if (
        _CERTIFICATE.search(text)
        and not experience
        and not re.search(r"(?i)\bdegree\b|\bdiploma\b|\bequivalency\b|\bg\.?e\.?d\b|\bgraduation from\b", text)
    ):
        return "certification"
    if _PERSONAL.search(text) and not experience:
        return "personal"
    if education and experience and (education_level(text) or re.search(r"(?i)\beducation\b", text)):
        return "education_and_experience"
    if experience:
        return "experience"
    if _TRAINING.search(text) and not education_level(text):
        return "training"
    if education:
        return "education"
    label = lead.lower()
    for word, kind in (
        ("licen", "license"),
        ("certif", "certification"),
        ("experience", "experience"),
        ("education", "education"),
        ("personal", "personal"),
        ("training", "training"),
        ("physical", "medical"),
        ("background", "background_check"),
        ("legal", "legal"),
    ):
        if word in label:
            return kind
    return "other"


def experience_months(text: str) -> int | None:
    """Months of experience that a requirement states: the first quantity that is no age, term or deadline.

    >>> experience_months("Two (2) years of office experience"), experience_months("2+ years"), experience_months("18 months' experience")
    (24, 24, 18)
    >>> experience_months("within 24 months of hire") is None
    True
    """
    low = text.lower()
    if "year" not in low and "month" not in low:
        return None
    outside = _NO_NUMBER_IN_BRACKETS.sub(lambda m: " " * len(m.group()), text) if "(" in text else text
    for found in _QUANTITY.finditer(outside):
        before, after = outside[: found.start()], outside[found.end() :]
        if _OF_AGE.match(after) or (_TIMING.search(before) and not re.search(r"(?i)\bat least\s*(?:a\s+)?$", before)):
            continue
        if re.match(r"(?i)\s*(?:of )?(?:high school|college|university|education|study|course|post)", after):
            continue
        word = found["n"].lower()
        if word in ("a", "an"):
            continue
        number = float(_NUMBER[word]) if word in _NUMBER else float(word)
        if found["half"]:
            number += 0.5
        return round(number * (12 if found["unit"].lower().startswith("year") else 1))
    return None


def education_level(text: str) -> str | None:
    """The lowest level of education that a requirement asks for, where it states one."""
    hits = [(match.start(), level) for level, match in matches(_LEVELS, text)]
    return min(hits)[1] if hits else None
