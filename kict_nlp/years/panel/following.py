"""One series of reports, year after year: which measure goes on as which."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kict_nlp.schema import Report
from kict_nlp.years.panel.assignment import Pair
from kict_nlp.years.panel.choices import Choices
from kict_nlp.years.panel.divisions import find_divisions
from kict_nlp.years.panel.matching import Matched, match
from kict_nlp.years.panel.records import Kind, Source, Tie
from kict_nlp.years.panel.steps import Profile

_RETURNED = 0.1  # share of the measures that are missing in a year and come back later, at most
_SURE_TO_RETURN = 0.9  # probability from which a measure counts as having come back


@dataclass(frozen=True, slots=True)
class Pairing:
    """A measure of one year and what it became in a later one."""

    left: Profile
    right: Profile
    score: float
    source: Source
    matched: Matched
    reasons: str | None = None
    note: str | None = None


@dataclass(slots=True)
class Following:
    """What was found in one series.

    ``undecided`` are the ids of records that are part of a tie.
    """

    years: list[list[Profile]]
    pairings: list[Pairing] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)
    undecided: set[str] = field(default_factory=set)

    @property
    def continued(self) -> set[str]:
        """Ids of the measures that have a successor."""
        return {pairing.left.measure.measure_id for pairing in self.pairings}

    @property
    def known(self) -> set[str]:
        """Ids of the measures that have a predecessor."""
        return {pairing.right.measure.measure_id for pairing in self.pairings}


def follow(reports: Sequence[Report], choices: Choices) -> Following:
    """Follow the measures of a series through its years.

    Each year is held against the one before; what finds nothing there is then looked for in
    the years before that, the latest first.
    """
    found = Following([profiles(report) for report in reports])
    for later in range(1, len(found.years)):
        for earlier in range(later - 1, -1, -1):
            _link(found, earlier, later, choices)
    return found


def profiles(report: Report) -> list[Profile]:
    """The measures of a report with all that they are compared by."""
    indicators: dict[str, list[str]] = {}
    for indicator in report.indicators:
        indicators.setdefault(indicator.measure_id, []).append(indicator.indicator_id)
    by_id = {indicator.indicator_id: indicator for indicator in report.indicators}
    results: dict[str, list[tuple[int, float]]] = {}
    for actual in report.actuals:
        if actual.actual_value is not None and actual.indicator_id in by_id:
            owner = by_id[actual.indicator_id].measure_id
            results.setdefault(owner, []).append((actual.fiscal_year, actual.actual_value))
    return [
        Profile(
            measure,
            tuple(by_id[name] for name in indicators.get(measure.measure_id, ())),
            report.fiscal_year or 0,
            tuple(results.get(measure.measure_id, ())),
        )
        for measure in report.measures
    ]


def _link(found: Following, earlier: int, later: int, choices: Choices) -> None:
    adjacent = later - earlier == 1
    taken = found.continued | found.undecided
    known = found.known | found.undecided
    left = [p for p in found.years[earlier] if p.measure.measure_id not in taken]
    right = [p for p in found.years[later] if p.measure.measure_id not in known]
    if not adjacent:
        left = [p for p in left if p.measure.status != "completed"]
    if not left or not right:
        return
    matched = match(
        left,
        right,
        forced=_pairs(left, right, choices.linked),
        forbidden=_pairs(left, right, choices.apart),
        expected=None if adjacent else _RETURNED,
    )
    _keep(found, matched, choices, 0.0 if adjacent else _SURE_TO_RETURN)


def _pairs(
    left: Sequence[Profile], right: Sequence[Profile], wanted: Iterable[tuple[str, str]]
) -> list[Pair]:
    of_left = {p.measure.measure_id: i for i, p in enumerate(left)}
    of_right = {p.measure.measure_id: j for j, p in enumerate(right)}
    return sorted(
        (of_left[one], of_right[other])
        for one, other in wanted
        if one in of_left and other in of_right
    )
