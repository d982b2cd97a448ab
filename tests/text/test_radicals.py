from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kict_nlp.text.radicals import _table, repair_radicals

KANGXI = [chr(code) for code in range(0x2F00, 0x2FD6)]
SUPPLEMENT = [chr(code) for code in [*range(0x2E80, 0x2E9A), *range(0x2E9B, 0x2EF4)]]


def test_every_kangxi_radical_becomes_a_kanji() -> None:
    assert len(KANGXI) == 214
    assert all("一" <= repair_radicals(radical) <= "鿿" for radical in KANGXI)


def test_kangxi_radicals_agree_with_nfkc_but_for_the_japanese_two() -> None:
    differ = {
        radical
        for radical in KANGXI
        if repair_radicals(radical) != unicodedata.normalize("NFKC", radical)
    }
    assert differ == {"⼾", "⿊"}


def test_nfkc_repairs_two_of_the_supplement_and_this_nearly_all() -> None:
    assert len(SUPPLEMENT) == 115
    assert [
        radical for radical in SUPPLEMENT if unicodedata.normalize("NFKC", radical) != radical
    ] == ["⺟", "⻳"]
    assert [radical for radical in SUPPLEMENT if repair_radicals(radical) == radical] == ["⺀"]


@pytest.mark.parametrize(
    ("broken", "repaired"),
    [
        ("県⺠", "県民"),
        ("⾏政⼿続の電⼦化", "行政手続の電子化"),
        ("⻑期・⻄部", "長期・西部"),
        ("⼾籍", "戸籍"),
        ("⽬⿊区", "目黒区"),
        ("⻘少年・⻝品・⻩⾊", "青少年・食品・黄色"),
        ("㇐⼈", "一人"),
    ],
)
def test_words_of_reports(broken: str, repaired: str) -> None:
    assert repair_radicals(broken) == repaired


@pytest.mark.parametrize(
    "text", ["", "ABC", "ＡＢＣ　１２３％", "ｶﾞｲﾄﾞﾗｲﾝ", "①Ⅰ㈱㋿", "葛\U000e0100城", "神﨑"]
)
def test_nothing_else_changes(text: str) -> None:
    assert repair_radicals(text) == text


@given(st.text())
def test_one_code_point_for_one_and_a_second_time_changes_nothing(text: str) -> None:
    once = repair_radicals(text)
    assert len(once) == len(text)
    assert repair_radicals(once) == once


def test_no_kanji_of_the_table_is_itself_repaired() -> None:
    assert not {ord(kanji) for kanji in _table().values()} & _table().keys()
