"""Of columns of one role for several years, the one that counts in the report's year."""

from __future__ import annotations

from kict_nlp.reports.layout import Role
from kict_nlp.reports.raw import RawMeasure, RawRow


def column_taken(row: RawRow, raw: RawMeasure, role: Role, fiscal_year: int | None) -> int | None:
    """Of columns for several years that of the report's own year, though its cell be empty.

    Where no column is of that year, the filled one of the latest year before it is taken.
    """
    columns = raw.heading.columns
    filled = [column for column, _ in row.texts(role)]
    if all(column.fiscal_year is None for column in columns):
        return next(iter(filled), None)
    roles = {role, *(columns[column].role for column in filled)}
    years = {column.fiscal_year for column in columns if column.role in roles}
    if fiscal_year in years - {None}:
        filled = [c for c in filled if columns[c].fiscal_year in (fiscal_year, None)]
    dated = [(year, c) for c in filled if (year := columns[c].fiscal_year) is not None]
    past = [(year, c) for year, c in dated if fiscal_year is None or year <= fiscal_year]
    latest = max(past or dated, key=lambda pair: pair[0], default=None)
    return latest[1] if latest else next(iter(filled), None)


def year_taken(row: RawRow, raw: RawMeasure, role: Role, fiscal_year: int | None) -> int | None:
    """The year over the column that a value was taken from."""
    column = column_taken(row, raw, role, fiscal_year)
    return None if column is None else raw.heading.columns[column].fiscal_year
