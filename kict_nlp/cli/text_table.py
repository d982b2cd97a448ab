"""Tables of text for a terminal, in which a kanji takes two columns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

Cell = str | int | float | None


def text_width(text: str) -> int:
    """Return how many columns of a terminal a text takes.

    Examples
    --------
    >>> text_width("施策 A")
    6
    """
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def shorten(text: str, room: int) -> str:
    """Return the text on one line, cut with … where it is wider than ``room`` columns."""
    text = " ".join(text.split("\n"))
    if text_width(text) <= room:
        return text
    while text and text_width(text) >= room:
        text = text[:-1]
    return f"{text}…"


def wrap(text: str, width: int, *, indent: str = "") -> list[str]:
    """Return a text in lines of at most ``width`` columns; kanji may break anywhere.

    Examples
    --------
    >>> wrap("It says 施策は七つある。", 12, indent=" ")
    [' It says 施', ' 策は七つあ', ' る。']
    """
    room = width - text_width(indent)
    lines = [""]
    for word in re.findall(r"[!-~]+ ?|.[、。，．」』）]*", " ".join(text.split("\n"))):
        if lines[-1] and text_width(lines[-1] + word.rstrip()) > room:
            lines.append("")
        lines[-1] += word
    return [indent + line.rstrip() for line in lines]


def format_table(
    heading: Sequence[str], rows: Sequence[Sequence[Cell]], *, widest: int = 40
) -> str:
    """Return rows as aligned text: numbers at the right, texts at the left.

    Parameters
    ----------
    heading : sequence of str
        Names of the columns.
    rows : sequence of sequence
        The cells; None stays empty.
    widest : int
        Columns of the terminal that one cell takes at most.

    Examples
    --------
    >>> print(format_table(("pillar", "measures"), [("くらし", 3), ("行政", 12)]))
    pillar  measures
    くらし         3
    行政          12
    """
    numeric = [_is_numeric([row[i] for row in rows]) for i in range(len(heading))]
    lines = [list(heading), *([shorten(_text(cell), widest) for cell in row] for row in rows)]
    widths = [max(text_width(line[i]) for line in lines) for i in range(len(heading))]
    return "\n".join(
        "  ".join(
            _padded(text, width, right=right)
            for text, width, right in zip(line, widths, numeric, strict=True)
        ).rstrip()
        for line in lines
    )


def _is_numeric(cells: Sequence[Cell]) -> bool:
    filled = [cell for cell in cells if cell is not None]
    return bool(filled) and all(isinstance(cell, (int, float)) for cell in filled)


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    return f"{cell:.1f}" if isinstance(cell, float) else str(cell)


def _padded(text: str, width: int, *, right: bool) -> str:
    space = " " * (width - text_width(text))
    return space + text if right else text + space
