"""One page → its tables, with the text of every cell, and the text that stands outside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from kict_nlp.pdf.grid import Grid, Span, find_grids
from kict_nlp.pdf.lines import Block, Line, read_block
from kict_nlp.pdf.page import Glyph, Page
from kict_nlp.pdf.rules import PageRules, find_rules
from kict_nlp.schema import Box

Kind = Literal["ruled", "banded", "aligned"]


class Cell(NamedTuple):
    """One cell: the rows and columns it spans (ends exclusive), its box and its lines."""

    row: int
    column: int
    row_end: int
    column_end: int
    box: Box
    lines: tuple[Line, ...]
    vertical: bool

    @property
    def text(self) -> str:
        """The lines one after the other, without what is between them."""
        return "".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table as it stands on one page.

    ``kind`` tells how its cells were found: between rules (ruled), between rules above and
    below only (banded), or by the alignment of the text alone (aligned).
    """

    page_number: int
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[Cell, ...]
    kind: Kind
    open_top: bool
    open_bottom: bool

    @property
    def box(self) -> Box:
        """Outline of the table."""
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    @property
    def n_rows(self) -> int:
        """Number of grid rows."""
        return len(self.ys) - 1

    @property
    def n_columns(self) -> int:
        """Number of grid columns."""
        return len(self.xs) - 1


@dataclass(frozen=True, slots=True)
class PageContent:
    """The tables of a page from the top down, and the glyphs outside them."""

    page: Page
    rules: PageRules
    tables: tuple[PageTable, ...]
    free_glyphs: tuple[Glyph, ...]


def read_content(page: Page) -> PageContent:
    """Find the tables of a page and what stands outside them."""
    rules = find_rules(page)
    grids = [grid for grid in find_grids(rules) if _is_table(grid)]
    grids.sort(key=lambda grid: grid.box.width * grid.box.height)
    filled, free = _fill(grids, page.glyphs)
    tables = [
        _table(page.number, grid, glyphs)
        for grid, glyphs in zip(grids, filled, strict=True)
        if len(glyphs) > 1
    ]
    tables.sort(key=lambda table: (table.box.top, table.box.x0))
    return PageContent(page, rules, tuple(tables), tuple(free))


def _is_table(grid: Grid) -> bool:
    """At least two rows and two columns; a lone box is a frame round some text."""
    rows = {span.row for span in grid.spans}
    columns = {span.column for span in grid.spans}
    return len(rows) > 1 and len(columns) > 1 and len(grid.spans) > 3


def _fill(
    grids: Sequence[Grid], glyphs: Sequence[Glyph]
) -> tuple[list[dict[tuple[int, int], list[Glyph]]], list[Glyph]]:
    """Share the glyphs out to the squares of the innermost grid that holds their middle."""
    filled: list[dict[tuple[int, int], list[Glyph]]] = [defaultdict(list) for _ in grids]
    boxes = [grid.box for grid in grids]
    free: list[Glyph] = []
    for glyph in glyphs:
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
        for box, grid, squares in zip(boxes, grids, filled, strict=True):
            if box.x0 <= x <= box.x1 and box.top <= y <= box.bottom:
                squares[grid.square_at(x, y)].append(glyph)
                break
        else:
            free.append(glyph)
    return filled, free


def _table(
    page_number: int, grid: Grid, squares: dict[tuple[int, int], list[Glyph]]
) -> PageTable:
    owner: dict[tuple[int, int], Span] = {}
    for span in grid.spans:
        for row in range(span.row, span.row_end):
            for column in range(span.column, span.column_end):
                owner[row, column] = span
    inside: dict[Span, list[Glyph]] = defaultdict(list)
    for square, glyphs in squares.items():
        inside[owner[square]].extend(glyphs)
    cells = []
    for span in grid.spans:
        block: Block = read_block(inside.get(span, ()))
        cells.append(Cell(*span, grid.box_of(span), block.lines, block.vertical))
    return PageTable(
        page_number,
        grid.xs,
        grid.ys,
        tuple(cells),
        "ruled",
        grid.open_top,
        grid.open_bottom,
    )
