"""Rows of the declared tables → a folder of files, written whole or not at all."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from kict_nlp.errors import OutputRefusedError
from kict_nlp.output.folder import whole_folder
from kict_nlp.output.package import write_package
from kict_nlp.output.tables import FORMATS, Format, Row, Step, Table, Value, declared_tables

_WORKBOOK = "kict.xlsx"
_DATABASE = "kict.duckdb"


def parse_formats(text: str) -> tuple[Format, ...]:
    """Return the formats named in a list such as ``csv,xlsx``, each once.

    Raises
    ------
    OutputRefusedError
        A name is not a format.

    Examples
    --------
    >>> parse_formats("xlsx, csv")
    ('csv', 'xlsx')
    """
    names = {name.strip().casefold() for name in text.split(",")} - {""}
    unknown = sorted(names - set(FORMATS))
    if unknown or not names:
        raise OutputRefusedError(
            f"There is no format {', '.join(unknown) or repr(text)}.",
            hint=f"Give some of {', '.join(FORMATS)} with commas between.",
        )
    return tuple(form for form in FORMATS if form in names)


def write_tables(
    tables: Mapping[str, Sequence[Row]],
    directory: str | Path,
    formats: Sequence[Format] = ("csv",),
    steps: Sequence[Step] = ("extract", "classify", "link"),
) -> None:
    """Write tables and their description to a folder, whole or not at all.

    Parameters
    ----------
    tables : mapping of str to rows
        Name of a declared table → its rows, as :func:`~kict_nlp.output.tables.table_rows`,
        :func:`~kict_nlp.output.tables.classify_rows` and
        :func:`~kict_nlp.output.tables.link_rows` give.
    directory : str or Path
        The folder. It may be missing or empty, or hold what kict wrote before; that is replaced
        once the new files are complete.
    formats : sequence of {"csv", "xlsx", "parquet", "duckdb"}
        What to write. ``datapackage.json`` comes with any of them.
    steps : sequence of {"extract", "classify", "classify_file", "link"}
        The steps that declare the tables.

    Raises
    ------
    OutputError
        The folder holds files of somebody else, or cannot be written.

    Notes
    -----
    The same tables give the same bytes on every run, but for DuckDB.
    """
    declared = {name: table for step in steps for name, table in declared_tables(step).items()}
    rows = {declared[name]: tables[name] for name in declared if name in tables}
    with whole_folder(directory) as folder:
        files = {form: _write(form, folder, rows) for form in FORMATS if form in formats}
        write_package(folder, list(rows), files)


def _write(form: Format, folder: Path, tables: Mapping[Table, Sequence[Row]]) -> dict[str, str]:
    """Write one format and return the file name of each table."""
    names = [table.name for table in tables]
    if form == "xlsx":
        from kict_nlp.output.workbook import write_workbook

        write_workbook(folder / _WORKBOOK, tables)
        return dict.fromkeys(names, _WORKBOOK)
    if form == "duckdb":
        from kict_nlp.output.database import write_database

        write_database(folder / _DATABASE, tables)
        return dict.fromkeys(names, _DATABASE)
    if form == "parquet":
        from kict_nlp.output.database import write_parquet

        write_parquet(folder, tables)
    else:
        for table, rows in tables.items():
            write_csv(folder / f"{table.name}.csv", table, rows)
    return {name: f"{name}.{form}" for name in names}


def write_csv(path: Path, table: Table, rows: Sequence[Row]) -> None:
    """Write one table as CSV that Excel and programs read alike.

    UTF-8 with BOM, without which Excel takes it for Shift_JIS; one header line; lines end with
    CR LF (RFC 4180), new lines inside a cell are a bare LF, as Excel itself writes them.
    """
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(table.column_names)
        writer.writerows([_csv_value(row[name]) for name in table.column_names] for row in rows)


def _csv_value(value: Value) -> Value:
    return str(value).lower() if isinstance(value, bool) else value
