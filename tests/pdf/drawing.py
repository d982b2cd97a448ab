"""Pages made of exact glyphs, strokes and fills, for tests that need no file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from kict_nlp.pdf.joins import Table, join_tables
from kict_nlp.pdf.page import Fill, Glyph, Page, Stroke
from kict_nlp.pdf.tables import read_contents

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


def table_page(number: int, *rows: Sequence[str], xs: Sequence[float], top: float = 50.0) -> Page:
    """A page with a ruled table.

    "/" in a text begins a new line; a row of one text is one cell over all columns.
    """
    bottom = top + ROW_HEIGHT * len(rows)
    strokes = [stroke(xs[0], bottom, xs[-1], bottom), stroke(xs[-1], top, xs[-1], bottom)]
    glyphs: list[Glyph] = []
    for index, row in enumerate(rows):
        y = top + ROW_HEIGHT * index
        texts = row if len(row) > 1 else (row[0], *[LEFT] * (len(xs) - 2))
        for (x0, x1), text in zip(pairwise(xs), texts, strict=True):
            if text != ABOVE:
                strokes.append(stroke(x0, y, x1, y))
            if text != LEFT:
                strokes.append(stroke(x0, y, x0, y + ROW_HEIGHT))
            glyphs += _type_cell(text, x0 + 3, y + 4)
    return page(number=number, strokes=strokes, glyphs=glyphs)


def _type_cell(text: str, x: float, top: float) -> list[Glyph]:
    lines = [] if text in (LEFT, ABOVE) else text.split("/")
    return [glyph for n, line in enumerate(lines) for glyph in type_line(line, x, top + 12 * n)]


def make_table(*rows: Sequence[str], xs: Sequence[float]) -> Table:
    """The table of one page, as the reader takes it."""
    (content,) = read_contents([table_page(1, *rows, xs=xs)])
    (table,) = join_tables([content.tables])
    return table


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
