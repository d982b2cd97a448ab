"""Invented bodies: what is said to be true of them is what their reports print."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kict_nlp.audit.auditor import audit_report
from kict_nlp.reports.reader import read_report
from kict_nlp.schema import Report
from scripts.invent import (
    Body,
    Entry,
    InventError,
    Link,
    Pace,
    content_of,
    invent_bodies,
    invent_body,
    report_of,
    write_truth,
)
from scripts.typeset import MissingProducer, Style
from tests.causes.test_corpus import CODES
from tests.reports.comparison import differences, row_of
from tests.reports.producers import skip_or_fail
from tests.reports.variants import print_reports

EVENTS = {
    "same", "renamed", "renumbered", "moved", "target_revised", "unit_changed", "indicator_replaced",
    "split", "merged", "completed", "new", "dropped",
}  # fmt: skip
LIVELY = Pace(
    renamed=0.15, moved=0.1, target_revised=0.2, unit_changed=0.2, indicator_replaced=0.1, split=0.06,
    merged=0.06, completed=0.08, away=0.06, dropped=0.06, new=0.1, no_target=0.2, missed=0.5, copied=0.3,
)  # fmt: skip

bodies = st.builds(
    invent_body,
    st.integers(0, 10_000),
    st.integers(0, 200),
    years=st.integers(1, 5),
    measures=st.integers(1, 60),
    pace=st.sampled_from([LIVELY, Pace()]),
)
few = settings(max_examples=60)


def test_the_same_seed_gives_the_same_bodies_however_many() -> None:
    first, second = invent_bodies(7, bodies=2, measures=30)
    assert [first, second] == list(invent_bodies(7, bodies=3, measures=30))[:2]
    assert second == invent_body(7, 1, measures=30)
    assert first != second
    assert first != invent_body(8, 0, measures=30)


@few
@given(bodies)
def test_every_measure_and_indicator_is_told_in_every_year(body: Body) -> None:
    first, last = body.years[0].report_id, body.years[-1].report_id
    reports = [report_of(body, year) for year in body.years]
    for links, ids in (
        (body.links, {m.measure_id for r in reports for m in r.measures}),
        (body.indicator_links, {i.indicator_id for r in reports for i in r.indicators}),
    ):
        assert {o.left for o in links} - {""} == {n for n in ids if not n.startswith(last)}
        assert {o.right for o in links} - {""} == {n for n in ids if not n.startswith(first)}
        assert all((o.event == "dropped") == (o.right == "") for o in links)
        assert all((o.event == "new") == (o.left == "") for o in links)
        assert len(set(links)) == len(links)


@few
@given(bodies)
def test_names_numbers_and_places_are_as_the_links_say(body: Body) -> None:
    entries = _entries(body)
    for (left, right), events in _events(body.links).items():
        if not (left and right) or events & {"split", "merged"}:
            continue
        one, other = entries[left], entries[right]
        moved = one.place != other.place
        printed = {
            "renamed": one.text != other.text,
            "moved": moved,
            "renumbered": not moved and one.number != other.number,
            "completed": other.completed is not None and one.completed is None,
        }
        assert {event: event in events for event in printed} == printed


@few
@given(bodies)
def test_targets_go_back_where_they_are_revised_and_nowhere_else(body: Body) -> None:
    indicators = {
        indicator.indicator_id: indicator
        for year in body.years
        for indicator in report_of(body, year).indicators
    }
    entries = _entries(body)
    for (left, right), events in _events(body.indicator_links).items():
        if not (left and right):
            continue
        measures = [entries[name.partition("#")[0]] for name in (left, right)]
        one, other = (
            measure.yardsticks[int(name.partition("#")[2]) - 1]
            for measure, name in zip(measures, (left, right), strict=True)
        )
        assert indicators[left].indicator == indicators[right].indicator
        assert ("unit_changed" in events) == (one.unit != other.unit)
        if one.target is None or other.target is None or one.unit != other.unit:
            assert "target_revised" not in events
        else:
            back = other.target > one.target if one.lower else other.target < one.target
            assert ("target_revised" in events) == back


@few
@given(bodies)
def test_names_are_given_once_and_ratings_follow_from_values(body: Body) -> None:
    for year in body.years:
        texts = [entry.text for entry in year.entries]
        assert len(set(texts)) == len(texts)
        report = report_of(body, year)
        assert len({m.measure_id for m in report.measures}) == len(report.measures)
        assert not any(i.agrees_with_rating is False for i in report.indicators)
        assert audit_report(report) == []


@few
@given(bodies)
def test_every_shortfall_states_causes_with_their_words(body: Body) -> None:
    entries = _entries(body)
    missed = {name for name, entry in entries.items() if entry.rating == "missed"}
    assert {cause.measure_id for cause in body.causes} == missed
    for cause in body.causes:
        explanation = entries[cause.measure_id].explanation
        assert cause.cause in CODES
        assert explanation is not None
        assert cause.evidence
        assert cause.evidence in explanation.reason


def test_every_event_happens_gaps_among_them() -> None:
    found = list(invent_bodies(3, bodies=4, measures=60, pace=LIVELY))
    assert {o.event for body in found for o in body.links} == EVENTS
    assert any(o.year_right - o.year_left == 2 for body in found for o in body.links)


def test_covid_comes_and_goes() -> None:
    found = list(invent_bodies(1, bodies=10, measures=60))
    covid: Counter[int] = Counter()
    explained: Counter[int] = Counter()
    for body in found:
        year_of = {year.report_id: year.fiscal_year for year in body.years}
        named = {c.measure_id for c in body.causes if c.cause == "covid"}
        covid.update(year_of[name.partition("/")[0]] for name in named)
        explained.update(year_of[n.partition("/")[0]] for n in {c.measure_id for c in body.causes})
    shares = [covid[year] / explained[year] for year in (2019, 2020, 2021, 2022)]
    assert shares[0] < shares[3] < shares[2] < shares[1]


def test_a_printed_report_is_read_as_its_records(tmp_path: Path) -> None:
    body = invent_body(5, 0, years=2, measures=30, pace=LIVELY)
    style = Style(producer="reportlab", seed=0, font="IPAexGothic", rows="split")
    paths = [tmp_path / f"{year.report_id}.pdf" for year in body.years]
    try:
        print_reports(
            (content_of(body, y), style, p) for y, p in zip(body.years, paths, strict=True)
        )
    except MissingProducer as error:
        skip_or_fail("reportlab", error)
    for year, path in zip(body.years, paths, strict=True):
        _assert_read(read_report(path), report_of(body, year))


def _assert_read(report: Report, wanted: Report) -> None:
    names = ("report_id", "organization", "title", "plan", "fiscal_year", "era_year", "scale")
    assert row_of(report, names) == row_of(wanted, names)
    for table in ("measures", "indicators", "summary"):
        records = getattr(wanted, table)
        columns = set(records[0].__slots__) - {"places", "boxes", "page_number"}
        found = [row_of(record, columns) for record in records]
        assert differences(getattr(report, table), found) == []
    assert [claim for claim in report.claims if claim.verdict == "disagrees"] == []
    assert [f for f in audit_report(report) if f.severity == "error"] == []


def test_the_truth_is_written_as_that_of_the_sample(tmp_path: Path, root: Path) -> None:
    found = list(invent_bodies(2, bodies=2, measures=20))
    write_truth(found, tmp_path / "first")
    write_truth(found, tmp_path / "second")
    for name in ("links.csv", "indicator_links.csv", "causes.csv"):
        lines = (tmp_path / "first" / name).read_text("utf-8").splitlines()
        sample = (root / "corpora" / "mihon" / name).read_text("utf-8").splitlines()
        assert lines[0] == sample[0]
        assert len(lines) > 1
        assert (tmp_path / "second" / name).read_text("utf-8").splitlines() == lines


@pytest.mark.parametrize("wrong", [{"bodies": 0}, {"years": 0}, {"measures": 0}])
def test_nothing_cannot_be_invented(wrong: dict[str, int]) -> None:
    with pytest.raises(InventError, match="1 or more"):
        list(invent_bodies(0, **wrong))


def test_more_measures_than_names_are_refused() -> None:
    with pytest.raises(InventError, match="ask for fewer"):
        invent_body(0, 0, years=1, measures=8000)


def test_shares_are_shares() -> None:
    with pytest.raises(InventError, match=r"Pace\.missed: 2 is not from 0 to 1"):
        Pace(missed=2)
    with pytest.raises(InventError, match="add up to more than 1"):
        Pace(split=0.6, dropped=0.6)


def test_the_script_writes_reports_and_truth(tmp_path: Path, root: Path) -> None:
    options = ["--seed", "4", "--years", "2", "--measures", "8", "--producer", "reportlab"]
    command = [sys.executable, str(root / "scripts" / "invent-reports"), "-o", str(tmp_path)]
    subprocess.run([*command, *options], check=True, capture_output=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "body0001_2019.pdf", "body0001_2020.pdf", "causes.csv", "indicator_links.csv", "links.csv",
    ]  # fmt: skip


def _entries(body: Body) -> dict[str, Entry]:
    """Every measure of every year by its id."""
    return {
        measure.measure_id: entry
        for year in body.years
        for measure, entry in zip(report_of(body, year).measures, year.entries, strict=True)
    }


def _events(links: tuple[Link, ...]) -> dict[tuple[str, str], set[str]]:
    events: dict[tuple[str, str], set[str]] = defaultdict(set)
    for link in links:
        events[link.left, link.right].add(link.event)
    return events
