"""Files → pages: which backend reads a page, and which of its text a reader sees."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from kict_nlp.errors import ArgumentError, KictError, TooLargeError, UnreadableFileError
from kict_nlp.pdf.backends import pdfium, plumber
from kict_nlp.pdf.page import Page
from kict_nlp.pdf.reading import Backend, ill_pages, ill_share, read_pages
from kict_nlp.reports.reader import read_report
from tests.output.small_report import write_small_report
from tests.pdf.drawing import page, type_line

BACKENDS: tuple[Backend, ...] = ("pdfium", "pdfplumber")


@pytest.fixture(scope="module")
def small_pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_small_report(tmp_path_factory.mktemp("reading") / "small.pdf")


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("県民の安全", 0.0),
        ("県⺠の⾏政", 0.4),
        ("\ufffd\ufffd施策", 0.5),
        ("\ue000目標実績", 0.2),
        ("", 0.0),
    ],
)
def test_share_of_glyphs_that_nobody_meant(text: str, share: float) -> None:
    assert ill_share(page(glyphs=type_line(text, 50, 50))) == share


def test_unmapped_glyphs_count_once_each() -> None:
    glyphs = [*type_line("施策目", 50, 50), type_line("x", 90, 50)[0]._replace(text="\ufffd")]
    assert ill_share(page(glyphs=glyphs)) == 0.25


@pytest.fixture
def ill_pdfium(monkeypatch: pytest.MonkeyPatch) -> None:
    """PDFium gives a replacement character for every glyph."""
    read = pdfium.Document.page

    def page_without_text(document: pdfium.Document, number: int) -> Page:
        whole = read(document, number)
        ill = tuple(glyph._replace(text="\ufffd") for glyph in whole.glyphs)
        return Page(**{name: getattr(whole, name) for name in Page.__slots__} | {"glyphs": ill})

    monkeypatch.setattr(pdfium.Document, "page", page_without_text)


@pytest.mark.usefixtures("ill_pdfium")
def test_an_ill_page_is_read_by_the_other_backend_and_that_is_recorded(small_pdf: Path) -> None:
    report = read_report(small_pdf)
    assert report.page_backends == ("pdfplumber",)
    assert report.backend == "pdfplumber"
    assert [measure.measure for measure in report.measures] == [
        "健康情報の見える化",
        "観光案内の多言語化",
        "電子申請の拡大",
    ]


@pytest.mark.usefixtures("ill_pdfium")
def test_a_backend_that_was_asked_for_is_kept(small_pdf: Path) -> None:
    (read,) = read_pages(small_pdf.read_bytes(), "p.pdf", backend="pdfium")
    assert read.backend == "pdfium"
    assert ill_share(read) == 1.0


def test_a_well_page_is_read_by_pdfium_alone(small_pdf: Path) -> None:
    assert [one.backend for one in read_pages(small_pdf.read_bytes(), "p.pdf")] == ["pdfium"]


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("is_scan", [True, False])
def test_invisible_text_counts_where_a_picture_fills_the_page(
    tmp_path: Path, backend: Backend, is_scan: bool
) -> None:
    """So is the text that OCR lays over a scan; elsewhere no reader would see it."""
    canvas = Canvas(str(tmp_path / "ocr.pdf"), pagesize=(400, 500))
    if is_scan:
        canvas.drawImage(ImageReader(Image.new("L", (40, 50), 200)), 0, 0, 400, 500)
    text = canvas.beginText(50, 400)
    text.setTextRenderMode(3)
    text.textOut("recognised")
    text.setTextRenderMode(0)
    canvas.drawText(text)
    canvas.drawString(50, 300, "seen")
    canvas.save()
    (read,) = read_pages((tmp_path / "ocr.pdf").read_bytes(), "p.pdf", backend=backend)
    found = "".join(glyph.text for glyph in sorted(read.glyphs, key=lambda g: (g.top, g.x0)))
    assert found == ("recognisedseen" if is_scan else "seen")
    assert read.image_share == pytest.approx(float(is_scan), abs=0.001)


@pytest.mark.parametrize("backend", BACKENDS)
def test_text_outside_the_page_is_not_read(tmp_path: Path, backend: Backend) -> None:
    canvas = Canvas(str(tmp_path / "outside.pdf"), pagesize=(400, 500))
    canvas.drawString(50, 400, "inside")
    canvas.drawString(50_000, 400, "right of it")
    canvas.drawString(50, -300, "below it")
    canvas.save()
    (read,) = read_pages((tmp_path / "outside.pdf").read_bytes(), "p.pdf", backend=backend)
    assert "".join(glyph.text for glyph in read.glyphs) == "inside"


def test_an_unknown_backend_is_refused_with_those_there_are(small_pdf: Path) -> None:
    with pytest.raises(ArgumentError, match="no backend 'nonsense'") as caught:
        read_report(small_pdf, backend="nonsense")  # type: ignore[arg-type]
    assert "auto, pdfium, pdfplumber" in (caught.value.hint or "")


def test_a_file_is_read_once_and_its_hash_is_of_what_was_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a file that is replaced meanwhile would get the hash of another."""
    path = write_small_report(tmp_path / "r.pdf")
    content, read = path.read_bytes(), Path.read_bytes

    def read_then_replace(self: Path) -> bytes:
        found = read(self)
        path.write_bytes(b"%PDF- another")
        return found

    monkeypatch.setattr(Path, "read_bytes", read_then_replace)
    assert read_report(path).sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.usefixtures("ill_pdfium")
@pytest.mark.parametrize("error", [UnreadableFileError("Damaged."), TooLargeError("Too large.")])
@pytest.mark.parametrize("step", ["__init__", "page"])
def test_a_page_that_stays_ill_is_a_doubt(
    small_pdf: Path, monkeypatch: pytest.MonkeyPatch, error: KictError, step: str
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(plumber.Document, step, fail)
    (page,) = read_pages(small_pdf.read_bytes(), "p.pdf")
    assert page.backend == "pdfium"
    assert ill_pages([page]) == [1]


def test_text_is_lost_where_no_character_is_known() -> None:
    """A radical is none: it is turned into its kanji later."""
    texts = ["施策\ue000目標", "", "県⺠の⾏政", "施策目標"]
    pages = [page(glyphs=type_line(t, 50, 50), number=n) for n, t in enumerate(texts, start=1)]
    assert ill_pages(pages) == [1]


@pytest.mark.usefixtures("ill_pdfium")
def test_lost_text_is_a_doubt_of_the_report(
    small_pdf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "lost_text" not in [issue.code for issue in read_report(small_pdf).issues]
    read = plumber.Document.page

    def with_lost_text(document: plumber.Document, number: int) -> Page:
        found = read(document, number)
        lost = [glyph._replace(text="\ue000") for glyph in found.glyphs[:9]]
        return replace(found, glyphs=(*found.glyphs, *lost))

    monkeypatch.setattr(plumber.Document, "page", with_lost_text)
    issues = read_report(small_pdf).issues
    assert ("lost_text", 1) in [(issue.code, issue.page) for issue in issues]
