"""Pages cut down to boxes, and what another reader than ours finds in the cuttings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium

from kict_nlp.pdf.page import turn_box
from kict_nlp.schema import Box
from kict_nlp.text.radicals import repair_radicals

PlacedBox = tuple[int, Box]  # page number, box in points from the top left as displayed


def read_cuttings(path: Path, boxes: Sequence[PlacedBox]) -> list[str]:
    """Cut a copy of the page down to each box, save the file, and read each cutting with PDFium."""
    content = BytesIO()
    with pikepdf.open(path) as whole, pikepdf.new() as cuttings:
        for number, box in boxes:
            page = whole.pages[number - 1]
            edges = _edges(page, box)
            cuttings.pages.append(page)
            cuttings.pages[-1].mediabox = cuttings.pages[-1].cropbox = pikepdf.Array(edges)
        cuttings.save(content)
    with pdfium.PdfDocument(content.getvalue()) as document:
        return [packed(_text_in(document[index])) for index in range(len(document))]


def packed(text: str | None) -> str:
    """Text without white space, radicals repaired: what must agree between two readers."""
    return re.sub(r"\s", "", repair_radicals(text or ""))


def _edges(page: pikepdf.Page, box: Box) -> list[float]:
    """Left, bottom, right and top of a box in the page's own space."""
    x0, y0, x1, y1 = map(float, page.cropbox)
    rotation = int(page.obj.get("/Rotate", 0)) % 360
    width, height = (x1 - x0, y1 - y0) if rotation in (0, 180) else (y1 - y0, x1 - x0)
    left, top, right, bottom = turn_box(box, -rotation % 360, width, height)
    return [x0 + left, y1 - bottom, x0 + right, y1 - top]


def _text_in(page: pdfium.PdfPage) -> str:
    text_page = page.get_textpage()
    try:
        left, bottom, right, top = page.get_cropbox()
        return str(text_page.get_text_bounded(left, bottom, right, top))
    finally:
        text_page.close()
        page.close()
