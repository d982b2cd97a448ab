"""Rows that stand no further apart than the lines of their cells: what opens one is found."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kict_nlp.pdf.page import Glyph
from kict_nlp.pdf.tables import read_contents
from tests.pdf.drawing import page, type_line

SIZE = 10.0
LEADING = 4.0  # points between the lines of a cell
XS = (40.0, 70.0, 190.0, 270.0, 350.0)

Row = tuple[str, ...]

HEADING: Row = ("番号", "施策名", "所属", "実績", "理由")
NUMBERED: tuple[Row, ...] = (
    ("1", "健康づくりの推進", "健康課", "12回", "　講座を中止したため、参/加が減った。"),
    ("2", "観光情報を発信する仕組/みの構築", "観光課", "3件", ""),
    ("3", "農業の支援", "農政課", "4件", "　機器の納入が遅れ、着手/できず。"),
    ("4", "防災通信網の再整備", "防災課/通信課", "5回", ""),
    ("5", "図書館の情報システムの/再構築", "図書館", "未実施", "　仕様の見直しに時間を要/した。"),
    ("6", "教育の充実", "教育課", "7校", ""),
)
NAMED: tuple[Row, ...] = tuple(row[1:] for row in (HEADING, *NUMBERED))


def set_rows(rows: Sequence[Row], xs: Sequence[float], gap: float) -> list[Glyph]:
    """Rows set to the top, ``gap`` points apart; "/" begins a new line in a cell."""
    glyphs: list[Glyph] = []
    top = 60.0
    for row in rows:
        cells = [text.split("/") for text in row]
        for x, lines in zip(xs, cells, strict=False):
            for index, line in enumerate(lines):
                glyphs += type_line(line, x, top + index * (SIZE + LEADING), size=SIZE)
        deep = max(map(len, cells))
        top += deep * SIZE + (deep - 1) * LEADING + gap
    return glyphs


def rows_of(glyphs: Sequence[Glyph]) -> list[Row]:
    (content,) = read_contents([page(glyphs=glyphs)])
    (table,) = content.tables
    rows = [
        tuple(
            cell.text
            for cell in sorted(table.cells, key=lambda c: c.column)
            if cell.row == row and cell.lines
        )
        for row in range(table.n_rows)
    ]
    return [row for row in rows if row]


def printed(rows: Sequence[Row]) -> list[Row]:
    return [tuple(text.replace("/", "") for text in row if text) for row in rows]


@pytest.mark.parametrize("gap", [1.5, LEADING, 8.0])
def test_a_number_opens_a_row_however_near_the_row_above(gap: float) -> None:
    rows = (HEADING, *NUMBERED)
    assert rows_of(set_rows(rows, XS, gap)) == printed(rows)


@pytest.mark.parametrize("gap", [1.5, LEADING, 8.0])
def test_without_numbers_a_name_opens_a_row_unless_it_goes_on(gap: float) -> None:
    assert rows_of(set_rows(NAMED, XS[1:], gap)) == printed(NAMED)


def test_a_heading_between_the_rows_is_a_row_of_its_own() -> None:
    rows = (HEADING, *NUMBERED[:3], ("ア　安全",), *NUMBERED[3:])
    assert rows_of(set_rows(rows, XS, 3.0)) == printed(rows)


@settings(max_examples=30, deadline=None)
@given(st.permutations(NUMBERED), st.sampled_from([1.0, 2.5, LEADING]))
def test_rows_come_out_in_any_order(rows: list[Row], gap: float) -> None:
    assert rows_of(set_rows((HEADING, *rows), XS, gap)) == printed((HEADING, *rows))


def test_no_row_is_parted_where_nothing_tells_its_first_line() -> None:
    """Rows set to the middle: a number stands between the lines of its row, not over them."""
    glyphs: list[Glyph] = []
    tops = [60.0 + 60.0 * index for index in range(5)]
    for index, top in enumerate(tops):
        for x, text in zip(XS, (str(index), "施策の名称", "所属課", "実績"), strict=False):
            glyphs += type_line(text, x, top + 14)
        for line in range(3):
            glyphs += type_line("理由を説明する文章が続", XS[4], top + 14 * line)
    rows = rows_of(glyphs)
    assert [row[0] for row in rows] == [str(index) for index in range(5)]
    assert {row[-1] for row in rows} == {"理由を説明する文章が続" * 3}
