"""Sheets of labels and values: what is a sheet, and how its nested labels are read."""

from __future__ import annotations

from collections.abc import Sequence

from kict_nlp.pdf.joins import Table
from kict_nlp.reports.forms import is_form, read_forms
from kict_nlp.reports.layout import Role, find_layout
from kict_nlp.reports.raw import RawMeasure
from tests.pdf.drawing import ABOVE, LEFT, make_table

GENERAL = find_layout("general")
ALSO = LEFT


def table_of(*rows: Sequence[str]) -> Table:
    """A table of equally wide columns."""
    return make_table(*rows, xs=[20.0 + 90 * column for column in range(len(rows[0]) + 1)])


def texts(measure: RawMeasure, role: Role) -> list[str]:
    return [cell.text for found, cell in measure.cells() if found == role]


def by_year(measure: RawMeasure, role: Role) -> list[tuple[int | None, str]]:
    columns = measure.heading.columns
    return [
        (columns[column].fiscal_year, text)
        for row in measure.rows
        for column, text in row.texts(role)
    ]


def sheet(name: str, mark: str) -> list[tuple[str, ...]]:
    return [
        ("事業名", name, ALSO, ALSO, ALSO),
        ("担当課", "みどり課", ALSO, ALSO, ALSO),
        ("測定指標", "植樹の本数", "基準値", "目標値", "実績値"),
        (ABOVE, ABOVE, "元年度", "３年度", "３年度"),
        (ABOVE, ABOVE, "10本", "40本", "35本"),
        ("評価結果", "達成度", mark, ALSO, ALSO),
        (ABOVE, "課題", "苗木が足りなかった。", ALSO, ALSO),
    ]


def test_a_label_beside_the_whole_block_names_its_indicator() -> None:
    (measure,) = read_forms([table_of(*sheet("街路樹の整備", "Ｂ"))], GENERAL)
    assert texts(measure, "measure") == ["街路樹の整備"]
    assert texts(measure, "indicator") == ["植樹の本数"]
    assert texts(measure, "rating") == ["Ｂ"]
    assert texts(measure, "explanation") == ["苗木が足りなかった。"]


def test_years_without_an_era_stand_below_the_words() -> None:
    (measure,) = read_forms([table_of(*sheet("街路樹の整備", "Ｂ"))], GENERAL)
    assert by_year(measure, "baseline") == [(2019, "10本")]
    assert by_year(measure, "target") == [(2021, "40本")]
    assert by_year(measure, "actual") == [(2021, "35本")]


def test_sheets_one_below_the_other_begin_with_the_same_label() -> None:
    table = table_of(*sheet("街路樹の整備", "Ｂ"), *sheet("花壇の整備", "Ａ"))
    measures = read_forms([table], GENERAL)
    assert [texts(measure, "measure") for measure in measures] == [["街路樹の整備"], ["花壇の整備"]]
    assert [texts(measure, "rating") for measure in measures] == [["Ｂ"], ["Ａ"]]
    assert [texts(measure, "actual") for measure in measures] == [["35本"], ["35本"]]


def test_goal_and_result_in_rows_of_their_own_are_one_indicator() -> None:
    table = table_of(
        ("施策名", "読書の推進", ALSO, ALSO, ALSO),
        ("主管課", "図書館", ALSO, ALSO, ALSO),
        ("指標名", "単位", "区分", "令和３年度", "令和４年度"),
        ("貸出冊数", "冊", "目標", "500", "600"),
        (ABOVE, ABOVE, "実績", "480", "610"),
        ("来館者数", "人", "目標", "90", "95"),
        (ABOVE, ABOVE, "実績", "70", "80"),
        ("評価", "Ａ", ALSO, ALSO, ALSO),
    )
    (measure,) = read_forms([table], GENERAL)
    assert texts(measure, "indicator") == ["貸出冊数", "来館者数"]
    assert by_year(measure, "target") == [(2021, "500"), (2022, "600"), (2021, "90"), (2022, "95")]
    assert by_year(measure, "actual") == [(2021, "480"), (2022, "610"), (2021, "70"), (2022, "80")]
    assert texts(measure, "rating") == ["Ａ"]


def test_labels_side_by_side_have_their_values_below() -> None:
    table = table_of(
        ("事業番号", "事業名", "担当課", "評価"),
        ("7", "防災訓練", "総務課", "Ｃ"),
        ("指標", "目標値", "実績値", "達成率"),
        ("参加者数", "120人", "60人", "50％"),
        ("課題", "雨で中止した。", ALSO, ALSO),
        ("今後の方向性", "屋内でも行う。", ALSO, ALSO),
    )
    assert is_form(table, GENERAL)
    (measure,) = read_forms([table], GENERAL)
    found = [texts(measure, role) for role in ("number", "measure", "department", "rating")]
    assert found == [["7"], ["防災訓練"], ["総務課"], ["Ｃ"]]
    assert texts(measure, "target") == ["120人"]
    assert texts(measure, "outlook") == ["屋内でも行う。"]


def test_the_rating_of_the_whole_stands_above_those_of_its_indicators() -> None:
    table = table_of(
        ("事業名", "防災訓練", ALSO, ALSO),
        ("指標", "目標値", "実績値", "判定"),
        ("参加者数", "120人", "60人", "×"),
        ("総合評価", "Ｂ", ALSO, ALSO),
    )
    (measure,) = read_forms([table], GENERAL)
    assert texts(measure, "rating") == ["Ｂ"]


def test_a_list_of_measures_is_no_sheet() -> None:
    table = table_of(
        ("番号", "事業名", "目標", "実績", "評価"),
        ("1", "防災訓練", "120人", "60人", "Ｃ"),
        ("2", "街路樹の整備", "40本", "35本", "Ｂ"),
        ("3", "花壇の整備", "5か所", "5か所", "Ａ"),
    )
    assert not is_form(table, GENERAL)


def test_a_sheet_without_rating_is_none() -> None:
    table = table_of(("事業名", "防災訓練"), ("担当課", "総務課"), ("課題", "雨で中止した。"))
    assert read_forms([table], GENERAL) == []


def test_a_name_that_ends_like_a_label_is_the_value_beside_it() -> None:
    table = table_of(
        ("事務事業名", "道路照明更新事業"),
        ("事業の目的", "夜道を明るくする。"),
        ("担当課", "道路課"),
        ("評価", "Ａ"),
    )
    (measure,) = read_forms([table], GENERAL)
    assert texts(measure, "measure") == ["道路照明更新事業"]
