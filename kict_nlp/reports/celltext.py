"""The lines of a cell → its text as published: wraps joined, paragraphs kept.

A new line stays only before "(2)", a "※" note, or a paragraph that opens with a full-width
space; everything else that looks like a line end is a wrap of the typesetter.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kict_nlp.pdf.lines import Line

_PART = re.compile(r"[(（]([0-9０-９]{1,2})[)）]")
_NOTE = re.compile(r"※(?![)）])")
_SENTENCE_END = re.compile(r"[。．！？!?」』）)]\s*$")
_LATIN_END = re.compile(r"[A-Za-z]$")
_LATIN_WORD = re.compile(r"[A-Za-z]+")

# Shares of the font size.
_INDENT_LEAST, _INDENT_MOST = 0.7, 1.4  # a paragraph's first line set in by about one em
_SHORT = 1.6  # a line that ends this far before the longest ended on purpose
_PADDING = 0.8  # what the two sides of a cell leave free at the least
_HALF_WIDTH = 0.55  # no Latin letter is wider


def cell_text(
    lines: Sequence[Line],
    *,
    vertical: bool = False,
    left: float | None = None,
    room: float | None = None,
) -> str:
    """Return the text of a cell; empty where it has no lines.

    ``left`` is where the lines of its column begin, in points; a first line set in from there
    opens a paragraph, with or without a space glyph. ``room`` is the width of the cell.
    """
    if not lines:
        return ""
    if vertical:
        return "".join(line.text for line in lines).rstrip()
    texts = _with_indents(lines, left)
    right = max(line.box.x1 for line in lines)
    parts = [texts[0]]
    last_part = _part_number(texts[0]) or 0
    for index in range(1, len(texts)):
        text, before = texts[index], lines[index - 1]
        number = _part_number(text)
        if number is not None and number == last_part + 1:
            last_part = number
            parts.append("\n")
        elif _NOTE.match(text) or _opens_paragraph(text, texts[index - 1], before, right):
            parts.append("\n")
        elif _needs_space(texts[index - 1], text, before, right, room):
            parts.append(" ")
        parts.append(text)
    return "".join(parts).rstrip()


def _part_number(text: str) -> int | None:
    match = _PART.match(text.lstrip())
    return int(match[1]) if match else None


def _opens_paragraph(text: str, text_before: str, before: Line, right: float) -> bool:
    """A full-width space opens a paragraph, unless the wrap just fell before it."""
    if not text.startswith("\u3000"):
        return False
    ended_early = right - before.box.x1 >= _SHORT * before.size
    return ended_early or bool(_SENTENCE_END.search(text_before))


def _needs_space(
    text_before: str, text: str, before: Line, right: float, room: float | None
) -> bool:
    """Two Latin words parted by a wrap: the space went with the line end.

    A word broken anywhere fills its line; one moved down whole leaves a gap behind it.
    """
    following = _LATIN_WORD.match(text)
    if not following or not _LATIN_END.search(text_before):
        return False
    left_over = right - before.box.x1
    if room is not None:
        left_over = max(left_over, room - before.box.width - _PADDING * before.size)
    return left_over > _HALF_WIDTH * before.size


def _with_indents(lines: Sequence[Line], left: float | None) -> list[str]:
    """Texts of the lines, with a full-width space where a paragraph is set in without one."""
    texts = [line.text for line in lines]
    if left is None:
        return texts
    for index, line in enumerate(lines):
        indent = (line.box.x0 - left) / (line.size or 1.0)
        opens = index == 0 or _SENTENCE_END.search(texts[index - 1])
        if _INDENT_LEAST <= indent <= _INDENT_MOST and opens and line.text[:1] != "\u3000":
            texts[index] = "\u3000" + line.text
    return texts
