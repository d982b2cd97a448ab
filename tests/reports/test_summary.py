"""The table of totals: which rows count what, whatever the body calls it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Any

import pytest

from kict_nlp.pdf.joins import Table
from kict_nlp.reports.scales import find_scale
from kict_nlp.reports.summary import find_summary
from kict_nlp.schema import Measure, Scale, SummaryRow
from tests.pdf.drawing import ABOVE, LEFT, make_table
from tests.reports.comparison import differences

NO_LEGEND = find_scale((), {}, {})
MEASURES = [
    Measure(measure_id="r/Ⅰ1", report_id="r", pillar_no="Ⅰ", pillar="くらしの情報化"),
    Measure(measure_id="r/Ⅱ1", report_id="r", pillar_no="Ⅱ", pillar="行政の情報化"),
]
HEADING = (
    ("柱", "中柱", "達成率", "施策数", "成果指標", LEFT, LEFT),
    (ABOVE, ABOVE, ABOVE, ABOVE, "上回った", "達成", "未達成"),
)


def table_of(*rows: Sequence[str]) -> Table:
    widths = [max(10 * len(text) for text in column) + 8 for column in zip(*rows, strict=True)]
    return make_table(*rows, xs=list(accumulate(widths, initial=20.0)))


def rows_of(*tables: Table, scale: Scale = NO_LEGEND) -> Sequence[SummaryRow]:
    found = find_summary(tables, MEASURES, "r", scale)
    return found.rows if found else ()


def expected(
    scope: str, label: str, figures: Sequence[int | None], **others: Any
) -> dict[str, Any]:
    columns = ("measures", "exceeded", "met", "exceeded_or_met", "missed")
    return {"scope": scope, "label": label, **dict(zip(columns, figures, strict=True)), **others}


def test_middles_pillars_and_the_total() -> None:
    table = table_of(
        *HEADING,
        ("くらしの情報化", "①県民サービス", "", "17", "6", "7", "4"),
        (ABOVE, "②官民情報共有", "", "6", "3", "2", "1"),
        (ABOVE, "小　計", "78.3％", "23", "18", LEFT, "5"),
        ("行政の情報化", "①行政事務", "", "1,004", "1", "1,002", "1"),
        ("合　計", LEFT, "99.4％", "1,027", "1,021", LEFT, "6"),
    )
    wanted = [
        expected("middle", "県民サービス", (17, 6, 7, 13, 4), pillar_no="Ⅰ", middle_no="①"),
        expected("middle", "官民情報共有", (6, 3, 2, 5, 1), pillar_no="Ⅰ", middle_no="②"),
        expected("pillar", "小\u3000計", (23, None, None, 18, 5), pillar_no="Ⅰ", middle_no=None),
        expected("middle", "行政事務", (1004, 1, 1002, 1003, 1), pillar_no="Ⅱ", middle_no="①"),
        expected("total", "合\u3000計", (1027, None, None, 1021, 6), pillar_no=None),
    ]
    rows = rows_of(table)
    assert differences(rows, wanted) == []
    assert [row.achievement_rate for row in rows] == [None, None, 0.783, None, 0.994]
    assert {row.report_id for row in rows} == {"r"}


@pytest.mark.parametrize(
    "heading",
    [
        ("基本目標", "事業数", "計画以上", "計画どおり", "遅れ"),
        ("柱", "件数", "目標を上回った", "達成", "未達成"),
        ("政策", "対象施策数", "前倒し", "順調", "未着手"),
    ],
)
def test_other_words_for_the_same_figures(heading: Sequence[str]) -> None:
    rows = rows_of(
        table_of(heading, ("1 安心のまち", "8", "1", "5", "2"), ("合計", "8", "1", "5", "2"))
    )
    wanted = [
        expected("middle", "安心のまち", (8, 1, 5, 6, 2)),
        expected("total", "合計", (8, 1, 5, 6, 2)),
    ]
    assert differences(rows, wanted) == []


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param((("年度", "人口", "世帯数"), ("R2", "923", "421")), id="other figures"),
        pytest.param(
            (("施策名", "所属", "評価"), ("未病の改善", "健康課", "達成")), id="no figures"
        ),
        pytest.param((("1", "2", "3"), ("4", "5", "6")), id="figures only"),
    ],
)
def test_a_table_of_other_things_is_no_summary(rows: Sequence[Sequence[str]]) -> None:
    assert rows_of(table_of(*rows)) == ()


def test_all_tables_that_fit_are_read() -> None:
    other = table_of(("年度", "人口", "世帯数"), ("R2", "923", "421"))
    first = table_of(*HEADING, ("くらしの情報化", "小計", "50%", "2", "1", "0", "1"))
    second = table_of(*HEADING, ("行政の情報化", "合計", "50%", "4", "2", "0", "2"))
    found = find_summary([other, first, second], MEASURES, "r", NO_LEGEND)
    assert found is not None
    assert found.tables == (first, second)
    assert [(row.scope, row.measures) for row in found.rows] == [("pillar", 2), ("total", 4)]


@pytest.mark.parametrize(
    ("symbols", "legend", "figures"),
    [
        ("◎◯△", {}, (8, 1, 5, 6, 2)),
        ("◎○×", {}, (8, 1, 5, 6, 2)),
        ("ＳＡＣ", {}, (8, 1, 5, 6, 2)),
        ("ＡＢＣ", {"A": "計画以上", "B": "計画どおり", "C": "遅れ"}, (8, 1, 5, 6, 2)),
        ("ＡＢＣ", {}, (8, None, 1, None, 2)),
    ],
)
def test_symbols_over_the_columns_are_those_of_the_report_s_scale(
    symbols: str, legend: dict[str, str], figures: Sequence[int | None]
) -> None:
    table = table_of(("柱", "施策数", *symbols), ("合計", "8", "1", "5", "2"))
    assert (
        differences(
            rows_of(table, scale=find_scale(symbols, legend, {})),
            [expected("total", "合計", figures)],
        )
        == []
    )


@pytest.mark.parametrize(
    ("heading", "printed", "ratio"),
    [
        ("達成率", "75%", 0.75),
        ("達成率", "0.75", 0.75),
        ("達成率", "75.0", 0.75),
        ("達成率（％）", "0.8", 0.008),
        ("達成率（％）", "100", 1.0),
        ("達成率", "1", 1.0),
    ],
)
def test_a_rate_is_divided_where_it_is_printed_in_per_cent(
    heading: str, printed: str, ratio: float
) -> None:
    (row,) = rows_of(
        table_of(("柱", heading, "施策数", "達成", "未達成"), ("合計", printed, "4", "3", "1"))
    )
    assert row.achievement_rate == ratio
