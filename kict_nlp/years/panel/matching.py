"""Two years against each other: which measure of the one is which of the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from kict_nlp.years.panel.assignment import Assignment, Pair, assign
from kict_nlp.years.panel.evidence import Evidence, weigh
from kict_nlp.years.panel.likeness import Matrix
from kict_nlp.years.panel.steps import (
    Aliases,
    Profile,
    Texts,
    compare_texts,
    find_steps,
    with_names,
)

_SURE = 0.9  # probability from which a pair tells how the other year calls its departments
LEAST = 0.75  # probability from which a pair is linked: a false link costs more than a missed one
_WITNESSES = 2  # sure pairs that must agree before another name counts as the same
_ROUNDS = 4  # of learning from the pairs found; mostly the third changes nothing any more
_RENAMED_AND_BACK = -3.0  # logarithm of odds, about one in twenty: another name for one year only
_NEVER = -1e6  # odds of a pair that is decided already

_Name = TypeVar("_Name")


@dataclass(frozen=True, slots=True)
class Matched:
    """Two years held against each other; pairs are indices into the left and right measures."""

    left: tuple[Profile, ...]
    right: tuple[Profile, ...]
    texts: Texts
    evidence: Evidence
    aliases: Aliases
    assignment: Assignment
    forced: tuple[Pair, ...] = ()

    @property
    def pairs(self) -> dict[Pair, float]:
        """The one-to-one pairs that are sure enough, with their probabilities."""
        pairs = self.assignment.pairs
        return {pair: score for pair, score in pairs.items() if score >= LEAST}


def match(
    left: Sequence[Profile],
    right: Sequence[Profile],
    *,
    forced: Collection[Pair] = (),
    forbidden: Collection[Pair] = (),
    expected: float | None = None,
    doubtful: tuple[Sequence[int], Sequence[int]] = ((), ()),
) -> Matched:
    """Find which measures of two years are one.

    Parameters
    ----------
    left, right : sequence of Profile
        The measures of the earlier and of the later year, not empty.
    forced, forbidden : collection of tuple of int
        Pairs of indices that people linked, and those that must not be linked.
    expected : float, optional
        Share of the smaller side that is thought to go on; 0.9 if not given.
    doubtful : tuple of sequence of int
        Left and right measures that stand in another year under the same name, and so were
        probably away: what they are called here must be very like to be them.

    Returns
    -------
    Matched
        Names of fields and departments that the surest pairs show to be the same are taken for
        equal in a further round, in which the pairs not found are counted as chance ones.
    """
    texts, aliases = compare_texts(left, right), Aliases()
    steps = find_steps(left, right, texts)
    pairs: dict[Pair, float] = {}
    for _ in range(_ROUNDS):
        evidence = weigh(with_names(steps, left, right, aliases), list(pairs), expected)
        odds = _allowed(evidence, forced, forbidden)
        odds[list(doubtful[0]), :] += _RENAMED_AND_BACK
        odds[:, list(doubtful[1])] += _RENAMED_AND_BACK
        assignment = assign(odds)
        found = {**assignment.pairs, **dict.fromkeys(forced, 1.0)}
        learned = _learn(left, right, found)
        if learned == aliases and found.keys() == pairs.keys():
            break
        aliases, pairs = learned, found
    return Matched(
        tuple(left), tuple(right), texts, evidence, aliases, assignment, tuple(sorted(forced))
    )


def _allowed(evidence: Evidence, forced: Collection[Pair], forbidden: Collection[Pair]) -> Matrix:
    """The odds of the pairs that are still to be decided."""
    odds = evidence.total
    for i, j in forced:
        odds[i, :] = odds[:, j] = _NEVER
    for pair in forbidden:
        odds[pair] = _NEVER
    return odds


def _learn(
    left: Sequence[Profile], right: Sequence[Profile], pairs: Mapping[Pair, float]
) -> Aliases:
    sure = [(left[i], right[j]) for (i, j), score in pairs.items() if score >= _SURE]
    return Aliases(
        paths=_translation((a.path, b.path) for a, b in sure),
        departments=_translation((a.department, b.department) for a, b in sure if a.department),
    )


def _translation(pairs: Iterable[tuple[_Name, _Name]]) -> dict[_Name, _Name]:
    """The later name of each earlier one: what more than half of enough pairs say."""
    counts: dict[_Name, Counter[_Name]] = {}
    for before, after in pairs:
        counts.setdefault(before, Counter())[after] += 1
    found = {}
    for before, names in counts.items():
        after, votes = names.most_common(1)[0]
        if after != before and votes >= _WITNESSES and 2 * votes > names.total():
            found[before] = after
    return found
