"""Tables that go on over pages: one table again, a row cut by the page end one row again."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from kict_nlp.pdf.joins import Table, join_tables
from kict_nlp.pdf.page import Page
from kict_nlp.pdf.tables import read_contents
from tests.pdf.drawing import ABOVE, page, type_line
from tests.pdf.drawing import table_page as draw_table_page

XS = (40.0, 70.0, 200.0, 280.0, 360.0, 540.0)
HEADING = ("番号", "施策名", "目標", "実績", "理由")
FIRST = ("1", "未病の改善", "100人", "120人", "")
SECOND = ("2", "観光の情報", "20件", "10件", "感染症の影響による。")
THIRD = ("3", "農業の支援", "5件", "5件", "")
FOURTH = ("4", "防災の通信", "8回", "9回", "")

Row = Sequence[str]


def table_page(number: int, *rows: Row, xs: Sequence[float] = XS) -> Page:
    return draw_table_page(number, *rows, xs=xs)


def join(*pages: Page) -> list[Table]:
    return join_tables([content.tables for content in read_contents(pages)])


def join_one(*pages: Page) -> Table:
    (table,) = join(*pages)
    return table


def rows_of(table: Table) -> list[tuple[str, ...]]:
    return [tuple(cell.text for cell in row) for row in table.rows()]


def test_a_table_that_goes_on_is_one_and_says_why() -> None:
    table = join_one(table_page(1, HEADING, FIRST, SECOND), table_page(2, THIRD, FOURTH))
    assert rows_of(table) == [HEADING, FIRST, SECOND, THIRD, FOURTH]
    (one,) = table.joins
    assert (one.page_before, one.page_after, one.what) == (1, 2, "table")
    assert one.reason == "6 of 6 column edges agree"


def test_a_repeated_heading_is_dropped_and_counted() -> None:
    table = join_one(
        table_page(1, HEADING, FIRST, SECOND),
        table_page(2, HEADING, THIRD),
        table_page(3, HEADING, FOURTH),
    )
    assert rows_of(table) == [HEADING, FIRST, SECOND, THIRD, FOURTH]
    assert [join.reason for join in table.joins] == [
        "6 of 6 column edges agree; 1 heading rows repeated and dropped"
    ] * 2
    assert [(part.page_number, part.row) for part in table.parts] == [(1, 0), (2, 3), (3, 4)]


def test_a_row_cut_by_the_page_end_becomes_one_again() -> None:
    upper = (*SECOND[:4], "感染症の影響/により参加者が")
    lower = ("", "", "", "", "集まらなかった。")
    table = join_one(
        table_page(1, HEADING, FIRST, THIRD, upper), table_page(2, lower, FOURTH, THIRD)
    )
    whole = (*SECOND[:4], "感染症の影響により参加者が集まらなかった。")
    assert rows_of(table) == [HEADING, FIRST, THIRD, whole, FOURTH, THIRD]
    assert [(one.what, one.page_before, one.page_after) for one in table.joins] == [
        ("table", 1, 2),
        ("row", 1, 2),
    ]
    assert (
        table.joins[1].reason
        == "4 columns that every row fills are empty in the first row of the page"
    )


def test_a_cell_cut_in_two_has_its_box_on_both_pages() -> None:
    lower = ("", "", "", "", "集まらなかった。")
    table = join_one(table_page(1, HEADING, FIRST, THIRD, SECOND), table_page(2, lower, FOURTH))
    (cell,) = [cell for cell in table.cells if "集まらなかった" in cell.text]
    assert [(number, tuple(box)) for number, box in cell.places] == [
        (1, (360, 140, 540, 170)),
        (2, (360, 50, 540, 80)),
    ]


def test_a_row_cut_under_a_repeated_heading_becomes_one_again() -> None:
    lower = ("", "の発信", "", "", "今後は努める。")
    table = join_one(
        table_page(1, HEADING, FIRST, THIRD, SECOND), table_page(2, HEADING, lower, FOURTH)
    )
    whole = ("2", "観光の情報の発信", "20件", "10件", "感染症の影響による。今後は努める。")
    assert rows_of(table)[3:] == [whole, FOURTH]


def test_whole_rows_beside_a_page_end_stay_two() -> None:
    """An empty column that other rows leave empty too says nothing."""
    without = ("2", "観光の情報", "20件", "20件", "")
    table = join_one(table_page(1, HEADING, FIRST, without), table_page(2, THIRD, FOURTH))
    assert len(rows_of(table)) == 5
    assert [join.what for join in table.joins] == ["table"]


def test_a_row_that_lacks_one_value_stays_a_row() -> None:
    lacking = ("3", "農業の支援", "", "5件", "")
    table = join_one(
        table_page(1, HEADING, FIRST, SECOND, FOURTH), table_page(2, lacking, THIRD, FIRST)
    )
    assert rows_of(table)[4] == lacking


@pytest.mark.parametrize("cut", [3, 4])
def test_a_heading_between_rows_is_no_half_row(cut: int) -> None:
    """Neither as the first row of a page nor as the last."""
    rows: list[Row] = [HEADING, FIRST, SECOND, ("柱Ⅱ　行政の情報化",), THIRD, FOURTH]
    table = join_one(table_page(1, *rows[:cut]), table_page(2, *rows[cut:]))
    assert rows_of(table) == [tuple(row) for row in rows]
    assert [join.what for join in table.joins] == ["table"]


def test_other_columns_make_another_table() -> None:
    other = (40.0, 140.0, 330.0, 540.0)
    tables = join(
        table_page(1, HEADING, FIRST, SECOND),
        table_page(2, ("年度", "件数", "割合"), ("3", "10", "50%"), xs=other),
    )
    assert [table.n_rows for table in tables] == [3, 2]
    assert [table.joins for table in tables] == [(), ()]


def test_a_page_without_a_table_ends_the_table() -> None:
    tables = join(
        table_page(1, HEADING, FIRST, SECOND),
        page(number=2, glyphs=type_line("ここに表はありません。", 50, 50)),
        table_page(3, THIRD, FOURTH),
    )
    assert [table.n_rows for table in tables] == [3, 2]


@pytest.mark.parametrize("shift", [-15.0, 20.0])
def test_left_and_right_pages_may_have_other_margins(shift: float) -> None:
    table = join_one(
        table_page(1, HEADING, FIRST, SECOND),
        table_page(2, HEADING, THIRD, FOURTH, xs=[x + shift for x in XS]),
    )
    assert rows_of(table) == [HEADING, FIRST, SECOND, THIRD, FOURTH]
    assert table.n_columns == 5
    boxes = [cell.places[0][1].x0 for cell in table.cells if cell.text == "3"]
    assert boxes == [40 + shift]


def test_rows_list_a_merged_cell_in_each_of_its_rows() -> None:
    table = join_one(
        table_page(
            1,
            ("柱", "施策一", "10件"),
            (ABOVE, "施策二", "20件"),
            ("次の柱", "施策三", "30件"),
            xs=(40, 120, 300, 540),
        )
    )
    assert rows_of(table)[:2] == [("柱", "施策一", "10件"), ("柱", "施策二", "20件")]


def test_a_label_printed_again_after_the_page_end_is_not_doubled() -> None:
    upper = ("2", "観光の情報", "20件", "10件", "感染症の")
    lower = ("", "観光の情報", "", "", "影響による。")
    table = join_one(table_page(1, HEADING, FIRST, THIRD, upper), table_page(2, lower, FOURTH))
    assert rows_of(table)[3] == SECOND


def test_two_numbers_are_two_rows_however_empty_the_second_is() -> None:
    lower = ("3", "", "", "", "実績は集計中。")
    table = join_one(table_page(1, HEADING, FIRST, FOURTH, SECOND), table_page(2, lower, THIRD))
    assert rows_of(table)[3:5] == [SECOND, lower]


def test_the_same_tables_whatever_the_order_of_strokes() -> None:
    pages = [table_page(1, HEADING, FIRST, SECOND), table_page(2, HEADING, THIRD)]
    turned = [
        page(number=one.number, strokes=reversed(one.strokes), glyphs=reversed(one.glyphs))
        for one in pages
    ]
    assert join(*pages) == join(*turned)
