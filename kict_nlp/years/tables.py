"""The two tables as they are handed in: checked, and in an order that no shuffling changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from kict_nlp.errors import LinkError
from kict_nlp.text.normalize import normalize
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
        if value is None or value != value or value == "":
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


def block_keys(
    left: pd.DataFrame, right: pd.DataFrame, columns: Sequence[str]
) -> tuple[list[str], list[str]] | None:
    """Return a key a record on both sides; None where nothing is blocked on."""
    if not columns:
        return None
    keys = [
        [
            "\0".join(normalize(str(value)).text.strip() for value in row)
            for row in table[[*columns]].itertuples(index=False)
        ]
        for table in (left, right)
    ]
    return keys[0], keys[1]


def parent_links(
    parents: pd.DataFrame | None, fields: Mapping[str, str]
) -> dict[tuple[str, str], float] | None:
    """Return the links of parents with their probability, 1.0 where they have no score.

    Raises
    ------
    LinkError
        There is no field of parents, or the links lack a column.
    """
    if parents is None:
        return None
    if "parent" not in fields.values():
        raise LinkError(
            "There are links of parents, but no field of the kind parent.",
            hint='Such as fields={"measure_id": "parent", ...}.',
        )
    for name in ("id_left", "id_right"):
        if name not in parents.columns:
            raise LinkError(
                f"The links of parents have no column {name}.",
                hint="Give what link_tables returned for the parents.",
            )
    scores = parents["score"] if "score" in parents.columns else [1.0] * len(parents)
    return {
        (str(left), str(right)): float(score)
        for left, right, score in zip(parents["id_left"], parents["id_right"], scores, strict=True)
    }
