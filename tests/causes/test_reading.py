"""How a passage is read: terms, stretches, features."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kict_nlp.causes.features import passage_features
from kict_nlp.causes.stretches import cut_passage
from kict_nlp.causes.terms import TermScanner, load_terms
from kict_nlp.causes.wording import trim_evidence
from kict_nlp.text.normalize import normalize

LETTERS = st.text("減少した不足。、\n・為ため", max_size=30)


@given(st.lists(st.text("あいう", min_size=1, max_size=4), min_size=1, max_size=6), LETTERS)
def test_terms_are_the_longest_at_each_place_and_none_lies_in_another(
    terms: list[str], text: str
) -> None:
    text = text.translate(str.maketrans("減少した", "あいうあ"))
    found = TermScanner({"some": terms}).find(text)
    last = 0
    expected = []
    for start in range(len(text)):
        matching = [term for term in terms if text.startswith(term, start)]
        if matching and start + len(max(matching, key=len)) > last:
            last = start + len(max(matching, key=len))
            expected.append((start, last))
    assert [(term.start, term.end) for term in found] == expected


def test_a_term_may_have_several_classes_and_is_found_normalised() -> None:
    scanner = TermScanner({"covid": ["コロナ"], "programme": ["コロナ", "ＤＸ"]})
    assert [term.classes for term in scanner.find("コロナとDX")] == [(0, 1), (1,)]


def test_terms_of_the_package_are_normalised_and_once_in_a_class() -> None:
    scanner = load_terms()
    assert len(set(scanner.classes)) == len(scanner.classes)
    assert [term.text for term in scanner.find(normalize("ｺﾛﾅ禍").text)] == ["コロナ禍"]


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60) | LETTERS)
def test_stretches_are_the_whole_passage(text: str) -> None:
    passage = cut_passage(text)
    assert "".join(stretch.text for stretch in passage.stretches) == passage.text
    ends = [0, *(stretch.end for stretch in passage.stretches)]
    assert [stretch.start for stretch in passage.stretches] == ends[:-1]
    assert len(passage_features(passage)) == len(passage.stretches)


def test_sentences_are_numbered() -> None:
    passage = cut_passage("着工が遅れ、目標を下回った。今後は早期の発注に努める。")
    assert [stretch.sentence for stretch in passage.stretches] == [0, 0, 1]


def test_features_know_pairs_clauses_and_what_stands_before() -> None:
    features = passage_features(cut_passage("資材の高騰により着工が遅れ、目標を下回った。"))
    assert "most:cause" in features[0].marks
    assert "cue:cause:by" in features[0].marks
    assert "miss:here" in features[2].marks
    assert any(name.startswith("p:") for name in features[0].words)
    assert "高騰" in features[0].grams


def test_evidence_loses_what_opens_and_closes_it() -> None:
    text = "また、利用者が減少したことにより、"
    [stretch] = [s for s in cut_passage(text).stretches if "減少" in s.text]
    start, end = trim_evidence(text, stretch)
    assert text[start:end] == "利用者が減少した"


def test_evidence_is_never_trimmed_away() -> None:
    text = "中止のため、"
    [stretch] = cut_passage(text).stretches
    start, end = trim_evidence(text, stretch)
    assert text[start:end].startswith("中止")
