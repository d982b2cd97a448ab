"""Tables that were edited since they were read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kict_nlp.audit.tables import check_tables
from kict_nlp.schema import Indicator, Measure, Report, Scale


def report_of(whole: str, part: str) -> Report:
    return Report(
        report_id="r", source_file="r.pdf", sha256="", pages=1, layout="general", layout_score=1.0, backend="pdfium",
        scale=Scale(name="common", basis="target"),
        measures=(Measure(measure_id="r/1", report_id="r", actual=whole),),
        indicators=(Indicator(indicator_id="r/1#1", measure_id="r/1", actual=part),),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("whole", "part"),
    [
        ("120人", "120人"),
        ("(1)120人\n(2)35件", "35件"),
        ("１２０人", "120人"),
        ("1,200人\n35件", "1,200人"),
        ("12\n35", "35"),
    ],
)
def test_a_value_that_the_measure_has_is_no_finding(whole: str, part: str) -> None:
    assert list(check_tables(report_of(whole, part))) == []


@pytest.mark.parametrize(
    ("whole", "part"),
    [("120人", "20人"), ("1,200人", "200人"), ("120", "12"), ("12.5%", "5%"), ("", "5%")],
)
def test_the_end_or_the_beginning_of_another_number_is_one(whole: str, part: str) -> None:
    (found,) = check_tables(report_of(whole, part))
    assert (found.severity, found.code, found.claimed or "", found.found) == (
        "error",
        "tables_differ",
        whole,
        part,
    )


def test_a_report_as_read_has_none(kanagawa_report: Report) -> None:
    assert list(check_tables(kanagawa_report)) == []
    first = kanagawa_report.measures[1]
    edited = replace(first, actual=(first.actual or "").replace("1", "7"))
    measures = (kanagawa_report.measures[0], edited, *kanagawa_report.measures[2:])
    assert [f.measure_id for f in check_tables(replace(kanagawa_report, measures=measures))] == [
        first.measure_id
    ]
