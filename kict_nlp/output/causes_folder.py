"""The causes in a folder of results: read for people to review, and replaced by what they say."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from kict_nlp.causes.coding import CauseLabel, Source
from kict_nlp.causes.review import CodedPassage
from kict_nlp.errors import EncodingError, ReviewError
from kict_nlp.output.folder import whole_file
from kict_nlp.output.package import check_package, update_resource
from kict_nlp.output.source_texts import MEASURES, joined_texts
from kict_nlp.text.decoding import decode_text

CAUSES, TEXTS = "causes.csv", "texts.csv"
REVIEW, OVERRIDDEN = "review.csv", "causes_overridden.csv"

_COLUMNS = ("cause", "probability", "evidence", "start", "end", "source")
_NOTES = ("id", "coder", "comment")
_Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class _Table:
    """A CSV as it stands: every cell a text, columns in their order."""

    columns: tuple[str, ...]
    rows: list[_Row]

    @property
    def key(self) -> str:
        """The column that names the passage."""
        return "measure_id" if "measure_id" in self.columns else "id"


def read_coded_folder(directory: str | Path, texts: str | Path | None = None) -> list[CodedPassage]:
    """Return the passages of a folder of results with their causes.

    Parameters
    ----------
    directory : str or Path
        What ``kict classify`` wrote (``causes.csv``), or ``kict extract``: then every explanation
        of its measures, without causes.
    texts : str or Path, optional
        Where the texts are, if not in ``texts.csv`` or ``measures.csv`` of the folder: a CSV with
        the columns ``id`` and ``text``, or JSON lines with these keys.

    Returns
    -------
    list of CodedPassage
        In the order of ``causes.csv``, then those that nothing has coded yet; without empty texts,
        with coder and comment of earlier reviews.

    Raises
    ------
    ReviewError
        A file is missing or faulty, a text is not there, or evidence does not stand in it.
    """
    folder = Path(directory)
    found = _texts(folder, None if texts is None else Path(texts))
    causes = _read_causes(folder)
    labels: dict[str, list[CauseLabel]] = {}
    for number, row in enumerate(causes.rows, 2):
        where = f"{folder / CAUSES}, row {number}"
        labels.setdefault(row[causes.key], []).append(_label(row, where))
    notes = _read_notes(folder)
    passages = []
    for name in dict.fromkeys([*labels, *found]):
        if name not in found:
            raise ReviewError(
                f"There is no text of {name!r}.",
                where=str(folder),
                hint="Give --texts FILE with the columns id and text.",
            )
        text, context = found[name]
        if not text:  # nothing to read
            continue
        _check_places(name, text, labels.get(name, ()), folder)
        note = notes.get(name, {})
        passages.append(
            CodedPassage(
                id=name,
                text=text,
                labels=tuple(labels.get(name, ())),
                coder=note.get("coder", ""),
                comment=note.get("comment", ""),
                context=context,
            )
        )
    return passages


def write_reviewed(
    directory: str | Path, passages: Iterable[CodedPassage], texts: str | Path | None = None
) -> list[str]:
    """Put what people said into a folder of results.

    Parameters
    ----------
    directory : str or Path
        The folder that the passages were exported from. In ``causes.csv`` the rows of passages
        that people read are replaced; the old ones are added to ``causes_overridden.csv``. Coders
        and comments go to ``review.csv``. Nothing else is changed, and importing the same again
        changes nothing.
    passages : iterable of CodedPassage
        Those that nobody read are left as they are in the folder, but for their comments.
    texts : str or Path, optional
        As for :func:`read_coded_folder`.

    Returns
    -------
    list of str
        Ids of the passages whose codes are now different or a person's.

    Raises
    ------
    ReviewError
        A passage is there twice, is not in the folder, or has another text there.
    OutputError
        The folder cannot be written to, or its data package is faulty.
    """
    folder = Path(directory)
    check_package(folder)
    reviewed = _by_id(passages)
    current = {passage.id: passage for passage in read_coded_folder(folder, texts)}
    _check_same(reviewed, current, folder)
    changed = {
        name: passage
        for name, passage in reviewed.items()
        if passage.is_read and passage.labels != current[name].labels
    }
    causes = _read_causes(folder)
    if not causes.columns:
        key = "measure_id" if (folder / MEASURES).exists() and texts is None else "id"
        causes = _Table((key, *_COLUMNS), [])
    overridden = [row for row in causes.rows if row[causes.key] in changed]
    if overridden:
        before = _read_if_there(folder / OVERRIDDEN)
        columns = tuple(dict.fromkeys([*before.columns, *causes.columns]))
        _write(folder / OVERRIDDEN, columns, [*before.rows, *overridden])
    _write_notes(folder, reviewed)
    if changed:
        _write(folder / CAUSES, causes.columns, _replaced(causes, changed))
        update_resource(folder, CAUSES)
    return list(changed)


def reviewed_text(passages: Iterable[CodedPassage]) -> str:
    """Return passages as CSV: the columns of ``causes.csv`` with coder and comment."""
    rows = [
        {**row, "coder": passage.coder, "comment": passage.comment}
        for passage in passages
        for row in _cause_rows("id", passage)
    ]
    return _csv_text(("id", *_COLUMNS, "coder", "comment"), rows)


# ---------------------------------------------------------------- texts and labels


def _texts(folder: Path, given: Path | None) -> dict[str, tuple[str, str]]:
    """Id → text and context (the name of the measure)."""
    if given is not None:
        table = _read_lines(given) if given.suffix.casefold() == ".jsonl" else _read(given)
        return _column_pairs(table, "id", "text", given)
    if (folder / TEXTS).exists():
        return _column_pairs(_read(folder / TEXTS), "id", "text", folder / TEXTS)
    if (folder / MEASURES).exists():
        table = _read(folder / MEASURES)
        return _column_pairs(table, "measure_id", "explanation", folder / MEASURES)
    raise ReviewError(
        f"There are no texts: neither {MEASURES} nor {TEXTS}.",
        where=str(folder),
        hint="Give a folder that kict extract or kict classify wrote, or --texts FILE.",
    )


def _column_pairs(table: _Table, key: str, text: str, path: Path) -> dict[str, tuple[str, str]]:
    _check_columns(table, (key, text), path)
    rows: dict[str, list[_Row]] = {}
    for row in table.rows:
        rows.setdefault(row[key], []).append(row)
    return {
        name: (joined_texts(row[text] for row in own), own[0].get("measure", ""))
        for name, own in rows.items()
    }


def _label(row: _Row, where: str) -> CauseLabel:
    if row["source"] not in get_args(Source):
        raise ReviewError(f"{row['source']!r} is no source of causes.", where=where)
    try:
        return CauseLabel(
            cause=row["cause"],
            probability=float(row["probability"]),
            evidence=row["evidence"],
            start=int(row["start"]) if row["start"] else None,
            end=int(row["end"]) if row["end"] else None,
            source=row["source"],  # type: ignore[arg-type]  # checked above
        )
    except ValueError as error:
        raise ReviewError(f"This is no number: {error}.", where=where) from error


def _check_places(name: str, text: str, labels: Iterable[CauseLabel], folder: Path) -> None:
    for label in labels:
        if label.start is not None and text[label.start : label.end] != label.evidence:
            raise ReviewError(
                f"The evidence {label.evidence!r} of {name!r} does not stand in its text "
                f"at {label.start}.",
                where=str(folder),
                hint="Run kict classify again.",
            )


def _by_id(passages: Iterable[CodedPassage]) -> dict[str, CodedPassage]:
    reviewed: dict[str, CodedPassage] = {}
    for passage in passages:
        if passage.id in reviewed:
            raise ReviewError(
                f"The passage {passage.id!r} was coded twice.",
                hint="Export the annotations of one person, and import them one after the other.",
            )
        reviewed[passage.id] = passage
    return reviewed


def _check_same(
    reviewed: Mapping[str, CodedPassage], current: Mapping[str, CodedPassage], folder: Path
) -> None:
    unknown = [name for name in reviewed if name not in current]
    other = [name for name in reviewed if name not in unknown and
             reviewed[name].text != current[name].text]  # fmt: skip
    for names, what in ((unknown, "is not in"), (other, "has another text in")):
        if names:
            more = f" and {len(names) - 1} more" if len(names) > 1 else ""
            raise ReviewError(
                f"The passage {names[0]!r}{more} {what} the folder.",
                where=str(folder),
                hint="Give the folder that it was exported from, as it was then.",
            )


# ---------------------------------------------------------------- tables


def _replaced(causes: _Table, changed: Mapping[str, CodedPassage]) -> list[_Row]:
    """The rows of the table, those of changed passages where the first of each stood."""
    rows: list[_Row] = []
    left = dict(changed)
    for row in causes.rows:
        name = row[causes.key]
        if name in left:
            rows += _cause_rows(causes.key, left.pop(name))
        elif name not in changed:
            rows.append(row)
    for passage in left.values():
        rows += _cause_rows(causes.key, passage)
    return rows


def _cause_rows(key: str, passage: CodedPassage) -> list[_Row]:
    return [
        {
            key: passage.id,
            "cause": label.cause,
            "probability": str(label.probability),
            "evidence": label.evidence,
            "start": "" if label.start is None else str(label.start),
            "end": "" if label.end is None else str(label.end),
            "source": label.source,
        }
        for label in passage.labels
    ]


def _write_notes(folder: Path, reviewed: Mapping[str, CodedPassage]) -> None:
    """Coder and comment of each passage that has one; those of other passages stay."""
    notes = _read_notes(folder)
    before = dict(notes)
    for name, passage in reviewed.items():
        if passage.is_read or passage.comment:
            notes[name] = {"id": name, "coder": passage.coder, "comment": passage.comment}
    if notes != before:
        _write(folder / REVIEW, _NOTES, list(notes.values()))


def _read_causes(folder: Path) -> _Table:
    """The table of causes; without columns where the folder has none yet."""
    table = _read_if_there(folder / CAUSES)
    if (folder / CAUSES).exists():
        _check_columns(table, (table.key, *_COLUMNS), folder / CAUSES)
    return table


def _read_notes(folder: Path) -> dict[str, _Row]:
    """Id → the row of ``review.csv``."""
    table = _read_if_there(folder / REVIEW)
    if (folder / REVIEW).exists():
        _check_columns(table, _NOTES, folder / REVIEW)
    return {row["id"]: row for row in table.rows}


def _check_columns(table: _Table, needed: Iterable[str], path: Path) -> None:
    if missing := set(needed) - set(table.columns):
        raise ReviewError(f"The table has no column {', '.join(sorted(missing))}.", where=str(path))


def _read_if_there(path: Path) -> _Table:
    return _read(path) if path.exists() else _Table((), [])


def _read(path: Path) -> _Table:
    text = _content(path)
    try:
        rows = list(csv.DictReader(io.StringIO(text, newline=""), restval=""))
    except csv.Error as error:
        raise ReviewError(f"This is no CSV: {error}.", where=str(path)) from error
    columns = tuple(next(csv.reader(io.StringIO(text, newline="")), ()))
    for number, row in enumerate(rows, 2):
        if len(row) > len(columns):
            raise ReviewError(
                "The row has more cells than there are columns.", where=f"{path}, row {number}"
            )
    return _Table(columns, rows)


def _read_lines(path: Path) -> _Table:
    rows = []
    for number, line in enumerate(_content(path).split("\n"), 1):
        if line.strip():
            try:
                row = json.loads(line)
                rows.append({"id": str(row["id"]), "text": str(row["text"])})
            except (ValueError, KeyError, TypeError) as error:
                raise ReviewError(
                    "This line is no JSON object with id and text.", where=f"{path}, line {number}"
                ) from error
    return _Table(("id", "text"), rows)


def _content(path: Path) -> str:
    try:
        return decode_text(path.read_bytes())[0]
    except OSError as error:
        raise ReviewError("The file cannot be read.", where=str(path)) from error
    except EncodingError as error:
        raise ReviewError(error.message, where=str(path), hint=error.hint) from error


def _write(path: Path, columns: Sequence[str], rows: Sequence[_Row]) -> None:
    with whole_file(path) as new:
        new.write_text(_csv_text(columns, rows), encoding="utf-8-sig", newline="")


def _csv_text(columns: Sequence[str], rows: Sequence[_Row]) -> str:
    target = io.StringIO(newline="")
    writer = csv.DictWriter(target, columns, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return target.getvalue()
