"""A whole report as pages of drawing operations: prose, summary table, annex."""

from typing import Final

from .cells import ASCENT, Typography
from .content import Block, Content, blocks_of
from .fonts import metrics_of
from .grid import annex_grid, outline_grid, summary_grid
from .ops import Page, Text
from .style import A4, PROSE_MARGIN, PROSE_SIZE, Style
from .tables import Table, break_pages
from .wrap import wrap

PROSE_TOP: Final = 70.0
PROSE_LEADING: Final = 1.6
HEADING_SIZES: Final = (15.0, 13.0, 12.0, 11.0, 11.0)


def report_pages(content: Content, style: Style) -> list[Page]:
    """Lay out the whole report."""
    pages = _Prose(content, style).pages() + _annex_pages(content, style)
    for number, page in enumerate(pages, start=1):
        _draw_footer(page, number, len(pages), content, style)
    return pages


def footer_text(number: int | str, total: int | str, content: Content, style: Style) -> str:
    """Return what stands at the foot of a page; empty without a footer."""
    plan = content.get("plan", content["title"])
    texts = {
        "none": "",
        "number": f"- {number} -",
        "number_of": f"{number} / {total}",
        "plan": f"{plan}　{number}",
    }
    return texts[style.footer]


def _draw_footer(page: Page, number: int, total: int, content: Content, style: Style) -> None:
    text = footer_text(number, total, content, style)
    if text:
        width = metrics_of(style.font).width(text, 8)
        page.texts.append(
            Text(x=(page.width - width) / 2, y=page.height - 20, text=text, size=8, column=99)
        )


def _annex_pages(content: Content, style: Style) -> list[Page]:
    """Lay out the table of measures with its title and legend."""
    metrics = metrics_of(style.font)
    width, height = style.page_size
    top, _, foot, left = style.margins
    table = Table(annex_grid(content, style), style, Typography.of(style, metrics), left)
    head = head_height(style)
    foot_legend = 1.6 * style.size if style.legend == "bottom" else 0.0
    tops = (top + head, top + (head if style.title == "every_page" else 0.0))
    parts = break_pages(table, tops, height - foot - foot_legend)
    table.place_labels(parts)
    pages: list[Page] = []
    for number, shown in enumerate(parts):
        page = Page(width, height)
        if number == 0 or style.title == "every_page":
            _draw_head(page, content, style)
        table.paint(page, shown)
        pages.append(page)
    if style.legend == "bottom":
        pages[-1].texts.append(_line(content["legend"], left, parts[-1][-1].y1 + 3, style.size))
    return pages


def head_height(style: Style) -> float:
    """Return the room that the title and a legend below it take."""
    legend = 1.7 * style.size if style.legend.startswith("top") else 0.0
    return 1.8 * (style.size + 2) + legend


def _draw_head(page: Page, content: Content, style: Style) -> None:
    top, right, _, left = style.margins
    page.texts.append(_line(content["annex_title"], left, top, style.size + 2))
    if not style.legend.startswith("top"):
        return
    width = metrics_of(style.font).width(content["legend"], style.size)
    x = left if style.legend == "top_left" else page.width - right - width
    page.texts.append(_line(content["legend"], x, top + 1.8 * (style.size + 2), style.size))


def _line(text: str, x: float, top: float, size: float) -> Text:
    return Text(x=x, y=top + ASCENT * size, text=text, size=size)


class _Prose:
    """Prose on A4 portrait pages, with tables where their blocks stand."""

    def __init__(self, content: Content, style: Style) -> None:
        self.content, self.style, self.metrics = content, style, metrics_of(style.font)
        self.done: list[Page] = []
        self.y = PROSE_TOP
        self.bottom = A4[1] - PROSE_TOP

    def pages(self) -> list[Page]:
        """Lay out all blocks."""
        for block in blocks_of(self.content):
            if block.kind in ("summary", "outline"):
                self._table(block.kind)
            elif block.text:
                self._text(block)
        return self.done

    def _page(self) -> Page:
        if not self.done:
            self._turn()
        return self.done[-1]

    def _turn(self) -> None:
        self.done.append(Page(*A4))
        self.y = PROSE_TOP

    def _text(self, block: Block) -> None:
        size = HEADING_SIZES[block.level] if block.kind == "heading" else PROSE_SIZE
        text, inset, hang = shape(block)
        self.y += size * 0.7 if block.kind == "heading" else 0.0
        room = self.style.prose_width - (inset + hang) * PROSE_SIZE
        for index, line in enumerate(wrap(self.metrics.printable(text), room, size, self.metrics)):
            step = size * PROSE_LEADING
            if not self.done or self.y + step * (2 if block.kind == "heading" else 1) > self.bottom:
                self._turn()
            x = PROSE_MARGIN + (inset + (hang if index else 0.0)) * PROSE_SIZE
            self._page().texts.append(_line(line.text, x, self.y, size))
            self.y += step

    def _table(self, kind: str) -> None:
        grid = (summary_grid if kind == "summary" else outline_grid)(self.content, self.style)
        table = Table(
            grid, self.style, Typography.of(self.style, self.metrics, size=9.0), PROSE_MARGIN
        )
        self._page()
        if self.y + sum(table.heights) > self.bottom:
            self._turn()
        parts = break_pages(table, (self.y + 4, PROSE_TOP), self.bottom)
        table.place_labels(parts)
        for number, shown in enumerate(parts):
            if number:
                self._turn()
            table.paint(self._page(), shown)
            self.y = shown[-1].y1 + 10


def shape(block: Block) -> tuple[str, float, float]:
    """Return the printed text of a block, its inset and its hanging indent in ems."""
    number = f"{block.number} " if block.number else ""
    if block.kind == "heading":
        return f"{number}{block.text}", max(0.0, 0.7 * (block.level - 1)), 0.0
    if block.kind == "bullet":
        return f"{number or '○ '}{block.text}", 0.5, 1.0
    if block.kind == "paragraph":
        return f"　{block.text}", 2.0, 0.0
    return block.text, 2.0, 0.0
