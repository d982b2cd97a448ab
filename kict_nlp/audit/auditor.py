"""All checks of a report, as one list of findings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kict_nlp.audit.naming import check_names
from kict_nlp.audit.numbering import check_numbers
from kict_nlp.audit.ratings import check_ratings, check_series
from kict_nlp.audit.statements import check_claims
from kict_nlp.audit.tables import check_tables
from kict_nlp.audit.totals import check_totals
from kict_nlp.reports.claims.reader import find_claims
from kict_nlp.reports.indicators import type_indicators
from kict_nlp.schema import Finding, Report

_ORDER = {"error": 0, "warning": 1, "note": 2}


def audit_report(report: Report) -> list[Finding]:
    """Check a report against itself.

    Parameters
    ----------
    report : Report
        As read, or as loaded from its tables. Values are computed anew from the published texts, so
        that a table edited by hand is checked as it stands. Nothing is changed.

    Returns
    -------
    list of Finding
        Errors first, then warnings and notes, each in the order of the pages. ``error``: one of two
        printed figures must be wrong. ``warning``: it needs an explanation. ``note``: good to know.

    Examples
    --------
    >>> from kict_nlp.schema import Measure, Scale, Grade
    >>> scale = Scale(name="legend", basis="target", grades=(Grade(symbol="◯", rating="met"),))
    >>> rows = [Measure(measure_id=f"r/{n}", report_id="r", number=n) for n in ("1", "2", "2")]
    >>> report = Report(report_id="r", source_file="r.pdf", sha256="", pages=1, layout="general",
    ...                 layout_score=1.0, backend="pdfium", measures=tuple(rows), scale=scale)
    >>> [(finding.severity, finding.code, finding.claimed) for finding in audit_report(report)]
    [('warning', 'number_twice', '2')]
    """
    found = sorted(_checks(_computed(report)), key=lambda f: (_ORDER[f.severity], f.page or 0))
    return [
        replace(finding, finding_id=f"{report.report_id}/f{number}")
        for number, finding in enumerate(found, 1)
    ]


def _computed(report: Report) -> Report:
    indicators = type_indicators(
        report.measures, report.indicators, report.scale, report.fiscal_year
    )
    claims = find_claims(report.sections, report.measures, indicators, report.fiscal_year)
    return replace(report, indicators=tuple(indicators), claims=tuple(claims))


def _checks(report: Report) -> Iterator[Finding]:
    yield from check_totals(report)
    yield from check_claims(report)
    yield from check_tables(report)
    yield from check_ratings(report)
    yield from check_series(report)
    yield from check_names(report)
    yield from check_numbers(report)
