"""Tables set glyph by glyph with ReportLab: rules only where they are asked for, fonts that are not embedded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

MARGIN = 40.0  # points, on every side
QUARTER_TURN = 90  # degrees
LEADING = 1.35  # of the size of the type
HANGING = "。、」）"  # may stand beyond the end of a line


@dataclass(slots=True)
class Sheet:
    """Landscape A4 pages that are filled from the top; widths and sizes in points."""

    canvas: Canvas
    font: str
    size: float
    widths: Sequence[float]
    padding: float
    top: float = 0.0

    @classmethod
    def open(
        cls, path: Path, font: str, size: float, widths: Sequence[float], padding: float
    ) -> Sheet:
        """Start the first page; ``font`` is one of Adobe's Japanese fonts that readers bring along."""
        pdfmetrics.registerFont(UnicodeCIDFont(font))
        sheet = cls(Canvas(str(path), pagesize=landscape(A4)), font, size, widths, padding)
        sheet.start_page()
        return sheet

    @property
    def right(self) -> float:
        """Return where the table ends."""
        return MARGIN + sum(self.widths)

    def turn_paper(self) -> None:
        """Set what follows along the long side of a portrait page that says /Rotate 90."""
        self.canvas.setPageRotation(
            QUARTER_TURN
        )  # ReportLab now takes the page size as the one that is seen
        self.canvas.rotate(QUARTER_TURN)
        self.canvas.translate(0, -A4[0])

    def start_page(self) -> None:
        """Go to the top of the page."""
        self.canvas.setFont(self.font, self.size)
        self.top = landscape(A4)[1] - MARGIN

    def turn_page(self) -> None:
        """Finish the page and start another."""
        self.canvas.showPage()
        self.start_page()

    def finish(self) -> None:
        """Write the file."""
        self.canvas.save()

    def put_line(
        self, text: str, *, size: float | None = None, centred: bool = False, right: bool = False
    ) -> None:
        """Set one line of text outside the table."""
        size = size or self.size
        self.canvas.setFont(self.font, size)
        width = pdfmetrics.stringWidth(text, self.font, size)
        free = self.right - MARGIN - width
        self.canvas.drawString(
            MARGIN + (free / 2 if centred else free if right else 0), self.top - size, text
        )
        self.top -= size * LEADING + self.padding
        self.canvas.setFont(self.font, self.size)

    def skip(self, height: float) -> None:
        """Leave some white."""
        self.top -= height

    def put_rule(self, width: float = 0.5) -> None:
        """Draw a rule over the whole width of the table."""
        self.canvas.setLineWidth(width)
        self.canvas.line(MARGIN, self.top, self.right, self.top)

    def put_grid(self, height: float) -> None:
        """Draw the box around each cell of the row that was set last, so many points high."""
        self.canvas.setLineWidth(0.5)
        x = MARGIN
        for width in self.widths:
            self.canvas.rect(x, self.top, width, height)
            x += width

    def put_row(self, texts: Sequence[str | None]) -> None:
        """Set one row of cells, from the top of each."""
        x = MARGIN
        for text, width in zip(texts, self.widths, strict=True):
            for index, line in enumerate(self._lines(text, width)):
                baseline = self.top - self.padding - self.size * (1 + LEADING * index)
                self.canvas.drawString(x + self.padding, baseline, line)
            x += width
        self.top -= self.height(texts)

    def height(self, texts: Sequence[str | None]) -> float:
        """Return how high a row of these cells is."""
        lines = max(
            len(self._lines(text, width)) for text, width in zip(texts, self.widths, strict=True)
        )
        return self.size * (1 + LEADING * (lines - 1)) + 2 * self.padding

    def fits(self, height: float) -> bool:
        """Return whether so much is left of the page."""
        return self.top - height >= MARGIN

    def _lines(self, text: str | None, width: float) -> list[str]:
        room = width - 2 * self.padding - self.size / 2
        return [
            line for paragraph in (text or "").split("\n") for line in self._wrap(paragraph, room)
        ]

    def _wrap(self, text: str, room: float) -> list[str]:
        lines = [""]
        for glyph in text:
            width = pdfmetrics.stringWidth(lines[-1] + glyph, self.font, self.size)
            if width > room and glyph not in HANGING:
                lines.append("")
            lines[-1] += glyph
        return lines
