"""Pages → tables: ruled, parted by rules between rows only, or by the alignment of the text alone."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from kict_nlp.pdf.page import Fill, Glyph, Page, Stroke
from kict_nlp.pdf.tables import PageContent, PageTable, read_contents
from tests.pdf.drawing import GREY, fill, grid_strokes, page, stroke, type_line

XS = (40.0, 90.0, 250.0, 350.0, 450.0)
ROWS = (
    ("番号", "施策名", "目標", "実績"),
    ("1", "未病の改善", "50,000人", "58,191人"),
    ("2", "観光の情報", "120件", "0件"),
    ("3", "農業の支援", "100%", "83%"),
    ("4", "防災の通信", "12回", "12回"),
    ("5", "教育の充実", "32,000台", "31,992台"),
)
HEIGHT = 24.0
YS = tuple(60.0 + HEIGHT * index for index in range(len(ROWS) + 1))


def glyphs_of(rows: Sequence[Sequence[str]] = ROWS) -> list[Glyph]:
    return [
        glyph
        for row, y in zip(rows, YS, strict=False)
        for text, x in zip(row, XS, strict=False)
        for glyph in type_line(text, x + 4, y + 7)
    ]


def content_of(one: Page) -> PageContent:
    (content,) = read_contents([one])
    return content


def texts_of(table: PageTable) -> list[tuple[str, ...]]:
    """The texts row by row, from left to right."""
    rows = range(table.n_rows)
    return [
        tuple(cell.text for cell in sorted(table.cells, key=lambda c: c.column) if cell.row == row)
        for row in rows
    ]


def only_table(strokes: Sequence[Stroke] = (), fills: Sequence[Fill] = ()) -> PageTable:
    (table,) = content_of(page(strokes=strokes, fills=fills, glyphs=glyphs_of())).tables
    return table


def test_a_full_grid_is_ruled() -> None:
    table = only_table(grid_strokes(XS, YS))
    assert table.kind == "ruled"
    assert texts_of(table) == list(ROWS)
    assert table.box == (40, 60, 450, 204)


def test_rules_between_rows_only_are_enough() -> None:
    table = only_table([stroke(XS[0], y, XS[-1], y) for y in YS])
    assert table.kind == "banded"
    assert texts_of(table) == list(ROWS)


def test_no_rules_at_all() -> None:
    table = only_table()
    assert table.kind == "aligned"
    assert [row for row in texts_of(table) if any(row)] == list(ROWS)


@pytest.mark.parametrize("shaded", [(0,), (1, 3, 5), (0, 2, 4)])
def test_shading_of_some_rows_takes_no_rule_away(shaded: tuple[int, ...]) -> None:
    shades = [fill(XS[0], YS[row], XS[-1], YS[row + 1], color=GREY, order=row) for row in shaded]
    rules = [mark._replace(order=50) for mark in grid_strokes(XS, YS)]
    table = only_table(rules, shades)
    assert texts_of(table) == list(ROWS)


def test_shading_between_rules_of_rows_makes_no_columns() -> None:
    shades = [fill(XS[0], YS[row], XS[-1], YS[row + 1], color=GREY, order=row) for row in (1, 3, 5)]
    table = only_table([stroke(XS[0], y, XS[-1], y, order=50) for y in YS], shades)
    assert texts_of(table) == list(ROWS)


def test_what_stands_outside_is_kept_apart() -> None:
    title = type_line("点検報告書", 200, 20)
    footer = type_line("- 3 -", 280, 380)
    content = content_of(page(strokes=grid_strokes(XS, YS), glyphs=[*title, *glyphs_of(), *footer]))
    assert "".join(glyph.text for glyph in content.free_glyphs) == "点検報告書- 3 -"
    assert texts_of(content.tables[0]) == list(ROWS)


def test_a_frame_round_text_is_no_table() -> None:
    frame = grid_strokes((40, 500), (60, 200))
    content = content_of(page(strokes=frame, glyphs=type_line("計画推進の視点", 60, 80)))
    assert content.tables == ()
    assert len(content.free_glyphs) == 7


def test_a_table_inside_a_frame_is_the_table() -> None:
    frame = grid_strokes((20, 580), (10, 390))
    content = content_of(page(strokes=[*frame, *grid_strokes(XS, YS)], glyphs=glyphs_of()))
    assert [texts_of(table) for table in content.tables if table.n_rows > 1] == [list(ROWS)]


def test_prose_is_no_table() -> None:
    lines = [
        "県では、今後、人口の減少が進み、",
        "県民の要望が多様になる中で、",
        "施策を進めてきました。",
    ]
    glyphs = [g for n, line in enumerate(lines) for g in type_line(line, 60, 60 + 16 * n)]
    assert content_of(page(glyphs=glyphs)).tables == ()


def test_a_glyph_belongs_to_the_cell_that_holds_its_middle() -> None:
    glyphs = [*glyphs_of(), *type_line("◎", 448, 91)]  # sticks out over the right edge
    content = content_of(page(strokes=grid_strokes(XS, YS), glyphs=glyphs))
    assert content.free_glyphs[0].text == "◎"
    glyphs[-1] = glyphs[-1]._replace(x0=443.0, x1=453.0)
    content = content_of(page(strokes=grid_strokes(XS, YS), glyphs=glyphs))
    assert content.free_glyphs == ()


def test_a_page_without_anything_gives_nothing() -> None:
    content = content_of(page())
    assert (content.tables, content.free_glyphs) == ((), ())
