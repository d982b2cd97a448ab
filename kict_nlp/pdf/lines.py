"""Glyphs → lines of text: direction, order and spaces, decided for each cell by itself.

A space is kept where the file has one. Where it has none, one is put between two Latin words
that stand apart, and never between two CJK characters.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from kict_nlp.pdf.page import Glyph, turn_box
from kict_nlp.schema import Box
from kict_nlp.text.radicals import repair_radicals

# Shares of the font size.
_SAME_LINE = 0.45  # middles of glyphs closer than this stand on one line
_WORD_GAP = 0.22  # a wider gap between two Latin glyphs is a space that was not printed
_FULL_WIDTH = 0.85  # a gap left by spaces from here on is one of full width
_HALF_WIDTH = 0.5  # the width of a half-width space
_COLUMN_GAP = 2.2  # a wider gap outside tables parts two texts that stand side by side
_CLEARLY = 0.08  # a gap must be smaller by this to decide the direction

_RADICALS = re.compile("[\u2e80-\u2fdf]")
_FIRST_CJK = "\u2e80"
_OPENING = "「『（【〔《〈［｛"
_SPACES = " \u3000\u00a0"

# Vertical type uses forms of its own; a reader takes them for the ordinary characters.
_UPRIGHT_FORMS = str.maketrans(
    "︐︑︒︓︔︕︖︗︘︙︰︱︲︳︴︵︶︷︸︹︺︻︼︽︾︿﹀﹁﹂﹃﹄﹇﹈",
    "，、。：；！？〖〗…‥—–＿﹏（）｛｝〔〕【】《》〈〉「」『』［］",
)
_UPRIGHT_BARS = re.compile("(?<=[ぁ-ヿ])[|｜│︱丨]")


class Line(NamedTuple):
    """One line of text with its box, font size in points and the font of its first glyph."""

    text: str
    box: Box
    size: float
    font: str


class Block(NamedTuple):
    """The lines of a cell or of a stretch of the page, in reading order."""

    lines: tuple[Line, ...]
    vertical: bool


_EMPTY = Block((), vertical=False)


def read_block(glyphs: Sequence[Glyph]) -> Block:
    """Return the lines of one cell; the direction is that of most of its glyphs."""
    if not glyphs:
        return _EMPTY
    angle = 0
    if any([glyph.angle for glyph in glyphs]):  # noqa: C419 - a list is faster for few glyphs
        angle = _main_angle(glyphs)
    if angle:
        turned = [_turned(glyph, -angle % 360) for glyph in glyphs]
        return Block(
            tuple(
                line._replace(box=turn_box(line.box, angle, 0, 0)) for line in _horizontal(turned)
            ),
            angle in (90, 270),
        )
    rows = _rows(glyphs)
    if len(rows) > 1 and _is_vertical(rows, glyphs):
        return Block(tuple(_vertical(glyphs)), vertical=True)
    return Block(tuple(_line(row) for row in rows), vertical=False)


def read_lines(glyphs: Sequence[Glyph]) -> list[Line]:
    """Return the lines of running text from the top down, parted where columns part them."""
    lines = []
    for row in _rows([glyph for glyph in glyphs if not glyph.angle]):
        start = 0
        for index in range(1, len(row)):
            gap = row[index].x0 - row[index - 1].x1
            if gap > _COLUMN_GAP * row[index].size and row[index - 1].text != " ":
                lines.append(_line(row[start:index]))
                start = index
        lines.append(_line(row[start:]))
    return [line for line in lines if line.text.strip()]


def _main_angle(glyphs: Sequence[Glyph]) -> int:
    angles = Counter(glyph.angle for glyph in glyphs if glyph.text not in _SPACES)
    return angles.most_common(1)[0][0] if angles else 0


def _turned(glyph: Glyph, degrees: int) -> Glyph:
    box = turn_box(Box(glyph.x0, glyph.top, glyph.x1, glyph.bottom), degrees, 0, 0)
    return glyph._replace(x0=box.x0, top=box.top, x1=box.x1, bottom=box.bottom)


def _horizontal(glyphs: Sequence[Glyph]) -> list[Line]:
    return [_line(row) for row in _rows(glyphs)]


def _rows(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Glyphs that stand on one line, from left to right; lines from the top down."""
    middles: list[float] = []
    rows: list[list[Glyph]] = []
    last = -1
    for glyph in glyphs:
        middle = (glyph.top + glyph.bottom) / 2
        reach = _SAME_LINE * glyph.size
        if last < 0 or abs(middle - middles[last]) > reach:
            last = next((i for i, m in enumerate(middles) if abs(middle - m) <= reach), -1)
            if last < 0:
                last = len(rows)
                middles.append(middle)
                rows.append([])
        rows[last].append(glyph)
    order = sorted(range(len(rows)), key=middles.__getitem__)
    ordered = [rows[i] for i in order]
    for row in ordered:
        row.sort(key=lambda glyph: glyph.x0)
    return [row for row in ordered if not all(glyph.text in " \u00a0" for glyph in row)]


def _is_vertical(rows: list[list[Glyph]], glyphs: Sequence[Glyph]) -> bool:
    """Vertical type stands closer below each other than beside each other."""
    inked = [[glyph for glyph in row if glyph.text not in _SPACES] for row in rows]
    size = max(glyph.size for glyph in glyphs)
    widest = max(len(row) for row in inked)
    if widest <= 1:
        return True
    if widest > len(rows):
        return False
    beside = [b.x0 - a.x1 for row in inked for a, b in itertools.pairwise(row)]
    below = _gaps_below(inked, size)
    if not beside or not below:
        return False
    across, down = median(beside), median(below)
    if abs(across - down) > _CLEARLY * size:
        return down < across
    return _runs_down(glyphs)


def _gaps_below(rows: list[list[Glyph]], size: float) -> list[float]:
    gaps = []
    for upper, lower in itertools.pairwise(rows):
        for a in upper:
            mates = [b for b in lower if abs((a.x0 + a.x1) - (b.x0 + b.x1)) < size]
            if mates:
                gaps.append(mates[0].top - a.bottom)
    return gaps


def _runs_down(glyphs: Sequence[Glyph]) -> bool:
    """Whether the file itself mostly goes from a glyph to the one below it."""
    steps = [abs(b.top - a.top) > abs(b.x0 - a.x0) for a, b in itertools.pairwise(glyphs)]
    return sum(steps) * 2 > len(steps)


def _vertical(glyphs: Sequence[Glyph]) -> list[Line]:
    """Columns of glyphs, from right to left, each read from the top down."""
    columns: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: -(glyph.x0 + glyph.x1)):
        middle = (glyph.x0 + glyph.x1) / 2
        if columns:
            first = columns[-1][0]
            if abs(middle - (first.x0 + first.x1) / 2) <= _SAME_LINE * glyph.size:
                columns[-1].append(glyph)
                continue
        columns.append([glyph])
    lines = []
    for column in columns:
        column.sort(key=lambda glyph: glyph.top)
        text = _UPRIGHT_BARS.sub("ー", _stacked(column)).translate(_UPRIGHT_FORMS).strip(" ")
        if text:
            lines.append(Line(_repaired(text), _box(column), column[0].size, column[0].font))
    return lines


def _stacked(column: list[Glyph]) -> str:
    """The glyphs of a column; a gap of a full glyph between them is a space left out."""
    parts = [column[0].text]
    for before, glyph in itertools.pairwise(column):
        if glyph.top - before.bottom > _FULL_WIDTH * glyph.size:
            parts.append("\u3000")
        parts.append(glyph.text)
    return "".join(parts)


def _line(row: list[Glyph]) -> Line:
    return Line(_repaired(_text(row)), _box(row), row[0].size, row[0].font)


def _box(glyphs: list[Glyph]) -> Box:
    _, x0, top, x1, bottom, *_ = zip(*glyphs, strict=True)
    return Box(min(x0), min(top), max(x1), max(bottom))


def _repaired(text: str) -> str:
    return repair_radicals(text) if _RADICALS.search(text) else text


def _text(row: list[Glyph]) -> str:
    parts: list[str] = []
    before: Glyph | None = None
    for glyph in row:
        if before is not None:
            gap = glyph.x0 - before.x1
            if before.text == " ":
                if glyph.text != " ":
                    parts[-1] = _filled(before, glyph, parts[-2] if len(parts) > 1 else "")
            elif gap > _WORD_GAP * glyph.size and _are_latin(before.text, glyph.text):
                parts.append(" ")
        parts.append(glyph.text)
        before = glyph
    return "".join(parts).rstrip(" \u00a0")


def _filled(space: Glyph, following: Glyph, before: str) -> str:
    """The spaces that one space glyph stands for, by the gap that they fill."""
    gap, own = following.x0 - space.x0, space.x1 - space.x0
    size = following.size or 1.0  # a broken font may have no size
    if own > 0:
        return " " * max(1, int(gap / own + 0.2))
    wide = gap / size
    if following.text in _OPENING and wide >= _HALF_WIDTH - _CLEARLY:
        wide = max(wide, 1.0)  # set tight: the blank half of the bracket is left out
    if wide >= _FULL_WIDTH and not _are_latin(before[-1:] or following.text, following.text):
        return "\u3000" * max(1, round(wide))
    return " " * max(1, round(wide / _HALF_WIDTH))


def _are_latin(a: str, b: str) -> bool:
    return a[-1:] < _FIRST_CJK and b[:1] < _FIRST_CJK and a not in _SPACES
