"""Bodies invented from a seed: tracks are recovered, and what must always hold does."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.invent import Pace, invent_bodies
from tests.years.panel.score import link_body, told_events, true_events

# Everything may happen to where a measure stands and what it aims at, nothing to its name.
NAMES_STAY = Pace(
    renamed=0, split=0, merged=0, moved=0.1, target_revised=0.1, dropped=0.05, new=0.1
)


@settings(max_examples=8)
@given(seed=st.integers(0, 10**6), measures=st.integers(12, 45), years=st.integers(2, 4))
def test_where_names_stay_every_track_is_recovered(seed: int, measures: int, years: int) -> None:
    body = next(iter(invent_bodies(seed, years=years, measures=measures, pace=NAMES_STAY)))
    true = {(left, right) for left, right, _ in true_events(body) if left and right}
    found = {
        (link.id_left, link.id_right) for link in link_body(body).links if link.kind == "measure"
    }
    assert found == true


@settings(max_examples=6)
@given(seed=st.integers(0, 10**6), measures=st.integers(8, 40))
def test_every_record_stands_in_one_track_and_every_pair_has_its_event(
    seed: int, measures: int
) -> None:
    panel = link_body(next(iter(invent_bodies(seed, years=3, measures=measures))))
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
        true, told = true_events(body), told_events(link_body(body))
        hits += len(true & told)
        missed += len(true - told)
        invented += len(told - true)
    assert hits / (hits + missed) > 0.97
    assert hits / (hits + invented) > 0.97
