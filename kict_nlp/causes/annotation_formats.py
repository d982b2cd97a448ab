"""Coded passages in the formats of annotation tools, both ways: Label Studio, doccano, Prodigy.

Each row carries what was exported under a key of its own (``kict``), which the tools keep. So a
row that nobody touched comes back as it was, with its sources and probabilities; a changed one
has the labels of a person.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from kict_nlp.causes.codebook import NONE, Codebook
from kict_nlp.causes.coding import CauseLabel
from kict_nlp.causes.review import CodedPassage, read_by_person
from kict_nlp.errors import CodebookError, ReviewError

Tool = Literal["label-studio", "doccano", "prodigy"]

_OWN = "kict"  # the key under which a row carries what was exported
_SURROGATE = re.compile("[\ud800-\udfff]")
_Span = tuple[int, int, str]
_Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a tool says of one passage: its text, the spans, whether somebody vouches for them.

    ``spans`` is None where no person gave any: the passage is then as it was exported.
    """

    text: object
    own: object
    spans: list[_Span] | None
    is_read: bool
    coder: str = ""
    comment: str = ""


def to_label_studio(passages: Iterable[CodedPassage]) -> str:
    """Return tasks for Label Studio: a JSON list, one task a line.

    The labels of rules and model are predictions, those of people annotations. The labelling
    configuration needs ``<Text name="text" value="$text"/>`` and ``<Labels name="label"
    toName="text">`` with the codes.

    Notes
    -----
    Source: labelstud.io/guide/task_format and /guide/predictions.
    """
    tasks = ",\n".join(_line(_label_studio_task(passage)) for passage in passages)
    return f"[\n{tasks}\n]\n"


def to_doccano(passages: Iterable[CodedPassage]) -> str:
    """Return JSON lines for a sequence labelling project of doccano.

    Notes
    -----
    Source: the examples of doccano's import dialogue: ``text``, ``label`` ([start, end, label]);
    other keys are kept as metadata.
    """
    return "".join(
        _line({"text": p.text, "label": [list(span) for span in _spans(p)], _OWN: _own(p)}) + "\n"
        for p in passages
    )


def to_prodigy(passages: Iterable[CodedPassage]) -> str:
    """Return JSON lines for Prodigy (spans.manual).

    Notes
    -----
    Source: prodi.gy/docs/api-interfaces: ``text``, ``spans`` (start, end, label), ``meta``; the
    answer of a person is ``accept``.
    """
    return "".join(_line(_prodigy_task(passage)) + "\n" for passage in passages)


def from_label_studio(text: str, codebook: Codebook) -> list[CodedPassage]:
    """Return the passages of an export from Label Studio (JSON), one for each annotation.

    A task that nobody annotated, or that was skipped, is as it was exported.

    Raises
    ------
    ReviewError
        The text is no such export, or a span or label is wrong: the message names each.
    """
    return _read(text, _label_studio_answers, codebook)


def from_doccano(text: str, codebook: Codebook) -> list[CodedPassage]:
    """Return the passages of an export from doccano (JSONL).

    doccano does not say whether somebody looked at a passage: it counts as read where its spans
    were changed. Errors are those of :func:`from_label_studio`.
    """
    return _read(text, _doccano_answers, codebook)


def from_prodigy(text: str, codebook: Codebook) -> list[CodedPassage]:
    """Return the passages of ``prodigy db-out``; accepted ones were read.

    Rejected and ignored ones are as they were exported.

    Errors are those of :func:`from_label_studio`.
    """
    return _read(text, _prodigy_answers, codebook)


def detect_tool(text: str) -> Tool:
    """Return the tool that a file comes from.

    Raises
    ------
    ReviewError
        It is of none of them.
    """
    row = next((row for _, row in _rows(text)), {})
    if "data" in row and isinstance(row["data"], dict):
        return "label-studio"
    if "spans" in row or "answer" in row:
        return "prodigy"
    if {"label", "labels", "entities"} & set(row):
        return "doccano"
    raise ReviewError(
        "This is no export of Label Studio, doccano or Prodigy.",
        hint="Give --format, if it is one all the same.",
    )


# ---------------------------------------------------------------- writing


def _line(row: _Row) -> str:
    line = json.dumps(row, ensure_ascii=False)
    return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", line)


def _own(passage: CodedPassage) -> _Row:
    own = asdict(passage)
    del own["text"]
    return own


def _spans(passage: CodedPassage) -> list[_Span]:
    return [
        (label.start, label.end, label.cause)
        for label in passage.labels
        if label.start is not None and label.end is not None
    ]


def _label_studio_task(passage: CodedPassage) -> _Row:
    result = [
        {
            "id": f"{number}",
            "from_name": "label",
            "to_name": "text",
            "type": "labels",
            "value": {
                "start": label.start,
                "end": label.end,
                "text": label.evidence,
                "labels": [label.cause],
            },
            "score": label.probability,
        }
        for number, label in enumerate(passage.labels)
        if label.start is not None
    ]
    data = {"text": passage.text, "id": passage.id, _OWN: _own(passage)}
    if passage.is_read:
        return {"data": data, "annotations": [{"result": result}]}
    return {"data": data, "predictions": [{"model_version": "kict", "result": result}]}


def _prodigy_task(passage: CodedPassage) -> _Row:
    spans = [{"start": start, "end": end, "label": code} for start, end, code in _spans(passage)]
    task = {"text": passage.text, "spans": spans, "meta": {"id": passage.id}, _OWN: _own(passage)}
    return {**task, "answer": "accept"} if passage.is_read else task


# ---------------------------------------------------------------- reading


def _read(
    text: str, answers: Callable[[_Row], Iterator[_Answer]], codebook: Codebook
) -> list[CodedPassage]:
    passages, problems = [], []
    for where, row in _rows(text):
        try:
            passages += [_passage(answer, codebook) for answer in answers(row)]
        except (ReviewError, CodebookError) as error:
            problems.append(f"  {where}: {error.message}")
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            problems.append(f"  {where}: the row is not built as expected ({error!r}).")
    if problems:
        count = f"{len(problems)} row{' is' if len(problems) == 1 else 's are'}"
        raise ReviewError(f"{count} wrong; nothing was taken over.\n" + "\n".join(problems))
    return passages


def _rows(text: str) -> Iterator[tuple[str, _Row]]:
    """The objects of a JSON list, or of JSON lines."""
    if text.lstrip().startswith("["):
        content = _parse(text, "the file")
        numbered = [(f"item {number}", row) for number, row in enumerate(content, 1)]
    else:
        lines = enumerate(text.split("\n"), 1)
        places = [(f"line {number}", line) for number, line in lines if line.strip()]
        numbered = [(where, _parse(line, where)) for where, line in places]
    for where, row in numbered:
        if not isinstance(row, dict):
            raise ReviewError("This is no JSON object.", where=where)
        yield where, row


def _parse(text: str, where: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise ReviewError(f"This is no JSON: {error}.", where=where) from error


def _label_studio_answers(row: _Row) -> Iterator[_Answer]:
    data = row["data"]
    given = [entry for entry in row.get("annotations") or () if not entry.get("was_cancelled")]
    if not given:  # predictions are no person's, ours or another model's
        yield _Answer(text=data["text"], own=data.get(_OWN), spans=None, is_read=False)
    for entry in given:
        yield _Answer(
            text=data["text"],
            own=data.get(_OWN),
            spans=[
                _label_studio_span(part["value"], str(data["text"]), label)
                for part in entry["result"]
                if part.get("type") == "labels"
                for label in part["value"]["labels"]
            ],
            is_read=True,
            coder=_label_studio_coder(entry.get("completed_by")),
        )


def _label_studio_coder(value: object) -> str:
    if isinstance(value, Mapping):
        return str(value.get("email") or value.get("id") or "")
    return "" if value is None else str(value)


def _label_studio_span(value: _Row, text: str, label: str) -> _Span:
    """Older versions count an emoji as two; the words, which come along, tell."""
    start, end, words = value["start"], value["end"], value.get("text")
    if words is not None and text[start:end] != words:
        units = text.encode("utf-16-le", "surrogatepass")
        if units[2 * start : 2 * end].decode("utf-16-le", "replace") == words:
            start = len(units[: 2 * start].decode("utf-16-le", "replace"))
            end = start + len(words)
        else:
            raise ReviewError(f"{words!r} does not stand in the text at {start} to {end}.")
    return start, end, label


def _doccano_answers(row: _Row) -> Iterator[_Answer]:
    if "entities" in row:
        spans = [(e["start_offset"], e["end_offset"], e["label"]) for e in row["entities"]]
    else:
        given = row["label"] if "label" in row else row["labels"]
        spans = [(start, end, label) for start, end, label in given]
    meta = row.get("meta") or {}
    yield _Answer(
        text=row["text"] if "text" in row else row["data"],
        own=row.get(_OWN) or meta.get(_OWN),
        spans=spans,
        is_read=bool(row.get("annotation_approver")),
        coder=str(row.get("annotation_approver") or ""),
        comment="\n".join(map(str, row.get("Comments") or ())),
    )


def _prodigy_answers(row: _Row) -> Iterator[_Answer]:
    is_read = row.get("answer") == "accept"
    refused = row.get("answer") in ("reject", "ignore")  # of what was marked nothing holds
    spans = [(span["start"], span["end"], span["label"]) for span in row.get("spans") or ()]
    annotator = row.get("_annotator_id") or row.get("_session_id") or ""
    yield _Answer(
        text=row["text"],
        own=row.get(_OWN),
        spans=None if refused else spans,
        is_read=is_read,
        coder=str(annotator) if is_read else "",
    )


def _passage(answer: _Answer, codebook: Codebook) -> CodedPassage:
    exported = _exported(answer)
    noted = replace(
        exported,
        coder=answer.coder or exported.coder,
        comment=answer.comment or exported.comment,
    )
    if answer.spans is None:
        return noted
    if sorted(answer.spans) == sorted(_spans(exported)):
        return read_by_person(noted) if answer.is_read and not exported.is_read else noted
    # Codes without evidence are no spans; nobody saw them in the tool, so nobody took them out.
    kept = [label for label in exported.labels if label.start is None and label.cause != NONE]
    labels = [_label(span, exported.text, codebook) for span in sorted(answer.spans)]
    return read_by_person(replace(noted, labels=(*labels, *kept)))


def _exported(answer: _Answer) -> CodedPassage:
    own = answer.own
    if isinstance(own, str):  # some tools keep what is nested as text
        own = json.loads(own)
    if not isinstance(own, Mapping) or not isinstance(answer.text, str):
        raise ReviewError(f"The row has no {_OWN!r}: it was not written by kict review export.")
    labels = tuple(CauseLabel(**label) for label in own["labels"])
    return CodedPassage(**{**own, "text": answer.text, "labels": labels})


def _label(span: _Span, text: str, codebook: Codebook) -> CauseLabel:
    start, end, code = span
    if not 0 <= start < end <= len(text):
        raise ReviewError(f"The span {start} to {end} does not lie in the text.")
    evidence = text[start:end]
    return CauseLabel(
        cause=codebook.check(code), probability=1.0, evidence=evidence, start=start, end=end
    )
