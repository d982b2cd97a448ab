"""Pages made of exact glyphs, strokes and fills, for tests that need no file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

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
