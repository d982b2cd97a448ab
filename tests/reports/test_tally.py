"""Counts of measures by pillar, middle and field."""

from __future__ import annotations

from kict_nlp.reports.tally import by_pillar, count_measures, in_scope
from kict_nlp.schema import Report


def test_counts_are_those_that_the_real_report_states(kanagawa_report: Report) -> None:
    first, second = by_pillar(kanagawa_report.measures).values()
    assert (first.rated, first.achieved) == (31, 24)
    assert (second.rated, second.achieved) == (11, 9)
    total = count_measures(kanagawa_report.measures)
    assert (total.measures, total.completed, total.active, total.fields) == (76, 7, 69, 21)
    assert (total.rated, total.exceeded, total.met, total.missed) == (42, 12, 21, 9)
    assert (total.pillars, total.middles, total.no_target) == (2, 7, 27)
    assert round(total.rate or 0, 3) == 0.786


def test_a_scope_narrows_by_each_number_given(kanagawa_report: Report) -> None:
    measures = kanagawa_report.measures
    assert len(in_scope(measures)) == len(measures)
    assert count_measures(in_scope(measures, "Ⅰ", "③")).rated == 8
    field = in_scope(measures, "Ⅱ", "③", "ア")
    assert [m.status for m in field] == ["completed", "completed"]


def test_a_rate_of_nothing_is_unknown() -> None:
    assert count_measures(()).rate is None
