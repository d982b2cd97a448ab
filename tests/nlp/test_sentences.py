from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kict_nlp.nlp.lines import find_line_breaks
from kict_nlp.nlp.sentences import find_sentences


def sentences(text: str) -> list[str]:
    return [text[start:end].strip() for start, end in find_sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("一文。", ["一文。"]),
        ("一つ。二つ。", ["一つ。", "二つ。"]),
        ("終わりがない", ["終わりがない"]),
        ("本当か？本当だ！", ["本当か？", "本当だ！"]),
        ("なぜ？という問い。", ["なぜ？という問い。"]),
        ("Go!みほんの旅。", ["Go!みほんの旅。"]),
        ("Why? Because!", ["Why?", "Because!"]),
        ("県は「進める。」とした。", ["県は「進める。」とした。"]),
        ("開催（２回。延べ９人。）し、終えた。", ["開催（２回。延べ９人。）し、終えた。"]),
        ("終えた。（一部を除く。）次に移る。", ["終えた。", "（一部を除く。）", "次に移る。"]),
        ("終えた（一部を除く。）。次に移る。", ["終えた（一部を除く。）。", "次に移る。"]),
        ("【『「一。」二。』三。】四。", ["【『「一。」二。』三。】", "四。"]),
        ("「閉じない。次の文。", ["「閉じない。", "次の文。"]),
        ("開かない。」次の文。", ["開かない。", "」次の文。"]),
        ("（一。「二）三。四", ["（一。「二）三。", "四"]),
        ("①窓口の設置　②研修 ③広報", ["①窓口の設置", "②研修", "③広報"]),
        ("柱①と②、及び（①　②）", ["柱①と②、及び（①　②）"]),
        ("・窓口 ・研修", ["・窓口", "・研修"]),
        ("窓口 ・ 研修", ["窓口 ・ 研修"]),
        ("実施 ※内訳は別紙", ["実施", "※内訳は別紙"]),
        ("目標※１の値", ["目標※１の値"]),
        ("評価 △ 3.2", ["評価 △ 3.2"]),
        ("一つ。　二つ。\n\n", ["一つ。", "二つ。"]),
        ("\n 一つ。", ["一つ。"]),
    ],
)
def test_within_lines(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("講習会の開催\n相談窓口の設置", ["講習会の開催", "相談窓口の設置"]),
        ("計画を定め、\n実施した。", ["計画を定め、\n実施した。"]),
        ("計画の策定を\n進めた。", ["計画の策定を\n進めた。"]),
        ("実施すること\n報告すること", ["実施すること", "報告すること"]),
        ("対象は子ども\n場所は公園", ["対象は子ども", "場所は公園"]),
        ("目標を上回った\n。次へ", ["目標を上回った\n。", "次へ"]),
        ("一つ目の\n・二つ目", ["一つ目の", "・二つ目"]),
        ("開催した（延べ\n12 人）。\n※速報", ["開催した（延べ\n12 人）。", "※速報"]),
        ("(1) 目的\n(2) 方法\n3.5倍", ["(1) 目的", "(2) 方法", "3.5倍"]),
        ("一つ。\r\n二つ\f三つ", ["一つ。", "二つ", "三つ"]),
        ("段落の一\n\u3000段落の二", ["段落の一", "段落の二"]),
    ],
)
def test_short_lines_are_their_own(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


# What a page of 24 letters a line makes of it; the words for it were not chosen by how they wrap.
WRAPPED = """\
１　事業の概要
　みほん市では、高齢者のスマートフォン利用を後押
しするため、公民館で講習会を12回開催し、延べ340
人が参加した。会場の確保が難しい地区では、オンラ
インで開催した。
　また、受講後の相談窓口を設けた。
２　今後の取組
・講習会の回数を増やし、参加しやすい曜日と時間帯
を選べるようにする
・講師の育成
※ 回数は予定
"""


def test_wrapped_lines_go_on() -> None:
    assert [sentence.replace("\n", "") for sentence in sentences(WRAPPED)] == [
        "１　事業の概要",
        "みほん市では、高齢者のスマートフォン利用を後押しするため、公民館で講習会を12回開催し、延べ340人が参加した。",
        "会場の確保が難しい地区では、オンラインで開催した。",
        "また、受講後の相談窓口を設けた。",
        "２　今後の取組",
        "・講習会の回数を増やし、参加しやすい曜日と時間帯を選べるようにする",
        "・講師の育成",
        "※ 回数は予定",
    ]


def test_empty_lines_between_all_lines_mean_nothing() -> None:
    doubled = WRAPPED.replace("\n", " \n\n")
    assert [sentence.replace(" \n\n", "\n") for sentence in sentences(doubled)] == sentences(
        WRAPPED
    )


def test_an_empty_line_between_paragraphs_ends_one() -> None:
    prose = "この行は四十字の幅いっぱいまで書かれた文であり次の行へと続いていく長い文である"
    text = "\n".join([prose] * 6 + ["", prose])
    assert len(sentences(text)) == 2


def test_signs_and_blanks_without_end_are_gone_through_once() -> None:
    # If each looked back at all before it, these would take minutes.
    assert sentences("（" * 20_000 + "）" * 20_000 + "。次") == [
        "（" * 20_000 + "）" * 20_000 + "。",
        "次",
    ]
    assert len(find_sentences("（」" * 20_000)) == 1
    assert find_sentences(" " * 200_000 + "\n県") == [(0, 200_002)]


@given(st.text(st.sampled_from("あ。、（）「」①・※ 　\n\fA1!？") | st.characters()))
def test_sentences_are_the_whole_text(text: str) -> None:
    spans = find_sentences(text)
    assert "".join(text[start:end] for start, end in spans) == text
    assert all(start < end for start, end in spans)
    assert set(find_line_breaks(text)) <= {start for start, _ in spans}


def test_sentences_of_the_report(kanagawa_text: str) -> None:
    found = sentences(kanagawa_text)
    prose = [sentence for sentence in found if sentence.endswith(("ました。", "ます。", "いる。"))]
    # A sentence cut by a wrap would leave pieces without a beginning: a particle, a small letter.
    assert not [sentence for sentence in found if sentence[0] in "をんっゃゅょー、。）"]
    assert all("\n\n○" not in sentence and "\n\n※" not in sentence for sentence in found)
    assert len(prose) > 40
