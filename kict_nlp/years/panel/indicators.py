"""The indicators of two linked measures: which go on, and what changed in them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kict_nlp.schema import Indicator
from kict_nlp.years.panel.assignment import Assignment, assign
from kict_nlp.years.panel.choices import NO_CHOICES, Choices
from kict_nlp.years.panel.likeness import Likeness, core
from kict_nlp.years.panel.values import values_of

# Logarithms of odds of two indicators of one measure, set by hand: within a linked measure there
# are one or two on each side, far too few to count anything.
_PRIOR = 0.5  # an indicator goes on more often than not
_EQUAL, _REWORDED, _RELATED, _OTHER = 6.0, 2.5, 0.5, -2.5
_REWORDED_FROM, _RELATED_FROM = 0.6, 0.35  # likeness of the wordings
_INSIDE_FROM = 0.7  # share of one wording that stands in the other
_SAME_UNIT, _OTHER_UNIT = 1.0, -2.5
_SAME_TARGET, _SAME_PAST = 1.0, 4.0
_SAME_PART = 0.5
_DECIDED = 100.0  # what people say outweighs all else


def pair_indicators(
    left: Sequence[Indicator],
    right: Sequence[Indicator],
    wordings: Likeness,
    choices: Choices = NO_CHOICES,
) -> Assignment:
    """Return which indicators of two linked measures are one, as indices.

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
        return Assignment({}, ())
    odds = np.array([[_odds(one, other, wordings, choices) for other in right] for one in left])
    return assign(odds)


def _odds(left: Indicator, right: Indicator, wordings: Likeness, choices: Choices) -> float:
    pair = (left.indicator_id, right.indicator_id)
    if pair in choices.linked or pair in choices.apart:
        return _DECIDED if pair in choices.linked else -_DECIDED
    odds = _PRIOR + _of_wording(left.indicator, right.indicator, wordings)
    one, other = values_of(left), values_of(right)
    if one.unit and other.unit:
        odds += _SAME_UNIT if one.unit == other.unit else _OTHER_UNIT
    if left.target and right.target and core(left.target) == core(right.target):
        odds += _SAME_TARGET
    if right.baseline_value and right.baseline_value in (left.baseline_value, left.actual_value):
        odds += _SAME_PAST
    return odds + (_SAME_PART if left.part and left.part == right.part else 0.0)


def _of_wording(left: str | None, right: str | None, wordings: Likeness) -> float:
    alike = wordings.between(left, right)
    if alike is None:
        return 0.0
    if alike == 1.0:
        return _EQUAL
    inside = max(wordings.covered(left, [right]), wordings.covered(right, [left]))
    if alike >= _REWORDED_FROM or inside >= _INSIDE_FROM:
        return _REWORDED
    return _RELATED if alike >= _RELATED_FROM else _OTHER
