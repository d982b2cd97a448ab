"""Turned type of browsers: for some glyphs, which name their text, PDFium loses the place."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from kict_nlp.pdf.lines import read_block
from kict_nlp.pdf.reading import read_pages
from tests.bodies.typesetting import chromium_pdf, find_chromium, html_page
from tests.reports.producers import skip_or_fail

LABEL = "県民の水の利用と電子化"  # 民, 水, 用 and 子 share their glyphs with radicals

CSS = """
body { font-family: "Noto Serif CJK JP", "IPAGothic"; font-size: 9pt; }
.label { writing-mode: vertical-rl; white-space: nowrap; position: absolute; }
"""


@pytest.mark.parametrize(("degrees", "angle"), [(180, 270), (0, 90)])
def test_turned_glyphs_stand_where_a_browser_put_them(
    tmp_path: Path, degrees: int, angle: int
) -> None:
    if find_chromium() is None:
        skip_or_fail("chromium", "no Chromium found, which prints this page")
    turned = (
        f'<div class="label" style="text-orientation: sideways; transform: rotate({degrees}deg)">'
    )
    path = tmp_path / "turned.pdf"
    lines = "".join(f"<p>{'施策の名称と目標及び実績' * 3}</p>" for _ in range(3))
    chromium_pdf(html_page("A4", lines, f"{turned}{LABEL}</div>", css=CSS), path)
    (page,) = read_pages(path.read_bytes(), path.name)
    glyphs = [glyph for glyph in page.glyphs if glyph.angle == angle]
    assert {line.text for line in read_block(glyphs).lines} == {LABEL}
    tops = sorted(glyph.top for glyph in glyphs)
    assert [round(b - a) for a, b in pairwise(tops)] == [9] * (len(LABEL) - 1)
