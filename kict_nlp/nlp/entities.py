"""What policy reports speak of: fiscal years, quantities, organisations, measures by name."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from itertools import dropwhile
from typing import Literal, NamedTuple

from kict_nlp.nlp.tokenizer import Token, tokenize
from kict_nlp.text.normalize import normalize
from kict_nlp.text.numbers import Quantity, find_quantities
from kict_nlp.text.years import find_years

Label = Literal["FISCAL_YEAR", "YEAR", "QUANTITY", "ORGANIZATION", "MEASURE"]

_MIN_NAME = 4  # letters; shorter names of measures (広報) are words of the language

# Kinds of bodies, as their names end. A word that only ends like one (水道, 一部, 教室) is told
# apart by the tokenizer: in short units the ending of a name is a word of its own.
_KINDS = frozenset(
    """
    課 局 部 室 係 班 所 庁 省 府 署 院 本部 支部 支所 センター 事務所 出張所 保健所 研究所 試験場
    委員会 審議会 協議会 協会 連合会 連盟 商工会 会議所 議会 機構 公社 公団 事業団 財団 法人 組合
    役場 大学 高校 学校 病院 図書館 博物館 美術館 公民館 館 県 都 道 市 町 村 区
    """.split()  # noqa: SIM905 - fifty words in quotes are hard to read
)
# Kinds that end many common words as well (体育館, 停留所); a name has two words before them.
_WEAK_KINDS = frozenset({"館", "班", "係", "所"})
# What stands before the kind and names nobody: 各課, 関係部局, 他市.
_GENERAL = frozenset(
    """
    各 全 他 同 当 両 本 新 旧 関係 関連 担当 所管 主管 該当 対象 指定 複数 庁内 県内 市内 町内 村内
    都内 国内 全国 近隣 周辺 全庁 公立 県立 市立 町立 国立 私立 地方 大 小 府 県 市 区 町 村 都 道
    部 局
    """.split()  # noqa: SIM905
)
# Words of counting that a number left before the name: 年度 of 3年度総務課.
_COUNTERS = ("接尾辞", "名詞-数詞", "名詞-普通名詞-助数詞可能")
_RUN = re.compile(r"[一-鿿々ヶァ-ヺーA-Za-z]{2,40}")
# What may follow a name without a blank or kana: 総務課及び, 総務課長, 総務課内.
_AFTER = re.compile("(?:及|並|又|若|等|内|外|間|側|向|宛|共|長|職員|担当者?|所管|主管|主催|全体)+$")
_ENDING = re.compile(f"(?:{'|'.join(sorted(_KINDS, key=len, reverse=True))})$")


class Entity(NamedTuple):
    """Something that a text speaks of, and what it stands for: 2021, 12 件, a measure_id."""

    start: int
    end: int
    label: Label
    meaning: str


class MeasureNames:
    """Names of measures, to be found in texts whatever their width.

    Parameters
    ----------
    names : mapping of str to str
        measure_id → name. Names of fewer than four letters are not looked for.
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        forms = {measure_id: normalize(name).text.strip() for measure_id, name in names.items()}
        kept = {id_: form for id_, form in forms.items() if len(form) >= _MIN_NAME}
        # The first measure of a name has it, as reports print repeated ones in order.
        self._ids = {form: id_ for id_, form in reversed(kept.items())}
        longest_first = sorted(self._ids, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")

    def find(self, text: str) -> list[tuple[int, int, str]]:
        """Spans of normalised text with the measure_id; of overlapping names the longest."""
        return [(*match.span(), self._ids[match[0]]) for match in self._pattern.finditer(text)]


def find_entities(text: str, measures: MeasureNames) -> list[Entity]:
    """Return the years, quantities, measures and organisations that a text names.

    Parameters
    ----------
    text : str
        Text as published; offsets are of it.
    measures : MeasureNames
        What to look for.

    Returns
    -------
    list of Entity
        In order of their places; they may overlap.

    Examples
    --------
    >>> found = find_entities("関係課と総務課は令和３年度に水道を直した。", MeasureNames({}))
    >>> [(entity.start, entity.label, entity.meaning) for entity in found]
    [(4, 'ORGANIZATION', ''), (8, 'FISCAL_YEAR', '2021')]
    """
    place = normalize(text)
    found = [
        Entity(
            year.start,
            year.end,
            "FISCAL_YEAR" if year.kind == "fiscal_year" else "YEAR",
            str(year.year),
        )
        for year in find_years(place)
    ]
    found += [
        Entity(quantity.start, quantity.end, "QUANTITY", _amount(quantity))
        for quantity in find_quantities(text)
    ]
    for start, end, measure_id in measures.find(place.text):
        found.append(Entity(*place.to_original(start, end), "MEASURE", measure_id))
    for start, end in _find_bodies(place.text):
        found.append(Entity(*place.to_original(start, end), "ORGANIZATION", ""))
    return sorted(found)


def _amount(quantity: Quantity) -> str:
    """A quantity in one spelling: 12 件, 10~20 %."""
    ends = [quantity.value] if quantity.upper is None else [quantity.value, quantity.upper]
    numbers = "~".join(str(end) if end.denominator == 1 else str(float(end)) for end in ends)
    return numbers if quantity.unit is None else f"{numbers} {quantity.unit}"


def _find_bodies(text: str) -> list[tuple[int, int]]:
    """Spans of normalised text that name a department or an organisation."""
    spans = []
    for match in _RUN.finditer(text):
        name = _AFTER.sub("", match[0])
        ending = _ENDING.search(name)
        start = _name_start(name) if ending is not None and ending.start() > 0 else None
        if start is not None:
            spans.append((match.start() + start, match.start() + len(name)))
    return spans


# Reports name few bodies, each many times.
@functools.lru_cache(maxsize=4096)
def _name_start(name: str) -> int | None:
    """Where a name begins behind general words; None if there is no name or it ends otherwise."""
    tokens = list(tokenize(name, "A"))
    last = tokens[-1]
    named = list(dropwhile(_is_general, tokens))
    if last.normalized_form in _KINDS:
        enough = 3 if last.normalized_form in _WEAK_KINDS else 2
    else:
        enough = 1 if "固有名詞" in last.part_of_speech else len(name)
    return named[0].start if len(named) >= enough else None


def _is_general(token: Token) -> bool:
    kind = "-".join(token.part_of_speech[:3])
    return token.normalized_form in _GENERAL or kind.startswith(_COUNTERS)
