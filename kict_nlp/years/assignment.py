"""One partner for each record, so that the sum of weights is highest; and what ties with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse
from scipy.optimize import linear_sum_assignment
from scipy.sparse.csgraph import connected_components, min_weight_full_bipartite_matching

from kict_nlp.years.candidates import Pairs

if TYPE_CHECKING:
    from numpy.typing import NDArray

_DENSE = 400  # records of a component up to which a dense solver is quicker


def assign(pairs: Pairs, weights: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the numbers of the pairs chosen: no record twice, the highest sum of weights.

    Parameters
    ----------
    pairs : Pairs
        The candidates.
    weights : array of float
        One a pair. Pairs of zero or less are never chosen.
    """
    usable = np.flatnonzero(weights > 0)
    chosen: list[int] = []
    for part in _components(pairs, usable):
        if len(part) == 1:
            chosen.append(int(part[0]))
        else:
            chosen += _solve(pairs.left[part], pairs.right[part], weights[part], part)
    return np.array(sorted(chosen), dtype=np.int64)


def _components(pairs: Pairs, usable: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    size = pairs.n_left + pairs.n_right
    rows, columns = pairs.left[usable], pairs.right[usable] + pairs.n_left
    links = sparse.csr_matrix((np.ones(len(usable)), (rows, columns)), shape=(size, size))
    _, labels = connected_components(links, directed=False)
    order = np.argsort(labels[rows], kind="stable")
    cuts = np.flatnonzero(np.diff(labels[rows][order])) + 1
    return [part for part in np.split(usable[order], cuts) if len(part)]


def _solve(
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    weights: NDArray[np.float64],
    numbers: NDArray[np.int64],
) -> list[int]:
    rows, row = np.unique(left, return_inverse=True)
    columns, column = np.unique(right, return_inverse=True)
    if len(rows) * len(columns) <= _DENSE**2:
        return _solve_dense(row, column, weights, numbers)
    return _solve_sparse(row, column, weights, numbers)


def _solve_dense(
    row: NDArray[np.int64],
    column: NDArray[np.int64],
    weights: NDArray[np.float64],
    numbers: NDArray[np.int64],
) -> list[int]:
    shape = row.max() + 1, column.max() + 1
    worth, number = np.zeros(shape), np.full(shape, -1)
    worth[row, column] = weights
    number[row, column] = numbers
    found = number[linear_sum_assignment(worth, maximize=True)]
    return [int(one) for one in found if one >= 0]


def _solve_sparse(
    row: NDArray[np.int64],
    column: NDArray[np.int64],
    weights: NDArray[np.float64],
    numbers: NDArray[np.int64],
) -> list[int]:
    """Solve with a stand-in partner of no worth for each row, as a full matching is asked for."""
    n_rows, n_columns = int(row.max()) + 1, int(column.max()) + 1
    least = 1e-9  # a stand-in's worth; the solver takes no zeros
    own = np.arange(n_rows)
    worth = sparse.csr_matrix(
        (
            np.concatenate([weights + least, np.full(n_rows, least)]),
            (np.concatenate([row, own]), np.concatenate([column, n_columns + own])),
        ),
        shape=(n_rows, n_columns + n_rows),
    )
    matched, partner = min_weight_full_bipartite_matching(worth, maximize=True)
    key = row * (n_columns + 1) + column
    order = np.argsort(key, kind="stable")
    real = partner < n_columns
    places = np.searchsorted(key[order], matched[real] * (n_columns + 1) + partner[real])
    return [int(one) for one in numbers[order[places]]]


def best_others(
    owner: NDArray[np.int64], scores: NDArray[np.float64], size: int
) -> NDArray[np.float64]:
    """Return for each pair the highest score among the other pairs of the same record."""
    order = np.lexsort((-scores, owner))
    sorted_owner, sorted_scores = owner[order], scores[order]
    heads = np.flatnonzero(np.r_[True, sorted_owner[1:] != sorted_owner[:-1]])[: len(owner)]
    first, second = np.full(size, -np.inf), np.full(size, -np.inf)
    first[sorted_owner[heads]] = sorted_scores[heads]
    followers = heads + 1
    followers = followers[followers < len(owner)]
    followers = followers[sorted_owner[followers] == sorted_owner[followers - 1]]
    second[sorted_owner[followers]] = sorted_scores[followers]
    at_top = np.zeros(len(owner), dtype=bool)
    at_top[order[heads]] = True
    return np.where(at_top, second[owner], first[owner])
