"""The picture of a page, as a reader sees it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2 as pdfium

from kict_nlp.errors import UnreadableFileError
from kict_nlp.pdf.reading import read_content

if TYPE_CHECKING:
    from PIL.Image import Image

_POINTS_PER_INCH = 72


def render_page(
    path: Path, number: int, *, resolution: int = 150, password: str | None = None
) -> Image:
    """Draw one page.

    Parameters
    ----------
    path : Path
        A PDF that :func:`~kict_nlp.pdf.reading.read_pages` reads.
    number : int
        The page, from 1.
    resolution : int
        Dots per inch.
    password : str, optional
        For protected files.

    Returns
    -------
    PIL.Image.Image
        RGB; ``resolution / 72`` dots a point, the crop box turned as ``/Rotate`` says.

    Raises
    ------
    UnreadableFileError
        The file or the page cannot be read.
    """
    try:
        with pdfium.PdfDocument(read_content(path), password=password) as document:
            page = document[number - 1]
            try:
                picture: Image = page.render(scale=resolution / _POINTS_PER_INCH).to_pil()
                return picture.convert("RGB")
            finally:
                page.close()
    except pdfium.PdfiumError as error:
        raise UnreadableFileError(
            "The page cannot be drawn.",
            where=f"{path.name}, page {number}",
            hint="Open the file in a viewer and save it again, then retry.",
        ) from error
