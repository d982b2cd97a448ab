"""Rows → pandas frames with dtypes that know empty cells."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kict_nlp.output.tables import Row, Table, Type, declared_tables, report_rows
from kict_nlp.schema import Report

if TYPE_CHECKING:
    import pandas as pd

_DTYPES: dict[Type, str] = {
    "string": "string",
    "integer": "Int64",
    "number": "Float64",
    "boolean": "boolean",
}


def to_frames(report: Report) -> dict[str, pd.DataFrame]:
    """Return the tables of a report as frames.

    Parameters
    ----------
    report : Report
        What was read.

    Returns
    -------
    dict of str to DataFrame
        Table name → frame with the columns of the table and the dtypes string, Int64, Float64
        and boolean; ``pd.NA`` where a cell is empty.
    """
    tables = declared_tables()
    return {name: to_frame(tables[name], rows) for name, rows in report_rows(report).items()}


def to_frame(table: Table, rows: Sequence[Row]) -> pd.DataFrame:
    """Return the rows of one table as a frame with the table's columns and dtypes."""
    import pandas as pd

    return pd.DataFrame(
        {
            column.name: pd.Series([row[column.name] for row in rows], dtype=_DTYPES[column.type])
            for column in table.columns
        }
    )


def read_frame(directory: str | Path, name: str) -> pd.DataFrame:
    """Read back the CSV of one table from a folder that ``write_tables`` wrote.

    Parameters
    ----------
    directory : str or Path
        The folder.
    name : str
        Name of the table.

    Returns
    -------
    DataFrame
        Equal to what was written, dtypes included.
    """
    import pandas as pd

    table = declared_tables()[name]
    dtypes = {column.name: _DTYPES[column.type] for column in table.columns}
    return pd.read_csv(
        Path(directory) / f"{name}.csv",
        dtype=dtypes,
        encoding="utf-8-sig",
        keep_default_na=False,  # a published cell may well say "NA" or "None"
        na_values=[""],
    )
