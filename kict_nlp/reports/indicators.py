"""Indicators as published → typed: values, direction, achievement rate, the rating that follows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from kict_nlp.reports.direction import Direction, find_direction, lone_quantity
from kict_nlp.reports.scales import Outcome, allowed_ratings
from kict_nlp.schema import Actual, Comparison, Indicator, Measure, Rating, Scale
from kict_nlp.text.normalize import normalize
from kict_nlp.text.numbers import CellValue, Quantity, parse_cell

_CUMULATIVE = re.compile("累計|累積|通算")
_HEADS = re.compile("延べ|延[人泊]|のべ")  # counted each time they come, within one year
_BEFORE_UNIT = re.compile(r"^[\s約概ね+＋\-−‐△▲]*[0-9０-９][0-9０-９,，、.．\s]*[十百千万億兆]*\s*")
_AFTER_UNIT = re.compile(r"(?:以上|以下|以内|未満|超|程度|増加?|減少?|削減|\s)+$")
_RANKS: tuple[Rating, ...] = ("missed", "partly", "met", "exceeded")


@dataclass(frozen=True, slots=True)
class _Cells:
    """The cells of one indicator, typed."""

    baseline: CellValue
    target: CellValue
    actual: CellValue


def type_indicators(
    measures: Iterable[Measure],
    indicators: Iterable[Indicator],
    scale: Scale,
    fiscal_year: int | None,
) -> list[Indicator]:
    """Return the indicators with their values typed and compared.

    Parameters
    ----------
    measures, indicators : iterable
        As published.
    scale : Scale
        Of the report; it tells which rating follows from which values.
    fiscal_year : int or None
        Of the results. The target of a later year is compared by the pace towards it only.

    Returns
    -------
    list of Indicator
        In the order given; texts are left as they are.
    """
    of_measure = {measure.measure_id: measure for measure in measures}
    groups: dict[str, list[Indicator]] = {}
    for indicator in indicators:
        groups.setdefault(indicator.measure_id, []).append(indicator)
    return [
        typed
        for measure_id, group in groups.items()
        for typed in _type_group(group, of_measure[measure_id], scale, fiscal_year)
    ]


def type_actuals(actuals: Iterable[Actual]) -> list[Actual]:
    """Return the results of several years with their values."""
    return [replace(item, actual_value=_number(parse_cell(item.actual or ""))) for item in actuals]


def _type_group(
    group: Sequence[Indicator], measure: Measure, scale: Scale, fiscal_year: int | None
) -> list[Indicator]:
    typed: list[Indicator] = []
    allowed: list[frozenset[Rating]] = []
    for indicator in group:
        cells = _Cells(*map(_cell, (indicator.baseline, indicator.target, indicator.actual)))
        names = (indicator.indicator, measure.measure)
        direction = find_direction(cells.target, cells.baseline, names)
        outcome = _outcome(indicator, cells, direction.comparison, scale, fiscal_year)
        allowed.append(allowed_ratings(outcome, scale) if outcome else frozenset())
        typed.append(_typed(indicator, cells, direction))
    return [
        replace(
            indicator,
            computed_rating=next(iter(own)) if len(own) == 1 else None,
            agrees_with_rating=_agrees(indicator.rating, [own])
            if indicator.rating
            else _agrees(measure.rating, allowed),
        )
        for indicator, own in zip(typed, allowed, strict=True)
    ]


def _cell(text: str | None) -> CellValue:
    return parse_cell(text or "")


def _typed(indicator: Indicator, cells: _Cells, direction: Direction) -> Indicator:
    target, actual = lone_quantity(cells.target), lone_quantity(cells.actual)
    return replace(
        indicator,
        unit=indicator.unit or _unit(target) or _unit(actual),
        baseline_value=_number(cells.baseline),
        target_value=_number(cells.target),
        target_kind=cells.target.kind,
        actual_value=_number(cells.actual),
        actual_kind=cells.actual.kind,
        pending=cells.actual.is_pending,
        comparison=direction.comparison,
        comparison_reason=direction.reason,
        achievement_rate=_rate(target, actual, direction.comparison),
        cumulative=_is_cumulative(indicator, cells),
        note=indicator.note or _notes(cells),
    )


def _number(cell: CellValue) -> float | None:
    quantity = lone_quantity(cell)
    return None if quantity is None else float(quantity.value)


def _unit(quantity: Quantity | None) -> str | None:
    """The unit as published."""
    if quantity is None or quantity.unit is None:
        return None
    return _AFTER_UNIT.sub("", _BEFORE_UNIT.sub("", quantity.raw)) or quantity.unit


def _notes(cells: _Cells) -> str | None:
    """Notes within the cells, but for a bare ※ that points to a note elsewhere."""
    notes = dict.fromkeys(
        note
        for cell in (cells.baseline, cells.target, cells.actual)
        for note in cell.notes
        if re.search(r"[^※\d()\s]", normalize(note).text)
    )
    return "\n".join(notes) or None


def _is_cumulative(indicator: Indicator, cells: _Cells) -> bool | None:
    quantities = [*cells.target.quantities, *cells.actual.quantities]
    if not quantities:
        return None
    words = " ".join([normalize(indicator.indicator or "").text, *(q.raw for q in quantities)])
    if _CUMULATIVE.search(words):
        return True
    return not _HEADS.search(words) and any("cumulative" in q.qualifiers for q in quantities)


# ---------------------------------------------------------------- values against each other


def achievement_rate(actual: float, target: float, *, higher_is_better: bool) -> float | None:
    """Return how far an indicator reached its target.

    Parameters
    ----------
    actual, target : float
        実績 and 目標 in the indicator's own unit (件, %, 台).
    higher_is_better : bool
        False for indicators to be lowered (incidents, waiting children).

    Returns
    -------
    float or None
        Ratio without unit; 1.0 = met exactly. None where the ratio has no meaning: one of the two
        is 0 or below (of decreases both must be negative).

    Notes
    -----
    Source: the plain ratio of 達成率 columns, turned round for indicators to be lowered. A rating
    follows from comparing values, never from rate < 1.

    Examples
    --------
    >>> achievement_rate(90, 120, higher_is_better=True)
    0.75
    >>> achievement_rate(40, 30, higher_is_better=False)
    0.75
    """
    if target < 0 and actual < 0:  # decreases: the larger one is the better one
        return actual / target
    if higher_is_better:
        return actual / target if target > 0 and actual >= 0 else None
    return target / actual if target > 0 and actual > 0 else None


def _rate(target: Quantity | None, actual: Quantity | None, comparison: Comparison) -> float | None:
    if target is None or actual is None or not _comparable(target, actual):
        return None
    return achievement_rate(
        float(actual.value), float(target.value), higher_is_better=comparison == ">="
    )


def _comparable(one: Quantity, other: Quantity) -> bool:
    """A unit that one of two cells leaves out is that of the other."""
    return one.is_change == other.is_change and (
        one.unit == other.unit or one.unit is None or other.unit is None
    )


def _outcome(
    indicator: Indicator,
    cells: _Cells,
    comparison: Comparison,
    scale: Scale,
    fiscal_year: int | None,
) -> Outcome | None:
    """How the result compares with what the scale compares it with; None where that is open."""
    if cells.actual.is_pending or cells.actual.kind == "none":
        return None
    of_later = (
        fiscal_year is not None
        and indicator.target_year is not None
        and indicator.target_year > fiscal_year
    )
    base, target, actual = map(lone_quantity, (cells.baseline, cells.target, cells.actual))
    if scale.basis == "target" and not of_later:
        if target is None:
            return _state_outcome(cells)
        return _quantity_outcome(target, target.value, actual, comparison)
    if scale.basis == "baseline" and base is not None:
        return _quantity_outcome(base, base.value, actual, comparison)
    if scale.basis == "pace" and target is not None:
        expected = _on_the_way(indicator, base, target, fiscal_year) if of_later else target.value
        if expected is not None:
            return _quantity_outcome(target, expected, actual, comparison)
    return None


def _on_the_way(
    indicator: Indicator, base: Quantity | None, target: Quantity, fiscal_year: int | None
) -> Fraction | None:
    """What a straight line from the baseline to the target gives for the year of the results."""
    begin, end = indicator.baseline_year, indicator.target_year
    if base is None or begin is None or end is None or fiscal_year is None or end <= begin:
        return None
    return base.value + (target.value - base.value) * Fraction(fiscal_year - begin, end - begin)


def _quantity_outcome(
    with_unit: Quantity, wanted: Fraction, actual: Quantity | None, comparison: Comparison
) -> Outcome | None:
    if actual is None or with_unit.upper is not None or not _comparable(with_unit, actual):
        return None
    lead = actual.value - wanted if comparison == ">=" else wanted - actual.value
    sign = (lead > 0) - (lead < 0)
    rate = achievement_rate(float(actual.value), float(wanted), higher_is_better=comparison == ">=")
    return Outcome(sign, rate)


def _state_outcome(cells: _Cells) -> Outcome | None:
    """Of states only the plainest cases: done as planned, or not done."""
    if cells.target.kind not in ("state", "deadline"):
        return None
    if cells.actual.is_not_done and not cells.target.is_not_done:
        return Outcome(-1)
    same = _bare(cells.target.state) == _bare(cells.actual.state)
    return Outcome(0) if same and cells.target.state else None


def _bare(state: str | None) -> str:
    return re.sub(r"\s", "", state or "")


def _agrees(rating: Rating | None, allowed: Sequence[frozenset[Rating]]) -> bool | None:
    """Whether a rating lies between the worst and the best that the values of its parts allow."""
    if rating is None or rating == "none" or not allowed or not all(allowed):
        return None
    ranks = [_RANKS.index(one) for own in allowed for one in own]
    return min(ranks) <= _RANKS.index(rating) <= max(ranks)
