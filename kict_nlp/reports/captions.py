"""Headings that stand over a table, where each field has a table of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from kict_nlp.pdf.joins import Table
from kict_nlp.pdf.lines import Line
from kict_nlp.reports.numbering import parse_label
from kict_nlp.schema import Box

_BULLET = re.compile(r"^[■◆●□◇▼▶＜<【〔]\s*")
_CLOSING = re.compile(r"[＞>】〕]$")
_NO_SECTION = re.compile(
    "凡例|一覧|別紙|別表|別添|参考|注[)）:：]|※|単位|ページ|頁|続き|評価|状況|結果|実績|報告|見方|[。．]$"
)
# Numbers that only headings of a plan bear; they hold however far above the table they stand.
_OF_PLANS = ("chapter", "roman", "prefixed", "compound")
_TITLE = re.compile("凡例|一覧|別紙|別表|別添|見方|達成状況|進捗状況|実施状況")
_REACH = 70.0  # points above the table within which its heading stands
_LARGER = 1.15  # times the type of the table: a heading without number or sign is set so
_LONGEST = 40  # characters


class Caption(NamedTuple):
    """A heading over a table: the row that it precedes, how it is marked, and its size in points.

    ``key`` tells the kinds of headings apart: by their numbers, else by the sign before
    them, else by their size.
    """

    row: int
    text: str
    style: str | None
    key: str
    size: float


def captions_of(
    table: Table, lines: Sequence[Sequence[Line]], above: Sequence[tuple[int, Box]]
) -> list[Caption]:
    """Return the headings over the parts of a table.

    Parameters
    ----------
    table : Table
        A table of measures.
    lines : sequence of sequences of Line
        The lines outside tables of each page, the first page first.
    above : sequence of (page number, Box)
        Other tables of measures: what stands over them is not this one's.
    """
    captions = []
    for part in table.parts:
        ends = [box.bottom for page, box in above if page == part.page_number]
        start = max((end for end in ends if end <= part.box.top), default=float("-inf"))
        over = [
            line
            for line in lines[part.page_number - 1]
            if start - 1 <= line.box.top and line.box.bottom <= part.box.top + 1
        ]
        for line in sorted(over, key=lambda line: line.box.top):
            near = part.box.top - line.box.bottom <= _REACH
            larger = line.size >= _LARGER * _type_size(table)
            text = _section_name(line.text, near=near, larger=larger)
            if text is not None:
                captions.append(_caption(part.row, text, line))
    return captions


def _caption(row: int, text: str, line: Line) -> Caption:
    _, _, style, key = parse_label(text)
    sign = _BULLET.match(line.text.strip())
    unnumbered = sign[0].strip() if sign else f"{line.size:.0f}"
    return Caption(row, text, style, key or unnumbered, line.size)


def recurring(captions: Sequence[Sequence[Caption]]) -> list[list[Caption]]:
    """Leave out what only its size makes a heading, where no other heading is set like it."""
    texts: dict[str, set[str]] = {}
    for caption in (caption for over in captions for caption in over):
        texts.setdefault(caption.key, set()).add(caption.text)
    return [
        [one for one in over if not one.key.isdecimal() or len(texts[one.key]) > 1]
        for over in captions
    ]


def is_title(text: str) -> bool:
    """Whether a line over or in a table names the table or its symbols, and no section."""
    return parse_label(text).style is None and bool(_TITLE.search(text))


def _type_size(table: Table) -> float:
    return median([line.size for cell in table.cells for line in cell.lines] or [0.0])


def _section_name(text: str, *, near: bool, larger: bool) -> str | None:
    text = text.strip()
    if len(text) > _LONGEST or text.endswith(("。", "．")):
        return None
    bare = _CLOSING.sub("", _BULLET.sub("", text)).strip()
    style = parse_label(bare).style
    if style in _OF_PLANS:
        return bare
    if not near or _NO_SECTION.search(text):
        return None
    return bare if larger or bare != text or style is not None else None
