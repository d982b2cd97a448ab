"""A workbook in which people code passages, in Japanese and English, for Excel and LibreOffice.

Texts are locked, codes are picked from a list, and a hidden sheet keeps what was exported, so that
:func:`~kict_nlp.output.coding_sheet_reading.read_coding_sheet` can tell what was changed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from kict_nlp.causes.codebook import Cause, Codebook
from kict_nlp.causes.coding import CauseLabel
from kict_nlp.causes.review import CodedPassage, RankedPassage, Reason, rank_passages
from kict_nlp.errors import ReviewError
from kict_nlp.output.folder import whole_file
from kict_nlp.output.tables import clean
from kict_nlp.output.workbook import packed_workbook, set_text

FORMAT = 1
CODING, CODES, GUIDE, RECORDS = "コーディング", "コード表", "使い方", "kict"
HEADING_ROW = 1

_LEAST_SLOTS = 4  # causes that a row has room for; the labelled passages have three at most
_LONGEST = 32_767  # characters of a cell
_FONT, _SIZE = "游ゴシック", 10  # comes with Excel and with Windows in Japanese
_HEADING_COLOR, _LOCKED_COLOR, _MISSING_COLOR = "DDE7F0", "F5F5F5", "F8CBAD"
_LINE, _TALLEST = 17.0, 409.0  # points: a line of that font, and the tallest row of Excel
_REASONS: dict[Reason, str] = {
    "uncoded": "未判定 not coded",
    "disagreement": "判定の不一致 differ",
    "uncertain": "確率 {:.2f} uncertain",
    "rare": "まれな原因 rare",
    "read": "確認済み read",
}


def write_coding_sheet(
    path: str | Path,
    passages: Sequence[CodedPassage],
    codebook: Codebook,
    *,
    blank: bool = False,
) -> None:
    """Write a workbook for people to code passages in; the same passages give the same bytes.

    Parameters
    ----------
    path : str or Path
        The file; replaced if it is there.
    passages : sequence of CodedPassage
        With the labels so far. Those most worth reading come first.
    codebook : Codebook
        The codes to choose from.
    blank : bool
        Leave out the codes, reasons and notes so far, so that the coder does not see what was
        found; for two people whose agreement shall be measured.

    Raises
    ------
    CodebookError
        A label is not in the codebook.
    ReviewError
        A text is longer than a cell can be.
    """
    from openpyxl import Workbook

    ranked = rank_passages(passages)
    if blank:
        ranked = [_blank(entry) for entry in ranked]
    slots = max([_LEAST_SLOTS, *(len(shown_labels(entry.passage)) + 1 for entry in ranked)])
    book = Workbook()
    _add_coding(book.active, ranked, codebook, slots=slots)
    _add_codes(book.create_sheet(CODES), codebook.causes.values())
    _add_guide(book.create_sheet(GUIDE))
    _add_records(book.create_sheet(RECORDS), ranked, slots=slots)
    with whole_file(Path(path)) as new:
        new.write_bytes(packed_workbook(book))


def choice(cause: Cause) -> str:
    """Return what stands in the list to choose a code from."""
    return f"{cause.code} {cause.ja}"


def headings(slots: int) -> tuple[str, ...]:
    """Return the heading line of a sheet with room for that many causes a row."""
    pairs = [
        heading
        for number in range(1, slots + 1)
        for heading in (f"原因{number}\ncause {number}", f"根拠{number}\nevidence {number}")
    ]
    before = ("番号\nno.", "読む理由\nwhy", "説明文\ntext")
    return (*before, *pairs, "記入者\ncoder", "備考\ncomment", "施策\nmeasure", "ID")


def shown_labels(passage: CodedPassage) -> list[CauseLabel]:
    """Return the labels as a row shows them: what rules and model both found stands once."""
    return list({(label.cause, label.evidence): label for label in passage.labels}.values())


def shown_text(text: str) -> str:
    """Return a text as a cell shows it: line ends are LF, what XML forbids is U+FFFD."""
    return str(clean(text) or "")


def _blank(entry: RankedPassage) -> RankedPassage:
    bare = replace(entry.passage, labels=(), coder="", comment="")
    return replace(entry, passage=bare, reasons=())


# ---------------------------------------------------------------- the sheet to fill in


def _add_coding(
    sheet: Any,
    ranked: Sequence[RankedPassage],
    codebook: Codebook,
    *,
    slots: int,
) -> None:
    from openpyxl.utils import get_column_letter

    sheet.title = CODING
    names = headings(slots)
    widths = [6, 22, 62, *[26, 30] * slots, 12, 28, 30, 26]
    style = _styles()
    for column, (name, width) in enumerate(zip(names, widths, strict=True), 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
        _put(sheet, HEADING_ROW, column, name, style["heading"])
    sheet.row_dimensions[HEADING_ROW].height = 2 * _LINE + 4
    for row, entry in enumerate(ranked, HEADING_ROW + 1):
        cells = _row(row - HEADING_ROW, entry, codebook, slots=slots)
        for column, cell in enumerate(cells, 1):
            open_to_coders = 3 < column <= 3 + 2 * slots + 2
            _put(sheet, row, column, cell, style["open" if open_to_coders else "locked"])
        tallest = (_height(str(cells[1]), widths[1]), _height(entry.passage.text, widths[2]))
        sheet.row_dimensions[row].height = max(tallest)
    last = HEADING_ROW + len(ranked)
    sheet.freeze_panes = "D2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(names))}{last}"
    if ranked:
        _add_list(sheet, last, len(codebook.causes), slots)
        _add_warning(sheet, last, slots)
    _protect(sheet)
    _set_up_print(sheet)


def _row(number: int, entry: RankedPassage, codebook: Codebook, *, slots: int) -> list[str | int]:
    passage = entry.passage
    pairs: list[str] = []
    for label in shown_labels(passage):
        pairs += [choice(codebook.causes[codebook.check(label.cause)]), label.evidence]
    empty = [""] * (2 * slots - len(pairs))
    doubtful = min((label.probability for label in passage.labels), default=0.0)
    reasons = "\n".join(_REASONS[r].format(doubtful) for r in entry.reasons)
    notes = [passage.coder, passage.comment]
    return [number, reasons, passage.text, *pairs, *empty, *notes, passage.context, passage.id]


def _put(sheet: Any, row: int, column: int, value: str | int, style: dict[str, Any]) -> None:
    cell = sheet.cell(row, column)
    for name, part in style.items():
        setattr(cell, name, part)
    if isinstance(value, int):
        cell.value = value
    elif value:
        set_text(cell, shown_text(value))


def _styles() -> dict[str, dict[str, Any]]:
    from openpyxl.styles import Alignment, Border, Font, Protection, Side

    thin = Side(style="thin", color="D0D0D0")
    common = {
        "font": Font(name=_FONT, size=_SIZE),
        "alignment": Alignment(vertical="top", wrap_text=True),
        "border": Border(left=thin, right=thin, top=thin, bottom=thin),
    }
    heading = {"font": Font(name=_FONT, size=_SIZE, bold=True), "fill": _fill(_HEADING_COLOR)}
    return {
        "heading": {**common, **heading},
        "locked": {**common, "fill": _fill(_LOCKED_COLOR)},
        # @: what is typed stays a text, also "=…" and "1-2".
        "open": {**common, "protection": Protection(locked=False), "number_format": "@"},
    }


def _fill(color: str) -> Any:
    from openpyxl.styles import PatternFill

    return PatternFill("solid", fgColor=color)


def _height(text: str, width: int, *, least: int = 3) -> float:
    """Points that a text takes in a column, ``least`` lines at least; a kanji is two wide."""
    wide = [sum(2 if ord(c) > 0xFF else 1 for c in line) for line in text.split("\n")]
    lines = sum(max(1, -(-columns // (width - 2))) for columns in wide)
    return min(_TALLEST, max(least, lines) * _LINE + 4)


def _add_list(sheet: Any, last: int, n_codes: int, slots: int) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    choices = DataValidation(
        type="list",
        formula1=f"'{CODES}'!$A$2:$A${n_codes + 1}",
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="コードにありません / no such code",
        error="一覧から選んでください。意味は「コード表」にあります。\nPick one from the list.",
    )
    for slot in range(slots):
        letter = get_column_letter(4 + 2 * slot)
        choices.add(f"{letter}{HEADING_ROW + 1}:{letter}{last}")
    sheet.add_data_validation(choices)


def _add_warning(sheet: Any, last: int, slots: int) -> None:
    """Evidence that does not stand in the text turns red as soon as it is typed."""
    from openpyxl.formatting.rule import Rule
    from openpyxl.styles import PatternFill
    from openpyxl.styles.differential import DifferentialStyle
    from openpyxl.utils import get_column_letter

    # Of a fill, conditional formats take the background.
    red = DifferentialStyle(fill=PatternFill(bgColor=_MISSING_COLOR))
    first = HEADING_ROW + 1
    for slot in range(slots):
        letter = get_column_letter(5 + 2 * slot)
        formula = f'AND({letter}{first}<>"",ISERROR(FIND({letter}{first},$C{first})))'
        rule = Rule(type="expression", formula=[formula], dxf=red)
        sheet.conditional_formatting.add(f"{letter}{first}:{letter}{last}", rule)


def _protect(sheet: Any) -> None:
    """Lock the sheet without a password; widths, heights and filters stay free."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False
    sheet.protection.autoFilter = False


def _set_up_print(sheet: Any) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A3
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{HEADING_ROW}:{HEADING_ROW}"


# ---------------------------------------------------------------- the other sheets


def _add_codes(sheet: Any, causes: Iterable[Cause]) -> None:
    style = _styles()
    columns = ("選択肢", "数えるもの", "数えないもの", "name", "what counts", "what does not")
    widths = (34, 60, 50, 26, 60, 50)
    _set_widths(sheet, widths)
    for column, name in enumerate(columns, 1):
        _put(sheet, 1, column, name, style["heading"])
    for row, cause in enumerate(causes, 2):
        japanese = (choice(cause), cause.counts_ja, cause.not_ja)
        for column, text in enumerate((*japanese, cause.en, cause.counts_en, cause.not_en), 1):
            _put(sheet, row, column, text, style["locked"])
        fullest = max(cause.counts_ja, cause.counts_en, key=len)
        sheet.row_dimensions[row].height = _height(fullest, widths[1])
    sheet.freeze_panes = "B2"
    _protect(sheet)
    _set_up_print(sheet)


def _add_guide(sheet: Any) -> None:
    style = _styles()
    _set_widths(sheet, (110,))
    lines = Path(__file__).with_name("coding_guide.txt").read_text(encoding="utf-8").splitlines()
    for row, line in enumerate(lines, 1):
        is_title = row == 1 or not lines[row - 2]
        _put(sheet, row, 1, line, style["heading" if is_title else "locked"])
        sheet.row_dimensions[row].height = _height(line, 110, least=1)
    _protect(sheet)
    _set_up_print(sheet)


def _set_widths(sheet: Any, widths: Iterable[int]) -> None:
    from openpyxl.utils import get_column_letter

    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width


def _add_records(sheet: Any, ranked: Sequence[RankedPassage], *, slots: int) -> None:
    """What was exported, out of sight: first the format, then a passage a row."""
    sheet.sheet_state = "veryHidden"
    rows = [{"format": FORMAT, "slots": slots, "passages": len(ranked)}]
    rows += [asdict(entry.passage) for entry in ranked]
    for number, row in enumerate(rows, 1):
        line = _plain_json(row)
        if len(line) > _LONGEST:
            raise ReviewError(
                "The text is too long for a cell of a workbook.",
                where=f"passage {row['id']}",
                hint="Review it in another format, such as --format doccano.",
            )
        set_text(sheet.cell(number, 1), line)
    _protect(sheet)


# Not all characters can stand in a workbook; and it gives _x0041_ a meaning of its own.
_ESCAPED = re.compile("[_\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def _plain_json(row: dict[str, Any]) -> str:
    line = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", line)
