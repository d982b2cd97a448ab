"""All the ways in which producers draw one rule, and the rules that no reader sees."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from kict_nlp.pdf.page import Fill, Stroke
from kict_nlp.pdf.reading import Backend, read_pages
from kict_nlp.pdf.rules import PageRules, Rule, find_rules
from tests.pdf.drawing import BLACK, GREY, WHITE, fill, page, stroke


def rounded(rules: tuple[Rule, ...]) -> list[tuple[float, ...]]:
    return [tuple(round(value, 1) for value in rule) for rule in rules]


def drawn(*marks: Stroke | Fill) -> PageRules:
    return find_rules(
        page(
            strokes=[mark for mark in marks if isinstance(mark, Stroke)],
            fills=[mark for mark in marks if isinstance(mark, Fill)],
        )
    )


@pytest.mark.parametrize(
    ("marks", "wanted"),
    [
        pytest.param([stroke(50, 100, 350, 100)], [(100, 50, 350)], id="stroke"),
        pytest.param([fill(50, 99.5, 350, 100.5)], [(100, 50, 350)], id="thin filled rectangle"),
        pytest.param(
            [stroke(50 + 6 * n, 100, 53 + 6 * n, 100) for n in range(50)],
            [(100, 50, 347)],
            id="dashes",
        ),
        pytest.param(
            [fill(50 + 2.5 * n, 99.5, 51 + 2.5 * n, 100.5) for n in range(121)],
            [(100, 50, 351)],
            id="dots",
        ),
        pytest.param(
            [stroke(50, 99, 350, 99), stroke(50, 101, 350, 101)], [(100, 50, 350)], id="double line"
        ),
        pytest.param(
            [stroke(50, 100, 150, 100), stroke(151.5, 100, 250, 100), stroke(251.5, 100, 350, 100)],
            [(100, 50, 350)],
            id="broken at crossings",
        ),
        pytest.param(
            [stroke(50, 100, 200, 100), stroke(50, 100.8, 350, 100.8)],
            [(100.5, 50, 350)],
            id="borders of two cells",
        ),
        pytest.param(
            [stroke(50, 100, 150, 100), stroke(200, 100, 350, 100)],
            [(100, 50, 150), (100, 200, 350)],
            id="two rules with a gap",
        ),
        pytest.param(
            [stroke(50, 100, 350, 100), stroke(50, 110, 350, 110)],
            [(100, 50, 350), (110, 50, 350)],
            id="two rules a row apart",
        ),
        pytest.param([stroke(50, 100, 53, 100)], [], id="a tick is no rule"),
        pytest.param([stroke(50, 100, 350, 130)], [], id="a slanted line is no rule"),
    ],
)
def test_horizontal_rules(marks: list[Stroke | Fill], wanted: list[tuple[float, ...]]) -> None:
    assert rounded(drawn(*marks).horizontal) == wanted


@pytest.mark.parametrize(
    ("marks", "wanted"),
    [
        pytest.param([stroke(80, 40, 80, 300)], [(80, 40, 300)], id="stroke"),
        pytest.param([fill(79.5, 40, 80.5, 300)], [(80, 40, 300)], id="thin filled rectangle"),
        pytest.param(
            [stroke(80, 40 + 5 * n, 80, 42 + 5 * n) for n in range(40)],
            [(80, 40, 237)],
            id="dashes",
        ),
        pytest.param(
            [stroke(79, 40, 79, 300), stroke(81, 40, 81, 300)], [(80, 40, 300)], id="double line"
        ),
    ],
)
def test_vertical_rules(marks: list[Stroke | Fill], wanted: list[tuple[float, ...]]) -> None:
    assert rounded(drawn(*marks).vertical) == wanted


def test_crossing_dots_do_not_become_rules_of_the_other_direction() -> None:
    rules = drawn(*[fill(50 + 2.5 * n, 99.5, 51 + 2.5 * n, 100.5) for n in range(121)])
    assert rules.vertical == ()


def test_a_border_round_a_shaded_cell_gives_four_rules_and_one_shade() -> None:
    rules = drawn(
        fill(50, 100, 150, 130, color=GREY, order=0),
        stroke(50, 100, 150, 100, order=1),
        stroke(50, 130, 150, 130, order=2),
        stroke(50, 100, 50, 130, order=3),
        stroke(150, 100, 150, 130, order=4),
    )
    assert rounded(rules.horizontal) == [(100, 50, 150), (130, 50, 150)]
    assert rounded(rules.vertical) == [(50, 100, 130), (150, 100, 130)]
    assert [shade.color for shade in rules.shades] == [GREY]


def test_shading_alone_is_no_border() -> None:
    rules = drawn(fill(50, 100, 350, 130, color=GREY))
    assert (rules.horizontal, rules.vertical) == ((), ())
    assert len(rules.shades) == 1


def test_a_rule_between_two_shaded_rows_stays() -> None:
    rules = drawn(
        fill(50, 100, 350, 120, color=GREY, order=0),
        stroke(50, 120, 350, 120, order=1),
        fill(50, 120, 350, 140, color=GREY, order=2),
    )
    assert rounded(rules.horizontal) == [(120, 50, 350)]


@pytest.mark.parametrize("color", [WHITE, (252, 253, 251)])
def test_white_rules_on_paper_are_dropped(color: tuple[int, int, int]) -> None:
    rules = drawn(stroke(50, 100, 350, 100, color=color), fill(50, 199, 350, 200, color=color))
    assert rules.horizontal == ()


def test_white_rules_on_colour_are_kept_as_far_as_the_colour_goes() -> None:
    rules = drawn(
        fill(100, 80, 250, 160, color=(30, 60, 120), order=0),
        stroke(50, 120, 350, 120, color=WHITE, order=1),
        stroke(175, 60, 175, 200, color=WHITE, order=2),
    )
    assert rounded(rules.horizontal) == [(120, 100, 250)]
    assert rounded(rules.vertical) == [(175, 80, 160)]


def test_white_rules_under_the_colour_are_dropped() -> None:
    rules = drawn(
        stroke(50, 120, 350, 120, color=WHITE, order=0),
        fill(100, 80, 250, 160, color=GREY, order=1),
    )
    assert rules.horizontal == ()


@pytest.mark.parametrize("color", [WHITE, GREY])
def test_rules_painted_over_are_dropped(color: tuple[int, int, int]) -> None:
    rules = drawn(stroke(50, 120, 350, 120, order=0), fill(40, 80, 360, 160, color=color, order=1))
    assert rules.horizontal == ()


def test_a_rule_painted_over_in_the_middle_has_two_ends_left() -> None:
    rules = drawn(stroke(50, 120, 350, 120, order=0), fill(150, 80, 250, 160, color=WHITE, order=1))
    assert rounded(rules.horizontal) == [(120, 50, 150), (120, 250, 350)]


def test_a_rule_painted_later_lies_over_the_area() -> None:
    rules = drawn(fill(40, 80, 360, 160, color=WHITE, order=0), stroke(50, 120, 350, 120, order=1))
    assert rounded(rules.horizontal) == [(120, 50, 350)]


def test_an_area_that_only_touches_a_rule_does_not_hide_it() -> None:
    rules = drawn(stroke(50, 120, 350, 120, order=0), fill(50, 120, 350, 160, color=WHITE, order=1))
    assert rounded(rules.horizontal) == [(120, 50, 350)]


def test_a_black_area_is_a_shade_and_its_edges_are_no_rules() -> None:
    rules = drawn(fill(50, 100, 350, 140, color=BLACK))
    assert rules.horizontal == ()
    assert rules.shades[0].color == BLACK


@pytest.mark.parametrize("backend", ["pdfium", "pdfplumber"])
def test_what_a_clip_hides_is_no_rule(tmp_path: Path, backend: Backend) -> None:
    canvas = Canvas(str(tmp_path / "clip.pdf"), pagesize=(600, 400))
    canvas.drawString(50, 350, "clipped")
    canvas.saveState()
    clip = canvas.beginPath()
    clip.rect(50, 100, 200, 100)
    canvas.clipPath(clip, stroke=0, fill=0)
    canvas.line(20, 150, 500, 150)  # seen from 50 to 250
    canvas.line(20, 300, 500, 300)  # not seen
    canvas.restoreState()
    canvas.line(20, 350, 500, 350)
    canvas.save()
    (read,) = read_pages((tmp_path / "clip.pdf").read_bytes(), "p.pdf", backend=backend)
    assert rounded(find_rules(read).horizontal) == [(50, 20, 500), (250, 50, 250)]


@pytest.mark.parametrize("backend", ["pdfium", "pdfplumber"])
def test_all_strokes_of_a_file_are_read_with_their_colour(tmp_path: Path, backend: Backend) -> None:
    canvas = Canvas(str(tmp_path / "colours.pdf"), pagesize=(600, 400))
    canvas.drawString(50, 350, "colours")
    canvas.setStrokeColorRGB(1, 0, 0)
    canvas.line(20, 300, 500, 300)
    canvas.setStrokeColorCMYK(0, 0, 0, 1)
    canvas.line(20, 200, 500, 200)
    canvas.setStrokeGray(1)
    canvas.line(20, 100, 500, 100)
    canvas.save()
    (read,) = read_pages((tmp_path / "colours.pdf").read_bytes(), "p.pdf", backend=backend)
    red, black, white = (mark.color for mark in sorted(read.strokes, key=lambda mark: mark.top))
    assert (red, white) == ((255, 0, 0), (255, 255, 255))
    assert max(black) < 60
    assert rounded(find_rules(read).horizontal) == [(100, 20, 500), (200, 20, 500)]
