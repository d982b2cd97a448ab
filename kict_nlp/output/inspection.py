"""What was recognised on the pages of a report, gathered for people who want to see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import NamedTuple

from kict_nlp.errors import KictError, LayoutError, ReportReadError
from kict_nlp.pdf.joins import Part, Table
from kict_nlp.pdf.reading import Backend
from kict_nlp.pdf.tables import PageContent
from kict_nlp.reports.columns import Column
from kict_nlp.reports.heading import Heading, find_heading, layout_score
from kict_nlp.reports.layout import GENERAL, Layout, Role, find_layout, known_layouts
from kict_nlp.reports.reader import AUTO, Content, build_report, read_file
from kict_nlp.schema import Measure, Report

# Role → what a person calls it, in Japanese and English.
ROLE_NAMES: Mapping[Role, tuple[str, str]] = {
    "pillar": ("柱", "pillar"),
    "middle": ("中柱", "middle pillar"),
    "field": ("分野", "field"),
    "number": ("番号", "number"),
    "measure": ("施策", "measure"),
    "department": ("所属", "department"),
    "indicator": ("指標", "indicator"),
    "unit": ("単位", "unit"),
    "baseline": ("基準値", "baseline"),
    "target": ("目標", "target"),
    "target_year": ("目標年度", "target year"),
    "actual": ("実績", "actual"),
    "achievement": ("達成率", "achievement rate"),
    "rating": ("評価", "rating"),
    "explanation": ("理由・説明", "explanation"),
    "outlook": ("今後の見込み", "outlook"),
    "note": ("備考", "note"),
    "content": ("内容", "content"),
}
_NO_ROLE = ("役割なし", "no role")


def role_name(role: Role | None) -> tuple[str, str]:
    """Return what a person calls a role, in Japanese and English."""
    return _NO_ROLE if role is None else ROLE_NAMES[role]


@dataclass(frozen=True, slots=True)
class InspectedTable:
    """A table over all its pages, and its heading if it has one."""

    table: Table
    heading: Heading | None

    def missing_roles(self, layout: Layout) -> list[Role]:
        """The roles without whose columns it is no table of measures."""
        roles = self.heading.roles() if self.heading is not None else set()
        return [role for role in layout.required if role not in roles]

    def part_on(self, page_number: int) -> Part | None:
        """What stands of the table on a page."""
        return next((p for p in self.table.parts if p.page_number == page_number), None)


@dataclass(frozen=True, slots=True)
class Inspection:
    """A report as it was recognised; ``problem`` is why no measures could be read."""

    source_file: str
    contents: tuple[PageContent, ...]
    tables: tuple[InspectedTable, ...]
    layout: Layout
    measures: tuple[Measure, ...]
    problem: KictError | None

    def tables_on(self, page_number: int) -> list[InspectedTable]:
        """The tables that stand on a page, from the top down."""
        return [item for item in self.tables if item.part_on(page_number)]

    def first_page(self) -> int:
        """The first page with measures, else with a table, else the first."""
        measured = [m.page for m in self.measures if m.page is not None]
        tabled = [part.page_number for item in self.tables for part in item.table.parts]
        return min(measured or tabled or [1])


class ColumnSpan(NamedTuple):
    """Neighbouring grid columns with one role and heading: one column to a reader.

    ``number`` counts from 1; ``x0`` and ``x1`` are points on the page asked for.
    """

    number: int
    x0: float
    x1: float
    column: Column


def inspect_report(
    path: str | Path,
    *,
    layout: str = AUTO,
    backend: Backend = "auto",
    password: str | None = None,
) -> Inspection:
    """Return what is recognised in a report, even where its measures cannot be read.

    Parameters
    ----------
    path, layout, backend, password
        As for :func:`~kict_nlp.reports.reader.read_report`.

    Raises
    ------
    ReportReadError
        The file cannot be read, or the layout is unknown.
    """
    asked = None if layout == AUTO else find_layout(layout)
    content = read_file(path, backend=backend, password=password)
    tables = content.tables
    report, problem = _read(content, layout)
    chosen = asked or _chosen_layout(tables, report)
    return Inspection(
        content.path.name,
        content.pages,
        tuple(InspectedTable(table, find_heading(table, chosen)) for table in tables),
        chosen,
        report.measures if report else (),
        problem,
    )


def _read(content: Content, layout: str) -> tuple[Report | None, KictError | None]:
    try:
        return build_report(content, layout=layout), None
    except ReportReadError as error:
        return None, error


def _chosen_layout(tables: Sequence[Table], report: Report | None) -> Layout:
    if report is not None:
        return find_layout(report.layout)
    return nearest_layout(tables) or find_layout(GENERAL)


def nearest_layout(tables: Sequence[Table]) -> Layout | None:
    """Return the known layout most of whose columns one of the tables has, or None."""
    best: tuple[float, Layout] | None = None
    for layout in known_layouts():
        if layout.name == GENERAL:
            continue
        headings = [h for table in tables if (h := find_heading(table, layout)) is not None]
        score = max((layout_score(heading, layout) for heading in headings), default=0.0)
        if score and (best is None or score > best[0]):
            best = (score, layout)
    return best[1] if best else None


def main_table(inspection: Inspection, layout: Layout) -> tuple[Table, Heading]:
    """Return the table in whose heading a layout finds most roles, with that heading.

    Raises
    ------
    LayoutError
        No table has a heading.
    """
    found = [
        (item.table, heading)
        for item in inspection.tables
        if (heading := find_heading(item.table, layout)) is not None
    ]
    if not found:
        raise LayoutError(
            "No table has a heading whose words are known.",
            where=inspection.source_file,
            hint="Look at the pages with: kict inspect FILE --page N -o page.png",
        )
    return max(found, key=lambda pair: (len(pair[1].roles()), pair[0].n_rows))


def column_spans(item: InspectedTable, page_number: int) -> list[ColumnSpan]:
    """Return the columns of a table as they stand on a page, from the left."""
    if item.heading is None or item.part_on(page_number) is None:
        return []
    xs = _edges_on(item.table, page_number)
    spans: list[ColumnSpan] = []
    for index, column in enumerate(item.heading.columns):
        if spans and spans[-1].column == column:
            spans[-1] = spans[-1]._replace(x1=xs[index + 1])
        else:
            spans.append(ColumnSpan(len(spans) + 1, xs[index], xs[index + 1], column))
    return spans


def _edges_on(table: Table, page_number: int) -> list[float]:
    """Edges of the grid columns where the cells of that page have them."""
    own: dict[int, float] = {}
    for cell in table.cells:
        for number, box in cell.places:
            if number == page_number:
                own[cell.column] = box.x0
                own[cell.column_end] = box.x1
    shift = median([x - table.xs[index] for index, x in own.items()] or [0.0])
    return [own.get(index, x + shift) for index, x in enumerate(table.xs)]
