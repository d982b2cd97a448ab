"""Layouts drafted from a report read that report; drift is told from the known ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from kict_nlp.errors import LayoutError
from kict_nlp.output.folder import OutputRefusedError
from kict_nlp.output.inspection import Inspection, inspect_report
from kict_nlp.output.layout_draft import draft_layout, write_draft
from kict_nlp.output.layout_drift import compare_layout
from kict_nlp.reports.layout import find_layout, load_layout
from kict_nlp.reports.reader import read_report
from tests.output.small_report import write_small_report

DRIFTED = ("番号", "施策名", "担当部局", "成果指標", "目標", "実績", "評価", "謎の欄")
STRANGE = ("番号", "取組", "担当部局", "ＫＰＩ", "計画値", "結果", "判定", "理由")


@pytest.fixture(scope="module")
def drifted_pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_small_report(tmp_path_factory.mktemp("drift") / "r5.pdf", heading=DRIFTED)


@pytest.fixture(scope="module")
def drifted(drifted_pdf: Path) -> Inspection:
    return inspect_report(drifted_pdf)


def _draft(path: Path, folder: Path) -> Path:
    target = folder / "drafted.toml"
    write_draft(draft_layout(inspect_report(path), "drafted"), target)
    return target


@pytest.mark.parametrize("heading", [DRIFTED, STRANGE])
def test_a_drafted_layout_reads_its_report_alike(tmp_path: Path, heading: tuple[str, ...]) -> None:
    path = write_small_report(tmp_path / "r.pdf", heading=heading)
    drafted = read_report(path, layout=str(_draft(path, tmp_path)))
    assert drafted.layout == "drafted"
    assert drafted.measures == read_report(path).measures


def test_a_drafted_layout_reads_the_real_report_alike(tmp_path: Path, kanagawa_pdf: Path) -> None:
    layout = _draft(kanagawa_pdf, tmp_path)
    assert (
        read_report(kanagawa_pdf, layout=str(layout)).measures == read_report(kanagawa_pdf).measures
    )
    assert load_layout(layout).ratings["◎"] == "exceeded"


def test_headings_without_a_role_stand_in_comments(drifted: Inspection) -> None:
    lines = draft_layout(drifted, "r5").splitlines()
    assert '#   "謎の欄"' in lines
    assert any(line.startswith('department = ["担当部局"]') for line in lines)


def test_needed_columns_that_were_not_found_are_named(tmp_path: Path) -> None:
    heading = ("番号", "品名", "所属", "成果指標", "目標", "実績", "点", "備考")
    path = write_small_report(tmp_path / "odd.pdf", heading=heading)
    text = draft_layout(inspect_report(path), "odd")
    assert '# measure = ["…"]' in text
    assert '# rating = ["…"]' in text
    write_draft(text, tmp_path / "odd.toml")
    assert load_layout(tmp_path / "odd.toml").name == "odd"


def test_names_with_quotes_stay_names(drifted: Inspection, tmp_path: Path) -> None:
    write_draft(draft_layout(drifted, 'a "b" \\ c'), tmp_path / "q.toml")
    assert load_layout(tmp_path / "q.toml").name == 'a "b" \\ c'


def test_a_layout_somebody_worked_on_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("mine")
    with pytest.raises(OutputRefusedError, match="there already"):
        write_draft("new", tmp_path / "mine.toml")
    assert (tmp_path / "mine.toml").read_text() == "mine"


def test_no_heading_is_an_error(tmp_path: Path) -> None:
    path = write_small_report(
        tmp_path / "none.pdf", heading=("い", "ろ", "は", "に", "ほ", "へ", "と", "ち")
    )
    with pytest.raises(LayoutError, match="No table has a heading"):
        draft_layout(inspect_report(path), "none")


def test_drift_from_the_nearest_layout(drifted: Inspection) -> None:
    drift = compare_layout(drifted)
    assert drift.layout.name == "kanagawa-ict"
    states = {(row.role, row.state): row.headings for row in drift.rows}
    assert states["measure", "present"] == ("施策名",)
    assert states["department", "renamed"] == ("担当部局",)
    assert ("explanation", "absent") in states
    assert states[None, "new"] == ("謎の欄",)
    assert not drift.is_none


def test_no_drift_in_the_report_of_a_layout(kanagawa_pdf: Path) -> None:
    drift = compare_layout(inspect_report(kanagawa_pdf))
    assert drift.is_none
    assert drift.present == 11


def test_drift_from_a_layout_that_was_named(drifted: Inspection) -> None:
    drift = compare_layout(drifted, find_layout("general"))
    assert drift.layout.name == "general"
    assert next(row for row in drift.rows if row.role == "department").state == "present"
