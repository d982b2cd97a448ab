"""Which plan, of which body, for which fiscal year: from the words of the document itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from kict_nlp.pdf.lines import Line
from kict_nlp.reports.numbering import parse_label
from kict_nlp.reports.results_year import Head, find_results_year
from kict_nlp.schema import Issue
from kict_nlp.text.years import era_year, find_years

_REPORT = re.compile(
    "報告書|報告|点検|評価|検証|進捗|実績|達成状況|取組状況|実施状況|フォローアップ|レビュー|年次"
)
_PLAN = re.compile(
    r"(?:[^\s　「」『』（）()【】]|(?<=[A-Za-z0-9]) (?=[A-Za-z0-9]))*"
    r"(?:計画|プラン|戦略|ビジョン|構想|大綱|指針|方針|アクションプログラム|プログラム|総合戦略)"
)
_BODY = re.compile(
    r"(?:[一-龥々ヶァ-ヺー]{1,5}|(?<![一-龥ぁ-ん])[ぁ-ん]{2,6})(?:府|県|市|区|町|村)"
    r"|北海道|東京都|(?<![一-龥ぁ-ん])[ぁ-ん]{2,6}(?:都|道)"
    r"|[一-龥ァ-ヺー]{2,6}(?:省|庁|委員会|本部)"
)
# Words that end like the name of a body and are none: 本市, 近隣市町村, 政令指定都市, 通学区.
_NO_BODY = re.compile(
    "(?:同|本|当|各|全|他|両|都|道|府|県|市|区|町|村|省|政令|指定|中核|中枢|特別|全国|関係|中央|官公"
    "|県内|市内|道内|府内|都内|近隣|周辺|自治|構成|対象|協力|参加|連携|特定|先進|被災|地方|一部|以外)*"
    "(?:府|県|市|区|町|村|省|庁|委員会|本部)"
    "|.*(?:(?<!京)都市|政府|[地学校街工管特住]区|選挙区|行政区|[農山漁]村|城下町|朝市)"
)
# 府中市市民: what follows shows that the last 市 begins the next word.
_NEXT_WORD = re.compile("[府県市区町村][府県市区町村](?=[民場街立営内長議役税域])")
_BARE = frozenset({"教育委員会", "選挙管理委員会", "農業委員会", "推進本部", "対策本部"})
_SERIES = re.compile("第[0-9０-９一二三四五六七八九十]+[期次]")
_TITLE_REACH = 12  # lines of the first page among which the title stands


class Identity(NamedTuple):
    """What a report says of itself."""

    title: str | None
    plan: str | None
    organization: str | None
    fiscal_year: int | None
    era_year: str | None
    issues: tuple[Issue, ...] = ()


def find_identity(pages: Sequence[Sequence[Line]], result_years: Sequence[int]) -> Identity:
    """Return title, plan, body and fiscal year.

    Parameters
    ----------
    pages : sequence of sequences of Line
        The lines outside tables, page by page.
    result_years : sequence of int
        Fiscal years named over columns of results.
    """
    title = _find_title(pages[0] if pages else ())
    lines = [line.text for page in pages for line in page]
    head = [title or "", *lines[:_TITLE_REACH]]
    titles = [text for text in head if text == title or _REPORT.search(text)]
    year, issues = find_results_year(Head(head, titles), lines, result_years)
    return Identity(
        title=title,
        plan=_find_plan(title, lines),
        organization=_find_organization(title, lines),
        fiscal_year=year,
        era_year=era_year(year) if year is not None else None,
        issues=issues,
    )


def _find_title(lines: Sequence[Line]) -> str | None:
    """The largest type at the head of the first page, joined where it runs over lines."""
    head = [
        line
        for line in lines[:_TITLE_REACH]
        if len(line.text.strip()) > 3 and parse_label(line.text).style is None
    ]
    if not head:
        return None
    scored = [
        (_REPORT.search(line.text) is not None, round(line.size), -i) for i, line in enumerate(head)
    ]
    largest = max(round(line.size) for line in head)
    best = max(
        range(len(head)), key=lambda i: (scored[i][1] == largest, scored[i][0], scored[i][2])
    )
    size = round(head[best].size)
    run = [head[best]]
    for line in head[best + 1 :]:
        if round(line.size) != size or line.box.top - run[-1].box.bottom > 1.5 * size:
            break
        if _REPORT.search(run[-1].text) and run[-1].text.rstrip().endswith(("書", "告", "価")):
            break
        run.append(line)
    if len(run) > 3:
        run = run[:1]
    return " ".join(line.text.strip() for line in run) or None


def _find_plan(title: str | None, lines: Sequence[str]) -> str | None:
    for text in (title or "", *lines[:30]):
        for match in _PLAN.finditer(text):
            plan = re.sub(r"^.*年度(?:版|分)?の?", "", match[0])
            if len(plan) > 3:
                return plan
    return None


def _find_organization(title: str | None, lines: Sequence[str]) -> str | None:
    """The body named in the title, else the one that the document names most often."""
    votes: Counter[str] = Counter()
    for weight, text in ((5, title or ""), *((1, line) for line in lines)):
        for body in _bodies(text):
            votes[body] += weight
    if not votes:
        return None
    # 教育委員会 alone says not whose it is; the municipality does.
    named = {name: count for name, count in votes.items() if name not in _BARE} or votes
    body = max(named, key=lambda name: (named[name], -list(votes).index(name)))
    return _without_following_word(body, "".join([title or "", *lines]))


def _bodies(text: str) -> list[str]:
    """Names of bodies, which years and 第２次 may stand before without a space."""
    for year in reversed(find_years(text)):
        text = f"{text[: year.start]} {text[year.end :]}"
    text = _NEXT_WORD.sub(lambda match: f"{match[0][0]} ", _SERIES.sub(" ", text))
    return [m[0] for m in _BODY.finditer(text) if not _NO_BODY.fullmatch(m[0])]


def _without_following_word(body: str, text: str) -> str:
    """例示市都市計画 names 例示市: the shorter name also stands without what follows here."""
    shorter = re.match(r"^.{1,5}?[都道府県市区町村]", body)
    if shorter is None or _NO_BODY.fullmatch(shorter[0]):
        return body
    whole = text.count(body)
    alone = text.count(shorter[0]) - whole
    # 四日市市 has 市 twice, though 四日市 stands alone now and then.
    return shorter[0] if alone > (whole if len(body) - len(shorter[0]) == 1 else 0) else body
