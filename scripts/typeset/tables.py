"""A grid laid over pages: row heights, page breaks, and what each page shows of it."""

from dataclasses import dataclass
from typing import Final

from .cells import Box, Typography, cell_texts, lines_of, needed_height, vertical_texts
from .frame import draw_frame, draw_noise, shade
from .grid import Cell, Grid
from .ops import Page, Text
from .style import Style
from .wrap import Line

LEAST_LINES: Final = 2  # lines of a row that stay together on either side of a page break
SECTION_LINES: Final = 4  # lines that must follow a section row on its page
SECTIONS: Final = ("pillar", "middle", "field")


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
            cell: lines_of(cell, self.width(cell), type_)
            for cell in grid.cells
            if not cell.vertical
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
            missing = needed_height(cell, self.width(cell), self.type) - sum(
                heights[cell.row : last]
            )
            heights[last - 1] += max(0.0, missing)
        return heights

    def header_height(self) -> float:
        """Return the height of the header rows."""
        return sum(self.heights[: self.grid.header_rows])

    def labels_at(self, row: int) -> list[Cell]:
        """Return the merged labels that begin with a row."""
        return [cell for cell in self.grid.cells if cell.row == row and cell.role == "label"]

    def line_count(self, row: int) -> int:
        """Return the number of lines of the fullest cell of a row."""
        return max(
            (
                len(self.lines[cell])
                for cell in self.lines
                if cell.row == row and cell.role == "body"
            ),
            default=0,
        )

    def paint(self, page: Page, parts: list[Part]) -> None:
        """Draw the given parts of the table on a page."""
        spans = {part.row: part for part in parts}
        boxes: list[Box] = []
        for cell in self.grid.cells:
            covered = [
                spans[row] for row in range(cell.row, cell.row + cell.rowspan) if row in spans
            ]
            if not covered:
                continue
            box = Box(
                self.edges[cell.column],
                covered[0].y0,
                self.edges[cell.column + cell.colspan],
                covered[-1].y1,
            )
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
        if cell.role in {"body", "status"}:
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

    def _segments(
        self, cell: Cell, pages: list[list[Part]]
    ) -> list[tuple[tuple[Cell, int, int], float]]:
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
        The measured table.
    tops : (float, float)
        Where the table begins on its first page, and on every later one.
    bottom : float
        Where a page ends.
    """
    breaker = _Breaker(table, tops, bottom)
    for row in range(table.grid.header_rows, len(table.grid.kinds)):
        breaker.take(row)
    return breaker.pages


class _Breaker:
    """Puts row after row on the page that is open, and opens the next one."""

    def __init__(self, table: Table, tops: tuple[float, float], bottom: float) -> None:
        self.table, self.later_top, self.bottom = table, tops[1], bottom
        self.header = list(range(table.grid.header_rows))
        self.pages: list[list[Part]] = []
        self.y = 0.0
        self._turn(tops[0], self.header)

    def take(self, row: int) -> None:
        """Put a row on the open page, or on the next one, or part of it on either."""
        height = self.table.heights[row]
        fits = self._labels_fit(row)
        if fits and self.y + _together(self.table, row) <= self.bottom:
            self._put(Part(row, self.y, self.y + height))
            return
        start = _lines_that_fit(self.table, row, self.bottom - self.y) if fits else 0
        if start:
            self._put(Part(row, self.y, self.bottom, 0, start))
        self._next()
        rest = self._continue(row, start)
        while rest is not None:
            self._next()
            rest = self._continue(row, rest)

    def _labels_fit(self, row: int) -> bool:
        """Whether the merged labels that begin with a row have room for their text on the open page.

        A page without rows as yet is the roomiest there is; labels then shrink instead.
        """
        if all(part.row in self.header for part in self.pages[-1]):
            return True
        for cell in self.table.labels_at(row):
            seen = 0.0
            for covered in range(cell.row, cell.row + cell.rowspan):
                if self.y + seen + self.table.heights[covered] > self.bottom:
                    break
                seen += self.table.heights[covered]
            if seen < needed_height(cell, self.table.width(cell), self.table.type) - 0.01:
                return False
        return True

    def _next(self) -> None:
        repeated = self.table.style.header == "repeated"
        self._turn(self.later_top, self.header if repeated else [])

    def _turn(self, top: float, rows: list[int]) -> None:
        self.pages.append([])
        self.y = top
        for row in rows:
            self._put(Part(row, self.y, self.y + self.table.heights[row]))

    def _put(self, part: Part) -> None:
        self.pages[-1].append(part)
        self.y = part.y1

    def _continue(self, row: int, start: int) -> int | None:
        """Put the lines of a row from `start` on a fresh page; return the first line still to come, if any."""
        type_ = self.table.type
        lines = max(self.table.line_count(row), 1) - start
        height = lines * type_.step + 2 * type_.padding if start else self.table.heights[row]
        if self.y + height <= self.bottom:
            self._put(Part(row, self.y, self.y + height, start, None))
            return None
        fit = max(1, int((self.bottom - self.y - 2 * type_.padding) / type_.step))
        if fit >= lines:  # the row is stretched by a label, not by its lines
            self._put(Part(row, self.y, self.bottom, start, None))
            return None
        self._put(Part(row, self.y, self.bottom, start, start + fit))
        return start + fit


def _together(table: Table, row: int) -> float:
    """Height that must fit: a section row keeps the row after it beside itself, or its first lines."""
    kinds, heights = table.grid.kinds, table.heights
    height = heights[row]
    while kinds[row] in SECTIONS and row + 1 < len(kinds):
        row += 1
        height += heights[row]
    if table.style.rows == "split" and height > heights[row]:
        first_lines = SECTION_LINES * table.type.step + 2 * table.type.padding
        return height - heights[row] + min(heights[row], first_lines)
    return height


def _lines_that_fit(table: Table, row: int, room: float) -> int:
    """Return how many lines of a row stay on this page where rows may be split, else 0."""
    if table.style.rows != "split" or not table.grid.kinds[row].startswith("measure"):
        return 0
    count = table.line_count(row)
    fit = int((room - 2 * table.type.padding) / table.type.step)
    return fit if LEAST_LINES <= fit <= count - LEAST_LINES else 0
