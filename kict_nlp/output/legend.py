"""The list beside a picture that says what its colours mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from kict_nlp.output.colors import INK, Color, ink_on
from kict_nlp.output.fonts import Font

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

# In points of the page.
_SIZE = 8.5
_TITLE_SIZE = 10.0
_LINE = 13.5
_SPACE_BEFORE_TITLE = 6.0
_MARK = 14.0
_MARGIN = 8.0
_WIDEST = 230.0


class Entry(NamedTuple):
    """One line of the legend; ``mark`` stands inside a chip."""

    kind: Literal["title", "text", "chip", "line", "frame"]
    text: str
    color: Color = INK
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Legend:
    """Lines of text with their marks; sizes in points of the page."""

    entries: Sequence[Entry]
    font: Font

    @property
    def width(self) -> float:
        """Room that the legend takes, in points."""
        return self._room + 2 * _MARGIN

    @property
    def _room(self) -> float:
        widths = (self.font.width(entry.text, _SIZE) + _indent(entry) for entry in self.entries)
        return min(max(widths), _WIDEST)

    @property
    def height(self) -> float:
        """Room that the legend takes, in points."""
        titles = sum(entry.kind == "title" for entry in self.entries)
        return len(self.entries) * _LINE + titles * _SPACE_BEFORE_TITLE + 2 * _MARGIN

    def draw(self, draw: ImageDraw, scale: float, left: float) -> None:
        """Draw the lines from the top down, ``left`` points from the left edge."""
        y = _MARGIN
        for entry in self.entries:
            if entry.kind == "title":
                y += _SPACE_BEFORE_TITLE
            self._draw_mark(draw, scale, left + _MARGIN, y, entry)
            size = _TITLE_SIZE if entry.kind == "title" else _SIZE
            text = self.font.shorten(entry.text, size, self._room - _indent(entry))
            draw.text(
                ((left + _MARGIN + _indent(entry)) * scale, (y + _LINE / 2) * scale),
                text,
                fill=INK,
                font=self.font.at(size * scale),
                anchor="lm",
            )
            y += _LINE

    def _draw_mark(self, draw: ImageDraw, scale: float, x: float, y: float, entry: Entry) -> None:
        box = (x * scale, (y + 1.5) * scale, (x + _MARK) * scale, (y + _LINE - 1.5) * scale)
        middle = (box[1] + box[3]) / 2
        if entry.kind == "line":
            draw.line((box[0], middle, box[2], middle), entry.color, round(1.2 * scale))
        elif entry.kind == "frame":
            draw.rectangle(box, outline=entry.color, width=max(1, round(scale)))
        elif entry.kind == "chip":
            draw.rounded_rectangle(box, radius=2 * scale, fill=entry.color)
            draw.text(
                ((box[0] + box[2]) / 2, middle),
                entry.mark,
                fill=ink_on(entry.color),
                font=self.font.at(_SIZE * scale),
                anchor="mm",
            )


def _indent(entry: Entry) -> float:
    return 0.0 if entry.kind in ("title", "text") else _MARK + 5.0
