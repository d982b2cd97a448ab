"""The real report's content from other programs, in styles that vary by seed.

The floor lies just below what was measured when it was set. scripts/measure-variants counts
the share over hundreds of seeds.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scripts.typeset import PRODUCERS, REFERENCE_STYLES, MissingProducer, Style
from tests.reports.producers import skip_or_fail
from tests.reports.variants import (
    VariantScore,
    add_scores,
    load_content,
    print_and_compare,
    score_styles,
    style_of,
)

SEEDS = range(600, 624)  # four a producer

# Share of right measures of each producer and of all; measured: 1.0 of all but a row or two.
FLOOR = 0.99

Score = Callable[..., list[VariantScore]]


@pytest.fixture(scope="module")
def score(kanagawa_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Score:
    """Print styles and count what is read right; each style once."""
    content: dict[str, Any] = load_content(kanagawa_folder)
    folder = tmp_path_factory.mktemp("variants")
    known: dict[Style, VariantScore] = {}

    def score(*styles: Style) -> list[VariantScore]:
        fresh = [style for style in styles if style not in known]
        known.update(zip(fresh, score_styles(content, fresh, folder), strict=True))
        return [known[style] for style in styles]

    return score


def score_or_skip(score: Score, producer: str, *styles: Style) -> list[VariantScore]:
    """Count; where the producer is missing, skip, or fail where a check counts."""
    try:
        return score(*styles)
    except MissingProducer as error:
        skip_or_fail(producer, error)


@pytest.mark.parametrize("name", REFERENCE_STYLES)
def test_every_measure_is_right_in_a_reference_style(score: Score, name: str) -> None:
    style = REFERENCE_STYLES[name]
    (found,) = score_or_skip(score, style.producer, style)
    assert found.error is None
    assert found.score == (76, 76)


@pytest.mark.parametrize("name", REFERENCE_STYLES)
def test_both_backends_give_the_same_tables(
    kanagawa_folder: Path, tmp_path: Path, name: str
) -> None:
    style = REFERENCE_STYLES[name]
    try:
        (parity,) = print_and_compare(load_content(kanagawa_folder), [style], tmp_path)
    except MissingProducer as error:
        skip_or_fail(style.producer, error)
    assert parity.differences == ()


@pytest.mark.parametrize("producer", PRODUCERS)
def test_share_of_right_measures_from_one_producer(score: Score, producer: str) -> None:
    scores = score_or_skip(score, producer, *styles_of(producer))
    assert add_scores(scores).share >= FLOOR, scores


def test_share_of_right_measures_from_all_producers(score: Score) -> None:
    scores = []
    for producer in PRODUCERS:
        try:
            scores += score(*styles_of(producer))
        except MissingProducer:
            continue  # told by the test of that producer
    if len({one.producer for one in scores}) < 4:
        pytest.skip("fewer than four producers are installed: see the tests of each")
    total = add_scores(scores)
    assert total.total >= 76 * len(scores)
    assert total.share >= FLOOR, scores


def styles_of(producer: str) -> list[Style]:
    """The styles of the sample that fall to one producer."""
    styles = [style_of(seed) for seed in SEEDS]
    found = [style for style in styles if style.producer == producer]
    assert len(found) >= 3
    return found
