"""Reading a report whole: layouts, legends and names given by hand, and the same result each time."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kict_nlp.errors import LayoutError, NoTableError
from kict_nlp.reports.reader import read_report
from scripts.typeset import MissingProducer, Style
from tests.output.small_report import write_small_report
from tests.reports.comparison import differences, expected_measures, score_measures
from tests.reports.producers import skip_or_fail
from tests.reports.variants import print_reports

STYLE = Style(producer="reportlab", seed=-6)
FLIPPED = "【凡例】△目標を上回った　◎達成　◯未達成　―指標未設定"
FOREIGN = (
    "壱",
    "弐",
    "参",
    "四",
    "五",
    "六",
    "七",
    "令和３年度／八",
    "令和３年度／九",
    "令和３年度／十",
    "終",
)
LAYOUT = """
name = "foreign"
[columns]
pillar = ["壱"]
middle = ["弐"]
field = ["参"]
number = ["四"]
measure = ["五"]
department = ["六"]
indicator = ["七"]
target = ["八"]
actual = ["九"]
rating = ["十"]
explanation = ["終"]
[sections]
pillar = '^柱(?P<number>[Ⅰ-Ⅻ])\\s*(?P<name>.+)$'
middle = '^(?P<number>[①-⑳])\\s*(?P<name>.+)$'
field = '^(?P<number>[ア-ン])\\s+(?P<name>.+)$'
[completed]
pattern = '取組完了'
"""

Printer = Callable[..., Path]


@pytest.fixture
def truth(kanagawa_folder: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((kanagawa_folder / "truth.json").read_text("utf-8"))
    return content


@pytest.fixture
def print_report(truth: dict[str, Any], tmp_path: Path) -> Printer:
    """Print the real report's content with some of it changed."""

    def print_report(**changes: Any) -> Path:
        path = tmp_path / "changed.pdf"
        try:
            print_reports([(truth | changes, STYLE, path)])
        except MissingProducer as error:
            skip_or_fail("reportlab", error)
        return path

    return print_report


def test_two_readings_are_equal(kanagawa_pdf: Path) -> None:
    assert read_report(kanagawa_pdf) == read_report(kanagawa_pdf)


def test_all_ids_begin_with_the_id_that_is_given(kanagawa_pdf: Path) -> None:
    report = read_report(kanagawa_pdf, report_id="r3")
    assert report.report_id == "r3"
    assert report.source_file == "report.pdf"
    ids = [measure.measure_id for measure in report.measures]
    ids += [indicator.indicator_id for indicator in report.indicators]
    ids += [section.section_id for section in report.sections]
    assert [one for one in ids if not one.startswith("r3/")] == []
    assert {measure.report_id for measure in report.measures} == {"r3"}
    assert {row.report_id for row in report.summary} == {"r3"}
    assert {section.report_id for section in report.sections} == {"r3"}


def test_the_general_layout_reads_the_same_measures(
    kanagawa_pdf: Path, truth: dict[str, Any]
) -> None:
    report = read_report(kanagawa_pdf, layout="general")
    assert differences(report.measures, expected_measures(truth)) == []
    assert report.layout == "general"
    assert report.issues == ()


def test_an_unknown_layout_is_refused(kanagawa_pdf: Path) -> None:
    with pytest.raises(LayoutError, match="no layout named tokyo"):
        read_report(kanagawa_pdf, layout="tokyo")


def test_the_printed_legend_wins_over_the_layout(print_report: Printer) -> None:
    report = read_report(print_report(legend=FLIPPED))
    assert report.layout == "kanagawa-ict"
    assert {(m.rating_symbol, m.rating) for m in report.measures if m.rating_symbol} == {
        ("◎", "met"),
        ("◯", "missed"),
        ("△", "exceeded"),
        ("―", "none"),
    }
    assert report.scale.ratings["△"] == "exceeded"


def test_without_a_printed_legend_the_layout_decides(
    print_report: Printer, truth: dict[str, Any]
) -> None:
    report = read_report(print_report(legend=""))
    assert differences(report.measures, expected_measures(truth)) == []


def test_a_layout_of_one_s_own_reads_headings_that_nobody_knows(
    print_report: Printer, truth: dict[str, Any], tmp_path: Path
) -> None:
    path = print_report(columns=list(FOREIGN), summary=None)
    with pytest.raises(NoTableError, match="names its columns"):
        read_report(path)
    (tmp_path / "foreign.toml").write_text(LAYOUT, encoding="utf-8")
    report = read_report(path, layout=str(tmp_path / "foreign.toml"))
    assert score_measures(report.measures, expected_measures(truth)) == (76, 76)
    assert (report.layout, report.layout_score) == ("foreign", 1.0)


def test_equal_numbers_are_made_unique_in_printed_order(
    print_report: Printer, truth: dict[str, Any]
) -> None:
    measures = [entry | {"number": 1} for entry in truth["measures"]]
    report = read_report(print_report(measures=measures))
    ids = [measure.measure_id for measure in report.measures]
    assert ids[:4] == [f"changed/Ⅰ①ア1{end}" for end in ("", "-2", "-3", "-4")]
    assert len(set(ids)) == 76


def test_a_symbol_of_no_scale_is_kept_and_doubted(
    print_report: Printer, truth: dict[str, Any]
) -> None:
    odd = [
        entry | ({"rating": "卍"} if i == 1 else {}) for i, entry in enumerate(truth["measures"])
    ]
    report = read_report(print_report(measures=odd))
    assert report.n_measures == 76
    assert (report.measures[1].rating_symbol, report.measures[1].rating) == ("卍", None)
    (issue,) = [issue for issue in report.issues if issue.code == "unknown_rating"]
    assert issue.measure_id == report.measures[1].measure_id
    assert "卍" in issue.message
    assert issue.page == report.measures[1].page


def test_no_usual_meaning_is_assumed_for_a_symbol_that_has_none(
    print_report: Printer, truth: dict[str, Any]
) -> None:
    odd = [
        entry | ({"rating": "卍"} if i == 1 else {}) for i, entry in enumerate(truth["measures"])
    ]
    report = read_report(print_report(measures=odd))
    assert "scale_assumed" not in [issue.code for issue in report.issues]


def test_every_rating_that_no_legend_explains_is_told(tmp_path: Path) -> None:
    """Also where a measure has two, and where it is a word."""
    rows = (
        ("1", "相談窓口の増設", "市民課", "窓口の数", "3か所", "3か所", "◯", ""),
        ("", "", "", "相談の数", "90件", "70件", "△", ""),
        ("2", "図書館の夜間開館", "文化課", "開館の日数", "40日", "35日", "順調", ""),
    )
    report = read_report(
        write_small_report(tmp_path / "r.pdf", rows=rows, legend=""), layout="general"
    )
    assert [measure.rating_symbol for measure in report.measures] == ["◯\n△", "順調"]
    (issue,) = [issue for issue in report.issues if issue.code == "scale_assumed"]
    assert issue.message == "No legend explains △, ◯, 順調; the usual meaning was taken."
