"""The table of totals: how many measures of each middle and pillar reached their targets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from kict_nlp.pdf.joins import JoinedCell, Table
from kict_nlp.reports.celltext import cell_text
from kict_nlp.reports.numbering import parse_label
from kict_nlp.reports.scales import rate
from kict_nlp.schema import Measure, Scale, Scope, SummaryRow
from kict_nlp.text.normalize import normalize

Figure = Literal["label", "rate", "measures", "exceeded", "met", "partly", "missed", "none"]

_COUNT = re.compile(r"(?:施策|事業|指標|取組|項目|件|対象)数?$|^(?:合計|計|総数|全体)$")
_RATE = re.compile("率|割合|%")
_TOTAL = re.compile("^(?:合計|総計|総合計|全体|計)$")
_SUBTOTAL = re.compile("小計|計$")
# A count may bear its unit, and its share in brackets: 12施策, 5(41.7%).
_NUMBER = re.compile(r"([0-9][0-9,]*(?:\.[0-9]+)?)(?:%|施策|件|事業|指標|取組)?(?:\([0-9.]+%\))?")
_HEADING_REACH = 4  # rows: the heading of such a table is no deeper


class Summary(NamedTuple):
    """The rows of totals, and the tables that they stand in."""

    tables: tuple[Table, ...]
    rows: tuple[SummaryRow, ...]


class _Heading(NamedTuple):
    end: int
    figures: tuple[Figure, ...]
    in_percent: frozenset[int]  # columns that say % over their figures


def find_summary(
    tables: Sequence[Table], measures: Sequence[Measure], report_id: str, scale: Scale
) -> Summary | None:
    """Return the tables that count measures by how well they did; one a pillar is usual."""
    fitting: list[Table] = []
    found: list[SummaryRow] = []
    for table in tables:
        heading = _read_heading(table, scale)
        rows = _read_body(table, heading, measures, report_id) if heading else []
        if rows:
            fitting.append(table)
            found.extend(rows)
    return Summary(tuple(fitting), tuple(found)) if found else None


def _read_heading(table: Table, scale: Scale) -> _Heading | None:
    rows = table.rows()
    end = 0
    while end < min(len(rows) - 1, _HEADING_REACH) and not any(
        _number(_text(cell)) is not None for cell in rows[end] if cell.row == end
    ):
        end += 1
    if end == 0:
        return None
    paths: list[list[str]] = [[] for _ in range(table.n_columns)]
    for cell in sorted(table.cells):
        if cell.row < end and cell.lines:
            for column in range(cell.column, cell.column_end):
                paths[column].append(_packed(_text(cell)))
    counted = _columns_with_figures(table, end)
    leaves = [path[-1] for path in paths if path]
    figures = tuple(
        "label" if kind == "measures" and column not in counted else kind
        for column, kind in enumerate(_figure(path, scale, leaves) for path in paths)
    )
    kinds = set(figures) - {"label", "measures", "rate"}
    if "measures" not in figures or len(kinds) < 2:
        return None
    in_percent = {i for i, path in enumerate(paths) if any("%" in text for text in path)}
    return _Heading(end, figures, frozenset(in_percent))


def _columns_with_figures(table: Table, end: int) -> set[int]:
    return {
        column
        for cell in table.cells
        if cell.row >= end and _number(_text(cell)) is not None
        for column in range(cell.column, cell.column_end)
    }


def _figure(path: Sequence[str], scale: Scale, leaves: Sequence[str]) -> Figure:
    leaf = path[-1] if path else ""
    if _RATE.search(leaf):
        return "rate"
    rating = rate(leaf, scale, leaves)
    if rating is not None and not _COUNT.search(leaf):
        return rating
    return "measures" if _COUNT.search(leaf) else "label"


def _read_body(
    table: Table, heading: _Heading, measures: Sequence[Measure], report_id: str
) -> list[SummaryRow]:
    pillars = {_packed(m.pillar): m.pillar_no for m in measures if m.pillar}
    over_middle = {_packed(m.middle): m.pillar_no for m in measures if m.middle}
    found: list[SummaryRow] = []
    for index, cells in enumerate(table.rows()[heading.end :], heading.end):
        values, merged = _figures(cells, heading)
        if not values and merged is None:
            continue
        label = _label(cells, heading, index)
        scope = _scope(label)
        over = _pillar_label(cells, heading)
        exceeded, met = values.get("exceeded"), values.get("met")
        both = merged
        if both is None and exceeded is not None and met is not None:
            both = int(exceeded + met)
        part = parse_label(label)
        found.append(
            SummaryRow(
                report_id=report_id,
                scope=scope,
                pillar_no=None
                if scope == "total"
                else _pillar_number(over, pillars) or over_middle.get(_packed(part.name)),
                middle_no=part.number if scope == "middle" else None,
                label=part.name if scope == "middle" else label,
                achievement_rate=_ratio(cells, heading),
                measures=_whole(values.get("measures")),
                exceeded=_whole(exceeded),
                met=_whole(met),
                exceeded_or_met=both,
                missed=_whole(values.get("missed")),
                page_number=cells[0].places[0][0],
            )
        )
    return found


def _figures(
    cells: Sequence[JoinedCell], heading: _Heading
) -> tuple[dict[Figure, float], int | None]:
    """The figures of a row by their column, and the one that exceeded and met share."""
    values: dict[Figure, float] = {}
    merged = None
    for cell in cells:
        number = _number(_text(cell))
        if number is None:
            continue
        kinds = {heading.figures[c] for c in range(cell.column, cell.column_end)}
        if kinds == {"exceeded", "met"}:
            merged = int(number)
        elif len(kinds) == 1 and not kinds & {"label", "rate"}:
            values[kinds.pop()] = number
    return values, merged


def _ratio(cells: Sequence[JoinedCell], heading: _Heading) -> float | None:
    for cell in cells:
        if heading.figures[cell.column] == "rate" and cell.row_end - cell.row == 1:
            number = _number(_text(cell))
            if number is not None:
                percent = "%" in _packed(_text(cell)) or cell.column in heading.in_percent
                # 0.75 is a ratio; 78.3 can only be per cent, though no sign says so.
                return round(number / 100 if percent or number > 1 else number, 6)
    return None


def _label(cells: Sequence[JoinedCell], heading: _Heading, row: int) -> str:
    labels = [c for c in cells if heading.figures[c.column] == "label" and c.lines]
    own = [c for c in labels if c.row == row and c.row_end == row + 1]
    return _text((own or labels)[-1]) if labels else ""


def _pillar_label(cells: Sequence[JoinedCell], heading: _Heading) -> str:
    """The merged label at the left, down the rows of one pillar."""
    labels = [c for c in cells if heading.figures[c.column] == "label" and c.lines]
    return _text(labels[0]) if len(labels) > 1 else ""


def _scope(label: str) -> Scope:
    packed = _packed(label)
    if _TOTAL.search(packed):
        return "total"
    return "pillar" if _SUBTOTAL.search(packed) else "middle"


def _pillar_number(label: str, pillars: dict[str, str | None]) -> str | None:
    part = parse_label(label)
    if part.number is not None:
        return part.number
    return pillars.get(_packed(label))


def _text(cell: JoinedCell) -> str:
    return cell_text(cell.lines, vertical=cell.vertical).replace("\n", "").strip()


def _packed(text: str) -> str:
    return re.sub(r"\s", "", normalize(text).text)


def _number(text: str) -> float | None:
    match = _NUMBER.fullmatch(_packed(text))
    return float(match[1].replace(",", "")) if match else None


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)
