"""Figures of a sentence in the words and the unit of a result that says otherwise."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kict_nlp.reports.claims.doubts import is_result, years_off
from kict_nlp.reports.claims.entries import Entry
from kict_nlp.reports.claims.sentences import Sentence, pack
from kict_nlp.reports.claims.stated import TOTAL, Stated, is_target
from kict_nlp.reports.claims.words import containment, pairs

# Shares of a name's pairs of characters that a sentence must have.
_SAME_WORDS = 0.5  # to be about that indicator: then another figure in its unit contradicts it
_ALL_WORDS = 0.8  # to be about it where the section is about no field
_FEW_WORDS = 0.2  # to be about the only result in a unit such as 窓口
SOME_WORDS = 0.25  # to choose between measures that share a figure with it
_GENERIC = frozenset({"件", "回", "つ", "個", "人", "名", "箇所", "か所", "%"})
_ANY_THING = frozenset({None, "件"})  # counts what the noun behind it names: 件のアクセス
_BEHIND = 16  # characters behind a figure within which the noun that it counts stands
_TOLD = 12  # characters before a figure that name what it is told of
_TOLD_WORDS = 0.3  # share of that name that the annex must have
_SHORTEST_TOLD = 4  # characters: below it they name nothing
# Between that name and the figure, or between a target and the figure.
_NO_NOUN = re.compile("(?:[はがをにで]|を?上回る|を?下回る|累計で?|延べ|合計で?|平均で?|年間)+$")
_BESIDE = 8  # characters before a figure that tell which of several it is
_NEW = re.compile("新た|新規|追加|うち|増|さらに|更に|ほか|加え")
_TOPIC = re.compile("^[^、。]{1,14}?(?:は|には|では|の)")
# What comes before a result is counted in the same unit.
_ON_THE_WAY = re.compile("試作|応募|申込|申請|相談|候補|見学|予約|希望|説明会")
# Words of a name that say the same as what qualifies a quantity.
_QUALIFIERS = {"average": "平均", "expected": "見込", "estimated": "推計"}
_DIFFERENCE = re.compile("^(?:以上|ほど)?(?:多|少な|高|低|早|遅)")


def is_same(stated: Stated, entry: Entry, sentence: Sentence) -> bool:
    """Tell whether a figure repeats an entry: its value, in its unit, as result or as target."""
    other = entry.quantity
    if stated.value != other.value or not _fits(stated.unit, other.unit, sentence.packed):
        return False
    return entry.source == "target" or not is_target(stated)


def _fits(unit: str | None, other: str | None, text: str) -> bool:
    """One unit, or one that the sentence leaves to a noun: 120件のアクセス, 30のデータセット."""
    if unit == other:
        return True
    if other is None:
        return unit in _GENERIC
    return (unit is None or unit in _GENERIC) and other in text


def find_contradictions(
    sentence: Sentence,
    stated: Sequence[Stated],
    entries: Sequence[Entry],
    matched: Sequence[Entry],
    fiscal_year: int | None,
) -> list[tuple[Stated, Entry]]:
    """Figures in the unit and words of a result that the sentence lacks, the nearest first."""
    place = pairs(sentence.text)
    said = {id(entry) for entry in matched}
    free = [
        item
        for item in stated
        if not any(is_same(item, entry, sentence) for entry in entries)
        and _is_of_now(item, fiscal_year, sentence)
    ]
    found = [
        (item, entry)
        for entry in entries
        if free and id(entry) not in said
        for item in free
        if entry.source in ("target" if is_target(item) else "actual", "explanation")
        and _strictly_fits(item, entry, sentence)
        and _is_alike(item, entry)
        and (_NEW.search(entry.name) or not _NEW.search(item.ahead))
        and _is_beside(item, entry, sentence)
        and _is_meant(item, entry, place, is_tied=sentence.section.field_no is not None)
    ]
    return sorted(found, key=lambda pair: _distance(*pair))


def _is_beside(item: Stated, entry: Entry, sentence: Sentence) -> bool:
    """The clause has words of the number; what it is told of is no farther thing than that."""
    if entry.source != "actual" or entry.quantity.unit not in _GENERIC or is_target(item):
        return True
    behind = sentence.packed[item.quantity.end if item.quantity else 0 :]
    clause = pairs(item.ahead + re.split("[、。]", behind)[0])
    own = pairs(f"{entry.name}、{entry.measure.measure}")
    told = _NO_NOUN.sub("", re.split(r"\d", item.ahead)[-1])[-_TOLD:]
    is_told = len(told) < _SHORTEST_TOLD or containment(told, own) >= _TOLD_WORDS
    return containment(entry.name, clause) >= _FEW_WORDS and is_told


def _is_meant(item: Stated, entry: Entry, place: frozenset[str], *, is_tied: bool) -> bool:
    """Whether the sentence has the words of the number, or the figure a unit only this one has."""
    words = containment(entry.name, place)
    if not is_tied:
        return words >= _ALL_WORDS and item.unit == entry.quantity.unit
    if words >= _SAME_WORDS or entry.source == "explanation":
        return words >= _SAME_WORDS
    of_measure = containment(entry.measure.measure, place)
    if entry.others:
        beside = containment(item.ahead[-_BESIDE:], pairs(entry.name))
        return beside >= _SAME_WORDS and of_measure >= SOME_WORDS
    if entry.rivals == 0 and entry.quantity.unit not in _GENERIC:
        return max(words, of_measure) >= _FEW_WORDS
    if entry.quantity.unit not in _GENERIC and of_measure >= _ALL_WORDS:
        return True
    return words >= _FEW_WORDS and of_measure >= _SAME_WORDS


def _distance(item: Stated, entry: Entry) -> float:
    """How much two values differ, as a share: a slip of the pen is near."""
    largest = max(abs(item.value), abs(entry.quantity.value))
    return float(abs(item.value - entry.quantity.value) / largest) if largest else 0.0


def _strictly_fits(item: Stated, entry: Entry, sentence: Sentence) -> bool:
    """One unit, or a count of the noun that follows: 120件のアクセス."""
    unit, other = item.unit, entry.quantity.unit
    if unit == other:
        return True
    end = item.quantity.end if item.quantity else 0
    behind = sentence.packed[end : end + _BEHIND]
    return unit in _ANY_THING and other is not None and other in behind


def _is_of_now(item: Stated, fiscal_year: int | None, sentence: Sentence) -> bool:
    """No figure of another year or a part, no change, no sum, no bound; of a target all may be."""
    quantity = item.quantity
    if quantity is None or TOTAL.search(item.ahead):
        return False
    text = sentence.packed
    if _DIFFERENCE.search(text[quantity.end :]) or not _is_of_year(item, fiscal_year, text):
        return False
    if is_target(item):
        return True
    is_exact = quantity.comparison == "=" and not quantity.is_change
    return is_exact and is_result(text, quantity.start, quantity.end)


def _is_of_year(item: Stated, fiscal_year: int | None, text: str) -> bool:
    """The year that its clause names before a figure, else the one that the sentence opens with."""
    start = item.quantity.start if item.quantity else 0
    topic = _TOPIC.match(text, 0, start)
    words = f"{topic[0] if topic else ''}、{item.ahead}"
    return years_off(words, len(words), fiscal_year) in (0, None)


def _is_alike(item: Stated, entry: Entry) -> bool:
    """An average, an estimate or a share of something is compared with such only."""
    if item.quantity is None:
        return False
    other = entry.quantity
    words = pack(f"{entry.name}{entry.measure.measure}")
    if any(step not in words for step in _ON_THE_WAY.findall(item.ahead[-_BESIDE:])):
        return False
    return all(
        kind not in item.quantity.qualifiers or kind in other.qualifiers or named in words
        for kind, named in _QUALIFIERS.items()
    ) and (item.quantity.per == other.per or other.per is not None or "当" in words)
