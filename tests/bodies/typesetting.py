"""Ways to a PDF: HTML by Chromium or WeasyPrint, Typst, and text set glyph by glyph with ReportLab."""

from __future__ import annotations

import html
import json
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
CHROMIUM_SECONDS = 120

BASE_CSS = """
body { margin: 0; font: 8pt/1.4 "IPAexGothic", "Noto Sans CJK JP", sans-serif; color: #111; }
h1 { font-size: 14pt; margin: 0 0 2mm; text-align: center; } h2 { font-size: 11pt; margin: 4mm 0 1.5mm; }
p { margin: 0 0 2mm; } .body { text-align: right; margin-bottom: 3mm; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
th, td { border: 0.6pt solid #333; padding: 1.5pt 3pt; vertical-align: middle; overflow-wrap: anywhere; }
th { font-weight: normal; background: #e4ecf4; text-align: center; }
tr { break-inside: avoid; } .c { text-align: center; } .r { text-align: right; }
"""


def find_chromium() -> str | None:
    """Return the command of an installed Chromium, or None."""
    return next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


def chromium_pdf(source: str, path: Path) -> None:
    """Print an HTML page with headless Chromium."""
    command = find_chromium()
    if command is None:
        raise FileNotFoundError("no Chromium found (looked for " + ", ".join(CHROMIUM_NAMES) + ")")
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "page.html")
        page.write_text(source, encoding="utf-8")
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        files = [
            f"--user-data-dir={folder}/profile",
            f"--print-to-pdf={path.absolute()}",
            str(page),
        ]
        subprocess.run(
            [command, *options, *files], check=True, capture_output=True, timeout=CHROMIUM_SECONDS
        )


def weasyprint_pdf(source: str, path: Path) -> None:
    """Print an HTML page with WeasyPrint."""
    from weasyprint import HTML

    HTML(string=source).write_pdf(path)


def html_page(size: str, *body: str, css: str = "", margin: str = "12mm") -> str:
    """Return a whole HTML document of the page size given."""
    style = f"@page {{ size: {size}; margin: {margin}; }}" + BASE_CSS + css
    return f'<!DOCTYPE html><html lang="ja"><head><meta charset="utf-8"><style>{style}</style></head><body>{"".join(body)}</body></html>'


def cell(
    text: str | None, kind: str = "", *, tag: str = "td", rows: int = 1, columns: int = 1
) -> str:
    """Return a table cell; ``kind`` is its class, newlines in the text stay."""
    spans = "".join(
        f' {name}="{n}"' for name, n in (("rowspan", rows), ("colspan", columns)) if n > 1
    )
    kinds = f' class="{kind}"' if kind else ""
    return f"<{tag}{spans}{kinds}>{html.escape(text or '').replace(chr(10), '<br>')}</{tag}>"


def header(text: str, *, rows: int = 1, columns: int = 1) -> str:
    """Return a header cell."""
    return cell(text, tag="th", rows=rows, columns=columns)


def html_table(
    widths: Sequence[float],
    head: Iterable[Sequence[str]],
    body: Iterable[Sequence[str]],
    kind: str = "",
) -> str:
    """Return a table of rows of cells; widths in any common unit."""
    columns = "".join(f'<col style="width:{100 * width / sum(widths):.2f}%">' for width in widths)
    rows = ["".join(f"<tr>{''.join(row)}</tr>" for row in part) for part in (head, body)]
    return f'<table class="{kind}"><colgroup>{columns}</colgroup><thead>{rows[0]}</thead><tbody>{rows[1]}</tbody></table>'


def typst_pdf(source: str, path: Path) -> None:
    """Compile Typst markup."""
    import typst

    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "page.typ")
        page.write_text(source, encoding="utf-8")
        typst.compile(str(page), output=str(path))


def typst_text(text: str | None) -> str:
    """Return text as a Typst expression, newlines as line breaks."""
    lines = (json.dumps(line, ensure_ascii=False) for line in (text or "").split("\n"))
    return "(" + " + linebreak() + ".join(lines) + " + [])"


def typst_cell(text: str | None, *, rows: int = 1, columns: int = 1, align: str = "left") -> str:
    """Return a Typst table cell."""
    return f"table.cell(rowspan: {rows}, colspan: {columns}, align: horizon + {align}, {typst_text(text)})"
