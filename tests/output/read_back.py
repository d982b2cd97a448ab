"""The CSV of a table as a frame with the dtypes of the table, to compare with what was written."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from kict_nlp.output.frames import DTYPES
from kict_nlp.output.tables import declared_tables


def read_frame(directory: Path, name: str) -> pd.DataFrame:
    """Read back one table from a folder that ``write_tables`` wrote."""
    dtypes = {column.name: DTYPES[column.type] for column in declared_tables()[name].columns}
    return pd.read_csv(
        directory / f"{name}.csv",
        dtype=dtypes,
        encoding="utf-8-sig",
        keep_default_na=False,  # a published cell may well say "NA" or "None"
        na_values=[""],
    )
