"""Weights of the fields, learned from the tables themselves.

The first links are those that are each other's nearest. From them and from the pairs that lost
against them a logistic model learns what speaks for a pair and what against; with its scores the
links are chosen anew, each counting as much as it is probable, and so on. From the second round on
a link is also seen in its surroundings, which the links of the round before make.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from kict_nlp.years.assignment import assign, best_others
from kict_nlp.years.calibration import probabilities
from kict_nlp.years.candidates import Pairs
from kict_nlp.years.comparisons import Comparison
from kict_nlp.years.rivals import find_rivals

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Log-odds below which a pair is not even proposed. A candidate picked at random is a link in one
# of ten to twenty cases; calibration decides on what is chosen above this.
FLOOR = -10.0
_ROUNDS = 8  # at most; links settle after four to six
_SETTLED = 2e-3  # change of belief a link
_SAMPLE = 200_000  # pairs learned from at most; weights settle far earlier
_SURER = 0.2  # of the first links, the least alike, are not believed yet
_DIGITS = 9  # of scores; sums in another order differ beyond them
# Links that the log-odds themselves count as much as: in small tables, where little can be learned
# about wrong offers, they are most of the probability; in tables of thousands they vanish.
_PRIOR_LINKS = 200
# Log-odds at which an assigned pair is as often right as wrong: the assignment has taken its rivals
# away, so less is enough than for a pair by itself. Large tables show -3 to -5.
_EVEN = -3.5
# How many pairs what is known beforehand about fields stands for.
_PRIOR_PAIRS = 3.0

Surroundings = Callable[["Links"], list[Comparison]]


@dataclass(frozen=True, slots=True)
class Links:
    """What was learned and chosen.

    Attributes
    ----------
    scores : array of float
        Log-odds of every candidate by its comparisons.
    chosen : array of int
        Numbers of the pairs that were assigned, ascending.
    probability : array of float
        Of the chosen.
    comparisons : tuple of Comparison
        What they were scored by.
    weights : tuple of array of float
        For each comparison the weights of its features.
    intercept : float
        Log-odds of a pair of which nothing is known.
    """

    scores: NDArray[np.float64]
    chosen: NDArray[np.int64]
    probability: NDArray[np.float64]
    comparisons: tuple[Comparison, ...] = ()
    weights: tuple[NDArray[np.float64], ...] = ()
    intercept: float = 0.0

    def belief(self) -> NDArray[np.float64]:
        """Return the probability of every candidate; 0.0 for those not chosen."""
        belief = np.zeros(len(self.scores))
        belief[self.chosen] = self.probability
        return belief


def learn_links(
    pairs: Pairs, own: Sequence[Comparison], surroundings: Surroundings, start: Links | None = None
) -> Links:
    """Return links and weights learned in turns.

    Parameters
    ----------
    pairs : Pairs
        The candidates.
    own : sequence of Comparison
        What the fields of the two records say.
    surroundings : callable
        Links → what the links around each pair say.
    start : Links, optional
        Links over the same pairs to begin with.
    """
    if not len(pairs):
        return Links(np.zeros(0), np.zeros(0, dtype=np.int64), np.zeros(0))
    # Matrices are narrow here: several threads only wait for each other, and their sums would
    # differ in the last digits from machine to machine.
    with threadpool_limits(limits=1):
        links = start or _learn_once(pairs, own, _nearest_links(pairs, own))
        for _ in range(_ROUNDS):
            before = links
            links = _learn_once(pairs, [*own, *surroundings(before)], before)
            if _change(before, links) < _SETTLED:
                break
    return links


def _nearest_links(pairs: Pairs, comparisons: Sequence[Comparison]) -> Links:
    """Return the pairs that are nearest from both sides, without ties."""
    closeness = np.sum([np.nan_to_num(one.similarity) for one in comparisons], axis=0)
    is_best = (closeness > best_others(pairs.left, closeness, pairs.n_left)) & (
        closeness > best_others(pairs.right, closeness, pairs.n_right)
    )
    chosen = np.flatnonzero(is_best)
    least = np.quantile(closeness[chosen], _SURER) if len(chosen) else 0.0
    return Links(closeness, chosen, (closeness[chosen] >= least).astype(np.float64))


def _learn_once(pairs: Pairs, comparisons: Sequence[Comparison], before: Links) -> Links:
    belief = before.belief()
    design = np.concatenate([one.features for one in comparisons], axis=1)
    coefficients, intercept = _fit(design, belief, _known_pairs(comparisons))
    cuts = np.cumsum([one.features.shape[1] for one in comparisons])[:-1]
    weights = tuple(np.split(coefficients, cuts))
    scores = np.round(design @ coefficients + intercept, _DIGITS)
    chosen = assign(pairs, scores - FLOOR)
    nearness = np.zeros(len(pairs))
    for one, part in zip(comparisons, weights, strict=True):
        if one.is_context:
            nearness += one.features @ part
    probability = probabilities(pairs, scores, chosen, belief[chosen], nearness)
    probability = with_prior(probability, scores[chosen])
    probability *= find_rivals(pairs, scores, chosen, FLOOR).shares(len(chosen))
    return Links(scores, chosen, probability, tuple(comparisons), weights, intercept)


def with_prior(
    probability: NDArray[np.float64], scores: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return probabilities drawn to what the log-odds alone say where there are few records."""
    trust = len(scores) / (len(scores) + _PRIOR_LINKS)
    return np.asarray(trust * probability + (1 - trust) / (1 + np.exp(_EVEN - scores)))


def _known_pairs(comparisons: Sequence[Comparison]) -> NDArray[np.float64]:
    """Return the features of pairs that are known beforehand.

    The first is equal in every field, the second in none, the third only in what tells where a
    record belongs.
    """
    equal = [one.features.max(axis=0, initial=0.0) for one in comparisons]
    for part in equal:
        part[0] = 0.0  # nothing is missing
    around = [part * one.is_context for one, part in zip(comparisons, equal, strict=True)]
    both = np.concatenate(equal)
    return np.stack([both, np.zeros(len(both)), np.concatenate(around)])


def _fit(
    design: NDArray[np.float64], belief: NDArray[np.float64], known: NDArray[np.float64]
) -> tuple[NDArray[np.float64], float]:
    """Return coefficients and intercept.

    A pair that is believed in by half counts half as each. Of the known pairs the first is a link.
    """
    step = len(belief) // _SAMPLE + 1  # each step-th pair stands for step pairs
    believed = belief > 0
    rows = np.flatnonzero(believed | (np.arange(len(belief)) % step == 0))
    for_link = rows[believed[rows]]
    against = (1 - belief[rows]) * np.where(believed[rows], 1, step)
    model = LogisticRegression(C=1.0, max_iter=200, solver="newton-cholesky")
    model.fit(
        np.concatenate([design[rows], design[for_link], known]),
        np.concatenate([np.zeros(len(rows)), np.ones(len(for_link)), [1.0, 0.0, 0.0]]),
        sample_weight=np.concatenate([against, belief[for_link], np.full(3, _PRIOR_PAIRS)]),
    )
    return model.coef_[0], float(model.intercept_[0])


def _change(before: Links, after: Links) -> float:
    old, new = before.belief(), after.belief()
    return float(np.abs(old - new).sum() / max(new.sum(), 1.0))
