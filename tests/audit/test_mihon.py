"""The shipped samples against themselves: their slips are found, and nothing else."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from kict_nlp.audit.auditor import audit_report
from kict_nlp.reports.reader import read_report
from kict_nlp.schema import Finding, Report
from tests.audit.expected import packed, typed_indicator, typed_parts


class Sample(NamedTuple):
    """One year of the invented prefecture."""

    truth: dict[str, Any]
    report: Report
    findings: list[Finding]


@pytest.fixture(scope="module", params=["r1", "r2", "r3", "r4"])
def sample(request: pytest.FixtureRequest, root: Path) -> Sample:
    return _sample(root, request.param)


def _sample(root: Path, year: str) -> Sample:
    folder = root / "corpora" / "mihon" / year
    truth = json.loads((folder / "truth.json").read_text("utf-8"))
    report = read_report(folder / f"mihon_{year}.pdf")
    return Sample(truth, report, audit_report(report))


# What each year's audit finds: its slips, which a total makes three of, and a result still pending.
FOUND = {
    "mihon_r1": {
        ("error", "total_differs"): 1,
        ("error", "sum_differs"): 1,
        ("error", "row_differs"): 1,
        ("error", "claim_differs"): 1,
        ("warning", "rating_against_values"): 1,
    },
    "mihon_r2": {
        ("error", "claim_differs"): 1,
        ("warning", "rating_against_values"): 1,
    },
    "mihon_r3": {
        ("error", "claim_differs"): 1,
        ("warning", "name_differs"): 1,
        ("warning", "rating_against_values"): 1,
        ("warning", "pending_but_rated"): 1,
    },
    "mihon_r4": {
        ("error", "rate_differs"): 1,
        ("error", "claim_differs"): 1,
        ("warning", "rating_against_values"): 1,
        ("warning", "pending_but_rated"): 1,
    },
}
VERDICTS = {
    "mihon_r1": {"agrees": 37, "disagrees": 1},
    "mihon_r2": {"agrees": 37, "disagrees": 1, "uncheckable": 1},
    "mihon_r3": {"agrees": 39, "disagrees": 1, "uncheckable": 1},
    "mihon_r4": {"agrees": 43, "disagrees": 1, "uncheckable": 2},
}
# Of the slips in truth.json: the code that a finding has, and where it shows the two values.
CODES = {
    "number": "claim_differs",
    "total": "total_differs",
    "rate": "rate_differs",
    "field name": "name_differs",
    "rating against value": "rating_against_values",
}


def test_each_slip_is_found(sample: Sample) -> None:
    by_code = {finding.code: finding for finding in sample.findings}
    for slip in sample.truth["disagreements"]:
        assert _tells(by_code[CODES[slip["what"]]], slip), slip


def _tells(finding: Finding, slip: dict[str, str]) -> bool:
    """The finding holds both values of the slip."""
    body, annex = packed(slip["body"]), packed(slip["annex"])
    found = packed(finding.found or "")
    if slip["what"] == "rating against value":
        actual, target = found.split("/")
        return f"target{target},actual{actual}" in annex
    claimed = packed(finding.claimed or "")
    sentence = packed(finding.sentence or "")
    return found == annex and (claimed in body or body in sentence)


def test_nothing_else_is_found(sample: Sample) -> None:
    found = Counter((f.severity, f.code) for f in sample.findings)
    assert found == FOUND[sample.report.report_id]


def test_all_statements_but_the_slip_agree(sample: Sample) -> None:
    verdicts = Counter(claim.verdict for claim in sample.report.claims)
    assert verdicts == VERDICTS[sample.report.report_id]


def test_every_part_of_every_indicator_is_typed(sample: Sample) -> None:
    wanted = [part for measure in sample.truth["measures"] for part in typed_parts(measure)]
    found = [typed_indicator(indicator) for indicator in sample.report.indicators]
    differing = [
        (i.indicator_id.partition("/")[2], got.comparison)
        for i, got, want in zip(sample.report.indicators, found, wanted, strict=True)
        if got != want
    ]
    # The one to be lowered says so in its target or its name, which the oracle does not read.
    assert differing == [("Ⅰ①ア2#1", "<=")]
