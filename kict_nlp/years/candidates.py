"""Pairs worth comparing: for each record the most similar ones of the other table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from kict_nlp.years.fields import Field
from kict_nlp.years.grams import Vectors

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Candidates a record and direction; the true one is nearly always among the first five.
NEAREST = 12
# Products of two numbers that a search for candidates may cost: about half a minute. Beyond it the
# commonest grams are left out, which say least; tables of 5,000 records need a tenth of it.
_BUDGET = 2_000_000_000
_AT_ONCE = 8_000_000  # products at a time, 12 bytes each, so that memory does not grow
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

    def find(self, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the numbers of pairs by their records; -1 where they are no candidates."""
        if not len(self):
            return np.full(len(left), -1)
        keys = self.left * self.n_right + self.right
        wanted = left * self.n_right + right
        at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        return np.where(keys[at] == wanted, at, -1)


def find_candidates(
    vectors: Sequence[Vectors], blocks: tuple[Sequence[str], Sequence[str]] | None = None
) -> Pairs:
    """Return the nearest pairs by the sum of similarities over several fields.

    Parameters
    ----------
    vectors : sequence of Vectors
        One a field; each weighs the same.
    blocks : pair of sequences of str, optional
        A key for each record; only records with the same key are paired.
    """
    affordable = _affordable(vectors)
    ours = sparse.hstack(
        [one.left[:, kept] for one, kept in zip(vectors, affordable, strict=True)], format="csr"
    )
    theirs = sparse.hstack(
        [one.right[:, kept] for one, kept in zip(vectors, affordable, strict=True)], format="csr"
    )
    found = [np.zeros((0, 2), dtype=np.int64)]
    for rows, columns in _block_rows(blocks, ours.shape[0], theirs.shape[0]):
        there = _nearest(ours[rows], theirs[columns])
        back = _nearest(theirs[columns], ours[rows])
        found += [
            np.stack([rows[there[0]], columns[there[1]]], axis=1),
            np.stack([rows[back[1]], columns[back[0]]], axis=1),
        ]
    pairs = np.unique(np.concatenate(found), axis=0)
    return Pairs(pairs[:, 0], pairs[:, 1], ours.shape[0], theirs.shape[0])


def _affordable(vectors: Sequence[Vectors]) -> list[NDArray[np.int64]]:
    """Return for each field the grams that are used, the rarest first to be taken."""
    costs = [one.frequency_left * one.frequency_right for one in vectors]
    ordered = np.sort(np.concatenate(costs))
    within = int(np.searchsorted(np.cumsum(ordered), _BUDGET))
    most = ordered[min(within, len(ordered) - 1)] if len(ordered) else 0
    return [np.flatnonzero(cost <= most) for cost in costs]


def _block_rows(
    blocks: tuple[Sequence[str], Sequence[str]] | None, n_left: int, n_right: int
) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    if blocks is None:
        return [(np.arange(n_left), np.arange(n_right))]
    sides: list[dict[str, list[int]]] = [{}, {}]
    for side, keys in zip(sides, blocks, strict=True):
        for row, key in enumerate(keys):
            side.setdefault(key, []).append(row)
    common = sorted(sides[0].keys() & sides[1].keys())
    return [(np.array(sides[0][key]), np.array(sides[1][key])) for key in common]


def _nearest(
    ours: sparse.csr_matrix, theirs: sparse.csr_matrix
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return for each row the rows of the other matrix with the highest products."""
    turned = theirs.T.tocsr()
    rows, columns = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    for start, stop in _portions(ours, np.diff(turned.indptr)):
        product = (ours[start:stop] @ turned).tocsr()
        product.sort_indices()
        for row in range(product.shape[0]):
            begin, end = product.indptr[row], product.indptr[row + 1]
            kept = _highest(product.data[begin:end])
            rows.append(np.full(len(kept), start + row))
            columns.append(product.indices[begin:end][kept].astype(np.int64))
    return np.concatenate(rows), np.concatenate(columns)


def _portions(ours: sparse.csr_matrix, sharing: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Return stretches of rows whose products fit into memory."""
    per_gram = np.concatenate([[0], np.cumsum(sharing[ours.indices])])
    reached = per_gram[ours.indptr]
    cuts, start = [], 0
    while start < ours.shape[0]:
        stop = int(np.searchsorted(reached, reached[start] + _AT_ONCE, side="right")) - 1
        stop = min(max(stop, start + 1), ours.shape[0])
        cuts.append((start, stop))
        start = stop
    return cuts


def _highest(values: NDArray[np.float32]) -> NDArray[np.int64]:
    """Return the places of the highest values, and of all that equal the last of them."""
    if len(values) <= NEAREST:
        return np.arange(len(values))
    least = np.partition(values, -NEAREST)[-NEAREST]
    above = np.flatnonzero(values > least)
    equal = np.flatnonzero(values == least)[: 2 * NEAREST - len(above)]
    return np.concatenate([above, equal])


def with_children(
    pairs: Pairs,
    field: Field,
    parents: Iterable[tuple[str, str]],
    blocks: tuple[Sequence[str], Sequence[str]] | None = None,
) -> Pairs:
    """Return the pairs with all pairs of children whose parents are linked added.

    Parameters
    ----------
    pairs : Pairs
        Candidates by similarity.
    field : Field
        The parent of each record.
    parents : iterable of (str, str)
        Links of parents.
    blocks : pair of sequences of str, optional
        As in `find_candidates`.
    """
    ours, theirs = _children(field.left), _children(field.right)
    families = ((ours.get(one, []), theirs.get(other, [])) for one, other in parents)
    added = [
        (row, column)
        for rows, columns in families
        if len(rows) * len(columns) <= _FAMILY**2
        for row in rows
        for column in columns
        if blocks is None or blocks[0][row] == blocks[1][column]
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
