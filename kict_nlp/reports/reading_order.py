"""The order in which a person reads a page: whole lines first, then columns, boxes together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kict_nlp.pdf.lines import Line
from kict_nlp.pdf.tables import PageContent, PageTable
from kict_nlp.schema import Box

_GUTTER = 6.0  # points: white space this wide that no line crosses parts two columns
_DEPTH_LIMIT = 12
_WHOLE_PAGE = 0.8  # of the page's area: a frame this large is the page's own


class PlacedLine(NamedTuple):
    """A line in reading order, and the index of the frame or cell that it stands in, or -1."""

    line: Line
    frame: int


def reading_order(
    content: PageContent, lines: Sequence[Line], tables: Sequence[PageTable]
) -> list[PlacedLine]:
    """Return the lines outside tables, and the cells of ``tables``, in reading order."""
    most = _WHOLE_PAGE * content.page.width * content.page.height
    frames = [f for f in content.frames if f.width * f.height < most]
    placed = [PlacedLine(line, _innermost(line, frames)) for line in lines]
    units: list[_Unit] = [_Unit(item.line.box, (item,)) for item in placed]
    for table in tables:
        units.append(_Unit(table.box, tuple(_by_rows(table, len(frames)))))
        frames += [cell.box for cell in table.cells]
    return [item for unit in _cut(units, 0) for item in unit.lines]


class _Unit(NamedTuple):
    """What is read in one go: a line, or a table row by row."""

    box: Box
    lines: tuple[PlacedLine, ...]


def _by_rows(table: PageTable, first_frame: int) -> Iterator[PlacedLine]:
    for index, cell in enumerate(table.cells, first_frame):
        if cell.vertical:
            yield PlacedLine(cell.lines[0]._replace(text=cell.text, box=cell.box), index)
        else:
            yield from (PlacedLine(line, index) for line in cell.lines)


def _innermost(line: Line, frames: Sequence[Box]) -> int:
    x, y = (line.box.x0 + line.box.x1) / 2, (line.box.top + line.box.bottom) / 2
    around = [i for i, frame in enumerate(frames) if frame.covers(x, y)]
    return min(around, key=lambda i: frames[i].width * frames[i].height, default=-1)


def _cut(units: Sequence[_Unit], depth: int) -> list[_Unit]:
    """Cut by white space, across before down, until nothing is left to cut (XY-cut)."""
    if len(units) < 2 or depth > _DEPTH_LIMIT:
        return sorted(units, key=lambda unit: (unit.box.top, unit.box.x0))
    bands = _split(units, vertical=False)
    if len(bands) > 1:
        return [unit for band in _paired(bands) for unit in _cut_columns(band, depth + 1)]
    return _cut_columns(units, depth + 1)


def _cut_columns(units: Sequence[_Unit], depth: int) -> list[_Unit]:
    columns = _split(units, vertical=True)
    if len(columns) > 1:
        return [unit for column in columns for unit in _cut(column, depth + 1)]
    return sorted(units, key=lambda unit: (unit.box.top, unit.box.x0))


def _paired(bands: list[list[_Unit]]) -> list[list[_Unit]]:
    """A band with columns and those below it that keep within its columns are one stretch."""
    joined: list[list[_Unit]] = []
    for band in bands:
        columns = len(_split(joined[-1], vertical=True)) if joined else 1
        if columns > 1 and len(_split(joined[-1] + band, vertical=True)) >= columns:
            joined[-1] = joined[-1] + band
        else:
            joined.append(band)
    return joined


def _split(units: Sequence[_Unit], *, vertical: bool) -> list[list[_Unit]]:
    """Groups of units between which runs white space from edge to edge."""
    gap = _GUTTER if vertical else 0.0
    spans = sorted(
        ((unit.box.x0, unit.box.x1) if vertical else (unit.box.top, unit.box.bottom), index)
        for index, unit in enumerate(units)
    )
    groups: list[list[_Unit]] = []
    end = float("-inf")
    for (start, stop), index in spans:
        if not groups or start - end > gap:
            groups.append([])
        groups[-1].append(units[index])
        end = max(end, stop)
    return groups
