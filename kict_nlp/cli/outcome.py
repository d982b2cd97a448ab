"""What was read and what was not, said on the standard error."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from kict_nlp.batch import FailedReport
from kict_nlp.cli.group import DONE, FAILED, FINDINGS
from kict_nlp.cli.text_table import format_table
from kict_nlp.output.source_texts import FaultyRow
from kict_nlp.reports.tally import count_measures
from kict_nlp.schema import Report

_SHOWN = 20  # reports in the list; more would scroll what matters off the screen


def status_of(read: Sequence[Report], failed: Sequence[FailedReport]) -> int:
    """Exit status: all read, some read, or none."""
    if not read:
        return FAILED
    return FINDINGS if failed else DONE


def print_outcome(read: Sequence[Report], failed: Sequence[FailedReport], output: Path) -> None:
    """Say on the standard error what was read, what was not, and where the tables are."""
    if read:
        click.echo(_report_table(read), err=True)
    print_failures(failed)
    for same in _same_content(read):
        click.echo(f"Note: {same} have the same content.", err=True)
    click.echo(_last_line(read, failed, output), err=True)


def print_failures(failed: Sequence[FailedReport | FaultyRow]) -> None:
    """Say on the standard error which files or rows could not be read, and why."""
    for failure in failed[:_SHOWN]:
        click.echo(_failure_text(failure), err=True)
    if len(failed) > _SHOWN:
        click.echo(f"… and {len(failed) - _SHOWN} more failures", err=True)


def _report_table(read: Sequence[Report]) -> str:
    heading = ("report", "fiscal year", "pages", "measures", "exceeded", "met", "partly", "missed")
    rows = []
    for report in read[:_SHOWN]:
        count = count_measures(report.measures)
        year = report.era_year or (str(report.fiscal_year) if report.fiscal_year else None)
        ratings = (count.exceeded, count.met, count.partly, count.missed)
        doubts = len(report.issues)
        rows.append(
            (report.report_id, year, report.pages, count.measures, *ratings, report.layout, doubts)
        )
    more = f"\n… and {len(read) - _SHOWN} more reports" if len(read) > _SHOWN else ""
    return format_table((*heading, "layout", "issues"), rows) + more


def _failure_text(failure: FailedReport | FaultyRow) -> str:
    hint = f"\n  hint: {failure.hint}" if failure.hint else ""
    return f"Failed: {failure.source_file}: {failure.message}\n  where: {failure.place}{hint}"


def _same_content(read: Sequence[Report]) -> list[str]:
    counts = Counter(report.sha256 for report in read)
    return [
        ", ".join(report.report_id for report in read if report.sha256 == sha256)
        for sha256, count in counts.items()
        if count > 1
    ]


def _last_line(read: Sequence[Report], failed: Sequence[FailedReport], output: Path) -> str:
    given = len(read) + len(failed)
    if not read:
        return f"Nothing could be read; {output} was not written."
    what = f"{len(read)} of {given} files read" if given > 1 else "Read"
    measures = sum(len(report.measures) for report in read)
    tail = f"; {len(failed)} failed, see failures" if failed else ""
    return f"{what}: {measures} measures in {output}{tail}."
