"""Words written down: what other programs must be able to read back."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kict_nlp.nlp.formats import Form, to_conllu, to_json, to_lines
from kict_nlp.nlp.pipeline import load_nlp
from kict_nlp.nlp.sentences import group_by_sentence
from kict_nlp.nlp.tokenizer import tokenize
from tests.text.test_normalize import texts

NLP = load_nlp("A")
UPOS = {
    *("ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM"),
    *("PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB", "X"),
}
anything = st.text(st.characters(exclude_categories=["Cs"]))


def read_conllu(content: str) -> list[tuple[dict[str, str], list[list[str]]]]:
    """The sentences of a CoNLL-U file, comments and rows; fails where the format is broken."""
    assert content == "" or content.endswith("\n\n")
    sentences = []
    for block in content.split("\n\n")[:-1]:
        lines = block.split("\n")
        comments = [line for line in lines if line.startswith("# ")]
        assert lines[: len(comments)] == comments
        rows = [line.split("\t") for line in lines[len(comments) :]]
        assert rows
        pairs = [comment[2:].split(" = ", 1) for comment in comments]
        sentences.append((dict(pairs), rows))
    return sentences


@given(texts | anything)
@example("県⺠が\r\n\r\n使った。\rＡ　Ｂ\u2028次")
@example("\u200b㈱\u200b。\u200b")
@example("a|b\\c=d\t_ _")
@example("\ufeff次\x0b\x0c\x1c\x85")
@example("\u2800\u3164\uffa0\u180e")
def test_conllu_is_valid(text: str) -> None:
    sentences = read_conllu(to_conllu(NLP(text)))
    last = 0
    for number, (comments, rows) in enumerate(sentences, 1):
        assert comments["sent_id"] == str(number)
        assert [row[0] for row in rows] == [str(place) for place in range(1, len(rows) + 1)]
        joined = ""
        for row in rows:
            assert len(row) == 10
            assert all(cell and cell == cell.strip() for cell in row)
            assert row[3] in UPOS
            assert " " not in row[4]
            misc = dict(pair.split("=", 1) for pair in row[9].split("|"))
            start, end = int(misc["Start"]), int(misc["End"])
            assert last <= start < end
            assert re.sub(r"\s+", " ", text[start:end]).strip() == row[1]
            joined += row[1] if misc.get("SpaceAfter") == "No" else row[1] + " "
            last = end
        assert comments["text"] == joined.rstrip()
    assert not sentences or {"split_mode", "dictionary"} <= set(sentences[0][0])


@given(texts | anything)
@example("Ａ　Ｂ\r\n\r\n次\r三")
def test_json_says_all_of_each_word(text: str) -> None:
    tokens = tokenize(text)
    content = json.loads(to_json(tokens))
    found = [token for sentence in content["sentences"] for token in sentence["tokens"]]
    assert [token["surface"] for token in found] == [
        token.surface for token in tokens if not token.is_space
    ]
    assert all(text[token["start"] : token["end"]] == token["surface"] for token in found)


@given(texts | anything, st.sampled_from(["surface", "dictionary", "normalized"]))
@example("Ａ　Ｂ\r\n\r\n次\r三\x0b四\x85", "surface")
@example("¯A", "normalized")
def test_a_line_a_sentence_and_a_space_between_words(text: str, form: Form) -> None:
    tokens = tokenize(text)
    lines = to_lines(tokens, form)
    sentences = group_by_sentence(tokens)
    assert [len(line.split(" ")) for line in lines] == [len(sentence) for sentence in sentences]
    assert all(word for line in lines for word in line.split(" "))
    assert all(line.splitlines() == [line] for line in lines)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_all_systems_are_the_same(end: str) -> None:
    text = f"・窓口の設置{end}・講習会の開催{end}{end}次へ{end}"
    assert to_lines(tokenize(text)) == ["・ 窓口 の 設置", "・ 講習 会 の 開催", "次 へ"]
    assert len(read_conllu(to_conllu(NLP(text)))) == 3
