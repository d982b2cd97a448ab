"""How long a cause stays a reason, and what comes after it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from kict_nlp.years.panel.records import Panel, Track

_NOT_CODED = "not_coded"  # the measure has no row in the table of causes
_NOT_THERE = "not_there"  # the measure is in no report of that year


class CauseYear(NamedTuple):
    """How many measures name a cause in one year.

    ``stayed`` named it in the year of the report before, too; ``came`` did not. ``left`` named it
    then, and no more; of these ``left_met`` now meet their target.
    """

    organization: str | None
    cause: str
    fiscal_year: int
    measures: int
    stayed: int
    came: int
    left: int
    left_met: int


class CauseSpell(NamedTuple):
    """Years in a row in which one measure names one cause.

    ``years`` counts reports. ``open``: the last report still names it, so how long it lasts is not
    known yet; ``begun_before``: the first report names it already.
    """

    track_id: str
    organization: str | None
    measure: str | None
    cause: str
    first_year: int
    last_year: int
    years: int
    open: bool
    begun_before: bool


class CauseMove(NamedTuple):
    """How often a cause of one year is followed by another one in the next report.

    ``after`` is a cause, or ``none``, ``not_coded`` (no explanation any more) or ``not_there``.
    A measure that names several causes counts once for each pair.
    """

    organization: str | None
    year_left: int
    year_right: int
    before: str
    after: str
    measures: int


def cause_years(panel: Panel) -> list[CauseYear]:
    """Return each cause in each year, by body, cause and year."""
    rows = []
    for organization, years, tracks in _bodies(panel):
        named = [_named(panel, track) for track in tracks]
        for cause in sorted({code for own in named for codes in own.values() for code in codes}):
            for place, year in enumerate(years):
                before = years[place - 1] if place else None
                rows.append(_cause_year(panel, organization, cause, before, year, tracks, named))
    return rows


def _cause_year(
    panel: Panel,
    organization: str | None,
    cause: str,
    before: int | None,
    year: int,
    tracks: list[Track],
    named: Sequence[Mapping[int, frozenset[str]]],
) -> CauseYear:
    now = [cause in own.get(year, ()) for own in named]
    then = [before is not None and cause in own.get(before, ()) for own in named]
    left = [track for track, a, b in zip(tracks, then, now, strict=True) if a and not b]
    stayed = sum(a and b for a, b in zip(then, now, strict=True))
    return CauseYear(
        organization,
        cause,
        year,
        sum(now),
        stayed,
        sum(now) - stayed,
        len(left),
        sum(_met(panel, track, year) for track in left),
    )


def _met(panel: Panel, track: Track, year: int) -> bool:
    members = dict(zip(track.years, track.members, strict=True))
    return year in members and panel.measures[members[year]].rating in ("exceeded", "met")


def cause_spells(panel: Panel) -> list[CauseSpell]:
    """Return how long each measure names each cause without a break, in reports."""
    return [
        spell
        for organization, years, tracks in _bodies(panel)
        for track in tracks
        for spell in _spells(organization, years, track, _named(panel, track))
    ]


def _spells(
    organization: str | None,
    years: list[int],
    track: Track,
    named: Mapping[int, frozenset[str]],
) -> Iterator[CauseSpell]:
    for cause in sorted({code for codes in named.values() for code in codes}):
        run: list[int] = []
        for year in [*years, None]:
            if year is not None and cause in named.get(year, ()):
                run.append(year)
            elif run:
                yield CauseSpell(
                    track.track_id,
                    organization,
                    track.name,
                    cause,
                    run[0],
                    run[-1],
                    len(run),
                    run[-1] == years[-1],
                    run[0] == years[0],
                )
                run = []


def cause_moves(panel: Panel) -> list[CauseMove]:
    """Return what the causes of each year turn into in the next report."""
    rows = []
    for organization, years, tracks in _bodies(panel):
        for before, after in pairwise(years):
            counts: Counter[tuple[str, str]] = Counter()
            for track in tracks:
                named = _named(panel, track)
                for old in named.get(before, ()):
                    counts.update((old, new) for new in _next(track, named, after))
            rows += [
                CauseMove(organization, before, after, *pair, n)
                for pair, n in sorted(counts.items())
            ]
    return rows


def _next(track: Track, named: Mapping[int, frozenset[str]], year: int) -> frozenset[str]:
    if year not in track.years:
        return frozenset({_NOT_THERE})
    return named.get(year, frozenset({_NOT_CODED}))


def _bodies(panel: Panel) -> Iterator[tuple[str | None, list[int], list[Track]]]:
    """Each body with its years and its tracks."""
    for organization in dict.fromkeys(track.organization for track in panel.measure_tracks):
        tracks = [t for t in panel.measure_tracks if t.organization == organization]
        yield organization, sorted({year for t in tracks for year in t.years}), tracks


def _named(panel: Panel, track: Track) -> dict[int, frozenset[str]]:
    """Year → the codes of a measure, where it was coded."""
    return {
        year: frozenset(panel.causes[name])
        for name, year in zip(track.members, track.years, strict=True)
        if name in panel.causes
    }
