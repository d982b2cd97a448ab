"""Characters of pdfminer → glyphs: text that the file gives in words, ligatures, double print."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from pdfminer.utils import decode_text

from kict_nlp.pdf.page import Glyph

_DUPLICATE_SHIFT = 0.15  # of the font size: bold type printed twice lies closer than this
_SAME_LINE = 0.45  # of the font size: glyphs whose tops lie closer stand on one line
_UTF8_MARK = b"\xef\xbb\xbf"
_UNMAPPED = re.compile(r"\(cid:\d+\)")  # what pdfminer writes for a glyph without a code point
_CONTROL = re.compile("[\x00-\x1f]")
_REPLACEMENT = "\ufffd"


class ActualText:
    """What the producer says that a stretch of glyphs reads as; each stretch is one of its own.

    Producers write it where the font's map cannot tell: a glyph that stands for two characters,
    or several glyphs for one (ISO 32000-1, 14.9.4).
    """

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text


class Char(NamedTuple):
    """A character as pdfplumber describes it, and the text that its stretch stands for."""

    attributes: Mapping[str, Any]
    actual: ActualText | None


def actual_text_of(properties: Any) -> ActualText | None:
    """The text in the properties of marked content, or None where there is none to be read.

    Empty text is none, as for PDFium: the glyphs are on the page for all to see.
    """
    value = properties.get("ActualText") if isinstance(properties, dict) else None
    if not isinstance(value, bytes):
        return None
    text = _CONTROL.sub("", _decoded(value))
    return ActualText(text) if text else None


def _decoded(value: bytes) -> str:
    if value.startswith(_UTF8_MARK):
        return value[len(_UTF8_MARK) :].decode("utf-8", "replace")
    return decode_text(value)


def read_glyphs(chars: Sequence[Char], left: float, top: float) -> list[Glyph]:
    """Return one glyph for each character that a reader reads, as displayed."""
    return _without_double_print(_spelled(chars, left, top))


def _spelled(chars: Sequence[Char], left: float, top: float) -> Iterator[Glyph]:
    for actual, run in itertools.groupby(chars, lambda char: char.actual):
        glyphs = [_glyph(char.attributes, left, top) for char in run]
        if actual is not None:
            yield from spread(actual.text, glyphs)
            continue
        for glyph in glyphs:
            if len(glyph.text) > 1:
                yield from spread(glyph.text, [glyph])
            else:
                yield glyph


def spread(text: str, glyphs: Sequence[Glyph]) -> Iterator[Glyph]:
    """Share out the room of some glyphs among the characters that they stand for, in order."""
    count, room = len(text), len(glyphs)
    for index, character in enumerate(text):
        start, end = index * room, (index + 1) * room  # in parts of a glyph, of which it has count
        first, last = start // count, (end - 1) // count
        head = glyphs[first]
        pieces = [
            _piece(glyph, max(0.0, start / count - place), min(1.0, end / count - place))
            for place, glyph in enumerate(glyphs[first : last + 1], first)
            if _are_on_one_line(head, glyph)
        ]
        yield head._replace(
            text=character,
            x0=min(piece.x0 for piece in pieces),
            top=min(piece.top for piece in pieces),
            x1=max(piece.x1 for piece in pieces),
            bottom=max(piece.bottom for piece in pieces),
        )


def _are_on_one_line(a: Glyph, b: Glyph) -> bool:
    away = abs(a.x0 - b.x0) if a.angle in (90, 270) else abs(a.top - b.top)
    return away <= _SAME_LINE * a.size


def _piece(glyph: Glyph, start: float, end: float) -> Glyph:
    """Part of a glyph from a share of its length to another, along the direction of its text."""
    if glyph.angle in (180, 270):
        start, end = 1 - end, 1 - start
    if glyph.angle in (90, 270):
        height = glyph.bottom - glyph.top
        return glyph._replace(top=glyph.top + start * height, bottom=glyph.top + end * height)
    width = glyph.x1 - glyph.x0
    return glyph._replace(x0=glyph.x0 + start * width, x1=glyph.x0 + end * width)


def _glyph(char: Mapping[str, Any], left: float, top: float) -> Glyph:
    a, b, c, d, *_ = char["matrix"]
    turned = math.degrees(math.atan2(b, a))
    return Glyph(
        _CONTROL.sub(_REPLACEMENT, _UNMAPPED.sub(_REPLACEMENT, char["text"])),
        char["x0"] - left,
        char["top"] - top,
        char["x1"] - left,
        char["bottom"] - top,
        float(char.get("size") or math.hypot(c, d)),
        round(-turned / 90) * 90 % 360,
        str(char["fontname"]).rpartition("+")[2],
    )


def _without_double_print(glyphs: Iterator[Glyph]) -> list[Glyph]:
    """Drop the second print of a glyph that a producer set twice to make it bold."""
    kept: list[Glyph] = []
    recent: dict[str, Glyph] = {}
    for glyph in glyphs:
        before = recent.get(glyph.text)
        shift = _DUPLICATE_SHIFT * glyph.size
        if (
            before is not None
            and abs(before.x0 - glyph.x0) < shift
            and abs(before.top - glyph.top) < shift
        ):
            continue
        recent[glyph.text] = glyph
        kept.append(glyph)
    return kept
