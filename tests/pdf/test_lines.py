"""Glyphs → lines: direction, order and spaces, decided cell by cell."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kict_nlp.pdf.lines import Block, read_block, read_lines
from kict_nlp.pdf.page import Glyph, turn_box
from kict_nlp.schema import Box
from tests.pdf.drawing import type_column, type_line

KANJI = st.text("施策県民目標実績評価未達成理由令和年度", min_size=1, max_size=12)


def texts(block: Block) -> list[str]:
    return [line.text for line in block.lines]


def turned(glyphs: list[Glyph], degrees: int) -> list[Glyph]:
    """The glyphs as they lie when the paper is turned clockwise."""
    return [
        glyph._replace(
            **turn_box(Box(*glyph[1:5]), degrees, 600, 400)._asdict(),
            angle=(glyph.angle + degrees) % 360,
        )
        for glyph in glyphs
    ]


# ---------------------------------------------------------------- spaces


@pytest.mark.parametrize("gap", [0.0, 1.0, 4.0, 9.0, 15.0])
def test_no_space_is_made_up_between_cjk_glyphs(gap: float) -> None:
    """However wide a justified line is set."""
    assert texts(read_block(type_line("県民の安全", 50, 50, gap=gap))) == ["県民の安全"]


@pytest.mark.parametrize(
    "text", ["Tokyo Day Trip –Kanagawa Travel Info-", "１ 概要", "(2)  104,680PV"]
)
def test_spaces_of_the_file_are_kept(text: str) -> None:
    assert texts(read_block(type_line(text, 50, 50))) == [text]


def test_words_set_apart_without_a_space_glyph_get_one() -> None:
    glyphs = [
        *type_line("Tokyo", 50, 50),
        *type_line("Day", 78, 50),
        *type_line("Trip", 96, 50),
    ]
    assert texts(read_block(glyphs)) == ["Tokyo Day Trip"]


@pytest.mark.parametrize(
    ("left", "right"), [("令和", "3年度"), ("3", "年度"), ("ＩＣＴ", "利用"), ("10", "か所")]
)
def test_no_space_is_made_up_where_one_side_is_cjk(left: str, right: str) -> None:
    before = type_line(left, 50, 50)
    glyphs = [*before, *type_line(right, before[-1].x1 + 8, 50)]
    assert texts(read_block(glyphs)) == [left + right]


def test_a_full_width_space_at_the_start_stays() -> None:
    assert texts(read_block(type_line("\u3000連携企業が", 50, 50))) == ["\u3000連携企業が"]


def test_spaces_at_the_end_of_a_line_go() -> None:
    assert texts(read_block(type_line("施策  ", 50, 50))) == ["施策"]


def test_a_space_of_no_width_stands_for_the_gap_that_it_fills() -> None:
    """PDFium passes over text objects of spaces only; how many they held follows from the gap."""
    before = type_line("柱", 50, 50)
    space = Glyph(" ", 60, 50, 60, 60, 10)
    half = [*before, space, *type_line("概要", 65, 50)]
    full = [*before, space, *type_line("概要", 70, 50)]
    assert texts(read_block(half)) == ["柱 概要"]
    assert texts(read_block(full)) == ["柱\u3000概要"]


def test_one_space_glyph_before_a_wide_gap_stands_for_several() -> None:
    glyphs = [*type_line("(2) ", 50, 50), *type_line("104PV", 75, 50)]
    assert glyphs[3].x0 == 65
    assert texts(read_block(glyphs)) == ["(2)  104PV"]


# ---------------------------------------------------------------- order and direction


def test_lines_go_from_the_top_down_whatever_the_order_in_the_file() -> None:
    glyphs = [
        *type_line("三行目です", 50, 76),
        *type_line("一行目です", 50, 50),
        *type_line("二行目です", 50, 63),
    ]
    assert texts(read_block(glyphs)) == ["一行目です", "二行目です", "三行目です"]


@given(st.lists(KANJI, min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_horizontal_lines_come_back_in_any_order_of_glyphs(
    lines: list[str], rng: random.Random
) -> None:
    """A line of one glyph over another could as well be vertical type; so lines have two or more."""
    lines = [line * 2 if len(line) == 1 else line for line in lines]
    glyphs = [g for n, line in enumerate(lines) for g in type_line(line, 50, 50 + 14 * n)]
    rng.shuffle(glyphs)
    assert texts(read_block(glyphs)) == lines


def test_a_column_of_single_glyphs_is_vertical() -> None:
    block = read_block(type_column("くらしの情報化", 50, 50))
    assert block.vertical
    assert texts(block) == ["くらしの情報化"]


def test_two_vertical_columns_are_read_from_right_to_left() -> None:
    glyphs = [
        *type_column("行政事務の更", 70, 50, gap=0.3),
        *type_column("なる電子化", 55, 50, gap=0.3),
    ]
    block = read_block(glyphs)
    assert block.vertical
    assert texts(block) == ["行政事務の更", "なる電子化"]


@given(st.lists(KANJI, min_size=2, max_size=2), st.randoms(use_true_random=False))
def test_vertical_columns_come_back_in_any_order_of_glyphs(
    columns: list[str], rng: random.Random
) -> None:
    columns = [(text * 4)[:4] for text in columns]
    glyphs = [*type_column(columns[0], 70, 50, gap=0.2), *type_column(columns[1], 54, 50, gap=0.2)]
    rng.shuffle(glyphs)
    assert texts(read_block(glyphs)) == columns


def test_forms_for_vertical_type_become_the_ordinary_characters() -> None:
    block = read_block(type_column("データ︵案︶、一", 50, 50))
    assert texts(block) == ["データ（案）、一"]


@pytest.mark.parametrize("bar", ["|", "｜", "丨", "︱"])
def test_an_upright_bar_after_kana_is_a_long_vowel(bar: str) -> None:
    assert texts(read_block(type_column(f"デ{bar}タ", 50, 50))) == ["データ"]


def test_a_gap_in_a_column_is_a_space_left_out() -> None:
    glyphs = [*type_column("柱Ⅰ", 50, 50), *type_column("くらし", 50, 82)]
    assert texts(read_block(glyphs)) == ["柱Ⅰ\u3000くらし"]


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_turned_text_reads_as_before_it_was_turned(degrees: int) -> None:
    glyphs = [*type_line("ＩＣＴガバナンス", 50, 50), *type_line("の強化 (案)", 50, 63)]
    block = read_block(turned(glyphs, degrees))
    assert texts(block) == ["ＩＣＴガバナンス", "の強化 (案)"]
    assert block.vertical == (degrees != 180)


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_lines_have_the_box_of_their_glyphs(degrees: int) -> None:
    glyphs = turned(type_line("令和３年度", 50, 50), degrees)
    (line,) = read_block(glyphs).lines
    wanted = turn_box(Box(50, 50, 100, 60), degrees, 600, 400)
    assert line.box == pytest.approx(wanted)
    assert (line.size, line.font) == (10, "Gothic")


def test_an_upright_bar_in_turned_text_stays() -> None:
    assert texts(read_block(turned(type_line("A|B", 50, 50), 90))) == ["A|B"]


def test_an_empty_cell_has_no_lines() -> None:
    assert read_block([]) == Block((), False)
    assert read_block(type_line("  ", 50, 50)).lines == ()


def test_a_cell_of_turned_spaces_alone_is_empty() -> None:
    assert read_block(turned(type_line("  ", 50, 50), 90)).lines == ()


def test_glyphs_that_a_font_maps_to_no_text_do_no_harm() -> None:
    glyphs = type_line("AxB", 50, 50, gap=5)
    glyphs[1] = glyphs[1]._replace(text="")
    assert texts(read_block(glyphs)) == ["A B"]


def test_glyphs_of_no_size_do_no_harm() -> None:
    space = Glyph(" ", 60, 50, 60, 60, 10)
    flat = Glyph("目", 65, 55, 75, 55, 0)
    assert "".join(texts(read_block([*type_line("施", 50, 50), space, flat]))).startswith("施")


def test_radicals_become_kanji() -> None:
    assert texts(read_block(type_line("県⺠の⾏政⽤語", 50, 50))) == ["県民の行政用語"]


def test_half_width_kana_and_full_width_letters_stay() -> None:
    assert texts(read_block(type_line("ﾃﾞｼﾞﾀﾙ戦略ＩＣＴ１２", 50, 50))) == ["ﾃﾞｼﾞﾀﾙ戦略ＩＣＴ１２"]


# ---------------------------------------------------------------- running text


def test_texts_side_by_side_are_two_lines() -> None:
    glyphs = [*type_line("左の段", 50, 50), *type_line("右の段", 200, 50)]
    assert [line.text for line in read_lines(glyphs)] == ["左の段", "右の段"]


def test_running_text_of_several_sizes_keeps_them() -> None:
    glyphs = [*type_line("点検報告書", 50, 50, size=16), *type_line("本文です", 50, 80)]
    assert [(line.text, line.size) for line in read_lines(glyphs)] == [
        ("点検報告書", 16),
        ("本文です", 10),
    ]
