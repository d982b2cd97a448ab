"""Sheets with one measure each: labels beside their values, and small tables of indicators."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kict_nlp.pdf.joins import JoinedCell, Table
from kict_nlp.reports.celltext import cell_text
from kict_nlp.reports.columns import Column
from kict_nlp.reports.form_blocks import (
    OF_INDICATORS,
    Block,
    find_block,
    label_role,
    row_kind,
    value_column,
)
from kict_nlp.reports.heading import Heading
from kict_nlp.reports.layout import ENDS_WITH, EQUALS, LEVELS, ROLES, Layout, Role
from kict_nlp.reports.levels import Name
from kict_nlp.reports.numbering import parse_label
from kict_nlp.reports.raw import RawMeasure, RawRow

_FEWEST_ROWS = 3  # rows with a label beside its value: a heading of columns has no more than two

# In a sheet a value's label stands beside it, so its "column" is just its role.
_HEADING = Heading(0, 0, tuple(Column(role, "") for role in ROLES), frozenset())


def is_form(table: Table, layout: Layout) -> bool:
    """Whether a table is a sheet: labels with their values beside them, row after row."""
    rows = table.rows()
    by_role: dict[Role, int] = {}
    for index, cells in enumerate(rows):
        for role, _, _ in [*_pairs(_own(cells, index), layout), *_stacked(rows, index, layout)]:
            if role not in OF_INDICATORS:
                by_role.setdefault(role, index)
    return "measure" in by_role and len(set(by_role.values())) >= _FEWEST_ROWS


def read_forms(tables: Iterable[Table], layout: Layout) -> list[RawMeasure]:
    """Return the measures of all sheets; a sheet must have what the layout requires."""
    measures = []
    for table in tables:
        measures.extend(_FormReader(table, layout).read())
    required = set(layout.required)
    return [m for m in measures if required <= {role for role, _ in m.cells()}]


def _own(cells: Iterable[JoinedCell], index: int) -> list[JoinedCell]:
    return [cell for cell in cells if cell.row == index and cell.lines]


def _pairs(
    cells: Sequence[JoinedCell], layout: Layout
) -> list[tuple[Role, JoinedCell, JoinedCell]]:
    """Labels of a row with the value beside each; a label of other labels has none."""
    pairs: list[tuple[Role, JoinedCell, JoinedCell]] = []
    index = 0
    while index < len(cells):
        role = label_role(cells[index], layout)
        value = _value_beside(cells, index, layout) if role else None
        if role is not None and value is not None:
            pairs.append((role, cells[index], value))
        index += 1 if value is None else 2
    return pairs


def _stacked(
    rows: Sequence[Sequence[JoinedCell]], index: int, layout: Layout
) -> list[tuple[Role, JoinedCell, JoinedCell]]:
    """Labels side by side with the value of each below it."""
    if index + 1 >= len(rows):
        return []
    labels, values = _own(rows[index], index), _own(rows[index + 1], index + 1)
    roles = [label_role(label, layout, EQUALS) for label in labels]  # names end in 事業, too
    if len(labels) < 2 or None in roles or any(label_role(v, layout, EQUALS) for v in values):
        return []
    below = {(value.column, value.column_end): value for value in values}
    return [
        (role, label, below[label.column, label.column_end])
        for role, label in zip(roles, labels, strict=True)
        if role is not None and (label.column, label.column_end) in below
    ]


def _value_beside(cells: Sequence[JoinedCell], index: int, layout: Layout) -> JoinedCell | None:
    if index + 1 >= len(cells) or cells[index + 1].column != cells[index].column_end:
        return None
    return None if _is_label(cells, index + 1, layout) else cells[index + 1]


def _is_label(cells: Sequence[JoinedCell], index: int, layout: Layout) -> bool:
    """A cell that is a heading word, or ends in one and has a value of its own beside it."""
    cell = cells[index]
    has_value = index + 1 < len(cells) and cells[index + 1].column == cell.column_end
    return label_role(cell, layout, ENDS_WITH if has_value else EQUALS) is not None


class _FormReader:
    """Goes down one table, which may hold many sheets one below the other."""

    def __init__(self, table: Table, layout: Layout) -> None:
        self._rows = table.rows()
        self._layout = layout
        self._opening = ""  # the words of the label that every sheet begins with
        self._measures: list[RawMeasure] = []

    def read(self) -> list[RawMeasure]:
        index = 0
        while index < len(self._rows):
            block = find_block(self._rows, index, self._layout)
            if block is not None and self._measures:
                self._add_block(block)
                index = max(block.bottom, block.end)
                continue
            stacked = _stacked(self._rows, index, self._layout)
            pairs = stacked or _pairs(_own(self._rows[index], index), self._layout)
            for role, label, value in pairs:
                self._add_pair(role, label, value)
            index += 2 if stacked else 1
        for measure in self._measures:
            _keep_overall_rating(measure)
        return self._measures

    # ------------------------------------------------------------ labels and values

    def _add_pair(self, role: Role, label: JoinedCell, value: JoinedCell) -> None:
        if self._opens_sheet(role, label):
            self._opening = self._opening or label.text
            levels = {level: Name(None, None) for level in LEVELS}
            self._measures.append(RawMeasure(levels, _HEADING, [RawRow()]))
        if role in LEVELS:
            self._enter_level(role, value)
        else:
            self._put(self._measures[-1].rows[0], Column(role, ""), value)

    def _opens_sheet(self, role: Role, label: JoinedCell) -> bool:
        """A sheet begins with its first label; the label comes again where the next begins."""
        if not self._measures:
            return True
        first = self._measures[-1].rows[0]
        if role in ("number", "measure"):
            return role in first.cells or (role == "number" and "measure" in first.cells)
        return label.text == self._opening and "measure" in first.cells

    def _enter_level(self, role: Role, value: JoinedCell) -> None:
        sheet = self._measures[-1]
        below = LEVELS[[*LEVELS].index(role) :]  # type: ignore[arg-type]
        free = [level for level in below if sheet.levels[level] == Name(None, None)]
        if free:
            label = parse_label(cell_text(value.lines, vertical=value.vertical))
            sheet.levels[free[0]] = Name(label.number, label.name or None)

    def _put(self, row: RawRow, column: Column, cell: JoinedCell) -> None:
        """Add a cell under its role and year; a sheet's heading grows with its years."""
        if column.role is None:
            return
        sheet = self._measures[-1]
        key = Column(column.role, "", column.fiscal_year)
        if key not in sheet.heading.columns:
            sheet.heading = replace(sheet.heading, columns=(*sheet.heading.columns, key))
        index = sheet.heading.columns.index(key)
        row.cells.setdefault(column.role, []).append((index, cell))

    # ------------------------------------------------------------ indicators

    def _add_block(self, block: Block) -> None:
        first = len(self._measures[-1].rows)
        for index in range(block.end, block.bottom):
            own = [c for c in _own(self._rows[index], index) if c.column in block.columns]
            found = row_kind(own, block, self._layout)
            if found is None:
                self._add_values(block, own, None, first)
            elif found[0] != "achievement":
                values = [cell for cell in own if cell is not found[1]]
                self._add_values(block, values, found[0], first)

    def _add_values(
        self, block: Block, cells: Sequence[JoinedCell], kind: Role | None, first: int
    ) -> None:
        """Add a row of values; one whose label names its kind may go on with the row above."""
        rows = self._measures[-1].rows
        begins = any(block.columns[cell.column].role == "indicator" for cell in cells)
        if cells and (kind is None or begins or len(rows) == first):
            rows.append(RawRow())
            if block.name is not None:
                self._put(rows[-1], Column("indicator", ""), block.name)
        if len(rows) == first or (kind is not None and kind in rows[-1].cells):
            return  # goals of single years below a goal that stands by itself
        for cell in cells:
            self._put(rows[-1], value_column(block.columns[cell.column], kind), cell)


def _keep_overall_rating(measure: RawMeasure) -> None:
    """A sheet that rates its measure and each indicator means the former."""
    if "rating" in measure.rows[0].cells:
        for row in measure.rows[1:]:
            row.cells.pop("rating", None)
