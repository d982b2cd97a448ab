"""The real report, read whole: every measure, every total and every heading, with both backends."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from kict_nlp.pdf.reading import Backend
from kict_nlp.reports.reader import read_report
from kict_nlp.schema import Report, Section, SummaryRow
from kict_nlp.text.radicals import repair_radicals
from scripts.typeset import Block, read_prose
from tests.reports.comparison import (
    COLUMNS,
    differences,
    expected_measures,
    expected_summary,
    row_of,
    score_measures,
    without_backend,
)

BACKENDS: tuple[Backend, ...] = ("pdfium", "pdfplumber")
_ITEM = re.compile(r"^(?:・|[①-⑳] )")


@pytest.fixture(scope="module")
def truth(kanagawa_folder: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((kanagawa_folder / "truth.json").read_text("utf-8"))
    return content


@pytest.fixture(scope="module")
def reports(kanagawa_pdf: Path) -> dict[str, Report]:
    return {backend: read_report(kanagawa_pdf, backend=backend) for backend in BACKENDS}


@pytest.fixture(scope="module", params=BACKENDS)
def report(request: pytest.FixtureRequest, reports: dict[str, Report]) -> Report:
    return reports[request.param]


@pytest.fixture(scope="module")
def prose(kanagawa_folder: Path) -> list[Block]:
    return read_prose(kanagawa_folder / "report.txt")


def test_every_field_of_all_measures_is_right(report: Report, truth: dict[str, Any]) -> None:
    wanted = expected_measures(truth)
    assert len(wanted) == 76
    assert differences(report.measures, wanted) == []
    assert score_measures(report.measures, wanted) == (76, 76)


def test_each_measure_has_its_own_id(report: Report, truth: dict[str, Any]) -> None:
    wanted = [
        f"report/{m['pillar']}{m['middle']}{m['field']}{m['number']}" for m in truth["measures"]
    ]
    assert [measure.measure_id for measure in report.measures] == wanted
    assert len(set(wanted)) == 76
    assert {(m.report_id, m.fiscal_year) for m in report.measures} == {("report", 2021)}


def test_all_totals_are_right(report: Report, truth: dict[str, Any]) -> None:
    wanted = expected_summary(truth)
    assert len(wanted) == 10
    assert differences(report.summary, wanted) == []


def test_printed_totals_equal_the_counted_measures(report: Report) -> None:
    totals = [row for row in report.summary if row.scope != "pillar"]
    assert [_counts(report, row) for row in totals] == [
        (row.measures, row.exceeded_or_met, row.missed) for row in totals
    ]


def _counts(report: Report, row: SummaryRow) -> tuple[int, int, int]:
    ratings = [
        measure.rating
        for measure in report.measures
        if measure.rating != "none"
        and row.pillar_no in (None, measure.pillar_no)
        and row.middle_no in (None, measure.middle_no)
    ]
    missed = ratings.count("missed")
    return len(ratings), len(ratings) - missed, missed


def test_identity_comes_from_the_document(report: Report, truth: dict[str, Any]) -> None:
    assert report.plan == truth["plan"]
    assert report.title == truth["title"]
    assert report.organization == "神奈川県"
    assert (report.fiscal_year, report.era_year) == (2021, "令和３年度")
    assert (report.layout, report.layout_score) == ("kanagawa-ict", 1.0)
    assert (report.source_file, report.pages, report.n_measures) == ("report.pdf", 10, 76)


def test_all_headings_of_the_body_are_found_in_order(report: Report, prose: list[Block]) -> None:
    wanted = [
        (block.level, block.number, block.text)
        for block in prose
        if block.kind == "heading" and block.level > 0
    ]
    assert len(wanted) == 40
    assert [(s.level, s.number, s.title) for s in report.sections if s.number] == wanted


def test_sections_are_tied_to_the_part_of_the_plan_that_they_tell_of(
    report: Report, truth: dict[str, Any]
) -> None:
    fields = {(m["pillar"], m["middle"], m["field"]): m["field_name"] for m in truth["measures"]}
    tied = {_tie(section): section.title for section in report.sections if section.field_no}
    # The body spells one field otherwise than the annex, whose name it bears in the truth.
    assert tied == fields | {("Ⅰ", "③", "ア"): "行政手続きの電子化"}
    assert len(tied) == 21
    middles = {(m["pillar"], m["middle"]): m["middle_name"] for m in truth["measures"]}
    assert {
        _tie(section)[:2]: section.title
        for section in report.sections
        if section.middle_no and not section.field_no
    } == middles


def _tie(section: Section) -> tuple[str | None, str | None, str | None]:
    return section.pillar_no, section.middle_no, section.field_no


def test_lists_in_a_diagram_are_items_in_reading_order(report: Report, kanagawa_text: str) -> None:
    lines = [repair_radicals(line.strip()) for line in kanagawa_text.splitlines()]
    wanted = [line for line in lines[: lines.index("４ 今後の取組")] if _ITEM.match(line)][-11:]
    assert [line[0] for line in wanted] == list("・・・・①②③④⑤⑥⑦")
    (section,) = [s for s in report.sections if s.title == "基本的な考え方"]
    assert list(section.items) == wanted


def test_no_text_of_the_body_is_lost(report: Report, prose: list[Block]) -> None:
    text = _packed("".join(section.text or "" for section in report.sections))
    kinds = ("paragraph", "bullet", "note")
    lost = [
        block.text for block in prose if block.kind in kinds and _packed(block.text) not in text
    ]
    assert lost == []


def _packed(text: str) -> str:
    return re.sub(r"\s", "", repair_radicals(text))


def test_reason_and_outlook_are_the_explanation(report: Report) -> None:
    explained = [measure for measure in report.measures if measure.explanation]
    assert len(explained) == 12
    for measure in explained:
        parts = "".join(filter(None, (measure.reason, measure.outlook)))
        assert _packed(parts) == _packed(measure.explanation or "")
        assert measure.reason
    assert [m for m in report.measures if not m.explanation and (m.reason or m.outlook)] == []
    forward = [measure.outlook for measure in explained if measure.outlook]
    assert len(forward) == 7
    assert "今後は市町村の協力も得ながら" in forward[0][:20]


def test_parts_of_one_cell_are_indicators_of_their_own(report: Report) -> None:
    parts = [indicator for indicator in report.indicators if indicator.part]
    first = [i for i in parts if i.measure_id == "report/Ⅰ①イ1"]
    assert [(i.part, i.indicator, i.target, i.actual) for i in first] == [
        ("(1)", "宿泊施設紹介ﾍﾟｰｼﾞPV数", "500,000PV", "1,729,884PV"),
        ("(2)", "月平均PV数", "100,000PV", "104,680PV"),
    ]
    assert len({indicator.indicator_id for indicator in report.indicators}) == len(
        report.indicators
    )


def test_pages_of_the_annex_are_joined_for_a_reason(report: Report) -> None:
    assert [(join.page_before, join.page_after, join.what) for join in report.joins] == [
        (7, 8, "table"),
        (8, 9, "table"),
        (9, 10, "table"),
    ]
    assert all("column edges agree" in join.reason for join in report.joins)
    assert all("heading rows repeated and dropped" in join.reason for join in report.joins)


def test_both_backends_read_the_same(reports: dict[str, Report]) -> None:
    pdfium, pdfplumber = (_rounded(reports[backend]) for backend in BACKENDS)
    assert pdfium == pdfplumber
    assert reports["pdfium"].page_backends == ("pdfium",) * 10
    assert reports["pdfplumber"].page_backends == ("pdfplumber",) * 10


def _rounded(report: Report) -> dict[str, Any]:
    """All of a report; boxes in whole points, since the two libraries round at different places."""
    everything = without_backend(report)
    everything["measures"] = [
        (
            row_of(measure, (*COLUMNS, "measure_id", "reason", "outlook")),
            [(page, *map(round, box)) for page, box in measure.boxes],
            [(place.column, place.page_number, *map(round, place.box)) for place in measure.places],
        )
        for measure in report.measures
    ]
    return everything


def test_automatic_choice_reads_with_pdfium(kanagawa_pdf: Path, reports: dict[str, Report]) -> None:
    assert read_report(kanagawa_pdf) == reports["pdfium"]
    assert reports["pdfium"].issues == ()
