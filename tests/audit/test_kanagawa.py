"""The real report against itself: every claim of its body, every value, and the slips that are known."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from kict_nlp.audit.auditor import audit_report
from kict_nlp.pdf.reading import Backend
from kict_nlp.reports.reader import read_report
from kict_nlp.schema import Finding, Report
from tests.audit.expected import claims_of_quotes, packed, typed_indicator, typed_parts

VERDICTS = {True: "agrees", False: "disagrees", None: "uncheckable"}
BACKENDS: tuple[Backend, ...] = ("pdfium", "pdfplumber")


@pytest.fixture(scope="module")
def truth(kanagawa_folder: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((kanagawa_folder / "truth.json").read_text("utf-8"))
    return content


@pytest.fixture(scope="module", params=BACKENDS)
def report(request: pytest.FixtureRequest, kanagawa_pdf: Path) -> Report:
    return read_report(kanagawa_pdf, backend=request.param)


@pytest.fixture(scope="module")
def findings(report: Report) -> list[Finding]:
    return audit_report(report)


def test_every_claim_of_the_body_has_the_verdict_of_the_truth(
    report: Report, truth: dict[str, Any]
) -> None:
    pairs = claims_of_quotes(truth, report.claims)
    wrong = [
        (entry["quote"], [claim.verdict for claim in found], VERDICTS[entry["agrees"]])
        for entry, found in pairs
        if [claim.verdict for claim in found] != [VERDICTS[entry["agrees"]]]
    ]
    assert wrong == []
    assert Counter(VERDICTS[entry["agrees"]] for entry, _ in pairs) == {
        "agrees": 16,
        "disagrees": 1,
        "uncheckable": 8,
    }


def test_there_are_no_other_claims(report: Report, truth: dict[str, Any]) -> None:
    quoted = {
        claim.claim_id for _, found in claims_of_quotes(truth, report.claims) for claim in found
    }
    assert {claim.claim_id for claim in report.claims} == quoted
    assert len(report.claims) == len(truth["claims"]) == 25


def test_a_claim_names_the_measure_of_the_truth(report: Report, truth: dict[str, Any]) -> None:
    names = {measure.measure_id: measure.measure for measure in report.measures}
    valued = [
        (packed(entry["measure"]), packed(names[claim.measure_id or ""] or ""))
        for entry, (claim,) in claims_of_quotes(truth, report.claims)
        if entry["measure"] and claim.measure_id
    ]
    assert len(valued) >= 16
    assert [found for _, found in valued] == [wanted for wanted, _ in valued]


def test_the_one_error_is_the_sum_that_its_own_figures_contradict(
    findings: list[Finding], truth: dict[str, Any]
) -> None:
    (error,) = [finding for finding in findings if finding.severity == "error"]
    (slip,) = [entry for entry in truth["claims"] if entry["agrees"] is False]
    assert error.code == "claim_differs"
    assert packed(slip["quote"]) in packed(error.sentence or "")
    for figure in (*(f"{number:,}" for number in slip["numbers"].values()), slip["annex"]):
        assert figure in error.message
    assert error.found == slip["annex"]
    assert (error.measure_id, error.page) == ("report/Ⅰ①カ1", 3)


def test_the_warnings_are_the_other_disagreements(
    findings: list[Finding], truth: dict[str, Any]
) -> None:
    warnings = {f.code: f for f in findings if f.severity == "warning"}
    others = {entry["what"]: entry for entry in truth["disagreements"]}
    assert sorted(f.code for f in findings if f.severity == "warning") == [
        "count_not_reproduced",
        "name_differs",
        "pending_but_rated",
        "rating_against_values",
    ]
    covid = truth["counts"]["missed_naming_covid"]
    assert warnings["count_not_reproduced"].found == f"{covid} of {truth['counts']['missed']}"
    renamed = warnings["name_differs"]
    assert (renamed.claimed, renamed.found) == (
        others["field name"]["body"],
        others["field name"]["annex"],
    )
    below = warnings["rating_against_values"]
    assert below.found is not None
    actual, target = below.found.split(" / ")
    assert f"target {target}, actual {actual}" in others["rating against value"]["annex"]
    pending = warnings["pending_but_rated"]
    (open_row,) = [m for m in truth["measures"] if "予定" in (m["actual"] or "")]
    assert (pending.found, pending.claimed) == (open_row["actual"], open_row["rating"])


def test_the_only_note_is_the_wording_in_another_order(
    findings: list[Finding], truth: dict[str, Any]
) -> None:
    (note,) = [finding for finding in findings if finding.severity == "note"]
    (entry,) = [e for e in truth["disagreements"] if e["what"] == "wording (inside body)"]
    assert note.code == "wording_differs"
    assert note.claimed is not None
    assert note.found is not None
    assert note.claimed in packed(entry["body"])
    assert note.found in packed(entry["body"])


def test_the_ten_rows_of_totals_are_without_finding(
    report: Report, findings: list[Finding]
) -> None:
    assert len(report.summary) == 10
    assert not {f.code for f in findings} & {
        "total_differs", "sum_differs", "row_differs", "rate_differs", "rate_cut",
        "totals_count_otherwise", "rates_count_otherwise",
    }  # fmt: skip


def test_every_part_of_every_indicator_is_typed(report: Report, truth: dict[str, Any]) -> None:
    wanted = [part for measure in truth["measures"] for part in typed_parts(measure)]
    found = [typed_indicator(indicator) for indicator in report.indicators]
    assert len(wanted) == 80
    assert found == wanted


def test_computed_ratings_agree_but_for_the_one_below_its_target(report: Report) -> None:
    verdicts = Counter(i.agrees_with_rating for i in report.indicators)
    assert verdicts[False] == 1
    (odd,) = [i for i in report.indicators if i.agrees_with_rating is False]
    assert (odd.indicator_id, odd.computed_rating) == ("report/Ⅰ①カ1#1", "missed")
