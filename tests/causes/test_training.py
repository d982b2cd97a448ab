"""Fitting the cause model to few passages: repeatable, honest about what was held out."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from kict_nlp.causes import training
from kict_nlp.causes.codebook import load_codebook
from kict_nlp.causes.model_files import model_files
from kict_nlp.causes.passages import read_passages
from kict_nlp.errors import PassageError

OWN = """
format = 1
[codes.election]
group = "external"
ja = "選挙"
en = "election"
"""


@pytest.mark.usefixtures("small_corpus")
def test_the_same_lessons_give_the_same_bytes() -> None:
    book = load_codebook()
    first, second = (training.train_model(book, []) for _ in range(2))
    assert model_files(first.model) == model_files(second.model)
    assert first.model.card["real_passages"] is False
    assert list(first.evaluations) == ["places"]
    assert first.evaluations["places"].passages == 120


def test_figures_are_of_passages_held_out(small_corpus: Path) -> None:
    trained = training.train_model(load_codebook(), [])
    passages = read_passages(small_corpus / "places.jsonl", load_codebook())
    seen = trained.model.predict(passage.text for passage in passages)
    right = [c.causes == p.causes for c, p in zip(seen, passages, strict=True)]
    # The model knows these passages by now; what it reports is what it gave before it did.
    assert trained.evaluations["places"].exact < sum(right) / len(right)


def election_passages(folder: Path) -> Path:
    rows = [
        {
            "id": f"e{number}",
            "text": f"{place}の選挙の執行と重なり、{what}を開けなかった。",
            "labels": ["election"],
            "evidence": {"election": "選挙の執行と重なり"},
        }
        for number, (place, what) in enumerate(
            (place, what)
            for place in ("市長", "村議会", "県議会", "衆議院")
            for what in ("説明会", "講座", "審議会", "見学会")
        )
    ]
    path = folder / "elections.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


@pytest.mark.usefixtures("small_corpus")
def test_codes_of_ones_own_are_learned(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(OWN, encoding="utf-8")
    book = load_codebook(tmp_path / "own.toml")
    real = read_passages(election_passages(tmp_path), book)
    trained = training.train_model(book, [("elections", real)])
    [coding] = trained.model.predict(["町長の選挙の執行と重なり、研修会を開けなかった。"])
    assert "election" in coding.causes
    assert trained.model.card["real_passages"] is True
    assert {counts.tp + counts.fn for counts in trained.model.errors} == {0, 16}


def test_a_passage_that_is_there_twice_is_refused(small_corpus: Path) -> None:
    book = load_codebook()
    again = read_passages(small_corpus / "places.jsonl", book)[:1]
    with pytest.raises(PassageError, match="twice"):
        training.train_model(book, [("again", again)])


def test_two_sources_of_one_name_are_refused(small_corpus: Path) -> None:
    book = load_codebook()
    own = [replace(read_passages(small_corpus / "places.jsonl", book)[0], id="own")]
    with pytest.raises(PassageError, match="2 files of passages are called places"):
        training.train_model(book, [("places", own)])
