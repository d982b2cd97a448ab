"""LibreOffice Calc: a spreadsheet printed by soffice, many in one start of the program."""

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from ..content import Content
from ..errors import ContentError, MissingProducer
from ..fonts import font_file
from ..sheet import Sheets
from ..style import Style

START: Final = 120  # seconds that a cold start may take
EACH: Final = 30  # seconds that one report may take


def write_many(jobs: list[tuple[Content, Style, Path]]) -> None:
    """Write several reports with one call of LibreOffice."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise MissingProducer(
            "LibreOffice is missing: apt-get install --no-install-recommends libreoffice-calc"
        )
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        sources = [
            _source(folder / f"report_{index}.fods", *job[:2]) for index, job in enumerate(jobs)
        ]
        command = [
            program,
            "--headless",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--convert-to",
            "pdf:calc_pdf_Export",
            "--outdir",
            str(folder),
            *map(str, sources),
        ]
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=START + EACH * len(jobs)
        )
        for source, (_, _, target) in zip(sources, jobs, strict=True):
            made = source.with_suffix(".pdf")
            if not made.exists():
                raise ContentError(
                    f"{target}: LibreOffice wrote nothing (exit {done.returncode}): {done.stderr[-400:]}"
                )
            shutil.copyfile(made, target)


def _source(path: Path, content: Content, style: Style) -> Path:
    font_file(style.font)
    path.write_text(Sheets(content, style).document(), encoding="utf-8")
    return path
