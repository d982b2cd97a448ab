"""Published examples, and what must hold for any numbers."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kict_nlp.errors import ArgumentError
from kict_nlp.years.analysis.exact_tests import (
    benjamini_hochberg,
    cochran_armitage,
    holm,
    mann_kendall,
    mcnemar,
    paired_trend,
)

# Benjamini and Hochberg (1995), section 4.1: the 15 p values of a trial of two drugs.
DRUGS = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262,
    0.5719, 0.6528, 0.7590, 1.0,
]  # fmt: skip


def test_mcnemar_of_a_published_table() -> None:
    """Bentur et al. 2009, as in Fagerland, Lydersen and Laake 2013: 1 and 7 discordant pairs."""
    assert mcnemar(1, 7).p_value == pytest.approx(0.0703, abs=5e-5)
    assert mcnemar(7, 1).p_value == mcnemar(1, 7).p_value
    assert mcnemar(0, 0).p_value == 1.0


def test_cochran_armitage_of_a_published_table() -> None:
    """Graubard and Korn 1987, drinks a day and malformations; exact value of StatXact: .0159."""
    found = cochran_armitage([48, 38, 5, 1, 1], [17114, 14502, 793, 127, 38], [0, 0.5, 1.5, 4, 8])
    assert found.p_value == pytest.approx(0.0159, abs=5e-5)


@pytest.mark.parametrize(
    ("values", "one_sided"),
    [  # Kendall's table of S, as in Gilbert 1987, table A18: n = 4 and 5
        ([1, 2, 3, 4], 0.042),
        ([1, 2, 4, 3], 0.167),
        ([1, 2, 3, 4, 5], 0.0083),
        ([1, 2, 3, 5, 4], 0.042),
        ([1, 3, 2, 5, 4], 0.117),
    ],
)
def test_mann_kendall_of_the_published_table(values: list[float], one_sided: float) -> None:
    found = mann_kendall(values)
    assert found.p_value / 2 == pytest.approx(one_sided, abs=5e-4)
    assert mann_kendall([-value for value in values]).statistic == -found.statistic


@given(st.lists(st.integers(0, 3), min_size=2, max_size=6))
def test_mann_kendall_counts_every_order(values: list[int]) -> None:
    def score(order: tuple[int, ...]) -> int:
        return sum((b > a) - (b < a) for a, b in itertools.combinations(order, 2))

    orders = list(itertools.permutations(values))
    extreme = sum(abs(score(order)) >= abs(score(tuple(values))) for order in orders)
    assert mann_kendall(values).p_value == pytest.approx(extreme / len(orders))


def test_mann_kendall_refuses_what_it_cannot_count_out() -> None:
    with pytest.raises(ArgumentError, match="10 values"):
        mann_kendall(range(10))


@given(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=12))
def test_paired_trend_of_two_years_is_mcnemar(pairs: list[tuple[bool, bool]]) -> None:
    lost = sum(a and not b for a, b in pairs)
    won = sum(b and not a for a, b in pairs)
    assert paired_trend(pairs).p_value == pytest.approx(mcnemar(lost, won).p_value)


@given(st.lists(st.lists(st.sampled_from([True, False, None]), min_size=3, max_size=3), max_size=4))
def test_paired_trend_counts_every_order_within_a_measure(rows: list[list[bool | None]]) -> None:
    def orders(row: list[bool | None]) -> list[tuple[bool | None, ...]]:
        kept = [value for value in row if value is not None]
        found = []
        for order in itertools.permutations(kept):
            rest = iter(order)
            found.append(tuple(None if value is None else next(rest) for value in row))
        return found

    def score(world: tuple[tuple[bool | None, ...], ...]) -> int:
        return sum(year for row in world for year, value in enumerate(row) if value)

    worlds = [score(world) for world in itertools.product(*map(orders, rows))]
    middle = sum(worlds) / len(worlds)
    seen = abs(score(tuple(map(tuple, rows))) - middle)
    extreme = sum(abs(world - middle) >= seen - 1e-9 for world in worlds)
    assert paired_trend(rows).p_value == pytest.approx(extreme / len(worlds))


def test_corrections_of_a_published_example() -> None:
    assert sum(p <= 0.05 for p in benjamini_hochberg(DRUGS)) == 4
    assert sum(p <= 0.05 for p in holm(DRUGS)) == 3
    assert holm([]) == benjamini_hochberg([]) == []


@pytest.mark.parametrize(
    ("successes", "totals", "scores"),
    [([1], [1, 2], None), ([3], [2], None), ([-1], [2], None), ([1, 1], [2, 2], [0.0])],
)
def test_tables_that_make_no_sense_are_refused(
    successes: list[int], totals: list[int], scores: list[float] | None
) -> None:
    with pytest.raises(ArgumentError):
        cochran_armitage(successes, totals, scores)
