"""Pillar, middle and field: which heading between the rows opens which level."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from kict_nlp.pdf.joins import JoinedCell, Table
from kict_nlp.reports.captions import Caption
from kict_nlp.reports.celltext import cell_text
from kict_nlp.reports.heading import Heading
from kict_nlp.reports.layout import LEVELS, Layout, Level, Role
from kict_nlp.reports.numbering import opens_series, parse_label, parse_label_in_series

StyleKey = tuple[str | None, int]

_WIDE = 0.4  # of the table's width: a lone cell this wide is a heading


class Name(NamedTuple):
    """Number and name of a pillar, middle or field."""

    number: str | None
    name: str | None


class Levels:
    """Where in the plan the rows now stand; a heading ends all levels below its own."""

    def __init__(self) -> None:
        self._names: dict[Level, Name] = {}

    def enter(self, level: Level, name: Name) -> None:
        """Set a level and forget those below it, unless it goes on."""
        if self._names.get(level) == name:
            return
        self._names[level] = name
        for below in LEVELS[LEVELS.index(level) + 1 :]:
            self._names.pop(below, None)

    def name(self, level: Level) -> Name:
        """Number and name of a level; both None where the report has none."""
        return self._names.get(level, Name(None, None))


class SectionRow(NamedTuple):
    """A heading row of a table: its text, the grid column it begins at, how it is numbered."""

    text: str
    column: int
    style: str | None
    key: str | None


def find_section(
    cells: Sequence[JoinedCell], heading: Heading, xs: Sequence[float]
) -> SectionRow | None:
    """Return the heading that a row consists of, or None for a row of values."""
    filled = [cell for cell in cells if cell.lines and not _is_label(cell, heading)]
    if len(filled) == 2:
        return _parted_section(filled, heading)
    if len(filled) != 1 or filled[0].row_end - filled[0].row > 1:
        return None
    cell = filled[0]
    roles = {heading.columns[c].role for c in range(cell.column, cell.column_end)} - {None}
    text = _text(cell)
    _, _, style, key = parse_label(text)
    wide = (xs[cell.column_end] - xs[cell.column]) >= _WIDE * (xs[-1] - xs[0])
    in_level_column = len(roles) == 1 and roles <= set(LEVELS)
    if (len(roles) > 1 and (wide or "measure" in roles)) or in_level_column:
        return SectionRow(text, cell.column, style, key)
    if style is not None and style != "figure" and roles <= {*LEVELS, "measure", "number"}:
        return SectionRow(text, cell.column, style, key)
    return None


def _parted_section(cells: Sequence[JoinedCell], heading: Heading) -> SectionRow | None:
    """A heading whose number and name fell into two of the leftmost columns."""
    roles = {heading.columns[cell.column].role for cell in cells}
    if not roles <= {*LEVELS, "number", "measure"}:
        return None
    text = "\u3000".join(_text(cell) for cell in cells)
    _, _, style, key = parse_label(text)
    if style in (None, "figure", "bracketed", "compound"):
        return None
    return SectionRow(text, cells[0].column, style, key)


def mend_labels(table: Table, heading: Heading) -> Table:
    """Put together the labels in level columns that a page end cut in two.

    A label goes on over the page end where its lower half is empty or repeats the upper one, or
    has no number though the upper one has. It was moved whole to the next page where the upper
    half is empty and begins a new series of measures.
    """
    cells = _split_labels(table.cells, heading, table.xs)
    for level in reversed(LEVELS):
        openings = _openings(cells, heading, level)
        labels = labels_of(table, heading, level)
        for part in table.parts[1:]:
            for column in heading.columns_of(level)[:1]:
                _mend_label(cells, column, part.row, openings, labels)
    return replace(table, cells=tuple(sorted(cells)))


def _split_labels(
    cells: Iterable[JoinedCell], heading: Heading, xs: Sequence[float]
) -> list[JoinedCell]:
    """Part the cells over several level columns, between which a page drew no rule."""
    split: list[JoinedCell] = []
    for cell in cells:
        columns = range(cell.column, cell.column_end)
        if cell.row < heading.end or not all(heading.columns[c].role in LEVELS for c in columns):
            split.append(cell)
            continue
        for column in columns:
            lines = tuple(
                line
                for line in cell.lines
                if len(columns) == 1
                or xs[column] <= (line.box.x0 + line.box.x1) / 2 < xs[column + 1]
            )
            split.append(cell._replace(column=column, column_end=column + 1, lines=lines))
    return split


def _openings(cells: Sequence[JoinedCell], heading: Heading, level: Level) -> set[int]:
    """Rows in which a level may open: where the next finer one, or the measures, begin anew."""
    finer = [below for below in reversed(LEVELS) if LEVELS.index(below) > LEVELS.index(level)]
    roles: list[Role] = [*reversed(finer), "number", "measure"]
    role = next((r for r in roles if heading.columns_of(r)), None)
    columns = set(heading.columns_of(role)[:1]) if role else set()
    return {
        cell.row
        for cell in cells
        if cell.column in columns
        and cell.lines
        and (role == "measure" or opens_series(_text(cell)))
    }


def _mend_label(
    cells: list[JoinedCell], column: int, seam: int, openings: set[int], labels: Sequence[str]
) -> None:
    upper = next((c for c in cells if c.column == column and c.row_end == seam), None)
    lower = next((c for c in cells if c.column == column and c.row == seam), None)
    if upper is None or lower is None or not _is_one_label(upper, lower, openings, labels):
        return
    cells.remove(upper)
    cells.remove(lower)
    cells.append(upper.together(lower))


def _is_one_label(
    upper: JoinedCell, lower: JoinedCell, openings: set[int], labels: Sequence[str]
) -> bool:
    if upper.column_end != lower.column_end:
        return False
    if not upper.lines:
        return upper.row in openings
    if not lower.lines or _text(upper) == _text(lower):
        return True
    before = parse_label_in_series(_text(upper), None, labels)
    after = parse_label_in_series(_text(lower), before.number, labels)
    return before.number is not None and after.number is None


def labels_of(table: Table, heading: Heading, level: Level) -> list[str]:
    """The labels in the columns of a level, from the top down, repeated ones once."""
    columns = heading.columns_of(level)
    cells = [c for c in table.cells if c.row >= heading.end and c.column in columns and c.lines]
    return list(dict.fromkeys(_text(cell) for cell in cells))


def _text(cell: JoinedCell) -> str:
    return cell_text(cell.lines, vertical=cell.vertical).replace("\n", "").strip()


def _is_label(cell: JoinedCell, heading: Heading) -> bool:
    """A merged label beside the rows, such as the name of a pillar down the left edge."""
    role = heading.columns[cell.column].role
    return role in LEVELS and cell.row_end - cell.row > 1


def levels_by_style(
    tables: Iterable[tuple[SectionReader, Sequence[SectionRow]]], captions: Sequence[Caption]
) -> dict[StyleKey, Level]:
    """Decide over the whole document which kind of heading opens which level.

    Headings over tables stand outside those between rows. Among the former larger type is the
    outer one, among all else what comes first. Where nothing parts the rows of the tables, the
    innermost heading over them names their field.

    Parameters
    ----------
    tables : iterable of (SectionReader, sequence of SectionRow)
        The headings between the rows of each table, in printed order.
    captions : sequence of Caption
        The headings over all tables, in printed order.
    """
    tables = list(tables)
    outer = _outermost_first(captions)
    inner = dict.fromkeys(
        _style_key(section)
        for reader, sections in tables
        for section in sections
        if not reader.knows(section)
    )
    keys = [*outer, *(key for key in inner if key not in outer)]
    levels = {key: LEVELS[min(index, len(LEVELS) - 1)] for index, key in enumerate(keys)}
    parted = any(sections or reader.has_level_column() for reader, sections in tables)
    if len(outer) > 1 and not parted:
        levels[outer[-1]] = "field"
    return levels


def _outermost_first(captions: Sequence[Caption]) -> list[StyleKey]:
    sizes: dict[StyleKey, int] = {}
    for caption in captions:
        key = _style_key(spoken(caption))
        sizes[key] = max(sizes.get(key, 0), round(caption.size))
    return sorted(sizes, key=lambda key: -sizes[key])


def spoken(caption: Caption) -> SectionRow:
    """A heading over the table, as if it were a row of it."""
    return SectionRow(caption.text, -1, caption.style, caption.key)


class SectionReader:
    """Tells which level a heading row opens: by the layout, its column, or its number."""

    def __init__(self, layout: Layout, heading: Heading) -> None:
        self._layout = layout
        self._heading = heading

    def knows(self, section: SectionRow) -> bool:
        """Whether the layout or a column tells the level, whatever else the document holds."""
        return self._by_pattern(section.text) is not None or self._by_column(section) is not None

    def has_level_column(self) -> bool:
        """Whether the table itself groups its measures in a column."""
        return any(column.role in LEVELS for column in self._heading.columns)

    def _by_pattern(self, text: str) -> tuple[Level, Name] | None:
        for level in LEVELS:
            pattern = self._layout.sections.get(level)
            match = pattern.match(text) if pattern else None
            if match:
                return level, Name(match["number"], match["name"].strip())
        return None

    def _by_column(self, section: SectionRow) -> Level | None:
        """The level whose own column the heading begins at, where it is not just the first."""
        if section.column < 0:
            return None
        role = self._heading.columns[section.column].role
        if role not in LEVELS:
            return None
        if section.column == 0 and section.style not in (None, "roman", "prefixed", "chapter"):
            return None
        return role

    def read(self, section: SectionRow, by_style: Mapping[StyleKey, Level]) -> tuple[Level, Name]:
        """Return the level that a heading row opens, and its number and name."""
        found = self._by_pattern(section.text)
        if found is not None:
            return found
        label = parse_label(section.text)
        level = self._by_column(section) or by_style.get(_style_key(section), "field")
        return level, Name(label.number, label.name or None)

    def name(self, level: Level, text: str, before: str | None, column: Sequence[str] = ()) -> Name:
        """Number and name of a label of a level, after the one ``before`` in the ``column``."""
        pattern = self._layout.sections.get(level)
        match = pattern.match(text) if pattern else None
        if match:
            return Name(match["number"], match["name"].strip())
        label = parse_label_in_series(text, before, column)
        return Name(label.number, label.name or None)


def _style_key(section: SectionRow) -> StyleKey:
    return (section.key, section.column if section.key is None else 0)
