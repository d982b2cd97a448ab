"""Cells over several rows of one measure that a page end cut in two."""

from __future__ import annotations

from dataclasses import replace

from kict_nlp.pdf.joins import JoinedCell, Table
from kict_nlp.reports.heading import Heading
from kict_nlp.reports.layout import LEVELS


def mend_spans(table: Table, heading: Heading) -> Table:
    """Put together the halves of spanning cells where a measure goes on over the page end.

    It does where no number and no name begins in the first row of the page. An explanation
    merged over three indicators, cut after the second, is one text again.
    """
    cells = list(table.cells)
    for part in table.parts[1:]:
        if not _begins_measure(cells, heading, part.row):
            _mend(cells, heading, part.row)
    return replace(table, cells=tuple(sorted(cells)))


def _begins_measure(cells: list[JoinedCell], heading: Heading, row: int) -> bool:
    opening = {*heading.columns_of("measure"), *heading.columns_of("number")}
    own = [cell for cell in cells if cell.row == row and cell.lines]
    return not own or any(cell.column in opening for cell in own)


def _mend(cells: list[JoinedCell], heading: Heading, seam: int) -> None:
    for lower in [cell for cell in cells if cell.row == seam]:
        upper = next((c for c in cells if c.row_end == seam and c.column == lower.column), None)
        if upper is None or upper.column_end != lower.column_end:
            continue
        spans = upper.row_end - upper.row > 1 or lower.row_end - lower.row > 1
        if not spans or heading.columns[lower.column].role in LEVELS:
            continue
        cells.remove(upper)
        cells.remove(lower)
        cells.append(upper.together(lower))
