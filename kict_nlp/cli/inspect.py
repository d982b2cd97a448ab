"""``kict inspect``: what was recognised on a page, as a table and as a picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from kict_nlp.cli.options import FILE, check_layout, reading_options
from kict_nlp.cli.text_table import format_table

if TYPE_CHECKING:
    from kict_nlp.output.inspection import ColumnSpan, Inspection
    from kict_nlp.pdf.reading import Backend


@click.command("inspect")
@click.argument("report", metavar="REPORT", type=FILE)
@click.option(
    "--page",
    type=click.IntRange(min=1),
    metavar="N",
    show_default="the first with measures",
    help="The page, from 1.",
)
@click.option(
    "-o", "--output", "output", metavar="PNG", type=FILE, help="Draw the page into this file."
)
@reading_options
def command(
    report: Path,
    page: int | None,
    output: Path | None,
    layout: str,
    backend: str,
    password: str | None,
) -> None:
    """Show what was recognised on a page of a report.

    Prints the columns of its tables with their roles. With -o, draws over the page: the rules,
    the cells, the roles of the columns in colours, and a box round each measure.
    """
    from kict_nlp.output.inspection import inspect_report

    check_layout(layout)
    if output is not None:
        _check_picture(output, report)
    found = inspect_report(
        report, layout=layout, backend=cast("Backend", backend), password=password
    )
    number = found.first_page() if page is None else page
    if number > len(found.contents):
        raise click.BadParameter(
            f"{report.name} has {len(found.contents)} pages.", param_hint="--page"
        )
    click.echo(_page_text(found, number))
    if found.problem is not None:
        click.echo(f"No measures: {found.problem}", err=True)
    if output is not None:
        _draw(report, found, number, output, password)
        click.echo(f"Drawn: {output}", err=True)


def _check_picture(output: Path, report: Path) -> None:
    """Only a picture may be replaced, and never what is read."""
    if output.suffix.casefold() != ".png":
        raise click.BadParameter(f"{output} must end in .png.", param_hint="-o")
    if output.exists() and report.exists() and output.samefile(report):
        raise click.BadParameter(f"{output} is the report itself.", param_hint="-o")


def _draw(report: Path, found: Inspection, number: int, output: Path, password: str | None) -> None:
    from kict_nlp.output.picture import draw_page, write_picture
    from kict_nlp.pdf.render import render_page

    picture = draw_page(render_page(report, number, password=password), found, number)
    write_picture(picture, output)


def _page_text(found: Inspection, number: int) -> str:
    from kict_nlp.output.inspection import column_spans, role_name

    measures = sum(n == number for measure in found.measures for n, _ in measure.boxes)
    head = f"{found.source_file}, page {number} of {len(found.contents)}"
    lines = [f"{head}: layout {found.layout.name}, {measures} measures"]
    items = found.tables_on(number)
    for position, item in enumerate(items, start=1):
        pages = [part.page_number for part in item.table.parts]
        over = f", pages {pages[0]}–{pages[-1]}" if len(pages) > 1 else ""
        size = f"{item.table.n_rows} rows, {item.table.n_columns} grid columns"
        lines.append(f"\nTable {position} ({item.table.kind}): {size}{over}")
        spans = column_spans(item, number)
        lines.append(_columns_table(spans) if spans else "No heading names its columns.")
        missing = [role_name(role)[1] for role in item.missing_roles(found.layout)]
        if spans and missing:
            lines.append(f"No table of measures: it has no column for {', '.join(missing)}.")
    if not items:
        lines.append("No table on this page.")
    return "\n".join(lines)


def _columns_table(spans: list[ColumnSpan]) -> str:
    from kict_nlp.output.inspection import role_name

    rows = []
    for span in spans:
        japanese, english = role_name(span.column.role)
        column = span.column
        mark = "mark" if column.is_mark else None
        year = None if column.fiscal_year is None else str(column.fiscal_year)
        edges = f"{span.x0:.0f}–{span.x1:.0f}"
        rows.append((span.number, english, japanese, column.heading, year, mark, edges))
    return format_table(("no", "role", "役割", "heading", "year", "mark", "x"), rows)
