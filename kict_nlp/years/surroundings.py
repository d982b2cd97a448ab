"""What stands around a pair: the order records are numbered in, and what they belong to.

Numbers shift from year to year, but their order stays: between two records that were linked lies
what lies between their partners. Keys of parents are new each year, but children stay together.
Both are seen only after a first round of links, and never through the pair's own link.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kict_nlp.years.candidates import Pairs
from kict_nlp.years.comparisons import Comparison
from kict_nlp.years.fields import Field

_SURE = 0.9  # probability from which on a link may speak for its neighbours
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
    off = np.minimum(
        _distance(ours, theirs, pairs.left, pairs.right, links),
        _distance(theirs, ours, pairs.right, pairs.left, links),
    )
    missing = np.isnan(off)
    # The place next to the right one counts as much as the right one: a record that ended leaves
    # its place to whatever comes after.
    fit = np.where(missing, 0.0, 1.0 / (1.0 + np.maximum(np.nan_to_num(off) - 1.0, 0.0)))
    features = np.stack([missing, fit, np.maximum(fit - 0.5, 0.0)], axis=1).astype(np.float64)
    return Comparison(f"{field.name} (order)", features, np.where(missing, np.nan, fit), True)


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
    options = [[""] * len(codes), *groups]
    options.sort(key=lambda group: len(set(group)))
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


def compare_parents(
    field: Field,
    pairs: Pairs,
    belief: NDArray[np.float64],
    known: Mapping[tuple[str, str], float] | None,
) -> Comparison:
    """Return whether the parents of the pairs go together.

    Parameters
    ----------
    field : Field
        Keys of parents.
    pairs : Pairs
        The candidates.
    belief : array of float
        Probability of each pair so far; the other children of both parents vote with it.
    known : mapping of (str, str) to float, optional
        Links of parents with their probability; then nobody votes.
    """
    numbers: dict[tuple[str, str], int] = {}
    keys = [
        (field.left[row], field.right[column])
        for row, column in zip(pairs.left, pairs.right, strict=True)
    ]
    filled = np.array([bool(key[0] and key[1]) for key in keys], dtype=bool)
    if known is not None:
        share = np.array([known.get(key, 0.0) for key in keys])
        missing = ~filled
    else:
        both = np.array([numbers.setdefault(key, len(numbers)) for key in keys])
        votes = np.bincount(both, weights=belief, minlength=len(numbers))[both] - belief
        all_votes = [
            _votes([key[side] for key in keys], belief) - belief for side in (0, 1)
        ]
        most = np.maximum(*all_votes)
        missing = ~filled | (most < 0.5)
        share = np.where(missing, 0.0, votes / np.maximum(most, 0.5))
    share = np.clip(share, 0.0, 1.0) * ~missing
    features = np.stack([missing, share, np.maximum(share - 0.5, 0.0)], axis=1)
    return Comparison(
        f"{field.name} (parent)", features.astype(np.float64), np.where(missing, np.nan, share), True
    )


def _votes(keys: Sequence[str], belief: NDArray[np.float64]) -> NDArray[np.float64]:
    numbers: dict[str, int] = {}
    own = np.array([numbers.setdefault(key, len(numbers)) for key in keys])
    return np.bincount(own, weights=belief, minlength=len(numbers))[own]


def sure_links(links_chosen: NDArray[np.int64], probability: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the numbers of the pairs that may speak for their neighbours."""
    return links_chosen[probability >= _SURE]


def voted_parents(
    field: Field, pairs: Pairs, belief: NDArray[np.float64]
) -> list[tuple[str, str]]:
    """Return the pairs of parents that share at least half of the links of one of them."""
    votes: dict[tuple[str, str], float] = {}
    sums: list[dict[str, float]] = [{}, {}]
    for number in np.flatnonzero(belief > 0.1):
        key = field.left[pairs.left[number]], field.right[pairs.right[number]]
        if not all(key):
            continue
        votes[key] = votes.get(key, 0.0) + float(belief[number])
        for side in (0, 1):
            sums[side][key[side]] = sums[side].get(key[side], 0.0) + float(belief[number])
    return [
        key
        for key, count in votes.items()
        if count >= 0.5 * min(sums[0][key[0]], sums[1][key[1]])
    ]
