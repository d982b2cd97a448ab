"""Exceptions of the typesetter."""


class TypesetError(Exception):
    """Base of every error raised by this package."""


class MissingProducer(TypesetError):
    """A program, library or font that a style needs is not installed."""


class ContentError(TypesetError):
    """The content to be typeset lacks something, or a producer could not print it."""
