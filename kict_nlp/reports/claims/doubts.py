"""Words round a figure that make it something else than the result of the report's year.

Such a figure may agree with the annex, but never contradicts it.
"""

from __future__ import annotations

import re

from kict_nlp.text.years import find_years

_EARLIER = "前々?年度?|一?昨年度?|前回|前計画|前期計画|従来|過去|ピーク|流行前|当初|連続"
_LATER = "来年度?|次年度|翌年度?|次期|次回|最終年度|計画期間"
_NOW = "今年度|本年度|当年度|当該年度|今回|本年|今年"
_RELATIVE = re.compile(f"(?P<earlier>{_EARLIER})|(?P<later>{_LATER})|(?P<now>{_NOW})")
_UNTIL = re.compile("^末?まで|^以前")  # what was done until a year is known in the next one too
_PLANNED = re.compile(
    "目指|予定(?!どおり|通り)|見込[みむま]|見直[しす]|こととし|方針|目標と(?:す|し)|計画(?:です|である|とし)"
    "|とする。?$|たい(?:。|と考)|必要が|必要で|[てで]い[くき]|[てで]まいり|よう(?:に|、|取り?組|努め)|検討し(?:て|ま)"
)
_BOUND_BEHIND = re.compile(
    "^(?:以上|以下|以内|未満|超|余|程度|前後|台|弱|強|を(?:超|上回|下回)|から(?!成|な[りる]|構成)|より)"
)
_BOUND_AHEAD = re.compile(
    "(?:約|概ね|おおむね|おおよそ|およそ|ほぼ|最大|少なくとも|延べ|各|毎年度?)$"
)
_CHANGE_BEHIND = re.compile(
    "^(?:が|を|の)?(?:新規|追加|新設|廃止|拡充)|^(?:が|を|の)?(?:増|減)|^ずつ"
)
_CHANGE_AHEAD = re.compile(
    "(?:新た[にな]|さらに|更に|追加で|追加した|新規の?|他の|ほかの|別の|残る|残りの)$"
)
_PART_AHEAD = re.compile("(?:この|その)?うち(?:の|、)?$|(?:この|その)中(?:で|の)、?$")
_OTHER_WHOLE = re.compile("(?:基本|総合|上位|関連|前)計画(?:に|で)|[県市町国]全体|全庁|庁内")
_BAND_AHEAD = re.compile("(?:以上|未満|以下|超|超え|台)(?:の|が|は|:|、)?(?:もの)?[がは]?$")
# 52,000人には戻らず, 46人から, 78.9%を上回り: what the result is compared with.
_REFERENCE_BEHIND = re.compile(
    "^(?:(?:の|、)?うち|に(?:は|も)?(?:戻|届|達しな|至ら|比|満た|対)|には|と比|から(?!な[りる])|より"
    "|を(?:大きく|大幅に|わずかに)?(?:上回|下回|超)|の(?:半分|半数|約|[0-9])|[はが]?必要)"
)
_PART = re.compile("うち|歳(?:以上|以下|未満)|[0-9]月(?:の|は|分|中)|女性|男性")
_COUNTED_PART = re.compile(r"\d[^\d、]{0,8}うち、?")  # of a number: 5つのシステムのうち1つ
_OTHER_BODIES = re.compile(
    "全国|他[市県都]|近隣|(?:県|国|市|都|府)(?:内|全体)?の?平均|(?:県|国)内の"
)
_SIDE = re.compile("平均|最も|最高|最低|最大|最小|全国|国の調査|指標ごと|施策ごと|個々|それぞれの")


def years_off(text: str, position: int, fiscal_year: int | None) -> int | None:
    """Return how far from the report's the year is that the words before a place speak of.

    None where that cannot be said; years until which something was done do not count.

    Examples
    --------
    >>> text = "昨年度は12施策、今年度は14施策"
    >>> years_off(text, 4, 2021), years_off(text, 14, 2021)
    (-1, 0)
    """
    last = max(
        (*_relative_years(text, position), *_named_years(text, position, fiscal_year)),
        default=(0, 0),
        key=lambda mention: mention[0],
    )
    return last[1]


def _relative_years(text: str, position: int) -> list[tuple[int, int]]:
    return [
        (match.end(), -1 if match["earlier"] else 1 if match["later"] else 0)
        for match in _RELATIVE.finditer(text, 0, position)
        if not _UNTIL.search(text[match.end() :])
    ]


def _named_years(text: str, position: int, fiscal_year: int | None) -> list[tuple[int, int | None]]:
    return [
        (mention.end, None if fiscal_year is None else mention.fiscal_year - fiscal_year)
        for mention in find_years(text)
        if mention.fiscal_year is not None
        and mention.end <= position
        and not _UNTIL.search(text[mention.end :])
    ]


def find_doubt(text: str, start: int, end: int) -> str | None:
    """Return why a figure in a packed sentence may be no exact result; None where nothing says so.

    Examples
    --------
    >>> find_doubt("約20施策が達成した", 1, 5), find_doubt("20施策が達成した", 0, 4)
    ('the figure is rounded or a bound', None)
    """
    ahead, behind = text[:start], text[end:]
    if _BOUND_BEHIND.search(behind) or _BOUND_AHEAD.search(ahead):
        return "the figure is rounded or a bound"
    if _OTHER_WHOLE.search(ahead) or _BAND_AHEAD.search(ahead):
        return "the figure may count something else than the plan's measures"
    if _CHANGE_BEHIND.search(behind) or _CHANGE_AHEAD.search(ahead):
        return "the figure is a change or what remains"
    if _PLANNED.search(behind):
        return "the sentence speaks of a plan"
    if _PART_AHEAD.search(ahead) and not re.search(r"\d", ahead):
        return "the figure is a part of what an earlier sentence counts"
    return None


def is_result(text: str, start: int, end: int) -> bool:
    """Tell whether nothing speaks against a quantity's being a result of the sentence's year.

    Examples
    --------
    >>> text = "利用者のうち、外国人は38人でした。"
    >>> is_result(text, 11, 14), is_result("利用者は38人でした。", 4, 7)
    (False, True)
    """
    ahead, behind = text[:start], text[end:]
    clause = re.split("[、。]", ahead)[-1]
    is_part = _PART.search(_COUNTED_PART.sub("", ahead)) is not None
    return not (
        is_part
        or _REFERENCE_BEHIND.search(behind)
        or _BOUND_BEHIND.search(behind)
        or _PLANNED.search(behind)
        or _OTHER_BODIES.search(clause)
    )


def is_of_something_else(text: str) -> bool:
    """Tell whether a rate is an average, an extreme, or one of other bodies."""
    return _SIDE.search(text) is not None
