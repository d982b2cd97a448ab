"""Boxes turned with their page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kict_nlp.pdf.page import turn_box
from kict_nlp.schema import Box

LENGTH = st.floats(0, 1000, allow_nan=False)
ANGLE = st.sampled_from((0, 90, 180, 270))


@st.composite
def boxes(draw: st.DrawFn) -> Box:
    x0, x1 = sorted((draw(LENGTH), draw(LENGTH)))
    top, bottom = sorted((draw(LENGTH), draw(LENGTH)))
    return Box(x0, top, x1, bottom)


def size_after(degrees: int, width: float, height: float) -> tuple[float, float]:
    return (width, height) if degrees in (0, 180) else (height, width)


@given(boxes(), ANGLE)
def test_turning_back_gives_the_box_again(box: Box, degrees: int) -> None:
    turned = turn_box(box, degrees, 1000, 1500)
    back = turn_box(turned, -degrees % 360, *size_after(degrees, 1000, 1500))
    assert back == pytest.approx(box, abs=1e-6)


@given(boxes(), ANGLE, ANGLE)
def test_two_turns_are_one_turn_by_their_sum(box: Box, first: int, second: int) -> None:
    once = turn_box(box, (first + second) % 360, 1000, 1500)
    twice = turn_box(turn_box(box, first, 1000, 1500), second, *size_after(first, 1000, 1500))
    assert twice == pytest.approx(once, abs=1e-6)


@given(boxes(), ANGLE)
def test_a_turned_box_keeps_its_sides_and_stays_on_the_page(box: Box, degrees: int) -> None:
    turned = turn_box(box, degrees, 1000, 1500)
    sides = (box.width, box.height) if degrees in (0, 180) else (box.height, box.width)
    assert (turned.width, turned.height) == pytest.approx(sides, abs=1e-6)
    width, height = size_after(degrees, 1000, 1500)
    assert Box(0, 0, width, height).around(turned) == pytest.approx((0, 0, width, height), abs=1e-6)


@pytest.mark.parametrize(
    ("degrees", "wanted"),
    [
        (0, Box(10, 20, 40, 30)),
        (90, Box(170, 10, 180, 40)),
        (180, Box(60, 170, 90, 180)),
        (270, Box(20, 60, 30, 90)),
    ],
)
def test_the_corner_at_the_top_left_goes_round_clockwise(degrees: int, wanted: Box) -> None:
    assert turn_box(Box(10, 20, 40, 30), degrees, 100, 200) == wanted
