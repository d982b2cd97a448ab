"""Pairs worth comparing: for each record the most similar ones of the other table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from kict_nlp.years.grams import Vectors

NEAREST = (
    12  # candidates a record and direction; the true one is nearly always among the first five
)
_CHUNK = 2048  # rows of a product at a time
# A gram that more records share than this says little, and would make products of large tables
# grow with the square of their size. Tables of 5,000 records lose next to nothing by it.
_COMMON = 2000
# Children of a parent up to which all of them are compared with all of its partner's.
_FAMILY = 60


@dataclass(frozen=True, slots=True)
class Pairs:
    """Candidate pairs, sorted by left, then right.

    Attributes
    ----------
    left, right : array of int
        Row numbers.
    n_left, n_right : int
        Rows of the tables.
    """

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    n_left: int
    n_right: int

    def __len__(self) -> int:
        return len(self.left)


def find_candidates(
    vectors: Sequence[Vectors], blocks: tuple[Sequence[str], Sequence[str]] | None
) -> Pairs:
    """Return the nearest pairs by the sum of similarities over several fields.

    Parameters
    ----------
    vectors : sequence of Vectors
        One a field; each weighs the same.
    blocks : pair of sequences of str, optional
        A key for each record; only records with the same key are paired.
    """
    ours = sparse.hstack([_without_common(one)[0] for one in vectors], format="csr")
    theirs = sparse.hstack([_without_common(one)[1] for one in vectors], format="csr")
    found = []
    for rows, columns in _block_rows(blocks, ours.shape[0], theirs.shape[0]):
        there = _nearest(ours[rows], theirs[columns])
        back = _nearest(theirs[columns], ours[rows])
        found += [
            np.stack([rows[there[0]], columns[there[1]]], axis=1),
            np.stack([rows[back[1]], columns[back[0]]], axis=1),
        ]
    pairs = np.unique(np.concatenate(found), axis=0) if found else np.zeros((0, 2), dtype=np.int64)
    return Pairs(pairs[:, 0], pairs[:, 1], ours.shape[0], theirs.shape[0])


def _without_common(vectors: Vectors) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
    kept = np.flatnonzero(vectors.frequency <= _COMMON)
    return vectors.left[:, kept], vectors.right[:, kept]


def _block_rows(
    blocks: tuple[Sequence[str], Sequence[str]] | None, n_left: int, n_right: int
) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    if blocks is None:
        return [(np.arange(n_left), np.arange(n_right))]
    ours, theirs = (np.asarray(side, dtype=object) for side in blocks)
    keys = sorted(set(ours) & set(theirs))
    return [(np.flatnonzero(ours == key), np.flatnonzero(theirs == key)) for key in keys]


def _nearest(
    ours: sparse.csr_matrix, theirs: sparse.csr_matrix
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return for each row the rows of the other matrix with the highest products."""
    turned = theirs.T.tocsr()
    rows, columns = [], []
    for start in range(0, ours.shape[0], _CHUNK):
        product = (ours[start : start + _CHUNK] @ turned).tocsr()
        product.sort_indices()
        for row in range(product.shape[0]):
            begin, end = product.indptr[row], product.indptr[row + 1]
            kept = _highest(product.data[begin:end])
            rows.append(np.full(len(kept), start + row))
            columns.append(product.indices[begin:end][kept])
    if not rows:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    return np.concatenate(rows), np.concatenate(columns).astype(np.int64)


def _highest(values: NDArray[np.float32]) -> NDArray[np.int64]:
    """Return the places of the highest values, and of all that equal the last of them."""
    if len(values) <= NEAREST:
        return np.arange(len(values))
    least = np.partition(values, -NEAREST)[-NEAREST]
    above = np.flatnonzero(values > least)
    equal = np.flatnonzero(values == least)[: 2 * NEAREST - len(above)]
    return np.concatenate([above, equal])


def with_siblings(
    pairs: Pairs,
    left: Sequence[str],
    right: Sequence[str],
    parents: Sequence[tuple[str, str]],
) -> Pairs:
    """Return the pairs with all pairs of children whose parents are linked added.

    Parameters
    ----------
    pairs : Pairs
        Candidates by similarity.
    left, right : sequence of str
        The parent of each record.
    parents : sequence of (str, str)
        Links of parents.
    """
    ours, theirs = _children(left), _children(right)
    added = [
        (row, column)
        for parent, other in parents
        if len(ours.get(parent, ())) * len(theirs.get(other, ())) <= _FAMILY**2
        for row in ours.get(parent, ())
        for column in theirs.get(other, ())
    ]
    old = np.stack([pairs.left, pairs.right], axis=1)
    new = np.array(added, dtype=np.int64).reshape(-1, 2)
    both = np.unique(np.concatenate([old, new]), axis=0)
    return Pairs(both[:, 0], both[:, 1], pairs.n_left, pairs.n_right)


def _children(parents: Sequence[str]) -> dict[str, list[int]]:
    children: dict[str, list[int]] = {}
    for row, parent in enumerate(parents):
        if parent:
            children.setdefault(parent, []).append(row)
    return children
