"""Glyphs of PDFium's text pages: font, size and direction are asked once a text object."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterable, Set
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium_c

from kict_nlp.pdf.backends.addresses import AT, INT, by_address
from kict_nlp.pdf.backends.geometry import Matrix, Rect, map_box, map_point
from kict_nlp.pdf.backends.invisible import INVISIBLE
from kict_nlp.pdf.page import Glyph

# PDFium writes U+0002 for a hyphen at a line end, and makes up line ends that no one printed.
_HYPHEN_AT_LINE_END = 0x0002
_MADE_UP = frozenset((0x000A, 0x000D))
_SPACE = 0x0020
_REPLACEMENT = 0xFFFD
_INKLESS = 0.01  # points: a text object no wider than this shows nothing
_OUTLINE = 0.05  # points: wider than what PDFium passes over, narrower than any space
_OUTLINED = 1  # text render mode: outlines only


_text_object = by_address(pdfium_c.FPDFText_GetTextObject, AT, AT, INT)
_code = by_address(pdfium_c.FPDFText_GetUnicode, ctypes.c_uint, AT, INT)
_loose_box = by_address(pdfium_c.FPDFText_GetLooseCharBox, INT, AT, INT, AT)
_origin = by_address(pdfium_c.FPDFText_GetCharOrigin, INT, AT, INT, AT, AT)
_font_size = by_address(pdfium_c.FPDFText_GetFontSize, ctypes.c_double, AT, INT)
_matrix_of = by_address(pdfium_c.FPDFText_GetMatrix, INT, AT, INT, AT)
_render_mode = by_address(pdfium_c.FPDFTextObj_GetTextRenderMode, INT, AT)
_bounds = by_address(pdfium_c.FPDFPageObj_GetBounds, INT, AT, AT, AT, AT, AT)
_font_of = by_address(pdfium_c.FPDFTextObj_GetFont, AT, AT)

# The em box round the baseline, in shares of the font size; PDFium's own boxes follow the ink.
_ASCENT, _DESCENT = 0.88, 0.12


# Of the font size: vertical type begins within one from the place that its matrix tells.
_MISPLACED = 1.5


class _TextStyle(NamedTuple):
    """What the glyphs of one text object have in common.

    ``shift`` leads from where PDFium puts them to where they stand, in points of the file; None
    where these are the same.
    """

    font: str
    size: float
    angle: int
    visible: bool
    shift: tuple[float, float] | None = None


def read_glyphs(
    page: Any, to_display: Matrix, rotation: int, owners: Iterable[int], *, is_scan: bool
) -> list[Glyph]:
    """Return the glyphs of a page as displayed; ``owners`` are its text objects' addresses."""
    inkless = _inkless(owners)
    for address in inkless:
        _outline(ctypes.cast(address, pdfium_c.FPDF_PAGEOBJECT))
    text_page = pdfium_c.FPDFText_LoadPage(page)
    if not text_page:
        return []
    try:
        return _glyphs_of(text_page, to_display, rotation, inkless, is_scan=is_scan)
    finally:
        pdfium_c.FPDFText_ClosePage(text_page)


def _glyphs_of(
    text_page: Any,
    to_display: Matrix,
    rotation: int,
    inkless: Set[int],
    *,
    is_scan: bool,
) -> list[Glyph]:
    styles: dict[int | None, _TextStyle] = {}
    glyphs: list[Glyph] = []
    add = glyphs.append
    rect, ox, oy = pdfium_c.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    at_rect, at_x, at_y = map(ctypes.addressof, (rect, ox, oy))
    is_generated = pdfium_c.FPDFText_IsGenerated
    handle = ctypes.cast(text_page, ctypes.c_void_p).value or 0
    reader = _StyleReader(handle, rotation)
    last_owner: int | None = -1
    font, size, angle, visible, shift = _TextStyle("", 0.0, 0, visible=True)
    e, f = to_display[4], to_display[5]
    top = bottom = 0.0
    high = 0  # the first half of a surrogate pair
    for index in range(pdfium_c.FPDFText_CountChars(text_page)):
        code = _code(handle, index)
        if code in _MADE_UP or (code == _SPACE and is_generated(text_page, index)):
            continue
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if not 0x0020 <= code < 0xD800:
            code = _repair_code(code, high)
            high = 0
        owner = _text_object(handle, index)
        if owner != last_owner:
            last_owner = owner
            style = styles.get(owner)
            if style is None:
                style = styles[owner] = reader.read(index, owner)
            font, size, angle, visible, shift = style
            if rotation == 0 and angle == 0:  # one text object stands on one line
                _origin(handle, index, at_x, at_y)
                base = f - oy.value
                top, bottom = base - _ASCENT * size, base + _DESCENT * size
        if not (visible or is_scan):
            continue
        _loose_box(handle, index, at_rect)
        if owner in inkless and rect.right - rect.left <= 2 * _OUTLINE:
            rect.right = rect.left  # of an outline's width: that of the space is not known
        if rotation == 0 and angle == 0:
            add(Glyph(chr(code), rect.left + e, top, rect.right + e, bottom, size, 0, font))
            continue
        _origin(handle, index, at_x, at_y)
        if shift is None:
            loose = map_box(rect.left, rect.bottom, rect.right, rect.top, to_display)
            box = _em_box(loose, map_point(ox.value, oy.value, to_display), size, angle)
            add(Glyph(chr(code), *box, size, angle, font))
        else:
            origin = map_point(ox.value + shift[0], oy.value + shift[1], to_display)
            box = _em_box(_advance_box(origin, size, angle), origin, size, angle)
            add(Glyph(chr(code), *box, size, angle, font))
    return glyphs


def _repair_code(code: int, high: int) -> int:
    if 0xDC00 <= code < 0xE000:
        return 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else _REPLACEMENT
    if code == _HYPHEN_AT_LINE_END:
        return 0x002D
    return code if code >= 0x0020 else _REPLACEMENT


def _em_box(loose: Rect, origin: tuple[float, float], size: float, angle: int) -> Rect:
    """The advance box along the line of text, the em box across it."""
    x0, top, x1, bottom = loose
    ox, oy = origin
    if angle == 0:
        return (x0, oy - _ASCENT * size, x1, oy + _DESCENT * size)
    if angle == 180:
        return (x0, oy - _DESCENT * size, x1, oy + _ASCENT * size)
    if angle == 90:
        return (ox - _DESCENT * size, top, ox + _ASCENT * size, bottom)
    return (ox - _ASCENT * size, top, ox + _DESCENT * size, bottom)


def _advance_box(origin: tuple[float, float], size: float, angle: int) -> Rect:
    """An advance of one em along the line, for glyphs whose own box is not to be trusted."""
    ox, oy = origin
    if angle in (0, 180):
        return (ox, oy, ox + size, oy) if angle == 0 else (ox - size, oy, ox, oy)
    return (ox, oy, ox, oy + size) if angle == 90 else (ox, oy - size, ox, oy)


class _StyleReader:
    """Reads what text objects have in common, with the C records made once."""

    def __init__(self, text_page: int, rotation: int) -> None:
        self._text_page = text_page
        self._rotation = rotation
        self._matrix = pdfium_c.FS_MATRIX()
        self._name = ctypes.create_string_buffer(128)
        self._fonts: dict[int | None, str] = {}

    def read(self, index: int, owner: int | None) -> _TextStyle:
        """Style of the object ``owner``, to which the glyph at ``index`` belongs."""
        size, matrix = _font_size(self._text_page, index), self._matrix
        angle, shift = self._rotation, None
        if _matrix_of(self._text_page, index, ctypes.addressof(matrix)):
            size *= math.hypot(matrix.c, matrix.d)
            if matrix.b or matrix.a < 0:
                turned = math.degrees(math.atan2(matrix.b, matrix.a))
                angle = (round(-turned / 90) * 90 + self._rotation) % 360
                shift = self._shift(index, size)
        if owner is None:
            return _TextStyle("", size, angle, visible=True)
        visible = _render_mode(owner) != INVISIBLE
        return _TextStyle(self._font(owner), size, angle, visible, shift)

    def _shift(self, index: int, size: float) -> tuple[float, float] | None:
        """How far PDFium misplaces a turned text; its matrix tells the place.

        It turns twice the place of a text for which the file names others (``/ActualText``).
        """
        ox, oy, matrix = ctypes.c_double(), ctypes.c_double(), self._matrix
        _origin(self._text_page, index, ctypes.addressof(ox), ctypes.addressof(oy))
        dx, dy = matrix.e - ox.value, matrix.f - oy.value
        return (dx, dy) if math.hypot(dx, dy) > _MISPLACED * size else None

    def _font(self, owner: int) -> str:
        address = _font_of(owner)
        name = self._fonts.get(address)
        if name is None:
            self._name.value = b""
            if address:
                font = ctypes.cast(address, pdfium_c.FPDF_FONT)
                pdfium_c.FPDFFont_GetBaseFontName(font, self._name, len(self._name))
            head, _, tail = self._name.value.decode("utf-8", "replace").partition("+")
            name = self._fonts[address] = tail or head
        return name


def _inkless(owners: Iterable[int]) -> set[int]:
    """Which text objects leave nothing to be seen."""
    edges = (ctypes.c_float * 4)()  # left, bottom, right, top
    places = [ctypes.addressof(edges) + place * ctypes.sizeof(ctypes.c_float) for place in range(4)]
    return {
        owner for owner in owners if _bounds(owner, *places) and edges[2] - edges[0] <= _INKLESS
    }


def _outline(item: Any) -> None:
    """Give a text object the least width; its bounds follow when its matrix is set.

    PDFium passes over text that leaves no ink, such as the full-width space that ends a line.
    """
    matrix = pdfium_c.FS_MATRIX()
    pdfium_c.FPDFPageObj_GetMatrix(item, matrix)
    pdfium_c.FPDFTextObj_SetTextRenderMode(item, _OUTLINED)
    pdfium_c.FPDFPageObj_SetStrokeWidth(item, _OUTLINE)
    pdfium_c.FPDFPageObj_SetMatrix(item, matrix)
