"""Rating scales: meanings, bases, bands, and the rating that follows from values."""

from __future__ import annotations

import pytest

from kict_nlp.reports.scales import (
    Outcome,
    allowed_ratings,
    common_scale,
    find_scale,
    known_scales,
    rate,
)
from kict_nlp.schema import Basis, Rating

SIGNS = {"◎": "目標を上回った", "◯": "達成", "△": "未達成", "―": "指標未設定"}
BINS = {"A": "100％以上", "B": "80％以上100％未満", "C": "80％未満"}
NONE = find_scale((), {}, {})


@pytest.mark.parametrize(
    ("symbol", "others", "rating"),
    [
        ("△", "◎◯△", "missed"),
        ("△", "◎◯△×", "partly"),
        ("▲", "◯▲", "missed"),
        ("A", "ABC", "met"),
        ("A", "SABC", "met"),
        ("S", "SABC", "exceeded"),
        ("Ｂ", "ＡＢＣ", "partly"),
        ("C", "ABC", "missed"),
        ("◎", "◎◯", "exceeded"),
        ("〇", "〇", "met"),
        ("－", "－", "none"),
        ("達成", "", "met"),
        ("卍", "卍", None),
    ],
)
def test_without_a_legend_the_whole_scale_decides(
    symbol: str, others: str, rating: Rating | None
) -> None:
    assert rate(symbol, NONE, [symbol, *others]) == rating


def test_the_legend_wins_over_the_layout_and_over_common_use() -> None:
    scale = find_scale("◎◯△", {"◎": "達成"}, {"◎": "missed", "◯": "missed"})
    assert [rate(symbol, scale, "◎◯△") for symbol in "◎◯△"] == ["met", "missed", "missed"]


def test_an_empty_cell_has_no_rating() -> None:
    assert rate("  ", find_scale((), SIGNS, {}), []) is None


@pytest.mark.parametrize(
    ("symbols", "name"),
    [
        ("◎○△-", "signs"),
        ("○△×", "signs-with-cross"),
        ("ＡＢＣ", "letters"),
        ("SAB", "letters-with-s"),
        ("↗→↘", "arrows"),
    ],
)
def test_the_registry_knows_common_scales(symbols: str, name: str) -> None:
    assert common_scale(symbols).name == name


def test_every_scale_of_the_registry_orders_at_least_two_ratings() -> None:
    for scale in known_scales():
        assert len(set(scale.ratings.values()) - {"none"}) > 1, scale.name


@pytest.mark.parametrize(
    ("legend", "basis"),
    [
        (SIGNS, "target"),
        (BINS, "target"),
        ({"A": "策定時より改善", "B": "横ばい", "C": "策定時より悪化"}, "baseline"),
        ({"A": "順調に進捗", "B": "やや遅れている", "C": "遅れている"}, "pace"),
    ],
)
def test_the_words_of_a_legend_tell_what_results_are_compared_with(
    legend: dict[str, str], basis: Basis
) -> None:
    assert find_scale(legend, legend, {}).basis == basis


@pytest.mark.parametrize(
    ("legend", "outcome", "ratings"),
    [
        (SIGNS, Outcome(1, 1.1), {"exceeded"}),
        (SIGNS, Outcome(0, 1.0), {"met"}),
        (SIGNS, Outcome(-1, 0.99), {"missed"}),
        ({"◯": "達成", "△": "未達成"}, Outcome(1, 1.1), {"met"}),
        ({"◯": "達成", "△": "一部達成", "×": "未達成"}, Outcome(-1, 0.9), {"partly", "missed"}),
        (BINS, Outcome(1, 1.2), {"met"}),
        (BINS, Outcome(0, 1.0), {"met"}),
        (BINS, Outcome(-1, 0.8), {"partly"}),
        (BINS, Outcome(-1, 0.79), {"missed"}),
        (BINS, Outcome(-1), set()),
        ({"S": "100％超", "A": "100％", "B": "100％未満"}, Outcome(0, 1.0), {"met"}),
        ({"A": "順調に進捗", "B": "遅れている"}, Outcome(1, 0.5), {"met"}),
        ({"A": "順調に進捗", "B": "遅れている"}, Outcome(-1, 0.2), {"missed"}),
    ],
)
def test_a_rating_follows_from_the_values(
    legend: dict[str, str], outcome: Outcome, ratings: set[Rating]
) -> None:
    assert allowed_ratings(outcome, find_scale(legend, legend, {})) == ratings


@pytest.mark.parametrize(
    ("legend", "ratings"),
    [
        (
            {"◯": "達成率80％以上", "△": "50％以上80％未満", "×": "50％未満"},
            {"◯": "met", "△": "partly", "×": "missed"},
        ),
        ({"A": "進捗率70％以上", "B": "70％未満"}, {"A": "met", "B": "missed"}),
        (
            {"A": "100％以上", "B": "80％以上100％未満", "C": "80％未満"},
            {"A": "met", "B": "partly", "C": "missed"},
        ),
        ({"A": "概ね達成（80％以上）", "B": "未達成"}, {"A": "partly", "B": "missed"}),
        (
            {"A": "達成", "B": "達成率80％以上", "C": "80％未満"},
            {"A": "met", "B": "partly", "C": "missed"},
        ),
    ],
)
def test_the_top_band_of_a_scale_is_met(legend: dict[str, str], ratings: dict[str, Rating]) -> None:
    assert find_scale(legend, legend, {}).ratings == ratings
