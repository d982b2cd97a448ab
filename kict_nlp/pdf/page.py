"""The one page type that every backend fills: glyphs, strokes and fills as displayed.

Coordinates are points from the top left corner of the page as a reader sees it (crop box,
``/Rotate`` applied). These records are made by the ten thousand, so they are named tuples,
which CPython builds several times faster than frozen dataclasses.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from kict_nlp.schema import Box


class Glyph(NamedTuple):
    """One character with its advance box.

    ``angle`` is the direction of the text in degrees, clockwise as displayed (0, 90, 180, 270).
    ``size`` is the font size in points.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    angle: int = 0
    font: str = ""


class Stroke(NamedTuple):
    """A straight line of the page; colour as RGB from 0 to 255.

    ``order`` counts what is painted: what comes later covers what came before.
    """

    x0: float
    top: float
    x1: float
    bottom: float
    width: float
    color: tuple[int, int, int]
    order: int


class Fill(NamedTuple):
    """A filled rectangle of the page; colour and order as for a stroke."""

    x0: float
    top: float
    x1: float
    bottom: float
    color: tuple[int, int, int]
    order: int


@dataclass(frozen=True, slots=True)
class Page:
    """What is drawn on one page.

    ``number`` counts from 1; ``rotation`` is the page's own ``/Rotate``; ``image_share`` is the
    share of the page's area that pictures cover (0 to 1), which tells a scan from an empty page.
    """

    number: int
    width: float
    height: float
    rotation: int
    glyphs: tuple[Glyph, ...]
    strokes: tuple[Stroke, ...]
    fills: tuple[Fill, ...]
    image_share: float
    backend: str


def turn_box(box: Box, degrees: int, width: float, height: float) -> Box:
    """Return ``box`` after its page of ``width`` x ``height`` points is turned clockwise.

    Examples
    --------
    >>> turn_box(Box(10, 0, 30, 5), 90, 100, 200)
    Box(x0=195, top=10, x1=200, bottom=30)
    """
    x0, top, x1, bottom = box
    if degrees == 90:
        return Box(height - bottom, x0, height - top, x1)
    if degrees == 180:
        return Box(width - x1, height - bottom, width - x0, height - top)
    if degrees == 270:
        return Box(top, width - x1, bottom, width - x0)
    return box
