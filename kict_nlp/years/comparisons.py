"""Pairs compared field by field: a few numbers each, from which weights are learned."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kict_nlp.years.candidates import Pairs
from kict_nlp.years.fields import Field, quantities
from kict_nlp.years.grams import Vectors, cosines
from kict_nlp.years.wording import core_form, plain_form

# Where the slope of a similarity may change: below a quarter two texts have little in common,
# above a half they share most of their words.
_BENDS = (0.25, 0.5)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What one field says about the pairs.

    Attributes
    ----------
    field : str
        Name of the field, or of what was seen around the pair (``… (order)``).
    features : array of float
        Pairs × features; all 0.0 where a value is missing except the first column, which is 1.0.
    similarity : array of float
        0.0 to 1.0 for reading; NaN where a value is missing.
    """

    field: str
    features: NDArray[np.float64]
    similarity: NDArray[np.float64]
    is_context: bool = False


def compare_field(field: Field, vectors: Vectors | None, pairs: Pairs) -> Comparison:
    """Return the comparison of one field over all pairs."""
    missing = ~(_filled(field.left)[pairs.left] & _filled(field.right)[pairs.right])
    if field.kind == "number":
        columns = _number_features(field, pairs)
    else:
        columns = _text_features(field, vectors, pairs)
    features = np.stack([missing, *(column * ~missing for column in columns)], axis=1)
    similarity = np.where(missing, np.nan, columns[-1 if field.kind == "number" else 2])
    import os
    distinct = len(set(field.left)) / max(1, sum(map(bool, field.left)))
    ctx = field.kind == "category" or (field.kind == "text" and distinct < float(os.environ.get("DIST", "0.7")))
    return Comparison(field.name, features.astype(np.float64), similarity, ctx)


def _filled(values: Sequence[str]) -> NDArray[np.bool_]:
    return np.array([bool(value) for value in values])


def _equal(field: Field, form: Callable[[str], str], pairs: Pairs) -> NDArray[np.bool_]:
    numbers: dict[str, int] = {}
    sides = [
        np.array([numbers.setdefault(form(value), len(numbers)) for value in side])
        for side in (field.left, field.right)
    ]
    return np.asarray(sides[0][pairs.left] == sides[1][pairs.right])


def _text_features(
    field: Field, vectors: Vectors | None, pairs: Pairs
) -> list[NDArray[np.float64]]:
    equal = _equal(field, plain_form, pairs).astype(np.float64)
    same_core = _equal(field, core_form, pairs).astype(np.float64)
    alike = (
        equal if vectors is None else np.maximum(cosines(vectors, pairs.left, pairs.right), equal)
    )
    res = [equal, same_core, alike, *(np.maximum(alike - bend, 0.0) for bend in _BENDS)]
    import os
    F = os.environ.get("FEATS", "none")
    if field.kind == "text" and vectors is not None:
        if "contain" in F:
            x, y = vectors.lengths_left[pairs.left], vectors.lengths_right[pairs.right]
            held = np.minimum(alike * np.maximum(x, y) / np.minimum(x, y), 1.0)
            res += [held, np.maximum(held - 0.75, 0.0)]
        if "tail" in F:
            res.append(_equal(field, lambda t: core_form(t)[-2:], pairs).astype(float))
        if "head" in F:
            res.append(_equal(field, lambda t: core_form(t)[:3], pairs).astype(float))
    return res


def _number_features(field: Field, pairs: Pairs) -> list[NDArray[np.float64]]:
    ours = quantities(field.left)[pairs.left]
    theirs = quantities(field.right)[pairs.right]
    equal = _equal(field, plain_form, pairs) | (ours == theirs)
    larger = np.maximum(np.abs(ours), np.abs(theirs))
    with np.errstate(invalid="ignore", divide="ignore"):
        near = np.where(ours * theirs > 0, np.minimum(np.abs(ours), np.abs(theirs)) / larger, 0.0)
    return [equal.astype(np.float64), np.where(equal, 1.0, np.nan_to_num(near))]
