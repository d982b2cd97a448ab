"""``kict layout``: draft a layout for a new kind of report, or see how a report drifted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from kict_nlp.cli.group import DONE, FINDINGS
from kict_nlp.cli.options import FILE, check_layout, reading_options
from kict_nlp.cli.text_table import format_table

if TYPE_CHECKING:
    from kict_nlp.output.inspection import Inspection
    from kict_nlp.output.layout_drift import Drift
    from kict_nlp.pdf.reading import Backend


@click.group("layout")
def command() -> None:
    """Draft a layout, or compare a report with one."""


@command.command("new")
@click.argument("report", metavar="REPORT", type=FILE)
@click.option(
    "-o",
    "--output",
    "output",
    required=True,
    metavar="FILE.toml",
    type=FILE,
    help="The new layout.",
)
@reading_options
def new(report: Path, output: Path, layout: str, backend: str, password: str | None) -> None:
    """Draft a layout from a report's heading.

    Each heading stands under the role that its words suggest; those without a role stand in
    comments, to be moved by hand. The file is what --layout FILE.toml takes.
    """
    from kict_nlp.output.layout_draft import draft_layout, write_draft

    found = _inspect(report, layout, backend, password)
    write_draft(draft_layout(found, output.stem), output)
    click.echo(
        f"Drafted: {output}. Read it through, then: kict extract … --layout {output}", err=True
    )


@command.command("diff")
@click.argument("report", metavar="REPORT", type=FILE)
@reading_options
@click.pass_context
def diff(
    context: click.Context, report: Path, layout: str, backend: str, password: str | None
) -> None:
    """Compare a report's columns with a layout.

    Shows which columns are present, renamed, absent or new. Compares with the nearest known
    layout, or with the one that --layout names. Exit status 0 if every column is where the layout
    expects it, else 1.
    """
    from kict_nlp.output.layout_drift import compare_layout
    from kict_nlp.reports.layout import find_layout

    found = _inspect(report, layout, backend, password)
    drift = compare_layout(found, None if layout == "auto" else find_layout(layout))
    click.echo(_drift_text(drift))
    context.exit(DONE if drift.is_none else FINDINGS)


def _inspect(report: Path, layout: str, backend: str, password: str | None) -> Inspection:
    from kict_nlp.output.inspection import inspect_report

    check_layout(layout)
    return inspect_report(
        report, layout=layout, backend=cast("Backend", backend), password=password
    )


def _drift_text(drift: Drift) -> str:
    from kict_nlp.output.inspection import role_name

    rows = []
    for row in drift.rows:
        japanese, english = role_name(row.role)
        words, headings = " / ".join(row.words[:4]), " / ".join(row.headings)
        rows.append((row.state, english, japanese, words, headings))
    known = len(drift.layout.columns)
    head = f"Layout {drift.layout.name}: {drift.present} of {known} columns present\n"
    return head + format_table(("state", "role", "役割", "layout", "report"), rows)
