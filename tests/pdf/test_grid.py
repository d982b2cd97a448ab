"""Rules → cells: every way to tile a table with merged cells comes back as it was drawn."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kict_nlp.pdf.grid import Grid, Span, build_grid, find_grids
from kict_nlp.pdf.page import Fill, Stroke
from kict_nlp.pdf.rules import Rule, find_rules
from kict_nlp.schema import Box
from tests.pdf.drawing import fill, grid_strokes, page, stroke

XS = (50.0, 150.0, 250.0, 350.0)
YS = (40.0, 70.0, 100.0, 130.0)

Tiling = tuple[list[Span], list[float], list[float]]  # spans, column edges, row edges


def only_grid(strokes: Sequence[Stroke] = (), fills: Sequence[Fill] = ()) -> Grid:
    (grid,) = find_grids(find_rules(page(strokes=strokes, fills=fills)))
    return grid


def test_a_full_grid_has_a_cell_a_square() -> None:
    grid = only_grid(grid_strokes(XS, YS))
    assert (grid.xs, grid.ys) == (XS, YS)
    assert list(grid.spans) == [Span(r, c, r + 1, c + 1) for r in range(3) for c in range(3)]
    assert not grid.open_top
    assert not grid.open_bottom


def test_cells_are_merged_where_a_rule_is_left_out() -> None:
    marks = grid_strokes(XS, YS)
    marks.remove(stroke(150, 40, 150, 130))
    marks.append(stroke(150, 70, 150, 130))
    assert only_grid(marks).spans[:2] == (Span(0, 0, 1, 2), Span(0, 2, 1, 3))


def test_box_of_a_cell_and_of_the_grid() -> None:
    grid = only_grid(grid_strokes(XS, YS))
    assert grid.box_of(Span(0, 1, 2, 3)) == Box(150, 40, 350, 100)
    assert grid.box == Box(50, 40, 350, 130)


def test_open_sides_end_where_the_crossing_rules_end() -> None:
    """Many tables have no rule at their left and right ends."""
    across = [stroke(XS[0], y, XS[-1], y) for y in YS]
    grid = only_grid(across + [stroke(x, YS[0], x, YS[-1]) for x in XS[1:-1]])
    assert (grid.xs, grid.ys) == (XS, YS)
    assert len(grid.spans) == 9


@pytest.mark.parametrize(("missing", "top", "bottom"), [(0, True, False), (3, False, True)])
def test_a_table_cut_by_the_page_end_is_open_there(missing: int, top: bool, bottom: bool) -> None:
    marks = grid_strokes(XS, YS)
    del marks[missing]
    grid = only_grid(marks)
    assert (grid.open_top, grid.open_bottom) == (top, bottom)
    assert grid.ys == YS


def test_two_tables_side_by_side_are_two() -> None:
    left = grid_strokes((50, 100, 150), YS)
    right = grid_strokes((200, 250, 300), YS)
    grids = find_grids(find_rules(page(strokes=left + right)))
    assert sorted(grid.xs for grid in grids) == [(50, 100, 150), (200, 250, 300)]


def test_rules_of_one_direction_make_no_grid() -> None:
    assert find_grids(find_rules(page(strokes=[stroke(50, y, 350, y) for y in YS]))) == []
    assert build_grid([Rule(100, 50, 60)], [Rule(50, 99, 101)]) is None


def test_a_short_rule_inside_a_cell_is_no_wall() -> None:
    """An underline or a strike-through that touches one side does not part the cell."""
    grid = only_grid([*grid_strokes(XS, YS), stroke(50, 55, 90, 55)])
    rows = [span for span in grid.spans if span.column == 0]
    assert [(span.row_end - span.row) for span in rows] == [2, 1, 1]


def test_a_pattern_of_very_many_rules_is_no_table() -> None:
    across = [Rule(4.0 * n, 0, 4000) for n in range(900)]
    down = [Rule(4.0 * n, 0, 4000) for n in range(900)]
    assert build_grid(across, down) is None


@st.composite
def tilings(draw: st.DrawFn) -> Tiling:
    """A table of up to 6 x 6 squares, parted into rectangles at random."""
    n_rows, n_columns = draw(st.integers(2, 6)), draw(st.integers(2, 6))
    taken: set[tuple[int, int]] = set()
    spans = []
    for row in range(n_rows):
        for column in range(n_columns):
            if (row, column) not in taken:
                span = draw(_span_at(row, column, n_rows, n_columns, frozenset(taken)))
                taken |= _squares(span)
                spans.append(span)
    widths = st.floats(12, 90, allow_nan=False)
    xs = list(accumulate((draw(widths) for _ in range(n_columns)), initial=20.0))
    ys = list(accumulate((draw(widths) for _ in range(n_rows)), initial=30.0))
    return _without_unused_edges(spans, xs, ys)


@st.composite
def _span_at(
    draw: st.DrawFn,
    row: int,
    column: int,
    n_rows: int,
    n_columns: int,
    taken: frozenset[tuple[int, int]],
) -> Span:
    right = column + 1
    while right < n_columns and (row, right) not in taken:
        right += 1
    return Span(
        row, column, draw(st.integers(row + 1, n_rows)), draw(st.integers(column + 1, right))
    )


def _squares(span: Span) -> set[tuple[int, int]]:
    rows, columns = range(span.row, span.row_end), range(span.column, span.column_end)
    return {(row, column) for row in rows for column in columns}


def _without_unused_edges(spans: list[Span], xs: list[float], ys: list[float]) -> Tiling:
    """Edges that all cells span are not drawn, so that no reader can know them."""
    rows = sorted({edge for span in spans for edge in (span.row, span.row_end)})
    columns = sorted({edge for span in spans for edge in (span.column, span.column_end)})
    renumbered = [
        Span(*(rows.index(r) if i % 2 == 0 else columns.index(r) for i, r in enumerate(span)))
        for span in spans
    ]
    return sorted(renumbered), [xs[i] for i in columns], [ys[i] for i in rows]


def _sides(tiling: Tiling, inset: float = 0.0) -> list[tuple[float, float, float, float]]:
    """The four sides of every cell."""
    spans, xs, ys = tiling
    sides = []
    for span in spans:
        left, right = xs[span.column] + inset, xs[span.column_end] - inset
        top, bottom = ys[span.row] + inset, ys[span.row_end] - inset
        sides += [(left, top, right, top), (left, bottom, right, bottom)]
        sides += [(left, top, left, bottom), (right, top, right, bottom)]
    return sides


def _dashes(x0: float, top: float, x1: float, bottom: float) -> list[Stroke]:
    """One side in dashes of 3 points with gaps of 2."""
    length = max(x1 - x0, bottom - top)
    dx, dy = (x1 - x0) / length, (bottom - top) / length
    starts = [5.0 * n for n in range(int(length // 5) + 1)]
    ends = [min(start + 3.0, length) for start in starts]
    return [
        stroke(x0 + s * dx, top + s * dy, x0 + e * dx, top + e * dy)
        for s, e in zip(starts, ends, strict=True)
    ]


def _assert_same(grid: Grid, tiling: Tiling, tolerance: float) -> None:
    spans, xs, ys = tiling
    assert list(grid.spans) == spans
    assert grid.xs == pytest.approx(xs, abs=tolerance)
    assert grid.ys == pytest.approx(ys, abs=tolerance)


@given(tilings())
def test_spans_of_stroked_cells_come_back(tiling: Tiling) -> None:
    _assert_same(only_grid([stroke(*side) for side in _sides(tiling)]), tiling, 0.01)


@given(tilings())
def test_spans_of_filled_rules_come_back(tiling: Tiling) -> None:
    rules = [
        fill(x0 - 0.3, top - 0.3, x1 + 0.3, bottom + 0.3) for x0, top, x1, bottom in _sides(tiling)
    ]
    _assert_same(only_grid(fills=rules), tiling, 0.31)


@given(tilings())
def test_spans_of_double_rules_come_back(tiling: Tiling) -> None:
    """Each cell has its own border, 1.6 points from its neighbour's."""
    _assert_same(only_grid([stroke(*side) for side in _sides(tiling, 0.8)]), tiling, 0.81)


@given(tilings())
def test_spans_of_dashed_rules_come_back(tiling: Tiling) -> None:
    dashes = [dash for side in _sides(tiling) for dash in _dashes(*side)]
    _assert_same(only_grid(dashes), tiling, 2.01)


@given(tilings(), st.randoms(use_true_random=False))
def test_the_order_of_drawing_does_not_matter(tiling: Tiling, random: object) -> None:
    marks = [stroke(*side) for side in _sides(tiling)]
    random.shuffle(marks)  # type: ignore[attr-defined]
    _assert_same(only_grid(marks), tiling, 0.01)
