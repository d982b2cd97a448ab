"""Lines of a cell as the reader of glyphs gives them."""

from __future__ import annotations

from kict_nlp.pdf.lines import Line
from kict_nlp.schema import Box

SIZE = 10.0  # points


def make_line(text: str, *, left: float = 0.0, row: int = 0, right: float | None = None) -> Line:
    """A line that begins at ``left``; ASCII takes half an em. ``right`` is where it ends, if given."""
    wide = sum(SIZE / 2 if character.isascii() else SIZE for character in text)
    end = left + wide if right is None else right
    return Line(text, Box(left, row * 12.0, end, row * 12.0 + SIZE), SIZE, "Gothic")


def make_lines(*texts: str, left: float = 0.0) -> list[Line]:
    """Lines one below the other."""
    return [make_line(text, left=left, row=row) for row, text in enumerate(texts)]
