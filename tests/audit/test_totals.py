"""Totals of an invented body against its measures: what contradicts, and what counts otherwise."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kict_nlp.audit.auditor import audit_report
from kict_nlp.schema import Report, SummaryRow
from tests.reports.claims.annex import INDICATORS, MEASURES, SCALE, YEAR

_ROW = SummaryRow(report_id="r", scope="pillar", page_number=2)
ROWS = (
    replace(_ROW, pillar_no="1", achievement_rate=0.571, measures=7, exceeded_or_met=4, missed=3),
    replace(_ROW, pillar_no="2", achievement_rate=0.833, measures=6, exceeded_or_met=5, missed=1),
    replace(_ROW, scope="total", achievement_rate=0.692, measures=13, exceeded_or_met=9, missed=4),
)  # fmt: skip
REPORT = Report(
    report_id="r", source_file="r.pdf", sha256="", pages=3, layout="general", layout_score=1.0,
    backend="pdfium", fiscal_year=YEAR, scale=SCALE, measures=MEASURES, indicators=INDICATORS,
    summary=ROWS,
)  # fmt: skip


def codes(*rows: SummaryRow) -> list[tuple[str, str]]:
    return [(f.severity, f.code) for f in audit_report(replace(REPORT, summary=rows))]


def test_right_totals_have_no_finding() -> None:
    assert codes(*ROWS) == []


def test_all_measures_may_be_counted_instead_of_the_rated() -> None:
    first, second, total = (replace(row, achievement_rate=None, missed=None) for row in ROWS)
    assert codes(first, replace(second, measures=7), replace(total, measures=14)) == []


@pytest.mark.parametrize("column", ["measures", "exceeded_or_met", "missed"])
def test_a_wrong_count_is_an_error(column: str) -> None:
    wrong = replace(ROWS[1], **{column: getattr(ROWS[1], column) + 1})
    assert ("error", "total_differs") in codes(ROWS[0], wrong, ROWS[2])


def test_totals_of_something_else_are_no_errors() -> None:
    others = [
        replace(row, achievement_rate=None, exceeded_or_met=None, missed=None) for row in ROWS
    ]
    counts = (21, 34, 55)
    found = codes(*(replace(row, measures=n) for row, n in zip(others, counts, strict=True)))
    assert found == [("warning", "totals_count_otherwise")]


def test_a_rate_of_any_precision_is_right_and_another_an_error() -> None:
    rounded, wrong = (replace(ROWS[0], achievement_rate=rate) for rate in (0.57, 0.517))
    assert codes(rounded, *ROWS[1:]) == []
    assert codes(wrong, *ROWS[1:]) == [("error", "rate_differs")]
    assert codes(*ROWS[:2], replace(ROWS[2], achievement_rate=0.69)) == []
    assert codes(ROWS[0], replace(ROWS[1], achievement_rate=0.83), ROWS[2]) == []
    assert codes(replace(ROWS[0], achievement_rate=0.5714), *ROWS[1:]) == []
    assert codes(*ROWS[:2], replace(ROWS[2], achievement_rate=0.6923)) == []


def test_a_number_that_stands_twice_is_a_warning() -> None:
    twice = replace(MEASURES[2], number="2")
    report = replace(REPORT, measures=(*MEASURES[:2], twice, *MEASURES[3:]))
    found = [f.code for f in audit_report(report)]
    assert found.count("number_twice") == 1
