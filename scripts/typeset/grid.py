"""Tables as cells with spans, the same for every producer."""

from dataclasses import dataclass, replace
from typing import Final

from .content import LABEL_KEYS, STATUS_KEYS, Column, Content, columns_of, label_of, runs, text_of
from .style import Style
from .wrap import longest_word

DEFAULT_WEIGHTS: Final = {
    "number": 2.2,
    "measure": 15.0,
    "department": 8.5,
    "indicator": 10.0,
    "target": 8.0,
    "actual": 8.0,
    "rating": 3.4,
    "explanation": 26.0,
    "reason": 16.0,
    "outlook": 14.0,
}
OTHER_WEIGHT: Final = 8.0
STRIP_GLYPHS: Final = 1.2  # width of a label column in glyphs, besides padding
HORIZONTAL_LABEL_GLYPHS: Final = {"pillar": 4.2, "middle": 6.2, "field": 5.2}
CENTRED: Final = {"number", "target", "actual", "rating"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell. `role` is header, section, label, status, body or strip."""

    row: int
    column: int
    text: str
    rowspan: int = 1
    colspan: int = 1
    role: str = "body"
    align: str = "left"
    vertical: str = ""  # "", "stacked", "two_columns" or "rotated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Cells over columns of known width; `kinds` names the kind of each row."""

    widths: tuple[float, ...]
    kinds: tuple[str, ...]
    cells: tuple[Cell, ...]
    header_rows: int

    def rows(self) -> list[list[Cell]]:
        """Return the cells by the row they begin in, left to right."""
        found: list[list[Cell]] = [[] for _ in self.kinds]
        for cell in sorted(self.cells, key=lambda one: (one.row, one.column)):
            found[cell.row].append(cell)
        return found

    def shade_of(self, cell: Cell, style: Style) -> float | None:
        """Return the grey of a cell (0 black, 1 white), None where it stays bare."""
        if cell.role == "header":
            return None if style.shading in ("none", "zebra") else 0.85
        if cell.role in ("section", "label"):
            return (
                {"pillar": 0.8, "middle": 0.88}.get(self.kinds[cell.row], 0.94)
                if style.shading == "sections"
                else None
            )
        kind = self.kinds[cell.row]
        return (
            0.92
            if style.shading == "zebra" and kind == "measure_even" and cell.role != "strip"
            else None
        )


def annex_grid(content: Content, style: Style) -> Grid:
    """Build the table of measures for a style."""
    columns = columns_of(content)
    if style.labels == "section_rows" and style.section_start == "flat":
        columns = [column for column in columns if column.key not in LABEL_KEYS]
    header = _header_cells(columns)
    top = 1 + max(cell.row for cell in header)
    body, kinds = _body(content["measures"], columns, style, top)
    return Grid(
        widths=_widths(columns, content["measures"], style),
        kinds=("header",) * top + tuple(kinds),
        cells=(*header, *body),
        header_rows=top,
    )


def _header_cells(columns: list[Column]) -> list[Cell]:
    """Lay the headings in two rows, groups above; one row where there is no group."""
    deep = 2 if any(column.group for column in columns) else 1
    cells: list[Cell] = []
    for index, column in enumerate(columns):
        if not column.group:
            cells.append(_head(0, index, column.title, rowspan=deep))
            continue
        cells.append(_head(1, index, column.title))
        if index == 0 or columns[index - 1].group != column.group:
            cells.append(_head(0, index, column.group, colspan=_group_length(columns, index)))
    return cells


def _head(row: int, column: int, text: str, *, rowspan: int = 1, colspan: int = 1) -> Cell:
    return Cell(
        row=row,
        column=column,
        text=text,
        rowspan=rowspan,
        colspan=colspan,
        role="header",
        align="center",
    )


def _group_length(columns: list[Column], start: int) -> int:
    length = 1
    while start + length < len(columns) and columns[start + length].group == columns[start].group:
        length += 1
    return length


def _body(
    measures: list[Content], columns: list[Column], style: Style, top: int
) -> tuple[list[Cell], list[str]]:
    """Return the cells below the header and the kind of each of their rows."""
    if style.labels == "section_rows":
        return _section_body(measures, columns, top)
    kinds = [_zebra(index) for index in range(len(measures))]
    cells = [
        cell
        for index, one in enumerate(measures)
        for cell in _measure_cells(one, columns, top + index)
    ]
    return cells + _label_cells(measures, columns, style, top), kinds


def _zebra(index: int) -> str:
    return "measure_even" if index % 2 else "measure_odd"


def _section_body(
    measures: list[Content], columns: list[Column], top: int
) -> tuple[list[Cell], list[str]]:
    """Print pillar, middle and field as rows of their own above their measures."""
    cells: list[Cell] = []
    kinds: list[str] = []
    strips = sum(column.key in LABEL_KEYS for column in columns)
    starts = {
        key: {a for a, _ in runs(measures, LABEL_KEYS[: depth + 1])}
        for depth, key in enumerate(LABEL_KEYS)
    }
    for index, measure in enumerate(measures):
        for depth, key in enumerate(LABEL_KEYS):
            if index in starts[key] and label_of(measure, key):
                cells += _section_row(
                    top + len(kinds), min(depth, strips), len(columns), label_of(measure, key)
                )
                kinds.append(key)
        cells += _strip_cells(top + len(kinds), strips) + _measure_cells(
            measure, columns, top + len(kinds)
        )
        kinds.append(_zebra(index))
    return cells, kinds


def _section_row(row: int, depth: int, width: int, text: str) -> list[Cell]:
    return [
        *_strip_cells(row, depth),
        Cell(row=row, column=depth, text=text, colspan=width - depth, role="section"),
    ]


def _strip_cells(row: int, number: int) -> list[Cell]:
    return [Cell(row=row, column=index, text="", role="strip") for index in range(number)]


def _measure_cells(measure: Content, columns: list[Column], row: int) -> list[Cell]:
    """Return the cells of one measure; the status text covers target, actual and rating."""
    cells: list[Cell] = []
    status = measure.get("status_text")
    covered = [index for index, column in enumerate(columns) if column.key in STATUS_KEYS]
    for index, column in enumerate(columns):
        if column.key in LABEL_KEYS:
            continue
        if status and index in covered:
            if index == covered[0]:
                span = len(covered)
                cells.append(
                    Cell(
                        row=row,
                        column=index,
                        text=status,
                        colspan=span,
                        role="status",
                        align="center",
                    ),
                )
            continue
        align = (
            "center"
            if column.key in CENTRED and "\n" not in text_of(measure, column.key)
            else "left"
        )
        cells.append(Cell(row=row, column=index, text=text_of(measure, column.key), align=align))
    return cells


def _label_cells(
    measures: list[Content], columns: list[Column], style: Style, top: int
) -> list[Cell]:
    """Print pillar, middle and field in cells merged over the rows of their measures."""
    upright = style.labels == "merged_vertical"
    cells: list[Cell] = []
    for index, column in enumerate(columns):
        if column.key not in LABEL_KEYS:
            continue
        depth = LABEL_KEYS.index(column.key)
        for start, end in runs(measures, LABEL_KEYS[: depth + 1]):
            cells.append(
                Cell(
                    row=top + start,
                    column=index,
                    rowspan=end - start,
                    text=label_of(measures[start], column.key, "" if upright else "　"),
                    role="label",
                    align="center" if upright else "left",
                    vertical=style.label_glyphs if upright else "",
                )
            )
    return cells


def _widths(columns: list[Column], measures: list[Content], style: Style) -> tuple[float, ...]:
    """Share the width of the table out: label columns first, the rest by weight.

    No column becomes narrower than the longest word that must not be broken.
    """
    fixed = {
        column.key: _label_width(column.key, style)
        for column in columns
        if column.key in LABEL_KEYS
    }
    weights = DEFAULT_WEIGHTS | dict(style.widths)
    free = [column.key for column in columns if column.key not in fixed]
    least = {key: _least_width(key, measures, style) for key in free}
    fixed |= _share(
        style.table_width - sum(fixed.values()),
        {key: weights.get(key, OTHER_WEIGHT) for key in free},
        least,
    )
    return tuple(fixed[column.key] for column in columns)


def _share(room: float, weights: dict[str, float], least: dict[str, float]) -> dict[str, float]:
    """Share room by weight; columns that would fall below their least width get just that."""
    scale = room / sum(weights.values())
    narrow = {key: least[key] for key in weights if weights[key] * scale < least[key]}
    if not narrow or len(narrow) == len(weights):
        return {key: weight * scale for key, weight in weights.items()}
    rest = {key: weight for key, weight in weights.items() if key not in narrow}
    return narrow | _share(room - sum(narrow.values()), rest, least)


def _label_width(key: str, style: Style) -> float:
    if style.labels == "merged_horizontal":
        glyphs = HORIZONTAL_LABEL_GLYPHS[key]
    elif (
        style.labels == "merged_vertical"
        and style.label_glyphs == "two_columns"
        and key != "pillar"
    ):
        glyphs = 2 * STRIP_GLYPHS + 0.2
    else:
        glyphs = STRIP_GLYPHS
    return glyphs * style.size + 2 * style.padding


def _least_width(key: str, measures: list[Content], style: Style) -> float:
    word = max((longest_word(text_of(measure, key)) for measure in measures), default=0.0)
    return max(word, 2.1) * style.size + 2 * style.padding + 1.0


SUMMARY_WEIGHTS: Final = (3.0, 25.0, 7.0, 6.0, 6.0, 6.0, 6.0)


def summary_widths(style: Style) -> tuple[float, ...]:
    """Return the widths of the columns of the summary table."""
    scale = style.prose_width / sum(SUMMARY_WEIGHTS)
    return tuple(weight * scale for weight in SUMMARY_WEIGHTS)


def summary_grid(content: Content, style: Style) -> Grid:
    """Build the summary table; 小計 and 合計 print 上回った and 達成 in one cell."""
    rows = content["summary"]["rows"]
    header = _header_cells([_summary_column(title) for title in content["summary"]["columns"]])
    top = 1 + max(cell.row for cell in header)
    cells = [cell for index, row in enumerate(rows) for cell in _summary_cells(row, top + index)]
    return Grid(
        widths=summary_widths(style),
        kinds=("header",) * top + tuple("measure_odd" for _ in rows),
        cells=(*header, *cells, *_summary_pillars(rows, top)),
        header_rows=top,
    )


def _summary_column(title: str) -> Column:
    group, mark, own = title.partition("：")
    return Column(key="", title=own, group=group) if mark else Column(key="", title=title)


def _summary_cells(row: Content, at: int) -> list[Cell]:
    whole = row["kind"] == "total"
    name = f"{row.get('middle') or ''}{row['label']}"
    first = Cell(row=at, column=0 if whole else 1, colspan=2 if whole else 1, text=name)
    if row["kind"] != "middle":
        first = replace(first, align="center")
    numbers = [(2, "achievement_rate"), (3, "measures"), (4, "exceeded"), (5, "met"), (6, "missed")]
    if row.get("exceeded") is None:
        numbers[2:4] = [(4, "exceeded_or_met")]
    return [first] + [
        Cell(
            row=at,
            column=column,
            text=text_of(row, key),
            align="center",
            colspan=2 if key == "exceeded_or_met" else 1,
        )
        for column, key in numbers
    ]


def _summary_pillars(rows: list[Content], top: int) -> list[Cell]:
    """Merge the pillar's name over its rows, glyph under glyph."""
    within = [row for row in rows if row["kind"] != "total"]
    return [
        Cell(
            row=top + start,
            column=0,
            rowspan=end - start,
            text=text_of(within[start], "pillar_name"),
            role="label",
            align="center",
            vertical="stacked",
        )
        for start, end in runs(within, ("pillar",))
    ]


def outline_grid(content: Content, style: Style) -> Grid:
    """Build the table of pillars and their middles that the prose opens with."""
    measures = content["measures"]
    middles = [measures[start] for start, _ in runs(measures, ("pillar", "middle"))]
    cells = [_head(0, 0, "柱"), _head(0, 1, "中柱")]
    for index, one in enumerate(middles):
        cells.append(Cell(row=1 + index, column=1, text=label_of(one, "middle")))
    for start, end in runs(middles, ("pillar",)):
        text = f"{middles[start].get('pillar') or ''}{middles[start].get('pillar_name') or ''}"
        cells.append(Cell(row=1 + start, column=0, rowspan=end - start, text=text, role="label"))
    return Grid(
        widths=(style.prose_width * 0.3, style.prose_width * 0.7),
        kinds=("header", *("measure_odd" for _ in middles)),
        cells=tuple(cells),
        header_rows=1,
    )
