"""Glyphs and path objects straight from PDFium: the default, and ten times as fast.

PDFium is called through its C interface (``pypdfium2.raw``), since a call a glyph is what the
time goes into.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from kict_nlp.pdf.backends.addresses import AT, INT, by_address
from kict_nlp.pdf.backends.geometry import Matrix, Rect, clip_box, map_box, times
from kict_nlp.pdf.backends.invisible import SCAN_SHARE
from kict_nlp.pdf.backends.pdfium_paths import bounds_of, object_matrix, read_path
from kict_nlp.pdf.backends.pdfium_text import read_glyphs
from kict_nlp.pdf.backends.problems import damaged_file, damaged_page, password_error
from kict_nlp.pdf.page import Fill, Page, Stroke

NAME = "pdfium"

# Deeper form nesting than this is a loop or an attack, not a report.
_FORM_DEPTH_LIMIT = 12
_DRAWN = (pdfium_c.FPDF_PAGEOBJ_PATH, pdfium_c.FPDF_PAGEOBJ_IMAGE, pdfium_c.FPDF_PAGEOBJ_TEXT)


_object = by_address(pdfium_c.FPDFPage_GetObject, AT, AT, INT)
_object_inside = by_address(pdfium_c.FPDFFormObj_GetObject, AT, AT, ctypes.c_ulong)
_kind_of = by_address(pdfium_c.FPDFPageObj_GetType, INT, AT)


class Document:
    """An open file; pages are read one by one and closed at once."""

    def __init__(self, content: bytes, name: str, password: str | None) -> None:
        try:
            self._pdf = pdfium.PdfDocument(content, password=password)
        except pdfium.PdfiumError as error:
            if getattr(error, "err_code", None) == pdfium_c.FPDF_ERR_PASSWORD:
                raise password_error(name, password) from error
            raise damaged_file(name) from error
        self._name = name

    def __len__(self) -> int:
        return len(self._pdf)

    def page(self, number: int) -> Page:
        """Read page ``number``, counted from 1."""
        try:
            handle = self._pdf[number - 1]
        except pdfium.PdfiumError as error:
            raise damaged_page(self._name, number) from error
        try:
            return _read_page(handle, number)
        finally:
            handle.close()

    def close(self) -> None:
        """Give the file back."""
        self._pdf.close()


def _read_page(handle: Any, number: int) -> Page:
    x0, y0, x1, y1 = handle.get_bbox()
    rotation = handle.get_rotation()
    width, height = (x1 - x0, y1 - y0) if rotation in (0, 180) else (y1 - y0, x1 - x0)
    to_display = _display_matrix(rotation, x0, y0, x1, y1)
    strokes: list[Stroke] = []
    fills: list[Fill] = []
    image_area = 0.0
    owners: list[int] = []
    canvas = (0.0, 0.0, width, height)
    for order, (kind, address, matrix) in enumerate(_page_objects(handle.raw, to_display)):
        if kind == pdfium_c.FPDF_PAGEOBJ_TEXT:
            owners.append(address)
            continue
        item = ctypes.cast(address, pdfium_c.FPDF_PAGEOBJECT)
        if kind == pdfium_c.FPDF_PAGEOBJ_PATH:
            read_path(item, matrix, canvas, order, strokes, fills)
        else:
            image_area += _area_on(item, matrix, canvas)
    image_share = min(1.0, image_area / (width * height)) if width * height > 0 else 0.0
    glyphs = read_glyphs(
        handle.raw, to_display, rotation, owners, is_scan=image_share >= SCAN_SHARE
    )
    return Page(
        number=number,
        width=width,
        height=height,
        rotation=rotation,
        glyphs=tuple(glyphs),
        strokes=tuple(strokes),
        fills=tuple(fills),
        image_share=image_share,
        backend=NAME,
    )


def _display_matrix(rotation: int, x0: float, y0: float, x1: float, y1: float) -> Matrix:
    """Matrix from the page's own space to points from the top left corner as displayed."""
    if rotation == 90:
        return (0.0, 1.0, 1.0, 0.0, -y0, -x0)
    if rotation == 180:
        return (-1.0, 0.0, 0.0, 1.0, x1, -y0)
    if rotation == 270:
        return (0.0, -1.0, -1.0, 0.0, y1, x1)
    return (1.0, 0.0, 0.0, -1.0, -x0, y1)


def _page_objects(page: Any, to_display: Matrix) -> Iterator[tuple[int, int, Matrix]]:
    """Paths, pictures and texts of the page, those inside forms included.

    Each comes as its kind, its address, and the matrix from its own space to the page as displayed.
    """
    handle = ctypes.cast(page, AT).value
    for index in range(pdfium_c.FPDFPage_CountObjects(page)):
        address = _object(handle, index)
        kind = _kind_of(address)
        if kind in _DRAWN:
            yield kind, address, to_display
        elif kind == pdfium_c.FPDF_PAGEOBJ_FORM:
            yield from _inside(address, to_display, 1)


def _inside(form: int, outer: Matrix, depth: int) -> Iterator[tuple[int, int, Matrix]]:
    item = ctypes.cast(form, pdfium_c.FPDF_PAGEOBJECT)
    inner = times(object_matrix(item), outer)
    for index in range(pdfium_c.FPDFFormObj_CountObjects(item)):
        address = _object_inside(form, index)
        kind = _kind_of(address)
        if kind in _DRAWN:
            yield kind, address, inner
        elif kind == pdfium_c.FPDF_PAGEOBJ_FORM and depth < _FORM_DEPTH_LIMIT:
            yield from _inside(address, inner, depth + 1)


def _area_on(item: Any, matrix: Matrix, canvas: Rect) -> float:
    edges = bounds_of(item)
    if edges is None:
        return 0.0
    box = clip_box(map_box(*edges, matrix), canvas)
    return (box[2] - box[0]) * (box[3] - box[1]) if box else 0.0
