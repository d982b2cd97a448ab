"""How Japanese documents number their headings, and how to part number and name."""

from __future__ import annotations

import re
from typing import NamedTuple

from kict_nlp.text.normalize import normalize

# What may stand before the number and is not part of the name.
_PREFIX = (
    r"(?:中柱|大柱|小柱|柱|基本目標|政策目標|基本政策|政策分野|施策の柱|基本施策|政策|施策|重点施策"
    r"|戦略|目標|基本方針|方針|重点分野|分野|プロジェクト|重点|取組|基本的方向|方向|テーマ|大項目|中項目)"
)
_SEPARATOR = r"[\s　.．、:：)）]"

_STYLES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (style, re.compile(pattern))
    for style, pattern in (
        ("chapter", r"^(?P<number>第[0-9０-９一二三四五六七八九十]+[章節編部])\s*(?P<name>.*)$"),
        ("roman", rf"^{_PREFIX}?\s*(?P<number>[Ⅰ-Ⅻ]+)[.．、:：]?\s*(?P<name>.*)$"),
        ("roman", rf"^{_PREFIX}?\s*(?P<number>[IVX]{{1,4}}){_SEPARATOR}+(?P<name>.*)$"),
        ("circled", rf"^{_PREFIX}?\s*(?P<number>[①-⑳㉑-㉟])\s*(?P<name>.*)$"),
        ("bracketed", r"^(?P<number>[(（][0-9０-９]{1,2}[)）])\s*(?P<name>.*)$"),
        ("bracketed kana", r"^(?P<number>[(（][ア-ン][)）])\s*(?P<name>.*)$"),
        ("kana", r"^(?P<number>[ア-ンｱ-ﾝ])[\s　.．、]+(?P<name>.*)$"),
        (
            "prefixed",
            (
                rf"^[【〔\[(（]?{_PREFIX}\s*(?P<number>[0-9０-９]+(?:[-－‐.．][0-9０-９]+)*)"
                rf"[】〕\])）]?{_SEPARATOR}*(?P<name>.*)$"
            ),
        ),
        (
            "compound",
            rf"^(?P<number>[0-9０-９]+(?:[-－‐.．][0-9０-９]+)+){_SEPARATOR}*(?P<name>.*)$",
        ),
        ("figure", rf"^(?P<number>[0-9０-９]{{1,2}}){_SEPARATOR}+(?P<name>.*)$"),
        ("letter", rf"^(?P<number>[A-ZＡ-Ｚ]){_SEPARATOR}+(?P<name>.*)$"),
    )
)


_KANA = (
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
)
_BARE_NUMBER = re.compile(r"^(?P<number>[ア-ンｱ-ﾝ]|[0-9０-９]{1,2})(?P<name>\D.*)$")


class Label(NamedTuple):
    """A heading parted into number and name; ``style`` names the kind of number."""

    number: str | None
    name: str
    style: str | None


def parse_label(text: str) -> Label:
    """Part a heading into its number and its name.

    Examples
    --------
    >>> parse_label("柱Ⅰ　くらし")
    Label(number='Ⅰ', name='くらし', style='roman')
    >>> parse_label("５歳児健診").number is None
    True
    """
    text = text.strip()
    for style, pattern in _STYLES:
        match = pattern.match(text)
        if match:
            return Label(match["number"], match["name"].strip(), style)
    return Label(None, text, None)


def parse_label_in_series(text: str, before: str | None) -> Label:
    """Part a label like :func:`parse_label`, also where no space parts number and name.

    Narrow label columns leave the space out. A kana or figure at the start is then taken for
    the number only where it begins a series or goes on with it: after ``before``.

    Examples
    --------
    >>> parse_label_in_series("イ観光", "ア")
    Label(number='イ', name='観光', style='kana')
    >>> parse_label_in_series("イベントの開催", None).number is None
    True
    """
    label = parse_label(text)
    match = _BARE_NUMBER.match(text.strip())
    if label.number is not None or match is None:
        return label
    number = match["number"]
    position = _position(number)
    if position in (
        1,
        _position(before) if before else 0,
        (_position(before) if before else 0) + 1,
    ):
        style = "kana" if number in _KANA else "figure"
        return Label(number, match["name"].strip(), style)
    return label


def opens_series(text: str) -> bool:
    """Whether a number, or the number of a label, is the first of its series.

    Examples
    --------
    >>> opens_series("1"), opens_series("ア　健康"), opens_series("②官民")
    (True, True, False)
    """
    number = parse_label_in_series(text, None).number or text.strip()
    return number in ("①", "Ⅰ") or _position(number.strip("().（）第章節")) == 1


def _position(number: str) -> int:
    """Place of a kana or figure in its series, from 1; 0 where it has none."""
    plain = normalize(number).text
    if plain.isdecimal():
        return int(plain)
    return _KANA.find(plain) + 1
