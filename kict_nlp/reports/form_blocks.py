"""The small table of indicators inside a sheet: its heading, which may have rows below rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kict_nlp.pdf.joins import JoinedCell
from kict_nlp.reports.columns import Column
from kict_nlp.reports.heading import fiscal_year_of
from kict_nlp.reports.layout import ENDS_WITH, Layout, Role

OF_INDICATORS: frozenset[Role] = frozenset(
    {"indicator", "unit", "baseline", "target", "target_year", "actual", "achievement"}
)
_KINDS: frozenset[Role] = frozenset({"target", "actual", "achievement"})
_IN_ROWS = OF_INDICATORS | {"rating"}
_LONGEST_LABEL = 20  # characters
_LONGEST_YEAR = 10  # characters: 令和元年度末 and the like
_LABEL_SHARE = 0.6  # of the cells of a heading row that must be words or years
_HAS_FIGURE = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Block:
    """The heading of indicators in rows ``start`` to ``end``; its values go down to ``bottom``.

    ``name`` is the cell beside the block that names its one indicator, where no column does.
    """

    start: int
    end: int
    bottom: int
    columns: dict[int, Column]
    name: JoinedCell | None


def label_role(cell: JoinedCell, layout: Layout, least: int = ENDS_WITH) -> Role | None:
    """The role that the cell's words name, or None for a value."""
    if len(cell.text) > _LONGEST_LABEL:
        return None
    match = layout.find_role(cell.text)
    return match[0] if match and match[1] >= least else None


def row_kind(
    cells: Iterable[JoinedCell], block: Block, layout: Layout
) -> tuple[Role, JoinedCell] | None:
    """What a label in a row of values says of the row: 目標, 実績, 年度ごとの目標値."""
    for cell in cells:
        role = label_role(cell, layout)
        names = block.columns[cell.column].role == "indicator"
        if role in _KINDS and not names and not _HAS_FIGURE.search(cell.text):
            return role, cell
    return None


def value_column(column: Column, kind: Role | None) -> Column:
    """The column as a row sees it: a label in the row tells what stands under the years."""
    if kind is not None and (column.role in _KINDS or column.fiscal_year is not None):
        return column._replace(role=kind)
    if column.role is None and column.fiscal_year is not None:
        return column._replace(role="actual")
    return column if column.role in _IN_ROWS else column._replace(role=None)


def find_block(rows: Sequence[Sequence[JoinedCell]], index: int, layout: Layout) -> Block | None:
    """Return the block whose heading begins in row ``index``, or None."""
    labels, beside = _heading_cells(_own(rows, index), layout)
    roles = {role for cell in labels if (role := label_role(cell, layout)) in OF_INDICATORS}
    if len(roles) < 2 or _share_of_words(labels, layout) < _LABEL_SHARE:
        return None
    end = max(cell.row_end for cell in labels)
    while end < len(rows) and _goes_on(_own(rows, end), layout):
        end += 1
    first = min(cell.column for cell in labels)
    inside = [
        cell
        for row in range(index, end)
        for cell in _own(rows, row)
        if cell.column >= first and cell.row_end <= end
    ]
    columns = _columns(inside, layout)
    named = any(column.role == "indicator" for column in columns.values())
    names = [cell for cell in beside if label_role(cell, layout) is None]
    return Block(
        start=index,
        end=end,
        bottom=min((cell.row_end for cell in beside), default=_bottom(rows, end, labels, layout)),
        columns=columns,
        name=names[-1] if names and not named else None,
    )


def _own(rows: Sequence[Sequence[JoinedCell]], index: int) -> list[JoinedCell]:
    return [cell for cell in rows[index] if cell.row == index and cell.lines]


def _heading_cells(
    cells: Sequence[JoinedCell], layout: Layout
) -> tuple[list[JoinedCell], list[JoinedCell]]:
    """The cells of a heading row, and those at the left that stand beside the whole block."""
    for index, cell in enumerate(cells):
        words = [other for other in cells[index + 1 :] if _is_word(other, layout)]
        if not words or cell.row_end <= max(other.row_end for other in words):
            return list(cells[index:]), list(cells[:index])
    return [], []


def _share_of_words(cells: Sequence[JoinedCell], layout: Layout) -> float:
    words = [cell for cell in cells if _is_word(cell, layout)]
    return len(words) / len(cells)


def _is_word(cell: JoinedCell, layout: Layout) -> bool:
    return label_role(cell, layout) is not None or _names_year(cell)


def _names_year(cell: JoinedCell) -> bool:
    return len(cell.text) <= _LONGEST_YEAR and fiscal_year_of(cell.text) is not None


def _goes_on(cells: Sequence[JoinedCell], layout: Layout) -> bool:
    """Years or words below the first row; a value may begin beside them and go down."""
    flat = [cell for cell in cells if cell.row_end - cell.row == 1]
    return len(flat) > 1 and all(_is_word(cell, layout) for cell in flat)


def _columns(cells: Sequence[JoinedCell], layout: Layout) -> dict[int, Column]:
    """Grid column → its role and year, from the words above each other."""
    columns: dict[int, Column] = {}
    for cell in sorted(cells):
        role, year = label_role(cell, layout), fiscal_year_of(cell.text)
        for column in range(cell.column, cell.column_end):
            above = columns.get(column, Column(None, ""))
            columns[column] = Column(
                role or above.role, cell.text, year if year is not None else above.fiscal_year
            )
    return columns


def _bottom(
    rows: Sequence[Sequence[JoinedCell]], end: int, labels: Sequence[JoinedCell], layout: Layout
) -> int:
    """Where nothing stands beside the block it ends before the next label or heading."""
    first = min(cell.column for cell in labels)
    for row in range(end, len(rows)):
        own = _own(rows, row)
        if own and (own[0].column < first or _is_next_label(own, len(labels), layout)):
            return row
    return len(rows)


def _is_next_label(cells: Sequence[JoinedCell], width: int, layout: Layout) -> bool:
    """A label with its value fills fewer cells than a row of the block; a heading is all words."""
    roles = {role for cell in cells if (role := label_role(cell, layout)) is not None}
    label = label_role(cells[0], layout)
    alone = label is not None and label not in OF_INDICATORS and len(cells) < width
    return alone or (len(roles) > 1 and all(_is_word(cell, layout) for cell in cells))
