"""The report as one HTML page with its style sheet, for producers that print HTML."""

from html import escape
from typing import Final

from .cells import Typography, glyph_columns, stack_depth
from .content import Block, Content, blocks_of
from .flow import HEADING_SIZES, PROSE_LEADING, PROSE_TOP, footer_text, head_height, shape
from .fonts import metrics_of
from .grid import Cell, Grid, annex_grid, outline_grid, summary_grid
from .style import A4, PROSE_MARGIN, PROSE_SIZE, Style

BORDERS: Final = {
    "stroke": "solid",
    "filled": "solid",
    "dashed": "dashed",
    "dotted": "dotted",
    "double": "double",
}
LEAST_BORDER: Final = {
    "double": 2.25,
    "dotted": 0.75,
    "dashed": 0.75,
}  # points; thinner ones come out solid
PAGE_MARK, TOTAL_MARK = (
    "\ue000",
    "\ue001",
)  # stand for the page counters until the style sheet is written


def html_of(content: Content, style: Style, *, vertical: bool) -> str:
    """Return the whole page.

    Parameters
    ----------
    content, style
        What to print, and how.
    vertical : bool
        Whether the producer knows `writing-mode`; without it, vertical labels
        are set as one glyph a line.
    """
    prose = "\n".join(
        _block(block, content, style, vertical=vertical) for block in blocks_of(content)
    )
    table = _table(annex_grid(content, style), style, style.size, vertical=vertical)
    foot = f'<p class="legend">{escape(content["legend"])}</p>' if style.legend == "bottom" else ""
    head = "" if style.title == "every_page" else _head(content, style)
    return (
        f'<!DOCTYPE html><html lang="ja"><head><meta charset="utf-8"><title>{escape(content["title"])}</title>'
        f"<style>{style_sheet(content, style)}</style></head><body>"
        f'<section class="prose">{prose}</section><section class="annex">{head}{table}{foot}</section></body></html>'
    )


def style_sheet(content: Content, style: Style) -> str:
    """Return the style sheet."""
    top, right, foot, left = style.margins
    every = style.title == "every_page"
    width, height = style.page_size
    margin = f"{top + (head_height(style) if every else 0)}pt {right}pt {foot}pt {left}pt"
    side = "right" if style.legend == "top_right" else "left"
    return f"""
@page prose {{ size: {A4[0]}pt {A4[1]}pt; margin: {PROSE_TOP}pt {PROSE_MARGIN}pt; {_footer(content, style)} }}
@page annex {{ size: {width}pt {height}pt; margin: {margin}; {_footer(content, style)} {_running(content, style)} }}
html {{ -webkit-print-color-adjust: exact; print-color-adjust: exact; }}
body {{ margin: 0; font-family: "{style.font}"; color: black; line-break: strict; overflow-wrap: anywhere; }}
.prose {{ page: prose; font-size: {PROSE_SIZE}pt; line-height: {PROSE_LEADING}; }}
.annex {{ page: annex; break-before: page; font-size: {style.size}pt; line-height: {style.leading}; }}
p, h1, h2, h3, h4, h5 {{ margin: 0; font-weight: normal; white-space: pre-wrap; }}
.title {{ font-size: {style.size + 2}pt; }} .annex .legend {{ text-align: {side}; margin: 2pt 0; }}
table {{ border-collapse: collapse; table-layout: fixed; line-height: {style.leading}; }}
thead {{ display: {"table-header-group" if style.header == "repeated" else "table-row-group"}; }}
tr {{ break-inside: {"avoid" if style.rows == "kept" else "auto"}; }}
td {{ padding: {style.padding}pt; white-space: pre-wrap; position: relative;
  {_border(style)} vertical-align: {style.vertical_align}; }}
thead td, .section td {{ vertical-align: middle; break-inside: avoid; }}
.section {{ break-after: avoid; break-inside: avoid; }}
td p.inset {{ text-indent: 1em; }}
td .label {{ break-inside: avoid; line-height: 1.15; margin: 0 auto; }}
td .upright {{ writing-mode: vertical-rl; text-orientation: upright; white-space: normal; }}
td .turned {{ writing-mode: vertical-rl; text-orientation: sideways; transform: rotate(180deg); white-space: normal; }}
td .glyphs {{ display: inline-block; width: 1em; vertical-align: top; margin-left: 0.15em; }}
.white {{ position: absolute; left: 5%; right: 5%; top: 45%; border-top: 0.5pt solid white; z-index: -1; }}
.clip {{ position: absolute; left: 0; top: 0; width: 1pt; height: 1pt; overflow: hidden; }}
.clip i {{ position: absolute; left: 6pt; top: 6pt; width: 60pt; border-top: 0.5pt solid black; }}
"""


def _border(style: Style) -> str:
    if style.rules == "none":
        return ""
    if style.rules == "horizontal":
        return f"border: 0 solid black; border-width: {style.rule_width}pt 0;"
    width = max(style.rule_width, LEAST_BORDER.get(style.rules, 0.0))
    return f"border: {width}pt {BORDERS[style.rules]} black;"


def _css_string(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _footer(content: Content, style: Style) -> str:
    text = _css_string(footer_text(PAGE_MARK, TOTAL_MARK, content, style))
    text = text.replace(PAGE_MARK, '" counter(page) "').replace(TOTAL_MARK, '" counter(pages) "')
    return f"@bottom-center {{ content: {text}; font: 8pt '{style.font}'; white-space: nowrap; }}"


def _running(content: Content, style: Style) -> str:
    """Return the title, and a legend at the top, as boxes in the margin of every page."""
    if style.title != "every_page":
        return ""
    look = f"font: {style.size}pt/1.5 '{style.font}'; white-space: pre; vertical-align: bottom; padding-bottom: 4pt;"
    title, legend = _css_string(content["annex_title"]), _css_string(content["legend"])
    if not style.legend.startswith("top"):
        return f"@top-left {{ content: {title}; {look} }}"
    if style.legend == "top_left":
        return f'@top-left {{ content: {title} "\\A" {legend}; {look} text-align: left; }}'
    return f"@top-left {{ content: {title}; {look} }} @top-right {{ content: {legend}; {look} }}"


def _head(content: Content, style: Style) -> str:
    legend = (
        f'<p class="legend">{escape(content["legend"])}</p>'
        if style.legend.startswith("top")
        else ""
    )
    return f'<p class="title">{escape(content["annex_title"])}</p>{legend}'


def _block(block: Block, content: Content, style: Style, *, vertical: bool) -> str:
    """Return one block of prose."""
    if block.kind in ("summary", "outline"):
        grid = (summary_grid if block.kind == "summary" else outline_grid)(content, style)
        return f'<div style="font-size: 9pt; margin: 4pt 0">{_table(grid, style, 9.0, vertical=vertical)}</div>'
    text, inset, hang = shape(block)
    place = f"padding-left: {(inset + hang) * PROSE_SIZE}pt; text-indent: {-hang * PROSE_SIZE}pt"
    if block.kind == "heading":
        size = HEADING_SIZES[block.level]
        tag = f"h{block.level + 1}"
        look = f"font-size: {size}pt; margin-top: {size * 0.7}pt; break-after: avoid; {place}"
        return f'<{tag} style="{look}">{escape(text)}</{tag}>'
    return f'<p style="{place}">{escape(text)}</p>'


def _table(grid: Grid, style: Style, size: float, *, vertical: bool) -> str:
    """Return a grid as an HTML table."""
    columns = "".join(f'<col style="width: {width:.2f}pt">' for width in grid.widths)
    rows = [
        f'<tr class="{"section" if kind in ("pillar", "middle", "field") else kind}">'
        + "".join(_cell(cell, grid, style, size, vertical=vertical) for cell in cells)
        + "</tr>"
        for kind, cells in zip(grid.kinds, grid.rows(), strict=True)
    ]
    top = grid.header_rows
    return (
        f'<table style="width: {sum(grid.widths):.2f}pt"><colgroup>{columns}</colgroup>'
        f"<thead>{''.join(rows[:top])}</thead><tbody>{''.join(rows[top:])}</tbody></table>"
    )


def _cell(cell: Cell, grid: Grid, style: Style, size: float, *, vertical: bool) -> str:
    grey = grid.shade_of(cell, style)
    ground = (
        ""
        if grey is None
        else f" background: rgb({round(grey * 255)} {round(grey * 255)} {round(grey * 255)});"
    )
    spans = f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
    spans += f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
    body = (
        _label(cell, grid, style, size, vertical=vertical)
        if cell.vertical and cell.text
        else _lines(cell, style)
    )
    return f'<td{spans} style="text-align: {cell.align};{ground}">{body}{_noise(cell, style, grey)}</td>'


def _lines(cell: Cell, style: Style) -> str:
    """Return the paragraphs of a cell."""
    if "\n" not in cell.text and not cell.text.startswith("　"):
        return escape(cell.text)
    lines: list[str] = []
    for paragraph in cell.text.split("\n"):
        inset = style.indent == "space" and paragraph.startswith("　")
        lines.append(
            f"<p{' class=inset' if inset else ''}>{escape(paragraph[1:] if inset else paragraph)}</p>"
        )
    return "".join(lines)


def _label(cell: Cell, grid: Grid, style: Style, size: float, *, vertical: bool) -> str:
    """Return a vertical label: by writing mode, or as one glyph a line."""
    metrics = metrics_of(style.font)
    columns = glyph_columns(
        grid.widths[cell.column], size, Typography.of(style, metrics, size=size)
    )
    depth = stack_depth(cell.text, columns)
    if not vertical:
        parts = [cell.text[start : start + depth] for start in range(0, len(cell.text), depth)]
        stacks = ["<br>".join(escape(glyph) for glyph in part) for part in reversed(parts)]
        return (
            '<div class="label">'
            + "".join(f'<span class="glyphs">{stack}</span>' for stack in stacks)
            + "</div>"
        )
    name = "turned" if cell.vertical == "rotated" else "upright"
    length = (
        metrics.width(cell.text, size) / columns * 1.1 + 2
        if name == "turned"
        else depth * size * 1.03
    )
    return f'<div class="label {name}" style="height: {length:.1f}pt">{escape(cell.text)}</div>'


def _noise(cell: Cell, style: Style, grey: float | None) -> str:
    """Return a rule that nobody sees, for the longer cells."""
    if style.noise == "none" or cell.role != "body" or grey is not None or len(cell.text) < 15:
        return ""
    return (
        '<i class="white"></i>' if style.noise == "white_rules" else '<b class="clip"><i></i></b>'
    )
