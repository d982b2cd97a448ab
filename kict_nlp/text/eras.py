"""Japanese eras: 令和３年 is 2021. Numbers of years as they are written: 元, 3, 三十."""

from typing import NamedTuple

from kict_nlp.errors import YearError


class Era(NamedTuple):
    """One era. Its year n is ``before + n``.

    ``last`` is the highest year that is taken for one; ``fiscal_from`` the first fiscal year (from
    April) that is called by the era.
    """

    name: str
    letter: str
    before: int
    last: int
    fiscal_from: int


# Plans drawn up in 昭和 and 平成 name years that their era did not live to see: 平成35年度 is 2023.
# 60 and 80 reach as far as plans of their last years do. 令和 is open: two digits.
# A fiscal year is called by the era of its greater part: 2019 is 令和元年度 and 平成31年度 alike,
# but 1926 is 大正15年度, for 昭和 began a week before New Year.
ERAS = (
    Era("令和", "R", 2018, 99, 2019),
    Era("平成", "H", 1988, 60, 1989),
    Era("昭和", "S", 1925, 80, 1927),
    Era("大正", "T", 1911, 15, 1912),
    Era("明治", "M", 1867, 45, 1868),
)
BY_NAME = {era.name: era for era in ERAS} | {era.letter: era for era in ERAS}

_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_KANJI_DIGITS = "〇一二三四五六七八九"


def era_year(fiscal_year: int) -> str:
    """Return a fiscal year as reports print it.

    Parameters
    ----------
    fiscal_year : int
        The year in which the fiscal year begins, in April: 2021.

    Returns
    -------
    str
        Era, number and 年度; one digit in full width, two in half width, the first year 元.

    Raises
    ------
    YearError
        The year lies before 明治元年度 (1868).

    Examples
    --------
    >>> [era_year(year) for year in (2021, 2019, 2018, 2028)]
    ['令和３年度', '令和元年度', '平成30年度', '令和10年度']
    """
    for era in ERAS:
        if fiscal_year >= era.fiscal_from:
            return f"{era.name}{_written(fiscal_year - era.before)}年度"
    raise YearError(f"The year {fiscal_year} has no era here.", hint="Years from 1868 on have one.")


def _written(number: int) -> str:
    if number == 1:
        return "元"
    return str(number) if number > 9 else str(number).translate(_FULL_WIDTH)


def parse_year_number(digits: str) -> int:
    """Return the number of a year as written in half width: 元, 3, 03, 三十一, 二〇二一.

    Examples
    --------
    >>> [parse_year_number(digits) for digits in ("元", "03", "二十三", "十", "二〇二一")]
    [1, 3, 23, 10, 2021]
    """
    if digits == "元":
        return 1
    if digits.isascii():
        return int(digits)
    if "十" in digits:
        tens, ones = digits.split("十")
        return 10 * (_KANJI_DIGITS.index(tens) if tens else 1) + (
            _KANJI_DIGITS.index(ones) if ones else 0
        )
    return int("".join(str(_KANJI_DIGITS.index(digit)) for digit in digits))
