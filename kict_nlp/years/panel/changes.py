"""What changed between two linked measures, each change with its evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest

from kict_nlp.schema import Indicator, Measure
from kict_nlp.text.eras import era_year
from kict_nlp.years.panel.likeness import core
from kict_nlp.years.panel.matching import Matched
from kict_nlp.years.panel.records import EventName
from kict_nlp.years.panel.revisions import revision
from kict_nlp.years.panel.steps import Path, Profile
from kict_nlp.years.panel.values import Values, unit_differs, values_of


@dataclass(frozen=True, slots=True)
class Change:
    """One event of a pair of measures, with the two values and whose values they are."""

    event: EventName
    field: str
    left: str | None
    right: str | None
    indicators: tuple[Indicator | None, Indicator | None] = (None, None)
    reason: str | None = None


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


def measure_changes(left: Profile, right: Profile, places: Places) -> Iterator[Change]:
    """Yield what changed in how a measure is called, where it stands, and whether it is over."""
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


def indicator_changes(
    left: Indicator, right: Indicator, texts: Sequence[str | None]
) -> Iterator[Change]:
    """Yield what changed in an indicator; ``texts`` are the explanations of both years."""
    both = (left, right)
    if core(left.indicator or "") != core(right.indicator or ""):
        yield Change("renamed", "indicator", left.indicator, right.indicator, both)
    one, other = values_of(left), values_of(right)
    if unit_differs(one, other):
        yield Change("unit_changed", "unit", _unit(left, one), _unit(right, other), both)
        return
    reason = revision(left, right, texts)
    if reason is not None:
        yield Change("target_revised", "target", left.target, right.target, both, reason)


def _unit(indicator: Indicator, values: Values) -> str | None:
    """The unit as published, with what it is a multiple of."""
    unit = indicator.unit or values.unit
    return values.multiple + unit if unit else None


def replacements(gone: Sequence[Indicator], come: Sequence[Indicator]) -> Iterator[Change]:
    """Yield the indicators that one measure lost and got, side by side in printed order."""
    for before, after in zip_longest(gone, come):
        if before is not None and after is not None:
            event: EventName = "indicator_replaced"
        else:
            event = "dropped" if after is None else "new"
        left, right = (None if one is None else one.indicator for one in (before, after))
        yield Change(event, "indicator", left, right, (before, after))
