"""The report as a flat OpenDocument spreadsheet: one sheet of prose, one for the annex.

Offices keep such annexes in a spreadsheet: rows of fixed height, page breaks
set by hand, labels merged within a page.
"""

import re
from dataclasses import replace
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from .cells import Typography, needed_height
from .content import Block, Content, blocks_of
from .flow import HEADING_SIZES, PROSE_LEADING, PROSE_TOP, footer_text, head_height, shape
from .fonts import metrics_of
from .grid import Cell, Grid, annex_grid, outline_grid, summary_grid, summary_widths
from .style import A4, PROSE_MARGIN, PROSE_SIZE, Style
from .tables import Part, Table, break_pages

SAFETY: Final = 1.5  # points; LibreOffice breaks lines a little earlier than this package does
PAGE_SLACK: Final = 12.0  # points left at the foot, so that no page is broken where none was meant
WIDTH_SLACK: Final = 4.0  # points that a table stays narrower than its page
BORDERS: Final = {"dashed": "dashed", "dotted": "dotted", "double": "double"}
PAGE_MARK, TOTAL_MARK = "\ue000", "\ue001"
NAMESPACES: Final = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{urn}:1.0"'
    for name, urn in (
        ("office", "office"),
        ("style", "style"),
        ("text", "text"),
        ("table", "table"),
        ("fo", "xsl-fo-compatible"),
        ("svg", "svg-compatible"),
    )
)


class Sheets:
    """Collects styles and sheets of one document."""

    def __init__(self, content: Content, style: Style) -> None:
        """Start an empty document."""
        self.content, self.style, self.metrics = content, style, metrics_of(style.font)
        self.automatic: dict[str, str] = {}

    def document(self) -> str:
        """Return the whole flat document."""
        sheets = self._prose() + self._annex()
        styles = "".join(body.replace("@name@", name) for body, name in self.automatic.items())
        return (
            f'<?xml version="1.0" encoding="UTF-8"?><office:document {NAMESPACES} office:version="1.2" '
            'office:mimetype="application/vnd.oasis.opendocument.spreadsheet">'
            f"<office:automatic-styles>{styles}{self._page_layouts()}</office:automatic-styles>"
            f"<office:master-styles>{self._master('prose')}{self._master('annex')}</office:master-styles>"
            f"<office:body><office:spreadsheet>{sheets}</office:spreadsheet></office:body></office:document>"
        )

    def _named(self, family: str, body: str, extra: str = "") -> str:
        """Return the name of an automatic style with this body, made on first use."""
        key = (
            f'<style:style style:name="@name@" style:family="{family}"{extra}>{body}</style:style>'
        )
        return self.automatic.setdefault(key, f"s{len(self.automatic)}")

    def _page_layouts(self) -> str:
        top, right, foot, left = self.style.margins
        margin = PROSE_MARGIN
        return _page_layout(
            "prose", A4, (PROSE_TOP, margin, PROSE_TOP - 20, margin)
        ) + _page_layout("annex", self.style.page_size, (top, right, foot - 20, left))

    def _master(self, name: str) -> str:
        text = escape(footer_text(PAGE_MARK, TOTAL_MARK, self.content, self.style))
        text = text.replace(PAGE_MARK, "<text:page-number>1</text:page-number>")
        text = text.replace(TOTAL_MARK, "<text:page-count>1</text:page-count>")
        shown = "" if text else ' style:display="false"'
        return (
            f'<style:master-page style:name="{name}" style:page-layout-name="layout_{name}">'
            f'<style:header style:display="false"/><style:footer{shown}><text:p>{text}</text:p></style:footer>'
            "</style:master-page>"
        )

    def _sheet(self, name: str, widths: tuple[float, ...], rows: str) -> str:
        look = self._named(
            "table", "<style:table-properties/>", f' style:master-page-name="{name}"'
        )
        columns = "".join(
            f'<table:table-column table:style-name="{self._column(width)}"/>' for width in widths
        )
        return f'<table:table table:name="{name}" table:style-name="{look}">{columns}{rows}</table:table>'

    def _column(self, width: float) -> str:
        return self._named(
            "table-column", f'<style:table-column-properties style:column-width="{width:.2f}pt"/>'
        )

    def _row(self, cells: str, height: float, *, fresh: bool = False) -> str:
        start = ' fo:break-before="page"' if fresh else ""
        look = self._named(
            "table-row",
            f'<style:table-row-properties style:row-height="{height:.2f}pt" '
            f'style:use-optimal-row-height="false"{start}/>',
        )
        return f'<table:table-row table:style-name="{look}">{cells}</table:table-row>'

    def _prose(self) -> str:
        """Return the sheet of prose: paragraphs in rows merged over the columns of the summary table."""
        widths = _narrowed(summary_widths(self.style))
        rows: list[str] = []
        for block in blocks_of(self.content):
            if block.kind == "summary":
                rows += self._grid_rows(
                    replace(summary_grid(self.content, self.style), widths=widths), 9.0
                )
            elif block.kind == "outline":
                rows += self._grid_rows(
                    _over_columns(outline_grid(self.content, self.style), widths), 9.0
                )
            elif block.text:
                rows.append(self._paragraph(block, widths))
        return self._sheet("prose", widths, "".join(rows))

    def _paragraph(self, block: Block, widths: tuple[float, ...]) -> str:
        text, inset, _ = shape(block)
        size = HEADING_SIZES[block.level] if block.kind == "heading" else PROSE_SIZE
        type_ = Typography(
            self.metrics,
            size,
            max(PROSE_LEADING * 0.8, self.metrics.line_height),
            2.0,
            "glyph",
            "middle",
        )
        cell = Cell(row=0, column=0, text=text, colspan=len(widths))
        room = sum(widths) - inset * PROSE_SIZE - SAFETY - size
        height = needed_height(cell, room, type_) + 4
        look = self._cell_style(cell, None, size, bordered=False, inset=inset * PROSE_SIZE)
        return self._row(_cell_xml(cell, look, len(widths)), height)

    def _typography(self, size: float) -> Typography:
        leading = self.metrics.line_height * 1.04
        return Typography(
            self.metrics,
            size,
            leading,
            self.style.padding + SAFETY,
            "glyph",
            self.style.vertical_align,
            leading,
        )

    def _grid_rows(self, grid: Grid, size: float) -> list[str]:
        table = Table(grid, self.style, self._typography(size), 0.0)
        return [
            self._row(self._cells(row, grid, size), table.heights[index])
            for index, row in enumerate(_filled(grid))
        ]

    def _annex(self) -> str:
        """Return the sheet of measures, broken into pages where its row heights ask for it."""
        style = self.style
        grid = annex_grid(self.content, style)
        grid = replace(grid, widths=_narrowed(grid.widths))
        table = Table(grid, style, self._typography(style.size), 0.0)
        top, _, foot, _ = style.margins
        bottom = (
            style.page_size[1]
            - foot
            - PAGE_SLACK
            - (2 * style.size if style.legend == "bottom" else 0.0)
        )
        later = head_height(style) + 4 if style.title == "every_page" else 0.0
        pages = break_pages(table, (top + head_height(style) + 4, top + later), bottom)
        table.place_labels(pages)
        split = _split_labels(table, pages)
        fresh = {_first_new_row(parts, grid) for parts in pages[1:]}
        lines = _filled(split)
        rows = [
            self._row(
                self._cells(cells, split, style.size), table.heights[index], fresh=index in fresh
            )
            for index, cells in enumerate(lines)
        ]
        return self._sheet("annex", grid.widths, self._with_head(rows, grid))

    def _with_head(self, rows: list[str], grid: Grid) -> str:
        """Put title and legend above, and mark the rows that come again on every page."""
        style, top = self.style, grid.header_rows
        head = self._head_rows(len(grid.widths))
        header = rows[:top]
        again = (head if style.title == "every_page" else []) + (
            header if style.header == "repeated" else []
        )
        before = [] if style.title == "every_page" else head
        after = [] if style.header == "repeated" else header
        foot = (
            [self._line(self.content["legend"], len(grid.widths), style.size, "left")]
            if style.legend == "bottom"
            else []
        )
        repeated = (
            f"<table:table-header-rows>{''.join(again)}</table:table-header-rows>" if again else ""
        )
        return "".join([*before, repeated, *after, *rows[top:], *foot])

    def _head_rows(self, columns: int) -> list[str]:
        style = self.style
        rows = [self._line(self.content["annex_title"], columns, style.size + 2, "left")]
        if style.legend.startswith("top"):
            rows.append(
                self._line(
                    self.content["legend"], columns, style.size, style.legend.removeprefix("top_")
                )
            )
        return rows

    def _line(self, text: str, columns: int, size: float, align: str) -> str:
        cell = Cell(row=0, column=0, text=text, colspan=columns, align=align)
        look = self._cell_style(cell, None, size, bordered=False)
        return self._row(
            _cell_xml(cell, look, columns), size * max(1.7, self.metrics.line_height * 1.1)
        )

    def _cells(self, row: list[tuple[Cell, bool]], grid: Grid, size: float) -> str:
        parts: list[str] = []
        for cell, begins in row:
            look = self._cell_style(cell, grid.shade_of(cell, self.style), size, bordered=True)
            if begins:
                parts.append(_opening(cell, look) + _paragraphs(cell.text) + "</table:table-cell>")
            else:
                parts.append(f'<table:covered-table-cell table:style-name="{look}"/>')
        return "".join(parts)

    def _cell_style(
        self, cell: Cell, grey: float | None, size: float, *, bordered: bool, inset: float = 0.0
    ) -> str:
        style = self.style
        level = (
            "middle"
            if style.vertical_align == "middle" or cell.role == "header" or not bordered
            else "top"
        )
        ground = "" if grey is None else f' fo:background-color="#{f"{round(grey * 255):02x}" * 3}"'
        turn = {"stacked": ' style:direction="ttb"', "rotated": ' style:rotation-angle="90"'}.get(
            cell.vertical, ""
        )
        border = (
            _border(style)
            if bordered
            else (' fo:border="0.5pt solid #ffffff"' if style.noise == "white_rules" else "")
        )
        side = {"left": "start", "center": "center", "right": "end"}[cell.align]
        margin = f' fo:margin-left="{inset:.1f}pt"' if inset else ""
        font = quoteattr(style.font)
        return self._named(
            "table-cell",
            f'<style:table-cell-properties fo:wrap-option="wrap" fo:padding="{style.padding if bordered else 1}pt"'
            f' style:vertical-align="{level}"{ground}{turn}{border} style:text-align-source="fix"/>'
            f'<style:paragraph-properties fo:text-align="{side}"{margin}/>'
            f'<style:text-properties fo:font-size="{size}pt" style:font-size-asian="{size}pt"'
            f" fo:font-family={font} style:font-family-asian={font}/>",
        )


def _narrowed(widths: tuple[float, ...]) -> tuple[float, ...]:
    """Take a little off every column: LibreOffice rounds up, and a table must not leave its page."""
    share = 1 - WIDTH_SLACK / sum(widths)
    return tuple(width * share for width in widths)


def _page_layout(
    name: str, size: tuple[float, float], margins: tuple[float, float, float, float]
) -> str:
    top, right, foot, left = margins
    turned = "landscape" if size[0] > size[1] else "portrait"
    return (
        f'<style:page-layout style:name="layout_{name}"><style:page-layout-properties fo:page-width="{size[0]}pt"'
        f' fo:page-height="{size[1]}pt" fo:margin-top="{top}pt" fo:margin-right="{right}pt" fo:margin-bottom="{foot}pt"'
        f' fo:margin-left="{left}pt" style:print-orientation="{turned}" style:scale-to="100%"'
        ' style:first-page-number="continue" style:writing-mode="lr-tb"/><style:footer-style>'
        '<style:header-footer-properties svg:height="20pt" fo:margin-top="4pt"/></style:footer-style>'
        "</style:page-layout>"
    )


def _border(style: Style) -> str:
    if style.rules == "none":
        return ""
    line = f"{style.rule_width}pt {BORDERS.get(style.rules, 'solid')} #000000"
    if style.rules == "horizontal":
        return f' fo:border-top="{line}" fo:border-bottom="{line}"'
    if style.rules == "double":
        return ' fo:border="1.5pt double #000000" style:border-line-width="0.4pt 0.7pt 0.4pt"'
    return f' fo:border="{line}"'


def _filled(grid: Grid) -> list[list[tuple[Cell, bool]]]:
    """Return every place of a grid with the cell that covers it, and whether the cell begins there."""
    places: list[dict[int, tuple[Cell, bool]]] = [{} for _ in grid.kinds]
    for cell in grid.cells:
        for row in range(cell.row, cell.row + cell.rowspan):
            for column in range(cell.column, cell.column + cell.colspan):
                places[row][column] = (cell, (row, column) == (cell.row, cell.column))
    blank = Cell(row=0, column=0, text="", role="strip")
    return [
        [line.get(column, (blank, True)) for column in range(len(grid.widths))] for line in places
    ]


def _split_labels(table: Table, pages: list[list[Part]]) -> Grid:
    """Cut merged labels where a page breaks, so that no glyph falls on the break."""
    cells: list[Cell] = []
    for cell in table.grid.cells:
        if cell.role != "label":
            cells.append(cell)
            continue
        for parts in pages:
            rows = [part.row for part in parts if cell.row <= part.row < cell.row + cell.rowspan]
            if rows:
                text = cell.text if (cell, rows[0], 0) in table.labelled else ""
                cells.append(replace(cell, row=rows[0], rowspan=len(rows), text=text))
    return replace(table.grid, cells=tuple(cells))


def _first_new_row(parts: list[Part], grid: Grid) -> int:
    return next(part.row for part in parts if part.row >= grid.header_rows)


def _over_columns(grid: Grid, widths: tuple[float, ...]) -> Grid:
    """Spread a table of two columns over the columns of the sheet that it stands in."""
    rest = len(widths) - 1
    cells = tuple(replace(cell, colspan=1 if cell.column == 0 else rest) for cell in grid.cells)
    return replace(grid, cells=cells, widths=widths)


def _opening(cell: Cell, look: str) -> str:
    spans = f' table:number-rows-spanned="{cell.rowspan}"' if cell.rowspan > 1 else ""
    spans += f' table:number-columns-spanned="{cell.colspan}"' if cell.colspan > 1 else ""
    if spans and cell.rowspan == 1:
        spans += ' table:number-rows-spanned="1"'
    if spans and cell.colspan == 1:
        spans += ' table:number-columns-spanned="1"'
    return f'<table:table-cell table:style-name="{look}" office:value-type="string"{spans}>'


def _cell_xml(cell: Cell, look: str, columns: int) -> str:
    covered = f'<table:covered-table-cell table:style-name="{look}"/>' * (columns - 1)
    return f"{_opening(cell, look)}{_paragraphs(cell.text)}</table:table-cell>{covered}"


def _paragraphs(text: str) -> str:
    """Return the paragraphs of a cell, runs of spaces kept."""
    return "".join(f"<text:p>{_spaced(line)}</text:p>" for line in text.split("\n")) if text else ""


def _spaced(line: str) -> str:
    return re.sub(r"^ +| {2,}", lambda found: f'<text:s text:c="{len(found[0])}"/>', escape(line))
