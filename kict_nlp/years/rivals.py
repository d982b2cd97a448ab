"""What ties with a chosen pair, exactly or nearly: other partners at the same worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kict_nlp.years.candidates import Pairs

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Log-odds within which two ways to pair records count as a tie.
_TIE = 1e-3
_LARGEST = 30.0  # log-odds; beyond it, exp() says nothing more


@dataclass(frozen=True, slots=True)
class Rivals:
    """Candidates that could stand in place of chosen pairs.

    Attributes
    ----------
    chosen : array of int
        Place in the list of chosen pairs.
    pair : array of int
        Number of the candidate that takes one of its two records.
    loss : array of float
        Log-odds that are lost over all when it does; 0.0 is a tie.
    """

    chosen: NDArray[np.int64]
    pair: NDArray[np.int64]
    loss: NDArray[np.float64]

    def ties(self) -> NDArray[np.bool_]:
        """Return which of the rivals are as good as the pair chosen."""
        return np.asarray(self.loss < _TIE)

    def shares(self, size: int) -> NDArray[np.float64]:
        """Return for each chosen pair its share of the odds among itself and its rivals."""
        odds = np.exp(-np.minimum(self.loss, _LARGEST))
        return np.asarray(1.0 / (1.0 + np.bincount(self.chosen, weights=odds, minlength=size)))


def find_rivals(
    pairs: Pairs, scores: NDArray[np.float64], chosen: NDArray[np.int64], floor: float
) -> Rivals:
    """Return the rivals of the chosen pairs.

    The partner of the left record goes to another record of the right table; if that one was
    taken, its partner takes what has become free, or stays alone at the worth of `floor`.
    """
    of_left, of_right = np.full(pairs.n_left, -1), np.full(pairs.n_right, -1)
    place = np.arange(len(chosen))
    of_left[pairs.left[chosen]] = place
    of_right[pairs.right[chosen]] = place
    is_other = np.ones(len(pairs), bool)
    is_other[chosen] = False

    by_left = np.flatnonzero(is_other & (of_left[pairs.left] >= 0))
    first = of_left[pairs.left[by_left]]
    displaced = of_right[pairs.right[by_left]]
    worth = scores[by_left] - scores[chosen[first]]
    taken = displaced >= 0
    left_alone = pairs.left[chosen[displaced[taken]]]
    freed = pairs.right[chosen[first[taken]]]
    back = pairs.find(left_alone, freed)
    instead = np.where(back >= 0, np.maximum(scores[back], floor), floor)
    worth[taken] += instead - scores[chosen[displaced[taken]]]

    by_right = np.flatnonzero(is_other & (of_right[pairs.right] >= 0) & (of_left[pairs.left] < 0))
    second = of_right[pairs.right[by_right]]
    worth_right = scores[by_right] - scores[chosen[second]]
    return Rivals(
        np.concatenate([first, second]),
        np.concatenate([by_left, by_right]),
        np.maximum(-np.concatenate([worth, worth_right]), 0.0),
    )
