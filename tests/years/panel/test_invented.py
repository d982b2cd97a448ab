"""Bodies invented from a seed: tracks are recovered, and what must always hold does."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kict_nlp.years.panel.building import link_years
from kict_nlp.years.panel.records import Panel
from scripts.invent import Body, Pace, invent_bodies, report_of

OF_MEASURE = {"indicator_replaced", "unit_changed", "target_revised"}
# Everything may happen to where a measure stands and what it aims at, nothing to its name.
NAMES_STAY = Pace(
    renamed=0, split=0, merged=0, moved=0.1, target_revised=0.1, dropped=0.05, new=0.1
)


def _panel(body: Body) -> Panel:
    return link_years([report_of(body, year) for year in body.years])


def _true(body: Body) -> set[tuple[str, str, str]]:
    return {(link.left, link.right, link.event) for link in body.links}


def _told(panel: Panel) -> set[tuple[str, str, str]]:
    return {
        (event.id_left or "", event.id_right or "", event.event)
        for event in panel.events
        if event.kind == "measure" or event.event in OF_MEASURE
    }


@settings(max_examples=8)
@given(seed=st.integers(0, 10**6), measures=st.integers(12, 45), years=st.integers(2, 4))
def test_where_names_stay_every_track_is_recovered(seed: int, measures: int, years: int) -> None:
    body = next(iter(invent_bodies(seed, years=years, measures=measures, pace=NAMES_STAY)))
    true = {(left, right) for left, right, _ in _true(body) if left and right}
    found = {(link.id_left, link.id_right) for link in _panel(body).links if link.kind == "measure"}
    assert found == true


@settings(max_examples=6)
@given(seed=st.integers(0, 10**6), measures=st.integers(8, 40))
def test_every_record_stands_in_one_track_and_every_pair_has_its_event(
    seed: int, measures: int
) -> None:
    panel = _panel(next(iter(invent_bodies(seed, years=3, measures=measures))))
    members = [name for track in panel.tracks for name in track.members]
    assert sorted(members) == sorted([*panel.measures, *panel.indicators])
    for track in panel.tracks:
        assert list(track.years) == sorted(set(track.years))
        assert track.track_id == track.members[0]
    assert len({row.measure_id for row in panel.rows}) == len(panel.measures)
    told = {(event.id_left, event.id_right) for event in panel.events}
    assert {(x.id_left, x.id_right) for x in panel.links if x.kind == "measure"} <= told
    assert all(0.5 <= link.score <= 1.0 or link.kind == "indicator" for link in panel.links)


@pytest.mark.parametrize("seed", [20261])
def test_events_of_whole_bodies(seed: int) -> None:
    """Names from few words, which are harder to tell apart than those of real reports."""
    hits = invented = missed = 0
    for body in invent_bodies(seed, bodies=3):
        true, told = _true(body), _told(_panel(body))
        hits += len(true & told)
        missed += len(true - told)
        invented += len(told - true)
    assert hits / (hits + missed) > 0.97
    assert hits / (hits + invented) > 0.97
