"""Reports put in the order of their fiscal years, body by body."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kict_nlp.errors import YearsError
from kict_nlp.schema import Report
from kict_nlp.years.panel.likeness import core

_KEEP_ONE = "Give one report for each body, plan and fiscal year."


@dataclass(frozen=True, slots=True)
class Series:
    """The reports of one body, or of one of its plans, by fiscal year; no year twice."""

    reports: tuple[Report, ...]

    @property
    def organization(self) -> str | None:
        """The body, as the first report that names it does."""
        return next((r.organization for r in self.reports if r.organization), None)


def arrange(reports: Iterable[Report]) -> tuple[list[Series], list[str]]:
    """Return the series in the order of the bodies' names, and notes on what is odd.

    Raises
    ------
    YearsError
        There is no report, a report's fiscal year is not known, an id is there twice, or a body
        has two reports of one year under one plan.
    """
    given = list(reports)
    if not given:
        raise YearsError("There is no report to link.", hint="Give the reports of two years.")
    _check(given)
    groups: dict[str, list[Report]] = {}
    for report in given:
        groups.setdefault(_body(report, given), []).append(report)
    parts = [part for body in sorted(groups) for part in _by_plan(groups[body])]
    series = [Series(tuple(sorted(part, key=_year))) for part in parts]
    for one in series:
        _check_years(one)
    return series, [*_of_bodies(given), *_of_years(series)]


def _year(report: Report) -> int:
    return report.fiscal_year or 0  # _check has made sure that it is there


def _check(reports: Sequence[Report]) -> None:
    for report in reports:
        if report.fiscal_year is None:
            raise YearsError(
                f"The fiscal year of {report.report_id} is not known.",
                where=report.source_file,
                hint="Fill in fiscal_year in the table reports.",
            )
    for name, count in Counter(report.report_id for report in reports).items():
        if count > 1:
            files = ", ".join(r.source_file for r in reports if r.report_id == name)
            raise YearsError(
                f"{count} reports are called {name}.",
                where=files,
                hint="Give each report once, and rename files that bear the same name.",
            )


def _body(report: Report, reports: Sequence[Report]) -> str:
    """The body in the form that is compared; an unnamed one is the only named one."""
    known = {core(r.organization) for r in reports if r.organization}
    if report.organization:
        return core(report.organization)
    return next(iter(known)) if len(known) == 1 else ""


def _by_plan(reports: Sequence[Report]) -> list[list[Report]]:
    """One group; by plans where the body reports on several of them in one year."""
    years = Counter(map(_year, reports))
    plans: dict[str, list[Report]] = {}
    for report in reports:
        plans.setdefault(core(report.plan or ""), []).append(report)
    if max(years.values()) == 1:
        return [list(reports)]
    return [plans[plan] for plan in sorted(plans)]


def _check_years(series: Series) -> None:
    years = Counter(map(_year, series.reports))
    for year, count in years.items():
        if count > 1:
            same = [r for r in series.reports if r.fiscal_year == year]
            raise YearsError(
                f"{series.organization or 'The body'} has {count} reports of the fiscal year "
                f"{year}: {', '.join(r.report_id for r in same)}.",
                where=", ".join(r.source_file for r in same),
                hint=_KEEP_ONE,
            )


def _of_bodies(reports: Sequence[Report]) -> list[str]:
    known = {core(r.organization) for r in reports if r.organization}
    unnamed = [r.report_id for r in reports if not r.organization]
    notes = []
    if unnamed and known:
        whose = "the named body" if len(known) == 1 else "one body of their own"
        notes.append(f"No organization is named in {', '.join(unnamed)}: taken for {whose}.")
    if len(known) > 1:
        names = sorted({r.organization for r in reports if r.organization})
        notes.append(f"Several bodies, each linked within itself: {', '.join(names)}.")
    return notes


def _of_years(series: Sequence[Series]) -> list[str]:
    notes = []
    for one in series:
        name = one.organization or one.reports[0].report_id
        years = [_year(report) for report in one.reports]
        missing = sorted(set(range(years[0], years[-1])) - set(years))
        if len(years) == 1:
            notes.append(f"{name} has one report only ({years[0]}): nothing to link it with.")
        if missing:
            notes.append(f"{name} has no report of {', '.join(map(str, missing))}.")
    return notes
