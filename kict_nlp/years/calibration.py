"""Scores that are probabilities, without labels: by what records are offered that need nothing.

A record that has found its partner is looked at as if it had none: the best it is offered among
the records that are still free is certainly wrong. The spread of these wrong offers, scaled to
the number of records that are really without a partner, is what wrong links look like. Where the
links found stand no denser than that, they are worth nothing; where they stand ten times as dense,
one in ten is wrong.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.isotonic import IsotonicRegression

from kict_nlp.years.candidates import Pairs


@dataclass(frozen=True, slots=True)
class Offers:
    """The best wrong offers of records that have a partner, with what each counts for."""

    scores: NDArray[np.float64]
    weights: NDArray[np.float64]


def probabilities(
    pairs: Pairs, scores: NDArray[np.float64], chosen: NDArray[np.int64], sure: NDArray[np.bool_]
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
    sure : array of bool
        Which of the chosen are taken for true so far.
    """
    wrong = _wrong_offers(pairs, scores, chosen[sure])
    fit = IsotonicRegression(y_min=0.0, y_max=1.0, out_of_bounds="clip")
    fit.fit(
        np.concatenate([scores[chosen], wrong.scores]),
        np.concatenate([np.ones(len(chosen)), np.zeros(len(wrong.scores))]),
        sample_weight=np.concatenate([np.ones(len(chosen)), wrong.weights]),
    )
    share = fit.predict(scores[chosen])  # of links among links and wrong offers
    return np.clip(1.0 - (1.0 - share) / np.maximum(share, 1e-9), 0.0, 1.0)


def _wrong_offers(pairs: Pairs, scores: NDArray[np.float64], links: NDArray[np.int64]) -> Offers:
    free_left, free_right = np.ones(pairs.n_left, bool), np.ones(pairs.n_right, bool)
    free_left[pairs.left[links]] = False
    free_right[pairs.right[links]] = False
    found, weights = [], []
    for owner, is_offer, free in (
        (pairs.left, free_right[pairs.right] & ~free_left[pairs.left], free_left),
        (pairs.right, free_left[pairs.left] & ~free_right[pairs.right], free_right),
    ):
        best = np.full(len(free), -np.inf)
        np.maximum.at(best, owner[is_offer], scores[is_offer])
        offers = best[~free & np.isfinite(best)]
        found.append(offers)
        # Half of them are seen from the left, half from the right.
        weights.append(np.full(len(offers), free.sum() / max((~free).sum(), 1) / 2))
    return Offers(np.concatenate(found), np.concatenate(weights))
