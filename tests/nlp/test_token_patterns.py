"""Patterns over words: what an item matches, and where."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kict_nlp.errors import KictError, PatternError
from kict_nlp.nlp.token_patterns import compile_pattern, encode_tokens
from kict_nlp.nlp.tokenizer import tokenize


def matches(pattern: str, text: str, lists: dict[str, list[str]] | None = None) -> list[str]:
    tokens = tokenize(text)
    places = compile_pattern(pattern, lists).find(encode_tokens(tokens))
    return ["".join(token.surface for token in tokens[first:last]) for first, last in places]


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("受ける", ["受け"]),  # dictionary form
        ("為", ["ため"]),  # normalised form
        ("ため", ["ため"]),  # surface
        ("影響 を 受ける", ["影響を受け"]),
        ("影響 (に より|を)", ["影響を"]),
        ("影響 を? 受ける?", ["影響を受け"]),
        ("<名詞>+", ["台風", "影響", "ため", "イベント", "中止"]),
        ("<名詞-普通名詞-サ変可能>", ["影響", "中止"]),
        ("受ける@連用形 た", ["受けた"]),
        ("受ける@終止形", []),
        ("が<助詞-接続助詞>", []),
        ("を<助詞> <*>", ["を受け", "を中止"]),
        ("^ 台風", ["台風"]),
        ("^ 影響", []),
        ("。 $", ["。"]),
        ("中止 $", []),
        ("台風 <*>{1,2} を", ["台風の影響を"]),
        ("影響 <*>*+ 。", []),  # possessive: takes the stop and gives nothing back
    ],
)
def test_items(pattern: str, found: list[str]) -> None:
    assert matches(pattern, "台風の影響を受けたため、イベントを中止した。") == found


def test_lists_hold_words_and_runs_of_words() -> None:
    lists = {"trouble": ["台風", "納期 遅延"]}
    assert matches("$trouble (の|に)", "納期遅延に台風の影響", lists) == ["納期遅延に", "台風の"]


def test_a_conjunction_is_told_from_a_case_particle() -> None:
    text = "工事が遅れたが、再開した。"
    assert matches("が<助詞-接続助詞> 、", text) == ["が、"]
    assert matches("が<助詞-格助詞>", text) == ["が"]


def test_a_stretch_has_its_own_ends() -> None:
    text = encode_tokens(tokenize("雨で中止。雪で中止。"))
    assert list(compile_pattern("^ 雪").find(text, 4)) == [(4, 5)]
    assert list(compile_pattern("中止 $").find(text, 0, 3)) == [(2, 3)]
    assert list(compile_pattern("中止").find(text, 3, 3)) == []


@pytest.mark.parametrize(
    "pattern", ["(影響", "影響)", "影響 <名詞", "* 影響", "$nothing", "@", "影響 }"]
)
def test_faulty_patterns_are_errors(pattern: str) -> None:
    with pytest.raises(PatternError) as caught:
        compile_pattern(pattern)
    assert isinstance(caught.value, KictError)
    assert pattern in str(caught.value)


@given(st.text(alphabet="影響を受けた。ab.*+()[]|?\x01\x02\x03\x04\x05", min_size=1, max_size=12))
def test_words_are_taken_literally(text: str) -> None:
    tokens = [token for token in tokenize(text) if not token.is_space]
    encoded = encode_tokens(tokens)
    for index, token in enumerate(tokens):
        if re.fullmatch(r"[^\s()|?*+<>@$^{}\x01-\x05]+", token.surface):
            assert (index, index + 1) in list(compile_pattern(token.surface).find(encoded))


@given(st.text(max_size=40).filter(lambda text: not re.search("[\ud800-\udfff]", text)))
def test_any_word_matches_each_word_once(text: str) -> None:
    tokens = list(tokenize(text))
    places = list(compile_pattern("<*>").find(encode_tokens(tokens)))
    assert places == [(index, index + 1) for index in range(len(tokens))]
