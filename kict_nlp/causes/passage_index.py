"""Labelled passages without their text: where each stands in a published file, and its labels."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kict_nlp.causes.codebook import NONE, Codebook
from kict_nlp.errors import CodebookError, EncodingError, PassageError
from kict_nlp.text.decoding import decode_text

Span = tuple[int, int]

INDEXES = ("rs2024_dev", "rs2024_more")  # in corpora/causes, each a CSV

_COLUMNS = (
    "id", "programme_id", "column", "start", "end", "length", "labels", "evidence", "outlook",
    "shortfall", "confidence",
)  # fmt: skip
_SPAN = re.compile(r"(?:(?P<code>[a-z][a-z0-9_]*):)?(?P<start>[0-9]+)-(?P<end>[0-9]+)")
_TRUTH = {"true": True, "false": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class PassagePlace:
    """A labelled passage that is told by its place.

    Attributes
    ----------
    id : str
        First 12 hex digits of the SHA-1 of the text in UTF-8.
    programme_id, column : str
        Row and column of the published table.
    start, end : int
        Place in that cell: code points, half open.
    length : int
        Code points of the text; fewer than ``end - start`` where the cell has line breaks that
        the text has not.
    labels : tuple of str
        Codes; ``("none",)`` where no cause is stated.
    evidence : mapping of str to tuple of (start, end)
        For each code the places, in the text, of the words that state it.
    outlook : tuple of (start, end)
        The places, in the text, of words on future action.
    shortfall : bool
        Whether the passage tells of a target missed.
    confidence : str
        How sure the reader was, where that was noted: high, medium or low.
    """

    id: str
    programme_id: str
    column: str
    start: int
    end: int
    length: int
    labels: tuple[str, ...]
    evidence: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    outlook: tuple[Span, ...] = ()
    shortfall: bool
    confidence: str = ""


def read_index(path: str | Path, codebook: Codebook) -> list[PassagePlace]:
    """Return the passages that an index names.

    Parameters
    ----------
    path : str or Path
        CSV as :func:`index_text` makes it, such as ``corpora/causes/rs2024_dev.csv``.
    codebook : Codebook
        Whose codes are allowed.

    Raises
    ------
    PassageError
        The file cannot be read, or a line is faulty: the message names the line.
    """
    path = Path(path)
    reader = csv.reader(io.StringIO(_content(path), newline=""))
    heading = tuple(next(reader, ()))
    if heading != _COLUMNS:
        raise PassageError(
            "This is no index of passages.",
            where=f"{path}, line 1",
            hint=f"Its columns must be {', '.join(_COLUMNS)}.",
        )
    places = [_place(row, codebook, f"{path}, line {reader.line_num}") for row in reader if row]
    doubles = [name for name, count in Counter(p.id for p in places).items() if count > 1]
    if doubles:
        raise PassageError(f"Ids stand twice: {', '.join(doubles)}.", where=str(path))
    return places


def index_text(places: Iterable[PassagePlace]) -> str:
    """Return an index as CSV: one header line, lines end with LF, spans as ``start-end``."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for place in places:
        evidence = [(code, span) for code, spans in place.evidence.items() for span in spans]
        writer.writerow(
            (
                place.id, place.programme_id, place.column, place.start, place.end, place.length,
                ";".join(place.labels),
                ";".join(f"{code}:{start}-{end}" for code, (start, end) in evidence),
                ";".join(f"{start}-{end}" for start, end in place.outlook),
                str(place.shortfall).lower(),
                place.confidence,
            )
        )  # fmt: skip
    return target.getvalue()


def _content(path: Path) -> str:
    try:
        return decode_text(path.read_bytes())[0]
    except OSError as error:
        raise PassageError("The index cannot be read.", where=str(path)) from error
    except EncodingError as error:
        raise PassageError(error.message, where=str(path), hint=error.hint) from error


def _place(row: list[str], codebook: Codebook, where: str) -> PassagePlace:
    if len(row) != len(_COLUMNS):
        raise PassageError(f"{len(_COLUMNS)} cells are expected, not {len(row)}.", where=where)
    cells = dict(zip(_COLUMNS, row, strict=True))
    length = _number(cells["length"], where)
    labels = _labels(cells["labels"], codebook, where)
    evidence: dict[str, list[Span]] = {}
    for code, span in _spans(cells["evidence"], length, where):
        if code not in labels:
            raise PassageError(f"There are words for {code!r}, but no such label.", where=where)
        evidence.setdefault(code, []).append(span)
    return PassagePlace(
        id=cells["id"],
        programme_id=cells["programme_id"],
        column=cells["column"],
        start=_number(cells["start"], where),
        end=_number(cells["end"], where),
        length=length,
        labels=labels,
        evidence={code: tuple(spans) for code, spans in evidence.items()},
        outlook=tuple(span for _, span in _spans(cells["outlook"], length, where)),
        shortfall=_truth(cells["shortfall"], where),
        confidence=cells["confidence"],
    )


def _labels(cell: str, codebook: Codebook, where: str) -> tuple[str, ...]:
    try:
        labels = tuple(codebook.check(code) for code in cell.split(";"))
    except CodebookError as error:
        raise PassageError(error.message, where=where, hint=error.hint) from error
    if NONE in labels and len(labels) > 1:
        raise PassageError("none stands beside other codes.", where=where)
    return labels


def _spans(cell: str, length: int, where: str) -> list[tuple[str, Span]]:
    """Spans of a cell, each with its code, which is empty where none is written."""
    spans = []
    for part in cell.split(";") if cell else ():
        found = _SPAN.fullmatch(part)
        span = (int(found["start"]), int(found["end"])) if found else (0, 0)
        if found is None or not span[0] < span[1] <= length:
            raise PassageError(
                f"{part!r} is no span of a text of {length} characters.", where=where
            )
        spans.append((found["code"] or "", span))
    return spans


def _number(cell: str, where: str) -> int:
    if cell.isascii() and cell.isdigit():
        return int(cell)
    raise PassageError(f"{cell!r} is no whole number.", where=where)


def _truth(cell: str, where: str) -> bool:
    if cell in _TRUTH:
        return _TRUTH[cell]
    raise PassageError(f"{cell!r} is neither true nor false.", where=where)
