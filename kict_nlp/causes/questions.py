"""The three questions asked of a passage, as linear models over its features."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kict_nlp.causes.encoding import Encoded, Matrix
from kict_nlp.causes.judging import Answers, Array, logistic

_CERTAIN = 9.0  # log odds of what was always, or never, so in all lessons
_NEVER = -30.0  # log odds of a code that no lesson has


@dataclass(frozen=True, slots=True)
class Linear:
    """``rows @ weights + start``: weights of shape (features, answers)."""

    weights: Array
    start: Array

    @classmethod
    def constant(cls, features: int, *, certain: bool) -> Linear:
        """Return one answer that is always the same."""
        return cls(np.zeros((features, 1)), np.array([_CERTAIN if certain else -_CERTAIN]))

    @classmethod
    def stack(cls, models: Sequence[Linear]) -> Linear:
        """Return models side by side."""
        return cls(
            np.hstack([model.weights for model in models]),
            np.concatenate([model.start for model in models]),
        )

    @classmethod
    def of_classes(cls, weights: Array, start: Array, classes: Array, codes: int) -> Linear:
        """Return a model of classes with a column for each code, also for those never seen."""
        full = np.zeros((weights.shape[1], codes))
        starts = np.full(codes, _NEVER)
        full[:, classes] = weights.T
        starts[classes] = start
        return cls(full, starts)

    def __call__(self, rows: Matrix) -> Array:
        """Return log odds of shape (rows, answers)."""
        scores: Array = rows @ self.weights + self.start
        return scores


@dataclass(frozen=True, slots=True)
class Questions:
    """Where, what, and the whole; see `kict_nlp.causes.judging`.

    ``whole`` answers first whether the passage states any cause, then each code.
    """

    where: Linear
    what: Linear
    whole: Linear

    def answer(self, passages: Encoded) -> Answers:
        """Answer for encoded passages."""
        whole = logistic(self.whole(passages.whole))
        return Answers(
            where=logistic(self.where(passages.where))[:, 0],
            what=_shares(self.what(passages.what)),
            whole=whole[:, 1:],
            has_cause=whole[:, 0],
            passage=passages.passage,
        )


def _shares(scores: Array) -> Array:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Array = powers / powers.sum(axis=1, keepdims=True)
    return shares
