"""Typst: the report as Typst source, every text a string literal, compiled in this process."""

from pathlib import Path
from typing import Final

from ..cells import ASCENT, STACK_STEP, Typography, glyph_columns, stack_depth
from ..content import Block, Content, blocks_of
from ..errors import MissingProducer
from ..flow import HEADING_SIZES, PROSE_LEADING, PROSE_TOP, footer_text, head_height, shape
from ..fonts import metrics_of
from ..grid import Cell, Grid, annex_grid, outline_grid, summary_grid
from ..style import A4, PROSE_MARGIN, PROSE_SIZE, Style

DASHES: Final = {"dashed": '"dashed"', "dotted": '"dotted"'}
PAGE_MARK, TOTAL_MARK = "\ue000", "\ue001"  # stand for the page numbers until the footer is written


def write(content: Content, style: Style, target: Path) -> None:
    """Write the report with Typst."""
    try:
        import typst
    except ImportError as error:
        raise MissingProducer("Typst is missing: pip install typst") from error
    metrics_of(style.font)  # raises where the font is missing; Typst would only warn
    typst.compile(source_of(content, style).encode(), output=str(target))  # type: ignore[type-var]  # the stub forbids bytes


def source_of(content: Content, style: Style) -> str:
    """Return the Typst source of a report."""
    spacing = "auto" if style.seed % 2 else "none"
    return "\n".join(
        [
            f"#set document(title: {_string(content['title'])}, date: none)",
            (
                f'#set text(font: {_string(style.font)}, lang: "ja", cjk-latin-spacing: {spacing}, hyphenate: false,'
                f" top-edge: {ASCENT}em, bottom-edge: {ASCENT - 1:.2f}em)"
            ),
            (
                f"#set page(width: {A4[0]}pt, height: {A4[1]}pt, margin: (x: {PROSE_MARGIN}pt, y: {PROSE_TOP}pt),"
                f" footer: {_footer(content, style)})"
            ),
            f"#set par(leading: {(PROSE_LEADING - 1) * PROSE_SIZE}pt, spacing: {(PROSE_LEADING - 1) * PROSE_SIZE}pt)",
            *(_block(block, content, style) for block in blocks_of(content)),
            *_annex(content, style),
        ]
    )


def _string(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _footer(content: Content, style: Style) -> str:
    text = _string(footer_text(PAGE_MARK, TOTAL_MARK, content, style))
    text = text.replace(PAGE_MARK, '" + str(here().page()) + "').replace(
        TOTAL_MARK, '" + str(counter(page).final().at(0)) + "'
    )
    return f"context align(center, text(size: 8pt, {text}))"


def _block(block: Block, content: Content, style: Style) -> str:
    """Return one block of prose."""
    if block.kind in ("summary", "outline"):
        grid = (summary_grid if block.kind == "summary" else outline_grid)(content, style)
        return f"#[#set text(size: 9pt)\n{_table(grid, style, 9.0)}]"
    text, inset, hang = shape(block)
    size = HEADING_SIZES[block.level] if block.kind == "heading" else PROSE_SIZE
    body = _lines(text, "glyph")
    above = f"above: {size * 1.2}pt, sticky: true" if block.kind == "heading" else "breakable: true"
    return (
        f"#block({above}, pad(left: {inset * PROSE_SIZE}pt, {{ set par(hanging-indent: {hang * PROSE_SIZE}pt);"
        f" set text(size: {size}pt); {body} }}))"
    )


def _annex(content: Content, style: Style) -> list[str]:
    top, right, foot, left = style.margins
    head = _head(content, style)
    every = style.title == "every_page"
    margin = f"(top: {top + (head_height(style) if every else 0)}pt, right: {right}pt, bottom: {foot}pt, left: {left}pt)"
    header = f"align(bottom, {head})" if every else "none"
    width, height = style.page_size
    lines = [
        f"#set page(width: {width}pt, height: {height}pt, margin: {margin}, header: {header}, header-ascent: 4pt)"
    ]
    if not every:
        lines.append(f"#{head}")
    lines.append(f"#set text(size: {style.size}pt)")
    lines.append(_table(annex_grid(content, style), style, style.size))
    if style.legend == "bottom":
        lines.append(f"#{_string(content['legend'])}")
    return lines


def _head(content: Content, style: Style) -> str:
    """Return title and legend of the annex as one block expression."""
    parts = [f"text(size: {style.size + 2}pt, {_string(content['annex_title'])})"]
    if style.legend.startswith("top"):
        side = style.legend.removeprefix("top_")
        parts.append(f"align({side}, text(size: {style.size}pt, {_string(content['legend'])}))")
    return f"stack(spacing: 5pt, {', '.join(parts)}, v(2pt))"


def _table(grid: Grid, style: Style, size: float) -> str:
    """Return a grid as a Typst table."""
    rows = ["".join(_cell(cell, grid, style, size) for cell in row) for row in grid.rows()]
    header = "".join(rows[: grid.header_rows])
    body = "\n".join(rows[grid.header_rows :])
    columns = ", ".join(f"{width:.2f}pt" for width in grid.widths)
    leading = (style.leading - 1) * size
    return (
        f"#block({{ set par(leading: {leading:.2f}pt, spacing: {leading:.2f}pt)\n"
        f"table(columns: ({columns}), inset: {style.padding}pt, {_stroke(style)},\n"
        f"table.header(repeat: {str(style.header == 'repeated').lower()}, {header}),\n{body}) }})"
    )


def _stroke(style: Style) -> str:
    width = f"{style.rule_width}pt"
    if style.rules == "none":
        return "stroke: none"
    if style.rules == "horizontal":
        return f"stroke: (x, y) => (top: {width} + black, bottom: {width} + black)"
    if style.rules in DASHES:
        return f"stroke: (paint: black, thickness: {width}, dash: {DASHES[style.rules]})"
    return f"stroke: {width} + black" + (", gutter: 1.4pt" if style.rules == "double" else "")


def _cell(cell: Cell, grid: Grid, style: Style, size: float) -> str:
    """Return one cell; cells follow each other in reading order and find their places by their spans."""
    grey = grid.shade_of(cell, style)
    level = "horizon" if style.vertical_align == "middle" or cell.role == "header" else "top"
    options = [
        f"rowspan: {cell.rowspan}",
        f"colspan: {cell.colspan}",
        f"align: {cell.align} + {level}",
    ]
    if grey is not None:
        options.append(f"fill: luma({round(grey * 255)})")
    if cell.rowspan == 1 and (style.rows == "kept" or cell.role != "body"):
        options.append("breakable: false")
    return f"table.cell({', '.join(options)}, {{ {_noise(cell, style, grey)}{_content(cell, grid, style, size)} }}),"


def _content(cell: Cell, grid: Grid, style: Style, size: float) -> str:
    if not cell.text:
        return '""'
    if not cell.vertical:
        return _lines(cell.text, style.indent)
    metrics = metrics_of(style.font)
    columns = glyph_columns(
        grid.widths[cell.column], size, Typography.of(style, metrics, size=size)
    )
    if cell.vertical == "rotated":
        room = metrics.width(cell.text, size) / columns * 1.1 + 2
        return f"rotate(-90deg, reflow: true, block(width: {room:.1f}pt, align(center, {_string(cell.text)})))"
    depth = stack_depth(cell.text, columns)
    stacks = [
        _stack(cell.text[start : start + depth], size) for start in range(0, len(cell.text), depth)
    ]
    return f"block(breakable: false, stack(dir: rtl, spacing: 0.15em, {', '.join(stacks)}))"


def _stack(glyphs: str, size: float) -> str:
    boxes = ", ".join(
        f"box(height: {STACK_STEP * size:.2f}pt, align(center, {_string(glyph)}))"
        for glyph in glyphs
    )
    return f"stack(dir: ttb, {boxes})"


def _lines(text: str, indent: str) -> str:
    """Return the paragraphs of a cell as an expression."""
    parts: list[str] = []
    for paragraph in text.split("\n"):
        inset = indent == "space" and paragraph.startswith("　")
        parts.append(
            ("h(1em) + " if inset else "") + _string(paragraph[1:] if inset else paragraph)
        )
    return " + linebreak() + ".join(parts)


def _noise(cell: Cell, style: Style, grey: float | None) -> str:
    """Return a rule that nobody sees, for the cells of explanations."""
    if style.noise == "none" or cell.role != "body" or grey is not None or len(cell.text) < 20:
        return ""
    if style.noise == "white_rules":
        return "place(dy: 0.4em, line(length: 100%, stroke: 0.5pt + white));"
    return "place(box(width: 1pt, height: 1pt, clip: true, place(dx: 6pt, line(length: 40pt, stroke: 0.5pt))));"
