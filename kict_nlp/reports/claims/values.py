"""Figures in sentences about single measures, held against the annex.

A sentence is about the measure of its section whose words and figures it shares. Without both, what
it states is uncheckable, never wrong.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations
from typing import Literal, NamedTuple

from kict_nlp.reports.claims.sentences import Sentence, pack
from kict_nlp.reports.claims.words import containment, names, pairs
from kict_nlp.reports.tally import in_scope
from kict_nlp.schema import Indicator, Measure, Verdict
from kict_nlp.text.numbers import Quantity, find_quantities
from kict_nlp.text.years import find_years

Source = Literal["actual", "target", "explanation"]

# Shares of a name's pairs of characters that a sentence must have.
_SAME_WORDS = 0.5  # to be about that indicator: then another figure in its unit contradicts it
_ALL_WORDS = 0.8  # to be about it where the section is about no field
_FEW_WORDS = 0.2  # to be about the only result in a unit such as 窓口
_SOME_WORDS = 0.25  # to choose between measures that share a figure with it
_LEAST_TELLING = 100  # a figure this large that stands in both places is no accident

_GENERIC = frozenset({"件", "回", "つ", "個", "人", "名", "箇所", "か所", "%"})
_ANY_THING = frozenset({None, "件"})  # counts what the noun behind it names: 件のアクセス
_BESIDE = 8  # characters before a figure that tell which of several it is
_OF_THE_TARGET = re.compile("目標(?:値)?(?:の|は|である|とする|で|より)?$")
_NEW = re.compile("新た|新規|追加|うち|増|さらに|更に|ほか|加え")
_TOTAL = re.compile("合計|総計|合わせて|あわせて|(?<!累)計で?$|総数")
_DIFFERENCE = re.compile("^(?:以上|ほど)?(?:多|少な|高|低|早|遅)")
_AND_OTHERS = re.compile("など|ほか|等(?:の|を|で|に|、)|除")
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_LISTED = re.compile(r"\(([^()]*、[^()]*)\)")
_DONE = re.compile("(?:着手|完了|導入|策定|公開|稼働|実施|開始|整備|構築|運用|移行|設置|更新)")
_NEARLY_ALL = 0.8  # share of an item's pairs: 二次元 and ２次元 are the same
_LEAST_LISTED = 3  # items in brackets that a measure's explanation also names one by one


@dataclass(frozen=True, slots=True)
class Entry:
    """A number that the annex prints for a measure."""

    measure: Measure
    source: Source
    quantity: Quantity
    name: str  # words beside it: of the indicator, or of the clause in the explanation
    others: int = 0  # numbers of its kind and unit that its measure has besides
    rivals: int = 0  # … that other measures of its section have


class ValueClaim(NamedTuple):
    """What one sentence states of one measure, and what the annex has."""

    subject: str
    claimed: str
    found: str | None
    measure_id: str | None
    verdict: Verdict
    reason: str | None


@dataclass(frozen=True, slots=True)
class _Stated:
    """A figure of the sentence, or the sum of several."""

    value: Fraction
    unit: str | None
    raw: str
    quantity: Quantity | None  # None: a sum
    ahead: str  # the packed words of its clause before it


def find_value_claims(
    sentence: Sentence,
    measures: Sequence[Measure],
    entries: Sequence[Entry],
    fiscal_year: int | None,
) -> list[ValueClaim]:
    """Return what a sentence states of a measure: one claim, or none.

    Parameters
    ----------
    sentence : Sentence
        Of the body.
    measures, entries : sequence
        Of the whole annex; the section of the sentence narrows them.
    fiscal_year : int or None
        Of the results; figures of another year are not compared.
    """
    section = sentence.section
    near = in_scope(measures, section.pillar_no, section.middle_no, section.field_no)
    stated = _stated(sentence)
    if not stated:
        return list(_without_figures(sentence, near))
    inside = {measure.measure_id for measure in near}
    sums = _sums(stated)
    inside_entries = [entry for entry in entries if entry.measure.measure_id in inside]
    matched = [
        entry
        for entry in inside_entries
        if any(_is_same(item, entry, sentence) for item in (*stated, *sums))
    ]
    measure = _measure(sentence, near, matched)
    tied = section.field_no is not None
    if measure is None and (not tied or _is_aside(sentence)):
        return []
    good = [entry for entry in matched if entry.measure is measure]
    against = _contradictions(sentence, stated, inside_entries, matched, fiscal_year)
    if not tied and not good and not against:
        return []
    own = [entry for entry in inside_entries if entry.measure is measure]
    return [_judge(sentence, stated, measure, own, good, against)]


def read_entries(measures: Sequence[Measure], indicators: Sequence[Indicator]) -> list[Entry]:
    """Return every number that the annex prints for its measures."""
    of_measure: dict[str, list[Indicator]] = {}
    for indicator in indicators:
        of_measure.setdefault(indicator.measure_id, []).append(indicator)
    entries: list[Entry] = []
    for measure in measures:
        entries += _of_cells(measure, of_measure.get(measure.measure_id, []))
        entries += _of_text(measure)
    of_measures = Counter((entry.measure.measure_id, *_kind(entry)) for entry in entries)
    of_sections = Counter(_section(entry) + _kind(entry) for entry in entries)
    return [
        replace(
            entry,
            others=(own := of_measures[entry.measure.measure_id, *_kind(entry)]) - 1,
            rivals=of_sections[_section(entry) + _kind(entry)] - own,
        )
        for entry in entries
    ]


def _kind(entry: Entry) -> tuple[str, str | None]:
    return entry.source, entry.quantity.unit


def _section(entry: Entry) -> tuple[str | None, ...]:
    return entry.measure.pillar_no, entry.measure.middle_no, entry.measure.field_no


def _of_cells(measure: Measure, indicators: Sequence[Indicator]) -> Iterator[Entry]:
    for indicator in indicators:
        name = indicator.indicator or measure.measure or ""
        cells: tuple[tuple[Source, str], ...] = (
            ("actual", indicator.actual or ""),
            ("target", indicator.target or ""),
        )
        for source, text in cells:
            note = text.find("※") % (len(text) + 1)  # without a note the end of the text
            for quantity in find_quantities(text):
                yield Entry(
                    measure, source if quantity.start < note else "explanation", quantity, name
                )


def _of_text(measure: Measure) -> Iterator[Entry]:
    text = measure.explanation or ""
    for quantity in find_quantities(text):
        yield Entry(measure, "explanation", quantity, _clause(text, quantity))


def _clause(text: str, quantity: Quantity) -> str:
    """The words round a number, without it."""
    begin = max(text.rfind(mark, 0, quantity.start) for mark in "、。※\n") + 1
    ends = [end for mark in "、。\n" if (end := text.find(mark, quantity.end)) >= 0]
    return text[begin : quantity.start] + text[quantity.end : min(ends, default=len(text))]


# ---------------------------------------------------------------- what the sentence states


def _stated(sentence: Sentence) -> list[_Stated]:
    text = sentence.packed
    return [
        _Stated(q.value, q.unit, q.raw, q, re.split("[、。]", text[: q.start])[-1])
        for q in find_quantities(text)
    ]


def _sums(stated: Sequence[_Stated]) -> list[_Stated]:
    """Sums of two or three figures of one unit that stand before a total or beside each other."""
    found = []
    plain = [
        item
        for item in stated
        if not _is_target(item) and item.quantity and not item.quantity.is_change
    ]
    for size in (2, 3):
        for group in combinations(plain, size):
            if len({item.unit for item in group}) == 1 and group[0].unit not in (None, "%"):
                value = sum((item.value for item in group), Fraction(0))
                raw = "+".join(item.raw for item in group)
                found.append(_Stated(value, group[0].unit, raw, None, ""))
    return found


def _wrong_sum(stated: Sequence[_Stated], sentence: Sentence) -> str | None:
    """Say which total in the sentence is not the sum of the figures before it."""
    for index, total in enumerate(stated):
        parts = [item for item in stated[:index] if item.unit == total.unit]
        if len(parts) < 2 or not _TOTAL.search(total.ahead):
            continue
        begin, end = (item.quantity.start if item.quantity else 0 for item in (parts[0], total))
        if _AND_OTHERS.search(sentence.packed[begin:end]):
            continue
        value = sum((item.value for item in parts), Fraction(0))
        if value != total.value and not _is_sum_of_last(total, parts):
            figures = "+".join(f"{float(item.value):,g}" for item in parts)
            return f"{figures} = {float(value):,g}, the sentence says {total.raw}"
    return None


def _is_sum_of_last(total: _Stated, parts: Sequence[_Stated]) -> bool:
    """A sentence may speak of other things before the figures that it sums up."""
    return any(
        sum((item.value for item in parts[start:]), Fraction(0)) == total.value
        for start in range(len(parts) - 1)
    )


def _is_aside(sentence: Sentence) -> bool:
    """All figures stand in brackets, as remarks do."""
    return not find_quantities(_IN_BRACKETS.sub("", sentence.packed))


# ---------------------------------------------------------------- which measure


def _measure(
    sentence: Sentence, near: Sequence[Measure], matched: Sequence[Entry]
) -> Measure | None:
    """The measure that shares figures and words with the sentence."""
    place = pairs(sentence.text)
    best: tuple[float, float] = (0.0, 0.0)
    chosen = None
    for measure in near:
        own = [entry for entry in matched if entry.measure is measure]
        words = max(containment(measure.measure, place), containment(measure.indicator, place))
        if words < _SOME_WORDS and not any(_is_telling(entry) for entry in own):
            continue
        weight = max((_weight(entry) for entry in own), default=0.0)
        if (weight, words) > best:
            best, chosen = (weight, words), measure
    return chosen


def _is_telling(entry: Entry) -> bool:
    return abs(entry.quantity.value) >= _LEAST_TELLING


def _weight(entry: Entry) -> float:
    return {"actual": 3.0, "explanation": 2.0, "target": 1.0}[entry.source]


# ---------------------------------------------------------------- figure against figure


def _is_same(stated: _Stated, entry: Entry, sentence: Sentence) -> bool:
    other = entry.quantity
    if stated.value != other.value or not _fits(stated.unit, other.unit, sentence.packed):
        return False
    return entry.source == "target" or not _is_target(stated)


def _fits(unit: str | None, other: str | None, text: str) -> bool:
    """One unit, or one that the sentence leaves to a noun: 120件のアクセス, 30のデータセット."""
    if unit == other:
        return True
    if other is None:
        return unit in _GENERIC
    return (unit is None or unit in _GENERIC) and other in text


def _is_target(stated: _Stated) -> bool:
    return bool(_OF_THE_TARGET.search(stated.ahead))


def _judge(
    sentence: Sentence,
    stated: Sequence[_Stated],
    measure: Measure | None,
    own: Sequence[Entry],
    good: Sequence[Entry],
    against: Sequence[tuple[_Stated, Entry]],
) -> ValueClaim:
    wrong = _wrong_sum(stated, sentence)
    if against and wrong is None:
        measure = against[0][1].measure
    subject = measure.measure or measure.measure_id if measure else "？"
    claimed = "、".join(item.raw for item in stated)
    of_annex = "、".join(dict.fromkeys(entry.quantity.raw for entry in good)) or None
    printed = measure.actual if measure else None

    def claim(verdict: Verdict, found: str | None, reason: str | None = None) -> ValueClaim:
        identity = measure.measure_id if measure else None
        return ValueClaim(subject, claimed, found, identity, verdict, reason)

    if wrong is not None:
        annex = f", the annex {printed}" if printed else ""
        return claim("disagrees", printed, f"{wrong}{annex}")
    if against:
        item, entry = against[0]
        reason = f"the sentence says {item.raw}, the annex {entry.quantity.raw} ({entry.name})"
        return claim("disagrees", entry.quantity.raw, reason)
    if any(entry.source != "target" for entry in good):
        return claim("agrees", of_annex)
    return claim("uncheckable", printed, _why_open(measure, own))


def _why_open(measure: Measure | None, own: Sequence[Entry]) -> str:
    if measure is None:
        return "no measure of the section shares its words or figures"
    if not any(entry.source == "actual" for entry in own):
        return "the annex has no figure as the result of this measure"
    return "the annex has no such figure for this measure"


def _contradictions(
    sentence: Sentence,
    stated: Sequence[_Stated],
    entries: Sequence[Entry],
    matched: Sequence[Entry],
    fiscal_year: int | None,
) -> list[tuple[_Stated, Entry]]:
    """Figures in the unit and words of a result that the sentence lacks, the nearest first."""
    place = pairs(sentence.text)
    said = {id(entry) for entry in matched}
    free = [
        item
        for item in stated
        if not any(_is_same(item, entry, sentence) for entry in entries)
        and _is_of_now(item, fiscal_year, sentence)
    ]
    found = [
        (item, entry)
        for entry in entries
        if free and id(entry) not in said
        for item in free
        if entry.source in ("target" if _is_target(item) else "actual", "explanation")
        and _strictly_fits(item, entry)
        and (_NEW.search(entry.name) or not _NEW.search(item.ahead))
        and _is_meant(item, entry, place, is_tied=sentence.section.field_no is not None)
    ]
    return sorted(found, key=lambda pair: _distance(*pair))


def _is_meant(item: _Stated, entry: Entry, place: frozenset[str], *, is_tied: bool) -> bool:
    """Whether the sentence has the words of the number, or the figure a unit only this one has."""
    words = containment(entry.name, place)
    if not is_tied:
        return words >= _ALL_WORDS and item.unit == entry.quantity.unit
    if words >= _SAME_WORDS or entry.source == "explanation":
        return words >= _SAME_WORDS
    of_measure = containment(entry.measure.measure, place)
    if entry.others:
        beside = containment(item.ahead[-_BESIDE:], pairs(entry.name))
        return beside >= _SAME_WORDS and of_measure >= _SOME_WORDS
    is_rare = entry.rivals == 0 and entry.quantity.unit not in _GENERIC
    return max(words, of_measure) >= (_FEW_WORDS if is_rare else _SAME_WORDS)


def _distance(item: _Stated, entry: Entry) -> float:
    """How much two values differ, as a share: a slip of the pen is near."""
    largest = max(abs(item.value), abs(entry.quantity.value))
    return float(abs(item.value - entry.quantity.value) / largest) if largest else 0.0


def _strictly_fits(item: _Stated, entry: Entry) -> bool:
    unit, other = item.unit, entry.quantity.unit
    if unit == other:
        return True
    noun = pack(entry.name)
    return unit in _ANY_THING and other is not None and other in noun


def _is_of_now(item: _Stated, fiscal_year: int | None, sentence: Sentence) -> bool:
    """No figure of another year, no change, no sum."""
    quantity = item.quantity
    if quantity is None or (quantity.is_change and not _is_target(item)):
        return False
    if _TOTAL.search(item.ahead):
        return False
    if _DIFFERENCE.search(sentence.packed[quantity.end :]):
        return False
    years = [
        mention.fiscal_year
        for mention in find_years(sentence.packed)
        if mention.end <= quantity.start and mention.start >= quantity.start - len(item.ahead)
    ]
    return not years or years[-1] is None or years[-1] == fiscal_year


# ---------------------------------------------------------------- sentences without any figure


def _without_figures(sentence: Sentence, near: Sequence[Measure]) -> Iterator[ValueClaim]:
    """A sentence that names a measure and what became of it, or lists what the annex lists."""
    if sentence.section.field_no is None or not _DONE.search(sentence.packed):
        return
    for measure in near:
        listed = _listed(sentence, measure)
        if listed:
            yield ValueClaim(
                measure.measure or "", "、".join(listed), "、".join(listed),
                measure.measure_id, "agrees", None,
            )  # fmt: skip
            return
    for measure in near:
        if measure.measure and names(sentence.text, measure.measure):
            same = measure.actual and pack(measure.actual) in sentence.packed
            yield ValueClaim(
                measure.measure,
                re.split("[、]", sentence.text)[-1].rstrip("。"),
                measure.actual,
                measure.measure_id,
                "agrees" if same and measure.actual != "―" else "uncheckable",
                None if same else "both are words, which may say the same in different ways",
            )
            return


def _listed(sentence: Sentence, measure: Measure) -> list[str]:
    """Items in brackets that the measure's explanation names too, one by one."""
    place = pairs(measure.explanation or "")
    for found in _LISTED.findall(sentence.packed):
        items = [item for item in found.split("、") if item]
        if len(items) >= _LEAST_LISTED and all(
            containment(item, place) >= _NEARLY_ALL for item in items
        ):
            return items
    return []
