from __future__ import annotations

import pytest

from kict_nlp.errors import YearError
from kict_nlp.text.eras import era_year, parse_year_number
from kict_nlp.text.years import parse_fiscal_year


@pytest.mark.parametrize(
    ("fiscal_year", "printed"),
    [
        (2028, "令和10年度"),
        (2021, "令和３年度"),
        (2019, "令和元年度"),
        (2018, "平成30年度"),
        (1997, "平成９年度"),
        (1989, "平成元年度"),
        (1988, "昭和63年度"),
        (1927, "昭和２年度"),
        (1926, "大正15年度"),
        (1912, "大正元年度"),
        (1911, "明治44年度"),
        (1868, "明治元年度"),
    ],
)
def test_fiscal_year_as_printed(fiscal_year: int, printed: str) -> None:
    assert era_year(fiscal_year) == printed


def test_every_fiscal_year_reads_back() -> None:
    assert [parse_fiscal_year(era_year(year)) for year in range(1868, 2118)] == list(
        range(1868, 2118)
    )


def test_before_meiji_is_an_error() -> None:
    with pytest.raises(YearError, match="1867 has no era"):
        era_year(1867)


@pytest.mark.parametrize(
    ("digits", "number"),
    [
        ("元", 1),
        ("3", 3),
        ("03", 3),
        ("30", 30),
        ("三", 3),
        ("十", 10),
        ("十一", 11),
        ("二十", 20),
        ("三十一", 31),
        ("二〇二一", 2021),
    ],
)
def test_numbers_of_years(digits: str, number: int) -> None:
    assert parse_year_number(digits) == number
