"""Affine matrices and boxes, as plain tuples: they are made by the ten thousand."""

from __future__ import annotations

Matrix = tuple[float, float, float, float, float, float]
Rect = tuple[float, float, float, float]

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def times(inner: Matrix, outer: Matrix) -> Matrix:
    """Return the matrix that applies ``inner`` first and ``outer`` after it."""
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


def map_point(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    """Return a point moved by a matrix."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def map_box(left: float, bottom: float, right: float, top: float, matrix: Matrix) -> Rect:
    """Return the smallest upright box round a box moved by a matrix."""
    ax, ay = map_point(left, bottom, matrix)
    bx, by = map_point(right, top, matrix)
    return (min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))


def bounds_of_points(points: list[tuple[float, float]]) -> Rect:
    """Return the smallest box round some points."""
    xs = [point[0] for point in points]
    ys = [point[1] for point in points]
    return (min(xs), min(ys), max(xs), max(ys))


def clip_box(box: Rect, clip: Rect) -> Rect | None:
    """Return what two boxes share, or None where they do not meet."""
    x0, top = max(box[0], clip[0]), max(box[1], clip[1])
    x1, bottom = min(box[2], clip[2]), min(box[3], clip[3])
    return (x0, top, x1, bottom) if x0 <= x1 and top <= bottom else None
