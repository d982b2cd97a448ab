"""Line breaking of Japanese text: anywhere but within words, and never before a closing mark."""

from dataclasses import dataclass
from typing import Final

from .fonts import Metrics

NOT_FIRST: Final = frozenset(
    "ﾞﾟ、。，．）」』】｣､｡ーｰ・％%ぁぃぅぇぉっゃゅょァィゥェォッャュョｧｨｩｪｫｯｬｭｮ々)!?！？：；"
)
NOT_LAST: Final = frozenset("（「『【｢(")
PARAGRAPH_SPACE: Final = "\u3000"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a cell and how far it is set in, in ems."""

    text: str
    indent: float = 0.0


def words_of(text: str) -> list[str]:
    """Cut a paragraph into pieces that stay whole: runs of ASCII, and single glyphs."""
    words: list[str] = []
    for glyph in text:
        joins = words and _is_word(glyph) and _is_word(words[-1][-1])
        if joins or (words and (glyph in NOT_FIRST or words[-1][-1] in NOT_LAST)):
            words[-1] += glyph
        else:
            words.append(glyph)
    return words


def _is_word(glyph: str) -> bool:
    return glyph.isascii() and not glyph.isspace()


def longest_word(text: str) -> float:
    """Return the length of the longest unbreakable run of ASCII in ems, wide fonts allowed for."""
    best = run = 0.0
    for glyph in text:
        run = run + 0.56 if glyph.isascii() and glyph != "\n" else 0.0
        best = max(best, run)
    return best


def wrap(
    text: str, width: float, size: float, metrics: Metrics, *, indent: str = "glyph"
) -> list[Line]:
    """Break the paragraphs of a cell into lines no wider than `width` points.

    With `indent="space"` a full-width space that opens a paragraph is not
    printed; the line is set in by one em instead.
    """
    lines: list[Line] = []
    for paragraph in text.split("\n") if text else []:
        inset = 1.0 if indent == "space" and paragraph.startswith(PARAGRAPH_SPACE) else 0.0
        rest = paragraph[1:] if inset else paragraph
        lines += _wrap_paragraph(rest, width, size, metrics, inset)
    return lines


def _wrap_paragraph(
    text: str, width: float, size: float, metrics: Metrics, inset: float
) -> list[Line]:
    lines: list[Line] = []
    current = ""
    for word in _fitting(words_of(text), width, size, metrics):
        room = width - (inset if not lines else 0.0) * size
        if current and metrics.width(current + word, size) > room:
            lines.append(Line(current, inset if not lines else 0.0))
            current = word
        else:
            current += word
    return [*lines, Line(current, inset if not lines else 0.0)]


def _fitting(words: list[str], width: float, size: float, metrics: Metrics) -> list[str]:
    """Cut the words that would not fit on a line of their own into glyphs."""
    return [
        piece
        for word in words
        for piece in (list(word) if metrics.width(word, size) > width else [word])
    ]
