"""The text of one cell, laid out: how much room it needs and where its lines go."""

import math
from dataclasses import dataclass
from typing import Final

from .fonts import Metrics
from .grid import Cell
from .ops import Text
from .style import Style
from .wrap import Line, wrap

ASCENT: Final = 0.86  # of the em: from the top of a line's box to its baseline
SHORT_LABEL: Final = 8  # glyphs; a label up to this length stays in one glyph column
STACK_STEP: Final = 1.06  # glyph under glyph, in ems
SMALLEST: Final = 0.55  # vertical labels may shrink to this share of the size where a page breaks


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Typography:
    """Size and spacing of the text in a table."""

    metrics: Metrics
    size: float
    leading: float
    padding: float
    indent: str
    vertical_align: str
    stack: float = STACK_STEP

    @classmethod
    def of(cls, style: Style, metrics: Metrics, *, size: float | None = None) -> "Typography":
        """Take the typography from a style, at another size if given."""
        size = size or style.size
        return cls(metrics, size, style.leading, style.padding, style.indent, style.vertical_align)

    @property
    def step(self) -> float:
        """Distance of two baselines."""
        return self.size * self.leading


def lines_of(cell: Cell, width: float, type_: Typography) -> list[Line]:
    """Break a horizontal cell into lines."""
    return wrap(
        cell.text, width - 2 * type_.padding, type_.size, type_.metrics, indent=type_.indent
    )


def needed_height(cell: Cell, width: float, type_: Typography) -> float:
    """Return the height that a cell needs, padding included."""
    pad = 2 * type_.padding
    if not cell.vertical:
        return len(lines_of(cell, width, type_)) * type_.step + pad
    columns = glyph_columns(width, type_.size, type_)
    if cell.vertical == "rotated":
        return type_.metrics.width(cell.text, type_.size) / columns * 1.08 + pad + 2
    return math.ceil(len(cell.text) / columns) * type_.size * type_.stack + pad


def glyph_columns(width: float, size: float, type_: Typography) -> int:
    """How many glyph columns stand side by side in a cell."""
    return max(1, int((width - 2 * type_.padding + 0.5) / (size * 1.15)))


def stack_depth(text: str, columns: int) -> int:
    """Return how many glyphs stand under each other where a label is spread over glyph columns."""
    return max(math.ceil(len(text) / columns), min(len(text), SHORT_LABEL))


def cell_texts(cell: Cell, box: Box, type_: Typography, lines: list[Line]) -> list[Text]:
    """Place the given lines of a horizontal cell in a box."""
    block = len(lines) * type_.step
    top = box.y0 + type_.padding
    if type_.vertical_align == "middle" or cell.role == "header":
        top = box.y0 + max(type_.padding, (box.y1 - box.y0 - block) / 2)
    first = top + (type_.step - type_.size) / 2 + ASCENT * type_.size
    return [
        _line_text(cell, line, box, first + index * type_.step, type_)
        for index, line in enumerate(lines)
        if line.text
    ]


def _line_text(cell: Cell, line: Line, box: Box, y: float, type_: Typography) -> Text:
    x = box.x0 + type_.padding + line.indent * type_.size
    if cell.align == "center":
        x = (box.x0 + box.x1 - type_.metrics.width(line.text, type_.size)) / 2
    return Text(x=x, y=y, text=line.text, size=type_.size, column=cell.column)


def vertical_texts(cell: Cell, box: Box, type_: Typography) -> list[Text]:
    """Place a vertical label in a box, smaller where the box is too short for it."""
    size = type_.size
    while size > SMALLEST * type_.size and not _fits(cell, box, size, type_):
        size -= 0.25
    if cell.vertical == "rotated":
        return _rotated(cell, box, size, type_)
    return _stacked(cell, box, size, type_)


def _fits(cell: Cell, box: Box, size: float, type_: Typography) -> bool:
    columns = glyph_columns(box.x1 - box.x0, size, type_)
    room = box.y1 - box.y0 - 2 * type_.padding
    if cell.vertical == "rotated":
        return type_.metrics.width(cell.text, size) * 1.06 <= columns * room
    return math.ceil(len(cell.text) / columns) * size * type_.stack <= room + 0.01


def _stacked(cell: Cell, box: Box, size: float, type_: Typography) -> list[Text]:
    """Glyph under glyph; the first column of glyphs is the rightmost."""
    room = box.y1 - box.y0 - 2 * type_.padding
    depth = max(1, int((room + 0.01) / (size * type_.stack)))
    chunks = [cell.text[start : start + depth] for start in range(0, len(cell.text), depth)]
    block = min(depth, len(cell.text)) * size * type_.stack
    top = box.y0 + (
        type_.padding if type_.vertical_align == "top" else (box.y1 - box.y0 - block) / 2
    )
    right = (box.x0 + box.x1 + len(chunks) * size * 1.15) / 2
    texts: list[Text] = []
    for number, chunk in enumerate(chunks):
        middle = right - (number + 0.5) * size * 1.15
        for index, glyph in enumerate(chunk):
            x = middle - type_.metrics.width(glyph, size) / 2
            y = top + index * size * type_.stack + ASCENT * size
            texts.append(Text(x=x, y=y, text=glyph, size=size, column=cell.column))
    return texts


def _rotated(cell: Cell, box: Box, size: float, type_: Typography) -> list[Text]:
    """Lines turned by 90 degrees that read upwards, the first at the left."""
    room = box.y1 - box.y0 - 2 * type_.padding
    lines = wrap(cell.text, room, size, type_.metrics)
    left = (box.x0 + box.x1 - len(lines) * size * 1.15) / 2
    return [
        Text(
            x=left + index * size * 1.15 + ASCENT * size,
            y=(box.y0 + box.y1 + type_.metrics.width(line.text, size)) / 2,
            text=line.text,
            size=size,
            angle=90,
            column=cell.column,
        )
        for index, line in enumerate(lines)
    ]
