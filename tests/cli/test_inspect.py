from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from tests.cli.conftest import Run
from tests.output.small_report import write_small_report


def test_columns_and_their_roles(run: Run, small_pdf: Path) -> None:
    result = run("inspect", small_pdf)
    assert result.exit_code == 0
    assert "small.pdf, page 1 of 1: layout kanagawa-ict, 3 measures" in result.stdout
    row = next(line for line in result.stdout.splitlines() if "department" in line)
    assert row.split() == ["3", "department", "所属", "所属", "214–274"]


def test_picture(run: Run, kanagawa_pdf: Path, tmp_path: Path) -> None:
    result = run("inspect", kanagawa_pdf, "--page", 8, "-o", tmp_path / "p8.png")
    assert result.exit_code == 0
    assert "page 8 of 10" in result.stdout
    with Image.open(tmp_path / "p8.png") as picture:
        assert picture.format == "PNG"
        assert picture.width > picture.height * 0.9


def test_first_page_with_measures_is_the_default(run: Run, kanagawa_pdf: Path) -> None:
    assert "page 7 of 10" in run("inspect", kanagawa_pdf).stdout


def test_a_table_that_is_none_of_measures(run: Run, kanagawa_pdf: Path) -> None:
    result = run("inspect", kanagawa_pdf, "--page", 2)
    assert "No table of measures: it has no column for measure, rating." in result.stdout


def test_why_nothing_was_read_is_said(run: Run, tmp_path: Path) -> None:
    heading = ("番号", "品名", "所属", "成果指標", "目標", "実績", "点", "備考")
    result = run("inspect", write_small_report(tmp_path / "odd.pdf", heading=heading))
    assert result.exit_code == 0
    assert "no role" in result.stdout
    assert "No measures: The table has no column for measures" in result.stderr


def test_exit_statuses(run: Run, small_pdf: Path, tmp_path: Path) -> None:
    assert run("inspect", small_pdf, "--page", 2).exit_code == 2
    assert run("inspect", small_pdf, "--page", 0).exit_code == 2
    assert run("inspect", small_pdf, "--layout", "none").exit_code == 2
    assert run("inspect", tmp_path / "none.pdf").exit_code == 3
    (tmp_path / "file").write_text("")
    assert run("inspect", small_pdf, "-o", tmp_path / "file" / "p.png").exit_code == 3


@pytest.mark.parametrize("name", ["small.pdf", "my.toml", "picture"])
def test_a_picture_replaces_nothing_but_a_picture(run: Run, tmp_path: Path, name: str) -> None:
    report = write_small_report(tmp_path / "small.pdf")
    (tmp_path / "my.toml").write_text("mine")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    result = run("inspect", report, "-o", tmp_path / name)
    assert result.exit_code == 2
    assert "must end in .png" in result.stderr
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_report_is_not_replaced_whatever_its_name(run: Run, tmp_path: Path) -> None:
    report = write_small_report(tmp_path / "small.pdf")
    (tmp_path / "link.png").hardlink_to(report)
    result = run("inspect", report, "-o", tmp_path / "link.png")
    assert result.exit_code == 2
    assert "is the report itself" in result.stderr
    assert report.read_bytes().startswith(b"%PDF-")


def test_an_earlier_picture_is_drawn_anew(run: Run, small_pdf: Path, tmp_path: Path) -> None:
    for _ in range(2):
        assert run("inspect", small_pdf, "-o", tmp_path / "P1.PNG").exit_code == 0
