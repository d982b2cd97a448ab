"""``kict extract``: reports to tables."""

from __future__ import annotations

from pathlib import Path

import click

from kict_nlp.batch import TIMEOUT, FailedReport, find_report_files, read_reports
from kict_nlp.cli.options import REPORT, check_layout, folder_option, format_option, reading_options
from kict_nlp.cli.outcome import print_outcome, status_of
from kict_nlp.cli.progress import with_progress
from kict_nlp.output.folder import check_folder
from kict_nlp.output.tables import table_rows
from kict_nlp.output.write import parse_formats, write_tables
from kict_nlp.schema import Report

_EXAMPLES = """\b
Examples:
  kict extract r3.pdf -o out
  kict extract reports/ -o out --format csv,xlsx --workers 4
  kict extract reports/ -o out --scheduler tcp://host:8786
"""


@click.command("extract", epilog=_EXAMPLES)
@click.argument("reports", nargs=-1, required=True, metavar="REPORT...", type=REPORT)
@folder_option
@reading_options
@format_option
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    show_default="1; every thread of the cluster",
    help="How many files are read at the same time.",
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Read on the Dask cluster whose scheduler listens there, such as tcp://host:8786. "
    "Only clusters and networks that you trust: see docs/cluster.md.",
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
    workers: int | None,
    scheduler: str | None,
    timeout: float,
) -> None:
    """Read reports (PDF files, or folders of them) into tables.

    DIR gets a file for each table and datapackage.json, which says in Japanese and English what
    they hold. It is written whole or not at all; what kict wrote there before is replaced.
    Each file is read in a process of its own: one that cannot be read is listed in the table
    failures and harms no other. If none can be read, nothing is written, and the failures are told
    on the standard error only. Of several files with one name, the second gets the report_id
    NAME-2, the third NAME-3.
    """
    from kict_nlp.audit.auditor import audit_report

    chosen = parse_formats(formats)
    check_layout(layout)
    check_folder(output)
    files = find_report_files(reports)
    outcomes = list(
        with_progress(
            read_reports(
                reports,
                workers=workers,
                scheduler=scheduler,
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
        findings = [finding for report in read for finding in audit_report(report)]
        write_tables(table_rows(read, findings, failed), output, chosen)
    print_outcome(read, failed, output)
    context.exit(status_of(read, failed))
