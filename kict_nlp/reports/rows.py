"""The body of a table → one raw record a measure, with the cells that its values come from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kict_nlp.pdf.joins import JoinedCell, Table
from kict_nlp.reports.celltext import cell_text
from kict_nlp.reports.heading import Heading, repeats_heading
from kict_nlp.reports.layout import LEVELS, Layout, Level, Role
from kict_nlp.reports.numbering import parse_label
from kict_nlp.reports.levels import Levels, Name, SectionReader, SectionRow, find_section, mend_labels


_PROSE: frozenset[Role] = frozenset({"explanation", "outlook", "note", "content"})
_FLUSH = 1.0  # points: lines that begin this near to each other are flush
_FEWEST_LINES = 4  # fewer lines do not show how a column is set
_FLUSH_SHARE = 0.5  # of a column's lines: the others open paragraphs


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
            left = None if offset is None else cell.places[0][1].x0 + offset
            text = cell_text(cell.lines, vertical=cell.vertical, left=left)
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
        seen: set[tuple[int, int]] = set()
        for row in self.rows:
            for role, cells in row.cells.items():
                for _, cell in cells:
                    if (cell.row, cell.column) not in seen:
                        seen.add((cell.row, cell.column))
                        yield role, cell
            for roles, cell in row.spanning:
                if (cell.row, cell.column) not in seen:
                    seen.add((cell.row, cell.column))
                    yield roles[0], cell


def read_rows(
    table: Table,
    heading: Heading,
    layout: Layout,
    levels: Levels,
    captions: Sequence[tuple[int, str]] = (),
) -> list[RawMeasure]:
    """Read the measures of one table; ``levels`` is carried on from table to table.

    ``captions`` are headings that stand over a part of the table, with the row they precede.
    """
    table = mend_labels(table, heading)
    rows = table.rows()
    body = range(heading.end, table.n_rows)
    sections = {row: find_section(rows[row], heading, table.xs) for row in body}
    spoken = [_spoken(text) for _, text in captions]
    reader = SectionReader(layout, heading, [s for s in sections.values() if s] + spoken)
    lefts = _left_edges(table, heading)
    measures: list[RawMeasure] = []
    for row in body:
        for text in (text for before, text in captions if max(before, heading.end) == row):
            levels.enter(*reader.read(_spoken(text)))
        cells = rows[row]
        if repeats_heading(cells, heading):
            continue
        section = sections[row]
        if section is not None:
            levels.enter(*reader.read(section))
            continue
        raw = _raw_row(cells, heading)
        raw.lefts = lefts
        _enter_labels(cells, heading, reader, levels)
        if _opens_measure(raw, row, measures):
            names = {level: levels.name(level) for level in LEVELS}
            measures.append(RawMeasure(names, heading))
        if measures and any(cell.lines and cell.row == row for cell in cells):
            raw.carried = _carried(raw, measures[-1].rows)
            measures[-1].rows.append(raw)
    return [measure for measure in measures if measure.rows]


def _spoken(text: str) -> SectionRow:
    """A heading over the table, as if it were a row of it."""
    return SectionRow(text, -1, parse_label(text).style)


def _left_edges(table: Table, heading: Heading) -> dict[Role, float]:
    """Where the lines of a column begin, as far from its edge, if most begin there."""
    edges: dict[Role, list[float]] = {}
    for cell in table.cells:
        role = heading.columns[cell.column].role
        if role not in _PROSE or cell.row < heading.end or cell.vertical:
            continue
        edges.setdefault(role, []).extend(
            round(line.box.x0 - cell.places[0][1].x0, 1) for line in cell.lines
        )
    lefts: dict[Role, float] = {}
    for role, places in edges.items():
        if len(places) < _FEWEST_LINES:
            continue
        usual = Counter(places).most_common(1)[0][0]
        if sum(abs(place - usual) < _FLUSH for place in places) >= _FLUSH_SHARE * len(places):
            lefts[role] = usual
    return lefts


def _raw_row(cells: Sequence[JoinedCell], heading: Heading) -> RawRow:
    raw = RawRow()
    for cell in cells:
        if not cell.lines:
            continue
        roles: dict[Role, int] = {}
        for column in range(cell.column, cell.column_end):
            role = heading.columns[column].role
            if role is not None:
                roles.setdefault(role, column)
        values = {role: column for role, column in roles.items() if role not in LEVELS}
        if len(values) == 1:
            ((role, column),) = values.items()
            raw.cells.setdefault(role, []).append((column, cell))
        elif len(values) > 1:
            raw.spanning.append((tuple(values), cell))
    _number_beside_name(raw)
    return raw


def _number_beside_name(raw: RawRow) -> None:
    """Number and name under one heading: the short cell before the name is the number."""
    measure = raw.cells.get("measure", [])
    if len(measure) > 1 and "number" not in raw.cells and len(measure[0][1].text) <= 5:
        raw.cells["number"] = [measure.pop(0)]


def _enter_labels(
    cells: Sequence[JoinedCell], heading: Heading, reader: SectionReader, levels: Levels
) -> None:
    for cell in cells:
        role = heading.columns[cell.column].role
        if role in LEVELS and cell.lines:
            text = cell_text(cell.lines, vertical=cell.vertical).replace("\n", "")
            levels.enter(role, reader.name(role, text, levels.name(role).number))


def _carried(raw: RawRow, above: Sequence[RawRow]) -> set[Role]:
    seen = {id(cell) for row in above for cells in row.cells.values() for _, cell in cells}
    return {
        role for role, cells in raw.cells.items() if all(id(cell) in seen for _, cell in cells)
    }


def _opens_measure(raw: RawRow, row: int, measures: list[RawMeasure]) -> bool:
    """A row opens a measure where its name or its number begins."""
    opening = [*raw.cells.get("measure", ()), *raw.cells.get("number", ())]
    if any(cell.row == row for _, cell in opening):
        return True
    return not measures and bool(opening)
