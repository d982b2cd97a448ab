"""How far two coders agree: per code, and over the whole sets of codes that they give a passage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from kict_nlp.errors import ArgumentError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

Value = TypeVar("Value", bound=Hashable)
Distance = Callable[[Value, Value], float]
Codes = frozenset[str]

_DRAWS = 2000  # of the bootstrap; the ends of an interval then move by about 2 % of its width
_LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Estimate:
    """A coefficient and its 95 % interval; None where it is not defined.

    ``value`` is not defined where nobody disagrees and nobody could have: there is one value only.
    ``low`` and ``high`` come from passages drawn again with replacement (percentiles); draws in
    which the coefficient is not defined are left out, and there is no interval where that is
    more than half of them.
    """

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeAgreement:
    """How two coders use one code.

    ``both``, ``only_first``, ``only_second``, ``neither`` count passages; ``agreement`` is the
    share on which they agree.
    """

    cause: str
    both: int
    only_first: int
    only_second: int
    neither: int
    agreement: float
    kappa: Estimate
    alpha: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How two coders agree on the passages that both have read.

    ``same_codes`` counts the passages that got exactly the same codes; ``alpha_masi`` and
    ``alpha_jaccard`` are Krippendorff's alpha over the sets of codes.
    """

    passages: int
    same_codes: int
    alpha_masi: Estimate
    alpha_jaccard: Estimate
    codes: tuple[CodeAgreement, ...]


def nominal_distance(left: Hashable, right: Hashable) -> float:
    """Return 0 for equal values, else 1."""
    return float(left != right)


def jaccard_distance(left: Collection[str], right: Collection[str]) -> float:
    """Return 1 less the share of common members; 0 for two empty sets.

    Examples
    --------
    >>> jaccard_distance({"covid", "demand"}, {"covid"})
    0.5
    """
    union = set(left) | set(right)
    return 1 - len(set(left) & set(right)) / len(union) if union else 0.0


def masi_distance(left: Collection[str], right: Collection[str]) -> float:
    """Return 1 less the similarity MASI; 0 for two empty sets.

    MASI is the share of common members, times 2/3 where one set holds the other, and times 1/3
    where both have members of their own.

    Notes
    -----
    Source: Passonneau (2006), Measuring agreement on set-valued items (MASI).

    Examples
    --------
    >>> round(masi_distance({"covid", "demand"}, {"covid"}), 3)
    0.667
    """
    first, second = set(left), set(right)
    if first == second:
        return 0.0
    monotonic = 2 / 3 if first < second or second < first else 1 / 3
    return 1 - (1 - jaccard_distance(first, second)) * monotonic


def krippendorff_alpha(
    units: Sequence[Sequence[Value]],
    distance: Distance[Value] = nominal_distance,
    *,
    seed: int = 0,
) -> Estimate:
    """Return Krippendorff's alpha.

    Parameters
    ----------
    units : sequence of sequences of values
        For each unit the values that its coders gave; those who gave none are left out. Units
        with fewer than two values say nothing about agreement.
    distance : callable
        0 for equal values; Krippendorff's squared difference δ².
    seed : int
        Of the draws for the interval.

    Notes
    -----
    Source: Krippendorff (2011), Computing Krippendorff's alpha-reliability. 1 is perfect, 0 what
    chance would give.

    Examples
    --------
    >>> units = list(zip("aabbdcccedda", "babbbccceddd"))
    >>> round(krippendorff_alpha(units).value, 3)
    0.692
    """
    import numpy as np

    kinds = Counter(tuple(unit) for unit in units if len(unit) > 1)
    if not kinds:
        return Estimate(None)
    values = list(dict.fromkeys(value for kind in kinds for value in kind))
    apart = np.array([[distance(left, right) for right in values] for left in values])
    given = np.array([[kind.count(value) for value in values] for kind in kinds], dtype=float)
    numbers = np.array(list(kinds.values()))

    def alpha(counts: Numbers) -> Numbers:
        return _alpha(counts, given, apart)

    return _estimate(alpha, numbers, seed)


def cohen_kappa(pairs: Sequence[tuple[Hashable, Hashable]], *, seed: int = 0) -> Estimate:
    """Return Cohen's kappa of two coders.

    Parameters
    ----------
    pairs : sequence of (value, value)
        What the two coders gave each unit.
    seed : int
        Of the draws for the interval.

    Notes
    -----
    Source: Cohen (1960), A coefficient of agreement for nominal scales.

    Examples
    --------
    >>> pairs = [(1, 1)] * 20 + [(1, 0)] * 5 + [(0, 1)] * 10 + [(0, 0)] * 15
    >>> round(cohen_kappa(pairs).value, 3)
    0.4
    """
    import numpy as np

    kinds = Counter(pairs)
    if not kinds:
        return Estimate(None)
    values = list(dict.fromkeys(value for pair in kinds for value in pair))
    first = np.array([[pair[0] == value for value in values] for pair in kinds], dtype=float)
    second = np.array([[pair[1] == value for value in values] for pair in kinds], dtype=float)
    same = np.array([left == right for left, right in kinds], dtype=float)
    numbers = np.array(list(kinds.values()))

    def kappa(counts: Numbers) -> Numbers:
        total = counts.sum(axis=1)
        observed = counts @ same / total
        expected = ((counts @ first) * (counts @ second)).sum(axis=1) / total**2
        return _quotient(observed - expected, 1 - expected)

    return _estimate(kappa, numbers, seed)


def measure_agreement(
    first: Sequence[Collection[str]],
    second: Sequence[Collection[str]],
    codes: Iterable[str],
    *,
    seed: int = 0,
) -> Agreement:
    """Return how two coders agree.

    Parameters
    ----------
    first, second : sequence of collections of str
        The codes that each gave the same passages, in the same order; empty for none.
    codes : iterable of str
        The codes to report, in this order; those that nobody gave are left out.
    seed : int
        Of the draws for the intervals: the same seed gives the same intervals.
    """
    if len(first) != len(second):
        raise ArgumentError(f"{len(first)} passages stand against {len(second)}.")
    pairs: list[tuple[Codes, Codes]] = [
        (frozenset(left), frozenset(right)) for left, right in zip(first, second, strict=True)
    ]
    used = {code for pair in pairs for given in pair for code in given}
    return Agreement(
        passages=len(pairs),
        same_codes=sum(left == right for left, right in pairs),
        alpha_masi=krippendorff_alpha(pairs, masi_distance, seed=seed),
        alpha_jaccard=krippendorff_alpha(pairs, jaccard_distance, seed=seed),
        codes=tuple(_code_agreement(code, pairs, seed) for code in codes if code in used),
    )


def _code_agreement(code: str, pairs: Sequence[tuple[Codes, Codes]], seed: int) -> CodeAgreement:
    hits = [(code in left, code in right) for left, right in pairs]
    both, neither = hits.count((True, True)), hits.count((False, False))
    return CodeAgreement(
        cause=code,
        both=both,
        only_first=hits.count((True, False)),
        only_second=hits.count((False, True)),
        neither=neither,
        agreement=(both + neither) / len(hits),
        kappa=cohen_kappa(hits, seed=seed),
        alpha=krippendorff_alpha(hits, seed=seed),
    )


def _alpha(counts: Numbers, given: Numbers, apart: Numbers) -> Numbers:
    """Alpha for each row of counts: how often each kind of unit is there."""
    sizes = given.sum(axis=1)
    # Pairs of a unit's values, each pair both ways; a value is at distance 0 from itself.
    within = ((given @ apart) * given).sum(axis=1) / (sizes - 1)
    total = counts @ sizes
    values = counts @ given
    observed = counts @ within / total
    expected = ((values @ apart) * values).sum(axis=1) / (total * (total - 1))
    return _quotient(expected - observed, expected)


def _quotient(above: Numbers, below: Numbers) -> Numbers:
    """The quotient, and NaN where there is nothing to divide by."""
    import numpy as np

    possible = below > 1e-12  # what rounding leaves of a zero
    quotient: Numbers = np.where(possible, above / np.where(possible, below, 1), np.nan)
    return quotient


def _estimate(
    coefficient: Callable[[Numbers], Numbers], numbers: NDArray[np.int_], seed: int
) -> Estimate:
    import numpy as np

    value = float(coefficient(numbers[np.newaxis].astype(float))[0])
    if np.isnan(value):
        return Estimate(None)
    total = int(numbers.sum())
    drawn = np.random.default_rng(seed).multinomial(total, numbers / total, size=_DRAWS)
    defined = coefficient(drawn.astype(float))
    defined = defined[~np.isnan(defined)]
    if len(defined) <= _DRAWS / 2:
        return Estimate(value)
    low, high = np.quantile(defined, [(1 - _LEVEL) / 2, (1 + _LEVEL) / 2])
    return Estimate(value, float(low), float(high))
