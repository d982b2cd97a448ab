"""The two tables as they are handed in: checked, and in an order that no shuffling changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kict_nlp.errors import LinkError
from kict_nlp.years.fields import ID

if TYPE_CHECKING:
    import pandas as pd


def check_table(table: pd.DataFrame, side: str, needed: Iterable[str]) -> None:
    """Raise if a table has no rows, no identifiers, or lacks a column.

    Raises
    ------
    LinkError
        One of these.
    """
    if ID not in table.columns:
        raise LinkError(
            f"The {side} table has no column {ID}.",
            where=f"its columns: {', '.join(map(str, table.columns))}",
            hint=f"Give each record an identifier of its own in a column {ID}.",
        )
    if not len(table):
        raise LinkError(f"The {side} table has no rows.", hint="Both tables need records.")
    for name in needed:
        if name not in table.columns:
            raise LinkError(
                f"The {side} table has no column {name}.",
                where=f"its columns: {', '.join(map(str, table.columns))}",
            )
    _check_ids([*table[ID]], side)


def _check_ids(ids: Sequence[object], side: str) -> None:
    seen: set[object] = set()
    for row, value in enumerate(ids, start=1):
        if value is None or value != value or value == "":  # noqa: PLR0124 - NaN
            raise LinkError(f"The {side} table has a row without {ID}.", where=f"row {row}")
        if value in seen:
            raise LinkError(
                f"The {side} table has {ID} {value} more than once.",
                where=f"row {row}",
                hint="One row a record; join or number the rows first.",
            )
        seen.add(value)


def in_fixed_order(table: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """Return the rows sorted by the fields' values, then by identifier.

    Ties are then settled by content first, so that neither the order of rows nor identifiers drawn
    by chance decide where content can.
    """
    keys = [table[name].astype(str) for name in (*names, ID)]
    order = sorted(range(len(table)), key=list(zip(*keys, strict=True)).__getitem__)
    return table.iloc[order].reset_index(drop=True)
