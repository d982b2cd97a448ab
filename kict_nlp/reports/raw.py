"""Raw records: the cells that belong to a measure, by role, before anything is read into them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kict_nlp.pdf.joins import JoinedCell
from kict_nlp.reports.celltext import cell_text
from kict_nlp.reports.heading import Heading
from kict_nlp.reports.layout import Level, Role
from kict_nlp.reports.levels import Name


@dataclass(slots=True)
class RawRow:
    """One row of a measure: the cells of each role, and those that span several roles.

    ``lefts`` has the left edge of the type in points where a column is set flush left;
    ``carried`` are the roles whose cells began in a row above that belongs to the same measure.
    """

    carried: set[Role] = field(default_factory=set)
    cells: dict[Role, list[tuple[int, JoinedCell]]] = field(default_factory=dict)
    lefts: Mapping[Role, float] = field(default_factory=dict)
    spanning: list[tuple[tuple[Role, ...], JoinedCell]] = field(default_factory=list)

    def text(self, role: Role) -> str:
        """The text of a role's cells, one after the other."""
        return "\n".join(text for _, text in self.texts(role))

    def texts(self, role: Role) -> list[tuple[int, str]]:
        """Grid column and text of each filled cell of a role."""
        found = []
        for column, cell in self.cells.get(role, ()):
            offset = self.lefts.get(role)
            box = cell.places[0][1]
            left = None if offset is None else box.x0 + offset
            text = cell_text(cell.lines, vertical=cell.vertical, left=left, room=box.width)
            if text:
                found.append((column, text))
        return found


@dataclass(slots=True)
class RawMeasure:
    """The rows of one measure and the names of the levels it stands under."""

    levels: dict[Level, Name]
    heading: Heading
    rows: list[RawRow] = field(default_factory=list)

    def cells(self) -> Iterable[tuple[Role, JoinedCell]]:
        """Every cell of the measure with its role, each once, in printed order."""
        seen: set[tuple[Role, int, int]] = set()
        for row in self.rows:
            for role, cells in row.cells.items():
                for _, cell in cells:
                    if (role, cell.row, cell.column) not in seen:
                        seen.add((role, cell.row, cell.column))
                        yield role, cell
            for roles, cell in row.spanning:
                if (roles[0], cell.row, cell.column) not in seen:
                    seen.add((roles[0], cell.row, cell.column))
                    yield roles[0], cell


def promote_levels(measures: list[RawMeasure]) -> list[RawMeasure]:
    """Make the outermost level that a report has its pillars, unless that is the fields.

    A report that groups its measures once, by 基本施策 say, has pillars and no middles.
    """
    used = {level for m in measures for level, name in m.levels.items() if name != Name(None, None)}
    if "pillar" not in used and "middle" in used:
        for measure in measures:
            measure.levels["pillar"] = measure.levels["middle"]
            measure.levels["middle"] = Name(None, None)
    return measures
