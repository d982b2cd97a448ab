"""Two things in one cell, as its heading says: 事業名（担当課）."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kict_nlp.pdf.joins import JoinedCell
from kict_nlp.pdf.lines import Line
from kict_nlp.reports.heading import Heading
from kict_nlp.reports.raw import RawRow

_OPENING = re.compile("[(（【〔［\\[]")
_CLOSING = re.compile("[)）】〕］\\]]\\s*$")


def part_names(raw: RawRow, heading: Heading) -> None:
    """Part the department from the measure's name before or above it."""
    names = raw.cells.get("measure", [])
    for index, (column, cell) in enumerate(names):
        told = heading.columns[column]
        other = told.bracketed or told.below
        if other is None or other in raw.cells:
            continue
        parted = _part_bracket(cell) if told.bracketed else _part_last_line(cell)
        if parted is not None:
            names[index] = (column, parted[0])
            raw.cells[other] = [(column, parted[1])]


def _part_last_line(cell: JoinedCell) -> tuple[JoinedCell, JoinedCell] | None:
    if len(cell.lines) < 2:
        return None
    return cell._replace(lines=cell.lines[:-1]), cell._replace(lines=cell.lines[-1:])


def _part_bracket(cell: JoinedCell) -> tuple[JoinedCell, JoinedCell] | None:
    """The cell before its last bracket, and what the bracket holds; None where it ends in none."""
    if not cell.lines or not _CLOSING.search(cell.lines[-1].text):
        return None
    for index in reversed(range(len(cell.lines))):
        openings = list(_OPENING.finditer(cell.lines[index].text))
        if openings:
            before, inside = _cut(cell.lines, index, openings[-1])
            return (cell._replace(lines=before), cell._replace(lines=inside)) if before else None
    return None


def _cut(
    lines: Sequence[Line], index: int, opening: re.Match[str]
) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    line = lines[index]
    before = (*lines[:index], line._replace(text=line.text[: opening.start()].rstrip()))
    inside = [line._replace(text=line.text[opening.end() :]), *lines[index + 1 :]]
    inside[-1] = inside[-1]._replace(text=_CLOSING.sub("", inside[-1].text))
    return _filled(before), _filled(inside)


def _filled(lines: Sequence[Line]) -> tuple[Line, ...]:
    return tuple(line for line in lines if line.text.strip())
