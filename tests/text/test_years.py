from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kict_nlp.errors import KictError, YearError
from kict_nlp.text.years import YearMention, find_years, parse_fiscal_year

FISCAL = "fiscal_year"


def found(text: str, era: str | None = None) -> list[tuple[str, int, str]]:
    return [(mention.raw, mention.year, mention.kind) for mention in find_years(text, era=era)]


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("令和３年度", [("令和３年度", 2021, FISCAL)]),
        ("令和元年度", [("令和元年度", 2019, FISCAL)]),
        ("平成31年度", [("平成31年度", 2019, FISCAL)]),
        ("平成３５年度までに", [("平成３５年度", 2023, FISCAL)]),
        ("昭和63年度", [("昭和63年度", 1988, FISCAL)]),
        ("令和三年度", [("令和三年度", 2021, FISCAL)]),
        ("平成三十一年度", [("平成三十一年度", 2019, FISCAL)]),
        ("Ｒ３年度", [("Ｒ３年度", 2021, FISCAL)]),
        ("Ｒ元年度", [("Ｒ元年度", 2019, FISCAL)]),
        ("※H30年度成果実績は", [("H30年度", 2018, FISCAL)]),
        ("㋿３年度", [("㋿３年度", 2021, FISCAL)]),
        ("㍻30年度", [("㍻30年度", 2018, FISCAL)]),
        ("2021年度", [("2021年度", 2021, FISCAL)]),
        ("２０２１年度", [("２０２１年度", 2021, FISCAL)]),
        ("二〇二一年度", [("二〇二一年度", 2021, FISCAL)]),
        ("令和 ３ 年度", [("令和 ３ 年度", 2021, FISCAL)]),
        ("令和３\n年度", [("令和３\n年度", 2021, FISCAL)]),
        ("令和3年度末時点", [("令和3年度", 2021, FISCAL)]),
    ],
)
def test_fiscal_years(text: str, mentions: list[tuple[str, int, str]]) -> None:
    assert found(text) == mentions


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("R3", [("R3", 2021, "year")]),
        ("目標Ｒ３", [("Ｒ３", 2021, "year")]),
        ("H30実績", [("H30", 2018, "year")]),
        ("令和３", [("令和３", 2021, "year")]),
        ("㋿３", [("㋿３", 2021, "year")]),
        ("令和３年", [("令和３年", 2021, "year")]),
        ("平成29年法律第３号", [("平成29年", 2017, "year")]),
        ("2021年", [("2021年", 2021, "year")]),
    ],
)
def test_calendar_years_and_numbers_without_unit(
    text: str, mentions: list[tuple[str, int, str]]
) -> None:
    assert found(text) == mentions


@pytest.mark.parametrize(
    ("text", "year", "month", "day", "fiscal_year"),
    [
        ("令和３年９月", 2021, 9, None, 2021),
        ("令和４年３月末", 2022, 3, None, 2021),
        ("令和３年９月30日", 2021, 9, 30, 2021),
        ("令和三年九月三十日", 2021, 9, 30, 2021),
        ("平成31年４月１日", 2019, 4, 1, 2019),
        ("2022年3月31日", 2022, 3, 31, 2021),
        ("Ｒ４.３.３１", 2022, 3, 31, 2021),
        ("H30.4", 2018, 4, None, 2018),
        ("令和３年（2021年）９月１日", 2021, 9, 1, 2021),
        ("2021/9/30", 2021, 9, 30, 2021),
        ("2021-09-30", 2021, 9, 30, 2021),
        # The calendar lacks the day: the month is named all the same.
        ("令和３年２月30日", 2021, 2, None, 2020),
    ],
)
def test_months_and_dates(
    text: str, year: int, month: int, day: int | None, fiscal_year: int
) -> None:
    [mention] = find_years(text)
    assert (mention.year, mention.month, mention.day) == (year, month, day)
    assert mention.kind == ("month" if day is None else "date")
    assert mention.fiscal_year == fiscal_year


def test_month_that_no_calendar_has_leaves_the_year() -> None:
    assert found("令和３年13月") == [("令和３年", 2021, "year")]


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("令和元年度から４年度", [("令和元年度", 2019, FISCAL), ("４年度", 2022, FISCAL)]),
        ("令和元～４年度", [("令和元", 2019, FISCAL), ("４年度", 2022, FISCAL)]),
        ("令和元〜４年度", [("令和元", 2019, FISCAL), ("４年度", 2022, FISCAL)]),
        ("令和２、３年度分", [("令和２", 2020, FISCAL), ("３年度", 2021, FISCAL)]),
        (
            "令和元、２、３年度",
            [("令和元", 2019, FISCAL), ("２", 2020, FISCAL), ("３年度", 2021, FISCAL)],
        ),
        ("Ｒ元～Ｒ４年度", [("Ｒ元", 2019, FISCAL), ("Ｒ４年度", 2022, FISCAL)]),
        ("平成30・令和元年度", [("平成30", 2018, FISCAL), ("令和元年度", 2019, FISCAL)]),
        ("平成30年度～令和２年度", [("平成30年度", 2018, FISCAL), ("令和２年度", 2020, FISCAL)]),
        ("2019～2021年度", [("2019", 2019, FISCAL), ("2021年度", 2021, FISCAL)]),
        ("2019-21年度", [("2019", 2019, FISCAL), ("21年度", 2021, FISCAL)]),
        (
            "令和３年度は未達成、４年度に再開",
            [("令和３年度", 2021, FISCAL), ("４年度", 2022, FISCAL)],
        ),
        (
            "平成30年４月から31年３月",
            [("平成30年４月", 2018, "month"), ("31年３月", 2019, "month")],
        ),
        ("令和２年から３年", [("令和２年", 2020, "year"), ("３年", 2021, "year")]),
        ("令和３年度（元年度比）", [("令和３年度", 2021, FISCAL), ("元年度", 2019, FISCAL)]),
    ],
)
def test_numbers_take_the_era_of_the_mention_before(
    text: str, mentions: list[tuple[str, int, str]]
) -> None:
    assert found(text) == mentions


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        # The range would run back to 平成２年度; 令和 would be a guess.
        ("平成30～２年度", [("平成30", 2018, FISCAL)]),
        # 平成元年度 lies 29 years back; 令和元年度 would be a guess.
        ("平成30年度（元年度比）", [("平成30年度", 2018, FISCAL)]),
        # 34 or 3 and 4: a program spaced the digits out.
        ("平成３ ４ 年度末", []),
        ("元～４年度", []),
        ("３年度", []),
        ("29年度中に", []),
    ],
)
def test_an_era_is_not_guessed(text: str, mentions: list[tuple[str, int, str]]) -> None:
    assert found(text) == mentions


def test_an_era_can_be_given() -> None:
    assert found("元～４年度", era="令和") == [("元", 2019, FISCAL), ("４年度", 2022, FISCAL)]
    assert found("29年度中に", era="H") == [("29年度", 2017, FISCAL)]
    assert found("平成30年度、３月", era="令和") == [("平成30年度", 2018, FISCAL)]


@pytest.mark.parametrize(
    ("text", "raw"),
    [
        ("平成30（2018）年度", "平成30（2018）年度"),
        ("2018（平成30）年度", "2018（平成30）年度"),
        ("令和３(西暦2021)年度", "令和３(西暦2021)年度"),
        ("2018年度（平成30年度）", "2018年度"),
    ],
)
def test_the_same_year_in_brackets(text: str, raw: str) -> None:
    first = find_years(text)[0]
    assert first.raw == raw
    assert {mention.year for mention in find_years(text)} == {first.year}


@pytest.mark.parametrize(
    "text",
    [
        "過去３年度の平均",
        "第２年度",
        "事業終了後５年以内",
        "昭和50年代",
        "2010年代",
        "R134a",
        "H2ステーション",
        "COVID-19",
        "2,021年度",
        "12021年度",
        "1.3年度",
        "令和100年",
        "令和０年度",
        "平成61年度",
        "2021",
        "翌年度、前年度、今年度",
        "一部の年度",
        "",
    ],
)
def test_what_names_no_year(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "令和３年度から３年間",
        "令和３年度、５年連続",
        "令和３年度から過去５年度",
        "令和３年度：1.2.3",
        "令和３年度 12件、３校",
        "令和３年度に２年かけて",
    ],
)
def test_counts_after_a_year_are_no_years(text: str) -> None:
    assert found(text) == [("令和３年度", 2021, FISCAL)]


def test_places_are_those_of_the_published_text() -> None:
    text = "㈱ﾃﾞｰﾀは、㋿３年度に"
    [mention] = find_years(text)
    assert mention == YearMention(7, 11, 2021, "fiscal_year", "㋿３年度")
    assert text[mention.start : mention.end] == mention.raw


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("令和３年度", 2021),
        (" 令和元年度　", 2019),
        ("平成31年度", 2019),
        ("Ｒ３年度", 2021),
        ("R3", 2021),
        ("H30", 2018),
        ("㋿３", 2021),
        ("2021", 2021),
        ("２０２１年度", 2021),
        ("令和３（2021）年度", 2021),
        ("令和３年度（2021年度）", 2021),
        ("2021年度(令和3年度)", 2021),
        ("（令和３年度）", 2021),
    ],
)
def test_parse_fiscal_year(text: str, year: int) -> None:
    assert parse_fiscal_year(text) == year


def test_parse_fiscal_year_with_era() -> None:
    assert parse_fiscal_year("元年度", era="令和") == 2019


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "is no fiscal year"),
        ("未定", "is no fiscal year"),
        ("３年度", "is no fiscal year"),
        ("令和３年度末", "is no fiscal year"),
        ("令和100年度", "is no fiscal year"),
        ("令和３年", "is no fiscal year.\n.*write 年度"),
        ("令和３年９月", "is no fiscal year.\n.*write 年度"),
        ("令和３年度（2022年度）", "more than one"),
    ],
)
def test_parse_fiscal_year_refuses(text: str, complaint: str) -> None:
    with pytest.raises(YearError, match=complaint) as caught:
        parse_fiscal_year(text)
    assert isinstance(caught.value, KictError)
    assert isinstance(caught.value, ValueError)


def test_unknown_era_is_an_error() -> None:
    with pytest.raises(YearError, match="no era '慶応'"):
        find_years("３年度", era="慶応")


pieces = st.sampled_from(
    [
        *"令和平成昭元RHSＲ0123456789０１２三十年度月日/.-～、（）()から第過去間㋿㍻ \n\u200b",
        "令和",
        "平成",
        "年度",
        "2021",
        "１９９９",
    ]
)


@given(st.lists(pieces, max_size=30).map("".join))
def test_any_text_gives_mentions_in_order_that_lie_in_it(text: str) -> None:
    mentions = find_years(text)
    assert all(text[one.start : one.end] == one.raw for one in mentions)
    assert all(one.end <= other.start for one, other in pairwise(mentions))
    assert all(1868 <= one.year <= 2199 for one in mentions)
    for one in mentions:
        assert (one.month is not None) == (one.kind in {"month", "date"})
        assert (one.day is not None) == (one.kind == "date")


@given(st.text())
def test_no_text_is_too_strange(text: str) -> None:
    find_years(text)


def test_real_report_names_its_years(kanagawa_text: str) -> None:
    mentions = find_years(kanagawa_text)
    assert {mention.raw for mention in mentions if mention.kind == FISCAL} >= {
        "令和３年度",
        "令和２年度",
    }
    assert all(2000 <= mention.year <= 2040 for mention in mentions)
