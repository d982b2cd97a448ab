"""One page → its tables, with the text of every cell, and the text that stands outside them."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from kict_nlp.pdf.corridors import column_rules
from kict_nlp.pdf.grid import TOUCH, Grid, Span, build_grid, find_grids
from kict_nlp.pdf.lines import Block, Line, read_block
from kict_nlp.pdf.openings import part_rows
from kict_nlp.pdf.page import Glyph, Page
from kict_nlp.pdf.regions import Region, find_banded, find_unruled, same_outline
from kict_nlp.pdf.rules import PageRules, Rule, find_rules
from kict_nlp.schema import Box

Kind = Literal["ruled", "banded", "aligned"]

# Shares of the font size.
_OVERFLOW = 12.0  # text that runs out of a table reaches no further than this
_RUNS_ON = 0.8  # a gap up to this parts two lines of one cell
_SAME_RUN = 1.2  # glyphs nearer than this may stand in one line of text
_FEWEST_CELLS = 5  # boxes of a diagram that touch make a grid of fewer


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
    """The tables of a page from the top down, and the glyphs outside them.

    ``frames`` are boxes that are no tables: what a rule or a shade surrounds belongs together.
    """

    page: Page
    rules: PageRules
    tables: tuple[PageTable, ...]
    free_glyphs: tuple[Glyph, ...]
    frames: tuple[Box, ...]


def read_contents(pages: Sequence[Page]) -> list[PageContent]:
    """Find the tables of every page and what stands outside them.

    Ruled tables come first. Where rules part only rows, or nothing is ruled at all, the columns
    follow from the alignment of the text over consecutive pages.
    """
    drafts = [_draft(page) for page in pages]
    for chain in _chains(drafts):
        regions = [region for _, region in chain]
        part_rows(regions)
        found = column_rules(regions)
        for (draft, region), (across, down) in zip(chain, found, strict=True):
            grid = build_grid(across, down)
            if grid is not None and _is_table(grid):
                draft.grids.append((grid, "banded" if region.has_rules else "aligned"))
    return [_content(draft) for draft in drafts]


@dataclass(slots=True)
class _Draft:
    """A page on the way: its rules, and the grids found so far with their kind."""

    page: Page
    rules: PageRules
    grids: list[tuple[Grid, Kind]]
    frames: list[Box]
    regions: list[Region]


def _draft(page: Page) -> _Draft:
    rules = find_rules(page)
    found = find_grids(rules)
    grids = [grid for grid in found if _is_table(grid)]
    frames = [grid.box_of(span) for grid in found if grid not in grids for span in grid.spans]
    frames += [Box(*shade[:4]) for shade in rules.shades]
    boxes = [grid.box for grid in grids]
    lone = [rule for rule in rules.horizontal if not _lies_in(rule, boxes)]
    regions: list[Region] = []
    if len(lone) > 1:
        free = [glyph for glyph in page.glyphs if not _is_in(glyph, boxes)]
        regions = find_banded(page.number, lone, free)
    if not regions and not grids:
        unruled = find_unruled(page.number, page.glyphs, rules.shades)
        regions = [unruled] if unruled else []
    return _Draft(page, rules, [(grid, "ruled") for grid in grids], frames, regions)


def _lies_in(rule: Rule, boxes: Sequence[Box]) -> bool:
    middle = (rule.start + rule.end) / 2
    return any(
        box.x0 - TOUCH <= middle <= box.x1 + TOUCH
        and box.top - TOUCH <= rule.at <= box.bottom + TOUCH
        for box in boxes
    )


def _is_in(glyph: Glyph, boxes: Sequence[Box]) -> bool:
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
    return any(box.covers(x, y) for box in boxes)


def _chains(drafts: Sequence[_Draft]) -> list[list[tuple[_Draft, Region]]]:
    """Regions of consecutive pages that are one table: the same kind and the same width."""
    chains: list[list[tuple[_Draft, Region]]] = []
    for draft in drafts:
        for position, region in enumerate(draft.regions):
            before = chains[-1][-1][1] if chains else None
            goes_on = (
                position == 0
                and before is not None
                and region.page_number == before.page_number + 1
                and any(same_outline(other, region) for _, other in chains[-1])
            )
            if goes_on:
                chains[-1].append((draft, region))
            elif region.is_sure or region.has_rules:
                chains.append([(draft, region)])
    return [chain for chain in chains if any(region.is_sure for _, region in chain)]


def _content(draft: _Draft) -> PageContent:
    grids = sorted(draft.grids, key=lambda item: item[0].box.width * item[0].box.height)
    filled, free = _fill([grid for grid, _ in grids], draft.page.glyphs)
    for (grid, _), squares in zip(grids, filled, strict=True):
        free = _take_in_overflow(grid, squares, free)
    tables = [
        _table(draft.page.number, grid, kind, glyphs)
        for (grid, kind), glyphs in zip(grids, filled, strict=True)
        if len(glyphs) > 1
    ]
    tables.sort(key=lambda table: (table.box.top, table.box.x0))
    return PageContent(draft.page, draft.rules, tuple(tables), tuple(free), tuple(draft.frames))


def _is_table(grid: Grid) -> bool:
    """Rows and columns of cells; a row that a page end left alone needs three of them.

    A lone box is a frame round some text.
    """
    rows = {span.row for span in grid.spans}
    columns = {span.column for span in grid.spans}
    if len(rows) == 1:
        return len(columns) > 2
    return len(columns) > 1 and len(grid.spans) >= _FEWEST_CELLS


def _fill(
    grids: Sequence[Grid], glyphs: Sequence[Glyph]
) -> tuple[list[dict[tuple[int, int], list[Glyph]]], list[Glyph]]:
    """Share the glyphs out to the squares of the innermost grid that holds their middle."""
    filled: list[dict[tuple[int, int], list[Glyph]]] = [defaultdict(list) for _ in grids]
    # The innermost loop over all glyphs of a report: local names, no calls but bisect.
    edges = [
        (*grid.box, grid.xs, grid.ys, len(grid.xs) - 2, len(grid.ys) - 2, squares)
        for grid, squares in zip(grids, filled, strict=True)
    ]
    free: list[Glyph] = []
    for glyph in glyphs:
        x, y = (glyph[1] + glyph[3]) / 2, (glyph[2] + glyph[4]) / 2
        for x0, top, x1, bottom, xs, ys, last_column, last_row, squares in edges:
            if x0 <= x <= x1 and top <= y <= bottom:
                row = min(bisect_right(ys, y) - 1, last_row)
                column = min(bisect_right(xs, x) - 1, last_column)
                squares[row, column].append(glyph)
                break
        else:
            free.append(glyph)
    return filled, free


def _take_in_overflow(
    grid: Grid, squares: dict[tuple[int, int], list[Glyph]], free: list[Glyph]
) -> list[Glyph]:
    """Give the cells of the last row what runs on out of them below the table.

    Browsers cut a merged label at the page end but not its text. Returns what stays free.
    """
    below = [g for g in free if 0 < g.bottom - grid.box.bottom < _OVERFLOW * g.size]
    if not below:
        return free
    taken: set[int] = set()
    for span in grid.spans:
        inside = squares.get((span.row_end - 1, span.column), [])
        if span.row_end < len(grid.ys) - 1 or not inside:
            continue
        box, end = grid.box_of(span), max(g.bottom for g in inside)
        under = [g for g in below if box.x0 <= (g.x0 + g.x1) / 2 <= box.x1]
        if _continues_outside(under, below, box):
            continue
        for glyph in sorted(under, key=lambda g: g.top):
            if glyph.top - end < _RUNS_ON * glyph.size and end > box.bottom - 1.5 * glyph.size:
                inside.append(glyph)
                taken.add(id(glyph))
                end = max(end, glyph.bottom)
    return [g for g in free if id(g) not in taken]


def _continues_outside(under: list[Glyph], below: list[Glyph], box: Box) -> bool:
    """Whether a line of text under a cell runs on beyond its sides, as a legend does."""
    outside = [g for g in below if not box.x0 <= (g.x0 + g.x1) / 2 <= box.x1]
    return any(
        abs(a.top - b.top) < 0.5 * a.size and max(a.x0 - b.x1, b.x0 - a.x1) < _SAME_RUN * a.size
        for a in under
        for b in outside
    )


def _table(
    page_number: int, grid: Grid, kind: Kind, squares: dict[tuple[int, int], list[Glyph]]
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
        kind,
        grid.open_top,
        grid.open_bottom,
    )
