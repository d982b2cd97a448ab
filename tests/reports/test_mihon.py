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
