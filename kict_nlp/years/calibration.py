"""Scores that are probabilities, without labels: by what records are offered that need nothing.

A record that has found its partner is looked at as if it had none: the best it is offered among
the free records of the other table is certainly wrong, and shows what wrong links look like. How
many there are to be expected is counted as well, in the same surroundings (the same department,
the same parent): for each record with a partner that gets such an offer, so many that are really
without one. Where the links found stand no denser than wrong ones are to be expected, they are
worth nothing; where they stand ten times as dense, one in ten is wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sklearn.isotonic import IsotonicRegression

from kict_nlp.years.candidates import Pairs

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LINK = 0.5  # probability from which on both records count as taken
# Shares of the links below which surroundings are cut into strata.
_STRATA = (0.02, 0.2, 0.5)


def probabilities(
    pairs: Pairs,
    scores: NDArray[np.float64],
    chosen: NDArray[np.int64],
    belief: NDArray[np.float64],
    nearness: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return the probability of each chosen pair to be a true one.

    Parameters
    ----------
    pairs : Pairs
        All candidates.
    scores : array of float
        Log-odds of all candidates.
    chosen : array of int
        Numbers of the pairs of the assignment.
    belief : array of float
        Probability of the chosen so far.
    nearness : array of float
        Log-odds of all candidates by their surroundings alone.
    """
    if not len(chosen):
        return np.zeros(0)
    links = chosen[belief >= _LINK]
    cuts = np.quantile(nearness[links], _STRATA) if len(links) else np.zeros(0)
    stratum = np.searchsorted(cuts, nearness, side="right")
    taken_left, taken_right = np.zeros(pairs.n_left), np.zeros(pairs.n_right)
    taken_left[pairs.left[chosen]] = belief
    taken_right[pairs.right[chosen]] = belief
    sides = (
        _wrong_offers(pairs.left, taken_left, taken_right[pairs.right], scores, stratum),
        _wrong_offers(pairs.right, taken_right, taken_left[pairs.left], scores, stratum),
    )
    wrong = np.concatenate([offers for offers, _ in sides])
    counts = np.concatenate([count for _, count in sides]) / 2  # seen once from each side
    fit = IsotonicRegression(y_min=0.0, y_max=1.0, out_of_bounds="clip")
    fit.fit(
        np.concatenate([scores[chosen], scores[wrong]]),
        np.concatenate([np.ones(len(chosen)), np.zeros(len(wrong))]),
        sample_weight=np.concatenate([np.ones(len(chosen)), counts]),
    )
    share = fit.predict(scores[chosen])  # of links among links and wrong ones
    return np.asarray(np.clip(1.0 - (1.0 - share) / np.maximum(share, 1e-9), 0.0, 1.0))


def _wrong_offers(
    owner: NDArray[np.int64],
    taken: NDArray[np.float64],
    partner_taken: NDArray[np.float64],
    scores: NDArray[np.float64],
    stratum: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the best offers of taken records among free ones, and what each stands for."""
    offers = np.flatnonzero(partner_taken < _LINK)
    order = offers[np.lexsort((-scores[offers], owner[offers]))]
    best = order[np.flatnonzero(np.r_[True, owner[order][1:] != owner[order][:-1]])[: len(order)]]
    is_taken = taken[owner[best]] >= _LINK
    size = int(stratum.max(initial=0)) + 1
    free = np.bincount(
        stratum[best[~is_taken]], weights=1 - taken[owner[best[~is_taken]]], minlength=size
    )
    full = np.bincount(stratum[best[is_taken]], minlength=size)
    wrong = best[is_taken]
    return wrong, (free / np.maximum(full, 1))[stratum[wrong]]
