"""What may go wrong in a parser; nothing else is let out."""

from __future__ import annotations


class ParseError(Exception):
    """A document that cannot be read; ``reason`` is one word of a closed vocabulary."""

    reason = "unreadable"


class Unidentified(ParseError):
    """No parser recognises the bytes."""

    reason = "unidentified"


class Ambiguous(ParseError):
    """More than one parser recognises the bytes."""

    reason = "ambiguous"


class Corrupt(ParseError):
    """The bytes claim a format that they do not keep to."""

    reason = "corrupt"


class Encrypted(ParseError):
    """The document opens only with a password."""

    reason = "encrypted"


class NoText(ParseError):
    """The document was read and holds no text (an empty file, or pages that are pictures)."""

    reason = "no_text"


class TooManyPages(ParseError):
    """The document has more pages than one document is read for."""

    reason = "too_many_pages"


class TooLarge(ParseError):
    """The document holds more text than one document is read for."""

    reason = "too_large"


class Truncated(ParseError):
    """A part of the document can be read and another cannot; what could be read is never taken for the whole."""

    reason = "truncated"
