"""The fiscal year whose results a report gives, among all the years that it names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from kict_nlp.schema import Issue
from kict_nlp.text.normalize import normalize
from kict_nlp.text.years import YearMention, find_years

# What makes the year before it that of the results: 令和５年度実績, 令和４年度対象.
_RESULTS = re.compile(
    r"[\s　]*(?:分)?[のに]?"
    r"(?:[実業]績|対象|事業分|事業[)〕\]】]|実施事業|実施分|における取組の?結果|の結果)"
)
# What makes it the year of a plan or of an edition.
_OF_PLAN = re.compile(r"[\s　]*(?:版|策定|改定|改訂|から|以降|まで|開始|を?目標|[~〜])")
_IN_BRACKETS_AFTER_PLAN = re.compile(
    r"(?:計画|プラン|戦略|ビジョン|構想|大綱|指針|方針|プログラム)[」』\s]*[(〔\[【][^)〕\]】]*\Z"
)
_JOINT = re.compile(r"[\s)〕\]】]*(?:~|〜|-|–|—|―|ー|→|から|より|乃至|ないし)[\s　]*")


class _Mention(NamedTuple):
    """A fiscal year with the text before and after it, and whether it is an end of a range."""

    year: int
    before: str
    after: str
    in_range: bool


class Head(NamedTuple):
    """The lines at the head of a report, and those of them that name the document."""

    lines: Sequence[str]
    titles: Sequence[str]


def find_results_year(
    head: Head, lines: Iterable[str], result_years: Sequence[int]
) -> tuple[int | None, tuple[Issue, ...]]:
    """Return the fiscal year of the results, or None, and a doubt where the sources disagree.

    Parameters
    ----------
    head : Head
        Where the year may be named.
    lines : iterable of str
        All lines, which decide by vote where nothing else does.
    result_years : sequence of int
        Fiscal years named over columns of results.

    Notes
    -----
    Of the years at the head those that are printed over results count. A report of 令和６年度
    may give the results of the year before, so a head that names none of them loses to earlier
    columns; it wins over later ones, which hold targets or forecasts.

    Examples
    --------
    >>> title = ["基本計画（令和３年度～令和７年度）令和４年度報告書"]
    >>> find_results_year(Head(title, title), [], [])
    (2022, ())
    """
    tied = [m.year for text in head.lines for m in _mentions(text) if _RESULTS.match(m.after)]
    named = tied or _years_of_document(head.titles)
    shared = set(named) & set(result_years)
    if not named:
        return max(result_years, default=_voted(lines)), ()
    if shared or not result_years:
        return max(shared or named), ()
    earlier = [year for year in result_years if year < max(named) and not tied]
    return max(earlier or named), (_disputed(named, result_years),)


def _voted(lines: Iterable[str]) -> int | None:
    votes = Counter(m.year for text in lines for m in _mentions(text) if not m.in_range)
    return max(votes, key=lambda year: (votes[year], year)) if votes else None


def _disputed(named: Iterable[int], result_years: Iterable[int]) -> Issue:
    at_head, over_columns = (", ".join(map(str, sorted({*y}))) for y in (named, result_years))
    message = f"The head names fiscal year {at_head}; the columns of results {over_columns}."
    return Issue(code="fiscal_year_disputed", message=message)


def _years_of_document(titles: Sequence[str]) -> list[int]:
    """Years in a title that are no part of the plan's period, edition or date."""
    free = [
        mention
        for text in titles
        for mention in _mentions(text)
        if not mention.in_range and not _OF_PLAN.match(mention.after)
    ]
    beside = [m for m in free if not _IN_BRACKETS_AFTER_PLAN.search(m.before)]
    return [mention.year for mention in beside or free]


def _mentions(text: str) -> list[_Mention]:
    plain = normalize(text).text
    found = find_years(plain)
    joined = _in_ranges(plain, found)
    return [
        _Mention(m.year, plain[: m.start], plain[m.end :], index in joined)
        for index, m in enumerate(found)
        if m.kind == "fiscal_year"
    ]


def _in_ranges(plain: str, found: Sequence[YearMention]) -> set[int]:
    """Indices of mentions that end a range, with those that say an end once more."""
    gaps = [plain[a.end : b.start] for a, b in pairwise(found)]
    again = {i for i, gap in enumerate(gaps) if _says_again(gap, found[i], found[i + 1])}
    joined = {i + end for i, gap in enumerate(gaps) if _JOINT.fullmatch(gap) for end in (0, 1)}
    return joined | {i for i in again if i + 1 in joined} | {i + 1 for i in again if i in joined}


def _says_again(gap: str, before: YearMention, after: YearMention) -> bool:
    """令和７年度（2025年度）."""
    return gap.strip() == "(" and before.year == after.year
