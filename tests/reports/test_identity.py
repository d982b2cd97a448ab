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
