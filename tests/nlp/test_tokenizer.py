from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context

import pytest
import sudachipy
from hypothesis import example, given
from hypothesis import strategies as st

import kict_nlp as kict
from kict_nlp.errors import TokenizeError
from kict_nlp.nlp.tokenizer import Tokenizer, tokenize
from kict_nlp.nlp.tokens import SplitMode, Tokens
from tests.text.test_normalize import texts

MODES: tuple[SplitMode, ...] = ("A", "B", "C")
PLAIN = "市は、情報連携基盤の整備を進め、2020年度に12件の手続を電子化した。"


def spans(tokens: Tokens) -> list[tuple[str, int, int]]:
    return [(token.surface, token.start, token.end) for token in tokens]


def test_radicals_in_the_place_of_kanji_are_counted_as_kanji() -> None:
    tokens = tokenize("県⺠の安全安⼼")
    assert tokens.normalized_forms == ["県民", "の", "安全", "安心"]
    assert spans(tokens) == [("県⺠", 0, 2), ("の", 2, 3), ("安全", 3, 5), ("安⼼", 5, 7)]


@pytest.mark.parametrize(
    ("text", "mode", "normalized", "surfaces"),
    [
        ("外国人参政権", "A", ["外国", "人", "参政", "権"], None),
        ("外国人参政権", "B", ["外国人", "参政権"], None),
        ("外国人参政権", "C", ["外国人参政権"], None),
        ("ﾁｬｯﾄﾎﾞｯﾄ", "C", ["チャットボット"], ["ﾁｬｯﾄﾎﾞｯﾄ"]),
        ("ＲＰＡ", "A", ["RPA"], ["ＲＰＡ"]),
        ("附属", "A", ["付属"], ["附属"]),
        ("㈱見本", "A", ["(株)", "見本"], ["㈱", "見本"]),
        ("㋿３年度", "A", ["令和", "3", "年度"], ["㋿", "３", "年度"]),
        ("公\u200b園に", "A", ["公園", "に"], ["公\u200b園", "に"]),
        ("公園\u200bに", "A", ["公園", "に"], ["公園\u200b", "に"]),
        ("葛\U000e0100城市", "A", ["葛城", "市"], ["葛\U000e0100城", "市"]),
        ("か\u3099っこう", "C", ["学校"], ["か\u3099っこう"]),
        ("１，０００件", "A", ["1000", "件"], ["１，０００", "件"]),
        ("‥だ", "A", ["..", "だ"], ["‥", "だ"]),
        ("\u200b", "A", [""], ["\u200b"]),
        ("", "A", [], []),
    ],
)
def test_words_and_surfaces(
    text: str, mode: SplitMode, normalized: list[str], surfaces: list[str] | None
) -> None:
    tokens = tokenize(text, mode)
    assert tokens.normalized_forms == normalized
    assert tokens.surfaces == (surfaces or normalized)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\t", "\v", "\f", "\x1c", "\x85", "\u2028"])
def test_ends_of_lines_and_pages_are_blanks(end: str) -> None:
    tokens = tokenize(f"一覧{end}・窓口{end}{end}県")
    assert [token.surface for token in tokens if not token.is_space] == ["一覧", "・", "窓口", "県"]
    assert "".join(token.surface for token in tokens if token.is_space) == end * 3


def test_what_a_token_says() -> None:
    token = tokenize("手続を行った。", "C")[2]
    assert token._asdict() == {
        "surface": "行っ",
        "start": 3,
        "end": 5,
        "dictionary_form": "行う",
        "normalized_form": "行う",
        "reading": "オコナッ",
        "part_of_speech": ("動詞", "一般", "*", "*", "五段-ワア行", "連用形-促音便"),
        "in_dictionary": True,
    }
    assert not tokenize("qzxv", "C")[0].in_dictionary


def test_every_output_names_mode_and_dictionary() -> None:
    tokens = tokenize("県", "B")
    assert tokens.split_mode == "B"
    assert str(tokens.dictionary).startswith("SudachiDict-core 20")
    assert f"SudachiPy {sudachipy.__version__}" in str(tokens.dictionary)


@pytest.mark.parametrize("mode", MODES)
def test_columns_and_tokens_say_the_same(mode: SplitMode) -> None:
    tokens = tokenize("㈱は、ﾃﾞｰﾀを　使う 。", mode)
    listed = list(tokens)
    assert listed == [tokens[index] for index in range(len(tokens))] == tokens[:]
    assert listed[-1] == tokens[-1]
    assert listed[1:3] == tokens[1:3]
    for name in ("surface", "normalized_form", "dictionary_form", "reading"):
        assert getattr(tokens, f"{name}s") == [getattr(token, name) for token in listed]
    assert tokens.parts_of_speech == [token.part_of_speech for token in listed]
    assert tokens.starts == [token.start for token in listed]
    assert [token.surface for token in listed if token.is_space] == ["　", " "]
    with pytest.raises(IndexError):
        tokens[len(tokens)]


@pytest.mark.parametrize("mode", MODES)
def test_sudachi_itself_says_the_same_of_plain_text(mode: SplitMode) -> None:
    theirs = sudachipy.Dictionary().tokenizer(mode).tokenize(PLAIN)
    ours = tokenize(PLAIN, mode)
    assert [tuple(token)[:7] for token in ours] == [
        (
            morpheme.surface(),
            morpheme.begin(),
            morpheme.end(),
            morpheme.dictionary_form(),
            morpheme.normalized_form(),
            morpheme.reading_form(),
            morpheme.part_of_speech(),
        )
        for morpheme in theirs
    ]


@given(texts | st.text(), st.sampled_from(MODES))
@example("½" * 20_000, "A")
@example("ﷺ㍿㈱" * 10, "C")
@example("\u200b㈱\ufe0f", "A")
def test_surfaces_give_back_the_text(text: str, mode: SplitMode) -> None:
    tokens = tokenize(text, mode)
    assert "".join(tokens.surfaces) == text
    assert all(start < end for start, end in zip(tokens.starts, tokens.ends, strict=True))


def test_surfaces_give_back_the_report(kanagawa_text: str) -> None:
    for mode in MODES:
        assert "".join(tokenize(kanagawa_text, mode).surfaces) == kanagawa_text


def test_half_a_surrogate_pair_is_an_error() -> None:
    with pytest.raises(TokenizeError, match=r"half a surrogate pair, U\+D83D"):
        tokenize("県\ud83d民")


def test_unknown_mode_is_an_error() -> None:
    with pytest.raises(TokenizeError, match="no split mode 'D'"):
        kict.tokenize("県", split_mode="D")  # type: ignore[arg-type]


LINES = [f"第{number}回の審議会で{number * 7}件の意見が出た。" for number in range(200)]


def test_threads_get_what_one_alone_gets() -> None:
    tokenizer = Tokenizer("C")
    alone = [spans(tokenizer(line)) for line in LINES]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda line: spans(tokenizer(line)), LINES)) == alone


# Other libraries' threads make Python 3.12 doubt a fork; that Sudachi bears it is what is tested.
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_processes_get_what_one_alone_gets(method: str) -> None:
    tokenizer = Tokenizer("B")
    with get_context(method).Pool(2) as pool:
        found = pool.map(tokenizer, LINES[:20])
    assert found == [tokenizer(line) for line in LINES[:20]]


def test_a_tokenizer_is_the_same_after_pickling() -> None:
    tokenizer = pickle.loads(pickle.dumps(Tokenizer("C")))
    assert tokenizer.split_mode == "C"
    assert tokenizer(PLAIN) == Tokenizer("C")(PLAIN)
