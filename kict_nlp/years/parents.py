"""Around a pair: what its records belong to, and whether the others that belong there agree.

Keys of parents may be new each year, but children stay together. Where the links of the parents are
known they decide; where not, the links of the other children vote, never the pair's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from kict_nlp.years.candidates import Pairs
from kict_nlp.years.comparisons import Comparison, make_comparison
from kict_nlp.years.fields import Field

if TYPE_CHECKING:
    from numpy.typing import NDArray

ParentLinks = Mapping[tuple[str, str], float]

_HALF = 0.5  # of the votes: what parents need to count as linked; above it the slope may change


class Families:
    """The parents of candidate pairs as numbers, found once for all rounds.

    Parameters
    ----------
    field : Field
        Keys of parents.
    pairs : Pairs
        The candidates.
    """

    def __init__(self, field: Field, pairs: Pairs) -> None:
        self.field = field
        self._left = _numbers(field.left)[pairs.left]
        self._right = _numbers(field.right)[pairs.right]
        width = int(self._right.max(initial=0)) + 1
        _, first, both = np.unique(
            self._left * width + self._right, return_index=True, return_inverse=True
        )
        self._both = both
        self._keys = [
            (field.left[pairs.left[pair]], field.right[pairs.right[pair]]) for pair in first
        ]
        filled = np.array([bool(one and other) for one, other in self._keys], dtype=bool)
        self._filled = filled[both] if len(both) else np.zeros(0, dtype=bool)

    def compare(self, belief: NDArray[np.float64], known: ParentLinks | None) -> Comparison:
        """Return whether the parents of the pairs go together.

        Parameters
        ----------
        belief : array of float
            Probability of each pair so far.
        known : mapping of (str, str) to float, optional
            Links of parents with their probability.
        """
        name = f"{self.field.name} (parent)"
        if known is not None:
            share = np.array([known.get(key, 0.0) for key in self._keys])[self._both]
            columns = [share, np.maximum(share - _HALF, 0.0)]
            return make_comparison(name, columns, ~self._filled, context=True)
        votes = _sums(self._both, belief) - belief
        most = np.maximum(*(_sums(side, belief) - belief for side in (self._left, self._right)))
        share = np.clip(votes / np.maximum(most, _HALF), 0.0, 1.0)
        columns = [share, np.maximum(share - _HALF, 0.0)]
        return make_comparison(name, columns, ~self._filled | (most < _HALF), context=True)

    def voted(self, belief: NDArray[np.float64]) -> list[tuple[str, str]]:
        """Return the parents that share at least half of the links of one of them."""
        votes = np.bincount(self._both, weights=belief, minlength=len(self._keys))[self._both]
        fewest = np.minimum(_sums(self._left, belief), _sums(self._right, belief))
        is_linked = self._filled & (votes >= _HALF) & (votes >= _HALF * fewest)
        return [self._keys[number] for number in np.unique(self._both[is_linked])]


def _numbers(keys: tuple[str, ...]) -> NDArray[np.int64]:
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(key, len(numbers)) for key in keys], dtype=np.int64)


def _sums(owner: NDArray[np.int64], belief: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return for each pair the sum of belief over all pairs of the same owner."""
    return np.asarray(np.bincount(owner, weights=belief)[owner], dtype=np.float64)
