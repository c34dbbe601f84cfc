"""Component: the part-of-speech tag (Penn Treebank) of each token, the best of the encoder's scores."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from spacy.attrs import TAG
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline.tagging.encoder import batches, columns
from pipeline.tagging.weights import weights

NAME = "word_tagger"


class WordTagger:
    def __init__(self, vocab: Vocab) -> None:
        self.columns = columns()["tag"]
        self.hashes = np.array([vocab.strings.add(tag) for tag in weights().tags], np.uint64)

    def __call__(self, doc: Doc) -> Doc:
        self.tag([doc])
        return doc

    def pipe(self, stream: Iterable[Doc], batch_size: int = 256) -> Iterator[Doc]:
        for batch in batches(stream, batch_size):
            self.tag(batch)
            yield from batch

    def tag(self, docs: Sequence[Doc]) -> None:
        """Set the tags of each document, in one decision over all of them."""
        best = np.concatenate([doc.tensor for doc in docs])[:, self.columns].argmax(1)
        tags = self.hashes[best]
        start = 0
        for doc in docs:
            end = start + len(doc)
            if end > start:
                doc.from_array(TAG, tags[start:end])
            start = end


@Language.factory(NAME, requires=["doc.tensor"], assigns=["token.tag"])
def make_word_tagger(nlp: Language, name: str) -> WordTagger:
    return WordTagger(nlp.vocab)
