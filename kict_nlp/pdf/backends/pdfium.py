"""Glyphs and path objects straight from PDFium: the default, and ten times as fast.

PDFium is called through its C interface (``pypdfium2.raw``), since a call a glyph is what the
time goes into. Font, size and direction are asked once a text object, not once a glyph.
"""

from __future__ import annotations

import ctypes
import itertools
import math
from collections.abc import Iterator
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from kict_nlp.errors import PasswordError, UnreadableFileError
from kict_nlp.pdf.page import Fill, Glyph, Page, Stroke

NAME = "pdfium"

_RGB = tuple[int, int, int]
_Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

# PDFium writes U+0002 for a hyphen at a line end, and makes up line ends that no one printed.
_HYPHEN_AT_LINE_END = 0x0002
_MADE_UP = frozenset((0x000A, 0x000D))
_SPACE = 0x0020
_REPLACEMENT = 0xFFFD
_INVISIBLE = 3  # text render mode of an OCR layer
_INKLESS = 0.01  # points: a text object no wider than this shows nothing
_SCAN_SHARE = 0.5  # of the page's area: from here on invisible text is taken as the scan's text

# Deeper form nesting than this is a loop or an attack, not a report.
_FORM_DEPTH_LIMIT = 12

_DRAWN = (pdfium_c.FPDF_PAGEOBJ_PATH, pdfium_c.FPDF_PAGEOBJ_IMAGE, pdfium_c.FPDF_PAGEOBJ_TEXT)

_text_object = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)(
    ctypes.cast(pdfium_c.FPDFText_GetTextObject, ctypes.c_void_p).value or 0
)


class Document:
    """An open file; pages are read one by one and closed at once."""

    def __init__(self, content: bytes, name: str, password: str | None) -> None:
        try:
            self._pdf = pdfium.PdfDocument(content, password=password)
        except pdfium.PdfiumError as error:
            raise _open_error(error, name, password) from error
        self._name = name

    def __len__(self) -> int:
        return len(self._pdf)

    def page(self, number: int) -> Page:
        """Read page ``number``, counted from 1."""
        try:
            handle = self._pdf[number - 1]
        except pdfium.PdfiumError as error:
            raise UnreadableFileError(
                "A page cannot be read.",
                where=f"{self._name}, page {number}",
                hint="Open the file in a viewer and save it again, then retry.",
            ) from error
        try:
            return _read_page(handle, number)
        finally:
            handle.close()

    def close(self) -> None:
        """Give the file back."""
        self._pdf.close()


def _open_error(
    error: pdfium.PdfiumError, name: str, password: str | None
) -> PasswordError | UnreadableFileError:
    if getattr(error, "err_code", None) == pdfium_c.FPDF_ERR_PASSWORD:
        if password:
            message = "The password does not open this file."
        else:
            message = "The file is protected by a password."
        return PasswordError(
            message,
            where=name,
            hint="Give it with --password or in the environment variable KICT_PASSWORD.",
        )
    return UnreadableFileError(
        "The PDF is damaged or cut short: no page can be found in it.",
        where=name,
        hint="Download the file again, or open it in a viewer and save it anew.",
    )


def _read_page(handle: Any, number: int) -> Page:
    x0, y0, x1, y1 = handle.get_bbox()
    rotation = handle.get_rotation()
    width, height = (x1 - x0, y1 - y0) if rotation in (0, 180) else (y1 - y0, x1 - x0)
    to_display = _display_matrix(rotation, x0, y0, x1, y1)
    strokes: list[Stroke] = []
    fills: list[Fill] = []
    image_area = 0.0
    owners: dict[int, Any] = {}
    canvas = (0.0, 0.0, width, height)
    for order, (kind, item, matrix) in enumerate(_page_objects(handle.raw, to_display)):
        if kind == pdfium_c.FPDF_PAGEOBJ_PATH:
            _read_path(item, matrix, canvas, order, strokes, fills)
        elif kind == pdfium_c.FPDF_PAGEOBJ_TEXT:
            owners[ctypes.addressof(item.contents)] = item
        else:
            image_area += _area_on(item, matrix, canvas)
    image_share = min(1.0, image_area / (width * height)) if width * height > 0 else 0.0
    glyphs = _read_glyphs(
        handle.raw, to_display, rotation, owners, is_scan=image_share >= _SCAN_SHARE
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


def _display_matrix(rotation: int, x0: float, y0: float, x1: float, y1: float) -> _Matrix:
    """Matrix from the page's own space to points from the top left corner as displayed."""
    if rotation == 90:
        return (0.0, 1.0, 1.0, 0.0, -y0, -x0)
    if rotation == 180:
        return (-1.0, 0.0, 0.0, 1.0, x1, -y0)
    if rotation == 270:
        return (0.0, -1.0, -1.0, 0.0, y1, x1)
    return (1.0, 0.0, 0.0, -1.0, -x0, y1)


def _times(inner: _Matrix, outer: _Matrix) -> _Matrix:
    a, b, c, d, e, f = inner
    A, B, C, D, E, F = outer  # noqa: N806 - the letters of the PDF specification
    return (
        a * A + b * C,
        a * B + b * D,
        c * A + d * C,
        c * B + d * D,
        e * A + f * C + E,
        e * B + f * D + F,
    )


def _object_matrix(item: Any) -> _Matrix:
    matrix = pdfium_c.FS_MATRIX()
    if not pdfium_c.FPDFPageObj_GetMatrix(item, matrix):
        return _IDENTITY
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _page_objects(page: Any, to_display: _Matrix) -> Iterator[tuple[int, Any, _Matrix]]:
    """Paths, pictures and texts of the page, those inside forms included, each with its matrix."""
    for index in range(pdfium_c.FPDFPage_CountObjects(page)):
        item = pdfium_c.FPDFPage_GetObject(page, index)
        yield from _flatten(item, to_display, 0)


def _flatten(item: Any, outer: _Matrix, depth: int) -> Iterator[tuple[int, Any, _Matrix]]:
    kind = pdfium_c.FPDFPageObj_GetType(item)
    if kind in _DRAWN:
        yield kind, item, outer
    elif kind == pdfium_c.FPDF_PAGEOBJ_FORM and depth < _FORM_DEPTH_LIMIT:
        inner = _times(_object_matrix(item), outer)
        for index in range(pdfium_c.FPDFFormObj_CountObjects(item)):
            yield from _flatten(pdfium_c.FPDFFormObj_GetObject(item, index), inner, depth + 1)


def _area_on(item: Any, matrix: _Matrix, canvas: tuple[float, float, float, float]) -> float:
    edges = _bounds_of(item)
    if edges is None:
        return 0.0
    box = _clip_box(_map_box(*edges, matrix), canvas)
    return (box[2] - box[0]) * (box[3] - box[1]) if box else 0.0


def _bounds_of(item: Any) -> tuple[float, float, float, float] | None:
    """Left, bottom, right and top of an object in its page's own space."""
    edges = [ctypes.c_float() for _ in range(4)]
    if not pdfium_c.FPDFPageObj_GetBounds(item, *edges):
        return None
    return (edges[0].value, edges[1].value, edges[2].value, edges[3].value)


# ---------------------------------------------------------------- glyphs

# The em box round the baseline, in shares of the font size; PDFium's own boxes follow the ink.
_ASCENT, _DESCENT = 0.88, 0.12


class _TextStyle(NamedTuple):
    """What the glyphs of one text object have in common."""

    font: str
    size: float
    angle: int
    visible: bool


def _read_glyphs(
    page: Any, to_display: _Matrix, rotation: int, owners: dict[int, Any], *, is_scan: bool
) -> list[Glyph]:
    text_page = pdfium_c.FPDFText_LoadPage(page)
    if not text_page:
        return []
    try:
        styles: dict[int | None, _TextStyle] = {}
        glyphs = _glyphs_of(text_page, to_display, rotation, styles, is_scan=is_scan)
        left_out = [item for address, item in owners.items() if address not in styles]
        return glyphs + _spaces_left_out(left_out, to_display)
    finally:
        pdfium_c.FPDFText_ClosePage(text_page)


def _glyphs_of(
    text_page: Any,
    to_display: _Matrix,
    rotation: int,
    styles: dict[int | None, _TextStyle],
    *,
    is_scan: bool,
) -> list[Glyph]:
    glyphs: list[Glyph] = []
    add = glyphs.append
    rect, ox, oy = pdfium_c.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    get_code, get_box = pdfium_c.FPDFText_GetUnicode, pdfium_c.FPDFText_GetLooseCharBox
    get_origin, is_generated = pdfium_c.FPDFText_GetCharOrigin, pdfium_c.FPDFText_IsGenerated
    handle = ctypes.cast(text_page, ctypes.c_void_p).value or 0
    reader = _StyleReader(text_page, rotation)
    last_owner: int | None = -1
    font, size, angle, visible = "", 0.0, 0, True
    e, f = to_display[4], to_display[5]
    high = 0  # the first half of a surrogate pair
    for index in range(pdfium_c.FPDFText_CountChars(text_page)):
        code = get_code(text_page, index)
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
            font, size, angle, visible = style
        if not (visible or is_scan):
            continue
        get_box(text_page, index, rect)
        get_origin(text_page, index, ox, oy)
        if rotation == 0 and angle == 0:
            base = f - oy.value
            top, bottom = base - _ASCENT * size, base + _DESCENT * size
            add(Glyph(chr(code), rect.left + e, top, rect.right + e, bottom, size, 0, font))
        else:
            loose = _map_box(rect.left, rect.bottom, rect.right, rect.top, to_display)
            box = _em_box(loose, _map_point(ox.value, oy.value, to_display), size, angle)
            add(Glyph(chr(code), *box, size, angle, font))
    return glyphs


def _repair_code(code: int, high: int) -> int:
    if 0xDC00 <= code < 0xE000:
        return 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else _REPLACEMENT
    if code == _HYPHEN_AT_LINE_END:
        return 0x002D
    return code if code >= 0x0020 else _REPLACEMENT


def _em_box(
    loose: tuple[float, float, float, float], origin: tuple[float, float], size: float, angle: int
) -> tuple[float, float, float, float]:
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


class _StyleReader:
    """Reads what text objects have in common, with the C records made once."""

    def __init__(self, text_page: Any, rotation: int) -> None:
        self._text_page = text_page
        self._rotation = rotation
        self._matrix = pdfium_c.FS_MATRIX()
        self._size = ctypes.c_float()
        self._name = ctypes.create_string_buffer(128)
        self._fonts: dict[int, str] = {}

    def read(self, index: int, owner: int | None) -> _TextStyle:
        """Style of the object ``owner``, to which the glyph at ``index`` belongs."""
        size, matrix = pdfium_c.FPDFText_GetFontSize(self._text_page, index), self._matrix
        angle = self._rotation
        if pdfium_c.FPDFText_GetMatrix(self._text_page, index, matrix):
            size *= math.hypot(matrix.c, matrix.d)
            if matrix.b or matrix.a < 0:
                turned = math.degrees(math.atan2(matrix.b, matrix.a))
                angle = (round(-turned / 90) * 90 + self._rotation) % 360
        if owner is None:
            return _TextStyle("", size, angle, visible=True)
        pointer = ctypes.cast(owner, pdfium_c.FPDF_PAGEOBJECT)
        visible = pdfium_c.FPDFTextObj_GetTextRenderMode(pointer) != _INVISIBLE
        return _TextStyle(self._font(pointer), size, angle, visible)

    def _font(self, pointer: Any) -> str:
        font = pdfium_c.FPDFTextObj_GetFont(pointer)
        address = ctypes.addressof(font.contents) if font else 0
        name = self._fonts.get(address)
        if name is None:
            self._name.value = b""
            if font:
                pdfium_c.FPDFFont_GetBaseFontName(font, self._name, len(self._name))
            head, _, tail = self._name.value.decode("utf-8", "replace").partition("+")
            name = self._fonts[address] = tail or head
        return name


def _spaces_left_out(items: list[Any], to_display: _Matrix) -> list[Glyph]:
    """A space of no width where PDFium passed over a text object that holds only spaces.

    How many spaces it held, and of which width, follows from the gap that they fill. An object
    with ink was passed over since the one before it already stands for its text.
    """
    spaces = []
    for item in items:
        edges = _bounds_of(item)
        if edges is None or edges[2] - edges[0] > _INKLESS:
            continue
        size = ctypes.c_float()
        pdfium_c.FPDFTextObj_GetFontSize(item, size)
        matrix = _object_matrix(item)
        points = size.value * math.hypot(matrix[2], matrix[3])
        x, y = _map_point(matrix[4], matrix[5], to_display)
        spaces.append(Glyph(" ", x, y - _ASCENT * points, x, y + _DESCENT * points, points))
    return spaces


# ---------------------------------------------------------------- paths


def _read_path(
    item: Any,
    outer: _Matrix,
    canvas: tuple[float, float, float, float],
    order: int,
    strokes: list[Stroke],
    fills: list[Fill],
) -> None:
    clip = _clip_of(item, outer, canvas)
    if clip is None:
        return
    fill_mode, stroked = ctypes.c_int(), ctypes.c_int()
    pdfium_c.FPDFPath_GetDrawMode(item, fill_mode, stroked)
    fill_color = _color(item, pdfium_c.FPDFPageObj_GetFillColor) if fill_mode.value else None
    stroke_color = _color(item, pdfium_c.FPDFPageObj_GetStrokeColor) if stroked.value else None
    if fill_color is None and stroke_color is None:
        return
    matrix = _times(_object_matrix(item), outer)
    width = ctypes.c_float()
    pdfium_c.FPDFPageObj_GetStrokeWidth(item, width)
    thickness = width.value * math.sqrt(abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]))
    for points in _subpaths(item, matrix):
        if fill_color is not None:
            box = _clip_box(_bounds(points), clip)
            if box:
                fills.append(Fill(*box, fill_color, order))
        if stroke_color is not None:
            for (ax, ay), (bx, by) in itertools.pairwise(points):
                segment = _clip_box((min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)), clip)
                if segment:
                    strokes.append(Stroke(*segment, thickness, stroke_color, order))


def _subpaths(item: Any, matrix: _Matrix) -> Iterator[list[tuple[float, float]]]:
    """The corner points of each subpath as displayed; a curve counts as its end points."""
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    for index in range(pdfium_c.FPDFPath_CountSegments(item)):
        segment = pdfium_c.FPDFPath_GetPathSegment(item, index)
        pdfium_c.FPDFPathSegment_GetPoint(segment, x, y)
        px, py = x.value, y.value
        point = (a * px + c * py + e, b * px + d * py + f)
        if pdfium_c.FPDFPathSegment_GetType(segment) == pdfium_c.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points
            points = [point]
        else:
            points.append(point)
        if pdfium_c.FPDFPathSegment_GetClose(segment) and points:
            points.append(points[0])
    if len(points) > 1:
        yield points


def _color(item: Any, get: Any) -> _RGB | None:
    """The colour as RGB, or None where nothing of it shows."""
    parts = [ctypes.c_uint() for _ in range(4)]
    if not get(item, *parts):
        return (128, 128, 128)  # a pattern: something is painted, its colour is not one
    red, green, blue, alpha = (part.value for part in parts)
    return (red, green, blue) if alpha else None


def _clip_of(
    item: Any, outer: _Matrix, canvas: tuple[float, float, float, float]
) -> tuple[float, float, float, float] | None:
    """What the clip paths leave of the canvas (their bounding boxes), or None for nothing."""
    clip = pdfium_c.FPDFPageObj_GetClipPath(item)
    left: tuple[float, float, float, float] | None = canvas
    x, y = ctypes.c_float(), ctypes.c_float()
    a, b, c, d, e, f = outer
    for path in range(max(0, pdfium_c.FPDFClipPath_CountPaths(clip))):
        points = []
        for index in range(max(0, pdfium_c.FPDFClipPath_CountPathSegments(clip, path))):
            segment = pdfium_c.FPDFClipPath_GetPathSegment(clip, path, index)
            pdfium_c.FPDFPathSegment_GetPoint(segment, x, y)
            points.append((a * x.value + c * y.value + e, b * x.value + d * y.value + f))
        if points and left:
            left = _clip_box(_bounds(points), left)
    return left


def _bounds(points: list[tuple[float, float]]) -> tuple[float, float, float, float]:
    xs = [point[0] for point in points]
    ys = [point[1] for point in points]
    return (min(xs), min(ys), max(xs), max(ys))


def _map_point(x: float, y: float, matrix: _Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _map_box(
    left: float, bottom: float, right: float, top: float, matrix: _Matrix
) -> tuple[float, float, float, float]:
    ax, ay = _map_point(left, bottom, matrix)
    bx, by = _map_point(right, top, matrix)
    return (min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))


def _clip_box(
    box: tuple[float, float, float, float], clip: tuple[float, float, float, float]
) -> tuple[float, float, float, float] | None:
    x0, top = max(box[0], clip[0]), max(box[1], clip[1])
    x1, bottom = min(box[2], clip[2]), min(box[3], clip[3])
    return (x0, top, x1, bottom) if x0 <= x1 and top <= bottom else None
