"""Weights of the fields, learned from the tables themselves.

The first links are those that are each other's nearest. From them and from the pairs that lost
against them a logistic model learns what speaks for a pair and what against; with its scores the
links are chosen anew, each counting as much as it is probable, and so on until little changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from kict_nlp.years.assignment import assign, best_others
from kict_nlp.years.calibration import probabilities
from kict_nlp.years.candidates import Pairs
from kict_nlp.years.comparisons import Comparison

_ROUNDS = 6  # links change by less than one in a thousand from the fifth on
_SAMPLE = 200_000  # pairs learned from at most; weights settle far earlier
# Log-odds a pair must have to be taken into the assignment at all: the odds of a candidate to be
# a link are one in ten at the start, and calibration decides on what is chosen.
_FLOOR = -12.0
_SETTLED = 1e-3


@dataclass(frozen=True, slots=True)
class Links:
    """What was learned and chosen.

    Attributes
    ----------
    scores : array of float
        Log-odds of every candidate, by its fields alone.
    chosen : array of int
        Numbers of the pairs that were assigned.
    probability : array of float
        Of the chosen.
    weights : tuple of array of float
        For each comparison the weights of its features.
    intercept : float
        Log-odds of a pair of which nothing is known.
    """

    scores: NDArray[np.float64]
    chosen: NDArray[np.int64]
    probability: NDArray[np.float64]
    weights: tuple[NDArray[np.float64], ...]
    intercept: float


def learn_links(pairs: Pairs, comparisons: Sequence[Comparison], start: Links | None) -> Links:
    """Return links and weights learned in turns.

    Parameters
    ----------
    pairs : Pairs
        The candidates.
    comparisons : sequence of Comparison
        What the fields say.
    start : Links, optional
        Links to begin with instead of those that are each other's nearest.
    """
    design = np.concatenate([one.features for one in comparisons], axis=1)
    links = start or _nearest_links(pairs, comparisons)
    for _ in range(_ROUNDS):
        before = links
        links = _learn_once(pairs, comparisons, design, before)
        if _change(pairs, before, links) < _SETTLED:
            break
    return links


def _nearest_links(pairs: Pairs, comparisons: Sequence[Comparison]) -> Links:
    """Return the pairs that are nearest from both sides, the surer four fifths of them."""
    closeness = np.sum([np.nan_to_num(one.similarity) for one in comparisons], axis=0)
    is_best = (closeness > best_others(pairs.left, closeness, pairs.n_left)) & (
        closeness > best_others(pairs.right, closeness, pairs.n_right)
    )
    chosen = np.flatnonzero(is_best)
    if len(chosen):
        sure = closeness[chosen] >= np.quantile(closeness[chosen], 0.2)
    else:
        sure = np.zeros(0, dtype=bool)
    return Links(closeness, chosen, sure.astype(np.float64), (), 0.0)


def _learn_once(
    pairs: Pairs, comparisons: Sequence[Comparison], design: NDArray[np.float64], before: Links
) -> Links:
    belief = np.zeros(len(pairs))
    belief[before.chosen] = before.probability
    coefficients, intercept = _fit(design, belief)
    scores = design @ coefficients + intercept
    chosen = assign(pairs, scores - _FLOOR)
    sure = belief[chosen] >= 0.5
    probability = probabilities(pairs, scores, chosen, sure)
    cuts = np.cumsum([one.features.shape[1] for one in comparisons])[:-1]
    return Links(scores, chosen, probability, tuple(np.split(coefficients, cuts)), intercept)


def _fit(
    design: NDArray[np.float64], belief: NDArray[np.float64]
) -> tuple[NDArray[np.float64], float]:
    """Return coefficients and intercept; a pair that is believed in by half counts half as each."""
    step = max(1, len(belief) // _SAMPLE)
    rows = np.unique(np.concatenate([np.flatnonzero(belief > 0), np.arange(0, len(belief), step)]))
    if step > 1:  # all links and each step-th other pair, which then stands for step pairs
        rows = rows[(belief[rows] > 0) | (rows % step == 0)]
    partly = rows[belief[rows] > 0]
    weight = np.concatenate(
        [(1 - belief[rows]) * np.where(belief[rows] > 0, 1, step), belief[partly]]
    )
    label = np.concatenate([np.zeros(len(rows)), np.ones(len(partly))])
    if not len(partly):
        return np.zeros(design.shape[1]), _FLOOR
    model = LogisticRegression(C=1.0, max_iter=1000)
    model.fit(np.concatenate([design[rows], design[partly]]), label, sample_weight=weight)
    return model.coef_[0], float(model.intercept_[0])


def _change(pairs: Pairs, before: Links, after: Links) -> float:
    old, new = np.zeros(len(pairs)), np.zeros(len(pairs))
    old[before.chosen] = before.probability
    new[after.chosen] = after.probability
    return float(np.abs(old - new).sum() / max(new.sum(), 1.0))
