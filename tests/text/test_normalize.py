from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kict_nlp.errors import OffsetError
from kict_nlp.text.normalize import NormalizedText, find_normalized, normalize

# Every assigned character; of the long blocks of ideographs and Hangul syllables every hundredth.
ALL_CHARACTERS = [
    chr(code)
    for code in range(sys.maxunicode + 1)
    if unicodedata.category(chr(code)) not in {"Cn", "Co", "Cs"}
    and (
        unicodedata.category(chr(code)) != "Lo"
        or unicodedata.decomposition(chr(code))
        or code < 0x3400
        or code % 100 == 0
    )
]

# What goes wrong: half-width kana and their marks, selectors, invisible characters, signs that grow, radicals.
AWKWARD = "かカｶﾊﾞﾟ゛゜\u3099\u309a\u0301葛\U000e0100\ufe0f\u200b\u00ad㈱㋿㎡①Ⅰ²½…ＡＺ％～〜−　 \u00a0\n⽤⺠´ﬁ１0元年度"
texts = st.text(st.one_of(st.sampled_from(AWKWARD), st.characters(exclude_categories=["Cs"])))


@pytest.mark.parametrize(
    ("published", "normalized"),
    [
        ("", ""),
        ("県民の利用", "県民の利用"),
        ("県⺠の利⽤", "県民の利用"),
        ("ﾃﾞｰﾀ利活用", "データ利活用"),
        ("ﾊﾟﾝﾌﾚｯﾄ", "パンフレット"),
        ("ｳﾞｧｰﾁｬﾙ", "ヴァーチャル"),
        ("｢ＡＩ｣､ＲＰＡ｡", "「AI」、RPA。"),
        ("ＩＣＴ　１２．５％（前年比＋３）", "ICT 12.5%(前年比+3)"),
        ("３，０００件", "3,000件"),
        ("５～１０校", "5~10校"),
        ("５〜１０校", "5~10校"),
        ("−３ポイント", "-3ポイント"),
        ("㈱県央 ㋿３ ㍻30 ㎡ ㌧ ㏊ ⑴ ℡ №", "(株)県央 令和3 平成30 m2 トン ha (1) TEL No"),
        ("①② ㊤ Ⓐ Ⅰ ⅱ", "①② ㊤ Ⓐ Ⅰ ⅱ"),
        ("10² H₂O ½ … ‥", "10² H₂O ½ … ‥"),
        ("゛ ´ ¨", "゛ ´ ¨"),
        ("か\u3099", "が"),
        ("か ﾞ", "か ゛"),
        ("ｱﾞ", "ア゛"),
        ("ﾞ", "゛"),
        ("葛\U000e0100城 ☺\ufe0f", "葛城 ☺"),
        ("公\u200b園 ソフト\u00adウェア \ufeff", "公園 ソフトウェア  "[:-1]),
        ("一　二\u00a0三\u2009四  五", "一 二 三 四  五"),
        ("一\n二\t三\r\n", "一\n二\t三\r\n"),
        ("神\ufa19", "神神"),
        ("ー - ― — –", "ー - ― — –"),
        ("髙﨑 渡邊", "髙﨑 渡邊"),
    ],
)
def test_table_of_changes(published: str, normalized: str) -> None:
    assert normalize(published).text == normalized


def test_every_character_alone_is_stable_after_once() -> None:
    unstable = [
        char for char in ALL_CHARACTERS if normalize(once := normalize(char).text).text != once
    ]
    assert unstable == []


@pytest.mark.parametrize(
    "mark", ["\u3099", "\u309a", "\u0301", "\u0338", "\ufe00", "ﾞ", "ﾟ", "\u200b\u3099"]
)
def test_every_character_with_a_mark_is_stable_after_once(mark: str) -> None:
    unstable = [
        char
        for char in ALL_CHARACTERS
        if normalize(once := normalize(char + mark).text).text != once
    ]
    assert unstable == []


def test_kanji_kana_and_ascii_never_change() -> None:
    blocks = [(" ", "~"), ("ぁ", "ゖ"), ("ァ", "ヾ"), ("一", "鿿")]
    plain = "".join(
        chr(code) for first, last in blocks for code in range(ord(first), ord(last) + 1)
    )
    assert normalize(plain) == NormalizedText(plain, plain, ())


@given(texts)
@example("か\u200b\u3099")
@example("\u200b\u3099ﾞ")
def test_a_second_time_changes_nothing(text: str) -> None:
    once = normalize(text).text
    again = normalize(once)
    assert again.text == once
    assert again.cuts == ()


@given(texts)
def test_pieces_give_back_both_texts(text: str) -> None:
    result = normalize(text)
    pieces = list(result.pieces())
    assert "".join(piece for piece, _ in pieces) == result.text
    assert "".join(original for _, original in pieces) == result.original == text


@given(texts)
def test_offsets_never_go_back_and_neighbours_meet_or_share(text: str) -> None:
    result = normalize(text)
    spans = [result.to_original(index, index + 1) for index in range(len(result.text))]
    assert all(start < end for start, end in spans)
    assert spans == sorted(spans)
    assert [end for _, end in spans] == sorted(end for _, end in spans)
    spans = [result.to_normalized(index, index + 1) for index in range(len(text))]
    assert spans == sorted(spans)


@given(texts)
def test_cuts_through_the_text_come_out_between_the_same_pieces(text: str) -> None:
    result = normalize(text)
    places = range(len(result.text) + 1)
    moved = result.boundaries_to_original(places)
    assert moved == sorted(moved)
    assert moved[-1] == len(text)
    for place, there in zip(places, moved, strict=True):
        # Whatever stands before the place comes from before the cut, and what was dropped too.
        assert result.to_original(0, place)[1] <= there
        if place < len(result.text) and not any(c.start < place < c.end for c in result.cuts):
            assert result.to_original(place, place + 1)[0] == there


def spans_in(text: str) -> st.SearchStrategy[tuple[int, int]]:
    place = st.integers(0, len(text))
    return st.tuples(place, place).map(lambda ends: (min(ends), max(ends)))


@given(st.data(), texts)
def test_span_of_the_original_covers_and_is_the_smallest(data: st.DataObject, text: str) -> None:
    result = normalize(text)
    start, end = data.draw(spans_in(result.text))
    found = result.to_original(start, end)
    # The slow way: lay the pieces out character by character.
    touched: list[int] = []
    here = there = 0
    for piece, original in result.pieces():
        if len(piece) == len(original):
            touched += [there + step for step in range(len(piece)) if start <= here + step < end]
        elif here < end and start < here + len(piece):
            touched += range(there, there + len(original))
        here += len(piece)
        there += len(original)
    if start == end:
        assert found[0] == found[1]
    else:
        assert found == (min(touched), max(touched) + 1)


@given(st.data(), texts)
def test_there_and_back_covers(data: st.DataObject, text: str) -> None:
    result = normalize(text)
    start, end = data.draw(spans_in(result.text))
    begin, stop = result.to_normalized(*result.to_original(start, end))
    assert begin <= start
    assert end <= stop
    start, end = data.draw(spans_in(text))
    begin, stop = result.to_normalized(start, end)
    assert 0 <= begin <= stop <= len(result.text)


@given(texts, texts, texts)
def test_a_text_is_found_where_it_stands(before: str, needle: str, after: str) -> None:
    # A line end keeps neighbours from growing together.
    text = f"{before}\n{needle}\n{after}"
    if not normalize(needle).text:
        return
    begin = len(before) + 1
    place = normalize(text)
    hits = find_normalized(needle, place)
    assert all(normalize(needle).text in normalize(text[start:end]).text for start, end in hits)
    first = normalize(needle).text
    if place.text.count(first) == 1:
        start, end = hits[0]
        assert begin <= start <= end <= begin + len(needle)


@pytest.mark.parametrize(
    ("needle", "haystack", "found"),
    [
        ("データ", "ﾃﾞｰﾀとデータ", ["ﾃﾞｰﾀ", "データ"]),
        ("ﾃﾞｰﾀ", "オープンデータ", ["データ"]),
        ("令和3", "㋿３年度、令和３年度", ["㋿３", "令和３"]),
        ("和3", "㋿３年度", ["㋿３"]),
        ("県民", "県⺠", ["県⺠"]),
        ("葛城", "葛\U000e0100城市", ["葛\U000e0100城"]),
        ("公園", "公\u200b園", ["公\u200b園"]),
        ("㎡", "5m2", ["m2"]),
        ("。*", "何。*か。。", ["。*"]),
        ("ない", "ある", []),
    ],
)
def test_find(needle: str, haystack: str, found: list[str]) -> None:
    spans = find_normalized(needle, haystack)
    assert [haystack[start:end] for start, end in spans] == found


@pytest.mark.parametrize("needle", ["", "\u200b", "\ufe00"])
def test_nothing_to_look_for_is_an_error(needle: str) -> None:
    with pytest.raises(OffsetError, match="needle is empty"):
        find_normalized(needle, "本文")


@pytest.mark.parametrize("span", [(-1, 1), (2, 1), (0, 6)])
def test_span_outside_is_an_error(span: tuple[int, int]) -> None:
    result = normalize("㈱ﾃﾞ")
    with pytest.raises(OffsetError, match="does not lie in a text of 4"):
        result.to_original(*span)
    with pytest.raises(OffsetError, match="does not lie in a text of 3"):
        result.to_normalized(*span)


def test_selector_belongs_to_its_kanji_and_invisible_characters_to_nobody() -> None:
    result = normalize("葛\U000e0100\u200b城")
    assert [result.to_original(0, 1), result.to_original(1, 2), result.to_original(0, 2)] == [
        (0, 2),
        (3, 4),
        (0, 4),
    ]
    assert result.to_normalized(2, 3) == (1, 1)


def test_real_report_comes_back_whole(kanagawa_text: str) -> None:
    result = normalize(kanagawa_text)
    assert "".join(original for _, original in result.pieces()) == kanagawa_text
    assert not set(result.text) & set(map(chr, range(0xFF01, 0xFF9E)))
    for start, end in find_normalized("令和3年度", result):
        assert unicodedata.normalize("NFKC", kanagawa_text[start:end]) == "令和3年度"
