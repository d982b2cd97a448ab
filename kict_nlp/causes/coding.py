"""What is said of a passage: its causes with probability and evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from kict_nlp.causes.codebook import NONE

Source = Literal["rule", "model", "person"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CauseLabel:
    """One cause of one passage.

    Attributes
    ----------
    cause : str
        A code of the codebook; ``none`` where no cause is stated.
    probability : float
        That a reader would give this code; 0 to 1.
    evidence : str
        The words that state it, exactly as in the text; empty for ``none``.
    start, end : int or None
        Their place in the text: code points, half open. None for ``none``.
    source : {"rule", "model", "person"}
        Who says so.
    """

    cause: str
    probability: float
    evidence: str = ""
    start: int | None = None
    end: int | None = None
    source: Source = "model"


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """What a coder says of one passage.

    Attributes
    ----------
    labels : tuple of CauseLabel
        Every cause, in the order of its evidence; one label ``none`` where there is no cause.
    uncertain : bool
        Whether a person should read the passage.
    probabilities : mapping of str to float
        The probability of every code of the codebook but ``none``.
    """

    labels: tuple[CauseLabel, ...]
    uncertain: bool = False
    probabilities: Mapping[str, float] = field(default_factory=dict)

    @property
    def causes(self) -> tuple[str, ...]:
        """The codes, without ``none``."""
        return tuple(label.cause for label in self.labels if label.cause != NONE)
