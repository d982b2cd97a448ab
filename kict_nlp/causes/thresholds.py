"""From which probability on a code is given: chosen for F1 on passages that were held out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kict_nlp.causes.judging import Array

if TYPE_CHECKING:
    from numpy.typing import NDArray

_TRIED = np.arange(0.15, 0.651, 0.025).round(3)
_DIGITS = 6  # of F1: thresholds that decide alike must not be told apart by the last digits
# Passages with the code that a code must have before its own curve counts as much as that of all.
_PRIOR = 60.0


def choose_thresholds(probabilities: Array, stated: NDArray[np.bool_], weights: Array) -> Array:
    """Return a threshold for each code.

    F1 of a code that few passages have jumps by chance, so each curve is drawn towards that of all
    codes together, the more the rarer the code.

    Parameters
    ----------
    probabilities, stated : arrays of shape (passages, codes)
    weights : array of shape (passages,)
    """
    right, given, true = _curves(probabilities, stated, weights)
    everywhere = 2 * right.sum(axis=1) / (given + true).sum(axis=1)
    own = 2 * right / np.maximum(given + true, 1e-9)
    share = true[0] / (true[0] + _PRIOR)
    drawn = share * own + (1 - share) * everywhere[:, None]
    best: Array = _TRIED[drawn.round(_DIGITS).argmax(axis=0)]
    return best


def _curves(
    probabilities: Array, stated: NDArray[np.bool_], weights: Array
) -> tuple[Array, Array, Array]:
    """Return weighted counts of shape (thresholds, codes): rightly given, given, and stated."""
    right, given, true = [], [], []
    for threshold in _TRIED:
        told = probabilities >= threshold
        right.append(weights @ (told & stated))
        given.append(weights @ told)
        true.append(weights @ stated)
    return np.array(right), np.array(given), np.array(true)
