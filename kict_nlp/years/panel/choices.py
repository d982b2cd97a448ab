"""Decisions held against the reports that are there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kict_nlp.errors import DecisionError
from kict_nlp.schema import Report
from kict_nlp.years.panel.decisions import Decision
from kict_nlp.years.panel.records import Kind
from kict_nlp.years.panel.series import Series


class _Place(NamedTuple):
    """Where a record stands: which series, which of its years in order, and what it is."""

    series: int
    year: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Choices:
    """What people decided about the records of the reports at hand, by pair of ids."""

    linked: Mapping[tuple[str, str], Decision]
    apart: Mapping[tuple[str, str], Decision]

    @property
    def lefts(self) -> frozenset[str]:
        """Ids of which people said what they became."""
        return frozenset(left for left, _ in self.linked)

    @property
    def rights(self) -> frozenset[str]:
        """Ids of which people said what they were."""
        return frozenset(right for _, right in self.linked)


NO_CHOICES = Choices({}, {})


def choose(decisions: Iterable[Decision], series: Sequence[Series]) -> tuple[Choices, list[str]]:
    """Return the decisions that bear on these reports, and a note on those that do not.

    A decision about a report that was not given is kept for another run.

    Raises
    ------
    DecisionError
        An id is not in its report, or the two are not of an earlier and a later year of one body.
    """
    places = {
        name: _Place(number, year, kind)
        for number, one in enumerate(series)
        for year, report in enumerate(one.reports)
        for name, kind in _names(report)
    }
    reports = {report.report_id for one in series for report in one.reports}
    kept: list[Decision] = []
    absent = 0
    for decision in decisions:
        if all(_report_of(name) in reports for name in decision.pair):
            _check(decision, places)
            kept.append(decision)
        else:
            absent += 1
    notes = [f"{absent} decisions are about reports that were not given."] if absent else []
    linked = {d.pair: d for d in kept if d.decision == "link"}
    return Choices(linked, {d.pair: d for d in kept if d.decision == "no_link"}), notes


def _names(report: Report) -> list[tuple[str, Kind]]:
    return [
        *((measure.measure_id, "measure") for measure in report.measures),
        *((indicator.indicator_id, "indicator") for indicator in report.indicators),
    ]


def _report_of(name: str) -> str:
    return name.partition("/")[0]


def _check(decision: Decision, places: Mapping[str, _Place]) -> None:
    for name in decision.pair:
        if name not in places:
            raise DecisionError(
                f"There is no record {name}.",
                where=decision.where,
                hint="Copy the ids from the tables links, ties or measures.",
            )
    left, right = (places[name] for name in decision.pair)
    if left.kind != right.kind:
        raise DecisionError(
            f"{decision.id_left} and {decision.id_right} are a measure and an indicator.",
            where=decision.where,
            hint="Link measures with measures, and indicators (…#1) with indicators.",
        )
    if left.series != right.series:
        raise DecisionError(
            f"{decision.id_left} and {decision.id_right} are of different bodies.",
            where=decision.where,
            hint="Only records of one body are linked.",
        )
    if left.year >= right.year:
        raise DecisionError(
            f"{decision.id_left} is not of an earlier year than {decision.id_right}.",
            where=decision.where,
            hint="Put the id of the earlier year into id_left.",
        )
