"""Passages with the causes that people found in them, as JSON lines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kict_nlp.causes.codebook import NONE, Codebook
from kict_nlp.errors import CodebookError, PassageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A passage and its causes.

    Attributes
    ----------
    id, text : str
    labels : tuple of str
        Codes; ``("none",)`` where no cause is stated.
    evidence : mapping of str to tuple of (start, end)
        For each code the places of the words that state it: code points, half open.
    outlook : tuple of (start, end)
        The places of words on future action.
    group : str
        Passages of one group (a programme, a report) are kept together in cross-validation.
    """

    id: str
    text: str
    labels: tuple[str, ...]
    evidence: Mapping[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    outlook: tuple[tuple[int, int], ...] = ()
    group: str = ""

    @property
    def causes(self) -> tuple[str, ...]:
        """The codes, without ``none``."""
        return tuple(label for label in self.labels if label != NONE)


def read_passages(path: str | Path, codebook: Codebook) -> list[Passage]:
    """Return the passages of a file of JSON lines.

    Parameters
    ----------
    path : str or Path
        UTF-8. Each line an object with ``id``, ``text``, ``labels`` (codes), and where known
        ``evidence`` (code → words of the text, or a list of them), ``outlook`` (a list of words),
        ``programme_id`` (or ``group``); other keys are left alone. Words stand for their first
        place in the text; ``[start, end]`` in their stead names another.
    codebook : Codebook
        Whose codes are allowed.

    Raises
    ------
    PassageError
        The file cannot be read, or a line is faulty: the message names the line.
    """
    path = Path(path)
    passages = []
    for where, row in _rows(path):
        passages.append(_passage(row, codebook, where))
    _refuse_doubles(passages, path)
    return passages


def passages_text(passages: Iterable[Passage]) -> str:
    """Return passages as JSON lines, from which :func:`read_passages` makes the same passages."""
    return "".join(json.dumps(_row(passage), ensure_ascii=False) + "\n" for passage in passages)


def _row(passage: Passage) -> dict[str, Any]:
    evidence = passage.evidence.items()
    return {
        "id": passage.id,
        "text": passage.text,
        "labels": passage.labels,
        "evidence": {
            code: [_part(span, passage.text) for span in spans] for code, spans in evidence
        },
        "outlook": [_part(span, passage.text) for span in passage.outlook],
        "group": passage.group,
    }


def _part(span: tuple[int, int], text: str) -> str | tuple[int, int]:
    """The words of a place, or the place where its words stand earlier too."""
    words = text[slice(*span)]
    return words if text.find(words) == span[0] else span


def _rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise PassageError("The passages cannot be read.", where=str(path)) from error
    except UnicodeDecodeError as error:
        raise PassageError(
            "The passages are not UTF-8.", where=str(path), hint="Save the file as UTF-8."
        ) from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        where = f"{path}, line {number}"
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise PassageError(f"This line is no JSON: {error}.", where=where) from error
        if not isinstance(row, dict):
            raise PassageError("This line is no JSON object.", where=where)
        yield where, row


def _passage(row: Mapping[str, Any], codebook: Codebook, where: str) -> Passage:
    text = _string(row, "text", where)
    labels = _labels(row, codebook, where)
    evidence = row.get("evidence") or {}
    if not isinstance(evidence, dict):
        raise PassageError("evidence must map codes to words.", where=where)
    if stray := set(evidence) - set(labels):
        raise PassageError(
            f"There is evidence for {', '.join(sorted(stray))}, which is not among the labels.",
            where=where,
            hint="Add the label, or take the evidence out.",
        )
    return Passage(
        id=_string(row, "id", where),
        text=text,
        labels=labels,
        evidence={code: tuple(_places(words, text, where)) for code, words in evidence.items()},
        outlook=tuple(_places(row.get("outlook") or [], text, where)),
        group=str(row.get("programme_id") or row.get("group") or row["id"]),
    )


def _string(row: Mapping[str, Any], key: str, where: str) -> str:
    value = row.get(key)
    if isinstance(value, str) and value:
        return value
    raise PassageError(f"The row has no {key}.", where=where, hint="Give id and text as strings.")


def _labels(row: Mapping[str, Any], codebook: Codebook, where: str) -> tuple[str, ...]:
    labels = row.get("labels")
    if not isinstance(labels, list) or not labels:
        raise PassageError(
            "The row has no labels.", where=where, hint='Give a list of codes; ["none"] for none.'
        )
    try:
        checked = tuple(dict.fromkeys(codebook.check(str(label)) for label in labels))
    except CodebookError as error:
        raise PassageError(error.message, where=where, hint=error.hint) from error
    if NONE in checked and len(checked) > 1:
        raise PassageError("none stands beside other codes.", where=where)
    return checked


def _places(words: object, text: str, where: str) -> Iterator[tuple[int, int]]:
    if not isinstance(words, str | list):
        raise PassageError("Words or a list of words are expected.", where=where)
    for part in [words] if isinstance(words, str) else words:
        place = _place(part, text)
        if place is None:
            raise PassageError(f"{part!r} does not stand in the text.", where=where)
        yield place


def _place(part: object, text: str) -> tuple[int, int] | None:
    """Where words first stand, or the place itself; None if it is not in the text."""
    match part:
        case str() if part and part in text:
            start = text.index(part)
            return start, start + len(part)
        case [int(start), int(end)] if 0 <= start < end <= len(text):
            return start, end
    return None


def _refuse_doubles(passages: Iterable[Passage], path: Path) -> None:
    seen: set[str] = set()
    for passage in passages:
        if passage.id in seen:
            raise PassageError(f"The id {passage.id} stands twice.", where=str(path))
        seen.add(passage.id)
