"""Patterns over words: what they find, and where."""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kict_nlp.nlp import token_automaton
from kict_nlp.nlp.token_automaton import PatternText, Stretch, TokenPatterns
from kict_nlp.nlp.tokenizer import tokenize
from kict_nlp.nlp.tokens import Tokens, Word


def read(pattern: str, tokens: Tokens, lists: dict[str, list[str]] | None = None) -> PatternText:
    return TokenPatterns({"it": pattern}, lists).read(tokens.surfaces, tokens.words)


def matches(pattern: str, text: str, lists: dict[str, list[str]] | None = None) -> list[str]:
    tokens = tokenize(text)
    places = read(pattern, tokens, lists).find("it", Stretch(0, len(tokens)))
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
        ("影響 <*>* 。", ["影響を受けたため、イベントを中止した。"]),
        ("(影響|影響 を 受ける)", ["影響"]),  # the first of two ways, not the longer
        ("(影響 を 受ける|影響)", ["影響を受け"]),
        ("(影響?)*", ["影響"]),  # where it would be empty it is not found
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
    tokens = tokenize("雨で中止。雪で中止。")
    assert read("^ 雪", tokens).find("it", Stretch(4, 8)) == [(4, 5)]
    assert read("中止 $", tokens).find("it", Stretch(0, 3)) == [(2, 3)]
    assert read("中止", tokens).find("it", Stretch(3, 3)) == []
    assert not read("中止", tokens).has("it", Stretch(5, 3))


def test_names_are_those_that_stand_in_a_stretch() -> None:
    tokens = tokenize("雨で中止。雪で中止。")
    patterns = TokenPatterns({"snow": "雪", "rain": "^ 雨", "end": "中止 $", "no": "^ で"})
    text = patterns.read(tokens.surfaces, tokens.words)
    assert text.names(Stretch(0, 8)) == {"snow", "rain"}
    assert text.names(Stretch(0, 3)) == {"rain", "end"}
    assert text.names(Stretch(1, 3)) == {"no", "end"}


def test_a_pattern_that_is_not_there_is_an_error() -> None:
    tokens = tokenize("雨で中止。")
    text = TokenPatterns({"rain": "雨"}).read(tokens.surfaces, tokens.words)
    with pytest.raises(KeyError):
        text.has("snow", Stretch(0, 2))
    with pytest.raises(KeyError):
        text.find("snow", Stretch(0, 2))


_WORDS = [Word(sign, sign, "", ("名詞", "*", "*", "*", "*", "*"), True) for sign in "abc"]


def _patterns() -> st.SearchStrategy[str]:
    items = st.sampled_from(["a", "b", "c", "<*>", "(a|c)"])
    return st.recursive(
        items,
        lambda inner: st.one_of(
            st.tuples(inner, st.sampled_from(["?", "*", "+", "{2}", "{0,2}", "{1,}"])).map(
                lambda pair: f"({pair[0]}){pair[1]}"
            ),
            st.lists(inner, min_size=1, max_size=3).map(" ".join),
            st.lists(inner, min_size=2, max_size=3).map(lambda ways: f"({'|'.join(ways)})"),
        ),
        max_leaves=8,
    )


@given(
    st.tuples(st.sampled_from(["", "^ "]), _patterns(), st.sampled_from(["", " $", " (b|$)"])),
    st.lists(st.sampled_from(_WORDS), max_size=12),
    st.tuples(st.integers(0, 12), st.integers(0, 12)),
)
def test_found_is_what_a_regular_expression_finds(
    parts: tuple[str, str, str], words: Sequence[Word], ends: tuple[int, int]
) -> None:
    surfaces = [word.dictionary_form for word in words]
    first, last = (min(end, len(words)) for end in ends)
    text = TokenPatterns({"it": "".join(parts)}).read(surfaces, words)
    expression = "".join(parts).replace(" ", "").replace("<*>", ".").replace("$", r"\Z")
    stretch = "".join(surfaces[first:last])
    expected = [
        (first + match.start(), first + match.end())
        for match in re.finditer(expression, stretch)
        if match.group()
    ]
    # An empty match of the expression hides a later way that is not empty; the search finds it.
    found = text.find("it", Stretch(first, last))
    if not re.fullmatch(expression, ""):
        assert found == expected
    assert text.has("it", Stretch(first, last)) is bool(found)


def test_memory_that_is_full_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(token_automaton, "_MAX_REMEMBERED", 3)
    patterns = TokenPatterns({"it": "(雨|雪) で"})
    for text in ("雨で中止。雪で中止。", "雪で延期した。", "雨で中止。"):
        tokens = tokenize(text)
        read_text = patterns.read(tokens.surfaces, tokens.words)
        assert read_text.find("it", Stretch(0, len(tokens)))[0] == (0, 2)


def test_threads_find_the_same() -> None:
    texts = [f"{sign}で中止。{sign}で延期した。" for sign in "雨雪霜雷霧風"] * 5
    read_texts = [tokenize(text) for text in texts]
    patterns = TokenPatterns({"it": "<名詞> で (中止|延期)"})
    found: list[list[list[Stretch]]] = []

    def find() -> None:
        found.append(
            [
                patterns.read(tokens.surfaces, tokens.words).find("it", Stretch(0, len(tokens)))
                for tokens in read_texts
            ]
        )

    threads = [threading.Thread(target=find) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [found[0]] * 4
    assert all(places == [(0, 3), (4, 7)] for places in found[0])


@given(st.text(alphabet="影響を受けた。ab.*+()[]|?\x01\x02", min_size=1, max_size=12))
def test_words_are_taken_literally(text: str) -> None:
    tokens = tokenize(text)
    for index, token in enumerate(tokens):
        if re.fullmatch(r"[^\s()|?*+<>@$^{}]+", token.surface):
            found = read(token.surface, tokens).find("it", Stretch(0, len(tokens)))
            assert (index, index + 1) in found


@given(st.text(max_size=40).filter(lambda text: not re.search("[\ud800-\udfff]", text)))
def test_any_word_matches_each_word_once(text: str) -> None:
    tokens = tokenize(text)
    places = read("<*>", tokens).find("it", Stretch(0, len(tokens)))
    assert places == [(index, index + 1) for index in range(len(tokens))]
