"""``kict extract``: reports to tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from kict_nlp.batch import TIMEOUT, FailedReport, find_report_files, read_reports
from kict_nlp.cli.group import DONE, FAILED, FINDINGS, RefusedError
from kict_nlp.cli.options import FOLDER, REPORT, reading_options
from kict_nlp.cli.progress import with_progress
from kict_nlp.cli.text_table import format_table
from kict_nlp.output.folder import check_folder
from kict_nlp.output.overview import total_count
from kict_nlp.output.tables import table_rows
from kict_nlp.output.write import parse_formats, write_tables
from kict_nlp.schema import Report

_SHOWN = 20  # reports in the list; more would scroll what matters off the screen
_EXAMPLES = """\b
Examples:
  kict extract r3.pdf -o out
  kict extract reports/ -o out --format csv,xlsx --workers 4
"""


@click.command("extract", epilog=_EXAMPLES)
@click.argument("reports", nargs=-1, required=True, metavar="REPORT...", type=REPORT)
@click.option(
    "-o",
    "--output",
    "output",
    required=True,
    metavar="DIR",
    type=FOLDER,
    help="Folder for the tables.",
)
@reading_options
@click.option(
    "--format",
    "formats",
    default="csv",
    show_default=True,
    metavar="csv,xlsx,parquet,duckdb",
    help="What to write, with commas between.",
)
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="How many files are read at the same time.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=TIMEOUT,
    show_default=True,
    metavar="S",
    help="Seconds that one file may take.",
)
@click.pass_context
def command(
    context: click.Context,
    reports: tuple[Path, ...],
    output: Path,
    layout: str,
    backend: str,
    password: str | None,
    formats: str,
    workers: int,
    timeout: float,
) -> None:
    """Read reports (PDF files, or folders of them) into tables.

    DIR gets a file for each table and datapackage.json, which says in Japanese and English what
    they hold. It is written whole or not at all; what kict wrote there before is replaced.
    Each file is read in a process of its own: one that cannot be read is listed in the table
    failures and harms no other. Of several files with one name, the second gets the report_id
    NAME-2, the third NAME-3.
    """
    chosen = parse_formats(formats)
    check_layout(layout)
    check_folder(output)
    files = find_report_files(reports)
    outcomes = list(
        with_progress(
            read_reports(
                reports,
                workers=workers,
                layout=layout,
                backend=backend,
                password=password,
                timeout=timeout,
            ),
            len(files),
            "Reading",
        )
    )
    read = [outcome for outcome in outcomes if isinstance(outcome, Report)]
    failed = [outcome for outcome in outcomes if isinstance(outcome, FailedReport)]
    if read:
        write_tables(table_rows(read, failed), output, chosen)
    print_outcome(read, failed, output)
    context.exit(status_of(read, failed))


def check_layout(name: str) -> None:
    """Stop before any work if a layout is unknown or faulty."""
    from kict_nlp.errors import LayoutError
    from kict_nlp.reports.layout import find_layout

    if name == "auto":
        return
    try:
        find_layout(name)
    except LayoutError as error:
        raise RefusedError(str(error)) from error


def status_of(read: Sequence[Report], failed: Sequence[FailedReport]) -> int:
    """Exit status: all read, some read, or none."""
    if not read:
        return FAILED
    return FINDINGS if failed else DONE


def print_outcome(read: Sequence[Report], failed: Sequence[FailedReport], output: Path) -> None:
    """Say on the standard error what was read, what was not, and where the tables are."""
    if read:
        click.echo(_report_table(read), err=True)
    for failure in failed[:_SHOWN]:
        click.echo(_failure_text(failure), err=True)
    if len(failed) > _SHOWN:
        click.echo(f"… and {len(failed) - _SHOWN} more failures", err=True)
    for same in _same_content(read):
        click.echo(f"Note: {same} have the same content.", err=True)
    click.echo(_last_line(read, failed, output), err=True)


def _report_table(read: Sequence[Report]) -> str:
    heading = ("report", "fiscal year", "pages", "measures", "exceeded", "met", "partly", "missed")
    rows = []
    for report in read[:_SHOWN]:
        count = total_count(report.measures)
        year = report.era_year or (str(report.fiscal_year) if report.fiscal_year else None)
        ratings = (count.exceeded, count.met, count.partly, count.missed)
        doubts = len(report.issues)
        rows.append(
            (report.report_id, year, report.pages, count.measures, *ratings, report.layout, doubts)
        )
    more = f"\n… and {len(read) - _SHOWN} more reports" if len(read) > _SHOWN else ""
    return format_table((*heading, "layout", "issues"), rows) + more


def _failure_text(failure: FailedReport) -> str:
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
