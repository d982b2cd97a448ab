"""The entrance: content and a style in, a PDF out."""

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Final

from .content import Content
from .style import Style
from .turn import turn_pages

MODULES: Final = {
    "typst": "typst_source",
    "reportlab": "reportlab_canvas",
    "chromium": "chromium_print",
    "weasyprint": "weasyprint_print",
    "fpdf2": "fpdf2_canvas",
    "libreoffice": "libreoffice_sheet",
}


def typeset(content: Content, style: Style, target: Path) -> None:
    """Print a report to `target`.

    Raises
    ------
    MissingProducer
        If the program, library or font of the style is not installed.
    ContentError
        If the content lacks something, or the producer wrote nothing.
    """
    typeset_many([(content, style, target)])


def typeset_many(jobs: Iterable[tuple[Content, Style, Path]]) -> None:
    """Print several reports; LibreOffice is started once for all of its own."""
    listed = [(content, style, Path(target)) for content, style, target in jobs]
    for name, module in MODULES.items():
        own = [job for job in listed if job[1].producer == name]
        if not own:
            continue
        producer = import_module(f".producers.{module}", __package__)
        if hasattr(producer, "write_many"):
            producer.write_many(own)
        else:
            for job in own:
                producer.write(*job)
    for _, style, target in listed:
        if style.rotate:
            turn_pages(target, style.rotate, landscape_only=style.rotate_pages == "landscape")
