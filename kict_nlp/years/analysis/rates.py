"""Rates by year, pillar, field and department, beside the rates that the reports print."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Literal, NamedTuple, get_args

from kict_nlp.reports.tally import count_measures
from kict_nlp.schema import Measure, Report, SummaryRow
from kict_nlp.years.panel.records import Panel

Grouping = Literal["total", "pillar", "middle", "field", "department"]
GROUPINGS: tuple[Grouping, ...] = get_args(Grouping)
Key = tuple[str | None, ...]

# The table of totals has rows of these only.
_SCOPES: Mapping[Grouping, str] = {"total": "total", "pillar": "pillar", "middle": "middle"}


class Rate(NamedTuple):
    """How the measures of one group did in one year. Rates are ratios (1.0 = 100 %).

    ``rate`` is the share of the rated measures that met or exceeded their target; ``printed_*``
    is what the report's own table of totals says.
    """

    organization: str | None
    fiscal_year: int
    by: Grouping
    number: str | None
    name: str | None
    measures: int
    rated: int
    exceeded: int
    met: int
    partly: int
    missed: int
    rate: float | None
    printed_rate: float | None
    printed_measures: int | None
    printed_exceeded_or_met: int | None
    printed_missed: int | None


def rates(panel: Panel, by: Grouping = "total") -> list[Rate]:
    """Return the rates of every year, group by group in printed order.

    Parameters
    ----------
    panel : Panel
        The years.
    by : {"total", "pillar", "middle", "field", "department"}
        What the measures are grouped by. Groups are called as each year calls them.

    Notes
    -----
    Printed rates stand beside those of the whole, of pillars and of middles, where the report has
    a table of totals.
    """
    return [row for report in panel.reports for row in _of_report(report, by)]


def _of_report(report: Report, by: Grouping) -> Iterator[Rate]:
    groups: dict[Key, list[Measure]] = {}
    for measure in report.measures:
        groups.setdefault(_KEYS[by](measure), []).append(measure)
    for key, members in groups.items():
        count = count_measures(members)
        printed = _printed(report, by, members[0])
        yield Rate(
            report.organization,
            report.fiscal_year or 0,
            by,
            "".join(part for part in key[:-1] if part) or None,
            key[-1],
            count.measures,
            count.rated,
            count.exceeded,
            count.met,
            count.partly,
            count.missed,
            count.rate,
            printed.achievement_rate if printed else None,
            printed.measures if printed else None,
            printed.exceeded_or_met if printed else None,
            printed.missed if printed else None,
        )


# Each group's numbers from the pillar down, and at last its name.
_KEYS: Mapping[Grouping, Callable[[Measure], Key]] = {
    "total": lambda _: (None,),
    "pillar": lambda m: (m.pillar_no, m.pillar),
    "middle": lambda m: (m.pillar_no, m.middle_no, m.middle),
    "field": lambda m: (m.pillar_no, m.middle_no, m.field_no, m.field),
    "department": lambda m: (m.department,),
}


def _printed(report: Report, by: Grouping, member: Measure) -> SummaryRow | None:
    """The row of the table of totals for the group of a measure."""
    for row in report.summary:
        if row.scope != _SCOPES.get(by):
            continue
        if by == "total" or (
            row.pillar_no == member.pillar_no
            and (by == "pillar" or row.middle_no == member.middle_no)
        ):
            return row
    return None
