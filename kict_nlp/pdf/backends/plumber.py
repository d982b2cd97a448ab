"""The reference backend: the same page through pdfplumber (pdfminer.six)."""

from __future__ import annotations

import io
import math
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import PdfminerException

from kict_nlp.errors import PasswordError, UnreadableFileError
from kict_nlp.pdf.page import Fill, Glyph, Page, Stroke

NAME = "pdfplumber"

# pdfminer meets damaged files with its own errors and with those of plain Python alike.
_DAMAGE = (
    PdfminerException,
    PDFException,
    PSException,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    AssertionError,
    ArithmeticError,
    NotImplementedError,
    RecursionError,
)
_DUPLICATE_SHIFT = 0.15  # of the font size: bold type printed twice lies closer than this
_Color = tuple[int, int, int]
_BLACK: _Color = (0, 0, 0)
_PATTERN: _Color = (128, 128, 128)


class Document:
    """An open file; pages are read one by one and their caches emptied at once."""

    def __init__(self, content: bytes, name: str, password: str | None) -> None:
        try:
            self._pdf = pdfplumber.open(io.BytesIO(content), password=password or "")
        except _DAMAGE as error:
            raise _open_error(error, name, password) from error
        self._name = name

    def __len__(self) -> int:
        try:
            return len(self._pdf.pages)
        except _DAMAGE as error:
            raise _damaged(self._name) from error

    def page(self, number: int) -> Page:
        """Read page ``number``, counted from 1."""
        try:
            source = self._pdf.pages[number - 1]
            page = _read_page(source, number)
            source.close()
        except _DAMAGE as error:
            raise _damaged(f"{self._name}, page {number}") from error
        return page

    def close(self) -> None:
        """Give the file back."""
        self._pdf.close()


def _damaged(where: str) -> UnreadableFileError:
    return UnreadableFileError(
        "The PDF is damaged.",
        where=where,
        hint="Download the file again, or open it in a viewer and save it anew.",
    )


def _open_error(
    error: BaseException, name: str, password: str | None
) -> PasswordError | UnreadableFileError:
    causes = [error, error.__cause__, error.__context__, *getattr(error, "args", ())]
    if any(isinstance(cause, PDFPasswordIncorrect) for cause in causes):
        if password:
            message = "The password does not open this file."
        else:
            message = "The file is protected by a password."
        return PasswordError(
            message,
            where=name,
            hint="Give it with --password or in the environment variable KICT_PASSWORD.",
        )
    return _damaged(name)


def _read_page(source: Any, number: int) -> Page:
    left, top, right, bottom = (float(edge) for edge in source.cropbox)
    width, height = right - left, bottom - top
    strokes: list[Stroke] = []
    fills: list[Fill] = []
    glyphs: list[Glyph] = []
    area = 0.0
    for order, item in enumerate(source.iter_layout_objects(source.layout._objs)):
        kind = item["object_type"]
        if kind == "char":
            glyphs.append(_glyph(item, left, top))
        elif kind in ("line", "rect", "curve"):
            _read_shape(item, left, top, order, strokes, fills)
        elif kind == "image":
            area += max(0.0, min(item["x1"], right) - max(item["x0"], left)) * max(
                0.0, min(item["bottom"], bottom) - max(item["top"], top)
            )
    return Page(
        number=number,
        width=width,
        height=height,
        rotation=int(source.rotation),
        glyphs=tuple(_without_double_print(glyphs)),
        strokes=tuple(strokes),
        fills=tuple(fills),
        image_share=min(1.0, area / (width * height)) if width * height > 0 else 0.0,
        backend=NAME,
    )


def _glyph(char: dict[str, Any], left: float, top: float) -> Glyph:
    a, b, c, d, *_ = char["matrix"]
    turned = math.degrees(math.atan2(b, a))
    return Glyph(
        char["text"],
        char["x0"] - left,
        char["top"] - top,
        char["x1"] - left,
        char["bottom"] - top,
        _font_size(char, c, d),
        round(-turned / 90) * 90 % 360,
        str(char["fontname"]).rpartition("+")[2],
    )


def _font_size(char: dict[str, Any], c: float, d: float) -> float:
    size = char.get("size") or math.hypot(c, d)
    return float(size)


def _without_double_print(glyphs: Any) -> list[Glyph]:
    """Drop the second print of a glyph that a producer set twice to make it bold."""
    kept: list[Glyph] = []
    recent: dict[str, Glyph] = {}
    for glyph in glyphs:
        before = recent.get(glyph.text)
        shift = _DUPLICATE_SHIFT * glyph.size
        if (
            before is not None
            and abs(before.x0 - glyph.x0) < shift
            and abs(before.top - glyph.top) < shift
        ):
            continue
        recent[glyph.text] = glyph
        kept.append(glyph)
    return kept


def _read_shape(
    shape: dict[str, Any],
    left: float,
    top: float,
    order: int,
    strokes: list[Stroke],
    fills: list[Fill],
) -> None:
    points = [(x - left, y - top) for x, y in shape["pts"]]
    if shape["object_type"] == "rect":
        box = (shape["x0"] - left, shape["top"] - top, shape["x1"] - left, shape["bottom"] - top)
        points = [(box[0], box[1]), (box[2], box[1]), (box[2], box[3]), (box[0], box[3])]
        points.append(points[0])
    if shape.get("fill") and len(points) > 2:
        xs, ys = [x for x, _ in points], [y for _, y in points]
        color = _rgb(shape.get("non_stroking_color"))
        fills.append(Fill(min(xs), min(ys), max(xs), max(ys), color, order))
    if shape.get("stroke"):
        color = _rgb(shape.get("stroking_color"))
        width = float(shape.get("linewidth") or 0)
        for (ax, ay), (bx, by) in zip(points, points[1:], strict=False):
            strokes.append(Stroke(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by), width, color, order))


def _rgb(value: Any) -> _Color:
    """RGB from what pdfminer gives: grey, RGB or CMYK parts from 0 to 1, or a pattern's name."""
    if value is None:
        return _BLACK
    parts = value if isinstance(value, (tuple, list)) else (value,)
    if not parts or not all(isinstance(part, (int, float)) for part in parts):
        return _PATTERN
    if len(parts) == 4:
        cyan, magenta, yellow, black = parts
        parts = tuple((1 - part) * (1 - black) for part in (cyan, magenta, yellow))
    if len(parts) == 1:
        parts = (parts[0],) * 3
    red, green, blue = (round(255 * min(1.0, max(0.0, float(part)))) for part in parts[:3])
    return (red, green, blue)
