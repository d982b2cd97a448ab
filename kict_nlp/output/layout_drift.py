"""How the heading of a report differs from that of a known layout."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from kict_nlp.errors import LayoutError
from kict_nlp.output.inspection import Inspection, main_table
from kict_nlp.pdf.joins import Table
from kict_nlp.reports.heading import Heading, find_heading
from kict_nlp.reports.layout import GENERAL, ROLES, Layout, Role, find_layout, known_layouts

State = Literal["present", "renamed", "absent", "new"]


class RoleDrift(NamedTuple):
    """One role: the layout's words, the report's headings, and how they compare.

    ``present``: a heading has the layout's words. ``renamed``: none has, but a heading without
    a role in the layout suggests this role. ``absent``: no heading comes near. ``new``: the
    report has the column, the layout has no such role (``role`` None: no role is known).
    """

    role: Role | None
    state: State
    words: tuple[str, ...]
    headings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drift:
    """The roles of a layout and of a report, compared."""

    layout: Layout
    rows: tuple[RoleDrift, ...]

    @property
    def is_none(self) -> bool:
        """Tell whether every column is where the layout expects it, and there is no other."""
        return all(row.state == "present" for row in self.rows)

    @property
    def present(self) -> int:
        """Number of the layout's columns that the report has under the layout's words."""
        return sum(row.state == "present" for row in self.rows)


def compare_layout(inspection: Inspection, layout: Layout | None = None) -> Drift:
    """Compare the heading of a report's table of measures with a layout.

    Parameters
    ----------
    inspection : Inspection
        What was recognised in the report.
    layout : Layout, optional
        What to compare with; without it, the known layout that shares most columns, of equals
        the first by name.

    Raises
    ------
    LayoutError
        No table has a heading, or no known layout shares a column with it.
    """
    table, heading = main_table(inspection, find_layout(GENERAL))
    candidates = [layout] if layout else [x for x in known_layouts() if x.name != GENERAL]
    drifts = [Drift(each, tuple(_rows(table, heading, each))) for each in candidates]
    nearest = max(drifts, key=lambda drift: drift.present)
    if layout is None and nearest.present == 0:
        raise LayoutError(
            "No known layout shares a column with this report.",
            where=inspection.source_file,
            hint="Draft one with: kict layout new FILE -o my.toml",
        )
    return nearest


def _rows(table: Table, inferred: Heading, layout: Layout) -> list[RoleDrift]:
    own = find_heading(table, layout)
    known: dict[Role, list[str]] = {}
    others: dict[Role | None, list[str]] = {}
    for index, column in enumerate(inferred.columns):
        role = own.columns[index].role if own else _role_of_words(column.heading, layout)
        if role is not None:
            _add(known.setdefault(role, []), column.heading)
        elif column.heading:
            _add(others.setdefault(column.role, []), column.heading)
    return _compare(layout, known, others)


def _role_of_words(heading: str, layout: Layout) -> Role | None:
    match = layout.find_role(heading)
    return match[0] if match else None


def _compare(
    layout: Layout, known: dict[Role, list[str]], others: dict[Role | None, list[str]]
) -> list[RoleDrift]:
    rows = []
    for role in ROLES:
        if role not in layout.columns:
            continue
        words = tuple(layout.columns[role])
        if role in known:
            rows.append(RoleDrift(role, "present", words, tuple(known[role])))
        elif role in others:
            rows.append(RoleDrift(role, "renamed", words, tuple(others.pop(role))))
        else:
            rows.append(RoleDrift(role, "absent", words, ()))
    rows += [RoleDrift(role, "new", (), tuple(texts)) for role, texts in others.items()]
    return rows


def _add(texts: list[str], text: str) -> None:
    if text and text not in texts:
        texts.append(text)
