"""How much each field speaks for two measures of two years being one.

Each field of a pair falls into a step (name equal, nearly equal, …, other). The evidence of a step
is the logarithm of how much more often it occurs among true pairs than among chance ones. How
often among chance pairs is counted in the two reports themselves; how often among true pairs is
set below, because seventy measures are too few to learn it from without labels.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kict_nlp.years.panel.likeness import Matrix
from kict_nlp.years.panel.steps import FIELDS, Field, StepMatrix, Steps

_LINKED = 0.9  # share of the smaller year that goes on in the other one, about
_CHANCE_PAIRS = 30  # weight of the set chance shares, in pairs: matters for a handful of measures


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


def weigh(steps: Steps, expected: float | None = None) -> Evidence:
    """Return the evidence of each field for every pair.

    Parameters
    ----------
    steps : mapping of str to array
        Field → the step of every left and right measure; -1 where the field says nothing.
    expected : float, optional
        Share of the smaller side that is thought to go on; 0.9 if not given.
    """
    shape = next(iter(steps.values())).shape
    linked = (_LINKED if expected is None else expected) * min(shape)
    chance = max(shape[0] * shape[1] - linked, 1.0)
    weights = {field.name: _weights(field, steps[field.name], linked) for field in FIELDS}
    return Evidence(
        {
            field.name: np.where(steps[field.name] < 0, 0.0, weights[field.name][steps[field.name]])
            for field in FIELDS
        },
        float(np.log(linked / chance)),
    )


def _weights(field: Field, steps: StepMatrix, linked: float) -> Matrix:
    """Evidence of each step of a field."""
    true = np.array(field.true)
    filled = steps[steps >= 0]
    counts = np.bincount(filled, minlength=len(true)).astype(float)
    among = linked * len(filled) / steps.size * true
    by_chance = np.maximum(counts - among, 0.0) + _CHANCE_PAIRS * np.array(field.chance)
    weights: Matrix = np.log(true / (by_chance / by_chance.sum()))
    return weights
