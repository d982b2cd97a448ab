from __future__ import annotations

import subprocess
import sys
import warnings
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import spacy
from hypothesis import example, given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc, DocBin, Token

import kict_nlp as kict
from kict_nlp.errors import KictError, TokenizeError
from kict_nlp.nlp import attributes, tokenizer
from kict_nlp.nlp.pipeline import load_nlp
from kict_nlp.nlp.sentences import find_sentences
from kict_nlp.nlp.spacy_tokenizer import SudachiTokenizer
from kict_nlp.nlp.tokens import SplitMode
from tests.nlp.test_tokenizer import MODES
from tests.text.test_normalize import texts

if TYPE_CHECKING:
    from spacy.language import Language

PLAIN = [
    "市は、2020年度に情報連携基盤の整備を進め、12件の手続を電子化した。",
    "附属病院では利用者が増えたり減ったりしており、その原因を調査することとした。",
    "  New Public Management を  参考に、\n\n 静かな公園を整備した 。\t",
    "すごく美しく見える。食べてみる。行きたがらない人のようだ。外国人参政権。",
    "",
    " ",
]


@pytest.fixture(scope="module", params=MODES)
def nlp(request: pytest.FixtureRequest) -> Language:
    return load_nlp(request.param)


def blank(mode: SplitMode) -> Language:
    settings = {"@tokenizers": "spacy.ja.JapaneseTokenizer", "split_mode": mode}
    with warnings.catch_warnings():
        # spaCy 3.8 calls SudachiPy 0.7 by an old name.
        warnings.simplefilter("ignore", DeprecationWarning)
        return spacy.blank("ja", config={"nlp": {"tokenizer": settings}})


def said(doc: Doc) -> list[tuple[str, ...]]:
    return [
        (token.text_with_ws, token.tag_, token.pos_, token.lemma_, token.norm_, str(token.morph))
        for token in doc
    ]


@pytest.mark.parametrize("text", PLAIN)
def test_spacys_own_tokenizer_says_the_same_of_plain_text(nlp: Language, text: str) -> None:
    mode = nlp.tokenizer.tokenizer.split_mode
    assert said(nlp.make_doc(text)) == said(blank(mode).make_doc(text))


def test_report_has_the_same_boundaries_where_nothing_was_repaired(
    nlp: Language, kanagawa_text: str
) -> None:
    theirs = blank(nlp.tokenizer.tokenizer.split_mode)
    # Kangxi radicals, half-width kana and dashes are what is repaired before the analysis.
    plain = [
        line
        for line in kanagawa_text.splitlines()
        if not set(line) & set("⾏⺠⽤⼼⽂⼈⽬⼊ 〜～−－‐–―")
        and not any("｡" <= c <= "ﾟ" for c in line)
    ]
    assert len(plain) > 500
    for line in plain:
        assert [token.text_with_ws for token in nlp.make_doc(line)] == [
            token.text_with_ws for token in theirs.make_doc(line)
        ]


NLP = load_nlp("C", entities=True)


# Ten thousand, since a tokenizer that loses one letter in ten thousand texts loses letters.
@settings(max_examples=10_000)
@given(texts | st.text())
@example("\u200b")
@example(" \u200b　 a ")
@example("  ")
@example("ﷺ㍿ ‥½ ")
def test_a_document_is_its_text(text: str) -> None:
    doc = NLP(text)
    assert "".join(token.text_with_ws for token in doc) == doc.text == text
    assert [token.idx for token in doc] == sorted({token.idx for token in doc})
    assert "".join(sentence.text_with_ws for sentence in doc.sents) == text


def test_the_report_comes_back(nlp: Language, kanagawa_text: str) -> None:
    doc = nlp(kanagawa_text)
    assert "".join(token.text_with_ws for token in doc) == kanagawa_text
    starts = [start for start, _ in find_sentences(kanagawa_text)]
    assert [sentence.start_char for sentence in doc.sents] == starts


def test_radicals_and_widths_are_repaired_for_counting() -> None:
    doc = NLP("県⺠の安全安⼼ とﾃﾞｰﾀ")
    assert [token.norm_ for token in doc] == ["県民", "の", "安全", "安心", "と", "データ"]
    assert [token.text for token in doc] == ["県⺠", "の", "安全", "安⼼", "と", "ﾃﾞｰﾀ"]
    assert [token._.kict_reading for token in doc][:2] == ["ケンミン", "ノ"]


def test_every_document_names_mode_and_dictionary(nlp: Language) -> None:
    doc = nlp("県")
    assert doc._.kict_split_mode == nlp.tokenizer.tokenizer.split_mode
    assert doc._.kict_dictionary.startswith("SudachiDict-core 20")
    assert nlp("")._.kict_split_mode == doc._.kict_split_mode


def test_sentences() -> None:
    doc = NLP("実施した。（一部を除く。）\n・窓口の設置\n※予定")
    assert [sentence.text.strip() for sentence in doc.sents] == [
        "実施した。",
        "（一部を除く。）",
        "・窓口の設置",
        "※予定",
    ]


def test_entities() -> None:
    pipeline = load_nlp("C", measures={"m/1": "窓口の電子化", "m/2": "窓口の電子化の検証"})
    doc = pipeline(
        "情報政策課は㋿３年度から４年度、「窓口の電⼦化」と窓口の電子化の検証を、2021年に12.5％。"
    )
    assert [(span.text, span.label_, span.kb_id_) for span in doc.spans["policy"]] == [
        ("情報政策課", "ORGANIZATION", ""),
        ("㋿３年度", "FISCAL_YEAR", "2021"),
        ("４年度", "FISCAL_YEAR", "2022"),
        ("窓口の電⼦化", "MEASURE", "m/1"),
        ("窓口の電子化の検証", "MEASURE", "m/2"),
        ("2021年", "YEAR", "2021"),
        ("12.5％", "QUANTITY", "12.5 %"),
    ]


def test_entities_only_where_they_are_asked_for() -> None:
    assert load_nlp("A").pipe_names == []
    assert "policy" not in load_nlp("A")("令和３年度").spans
    added = load_nlp("A")
    added.add_pipe("kict_entities")
    doc = added("令和３年度の累計３～５件")
    assert [span.kb_id_ for span in doc.spans["policy"]] == ["2021", "3~5 件"]


def test_a_saved_pipeline_works_in_another_process(tmp_path: Path) -> None:
    load_nlp("B", measures={"m/Ⅰ①ア2": "窓口の電子化"}).to_disk(tmp_path / "saved")
    code = (
        "import spacy, sys; assert 'kict_nlp' not in sys.modules; "
        f"doc = spacy.load({str(tmp_path / 'saved')!r})('県⺠の窓口の電子化を。次。'); "
        "print(doc._.kict_split_mode, doc[0].norm_, len(list(doc.sents)), "
        "doc.spans['policy'][0].kb_id_)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert result.stdout.split() == ["B", "県民", "2", "m/Ⅰ①ア2"], result.stderr


def test_entry_points_are_what_the_pipeline_is_made_of() -> None:
    tokenizers = {point.name for point in entry_points(group="spacy_tokenizers")}
    factories = {point.name for point in entry_points(group="spacy_factories")}
    assert NLP.config["nlp"]["tokenizer"]["@tokenizers"] in tokenizers
    assert set(NLP.pipe_names) <= factories


def test_a_pipeline_in_bytes_and_in_processes() -> None:
    other = load_nlp("A", entities=True).from_bytes(NLP.to_bytes())
    assert other.tokenizer.tokenizer.split_mode == "C"
    lines = ["県⺠の安全", "市の計画。次。"] * 3
    alone = [said(doc) for doc in NLP.pipe(lines)]
    assert [said(doc) for doc in NLP.pipe(lines, n_process=2, batch_size=2)] == alone


def test_threads_get_what_one_alone_gets() -> None:
    lines = [f"第{number}回の審議会で{number * 7}件の 意見が出た。次。" for number in range(100)]
    alone = [said(doc) for doc in map(load_nlp("B"), lines)]
    shared = load_nlp("B")
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda line: said(shared(line)), lines)) == alone


def test_memory_that_is_full_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [f"第{number}回の審議会 で{number * 7}件の意見。" for number in range(20)]
    alone = [said(doc) for doc in map(load_nlp("A"), lines)]
    monkeypatch.setattr(tokenizer, "_MAX_KNOWN", 8)
    monkeypatch.setattr(attributes, "_MAX_ORTHS", 8)
    monkeypatch.setattr(attributes, "_FIRST_ROWS", 2)
    pipeline = load_nlp("A")
    kept = [pipeline(line) for line in lines]
    assert [said(doc) for doc in kept] == alone


def test_a_pipeline_saved_with_another_dictionary_warns() -> None:
    saved = SudachiTokenizer(NLP.vocab, "C")
    data = saved.to_bytes().replace(b"SudachiDict-core 20", b"SudachiDict-core 19")
    with pytest.warns(UserWarning, match="saved with SudachiDict-core 19"):
        saved.from_bytes(data)


def test_documents_come_back_from_a_docbin() -> None:
    docs = [NLP("総務課は令和３年度に実施した。次は ﾃﾞｰﾀだ。"), NLP("")]
    data = DocBin(store_user_data=True, docs=docs).to_bytes()
    vocab = load_nlp("C").vocab
    for doc, back in zip(docs, DocBin().from_bytes(data).get_docs(vocab), strict=True):
        assert said(back) == said(doc)
        assert [sent.text for sent in back.sents] == [sent.text for sent in doc.sents]
        assert [(s.text, s.label_, s.kb_id_) for s in back.spans["policy"]] == [
            (s.text, s.label_, s.kb_id_) for s in doc.spans["policy"]
        ]
        assert back._.kict_dictionary == doc._.kict_dictionary


def test_strings_outlive_memory_zones() -> None:
    pipeline = load_nlp("A")
    with pipeline.memory_zone():
        inside = said(pipeline("未知語ザゴゾの記録"))
    assert said(pipeline("未知語ザゴゾの記録")) == inside


def test_extensions_of_others_are_left_alone() -> None:
    Token.set_extension("kict_reading", default="theirs", force=True)
    try:
        with pytest.raises(KictError, match="already set, but not by kict_nlp"):
            load_nlp("A")
        assert Token.get_extension("kict_reading")[0] == "theirs"
    finally:
        Token.remove_extension("kict_reading")
        load_nlp("A")


def test_importing_sets_no_extension() -> None:
    code = (
        "import kict_nlp.nlp.pipeline; from spacy.tokens import Token; "
        "print(Token.has_extension('kict_reading'))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "False"


def test_unknown_mode_is_an_error() -> None:
    with pytest.raises(TokenizeError, match="no split mode 'X'"):
        kict.load_nlp("X")  # type: ignore[arg-type]
