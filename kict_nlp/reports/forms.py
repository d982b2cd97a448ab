"""Sheets with one measure each: labels beside their values, and a small table of indicators."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kict_nlp.pdf.joins import JoinedCell, Table
from kict_nlp.reports.celltext import cell_text
from kict_nlp.reports.columns import Column
from kict_nlp.reports.heading import Heading
from kict_nlp.reports.layout import ENDS_WITH, EQUALS, LEVELS, ROLES, Layout, Role
from kict_nlp.reports.levels import Name
from kict_nlp.reports.numbering import parse_label
from kict_nlp.reports.raw import RawMeasure, RawRow

_LONGEST_LABEL = 20  # characters
_OF_INDICATORS: frozenset[Role] = frozenset(
    {"indicator", "unit", "baseline", "target", "target_year", "actual", "achievement"}
)


def read_forms(tables: Iterable[Table], layout: Layout) -> list[RawMeasure]:
    """Return the measures of all sheets; a sheet must have what the layout requires."""
    measures = []
    for table in tables:
        measures.extend(_FormReader(table, layout).read())
    required = set(layout.required)
    return [m for m in measures if required <= {role for role, _ in m.cells()}]


class _FormReader:
    """Goes down one table, which may hold many sheets one below the other."""

    def __init__(self, table: Table, layout: Layout) -> None:
        self._rows = table.rows()
        self._layout = layout
        self._measures: list[RawMeasure] = []
        self._heading: dict[int, Role] = {}  # grid column → role, inside a table of indicators

    def read(self) -> list[RawMeasure]:
        for index, cells in enumerate(self._rows):
            own = [cell for cell in cells if cell.row == index and cell.lines]
            heading = self._indicator_heading(own)
            if heading:
                self._heading = heading
            elif self._heading and not self._begins_with_label(own):
                self._add_indicator(own)
            else:
                self._heading = {}
                self._add_pairs(own)
        return self._measures

    def _role(self, cell: JoinedCell, least: int = ENDS_WITH) -> Role | None:
        if len(cell.text) > _LONGEST_LABEL:
            return None
        match = self._layout.find_role(cell.text)
        return match[0] if match and match[1] >= least else None

    def _indicator_heading(self, cells: Sequence[JoinedCell]) -> dict[int, Role]:
        """Grid column → role, where all cells but a label at the left name values."""
        roles = [(cell, self._role(cell)) for cell in cells]
        if roles and roles[0][0].row_end - roles[0][0].row > 1:
            roles = roles[1:]
        named = {role for _, role in roles if role in _OF_INDICATORS}
        if len(named) < 2 or any(role is None for _, role in roles):
            return {}
        return {
            c: role for cell, role in roles if role for c in range(cell.column, cell.column_end)
        }

    def _begins_with_label(self, cells: Sequence[JoinedCell]) -> bool:
        return bool(cells) and cells[0].column not in self._heading

    def _add_indicator(self, cells: Sequence[JoinedCell]) -> None:
        if not self._measures:
            return
        raw = RawRow()
        for cell in cells:
            role = self._heading.get(cell.column)
            if role is not None:
                raw.cells.setdefault(role, []).append((ROLES.index(role), cell))
        self._measures[-1].rows.append(raw)

    def _add_pairs(self, cells: Sequence[JoinedCell]) -> None:
        index = 0
        while index < len(cells):
            role = self._role(cells[index])
            follows = cells[index + 1] if index + 1 < len(cells) else None
            if role is None:
                index += 1
                continue
            if self._opens_sheet(role):
                self._measures.append(
                    RawMeasure({level: Name(None, None) for level in LEVELS}, _HEADING)
                )
                self._measures[-1].rows.append(RawRow())
            beside = follows is not None and follows.column == cells[index].column_end
            if follows is None or not beside or self._is_label(cells, index + 1):
                index += 1  # a heading with headings beside it, not a label with its value
                continue
            self._add_value(role, follows)
            index += 2

    def _is_label(self, cells: Sequence[JoinedCell], index: int) -> bool:
        """A cell that is a heading word, or ends in one and has a value of its own beside it."""
        cell = cells[index]
        has_value = index + 1 < len(cells) and cells[index + 1].column == cell.column_end
        return self._role(cell, ENDS_WITH if has_value else EQUALS) is not None

    def _opens_sheet(self, role: Role) -> bool:
        """A sheet begins with its first label; the label comes again where the next begins."""
        if not self._measures:
            return True
        sheet = self._measures[-1]
        first = sheet.rows[0]
        return role in ("number", "measure") and (
            role in first.cells or (role == "number" and "measure" in first.cells)
        )

    def _add_value(self, role: Role, cell: JoinedCell) -> None:
        sheet = self._measures[-1]
        if role in LEVELS:
            free = [
                lv for lv in LEVELS[LEVELS.index(role) :] if sheet.levels[lv] == Name(None, None)
            ]
            if free:
                label = parse_label(cell_text(cell.lines, vertical=cell.vertical))
                sheet.levels[free[0]] = Name(label.number, label.name or None)
            return
        sheet.rows[0].cells.setdefault(role, []).append((ROLES.index(role), cell))


# In a sheet a value's label stands beside it, so its "column" is just its role.
_HEADING = Heading(0, 0, tuple(Column(role, "") for role in ROLES), frozenset())
