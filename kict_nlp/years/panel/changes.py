"""What changed between two linked measures, each change with its evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from kict_nlp.schema import Indicator, Measure
from kict_nlp.text.eras import era_year
from kict_nlp.years.panel.indicators import unit_differs, values_of
from kict_nlp.years.panel.likeness import core
from kict_nlp.years.panel.matching import Matched
from kict_nlp.years.panel.records import EventName
from kict_nlp.years.panel.steps import Path, Profile


@dataclass(frozen=True, slots=True)
class Change:
    """One event of a pair of measures, with the two values and whose values they are."""

    event: EventName
    field: str
    left: str | None
    right: str | None
    indicators: tuple[Indicator | None, Indicator | None] = (None, None)


@dataclass(frozen=True)
class Places:
    """Where the fields of two years stand, so that a move is told from a new name."""

    matched: Matched

    @cached_property
    def _before(self) -> frozenset[Path]:
        return frozenset(profile.path for profile in self.matched.left)

    @cached_property
    def _after(self) -> frozenset[Path]:
        return frozenset(profile.path for profile in self.matched.right)

    def moved(self, left: Profile, right: Profile) -> bool:
        """Whether the measure left its field; a field that is only called otherwise is none."""
        if self.matched.aliases.paths.get(left.path, left.path) == right.path:
            return False
        elsewhere = right.path in self._before or left.path in self._after
        return elsewhere or _numbers(left.measure)[:-1] != _numbers(right.measure)[:-1]


def find_changes(
    left: Profile, right: Profile, pairs: Mapping[tuple[int, int], float], places: Places
) -> list[Change]:
    """Return what changed from one year to the other; empty where all stayed.

    Parameters
    ----------
    left, right : Profile
        The measure in the earlier and in the later year.
    pairs : mapping
        Which of their indicators go on, as indices.
    places : Places
        The fields of the two years.
    """
    return [
        *_of_measure(left, right, places),
        *_of_indicators(left.indicators, right.indicators, pairs),
    ]


def _of_measure(left: Profile, right: Profile, places: Places) -> Iterator[Change]:
    one, other = left.measure, right.measure
    if other.status == "completed" and one.status != "completed":
        yield Change("completed", "status", one.actual or one.status, _completion(other))
    if core(one.measure or "") != core(other.measure or ""):
        yield Change("renamed", "measure", one.measure, other.measure)
    if places.moved(left, right):
        yield Change("moved", "field", place_of(one), place_of(other))
    elif _numbers(one) != _numbers(other):
        yield Change("renumbered", "number", number_of(one), number_of(other))


def _completion(measure: Measure) -> str | None:
    year = measure.completed_fiscal_year
    return measure.status if year is None else f"{era_year(year)}完了"


def _numbers(measure: Measure) -> tuple[str, ...]:
    numbers = (measure.pillar_no, measure.middle_no, measure.field_no, measure.number)
    return tuple(core(number or "") for number in numbers)


def number_of(measure: Measure) -> str:
    """The numbers of a measure from the pillar down: Ⅰ①ア2."""
    numbers = (measure.pillar_no, measure.middle_no, measure.field_no, measure.number)
    return "".join(number for number in numbers if number)


def place_of(measure: Measure) -> str:
    """Numbers and names from the pillar down to the field."""
    levels = (
        (measure.pillar_no, measure.pillar),
        (measure.middle_no, measure.middle),
        (measure.field_no, measure.field),
    )
    return " / ".join(" ".join(filter(None, level)) for level in levels if any(level))


def _of_indicators(
    left: tuple[Indicator, ...],
    right: tuple[Indicator, ...],
    pairs: Mapping[tuple[int, int], float],
) -> Iterator[Change]:
    for i, j in pairs:
        yield from _of_one(left[i], right[j])
    gone = [one for i, one in enumerate(left) if i not in {i for i, _ in pairs}]
    come = [one for j, one in enumerate(right) if j not in {j for _, j in pairs}]
    for before, after in zip(gone, come, strict=False):
        yield Change(
            "indicator_replaced", "indicator", before.indicator, after.indicator, (before, after)
        )


def _of_one(left: Indicator, right: Indicator) -> Iterator[Change]:
    both = (left, right)
    one, other = values_of(left), values_of(right)
    if unit_differs(one, other):
        yield Change("unit_changed", "unit", one.unit, other.unit, both)
    elif target_differs(left, right):
        yield Change("target_revised", "target", left.target, right.target, both)


def target_differs(left: Indicator, right: Indicator) -> bool:
    """Whether the target was set anew."""
    one, other = values_of(left).target, values_of(right).target
    return one is not None and other is not None and one.value != other.value
