"""Where a table's heading is, and what stands in its columns."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

import pytest

from kict_nlp.pdf.joins import Table
from kict_nlp.reports.heading import (
    Heading,
    find_heading,
    fiscal_year_of,
    layout_score,
    repeats_heading,
)
from kict_nlp.reports.layout import Role, find_layout
from tests.pdf.drawing import ABOVE, LEFT, make_table

GENERAL = find_layout("general")
KANAGAWA = find_layout("kanagawa-ict")

BODY = (
    ("1", "未病の改善", "健康課", "利用者数", "100人", "120人", "◎", ""),
    ("2", "観光の情報", "観光課", "案内件数", "20件", "10件", "△", "感染症の影響による。"),
    ("3", "農業の支援", "農業課", "支援件数", "5件", "5件", "◯", ""),
)
ROLES: tuple[Role, ...] = (
    "number",
    "measure",
    "department",
    "indicator",
    "target",
    "actual",
    "rating",
    "explanation",
)


def table_of(*rows: Sequence[str]) -> Table:
    """A table whose columns are as wide as their longest text."""
    whole = [row for row in rows if len(row) > 1]
    widths = [max(10 * len(text) for text in column) + 8 for column in zip(*whole, strict=True)]
    return make_table(*rows, xs=list(accumulate(widths, initial=20.0)))


def heading_of(*rows: Sequence[str]) -> Heading:
    heading = find_heading(table_of(*rows), GENERAL)
    assert heading is not None
    return heading


def roles_of(heading: Heading) -> tuple[Role | None, ...]:
    return tuple(column.role for column in heading.columns)


@pytest.mark.parametrize(
    "words",
    [
        ("番号", "施策名", "所属", "成果指標", "目標", "実績", "評価", "未達成の理由"),
        ("No.", "事業名", "担当課", "ＫＰＩ", "目標値", "実績値", "達成状況", "要因分析"),
        ("№", "取組", "所管課", "数値目標名", "R3目標", "R3実績", "判定", "評価の理由"),
        ("通番", "主な取組", "担当部署", "指標名", "計画値", "結果", "進捗状況", "課題"),
    ],
)
def test_one_row_of_words_heads_the_columns(words: tuple[str, ...]) -> None:
    heading = heading_of(words, *BODY)
    assert roles_of(heading) == ROLES
    assert (heading.start, heading.end) == (0, 1)
    assert heading.texts == set(words)


def test_two_rows_of_words_with_a_year_over_three_columns() -> None:
    heading = heading_of(
        ("番号", "施策名", "所属", "成果指標", "令和３年度", LEFT, LEFT, "理由"),
        (ABOVE, ABOVE, ABOVE, ABOVE, "目標", "実績", "評価", ABOVE),
        *BODY,
    )
    assert roles_of(heading) == ROLES
    assert (heading.start, heading.end) == (0, 2)
    assert [column.fiscal_year for column in heading.columns] == [None] * 4 + [2021] * 3 + [None]


def test_a_title_over_the_heading_is_no_part_of_it() -> None:
    words = ("番号", "施策名", "所属", "成果指標", "目標", "実績", "評価", "理由")
    heading = heading_of(("施策別成果指標達成状況一覧",), words, *BODY)
    assert (heading.start, heading.end) == (1, 2)


def test_each_year_has_its_own_column_of_results() -> None:
    heading = heading_of(
        ("事業名", "指標", "目標", "実績", LEFT, LEFT, "評価"),
        (ABOVE, ABOVE, ABOVE, "令和元年度", "令和２年度", "令和３年度", ABOVE),
        ("未病", "件数", "9", "6", "7", "8", "Ｂ"),
        ("観光", "件数", "19", "16", "17", "18", "Ｂ"),
    )
    assert [heading.columns[i].fiscal_year for i in heading.columns_of("actual")] == [
        2019,
        2020,
        2021,
    ]


def test_marks_under_the_names_of_ratings_are_one_rating() -> None:
    heading = heading_of(
        ("施策名", "指標", "目標", "実績", "評価", LEFT, LEFT),
        (ABOVE, ABOVE, ABOVE, ABOVE, "達成", "一部達成", "未達成"),
        ("未病", "件数", "9", "9", "◯", "", ""),
        ("観光", "件数", "19", "16", "", "", "◯"),
    )
    marked = [column for column in heading.columns if column.role == "rating"]
    assert [(column.heading, column.is_mark) for column in marked] == [
        ("達成", True),
        ("一部達成", True),
        ("未達成", True),
    ]


@pytest.mark.parametrize(
    ("word", "year"),
    [
        ("実績（令和４年３月末）", 2021),
        ("実績（R4.3末）", 2021),
        ("実績（2022.3）", 2021),
        ("実績（2022.4）", 2022),
        ("実績（令和３年12月）", 2021),
        ("実績（令和３年）", 2021),
        ("実績（2021）", 2021),
        ("実績（令和３年度）", 2021),
    ],
)
def test_a_month_over_a_column_lies_in_its_fiscal_year(word: str, year: int) -> None:
    heading = heading_of(
        ("施策名", "指標", "目標", word, "評価"),
        ("未病", "件数", "9", "9", "◎"),
        ("観光", "件数", "19", "16", "△"),
    )
    assert [heading.columns[i].fiscal_year for i in heading.columns_of("actual")] == [year]


def test_marks_are_found_without_a_word_over_them() -> None:
    heading = heading_of(
        ("施策名", "指標", "目標", "実績", "達成", "未達成"),
        ("未病", "件数", "9", "9", "◯", ""),
        ("観光", "件数", "19", "16", "", "◯"),
    )
    assert roles_of(heading)[-2:] == ("rating", "rating")


def test_of_two_columns_of_measures_the_right_one_holds_them() -> None:
    heading = heading_of(
        ("施策", "事業", "目標", "実績", "評価"),
        ("健康", "未病の改善", "9", "9", "Ａ"),
        (ABOVE, "医療の支援", "9", "8", "Ｂ"),
    )
    assert roles_of(heading) == ("field", "measure", "target", "actual", "rating")


def test_sentences_under_the_word_for_a_rating_are_an_explanation() -> None:
    heading = heading_of(
        ("施策名", "指標", "目標", "実績", "判定", "達成状況"),
        ("未病", "件数", "9", "9", "Ａ", "計画の件数を予定どおり実施することができた。"),
        ("観光", "件数", "19", "16", "Ｂ", "感染症の影響により三件を中止することとした。"),
    )
    assert roles_of(heading)[-2:] == ("rating", "explanation")


def test_percentages_under_the_word_for_a_rating_are_a_rate() -> None:
    heading = heading_of(
        ("施策名", "指標", "目標", "実績", "達成状況", "評価"),
        ("未病", "件数", "9", "9", "100％", "Ａ"),
        ("観光", "件数", "20", "16", "80％", "Ｂ"),
    )
    assert roles_of(heading)[-2:] == ("achievement", "rating")


def test_two_columns_of_figures_without_known_words_are_target_and_result() -> None:
    heading = heading_of(
        ("施策名", "めざすもの", "これまで", "評価"),
        ("未病の改善", "1,000人", "900人", "Ｂ"),
        ("観光の情報", "20件", "25件", "Ａ"),
    )
    assert roles_of(heading) == ("measure", "target", "actual", "rating")


def test_a_column_of_numbers_without_a_word_numbers_the_measures() -> None:
    heading = heading_of(
        ("", "施策名", "目標", "実績", "評価"),
        ("1", "未病の改善", "9", "9", "Ａ"),
        ("2", "観光の情報", "9", "8", "Ｂ"),
    )
    assert roles_of(heading)[0] == "number"


def test_the_present_value_is_the_result_where_no_other_column_is() -> None:
    heading = heading_of(
        ("施策名", "指標", "現状値", "目標値", "評価"),
        ("未病", "件数", "8", "9", "Ｂ"),
        ("観光", "件数", "18", "19", "Ｂ"),
    )
    assert roles_of(heading) == ("measure", "indicator", "actual", "target", "rating")


def test_a_table_of_other_things_has_no_heading() -> None:
    table = table_of(("年度", "人口", "世帯"), ("R2", "923", "421"), ("R3", "924", "426"))
    assert find_heading(table, GENERAL) is None


def test_a_repeated_heading_is_known() -> None:
    words = ("番号", "施策名", "所属", "成果指標", "目標", "実績", "評価", "理由")
    table = table_of(words, *BODY, words)
    heading = find_heading(table, GENERAL)
    assert heading is not None
    rows = table.rows()
    assert [repeats_heading(row, heading) for row in rows] == [True, False, False, False, True]


def test_score_is_the_share_of_the_layout_s_columns() -> None:
    words = (
        "番号",
        "施策名",
        "所属",
        "成果指標",
        "目標",
        "実績",
        "評価",
        "未達成の理由及び今後の見込み等",
    )
    whole = find_heading(table_of(words, *BODY), KANAGAWA)
    assert whole is not None
    assert layout_score(whole, KANAGAWA) == 1.0
    fewer = find_heading(
        table_of(
            ("施策名", "目標", "実績", "評価"), ("未病", "9", "9", "◎"), ("観光", "9", "8", "△")
        ),
        KANAGAWA,
    )
    assert fewer is not None
    assert layout_score(fewer, KANAGAWA) == 0.5


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("令和３年度", 2021),
        ("2022年度", 2022),
        ("R5", 2023),
        ("元年度", 2019),
        ("３年度", 2021),
        ("30年度", 2018),
        ("15年度", None),  # 平成15 or 令和15
        ("３年間", None),
        ("目標値", None),
    ],
)
def test_fiscal_year_of(text: str, year: int | None) -> None:
    assert fiscal_year_of(text) == year


@pytest.mark.parametrize("heading", ["施策名/担当課", "施策名（担当課）"])
def test_a_heading_that_names_two_things(heading: str) -> None:
    rows = ((heading, "目標", "評価"), ("道路/土木課", "10", "Ａ"), ("公園/公園課", "5", "Ｂ"))
    found = find_heading(table_of(*rows), GENERAL)
    assert found is not None
    assert found.columns[0].role == "measure"
    assert "department" in (found.columns[0].bracketed, found.columns[0].below)


def test_a_heading_that_names_one_thing_parts_no_cell() -> None:
    rows = (("施策名（再掲）", "目標", "評価"), ("道路", "10", "Ａ"), ("公園", "5", "Ｂ"))
    found = find_heading(table_of(*rows), GENERAL)
    assert found is not None
    assert (found.columns[0].bracketed, found.columns[0].below) == (None, None)
