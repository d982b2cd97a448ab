"""Tests that suit few and paired observations: exact distributions, and corrections for many.

Every p value is two-sided unless said otherwise, and exact: it counts the outcomes that are as far
from what chance gives as the one seen, or further. Nothing here leans on large samples.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from kict_nlp.errors import ArgumentError

# Distinct orders that are counted one by one: 9 different values have 362,880.
_MOST_YEARS = 9


class Test(NamedTuple):
    """A statistic with its p value, and the number of observations that decide about it."""

    statistic: float
    p_value: float
    n: int


def mcnemar(lost: int, won: int) -> Test:
    """Compare two paired shares by the pairs that changed (McNemar, exact).

    Parameters
    ----------
    lost, won : int
        Pairs that went from yes to no, and from no to yes.

    Returns
    -------
    Test
        The statistic is ``won - lost``; 1.0 where nothing changed.

    Examples
    --------
    Seven of 21 children had their airways react after a transplant but not before, one the other
    way round (Bentur et al. 2009, in Fagerland, Lydersen and Laake 2013, table 2):

    >>> round(mcnemar(1, 7).p_value, 4)
    0.0703
    """
    from scipy.stats import binomtest

    if lost < 0 or won < 0:
        raise ArgumentError("Counts of pairs cannot be negative.", hint="Count the pairs.")
    n = lost + won
    p_value = float(binomtest(won, n, 0.5).pvalue) if n else 1.0
    return Test(won - lost, p_value, n)


def mann_kendall(values: Sequence[float]) -> Test:
    """Tell whether a series rises or falls (Mann–Kendall, exact, also with ties).

    Parameters
    ----------
    values : sequence of float
        In the order of time; at most 9, enough for a plan's years.

    Returns
    -------
    Test
        The statistic is S: pairs of years that rise less those that fall.

    Raises
    ------
    ArgumentError
        There are more values than can be counted out; use scipy.stats.kendalltau for these.

    Examples
    --------
    >>> mann_kendall([3, 5, 6, 9])
    Test(statistic=6, p_value=0.08333333333333333, n=4)
    """
    if len(values) > _MOST_YEARS:
        raise ArgumentError(
            f"{len(values)} values are too many to count every order of them.",
            hint=f"Give at most {_MOST_YEARS}, or use scipy.stats.kendalltau.",
        )
    seen = _kendall(values)
    orders = _scores_of_orders(tuple(sorted(Counter(values).items())))
    extreme = sum(count for score, count in orders.items() if abs(score) >= abs(seen))
    return Test(seen, extreme / sum(orders.values()), len(values))


def _kendall(values: Sequence[float]) -> int:
    return sum(
        (later > earlier) - (later < earlier)
        for place, earlier in enumerate(values)
        for later in values[place + 1 :]
    )


def _scores_of_orders(left: tuple[tuple[float, int], ...]) -> Counter[int]:
    """How many distinct orders of these values have each S.

    The first value taken meets all that are left: those above it count up, those below down.
    """
    known: dict[tuple[tuple[float, int], ...], Counter[int]] = {}

    def count(rest: tuple[tuple[float, int], ...]) -> Counter[int]:
        if not rest:
            return Counter({0: 1})
        if rest not in known:
            scores: Counter[int] = Counter()
            for place, (value, times) in enumerate(rest):
                above = sum(n for other, n in rest if other > value)
                below = sum(n for other, n in rest if other < value)
                fewer = ((value, times - 1),) if times > 1 else ()
                for score, orders in count((*rest[:place], *fewer, *rest[place + 1 :])).items():
                    scores[score + above - below] += orders
            known[rest] = scores
        return known[rest]

    return count(left)


def cochran_armitage(
    successes: Sequence[int], totals: Sequence[int], scores: Sequence[float] | None = None
) -> Test:
    """Tell whether a share rises or falls over groups (Cochran–Armitage, exact by permutation).

    Parameters
    ----------
    successes, totals : sequence of int
        Of each group, such as the measures of one year. The groups are independent; for the same
        measures in several years use :func:`paired_trend`.
    scores : sequence of float, optional
        Distance of the groups; 0, 1, 2 … if not given.

    Returns
    -------
    Test
        The statistic is the sum of the successes' scores less what chance gives. The p value sums
        the probabilities of all outcomes that are no nearer to chance.

    Examples
    --------
    >>> round(cochran_armitage([0, 1, 3], [3, 3, 3]).p_value, 4)
    0.0476
    """
    steps = range(len(totals)) if scores is None else scores
    if not len(successes) == len(totals) == len(steps):
        raise ArgumentError("Each group needs its successes, total and score.")
    if any(not 0 <= hits <= total for hits, total in zip(successes, totals, strict=True)):
        raise ArgumentError("Successes lie between 0 and the total of their group.")
    whole, scale = _whole(steps)
    hits, everyone = sum(successes), sum(totals)
    seen = sum(n * score for n, score in zip(successes, whole, strict=True))
    weight = sum(n * score for n, score in zip(totals, whole, strict=True))
    expected = Fraction(weight * hits, everyone or 1)
    found = _two_sided(_ways(list(zip(totals, whole, strict=True)), hits), seen, expected, everyone)
    return found._replace(statistic=found.statistic / scale)


def _whole(scores: Iterable[float]) -> tuple[list[int], int]:
    """The scores as whole numbers, and what they were multiplied by."""
    exact = [Fraction(score) for score in scores]
    scale = math.lcm(*(score.denominator for score in exact))
    return [int(score * scale) for score in exact], scale


_choices = cache(math.comb)


def _ways(groups: Sequence[tuple[int, int]], hits: int) -> dict[int, int]:
    """How many choices of that many successes have each sum of scores."""
    table: dict[tuple[int, int], int] = {(0, 0): 1}
    for total, score in groups:
        new: dict[tuple[int, int], int] = {}
        for (taken, value), count in table.items():
            for more in range(min(total, hits - taken) + 1):
                key = (taken + more, value + more * score)
                new[key] = new.get(key, 0) + count * _choices(total, more)
        table = new
    return {value: count for (taken, value), count in table.items() if taken == hits}


def paired_trend(outcomes: Iterable[Sequence[bool | None]]) -> Test:
    """Tell whether the same measures do better or worse from year to year (exact, paired).

    Within each measure the outcomes of its years are put in every order; whatever differs between
    measures stays out of the comparison. For two years this is McNemar's exact test.

    Parameters
    ----------
    outcomes : iterable of sequence of bool or None
        A sequence a measure, one outcome a year, all of one length; None where there is none.

    Returns
    -------
    Test
        The statistic is the sum of the years (0, 1, 2 …) of successes less what chance gives;
        ``n`` counts the measures whose outcomes differ.

    Examples
    --------
    >>> paired_trend([[False, True]] * 7 + [[True, False]] + [[True, True]] * 5).p_value
    0.0703125
    """
    ways: dict[int, int] = {0: 1}
    seen, expected, changed = 0, Fraction(0), 0
    for own in outcomes:
        years = [year for year, outcome in enumerate(own) if outcome is not None]
        hits = sum(outcome is True for outcome in own)
        if not 0 < hits < len(years):
            continue
        changed += 1
        seen += sum(year for year, outcome in enumerate(own) if outcome)
        expected += Fraction(sum(years) * hits, len(years))
        ways = _convolved(ways, _ways([(1, year) for year in years], hits))
    return _two_sided(ways, seen, expected, changed)


def _convolved(one: Mapping[int, int], other: Mapping[int, int]) -> dict[int, int]:
    new: dict[int, int] = {}
    for a, m in one.items():
        for b, n in other.items():
            new[a + b] = new.get(a + b, 0) + m * n
    return new


def _two_sided(ways: Mapping[int, int], seen: int, expected: Fraction, n: int) -> Test:
    away = abs(seen - expected)
    extreme = sum(count for value, count in ways.items() if abs(value - expected) >= away)
    return Test(float(seen - expected), float(Fraction(extreme, sum(ways.values()))), n)


# ---------------------------------------------------------------- many tests


def holm(p_values: Sequence[float]) -> list[float]:
    """Return p values corrected so that no false one is likely among all (Holm 1979).

    Examples
    --------
    >>> holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    order = sorted(range(len(p_values)), key=lambda place: p_values[place])
    corrected = [0.0] * len(p_values)
    highest = 0.0
    for rank, place in enumerate(order):
        highest = max(highest, min(1.0, (len(order) - rank) * p_values[place]))
        corrected[place] = highest
    return corrected


def benjamini_hochberg(p_values: Sequence[float]) -> list[float]:
    """Return p values corrected for the share of false ones among those found (1995).

    Examples
    --------
    >>> [round(p, 3) for p in benjamini_hochberg([0.01, 0.04, 0.03])]
    [0.03, 0.04, 0.04]
    """
    from scipy.stats import false_discovery_control

    if not p_values:
        return []
    return [float(p) for p in false_discovery_control(p_values, method="bh")]
