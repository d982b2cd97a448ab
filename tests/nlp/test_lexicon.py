from __future__ import annotations

from pathlib import Path

import pytest

import kict_nlp as kict
from kict_nlp.errors import LexiconError
from kict_nlp.nlp.lexicon.compilation import CompiledLexicon, LexiconProblem, compile_lexicon
from kict_nlp.nlp.lexicon.entries import Entry, read_lexicon, starter_lexicon
from kict_nlp.nlp.spacy_tokenizer import TOKENIZER
from kict_nlp.nlp.tokenizer import Tokenizer, tokenize
from tests.nlp.test_tokenizer import MODES

# Full width, capitals and signs: what Sudachi never finds unless it is normalised first.
TERMS = """\
term,reading,synonyms,category
ｅ－みほん,イーミホン,みほん電子申請;E-MIHON,digital
未病,ミビョウ,,health
情報連携,,,
ＲＰＡ,アールピーエー,ロボティック・プロセス・オートメーション,digital
県民,ケンミン,,
みほん Bay-Walk３,,,
特養,,,welfare
特別養護老人ホーム,,特養,welfare
"""


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> CompiledLexicon:
    folder = tmp_path_factory.mktemp("lexicon")
    (folder / "terms.csv").write_text(TERMS, encoding="utf-8-sig")
    return compile_lexicon(folder / "terms.csv", folder / "terms.dic")


def test_entries_are_read(tmp_path: Path) -> None:
    (tmp_path / "terms.csv").write_text(TERMS, encoding="utf-8-sig")
    entries = read_lexicon(tmp_path / "terms.csv")
    assert entries[0] == Entry("ｅ－みほん", "イーミホン", ("みほん電子申請", "E-MIHON"), "digital")
    assert entries[2] == Entry("情報連携")
    assert len(entries) == 8


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "no column term"),
        (b"word\n\xe8\xaa\x9e\n", "other columns than it should: word"),
        (b"term,reading\n,x\n", "no term"),
        (b"term\na,b\n", "more cells than columns"),
        ("term\n語\n".encode("cp932"), "cannot be read"),
    ],
)
def test_faulty_lexicons_are_errors(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "terms.csv").write_bytes(content)
    with pytest.raises(LexiconError, match=message):
        read_lexicon(tmp_path / "terms.csv")


def test_a_missing_lexicon_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"cannot be read.*\n  where: .*none\.csv"):
        read_lexicon(tmp_path / "none.csv")
    for make in (Tokenizer, kict.load_nlp):
        with pytest.raises(LexiconError, match=r"cannot be read.*\n  where: .*none\.dic"):
            make("A", lexicons=[tmp_path / "none.dic"])


def test_a_file_that_is_no_dictionary_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "odd.dic").write_bytes(b"odd" * 100)
    with pytest.raises(LexiconError, match="cannot open the lexicon"):
        Tokenizer("A", lexicons=[tmp_path / "odd.dic"])


def test_what_does_not_come_out_is_reported(compiled: CompiledLexicon) -> None:
    assert compiled.problems == (
        LexiconProblem("特別養護老人ホーム", "特養", "It is a spelling of 特養 already."),
    )
    assert compiled.spellings == 11


@pytest.mark.parametrize("mode", MODES)
def test_terms_come_out_whole_and_spellings_are_joined(
    compiled: CompiledLexicon, mode: str
) -> None:
    tokenizer = Tokenizer(mode, lexicons=[compiled.path])  # type: ignore[arg-type]
    tokens = tokenizer(
        "e-みほんとＥ－ＭＩＨＯＮ、県⺠にＲＰＡと未病の情報連携を。みほん　ＢＡＹ-walk3"
    )
    found = [(token.surface, token.normalized_form) for token in tokens]
    for expected in (
        ("e-みほん", "e-みほん"),
        ("Ｅ－ＭＩＨＯＮ", "e-みほん"),
        ("県⺠", "県民"),
        ("ＲＰＡ", "RPA"),
        ("未病", "未病"),
        ("情報連携", "情報連携"),
        ("みほん　ＢＡＹ-walk3", "みほん Bay-Walk3"),
    ):
        assert expected in found
    assert tokens[0].reading == "イーミホン"


@pytest.mark.parametrize("mode", MODES)
def test_other_words_stay_as_they_are(compiled: CompiledLexicon, mode: str) -> None:
    text = "審議会は、病院と老人ホームの電子化、連携の申請について意見を述べた。Bay RP 3件。"
    with_lexicon = Tokenizer(mode, lexicons=[compiled.path])(text)  # type: ignore[arg-type]
    assert list(with_lexicon) == list(tokenize(text, mode))  # type: ignore[arg-type]


def test_outputs_name_the_lexicon(compiled: CompiledLexicon) -> None:
    tokens = Tokenizer("A", lexicons=[compiled.path])("県")
    assert ", terms " in str(tokens.dictionary)
    assert tokens.dictionary != tokenize("県").dictionary


def test_a_saved_pipeline_has_its_lexicon(compiled: CompiledLexicon, tmp_path: Path) -> None:
    import spacy

    copy = tmp_path / "terms.dic"
    copy.write_bytes(compiled.path.read_bytes())
    kict.load_nlp("A", lexicons=[copy]).to_disk(tmp_path / "saved")
    copy.unlink()
    nlp = spacy.load(tmp_path / "saved")
    assert [token.norm_ for token in nlp("Ｅ－ＭＩＨＯＮ")] == ["e-みほん"]


def test_a_pipeline_saved_where_it_came_from(compiled: CompiledLexicon, tmp_path: Path) -> None:
    import spacy

    kict.load_nlp("A", lexicons=[compiled.path]).to_disk(tmp_path / "saved")
    nlp = spacy.load(tmp_path / "saved")
    nlp.to_disk(tmp_path / "saved")
    assert [token.norm_ for token in nlp("Ｅ－ＭＩＨＯＮ")] == ["e-みほん"]


def test_a_lexicon_of_a_configuration_is_opened_with_the_first_text(tmp_path: Path) -> None:
    import spacy

    settings = {"@tokenizers": TOKENIZER, "lexicons": [str(tmp_path / "none.dic")]}
    nlp = spacy.blank("ja", config={"nlp": {"tokenizer": settings}})
    with pytest.raises(LexiconError, match=r"none\.dic"):
        nlp("県")


def test_a_lexicon_compiled_anew_in_its_place(tmp_path: Path) -> None:
    source, target = tmp_path / "terms.csv", tmp_path / "terms.dic"
    source.write_text("term\nみほん課\n", encoding="utf-8")
    compile_lexicon(source, target)
    first = Tokenizer("A", lexicons=[target])
    assert "みほん課" in first("みほん課と見本室").surfaces
    source.write_text("term\n見本室\n", encoding="utf-8")
    compile_lexicon(source, target)
    second = Tokenizer("A", lexicons=[target])
    assert "見本室" in second("みほん課と見本室").surfaces
    assert "みほん課" not in second("みほん課と見本室").surfaces
    assert first.dictionary != second.dictionary
    assert "みほん課" in first("みほん課が").surfaces  # what it has mapped is still whole
    assert sorted(path.name for path in tmp_path.iterdir()) == ["terms.csv", "terms.dic"]


def test_a_target_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "terms.csv").write_text("term\nみほん課\n", encoding="utf-8")
    (tmp_path / "terms.dic").mkdir()
    for target in (tmp_path / "terms.dic", tmp_path / "none" / "terms.dic"):
        with pytest.raises(LexiconError, match=r"cannot be written.*\n  where: .*terms\.dic"):
            compile_lexicon(tmp_path / "terms.csv", target)


def test_every_term_of_the_starter_lexicon_comes_out(tmp_path: Path) -> None:
    compiled = compile_lexicon(starter_lexicon(), tmp_path / "administrative.dic")
    assert compiled.problems == ()
    assert compiled.spellings >= 400
