"""How patterns over words are read: what is faulty, and what a pattern is written out to."""

from __future__ import annotations

import pytest

from kict_nlp.errors import KictError, PatternError
from kict_nlp.nlp.token_patterns import Branch, WordTest, parse_pattern


@pytest.mark.parametrize(
    "pattern",
    [
        "(影響",
        "影響)",
        "影響 <名詞",
        "* 影響",
        "影響 *+",
        "$nothing",
        "@",
        "影響 }",
        "| {2}",
        "(|*)",
    ],
)
def test_faulty_patterns_are_errors(pattern: str) -> None:
    with pytest.raises(PatternError) as caught:
        parse_pattern(pattern)
    assert isinstance(caught.value, KictError)
    assert pattern in str(caught.value)


def test_a_pattern_that_would_fill_the_memory_is_refused() -> None:
    with pytest.raises(PatternError, match="repeats too much"):
        parse_pattern("(影響{1,999}){1,999}")


def test_names_in_brackets_are_one_test() -> None:
    assert parse_pattern("(雨|雪)") == (WordTest(frozenset({"雨", "雪"}), "", ""),)


def test_word_part_of_speech_and_form_stand_together() -> None:
    assert parse_pattern("が<助詞-格助詞> <*> @連用形") == (
        WordTest(frozenset({"が"}), "助詞-格助詞", ""),
        WordTest(frozenset(), "", ""),
        WordTest(frozenset(), "", "連用形"),
    )


def test_repeats_are_written_out() -> None:
    word = WordTest(frozenset({"雨"}), "", "")
    assert parse_pattern("雨{2}") == (word, word)
    assert parse_pattern("雨{1,2}") == (word, Branch(1, 2), word)
    assert parse_pattern("雨+") == (word, Branch(1, 3), word, Branch(-2, -2))
