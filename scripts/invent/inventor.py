"""Bodies from a seed."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count

from .errors import InventError
from .model import Body, Cause, Entry, Link, Pace, Year, indicator_id, measure_id
from .results import with_results
from .structure import Names, invent_places
from .turns import Change, Turn
from .vocabulary import vocabulary


def invent_bodies(
    seed: int,
    *,
    bodies: int = 1,
    years: int = 4,
    measures: int = 70,
    first_year: int = 2019,
    pace: Pace | None = None,
) -> Iterator[Body]:
    """Invent bodies with their reports, one after the other.

    Parameters
    ----------
    seed : int
        The same seed gives the same bodies; a body does not depend on how many others there are.
    bodies, years : int
        How many bodies, and how many reports of each.
    measures : int
        How many measures the first report of each has; later ones have some more or fewer.
    first_year : int
        Fiscal year of the first report.
    pace : Pace, optional
        How often something happens to a measure.

    Raises
    ------
    InventError
        If there are no words for so many measures, or a number is below 1.
    """
    if min(bodies, years, measures) < 1:
        raise InventError("bodies, years and measures must be 1 or more")
    for index in range(bodies):
        yield invent_body(
            seed, index, years=years, measures=measures, first_year=first_year, pace=pace
        )


def invent_body(
    seed: int,
    index: int,
    *,
    years: int = 4,
    measures: int = 70,
    first_year: int = 2019,
    pace: Pace | None = None,
) -> Body:
    """Invent the body of an index (0, 1, 2, …); see :func:`invent_bodies`."""
    pace = pace or Pace()
    rng = random.Random(f"body {index} of seed {seed}")
    turn = Turn(pace, invent_places(measures), rng, Names(rng), count())
    entries = _printed(turn.begin(measures), {}, first_year, pace, rng)
    reports = [Year(_report_id(index, first_year), first_year, tuple(entries))]
    changes: list[list[Change]] = []
    for fiscal_year in range(first_year + 1, first_year + years):
        is_last = fiscal_year + 1 == first_year + years
        before = {entry.track: entry for entry in (*turn.away, *entries)}
        following = turn.step(entries, fiscal_year - 1, is_last=is_last)
        entries = _printed(following, before, fiscal_year, pace, rng)
        reports.append(Year(_report_id(index, fiscal_year), fiscal_year, tuple(entries)))
        changes.append(turn.changes)
    links, indicator_links = _links(reports, changes)
    return Body(
        _name(index), vocabulary().plan, tuple(reports), links, indicator_links, _causes(reports)
    )


def _report_id(index: int, fiscal_year: int) -> str:
    return f"body{index + 1:04d}_{fiscal_year}"


def _name(index: int) -> str:
    """みほん県, ためし県 …; where the names are used up, they come again with a number."""
    words = vocabulary()
    kind, rest = divmod(index, len(words.bodies))
    turn, kind = divmod(kind, len(words.kinds))
    return f"{words.bodies[rest]}{turn + 1 if turn else ''}{words.kinds[kind]}"


def _printed(
    entries: Sequence[Entry],
    before: Mapping[int, Entry],
    fiscal_year: int,
    pace: Pace,
    rng: random.Random,
) -> list[Entry]:
    """Number the measures within their fields, and give them their results."""
    numbers: dict[object, int] = {}
    found: list[Entry] = []
    for entry in entries:
        numbers[entry.place] = numbers.get(entry.place, 0) + 1
        numbered = replace(entry, number=numbers[entry.place])
        found.append(with_results(numbered, before.get(entry.track), fiscal_year, pace, rng))
    return found


def _links(
    reports: Sequence[Year], changes: Sequence[Sequence[Change]]
) -> tuple[tuple[Link, ...], tuple[Link, ...]]:
    """The truth about the measures, and about their indicators."""
    of_measures: list[Link] = []
    of_indicators: list[Link] = []
    tracks = [{entry.track: entry for entry in year.entries} for year in reports]
    for index, own in enumerate(changes, start=1):
        for change in own:
            earlier = index - change.years_back
            left, right = reports[earlier], reports[index]
            one = None if change.left is None else tracks[earlier][change.left]
            other = None if change.right is None else tracks[index][change.right]
            years = (left.fiscal_year, right.fiscal_year)
            ids = (_measure(left, one), _measure(right, other))
            of_measures += [Link(*years, *ids, event) for event in _events(change, one, other)]
            of_indicators += [
                Link(*years, _indicator(left, one, part), _indicator(right, other, after), event)
                for part, after, event in change.pairs
            ]
    return tuple(of_measures), tuple(of_indicators)


def _measure(year: Year, entry: Entry | None) -> str:
    return measure_id(year.report_id, entry) if entry else ""


def _indicator(year: Year, entry: Entry | None, part: int | None) -> str:
    return indicator_id(year.report_id, entry, part) if entry and part else ""


def _events(change: Change, left: Entry | None, right: Entry | None) -> list[str]:
    """All events of a pair; another number counts only within the same field."""
    events = list(change.events)
    alone = {"split", "merged"} & set(events)
    if left and right and not alone and left.place == right.place and left.number != right.number:
        events.append("renumbered")
    return events or ["same"]


def _causes(reports: Sequence[Year]) -> tuple[Cause, ...]:
    return tuple(
        Cause(measure_id(year.report_id, entry), code, evidence)
        for year in reports
        for entry in year.entries
        if entry.explanation
        for code, evidence in entry.explanation.causes
    )
