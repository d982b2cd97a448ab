"""Passages in the formats of annotation tools come back as they were, or as a person changed them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kict_nlp.causes.annotation_formats import (
    detect_tool,
    from_doccano,
    from_label_studio,
    from_prodigy,
    to_doccano,
    to_label_studio,
    to_prodigy,
)
from kict_nlp.causes.codebook import load_codebook
from kict_nlp.causes.coding import CauseLabel
from kict_nlp.causes.review import CodedPassage
from kict_nlp.errors import ReviewError

BOOK = load_codebook()
TOOLS = {
    "label-studio": (to_label_studio, from_label_studio),
    "doccano": (to_doccano, from_doccano),
    "prodigy": (to_prodigy, from_prodigy),
}
TEXT = "😀みほん県では資材の価格が上がった。"
ECONOMY = CauseLabel(
    cause="economy", probability=0.9, evidence="資材の価格が上がった", start=7, end=17
)
NOTHING = CauseLabel(cause="none", probability=0.6)
PASSAGE = CodedPassage(id="r3/Ⅰ①ア2", text=TEXT, labels=(ECONOMY,), context="橋の改良")


def rows(text: str) -> list[dict[str, Any]]:
    return json.loads(text) if text.startswith("[") else [json.loads(r) for r in text.splitlines()]


def lines(*items: dict[str, Any]) -> str:
    return "\n".join(json.dumps(item) for item in items)


@st.composite
def passages(draw: st.DrawFn) -> CodedPassage:
    text = draw(st.text(min_size=1, max_size=30))
    labels = []
    source = draw(st.sampled_from(["rule", "model", "person"]))
    for cause in draw(st.lists(st.sampled_from(BOOK.codes), max_size=4)):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        bare = CauseLabel(cause=cause, probability=draw(st.floats(0, 1)), source=source)
        placed = replace(bare, evidence=text[start:end], start=start, end=end)
        labels.append(draw(st.sampled_from([bare, placed])))
    none = draw(st.sampled_from([(), (replace(NOTHING, source=source),)]))
    return CodedPassage(
        id=draw(st.text()), text=text, labels=tuple(labels) or none,
        coder=draw(st.text()), comment=draw(st.text()), context=draw(st.text()),
    )  # fmt: skip


@pytest.mark.parametrize("tool", TOOLS)
@given(given_passages=st.lists(passages(), max_size=4))
def test_what_nobody_touched_comes_back_as_it_was(
    tool: str, given_passages: list[CodedPassage]
) -> None:
    to, from_ = TOOLS[tool]
    text = to(given_passages)
    assert from_(text, BOOK) == given_passages
    text.encode()  # can be written to a file
    if given_passages:
        assert detect_tool(text) == tool


def test_the_rows_are_built_as_the_tools_expect() -> None:
    (task,) = rows(to_label_studio([PASSAGE]))
    assert task["data"]["text"] == TEXT
    (region,) = task["predictions"][0]["result"]
    assert (region["from_name"], region["to_name"], region["type"]) == ("label", "text", "labels")
    assert region["value"] == {
        "start": 7,
        "end": 17,
        "text": ECONOMY.evidence,
        "labels": ["economy"],
    }
    (row,) = rows(to_doccano([PASSAGE]))
    assert (row["text"], row["label"]) == (TEXT, [[7, 17, "economy"]])
    (task,) = rows(to_prodigy([PASSAGE]))
    assert task["spans"] == [{"start": 7, "end": 17, "label": "economy"}]
    assert "answer" not in task
    (task,) = rows(to_prodigy([replace(PASSAGE, labels=(replace(ECONOMY, source="person"),))]))
    assert task["answer"] == "accept"


def region(start: int, end: int, words: str, code: str) -> dict[str, Any]:
    value = {"start": start, "end": end, "text": words, "labels": [code]}
    return {"from_name": "label", "to_name": "text", "type": "labels", "value": value}


def by_label_studio(*given: dict[str, Any], **more: Any) -> str:
    (task,) = rows(to_label_studio([PASSAGE]))
    return json.dumps([{**task, "id": 5, "annotations": [{"result": list(given), **more}]}])


def by_doccano(**changed: Any) -> str:
    (row,) = rows(to_doccano([PASSAGE]))
    return lines({"id": 5, **row, "Comments": [], **changed})


def by_prodigy(**changed: Any) -> str:
    (task,) = rows(to_prodigy([PASSAGE]))
    return lines({**task, "_input_hash": 1, "_session_id": "set-yamada", **changed})


DELAY = [[1, 5, "delay"]]


@pytest.mark.parametrize(
    ("from_", "text"),
    [
        (from_label_studio, by_label_studio(region(1, 5, "みほん県", "delay"))),
        (from_label_studio, by_label_studio(region(2, 6, "みほん県", "delay"))),  # as UTF-16
        (from_doccano, by_doccano(label=DELAY)),
        (from_doccano, by_doccano(entities=[{"start_offset": 1, "end_offset": 5, "label": "delay"}])),
        (from_doccano, lines({"data": TEXT, "labels": DELAY, "meta": {"kict": rows(by_doccano())[0]["kict"]}})),
        (from_prodigy, by_prodigy(spans=[{"start": 1, "end": 5, "label": "delay"}], answer="accept")),
    ],
)  # fmt: skip
def test_changed_spans_are_a_persons(from_: Callable[..., list[CodedPassage]], text: str) -> None:
    (found,) = from_(text, BOOK)
    assert found.labels == (
        CauseLabel(
            cause="delay", probability=1, evidence="みほん県", start=1, end=5, source="person"
        ),
    )
    assert (found.id, found.context) == ("r3/Ⅰ①ア2", "橋の改良")


@pytest.mark.parametrize(
    ("from_", "text", "coder"),
    [
        (from_label_studio, by_label_studio(completed_by={"email": "yamada@example.org"}), "yamada@example.org"),
        (from_label_studio, by_label_studio(completed_by=3), "3"),
        (from_doccano, by_doccano(label=[]), ""),
        (from_prodigy, by_prodigy(spans=[], answer="accept"), "set-yamada"),
    ],
)  # fmt: skip
def test_no_spans_left_means_that_no_cause_is_stated(
    from_: Callable[..., list[CodedPassage]], text: str, coder: str
) -> None:
    (found,) = from_(text, BOOK)
    assert found.labels == (CauseLabel(cause="none", probability=1, source="person"),)
    assert found.coder == coder


def test_who_accepts_what_was_found_has_read_it() -> None:
    (found,) = from_prodigy(by_prodigy(answer="accept"), BOOK)
    assert found.labels == (replace(ECONOMY, probability=1.0, source="person"),)
    (ignored,) = from_prodigy(by_prodigy(answer="ignore"), BOOK)
    assert ignored == PASSAGE
    (cancelled,) = from_label_studio(by_label_studio(was_cancelled=True), BOOK)
    assert cancelled == PASSAGE


@pytest.mark.parametrize("answer", ["reject", "ignore"])
def test_what_was_refused_in_prodigy_is_nobodys_reading(answer: str) -> None:
    (row,) = rows(to_prodigy([PASSAGE]))
    changed = lines({**row, "spans": [], "answer": answer})
    assert from_prodigy(changed, BOOK) == [PASSAGE]


def test_predictions_of_another_model_are_no_persons() -> None:
    (task,) = rows(to_label_studio([PASSAGE]))
    theirs = {**task, "predictions": [{"model_version": "theirs", "result": []}]}
    assert from_label_studio(json.dumps([theirs]), BOOK) == [PASSAGE]


def test_two_annotations_are_two_readings() -> None:
    (task,) = rows(to_label_studio([PASSAGE]))
    both = [{"result": [], "completed_by": 1}, {"result": [], "completed_by": 2}]
    found = from_label_studio(json.dumps([{**task, "annotations": both}]), BOOK)
    assert [passage.coder for passage in found] == ["1", "2"]


def test_a_code_without_evidence_is_not_lost_when_spans_are_changed() -> None:
    bare = CauseLabel(cause="resource", probability=0.9)
    (row,) = rows(to_doccano([replace(PASSAGE, labels=(ECONOMY, bare))]))
    (found,) = from_doccano(lines({**row, "label": DELAY}), BOOK)
    assert [label.cause for label in found.labels] == ["delay", "resource"]


@pytest.mark.parametrize(
    ("from_", "text", "message"),
    [
        (from_doccano, by_doccano(label=[[1, 5, "weather"]]), "line 1: There is no code 'weather'"),
        (from_doccano, by_doccano(label=[[1, 99, "delay"]]), "line 1: The span 1 to 99 does not lie"),
        (from_doccano, by_doccano(label=[[1, 5]]), "line 1: the row is not built as expected"),
        (from_doccano, lines({"text": "a", "label": []}), "line 1: The row has no 'kict'"),
        (from_prodigy, "{\n", "no JSON"),
        (from_prodigy, "[1]", "no JSON object"),
        (from_label_studio, by_label_studio(region(1, 5, "よほん県", "delay")),
         "item 1: 'よほん県' does not stand in the text at 1 to 5"),
    ],
)  # fmt: skip
def test_wrong_rows_are_named(
    from_: Callable[..., list[CodedPassage]], text: str, message: str
) -> None:
    with pytest.raises(ReviewError) as caught:
        from_(text, BOOK)
    assert message in str(caught.value)


def test_another_file_is_of_no_tool() -> None:
    with pytest.raises(ReviewError, match="no export of Label Studio"):
        detect_tool('{"id": "a"}')
