"""``kict audit``: a report checked against itself."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from kict_nlp.cli.group import DONE, FINDINGS
from kict_nlp.cli.options import REPORT, check_layout, reading_options
from kict_nlp.cli.text_table import wrap
from kict_nlp.pdf.reading import Backend
from kict_nlp.schema import Finding, Report, Severity

_COLUMNS = 96  # of the terminal that a finding takes
_EXAMPLES = """\b
Examples:
  kict audit r3.pdf
  kict extract r3.pdf -o out && kict audit out --json > findings.json
"""
_SIGNS: dict[Severity, str] = {"error": "ERROR", "warning": "warning", "note": "note"}


@click.command("audit", epilog=_EXAMPLES)
@click.argument("source", metavar="REPORT|DIR", type=REPORT)
@reading_options
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@click.pass_context
def command(
    context: click.Context,
    source: Path,
    layout: str,
    backend: Backend,
    password: str | None,
    as_json: bool,  # noqa: FBT001 - click calls by name
) -> None:
    """Check a report against itself.

    REPORT is a PDF; DIR a folder of tables (CSV) that kict extract wrote, which may have been
    edited since. Totals, figures in the prose, ratings and names are held against the tables of
    measures. Of an error one of two printed figures must be wrong; a warning needs an explanation.
    Nothing is changed. Exit status 1 if there are errors.
    """
    from kict_nlp.audit.auditor import audit_report

    check_layout(layout)
    reports = _reports(source, layout, backend, password)
    audited = [(report, audit_report(report)) for report in reports]
    findings = [finding for _, own in audited for finding in own]
    if as_json:
        click.echo(_as_json(findings))
    else:
        click.echo("\n\n".join(audit_text(report, own) for report, own in audited))
    errors = any(finding.severity == "error" for finding in findings)
    context.exit(FINDINGS if errors else DONE)


def _reports(source: Path, layout: str, backend: Backend, password: str | None) -> Sequence[Report]:
    if source.is_dir():
        from kict_nlp.output.load import load_reports

        return load_reports(source)
    from kict_nlp.reports.reader import read_report

    return [read_report(source, layout=layout, backend=backend, password=password)]


def _as_json(findings: Sequence[Finding]) -> str:
    return json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=2)


def audit_text(report: Report, findings: Sequence[Finding]) -> str:
    """What the audit of a report found, to be read on a terminal."""
    counts = Counter(finding.severity for finding in findings)
    verdicts = Counter(claim.verdict for claim in report.claims)
    found = ", ".join(f"{counts[kind]} {kind}{'' if counts[kind] == 1 else 's'}" for kind in _SIGNS)
    stated = (
        f"Statements in the prose: {verdicts['agrees']} agree with the tables, "
        f"{verdicts['disagrees']} disagree, {verdicts['uncheckable']} cannot be checked."
    )
    lines = [report.title or report.report_id, f"{found}.", stated]
    for finding in findings:
        page = f", page {finding.page}" if finding.page else ""
        lines.append(f"\n{_SIGNS[finding.severity]} {finding.code}{page}")
        lines += wrap(finding.message, _COLUMNS, indent="  ")
        if finding.sentence:
            lines += wrap(f"「{finding.sentence}」", _COLUMNS, indent="  ")
    return "\n".join(lines)
