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
        found = frames(words.lows, words.shape, own.marks.likely)
        objects = {frame.object: _object(frame.object, words) for frame in found}  # joined verbs share theirs
        own.frames = tuple(_tag(frame, objects[frame.object], words) for frame in found)
    return doc


def _object(thing: tuple[int, int] | None, words: Words) -> PhraseTag | None:
    if thing is None:
        return None
    return PhraseTag(words.span(thing), tuple(map(words.span, list_items(words.lows, words.shape, *thing))))


def _tag(frame: Frame, thing: PhraseTag | None, words: Words) -> FrameTag:
    def span(part: tuple[int, int] | None) -> tuple[int, int] | None:
        return words.span(part) if part is not None else None

    return FrameTag(
        action=words.span(frame.action),
        lemma=frame.lemma,
        object=thing,
        recipient=span(frame.recipient),
        purpose=span(frame.purpose),
        instrument=span(frame.instrument),
        conditions=tuple(words.span(part) for part in frame.conditions),
        frequency=span(frame.frequency),
        supervises=frame.supervises,
    )
