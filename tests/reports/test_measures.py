"""Raw rows → measures and indicators: values, years, ids and doubts, from small ruled tables."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

import pytest

from kict_nlp.pdf.joins import Table
from kict_nlp.reports.heading import find_heading
from kict_nlp.reports.layout import find_layout
from kict_nlp.reports.measures import Context, Reading, build_measures
from kict_nlp.reports.rows import find_body, read_bodies
from kict_nlp.reports.scales import find_scale
from kict_nlp.schema import Scale
from tests.pdf.drawing import ABOVE, LEFT, make_table

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
    raws = read_bodies([find_body(table, heading, GENERAL)])
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


YEARLY = ("番号", "施策名", "目標", "令和２年度実績", "令和３年度実績", "令和４年度実績", "評価")


@pytest.mark.parametrize(
    ("fiscal_year", "actuals"),
    [(2020, ["80人", "12件"]), (2021, ["90人", None]), (2022, [None] * 2)],
)
def test_an_empty_cell_of_the_report_s_year_stays_empty(
    fiscal_year: int, actuals: list[str | None]
) -> None:
    found = read(
        YEARLY,
        ("1", "未病の改善", "100人", "80人", "90人", "", "△"),
        ("2", "観光の情報", "20件", "12件", "", "", "△"),
        ("3", "農業の支援", "20件", "12件", "13件", "14件", "△"),
        fiscal_year=fiscal_year,
    )
    assert [measure.actual for measure in found.measures[:2]] == actuals
    assert found.issues == []


def test_the_target_of_a_later_year_is_not_that_of_the_report_s_year() -> None:
    found = read(
        ("番号", "施策名", "令和３年度目標", "令和７年度目標", "令和３年度実績", "評価"),
        ("1", "未病の改善", "", "150人", "80人", "―"),
        ("2", "観光の情報", "20件", "30件", "12件", "△"),
    )
    assert [m.target for m in found.measures] == [None, "20件"]
    assert [i.target_year for i in found.indicators] == [None, 2021]
    assert [m.status for m in found.measures] == ["no_target", "evaluated"]


def test_a_target_of_another_year_bears_that_year_where_there_is_no_other() -> None:
    found = read(
        ("番号", "施策名", "令和５年度目標", "令和７年度目標", "令和３年度実績", "評価"),
        ("1", "未病の改善", "120人", "150人", "80人", "△"),
        ("2", "観光の情報", "30件", "", "12件", "△"),
    )
    assert [(i.target, i.target_year) for i in found.indicators] == [
        ("150人", 2025),
        ("30件", 2023),
    ]


def test_a_result_of_another_year_is_doubted() -> None:
    found = read(
        ("番号", "施策名", "目標", "令和２年度実績", "評価"),
        ("1", "未病の改善", "100人", "80人", "△"),
        ("2", "観光の情報", "20件", "12件", "△"),
    )
    assert [m.actual for m in found.measures] == ["80人", "12件"]
    assert [(i.code, i.measure_id) for i in found.issues] == [
        ("other_year", "r/1"),
        ("other_year", "r/2"),
    ]
    assert "2020" in found.issues[0].message


@pytest.mark.parametrize(
    ("numbers", "ids"),
    [
        (("1", "1", "1-2"), ("r/1", "r/1-3", "r/1-2")),
        (("1-2", "1", "1"), ("r/1-2", "r/1", "r/1-3")),
        (("1", "1", "1"), ("r/1", "r/1-2", "r/1-3")),
        (("1-2", "1-2", "1"), ("r/1-2", "r/1-2-2", "r/1")),
    ],
)
def test_ids_made_unique_never_take_a_printed_number(
    numbers: Sequence[str], ids: Sequence[str]
) -> None:
    rows = [
        (number, name, "9人", "9人", "◯") for number, name in zip(numbers, "甲乙丙", strict=True)
    ]
    found = read(("番号", "施策名", "目標", "実績", "評価"), *rows)
    assert [m.measure_id for m in found.measures] == list(ids)
    assert [i.indicator_id for i in found.indicators] == [f"{i}#1" for i in ids]


def test_one_unknown_rating_among_several_is_doubted() -> None:
    found = read(
        ("番号", "施策名", "指標", "目標", "実績", "評価"),
        ("1", "未病の改善", "人数", "9人", "9人", "◎"),
        (ABOVE, ABOVE, "件数", "9件", "9件", "卍"),
        ("2", "観光の情報", "件数", "9件", "9件", "◯"),
    )
    assert [(m.rating_symbol, m.rating) for m in found.measures] == [("◎\n卍", None), ("◯", "met")]
    (issue,) = found.issues
    assert (issue.code, issue.measure_id) == ("unknown_rating", "r/1")
    assert "卍" in issue.message
    assert "◎" not in issue.message


def test_a_target_without_a_rating_is_not_evaluated() -> None:
    found = read(
        ("番号", "施策名", "目標", "実績", "評価"),
        ("1", "未病の改善", "100人", "", ""),
        ("2", "観光の情報", "9件", "9件", "◯"),
    )
    assert [(m.rating, m.status) for m in found.measures] == [(None, None), ("met", "evaluated")]
    assert [(i.code, i.measure_id) for i in found.issues] == [("rating_missing", "r/1")]


def test_remarks_are_the_indicators_notes() -> None:
    found = read(
        ("番号", "施策名", "指標", "目標", "実績", "評価", "備考"),
        ("1", "未病の改善", "人数", "9人", "9人", "◎", "速報値のため変わり得る"),
        ("2", "観光の情報", "件数", "9件", "9件", "◯", ""),
    )
    assert [i.note for i in found.indicators] == ["速報値のため変わり得る", None]


@pytest.mark.parametrize("kinds", [("目標", "実績"), ("実績", "目標")])
@pytest.mark.parametrize(
    "years", [("令和２年度", "令和３年度"), ("令和元年度", "令和２年度", "令和３年度")]
)
def test_rows_of_targets_and_results_are_one_indicator_in_either_order(
    kinds: Sequence[str], years: Sequence[str]
) -> None:
    values = {"目標": ("16", "17", "18"), "実績": ("31", "32", "33")}
    first, second = ((kind, *values[kind][-len(years) :]) for kind in kinds)
    found = read(
        ("番号", "施策名", "指標", "区分", *years, "評価"),
        ("1", "未病の改善", "人数", *first, "◎"),
        (ABOVE, ABOVE, ABOVE, *second, ABOVE),
        ("2", "観光の情報", "件数", *first, "◯"),
        (ABOVE, ABOVE, ABOVE, *second, ABOVE),
    )
    assert [(i.target, i.actual, i.target_year) for i in found.indicators] == [
        ("18", "33", 2021)
    ] * 2
    assert [(a.fiscal_year, a.actual) for a in found.actuals] == [
        (2022 - n, values["実績"][-n]) for n in range(len(years), 0, -1)
    ] * 2
