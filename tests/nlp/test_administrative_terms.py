"""The starter lexicon of administrative terms: whole, unique, read right."""

from __future__ import annotations

import csv
import re
from collections import Counter
from importlib.resources import files

import pytest

from kict_nlp.nlp.tokenizer import tokenize
from kict_nlp.text.normalize import normalize

CATEGORIES = {
    "welfare", "health", "children", "education", "culture", "gender", "community", "disaster",
    "safety", "environment", "agriculture", "industry", "labour", "tourism", "transport",
    "infrastructure", "digital", "finance", "administration", "personnel", "evaluation",
}  # fmt: skip
KATAKANA = re.compile("[ァ-ヴー]+")


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    path = files("kict_nlp") / "nlp/lexicon/administrative.csv"
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def spellings(row: dict[str, str]) -> list[str]:
    return [row["term"], *filter(None, row["synonyms"].split(";"))]


def test_every_row_has_its_columns(rows: list[dict[str, str]]) -> None:
    assert len(rows) >= 400
    for row in rows:
        assert list(row) == ["term", "reading", "synonyms", "category"]
        assert row["term"]
        assert None not in row.values()


def test_every_field_of_policy_has_terms(rows: list[dict[str, str]]) -> None:
    counts = Counter(row["category"] for row in rows)
    assert set(counts) == CATEGORIES
    assert min(counts.values()) >= 10


def test_no_spelling_stands_twice(rows: list[dict[str, str]]) -> None:
    counts = Counter(normalize(form).text.casefold() for row in rows for form in spellings(row))
    assert [form for form, count in counts.items() if count > 1] == []


def test_spellings_are_normalised(rows: list[dict[str, str]]) -> None:
    for row in rows:
        for form in spellings(row):
            assert form == normalize(form).text
            assert form == form.strip()


def test_readings_are_katakana(rows: list[dict[str, str]]) -> None:
    assert [row for row in rows if not KATAKANA.fullmatch(row["reading"])] == []


def test_readings_agree_with_kana_in_the_term(rows: list[dict[str, str]]) -> None:
    # Whatever stands in kana in a term must stand in its reading, in the same order.
    for row in rows:
        place = 0
        for kana in re.findall("[ァ-ヴー]{2,}", row["term"]):
            place = row["reading"].find(kana, place)
            assert place >= 0, row
            place += len(kana)


@pytest.mark.parametrize(
    ("term", "reading"),
    [
        ("豚熱", "ブタネツ"),
        ("担い手不足", "ニナイテブソク"),
        ("特定空家等", "トクテイアキヤトウ"),
        ("有収率", "ユウシュウリツ"),
        ("東京一極集中", "トウキョウイッキョクシュウチュウ"),
    ],
)
def test_readings_where_the_dictionary_errs(
    rows: list[dict[str, str]], term: str, reading: str
) -> None:
    assert {row["term"]: row["reading"] for row in rows}[term] == reading


def test_abbreviations_lead_to_their_term(rows: list[dict[str, str]]) -> None:
    terms = {form: row["term"] for row in rows for form in spellings(row)}
    assert terms["社協"] == "社会福祉協議会"
    assert terms["まん防"] == "まん延防止等重点措置"
    assert terms["マイナカード"] == "マイナンバーカード"
    assert terms["DX"] == "デジタルトランスフォーメーション"


def test_most_terms_are_new_to_the_dictionary(rows: list[dict[str, str]]) -> None:
    known = [row["term"] for row in rows if len(tokenize(row["term"], "C")) == 1]
    assert len(known) < len(rows) / 5
