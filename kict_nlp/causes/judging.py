"""From what is known of stretches and of the passage to one probability for each code.

Three questions are asked of a passage. *Where*: does this stretch state a cause, whichever? *What*:
if it does, which? *Whole*: which causes does the passage as a whole speak of? The judge weighs the
answers; its weights are the same for every code, since rare codes could not support their own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_LEAST = 1e-4  # a probability nearer to 0 or 1 than this tells nothing more
EVIDENCE = (
    "any stretch",
    "best stretch",
    "whole passage",
    "passage has a cause",
    "best stretch is a cause",
    "code of best stretch",
    "code is first in its stretch",
    "code is first by stretches",
    "code is first by passage",
    "passage has a cause, code is first",
)


@dataclass(frozen=True, slots=True)
class Answers:
    """What the three questions gave for passages.

    Attributes
    ----------
    where : array of shape (stretches,)
    what : array of shape (stretches, codes)
    whole : array of shape (passages, codes)
    has_cause : array of shape (passages,)
        That the passage states a cause, whichever.
    passage : array of int of shape (stretches,)
        The passage of each stretch, ascending.
    """

    where: Array
    what: Array
    whole: Array
    has_cause: Array
    passage: NDArray[np.int64]

    @property
    def stretches(self) -> Array:
        """That a stretch states a code: of shape (stretches, codes)."""
        joint: Array = self.where[:, None] * self.what
        return joint


def evidence(answers: Answers) -> Array:
    """Return what the judge weighs: of shape (passages, codes, pieces of evidence)."""
    passages, codes = answers.whole.shape
    found = np.zeros((passages, codes, len(EVIDENCE)))
    bounds = np.searchsorted(answers.passage, np.arange(passages + 1))
    joint = answers.stretches
    for number in range(passages):
        rows = slice(bounds[number], bounds[number + 1])
        found[number] = _evidence_of_passage(
            joint[rows],
            answers.where[rows],
            answers.what[rows],
            answers.whole[number],
            float(answers.has_cause[number]),
        )
    return found


def _evidence_of_passage(
    joint: Array, where: Array, what: Array, whole: Array, has_cause: float
) -> Array:
    codes = len(whole)
    if not len(joint):
        joint, where, what = np.zeros((1, codes)), np.zeros(1), np.zeros((1, codes))
    any_stretch = 1 - np.prod(1 - joint, axis=0)
    best = joint.argmax(axis=0)
    of_best = what[best, np.arange(codes)]
    first = _is_first(any_stretch)
    known = np.full(codes, has_cause)
    return np.stack(
        [
            log_odds(any_stretch),
            log_odds(joint.max(axis=0)),
            log_odds(whole),
            log_odds(known),
            log_odds(np.full(codes, where.max())),
            log_odds(of_best),
            (of_best >= what[best].max(axis=1)).astype(float),
            first,
            _is_first(whole),
            log_odds(known) * first,
        ],
        axis=1,
    )


def _is_first(values: Array) -> Array:
    first: Array = (values >= values.max()).astype(np.float64)
    return first


def log_odds(probabilities: Array) -> Array:
    """Return log odds, bounded where a probability comes near 0 or 1."""
    bounded = np.clip(probabilities, _LEAST, 1 - _LEAST)
    odds: Array = np.log(bounded / (1 - bounded))
    return odds


def logistic(values: Array) -> Array:
    """Return probabilities of log odds."""
    probabilities: Array = 1 / (1 + np.exp(-np.clip(values, -60, 60)))
    return probabilities


@dataclass(frozen=True, slots=True)
class Judge:
    """Weighs the pieces of evidence: one weight for each, and a start."""

    weights: Array
    start: float

    def __call__(self, answers: Answers) -> Array:
        """Return the probability of each code: of shape (passages, codes)."""
        odds: Array = evidence(answers) @ self.weights + self.start
        return logistic(odds)
