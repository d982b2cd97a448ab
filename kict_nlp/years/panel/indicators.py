"""The indicators of two linked measures: which go on, and what changed in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from kict_nlp.reports.direction import lone_quantity
from kict_nlp.schema import Indicator
from kict_nlp.text.numbers import Quantity, parse_cell
from kict_nlp.years.panel.assignment import Pair, assign
from kict_nlp.years.panel.choices import NO_CHOICES, Choices
from kict_nlp.years.panel.likeness import Likeness, core

# Logarithms of odds of two indicators of one measure, set by hand: within a linked measure there
# are one or two on each side, far too few to count anything.
_PRIOR = 0.5  # an indicator goes on more often than not
_EQUAL, _REWORDED, _RELATED, _OTHER = 6.0, 2.5, 0.5, -2.5
_REWORDED_FROM, _RELATED_FROM = 0.6, 0.35  # likeness of the wordings
_SAME_UNIT, _OTHER_UNIT = 1.0, -2.5
_SAME_TARGET, _SAME_PAST = 1.0, 4.0
_SAME_PART = 0.5
_DECIDED = 100.0  # what people say outweighs all else


@dataclass(frozen=True, slots=True)
class Values:
    """An indicator's target and result as numbers in one spelling of their unit."""

    unit: str | None
    target: Quantity | None
    actual: Quantity | None


def values_of(indicator: Indicator) -> Values:
    """Return the values of an indicator; the unit is that of its target, else of its result."""
    target, actual = (
        lone_quantity(parse_cell(text or "")) for text in (indicator.target, indicator.actual)
    )
    printed = next((q.unit for q in (target, actual) if q is not None and q.unit), None)
    return Values(printed or indicator.unit, target, actual)


def pair_indicators(
    left: Sequence[Indicator],
    right: Sequence[Indicator],
    wordings: Likeness,
    choices: Choices = NO_CHOICES,
) -> dict[Pair, float]:
    """Return which indicators of two linked measures are one, as indices with a probability.

    Parameters
    ----------
    left, right : sequence of Indicator
        Of the earlier and of the later measure.
    wordings : Likeness
        Of the indicators of both years.
    choices : Choices
        What people decided.
    """
    if not left or not right:
        return {}
    odds = np.array(
        [[_odds(one, other, wordings, choices) for other in right] for one in left]
    )
    return assign(odds).pairs


def _odds(left: Indicator, right: Indicator, wordings: Likeness, choices: Choices) -> float:
    pair = (left.indicator_id, right.indicator_id)
    if pair in choices.linked or pair in choices.apart:
        return _DECIDED if pair in choices.linked else -_DECIDED
    odds = _PRIOR + _of_wording(wordings.between(left.indicator, right.indicator))
    one, other = values_of(left), values_of(right)
    if one.unit and other.unit:
        odds += _SAME_UNIT if one.unit == other.unit else _OTHER_UNIT
    if left.target and right.target and core(left.target) == core(right.target):
        odds += _SAME_TARGET
    if right.baseline_value and right.baseline_value in (left.baseline_value, left.actual_value):
        odds += _SAME_PAST
    return odds + (_SAME_PART if left.part and left.part == right.part else 0.0)


def _of_wording(alike: float | None) -> float:
    if alike is None:
        return 0.0
    if alike == 1.0:
        return _EQUAL
    if alike >= _REWORDED_FROM:
        return _REWORDED
    return _RELATED if alike >= _RELATED_FROM else _OTHER


def unit_differs(left: Values, right: Values) -> bool:
    """Whether both units are known and differ, however they are spelled."""
    return bool(left.unit and right.unit) and left.unit != right.unit


def value_of(quantity: Quantity | None) -> Fraction | None:
    """The exact number, or None."""
    return None if quantity is None else quantity.value
