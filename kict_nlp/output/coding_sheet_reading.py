"""A coding sheet that people filled in → coded passages, or every cell that is wrong."""

from __future__ import annotations

import json
import unicodedata
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError

from kict_nlp.causes.codebook import NONE, Codebook
from kict_nlp.causes.coding import CauseLabel
from kict_nlp.causes.review import CodedPassage
from kict_nlp.errors import ReviewError
from kict_nlp.output.coding_sheet import (
    CODES,
    CODING,
    FORMAT,
    HEADING_ROW,
    RECORDS,
    choice,
    headings,
    shown_labels,
    shown_text,
)

if TYPE_CHECKING:
    from openpyxl import Workbook

_NEW_EXPORT = "Export the passages again, and copy the codes over."


@dataclass(frozen=True, slots=True)
class _Entry:
    """A code with its evidence, as they stand in a row; ``column`` is that of the code."""

    column: int
    code: str
    evidence: str


@dataclass(slots=True)
class _Sheet:
    """The sheet that people see, and what was found wrong in it."""

    cells: Any
    slots: int
    path: Path
    problems: list[str] = field(default_factory=list)

    def text(self, row: int, column: int) -> str:
        """What a cell says, as a text; a formula is a problem."""
        cell = self.cells.cell(row, column)
        if cell.data_type == "f":
            self.problem(row, column, "a formula stands here", "put ' before the text")
            return ""
        return "" if cell.value is None else _unescaped(str(cell.value).replace("_x000D_", ""))

    def problem(self, row: int, column: int, what: str, advice: str) -> None:
        place = f"{CODING}!{self.cells.cell(row, column).coordinate}"
        self.problems.append(f"{place}: {what}; {advice}.")

    @property
    def coder_column(self) -> int:
        return 3 + 2 * self.slots + 1


def read_coding_sheet(path: str | Path, codebook: Codebook) -> list[CodedPassage]:
    """Return the passages of a coding sheet as people coded them.

    Parameters
    ----------
    path : str or Path
        A workbook of :func:`~kict_nlp.output.coding_sheet.write_coding_sheet`, filled in.
    codebook : Codebook
        The codes that are allowed.

    Returns
    -------
    list of CodedPassage
        In the order in which they were exported. A row with a coder's name or with changed codes
        was read: its labels have the source ``person``. The others are as they were exported.

    Raises
    ------
    ReviewError
        The file is no coding sheet; or cells are wrong, all of which the message names.
    """
    path = Path(path)
    book = _open(path)
    slots, records = _records(book, path)
    sheet = _Sheet(cells=book[CODING], slots=slots, path=path)
    _check_headings(sheet)
    choices = _choices(codebook)
    rows = _rows_by_number(sheet, len(records))
    passages = [
        _passage(sheet, rows[number], record, choices)
        for number, record in enumerate(records, 1)
        if number in rows
    ]
    if sheet.problems:
        count = len(sheet.problems)
        raise ReviewError(
            f"{count} cell{' is' if count == 1 else 's are'} wrong; nothing was taken over.\n"
            + "\n".join(f"  {problem}" for problem in sheet.problems),
            where=str(path),
            hint=f"Mend these in Excel and import the file again. {CODES} lists the codes.",
        )
    return passages


# ---------------------------------------------------------------- the file


def _open(path: Path) -> Workbook:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what Excel added and openpyxl leaves out
            return load_workbook(path)
    except OSError as error:
        raise ReviewError("The coding sheet cannot be read.", where=str(path)) from error
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, ParseError) as error:
        raise ReviewError(
            f"This is no xlsx workbook that can be read: {error}.",
            where=str(path),
            hint="Save it in Excel as .xlsx (Excel ブック).",
        ) from error


def _records(book: Workbook, path: Path) -> tuple[int, list[CodedPassage]]:
    """The number of causes that a row has room for, and the passages as they were exported."""
    if not {CODING, RECORDS} <= set(book.sheetnames):
        raise ReviewError(
            "This workbook is no coding sheet of kict review export.",
            where=str(path),
            hint=_NEW_EXPORT,
        )
    try:
        head, *rows = [json.loads(str(row[0])) for row in book[RECORDS].iter_rows(values_only=True)]
        if head["format"] == FORMAT:
            if head["passages"] != len(rows):
                raise ValueError(f"{len(rows)} records for {head['passages']} passages")
            return int(head["slots"]), [_record(row) for row in rows]
    except (ValueError, TypeError, KeyError, IndexError) as error:
        raise ReviewError(
            f"The hidden sheet {RECORDS} of this workbook was changed: {error}.",
            where=str(path),
            hint=_NEW_EXPORT,
        ) from error
    # Outside, as a ReviewError is a ValueError, too.
    raise ReviewError(
        f"The coding sheet has format {head['format']}, not {FORMAT}.",
        where=str(path),
        hint="Import it with the version of kict that exported it.",
    )


def _record(row: dict[str, Any]) -> CodedPassage:
    labels = tuple(CauseLabel(**label) for label in row.pop("labels"))
    return CodedPassage(**row, labels=labels)


def _check_headings(sheet: _Sheet) -> None:
    for column, name in enumerate(headings(sheet.slots), 1):
        if sheet.text(HEADING_ROW, column) != name:
            raise ReviewError(
                "A column was moved, renamed or taken out.",
                where=f"{sheet.path}, {CODING}!{sheet.cells.cell(HEADING_ROW, column).coordinate}",
                hint=f"It must be {name!r}. {_NEW_EXPORT}",
            )


def _choices(codebook: Codebook) -> dict[str, str]:
    """Everything that may be written for a code → the code; a name of two codes is none."""
    causes = codebook.causes.values()
    names = [(_folded(name), cause.code) for cause in causes for name in (cause.ja, cause.en)]
    counts = Counter(name for name, _ in names)
    own = [(_folded(name), cause.code) for cause in causes for name in (cause.code, choice(cause))]
    return {**{name: code for name, code in names if name and counts[name] == 1}, **dict(own)}


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


# ---------------------------------------------------------------- rows


def _rows_by_number(sheet: _Sheet, count: int) -> dict[int, int]:
    """Number of a passage → its row; what is missing or there twice is a problem."""
    numbered = [(row, _number(sheet, row, count)) for row in _filled_rows(sheet)]
    seen = Counter(number for _, number in numbered if number is not None)
    for row, number in numbered:
        if number is not None and seen[number] > 1:
            sheet.problem(row, 1, f"number {number} stands {seen[number]} times", "keep one row")
    missing = [str(number) for number in range(1, count + 1) if not seen[number]]
    if missing:
        some = ", ".join(missing[:10]) + (" …" if len(missing) > 10 else "")
        rows = "row is" if len(missing) == 1 else "rows are"
        sheet.problems.append(
            f"{CODING}!A: {len(missing)} {rows} missing, number {some}; "
            "put them back from the exported file, or export again."
        )
    return {number: row for row, number in numbered if number is not None and seen[number] == 1}


def _filled_rows(sheet: _Sheet) -> Iterator[int]:
    columns = range(1, len(headings(sheet.slots)) + 1)
    for row in range(HEADING_ROW + 1, sheet.cells.max_row + 1):
        if any(sheet.cells.cell(row, column).value is not None for column in columns):
            yield row


def _number(sheet: _Sheet, row: int, count: int) -> int | None:
    value = sheet.cells.cell(row, 1).value
    number = int(value) if isinstance(value, int | float) and value == int(value) else 0
    if 1 <= number <= count:
        return number
    said = "is no number" if value is None else f"{value!r} is no number"
    sheet.problem(row, 1, f"{said} of a passage", "take the row out, or put its number back")
    return None


def _passage(
    sheet: _Sheet, row: int, record: CodedPassage, choices: Mapping[str, str]
) -> CodedPassage:
    _check_unchanged(sheet, row, record)
    coder = _noted(sheet.text(row, sheet.coder_column), record.coder)
    comment = _noted(sheet.text(row, sheet.coder_column + 1), record.comment)
    entries = _entries(sheet, row, choices)
    if entries is None:
        return record
    given = [(entry.code, entry.evidence) for entry in entries]
    exported = [(label.cause, _as_read(label.evidence)) for label in shown_labels(record)]
    if given == exported and coder in ("", record.coder):
        return replace(record, coder=coder, comment=comment)
    _check_together(sheet, row, entries)
    labels = tuple(_label(sheet, row, entry, record) for entry in entries)
    return replace(record, labels=labels, coder=coder, comment=comment)


def _as_read(text: str) -> str:
    """A text as it comes back out of a cell."""
    return _unescaped(shown_text(text))


def _unescaped(text: str) -> str:
    """A text without x005F_, with which Excel escapes a _; openpyxl takes it out of some cells."""
    return text.replace("x005F_", "")


def _noted(cell: str, exported: str) -> str:
    """What stands in a cell for notes: exactly what was exported, or what was typed."""
    return exported if cell == _as_read(exported) else cell.strip()


def _check_unchanged(sheet: _Sheet, row: int, record: CodedPassage) -> None:
    last = len(headings(sheet.slots))
    back = "put it back from the exported file, or export again"
    if sheet.text(row, 3) != _as_read(record.text):
        sheet.problem(row, 3, "the text was changed", back)
    if sheet.text(row, last) != _as_read(record.id):
        sheet.problem(row, last, "the ID was changed", back)


def _entries(sheet: _Sheet, row: int, choices: Mapping[str, str]) -> list[_Entry] | None:
    """The slots in use; None if one of them is wrong."""
    entries, before = [], len(sheet.problems)
    for column in range(4, 4 + 2 * sheet.slots, 2):
        name, evidence = sheet.text(row, column), sheet.text(row, column + 1)
        code = choices.get(_folded(name))
        if code is not None:
            entries.append(_Entry(column, code, evidence))
        elif name.strip():
            sheet.problem(row, column, f"{name!r} is no code", "pick one from the list")
        elif evidence.strip():
            sheet.problem(row, column, "the evidence has no code", "pick one from the list")
    return entries if len(sheet.problems) == before else None


def _check_together(sheet: _Sheet, row: int, entries: Sequence[_Entry]) -> None:
    """What is wrong with the codes of a row beside each other."""
    if not entries:
        sheet.problem(row, 4, "no code was given", f"pick {NONE} if the text states no cause")
    seen = set()
    for entry in entries:
        if entry.code == NONE and len(entries) > 1:
            sheet.problem(
                row, entry.column, f"{NONE} stands beside another code", "take one of them out"
            )
        if (entry.code, entry.evidence) in seen:
            sheet.problem(
                row,
                entry.column,
                f"{entry.code} stands twice with the same evidence",
                "take it out",
            )
        seen.add((entry.code, entry.evidence))


def _label(sheet: _Sheet, row: int, entry: _Entry, record: CodedPassage) -> CauseLabel:
    """What a person gave: at its exported place where it was left alone, else where it stands."""
    for label in record.labels:
        if (label.cause, _as_read(label.evidence)) == (entry.code, entry.evidence):
            return replace(label, probability=1.0, source="person")
    words = entry.evidence.strip()
    if not words:
        return CauseLabel(cause=entry.code, probability=1.0, source="person")
    if entry.code == NONE:
        sheet.problem(row, entry.column + 1, f"{NONE} has no evidence", "take it out")
    text = shown_text(record.text)
    start = text.find(words)
    if start < 0:
        sheet.problem(
            row,
            entry.column + 1,
            f"{words!r} does not stand in the text",
            "copy the words from the text as they are",
        )
        return CauseLabel(cause=entry.code, probability=1.0, source="person")
    places = _places(record.text)
    start, end = places[start], places[start + len(words) - 1] + 1
    return CauseLabel(
        cause=entry.code,
        probability=1.0,
        evidence=record.text[start:end],
        start=start,
        end=end,
        source="person",
    )


def _places(text: str) -> list[int]:
    """For each character that a cell shows, its place in the text: CR LF is shown as one."""
    return [
        i for i, character in enumerate(text) if not (character == "\n" and text[i - 1 : i] == "\r")
    ]
