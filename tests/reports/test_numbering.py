"""Headings parted into number and name, as Japanese documents write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kict_nlp.reports.numbering import Label, opens_series, parse_label, parse_label_in_series

NAMES = st.text("くらしの情報化行政事務更なる電子推進健康医療介護", min_size=1, max_size=20)
ROMAN = tuple("ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ")
CIRCLED = tuple("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
KANA = tuple("アイウエオカキクケコ")
FIGURES = tuple(str(n) for n in range(1, 40)) + tuple("１２３４５６７８９")

# How a heading of each style is written, and which numbers it has.
WRITTEN = {
    "roman": ("{}　{}", ROMAN),
    "circled": ("{}{}", CIRCLED),
    "bracketed": ("({}) {}", FIGURES),
    "kana": ("{}　{}", KANA),
    "figure": ("{}　{}", FIGURES),
    "chapter": ("第{}章　{}", (*"一二三四五六七八九十", *"１２３", "10")),
    "compound": ("{}　{}", ("1-2", "１－２", "3.1.4", "2‐10")),
    "letter": ("{}　{}", tuple("ABCＡＢＣ")),
}
_KEPT = {"bracketed": "({})", "chapter": "第{}章"}


def parts(label: Label) -> tuple[str | None, str, str | None]:
    return label.number, label.name, label.style


@pytest.mark.parametrize("style", WRITTEN)
@given(data=st.data(), name=NAMES)
def test_a_written_heading_is_parted_again(style: str, data: st.DataObject, name: str) -> None:
    written, numbers = WRITTEN[style]
    number = data.draw(st.sampled_from(numbers))
    label = parse_label(written.format(number, name))
    assert parts(label) == (_KEPT.get(style, "{}").format(number), name, style)


@pytest.mark.parametrize(
    ("text", "number", "name"),
    [
        ("柱Ⅰ　くらしの情報化", "Ⅰ", "くらしの情報化"),
        ("柱 Ⅱ 行政の情報化", "Ⅱ", "行政の情報化"),
        ("基本目標１　安心のまち", "１", "安心のまち"),
        ("【基本施策1-2】子育て支援", "1-2", "子育て支援"),
        ("政策分野3：環境", "3", "環境"),
        ("II. Public services", "II", "Public services"),
        ("①ＩＣＴ及びデータの利活用", "①", "ＩＣＴ及びデータの利活用"),
        ("（１）概要", "（１）", "概要"),
        ("ｱ 健康", "ｱ", "健康"),
    ],
)
def test_numbers_behind_a_word_or_in_brackets(text: str, number: str, name: str) -> None:
    assert parse_label(text)[:2] == (number, name)


@pytest.mark.parametrize(
    "text",
    [
        "５歳児健診",
        "アプリの開発",
        "令和３年度の取組",
        "3Dデータの公開",
        "ＩＣＴの活用",
        "Aランク",
        "情報化",
        "",
    ],
)
def test_words_that_only_begin_like_a_number(text: str) -> None:
    assert parts(parse_label(text)) == (None, text, None)


def test_white_space_round_a_heading_does_not_count() -> None:
    assert parts(parse_label("　ア　観光 ")) == ("ア", "観光", "kana")


@pytest.mark.parametrize(
    ("text", "before", "number"),
    [
        ("ア健康", None, "ア"),
        ("イ観光", "ア", "イ"),
        ("イ観光", "イ", "イ"),  # printed again on the next page
        ("イベントの開催", None, None),
        ("イベントの開催", "ウ", None),
        ("1安心", None, "1"),
        ("３活力", "２", "３"),
        ("３活力", None, None),
        ("②官民", "①", "②"),
        ("観光", "ア", None),
    ],
)
def test_numbers_without_a_space_count_where_they_go_on_with_a_series(
    text: str, before: str | None, number: str | None
) -> None:
    label = parse_label_in_series(text, before)
    assert label.number == number
    assert label.name == (text if number is None else text.removeprefix(number))


SERIES = ("ア健康", "イ観光", "ウ産業", "エ環境")


@pytest.mark.parametrize(
    ("text", "before", "column"),
    [
        ("アジアとの交流", None, ["アジアとの交流", "健康"]),
        ("アジアとの交流", None, ["アジアとの交流", "イベントの開催"]),
        ("アプリの開発", None, []),
        ("イベントの開催", "ア", ["ア健康", "イベントの開催"]),
        ("1人ひとりが輝くまち", None, ["1人ひとりが輝くまち", "活力"]),
        ("オープンデータ", "エ", [*SERIES, "オープンデータ"]),
        ("オンライン化", "エ", [*SERIES, "オンライン化"]),
        ("ウェブの活用", "イ", [*SERIES[:2], "ウェブの活用"]),
        ("20歳の献血", "19", ["18観光", "19環境", "20歳の献血"]),
        ("1年生の学び", None, ["1年生の学び", "2年生の学び"]),
    ],
)
def test_words_that_begin_like_a_bare_number_keep_their_first_letter(
    text: str, before: str | None, column: list[str]
) -> None:
    assert parts(parse_label_in_series(text, before, column)) == (None, text, None)


@pytest.mark.parametrize(
    ("text", "before", "column", "number"),
    [
        ("イベントの開催", "ア", ["ア健康", "イベントの開催", "ウ産業"], "イ"),
        ("アプリの開発", None, ["アプリの開発", "イ観光"], "ア"),
        ("オデジタル化", "エ", [*SERIES, "オデジタル化"], "オ"),
        ("イキャッシュレス", "ア", ["ア行政", "イキャッシュレス", "ウマイナンバー"], "イ"),
        ("イキャッシュレス", "ア", ["ア健康", "イ観光", "ア行政", "イキャッシュレス"], "イ"),
        ("1人づくり", None, ["1人づくり", "2まちづくり"], "1"),
    ],
)
def test_neighbours_show_that_a_bare_number_is_one(
    text: str, before: str | None, column: list[str], number: str
) -> None:
    label = parse_label_in_series(text, before, column)
    assert parts(label)[:2] == (number, text.removeprefix(number))


@given(st.sampled_from(range(len(KANA) - 1)), NAMES)
def test_a_series_of_kana_goes_on(position: int, name: str) -> None:
    label = parse_label_in_series(KANA[position + 1] + name, KANA[position])
    assert parts(label) == (KANA[position + 1], name, "kana")


@pytest.mark.parametrize(
    "text",
    [
        *("1", "１", "(1)", "（１）", "①", "Ⅰ", "ア", "ア　健康", "①官民", "第１章"),
        "第一章",
    ],
)
def test_the_first_of_a_series(text: str) -> None:
    assert opens_series(text)


@pytest.mark.parametrize(
    "text",
    [
        *("2", "②官民", "イ　観光", "10", "情報化", "第２章"),
        "",
    ],
)
def test_not_the_first_of_a_series(text: str) -> None:
    assert not opens_series(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("施策1　健康", "政策1　健康"),
        ("第１章　健康", "第１節　健康"),
        ("1-2　健康", "1-2-3　健康"),
    ],
)
def test_numbers_under_other_words_or_of_other_depth_are_of_another_kind(
    one: str, other: str
) -> None:
    assert parse_label(one).key != parse_label(other).key
    assert parse_label(one).key == parse_label(one.replace("健康", "医療")).key
