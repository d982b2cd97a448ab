"""Passages for people to code: what is known of them, and which are most worth reading first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from kict_nlp.causes.codebook import NONE
from kict_nlp.causes.coding import CauseLabel

Reason = Literal["uncoded", "disagreement", "uncertain", "rare", "read"]

RARE = 5  # passages: a code given no more often is worth a second look wherever it is given
_UNSURE = 0.5  # doubt from which it is given as a reason: a probability between 0.25 and 0.75


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedPassage:
    """A passage, the causes that somebody or something found in it, and who.

    Attributes
    ----------
    id, text : str
    labels : tuple of CauseLabel
        One label ``none`` where no cause is stated; empty where nobody has coded it yet.
    coder, comment : str
        Who read it, and what that person noted.
    context : str
        What helps a reader: the name of the measure.
    """

    id: str
    text: str
    labels: tuple[CauseLabel, ...] = ()
    coder: str = ""
    comment: str = ""
    context: str = ""

    @property
    def causes(self) -> frozenset[str]:
        """The codes, without ``none``."""
        return frozenset(label.cause for label in self.labels if label.cause != NONE)

    @property
    def is_read(self) -> bool:
        """Whether a person gave the codes."""
        return any(label.source == "person" for label in self.labels)


def read_by_person(passage: CodedPassage) -> CodedPassage:
    """Return the passage with its labels as a person's, who found them right.

    Without labels it states no cause.
    """
    labels = passage.labels or (CauseLabel(cause=NONE, probability=1.0),)
    given = tuple(replace(label, probability=1.0, source="person") for label in labels)
    return replace(passage, labels=given)


@dataclass(frozen=True, slots=True)
class RankedPassage:
    """A passage with the reasons to read it; the higher the score, the sooner."""

    passage: CodedPassage
    score: float
    reasons: tuple[Reason, ...]


def rank_passages(passages: Sequence[CodedPassage]) -> list[RankedPassage]:
    """Return the passages, those most worth reading first.

    Parameters
    ----------
    passages : sequence of CodedPassage
        With the labels of rules and model.

    Returns
    -------
    list of RankedPassage
        Sorted by score, of equal ones in the order given. The score is the sum of three parts,
        each from 0 to 1: *disagreement* (1 where rules and model found other codes), *uncertain*
        (how near the least certain probability is to 0.5), *rare* (``1 / n`` for the rarest of its
        codes, which ``n`` passages were given; a reason up to RARE of them). What nothing has
        coded yet (*uncoded*) counts as uncertain; what a person has *read* comes last.

    Examples
    --------
    >>> label = CauseLabel(cause="delay", probability=0.55)
    >>> rank_passages([CodedPassage(id="a", text="…", labels=(label,))])[0].reasons
    ('uncertain', 'rare')
    """
    counts = Counter(cause for passage in passages for cause in passage.causes)
    ranked = [_rank(passage, counts) for passage in passages]
    return sorted(ranked, key=lambda entry: -entry.score)


def _rank(passage: CodedPassage, counts: Mapping[str, int]) -> RankedPassage:
    if passage.is_read:
        return RankedPassage(passage, -1.0, ("read",))
    if not passage.labels:
        return RankedPassage(passage, 1.0, ("uncoded",))
    disagreement = _disagreement(passage.labels)
    doubt = max(_doubt(label.probability) for label in passage.labels)
    fewest = min((counts[cause] for cause in passage.causes), default=None)
    reasons: list[Reason] = []
    if disagreement:
        reasons.append("disagreement")
    if doubt >= _UNSURE:
        reasons.append("uncertain")
    if fewest is not None and fewest <= RARE:
        reasons.append("rare")
    score = disagreement + doubt + (1 / fewest if fewest else 0)
    return RankedPassage(passage, score, tuple(reasons))


def _doubt(probability: float) -> float:
    """1 for a probability of 0.5, 0 for 0 and 1."""
    return 1 - abs(2 * probability - 1)


def _disagreement(labels: Iterable[CauseLabel]) -> int:
    found = {
        source: {label.cause for label in labels if label.source == source}
        for source in ("rule", "model")
    }
    return int(bool(found["rule"] and found["model"]) and found["rule"] != found["model"])
