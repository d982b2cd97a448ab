"""Units in normalised text: counters, units of measure, words that stand where a unit does."""

import functools
import re
from importlib.resources import files

_FILE = "units.tsv"

_COUNTER_KA = "[カヵケヶか箇個]"
_SPELLINGS = (
    (re.compile(rf"{_COUNTER_KA}(?=所|国|月|年|村|町|市)"), "か"),
    (re.compile("パーセントポイント|%ポイント|パーセント・ポイント"), "ポイント"),
    (re.compile("パーセント"), "%"),
    (re.compile("[μµ]"), "μ"),
    (re.compile("[²₂]"), "2"),
    (re.compile("³"), "3"),
    (re.compile(r"(?:トン|t)\s?-?\s?CO2"), "t-CO2"),
    (re.compile(r"\s"), ""),
)

_KA = rf"{_COUNTER_KA}(?:国語|国|所|月間|月|年|村|町|市)数?(?:・地域)?"
_LATIN = r"[A-Za-zμµΩ℃°][A-Za-zμµΩ]*[23²³]?(?:[-・]?(?:CO2|CO₂|eq))?"
_TON = r"トン\s?-?\s?(?:CO2|CO₂)"
# Kanji after a number that are no unit: words of comparison, verbs, parts of time.
_NO_UNIT = (
    "以|未|超|程|前|後|増|減|削|上|下|向|改|目|達|実施|策|整|予|見|相|余|強|弱|毎|当|中|内|外|総|全"
    "|計|累|延|約|概|最|各|他|等|代|号|と|対|年|月|公|開|完|導|運|設|継|維|新|把|集|確|登|認|取|配"
    "|締|低|急|提|拡|普|支|利|参|検|行|可|的|性|化|率|頃|節|短|縮|抑|圧|台"
)
_KANJI_WORD = rf"(?!{_NO_UNIT})(?:[一-鿿々](?!{_NO_UNIT})){{0,5}}[一-鿿々]"
_KANA_WORD = "[ァ-ヴー]{2,}(?:・[ァ-ヴー]{2,})*"

# In a cell: whatever stands between the number and the end.
REST = re.compile(
    rf"\s?(?P<bracketed>)(?!{_NO_UNIT})(?P<unit>[A-Za-zァ-ヴ一-鿿][^\s0-9()\[\]※、。,:;~\ufffb\ufffc]{{0,15}})\Z"
)

# In a cell: the end of a unit that the table has only the head of (PV数/日, 円/L-EtOH).
TO_END = re.compile(r"数?(?:[/-][0-9A-Za-zァ-ヴー一-鿿]{1,8})?\Z")

# Counters that follow kanji numerals; others make words of their own (四国, 十分, 三重, 一部).
STRICT = re.compile(
    "人(?!ひとり|一人|材|口)|名(?!称)|件|回(?!答)|割(?!合)|倍|台(?!帳)|校|社(?!会)|歳|円(?!滑)|世帯|施設"
    rf"|{_KA}|市町村|団体|機関|種類|年間|年(?!度|生)|日間|週間|時間|項目|地区|つ|頭|戸|床|冊"
    "|本(?!部)|点(?!検)"
)


@functools.cache
def unit_pattern() -> re.Pattern[str]:
    """Return the pattern of a unit; group ``unit``, or ``bracketed`` in 100(件)."""
    known = _known_units()
    one = rf"(?:%ポイント|[%‰]|{_KA}|{_TON}|{known}|{_LATIN})"
    below = (
        r"\s?/\s?(?:[0-9]{1,3}(?:a|g|kg|m2|m3|ha|人|km|mL|L)"
        rf"|{known}|年度?|[A-Za-z]+[23²³]?(?:-CO2)?)(?![0-9])"
    )
    above = rf"(?:{one}|{_KANA_WORD}|{_KANJI_WORD}(?!する|し|され))(?:・(?:{one}))?"
    return re.compile(rf"\s?(?:\(\s?(?P<bracketed>{one})\s?\)|(?P<unit>{above}(?:{below})*))")


def _known_units() -> str:
    """Return the units of the table as a pattern, the longest first."""
    lines = files("kict_nlp.text").joinpath(_FILE).read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith(("#", "unit\t"))]
    rows.sort(key=lambda row: (-len(row[0]), row[0]))
    return "|".join(f"{unit}(?!{rest})" if rest else unit for unit, rest in rows)


def normalize_unit(unit: str) -> str:
    """Return one spelling for the units that have several.

    Examples
    --------
    >>> [normalize_unit(unit) for unit in ("ヶ所", "箇所", "カ国", "パーセント", "トンCO2", "m³")]
    ['か所', 'か所', 'か国', '%', 't-CO2', 'm3']
    """
    for pattern, spelling in _SPELLINGS:
        unit = pattern.sub(spelling, unit)
    return unit
