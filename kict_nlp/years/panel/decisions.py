"""What people decided about pairs: a small CSV that outlasts every run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from kict_nlp.errors import DecisionError, EncodingError
from kict_nlp.text.decoding import decode_text

Choice = Literal["link", "no_link"]

COLUMNS = ("id_left", "id_right", "decision")
_NOTE = "note"
_HINT = "Write lines such as: r2/Ⅰ①ア1,r3/Ⅰ①ア2,link,same subsidy"


@dataclass(frozen=True, slots=True)
class Decision:
    """One pair of records, and whether they are one. ``where`` names file and line."""

    id_left: str
    id_right: str
    decision: Choice
    note: str | None = None
    where: str | None = None

    @property
    def pair(self) -> tuple[str, str]:
        """The two ids."""
        return (self.id_left, self.id_right)


def read_decisions(path: str | Path) -> list[Decision]:
    """Return the decisions of a CSV file with the columns id_left, id_right, decision, note.

    Parameters
    ----------
    path : str or Path
        UTF-8 or Shift_JIS, as Excel saves it; one header line. The file is only read.

    Returns
    -------
    list of Decision
        In the order of the lines; empty lines are passed over.

    Raises
    ------
    DecisionError
        The file cannot be read, or a line is faulty; the error names the line.
    """
    place = Path(path)
    rows = _rows(place)
    if not rows:
        raise DecisionError("The file of decisions is empty.", where=str(place), hint=_HINT)
    heading = _heading(rows[0][1], place)
    found = [_decision(_cells(heading, row, place, n), place, n) for n, row in rows[1:]]
    _check_contradictions(found)
    return found


def _rows(place: Path) -> list[tuple[int, list[str]]]:
    """Filled rows, each with the number of the line on which it ends."""
    try:
        text, _ = decode_text(place.read_bytes())
    except EncodingError as error:
        raise DecisionError(error.message, where=str(place), hint=error.hint) from error
    except OSError as error:
        raise DecisionError(
            f"The file of decisions cannot be read: {error.strerror}.",
            where=str(place),
            hint="Give the CSV file with --decisions.",
        ) from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        rows = [(reader.line_num, [cell.strip() for cell in row]) for row in reader]
    except csv.Error as error:
        raise _faulty(f"This is no CSV: {error}", place, reader.line_num) from error
    return [(number, row) for number, row in rows if any(row)]


def _heading(row: list[str], place: Path) -> list[str]:
    missing = [column for column in COLUMNS if column not in row]
    if missing:
        raise _faulty(f"The header line has no column {', '.join(missing)}", place, 1)
    double = [column for column in (*COLUMNS, _NOTE) if row.count(column) > 1]
    if double:
        raise _faulty(f"The header line has more than one column {', '.join(double)}", place, 1)
    return row


def _cells(heading: list[str], row: list[str], place: Path, line: int) -> dict[str, str]:
    if any(row[len(heading) :]):
        raise _faulty('There are more cells than columns: put "…" around a comma', place, line)
    return dict(zip(heading, row, strict=False))


def _decision(cells: Mapping[str, str], place: Path, line: int) -> Decision:
    left, right, choice = (cells.get(column, "") for column in COLUMNS)
    if not left or not right:
        raise _faulty("An id is empty", place, line)
    if choice not in get_args(Choice):
        raise _faulty(f"The decision is {choice!r}, not link or no_link", place, line)
    known: Choice = "link" if choice == "link" else "no_link"
    return Decision(left, right, known, cells.get(_NOTE) or None, _line(place, line))


def _check_contradictions(decisions: Iterable[Decision]) -> None:
    seen: dict[tuple[str, str], Decision] = {}
    for decision in decisions:
        before = seen.setdefault(decision.pair, decision)
        if before.decision != decision.decision:
            raise DecisionError(
                f"{decision.id_left} and {decision.id_right} are both linked and not linked.",
                where=f"{before.where} and {decision.where}",
                hint="Keep one of the two lines.",
            )


def _faulty(message: str, place: Path, line: int) -> DecisionError:
    return DecisionError(f"{message}.", where=_line(place, line), hint=_HINT)


def _line(place: Path, line: int) -> str:
    return f"{place}, line {line}"
