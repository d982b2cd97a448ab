"""What stands in one column of a table."""

from __future__ import annotations

from typing import NamedTuple

from kict_nlp.reports.layout import Role


class Column(NamedTuple):
    """What stands in one column of the grid.

    ``fiscal_year`` is the year named over the column. ``is_mark`` tells that a mark in the
    column says that its heading is the rating. ``bracketed`` is what stands in brackets at the
    end of its cells, where the heading says so: 事業名（担当課）; ``below`` is what stands in
    their last line, where the heading has two lines that say so.
    """

    role: Role | None
    heading: str
    fiscal_year: int | None = None
    is_mark: bool = False
    bracketed: Role | None = None
    below: Role | None = None
