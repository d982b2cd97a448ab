"""fpdf2: the same drawing as with ReportLab, written by another library."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from ..content import Content
from ..errors import MissingProducer
from ..flow import report_pages
from ..fonts import font_file
from ..ops import Fill, Page, Rule, Text, draw
from ..style import Style

FAMILY: Final = "body"
MADE: Final = datetime(2000, 1, 1, tzinfo=UTC)  # as ReportLab does it: the same bytes every time


def write(content: Content, style: Style, target: Path) -> None:
    """Write the report with fpdf2."""
    pen = _Pen(style, content["title"])
    draw(report_pages(content, style), pen, order=style.order)
    pen.save(target)


class _Pen:
    """Draws operations on an fpdf2 document, which counts from the top as well."""

    def __init__(self, style: Style, title: str) -> None:
        try:
            from fpdf import FPDF
        except ImportError as error:
            raise MissingProducer("fpdf2 is missing: pip install fpdf2") from error
        self.style = style
        self.pdf = FPDF(unit="pt")
        self.pdf.set_auto_page_break(False)
        self.pdf.add_font(FAMILY, fname=str(font_file(style.font)))
        self.pdf.set_title(title)
        self.pdf.set_creation_date(MADE)
        self.pdf.c_margin = 0

    def begin(self, page: Page) -> None:
        """Open a page of its own size."""
        landscape = page.width > page.height
        sides = (page.height, page.width) if landscape else (page.width, page.height)
        self.pdf.add_page(orientation="landscape" if landscape else "portrait", format=sides)

    def text(self, one: Text) -> None:
        """Write a line, whole or glyph by glyph."""
        self.pdf.set_font(FAMILY, size=one.size)
        if one.angle:
            with self.pdf.rotation(one.angle, one.x, one.y):
                self.pdf.text(one.x, one.y, one.text)
            return
        if self.style.runs == "line":
            self.pdf.text(one.x, one.y, one.text)
            return
        x = one.x
        for glyph in one.text:
            self.pdf.text(x, one.y, glyph)
            x += self.pdf.get_string_width(glyph)

    def fill(self, one: Fill) -> None:
        """Fill a rectangle."""
        self.pdf.set_fill_color(round(one.grey * 255))
        self.pdf.rect(one.x0, one.y0, one.x1 - one.x0, one.y1 - one.y0, style="F")

    def rule(self, one: Rule) -> None:
        """Stroke a rule; a clipped one lies outside its clip."""
        self.pdf.set_draw_color(round(one.grey * 255))
        self.pdf.set_line_width(one.width)
        self.pdf.set_dash_pattern(
            dash=one.dash[0], gap=one.dash[1]
        ) if one.dash else self.pdf.set_dash_pattern()
        if one.clipped:
            with self.pdf.rect_clip(0, 0, 1, 1):
                self.pdf.line(one.x0, one.y0, one.x1, one.y1)
            return
        self.pdf.line(one.x0, one.y0, one.x1, one.y1)

    def end(self) -> None:
        """Pages close themselves."""

    def save(self, target: Path) -> None:
        """Write the file."""
        self.pdf.output(str(target))
