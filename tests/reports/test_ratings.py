"""What rating symbols mean: by the legend, by the layout, by common use."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kict_nlp.reports.ratings import (
    checked_option,
    find_legend,
    normalize_symbol,
    rating_of_words,
)
from kict_nlp.schema import Rating

SCALE: dict[str, Rating] = {"◎": "exceeded", "◯": "met", "△": "missed", "―": "none"}


@pytest.mark.parametrize(
    ("words", "rating"),
    [
        ("目標を上回った", "exceeded"),
        ("計画以上に進んだ", "exceeded"),
        ("目標値を超えて達成", "exceeded"),
        ("前倒しで実施", "exceeded"),
        ("達成", "met"),
        ("順調", "met"),
        ("計画どおり", "met"),
        ("完了", "met"),
        ("on track", "met"),
        ("概ね順調", "partly"),
        ("おおむね達成", "partly"),
        ("一部達成", "partly"),
        ("やや遅れている", "partly"),
        ("未達成だが改善", "partly"),
        ("未達成", "missed"),
        ("達成できなかった", "missed"),
        ("目標を下回った", "missed"),
        ("遅れている", "missed"),
        ("未着手", "missed"),
        ("改善していない", "missed"),
        ("not achieved", "missed"),
        ("指標未設定", "none"),
        ("評価対象外", "none"),
        ("集計中", "none"),
        ("100％以上", "met"),
        ("80％以上100％未満", "partly"),
        ("80％未満", "missed"),
        ("100％超", "exceeded"),
        ("令和３年度", None),
        ("くらし", None),
        *(
            (words, "met")
            for words in ("遅れなし", "遅延なし", "停滞なく進んでいる", "支障なく実施")
        ),
        *((words, "met") for words in ("遅れはない", "困難なく達成", "下回らなかった")),
        ("遅れなく順調に進んでいる", "met"),
        *((words, "missed") for words in ("未完了", "不達成", "非達成", "達成不可", "実施見送り")),
        *((words, "missed") for words in ("達成が難しい", "達成が危ぶまれる", "達成できない")),
        *(
            (words, "missed")
            for words in ("達成には至っていない", "達成に至らなかった", "実施せず")
        ),
        *((words, "missed") for words in ("順調とは言えない", "遅れがある", "遅れが生じている")),
        *(
            (words, "partly")
            for words in ("部分達成", "半分達成", "部分的に実施", "達成には一部至らない")
        ),
        *((words, "partly") for words in ("概ね遅れなし", "大きな遅れはない")),
        *(
            (words, None)
            for words in ("実施予定", "完了予定", "達成見込み", "達成見込", "実施する予定")
        ),
        *((words, None) for words in ("達成率50%", "達成率", "実施率", "進捗率")),
        ("予定どおり実施", "met"),
        ("予定より遅れている", "missed"),
        ("予定以上に進捗", "exceeded"),
        ("達成率100%", "met"),
        ("目標達成に向けて順調", "met"),
    ],
)
def test_ratings_in_words(words: str, rating: Rating | None) -> None:
    assert rating_of_words(words) == rating


def _ratings(texts: list[str], printed: list[str] | None = None) -> dict[str, Rating | None]:
    return {s: rating_of_words(words) for s, words in find_legend(texts, printed or ()).items()}


@pytest.mark.parametrize(
    ("text", "legend"),
    [
        pytest.param(
            "【「評価」欄の凡例】◎目標を上回った　◯達成　△未達成　―指標未設定", SCALE, id="symbols"
        ),
        pytest.param(
            "Ａ：計画以上　Ｂ：計画どおり　Ｃ：遅れ",
            {"A": "exceeded", "B": "met", "C": "missed"},
            id="full-width letters",
        ),
        pytest.param(
            "Ｓ…120％以上、Ａ…100％以上120％未満、Ｂ…80％以上100％未満、Ｃ…80％未満",
            {"S": "exceeded", "A": "met", "B": "partly", "C": "missed"},
            id="bands of a rate",
        ),
        pytest.param(
            "５：目標を上回る　４：達成　３：概ね達成　２：未達成",
            {"5": "exceeded", "4": "met", "3": "partly", "2": "missed"},
            id="figures",
        ),
        pytest.param(
            "◎＝達成 △＝一部達成 ×＝未達成", {"◎": "met", "△": "partly", "×": "missed"}, id="="
        ),
        pytest.param(
            "◎：遅れなく順調に進んでいる　○：概ね順調　△：遅れあり",
            {"◎": "met", "◯": "partly", "△": "missed"},
            id="no delay",
        ),
        pytest.param(
            "○＝実施済み △＝実施中 ×＝未実施 －＝実施予定",
            {"◯": "met", "△": "partly", "×": "missed"},
            id="to come",
        ),
        pytest.param(
            "「○」は達成、「●」は未達成", {"◯": "met", "●": "missed"}, id="symbols in brackets"
        ),
    ],
)
def test_legends(text: str, legend: dict[str, Rating]) -> None:
    assert _ratings(["別紙", text, "柱Ⅰ"]) == legend


def test_words_are_a_legend_where_the_column_holds_them() -> None:
    texts = ["前進：目標に近づいた、又は達成　横ばい：変わらない　後退：悪化した"]
    assert _ratings(texts, ["前進", "横ばい", "後退"]) == {
        "前進": "met",
        "横ばい": "missed",
        "後退": "missed",
    }


@pytest.mark.parametrize("text", ["◎達成", "○ 計画は、毎年度点検する。", "概要", "1 くらし 2 行政"])
def test_one_symbol_or_a_bullet_is_no_legend(text: str) -> None:
    assert find_legend([text]) == {}


def test_the_line_with_the_most_symbols_is_the_legend() -> None:
    assert find_legend(["◎達成 △未達成", "◎上回った ◯達成 △未達成"])["◎"] == "上回った"


@given(st.permutations(["◎目標を上回った", "◯達成", "△未達成", "―指標未設定"]))
def test_the_order_in_a_legend_does_not_matter(parts: list[str]) -> None:
    assert _ratings(["　".join(parts)]) == SCALE


@pytest.mark.parametrize("symbol", ["○", "〇", "◯", "⚪"])
def test_circles_of_all_code_points_are_one_symbol(symbol: str) -> None:
    assert normalize_symbol(f" {symbol} ") == "◯"


@pytest.mark.parametrize("symbol", ["―", "—", "－", "–", "-", "ー", "─", "‐"])
def test_dashes_of_all_code_points_are_one_symbol(symbol: str) -> None:
    assert normalize_symbol(symbol) == "―"


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("■達成　□未達成", "達成"),
        ("□達成　☑概ね達成　□未達成", "概ね達成"),
        ("○達成　●未達成", "未達成"),
        ("■達成　■未達成　□終了", "■達成　■未達成　□終了"),
        ("達成", "達成"),
        ("■達成", "■達成"),
    ],
)
def test_the_ticked_option(text: str, option: str) -> None:
    assert checked_option(text) == option
