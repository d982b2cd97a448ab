"""ReportLab: the page drawn operation by operation, as print servers of old office suites do."""

from pathlib import Path

from ..content import Content
from ..errors import MissingProducer
from ..flow import report_pages
from ..fonts import font_file
from ..ops import Fill, Page, Rule, Text, draw
from ..style import Style


def write(content: Content, style: Style, target: Path) -> None:
    """Write the report with ReportLab."""
    pen = _Pen(style, content["title"], target)
    draw(report_pages(content, style), pen, order=style.order)
    pen.save()


class _Pen:
    """Draws operations on a ReportLab canvas; y is turned over."""

    def __init__(self, style: Style, title: str, target: Path) -> None:
        try:
            from reportlab.pdfbase import pdfmetrics
            from reportlab.pdfbase.ttfonts import TTFont
            from reportlab.pdfgen.canvas import Canvas
        except ImportError as error:
            raise MissingProducer("ReportLab is missing: pip install reportlab") from error
        pdfmetrics.registerFont(TTFont(style.font, str(font_file(style.font))))
        self.style, self.height = style, 0.0
        self.canvas = Canvas(str(target), pageCompression=1, invariant=1)
        self.canvas.setTitle(title)

    def begin(self, page: Page) -> None:
        """Open a page of its own size."""
        self.height = page.height
        self.canvas.setPageSize((page.width, page.height))

    def text(self, one: Text) -> None:
        """Write a line, whole or glyph by glyph."""
        x, y = one.x, self.height - one.y
        self.canvas.setFillGray(0.0)
        if one.angle:
            self.canvas.saveState()
            self.canvas.translate(x, y)
            self.canvas.rotate(one.angle)
            self.canvas.setFont(self.style.font, one.size)
            self.canvas.drawString(0, 0, one.text)
            self.canvas.restoreState()
            return
        self.canvas.setFont(self.style.font, one.size)
        for offset, piece in self._pieces(one):
            self.canvas.drawString(x + offset, y, piece)

    def _pieces(self, one: Text) -> list[tuple[float, str]]:
        if self.style.runs == "line":
            return [(0.0, one.text)]
        width = self.canvas.stringWidth
        font = self.style.font
        return [(width(one.text[:at], font, one.size), glyph) for at, glyph in enumerate(one.text)]

    def fill(self, one: Fill) -> None:
        """Fill a rectangle."""
        self.canvas.setFillGray(one.grey)
        self.canvas.rect(
            one.x0, self.height - one.y1, one.x1 - one.x0, one.y1 - one.y0, stroke=0, fill=1
        )

    def rule(self, one: Rule) -> None:
        """Stroke a rule; a clipped one lies outside its clip."""
        self.canvas.saveState()
        if one.clipped:
            path = self.canvas.beginPath()
            path.rect(0, 0, 1, 1)
            self.canvas.clipPath(path, stroke=0, fill=0)
        self.canvas.setLineWidth(one.width)
        self.canvas.setStrokeGray(one.grey)
        self.canvas.setDash(list(one.dash))
        self.canvas.line(one.x0, self.height - one.y0, one.x1, self.height - one.y1)
        self.canvas.restoreState()

    def end(self) -> None:
        """Close the page."""
        self.canvas.showPage()

    def save(self) -> None:
        """Write the file."""
        self.canvas.save()
