"""A font for pictures: one with Japanese glyphs if the machine has any, else a plain one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

# Names under which Pillow finds fonts in the folders of Linux, Windows and macOS.
_JAPANESE_FONTS = (
    "NotoSansCJK-Regular.ttc",
    "NotoSansCJKjp-Regular.otf",
    "NotoSansJP-Regular.ttf",
    "BIZ-UDGothicR.ttc",
    "YuGothM.ttc",
    "meiryo.ttc",
    "msgothic.ttc",
    "ヒラギノ角ゴシック W3.ttc",
    "Hiragino Sans GB.ttc",
    "ipaexg.ttf",
    "ipag.ttf",
    "ipagp.ttf",
    "VL-Gothic-Regular.ttf",
    "TakaoGothic.ttf",
    "DroidSansFallbackFull.ttf",
)
_PROBE = "施策名"
_NO_GLYPH = "\U0010fffe"  # no font draws this code point
_UNIT = 100  # dots: widths are measured at this size


@dataclass(frozen=True, slots=True)
class Font:
    """A font in any size; ``name`` None is the one that comes with Pillow."""

    name: str | None
    is_japanese: bool

    def at(self, size: float) -> FreeTypeFont:
        """Return the font at a size in dots."""
        return _load(self.name, max(1, round(size)))

    def width(self, text: str, size: float) -> float:
        """Width of a text, in the unit of ``size``."""
        return self.at(_UNIT).getlength(text) * size / _UNIT

    def shorten(self, text: str, size: float, room: float) -> str:
        """Return the text, cut with … where it is wider than ``room``."""
        if self.width(text, size) <= room:
            return text
        while text and self.width(f"{text}…", size) > room:
            text = text[:-1]
        return f"{text}…"


@cache
def find_font() -> Font:
    """Return the first font with Japanese glyphs on this machine, else one without."""
    for name in _JAPANESE_FONTS:
        if _has_glyphs(name):
            return Font(name, is_japanese=True)
    return Font(None, is_japanese=False)


def _has_glyphs(name: str) -> bool:
    """Tell whether a font is there and draws other shapes than that of a missing glyph."""
    try:
        font = _load(name, 24)
    except OSError:
        return False
    missing = bytes(font.getmask(_NO_GLYPH))
    return all(bytes(font.getmask(char)) != missing for char in _PROBE)


@cache
def _load(name: str | None, size: int) -> FreeTypeFont:
    from PIL import ImageFont

    if name is not None:
        return ImageFont.truetype(name, size)
    font = ImageFont.load_default(size)
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise OSError("Pillow was built without FreeType")
    return font
