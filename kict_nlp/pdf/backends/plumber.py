"""The reference backend: the same page through pdfplumber (pdfminer.six)."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import islice
from typing import Any

import pdfplumber
from pdfminer.layout import LTContainer
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdftypes import resolve1
from pdfminer.psexceptions import PSException
from pdfminer.psparser import PSLiteral
from pdfminer.utils import apply_matrix_pt
from pdfplumber.page import PDFPageAggregatorWithMarkedContent
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from kict_nlp.errors import PasswordError, UnreadableFileError
from kict_nlp.pdf.backends.geometry import clip_box
from kict_nlp.pdf.backends.invisible import INVISIBLE, SCAN_SHARE
from kict_nlp.pdf.backends.plumber_text import ActualText, Char, actual_text_of, read_glyphs
from kict_nlp.pdf.backends.problems import (
    damaged_file,
    damaged_page,
    needs_memory,
    password_error,
)
from kict_nlp.pdf.page import Fill, Page, Stroke

NAME = "pdfplumber"

# pdfminer meets damaged files with its own errors and with those of plain Python alike.
_DAMAGE = (
    MalformedPDFException,
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
_Box = tuple[float, float, float, float]
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
        except MemoryError as error:
            raise needs_memory(name) from error
        self._name = name

    def __len__(self) -> int:
        try:
            return len(self._pdf.pages)
        except _DAMAGE as error:
            raise damaged_file(self._name) from error

    def page(self, number: int) -> Page:
        """Read page ``number``, counted from 1."""
        try:
            source = self._pdf.pages[number - 1]
            drawn = list(_drawn(source))
            source.close()
        except _DAMAGE as error:
            raise damaged_page(self._name, number) from error
        except MemoryError as error:  # a damaged table of widths may claim billions of glyphs
            raise needs_memory(f"{self._name}, page {number}") from error
        return _read_page(source, drawn, number)

    def close(self) -> None:
        """Give the file back; closing looks at damaged pages once more."""
        with suppress(*_DAMAGE):
            self._pdf.close()


def _open_error(
    error: BaseException, name: str, password: str | None
) -> PasswordError | UnreadableFileError:
    causes = [error, error.__cause__, error.__context__, *getattr(error, "args", ())]
    if any(isinstance(cause, PDFPasswordIncorrect) for cause in causes):
        return password_error(name, password)
    return damaged_file(name)


def _read_page(
    source: Any, drawn: Sequence[tuple[dict[str, Any], _Box | None]], number: int
) -> Page:
    left, top, right, bottom = (float(edge) for edge in source.cropbox)
    width, height = right - left, bottom - top
    strokes: list[Stroke] = []
    fills: list[Fill] = []
    chars: list[Char] = []
    unseen: list[Char] = []
    area = 0.0
    for order, (item, clip) in enumerate(drawn):
        kind = item["object_type"]
        if kind == "char":
            (unseen if item["is_invisible"] else chars).append(Char(item, item["actual"]))
        elif kind in ("line", "rect", "curve"):
            _read_shape(item, left, top, order, clip, strokes, fills)
        elif kind == "image":
            area += max(0.0, min(item["x1"], right) - max(item["x0"], left)) * max(
                0.0, min(item["bottom"], bottom) - max(item["top"], top)
            )
    image_share = min(1.0, area / (width * height)) if width * height > 0 else 0.0
    if image_share >= SCAN_SHARE:
        chars += unseen
    return Page(
        number=number,
        width=width,
        height=height,
        rotation=int(source.rotation),
        glyphs=tuple(read_glyphs(chars, left, top)),
        strokes=tuple(strokes),
        fills=tuple(fills),
        image_share=image_share,
        backend=NAME,
    )


class _Device(PDFPageAggregatorWithMarkedContent):
    """pdfplumber's own device, which also notes clip boxes, spelled text, and text not painted."""

    clip: _Box | None = None

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._actual: list[ActualText | None] = [None]

    def begin_tag(self, tag: Any, props: Any = None) -> None:
        super().begin_tag(tag, props)
        self._actual.append(actual_text_of(props) or self._actual[-1])

    def end_tag(self) -> None:
        super().end_tag()
        if len(self._actual) > 1:  # a damaged page may end more than it began
            self._actual.pop()

    def render_string(self, textstate: Any, *args: Any) -> None:
        before = len(list(self.cur_item))
        super().render_string(textstate, *args)
        for item in islice(self.cur_item, before, None):
            item.is_invisible = textstate.render == INVISIBLE  # type: ignore[attr-defined]
            item.actual = self._actual[-1]  # type: ignore[attr-defined]

    def paint_path(self, *args: Any) -> None:
        before = len(list(self.cur_item))
        super().paint_path(*args)
        for item in islice(self.cur_item, before, None):
            item.clip = self.clip  # type: ignore[attr-defined]


class _Interpreter(PDFPageInterpreter):
    """pdfminer passes over clip paths, and leaves the names of properties as they are.

    Readers of the page do not see what a clip path cuts off.
    """

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._clips: list[_Box | None] = []

    def do_q(self) -> None:
        self._clips.append(self.device.clip)  # type: ignore[attr-defined]
        super().do_q()

    def do_Q(self) -> None:  # noqa: N802 - the name of the operator
        if self._clips:
            self.device.clip = self._clips.pop()  # type: ignore[attr-defined]
        super().do_Q()

    def do_W(self) -> None:  # noqa: N802
        self._narrow()
        super().do_W()

    def do_W_a(self) -> None:  # noqa: N802
        self._narrow()
        super().do_W_a()

    def do_BDC(self, tag: Any, props: Any) -> None:  # noqa: N802
        super().do_BDC(tag, self._properties(props))

    def _properties(self, props: Any) -> Any:
        if not isinstance(props, PSLiteral):
            return props
        named = resolve1(self.resources.get("Properties"))
        return resolve1(named.get(props.name)) if isinstance(named, dict) else props

    def _narrow(self) -> None:
        points = [
            apply_matrix_pt(self.ctm, (segment[-2], segment[-1]))
            for segment in self.curpath
            if len(segment) > 2
        ]
        if points:
            xs, ys = [x for x, _ in points], [y for _, y in points]
            clip = (min(xs), min(ys), max(xs), max(ys))
            old = self.device.clip  # type: ignore[attr-defined]
            self.device.clip = clip if old is None else _overlap(old, clip)  # type: ignore[attr-defined]


def _drawn(source: Any) -> Iterator[tuple[dict[str, Any], _Box | None]]:
    """What stands on the page in the order of painting, with the clip box of each shape."""
    device = _Device(source.pdf.rsrcmgr, pageno=source.page_number, laparams=None)
    _Interpreter(source.pdf.rsrcmgr, device).process_page(source.page_obj)
    yield from _flatten(source, device.get_result())


def _flatten(source: Any, container: Any) -> Iterator[tuple[dict[str, Any], _Box | None]]:
    for item in container:
        if isinstance(item, LTContainer):
            yield from _flatten(source, item)
        else:
            clip = getattr(item, "clip", None)
            attributes = source.process_object(item)
            attributes["is_invisible"] = getattr(item, "is_invisible", False)
            attributes["actual"] = getattr(item, "actual", None)
            yield attributes, _as_displayed(source, clip)


def _as_displayed(source: Any, clip: _Box | None) -> _Box | None:
    if clip is None:
        return None
    left, top_edge = source.cropbox[:2]
    x0, bottom = source.point2coord((clip[0], clip[1]))
    x1, top = source.point2coord((clip[2], clip[3]))
    return (x0 - left, top - top_edge, x1 - left, bottom - top_edge)


def _overlap(a: _Box, b: _Box) -> _Box:
    return (max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3]))


def _clipped(box: _Box, clip: _Box | None) -> _Box | None:
    return box if clip is None else clip_box(box, clip)


def _read_shape(
    shape: dict[str, Any],
    left: float,
    top: float,
    order: int,
    clip: _Box | None,
    strokes: list[Stroke],
    fills: list[Fill],
) -> None:
    fill = _rgb(shape.get("non_stroking_color")) if shape.get("fill") else None
    line = _rgb(shape.get("stroking_color")) if shape.get("stroke") else None
    width = float(shape.get("linewidth") or 0)
    for points in _subpaths(shape["path"], left, top):
        xs, ys = [x for x, _ in points], [y for _, y in points]
        area = _clipped((min(xs), min(ys), max(xs), max(ys)), clip)
        if fill is not None and len(points) > 2 and area:
            fills.append(Fill(*area, fill, order))
        if line is None:
            continue
        for (ax, ay), (bx, by) in itertools.pairwise(points):
            segment = _clipped((min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)), clip)
            if segment:
                strokes.append(Stroke(*segment, width, line, order))


def _subpaths(path: Sequence[Any], left: float, top: float) -> Iterator[list[tuple[float, float]]]:
    """The corner points of each part of a path; a curve counts as its end points."""
    points: list[tuple[float, float]] = []
    for command, *operands in path:
        if command == "m" and len(points) > 1:
            yield points
        if command == "m":
            points = []
        if command == "h" and points:
            points.append(points[0])
        elif operands:
            x, y = operands[-1]
            points.append((x - left, y - top))
    if len(points) > 1:
        yield points


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
