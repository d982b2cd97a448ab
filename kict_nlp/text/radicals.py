"""Radicals that a font map put in place of a kanji, back to the kanji: ⽤ → 用, ⾏ → 行, ⺠ → 民.

A PDF names glyphs, not characters. Where a font shows 用 and the radical ⽤ with one glyph, some
programs write the radical into the map back to characters: the page looks right, its text is not.
"""

import functools
import re
from importlib.resources import files

# CJK Radicals Supplement, Kangxi Radicals, CJK Strokes.
_RADICAL = re.compile("[\u2e80-\u2fdf\u31c0-\u31ef]")

# Where Japanese fonts share the radical's glyph with another ideograph than Unicode's table names.
# IPAex, Noto CJK JP: ⼾ with 戸 (Unicode: 戶). IPAex: ⿊ with 黒 (Unicode: 黑).
# A Japanese report that shows the radical means the form of its own script.
_JAPANESE = {"⼾": "戸", "⿊": "黒"}

_FILE = "equivalent_unified_ideographs.tsv"


@functools.cache
def _table() -> dict[int, str]:
    lines = files("kict_nlp.text").joinpath(_FILE).read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith(("#", "radical"))]
    unicode_table = {int(radical, 16): chr(int(ideograph, 16)) for radical, ideograph, _ in rows}
    return unicode_table | {ord(radical): kanji for radical, kanji in _JAPANESE.items()}


def repair_radicals(text: str) -> str:
    """Return the text with every radical replaced by the kanji that it looks like.

    Parameters
    ----------
    text : str
        Text as it came from a PDF.

    Returns
    -------
    str
        Text of the same length: one code point for one. Nothing else changes; full and half width
        stay as published, and so do the few radicals and strokes that no kanji looks like.

    Notes
    -----
    Source: Equivalent_Unified_Ideograph of the Unicode Character Database 15.0.0. Unicode's NFKC
    repairs the Kangxi radicals too, but only two of the CJK Radicals Supplement (⺠ stays broken),
    and it changes widths. Two radicals follow Japanese fonts instead: ⼾ is 戸, ⿊ is 黒.

    Examples
    --------
    >>> repair_radicals("県⺠の利⽤状況（ｱﾌﾟﾘ ３件）")
    '県民の利用状況（ｱﾌﾟﾘ ３件）'
    """
    if _RADICAL.search(text) is None:
        return text
    return text.translate(_table())
