"""How Japanese documents number their headings, and how to part number and name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
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
# Before these a kana or figure is no number (オープン, 20歳) …
_KANA_IN_WORD = re.compile("[ーァィゥェォッャュョヮンｰｧ-ｯﾝ]")
_FIGURE_COUNTS = re.compile("[歳才年月日回割%つヶ]|か[所月国]|次(?!世代)")
# … and before these it may be one: アジア, 1人ひとり. The other labels of the column tell.
_KANA_MAY_BE_WORD = re.compile("[ァ-ヺｦ-ﾝ]")
_FIGURE_MAY_COUNT = re.compile("[人位等部]")
_SERIES_LENGTH = 3  # labels: words that begin with ア, イ, ウ one after the other are no chance


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


def parse_label_in_series(text: str, before: str | None, column: Sequence[str] = ()) -> Label:
    """Part a label like :func:`parse_label`, also where no space parts number and name.

    Narrow label columns leave the space out. A kana or figure at the start is then taken for
    the number only where it begins a series or goes on with it: after ``before``. Where it may
    also begin a word, the other labels of the ``column`` must show that it is a number.

    Examples
    --------
    >>> parse_label_in_series("イ観光", "ア")
    Label(number='イ', name='観光', style='kana', key='kana')
    >>> parse_label_in_series("アジアとの交流", None).number is None
    True
    >>> parse_label_in_series("アプリ", None, ["アプリ", "イ観光", "ウ産業"]).number
    'ア'
    """
    label = parse_label(text)
    number = _bare_number(text)
    if label.number is not None or number is None:
        return label
    position, last = _position(number), _position(before) if before else 0
    if _may_begin_word(text):
        fits = _goes_with_neighbours(text.strip(), column)
    else:
        fits = position in (1, last, last + 1)
    if not fits:
        return label
    style = "kana" if number in _KANA else "figure"
    return Label(number, text.strip().removeprefix(number).strip(), style, style)


def _bare_number(text: str) -> str | None:
    """The kana or figure at the start of a label, unless what follows can be no name."""
    match = _BARE_NUMBER.match(text.strip())
    if match is None:
        return None
    no_name = _FIGURE_COUNTS if match["number"].isdecimal() else _KANA_IN_WORD
    return None if no_name.match(match["name"]) else match["number"]


def _may_begin_word(text: str) -> bool:
    match = _BARE_NUMBER.match(text.strip())
    if match is None:
        return False
    word = _FIGURE_MAY_COUNT if match["number"].isdecimal() else _KANA_MAY_BE_WORD
    return word.match(match["name"]) is not None


def _goes_with_neighbours(text: str, column: Sequence[str]) -> bool:
    """Whether the labels of a column show that a doubtful number is one.

    It stands among three or more that count up, or before a sure one, or goes on with a series
    in a column that has sure ones elsewhere.
    """
    return any(
        text in run
        and (
            len(run) >= _SERIES_LENGTH
            or (len(run) > 1 and (not _may_begin_word(run[-1]) or _counts_surely(column)))
        )
        for run in _runs(column)
    )


def _counts_surely(column: Sequence[str]) -> bool:
    """Whether two sure numbers follow one another."""
    return any(not _may_begin_word(a) and not _may_begin_word(b) for a, b in _pairs(column))


def _pairs(column: Sequence[str]) -> list[tuple[str, str]]:
    return [pair for run in _runs(column) for pair in pairwise(run)]


def _runs(column: Sequence[str]) -> list[list[str]]:
    """The stretches of a column whose bare numbers count up."""
    runs: list[list[str]] = []
    last = 0
    for label in map(str.strip, column):
        position = _position(_bare_number(label) or "")
        if position and position == last + 1 and runs:
            runs[-1].append(label)
        elif position:
            runs.append([label])
        last = position
    return runs


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
