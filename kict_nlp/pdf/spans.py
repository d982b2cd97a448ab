"""Texts that stand side by side: runs of glyphs on a line, and the gaps between them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from kict_nlp.pdf.page import Glyph

# Shares of the font size.
CELL_GAP = 0.45  # a wider gap in a row parts two cells
RUN_GAP = 0.25  # glyphs nearer than this are one run of text
TEXT_GAP = 1.2  # a wider gap in a line parts two texts

Interval = tuple[float, float]


class TextLine(NamedTuple):
    """A line of text with the stretches of x that its texts cover."""

    top: float
    bottom: float
    texts: list[Interval]


def in_band(glyphs: Iterable[Glyph], band: tuple[float, float]) -> list[Glyph]:
    """The glyphs whose middles lie between a top and a bottom."""
    top, bottom = band
    return [g for g in glyphs if top <= (g.top + g.bottom) / 2 < bottom]


def glyph_rows(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """The glyphs of each line of text, lines from the top down; spaces are left out."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: (g.top + g.bottom, g.x0)):
        if glyph.text == " ":
            continue
        middle = (glyph.top + glyph.bottom) / 2
        if rows and middle < max(rows[-1][0].bottom - 0.3 * glyph.size, rows[-1][0].top):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return rows


def text_lines(glyphs: Iterable[Glyph]) -> list[TextLine]:
    """Lines of text from the top down, each with the texts that stand side by side in it."""
    return [
        TextLine(min(g.top for g in row), max(g.bottom for g in row), chunks_of(row, TEXT_GAP))
        for row in glyph_rows(glyphs)
    ]


def chunks_of(glyphs: Iterable[Glyph], gap: float = CELL_GAP) -> list[Interval]:
    """The stretches of x that glyphs cover, with gaps of less than ``gap`` em bridged."""
    chunks: list[Interval] = []
    for glyph in sorted(glyphs, key=lambda g: g.x0):
        if glyph.text == " " and glyph.x1 <= glyph.x0:
            continue
        if chunks and glyph.x0 - chunks[-1][1] <= gap * glyph.size:
            chunks[-1] = (chunks[-1][0], max(chunks[-1][1], glyph.x1))
        else:
            chunks.append((glyph.x0, glyph.x1))
    return chunks
