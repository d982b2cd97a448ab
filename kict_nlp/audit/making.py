"""How checks make findings; the auditor numbers them."""

from __future__ import annotations

from kict_nlp.schema import Finding, Measure, Report, Severity


def finding(
    report: Report,
    severity: Severity,
    code: str,
    message: str,
    *,
    measure: Measure | None = None,
    page: int | None = None,
    sentence: str | None = None,
    claimed: object = None,
    found: object = None,
) -> Finding:
    """Return a finding; the page is the measure's unless given."""
    return Finding(
        finding_id="",
        report_id=report.report_id,
        severity=severity,
        code=code,
        message=message,
        measure_id=measure.measure_id if measure else None,
        page=page if page is not None else measure.page if measure else None,
        sentence=sentence,
        claimed=None if claimed is None else str(claimed),
        found=None if found is None else str(found),
    )


def named(measure: Measure) -> str:
    """The measure as messages call it: its number in the report, and its name."""
    return f"{measure.measure_id.rpartition('/')[2]} {measure.measure or ''}".strip()
