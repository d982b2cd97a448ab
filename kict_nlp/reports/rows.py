"""The body of a table, row by row, → one raw record a measure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kict_nlp.pdf.joins import JoinedCell, Table
from kict_nlp.reports.captions import Caption, is_title
from kict_nlp.reports.celltext import cell_text
from kict_nlp.reports.heading import Heading, repeats_heading
from kict_nlp.reports.kinds import Kinds, find_kinds
from kict_nlp.reports.layout import LEVELS, Layout, Level, Role
from kict_nlp.reports.levels import (
    Levels,
    SectionReader,
    SectionRow,
    StyleKey,
    find_section,
    labels_of,
    levels_by_style,
    mend_labels,
    spoken,
)
from kict_nlp.reports.raw import RawMeasure, RawRow
from kict_nlp.reports.seams import mend_spans
from kict_nlp.reports.shared_cells import part_names

_PROSE: frozenset[Role] = frozenset({"explanation", "outlook", "note", "content"})
_TOTALS = frozenset({"小計", "合計", "計", "総計", "総合計"})
_NOTES = ("※", "（注", "(注", "注）", "注)", "注：")
_FLUSH = 1.0  # points: lines that begin this near to each other are flush
_FEWEST_LINES = 4  # fewer lines do not show how a column is set
_FLUSH_SHARE = 0.5  # of a column's lines: the others open paragraphs


@dataclass(frozen=True, slots=True)
class Body:
    """The rows of one table below its heading; ``sections`` are the headings between them.

    ``captions`` are headings that stand over a part of the table.
    """

    table: Table
    heading: Heading
    kinds: Kinds | None
    rows: list[int]
    sections: dict[int, SectionRow]
    captions: Sequence[Caption]
    reader: SectionReader


def find_body(
    table: Table, heading: Heading, layout: Layout, captions: Sequence[Caption] = ()
) -> Body:
    """Tell the headings between the rows of a table from the rows of measures."""
    table = mend_spans(mend_labels(table, heading), heading)
    kinds = find_kinds(table, heading)
    if kinds is not None:
        heading = kinds.heading
    rows = table.rows()
    body = list(range(heading.end, table.n_rows))
    found = {row: find_section(rows[row], heading, table.xs) for row in body}
    sections = {row: section for row, section in found.items() if section is not None}
    titles = {
        row
        for row, section in sections.items()
        if is_title(section.text) or _is_total_or_note(rows[row], row)
    }
    return Body(
        table=table,
        heading=heading,
        kinds=kinds,
        rows=[row for row in body if row not in titles],
        sections={row: section for row, section in sections.items() if row not in titles},
        captions=captions,
        reader=SectionReader(layout, heading),
    )


def read_bodies(bodies: Sequence[Body]) -> list[RawMeasure]:
    """Read the measures of all tables of a report; its levels go on from table to table."""
    by_style = levels_by_style(
        [(body.reader, list(body.sections.values())) for body in bodies],
        [caption for body in bodies for caption in body.captions],
    )
    levels = Levels()
    return [measure for body in bodies for measure in _read_rows(body, levels, by_style)]


def _read_rows(body: Body, levels: Levels, by_style: Mapping[StyleKey, Level]) -> list[RawMeasure]:
    heading, reader, kinds = body.heading, body.reader, body.kinds
    rows = body.table.rows()
    lefts = _left_edges(body.table, heading)
    columns = {level: labels_of(body.table, heading, level) for level in LEVELS}
    measures: list[RawMeasure] = []
    for row in body.rows:
        for caption in body.captions:
            if max(caption.row, heading.end) == row:
                levels.enter(*reader.read(spoken(caption), by_style))
        cells = rows[row]
        if repeats_heading(cells, heading) or _is_total_or_note(cells, row):
            continue
        section = body.sections.get(row)
        if section is not None:
            levels.enter(*reader.read(section, by_style))
            continue
        raw = _raw_row(cells, heading)
        raw.lefts = lefts
        _enter_labels(cells, heading, reader, levels, columns)
        if _opens_measure(raw, row, measures):
            names = {level: levels.name(level) for level in LEVELS}
            measures.append(RawMeasure(names, heading))
        if not measures or not any(cell.lines and cell.row == row for cell in cells):
            continue
        raw.carried = _carried(raw, measures[-1].rows)
        if kinds is not None and kinds.merge(raw, row, measures[-1].rows):
            continue
        measures[-1].rows.append(raw)
    return [measure for measure in measures if measure.rows]


def _is_total_or_note(cells: Sequence[JoinedCell], row: int) -> bool:
    """A row of sums, or one note over the whole width, is no measure."""
    own = [cell for cell in cells if cell.lines and cell.row == row]
    if not own:
        return False
    first = own[0].text.replace(" ", "").replace("\u3000", "")
    return first in _TOTALS or (len(own) == 1 and first.startswith(_NOTES))


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
    part_names(raw, heading)
    return raw


def _number_beside_name(raw: RawRow) -> None:
    """Number and name under one heading: the short cell before the name is the number."""
    measure = raw.cells.get("measure", [])
    if len(measure) > 1 and "number" not in raw.cells and len(measure[0][1].text) <= 5:
        raw.cells["number"] = [measure.pop(0)]


def _enter_labels(
    cells: Sequence[JoinedCell],
    heading: Heading,
    reader: SectionReader,
    levels: Levels,
    columns: Mapping[Level, Sequence[str]],
) -> None:
    for cell in cells:
        role = heading.columns[cell.column].role
        if role in LEVELS and cell.lines:
            text = cell_text(cell.lines, vertical=cell.vertical).replace("\n", "")
            levels.enter(role, reader.name(role, text, levels.name(role).number, columns[role]))


def _carried(raw: RawRow, above: Sequence[RawRow]) -> set[Role]:
    seen = {id(cell) for row in above for cells in row.cells.values() for _, cell in cells}
    return {role for role, cells in raw.cells.items() if all(id(cell) in seen for _, cell in cells)}


def _opens_measure(raw: RawRow, row: int, measures: list[RawMeasure]) -> bool:
    """A row opens a measure where its name or its number begins."""
    opening = [*raw.cells.get("measure", ()), *raw.cells.get("number", ())]
    if any(cell.row == row for _, cell in opening):
        return True
    return not measures and bool(opening)
