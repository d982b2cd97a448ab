"""The same displayed page, stored upright or on its side, gives the same tables."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from kict_nlp.pdf.page import turn_box
from kict_nlp.pdf.reading import Backend, read_pages
from kict_nlp.pdf.tables import PageTable, read_contents
from kict_nlp.schema import Box

WIDTH, HEIGHT = 500.0, 320.0  # points, as displayed
FONT = "HeiseiKakuGo-W5"
XS = (40, 60, 200, 320, 460)
YS = (300, 270, 240, 210, 150)  # from the bottom, as PDF counts
LABEL = "くらしの情報化"
TEXTS = {
    (0, 1): "施策名",
    (0, 2): "目標",
    (0, 3): "実績",
    (1, 1): "未病の改善",
    (1, 2): "50,000人",
    (1, 3): "58,191人",
    (2, 1): "Tokyo Day Trip",
    (2, 2): "120件",
    (2, 3): "―",
    (3, 1): "県民の安全",
    (3, 2): "100%",
    (3, 3): "83%",
}


@pytest.fixture(scope="module")
def upright(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table with a merged vertical label in its first column."""
    path = tmp_path_factory.mktemp("rotation") / "upright.pdf"
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT), invariant=1)
    canvas.setFont(FONT, 10)
    for y in YS:
        canvas.line(XS[1] if y in YS[2:-1] else XS[0], y, XS[-1], y)
    for x in XS:
        canvas.line(x, YS[0], x, YS[-1])
    for (row, column), text in TEXTS.items():
        canvas.drawString(XS[column] + 4, YS[row] - 18, text)
    for index, glyph in enumerate(LABEL):
        canvas.drawString(XS[0] + 5, YS[1] - 12 - 10.8 * index, glyph)
    canvas.save()
    return path


# Turns the content back by as much as /Rotate turns the page; for the page's own width and height.
_BACK = {
    90: (0, 1, -1, 0, HEIGHT, 0),
    180: (-1, 0, 0, -1, WIDTH, HEIGHT),
    270: (0, -1, 1, 0, 0, WIDTH),
}


def store_turned(source: Path, target: Path, angle: int, *, shift: float = 0.0) -> Path:
    """Store the page with /Rotate so that it is displayed as before; its origin may be elsewhere."""
    with pikepdf.open(source) as pdf:
        page = pdf.pages[0]
        a, b, c, d, e, f = _BACK.get(angle, (1, 0, 0, 1, 0, 0))
        matrix = f"q {a} {b} {c} {d} {e + shift} {f + shift} cm\n"
        page.contents_add(matrix.encode(), prepend=True)
        page.contents_add(b"\nQ")
        sides = (WIDTH, HEIGHT) if angle in (0, 180) else (HEIGHT, WIDTH)
        page.mediabox = pikepdf.Array([0, 0, sides[0] + 2 * shift, sides[1] + 2 * shift])
        page.cropbox = pikepdf.Array([shift, shift, sides[0] + shift, sides[1] + shift])
        page.obj["/Rotate"] = angle
        pdf.save(target)
    return target


def only_table(path: Path, backend: Backend) -> PageTable:
    (content,) = read_contents(read_pages(path.read_bytes(), "p.pdf", backend=backend))
    (table,) = content.tables
    return table


def cells_of(table: PageTable) -> dict[tuple[int, ...], str]:
    return {tuple(cell[:4]): cell.text for cell in table.cells}


WANTED: dict[tuple[int, ...], str] = {
    **{(r, c, r + 1, c + 1): text for (r, c), text in TEXTS.items()},
    (0, 0, 1, 1): "",
    (1, 0, 4, 1): LABEL,
}


@pytest.mark.parametrize("backend", ["pdfium", "pdfplumber"])
@pytest.mark.parametrize("angle", [0, 90, 180, 270])
def test_the_same_table_from_every_rotation(
    upright: Path, tmp_path: Path, angle: int, backend: Backend
) -> None:
    path = store_turned(upright, tmp_path / "turned.pdf", angle)
    table = only_table(path, backend)
    assert cells_of(table) == WANTED
    assert table.box == pytest.approx((40, 20, 460, 170), abs=0.1)
    (page,) = read_pages(path.read_bytes(), "p.pdf", backend=backend)
    assert (page.width, page.height, page.rotation) == (WIDTH, HEIGHT, angle)
    assert {glyph.angle for glyph in page.glyphs} == {0}


@pytest.mark.parametrize("backend", ["pdfium", "pdfplumber"])
@pytest.mark.parametrize("angle", [0, 90, 180, 270])
def test_a_crop_box_moves_nothing_as_displayed(
    upright: Path, tmp_path: Path, angle: int, backend: Backend
) -> None:
    path = store_turned(upright, tmp_path / "cropped.pdf", angle, shift=30.0)
    table = only_table(path, backend)
    assert cells_of(table) == WANTED
    assert table.box == pytest.approx((40, 20, 460, 170), abs=0.1)


@pytest.mark.parametrize("angle", [0, 90, 180, 270])
def test_both_backends_give_the_same_boxes(upright: Path, tmp_path: Path, angle: int) -> None:
    path = store_turned(upright, tmp_path / "turned.pdf", angle)
    boxes = [
        {tuple(cell[:4]): [*map(round, cell.box)] for cell in only_table(path, backend).cells}
        for backend in ("pdfium", "pdfplumber")
    ]
    assert boxes[0] == boxes[1]
    assert len(boxes[0]) == len(WANTED)


@pytest.mark.parametrize("backend", ["pdfium", "pdfplumber"])
def test_glyphs_of_both_backends_lie_in_the_same_places(
    upright: Path, tmp_path: Path, backend: Backend
) -> None:
    """The em box: as wide as the advance, as high as the size, round the baseline."""
    path = store_turned(upright, tmp_path / "turned.pdf", 90)
    (page,) = read_pages(path.read_bytes(), "p.pdf", backend=backend)
    glyph = next(g for g in page.glyphs if g.text == "施")
    baseline = HEIGHT - (YS[0] - 18)
    assert (glyph.x0, glyph.x1, glyph.size) == pytest.approx((64, 74, 10), abs=0.2)
    assert glyph.top < baseline - 5 < glyph.bottom
    assert glyph.bottom - glyph.top == pytest.approx(10, abs=0.5)


@pytest.mark.parametrize("backend", ["pdfium", "pdfplumber"])
@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_page_that_lies_on_its_side_is_turned_to_be_read(
    upright: Path, tmp_path: Path, angle: int, backend: Backend
) -> None:
    """Set sideways on upright paper, without /Rotate: a reader turns the paper."""
    path = store_turned(upright, tmp_path / "sideways.pdf", angle)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        del pdf.pages[0].obj["/Rotate"]
        pdf.save(path)
    table = only_table(path, backend)
    assert cells_of(table) == WANTED
    (page,) = read_pages(path.read_bytes(), "p.pdf", backend=backend)
    assert (page.width, page.height, page.turn) == (WIDTH, HEIGHT, angle)
    displayed = turn_box(Box(40, 20, 460, 170), -angle % 360, WIDTH, HEIGHT)
    assert page.as_displayed(table.box) == pytest.approx(displayed, abs=0.1)
