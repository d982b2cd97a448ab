"""Text that a file spells out beside its glyphs, and spaces without ink, through both backends."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from kict_nlp.pdf.backends.plumber_text import actual_text_of, spread
from kict_nlp.pdf.lines import read_lines
from kict_nlp.pdf.page import Glyph
from kict_nlp.pdf.reading import Backend, read_pages

BACKENDS: tuple[Backend, ...] = ("pdfium", "pdfplumber")
SIZE = 10.0  # points

# Without a table of places, which readers make anew.
NAMED = """%PDF-1.5
1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj
3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 400 500] /Contents 5 0 R
  /Resources <</Font <</F 4 0 R>> /Properties <</Named 6 0 R>>>>>> endobj
4 0 obj <</Type /Font /Subtype /Type1 /BaseFont /Courier>> endobj
5 0 obj <</Length {length}>> stream
{drawing}
endstream endobj
6 0 obj <</ActualText (Q)>> endobj
trailer <</Root 1 0 R>>
%%EOF
"""


def typed(count: int, angle: int = 0) -> list[Glyph]:
    """Glyphs one after the other in the direction of their text."""
    steps = {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}[angle]
    return [
        Glyph("x", x, y, x + SIZE, y + SIZE, SIZE, angle)
        for x, y in ((100 + i * SIZE * steps[0], 100 + i * SIZE * steps[1]) for i in range(count))
    ]


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize(
    ("spelled", "drawn", "wanted"),
    [
        ("<FEFF00410042>", "xyz", "aABb"),
        ("<FEFF004100420043>", "x", "aABCb"),
        ("(AB)", "xy", "aABb"),
        ("()", "xy", "axyb"),
    ],
)
def test_spelled_text_stands_for_the_glyphs(
    tmp_path: Path, backend: Backend, spelled: str, drawn: str, wanted: str
) -> None:
    body = f"(a) Tj /Span <</ActualText {spelled}>> BDC ({drawn}) Tj EMC (b) Tj"
    assert read_text(tmp_path, body, backend) == [wanted]


@pytest.mark.parametrize("backend", BACKENDS)
def test_each_stretch_is_spelled_by_itself(tmp_path: Path, backend: Backend) -> None:
    mark = "/Span <</ActualText (Q)>> BDC ({}) Tj EMC "
    body = mark.format("x") + mark.format("xy") + "/P BMC (c) Tj EMC EMC EMC (d) Tj"
    assert read_text(tmp_path, body, backend) == ["QQcd"]


@pytest.mark.parametrize("backend", BACKENDS)
def test_spelled_text_may_stand_in_the_resources(tmp_path: Path, backend: Backend) -> None:
    drawing = "BT /F 10 Tf 50 400 Td (a) Tj /Span /Named BDC (x) Tj EMC ET"
    (tmp_path / "named.pdf").write_text(NAMED.format(length=len(drawing), drawing=drawing))
    (page,) = read_pages((tmp_path / "named.pdf").read_bytes(), "named.pdf", backend=backend)
    assert [line.text for line in read_lines(page.glyphs)] == ["aQ"]


def read_text(folder: Path, body: str, backend: Backend) -> list[str]:
    """The lines of a page whose text object holds some operators."""
    path = folder / "spelled.pdf"
    canvas = Canvas(str(path), pagesize=(400, 500))
    canvas.setFont("Courier", SIZE)
    font = canvas._doc.getInternalFontName("Courier")
    canvas._code.append(f"BT {font} {SIZE} Tf 1 0 0 1 50 400 Tm {body} ET")
    canvas.save()
    (page,) = read_pages(path.read_bytes(), path.name, backend=backend)
    return [line.text for line in read_lines(page.glyphs)]


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("space", ["\u3000", "\u3000\u3000"])
def test_full_width_spaces_at_a_line_end_are_read(
    tmp_path: Path, backend: Backend, space: str
) -> None:
    """Drawn by themselves, as by producers whose fonts come in parts."""
    pdfmetrics.registerFont(UnicodeCIDFont("HeiseiMin-W3"))
    canvas = Canvas(str(tmp_path / "space.pdf"), pagesize=(400, 500))
    canvas.setFont("HeiseiMin-W3", SIZE)
    canvas.drawString(50, 400, "みほん")
    canvas.drawString(80, 400, space)
    canvas.drawString(50, 380, "つづき")
    canvas.save()
    (page,) = read_pages((tmp_path / "space.pdf").read_bytes(), "space.pdf", backend=backend)
    assert [line.text for line in read_lines(page.glyphs)] == ["みほん" + space, "つづき"]
    assert [glyph.x0 for glyph in page.glyphs if glyph.text == "\u3000"] == pytest.approx(
        [80 + SIZE * index for index in range(len(space))], abs=0.1
    )


@given(
    st.text("abcdef", min_size=1, max_size=9), st.integers(1, 9), st.sampled_from((0, 90, 180, 270))
)
def test_characters_share_the_room_of_their_glyphs(text: str, count: int, angle: int) -> None:
    glyphs = typed(count, angle)
    found = list(spread(text, glyphs))
    assert "".join(glyph.text for glyph in found) == text
    rooms = [
        glyph.x1 - glyph.x0 if angle in (0, 180) else glyph.bottom - glyph.top for glyph in found
    ]
    assert rooms == pytest.approx([count * SIZE / len(text)] * len(text))
    order = {0: found[0].x0, 90: found[0].top, 180: -found[0].x1, 270: -found[0].bottom}[angle]
    first = {0: 100, 90: 100, 180: -110, 270: -110}[angle]
    assert order == pytest.approx(first)


def test_a_character_over_a_line_end_stays_on_its_first_line() -> None:
    below = Glyph("y", 20, 130, 30, 140, SIZE)
    (glyph,) = spread("A", [*typed(1), below])
    assert glyph == Glyph("A", 100, 100, 110, 110, SIZE)


@pytest.mark.parametrize(
    ("properties", "wanted"),
    [
        ({"ActualText": b"\xfe\xff\xff\x83\xff\x9e"}, "ﾃﾞ"),
        ({"ActualText": b"\xfe\xff\xd8\x42\xdf\xb7"}, "\U00020bb7"),
        ({"ActualText": "みほん".encode("utf-8-sig")}, "みほん"),
        ({"ActualText": b"plain"}, "plain"),
        ({"ActualText": b"\n"}, None),
        ({"ActualText": 7}, None),
        ({"MCID": 0}, None),
        (None, None),
    ],
)
def test_text_of_properties(properties: object, wanted: str | None) -> None:
    actual = actual_text_of(properties)
    assert (actual and actual.text) == wanted
