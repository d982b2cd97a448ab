"""``kict link``: measures and indicators followed over the years."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from kict_nlp.batch import FailedReport, read_reports
from kict_nlp.cli.group import DONE, FAILED, FINDINGS
from kict_nlp.cli.options import (
    FILE,
    REPORT,
    check_layout,
    folder_option,
    format_option,
    reading_options,
)
from kict_nlp.cli.outcome import print_failures
from kict_nlp.cli.panel_text import panel_text
from kict_nlp.cli.progress import with_progress
from kict_nlp.errors import UnreadableFileError
from kict_nlp.output.folder import check_apart, check_folder
from kict_nlp.output.load import load_reports
from kict_nlp.output.load_causes import CAUSES, load_all_causes
from kict_nlp.output.tables import link_rows
from kict_nlp.output.write import parse_formats, write_tables
from kict_nlp.schema import Report

_EXAMPLES = """\b
Examples:
  kict link tables-r1 tables-r2 tables-r3 -o linked
  kict extract reports/ -o tables && kict link tables -o linked --decisions decisions.csv
  kict link r2.pdf r3.pdf -o linked --format csv,xlsx
"""
_TABLES = "reports.csv"  # what tells a folder of tables from one of PDF files


@click.command("link", epilog=_EXAMPLES)
@click.argument("sources", nargs=-1, required=True, metavar="DIR|REPORT...", type=REPORT)
@folder_option
@click.option(
    "--decisions",
    metavar="FILE.csv",
    type=FILE,
    help="What people decided: id_left, id_right, decision (link or no_link), note. Only read.",
)
@format_option
@reading_options
@click.pass_context
def command(
    context: click.Context,
    sources: tuple[Path, ...],
    output: Path,
    decisions: Path | None,
    formats: str,
    layout: str,
    backend: str,
    password: str | None,
) -> None:
    """Follow measures and indicators over the years.

    DIR is a folder of tables (CSV) that kict extract wrote, of one report or several; a table
    causes in it, or in a folder of its own, fills the column causes. REPORT is a PDF file; a
    folder of PDF files does, too. Each body is linked within itself; years may be missing.

    Writes tracks, panel, links, events and ties; rates, outcomes, explanations and cause_years;
    and prints what changed. Pairs between which nothing decides are not linked but listed in ties:
    decide them in a file for --decisions, which is kept and goes before all else on every run.
    What each event means: docs/years.md.
    """
    from kict_nlp.years.panel.building import link_years
    from kict_nlp.years.panel.decisions import read_decisions

    chosen = parse_formats(formats)
    check_layout(layout)
    check_apart(output, sources)
    check_folder(output)
    decided = read_decisions(decisions) if decisions is not None else []
    folders, files = _sort(sources)
    loaded = [report for folder in folders for report in load_reports(folder)]
    read, failed = _read(files, layout, backend, password)
    print_failures(failed)
    reports = [*loaded, *read]
    if not reports and failed:
        context.exit(FAILED)
    causes = load_all_causes(sources)
    panel = link_years(reports, decisions=decided, causes=causes)
    write_tables(link_rows(panel), output, chosen)
    click.echo(panel_text(panel))
    click.echo(f"Tables in {output}.", err=True)
    context.exit(FINDINGS if failed else DONE)


def _sort(sources: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """Folders of tables, and files or folders to be read as PDF."""
    folders, files = [], []
    for source in sources:
        if (source / _TABLES).is_file():
            folders.append(source)
        elif not source.is_dir() or any(source.glob("*.[pP][dD][fF]")):
            files.append(source)
        elif not (source / CAUSES).is_file():
            raise UnreadableFileError(
                "The folder holds no tables of kict extract and no PDF.",
                where=str(source),
                hint="Give a folder that kict extract wrote with --format csv, or a PDF.",
            )
    return folders, files


def _read(
    files: Sequence[Path], layout: str, backend: str, password: str | None
) -> tuple[list[Report], list[FailedReport]]:
    outcomes = (
        with_progress(
            read_reports(files, layout=layout, backend=backend, password=password),
            len(files),
            "Reading",
        )
        if files
        else ()
    )
    found = list(outcomes)
    return (
        [outcome for outcome in found if isinstance(outcome, Report)],
        [outcome for outcome in found if isinstance(outcome, FailedReport)],
    )
