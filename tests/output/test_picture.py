"""The picture of a page shows what was recognised, in its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from pypdf import PdfReader, PdfWriter
from pypdf.generic import RectangleObject

from kict_nlp.errors import UnreadableFileError
from kict_nlp.output import picture as drawing
from kict_nlp.output.colors import ROLE_COLORS, contrast, ink_on
from kict_nlp.output.fonts import Font, find_font
from kict_nlp.output.inspection import Inspection, inspect_report
from kict_nlp.output.picture import draw_page, write_picture
from kict_nlp.pdf.render import render_page
from kict_nlp.reports.layout import ROLES
from tests.output.small_report import write_small_report

RESOLUTION = 72  # dots per inch, so that a dot is a point


@pytest.fixture(scope="module")
def small(small_pdf: Path) -> Inspection:
    return inspect_report(small_pdf)


@pytest.fixture(params=["japanese", "plain"])
def font(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Font:
    if request.param == "plain":
        monkeypatch.setattr(drawing, "find_font", lambda: Font(None, is_japanese=False))
    elif not find_font().is_japanese:
        pytest.skip("no font with Japanese glyphs on this machine")
    return drawing.find_font()


def _drawn(path: Path, found: Inspection) -> Image.Image:
    return draw_page(render_page(path, 1, resolution=RESOLUTION), found, 1)


@pytest.mark.usefixtures("font")
def test_measures_are_framed_where_they_stand(small_pdf: Path, small: Inspection) -> None:
    picture = _drawn(small_pdf, small)
    left = _left_edge(picture, small_pdf)
    for measure in small.measures:
        ((_, box),) = measure.boxes
        pixel = picture.getpixel((round(left + box.x0 + 100), round(box.bottom - 1)))
        red, green, blue = pixel if isinstance(pixel, tuple) else (0, 0, 0)
        assert green > max(red, blue), measure.measure_id


@pytest.mark.usefixtures("font")
def test_the_page_shows_through_beside_the_table(small_pdf: Path, small: Inspection) -> None:
    page = render_page(small_pdf, 1, resolution=RESOLUTION)
    picture = _drawn(small_pdf, small)
    left = _left_edge(picture, small_pdf)
    caption = (50, 30, 400, 70)
    shown = picture.crop((caption[0] + left, caption[1], caption[2] + left, caption[3]))
    assert ImageChops.difference(shown, page.crop(caption)).getbbox() is None


def _left_edge(picture: Image.Image, path: Path) -> int:
    """Where the page begins: its caption is found by sliding it over the picture."""
    caption = render_page(path, 1, resolution=RESOLUTION).crop((50, 30, 400, 70))
    for left in range(100):
        shown = picture.crop((50 + left, 30, 400 + left, 70))
        if ImageChops.difference(shown, caption).getbbox() is None:
            return left
    raise AssertionError("the page is not in the picture")


def _turned(writer: PdfWriter) -> None:
    writer.pages[0].rotate(180)


def _cropped(writer: PdfWriter) -> None:
    writer.pages[0].cropbox = RectangleObject((20, 150, 820, 580))


@pytest.mark.parametrize("change", [_turned, _cropped])
def test_turned_and_cropped_pages_keep_the_places(
    tmp_path: Path, small_pdf: Path, change: Callable[[PdfWriter], None]
) -> None:
    writer = PdfWriter(clone_from=PdfReader(small_pdf))
    change(writer)
    writer.write(tmp_path / "changed.pdf")
    found = inspect_report(tmp_path / "changed.pdf")
    content = found.contents[0]
    displayed = render_page(tmp_path / "changed.pdf", 1, resolution=RESOLUTION)
    page = displayed.rotate(-content.page.turn, expand=True)  # pages on their side are read upright
    assert abs(page.width - content.page.width) < 1
    assert abs(page.height - content.page.height) < 1
    # The rules that were read are dark in the picture.
    assert content.rules.horizontal
    for y, start, end in content.rules.horizontal:
        strip = page.crop((round(start) + 3, round(y) - 2, round(end) - 3, round(y) + 3)).convert(
            "L"
        )
        darkest = [min(strip.getpixel((x, y)) for y in range(5)) for x in range(strip.width)]
        assert max(darkest) < 160


def test_roles_have_colours_that_can_be_told_apart() -> None:
    assert set(ROLE_COLORS) == {*ROLES, None}
    colors = list(ROLE_COLORS.values())
    for i, one in enumerate(colors):
        for other in colors[i + 1 :]:
            assert sum(abs(a - b) for a, b in zip(one, other, strict=True)) > 45, (one, other)


def test_ink_is_readable_on_every_role() -> None:
    for color in ROLE_COLORS.values():
        assert contrast(color, ink_on(color)) > 4, color


def test_every_page_of_the_real_report_can_be_drawn(kanagawa_pdf: Path, tmp_path: Path) -> None:
    found = inspect_report(kanagawa_pdf)
    for number in range(1, len(found.contents) + 1):
        page = render_page(kanagawa_pdf, number, resolution=40)
        assert draw_page(page, found, number).width > page.width
    write_picture(page, tmp_path / "図" / "p.png")
    assert (tmp_path / "図" / "p.png").read_bytes().startswith(b"\x89PNG")


def test_protected_page_is_drawn_with_its_password(tmp_path: Path) -> None:
    path = write_small_report(tmp_path / "locked.pdf", password="key")
    assert render_page(path, 1, resolution=20, password="key").width == round(842 * 20 / 72)
    with pytest.raises(UnreadableFileError, match="cannot be drawn"):
        render_page(path, 1, password="wrong")


def test_texts_are_cut_to_their_room() -> None:
    font = Font(None, is_japanese=False)
    assert font.shorten("short", 10, 100) == "short"
    cut = font.shorten("a very long heading of a column", 10, 60)
    assert cut.endswith("…")
    assert font.width(cut, 10) <= 60
