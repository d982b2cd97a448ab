"""The lines of a cell → its text as published: which line ends are the author's."""

from __future__ import annotations

import pytest

from kict_nlp.reports.celltext import cell_text
from tests.reports.lines import SIZE, make_line, make_lines


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        pytest.param(["ﾃﾞｼﾞﾀﾙ戦略本部", "室"], "ﾃﾞｼﾞﾀﾙ戦略本部室", id="a wrap goes without a space"),
        pytest.param(
            ["未病指標利用者数", "(累計)"], "未病指標利用者数(累計)", id="a bracket of words"
        ),
        pytest.param(
            ["(1)宿泊施設紹介", "ﾍﾟｰｼﾞPV数", "(2)月平均PV数"],
            "(1)宿泊施設紹介ﾍﾟｰｼﾞPV数\n(2)月平均PV数",
            id="parts",
        ),
        pytest.param(["（１）件数", "（２）割合"], "（１）件数\n（２）割合", id="full-width parts"),
        pytest.param(
            ["(1)一つ", "(2)二つ", "(3)三つ"], "(1)一つ\n(2)二つ\n(3)三つ", id="three parts"
        ),
        pytest.param(
            ["第三者評価", "(3)を含む"], "第三者評価(3)を含む", id="a number out of series"
        ),
        pytest.param(
            ["(1)一つ", "(3)三つ目の"], "(1)一つ(3)三つ目の", id="a number that skips one"
        ),
        pytest.param(["112台", "※教育委員会を除く"], "112台\n※教育委員会を除く", id="a note"),
        pytest.param(
            ["評価しない（", "※）の施策"], "評価しない（※）の施策", id="a mark in brackets"
        ),
        pytest.param(
            ["中止した。", "\u3000今後は広報に努める。"],
            "中止した。\n\u3000今後は広報に努める。",
            id="a paragraph after a sentence",
        ),
        pytest.param(
            ["県直営の施設を対象に実施した", "ところ", "\u3000次の結果を得た"],
            "県直営の施設を対象に実施したところ\n\u3000次の結果を得た",
            id="a paragraph after a short line",
        ),
        pytest.param(
            ["国宝金沢文庫", "\u3000文書の公開"],
            "国宝金沢文庫\u3000文書の公開",
            id="a wrap that fell before a full-width space",
        ),
        pytest.param(["一行だけ"], "一行だけ", id="one line"),
        pytest.param(["末尾の空白  "], "末尾の空白", id="spaces at the end go"),
        pytest.param([], "", id="an empty cell"),
    ],
)
def test_new_lines(lines: list[str], wanted: str) -> None:
    assert cell_text(make_lines(*lines)) == wanted


def test_a_first_line_set_in_opens_a_paragraph_without_a_space_glyph() -> None:
    lines = [
        make_line("感染症の影響による。", left=12, row=0),
        make_line("今後は広報に努める。", left=12, row=1),
        make_line("併せて調査する。", left=2, row=2),
    ]
    assert (
        cell_text(lines, left=2)
        == "\u3000感染症の影響による。\n\u3000今後は広報に努める。併せて調査する。"
    )


def test_a_line_set_in_amid_a_sentence_opens_none() -> None:
    lines = [make_line("感染症の影響により、", left=2), make_line("中止した", left=12, row=1)]
    assert cell_text(lines, left=2) == "感染症の影響により、中止した"


def test_a_centred_cell_has_no_paragraphs() -> None:
    lines = [make_line("実施した。", left=40), make_line("終了。", left=12, row=1)]
    assert cell_text(lines) == "実施した。終了。"


@pytest.mark.parametrize("indent", [0.0, 5.0, 25.0])
def test_only_about_one_em_is_an_indent(indent: float) -> None:
    lines = [make_line("影響による。", left=2), make_line("今後は", left=2 + indent, row=1)]
    assert cell_text(lines, left=2) == "影響による。今後は"


def test_a_word_moved_down_whole_gets_its_space_back() -> None:
    lines = [
        make_line("ウェブサイト「Tokyo Day", right=130.0),
        make_line("Trip」を運営し、案内する", row=1, right=150.0),
    ]
    assert cell_text(lines) == "ウェブサイト「Tokyo Day Trip」を運営し、案内する"


def test_a_word_broken_anywhere_fills_its_line_and_gets_no_space() -> None:
    lines = [
        make_line("Webサイトの Kana", right=150.0),
        make_line("gawa を更新", row=1, right=60.0),
    ]
    assert cell_text(lines) == "Webサイトの Kanagawa を更新"


def test_a_narrow_cell_tells_a_moved_word_by_the_room_left() -> None:
    lines = [make_line("Travel"), make_line("Info", row=1)]
    assert cell_text(lines, room=30 + 0.8 * SIZE) == "TravelInfo"
    assert cell_text(lines, room=30 + 2.0 * SIZE) == "Travel Info"


@pytest.mark.parametrize(
    ("upper", "lower"), [("Weibo", "の件数"), ("件数は", "PV"), ("1,729", "PV"), ("PV", "104")]
)
def test_no_space_where_one_side_is_no_latin_letter(upper: str, lower: str) -> None:
    lines = [make_line(upper), make_line(lower, row=1, right=200)]
    assert cell_text(lines) == upper + lower


def test_vertical_lines_are_joined_whatever_they_begin_with() -> None:
    lines = make_lines("くらしの", "※情報化", "(1)")
    assert cell_text(lines, vertical=True) == "くらしの※情報化(1)"
