"""Agreement of coders, against published examples."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kict_nlp.causes.agreement import (
    cohen_kappa,
    jaccard_distance,
    krippendorff_alpha,
    masi_distance,
    measure_agreement,
)
from kict_nlp.errors import ArgumentError

SETS = st.frozensets(st.sampled_from("abcd"))
PAIRS = st.lists(st.tuples(SETS, SETS), min_size=2, max_size=30)


def units(*coders: str) -> list[list[int]]:
    """Units of several coders who give figures; a dot where one gave none."""
    return [[int(value) for value in unit if value != "."] for unit in zip(*coders, strict=True)]


# ---------------------------------------------------------------- published examples


def test_alpha_of_binary_data_of_two_coders() -> None:
    """Krippendorff (2011), Computing Krippendorff's alpha-reliability, part A."""
    found = krippendorff_alpha(units("0100000010", "1110010000"))
    assert found.value == pytest.approx(0.095, abs=0.0005)


def test_alpha_of_nominal_data_of_two_coders() -> None:
    """The same, part B."""
    found = krippendorff_alpha(list(zip("aabbdcccedda", "babbbccceddd", strict=True)))
    assert found.value == pytest.approx(0.692, abs=0.0005)


FOUR = units("123321412...", "1233224125.3", ".3332342251.", "12332441251.")


@pytest.mark.parametrize(
    ("distance", "alpha"),
    [
        (lambda left, right: float(left != right), 0.743),
        (lambda left, right: (left - right) ** 2, 0.849),
        (lambda left, right: ((left - right) / (left + right)) ** 2, 0.797),
    ],
    ids=["nominal", "interval", "ratio"],
)
def test_alpha_of_four_coders_with_missing_data(distance, alpha: float) -> None:  # type: ignore[no-untyped-def]
    """The same, parts C and D: four coders, missing data, three metrics."""
    assert krippendorff_alpha(FOUR, distance).value == pytest.approx(alpha, abs=0.0005)


@pytest.mark.parametrize(
    ("left", "right", "masi"),
    [
        ("ab", "ab", 1),  # identity
        ("a", "ab", 1 / 2 * 2 / 3),  # one holds the other
        ("ab", "bc", 1 / 3 * 1 / 3),  # both have members of their own
        ("ab", "cd", 0),  # nothing in common
        ("abcd", "cde", 2 / 5 * 1 / 3),  # the example of NLTK's manual, there with 0.33
        ("ab", "abcd", 1 / 2 * 2 / 3),  # … of its docstring, there with 0.67
    ],
)
def test_masi(left: str, right: str, masi: float) -> None:
    """Passonneau (2006): the share of common members, times 1, 2/3, 1/3 or 0."""
    assert 1 - masi_distance(set(left), set(right)) == pytest.approx(masi)
    assert 1 - masi_distance(set(right), set(left)) == pytest.approx(masi)


def test_kappa_of_three_categories() -> None:
    """Cohen (1960), 200 persons in three categories: κ = .492."""
    table = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]
    cells = product(range(3), range(3))
    pairs = [pair for pair in cells for _ in range(table[pair[0]][pair[1]])]
    assert cohen_kappa(pairs).value == pytest.approx(0.492, abs=0.0005)


# ---------------------------------------------------------------- what holds for all data


def slow_alpha(pairs: list[tuple[frozenset[str], frozenset[str]]]) -> float | None:
    """As the definition says it: mean distance within units over that among all values."""
    values = [value for pair in pairs for value in pair]
    observed = np.mean([masi_distance(*pair) for pair in pairs])
    others = [masi_distance(a, b) for i, a in enumerate(values) for b in values[:i]]
    return None if np.mean(others) == 0 else float(1 - observed / np.mean(others))


@given(PAIRS)
def test_alpha_is_what_its_definition_says(
    pairs: list[tuple[frozenset[str], frozenset[str]]],
) -> None:
    found = krippendorff_alpha(pairs, masi_distance).value
    expected = slow_alpha(pairs)
    assert found == (None if expected is None else pytest.approx(expected))


@given(SETS, SETS)
def test_distances_of_sets(left: frozenset[str], right: frozenset[str]) -> None:
    for distance in (jaccard_distance, masi_distance):
        assert distance(left, right) == distance(right, left)
        assert 0 <= distance(left, right) <= 1
        assert (distance(left, right) == 0) == (left == right)
    assert masi_distance(left, right) >= jaccard_distance(left, right)


@given(PAIRS)
def test_agreement_does_not_depend_on_who_comes_first(
    pairs: list[tuple[frozenset[str], frozenset[str]]],
) -> None:
    first, second = zip(*pairs, strict=True)
    there, back = measure_agreement(first, second, "abcd"), measure_agreement(second, first, "abcd")
    assert there.alpha_jaccard.value == pytest.approx(back.alpha_jaccard.value)
    assert [c.kappa.value for c in there.codes] == pytest.approx(
        [c.kappa.value for c in back.codes]
    )
    for code in there.codes:
        assert code.both + code.only_first + code.only_second + code.neither == len(pairs)


# ---------------------------------------------------------------- intervals, edges


def test_agreement_of_two_coders() -> None:
    first = [{"covid"}, {"covid", "demand"}, set(), {"delay"}] * 25
    second = [{"covid"}, {"covid"}, set(), {"delay"}] * 25
    found = measure_agreement(first, second, ["covid", "delay", "demand", "resource"])
    assert (found.passages, found.same_codes) == (100, 75)
    covid, delay, demand = found.codes  # nobody gave resource
    assert (covid.cause, covid.both, covid.neither, covid.kappa.value) == ("covid", 50, 50, 1)
    assert (demand.only_first, demand.agreement, demand.kappa.value) == (25, 0.75, 0)
    assert delay.alpha.value == 1
    assert found.alpha_masi.low < found.alpha_masi.value < found.alpha_masi.high < 1
    assert found.alpha_masi.value < found.alpha_jaccard.value
    assert found == measure_agreement(first, second, ["covid", "delay", "demand", "resource"])


def test_the_interval_of_kappa_is_that_of_its_standard_error() -> None:
    """Fleiss, Cohen and Everitt (1969) give the standard error; here of 2 × 2 counts."""
    pairs = [(1, 1)] * 80 + [(1, 0)] * 20 + [(0, 1)] * 40 + [(0, 0)] * 60
    found = cohen_kappa(pairs)
    p, marginal = {k: pairs.count(k) / 200 for k in set(pairs)}, {1: (0.5, 0.6), 0: (0.5, 0.4)}
    observed, expected = 0.7, 0.5
    kappa = 0.4
    same = sum(p[i, i] * (1 - sum(marginal[i]) * (1 - kappa)) ** 2 for i in (0, 1))
    other = sum(
        p[i, j] * (marginal[j][0] + marginal[i][1]) ** 2 for i, j in p if i != j
    ) * (1 - kappa) ** 2  # fmt: skip
    error = ((same + other - (kappa - expected * (1 - kappa)) ** 2) / 200) ** 0.5 / (1 - expected)
    assert found.value == pytest.approx((observed - expected) / (1 - expected))
    assert found.low == pytest.approx(kappa - 1.96 * error, abs=0.02)
    assert found.high == pytest.approx(kappa + 1.96 * error, abs=0.02)


def test_what_is_not_defined_is_none() -> None:
    assert krippendorff_alpha([]).value is None
    assert krippendorff_alpha([[1], [2]]).value is None  # nobody to agree with
    assert krippendorff_alpha([[1, 1], [1, 1]]).value is None  # nothing to disagree about
    assert cohen_kappa([]).value is None
    assert cohen_kappa([(1, 1)]).value is None
    rare = cohen_kappa([(1, 1)] + [(0, 0)] * 99)
    assert (rare.value, rare.low, rare.high) == (1, 1, 1)
    once = krippendorff_alpha([[1, 1], [0, 0]])
    assert once.value == 1


def test_sequences_of_other_lengths_are_refused() -> None:
    with pytest.raises(ArgumentError, match="1 passages stand against 2"):
        measure_agreement([set()], [set(), set()], [])
