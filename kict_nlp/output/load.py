"""Tables that ``write_tables`` wrote → reports again, as far as the tables hold them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from kict_nlp.errors import UnreadableFileError
from kict_nlp.output.frames import read_frame
from kict_nlp.output.tables import Table, declared_tables
from kict_nlp.schema import (
    Actual,
    Box,
    Claim,
    Grade,
    Indicator,
    Measure,
    Report,
    Scale,
    Section,
    SummaryRow,
)

if TYPE_CHECKING:
    import pandas as pd

_Record = TypeVar("_Record")
_Row = dict[str, Any]
_NEEDED = (
    "reports", "measures", "indicators", "actuals", "summary", "sections", "claims", "scales",
)  # fmt: skip


def load_reports(directory: str | Path) -> list[Report]:
    """Return the reports of a folder of tables in CSV.

    Parameters
    ----------
    directory : str or Path
        What ``kict extract`` wrote; the tables may have been edited since.

    Returns
    -------
    list of Report
        In the order of the table ``reports``; without the places of single values.

    Raises
    ------
    UnreadableFileError
        A table is not there, lacks a column, holds a value of another type or none where one must
        stand, or has two rows of one id.
    """
    folder = Path(directory)
    tables = {name: _rows(_read(folder, name)) for name in _NEEDED}
    return [_report(row, tables) for row in tables["reports"]]


def _read(folder: Path, name: str) -> pd.DataFrame:
    place = folder / f"{name}.csv"
    try:
        frame = read_frame(folder, name)
    except FileNotFoundError as error:
        raise UnreadableFileError(
            f"The table {place.name} is not there.",
            where=str(folder),
            hint="Give a folder that kict extract wrote with --format csv, or a PDF.",
        ) from error
    except (ValueError, TypeError, OSError) as error:
        raise UnreadableFileError(
            f"The table {place.name} cannot be read: {error}.",
            where=str(place),
            hint="Save it as CSV UTF-8 with the columns that kict extract wrote.",
        ) from error
    missing = [c for c in declared_tables()[name].column_names if c not in frame.columns]
    if missing:
        raise UnreadableFileError(
            f"The table {place.name} has no column {', '.join(missing)}.",
            where=str(place),
            hint="Keep the header line that kict extract wrote.",
        )
    _check_cells(frame, declared_tables()[name], place)
    return frame


def _check_cells(frame: pd.DataFrame, table: Table, place: Path) -> None:
    """Raise if a value is missing or is not one of those that there are, or an id stands twice."""
    for column in table.columns:
        cells = frame[column.name]
        if column.required and cells.isna().any():
            raise _faulty(place, cells.isna(), f"has no {column.name}")
        if column.values:
            other = cells.notna() & ~cells.isin(column.values)
            if other.any():
                allowed = ", ".join(column.values)
                raise _faulty(place, other, f"has a {column.name} that is none of {allowed}")
    if table.key:
        again = frame.duplicated([*table.key])
        if again.any():
            raise _faulty(place, again, f"has the {' and '.join(table.key)} of a row above it")


def _faulty(place: Path, rows: pd.Series[bool], what: str) -> UnreadableFileError:
    number = int(rows.to_numpy().argmax()) + 2  # below the header line, which is row 1
    return UnreadableFileError(
        f"A row of the table {place.name} {what}.",
        where=f"{place}, row {number}",
        hint="Mend the row, or let kict extract write the table again.",
    )


def _rows(frame: pd.DataFrame) -> list[_Row]:
    records = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return [{str(key): value for key, value in record.items()} for record in records]


def _record(kind: type[_Record], row: Mapping[str, Any], **given: Any) -> _Record:
    """Build a record from the columns that it holds; others it computes itself."""
    known = {field.name for field in fields(kind)}  # type: ignore[arg-type]
    return kind(**{**{name: row[name] for name in row if name in known}, **given})


def _records(kind: type[_Record], rows: Iterable[_Row]) -> tuple[_Record, ...]:
    return tuple(_record(kind, row) for row in rows)


def _report(row: _Row, tables: Mapping[str, Sequence[_Row]]) -> Report:
    def of(name: str, column: str, keys: set[str]) -> list[_Row]:
        return [entry for entry in tables[name] if entry[column] in keys]

    own = {row["report_id"]}
    measures = of("measures", "report_id", own)
    indicators = of("indicators", "measure_id", {entry["measure_id"] for entry in measures})
    actuals = of("actuals", "indicator_id", {entry["indicator_id"] for entry in indicators})
    return _record(
        Report,
        row,
        scale=_scale(of("scales", "report_id", own)),
        measures=tuple(_record(Measure, entry, boxes=_boxes(entry)) for entry in measures),
        indicators=_records(Indicator, indicators),
        actuals=_records(Actual, actuals),
        summary=tuple(
            _record(SummaryRow, entry, page_number=entry["page"])
            for entry in of("summary", "report_id", own)
        ),
        sections=tuple(
            _record(Section, entry, pages=_numbers(entry["pages"]))
            for entry in of("sections", "report_id", own)
        ),
        claims=_records(Claim, of("claims", "report_id", own)),
    )


def _boxes(row: _Row) -> tuple[tuple[int, Box], ...]:
    """One box a page, on pages that follow each other."""
    if row["bbox"] is None or row["page"] is None:
        return ()
    try:
        boxes = [Box(*map(float, box.split())) for box in row["bbox"].split(";")]
    except (ValueError, TypeError) as error:
        raise UnreadableFileError(
            f"The bbox {row['bbox']!r} is none: x0 top x1 bottom, with ; between pages.",
            where=f"measures.csv, {row['measure_id']}",
            hint="Leave the cell as kict extract wrote it, or empty.",
        ) from error
    return tuple(enumerate(boxes, int(row["page"])))


def _numbers(text: str | None) -> tuple[int, ...]:
    return tuple(map(int, text.split(";"))) if text else ()


def _scale(rows: Sequence[_Row]) -> Scale:
    if not rows:
        return Scale(name="common", basis="target")
    return Scale(name=rows[0]["scale"], basis=rows[0]["basis"], grades=_records(Grade, rows))
