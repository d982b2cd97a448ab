"""Figures in sentences about single measures, held against the annex.

A sentence is about the measure of its section whose words and figures it shares. Without both, what
it states is uncheckable, never wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kict_nlp.reports.claims.contradictions import SOME_WORDS, find_contradictions, is_same
from kict_nlp.reports.claims.entries import Entry
from kict_nlp.reports.claims.sentences import Sentence, pack
from kict_nlp.reports.claims.stated import Stated, find_stated, find_sums, find_wrong_sum
from kict_nlp.reports.claims.words import containment, names, pairs
from kict_nlp.reports.tally import in_scope
from kict_nlp.schema import Measure, Verdict
from kict_nlp.text.numbers import find_quantities

_LEAST_TELLING = 100  # a figure this large that stands in both places is no accident
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_LISTED = re.compile(r"\(([^()]*、[^()]*)\)")
_DONE = re.compile("(?:着手|完了|導入|策定|公開|稼働|実施|開始|整備|構築|運用|移行|設置|更新)")
_NEARLY_ALL = 0.8  # share of an item's pairs: 二次元 and ２次元 are the same
_LEAST_LISTED = 3  # items in brackets that a measure's explanation also names one by one


class ValueClaim(NamedTuple):
    """What one sentence states of one measure, and what the annex has."""

    subject: str
    claimed: str
    found: str | None
    measure_id: str | None
    verdict: Verdict
    reason: str | None


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
    stated = find_stated(sentence)
    if not stated:
        return list(_without_figures(sentence, near))
    inside = {measure.measure_id for measure in near}
    sums = find_sums(stated)
    inside_entries = [entry for entry in entries if entry.measure.measure_id in inside]
    matched = [
        entry
        for entry in inside_entries
        if any(is_same(item, entry, sentence) for item in (*stated, *sums))
    ]
    measure = _measure(sentence, near, matched)
    tied = section.field_no is not None
    if measure is None and (not tied or _is_aside(sentence)):
        return []
    good = [entry for entry in matched if entry.measure is measure]
    against = find_contradictions(sentence, stated, inside_entries, matched, fiscal_year)
    if not tied and not good and not against:
        return []
    own = [entry for entry in inside_entries if entry.measure is measure]
    return [_judge(sentence, stated, measure, own, good, against)]


def _is_aside(sentence: Sentence) -> bool:
    """All figures stand in brackets, as remarks do."""
    return not find_quantities(_IN_BRACKETS.sub("", sentence.packed))


def _measure(
    sentence: Sentence, near: Sequence[Measure], matched: Sequence[Entry]
) -> Measure | None:
    """The measure that shares figures and words with the sentence."""
    place = pairs(sentence.text)
    best: tuple[float, float] = (0.0, 0.0)
    chosen = None
    for measure in near:
        own = [entry for entry in matched if entry.measure is measure]
        named = (measure.measure, measure.indicator, *(entry.name for entry in own))
        words = max(containment(name, place) for name in named)
        if words < SOME_WORDS and not any(_is_telling(entry) for entry in own):
            continue
        weight = max((_weight(entry) for entry in own), default=0.0)
        if (weight, words) > best:
            best, chosen = (weight, words), measure
    return chosen


def _is_telling(entry: Entry) -> bool:
    return abs(entry.quantity.value) >= _LEAST_TELLING


def _weight(entry: Entry) -> float:
    return {"actual": 3.0, "explanation": 2.0, "target": 1.0}[entry.source]


def _judge(
    sentence: Sentence,
    stated: Sequence[Stated],
    measure: Measure | None,
    own: Sequence[Entry],
    good: Sequence[Entry],
    against: Sequence[tuple[Stated, Entry]],
) -> ValueClaim:
    wrong = find_wrong_sum(stated, sentence)
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
