"""Tables → one xlsx workbook that offices open: a sheet a table, one that explains the columns."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kict_nlp.output.tables import Column, Row, Table, Value

if TYPE_CHECKING:
    from openpyxl import Workbook

COLUMNS_SHEET = "列の説明"

_LONGEST = 32_767  # characters: Excel refuses files with a longer cell
_CUT = "… [cut here: the cell is longer than Excel allows; the whole text is in the CSV]"
_LOOKS_LIKE_FORMULA = re.compile(r"[=+\-@\t]")
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # Excel would read _x0041_ as "A"
_WIDE, _NARROW, _FIGURE = 45, 16, 11  # widths of columns, in characters of Excel's default font
_HEADER_COLOR = "DDE7F0"
# Dates in the file would make each run differ; this is the earliest that a zip archive can hold.
_DATE = datetime.datetime(1980, 1, 1)  # noqa: DTZ001 - the format has no zones


def write_workbook(path: Path, tables: Mapping[Table, Sequence[Row]]) -> None:
    """Write tables to an xlsx file; the same tables give the same bytes.

    The header line is frozen and can be filtered. Texts that look like a formula stay texts.

    Parameters
    ----------
    path : Path
        The file.
    tables : mapping of Table to rows
        What to write, a sheet each.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for table, rows in tables.items():
        _add_table(book, table, rows)
    _add_explanations(book, list(tables))
    path.write_bytes(packed_workbook(book))


def _add_table(book: Workbook, table: Table, rows: Sequence[Row]) -> None:
    sheet = _sheet(book, table.name, [_width(column) for column in table.columns], len(rows))
    sheet.append([_heading(sheet, name) for name in table.column_names])
    top = any(column.wide for column in table.columns)
    for row in rows:
        sheet.append([_cell(sheet, row[column.name], column, top=top) for column in table.columns])


def _add_explanations(book: Workbook, tables: Sequence[Table]) -> None:
    """Title and description of every column, in Japanese and English."""
    heading = ("table", "column", "type", "題名", "説明", "title", "description")
    rows = [row for table in tables for row in _explanations(table)]
    widths = [_NARROW, _NARROW + 6, _FIGURE, _NARROW + 6, _WIDE * 2, _NARROW + 6, _WIDE * 2]
    sheet = _sheet(book, COLUMNS_SHEET, widths, len(rows))
    sheet.append([_heading(sheet, text) for text in heading])
    for row in rows:
        sheet.append([_text_cell(sheet, text) if text else None for text in row])


def _explanations(table: Table) -> list[tuple[str, ...]]:
    names = [(table.name, "", ""), *((table.name, c.name, c.type) for c in table.columns)]
    items: list[Table | Column] = [table, *table.columns]
    return [
        (*name, item.title, item.description, item.title_en, item.description_en)
        for name, item in zip(names, items, strict=True)
    ]


def _sheet(book: Workbook, name: str, widths: Sequence[int], n_rows: int) -> Any:
    from openpyxl.utils import get_column_letter

    sheet: Any = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(widths))}{n_rows + 1}"
    return sheet


def _width(column: Column) -> int:
    if column.wide:
        return _WIDE
    return _NARROW if column.type == "string" else _FIGURE


def _heading(sheet: Any, text: str) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font, PatternFill

    cell = WriteOnlyCell(sheet, text)
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor=_HEADER_COLOR)
    return cell


def _cell(sheet: Any, value: Value, column: Column, *, top: bool) -> Any:
    """A cell; ``top`` puts its value at the upper edge, beside texts of several lines."""
    if value is None:
        return None
    cell = _text_cell(sheet, value) if isinstance(value, str) else _plain_cell(sheet, value)
    if top:
        from openpyxl.styles import Alignment

        cell.alignment = Alignment(vertical="top", wrap_text=column.wide)
    return cell


def _plain_cell(sheet: Any, value: float) -> Any:
    from openpyxl.cell import WriteOnlyCell

    return WriteOnlyCell(sheet, value)


def _text_cell(sheet: Any, text: str) -> Any:
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet)
    set_text(cell, text)
    return cell


def set_text(cell: Any, text: str) -> None:
    """Put a text into a cell so that it stays one, whatever it looks like."""
    cell.value = fit_cell(text)
    cell.data_type = "s"  # openpyxl takes "=1" for a formula and "#N/A" for an error
    if _LOOKS_LIKE_FORMULA.match(text):
        cell.quotePrefix = True  # … also when somebody edits the cell


def fit_cell(text: str) -> str:
    """Return a text as an xlsx cell holds it: short enough, and nothing that Excel decodes.

    Examples
    --------
    >>> fit_cell("_x0041_"), len(fit_cell("あ" * 40_000))
    ('_x005F_x0041_', 32767)
    """
    text = _ESCAPE.sub("_x005F_", text)
    return text if len(text) <= _LONGEST else text[: _LONGEST - len(_CUT)] + _CUT


def packed_workbook(book: Workbook) -> bytes:
    """Return the bytes of the file, with one fixed date wherever the format asks for one."""
    from openpyxl.writer.excel import ExcelWriter

    book.properties.created = book.properties.modified = _DATE
    raw = io.BytesIO()
    ExcelWriter(book, zipfile.ZipFile(raw, "w")).save()
    packed = io.BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _DATE.timetuple()[:6])
            target.writestr(entry, source.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
