"""The order in which a person reads a page: whole lines first, then columns, boxes together."""

from __future__ import annotations

from collections.abc import Sequence

from kict_nlp.pdf.lines import Line, read_lines
from kict_nlp.pdf.tables import PageContent

_GUTTER = 6.0  # points: text that no line crosses over this width is two columns
_DEPTH_LIMIT = 12


def reading_order(content: PageContent) -> list[Line]:
    """Return the lines outside tables in reading order."""
    return _cut(read_lines(content.free_glyphs), 0)


def _cut(lines: Sequence[Line], depth: int) -> list[Line]:
    """Cut by white space, across before down, until nothing is left to cut (XY-cut)."""
    if len(lines) < 2 or depth > _DEPTH_LIMIT:
        return sorted(lines, key=lambda line: (line.box.top, line.box.x0))
    bands = _split(lines, vertical=False)
    if len(bands) > 1:
        return [line for band in _paired(bands) for line in _cut_columns(band, depth + 1)]
    return _cut_columns(lines, depth + 1)


def _cut_columns(lines: Sequence[Line], depth: int) -> list[Line]:
    columns = _split(lines, vertical=True)
    if len(columns) > 1:
        return [line for column in columns for line in _cut(column, depth + 1)]
    return sorted(lines, key=lambda line: (line.box.top, line.box.x0))


def _paired(bands: list[list[Line]]) -> list[list[Line]]:
    """Neighbouring bands with the same gutter are one stretch of columns."""
    joined: list[list[Line]] = []
    for band in bands:
        if joined and len(_split(joined[-1] + band, vertical=True)) > 1:
            joined[-1] = joined[-1] + band
        else:
            joined.append(band)
    return joined


def _split(lines: Sequence[Line], *, vertical: bool) -> list[list[Line]]:
    """Groups of lines between which runs white space from edge to edge."""
    gap = _GUTTER if vertical else 0.0
    spans = sorted(
        ((line.box.x0, line.box.x1) if vertical else (line.box.top, line.box.bottom), index)
        for index, line in enumerate(lines)
    )
    groups: list[list[Line]] = []
    end = float("-inf")
    for (start, stop), index in spans:
        if not groups or start - end > gap:
            groups.append([])
        groups[-1].append(lines[index])
        end = max(end, stop)
    return groups
