"""Indicators with their targets and results over the years, and how their targets were revised."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from kict_nlp.years.analysis.exact_tests import mann_kendall
from kict_nlp.years.panel.records import Event, Panel, Track
from kict_nlp.years.panel.values import values_of


class Point(NamedTuple):
    """One indicator in one fiscal year, as one report has it.

    ``reported_in`` is the fiscal year of the report: a later report may print results of earlier
    years again. ``agrees`` tells whether it then prints what the earlier one did; None where there
    is nothing to compare, or the unit changed.
    """

    track_id: str
    organization: str | None
    indicator: str | None
    fiscal_year: int
    reported_in: int
    unit: str | None
    target_value: float | None
    actual_value: float | None
    achievement_rate: float | None
    agrees: bool | None


class Trend(NamedTuple):
    """Whether an indicator rises or falls over its years (Mann–Kendall, exact).

    ``statistic`` is the number of pairs of years that rise less those that fall. With n years the
    smallest p value that there can be is 2/n!, so three years prove nothing.
    """

    track_id: str
    organization: str | None
    indicator: str | None
    unit: str | None
    years: int
    statistic: float
    p_value: float


class Revision(NamedTuple):
    """A target that was set anew; ``change`` is the new value as a multiple of the old one."""

    track_id: str
    id_left: str | None
    id_right: str | None
    year_left: int
    year_right: int
    measure: str | None
    target_left: str | None
    target_right: str | None
    change: float | None
    missed_before: bool
    reason: str | None


def indicator_series(panel: Panel) -> list[Point]:
    """Return every value of every indicator, by track, year and report."""
    own = {
        track.track_id: list(_points(panel, track))
        for track in panel.tracks
        if track.kind == "indicator"
    }
    return [point for points in own.values() for point in sorted(points, key=lambda p: p[3:5])]


def _points(panel: Panel, track: Track) -> Iterator[Point]:
    units = {name: values_of(panel.indicators[name]).unit for name in track.members}
    known = {
        year: (panel.indicators[name].actual_value, units[name])
        for name, year in zip(track.members, track.years, strict=True)
    }
    again = _printed_again(panel)
    for name, year in zip(track.members, track.years, strict=True):
        one = panel.indicators[name]
        yield Point(
            track.track_id,
            track.organization,
            one.indicator,
            year,
            year,
            one.unit,
            one.target_value,
            one.actual_value,
            one.achievement_rate,
            None,
        )
        for earlier, value in again.get(name, ()):
            if earlier != year:
                yield Point(
                    track.track_id,
                    track.organization,
                    one.indicator,
                    earlier,
                    year,
                    one.unit,
                    None,
                    value,
                    None,
                    _agrees(known.get(earlier), (value, units[name])),
                )


def _printed_again(panel: Panel) -> dict[str, list[tuple[int, float | None]]]:
    found: dict[str, list[tuple[int, float | None]]] = {}
    for report in panel.reports:
        for actual in report.actuals:
            found.setdefault(actual.indicator_id, []).append(
                (actual.fiscal_year, actual.actual_value)
            )
    return found


def _agrees(
    before: tuple[float | None, str | None] | None, now: tuple[float | None, str | None]
) -> bool | None:
    if before is None or before[0] is None or now[0] is None or before[1] != now[1]:
        return None
    return before[0] == now[0]


def indicator_trends(panel: Panel) -> list[Trend]:
    """Return the trend of every indicator whose results of at least three years have one unit."""
    return [
        trend
        for track in panel.tracks
        if track.kind == "indicator"
        for trend in _trend(panel, track)
    ]


_LEAST_YEARS = 3


def _trend(panel: Panel, track: Track) -> Iterator[Trend]:
    indicators = [panel.indicators[name] for name in track.members]
    values = [one.actual_value for one in indicators if one.actual_value is not None]
    units = {values_of(one).unit for one in indicators if one.actual_value is not None}
    if len(values) < _LEAST_YEARS or len(units) > 1:
        return
    found = mann_kendall(values)
    yield Trend(
        track.track_id,
        track.organization,
        track.name,
        indicators[-1].unit,
        len(values),
        found.statistic,
        found.p_value,
    )


def target_revisions(panel: Panel) -> list[Revision]:
    """Return the revised targets, by year; a change below 1 asks for less, if more is better."""
    return [_revision(panel, event) for event in panel.events if event.event == "target_revised"]


def _revision(panel: Panel, event: Event) -> Revision:
    before, after = (
        panel.indicators[name].target_value if name else None
        for name in (event.indicator_left, event.indicator_right)
    )
    measure = panel.measures[event.id_right or ""]
    return Revision(
        event.track_id,
        event.id_left,
        event.id_right,
        event.year_left,
        event.year_right,
        measure.measure,
        event.value_left,
        event.value_right,
        after / before if before and after is not None else None,
        panel.measures[event.id_left or ""].rating in ("partly", "missed"),
        event.reason,
    )
