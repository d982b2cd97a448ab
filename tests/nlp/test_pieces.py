from __future__ import annotations

import pytest
import sudachipy
from hypothesis import given
from hypothesis import strategies as st

from kict_nlp.nlp.pieces import MAX_BYTES, cut_text
from kict_nlp.nlp.tokenizer import tokenize

FAMILY = "👨\u200d👩\u200d👧"


def test_at_the_limit_one_piece_and_beyond_it_two() -> None:
    kanji = "県" * (MAX_BYTES // 3)
    assert len(kanji.encode()) == MAX_BYTES
    assert cut_text(kanji) == [kanji]
    assert list(map(len, cut_text(kanji + "民"))) == [MAX_BYTES // 3, 1]


def test_the_limit_is_sudachis_own() -> None:
    analyzer = sudachipy.Dictionary().tokenizer("A")
    assert len(analyzer.tokenize("a" * MAX_BYTES)) == 1
    with pytest.raises(Exception, match=f"more than {MAX_BYTES} bytes"):
        analyzer.tokenize("a" * (MAX_BYTES + 1))


@pytest.mark.parametrize(
    ("text", "max_bytes", "pieces"),
    [
        ("一つ目。二つ目、三つ目。", 20, ["一つ目。", "二つ目、", "三つ目。"]),
        ("一つ目。二つ目、三つ目。", 30, ["一つ目。", "二つ目、三つ目。"]),
        ("一つ目。二つ目、三つ目。", 36, ["一つ目。二つ目、三つ目。"]),
        ("「一。二」三", 12, ["「一。", "二」三"]),
        ("がが", 5, ["が", "が"]),
        ("か\u3099か\u3099", 9, ["か\u3099", "か\u3099"]),
        ("👍👍", 7, ["👍", "👍"]),
        ("👍🏽👍🏽", 12, ["👍🏽", "👍🏽"]),
        ("🇯🇵🇫🇷", 12, ["🇯🇵", "🇫🇷"]),
        (FAMILY * 2, 25, [FAMILY, FAMILY]),
        ("か" + "\u3099" * 70, 200, ["か" + "\u3099" * 65, "\u3099" * 5]),
        ("", 9, []),
    ],
)
def test_where_it_is_cut(text: str, max_bytes: int, pieces: list[str]) -> None:
    assert cut_text(text, max_bytes) == pieces


@given(st.text(), st.integers(4, 40))
def test_pieces_fit_and_give_back_the_text(text: str, max_bytes: int) -> None:
    pieces = cut_text(text, max_bytes)
    assert "".join(pieces) == text
    assert all(0 < len(piece.encode()) <= max_bytes for piece in pieces)


@pytest.mark.parametrize(
    "unit", ["会議を開いた。", "会議、", "会議", "か\u3099", "👍🏽", "🇯🇵", FAMILY, "½", "𠮷", "a"]
)
def test_long_texts_have_global_offsets(unit: str) -> None:
    text = unit * (3 * MAX_BYTES // len(unit.encode()))
    tokens = tokenize(text)
    assert "".join(tokens.surfaces) == text
    assert tokens.ends[-1] == len(text)
    assert [text[token.start : token.end] for token in tokens] == tokens.surfaces


def test_a_cut_at_sentence_ends_changes_no_word() -> None:
    sentence = "令和３年度は、説明会を12回開き、延べ340人が参加した。"
    alone = tokenize(sentence)
    many = 3 * MAX_BYTES // len(sentence.encode())
    tokens = tokenize(sentence * many)
    assert tokens.surfaces == alone.surfaces * many
    assert tokens.normalized_forms == alone.normalized_forms * many
