"""Typeset one report in many ways, by seed.

Printed variants of the same content check that extraction depends on what a
report says and not on which program printed it.
"""

from .choices import PRODUCERS, REFERENCE_STYLES, style_for
from .content import Block
from .errors import ContentError, MissingProducer, TypesetError
from .prose import read_prose
from .style import Style
from .typesetter import typeset, typeset_many

__all__ = [
    "PRODUCERS",
    "REFERENCE_STYLES",
    "Block",
    "ContentError",
    "MissingProducer",
    "Style",
    "TypesetError",
    "read_prose",
    "style_for",
    "typeset",
    "typeset_many",
]
