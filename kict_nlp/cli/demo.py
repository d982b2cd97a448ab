"""``kict demo``: the whole chain on the sample reports."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from kict_nlp.batch import FailedReport, read_reports
from kict_nlp.cli.audit import audit_text
from kict_nlp.cli.causes_text import causes_text
from kict_nlp.cli.classify import code
from kict_nlp.cli.options import FOLDER
from kict_nlp.cli.outcome import print_outcome, status_of
from kict_nlp.cli.panel_text import panel_text
from kict_nlp.cli.progress import with_progress
from kict_nlp.cli.text_table import Cell, format_table
from kict_nlp.errors import ResourceError
from kict_nlp.output.folder import check_folder
from kict_nlp.output.source_texts import MeasureLine, SourceTexts, explained_measures
from kict_nlp.output.tables import classify_rows, link_rows, table_rows
from kict_nlp.output.write import write_tables
from kict_nlp.reports.tally import Tally, by_pillar, count_measures
from kict_nlp.resources import find_resource
from kict_nlp.schema import Report

_SAMPLES = "corpora"


@click.command("demo")
@click.option(
    "-o",
    "--output",
    "output",
    default="out/demo",
    show_default=True,
    metavar="DIR",
    type=FOLDER,
    help="Folder for what the demo writes.",
)
@click.pass_context
def command(context: click.Context, output: Path) -> None:
    """Run the whole chain on the sample reports that come with kict.

    Prints what it found, pillar by pillar, the causes of what was missed, what changed over the
    years, and where to look.
    """
    from kict_nlp.audit.auditor import audit_report
    from kict_nlp.causes.codebook import load_codebook
    from kict_nlp.causes.model import load_cause_model
    from kict_nlp.years.panel.building import link_years

    check_folder(output)
    files = _sample_reports()
    outcomes = list(with_progress(read_reports(files), len(files), "Reading"))
    read = [outcome for outcome in outcomes if isinstance(outcome, Report)]
    failed = [outcome for outcome in outcomes if isinstance(outcome, FailedReport)]
    audited = [audit_report(report) for report in read]
    if not read:
        print_outcome(read, failed, output)
        context.exit(status_of(read, failed))
    book = load_codebook()
    coded = code(_explanations(read), load_cause_model())
    panel = link_years(read, causes=coded.codes)
    tables = table_rows(read, [f for own in audited for f in own], failed)
    write_tables(
        {**tables, **classify_rows(coded, book), **link_rows(panel)}, output, ("csv", "xlsx")
    )
    print_outcome(read, failed, output)
    for report, findings in zip(read, audited, strict=True):
        click.echo(_ratings(report))
        click.echo(f"\n{audit_text(report, findings)}")
    click.echo(f"\n{causes_text(coded, book)}")
    click.echo(f"\n{panel_text(panel)}")
    click.echo(_where_to_look(output))
    context.exit(status_of(read, failed))


def _sample_reports() -> list[Path]:
    folder = find_resource(_SAMPLES)
    found = sorted(folder.glob("*/*/*.pdf"))
    if not found:
        raise ResourceError(
            "The sample reports have not been built.",
            where=str(folder / "*" / "*" / "*.pdf"),
            hint="Install kict-nlp anew, or check out the whole repository.",
        )
    return found


def _explanations(reports: Sequence[Report]) -> SourceTexts:
    lines = (
        MeasureLine(m.measure_id, m.measure or "", m.explanation or "", m.rating or "")
        for report in reports
        for m in report.measures
    )
    return explained_measures(lines)


def _ratings(report: Report) -> str:
    """How the measures of each pillar did."""
    counts = by_pillar(report.measures)
    rows = [_row(_name(*pillar), count) for pillar, count in counts.items()]
    if len(counts) > 1:
        rows.append(_row("合計 total", count_measures(report.measures)))
    heading = ("pillar", "measures", "rated", "exceeded", "met", "missed", "met or better")
    return f"\n{report.title or report.source_file}\n{format_table(heading, rows)}"


def _row(name: str, count: Tally) -> tuple[Cell, ...]:
    rate = None if count.rate is None else f"{count.rate:.1%}"
    return (name, count.measures, count.rated, count.exceeded, count.met, count.missed, rate)


def _name(number: str | None, name: str | None) -> str:
    return " ".join(part for part in (number, name) if part) or "—"


def _where_to_look(output: Path) -> str:
    files = {
        "kict.xlsx": "every table in one workbook, the columns explained on the last sheet",
        "measures.csv": "the measures, one a row",
        "findings.csv": "what the audit found: figures that contradict each other",
        "claims.csv": "each figure of the prose, held against the tables",
        "causes.csv": "the causes that each explanation states, with its words",
        "shares.csv": "how many name each cause, with an interval",
        "events.csv": "what became of each measure from year to year, with both values and pages",
        "panel.csv": "each indicator of each measure in each fiscal year",
        "datapackage.json": "what the columns mean, in Japanese and English",
    }
    rows = [(f"  {output / name}", what) for name, what in files.items()]
    return "\n" + format_table(("Where to look:", ""), rows, widest=120)
