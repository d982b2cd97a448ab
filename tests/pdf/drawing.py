"""Pages made of exact glyphs, strokes and fills, for tests that need no file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from kict_nlp.pdf.page import Fill, Glyph, Page, Stroke

BLACK = (0, 0, 0)
WHITE = (255, 255, 255)
GREY = (210, 220, 230)

WIDTH, HEIGHT = 600.0, 400.0  # points


def page(
    *,
    strokes: Iterable[Stroke] = (),
    fills: Iterable[Fill] = (),
    glyphs: Iterable[Glyph] = (),
    number: int = 1,
) -> Page:
    """A page of 600 x 400 points."""
    return Page(
        number=number,
        width=WIDTH,
        height=HEIGHT,
        rotation=0,
        glyphs=tuple(glyphs),
        strokes=tuple(strokes),
        fills=tuple(fills),
        image_share=0.0,
        backend="drawn",
    )


def stroke(
    x0: float,
    top: float,
    x1: float,
    bottom: float,
    *,
    color: tuple[int, int, int] = BLACK,
    order: int = 0,
) -> Stroke:
    """A line half a point thick."""
    return Stroke(x0, top, x1, bottom, 0.5, color, order)


def fill(
    x0: float,
    top: float,
    x1: float,
    bottom: float,
    *,
    color: tuple[int, int, int] = BLACK,
    order: int = 0,
) -> Fill:
    """A filled rectangle."""
    return Fill(x0, top, x1, bottom, color, order)


def grid_strokes(xs: Sequence[float], ys: Sequence[float]) -> list[Stroke]:
    """The rules of a full grid."""
    across = [stroke(xs[0], y, xs[-1], y) for y in ys]
    return across + [stroke(x, ys[0], x, ys[-1]) for x in xs]


LEFT, ABOVE = "<", "^"  # in place of a cell's text: it is merged with its neighbour
ROW_HEIGHT = 30.0


def table_page(
    number: int,
    *rows: Sequence[str],
    xs: Sequence[float],
    top: float = 50.0,
    height: float = ROW_HEIGHT,
) -> Page:
    """A page with a ruled table.

    "/" in a text begins a new line; a row of one text is one cell over all columns.
    """
    count = len(xs) - 1
    whole = [row if len(row) > 1 else (row[0], *[LEFT] * (count - 1)) for row in rows]
    strokes = [stroke(xs[0], top, xs[0], top + height * len(rows))]
    strokes += [
        stroke(x0, top + height * len(rows), x1, top + height * len(rows))
        for x0, x1 in pairwise(xs)
    ]
    glyphs = []
    for index, row in enumerate(whole):
        y = top + height * index
        for x0, x1, text in zip(xs, xs[1:], row, strict=True):
            strokes += _edges_of(x0, x1, y, height, text)
            if text not in (LEFT, ABOVE):
                glyphs += [
                    g
                    for n, part in enumerate(text.split("/"))
                    for g in type_line(part, x0 + 3, y + 4 + 12 * n)
                ]
    strokes += [stroke(xs[-1], top, xs[-1], top + height * len(rows))]
    return page(number=number, strokes=strokes, glyphs=glyphs)


def _edges_of(x0: float, x1: float, y: float, height: float, text: str) -> list[Stroke]:
    """The rules over and left of a cell, as far as it is not merged with what stands there."""
    edges = []
    if text != ABOVE:
        edges.append(stroke(x0, y, x1, y))
    if text != LEFT:
        edges.append(stroke(x0, y, x0, y + height))
    return edges


def type_line(
    text: str, x: float, top: float, *, size: float = 10.0, gap: float = 0.0, font: str = "Gothic"
) -> list[Glyph]:
    """A horizontal line; ASCII and half-width kana take half an em. ``gap`` is put between glyphs."""
    glyphs = []
    for character in text:
        wide = size * (0.5 if _is_half(character) else 1.0)
        glyphs.append(Glyph(character, x, top, x + wide, top + size, size, 0, font))
        x += wide + gap
    return glyphs


def type_column(
    text: str, x: float, top: float, *, size: float = 10.0, gap: float = 0.6
) -> list[Glyph]:
    """A vertical line, glyph under glyph."""
    return [
        Glyph(
            character,
            x,
            top + index * (size + gap),
            x + size,
            top + index * (size + gap) + size,
            size,
        )
        for index, character in enumerate(text)
    ]


def _is_half(character: str) -> bool:
    return ord(character) < 0x80 or 0xFF61 <= ord(character) <= 0xFF9F
