"""Statements and sections with their tags: what the tagging pass found, as quotes of the document."""

from __future__ import annotations

from dataclasses import dataclass

from parsers.document import Document, Span
from pipeline import schema
from pipeline.sections import Section, section_id
from pipeline.shares import share_of_time
from pipeline.statements import Statements
from pipeline.tagging.tagger import Statement, tag, too_long
from pipeline.tagging.tags import FrameTag, MentionTag, PhraseTag, Tags
from pipeline.taxonomy.link import Taxonomy

Scope = frozenset[str] | None

# Running text in which mentions are looked for; statements have theirs wherever they stand.
RUNNING = ("definition", "series_concept", "distinguishing_characteristics", "supervision", "working_conditions")
# What a taxonomy has concepts for: laws and licences are as many as there are legislatures and boards.
_LINKED = frozenset({"software", "language", "method", "soft_skill"})


@dataclass(frozen=True, slots=True)
class Annotated:
    """The tagged statements of a document, each with the keys of its classes, and all mentions in order.

    ``untagged`` are the spans of statements and sections that were too long to be tagged.
    """

    duties: list[tuple[schema.Duty, Scope]]
    skills: list[tuple[schema.Skill, Scope]]
    mentions: tuple[schema.Mention, ...]
    untagged: tuple[Span, ...] = ()


def annotate(
    document: Document, sections: list[Section], statements: Statements, taxonomy: Taxonomy | None
) -> Annotated:
    """Tag a document's duties and skills, and find the mentions in all its statements and running sections.

    Without a taxonomy nothing is linked, and every link is null.
    """
    duties, skills, needs = statements.duties, statements.skills, statements.qualifications
    running: list[tuple[str, Span]] = [
        (section_id(number), section.span)
        for number, section in enumerate(sections)
        if section.kind in RUNNING and section.body
    ]
    asked: list[Statement] = [
        *(("duty", duty.text) for duty, _ in duties),
        *(("skill", skill.text) for skill, _ in skills),
        *(("other", need.text) for need, _ in needs),
        *(("other", document.quote(span)) for _, span in running),
    ]
    found = tag(asked)
    within = [
        *((item.id, item.span[0]) for group in (duties, skills, needs) for item, _ in group),
        *((name, span[0]) for name, span in running),
    ]
    places = [_Place(document, start, taxonomy) for _, start in within]
    mentions = [
        place.mention(mention, name)
        for tags, place, (name, _) in zip(found, places, within, strict=True)
        for mention in tags.mentions
    ]
    first = len(duties)
    return Annotated(
        duties=[
            (_duty(duty, tags, place), scope) for (duty, scope), tags, place in zip(duties, found, places, strict=False)
        ],
        skills=[
            (_skill(skill, tags, place), scope)
            for (skill, scope), tags, place in zip(skills, found[first:], places[first:], strict=False)
        ],
        mentions=tuple(sorted(mentions, key=lambda mention: (mention.span, mention.kind, mention.within))),
        untagged=tuple(
            (start, start + len(text))
            for (kind, text), (_, start) in zip(asked, within, strict=True)
            if too_long(kind, text)
        ),
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a tagged text stands in its document; a tag's span counts from ``start``."""

    document: Document
    start: int
    taxonomy: Taxonomy | None

    def span(self, span: Span) -> Span:
        return span[0] + self.start, span[1] + self.start

    def text(self, span: Span) -> str:
        return self.document.quote(self.span(span))

    def quote(self, span: Span) -> schema.Quote:
        return schema.Quote(text=self.text(span), span=self.span(span))

    def maybe(self, span: Span | None) -> schema.Quote | None:
        return self.quote(span) if span is not None else None

    def phrase(self, phrase: PhraseTag | None) -> schema.Phrase | None:
        if phrase is None:
            return None
        return schema.Phrase(
            text=self.text(phrase.span),
            span=self.span(phrase.span),
            items=tuple(self.item(item, linked=False) for item in phrase.items),
        )

    def item(self, span: Span, *, linked: bool) -> schema.Item:
        text = self.text(span)
        return schema.Item(text=text, span=self.span(span), link=self.link(text, "item") if linked else None)

    def topic(self, topic: PhraseTag) -> schema.Topic:
        text = self.text(topic.span)
        items = tuple(self.item(item, linked=item not in topic.modifiers) for item in topic.items)
        return schema.Topic(text=text, span=self.span(topic.span), items=items, link=self.link(text, "topic"))

    def mention(self, mention: MentionTag, within: str) -> schema.Mention:
        text = self.text(mention.span)
        link = self.link(text, mention.kind) if mention.kind in _LINKED else None
        return schema.Mention(
            text=text, span=self.span(mention.span), kind=mention.kind, within=within, score=mention.score, link=link  # type: ignore[arg-type]
        )  # fmt: skip

    def link(self, text: str, kind: str) -> schema.Linked:
        if self.taxonomy is None:
            return None
        link = self.taxonomy.link(" ".join(text.split()), kind)
        if link is None:
            return "unlinked"
        return schema.Link(
            taxonomy=link.taxonomy, version=link.version, id=link.id, label=link.label, matched=link.matched, score=link.score
        )  # fmt: skip

    def off(self) -> schema.Linked:
        """The link of what there is nothing to look up for."""
        return None if self.taxonomy is None else "unlinked"

    def frame(self, frame: FrameTag) -> schema.Frame:
        return schema.Frame(
            action=schema.Action(text=self.text(frame.action), span=self.span(frame.action), lemma=frame.lemma),
            object=self.phrase(frame.object),
            recipient=self.maybe(frame.recipient),
            purpose=self.maybe(frame.purpose),
            instrument=self.maybe(frame.instrument),
            conditions=tuple(map(self.quote, frame.conditions)),
            frequency=self.maybe(frame.frequency),
            supervises=frame.supervises,
            link=self.link(f"{frame.lemma} {self.text(frame.object.span)}", "duty") if frame.object else self.off(),
        )


def _duty(duty: schema.Duty, tags: Tags, place: _Place) -> schema.Duty:
    activity = tags.activity
    return schema.Duty(
        **{
            **dict(duty),
            "frames": tuple(map(place.frame, tags.frames)),
            "share_of_time": _share(duty, place),
            "activity": schema.Activity(code=activity.code, name=activity.name, score=activity.score)
            if activity
            else None,
        }
    )


def _share(duty: schema.Duty, place: _Place) -> schema.Share | None:
    """The share of time that a duty prints, else the sub-heading or lead-in that it stands under."""
    for quote in (duty, duty.governed_by):
        if quote is not None and (share := share_of_time(quote.text)) is not None:
            start, end = (quote.span[0] + share.span[0], quote.span[0] + share.span[1])
            return schema.Share(
                text=place.document.quote((start, end)), span=(start, end), percent=share.percent, bound=share.bound
            )
    return None


def _skill(skill: schema.Skill, tags: Tags, place: _Place) -> schema.Skill:
    return schema.Skill(
        **{
            **dict(skill),
            "topics": tuple(map(place.topic, tags.topics)),
            "depth": tuple(map(place.quote, tags.depth)),
            "condition": place.maybe(tags.condition),
        }
    )
