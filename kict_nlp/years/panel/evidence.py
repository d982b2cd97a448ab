"""How much each field speaks for two measures of two years being one.

Each field of a pair falls into a step (name equal, nearly equal, …, other). The evidence of a step
is the logarithm of how much more often it occurs among true pairs than among chance ones. How
often among chance pairs is counted in the two reports themselves; how often among true pairs is
set below, because seventy measures are too few to learn it from without labels.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kict_nlp.years.panel.assignment import Pair
from kict_nlp.years.panel.likeness import Matrix
from kict_nlp.years.panel.steps import FIELDS, Field, StepMatrix, Steps

Mask = NDArray[np.bool_]

_LINKED = 0.9  # share of the smaller year that goes on in the other one, about
_CHANCE_PAIRS = 30  # weight of the set chance shares, in pairs: matters where few are counted


@dataclass(frozen=True, slots=True)
class Evidence:
    """Logarithms of odds for every left and right measure; ``prior`` is that of any pair."""

    fields: dict[str, Matrix]
    prior: float

    @property
    def total(self) -> Matrix:
        """All fields together with the prior: above 0 the pair is more likely one than not."""
        total: Matrix = np.sum(list(self.fields.values()), axis=0) + self.prior
        return total

    def reasons(self, left: int, right: int) -> str:
        """Which field spoke for and against a pair, the strongest first.

        Such as ``name +5.1; department +2.0; indicator -1.3``.
        """
        spoken = [(name, float(part[left, right])) for name, part in self.fields.items()]
        ranked = sorted(spoken, key=lambda item: -abs(item[1]))
        return "; ".join(f"{name} {value:+.1f}" for name, value in ranked if round(value, 1))


def weigh(steps: Steps, pairs: Collection[Pair] = (), expected: float | None = None) -> Evidence:
    """Return the evidence of each field for every pair.

    Parameters
    ----------
    steps : mapping of str to array
        Field → the step of every left and right measure; -1 where the field says nothing.
    pairs : collection of tuple of int
        Pairs that are thought to be true so far. What else their records could be paired with are
        chance pairs, and are counted. Without any, the set shares stand in for the counts.
    expected : float, optional
        Share of the smaller side that is thought to go on; 0.9 if not given.

    Notes
    -----
    Measures of one field or department are alike in words and yardsticks without being one. Chance
    pairs among such neighbours are therefore counted apart from all others. Two that alone bear a
    name are no chance pair, whatever they were paired with so far.
    """
    shape = next(iter(steps.values())).shape
    chance = np.zeros(shape, dtype=np.bool_)
    for i, j in pairs:
        chance[i, :] = chance[:, j] = True
    for pair in pairs:
        chance[pair] = False
    chance &= ~_alone(steps["name"] == 0)
    neighbours = (steps["place"] == 0) | (steps["department"] == 0)
    linked = (_LINKED if expected is None else expected) * min(shape)
    return Evidence(
        {field.name: _of_field(field, steps[field.name], chance, neighbours) for field in FIELDS},
        float(np.log(linked / max(shape[0] * shape[1] - linked, 1.0))),
    )


def _alone(equal: Mask) -> Mask:
    """The pairs that are the only equal ones of their left and of their right record."""
    lone_left, lone_right = equal.sum(axis=1) == 1, equal.sum(axis=0) == 1
    alone: Mask = equal & lone_left[:, None] & lone_right[None, :]
    return alone


def _of_field(field: Field, steps: StepMatrix, chance: Mask, neighbours: Mask) -> Matrix:
    if not field.among_neighbours:
        return _weighed(field, steps, chance)
    return np.where(
        neighbours,
        _weighed(field, steps, chance & neighbours),
        _weighed(field, steps, chance & ~neighbours),
    )


def _weighed(field: Field, steps: StepMatrix, chance: Mask) -> Matrix:
    """The evidence of a field for every pair; a weaker agreement never says more."""
    true = np.array(field.true)
    counts = np.bincount(steps[chance & (steps >= 0)], minlength=len(true))
    by_chance = counts + _CHANCE_PAIRS * np.array(field.chance)
    weights = np.minimum.accumulate(np.log(true / (by_chance / by_chance.sum())))
    return np.where(steps < 0, 0.0, weights[steps])
