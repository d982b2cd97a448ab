"""The four years of the sample: every event of its truth is found, and none is invented."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from kict_nlp.reports.reader import read_report
from kict_nlp.schema import Report
from kict_nlp.years.panel.building import link_years
from kict_nlp.years.panel.records import Panel

OF_MEASURE = {"indicator_replaced", "unit_changed", "target_revised"}


@pytest.fixture(scope="module")
def reports(root: Path) -> list[Report]:
    return [read_report(path) for path in sorted((root / "corpora/mihon").glob("*/*.pdf"))]


@pytest.fixture(scope="module")
def panel(reports: list[Report]) -> Panel:
    return link_years(reports)


def _truth(root: Path, name: str, kind: str) -> set[tuple[str, str, str]]:
    with (root / "corpora/mihon" / name).open(encoding="utf-8-sig", newline="") as file:
        return {
            (row[f"{kind}_left"], row[f"{kind}_right"], row["event"])
            for row in csv.DictReader(file)
        }


def _told(panel: Panel) -> Iterator[tuple[str, str, str]]:
    for event in panel.events:
        if event.kind == "measure" or event.event in OF_MEASURE:
            yield event.id_left or "", event.id_right or "", event.event


def test_every_event_is_found_and_none_invented(panel: Panel, root: Path) -> None:
    true = _truth(root, "links.csv", "measure")
    assert len(true) == 226
    assert set(_told(panel)) == true


def test_every_pair_of_indicators_is_found_with_its_events(panel: Panel, root: Path) -> None:
    true = {pair for pair in _truth(root, "indicator_links.csv", "indicator") if all(pair)}
    links = {
        (link.id_left, link.id_right, event)
        for link in panel.links
        if link.kind == "indicator"
        for event in link.events
    }
    assert links == true


def test_nothing_is_left_to_people_and_all_is_sure(panel: Panel) -> None:
    assert not panel.ties
    assert min(link.score for link in panel.links if link.kind == "measure") > 0.9


def test_each_event_names_both_values_and_pages(panel: Panel) -> None:
    for event in panel.events:
        both = event.event not in ("new", "dropped") and event.field != "indicator"
        if both:
            assert event.value_left, event
            assert event.value_right, event
            assert event.page_left, event
            assert event.page_right, event


def test_the_order_of_the_reports_does_not_matter(panel: Panel, reports: list[Report]) -> None:
    again = link_years(reversed(reports))
    assert (again.links, again.events, again.tracks, again.rows) == (
        panel.links,
        panel.events,
        panel.tracks,
        panel.rows,
    )


def test_frames_have_the_promised_columns(panel: Panel) -> None:
    frames = panel.to_frames()
    assert list(frames["links"])[:6] == [
        "kind", "id_left", "id_right", "year_left", "year_right", "event",
    ]  # fmt: skip
    assert len(frames["panel"]) == sum(len(report.indicators) for report in panel.reports)
