"""The best one-to-one assignment, and how sure each of its pairs is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kict_nlp.years.panel.likeness import Matrix

TIE = 0.1  # in logarithms of odds: closer than this, two assignments are equally good
_FORBIDDEN = 0.0  # worth of a pair that is not to be linked

Indices = NDArray[np.int_]
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Assignment:
    """Pairs with their probability, and groups of pairs between which nothing decides."""

    pairs: dict[Pair, float]
    ties: tuple[tuple[Pair, ...], ...]


def assign(odds: Matrix) -> Assignment:
    """Return the one-to-one pairs that are together the most likely.

    Parameters
    ----------
    odds : array
        Logarithm of the odds that the left and the right record are one; only pairs above 0 are
        linked.

    Returns
    -------
    Assignment
        The probability of a pair also counts what the best assignment without it is worth. Where
        that is worth as much, the pairs that differ are a tie, and none of them is linked.

    Examples
    --------
    >>> found = assign(np.array([[4.0, 3.0], [3.5, -2.0]]))
    >>> {pair: round(score, 2) for pair, score in found.pairs.items()}
    {(0, 1): 0.92, (1, 0): 0.92}
    >>> assign(np.array([[2.0, 2.0]])).ties
    (((0, 0), (0, 1)),)
    """
    pairs: dict[Pair, float] = {}
    ties: list[tuple[Pair, ...]] = []
    for rows, columns in _components(odds):
        part = np.maximum(odds[np.ix_(rows, columns)], _FORBIDDEN)
        best = _solve(part)
        tied: set[Pair] = set()
        for pair in best:
            other, margin = _without(part, best, pair)
            if margin < TIE:
                tied |= set(best) ^ set(other)
            else:
                pairs[int(rows[pair[0]]), int(columns[pair[1]])] = float(1 / (1 + np.exp(-margin)))
        if tied:
            ties.append(tuple(sorted((int(rows[i]), int(columns[j])) for i, j in tied)))
    return Assignment(dict(sorted(pairs.items())), tuple(ties))


def _components(odds: Matrix) -> Iterator[tuple[Indices, Indices]]:
    """Rows and columns that hang together by pairs that may be linked."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    n_rows, n_columns = odds.shape
    rows, columns = np.nonzero(odds > _FORBIDDEN)
    nodes = n_rows + n_columns
    graph = coo_matrix((np.ones(len(rows)), (rows, columns + n_rows)), shape=(nodes, nodes))
    _, labels = connected_components(graph, directed=False)
    for label in dict.fromkeys(labels[rows].tolist()):
        members = np.flatnonzero(labels == label)
        yield members[members < n_rows], members[members >= n_rows] - n_rows


def _solve(worth: Matrix) -> list[Pair]:
    from scipy.optimize import linear_sum_assignment

    rows, columns = linear_sum_assignment(worth, maximize=True)
    return [
        (int(i), int(j)) for i, j in zip(rows, columns, strict=True) if worth[i, j] > _FORBIDDEN
    ]


def _without(worth: Matrix, best: list[Pair], pair: Pair) -> tuple[list[Pair], float]:
    """The best assignment without a pair, and how much less it is worth."""
    forbidden = worth.copy()
    forbidden[pair] = _FORBIDDEN
    other = _solve(forbidden)
    return other, sum(worth[p] for p in best) - sum(worth[p] for p in other)
