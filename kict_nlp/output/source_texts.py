"""Texts whose causes are to be coded: of a folder of ``kict extract``, of a CSV, of JSON lines."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Literal, NamedTuple

from kict_nlp.errors import EncodingError, PassageError, UnreadableFileError
from kict_nlp.output.tables import clean
from kict_nlp.text.decoding import decode_text

Key = Literal["measure_id", "id"]

MEASURES = "measures.csv"
# In a CSV the text stands in the first of these columns that there is.
_TEXT_COLUMNS = ("explanation", "text")
_TEXT_KEY = "text"  # in JSON lines
_ID_COLUMNS = ("id", "measure_id")
_SHORTFALLS = frozenset({"missed", "partly"})
_HALF_SURROGATE = re.compile("[\ud800-\udfff]")
_EXTRACTED = "Give a folder that kict extract wrote with --format csv."


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceText:
    """A text with its name; ``in_shares``: whether the shares of causes count it."""

    id: str
    text: str
    measure: str = ""
    in_shares: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultyRow:
    """A row that cannot be coded. Columns as in the table ``failures``."""

    source_file: str
    error: str
    message: str
    hint: str | None
    place: str
    stage: Literal["row"] = "row"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceTexts:
    """What is to be coded, and what cannot be.

    Attributes
    ----------
    key : {"measure_id", "id"}
        The column that names a text.
    texts : tuple of SourceText
    faults : tuple of FaultyRow
    of_measures : bool
        Whether they are the explanations of measures, of which the shares count those that were
        missed or partly met; else the shares count all.
    """

    key: Key
    texts: tuple[SourceText, ...]
    faults: tuple[FaultyRow, ...] = ()
    of_measures: bool = False


class MeasureLine(NamedTuple):
    """What a line of the table ``measures`` says that counts here."""

    measure_id: str
    measure: str
    explanation: str
    rating: str


# Where a row stands ("row 3" as a spreadsheet counts), and its cells or what is wrong with it.
_Cells = Mapping[str, object]
_PlacedRow = tuple[str, _Cells | PassageError]


def read_source_texts(path: str | Path, text_column: str | None = None) -> SourceTexts:
    """Return the texts of a folder or a file, and the rows that are faulty.

    Parameters
    ----------
    path : str or Path
        A folder with the table ``measures`` in CSV; a CSV (UTF-8 or cp932) with a heading; or
        JSON lines. A CSV names its texts in a column ``id`` or ``measure_id``, JSON lines with a
        key of that name; where there is none they are numbered from 1.
    text_column : str, optional
        Where the text stands. If not given: in ``explanation`` or else ``text`` of a table, in
        ``text`` of JSON lines.

    Returns
    -------
    SourceTexts
        Of a folder one text a measure that has one, its different explanations joined with a new
        line. Control characters and ends of lines are as all tables of kict have them.

    Raises
    ------
    UnreadableFileError
        The path is none of these, a column is not there, or not a single text can be read.
    """
    path = Path(path)
    if path.is_dir():
        found = _read_folder(path, text_column or _TEXT_COLUMNS[0])
    elif path.suffix.casefold() == ".jsonl":
        found = _read_file(path, _json_rows(_content(path)), (text_column or _TEXT_KEY,))
    elif path.suffix.casefold() == ".csv":
        columns = (text_column,) if text_column else _TEXT_COLUMNS
        found = _read_file(path, _csv_rows(path, [columns]), columns)
    else:
        raise UnreadableFileError(
            "This is neither a folder nor a file .csv or .jsonl.",
            where=str(path),
            hint="Give a folder of kict extract, a CSV with a column of texts, or JSON lines with "
            "id and text.",
        )
    if not found.texts:
        raise _nothing(path, found.faults)
    return found


def explained_measures(
    lines: Iterable[MeasureLine], faults: Iterable[FaultyRow] = ()
) -> SourceTexts:
    """Return one text for each measure that has an explanation.

    Parameters
    ----------
    lines : iterable of MeasureLine
        Several indicators of one measure stand in a line each; their explanations are joined with
        a new line, each once. The shares count measures that are rated missed or partly.
    faults : iterable of FaultyRow
        The lines that could not be read.

    Examples
    --------
    >>> lines = [
    ...     MeasureLine("r3/1", "橋の改良", text, "missed") for text in ("遅れた。", "", "遅れた。")
    ... ]
    >>> explained_measures(lines).texts
    (SourceText(id='r3/1', text='遅れた。', measure='橋の改良', in_shares=True),)
    """
    of: dict[str, list[MeasureLine]] = {}
    for line in lines:
        of.setdefault(line.measure_id, []).append(line)
    texts = tuple(
        SourceText(
            id=name,
            text=text,
            measure=_cleaned(own[0].measure),
            in_shares=any(line.rating in _SHORTFALLS for line in own),
        )
        for name, own in of.items()
        if (text := _cleaned(joined_texts(line.explanation for line in own)))
    )
    return SourceTexts(key="measure_id", texts=texts, faults=tuple(faults), of_measures=True)


def joined_texts(texts: Iterable[str]) -> str:
    """Return the texts that say something, each once, with a new line between."""
    return "\n".join(dict.fromkeys(text for text in texts if text.strip()))


def _nothing(path: Path, faults: Sequence[FaultyRow]) -> UnreadableFileError:
    if faults:
        first = faults[0]
        return UnreadableFileError(
            f"None of {len(faults)} rows can be read; the first: {first.message}",
            where=first.place,
            hint=first.hint,
        )
    if path.is_dir():
        return UnreadableFileError(
            "No measure has an explanation.",
            where=str(path / MEASURES),
            hint="See with kict inspect whether the column was recognised, or name another with "
            "--text-column.",
        )
    return UnreadableFileError(
        "There are no rows.", where=str(path), hint="Give a file with a text a row."
    )


# ---------------------------------------------------------------- folder and file


def _read_folder(folder: Path, column: str) -> SourceTexts:
    path = folder / MEASURES
    if not path.exists():
        raise UnreadableFileError(
            f"The table {MEASURES} is not there.", where=str(folder), hint=_EXTRACTED
        )
    lines, faults = [], []
    for place, row in _csv_rows(path, [("measure_id",), ("rating",), (column,)]):
        try:
            lines.append(_measure_line(row, column))
        except PassageError as error:
            faults.append(_faulty(path, place, error))
    return explained_measures(lines, faults)


def _measure_line(row: _Cells | PassageError, column: str) -> MeasureLine:
    cells = _sound(row)
    return MeasureLine(
        measure_id=_name(cells, "measure_id"),
        measure=str(cells.get("measure", "")),
        explanation=_text(cells, (column,)),
        rating=str(cells.get("rating", "")),
    )


def _read_file(path: Path, rows: Iterable[_PlacedRow], columns: tuple[str, ...]) -> SourceTexts:
    placed = list(rows)
    heads = {name for _, row in placed if not isinstance(row, PassageError) for name in row}
    key = next((name for name in _ID_COLUMNS if name in heads), None)
    texts: dict[str, SourceText] = {}
    faults = []
    for count, (place, row) in enumerate(placed, 1):
        try:
            cells = _sound(row)
            name = str(count) if key is None else _name(cells, key)
            if name in texts:
                raise PassageError(
                    f"The id {name!r} stands in an earlier row, too.",
                    hint="Give each text an id of its own.",
                )
            texts[name] = SourceText(id=name, text=_text(cells, columns))
        except PassageError as error:
            faults.append(_faulty(path, place, error))
    return SourceTexts(
        key="measure_id" if key == "measure_id" else "id",
        texts=tuple(texts.values()),
        faults=tuple(faults),
    )


def _faulty(path: Path, place: str, error: PassageError) -> FaultyRow:
    return FaultyRow(
        source_file=path.name,
        error=type(error).__name__,
        message=error.message,
        hint=error.hint,
        place=f"{path}, {place}",
    )


# ---------------------------------------------------------------- cells


def _sound(row: _Cells | PassageError) -> _Cells:
    if isinstance(row, PassageError):
        raise row
    return row


def _name(cells: _Cells, key: str) -> str:
    value = cells.get(key)
    if isinstance(value, bool) or not isinstance(value, str | int | None):
        raise PassageError(f"The {key} is neither a string nor a whole number.")
    name = _fit("" if value is None else str(value), key).strip()
    if not name:
        raise PassageError(f"The row has no {key}.", hint="Give each text an id of its own.")
    return name


def _text(cells: _Cells, columns: tuple[str, ...]) -> str:
    column = next((name for name in columns if name in cells), None)
    if column is None:
        raise PassageError(
            f"The row has no {' or '.join(columns)}.", hint="Add the text, be it empty."
        )
    value = cells[column]
    if not isinstance(value, str | None):
        raise PassageError(f"The {column} is no string.", hint="Put it between quotation marks.")
    return _fit(value or "", column)


def _fit(text: str, column: str) -> str:
    if half := _HALF_SURROGATE.search(text):
        raise PassageError(
            f"The {column} holds half a character, U+{ord(half[0]):04X} (character "
            f"{half.start() + 1}).",
            hint="Write the file anew as UTF-8 from its source.",
        )
    return _cleaned(text)


def _cleaned(text: str) -> str:
    """As it will stand in the tables, so that the places of evidence are those of its text."""
    return str(clean(text) or "")


# ---------------------------------------------------------------- rows


def _json_rows(content: str) -> Iterator[_PlacedRow]:
    for number, line in enumerate(content.split("\n"), 1):
        if line.strip():
            yield f"line {number}", _json_row(line)


def _json_row(line: str) -> _Cells | PassageError:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        return PassageError(
            f"The line is no JSON: {error.msg} (character {error.pos + 1}).",
            hint="Write one object with id and text a line.",
        )
    except (ValueError, RecursionError):  # a number of thousands of digits; thousands of brackets
        return PassageError("The line is no JSON that can be read.")
    if not isinstance(row, dict):
        return PassageError("The line is no JSON object.", hint='Write {"id": …, "text": …}.')
    return row


def _csv_rows(path: Path, needed: Sequence[Sequence[str]]) -> Iterator[_PlacedRow]:
    """The rows below the heading, which must have one column of each group in ``needed``."""
    records = _records(list(io.StringIO(_content(path), newline="")))
    _, heading = next(records, (1, PassageError("The file is empty.")))
    if isinstance(heading, PassageError):
        raise UnreadableFileError(heading.message, where=str(path), hint=heading.hint)
    for columns in needed:
        if not set(columns) & set(heading):
            raise UnreadableFileError(
                f"The table has no column {' or '.join(columns)}; it has {_some(heading)}.",
                where=str(path),
                hint="Its first row must name the columns; another column of texts is named with "
                "--text-column.",
            )
    for number, cells in records:
        if isinstance(cells, PassageError):
            yield f"row {number}", cells
        elif any(cells) or (cells and len(heading) == 1):  # else spreadsheets' empty last rows
            yield f"row {number}", _csv_row(heading, cells)


def _records(lines: Sequence[str]) -> Iterator[tuple[int, list[str] | PassageError]]:
    """The records of a CSV, numbered from 1.

    What is no CSV is given up at its first line, so that a quotation mark without its partner
    does not swallow the rows below.
    """
    number, position = 0, 0
    while position < len(lines):
        reader = csv.reader(islice(lines, position, None), strict=True)
        done = 0  # lines of the records that came whole
        try:
            for cells in reader:
                number += 1
                done = reader.line_num
                yield number, cells
            return
        except csv.Error as error:
            number += 1
            position += done + 1
            hint = "Look for a quotation mark without its partner."
            yield number, PassageError(f"The row is no CSV: {error}.", hint=hint)


def _csv_row(heading: Sequence[str], cells: Sequence[str]) -> _Cells | PassageError:
    if any(cells[len(heading) :]):
        return PassageError(
            "The row has more cells than the heading.",
            hint='Put texts with a comma between quotation marks "…".',
        )
    return dict(zip(heading, cells, strict=False))


def _some(heading: Sequence[str]) -> str:
    shown = ", ".join(map(repr, heading[:8]))
    return f"{shown} …" if len(heading) > 8 else shown or "none"


def _content(path: Path) -> str:
    try:
        return decode_text(path.read_bytes())[0]
    except OSError as error:
        raise UnreadableFileError(
            f"The file cannot be read: {error.strerror or error}.", where=str(path)
        ) from error
    except EncodingError as error:
        raise UnreadableFileError(error.message, where=str(path), hint=error.hint) from error
