"""What was recognised, drawn over the picture of a page.

The page shows through: tints for the roles of columns, thin lines for rules and cells, a box a
measure. What each colour means stands at the right.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kict_nlp.output.colors import PAPER, ROLE_COLORS, Color, ink_on
from kict_nlp.output.folder import whole_file
from kict_nlp.output.fonts import Font, find_font
from kict_nlp.output.inspection import (
    ColumnSpan,
    InspectedTable,
    Inspection,
    column_spans,
    role_name,
)
from kict_nlp.output.legend import Entry, Legend
from kict_nlp.pdf.tables import PageContent
from kict_nlp.schema import Box

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

_RULE: Color = (230, 0, 126)
_CELL: Color = (0, 90, 200)
_SPAN: Color = (0, 40, 140)
_MEASURE: Color = (0, 110, 50)

_TINT, _HEADING_TINT = 0.20, 0.42  # share of the role's colour in the tint; the rest is white
# Sizes in points of the page.
_CHIP = 9.0
_CHIP_ABOVE = 0.65  # share of a chip that stands over the table's upper edge
_SMALL, _MIDDLE = 6.5, 7.5
_GUTTER = 8.0


class _Canvas(NamedTuple):
    """Where tints and lines are drawn, and how many dots a point has."""

    tints: ImageDraw
    lines: ImageDraw
    scale: float
    left: float
    font: Font

    def box(self, box: Box, inset: float = 0.0) -> tuple[float, float, float, float]:
        """A box of the page in dots of the canvas, moved inward by ``inset`` points."""
        x0, top, x1, bottom = box
        return (
            (x0 + inset + self.left) * self.scale,
            (top + inset) * self.scale,
            max((x1 - inset + self.left) * self.scale, (x0 + inset + self.left) * self.scale),
            max((bottom - inset) * self.scale, (top + inset) * self.scale),
        )


def draw_page(picture: Image, inspection: Inspection, page_number: int) -> Image:
    """Return the picture of a page with what was recognised on it.

    Parameters
    ----------
    picture : PIL.Image.Image
        The page as :func:`~kict_nlp.pdf.render.render_page` draws it.
    inspection : Inspection
        What was recognised in the report.
    page_number : int
        The page, from 1.

    Returns
    -------
    PIL.Image.Image
        The page with room at the left for the numbers of measures and at the right for the
        legend. Names are Japanese and English where a font has the glyphs, else English.
    """
    from PIL import Image, ImageChops, ImageDraw

    content = inspection.contents[page_number - 1]
    # Pillow turns against the clock.
    picture = picture.rotate(-content.page.turn, expand=True) if content.page.turn else picture
    scale = picture.width / content.page.width
    font = find_font()
    labels = _measure_labels(inspection, page_number, font)
    left = 2 * _GUTTER + max((font.width(text, _SMALL) for text, _ in labels), default=0.0)
    legend = _legend(inspection, page_number, font)
    size = (
        round((left + content.page.width + legend.width) * scale),
        round(max(content.page.height, legend.height) * scale),
    )
    page, tints = (Image.new("RGB", size, PAPER) for _ in range(2))
    page.paste(picture, (round(left * scale), 0))
    lines = Image.new("RGBA", size, (*PAPER, 0))
    canvas = _Canvas(ImageDraw.Draw(tints), ImageDraw.Draw(lines), scale, left, font)
    _draw_page(canvas, inspection, page_number, labels)
    # Multiplied, tints leave black print black.
    tinted = ImageChops.multiply(page, tints).convert("RGBA")
    result = Image.alpha_composite(tinted, lines).convert("RGB")
    legend.draw(ImageDraw.Draw(result), scale, left + content.page.width)
    return result


def _measure_labels(inspection: Inspection, page_number: int, font: Font) -> list[tuple[str, Box]]:
    """What stands beside each measure's box: its id without that of the report."""
    page = inspection.contents[page_number - 1].page
    labels = []
    for index, measure in enumerate(inspection.measures, start=1):
        text = measure.measure_id.removeprefix(f"{measure.report_id}/")
        shown = text if font.is_japanese or text.isascii() else str(index)
        labels += [
            (shown, page.as_read(box)) for number, box in measure.boxes if number == page_number
        ]
    return labels


# ---------------------------------------------------------------- drawing


def _draw_page(
    canvas: _Canvas, inspection: Inspection, page_number: int, labels: Sequence[tuple[str, Box]]
) -> None:
    items = inspection.tables_on(page_number)
    parts = [part.box for item in items if (part := item.part_on(page_number))]
    for item in items:
        _draw_tints(canvas, item, page_number)
    _draw_cells(canvas, inspection.contents[page_number - 1])
    _draw_rules(canvas, inspection.contents[page_number - 1])
    for text, box in labels:
        _draw_measure(canvas, text, box, parts)
    for item in items:
        _draw_chips(canvas, item, page_number)


def _draw_tints(canvas: _Canvas, item: InspectedTable, page_number: int) -> None:
    part = item.part_on(page_number)
    if part is None or item.heading is None:
        return
    heading = [
        box
        for cell in item.table.cells
        if item.heading.start <= cell.row < item.heading.end
        for number, box in cell.places
        if number == page_number
    ]
    heading_end = max((box.bottom for box in heading), default=part.box.top)
    for span in column_spans(item, page_number):
        color = ROLE_COLORS[span.column.role]
        body = Box(span.x0, heading_end, span.x1, part.box.bottom)
        canvas.tints.rectangle(canvas.box(body), fill=_mixed(color, _TINT))
        if heading_end > part.box.top:
            top = Box(span.x0, part.box.top, span.x1, heading_end)
            canvas.tints.rectangle(canvas.box(top), fill=_mixed(color, _HEADING_TINT))


def _mixed(color: Color, share: float) -> Color:
    """The colour mixed with white."""
    red, green, blue = (round(255 - share * (255 - part)) for part in color)
    return (red, green, blue)


def _draw_cells(canvas: _Canvas, content: PageContent) -> None:
    for table in content.tables:
        for cell in table.cells:
            spans = cell.row_end - cell.row > 1 or cell.column_end - cell.column > 1
            color, width, inset = (_SPAN, 1.1, 2.0) if spans else (_CELL, 0.5, 1.3)
            _outline(canvas, cell.box, color, width, inset)


def _draw_rules(canvas: _Canvas, content: PageContent) -> None:
    width = max(1, round(0.9 * canvas.scale))
    boxes = [Box(start, y, end, y) for y, start, end in content.rules.horizontal]
    boxes += [Box(x, start, x, end) for x, start, end in content.rules.vertical]
    for box in boxes:
        canvas.lines.line(canvas.box(box), fill=(*_RULE, 200), width=width)


def _draw_measure(canvas: _Canvas, text: str, box: Box, tables: Sequence[Box]) -> None:
    """The box of a measure, and its number left of the table."""
    _outline(canvas, box, _MEASURE, 1.5, 0.6)
    edge = min([table.x0 for table in tables if table.covers(box.x0 + 1, box.top + 1)] + [box.x0])
    x, y, *_ = canvas.box(Box(edge - _GUTTER / 2, (box.top + box.bottom) / 2, edge, box.bottom))
    canvas.lines.text(
        (x, y),
        text,
        fill=(*_MEASURE, 255),
        font=canvas.font.at(_SMALL * canvas.scale),
        anchor="rm",
        stroke_width=max(1, round(0.8 * canvas.scale)),
        stroke_fill=(*PAPER, 255),
    )


def _outline(canvas: _Canvas, box: Box, color: Color, width: float, inset: float) -> None:
    dots = max(1, round(width * canvas.scale))
    canvas.lines.rectangle(canvas.box(box, inset), outline=(*color, 220), width=dots)


def _draw_chips(canvas: _Canvas, item: InspectedTable, page_number: int) -> None:
    """The number of each column over it, in the colour of its role."""
    part = item.part_on(page_number)
    if part is None:
        return
    top = max(0.0, part.box.top - _CHIP_ABOVE * _CHIP)
    for span in column_spans(item, page_number):
        color = ROLE_COLORS[span.column.role]
        middle = (span.x0 + span.x1) / 2
        half = max(_CHIP / 2, canvas.font.width(str(span.number), _MIDDLE) / 2 + 1.5)
        x0, y0, x1, y1 = canvas.box(Box(middle - half, top, middle + half, top + _CHIP))
        canvas.lines.rounded_rectangle(
            (x0, y0, x1, y1), radius=2 * canvas.scale, fill=(*color, 255), outline=(*PAPER, 255)
        )
        canvas.lines.text(
            ((x0 + x1) / 2, (y0 + y1) / 2),
            str(span.number),
            fill=(*ink_on(color), 255),
            font=canvas.font.at(_MIDDLE * canvas.scale),
            anchor="mm",
        )


# ---------------------------------------------------------------- legend


def _legend(inspection: Inspection, page_number: int, font: Font) -> Legend:
    def named(japanese: str, english: str) -> str:
        return f"{japanese} {english}" if font.is_japanese else english

    items = inspection.tables_on(page_number)
    entries = [
        Entry("title", inspection.source_file),
        Entry("text", f"{named('ページ', 'page')} {page_number} / {len(inspection.contents)}"),
        Entry("text", f"{named('様式', 'layout')}: {inspection.layout.name}"),
    ]
    for number, item in enumerate(items, start=1):
        entries.append(Entry("title", f"{named('表', 'table')} {number}: {item.table.kind}"))
        entries += _column_entries(column_spans(item, page_number), font)
        missing = item.missing_roles(inspection.layout)
        if missing and item.heading is not None:
            names = ", ".join(named(*role_name(role)) for role in missing)
            entries.append(Entry("text", f"{named('不足', 'lacks')}: {names}"))
    if not items:
        entries.append(Entry("title", named("表なし", "no table on this page")))
    entries += [
        Entry("title", named("線", "lines")),
        Entry("line", named("罫線", "rule"), _RULE),
        Entry("frame", named("セル", "cell"), _CELL),
        Entry("frame", named("結合セル", "cell over several rows or columns"), _SPAN),
        Entry("frame", named("施策", "measure"), _MEASURE),
    ]
    return Legend(entries, font)


def _column_entries(spans: Sequence[ColumnSpan], font: Font) -> list[Entry]:
    if not spans:
        text = "表頭なし no heading was recognised"
        return [Entry("text", text if font.is_japanese else text.partition(" ")[2])]
    return [
        Entry("chip", _column_text(span, font), ROLE_COLORS[span.column.role], str(span.number))
        for span in spans
    ]


def _column_text(span: ColumnSpan, font: Font) -> str:
    japanese, english = role_name(span.column.role)
    if not font.is_japanese:
        return english
    heading = f": {span.column.heading}" if span.column.heading else ""
    return f"{japanese} {english}{heading}"


def write_picture(picture: Image, path: Path) -> None:
    """Write a picture as PNG, whole or not at all.

    Raises
    ------
    OutputError
        The file cannot be written.
    """
    with whole_file(path) as new:
        picture.save(new, "PNG")
