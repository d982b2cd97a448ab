"""Years and fiscal years in Japanese text, typed and with their place.

Three kinds of year get mixed up in reports: a fiscal year (年度, from April), a calendar year, and
a month or day that lies in both. A mention says which it is. A number without an era takes it from
the mention before (令和元年度から４年度); where that would be a guess, it is no mention.
"""

import re
from dataclasses import dataclass
from typing import Literal

from kict_nlp.errors import YearError
from kict_nlp.text._year_patterns import WESTERN_YEAR, read_years
from kict_nlp.text.eras import BY_NAME, era_year, parse_year_number
from kict_nlp.text.normalize import NormalizedText, normalize

__all__ = ["YearMention", "era_year", "find_fiscal_year", "find_years", "parse_fiscal_year"]

APRIL = 4
_BARE_WESTERN = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)(?:[./](1[0-2]|0?[1-9])(?!\d))?")


@dataclass(frozen=True, slots=True)
class YearMention:
    """A year named in a text.

    Attributes
    ----------
    start, end : int
        Code points of the text that was searched, half open.
    year : int
        Western; of a fiscal year the one in which it begins, in April. 令和３年３月 is 2021.
    kind : {"fiscal_year", "year", "month", "date"}
        年度, 年, 年月, 年月日. A number without 年 (R3, 令和３) is a "year", unless a list or range
        that it belongs to ends in 年度.
    raw : str
        The text as published.
    month, day : int, optional
        Where the kind has them.
    """

    start: int
    end: int
    year: int
    kind: Literal["fiscal_year", "year", "month", "date"]
    raw: str
    month: int | None = None
    day: int | None = None

    @property
    def fiscal_year(self) -> int | None:
        """The fiscal year it lies in; None for a calendar year, which lies in two.

        Examples
        --------
        >>> [find_years(text)[0].fiscal_year for text in ("令和３年度", "令和３年３月", "令和３年")]
        [2021, 2020, None]
        """
        if self.kind == "fiscal_year":
            return self.year
        if self.month is None:
            return None
        return self.year if self.month >= APRIL else self.year - 1


def find_years(text: str | NormalizedText, *, era: str | None = None) -> list[YearMention]:
    """Return the years and fiscal years that a text names, in order.

    Parameters
    ----------
    text : str or NormalizedText
        Text as published: 令和３年度, Ｒ３, ㋿３, H30年度, 2021年度, 令和元～４年度, 令和３年９月.
        Give the normalised text where you have it, to spare a second normalisation.
    era : str, optional
        Era of numbers that have none and no mention before them to take it from ("令和").

    Returns
    -------
    list of YearMention
        Offsets are of the text as published. Counts of years (３年間, 過去５年度, 第２年度) and
        relative years (翌年度) are no mentions.

    Raises
    ------
    YearError
        ``era`` is none.

    Notes
    -----
    A number without an era takes that of the mention before if both stand in one list or range, or
    if 年度 or a month follows it and it lies within ten years. A range that would run backwards is
    not guessed at: in 平成30～２年度 the second number is no mention.

    Examples
    --------
    >>> for found in find_years("Ｒ３年度（令和元～２年度は未実施）"):
    ...     print(found.raw, found.year, found.kind)
    Ｒ３年度 2021 fiscal_year
    令和元 2019 fiscal_year
    ２年度 2020 fiscal_year
    """
    if era is not None and era not in BY_NAME:
        raise YearError(f"There is no era {era!r}.", hint=f"Eras: {' '.join(BY_NAME)}")
    place = normalize(text) if isinstance(text, str) else text
    mentions = []
    for found in read_years(place.text, BY_NAME[era].before if era else None):
        start, end = place.to_original(found.start, found.end)
        mentions.append(
            YearMention(
                start,
                end,
                found.year,
                found.kind,
                place.original[start:end],
                found.month,
                found.day,
            )
        )
    return mentions


def find_fiscal_year(text: str) -> int | None:
    """Return the fiscal year that a heading or a note names first, or None.

    A month counts for the fiscal year that it lies in: 令和４年３月末 is of 2021. A calendar year
    counts for the one that begins in it. Western years may stand without 年: 2021, 2022.3.

    Examples
    --------
    >>> [find_fiscal_year(text) for text in ("令和４年３月末", "2022.3", "令和３年", "実績")]
    [2021, 2021, 2021, None]
    """
    mentions = find_years(text)
    if mentions:
        return mentions[0].fiscal_year or mentions[0].year
    western = _BARE_WESTERN.search(normalize(text).text)
    if western is None:
        return None
    return int(western[1]) - (western[2] is not None and int(western[2]) < APRIL)


def parse_fiscal_year(text: str, *, era: str | None = None) -> int:
    """Return the fiscal year that a text is.

    Parameters
    ----------
    text : str
        One fiscal year and nothing else: 令和３年度, Ｒ３年度, R3, 2021年度, 2021,
        令和３（2021）年度, or one with the other in brackets, 令和３年度（2021年度）.
    era : str, optional
        Era of a number that has none (３年度).

    Returns
    -------
    int
        The year in which it begins, in April.

    Raises
    ------
    YearError
        The text is no fiscal year, or names two. A calendar year (令和３年) lies in two.

    Examples
    --------
    >>> [parse_fiscal_year(text) for text in ("令和３年度", "平成31年度", "R3", "２０２１年度")]
    [2021, 2019, 2021, 2021]
    """
    form = normalize(text).text.strip()
    if re.fullmatch(WESTERN_YEAR, form):
        return parse_year_number(form)
    mentions = find_years(text, era=era)
    if not mentions or not re.fullmatch(r"[\s()（）]*", _rest(text, mentions)):
        raise YearError(f"{text!r} is no fiscal year.", hint="Write 令和３年度, R3 or 2021年度.")
    if not all(_may_be_fiscal(mention) for mention in mentions):
        raise YearError(f"{text!r} is no fiscal year.", hint="If it is one, write 年度.")
    years = {mention.year for mention in mentions}
    if len(years) > 1:
        raise YearError(f"{text!r} names more than one fiscal year.", hint="Write one of them.")
    return years.pop()


def _rest(text: str, mentions: list[YearMention]) -> str:
    begins = [0, *(mention.end for mention in mentions)]
    ends = [*(mention.start for mention in mentions), len(text)]
    return "".join(text[begin:end] for begin, end in zip(begins, ends, strict=True))


def _may_be_fiscal(mention: YearMention) -> bool:
    if mention.kind == "year":
        return not mention.raw.endswith("年")
    return mention.kind == "fiscal_year"
