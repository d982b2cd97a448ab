"""How alike short texts are, by the pairs of characters that they share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kict_nlp.reports.claims.sentences import pack

Matrix = NDArray[np.float64]

_MARKS = re.compile(r"[\s・、。,.，．「」『』()（）【】\[\]〔〕/／:：;；~\-–—―－※*]+")


@lru_cache(maxsize=65_536)
def core(text: str) -> str:
    """The text without widths, marks and letter case: what two spellings of a name share.

    Examples
    --------
    >>> core("ＩＣＴ活用（ﾃﾞｰﾀ・利用）") == core("ict活用 データ利用")
    True
    """
    return _MARKS.sub("", pack(text)).casefold()


@lru_cache(maxsize=65_536)
def _pairs(text: str) -> tuple[str, ...]:
    """Each pair of neighbouring characters once; ends of the text count as characters."""
    bare = core(text)
    if not bare:
        return ()
    return tuple(dict.fromkeys(a + b for a, b in zip(f"^{bare}", f"{bare}$", strict=True)))


def _is_inner(pair: str) -> bool:
    return pair[0] != "^" and pair[1] != "$"


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike the texts of two years are.

    ``alike``: for every left and right text the weight of what they share, of what both have
    together, from 0 to 1; NaN where one is missing. ``weights``: what each pair of characters
    counts.
    """

    alike: Matrix
    weights: Mapping[str, float]

    def between(self, one: str | None, other: str | None) -> float | None:
        """Likeness of two texts by the same weights; None where one is missing."""
        if not one or not other:
            return None
        if core(one) == core(other):
            return 1.0
        left, right = _pairs(one), _pairs(other)
        total = self._weight(left) + self._weight(right)
        return 2 * self._weight(pair for pair in left if pair in right) / total if total else 0.0

    def covered(self, text: str | None, others: Iterable[str | None]) -> float:
        """Share of a text that other texts together have, too; 0 where there is no text.

        Where a text begins and ends does not count: a part stands in the middle of its whole.
        """
        pairs = [pair for pair in _pairs(text) if _is_inner(pair)] if text else []
        known = {pair for other in others if other for pair in _pairs(other)}
        total = self._weight(pairs)
        return self._weight(pair for pair in pairs if pair in known) / total if total else 0.0

    def _weight(self, pairs: Iterable[str]) -> float:
        return sum(self.weights.get(pair, 0.0) for pair in pairs)


def likeness(left: Sequence[str | None], right: Sequence[str | None]) -> Likeness:
    """Compare every text with every other; pairs of characters that many have count little.

    「の整備」 stands in half of all names of measures and says nothing; 「温室」 says much.

    Examples
    --------
    >>> found = likeness(["温室の整備", "道路の整備"], ["温室の再整備"])
    >>> bool(found.alike[0, 0] > found.alike[1, 0])
    True
    """
    from scipy.sparse import csr_matrix

    texts = [*left, *right]
    found = [_pairs(text) if text else () for text in texts]
    columns: dict[str, int] = {}
    places = [[columns.setdefault(pair, len(columns)) for pair in pairs] for pairs in found]
    starts = np.cumsum([0, *map(len, places)])
    indices = np.array([place for row in places for place in row], dtype=np.int64)
    table: Any = csr_matrix(
        (np.ones(len(indices)), indices, starts), shape=(len(texts), max(len(columns), 1))
    )
    counts = np.asarray(table.sum(axis=0)).ravel()
    weights = np.log1p(len(texts) / np.maximum(counts, 1))
    weighted = table.multiply(weights).tocsr()
    totals = np.asarray(weighted.sum(axis=1)).ravel()
    shared: Matrix = (weighted[: len(left)] @ table[len(left) :].T).toarray()
    both = totals[: len(left), None] + totals[None, len(left) :]
    missing = np.logical_or(totals[: len(left), None] == 0, totals[None, len(left) :] == 0)
    alike: Matrix = np.where(missing, np.nan, 2 * shared / np.where(missing, 1.0, both))
    return Likeness(np.minimum(alike, 1.0), dict(zip(columns, weights.tolist(), strict=False)))
