"""A real report against itself a year later: many measures are alike, and none is confused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kict_nlp.schema import Measure, Report
from kict_nlp.years.panel.building import link_years
from kict_nlp.years.panel.records import Panel


def _year_later(report: Report, change: Callable[[Measure], Measure | None]) -> Report:
    """The report with other ids; measures for which the change gives None are left out."""
    kept = {m.measure_id: new for m in report.measures if (new := change(m)) is not None}
    return replace(
        report,
        report_id="later",
        fiscal_year=(report.fiscal_year or 0) + 1,
        measures=tuple(
            replace(m, measure_id=name.replace("report/", "later/")) for name, m in kept.items()
        ),
        indicators=tuple(
            replace(
                indicator,
                measure_id=indicator.measure_id.replace("report/", "later/"),
                indicator_id=indicator.indicator_id.replace("report/", "later/"),
            )
            for indicator in report.indicators
            if indicator.measure_id in kept
        ),
    )


def _told(panel: Panel) -> set[str]:
    return {event.event for event in panel.events if event.kind == "measure"}


def test_nothing_changed(kanagawa_report: Report) -> None:
    panel = link_years([kanagawa_report, _year_later(kanagawa_report, lambda m: m)])
    assert _told(panel) == {"same"}
    assert all(len(track.years) == 2 for track in panel.tracks)


def test_departments_are_renamed_and_every_third_measure_is_dropped(
    kanagawa_report: Report,
) -> None:
    order = {m.measure_id: n for n, m in enumerate(kanagawa_report.measures)}

    def change(measure: Measure) -> Measure | None:
        if order[measure.measure_id] % 3 == 0:
            return None
        return replace(measure, department=f"{measure.department}（旧）", number=None)

    panel = link_years([kanagawa_report, _year_later(kanagawa_report, change)])
    links = [link for link in panel.links if link.kind == "measure"]
    assert all(link.id_left.partition("/")[2] == link.id_right.partition("/")[2] for link in links)
    assert len(links) == 50
    assert sum(event.event == "dropped" for event in panel.events) == 26 - sum(
        m.status == "completed" and order[m.measure_id] % 3 == 0 for m in kanagawa_report.measures
    )
    assert not {"split", "merged", "new"} & _told(panel)
