"""Copies of two reports with one figure changed: what contradicts is found, what does not is no error."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from kict_nlp.audit.auditor import audit_report
from kict_nlp.reports.reader import read_report
from kict_nlp.schema import Finding
from tests.audit.faults import Fault, new_findings, seed_faults

COPIES, SEED = 70, 4242
FLOOR = 0.95  # of the contradicting changes

Outcome = tuple[Fault, list[Finding]]


@pytest.fixture(scope="module")
def outcomes(kanagawa_pdf: Path, root: Path) -> list[Outcome]:
    return [
        outcome
        for path in (kanagawa_pdf, root / "corpora" / "mihon" / "r3" / "mihon_r3.pdf")
        for outcome in _outcomes(path)
    ]


def _outcomes(path: Path) -> Iterator[Outcome]:
    report = read_report(path)
    before = audit_report(report)
    for fault in seed_faults(report, COPIES, SEED):
        yield fault, new_findings(before, fault)


def test_nearly_all_contradicting_changes_are_found(outcomes: list[Outcome]) -> None:
    made = Counter(fault.kind for fault, _ in outcomes if fault.contradicts)
    found = Counter(fault.kind for fault, own in outcomes if fault.contradicts and own)
    for kind, count in made.items():
        print(f"{kind:10} {found[kind]:3} of {count}")
    assert set(made) == {"total", "rate", "rating", "value", "statement"}
    assert found.total() >= FLOOR * made.total()


def test_changes_that_contradict_nothing_are_no_errors(outcomes: list[Outcome]) -> None:
    alone = [(fault, own) for fault, own in outcomes if not fault.contradicts]
    assert len(alone) >= 10
    assert [
        (fault.what, finding.message)
        for fault, own in alone
        for finding in own
        if finding.severity == "error"
    ] == []
