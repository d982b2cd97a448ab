"""Around a pair: the order that records are numbered in.

Numbers shift from year to year, but their order stays: between two records that were linked lies
what lies between their partners. It is seen only after a first round of links, and never through
the pair's own link.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kict_nlp.years.candidates import Pairs
from kict_nlp.years.comparisons import Comparison, make_comparison
from kict_nlp.years.fields import Field

if TYPE_CHECKING:
    from numpy.typing import NDArray

_HALF = 0.5  # of a fit; above it the slope may change
_DIGITS = re.compile(r"[0-9]+")
_UNIQUE = 0.95  # of the codes within a group, for the group to be what they are counted in
_FAR = 1000.0  # places; as good as not in order at all


@dataclass(frozen=True, slots=True)
class _Order:
    """Where the records of one side stand: series, and place in it. -1 without a code."""

    series: NDArray[np.int64]
    place: NDArray[np.int64]


def compare_order(
    field: Field,
    groups: Sequence[Field],
    pairs: Pairs,
    links: NDArray[np.int64],
) -> Comparison:
    """Return how well the pairs fit into the order that sure links make.

    Parameters
    ----------
    field : Field
        Codes.
    groups : sequence of Field
        Categories that the codes may be counted in: each ministry begins at 1.
    pairs : Pairs
        The candidates.
    links : array of int
        Numbers of the pairs that are sure.
    """
    ours = _series(field.left, [one.left for one in groups])
    theirs = _series(field.right, [one.right for one in groups])
    with np.errstate(invalid="ignore"):
        off = np.fmin(
            _distance(ours, theirs, pairs.left, pairs.right, links),
            _distance(theirs, ours, pairs.right, pairs.left, links),
        )
    # The place next to the right one counts as much as the right one: a record that ended leaves
    # its place to whatever comes after.
    fit = 1.0 / (1.0 + np.maximum(off - 1.0, 0.0))
    columns = [fit, np.maximum(fit - _HALF, 0.0)]
    return make_comparison(f"{field.name} (order)", columns, np.isnan(off), context=True)


def _series(codes: Sequence[str], groups: Sequence[Sequence[str]]) -> _Order:
    chosen = _counted_in(codes, groups)
    keys = [
        (group, _DIGITS.sub("#", code), [int(one) for one in _DIGITS.findall(code)])
        for group, code in zip(chosen, codes, strict=True)
    ]
    series, place = np.full(len(codes), -1), np.full(len(codes), -1)
    last, number, count = None, -1, 0
    for row in sorted((row for row in range(len(codes)) if codes[row]), key=keys.__getitem__):
        if keys[row][:2] != last:
            last, number, count = keys[row][:2], number + 1, 0
        series[row], place[row] = number, count
        count += 1
    return _Order(series, place)


def _counted_in(codes: Sequence[str], groups: Sequence[Sequence[str]]) -> Sequence[str]:
    """Return the coarsest grouping within which codes are unique; none if nothing makes them so."""
    filled = [row for row, code in enumerate(codes) if code]
    options = sorted([[""] * len(codes), *groups], key=lambda group: len(set(group)))
    for group in options:
        if len({(group[row], codes[row]) for row in filled}) >= _UNIQUE * len(filled):
            return group
    return options[-1]


def _distance(
    here: _Order,
    there: _Order,
    rows: NDArray[np.int64],
    partners: NDArray[np.int64],
    links: NDArray[np.int64],
) -> NDArray[np.float64]:
    """Return how many places the partners lie off where the nearest links point; NaN without."""
    partner = np.full(len(here.series), -1)
    partner[rows[links]] = partners[links]
    before, after = _anchors(here, partner)
    found = [_off(here, there, rows, partners, anchor[rows], partner) for anchor in (before, after)]
    with np.errstate(invalid="ignore"):
        return np.fmin(*found)


def _anchors(
    order: _Order, partner: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return for each record the nearest linked one before and after it in its series; -1: none."""
    sequence = np.lexsort((order.place, order.series))
    sequence = sequence[order.series[sequence] >= 0]
    result = []
    for steps in (sequence, sequence[::-1]):
        nearest = np.full(len(partner), -1)
        last, series = -1, -1
        for row in steps:
            if order.series[row] != series:
                last, series = -1, order.series[row]
            nearest[row] = last
            if partner[row] >= 0:
                last = row
        result.append(nearest)
    return result[0], result[1]


def _off(
    here: _Order,
    there: _Order,
    rows: NDArray[np.int64],
    partners: NDArray[np.int64],
    anchor: NDArray[np.int64],
    partner: NDArray[np.int64],
) -> NDArray[np.float64]:
    target = partner[anchor]
    steps = here.place[rows] - here.place[anchor]
    off = np.abs(there.place[partners] - there.place[target] - steps).astype(np.float64)
    off[there.series[partners] != there.series[target]] = _FAR
    off[(anchor < 0) | (there.series[partners] < 0)] = np.nan
    return off
