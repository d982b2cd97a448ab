"""How Japanese documents number their headings, and how to part number and name."""

from __future__ import annotations

import re
from typing import NamedTuple

from kict_nlp.text.normalize import normalize

# What may stand before the number and is not part of the name: 柱, 基本目標, 施策の方向 …
_PREFIX = (
    r"(?P<prefix>[一-龥ぁ-んァ-ヶー]{0,7}?"
    r"(?:方針|目標|施策|方向性?|項目|柱|方策|政策|領域|視点|課題|分野|戦略|重点|取組|テーマ|プロジェクト))"
)
_SEPARATOR = r"[\s　.．、:：)）】〕\]]"
_FIGURE = r"[0-9０-９]"
_KANJI = r"[一二三四五六七八九十]"
_DASH = r"[-－‐−–.．]"
# 1-2, 1-(1), 1-ア: each further part is a level deeper.
_TAIL = rf"(?:{_DASH}(?:{_FIGURE}+|[(（]{_FIGURE}+[)）]|[ア-ン](?![ァ-ヶー])))"

_PREFIXED = rf"(?P<number>(?:{_FIGURE}{{1,3}}(?![0-9０-９年])|第?{_KANJI}+(?![一-龥])){_TAIL}*)"

_STYLES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (style, re.compile(pattern))
    for style, pattern in (
        (
            "chapter",
            rf"^(?P<number>第(?:{_FIGURE}+|{_KANJI}+)(?P<unit>[章節編部項]))\s*(?P<name>.*)$",
        ),
        (
            "roman",
            rf"^[【〔\[(（]?{_PREFIX}?\s*(?P<number>[Ⅰ-Ⅻ]+{_TAIL}*){_SEPARATOR}*(?P<name>.*)$",
        ),
        ("roman", rf"^{_PREFIX}?\s*(?P<number>[IVX]{{1,4}}{_TAIL}*){_SEPARATOR}+(?P<name>.*)$"),
        ("circled", rf"^{_PREFIX}?\s*(?P<number>[①-⑳㉑-㉟]{_TAIL}*)\s*(?P<name>.*)$"),
        ("bracketed", rf"^(?P<number>[(（]{_FIGURE}{{1,2}}[)）])\s*(?P<name>.*)$"),
        ("bracketed kana", r"^(?P<number>[(（][ア-ン][)）])\s*(?P<name>.*)$"),
        ("kana", r"^(?P<number>[ア-ンｱ-ﾝ])[\s　.．、]+(?P<name>.*)$"),
        ("prefixed", rf"^[【〔\[(（]?{_PREFIX}\s*{_PREFIXED}{_SEPARATOR}*(?P<name>.*)$"),
        ("compound", rf"^(?P<number>{_FIGURE}+{_TAIL}+){_SEPARATOR}*(?P<name>.*)$"),
        ("figure", rf"^(?P<number>{_FIGURE}{{1,2}}){_SEPARATOR}+(?P<name>.*)$"),
        ("kanji", rf"^(?P<number>第?{_KANJI}{{1,2}})[\s　.．、]+(?P<name>.*)$"),
        ("letter", rf"^(?P<number>[A-ZＡ-Ｚ]{_TAIL}*){_SEPARATOR}+(?P<name>.*)$"),
        ("bullet", r"^(?P<unit>[◆■●◇□▼▶])\s*(?P<name>.+)$"),
    )
)
_TAILS = re.compile(_TAIL)


_KANA = (
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
)
_BARE_NUMBER = re.compile(r"^(?P<number>[ア-ンｱ-ﾝ]|[0-9０-９]{1,2})(?P<name>\D.*)$")


class Label(NamedTuple):
    """A heading parted into number and name.

    ``style`` names the kind of number; ``key`` also tells 施策1 from 政策1, 第１章 from 第１節
    and 1-1 from 1-1-1, which stand on different levels.
    """

    number: str | None
    name: str
    style: str | None
    key: str | None = None


def parse_label(text: str) -> Label:
    """Part a heading into its number and its name.

    Examples
    --------
    >>> parse_label("柱Ⅰ　くらし")
    Label(number='Ⅰ', name='くらし', style='roman', key='roman 柱')
    >>> parse_label("５歳児健診").number is None
    True
    """
    text = text.strip()
    for style, pattern in _STYLES:
        match = pattern.match(text)
        if match:
            number = match.groupdict().get("number")
            return Label(number, match["name"].strip(), style, _key(style, match))
    return Label(None, text, None)


def _key(style: str, match: re.Match[str]) -> str:
    found = match.groupdict()
    parts = [style, found.get("prefix") or found.get("unit") or ""]
    number = found.get("number") or ""
    if number.startswith("第"):
        parts.append("第")
    depth = len(_TAILS.findall(number))
    return " ".join([*filter(None, parts), *([str(depth)] if depth else [])])


def parse_label_in_series(text: str, before: str | None) -> Label:
    """Part a label like :func:`parse_label`, also where no space parts number and name.

    Narrow label columns leave the space out. A kana or figure at the start is then taken for
    the number only where it begins a series or goes on with it: after ``before``.

    Examples
    --------
    >>> parse_label_in_series("イ観光", "ア")
    Label(number='イ', name='観光', style='kana', key='kana')
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
        return Label(number, match["name"].strip(), style, style)
    return label


def opens_series(text: str) -> bool:
    """Whether a number, or the number of a label, is the first of its series.

    Examples
    --------
    >>> opens_series("1"), opens_series("ア　健康"), opens_series("②官民")
    (True, True, False)
    """
    number = parse_label_in_series(text, None).number or text.strip()
    return _position(number.strip("().（）第章節編部項")) == 1


def _position(number: str) -> int:
    """Place of a kana or figure in its series, from 1; 0 where it has none."""
    plain = normalize(number).text
    if plain.isdecimal():
        return int(plain)
    if plain in ("一", "①", "Ⅰ"):
        return 1
    return _KANA.find(plain) + 1 if plain else 0
