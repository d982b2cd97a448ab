"""The sample report that comes with the package: all that its truth holds is read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kict_nlp.reports.reader import read_report
from kict_nlp.schema import Report
from tests.reports.comparison import (
    differences,
    expected_measures,
    expected_summary,
    table_differences,
)


@pytest.fixture(scope="module")
def truth(root: Path) -> dict[str, Any]:
    path = root / "corpora" / "mihon" / "r3" / "truth.json"
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


@pytest.fixture(scope="module")
def report(root: Path) -> Report:
    return read_report(root / "corpora" / "mihon" / "r3" / "mihon_r3.pdf")


def test_every_field_of_all_measures_is_right(report: Report, truth: dict[str, Any]) -> None:
    wanted = expected_measures(truth)
    assert len(wanted) == 70
    assert differences(report.measures, wanted) == []
    assert report.issues == ()


def test_the_other_backend_reads_the_same(root: Path, report: Report) -> None:
    path = root / "corpora" / "mihon" / "r3" / "mihon_r3.pdf"
    assert table_differences(report, read_report(path, backend="pdfplumber")) == []


def test_reasons_and_outlooks_are_parted(report: Report, truth: dict[str, Any]) -> None:
    wanted = [
        {"reason": entry.get("reason"), "outlook": entry.get("outlook")}
        for entry in truth["measures"]
    ]
    assert sum(row["outlook"] is not None for row in wanted) == 14
    assert differences(report.measures, wanted) == []


@pytest.mark.parametrize("name", ["README.md", "README.ja.md"])
def test_the_row_that_the_readme_shows_comes_out(root: Path, report: Report, name: str) -> None:
    lines = (root / name).read_text(encoding="utf-8").splitlines()
    (at,) = (i for i, line in enumerate(lines) if line.startswith("| mihon_r3/"))
    columns, values = (_cells(line) for line in (lines[at - 2], lines[at]))
    shown = dict(zip(columns, values, strict=True))
    (measure,) = (m for m in report.measures if m.measure_id == shown["measure_id"])
    texts = [c for c in columns if c not in ("page", "bbox")]
    assert all(getattr(measure, c).startswith(shown[c].removesuffix("…")) for c in texts)
    assert str(measure.boxes[0][0]) == shown["page"]


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.strip("|").split("|")]


def test_all_totals_are_right(report: Report, truth: dict[str, Any]) -> None:
    wanted = expected_summary(truth)
    assert len(wanted) == 10
    assert differences(report.summary, wanted) == []


def test_all_headings_are_found_in_order(report: Report, truth: dict[str, Any]) -> None:
    wanted = [
        (block["level"], block["number"], block["text"])
        for block in truth["prose"]
        if block["kind"] == "heading" and block["level"] > 0
    ]
    assert len(wanted) == 37
    assert [(s.level, s.number, s.title) for s in report.sections] == wanted


def test_identity(report: Report, truth: dict[str, Any]) -> None:
    columns = ("plan", "title", "organization")
    assert differences([report], [{column: truth[column] for column in columns}]) == []
    assert (report.fiscal_year, report.era_year) == (2021, truth["fiscal_year"])
