"""The one page type that every backend fills: glyphs, strokes and fills as displayed.

Coordinates are points from the top left corner of the page as a reader sees it (crop box,
``/Rotate`` applied). These records are made by the ten thousand, so they are named tuples,
which CPython builds several times faster than frozen dataclasses.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import NamedTuple

from kict_nlp.schema import Box

_MOST = 0.7  # of a page's glyphs: if so many run up or down, the page is meant to be turned


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
    ``turn`` is by how many degrees clockwise the displayed page was turned to be read, and all
    coordinates with it: 0, unless its text runs up or down the page.
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
    turn: int = 0

    def as_displayed(self, box: Box) -> Box:
        """Return a box of this page as it stands on the page that a viewer displays."""
        return turn_box(box, -self.turn % 360, self.width, self.height)

    def as_read(self, box: Box) -> Box:
        """Return a box of the displayed page as it stands on this one."""
        sides = (self.height, self.width) if self.turn in (90, 270) else (self.width, self.height)
        return turn_box(box, self.turn, *sides)


def upright(page: Page) -> Page:
    """Return the page turned so that most of its text runs from left to right."""
    angles = Counter(glyph.angle for glyph in page.glyphs)
    angle = angles.most_common(1)[0][0] if angles else 0
    if angle == 0 or angles[angle] < _MOST * len(page.glyphs):
        return page
    turn = -angle % 360

    def turned(box: tuple[float, float, float, float]) -> Box:
        return turn_box(Box(*box), turn, page.width, page.height)

    sides = (page.height, page.width) if turn in (90, 270) else (page.width, page.height)
    return replace(
        page,
        width=sides[0],
        height=sides[1],
        glyphs=tuple(
            Glyph(g.text, *turned(g[1:5]), g.size, (g.angle + turn) % 360, g.font)
            for g in page.glyphs
        ),
        strokes=tuple(Stroke(*turned(s[:4]), *s[4:]) for s in page.strokes),
        fills=tuple(Fill(*turned(f[:4]), *f[4:]) for f in page.fills),
        turn=turn,
    )


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
