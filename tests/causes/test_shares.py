"""Shares of passages that name a cause: the interval holds the true share as often as it says."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kict_nlp.causes.coding import CauseLabel, Coding, Source
from kict_nlp.causes.shares import Basis, ErrorCounts, adjusted_shares, measure_errors
from kict_nlp.errors import ArgumentError

SETS = 300  # simulated sets of passages; the rate of hits then varies by 1.3 % (one sigma)
# Passages, share, sensitivity, specificity, labelled passages, share among these.
SETTINGS = [
    (76, 0.30, 0.80, 0.98, 728, 0.10),
    (76, 0.05, 0.70, 0.99, 728, 0.04),
    (200, 0.50, 0.90, 0.90, 300, 0.30),
    (300, 0.15, 0.75, 0.97, 184, 0.12),
    (400, 0.05, 0.70, 0.99, 728, 0.04),
    (1000, 0.02, 0.60, 0.995, 728, 0.02),
    (2000, 0.10, 0.85, 0.97, 400, 0.10),
]


def codings(named: int, passages: int, source: Source = "model") -> list[Coding]:
    covid, none = (
        Coding(labels=(CauseLabel(cause=cause, probability=1, source=source),))
        for cause in ("covid", "none")
    )
    return [covid] * named + [none] * (passages - named)


def counts(tp: int, fp: int, fn: int, tn: int) -> list[ErrorCounts]:
    return [ErrorCounts(cause="covid", tp=tp, fp=fp, fn=fn, tn=tn)]


@pytest.mark.parametrize("basis", ["census", "sample"])
def test_intervals_hold_the_true_share_as_often_as_they_say(basis: Basis) -> None:
    rng = np.random.default_rng(20241)
    rates = []
    for passages, share, sensitivity, specificity, labelled, their_share in SETTINGS:
        hits = 0
        for _ in range(SETS):
            have = max(1, rng.binomial(labelled, their_share))
            tp, tn = rng.binomial(have, sensitivity), rng.binomial(labelled - have, specificity)
            true = rng.binomial(passages, share)
            named = rng.binomial(true, sensitivity) + rng.binomial(passages - true, 1 - specificity)
            errors = counts(tp, labelled - have - tn, have - tp, tn)
            (found,) = adjusted_shares(codings(named, passages), errors, basis=basis)
            target = true / passages if basis == "census" else share
            hits += found.low is not None and found.low <= target <= found.high
        rates.append(hits / SETS)
    assert min(rates) >= 0.92, rates
    assert np.mean(rates) == pytest.approx(0.95, abs=0.02), rates
    assert max(rates) <= 0.98, rates


def test_the_estimate_is_that_of_rogan_and_gladen() -> None:
    (found,) = adjusted_shares(codings(40, 100), counts(80, 4, 20, 196), basis="census")
    assert found.share == pytest.approx((0.40 + 0.98 - 1) / (0.80 + 0.98 - 1))
    assert (found.passages, found.named, found.basis, found.doubt) == (100, 40, "census", "")


def test_without_errors_a_census_is_nearly_exact_and_a_sample_is_not() -> None:
    perfect = counts(100_000, 0, 0, 100_000)
    (census,) = adjusted_shares(codings(30, 100), perfect, basis="census")
    (sample,) = adjusted_shares(codings(30, 100), perfect, basis="sample")
    assert (census.low, census.share, census.high) == (0.3, 0.3, 0.3)
    # The exact (Jeffreys) interval of 30 in 100 is 0.217 to 0.394.
    assert sample.low == pytest.approx(0.217, abs=0.01)
    assert sample.high == pytest.approx(0.394, abs=0.01)


def test_the_fewer_passages_the_errors_were_measured_on_the_wider_the_interval() -> None:
    widths = []
    for times in (1, 5, 50):
        errors = counts(16 * times, 2 * times, 4 * times, 98 * times)
        (found,) = adjusted_shares(codings(40, 100), errors, basis="census")
        widths.append(found.high - found.low)
    assert widths == sorted(widths, reverse=True)
    assert widths[0] > 2 * widths[2]


def test_what_persons_read_is_taken_for_true() -> None:
    errors = counts(80, 4, 20, 196)
    (read,) = adjusted_shares(codings(40, 100, "person"), errors, basis="census")
    assert (read.low, read.share, read.high, read.read_by_person) == (0.4, 0.4, 0.4, 100)
    (none,) = adjusted_shares(codings(40, 100, "person"), [], basis="census")
    assert (none.share, none.doubt) == (0.4, "")
    half = codings(20, 50, "person") + codings(20, 50)
    (found,) = adjusted_shares(half, errors, basis="census")
    (model,) = adjusted_shares(codings(20, 50), errors, basis="census")
    assert found.share == pytest.approx((20 + 50 * model.share) / 100)
    assert found.high - found.low == pytest.approx((model.high - model.low) / 2, abs=0.01)


@pytest.mark.parametrize(
    ("named", "errors", "doubt"),
    [
        (40, [], "not measured"),
        (40, counts(0, 4, 0, 196), "not measured"),
        (40, counts(10, 0, 5, 0), "not measured"),
        (40, counts(5, 50, 15, 50), "no better than chance"),
        (0, counts(800, 500, 200, 500), "other errors than measured"),
        (100, counts(500, 4, 500, 1996), "other errors than measured"),
    ],
)
def test_a_share_that_cannot_be_known_is_none(
    named: int, errors: list[ErrorCounts], doubt: str
) -> None:
    (found,) = adjusted_shares(codings(named, 100), errors, basis="census") or [None]
    assert found is not None
    assert (found.share, found.low, found.high, found.doubt) == (None, None, None, doubt)
    assert found.named == named


def test_shares_within_groups() -> None:
    errors = counts(80, 4, 20, 196)
    texts = codings(10, 20) + codings(0, 30)
    found = adjusted_shares(texts, errors, basis="census", groups=["Ⅱ"] * 20 + ["Ⅰ"] * 30)
    assert [(share.group, share.passages, share.named) for share in found] == [
        ("Ⅱ", 20, 10),
        ("Ⅰ", 30, 0),
    ]
    assert found[1].share == 0
    assert found[1].low == 0
    (alone,) = adjusted_shares(codings(10, 20), errors, basis="census")
    assert (found[0].share, found[0].low, found[0].high) == (alone.share, alone.low, alone.high)


def test_the_same_seed_gives_the_same_interval_whatever_other_codes_there_are() -> None:
    errors = counts(80, 4, 20, 196)
    more = [ErrorCounts(cause="delay", tp=8, fp=4, fn=2, tn=196), *errors]
    texts = codings(40, 100)
    (alone,) = adjusted_shares(texts, errors, basis="sample")
    assert adjusted_shares(texts, more, basis="sample")[1] == alone
    assert adjusted_shares(texts, errors, basis="sample", seed=1) != [alone]


def test_wrong_arguments() -> None:
    with pytest.raises(ArgumentError, match="2 codings were given, but 1 groups"):
        adjusted_shares(codings(1, 2), [], basis="census", groups=["Ⅰ"])
    with pytest.raises(ArgumentError, match="level"):
        adjusted_shares(codings(1, 2), [], basis="census", level=95)
    with pytest.raises(ArgumentError, match="1 passages were coded, but 2 are labelled"):
        measure_errors([set()], [set(), set()], [])


@given(st.lists(st.tuples(st.sets(st.sampled_from("abc")), st.sets(st.sampled_from("abc")))))
def test_counts_of_errors_make_up_all_passages(pairs: list[tuple[set[str], set[str]]]) -> None:
    found = measure_errors([p[0] for p in pairs], [p[1] for p in pairs], "abc")
    assert [c.cause for c in found] == ["a", "b", "c"]
    for c in found:
        assert c.tp + c.fp + c.fn + c.tn == len(pairs)
        assert c.tp + c.fp == _number(c.cause, (given for given, _ in pairs))
        assert c.tp + c.fn == _number(c.cause, (true for _, true in pairs))


def _number(code: str, sets: Iterable[set[str]]) -> int:
    return sum(code in labels for labels in sets)
