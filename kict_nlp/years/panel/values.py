"""Values of indicators in one spelling of their units, so that years compare."""

from __future__ import annotations

from dataclasses import dataclass

from kict_nlp.reports.direction import lone_quantity
from kict_nlp.schema import Indicator
from kict_nlp.text.numbers import Quantity, parse_cell


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


def unit_differs(left: Values, right: Values) -> bool:
    """Whether both units are known and differ, however they are spelled."""
    return bool(left.unit and right.unit) and left.unit != right.unit
