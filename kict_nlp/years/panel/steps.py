"""The fields by which measures are compared, and the step on which each pair stands.

Step 0 is the strongest agreement. The shares are set, not learned: ``true`` says how often a step
occurs among measures that go on, ``chance`` among any two (what is counted in the reports goes
before it). They follow what yearly reports do: names mostly stay to the letter, departments are
reorganised, numbers shift when a measure above is dropped, targets are set anew each year.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from kict_nlp.schema import Indicator, Measure
from kict_nlp.years.panel.likeness import Likeness, core, likeness

StepMatrix = NDArray[np.int_]
Steps = Mapping[str, StepMatrix]
Path = tuple[str, ...]
_One = TypeVar("_One", bound=Hashable)
_Other = TypeVar("_Other", bound=Hashable)

SILENT = -1  # the field says nothing about the pair

_NAME_BOUNDS = (1.0, 0.85, 0.7, 0.55, 0.4, 0.25)
_INDICATOR_BOUNDS = (1.0, 0.75, 0.5, 0.25)
_DEPARTMENT_BOUNDS = (1.0, 0.5)
_NEAR = 2.0  # times: targets of two years that lie this near speak for one series
_ALMOST = 1e-9
_SAME_TARGET = 0  # the step of values


class Field(NamedTuple):
    """A field with the share of each of its steps among true pairs and among chance ones.

    ``among_neighbours``: measures of one field or department are alike in it anyhow.
    """

    name: str
    true: tuple[float, ...]
    chance: tuple[float, ...]
    among_neighbours: bool = False


FIELDS = (
    # equal; then by the shared weight of the pairs of characters
    Field(
        "name",
        (0.80, 0.06, 0.05, 0.035, 0.03, 0.015, 0.01),
        (0.0001, 0.001, 0.002, 0.004, 0.01, 0.03, 0.9529),
        among_neighbours=True,
    ),
    Field(
        "indicator",
        (0.70, 0.12, 0.08, 0.05, 0.05),
        (0.01, 0.01, 0.02, 0.06, 0.90),
        among_neighbours=True,
    ),
    Field("department", (0.85, 0.07, 0.08), (0.10, 0.10, 0.80)),
    # the same field; the same middle, or the field elsewhere; the same pillar; nothing
    Field("place", (0.88, 0.05, 0.04, 0.03), (0.06, 0.08, 0.36, 0.50)),
    # the same number, its neighbour, another one, within the same field
    Field("number", (0.70, 0.22, 0.08), (0.22, 0.33, 0.45)),
    # the same target; near in the same unit; the same unit; another one
    Field("values", (0.33, 0.39, 0.22, 0.06), (0.03, 0.06, 0.16, 0.75), among_neighbours=True),
    # a result or baseline of the past, printed again: the same, another one
    Field("past", (0.90, 0.10), (0.01, 0.99)),
    # what was completed stays so; it does not begin anew
    Field("status", (0.97, 0.03), (0.20, 0.80)),
)


@dataclass(frozen=True, eq=False)
class Profile:
    """A measure with its indicators, and the results that its report prints of other years."""

    measure: Measure
    indicators: tuple[Indicator, ...]
    year: int
    results: tuple[tuple[int, float], ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The ids of the measure and of its indicators."""
        return (self.measure.measure_id, *(one.indicator_id for one in self.indicators))

    @cached_property
    def path(self) -> Path:
        """Names of pillar, middle and field, or their numbers where a level has no name."""
        m = self.measure
        levels = ((m.pillar, m.pillar_no), (m.middle, m.middle_no), (m.field, m.field_no))
        return tuple(core(name or number or "") for name, number in levels)

    @cached_property
    def department(self) -> str:
        """The department in the form that is compared."""
        return core(self.measure.department or "")

    @property
    def wording(self) -> str | None:
        """What the indicators are called."""
        own = [i.indicator for i in self.indicators if i.indicator]
        return "\n".join(own) or self.measure.indicator


@dataclass(frozen=True, slots=True)
class Aliases:
    """What the left year calls otherwise than the right one, as the surest pairs show."""

    paths: Mapping[Path, Path] = field(default_factory=dict)
    departments: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Texts:
    """Likeness of the texts of all pairs; found once, whatever the aliases are."""

    names: Likeness
    wordings: Likeness
    departments: Likeness


def compare_texts(left: Sequence[Profile], right: Sequence[Profile]) -> Texts:
    """Compare the names, the indicators' wordings and the departments of all pairs."""

    def compared(text: Callable[[Profile], str | None]) -> Likeness:
        return likeness([text(one) for one in left], [text(one) for one in right])

    return Texts(
        compared(lambda one: one.measure.measure),
        compared(lambda one: one.wording),
        compared(lambda one: one.measure.department),
    )


def find_steps(left: Sequence[Profile], right: Sequence[Profile], texts: Texts) -> Steps:
    """Return the step of every pair in every field but place, whatever fields are called."""
    steps = {
        "name": _by_bounds(texts.names.alike, _NAME_BOUNDS),
        "indicator": _by_bounds(texts.wordings.alike, _INDICATOR_BOUNDS),
        "department": _by_bounds(texts.departments.alike, _DEPARTMENT_BOUNDS),
        "number": _each(_numbers(left), _numbers(right), _number),
        "values": _each(left, right, _values),
        "past": _each(left, right, _past),
        "status": _each(left, right, _status),
    }
    # Another indicator has other values: that is one thing, and it has been said once.
    replaced = (steps["indicator"] == len(_INDICATOR_BOUNDS)) & (steps["values"] > _SAME_TARGET)
    steps["values"] = np.where(replaced, SILENT, steps["values"])
    return steps


def with_names(
    steps: Steps, left: Sequence[Profile], right: Sequence[Profile], aliases: Aliases
) -> Steps:
    """Return the steps with those of the place, and with departments that are known to be one."""
    places = _each(
        [aliases.paths.get(one.path, one.path) for one in left], [one.path for one in right], _place
    )
    known = _each(
        [aliases.departments.get(one.department) for one in left],
        [one.department for one in right],
        lambda before, after: int(before == after),
    )
    return {
        **steps,
        "place": places,
        "department": np.where(known == 1, 0, steps["department"]),
        "number": np.where(places == 0, steps["number"], SILENT),
    }


def _each(
    left: Sequence[_One], right: Sequence[_Other], step: Callable[[_One, _Other], int]
) -> StepMatrix:
    """The step of every pair; equal ones are asked about once."""
    known = cache(step)
    return np.array([[known(a, b) for b in right] for a in left], dtype=np.int_).reshape(
        len(left), len(right)
    )


def _by_bounds(alike: NDArray[np.float64], bounds: Sequence[float]) -> StepMatrix:
    """0 where the likeness reaches the first bound, 1 at the second, …; silent where unknown."""
    with np.errstate(invalid="ignore"):
        steps = np.sum([alike < bound - _ALMOST for bound in bounds], axis=0)
    return np.where(np.isnan(alike), SILENT, steps)


def _place(before: Path, after: Path) -> int:
    if not any(before) or not any(after):
        return SILENT
    if before == after:
        return 0
    if before[:2] == after[:2] or (before[2] and before[2] == after[2]):
        return 1
    return 2 if before[0] == after[0] else 3


def _numbers(profiles: Sequence[Profile]) -> list[str]:
    return [core(profile.measure.number or "") for profile in profiles]


def _number(one: str, other: str) -> int:
    if not one or not other:
        return SILENT
    if one == other:
        return 0
    near = one.isdecimal() and other.isdecimal() and abs(int(one) - int(other)) == 1
    return 1 if near else 2


def _values(left: Profile, right: Profile) -> int:
    steps = [_value(a, b) for a in left.indicators for b in right.indicators]
    return min((step for step in steps if step != SILENT), default=SILENT)


def _value(left: Indicator, right: Indicator) -> int:
    if not left.target or not right.target or "none" in (left.target_kind, right.target_kind):
        return SILENT
    if core(left.target) == core(right.target):
        return _SAME_TARGET
    if core(left.unit or "") != core(right.unit or ""):
        return 3
    return 1 if _near(left.target_value, right.target_value) else 2


def _past(left: Profile, right: Profile) -> int:
    """Whether the later report repeats a number of the earlier one; 0 proves nothing."""
    own = {one.actual_value for one in left.indicators} - {None, 0.0}
    again = {value for year, value in right.results if year == left.year} - {0.0}
    baselines = [{one.baseline_value for one in p.indicators} - {None, 0.0} for p in (left, right)]
    if own & again or baselines[1] & (baselines[0] | own):
        return 0
    return 1 if own and again else SILENT


def _near(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return False
    low, high = sorted((abs(one), abs(other)))
    return high <= _NEAR * low


def _status(left: Profile, right: Profile) -> int:
    one, other = left.measure, right.measure
    if one.status == "completed":
        return 0 if other.status == "completed" else 1
    ended = other.completed_fiscal_year
    return 1 if ended is not None and ended < left.year else SILENT
