"""Pairs compared field by field: a few numbers each, from which weights are learned."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kict_nlp.years.candidates import Pairs
from kict_nlp.years.fields import Field, quantities
from kict_nlp.years.grams import Vectors, containments, cosines
from kict_nlp.years.wording import core_form, plain_form

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Where the slope of a similarity may change: below a quarter two texts have little in common,
# above a half they share most of their words.
_BENDS = (0.25, 0.5)
_HELD = 0.75  # of the shorter text found in the longer one; from here on it was merely added to
# Share of different values below which a text is shared by many records, as the name of a
# programme is by its indicators: it tells where a record belongs, not which one it is.
_SHARED_TEXT = 0.7


@dataclass(frozen=True, slots=True)
class Comparison:
    """What one field says about the pairs.

    Attributes
    ----------
    field : str
        Name of the field, with ``(order)`` or ``(parent)`` for what was seen around the pair.
    features : array of float
        Pairs × features. Where a value is missing the first is 1.0 and the others are 0.0.
    similarity : array of float
        0.0 to 1.0, for reading; NaN where a value is missing.
    is_context : bool
        It tells where a record belongs, not which one it is.
    """

    field: str
    features: NDArray[np.float64]
    similarity: NDArray[np.float64]
    is_context: bool


def make_comparison(
    field: str, columns: Sequence[NDArray[np.float64]], missing: NDArray[np.bool_], *, context: bool
) -> Comparison:
    """Return a comparison from its features, the similarity first."""
    features = np.stack([missing, *(np.where(missing, 0.0, one) for one in columns)], axis=1)
    similarity = np.where(missing, np.nan, columns[0])
    return Comparison(field, features.astype(np.float64), similarity, context)


def compare_field(field: Field, vectors: Vectors | None, pairs: Pairs) -> Comparison:
    """Return the comparison of one field over all pairs.

    Parameters
    ----------
    field : Field
        Of any kind but ``parent``.
    vectors : Vectors, optional
        Of its texts; not needed for numbers.
    pairs : Pairs
        The candidates.
    """
    missing = ~(_filled(field.left)[pairs.left] & _filled(field.right)[pairs.right])
    if field.kind == "number" or vectors is None:
        columns = _number_features(field, pairs)
    else:
        columns = _text_features(field, vectors, pairs)
    return make_comparison(field.name, columns, missing, context=_is_context(field))


def _is_context(field: Field) -> bool:
    if field.kind == "text":
        filled = [value for value in field.left if value]
        return len(set(filled)) < _SHARED_TEXT * len(filled)
    return field.kind == "category"


def _filled(values: Sequence[str]) -> NDArray[np.bool_]:
    return np.array([bool(value) for value in values])


def _equal(field: Field, form: Callable[[str], str], pairs: Pairs) -> NDArray[np.float64]:
    numbers: dict[str, int] = {}
    left, right = (
        np.array([numbers.setdefault(form(value), len(numbers)) for value in side])
        for side in (field.left, field.right)
    )
    return np.asarray(left[pairs.left] == right[pairs.right], dtype=np.float64)


def _text_features(field: Field, vectors: Vectors, pairs: Pairs) -> list[NDArray[np.float64]]:
    equal = _equal(field, plain_form, pairs)
    alike = np.maximum(cosines(vectors, pairs.left, pairs.right), equal)
    columns = [alike, *(np.maximum(alike - bend, 0.0) for bend in _BENDS)]
    columns += [equal, _equal(field, core_form, pairs)]
    if field.kind == "text":
        held = containments(vectors, pairs.left, pairs.right, alike)
        columns += [held, np.maximum(held - _HELD, 0.0)]
    return columns


def _number_features(field: Field, pairs: Pairs) -> list[NDArray[np.float64]]:
    ours = quantities(field.left)[pairs.left]
    theirs = quantities(field.right)[pairs.right]
    equal = (_equal(field, plain_form, pairs) > 0) | (ours == theirs)
    sizes = np.abs(ours), np.abs(theirs)
    larger = np.maximum(*sizes)
    same_sign = (ours * theirs > 0) & (larger > 0)
    near = np.divide(np.minimum(*sizes), larger, out=np.zeros(len(larger)), where=same_sign)
    return [np.where(equal, 1.0, near), equal.astype(np.float64)]
