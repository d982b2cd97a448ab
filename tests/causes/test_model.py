"""The shipped cause model: exact evidence, one answer a text, files that run nothing."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kict_nlp.causes.codebook import NONE, load_codebook
from kict_nlp.causes.coding import Coding
from kict_nlp.causes.model import CauseModel, load_cause_model
from kict_nlp.causes.model_files import CARD, WEIGHTS, model_files
from kict_nlp.errors import ModelError, TokenizeError
from kict_nlp.resources import find_resource

PLAIN = {
    "台風の影響により出荷量が計画を下回った。": "disaster",
    "新型コロナウイルス感染症の拡大により講座を中止した。": "covid",
    "落札額が予定価格を下回ったことにより、執行率は低くなった。": "cost_saving",
    "地権者との用地交渉が難航し、工事に着手できなかった。": "coordination",
    "資材価格の高騰により、整備箇所を減らさざるを得なかった。": "economy",
    "委託先の事業者が撤退したため、サービスを提供できなかった。": "partner_withdrawal",
    "担当職員の欠員により、訪問の回数を確保できなかった。": "resource",
    "調査結果の公表が翌年度となるため、実績値を把握できていない。": "measurement",
}
CAUSELESS = [
    "目標を達成した。引き続き普及啓発に努める。",
    "執行率が低い要因を分析し、必要な見直しを行うこと。",
    "",
    "。",
    "Ⅲ",
]


def check_spans(text: str, coding: Coding, codes: tuple[str, ...]) -> None:
    assert coding.labels
    for label in coding.labels:
        assert 0 <= label.probability <= 1
        if label.cause == NONE:
            assert len(coding.labels) == 1
            assert (label.evidence, label.start, label.end) == ("", None, None)
        else:
            assert label.cause in codes
            assert label.start is not None
            assert label.end is not None
            assert label.start < label.end
            assert text[label.start : label.end] == label.evidence
    assert set(coding.probabilities) == set(codes)


@pytest.mark.parametrize(("text", "cause"), PLAIN.items())
def test_plain_sentences_get_their_cause(shipped_model: CauseModel, text: str, cause: str) -> None:
    [coding] = shipped_model.predict([text])
    assert coding.causes == (cause,)
    check_spans(text, coding, shipped_model.codes)


@pytest.mark.parametrize("text", CAUSELESS)
def test_what_states_no_cause_is_none(shipped_model: CauseModel, text: str) -> None:
    [coding] = shipped_model.predict([text])
    assert [label.cause for label in coding.labels] == [NONE]


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
def test_evidence_lies_exactly_in_any_text(shipped_model: CauseModel, text: str) -> None:
    [coding] = shipped_model.predict([text])
    check_spans(text, coding, shipped_model.codes)


@given(
    st.lists(
        st.sampled_from(
            [*PLAIN, *CAUSELESS, "ｺﾛﾅ禍で⺠間の㈱みほんが撤退\nしたため、中止。\U0001f600"]
        ),
        min_size=1,
        max_size=4,
    ).map("".join)
)
def test_evidence_lies_exactly_in_joined_sentences(shipped_model: CauseModel, text: str) -> None:
    [coding] = shipped_model.predict([text])
    check_spans(text, coding, shipped_model.codes)


def test_texts_do_not_sway_each_other(shipped_model: CauseModel) -> None:
    texts = [*PLAIN, *CAUSELESS]
    together = shipped_model.predict(texts)
    alone = [coding for text in texts for coding in shipped_model.predict([text])]
    assert [coding.causes for coding in together] == [coding.causes for coding in alone]
    for one, other in zip(together, alone, strict=True):
        assert one.probabilities == pytest.approx(other.probabilities, abs=1e-6)


def test_texts_are_read_as_they_come(shipped_model: CauseModel) -> None:
    read = []

    def texts() -> Iterator[str]:
        for number in range(1200):
            read.append(number)
            yield "目標を達成した。"

    next(shipped_model.iter_predict(texts()))
    assert len(read) < 1200


def test_half_a_character_is_refused(shipped_model: CauseModel) -> None:
    with pytest.raises(TokenizeError):
        shipped_model.predict(["中止\ud800"])


def test_the_shipped_model_gives_every_code_of_the_codebook(shipped_model: CauseModel) -> None:
    assert shipped_model.codes == load_codebook().codes
    assert {counts.cause for counts in shipped_model.errors} == set(shipped_model.codes)


def test_the_shipped_model_learned_from_the_files_that_are_here(shipped_model: CauseModel) -> None:
    def sha256(path: Path) -> str:
        return hashlib.sha256(path.read_bytes()).hexdigest()

    corpus = find_resource("corpora/causes")
    package = Path(load_cause_model.__code__.co_filename).parents[1]
    learned = {source["name"]: source for source in shipped_model.card["learned_from"]}
    invented = {name for name, source in learned.items() if not source["real"]}
    assert invented == {path.stem for path in corpus.glob("*.jsonl")}
    for name in invented:
        assert learned[name]["sha256"] == sha256(corpus / f"{name}.jsonl"), name
    phrases = {path.stem: sha256(path) for path in (corpus / "phrases").glob("*.txt")}
    assert shipped_model.card["phrases"] == phrases
    assert shipped_model.card["terms_sha256"] == sha256(package / "causes" / "terms.toml")
    assert shipped_model.card["cues_sha256"] == sha256(package / "nlp" / "clause_cues.toml")


# ---------------------------------------------------------------- files


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    shutil.copytree(find_resource("models/causes"), tmp_path / "model")
    return tmp_path / "model"


def change_card(folder: Path, **changes: Any) -> None:
    card = json.loads((folder / CARD).read_text(encoding="utf-8"))
    (folder / CARD).write_text(json.dumps({**card, **changes}), encoding="utf-8")


def test_a_model_read_and_written_again_is_the_same_bytes(shipped_model: CauseModel) -> None:
    folder = find_resource("models/causes")
    for name, content in model_files(shipped_model).items():
        assert content == (folder / name).read_bytes(), name


def test_a_copy_is_loaded_from_anywhere(copied: Path, shipped_model: CauseModel) -> None:
    assert load_cause_model(copied).predict(PLAIN) == shipped_model.predict(PLAIN)


def test_another_format_is_refused(copied: Path) -> None:
    change_card(copied, format=99)
    with pytest.raises(ModelError, match="format 99"):
        load_cause_model(copied)


def test_weights_of_another_model_are_refused(copied: Path) -> None:
    (copied / WEIGHTS).write_bytes((copied / WEIGHTS).read_bytes() + b"x")
    with pytest.raises(ModelError, match="not the file"):
        load_cause_model(copied)


@pytest.mark.parametrize("name", [WEIGHTS, CARD])
def test_a_missing_file_is_named(copied: Path, name: str) -> None:
    (copied / name).unlink()
    with pytest.raises(ModelError, match=name):
        load_cause_model(copied)


@pytest.mark.parametrize("content", ["{", "[]", "3"])
def test_a_card_that_is_none_is_refused(copied: Path, content: str) -> None:
    (copied / CARD).write_text(content, encoding="utf-8")
    with pytest.raises(ModelError):
        load_cause_model(copied)


class Harmful:
    """Would leave a file behind if it were unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (self.path,)


def test_pickled_arrays_are_never_unpacked(copied: Path, tmp_path: Path) -> None:
    buffer = io.BytesIO()
    np.savez(buffer, names=np.array([Harmful(tmp_path / "harm")], dtype=object))
    (copied / WEIGHTS).write_bytes(buffer.getvalue())
    change_card(copied, weights_sha256=hashlib.sha256(buffer.getvalue()).hexdigest())
    with pytest.raises(ModelError, match="damaged"):
        load_cause_model(copied)
    assert not (tmp_path / "harm").exists()
