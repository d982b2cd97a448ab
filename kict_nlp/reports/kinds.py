"""Targets and results in rows of their own: 目標値 above 実績値, with the years as columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kict_nlp.pdf.joins import JoinedCell, Table
from kict_nlp.reports.heading import Heading
from kict_nlp.reports.layout import Role
from kict_nlp.reports.raw import RawRow
from kict_nlp.text.normalize import normalize

_KINDS: dict[str, Role] = {
    "目標": "target",
    "目標値": "target",
    "計画": "target",
    "計画値": "target",
    "実績": "actual",
    "実績値": "actual",
    "実績見込": "actual",
    "達成率": "achievement",
    "達成度": "achievement",
    "進捗率": "achievement",
}


@dataclass(frozen=True, slots=True)
class Kinds:
    """Which row holds targets and which results; ``heading`` has that column's role taken out."""

    heading: Heading
    by_row: dict[int, Role]

    def merge(self, raw: RawRow, row: int, above: Sequence[RawRow]) -> bool:
        """Sort the row's values by its kind; True where the row above takes them in."""
        kind = self.by_row.get(row)
        if kind is None:
            return False
        values = [*raw.cells.pop("target", []), *raw.cells.pop("actual", [])]
        if kind == "achievement":
            return True
        partner: Role = "actual" if kind == "target" else "target"
        if above and kind not in above[-1].cells and partner in above[-1].cells:
            above[-1].cells[kind] = values
            return True
        raw.cells[kind] = values
        return False


def find_kinds(table: Table, heading: Heading) -> Kinds | None:
    """Return the kinds of a table's rows, or None where no column tells them."""
    by_column: dict[int, dict[int, Role]] = {}
    counts: dict[int, int] = {}
    for cell in table.cells:
        if cell.row < heading.end or not cell.lines:
            continue
        counts[cell.column] = counts.get(cell.column, 0) + 1
        kind = _KINDS.get(_packed(cell))
        if kind is not None:
            by_column.setdefault(cell.column, {})[cell.row] = kind
    for column, rows in by_column.items():
        if {"target", "actual"} <= set(rows.values()) and 2 * len(rows) > counts[column]:
            # Columns that only name a year hold what their row says.
            columns = [
                c._replace(role="actual") if c.role is None and c.fiscal_year else c
                for c in heading.columns
            ]
            columns[column] = columns[column]._replace(role=None)
            return Kinds(replace(heading, columns=tuple(columns)), rows)
    return None


def _packed(cell: JoinedCell) -> str:
    return normalize(cell.text).text.replace(" ", "")
