"""The shipped sample against itself: its slips are found, and nothing else."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from kict_nlp.audit.auditor import audit_report
from kict_nlp.reports.reader import read_report
from kict_nlp.schema import Finding, Report
from tests.audit.expected import packed, typed_indicator, typed_parts


@pytest.fixture(scope="module")
def folder(root: Path) -> Path:
    return root / "corpora" / "mihon" / "r3"


@pytest.fixture(scope="module")
def truth(folder: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((folder / "truth.json").read_text("utf-8"))
    return content


@pytest.fixture(scope="module")
def report(folder: Path) -> Report:
    return read_report(folder / "mihon_r3.pdf")


@pytest.fixture(scope="module")
def findings(report: Report) -> list[Finding]:
    return audit_report(report)


def test_each_slip_of_the_sample_is_found(findings: list[Finding], truth: dict[str, Any]) -> None:
    slips = {entry["what"]: entry for entry in truth["disagreements"]}
    by_code = {finding.code: finding for finding in findings}
    number = by_code["claim_differs"]
    assert number.severity == "error"
    assert packed(slips["number"]["body"]) in packed(number.sentence or "")
    assert number.found == slips["number"]["annex"]
    name = by_code["name_differs"]
    assert (name.claimed, name.found) == (
        slips["field name"]["body"],
        slips["field name"]["annex"],
    )
    actual, target = (by_code["rating_against_values"].found or "").split(" / ")
    assert f"target {target}, actual {actual}" in slips["rating against value"]["annex"]


def test_nothing_else_is_found(findings: list[Finding]) -> None:
    assert Counter((f.severity, f.code) for f in findings) == {
        ("error", "claim_differs"): 1,
        ("warning", "name_differs"): 1,
        ("warning", "rating_against_values"): 1,
        ("warning", "pending_but_rated"): 1,
    }


def test_all_statements_but_the_slip_agree(report: Report) -> None:
    verdicts = Counter(claim.verdict for claim in report.claims)
    assert verdicts == {"agrees": 39, "disagrees": 1, "uncheckable": 1}


def test_every_part_of_every_indicator_is_typed(report: Report, truth: dict[str, Any]) -> None:
    wanted = [part for measure in truth["measures"] for part in typed_parts(measure)]
    found = [typed_indicator(indicator) for indicator in report.indicators]
    differing = [
        (i.indicator_id, got, want)
        for i, got, want in zip(report.indicators, found, wanted, strict=True)
        if got != want
    ]
    # The one to be lowered says so in its name, which the oracle does not read.
    assert [(name, got.comparison) for name, got, _ in differing] == [("mihon_r3/Ⅰ①ア2#1", "<=")]
