"""Which body, plan and year: from titles as bodies write them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from kict_nlp.pdf.lines import Line
from kict_nlp.reports.identity import Identity, find_identity
from kict_nlp.schema import Box


def identify(title: str, *texts: str, result_years: Sequence[int] = ()) -> Identity:
    """The identity of a report of one page: a title in large type, and lines under it."""
    lines = [_line(title, 30.0, 18.0)]
    lines += [_line(text, 80.0 + 20 * n, 10.0) for n, text in enumerate(texts)]
    return find_identity([lines], result_years)


def _line(text: str, top: float, size: float) -> Line:
    return Line(text, Box(50.0, top, 50.0 + size * len(text), top + size), size, "Gothic")


@pytest.mark.parametrize(
    ("title", "result_years", "year"),
    [
        ("みほん市総合計画（令和３年度～令和７年度）進捗状況報告書", [2022], 2022),
        ("みほん市総合計画（令和３～７年度）令和４年度進捗状況報告書", [], 2022),
        ("みほん市総合計画（2021年度から2025年度まで）2023年度進捗状況報告書", [], 2023),
        ("総合計画（令和３年度（2021年度）～令和７年度（2025年度））進捗報告書", [2022], 2022),
        ("総合計画（令和３年度策定）進捗状況報告書", [2023], 2023),
        ("総合計画（令和３年度策定）令和５年度進捗状況報告書", [], 2023),
        ("令和７年度までの計画に係る令和４年度進捗状況報告書", [], 2022),
        ("令和６年度行政評価（令和５年度事業）報告書", [2023], 2023),
        ("令和６年度行政評価（令和５年度事業）報告書", [], 2023),
        ("令和６年度行政評価（令和５年度事業分）報告書", [], 2023),
        ("令和６年度行政評価報告書", [2022, 2023], 2023),
        ("令和６年度、令和５年度行政評価報告書", [2022, 2023], 2023),
        ("推進計画（令和４年度）評価報告書", [], 2022),
        ("令和３年度事業評価報告書", [2021], 2021),
        ("令和５年度実績報告書", [2021, 2022, 2023], 2023),
        ("進捗状況報告書", [2021, 2022], 2022),
        ("令和３年度進捗状況報告書", [2025], 2021),
        ("進捗状況報告書", [], None),
    ],
)
def test_the_year_is_that_of_the_results(
    title: str, result_years: list[int], year: int | None
) -> None:
    assert identify(title, result_years=result_years).fiscal_year == year


def test_the_period_of_the_plan_on_a_line_of_its_own_is_no_year_of_results() -> None:
    found = identify(
        "進捗状況報告書", "計画期間における評価　令和３年度～令和７年度", "令和４年度末現在"
    )
    assert found.fiscal_year == 2022


def test_a_title_that_contradicts_the_columns_is_doubted() -> None:
    found = identify("令和６年度行政評価報告書", result_years=[2023])
    (issue,) = found.issues
    assert issue.code == "fiscal_year_disputed"
    assert "2024" in issue.message
    assert "2023" in issue.message
    assert identify("令和５年度行政評価報告書", result_years=[2023]).issues == ()


CITIES = (
    *("町田市", "市川市", "府中市", "村上市", "都城市", "各務原市", "本庄市", "市原市", "当別町"),
    *("堺市", "津市", "柏市", "港区", "横浜市", "武蔵村山市", "さいたま市", "つくば市", "京都市"),
    *("大町市", "大村市", "四日市市", "千代田区", "北海道", "東京都", "大阪府", "青森県", "余市町"),
    *("デジタル庁", "総務省"),
)


@pytest.mark.parametrize("name", CITIES)
@pytest.mark.parametrize(
    "title",
    [
        "{}行政改革プラン進捗状況報告書",
        "令和４年度{}行政改革プラン進捗状況報告書",
        "第３次{}総合計画　令和４年度進捗状況報告書",
        "令和５年{}　行政評価報告書",
        "{}　令和４年度施策評価報告書",
    ],
)
def test_the_body_that_a_title_names(title: str, name: str) -> None:
    assert identify(title.format(name)).organization == name
    assert identify(title.format(name), f"{name}では、本市の近隣市町村と").organization == name


@pytest.mark.parametrize(
    "words",
    [
        "本市の施策と同県の事業、各市町村及び都道府県の取組",
        "政令指定都市、中核市、特別区、県内市町村、近隣市、関係省庁及び各省庁",
        "対象地区、農村、下水道、国道、政府、都市、小学校区及び国家戦略特区",
    ],
)
def test_words_that_end_like_a_body_are_none(words: str) -> None:
    assert identify("施策評価報告書", words).organization is None


def test_a_following_word_is_no_part_of_the_name() -> None:
    assert identify("みほん市市民協働計画進捗状況報告書").organization == "みほん市"
    assert identify("府中市市民協働計画進捗状況報告書").organization == "府中市"
    assert identify("堺市都市計画評価報告書", "堺市は").organization == "堺市"
