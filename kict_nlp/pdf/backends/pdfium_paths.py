"""Path objects of PDFium → strokes and fills, cut to what their clip paths leave."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium_c

from kict_nlp.pdf.backends.geometry import (
    IDENTITY,
    Matrix,
    Rect,
    bounds_of_points,
    clip_box,
    times,
)
from kict_nlp.pdf.page import Fill, Stroke

_RGB = tuple[int, int, int]


def read_path(
    item: Any,
    outer: Matrix,
    canvas: Rect,
    order: int,
    strokes: list[Stroke],
    fills: list[Fill],
) -> None:
    """Append what a path object strokes and fills; ``order`` is its place in painting."""
    clip = _clip_of(item, outer, canvas)
    if clip is None:
        return
    fill_mode, stroked = ctypes.c_int(), ctypes.c_int()
    pdfium_c.FPDFPath_GetDrawMode(item, fill_mode, stroked)
    fill_color = _color(item, pdfium_c.FPDFPageObj_GetFillColor) if fill_mode.value else None
    stroke_color = _color(item, pdfium_c.FPDFPageObj_GetStrokeColor) if stroked.value else None
    if fill_color is None and stroke_color is None:
        return
    matrix = times(object_matrix(item), outer)
    width = ctypes.c_float()
    pdfium_c.FPDFPageObj_GetStrokeWidth(item, width)
    thickness = width.value * math.sqrt(abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]))
    for points in _subpaths(item, matrix):
        if fill_color is not None:
            box = clip_box(bounds_of_points(points), clip)
            if box:
                fills.append(Fill(*box, fill_color, order))
        if stroke_color is not None:
            for (ax, ay), (bx, by) in pairwise(points):
                segment = clip_box((min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)), clip)
                if segment:
                    strokes.append(Stroke(*segment, thickness, stroke_color, order))


def _subpaths(item: Any, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
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


def _clip_of(item: Any, outer: Matrix, canvas: Rect) -> Rect | None:
    """What the clip paths leave of the canvas (their bounding boxes), or None for nothing."""
    clip = pdfium_c.FPDFPageObj_GetClipPath(item)
    left: Rect | None = canvas
    x, y = ctypes.c_float(), ctypes.c_float()
    a, b, c, d, e, f = outer
    for path in range(max(0, pdfium_c.FPDFClipPath_CountPaths(clip))):
        points = []
        for index in range(max(0, pdfium_c.FPDFClipPath_CountPathSegments(clip, path))):
            segment = pdfium_c.FPDFClipPath_GetPathSegment(clip, path, index)
            pdfium_c.FPDFPathSegment_GetPoint(segment, x, y)
            points.append((a * x.value + c * y.value + e, b * x.value + d * y.value + f))
        if points and left:
            left = clip_box(bounds_of_points(points), left)
    return left


def object_matrix(item: Any) -> Matrix:
    """Return the matrix of a page object."""
    matrix = pdfium_c.FS_MATRIX()
    if not pdfium_c.FPDFPageObj_GetMatrix(item, matrix):
        return IDENTITY
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def bounds_of(item: Any) -> Rect | None:
    """Left, bottom, right and top of an object in its page's own space."""
    edges = [ctypes.c_float() for _ in range(4)]
    if not pdfium_c.FPDFPageObj_GetBounds(item, *edges):
        return None
    return (edges[0].value, edges[1].value, edges[2].value, edges[3].value)
