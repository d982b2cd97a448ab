"""How years are written, in normalised text: heads (令和3), tails (年度, 年9月), neighbours."""

import re
from calendar import monthrange
from dataclasses import dataclass
from typing import Literal, NamedTuple

from kict_nlp.text.eras import BY_NAME, parse_year_number

Kind = Literal["fiscal_year", "year", "month", "date"]

# How far a number may lie from the mention that lends it its era, in years. Plans and the figures
# they compare with span about ten; beyond, it is of another era (平成30年度 … 元年度).
_REACH = 10

# A letter and one digit alone (H2, S3) is seldom a year; R3 is.
_SHORT_LETTERS = "R"

# A narrow column may break a year over two lines.
_GAP = r"\s{0,2}"
_KANJI = "一二三四五六七八九"
# Digits that a program spaced out (平成3 4 年度) are one number or two; neither is taken.
_NO_DIGITS_AFTER = r"(?![0-9]|\s[0-9]{1,2}\s?年)"
_NUMBER = rf"(?:元|[0-9]{{1,2}}{_NO_DIGITS_AFTER}|[{_KANJI}]?十[{_KANJI}]?|[{_KANJI}])"
_NO_NUMBER_BEFORE = rf"(?<![0-9.,A-Za-z{_KANJI}〇十百千万])(?<![0-9]\s)"

WESTERN_YEAR = rf"(?:(?:1[89]|2[01])[0-9]{{2}}(?![0-9])|[一二][{_KANJI}〇]{{3}})"

_ERA = "(?:明治|大正|昭和|平成|令和)"

_HEAD = re.compile(
    rf"(?P<era>{_ERA}){_GAP}(?P<of_era>{_NUMBER})"
    r"|(?<![0-9A-Za-z])(?P<letter>[RHS])\.?(?P<of_letter>元|[0-9]{1,2})(?![0-9A-Za-z])"
    rf"|{_NO_NUMBER_BEFORE}(?P<western>{WESTERN_YEAR})"
    rf"|{_NO_NUMBER_BEFORE}(?P<bare>{_NUMBER})"
)
_FISCAL = re.compile(rf"{_GAP}年{_GAP}度")
_CALENDAR = re.compile(rf"{_GAP}年(?!代)")
_DECADE = re.compile(rf"{_GAP}年代")
_MONTH = re.compile(rf"{_GAP}(?P<month>{_NUMBER}){_GAP}月(?!間)")
_DAY = re.compile(rf"{_GAP}(?P<day>{_NUMBER}){_GAP}日(?!間)")
# 3.9.30, 3/9/30; of an era also 3.9, but not the list 2/3年度.
_POINTS = re.compile(
    rf"(?P<mark>[./-])(?P<month>[0-9]{{1,2}})(?:(?P=mark)(?P<day>[0-9]{{1,2}}))?(?![0-9]|{_GAP}年)"
)
# 令和3(2021)年度, 2021(令和3)年度, 令和3年(2021年)9月.
_BRACKET = re.compile(rf"{_GAP}\({_GAP}(?:西暦)?([^()]{{2,7}})\)")

_RANGE = re.compile(rf"{_GAP}(?:~|-|–|—|―|ー|から|より|→|乃至|ないし){_GAP}")
_LIST = re.compile(rf"{_GAP}(?:、|,|・|/|及び|および|並びに|又は|または|若しくは|と|や){_GAP}")
# The rest of a list or range that ends in 年度 and so makes its numbers fiscal years.
_MORE_TO_FISCAL = re.compile(
    rf"(?:(?:{_RANGE.pattern}|{_LIST.pattern})(?:(?:{_ERA}|[RHS])?{_GAP}{_NUMBER}|{WESTERN_YEAR})"
    rf"(?:{_BRACKET.pattern})?)+{_GAP}年{_GAP}度"
)

# 過去3年度, 第2年度, 3年間, 5年後 count years and name none.
_COUNTING_BEFORE = re.compile(
    r"(?:第|過去|直近|最近|約|計|全|今後|向こう|わずか|各|前|後|その)\s?\Z"
)
_COUNTING_REACH = 4  # letters; the longest of these words with its blank. All text would be slow.
_COUNTING_FISCAL = re.compile("間|分|連続|続けて|目|ぶり|以内|にわた")
_COUNTING_YEARS = re.compile(
    "間|分|連続|続けて|目|ぶり|以内|以上|以下|未満|程度|ごと|毎|ほど|余|弱|強|生|物"
    "|前|後|超|おき|に[一1]|を経|にわた|経過|か?月間"
)


class _Unit(NamedTuple):
    """What follows a number: its end, and what it makes of the number."""

    end: int
    kind: Kind
    month: int | None = None
    day: int | None = None


@dataclass(frozen=True, slots=True)
class FoundYear:
    """A year in normalised text; ``base`` is the year before its era's first, 0 for western."""

    start: int
    end: int
    base: int
    year: int
    kind: Kind
    month: int | None = None
    day: int | None = None


def read_years(text: str, default_base: int | None) -> list[FoundYear]:
    """Return the years in a normalised text.

    Parameters
    ----------
    text : str
        Normalised text.
    default_base : int or None
        The year before the first of the era of numbers to which no mention lends one.

    Returns
    -------
    list of FoundYear
        In order, not overlapping; offsets in ``text``.
    """
    found: list[FoundYear] = []
    position = 0
    while head := _HEAD.search(text, position):
        before = found[-1] if found else None
        year = _read_bare(text, head, before, default_base) if head["bare"] else _read(text, head)
        if year is not None:
            found.append(year)
        position = year.end if year else head.end()
    return found


def _read(text: str, head: re.Match[str]) -> FoundYear | None:
    """Read a year that names its era, or a western one."""
    named = _base_and_year(head)
    if named is None:
        return None
    base, year = named
    end = _end_of_same_year(text, head.end(), year)
    unit = (
        _read_unit(text, end, year)
        or _read_points(text, end, year, is_western=base == 0)
        or _read_no_unit(text, end, needs_more=not _stands_alone(head))
    )
    if unit is None:
        return None
    return FoundYear(head.start(), unit.end, base, year, unit.kind, unit.month, unit.day)


def _base_and_year(head: re.Match[str]) -> tuple[int, int] | None:
    if head["western"]:
        return 0, parse_year_number(head["western"])
    era = BY_NAME[head["era"] or head["letter"]]
    number = parse_year_number(head["of_era"] or head["of_letter"])
    return (era.before, era.before + number) if 1 <= number <= era.last else None


def _end_of_same_year(text: str, end: int, year: int) -> int:
    """Return the end of a bracket that says the same year in the other way, or ``end``."""
    bracket = _BRACKET.match(text, end)
    head = _HEAD.fullmatch(bracket[1].strip().removesuffix("年")) if bracket else None
    if bracket is None or head is None or head["bare"]:
        return end
    named = _base_and_year(head)
    return bracket.end() if named and named[1] == year else end


def _read_unit(text: str, end: int, year: int) -> _Unit | None:
    if fiscal := _FISCAL.match(text, end):
        return _Unit(fiscal.end(), "fiscal_year")
    calendar = _CALENDAR.match(text, end)
    if calendar is None:
        return None
    plain = _Unit(calendar.end(), "year")
    month = _MONTH.match(text, _end_of_same_year(text, calendar.end(), year))
    if month is None or not 1 <= parse_year_number(month["month"]) <= 12:
        return plain
    number = parse_year_number(month["month"])
    day = _DAY.match(text, month.end())
    if day is None or not _has_day(year, number, parse_year_number(day["day"])):
        return _Unit(month.end(), "month", number)
    return _Unit(day.end(), "date", number, parse_year_number(day["day"]))


def _has_day(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def _read_points(text: str, end: int, year: int, *, is_western: bool) -> _Unit | None:
    points = _POINTS.match(text, end)
    if points is None:
        return None
    month = int(points["month"])
    if points["day"]:
        day = int(points["day"])
        return _Unit(points.end(), "date", month, day) if _has_day(year, month, day) else None
    # 2021.9 is a decimal number, R3-5 is a range.
    if is_western or points["mark"] == "-" or not 1 <= month <= 12:
        return None
    return _Unit(points.end(), "month", month)


def _read_no_unit(text: str, end: int, *, needs_more: bool) -> _Unit | None:
    if _MORE_TO_FISCAL.match(text, end):
        return _Unit(end, "fiscal_year")
    return None if needs_more or _DECADE.match(text, end) else _Unit(end, "year")


def _stands_alone(head: re.Match[str]) -> bool:
    """Tell whether a number without 年 behind it is a year all the same: 令和3, R3, H30."""
    if head["letter"]:
        return head["letter"] in _SHORT_LETTERS or head["of_letter"] not in set("123456789")
    return head["era"] is not None


def _read_bare(
    text: str, head: re.Match[str], before: FoundYear | None, default_base: int | None
) -> FoundYear | None:
    """Read a number that names no era; None where it counts years or its era would be a guess."""
    if _COUNTING_BEFORE.search(text, max(0, head.start() - _COUNTING_REACH), head.start()):
        return None
    joint = _joint(text, before, head.start())
    base = _lent_base(head["bare"], before, joint, default_base)
    if base is None:
        return None
    year = base + parse_year_number(head["bare"])
    if before and (abs(year - before.year) > _REACH or (joint == "range" and year < before.year)):
        return None
    unit = _read_unit(text, head.end(), year) or _read_no_unit(text, head.end(), needs_more=True)
    if unit is None or _counts_years(text, unit, joint):
        return None
    return FoundYear(head.start(), unit.end, base, year, unit.kind, unit.month, unit.day)


def _joint(text: str, before: FoundYear | None, start: int) -> Literal["range", "list"] | None:
    """Return how a number hangs together with the mention before it."""
    if before is None:
        return None
    if _RANGE.fullmatch(text, before.end, start):
        return "range"
    return "list" if _LIST.fullmatch(text, before.end, start) else None


def _lent_base(
    number: str, before: FoundYear | None, joint: str | None, default_base: int | None
) -> int | None:
    if before is None:
        return default_base
    if before.base != 0:
        return before.base
    # 2019～21年度: the century is lent, within a range or list only.
    if joint and len(number) == 2 and number.isdecimal():
        return before.year // 100 * 100
    return default_base


def _counts_years(text: str, unit: _Unit, joint: str | None) -> bool:
    if unit.kind == "fiscal_year":
        return joint is None and _COUNTING_FISCAL.match(text, unit.end) is not None
    if unit.kind == "year":
        return joint is None or _COUNTING_YEARS.match(text, unit.end) is not None
    return False
