"""WeasyPrint: HTML printed by a Python library; it knows no vertical writing."""

from pathlib import Path

from ..content import Content
from ..errors import MissingProducer
from ..fonts import font_file
from ..markup import html_of
from ..style import Style


def write(content: Content, style: Style, target: Path) -> None:
    """Write the report with WeasyPrint."""
    try:
        from weasyprint import HTML
    except (ImportError, OSError) as error:  # OSError: Pango is not there
        raise MissingProducer(
            "WeasyPrint is missing: pip install weasyprint; apt-get install libpango-1.0-0"
        ) from error
    font_file(style.font)
    HTML(string=html_of(content, style, vertical=False)).write_pdf(str(target))
