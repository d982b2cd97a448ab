"""The pairs of a series told as links and events, each with its evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kict_nlp.errors import DecisionError
from kict_nlp.schema import Indicator, Measure
from kict_nlp.years.panel.assignment import Pair
from kict_nlp.years.panel.changes import (
    Change,
    Places,
    indicator_changes,
    measure_changes,
    replacements,
)
from kict_nlp.years.panel.choices import Choices
from kict_nlp.years.panel.following import Following, Pairing
from kict_nlp.years.panel.indicators import pair_indicators
from kict_nlp.years.panel.records import TELLING, Event, EventName, Kind, Link, Tie

_EVEN = 0.5  # probability of an indicator that is as likely another one
_DIGITS = 6  # of a probability: the same on every machine
# What happens to an indicator and is told of its measure, too.
_OF_MEASURE: frozenset[EventName] = frozenset(
    {"indicator_replaced", "unit_changed", "target_revised"}
)


@dataclass(frozen=True, slots=True)
class History:
    """Links, events and ties of one series."""

    links: tuple[Link, ...]
    events: tuple[Event, ...]
    ties: tuple[Tie, ...]

    def pairs(self, kind: Kind) -> list[tuple[str, str]]:
        """The ids of the linked records of a kind."""
        return [(link.id_left, link.id_right) for link in self.links if link.kind == kind]


@dataclass(frozen=True, slots=True)
class _Step:
    """A pairing with the indicators that go on in it, as pairs with their probability."""

    pairing: Pairing
    indicators: tuple[tuple[Indicator, Indicator, float], ...]
    gone: tuple[Indicator, ...]
    come: tuple[Indicator, ...]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Ids of the measures, and of each pair of their indicators."""
        own = [(left.indicator_id, right.indicator_id) for left, right, _ in self.indicators]
        return [_names(self.pairing), *own]


def tell(found: Following, choices: Choices) -> History:
    """Return what happened in a series."""
    ties = list(found.ties)
    steps = _steps(found, choices, ties)
    links: list[Link] = []
    events: list[Event] = []
    _check_followed(steps, found, choices)
    degrees = _Degrees.of(steps)
    for step in steps:
        own = [_event(step.pairing, kind, change) for kind, change in _changes(step, degrees)]
        events.extend(own)
        links.append(_measure_link(step.pairing, own))
        links.extend(_indicator_links(step, own, choices))
    events.extend(_one_sided(found))
    return History(tuple(links), tuple(sorted(events, key=_in_order(found))), tuple(ties))


def _check_followed(steps: Sequence[_Step], found: Following, choices: Choices) -> None:
    """Raise if people linked records of this series whose surroundings do not allow it."""
    made = {pair for step in steps for pair in step.pairs}
    known = {name for year in found.years for profile in year for name in profile.names}
    for pair, decision in choices.linked.items():
        if pair[0] in known and pair not in made:
            raise DecisionError(
                f"{decision.id_left} and {decision.id_right} cannot be linked: their measures are "
                "not, or another decision has linked one of them.",
                where=decision.where,
                hint="Decide about the measures first, and about each record once.",
            )


@dataclass(frozen=True, slots=True)
class _Degrees:
    """How many successors a left record has, and how many predecessors a right one."""

    successors: Counter[str]
    predecessors: Counter[str]

    @classmethod
    def of(cls, steps: Sequence[_Step]) -> _Degrees:
        pairs = [pair for step in steps for pair in step.pairs]
        return cls(Counter(a for a, _ in pairs), Counter(b for _, b in pairs))

    def division(self, left: str, right: str) -> EventName | None:
        """Whether the pair is part of a split or of a merger."""
        if self.successors[left] > 1:
            return "split"
        return "merged" if self.predecessors[right] > 1 else None


def _names(pairing: Pairing) -> tuple[str, str]:
    return pairing.left.measure.measure_id, pairing.right.measure.measure_id


# ---------------------------------------------------------------- indicators of linked measures


def _steps(found: Following, choices: Choices, ties: list[Tie]) -> list[_Step]:
    groups: dict[str, list[Pairing]] = {}
    for pairing in found.pairings:
        groups.setdefault(_names(pairing)[0], []).append(pairing)
    steps = {}
    for group in groups.values():
        for step in _steps_of(group, choices, ties):
            steps[_names(step.pairing)] = step
    return [steps[_names(pairing)] for pairing in found.pairings]


def _steps_of(group: Sequence[Pairing], choices: Choices, ties: list[Tie]) -> Iterator[_Step]:
    """One measure against all that it became: each of its indicators goes on in one place."""
    left = group[0].left.indicators
    right = [one for pairing in group for one in pairing.right.indicators]
    found = pair_indicators(left, right, group[0].matched.texts.wordings, choices)
    divided = {pair: _EVEN for tie in found.ties if _is_division(tie, right) for pair in tie}
    pairs = {**found.pairs, **divided}
    open_ties = [tie for tie in found.ties if not set(tie) <= divided.keys()]
    _add_ties(ties, [[(left[i], right[j]) for i, j in tie] for tie in open_ties], group[0])
    settled = {
        one.indicator_id
        for i, j in (*pairs, *(pair for tie in open_ties for pair in tie))
        for one in (left[i], right[j])
    }
    for pairing in group:
        own = pairing.right.measure.measure_id
        rest = pairing.right.indicators if len(group) == 1 else ()
        yield _Step(
            pairing,
            tuple(
                (left[i], right[j], score)
                for (i, j), score in sorted(pairs.items())
                if right[j].measure_id == own
            ),
            tuple(one for one in left if one.indicator_id not in settled and len(group) == 1),
            tuple(one for one in rest if one.indicator_id not in settled),
        )


def _is_division(tie: Sequence[Pair], right: Sequence[Indicator]) -> bool:
    """Whether one indicator goes on in several parts of its measure, as well in each."""
    owners = [right[j].measure_id for _, j in tie]
    return len({i for i, _ in tie}) == 1 and len(set(owners)) == len(owners)


def _add_ties(
    ties: list[Tie], found: Iterable[Sequence[tuple[Indicator, Indicator]]], pairing: Pairing
) -> None:
    for pairs in found:
        name = f"t{len({tie.tie_id for tie in ties}) + 1}"
        years = pairing.left.year, pairing.right.year
        ties.extend(
            Tie(name, "indicator", a.indicator_id, b.indicator_id, *years, score=_EVEN)
            for a, b in pairs
        )


# ---------------------------------------------------------------- changes → events


def _changes(step: _Step, degrees: _Degrees) -> Iterator[tuple[Kind, Change]]:
    left, right = step.pairing.left, step.pairing.right
    division = degrees.division(*_names(step.pairing))
    names = left.measure.measure, right.measure.measure
    told: list[tuple[Kind, Change]] = []
    if division is not None:
        told.append(("measure", Change(division, "measure", *names)))
    else:
        changes = measure_changes(left, right, Places(step.pairing.matched))
        told.extend(("measure", change) for change in changes)
    told.extend(("indicator", change) for change in _of_indicators(step, degrees, division))
    if not any(_concerns_measure(kind, change.event) for kind, change in told):
        told.append(("measure", Change("same", "measure", *names)))
    yield from told


def _of_indicators(step: _Step, degrees: _Degrees, division: EventName | None) -> Iterator[Change]:
    texts = step.pairing.left.measure.explanation, step.pairing.right.measure.explanation
    for left, right, _ in step.indicators:
        several = degrees.division(left.indicator_id, right.indicator_id)
        if several is not None:
            wordings = left.indicator, right.indicator
            yield Change(several, "indicator", *wordings, (left, right))
        else:
            yield from indicator_changes(left, right, texts)
    if division is None:
        yield from replacements(step.gone, step.come)


def _concerns_measure(kind: Kind, event: EventName) -> bool:
    return kind == "measure" or event in _OF_MEASURE


def _event(pairing: Pairing, kind: Kind, change: Change) -> Event:
    left, right = pairing.left, pairing.right
    before, after = change.indicators
    return Event(
        event_id="",
        kind=kind,
        track_id="",
        event=change.event,
        year_left=left.year,
        year_right=right.year,
        id_left=left.measure.measure_id,
        id_right=right.measure.measure_id,
        indicator_left=before.indicator_id if before else None,
        indicator_right=after.indicator_id if after else None,
        value_left=change.left,
        value_right=change.right,
        page_left=left.measure.page,
        page_right=right.measure.page,
        field=change.field,
        reason=change.reason,
    )


def _one_sided(found: Following) -> Iterator[Event]:
    """Yield the measures that began and those that ended without being completed."""
    continued, known = found.continued, found.known
    for before, after in pairwise(found.years):
        if not before or not after:
            continue
        years = before[0].year, after[0].year
        for profile in after:
            if profile.measure.measure_id not in known:
                yield _lone("new", profile.measure, years)
        for profile in before:
            m = profile.measure
            if m.measure_id not in continued and m.status != "completed":
                yield _lone("dropped", m, years)


def _lone(event: EventName, measure: Measure, years: tuple[int, int]) -> Event:
    plain = Event(
        event_id="",
        kind="measure",
        track_id="",
        event=event,
        year_left=years[0],
        year_right=years[1],
        field="measure",
    )
    own = measure.measure_id, measure.measure, measure.page
    if event == "new":
        return replace(plain, id_right=own[0], value_right=own[1], page_right=own[2])
    return replace(plain, id_left=own[0], value_left=own[1], page_left=own[2])


def _in_order(found: Following) -> Callable[[Event], tuple[int, bool, int]]:
    """By the later year, in the printed order of its measures; what is missing there at last."""
    order = {
        profile.measure.measure_id: number
        for number, profile in enumerate(profile for year in found.years for profile in year)
    }

    def key(event: Event) -> tuple[int, bool, int]:
        name = event.id_right or event.id_left or ""
        return event.year_right, event.id_right is None, order[name]

    return key


# ---------------------------------------------------------------- events → links


def _measure_link(pairing: Pairing, events: Sequence[Event]) -> Link:
    left, right = _names(pairing)
    told = _ranked(e.event for e in events if _concerns_measure(e.kind, e.event))
    return Link(
        kind="measure",
        id_left=left,
        id_right=right,
        year_left=pairing.left.year,
        year_right=pairing.right.year,
        event=told[0],
        score=round(pairing.score, _DIGITS),
        events=told,
        source=pairing.source,
        reasons=pairing.reasons,
        note=pairing.note,
    )


def _indicator_links(step: _Step, events: Sequence[Event], choices: Choices) -> Iterator[Link]:
    over = any(event.kind == "measure" and event.event == "completed" for event in events)
    for left, right, score in step.indicators:
        names = left.indicator_id, right.indicator_id
        own = [e.event for e in events if (e.indicator_left, e.indicator_right) == names]
        ends: list[EventName] = ["completed"] if over else []
        told = _ranked([*own, *ends] or ["same"])
        decision = choices.linked.get(names)
        yield Link(
            kind="indicator",
            id_left=names[0],
            id_right=names[1],
            year_left=step.pairing.left.year,
            year_right=step.pairing.right.year,
            event=told[0],
            score=round(score * step.pairing.score, _DIGITS),
            events=told,
            source="comparison" if decision is None else "person",
            note=None if decision is None else decision.note,
        )


def _ranked(events: Iterable[EventName]) -> tuple[EventName, ...]:
    """Each event once, the most telling first."""
    return tuple(sorted(set(events), key=TELLING.index))
