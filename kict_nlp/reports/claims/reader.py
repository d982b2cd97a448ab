"""Sections → claims: every figure that the body states of the year's results, with a verdict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kict_nlp.reports.claims.counts import CountClaim, find_count_claims
from kict_nlp.reports.claims.entries import Entry, read_entries
from kict_nlp.reports.claims.sentences import Sentence, read_sentences
from kict_nlp.reports.claims.values import ValueClaim, find_value_claims
from kict_nlp.schema import Claim, ClaimKind, Indicator, Measure, Section


def find_claims(
    sections: Sequence[Section],
    measures: Sequence[Measure],
    indicators: Sequence[Indicator],
    fiscal_year: int | None,
) -> list[Claim]:
    """Return what the body states in figures, each held against the measures.

    Parameters
    ----------
    sections : sequence of Section
        The body, each section tied to its pillar, middle and field as far as known.
    measures, indicators : sequence
        The annex.
    fiscal_year : int or None
        Of the results.

    Returns
    -------
    list of Claim
        In reading order. A sentence that speaks of several pillars makes a claim for each.

    Notes
    -----
    A claim disagrees only where the words and the unit tell which figure it repeats, or where its
    own figures contradict each other; all else that cannot be compared is uncheckable.
    """
    entries = read_entries(measures, indicators)
    stated = [
        claim
        for section in sections
        for sentence in read_sentences(section)
        for claim in _claims_of(sentence, measures, entries, fiscal_year)
    ]
    return [
        replace(claim, claim_id=f"{claim.report_id}/c{number}")
        for number, claim in enumerate(stated, 1)
    ]


def _claims_of(
    sentence: Sentence,
    measures: Sequence[Measure],
    entries: Sequence[Entry],
    fiscal_year: int | None,
) -> Iterator[Claim]:
    counts = find_count_claims(sentence, measures, fiscal_year)
    for count in counts:
        yield _claim(sentence, count, count.kind, None)
    if not counts:
        for value in find_value_claims(sentence, measures, entries, fiscal_year):
            yield _claim(sentence, value, "value", value.measure_id)


def _claim(
    sentence: Sentence, found: CountClaim | ValueClaim, kind: ClaimKind, measure_id: str | None
) -> Claim:
    return Claim(
        claim_id="",
        report_id=sentence.section.report_id,
        section_id=sentence.section.section_id,
        page=sentence.page,
        sentence=sentence.text,
        kind=kind,
        subject=found.subject,
        claimed=found.claimed,
        found=found.found,
        measure_id=measure_id,
        verdict=found.verdict,
        reason=found.reason,
    )
