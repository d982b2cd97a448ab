"""A grid laid over pages: row heights, page breaks, and what each page shows of it."""

from dataclasses import dataclass

from .cells import Box, Typography, cell_texts, lines_of, needed_height, vertical_texts
from .frame import draw_frame, draw_noise, shade
from .grid import Cell, Grid
from .ops import Page, Text
from .style import Style
from .wrap import Line

LEAST_LINES = 2  # lines of a row that stay together on either side of a page break


@dataclass(frozen=True, slots=True)
class Part:
    """A row, or some lines of it, on one page."""

    row: int
    y0: float
    y1: float
    first_line: int = 0
    last_line: int | None = None


class Table:
    """A grid with its text broken into lines and its rows measured."""

    def __init__(self, grid: Grid, style: Style, type_: Typography, left: float) -> None:
        """Measure every row of the grid."""
        self.grid, self.style, self.type = grid, style, type_
        self.edges = [left]
        for width in grid.widths:
            self.edges.append(self.edges[-1] + width)
        self.lines: dict[Cell, list[Line]] = {
            cell: lines_of(cell, self.width(cell), type_) for cell in grid.cells if not cell.vertical
        }
        self.heights = self._heights()
        self.labelled: set[tuple[Cell, int, int]] = set()

    def width(self, cell: Cell) -> float:
        """Return the width of a cell, all its columns together."""
        return self.edges[cell.column + cell.colspan] - self.edges[cell.column]

    def _heights(self) -> list[float]:
        """Give every row room for its text; merged cells stretch their last row where they need it."""
        heights = [self.type.step + 2 * self.type.padding] * len(self.grid.kinds)
        for cell in sorted(self.grid.cells, key=lambda one: one.rowspan):
            last = cell.row + cell.rowspan
            missing = needed_height(cell, self.width(cell), self.type) - sum(heights[cell.row : last])
            heights[last - 1] += max(0.0, missing)
        return heights

    def header_height(self) -> float:
        """Return the height of the header rows."""
        return sum(self.heights[: self.grid.header_rows])

    def line_count(self, row: int) -> int:
        """Return the number of lines of the fullest cell of a row."""
        return max((len(self.lines[cell]) for cell in self.lines if cell.row == row and cell.role == "body"), default=0)

    def paint(self, page: Page, parts: list[Part]) -> None:
        """Draw the given parts of the table on a page."""
        spans = {part.row: part for part in parts}
        boxes: list[Box] = []
        for cell in self.grid.cells:
            covered = [spans[row] for row in range(cell.row, cell.row + cell.rowspan) if row in spans]
            if not covered:
                continue
            box = Box(self.edges[cell.column], covered[0].y0, self.edges[cell.column + cell.colspan], covered[-1].y1)
            boxes.append(box)
            grey = self.grid.shade_of(cell, self.style)
            if grey is not None:
                shade(page, box, grey)
            page.texts += self._texts(cell, box, covered)
        if parts:
            whole = Box(self.edges[0], parts[0].y0, self.edges[-1], parts[-1].y1)
            draw_noise(page, whole, self.style)
            draw_frame(page, boxes, self.style)

    def _texts(self, cell: Cell, box: Box, covered: list[Part]) -> list[Text]:
        first = covered[0]
        if cell.role == "label" and (cell, first.row, first.first_line) not in self.labelled:
            return []
        if cell.vertical:
            return vertical_texts(cell, box, self.type)
        lines = self.lines[cell]
        if cell.role == "body" or cell.role == "status":
            lines = lines[first.first_line : first.last_line]
        return cell_texts(cell, box, self.type, lines)

    def place_labels(self, pages: list[list[Part]]) -> None:
        """Decide on which page each merged label is printed: the first where it fits, else the roomiest."""
        self.labelled = set()
        for cell in self.grid.cells:
            if cell.role != "label":
                continue
            found = self._segments(cell, pages)
            need = needed_height(cell, self.width(cell), self.type)
            fitting = [key for key, height in found if height >= need - 0.01]
            if not fitting:
                fitting = [max(found, key=lambda one: one[1])[0]]
            self.labelled |= set(fitting if self.style.label_text == "every_page" else fitting[:1])

    def _segments(self, cell: Cell, pages: list[list[Part]]) -> list[tuple[tuple[Cell, int, int], float]]:
        found: list[tuple[tuple[Cell, int, int], float]] = []
        for parts in pages:
            covered = [part for part in parts if cell.row <= part.row < cell.row + cell.rowspan]
            if covered:
                key = (cell, covered[0].row, covered[0].first_line)
                found.append((key, covered[-1].y1 - covered[0].y0))
        return found


def break_pages(table: Table, tops: tuple[float, float], bottom: float) -> list[list[Part]]:
    """Share the rows of a table out over pages.

    Parameters
    ----------
    table : Table
    tops : (float, float)
        Where the table begins on its first page, and on every later one.
    bottom : float
        Where a page ends.
    """
    header = list(range(table.grid.header_rows))
    pages: list[list[Part]] = [_stack(table, header, tops[0])]
    y = tops[0] + table.header_height()
    repeated = header if table.style.header == "repeated" else []

    def turn() -> float:
        pages.append(_stack(table, repeated, tops[1]))
        return tops[1] + sum(table.heights[row] for row in repeated)

    for row in range(table.grid.header_rows, len(table.grid.kinds)):
        if y + _together(table, row) <= bottom:
            pages[-1].append(Part(row, y, y + table.heights[row]))
            y += table.heights[row]
            continue
        start = _lines_that_fit(table, row, bottom - y)
        if start:
            pages[-1].append(Part(row, y, bottom, 0, start))
        y = turn()
        while start is not None:
            y, start = _continue(table, row, start, y, bottom, pages[-1])
            if start is not None:
                y = turn()
    return pages


def _continue(
    table: Table, row: int, start: int, y: float, bottom: float, page: list[Part]
) -> tuple[float, int | None]:
    """Put the lines of a row from `start` on a fresh page; return where it ends and what is still to come."""
    count = max(table.line_count(row), 1)
    height = table.heights[row] if not start else (count - start) * table.type.step + 2 * table.type.padding
    if y + height <= bottom:
        page.append(Part(row, y, y + height, start, None))
        return y + height, None
    fit = max(1, int((bottom - y - 2 * table.type.padding) / table.type.step))
    page.append(Part(row, y, bottom, start, start + fit))
    return bottom, start + fit


def _stack(table: Table, rows: list[int], y: float) -> list[Part]:
    parts: list[Part] = []
    for row in rows:
        parts.append(Part(row, y, y + table.heights[row]))
        y += table.heights[row]
    return parts


def _together(table: Table, row: int) -> float:
    """Height that must fit: a section row keeps the row after it beside itself, a merged label its first rows."""
    kinds = table.grid.kinds
    height = table.heights[row]
    while row + 1 < len(kinds) and kinds[row] in ("pillar", "middle", "field"):
        row += 1
        height += table.heights[row]
        if table.style.rows == "split":
            height = min(height, 6 * table.type.step + height - table.heights[row])
    return height


def _lines_that_fit(table: Table, row: int, room: float) -> int:
    """Return how many lines of a row stay on this page where rows may be split, else 0."""
    if table.style.rows != "split" or not table.grid.kinds[row].startswith("measure"):
        return 0
    count = table.line_count(row)
    fit = int((room - 2 * table.type.padding) / table.type.step)
    return fit if LEAST_LINES <= fit <= count - LEAST_LINES else 0
