"""Records without a partner that are part of a record that has one: splits and merges.

A record that was left over may have been merged into one that goes on, or split off from one. How
much alike it must be is learned as for links: records that have partners of their own are laid
beside the partners of others, and what they are offered there is wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from sklearn.isotonic import IsotonicRegression

from kict_nlp.years.candidates import Pairs
from kict_nlp.years.weights import with_prior

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Parts:
    """Links of parts to records that are linked already.

    Attributes
    ----------
    pairs : array of int
        Numbers of the candidate pairs.
    probability : array of float
        Of each.
    is_merge : array of bool
        True where the left record was left over (it was merged into the right one).
    """

    pairs: NDArray[np.int64]
    probability: NDArray[np.float64]
    is_merge: NDArray[np.bool_]


def find_parts(pairs: Pairs, scores: NDArray[np.float64], links: NDArray[np.int64]) -> Parts:
    """Return for the records that were left over the linked record each may be a part of.

    Parameters
    ----------
    pairs : Pairs
        All candidates.
    scores : array of float
        Their log-odds.
    links : array of int
        Numbers of the pairs that are links.
    """
    taken_left, taken_right = np.zeros(pairs.n_left, bool), np.zeros(pairs.n_right, bool)
    taken_left[pairs.left[links]] = True
    taken_right[pairs.right[links]] = True
    is_link = np.zeros(len(pairs), bool)
    is_link[links] = True
    found = [
        _parts_of_side(pairs.left, taken_left, taken_right[pairs.right] & ~is_link, scores),
        _parts_of_side(pairs.right, taken_right, taken_left[pairs.left] & ~is_link, scores),
    ]
    numbers = np.concatenate([one[0] for one in found])
    probability = np.concatenate([one[1] for one in found])
    is_merge = np.arange(len(numbers)) < len(found[0][0])
    return Parts(numbers, probability, is_merge)


def _parts_of_side(
    owner: NDArray[np.int64],
    taken: NDArray[np.bool_],
    is_offer: NDArray[np.bool_],
    scores: NDArray[np.float64],
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    offers = np.flatnonzero(is_offer)
    order = offers[np.lexsort((-scores[offers], owner[offers]))]
    heads = np.flatnonzero(np.r_[True, owner[order][1:] != owner[order][:-1]])[: len(order)]
    best = order[heads]
    left_over = best[~taken[owner[best]]]
    wrong = best[taken[owner[best]]]
    if not len(left_over) or not len(wrong):
        return left_over, np.zeros(len(left_over))
    fit = IsotonicRegression(y_min=0.0, y_max=1.0, out_of_bounds="clip")
    fit.fit(
        np.concatenate([scores[left_over], scores[wrong]]),
        np.concatenate([np.ones(len(left_over)), np.zeros(len(wrong))]),
        sample_weight=np.concatenate(
            [np.ones(len(left_over)), np.full(len(wrong), len(left_over) / len(wrong))]
        ),
    )
    share = fit.predict(scores[left_over])
    learned = np.clip(1.0 - (1.0 - share) / np.maximum(share, 1e-9), 0.0, 1.0)
    return left_over, learned * with_prior(np.ones(len(left_over)), scores[left_over])
