"""Component: the frames of a duty statement (frames.py)."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.tagging.frames import Frame, frames
from pipeline.tagging.lists import list_items
from pipeline.tagging.tags import FrameTag, PhraseTag
from pipeline.tagging.word_classes import Words

NAME = "duty_frames"

Doc.set_extension("frames", default=(), force=True)


@Language.component(NAME, requires=["doc._.words", "doc._.marks"], assigns=["doc._.frames"])
def duty_frames(doc: Doc) -> Doc:
    own = doc._
    words: Words | None = own.words
    if words is not None and words.kind == "duty":
        own.frames = tuple(_tag(frame, words) for frame in frames(words.lows, words.shape, own.marks.likely))
    return doc


def _tag(frame: Frame, words: Words) -> FrameTag:
    def span(part: tuple[int, int] | None) -> tuple[int, int] | None:
        return words.span(part) if part is not None else None

    thing = frame.object
    return FrameTag(
        action=words.span(frame.action),
        lemma=frame.lemma,
        object=PhraseTag(words.span(thing), tuple(map(words.span, list_items(words.lows, words.shape, *thing))))
        if thing is not None
        else None,
        recipient=span(frame.recipient),
        purpose=span(frame.purpose),
        instrument=span(frame.instrument),
        conditions=tuple(words.span(part) for part in frame.conditions),
        frequency=span(frame.frequency),
        supervises=frame.supervises,
    )
