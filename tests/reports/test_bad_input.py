"""Files that cannot be read: each says what is wrong, where, and what to do."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from kict_nlp.errors import (
    KictError,
    NoTableError,
    NoTextError,
    PasswordError,
    TooLargeError,
    UnreadableFileError,
)
from kict_nlp.pdf import reading
from kict_nlp.pdf.backends import pdfium
from kict_nlp.pdf.reading import Backend
from kict_nlp.reports.reader import read_report
from kict_nlp.schema import Report
from scripts.typeset import MissingProducer, Style
from scripts.typeset.content import KEYS
from tests.output.small_report import write_small_report
from tests.reports.producers import skip_or_fail
from tests.reports.variants import print_reports

BACKENDS: tuple[Backend, ...] = ("pdfium", "pdfplumber")


@pytest.fixture(scope="module")
def small_pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_small_report(tmp_path_factory.mktemp("bad") / "small.pdf")


def failure(path: Path, **options: Any) -> KictError:
    """The error of a file that cannot be read, with all three of its parts."""
    with pytest.raises(KictError) as caught:
        read_report(path, **options)
    assert caught.value.message
    assert path.name in (caught.value.where or "")
    assert caught.value.hint
    return caught.value


# ---------------------------------------------------------------- scans


def write_scan(path: Path, pages: Sequence[str | None]) -> Path:
    """A page of text for each text, a page that a picture fills for each None."""
    picture = ImageReader(Image.new("L", (120, 160), 200))
    canvas = Canvas(str(path), pagesize=(400, 500))
    for text in pages:
        if text is None:
            canvas.drawImage(picture, 0, 0, 400, 500)
        else:
            canvas.drawString(50, 400, text)
        canvas.showPage()
    canvas.save()
    return path


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize(
    ("pages", "named"),
    [(1, "(page 1)"), (3, "(pages 1–3)")],
)
def test_a_scan_names_its_pages_and_ocr(
    tmp_path: Path, backend: Backend, pages: int, named: str
) -> None:
    error = failure(write_scan(tmp_path / "scan.pdf", [None] * pages), backend=backend)
    assert isinstance(error, NoTextError)
    assert error.message == f"The pages are pictures without text {named}: the report was scanned."
    assert "OCR" in (error.hint or "")


def test_scanned_pages_with_empty_ones_between_are_named_alone(tmp_path: Path) -> None:
    error = failure(write_scan(tmp_path / "scan.pdf", [None, "", None, None]))
    assert "(pages 1, 3–4)" in error.message


def test_empty_pages_are_no_scan(tmp_path: Path) -> None:
    error = failure(write_scan(tmp_path / "blank.pdf", ["", ""]))
    assert isinstance(error, NoTextError)
    assert error.message == "No page has any text."


def test_a_scanned_page_amid_text_is_a_doubt_not_a_failure(small_pdf: Path, tmp_path: Path) -> None:
    scan = write_scan(tmp_path / "scan.pdf", [None])
    with pikepdf.open(small_pdf) as whole, pikepdf.open(scan) as picture:
        whole.pages.extend(picture.pages)
        whole.save(tmp_path / "mixed.pdf")
    report = read_report(tmp_path / "mixed.pdf")
    assert report.n_measures == 3
    assert [(i.page, i.code) for i in report.issues if i.code == "scanned_page"] == [
        (2, "scanned_page")
    ]


# ---------------------------------------------------------------- passwords


@pytest.fixture(scope="module")
def locked_pdf(small_pdf: Path) -> Path:
    path = small_pdf.with_name("locked.pdf")
    with pikepdf.open(small_pdf) as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(user="ひみつ", owner="owner", R=6))
    return path


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("password", ["ひみつ", "owner"])
def test_the_right_password_opens_the_report(
    locked_pdf: Path, small_pdf: Path, backend: Backend, password: str
) -> None:
    report = read_report(locked_pdf, backend=backend, password=password)
    plain = read_report(small_pdf, backend=backend)
    assert [m.measure for m in report.measures] == [m.measure for m in plain.measures]
    assert report.n_measures == 3


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize(
    ("password", "message"),
    [
        (None, "The file is protected by a password."),
        ("", "The file is protected by a password."),
        ("wrong", "The password does not open this file."),
    ],
)
def test_a_locked_file_says_how_to_give_the_password(
    locked_pdf: Path, backend: Backend, password: str | None, message: str
) -> None:
    error = failure(locked_pdf, backend=backend, password=password)
    assert isinstance(error, PasswordError)
    assert error.message == message
    assert "--password" in (error.hint or "")
    assert "KICT_PASSWORD" in (error.hint or "")


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_file_that_only_forbids_changes_opens_without_one(
    small_pdf: Path, tmp_path: Path, backend: Backend
) -> None:
    with pikepdf.open(small_pdf) as pdf:
        pdf.save(tmp_path / "owned.pdf", encryption=pikepdf.Encryption(user="", owner="owner"))
    assert read_report(tmp_path / "owned.pdf", backend=backend).n_measures == 3


def test_a_password_that_is_not_needed_does_no_harm(small_pdf: Path) -> None:
    assert read_report(small_pdf, password="unneeded").n_measures == 3


# ---------------------------------------------------------------- damaged files


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(b"", "The file is empty.", id="empty"),
        pytest.param("施策名,評価\n".encode(), "The file is not a PDF.", id="a table in CSV"),
        pytest.param(b"<!DOCTYPE html><html></html>", "The file is not a PDF.", id="a web page"),
        pytest.param(b"PK\x03\x04" + b"\0" * 500, "The file is not a PDF.", id="a workbook"),
        pytest.param(b"%PDF-1.7", "The PDF is damaged", id="a header alone"),
        pytest.param(
            b"%PDF-1.7\n" + bytes(range(256)) * 40,
            "The PDF is damaged",
            id="garbage after the header",
        ),
        pytest.param(b"%PDF-1.4\ntrailer\n<< /Root 1 0 R >>\n%%EOF", "The PDF ", id="no object"),
    ],
)
def test_files_that_are_no_whole_pdf(
    tmp_path: Path, backend: Backend, content: bytes, message: str
) -> None:
    path = tmp_path / "bad.pdf"
    path.write_bytes(content)
    error = failure(path, backend=backend)
    assert isinstance(error, UnreadableFileError)
    assert error.message.startswith(message)


def test_a_pdf_without_pages_says_so(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        pdf.save(tmp_path / "none.pdf")
    assert isinstance(failure(tmp_path / "none.pdf"), UnreadableFileError)


def test_garbage_before_the_header_is_passed_over(small_pdf: Path, tmp_path: Path) -> None:
    path = tmp_path / "mail.pdf"
    path.write_bytes(b"Content-Type: application/pdf\r\n\r\n" + small_pdf.read_bytes())
    assert read_report(path).n_measures == 3


@pytest.mark.parametrize("missing", ["no such file.pdf", "a folder.pdf"])
def test_what_cannot_be_opened_says_so(tmp_path: Path, missing: str) -> None:
    (tmp_path / "a folder.pdf").mkdir()
    error = failure(tmp_path / missing)
    assert isinstance(error, UnreadableFileError)
    assert error.message.startswith("The file cannot be opened: ")


def outcome(path: Path, backend: Backend = "auto") -> Report | KictError:
    """What reading gives, or the error it ends with."""
    try:
        return read_report(path, backend=backend)
    except KictError as error:
        return error


def cut_short(path: Path, folder: Path, share: float) -> Path:
    """A copy of a file that ends early."""
    content = path.read_bytes()
    short = folder / path.name
    short.write_bytes(content[: int(len(content) * share)])
    return short


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("percent", range(0, 100, 4))
def test_a_truncated_file_says_so_or_gives_all_measures(
    small_pdf: Path, tmp_path: Path, percent: int, backend: Backend
) -> None:
    found = outcome(cut_short(small_pdf, tmp_path, percent / 100), backend)
    if isinstance(found, Report):
        assert [m.measure for m in found.measures] == [
            m.measure for m in read_report(small_pdf).measures
        ]
    else:
        assert isinstance(found, UnreadableFileError)
        assert found.hint


@pytest.mark.parametrize("percent", range(5, 100, 5))
def test_the_real_report_truncated_never_gives_part_of_its_measures(
    kanagawa_pdf: Path, tmp_path: Path, percent: int
) -> None:
    found = outcome(cut_short(kanagawa_pdf, tmp_path, percent / 100))
    if isinstance(found, Report):
        assert found.n_measures == 76
    else:
        assert isinstance(found, UnreadableFileError)
        assert "damaged or cut short" in found.message


# ---------------------------------------------------------------- no table of measures


def test_prose_alone_has_no_table(tmp_path: Path) -> None:
    error = failure(write_scan(tmp_path / "prose.pdf", ["Plan review", "Nothing is tabulated."]))
    assert isinstance(error, NoTableError)
    assert error.message == "No table was found."
    assert "kict inspect" in (error.hint or "")


@pytest.mark.parametrize(
    ("left_out", "named", "others"),
    [
        ("rating", "ratings (評価", ("施策名", "目標", "実績")),
        ("measure", "measures (施策名", ("評価", "目標", "実績")),
    ],
)
def test_a_table_without_a_needed_column_names_it(
    kanagawa_folder: Path, tmp_path: Path, left_out: str, named: str, others: Sequence[str]
) -> None:
    path = tmp_path / f"without_{left_out}.pdf"
    try:
        print_reports([(content_without(kanagawa_folder, left_out), STYLE, path)])
    except MissingProducer as missing:
        skip_or_fail("reportlab", missing)
    error = failure(path)
    assert isinstance(error, NoTableError)
    assert error.message.startswith("The table has no column for ")
    assert named in error.message
    assert all(word in (error.where or "") for word in others)
    assert "kict layout new" in (error.hint or "")
    assert "--layout" in (error.hint or "")


STYLE = Style(producer="reportlab", seed=-5)


def content_without(folder: Path, key: str) -> dict[str, Any]:
    """The real report's content without one column."""
    content: dict[str, Any] = json.loads((folder / "truth.json").read_text("utf-8"))
    kept = [index for index, name in enumerate(KEYS) if name != key]
    return content | {
        "fields": [KEYS[index] for index in kept],
        "columns": [content["columns"][index] for index in kept],
        "legend": "",
    }


# ---------------------------------------------------------------- too large


@pytest.fixture(scope="module")
def endless_pdf(small_pdf: Path) -> Path:
    path = small_pdf.with_name("endless.pdf")
    with pikepdf.open(small_pdf) as pdf:
        for _ in range(4999):
            pdf.pages.append(pdf.pages[0])
        pdf.save(path)
    return path


@pytest.mark.parametrize("backend", BACKENDS)
def test_five_thousand_pages_are_refused(endless_pdf: Path, backend: Backend) -> None:
    error = failure(endless_pdf, backend=backend)
    assert isinstance(error, TooLargeError)
    assert error.message == "The PDF has 5,000 pages; the limit is 2,000."
    assert "Cut out" in (error.hint or "")


def test_no_page_of_a_file_that_is_too_long_is_read(
    endless_pdf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []
    monkeypatch.setattr(pdfium.Document, "page", lambda _, number: read.append(number))
    assert isinstance(failure(endless_pdf), TooLargeError)
    assert read == []


def test_a_file_of_too_many_bytes_is_not_loaded(
    small_pdf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST_BYTES", 1000)
    error = failure(small_pdf)
    assert isinstance(error, TooLargeError)
    assert "Split" in (error.hint or "")
