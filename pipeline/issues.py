"""What the run wants a human to know of a document, by code."""

from __future__ import annotations

from collections.abc import Iterator

from parsers.document import Document, Span
from pipeline import schema
from pipeline.bundles import suspected
from pipeline.fields import Fields
from pipeline.lines import Role
from pipeline.misread import misread
from pipeline.openings import Opened, opened
from pipeline.outline import Reading
from pipeline.passed_over import passed_over
from pipeline.statements import Statements

# Words that hardly stand in anything but a statement of the sort.
_ASKED = {
    "skills": opened(r"(?i)\b(?:knowledge of|ability to|skills? in)\b"),
    "qualifications": opened(
        r"(?i)\b(?:years? of (?:\w{1,20} ){0,3}experience|high school diploma|bachelor['’]?s?|(?:valid|driver['’]?s?) licen[cs]e)\b"
    ),
}


def issues_of(
    reading: Reading, fields: Fields, statements: Statements, account: schema.Ledger, untagged: tuple[Span, ...] = ()
) -> Iterator[schema.Issue]:
    document = reading.document
    if document.unread:
        pages = ", ".join(f"{gap.page} ({gap.found})" for gap in document.unread)
        yield schema.Issue(
            code="unread_pages",
            message=f"page {pages} shows text that the file does not hold; read it with --ocr or get a better copy",
        )
    if odd := misread(document.text):
        first, word = odd[0]
        yield schema.Issue(
            code="misread_letters",
            message=f"{document.quote(first)!r}{_on_page(document, first)} stands for {word!r}: the source gives other letters than it shows in {len(odd)} words",
            span=first,
        )
    if len(reading.classes) <= 1 and (count := suspected(document, reading.lines)) > 1:
        yield schema.Issue(
            code="several_specifications",
            message=f"{count} classes seem to be specified one behind the other; they were read as one",
        )
    if fields.title is None and not reading.classes:
        yield schema.Issue(code="no_title", message="no title was found; look at the head of the document")
    if not statements.duties:
        yield schema.Issue(code="no_duties", message="no duty statement was found; the document may print none")
    for sort, asked in _ASKED.items():
        if not getattr(statements, sort) and (span := _unread(reading, statements, asked)):
            yield schema.Issue(
                code=f"no_{sort}",
                message=f"{document.quote(span)!r} speaks of {sort}, and none were read; look at the section it stands in",
                span=span,
            )
    for section in reading.sections:
        heading = section.heading
        if heading is not None and heading.match is None:
            yield schema.Issue(
                code="unknown_heading",
                message=f"heading {document.quote(heading.span)!r} is in no vocabulary; its text was read as {section.kind}",
                span=heading.span,
            )
        if heading is not None and not section.body:
            yield schema.Issue(
                code="empty_section",
                message=f"nothing stands under {document.quote(heading.span)!r}",
                span=heading.span,
            )
        if heading is not None and heading.match is not None and heading.match.kind != section.kind:
            yield schema.Issue(
                code="heading_overruled",
                message=f"{document.quote(heading.span)!r} names {heading.match.kind}; its text was read as {section.kind}",
                span=heading.span,
            )
    for section, line in passed_over(reading, fields.title.value if fields.title else ""):
        yield schema.Issue(
            code="unknown_subheading",
            message=f"{document.quote(line.span)!r} is in no vocabulary; it was read as a sub-heading of {section.kind}",
            span=line.span,
        )
    if (profile := reading.profile) is not None:
        for kind in profile.expect:
            if not any(section.kind == kind and section.body for section in reading.sections):
                yield schema.Issue(
                    code="expected_section", message=f"profile {profile.name} expects {kind}, and none was found"
                )
        if profile.class_code and fields.class_code and not profile.class_code.fullmatch(fields.class_code.value):
            yield schema.Issue(
                code="class_code_pattern",
                message=f"class code {fields.class_code.value!r} does not fit the pattern of profile {profile.name}",
                span=fields.class_code.span,
            )
    for span in untagged:
        yield schema.Issue(
            code="not_tagged",
            message=f"{span[1] - span[0]} characters, or a word in them, are too long to be tagged; they have no tags",
            span=span,
        )
    if account.unclaimed:
        yield schema.Issue(
            code="unclaimed_lines",
            message=f"{account.unclaimed} of {account.lines} lines belong to nothing that was read",
        )


def _on_page(document: Document, span: Span) -> str:
    """The page on which words stand, if their source has pages."""
    block = next((block for block in document.blocks if span[0] < block.span[1]), None)
    return f" on page {block.origin.page}" if block and block.origin.page else ""


def _unread(reading: Reading, statements: Statements, asked: Opened) -> Span | None:
    """The first words that ask for something in a line that no statement was read of."""
    read = [item.span for sort in ("duties", "skills", "qualifications") for item, _ in getattr(statements, sort)]
    for line in reading.lines:
        if line.role is Role.BODY and (found := asked.search(line.text)):
            start, end = line.span
            if not any(first < end and start < last for first, last in read):
                return (start + found.start(), start + found.end())
    return None
