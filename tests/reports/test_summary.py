"""The table of totals: which rows count what, whatever the body calls it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Any

import pytest

from kict_nlp.pdf.joins import Table
from kict_nlp.reports.summary import find_summary
from kict_nlp.schema import Measure, SummaryRow
from tests.pdf.drawing import ABOVE, LEFT, make_table
from tests.reports.comparison import differences

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


def rows_of(*tables: Table) -> Sequence[SummaryRow]:
    found = find_summary(tables, MEASURES, "r")
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


def test_the_first_table_that_fits_is_taken() -> None:
    other = table_of(("年度", "人口", "世帯数"), ("R2", "923", "421"))
    first = table_of(*HEADING, ("合計", LEFT, "50%", "2", "1", "0", "1"))
    second = table_of(*HEADING, ("合計", LEFT, "50%", "4", "2", "0", "2"))
    assert [row.measures for row in rows_of(other, first, second)] == [2]
