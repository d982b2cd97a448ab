"""Raw rows → measures and indicators: values, years, ids and doubts, from small ruled tables."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

import pytest

from kict_nlp.pdf.joins import Table
from kict_nlp.reports.heading import find_heading
from kict_nlp.reports.layout import find_layout
from kict_nlp.reports.levels import Levels
from kict_nlp.reports.measures import Context, Reading, build_measures
from kict_nlp.reports.rows import read_rows
from kict_nlp.reports.scales import find_scale
from kict_nlp.schema import Scale
from tests.pdf.drawing import LEFT, make_table

GENERAL = find_layout("general")
NO_LEGEND = find_scale((), {}, {})


def table_of(*rows: Sequence[str]) -> Table:
    """A table whose columns are as wide as their longest text."""
    widths = [max(10 * len(text) for text in column) + 8 for column in zip(*rows, strict=True)]
    return make_table(*rows, xs=list(accumulate(widths, initial=20.0)))


def read(*rows: Sequence[str], fiscal_year: int | None = 2021, scale: Scale = NO_LEGEND) -> Reading:
    """What becomes of a table of measures."""
    table = table_of(*rows)
    heading = find_heading(table, GENERAL)
    assert heading is not None
    raws = read_rows(table, heading, GENERAL, Levels())
    return build_measures(raws, Context("r", fiscal_year, GENERAL, scale))


def test_of_two_months_the_one_in_the_year_of_the_report_is_its_result() -> None:
    found = read(
        ("番号", "施策名", "目標", "令和３年３月末実績", "令和４年３月末実績", "評価"),
        ("1", "未病の改善", "100人", "80人", "120人", "◎"),
        ("2", "観光の情報", "20件", "10件", "12件", "△"),
    )
    assert [measure.actual for measure in found.measures] == ["120人", "12件"]
    assert [(a.fiscal_year, a.actual) for a in found.actuals] == [
        (2020, "80人"),
        (2021, "120人"),
        (2020, "10件"),
        (2021, "12件"),
    ]


@pytest.mark.parametrize(
    ("note", "year"),
    [
        ("（令和３年３月に取組完了）", 2020),
        ("（令和４年３月31日で取組完了）", 2021),
        ("（令和２年度で取組完了）", 2020),
        ("（令和２年に取組完了）", 2020),
    ],
)
def test_a_month_in_which_a_measure_was_finished_lies_in_its_fiscal_year(
    note: str, year: int
) -> None:
    found = read(
        ("番号", "施策名", "目標", "実績", "評価"),
        ("1", "未病の改善", "100人", "80人", "△"),
        ("2", "観光の情報", note, LEFT, LEFT),
    )
    assert found.measures[1].status == "completed"
    assert found.measures[1].completed_fiscal_year == year


def test_months_in_cells_are_years_of_baseline_and_target() -> None:
    found = read(
        ("番号", "施策名", "指標", "基準値", "目標年度", "目標", "実績", "評価"),
        ("1", "未病の改善", "人数", "50人（平成31年３月末）", "令和５年３月", "9人", "8人", "△"),
        ("2", "観光の情報", "件数", "5件（令和元年度）", "令和４年度", "9件", "8件", "△"),
    )
    assert [(i.baseline_year, i.target_year) for i in found.indicators] == [
        (2018, 2022),
        (2019, 2022),
    ]
