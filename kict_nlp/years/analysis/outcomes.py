"""Measures that miss their target again and again, recover, or miss it for the first time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from kict_nlp.schema import Rating
from kict_nlp.years.analysis.exact_tests import (
    Test,
    benjamini_hochberg,
    holm,
    mcnemar,
    paired_trend,
)
from kict_nlp.years.panel.records import Panel, Track

Course = Literal["chronic", "newly_missed", "recovered", "mixed", "always_met", "too_few"]

_MET: tuple[Rating, ...] = ("exceeded", "met")
_MISSED: tuple[Rating, ...] = ("partly", "missed")
_LEAST = 2  # rated years before a course can be told


class Outcome(NamedTuple):
    """How one measure did over the years.

    ``course``: ``chronic`` missed in its last two rated years or more (``missed_in_a_row``),
    ``newly_missed`` missed in the last one and met before, ``recovered`` met in the last one and
    missed before it, ``always_met``, ``mixed`` (missed earlier, met since for two years or more),
    ``too_few`` where fewer than two years are rated. ``ratings`` are ``year:rating`` of all years,
    ``;`` between.
    """

    track_id: str
    organization: str | None
    measure: str | None
    course: Course
    rated_years: int
    missed_years: int
    missed_in_a_row: int
    ratings: str


def outcomes(panel: Panel) -> list[Outcome]:
    """Return the course of every measure; partly met counts as missed.

    Examples
    --------
    >>> outcomes(Panel(reports=(), causes={}))
    []
    """
    return [_outcome(panel, track) for track in panel.measure_tracks]


def _outcome(panel: Panel, track: Track) -> Outcome:
    ratings = [panel.measures[name].rating for name in track.members]
    hits = [rating in _MET for rating in ratings if rating in (*_MET, *_MISSED)]
    row = next((n for n, hit in enumerate(reversed(hits)) if hit), len(hits))
    return Outcome(
        track.track_id,
        track.organization,
        track.name,
        _course(hits, row),
        len(hits),
        hits.count(False),
        row,
        ";".join(
            f"{year}:{rating or ''}" for year, rating in zip(track.years, ratings, strict=True)
        ),
    )


def _course(hits: Sequence[bool], missed_in_a_row: int) -> Course:
    if len(hits) < _LEAST:
        return "too_few"
    if missed_in_a_row >= _LEAST:
        return "chronic"
    if missed_in_a_row:
        return "newly_missed"
    if all(hits):
        return "always_met"
    return "recovered" if not hits[-2] else "mixed"


# ---------------------------------------------------------------- tests on the same measures


class YearTest(NamedTuple):
    """The measures rated in two following years, held against each other (McNemar, exact).

    ``lost``: met, then missed; ``won``: the other way round. ``holm`` and ``benjamini_hochberg``
    are corrected for all pairs of years of the panel.
    """

    organization: str | None
    year_left: int
    year_right: int
    pairs: int
    met_left: int
    met_right: int
    lost: int
    won: int
    p_value: float
    holm: float
    benjamini_hochberg: float


def compare_years(panel: Panel) -> list[YearTest]:
    """Tell for each two following years whether the same measures did better or worse.

    Measures that are rated in one of the years only are left out: comparing the printed rates
    would mix what changed with which measures had a target.
    """
    found = [
        (organization, years, pairs)
        for organization in _bodies(panel)
        for years in pairwise(_years(panel, organization))
        if (pairs := list(_pairs(panel, organization, years)))
    ]
    lost = [sum(a and not b for a, b in pairs) for _, _, pairs in found]
    won = [sum(b and not a for a, b in pairs) for _, _, pairs in found]
    p_values = [mcnemar(a, b).p_value for a, b in zip(lost, won, strict=True)]
    corrected = zip(holm(p_values), benjamini_hochberg(p_values), strict=True)
    return [
        YearTest(
            organization,
            *years,
            len(pairs),
            sum(a for a, _ in pairs),
            sum(b for _, b in pairs),
            n_lost,
            n_won,
            p_value,
            *both,
        )
        for (organization, years, pairs), n_lost, n_won, p_value, both in zip(
            found, lost, won, p_values, corrected, strict=True
        )
    ]


def trend(panel: Panel, organization: str | None) -> Test:
    """Tell whether a body's measures do better or worse over all years (exact, paired)."""
    years = _years(panel, organization)
    return paired_trend([known.get(year) for year in years] for known in _hits(panel, organization))


def _bodies(panel: Panel) -> list[str | None]:
    return list(dict.fromkeys(track.organization for track in panel.tracks))


def _years(panel: Panel, organization: str | None) -> list[int]:
    own = (track for track in panel.measure_tracks if track.organization == organization)
    return sorted({year for track in own for year in track.years})


def _hits(panel: Panel, organization: str | None) -> Iterator[dict[int, bool]]:
    """For each measure, whether it met its target in each year in which it was rated."""
    for track in panel.measure_tracks:
        if track.organization == organization:
            yield {
                year: rating in _MET
                for name, year in zip(track.members, track.years, strict=True)
                if (rating := panel.measures[name].rating) in (*_MET, *_MISSED)
            }


def _pairs(
    panel: Panel, organization: str | None, years: tuple[int, int]
) -> Iterator[tuple[bool, bool]]:
    for known in _hits(panel, organization):
        if all(year in known for year in years):
            yield known[years[0]], known[years[1]]
