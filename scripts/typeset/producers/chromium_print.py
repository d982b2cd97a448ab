"""Chromium: HTML printed by the headless browser."""

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from ..content import Content
from ..errors import ContentError, MissingProducer
from ..fonts import font_file
from ..markup import html_of
from ..style import Style

NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
TIMEOUT: Final = 120  # seconds; a cold start on a busy machine takes up to 20


def write(content: Content, style: Style, target: Path) -> None:
    """Write the report with Chromium."""
    program = next((found for name in NAMES if (found := shutil.which(name))), None)
    if program is None:
        raise MissingProducer("Chromium is missing: apt-get install chromium")
    font_file(style.font)  # raises where the font is missing; the browser would take another
    target.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        source = Path(folder) / "report.html"
        source.write_text(html_of(content, style, vertical=True), encoding="utf-8")
        command = [
            program,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--no-pdf-header-footer",
            f"--user-data-dir={folder}/profile",
            f"--print-to-pdf={target.resolve()}",
            source.as_uri(),
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=TIMEOUT)
    if not target.exists():
        raise ContentError(
            f"{target}: Chromium wrote nothing (exit {done.returncode}): {done.stderr[-400:]}"
        )
