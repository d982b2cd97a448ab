"""Names of features turned into matrices, for fitting and for prediction alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from kict_nlp.causes.features import StretchFeatures

Matrix = Any  # scipy.sparse.csr_matrix, which carries no type hints
Floats = NDArray[np.float32]

# Lengths of the two halves of a row; the classes of words tell more than strings of characters.
_NAMES_LENGTH, _GRAMS_LENGTH = 4.0, 2.0
# A name or string seen in fewer stretches tells nothing that would hold elsewhere.
_FEWEST_NAMES, _FEWEST_GRAMS = 2, 3


class Encoded(NamedTuple):
    """Passages as matrices.

    ``what`` and ``where`` have a row a stretch, ``whole`` a row a passage; ``passage`` is the
    number of the passage of each stretch.
    """

    what: Matrix
    where: Matrix
    whole: Matrix
    passage: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Which names and strings have a column, and how rare each string is.

    Columns of names come first, those of strings behind them.
    """

    names: Mapping[str, int]
    grams: Mapping[str, int]
    rarity: Floats

    @property
    def size(self) -> int:
        """Number of columns."""
        return len(self.names) + len(self.grams)

    @classmethod
    def of(cls, stretches: Sequence[StretchFeatures]) -> Vocabulary:
        """Return the vocabulary of the stretches that a model is fitted to."""
        names: Counter[str] = Counter()
        grams: Counter[str] = Counter()
        for stretch in stretches:
            names.update({*stretch.words, *stretch.marks})
            grams.update(set(stretch.grams))
        kept = sorted(gram for gram, count in grams.items() if count >= _FEWEST_GRAMS)
        seen = np.array([grams[gram] for gram in kept], dtype=np.float64)
        rarity = np.log((1 + len(stretches)) / (1 + seen)) + 1
        return cls(
            _numbered(sorted(name for name, count in names.items() if count >= _FEWEST_NAMES)),
            _numbered(kept),
            rarity.astype(np.float32),
        )

    def encode(self, passages: Sequence[Sequence[StretchFeatures]]) -> Encoded:
        """Return the matrices of passages."""
        what, where, grams = [], [], []
        whole_names, whole_grams, owner = [], [], []
        for number, stretches in enumerate(passages):
            names_here: set[int] = set()
            grams_here: set[int] = set()
            for stretch in stretches:
                words = _known(stretch.words, self.names)
                marked = words | _known(stretch.marks, self.names)
                strings = _known(stretch.grams, self.grams)
                what.append(words)
                where.append(marked)
                grams.append(strings)
                owner.append(number)
                names_here |= marked
                grams_here |= strings
            whole_names.append(names_here)
            whole_grams.append(grams_here)
        gram_columns = self._gram_rows(grams)
        return Encoded(
            self._rows(what, gram_columns),
            self._rows(where, gram_columns),
            self._rows(whole_names, self._gram_rows(whole_grams)),
            np.array(owner, dtype=np.int64),
        )

    def encode_phrases(self, phrases: Sequence[StretchFeatures]) -> Matrix:
        """Return the matrix of words that stand alone, of the kind of ``Encoded.what``."""
        grams = [_known(phrase.grams, self.grams) for phrase in phrases]
        names = [_known(phrase.words, self.names) for phrase in phrases]
        return self._rows(names, self._gram_rows(grams))

    def _gram_rows(self, rows: Sequence[set[int]]) -> Matrix:
        return _scaled(_binary(rows, len(self.grams)), self.rarity, _GRAMS_LENGTH)

    def _rows(self, names: Sequence[set[int]], grams: Matrix) -> Matrix:
        named = _scaled(_binary(names, len(self.names)), None, _NAMES_LENGTH)
        joined = sparse.hstack([named, grams], format="csr")
        # Sorted here: several fits at once would each sort the one matrix in place.
        joined.sort_indices()
        return joined


def _numbered(names: Iterable[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(names)}


def _known(names: Iterable[str], numbers: Mapping[str, int]) -> set[int]:
    return {number for name in names if (number := numbers.get(name)) is not None}


def _binary(rows: Sequence[set[int]], width: int) -> Matrix:
    ends = np.cumsum([0, *(len(row) for row in rows)])
    columns = np.fromiter(chain.from_iterable(rows), np.int32, ends[-1])
    return sparse.csr_matrix((np.ones(len(columns), np.float32), columns, ends), (len(rows), width))


def _scaled(rows: Matrix, weights: Floats | None, length: float) -> Matrix:
    """Return rows of one length each; a row without entries stays so."""
    if weights is not None:
        rows.data = weights[rows.indices]
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    factors = length / np.where(lengths > 0, lengths, 1)
    rows.data *= np.repeat(factors, np.diff(rows.indptr)).astype(np.float32)
    return rows
