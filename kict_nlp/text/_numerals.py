"""Numbers as written, in normalised text: 1,234, 3万4千, 三十二, 二〇二一, 3分の2, ½, ゼロ."""

import re
import unicodedata
from fractions import Fraction
from typing import NamedTuple

_KANJI_DIGITS = {digit: value for value, digit in enumerate("〇一二三四五六七八九")}
_KANJI_DIGITS |= {"零": 0, "壱": 1, "弐": 2, "参": 3}
_SMALL = {"十": 10, "拾": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "億": 10**8, "兆": 10**12}

_DIGITS = "".join(_KANJI_DIGITS)
_SCALES = "".join(_SMALL) + "".join(_LARGE)

PLAIN = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?"
# 5百貨店 and 2万博 are counted things, not hundreds and ten thousands of them.
_SCALE = r"(?:百(?!貨)|千(?!葉|代田)|万(?!博|全|能)|億|兆|十(?=万|億|兆))"
SCALED = rf"{PLAIN}(?:\s?{_SCALE}+(?:{PLAIN}(?![0-9/]))?)*"
KANJI = rf"[{_DIGITS}{_SCALES}]+"
_VULGAR = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞⅐⅑⅒"

NUMERAL = re.compile(
    rf"(?P<below>{SCALED}|{KANJI})分の(?P<above>{SCALED}|{KANJI})"
    rf"|(?P<vulgar>[0-9]*[{_VULGAR}])"
    rf"|(?P<over>{PLAIN})\s?/\s?(?P<under>[1-9][0-9,]*)(?![0-9]|\.[0-9]|\s?/)(?!a\b|a当)"
    rf"|(?P<scaled>{SCALED})"
    rf"|(?P<kanji>{KANJI})"
    r"|(?P<zero>(?<![ァ-ヴー])ゼロ(?![ァ-ヴー・]))"
)
_TOKEN = re.compile(rf"(?P<plain>{PLAIN})|(?P<digits>[{_DIGITS}]+)|(?P<scale>[{_SCALES}])|\s")


class Numeral(NamedTuple):
    """A number, and the worth of one step in its last printed place (97.4: 1/10; 3万: 10,000)."""

    value: Fraction
    resolution: Fraction


def parse_numeral(text: str) -> Numeral | None:
    """Return the number that a normalised text is; None where its parts do not fit together.

    Examples
    --------
    >>> [int(parse_numeral(text).value) for text in ("1,234", "3万4千", "二千五百万", "二〇二一")]
    [1234, 34000, 25000000, 2021]
    >>> parse_numeral("3分の2").value, parse_numeral("97.4").resolution
    (Fraction(2, 3), Fraction(1, 10))
    >>> parse_numeral("3千4万千億") is None
    True
    """
    match = NUMERAL.fullmatch(text)
    if match is None:
        return None
    if match["zero"]:
        return Numeral(Fraction(0), Fraction(1))
    if match["vulgar"]:
        whole = Fraction(match["vulgar"][:-1] or 0)
        part = Fraction(unicodedata.numeric(match["vulgar"][-1])).limit_denominator(10)
        return Numeral(whole + part, Fraction(1, part.denominator))
    if match["below"]:
        return _ratio(_sum(match["above"]), _sum(match["below"]))
    if match["over"]:
        return _ratio(_sum(match["over"]), _sum(match["under"]))
    return _sum(match["scaled"] or match["kanji"])


def _ratio(above: Numeral | None, below: Numeral | None) -> Numeral | None:
    if above is None or below is None or below.value == 0:
        return None
    return Numeral(above.value / below.value, above.resolution / below.value)


class _Sum:
    """Adds up digits and scales: below 万 in a section, whole sections above it."""

    def __init__(self) -> None:
        self.total = Fraction(0)
        self.section = Fraction(0)
        self.number: Numeral | None = None
        self.small = 10**4  # the last scale below 万 in this section
        self.large = 10**16  # the last scale from 万 on
        self.resolution = Fraction(1)

    def add_number(self, number: Numeral) -> bool:
        if self.number is not None:
            return False
        self.number = number
        self.resolution = number.resolution
        return True

    def add_scale(self, scale: str) -> bool:
        return self._add_small(_SMALL[scale]) if scale in _SMALL else self._add_large(_LARGE[scale])

    def _add_small(self, scale: int) -> bool:
        if scale >= self.small:
            return False
        step = self.number.resolution if self.number else Fraction(1)
        self.section += (self.number.value if self.number else 1) * scale
        self.number, self.small, self.resolution = None, scale, step * scale
        return True

    def _add_large(self, scale: int) -> bool:
        worth = self.section + (self.number.value if self.number else 0)
        if scale >= self.large or (worth == 0 and self.number is None):
            return False
        self.total += worth * scale
        self.resolution *= scale
        self.section, self.number, self.small, self.large = Fraction(0), None, 10**4, scale
        return True

    def result(self) -> Numeral | None:
        rest = self.section + (self.number.value if self.number else 0)
        # 1億2億 and 3万40000 do not add up.
        if rest >= self.large or (self.number and self.number.value >= self.small):
            return None if self.total or self.section else Numeral(rest, self.resolution)
        return Numeral(self.total + rest, self.resolution)


def _sum(text: str) -> Numeral | None:
    adder = _Sum()
    for token in _TOKEN.finditer(text):
        if token["plain"]:
            fits = adder.add_number(_plain(token["plain"]))
        elif token["digits"]:
            fits = adder.add_number(_positional(token["digits"]))
        else:
            fits = not token["scale"] or adder.add_scale(token["scale"])
        if not fits:
            return None
    return adder.result()


def _plain(text: str) -> Numeral:
    _, _, decimals = text.partition(".")
    return Numeral(Fraction(text.replace(",", "")), Fraction(1, 10 ** len(decimals)))


def _positional(text: str) -> Numeral:
    digits = "".join(str(_KANJI_DIGITS[digit]) for digit in text)
    return Numeral(Fraction(digits), Fraction(1))


def is_scale_only(text: str) -> bool:
    """Tell whether a kanji numeral has no digit of its own: 千 and 百万 are units in table heads.

    Examples
    --------
    >>> [is_scale_only(text) for text in ("百万", "十", "二十")]
    [True, False, False]
    """
    return text != "十" and not re.search(rf"[{_DIGITS}0-9]", text) and not text.startswith("十")
