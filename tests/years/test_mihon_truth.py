"""What the sample says of its links between years, held against what its reports print."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

EVENTS = {
    "same", "renamed", "renumbered", "moved", "target_revised", "unit_changed", "indicator_replaced",
    "split", "merged", "completed", "new", "dropped",
}  # fmt: skip
OF_MEASURES_ONLY = {"renumbered", "moved", "indicator_replaced", "split"}
YEARS = {2019: "r1", 2020: "r2", 2021: "r3", 2022: "r4"}
LEVELS = ("pillar", "middle", "field")

Printed = Mapping[str, Any]


class Link(NamedTuple):
    """A pair of rows of two years, or a row alone, with all that happened to it."""

    year_left: int
    year_right: int
    left: str
    right: str
    events: frozenset[str]


@pytest.fixture(scope="module")
def folder(root: Path) -> Path:
    return root / "corpora" / "mihon"


@pytest.fixture(scope="module")
def measures(folder: Path) -> dict[str, Printed]:
    """Every measure of every year, by its id."""
    return {
        f"mihon_{year}/{measure['pillar']}{measure['middle']}{measure['field']}{measure['number']}": measure
        for year in YEARS.values()
        for measure in _truth(folder, year)["measures"]
    }


def _truth(folder: Path, year: str) -> Printed:
    truth: Printed = json.loads((folder / year / "truth.json").read_text("utf-8"))
    return truth


@pytest.fixture(scope="module")
def links(folder: Path) -> list[Link]:
    return list(_links(folder / "links.csv"))


@pytest.fixture(scope="module")
def indicator_links(folder: Path) -> list[Link]:
    return list(_links(folder / "indicator_links.csv"))


def _links(path: Path) -> Iterator[Link]:
    events: dict[tuple[int, int, str, str], set[str]] = defaultdict(set)
    with path.open(encoding="utf-8", newline="") as lines:
        for year_left, year_right, left, right, event in list(csv.reader(lines))[1:]:
            key = (int(year_left), int(year_right), left, right)
            assert event not in events[key], key
            events[key].add(event)
    for key, own in events.items():
        yield Link(*key, frozenset(own))


def test_every_kind_of_event_is_there(links: list[Link], indicator_links: list[Link]) -> None:
    assert {event for link in links for event in link.events} == EVENTS
    assert {e for link in indicator_links for e in link.events} == EVENTS - OF_MEASURES_ONLY


def test_the_readme_counts_the_events(links: list[Link], folder: Path) -> None:
    text = (folder / "README.md").read_text("utf-8").partition("## Links")[2].partition("\n## ")[0]
    told: dict[str, int] = {}
    for line in text.splitlines():
        if line.startswith("| `"):
            cells = line.strip("| ").split("|")
            counts = map(int, cells[-1].split(","))
            told |= dict(zip(re.findall(r"`(\w+)`", cells[0]), counts, strict=True))
    assert told == Counter(event for link in links for event in link.events)


def test_every_measure_of_every_year_is_told(
    links: list[Link], measures: Mapping[str, Printed]
) -> None:
    _assert_complete(links, set(measures))


def test_every_indicator_of_every_year_is_told(
    indicator_links: list[Link], measures: Mapping[str, Printed]
) -> None:
    ids = {
        f"{name}#{part}"
        for name, measure in measures.items()
        for part in range(1, len(_parts(measure["indicator"])) + 1)
    }
    _assert_complete(indicator_links, ids)


def _assert_complete(links: list[Link], ids: set[str]) -> None:
    """Each row of a year goes on or ends in a later one, and came from an earlier one or is new."""
    lefts = {link.left for link in links} - {""}
    rights = {link.right for link in links} - {""}
    assert lefts == {name for name in ids if not name.startswith("mihon_r4/")}
    assert rights == {name for name in ids if not name.startswith("mihon_r1/")}
    assert {link.events for link in links if not link.right} == {frozenset({"dropped"})}
    assert {link.events for link in links if not link.left} == {frozenset({"new"})}


def test_only_splits_and_mergers_have_a_row_in_two_links(links: list[Link]) -> None:
    lefts = Counter(link.left for link in links if link.left)
    rights = Counter(link.right for link in links if link.right)
    assert all((lefts[one.left] > 1) == (one.events == {"split"}) for one in links if one.left)
    assert all((rights[one.right] > 1) == (one.events == {"merged"}) for one in links if one.right)


def test_events_are_what_the_reports_print(
    links: list[Link], measures: Mapping[str, Printed]
) -> None:
    for link in links:
        if not (link.left and link.right) or link.events & {"split", "merged"}:
            continue
        left, right = measures[link.left], measures[link.right]
        moved = any(left[level] != right[level] for level in LEVELS)
        printed = {
            "renamed": left["measure"] != right["measure"],
            "moved": moved,
            "renumbered": not moved and left["number"] != right["number"],
            "completed": bool(right["status_text"]) and not left["status_text"],
        }
        told = {event: event in link.events for event in printed}
        assert told == printed, link
        assert ("same" in link.events) == (link.events == {"same"})


def test_targets_turn_back_where_they_are_revised(
    indicator_links: list[Link], measures: Mapping[str, Printed]
) -> None:
    for link in indicator_links:
        left, right = (_target(name, measures) for name in (link.left, link.right))
        if not left or not right or "merged" in link.events:
            assert not link.events & {"target_revised", "unit_changed"}
            continue
        assert ("unit_changed" in link.events) == (left.unit != right.unit), link
        if left.unit == right.unit:
            back = right.value > left.value if left.lower else right.value < left.value
            noted = "引き上げ" in (measures[link.right.partition("#")[0]]["explanation"] or "")
            assert ("target_revised" in link.events) == (back or noted), link


class Target(NamedTuple):
    """A target in figures."""

    value: float
    unit: str
    lower: bool


def _target(name: str, measures: Mapping[str, Printed]) -> Target | None:
    measure, _, part = name.partition("#")
    if not measure or measures[measure]["status"] != "evaluated":
        return None
    cell = _parts(measures[measure]["target"])[int(part) - 1]
    match = re.fullmatch(r"(?:\(\d\) *)?([\d,.]+)([^\d以]+)(以下)?", cell)
    return Target(float(match[1].replace(",", "")), match[2], bool(match[3])) if match else None


def _parts(cell: str) -> list[str]:
    return re.split(r"\n(?=\(\d\))", cell)


def test_what_happens_to_an_indicator_happens_to_its_measure(
    links: list[Link], indicator_links: list[Link]
) -> None:
    of_measure = {(link.left, link.right): link.events for link in links}
    for link in indicator_links:
        pair = (link.left.partition("#")[0], link.right.partition("#")[0])
        own = of_measure.get(pair, frozenset())
        for event in {"target_revised", "unit_changed", "completed"} & link.events:
            assert event in own or "split" in own, link
    replaced = {link.left for link in links if "indicator_replaced" in link.events}
    ended = {link.left.partition("#")[0] for link in indicator_links if not link.right}
    assert replaced
    assert replaced <= ended


def test_one_measure_is_away_for_a_year_and_comes_back_twice(links: list[Link]) -> None:
    gaps = [(one.left, one.right) for one in links if one.year_right - one.year_left > 1]
    assert gaps == [("mihon_r1/Ⅰ②イ1", "mihon_r3/Ⅰ②イ1"), ("mihon_r2/Ⅰ③イ5", "mihon_r4/Ⅰ③イ6")]


def test_some_explanations_are_copied_and_some_stories_change(
    links: list[Link], measures: Mapping[str, Printed], folder: Path
) -> None:
    causes: dict[str, set[str]] = defaultdict(set)
    with (folder / "causes.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            causes[row["measure"]].add(row["cause"])
    pairs = [
        (link.left, link.right)
        for link in links
        if all(name and measures[name]["rating"] == "△" for name in (link.left, link.right))
    ]
    copied = [p for p in pairs if len({measures[name]["reason"] for name in p}) == 1]
    changed = [(left, right) for left, right in pairs if not causes[left] & causes[right]]
    assert len(copied) == 4
    assert len(changed) >= 4
