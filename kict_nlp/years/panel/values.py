"""Values of indicators in one spelling of their units, so that years compare."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kict_nlp.reports.direction import lone_quantity
from kict_nlp.schema import Indicator
from kict_nlp.text.normalize import normalize
from kict_nlp.text.numbers import Quantity, parse_cell

# One number, and what it is a multiple of: not 3万4千人, which only writes out a number.
_MULTIPLE = re.compile(r"[^0-9]*[0-9][0-9,]*(?:\.[0-9]+)?([十百千万億兆]+)(?![0-9])")


@dataclass(frozen=True, slots=True)
class Values:
    """An indicator's target and result as numbers in one spelling of their unit.

    ``multiple`` is what all of them are printed in: 千 of 12千人, 百万 of 3百万円; empty otherwise.
    """

    unit: str | None
    multiple: str
    target: Quantity | None
    actual: Quantity | None


def values_of(indicator: Indicator) -> Values:
    """Return the values of an indicator; the unit is that of its target, else of its result."""
    target, actual = (
        lone_quantity(parse_cell(text or "")) for text in (indicator.target, indicator.actual)
    )
    found = [quantity for quantity in (target, actual) if quantity is not None]
    multiples = {_multiple(quantity) for quantity in found}
    return Values(
        next((quantity.unit for quantity in found if quantity.unit), indicator.unit),
        multiples.pop() if len(multiples) == 1 else "",
        target,
        actual,
    )


def _multiple(quantity: Quantity) -> str:
    match = _MULTIPLE.match(normalize(quantity.raw).text)
    return match[1] if match else ""


def unit_differs(left: Values, right: Values) -> bool:
    """Whether both units are known and differ, however they are spelled; 千人 is not 人."""
    if not left.unit or not right.unit:
        return False
    return left.unit != right.unit or left.multiple != right.multiple
