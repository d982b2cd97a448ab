"""What was recognised, drawn over the picture of a page.

The page shows through: tints for the roles of columns, thin lines for rules and cells, a box a
measure. What each colour means stands at the right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from kict_nlp.output.fonts import Font, find_font
from kict_nlp.output.inspection import (
    ROLE_NAMES,
    ColumnSpan,
    InspectedTable,
    Inspection,
    column_spans,
)
from kict_nlp.output.legend import Entry, Legend
from kict_nlp.pdf.tables import PageContent
from kict_nlp.reports.layout import Role
from kict_nlp.schema import Box

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

Color = tuple[int, int, int]

# Neighbours in the usual order of columns differ in hue and in lightness.
ROLE_COLORS: Mapping[Role | None, Color] = {
    "pillar": (140, 86, 75),
    "middle": (196, 145, 60),
    "field": (214, 190, 20),
    "number": (90, 90, 90),
    "measure": (31, 119, 180),
    "department": (0, 178, 169),
    "indicator": (130, 80, 190),
    "unit": (190, 160, 220),
    "baseline": (120, 190, 90),
    "target": (20, 130, 60),
    "actual": (245, 130, 20),
    "achievement": (250, 185, 110),
    "rating": (214, 39, 40),
    "explanation": (225, 100, 185),
    "outlook": (120, 40, 110),
    "note": (110, 110, 50),
    "content": (120, 185, 215),
    None: (190, 190, 190),
}
_RULE: Color = (230, 0, 126)
_CELL: Color = (0, 90, 200)
_SPAN: Color = (0, 40, 140)
_MEASURE: Color = (0, 110, 50)
_INK: Color = (25, 25, 25)
_PAPER: Color = (255, 255, 255)

# Sizes in points of the page; opacities of 255.
_FADE = 0.25  # share of white that the page is mixed with, so that what is drawn stands out
_TINT, _HEADING_TINT = 52, 120
_CHIP = 11.0
_SMALL, _MIDDLE = 6.5, 9.0
_GUTTER = 8.0


class _Canvas(NamedTuple):
    """What is drawn on, and how many dots a point has."""

    draw: ImageDraw
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
    from PIL import Image, ImageDraw

    content = inspection.contents[page_number - 1]
    scale = picture.width / content.page.width
    font = find_font()
    labels = _measure_labels(inspection, page_number)
    left = _GUTTER + max((font.width(text, _SMALL) for text, _ in labels), default=0.0)
    legend = _legend(inspection, page_number, font)
    size = (
        round((left + content.page.width + _GUTTER + legend.width) * scale),
        round(max(content.page.height, legend.height) * scale),
    )
    base = Image.new("RGB", size, _PAPER)
    faded = Image.blend(picture, Image.new("RGB", picture.size, _PAPER), _FADE)
    base.paste(faded, (round(left * scale), 0))
    layer = Image.new("RGBA", size, (*_PAPER, 0))
    canvas = _Canvas(ImageDraw.Draw(layer), scale, left, font)
    for item in inspection.tables_on(page_number):
        _draw_tints(canvas, item, page_number)
    _draw_lines(canvas, content)
    for text, box in labels:
        _draw_measure(canvas, text, box)
    for item in inspection.tables_on(page_number):
        _draw_chips(canvas, item, page_number)
    result = Image.alpha_composite(base.convert("RGBA"), layer).convert("RGB")
    legend.draw(ImageDraw.Draw(result), scale, left + content.page.width + _GUTTER)
    return result


def _measure_labels(inspection: Inspection, page_number: int) -> list[tuple[str, Box]]:
    """What stands beside each measure's box: its id without that of the report."""
    return [
        (measure.measure_id.removeprefix(f"{measure.report_id}/"), box)
        for measure in inspection.measures
        for number, box in measure.boxes
        if number == page_number
    ]


# ---------------------------------------------------------------- drawing


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
        canvas.draw.rectangle(canvas.box(body), fill=(*color, _TINT))
        if heading_end > part.box.top:
            top = Box(span.x0, part.box.top, span.x1, heading_end)
            canvas.draw.rectangle(canvas.box(top), fill=(*color, _HEADING_TINT))


def _draw_lines(canvas: _Canvas, content: PageContent) -> None:
    for table in content.tables:
        for cell in table.cells:
            spans = cell.row_end - cell.row > 1 or cell.column_end - cell.column > 1
            color, width, inset = (_SPAN, 1.1, 2.0) if spans else (_CELL, 0.5, 1.3)
            _outline(canvas, cell.box, (*color, 210), width, inset)
    width = max(1, round(0.9 * canvas.scale))
    for y, start, end in content.rules.horizontal:
        x0, top, x1, _ = canvas.box(Box(start, y, end, y))
        canvas.draw.line((x0, top, x1, top), fill=(*_RULE, 190), width=width)
    for x, start, end in content.rules.vertical:
        x0, top, _, bottom = canvas.box(Box(x, start, x, end))
        canvas.draw.line((x0, top, x0, bottom), fill=(*_RULE, 190), width=width)


def _draw_measure(canvas: _Canvas, text: str, box: Box) -> None:
    _outline(canvas, box, (*_MEASURE, 255), 1.5, 0.6)
    shown = text if canvas.font.is_japanese else text.encode("ascii", "replace").decode()
    x = box.x0 - _GUTTER / 2 - canvas.font.width(shown, _SMALL)
    place = canvas.box(Box(x, (box.top + box.bottom) / 2, box.x0, box.bottom))
    canvas.draw.text(
        place[:2],
        shown,
        fill=(*_MEASURE, 255),
        font=canvas.font.at(_SMALL * canvas.scale),
        anchor="lm",
        stroke_width=max(1, round(0.8 * canvas.scale)),
        stroke_fill=(*_PAPER, 255),
    )


def _outline(
    canvas: _Canvas, box: Box, color: tuple[int, int, int, int], width: float, inset: float
) -> None:
    canvas.draw.rectangle(
        canvas.box(box, inset), outline=color, width=max(1, round(width * canvas.scale))
    )


def _draw_chips(canvas: _Canvas, item: InspectedTable, page_number: int) -> None:
    """The number of each column over it, in the colour of its role."""
    part = item.part_on(page_number)
    if part is None:
        return
    top = max(0.0, part.box.top - _CHIP - 1.0)
    for span in column_spans(item, page_number):
        color = ROLE_COLORS[span.column.role]
        middle = (span.x0 + span.x1) / 2
        half = max(_CHIP / 2, canvas.font.width(str(span.number), _MIDDLE) / 2 + 1.5)
        box = canvas.box(Box(middle - half, top, middle + half, top + _CHIP))
        canvas.draw.rounded_rectangle(box, radius=2 * canvas.scale, fill=(*color, 255))
        canvas.draw.text(
            ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2),
            str(span.number),
            fill=(*ink_on(color), 255),
            font=canvas.font.at(_MIDDLE * canvas.scale),
            anchor="mm",
        )


def ink_on(color: Color) -> Color:
    """Black or white, whichever is easier to read on a colour.

    Examples
    --------
    >>> ink_on((255, 255, 0)), ink_on((0, 0, 120))
    ((25, 25, 25), (255, 255, 255))
    """
    red, green, blue = color
    return _INK if 0.299 * red + 0.587 * green + 0.114 * blue > 150 else _PAPER


# ---------------------------------------------------------------- legend


def _legend(inspection: Inspection, page_number: int, font: Font) -> Legend:
    items = inspection.tables_on(page_number)
    entries = [
        Entry("title", inspection.source_file),
        Entry("text", f"page {page_number} of {len(inspection.contents)}"),
        Entry("text", f"layout: {inspection.layout.name}"),
    ]
    for number, item in enumerate(items, start=1):
        kind = f"table {number}: {item.table.kind}"
        entries.append(Entry("title", kind if len(items) > 1 else f"table: {item.table.kind}"))
        entries += _column_entries(column_spans(item, page_number), font)
    if not items:
        entries.append(Entry("title", "no table on this page"))
    entries += [
        Entry("title", "lines"),
        Entry("line", "rule", _RULE),
        Entry("frame", "cell", _CELL),
        Entry("frame", "cell over several rows or columns", _SPAN),
        Entry("frame", "measure", _MEASURE),
    ]
    return Legend(entries, font)


def _column_entries(spans: Sequence[ColumnSpan], font: Font) -> list[Entry]:
    if not spans:
        return [Entry("text", "no heading was recognised")]
    return [
        Entry("chip", _column_text(span, font), ROLE_COLORS[span.column.role], str(span.number))
        for span in spans
    ]


def _column_text(span: ColumnSpan, font: Font) -> str:
    role = span.column.role
    if role is None:
        name = "no role" if not font.is_japanese else "役割なし no role"
    else:
        japanese, english = ROLE_NAMES[role]
        name = f"{japanese} {english}" if font.is_japanese else english
    heading = span.column.heading
    return f"{name}: {heading}" if heading and font.is_japanese else name
