"""Fonts by family name, found through fontconfig, and the widths of their glyphs."""

import subprocess
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from .errors import MissingProducer

PACKAGES: Final = {
    "IPAex": "fonts-ipaexfont",
    "IPA": "fonts-ipafont",
    "VL": "fonts-vlgothic",
    "Takao": "fonts-takao-gothic",
    "Noto": "fonts-noto-cjk",
}


@lru_cache(maxsize=1)
def _installed() -> dict[str, Path]:
    """Ask fontconfig once for every family and its regular file."""
    try:
        listed = subprocess.run(
            ["fc-list", ":lang=ja", "family", "style", "file"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    except FileNotFoundError as error:
        raise MissingProducer("fc-list is missing: apt-get install fontconfig") from error
    found: dict[str, Path] = {}
    for line in sorted(listed.splitlines()):
        file, _, rest = line.partition(": ")
        families, _, style = rest.partition(":style=")
        if style and not style.lower().startswith("regular"):
            continue
        for family in families.split(","):
            found.setdefault(family.strip(), Path(file))
    return found


def font_file(family: str) -> Path:
    """Return the file of a family's regular face.

    Raises
    ------
    MissingProducer
        If fontconfig does not know the family.
    """
    file = _installed().get(family)
    if file is None:
        package = next(
            (name for start, name in PACKAGES.items() if family.startswith(start)), "its package"
        )
        raise MissingProducer(f"font {family!r} is not installed: apt-get install {package}")
    return file


@dataclass(frozen=True, slots=True)
class Metrics:
    """Advance widths of one face and the height of a line as the face wants it, in ems."""

    advances: dict[int, float]
    line_height: float

    def width(self, text: str, size: float) -> float:
        """Return the width of a line of text in points."""
        return size * sum(self.advances.get(ord(glyph), 1.0) for glyph in text)

    def printable(self, text: str) -> str:
        """Replace radicals that the face lacks by the kanji they stand for (⽤ by 用)."""
        return "".join(
            glyph
            if ord(glyph) in self.advances or glyph == "\n"
            else unicodedata.normalize("NFKC", glyph)
            for glyph in text
        )


@lru_cache(maxsize=16)
def metrics_of(family: str) -> Metrics:
    """Read the advance widths of a family once."""
    try:
        from fontTools.ttLib import TTFont
    except ImportError as error:
        raise MissingProducer("fontTools is missing: pip install fonttools") from error
    font = TTFont(font_file(family), fontNumber=0, lazy=True)
    unit = font["head"].unitsPerEm
    glyphs = font["hmtx"].metrics
    line = max(
        font["hhea"].ascent - font["hhea"].descent,
        font["OS/2"].usWinAscent + font["OS/2"].usWinDescent,
    )
    return Metrics(
        {code: glyphs[name][0] / unit for code, name in font.getBestCmap().items()}, line / unit
    )
