"""A file → its pages, by the backend asked for or, page by page, by the one that reads it well."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal, Protocol, get_args

from kict_nlp.errors import ArgumentError, NoTextError, TooLargeError, UnreadableFileError
from kict_nlp.pdf.page import Page, upright

Backend = Literal["auto", "pdfium", "pdfplumber"]
BACKENDS: tuple[Backend, ...] = get_args(Backend)

MOST_PAGES = 2000  # the longest published plans have several hundred
MOST_BYTES = 512 * 1024 * 1024
_HEAD_REACH = 1024  # bytes: the header may stand behind some garbage, as in the PDF standard

# Signs that the font's map to Unicode is broken: no mapping, private use, radicals for kanji.
_LOST = re.compile("\ufffd|[\ue000-\uf8ff]|[\x00-\x08]")
_ILL = re.compile(f"{_LOST.pattern}|[\u2e80-\u2fdf]")
_ILL_SHARE = 0.02  # of a page's glyphs: from here on the other backend is tried
_COVERED = 0.3  # of the page's area: a page without text that pictures cover is a scan


class Document(Protocol):
    """What a backend opens."""

    def __len__(self) -> int: ...

    def page(self, number: int) -> Page:
        """Read one page, counted from 1."""
        ...

    def close(self) -> None:
        """Give the file back."""
        ...


def read_pages(
    content: bytes, name: str, *, backend: Backend = "auto", password: str | None = None
) -> list[Page]:
    """Read every page of a PDF, turned upright where its text runs up or down.

    Parameters
    ----------
    content : bytes
        The file, as :func:`read_content` gives it.
    name : str
        Its name, for errors.
    backend : {"auto", "pdfium", "pdfplumber"}
        With ``auto`` PDFium reads, and pdfplumber tries the pages whose glyphs look ill.
    password : str, optional
        For protected files.

    Raises
    ------
    UnreadableFileError, PasswordError, TooLargeError, NoTextError
        The file cannot be read, or has no text on any page.
    ArgumentError
        There is no such backend.
    """
    check_backend(backend)
    document = _open(content, name, "pdfium" if backend == "auto" else backend, password)
    try:
        _check_length(document, name)
        pages = [document.page(number) for number in range(1, len(document) + 1)]
    finally:
        document.close()
    if backend == "auto":
        pages = _heal(pages, content, name, password)
    _check_text(pages, name)
    return [upright(_on_page(page)) for page in pages]


def read_content(path: Path) -> bytes:
    """Return the bytes of a file that is a PDF by its first bytes."""
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise TooLargeError(
                f"The file has {size / 1e6:,.0f} MB; the limit is {MOST_BYTES / 1e6:,.0f} MB.",
                where=str(path),
                hint="Split the PDF and read its parts.",
            )
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableFileError(
            f"The file cannot be opened: {error.strerror or error}.",
            where=str(path),
            hint="Check the path and your right to read it.",
        ) from error
    if not content:
        raise UnreadableFileError("The file is empty.", where=str(path), hint="Download it again.")
    if b"%PDF-" not in content[:_HEAD_REACH]:
        raise UnreadableFileError(
            "The file is not a PDF.",
            where=str(path),
            hint="Give the PDF itself, not a web page, a Word or an Excel file.",
        )
    return content


def check_backend(backend: str) -> None:
    """Raise an ArgumentError unless there is a backend of that name."""
    if backend not in BACKENDS:
        raise ArgumentError(
            f"There is no backend {backend!r}.", hint=f"Give one of {', '.join(BACKENDS)}."
        )


def _open(content: bytes, name: str, backend: str, password: str | None) -> Document:
    # Only the library that is asked for is loaded: pdfplumber takes longer to import than to read.
    if backend == "pdfplumber":
        from kict_nlp.pdf.backends import plumber

        return plumber.Document(content, name, password)
    from kict_nlp.pdf.backends import pdfium

    return pdfium.Document(content, name, password)


def _on_page(page: Page) -> Page:
    """The page without the glyphs that stand beyond its edges, where no reader sees them."""
    width, height = page.width, page.height
    seen = tuple(
        [g for g in page.glyphs if 0 <= g[1] + g[3] <= 2 * width and 0 <= g[2] + g[4] <= 2 * height]
    )
    return page if len(seen) == len(page.glyphs) else replace(page, glyphs=seen)


def _check_length(document: Document, name: str) -> None:
    count = len(document)
    if count == 0:
        raise UnreadableFileError(
            "The PDF has no pages.", where=name, hint="Download the file again."
        )
    if count > MOST_PAGES:
        raise TooLargeError(
            f"The PDF has {count:,} pages; the limit is {MOST_PAGES:,}.",
            where=name,
            hint="Cut out the pages of the report and read those.",
        )


def _heal(pages: list[Page], content: bytes, name: str, password: str | None) -> list[Page]:
    """Read pages whose glyphs look ill again with pdfplumber; the better reading stays."""
    ill = [page.number for page in pages if ill_share(page) > _ILL_SHARE]
    if not ill:
        return pages
    try:
        document = _open(content, name, "pdfplumber", password)
    except (UnreadableFileError, TooLargeError):
        return pages
    try:
        healed = list(pages)
        for number in ill:
            try:
                other = document.page(number)
            except (UnreadableFileError, TooLargeError):
                continue
            if other.glyphs and ill_share(other) < ill_share(pages[number - 1]):
                healed[number - 1] = other
        return healed
    finally:
        document.close()


def ill_share(page: Page) -> float:
    """Share of the page's glyphs whose code points no reader could have meant (0 to 1)."""
    return _share(_ILL, page)


def ill_pages(pages: Sequence[Page]) -> list[int]:
    """Numbers of the pages much of whose text is lost, whichever backend read them."""
    return [page.number for page in pages if _share(_LOST, page) > _ILL_SHARE]


def _share(signs: re.Pattern[str], page: Page) -> float:
    if not page.glyphs:
        return 0.0
    text = "".join(glyph.text for glyph in page.glyphs)
    return len(signs.findall(text)) / len(page.glyphs)


def _check_text(pages: Sequence[Page], name: str) -> None:
    if any(glyph.text.strip() for page in pages for glyph in page.glyphs):
        return
    scans = [page.number for page in pages if page.image_share >= _COVERED]
    if scans:
        raise NoTextError(
            f"The pages are pictures without text ({_ranges(scans)}): the report was scanned.",
            where=name,
            hint="Run OCR over the file first (for example ocrmypdf -l jpn), then read its output.",
        )
    raise NoTextError(
        "No page has any text.", where=name, hint="Check that this is the right file."
    )


def scanned_pages(pages: Sequence[Page]) -> list[int]:
    """Numbers of the pages that are pictures without text."""
    return [p.number for p in pages if not p.glyphs and p.image_share >= _COVERED]


def _ranges(numbers: Sequence[int]) -> str:
    """Page numbers as a person writes them: "pages 1–3, 7"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    texts = ["–".join(str(n) for n in run) for run in runs]
    return ("page " if len(numbers) == 1 else "pages ") + ", ".join(texts)
