"""One series of reports, year after year: which measure goes on as which."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from kict_nlp.schema import Report
from kict_nlp.years.panel.assignment import Pair
from kict_nlp.years.panel.choices import Choices
from kict_nlp.years.panel.divisions import Division, find_divisions
from kict_nlp.years.panel.likeness import core
from kict_nlp.years.panel.matching import LEAST, Matched, match
from kict_nlp.years.panel.records import Source, Tie
from kict_nlp.years.panel.steps import Profile

_RETURNED = 0.1  # share of the measures that are missing in a year and come back later, at most
_SURE_TO_RETURN = 0.9  # probability from which a measure counts as having come back …
_NAME_RETURNED = 0.7  # … if its name is as like as this


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

    ``open_ends`` are the ids of measures that a tie leaves without a successor,
    ``open_starts`` of those that it leaves without a predecessor.
    """

    years: list[list[Profile]]
    pairings: list[Pairing] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)
    open_ends: set[str] = field(default_factory=set)
    open_starts: set[str] = field(default_factory=set)

    @property
    def continued(self) -> set[str]:
        """Ids of the measures that have a successor, or one of several."""
        return {p.left.measure.measure_id for p in self.pairings} | self.open_ends

    @property
    def known(self) -> set[str]:
        """Ids of the measures that have a predecessor, or one of several."""
        return {p.right.measure.measure_id for p in self.pairings} | self.open_starts


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
    """Hold two years against each other and keep what is sure enough."""
    adjacent = later - earlier == 1
    left = _open(found.years[earlier], found.continued)
    right = _open(found.years[later], found.known)
    decided = [(one, other) for one, other in choices.linked if one in left and other in right]
    left = _without(left, choices.lefts - {one for one, _ in decided})
    right = _without(right, choices.rights - {other for _, other in decided})
    if not adjacent:
        ended = {name for name, p in left.items() if p.measure.status == "completed"}
        left = _without(left, ended - choices.lefts)
    if not left or not right:
        return
    matched = match(
        list(left.values()),
        list(right.values()),
        forced=_indices(left, right, decided),
        forbidden=_indices(left, right, choices.apart),
        expected=None if adjacent else _RETURNED,
        doubtful=_elsewhere(found, later, left, right) if adjacent else ([], []),
    )
    divisions = find_divisions(matched, _indices(left, right, choices.apart)) if adjacent else []
    _keep(found, matched, divisions, choices, adjacent=adjacent)


def _elsewhere(
    found: Following, later: int, left: Mapping[str, Profile], right: Mapping[str, Profile]
) -> tuple[list[int], list[int]]:
    """What is missing in one of two following years and stands before or after under its name."""
    before = _titles(p for year in found.years[: later - 1] for p in year)
    after = _titles(p for year in found.years[later + 1 :] for p in year)
    now, then = _titles(found.years[later - 1]), _titles(found.years[later])
    away, back = after - then, before - now
    return (
        [i for i, p in enumerate(left.values()) if _title(p) in away],
        [j for j, p in enumerate(right.values()) if _title(p) in back],
    )


def _title(profile: Profile) -> tuple[str, str]:
    return core(profile.measure.measure or ""), profile.department


def _titles(profiles: Iterable[Profile]) -> set[tuple[str, str]]:
    return {_title(profile) for profile in profiles}


def _open(year: Sequence[Profile], taken: Collection[str]) -> dict[str, Profile]:
    return _without({p.measure.measure_id: p for p in year}, taken)


def _without(records: Mapping[str, Profile], names: Collection[str]) -> dict[str, Profile]:
    return {name: record for name, record in records.items() if name not in names}


def _indices(
    left: Mapping[str, Profile], right: Mapping[str, Profile], pairs: Iterable[tuple[str, str]]
) -> list[Pair]:
    of_left = {name: i for i, name in enumerate(left)}
    of_right = {name: j for j, name in enumerate(right)}
    known = [(of_left.get(one), of_right.get(other)) for one, other in pairs]
    return sorted((i, j) for i, j in known if i is not None and j is not None)


def _keep(
    found: Following,
    matched: Matched,
    divisions: Sequence[Division],
    choices: Choices,
    *,
    adjacent: bool,
) -> None:
    divided = {pair: score for one in divisions for pair, score in one.pairs.items()}
    scores = {**matched.pairs, **divided, **dict.fromkeys(matched.forced, 1.0)}
    for (i, j), score in sorted(scores.items()):
        if adjacent or (i, j) in matched.forced or _has_returned(matched, i, j, score):
            found.pairings.append(_pairing(matched, i, j, score, choices))
    for tie in matched.assignment.ties:
        if not set(tie) <= set(divided):
            _keep_tie(found, matched, tie, LEAST if adjacent else _SURE_TO_RETURN)


def _has_returned(matched: Matched, i: int, j: int, score: float) -> bool:
    """Over a gap there is less to go by: the name must speak for it, too."""
    return score >= _SURE_TO_RETURN and bool(matched.texts.names.alike[i, j] >= _NAME_RETURNED)


def _pairing(matched: Matched, i: int, j: int, score: float, choices: Choices) -> Pairing:
    left, right = matched.left[i], matched.right[j]
    decision = choices.linked.get((left.measure.measure_id, right.measure.measure_id))
    return Pairing(
        left,
        right,
        score,
        "comparison" if decision is None else "person",
        matched,
        matched.evidence.reasons(i, j),
        None if decision is None else decision.note,
    )


def _keep_tie(found: Following, matched: Matched, tie: Sequence[Pair], least: float) -> None:
    odds = matched.evidence.total
    scores = {pair: float(1 / (1 + np.exp(-odds[pair]))) for pair in tie}
    if max(scores.values()) < least:
        return
    name = f"t{len({tie.tie_id for tie in found.ties}) + 1}"
    for (i, j), score in scores.items():
        left, right = matched.left[i], matched.right[j]
        names = left.measure.measure_id, right.measure.measure_id
        found.ties.append(Tie(name, "measure", *names, left.year, right.year, score))
        found.open_ends.add(names[0])
        found.open_starts.add(names[1])
