"""Tables that go on over pages become one; a row cut by the page end becomes one row again.

Each join keeps its reason. Nothing is read into the words: what counts is the geometry of the
columns, rows that repeat the first page's heading, and columns that every row fills.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from kict_nlp.pdf.grid import TOUCH
from kict_nlp.pdf.lines import Line
from kict_nlp.pdf.tables import Kind, PageTable
from kict_nlp.schema import Box, Join

_SAME_EDGE = 6.0  # points: column edges of two pages this close are the same
_SAME_EDGES_SHARE = 0.6  # of the edges that must agree
_SAME_EDGES_LEAST = 0.8  # of the edges of the page that has fewer
_HEADING_REACH = 6  # rows of the first page among which its heading begins
_SAME_HEADING_SHARE = 0.6  # of a row's cells that must repeat the heading
_DENSE = 0.85  # a column that this share of the rows fill is filled by every whole row
_MISSING = 0.5  # of the columns that every row fills: half a row lacks at least this many
_LONGEST_NUMBER = 4  # characters
_SECTION_SHARE = 0.4  # of the table's width: a lone cell this wide is a heading between rows


class JoinedCell(NamedTuple):
    """A cell of a joined table; ``places`` has its box on each page that it stands on."""

    row: int
    column: int
    row_end: int
    column_end: int
    lines: tuple[Line, ...]
    vertical: bool
    places: tuple[tuple[int, Box], ...]

    @property
    def text(self) -> str:
        """The lines one after the other, without what is between them."""
        return "".join(line.text for line in self.lines)

    def together(self, lower: JoinedCell) -> JoinedCell:
        """One cell of this half and the one below; a label printed on both pages stands once."""
        return self._replace(
            row_end=lower.row_end,
            lines=self.lines if self.text == lower.text else self.lines + lower.lines,
            vertical=self.vertical or lower.vertical,
            places=self.places + lower.places,
        )


class _Fit(NamedTuple):
    """Why a table goes on with the one before, and how far right of it it stands."""

    reason: str
    shift: float


class Part(NamedTuple):
    """What one page holds of a table: its outline there and its first row in the whole."""

    page_number: int
    box: Box
    row: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table as its author meant it, over as many pages as it takes."""

    n_rows: int
    xs: tuple[float, ...]
    cells: tuple[JoinedCell, ...]
    kind: Kind
    parts: tuple[Part, ...]
    joins: tuple[Join, ...]

    @property
    def n_columns(self) -> int:
        """Number of columns of the finest grid."""
        return len(self.xs) - 1

    def rows(self) -> list[list[JoinedCell]]:
        """For each row the cells that stand in it, those spanning several rows included."""
        rows: list[list[JoinedCell]] = [[] for _ in range(self.n_rows)]
        for cell in self.cells:
            for row in range(cell.row, cell.row_end):
                rows[row].append(cell)
        for row_cells in rows:
            row_cells.sort(key=lambda cell: cell.column)
        return rows


def join_tables(
    pages: Sequence[Sequence[PageTable]], *, keeps_headings: bool = False
) -> list[Table]:
    """Join the tables of consecutive pages; ``pages`` holds each page's tables, top down.

    ``keeps_headings`` is for sheets, whose first rows are alike on all pages and yet no heading.
    """
    chains: list[list[PageTable]] = []
    fits: list[list[_Fit]] = []
    open_chain = -1  # the chain whose last table ends its page
    last_page = 0
    for tables in pages:
        for position, table in enumerate(tables):
            fit = None
            if position == 0 and open_chain >= 0 and table.page_number == last_page + 1:
                fit = _same_columns(chains[open_chain][-1], table)
            if fit is not None:
                chains[open_chain].append(table)
                fits[open_chain].append(fit)
                current = open_chain
            else:
                chains.append([table])
                fits.append([])
                current = len(chains) - 1
            if position == len(tables) - 1:
                open_chain, last_page = current, table.page_number
    return [
        _join(chain, how, keeps_headings=keeps_headings)
        for chain, how in zip(chains, fits, strict=True)
    ]


def _same_columns(upper: PageTable, lower: PageTable) -> _Fit | None:
    """How the lower table goes on with the upper one, or None.

    Left and right pages may have other margins, and a merged label may leave its column
    without a rule on the second page, so either edge may be the one that agrees.
    """
    most = max(len(upper.xs), len(lower.xs))
    fits = []
    for shift in (0.0, lower.xs[0] - upper.xs[0], lower.xs[-1] - upper.xs[-1]):
        shared = sum(any(abs(x - shift - y) <= _SAME_EDGE for y in upper.xs) for x in lower.xs)
        fits.append((shared, -abs(shift), shift))
    shared, _, shift = max(fits)
    least = min(len(upper.xs), len(lower.xs))
    if shared < _SAME_EDGES_SHARE * most or shared < _SAME_EDGES_LEAST * least:
        return None
    return _Fit(f"{shared} of {most} column edges agree", shift)


def _join(chain: list[PageTable], fits: list[_Fit], *, keeps_headings: bool) -> Table:
    first = chain[0]
    shifts = list(accumulate((fit.shift for fit in fits), initial=0.0))
    builder = _Builder(_common_edges(chain, shifts))
    builder.add_page(first, 0, 0.0)
    heading = _row_texts(first)
    parts = [Part(first.page_number, first.box, 0)]
    joins: list[Join] = []
    for table, fit, shift in zip(chain[1:], fits, shifts[1:], strict=True):
        before = builder.last_page
        repeated = 0 if keeps_headings else _repeated_rows(heading, table)
        dropped = f"; {repeated} heading rows repeated and dropped" if repeated else ""
        joins.append(
            Join(
                page_before=before,
                page_after=table.page_number,
                what="table",
                reason=fit.reason + dropped,
            )
        )
        seam = builder.n_rows
        builder.add_page(table, repeated, shift)
        why = builder.mend_seam(seam)
        parts.append(Part(table.page_number, table.box, seam))
        if why is not None:
            joins.append(
                Join(page_before=before, page_after=table.page_number, what="row", reason=why)
            )
    return Table(
        builder.n_rows,
        tuple(builder.xs),
        tuple(sorted(builder.cells)),
        first.kind,
        tuple(parts),
        tuple(joins),
    )


def _common_edges(chain: list[PageTable], shifts: list[float]) -> list[float]:
    """Column edges of all pages, moved to where the first page's table stands."""
    places = sorted(x - shift for table, shift in zip(chain, shifts, strict=True) for x in table.xs)
    edges = [places[0]]
    for place in places:
        if place - edges[-1] > TOUCH:
            edges.append(place)
    return edges


def _row_texts(table: PageTable) -> list[set[str]]:
    rows: list[set[str]] = [set() for _ in range(table.n_rows)]
    for cell in table.cells:
        if cell.lines:
            rows[cell.row].add(cell.text)
    return rows


def _repeated_rows(heading: list[set[str]], table: PageTable) -> int:
    """How many rows at the top of the page repeat the heading of the first page.

    A title or a legend may stand in the rows over the heading of the first page.
    """
    texts = _row_texts(table)
    count = max(
        (_matching_rows(heading[start:], texts) for start in range(_HEADING_REACH)), default=0
    )
    # A cell that spans the heading's rows takes all of them along.
    spans = [cell.row_end for cell in table.cells if cell.row < count and cell.lines]
    full = max(spans, default=0)
    return full if full < table.n_rows and full <= count + 1 else count


def _matching_rows(upper: list[set[str]], lower: list[set[str]]) -> int:
    count = 0
    for above, below in zip(upper, lower, strict=False):
        if not below or len(above & below) < _SAME_HEADING_SHARE * max(len(above), len(below)):
            break
        # Two rows of the body may have most of their short values in common. A heading over two
        # rows of the heading stands in either.
        if count == 0 and max(below, key=len) not in set().union(*upper[:2]):
            break
        count += 1
    return count


class _Builder:
    """Grows the joined table page by page."""

    def __init__(self, xs: list[float]) -> None:
        self.xs = xs
        self.cells: list[JoinedCell] = []
        self.n_rows = 0
        self.last_page = 0

    def add_page(self, table: PageTable, skipped_rows: int, shift: float) -> None:
        """Append a page's rows below, without the first ``skipped_rows``."""
        columns = [self._edge_index(x - shift) for x in table.xs]
        offset = self.n_rows - skipped_rows
        for cell in table.cells:
            if cell.row_end <= skipped_rows:
                continue
            self.cells.append(
                JoinedCell(
                    max(cell.row, skipped_rows) + offset,
                    columns[cell.column],
                    cell.row_end + offset,
                    columns[cell.column_end],
                    cell.lines,
                    cell.vertical,
                    ((table.page_number, cell.box),),
                )
            )
        self.n_rows += table.n_rows - skipped_rows
        self.last_page = table.page_number

    def _edge_index(self, x: float) -> int:
        return min(range(len(self.xs)), key=lambda index: abs(self.xs[index] - x))

    def mend_seam(self, seam: int) -> str | None:
        """Make one row of the two beside a page end, where it cut one.

        Returns the reason, or None where the rows are two.
        """
        if not 0 < seam < self.n_rows:
            return None
        above = {cell.column: cell for cell in self.cells if cell.row_end == seam}
        below = {cell.column: cell for cell in self.cells if cell.row == seam}
        reason = self._why_one_row(seam, above, below)
        if reason is not None:
            self._merge_rows(seam, above, below)
        return reason

    def _why_one_row(
        self, seam: int, above: dict[int, JoinedCell], below: dict[int, JoinedCell]
    ) -> str | None:
        spanning = {
            c
            for c in {*above, *below}
            if any(c in row and row[c].row_end - row[c].row > 1 for row in (above, below))
        }
        filled_above = {c for c, cell in above.items() if cell.lines} - spanning
        filled_below = {c for c, cell in below.items() if cell.lines} - spanning
        if not filled_above or not filled_below:
            return None
        if not filled_below <= set(above) and not filled_above <= set(below):
            return None
        if self._is_section(above.values()) or self._is_section(below.values()):
            return None
        if self._heads(above.values(), filled_below):
            return None
        dense = self._dense_columns(seam) - spanning
        # A lone text at the left end, or further left, heads the rows below it.
        first = min(dense, default=-1)
        if any(column < first for column in filled_below) or filled_below == {first}:
            return None
        if first in filled_above & filled_below and len(above[first].text) <= _LONGEST_NUMBER:
            return None  # two numbers, two rows
        over, under = self._covered(above.values()), self._covered(below.values())
        missing_below = dense & over - under
        missing_above = dense & under - over
        for missing, where in (
            (missing_below, "first row of the page"),
            (missing_above, "last row of the page before"),
        ):
            # One gap may be a note in place of values; the leftmost column names the row.
            if missing and (first in missing or len(missing) >= _MISSING * len(dense)):
                return f"{len(missing)} columns that every row fills are empty in the {where}"
        return None

    @staticmethod
    def _covered(cells: Iterable[JoinedCell]) -> set[int]:
        return {c for cell in cells if cell.lines for c in range(cell.column, cell.column_end)}

    def _is_section(self, cells: Iterable[JoinedCell]) -> bool:
        filled = [cell for cell in cells if cell.lines]
        if len(filled) != 1:
            return False
        width = self.xs[filled[0].column_end] - self.xs[filled[0].column]
        return width >= _SECTION_SHARE * (self.xs[-1] - self.xs[0])

    @staticmethod
    def _heads(cells: Iterable[JoinedCell], filled_below: set[int]) -> bool:
        """Whether a lone text runs on over columns that the row below it fills apart."""
        filled = [cell for cell in cells if cell.lines]
        return (
            len(filled) == 1
            and len(filled_below & set(range(filled[0].column, filled[0].column_end))) > 1
        )

    def _dense_columns(self, seam: int) -> set[int]:
        """Columns that nearly every row with more than one filled cell fills."""
        rows: dict[int, set[int]] = {}
        for cell in self.cells:
            if cell.row_end - cell.row == 1 and cell.lines and cell.row not in (seam - 1, seam):
                rows.setdefault(cell.row, set()).add(cell.column)
        whole = [columns for columns in rows.values() if len(columns) > 2]
        counts: dict[int, int] = {}
        for columns in whole:
            for column in columns:
                counts[column] = counts.get(column, 0) + 1
        return {column for column, count in counts.items() if count >= _DENSE * len(whole)}

    def _merge_rows(
        self, seam: int, above: dict[int, JoinedCell], below: dict[int, JoinedCell]
    ) -> None:
        # A note over several columns in one half stands over empty cells in the other.
        whole = above if {c for c in below if below[c].lines} <= set(above) else below
        merged = {
            c: above[c].together(below[c]) if c in above and c in below else whole[c] for c in whole
        }
        kept = [cell for cell in self.cells if cell.row_end != seam and cell.row != seam]
        self.cells = [
            cell._replace(row=cell.row - 1, row_end=cell.row_end - 1) if cell.row > seam else cell
            for cell in kept
        ]
        self.cells.extend(
            cell._replace(row=min(cell.row, seam - 1), row_end=max(seam, cell.row_end - 1))
            for cell in merged.values()
        )
        self.n_rows -= 1
