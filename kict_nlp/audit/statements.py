"""What the body states in figures."""

from __future__ import annotations

from collections.abc import Iterator

from kict_nlp.audit.making import finding
from kict_nlp.schema import Claim, Finding, Report, Severity


def check_claims(report: Report) -> Iterator[Finding]:
    """Yield the claims that the annex or the sentence itself contradicts, or cannot reproduce."""
    of_id = {measure.measure_id: measure for measure in report.measures}
    for claim in report.claims:
        kind = _kind(claim)
        if kind is None:
            continue
        severity, code = kind
        yield finding(
            report,
            severity,
            code,
            f"The body states {claim.claimed} ({claim.subject}): {claim.reason}.",
            measure=of_id.get(claim.measure_id or ""),
            page=claim.page,
            sentence=claim.sentence,
            claimed=claim.claimed,
            found=claim.found,
        )


def _kind(claim: Claim) -> tuple[Severity, str] | None:
    """Severity and code; None for what agrees, and for what nobody could check."""
    if claim.verdict == "disagrees":
        return "error", "claim_differs"
    if claim.kind == "count" and claim.verdict == "uncheckable" and claim.found is not None:
        return "warning", "count_not_reproduced"
    return None
