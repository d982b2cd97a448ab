"""Texts as sparse vectors of character n-grams, weighted by rarity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LENGTHS = (2, 3)  # Japanese words have one to four characters
_BITS = 21  # of a code point; three fit into 63 bits, so a gram is its own number


@dataclass(frozen=True, slots=True)
class Vectors:
    """Both sides' texts as rows of unit length.

    Attributes
    ----------
    left, right : csr_matrix
        Records × grams.
    frequency_left, frequency_right : array of int
        In how many records of each side a gram occurs.
    length_left, length_right : array of float
        How long the rows were before: how much each text says, by the rarity of its grams.
    """

    left: sparse.csr_matrix
    right: sparse.csr_matrix
    frequency_left: NDArray[np.int64]
    frequency_right: NDArray[np.int64]
    length_left: NDArray[np.float64]
    length_right: NDArray[np.float64]


def gram_vectors(left: Sequence[str], right: Sequence[str]) -> Vectors:
    """Return TF-IDF vectors of two lists of texts over their common grams.

    Examples
    --------
    >>> found = gram_vectors(["防災訓練", "図書館"], ["防災の訓練"])
    >>> (found.left @ found.right.T).toarray().astype(float).round(2).tolist()
    [[0.08], [0.0]]
    """
    ours, theirs = _grams(left), _grams(right)
    known, index = np.unique(np.concatenate([ours[1], theirs[1]]), return_inverse=True)
    cut = len(ours[1])
    counts = (
        _counts(ours[0], index[:cut], (len(left), len(known))),
        _counts(theirs[0], index[cut:], (len(right), len(known))),
    )
    frequency = [np.bincount(side.indices, minlength=len(known)) for side in counts]
    rarity = np.log((len(left) + len(right)) / np.maximum(frequency[0] + frequency[1], 1)) + 0.1
    for side in counts:
        side.data = (1 + np.log(side.data)) * rarity[side.indices].astype(np.float32)
    lengths = [_to_unit_length(side) for side in counts]
    return Vectors(counts[0], counts[1], frequency[0], frequency[1], lengths[0], lengths[1])


def _grams(texts: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return (text number, gram) of all grams of all texts."""
    joined = "\0".join((*texts, ""))
    points = np.frombuffer(joined.encode("utf-32-le"), dtype=np.uint32).astype(np.int64)
    ends = points == 0
    owner = np.cumsum(ends) - ends
    owners, grams = [], []
    for length in _LENGTHS:
        count = max(len(points) - length + 1, 0)
        gram = np.zeros(count, dtype=np.int64)
        inside = np.ones(count, dtype=bool)
        for shift in range(length):
            gram = (gram << _BITS) | points[shift : shift + count]
            inside &= ~ends[shift : shift + count]
        owners.append(owner[:count][inside])
        grams.append(gram[inside])
    return np.concatenate(owners), np.concatenate(grams)


def _counts(
    rows: NDArray[np.int64], columns: NDArray[np.int64], shape: tuple[int, int]
) -> sparse.csr_matrix:
    ones = np.ones(len(rows), dtype=np.float32)
    counts = sparse.csr_matrix((ones, (rows, columns)), shape=shape)
    counts.sum_duplicates()
    return counts


def _to_unit_length(matrix: sparse.csr_matrix) -> NDArray[np.float64]:
    squares = np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel()
    lengths = np.sqrt(np.where(squares > 0, squares, 1.0))
    matrix.data /= np.repeat(lengths, np.diff(matrix.indptr)).astype(np.float32)
    return lengths


def cosines(
    vectors: Vectors, rows: NDArray[np.int64], columns: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return the similarity of the pairs (row of left, row of right), 0.0 to 1.0."""
    step = 1 << 16  # pairs at a time, so that memory stays small
    parts = [
        vectors.left[rows[at : at + step]].multiply(vectors.right[columns[at : at + step]])
        for at in range(0, len(rows), step)
    ]
    found = [np.asarray(part.sum(axis=1), dtype=np.float64).ravel() for part in parts]
    return np.minimum(np.concatenate(found), 1.0) if found else np.zeros(0)


def containments(
    vectors: Vectors,
    rows: NDArray[np.int64],
    columns: NDArray[np.int64],
    alike: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return how much of the lesser text of each pair is in the other one, from their cosines."""
    left, right = vectors.length_left[rows], vectors.length_right[columns]
    return np.minimum(alike * np.maximum(left, right) / np.minimum(left, right), 1.0)
